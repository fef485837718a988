"""Which order of the accounts follows from marks: the least contradicted first, a voice once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from narratives.classroom.answers import SIDES
from narratives.scores.competing.inconsistency import rank_narratives

_NUMBERS = {SIDES[0]: 1.0, SIDES[1]: -1.0, SIDES[2]: 0.0}


def rank_by_marks(
    marks: pd.DataFrame,
    letters: Sequence[str],
    origins: Mapping[str, str],
    relations: pd.DataFrame | None = None,
) -> pd.Series[float]:
    """Put the accounts in the order that somebody's marks give.

    Each voice is one row of an evidence matrix, however often it speaks: ten copies are one
    witness. A voice that speaks both for and against an account counts as neither.

    Parameters
    ----------
    marks : DataFrame with columns statement, question, letter and answer
        Of one pupil, of the class or of the key.
    letters : sequence of str
        Of the accounts.
    origins : mapping of a source to its origin
        Sources that are one voice.
    relations : DataFrame with columns ``schema.RELATIONS``, optional
        What one account is to another, by letters.

    Returns
    -------
    Series indexed by letter, named "rank"
        1 for the least contradicted; ties share the smaller number; NaN for an account that
        nothing was marked about.

    Examples
    --------
    >>> columns = ["statement", "question", "letter", "answer"]
    >>> rows = [("s1", "who", "", "mayor"), ("s1", "accounts", "A", "against"),
    ...         ("s1", "accounts", "B", "for")]
    >>> rank_by_marks(pd.DataFrame(rows, columns=columns), ["A", "B"], {}).to_dict()
    {'A': 2.0, 'B': 1.0}
    """
    who = (
        marks[marks["question"] == "who"]
        .drop_duplicates("statement")
        .set_index("statement")["answer"]
    )
    sides = marks[marks["question"] == "accounts"]
    given: dict[tuple[str, str], set[float]] = {}
    for statement, letter, side in zip(
        sides["statement"], sides["letter"], sides["answer"], strict=True
    ):
        source = str(who.get(statement, statement))
        given.setdefault((origins.get(source, source), letter), set()).add(_NUMBERS[side])
    voices = list(dict.fromkeys(voice for voice, _ in given))
    matrix = pd.DataFrame(
        [[_settle(given.get((voice, letter), set())) for letter in letters] for voice in voices],
        index=pd.Index(voices, dtype="str"),
        columns=pd.Index(list(letters), dtype="str"),
        dtype=float,
    )
    if matrix.empty:
        return pd.Series(float("nan"), index=pd.Index(list(letters)), name="rank")
    return rank_narratives(matrix, relations=relations)["rank"].reindex(list(letters))


def _settle(numbers: set[float]) -> float:
    taken = numbers - {0.0}
    if len(taken) == 1:
        return taken.pop()
    return 0.0 if numbers else float("nan")
