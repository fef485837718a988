"""What is raised for a mistake that a person can mend, and how a failure is told."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path


class NarrativesError(ValueError):
    """A mistake that the person who uses the software can mend."""


class SchemaError(NarrativesError):
    """A table or an argument that is not as :mod:`narratives.schema` says."""


class CaseError(NarrativesError):
    r"""Mistakes in a case folder, all of them at once.

    Parameters
    ----------
    problems : iterable of str
        One message for each mistake: file, line, key, value and the way out.

    Examples
    --------
    >>> str(CaseError(["case.yaml, line 3: a", "case.yaml, line 7: b"]))
    'case.yaml, line 3: a\ncase.yaml, line 7: b'
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def nearest_word(value: object, allowed: Collection[object]) -> str:
    """Return the allowed word nearest to a value, "" where none is near.

    Examples
    --------
    >>> nearest_word("polarty", ["kind", "polarity"]), nearest_word("why", ["kind"])
    ('polarity', '')
    """
    words = [str(word) for word in allowed if word != ""]
    return next(iter(get_close_matches(str(value)[:100], words, 1, 0.6)), "")


def did_you_mean(value: object, allowed: Collection[object]) -> str:
    """Return a question that names the allowed word nearest to a value, or nothing.

    Examples
    --------
    >>> did_you_mean("polarty", ["kind", "polarity"])
    ' Did you mean "polarity"?'
    """
    near = nearest_word(value, allowed)
    return f' Did you mean "{near}"?' if near else ""


def failure_in_words(error: BaseException) -> str:
    """Say where the program failed, for the person who can report it.

    Examples
    --------
    >>> failure_in_words(IndexError("out of range"))
    'the program failed here (IndexError: out of range). Please report it with the text.'
    """
    place = ""
    if error.__traceback__ is not None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"; {Path(last.filename).name}, line {last.lineno}"
    told = " ".join(str(error).split())[:200]
    return (
        f"the program failed here ({type(error).__name__}{': ' if told else ''}{told}{place}). "
        "Please report it with the text."
    )
