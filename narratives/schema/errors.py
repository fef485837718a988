"""What is raised for a mistake that a person can mend, and how a failure is told."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
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
