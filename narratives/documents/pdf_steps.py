"""What it costs to read a page of a PDF, counted: operators, letters and bytes of content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

_BYTES = 100
"""Bytes of content that count as one step: what is unpacked and looked through, shown or not."""


class TooManySteps(Exception):  # noqa: N818 (no error of the file: its reader ends by it)
    """The steps that are left are used up."""


class PageSteps:
    """Counts the steps of a page while pypdf reads it.

    pypdf calls it before each operator, in the forms that a page draws too. A form is unpacked
    and looked through each time that it is drawn, with the tables of its fonts.

    Parameters
    ----------
    page : pypdf.PageObject
    left : int
        Steps that may still be made.

    Attributes
    ----------
    left : int
        Below nought as soon as there were too many.
    """

    def __init__(self, page: Any, left: int) -> None:
        self._forms: dict[str, int] = {}
        for name, form in _forms_of(page):
            self._forms[name] = max(_weigh(form), self._forms.get(name, 0))
        self.left = left - _weigh(page)

    def __call__(self, operator: bytes, operands: Any, _place: Any, _matrix: Any) -> None:
        """Take off what an operator costs, and end the reading where nothing is left."""
        self.left -= 1 + sum(map(_letters, operands))
        if operator == b"Do" and operands:
            self.left -= self._forms.get(str(operands[0]), 0)
        if self.left < 0:
            raise TooManySteps


def _letters(operand: Any) -> int:
    """Count the letters of a string, or of the strings and numbers of a list."""
    if isinstance(operand, (str, bytes)):
        return len(operand)
    if isinstance(operand, list):
        return sum(len(part) if isinstance(part, (str, bytes)) else 1 for part in operand)
    return 0


def _weigh(thing: Any) -> int:
    """Count the steps to unpack a page or a form, with what its fonts say of their letters."""
    size = 0
    # What is broken here is broken for pypdf too, which says so or leaves it out.
    with suppress(Exception):
        content = thing.get_contents() if hasattr(thing, "get_contents") else thing
        size += len(content.get_data()) if content is not None else 0
    with suppress(Exception):
        for font in thing["/Resources"]["/Font"].values():
            size += len(font.get_object()["/ToUnicode"].get_data())
    return size // _BYTES


def _forms_of(page: Any) -> Iterator[tuple[str, Any]]:
    """Yield the forms that a page or its forms can draw, each with a name that it has there."""
    seen: set[int] = set()
    left = [page]
    while left:
        thing = left.pop()
        with suppress(Exception):
            for name, drawn in thing["/Resources"]["/XObject"].items():
                form = drawn.get_object()
                if form["/Subtype"] == "/Form" and id(form) not in seen:
                    seen.add(id(form))
                    left.append(form)
                    yield str(name), form
