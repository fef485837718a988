"""A class beside itself and beside the key: agreement, splits, and each pupil."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from narratives.classroom.answers import FIRMNESS, QUESTIONS, SIDES
from narratives.schema import SHOWN
from narratives.scores.people.alpha import krippendorff_alpha

if TYPE_CHECKING:
    from collections.abc import Iterable

GIVEN = ("pupil", "statement", "question", "letter", "answer")
"""Columns of the answers of a class; ``letter`` is "" but for accounts."""
CELL = ["statement", "question", "letter"]
AGREEMENT = ("alpha", "low", "high", "pupils", "statements", "answers")
"""Columns of :func:`measure_class`, which is indexed by question."""
SPLITS = ("statement", "question", "letter", "answers", "number", "split", "counts")
"""Columns of :func:`list_splits`."""
PUPILS = ("marked", "answers", "key", "key_of", "class", "class_of", *QUESTIONS)
"""Columns of :func:`compare_pupils`, which is indexed by pupil."""
_SCALES: Mapping[str, tuple[str, ...]] = {
    "firmness": FIRMNESS,
    "basis": SHOWN,
    "accounts": (SIDES[1], SIDES[2], SIDES[0]),
}


def measure_class(answers: pd.DataFrame, draws: int = 1000) -> pd.DataFrame:
    """Measure how far a class agrees on each question.

    Parameters
    ----------
    answers : DataFrame, columns ``GIVEN``
    draws : int
        Bootstrap samples of statements.

    Returns
    -------
    DataFrame with columns ``AGREEMENT``, indexed by question
        Krippendorff's alpha, over ranks but for who speaks, with its interval of 95 %; NaN
        where fewer than two pupils answered or all answers are alike.

    Examples
    --------
    >>> rows = [("ana", "s1", "basis", "", "none"), ("ben", "s1", "basis", "", "none"),
    ...         ("ana", "s2", "basis", "", "shown"), ("ben", "s2", "basis", "", "shown")]
    >>> print(measure_class(pd.DataFrame(rows, columns=list(GIVEN))).loc["basis", "alpha"])
    1.0
    """
    rows = {}
    for question in QUESTIONS:
        own = answers[answers["question"] == question]
        scale = _SCALES.get(question) or tuple(sorted(set(own["answer"])))
        groups = [
            [
                [float(scale.index(a)) for a in cell]
                for _, cell in statement.groupby("letter")["answer"]
            ]
            for _, statement in own.groupby("statement")
        ]
        level = "ordinal" if question in _SCALES else "nominal"
        alpha, low, high = krippendorff_alpha(groups, level, draws=draws)
        rows[question] = (
            *(alpha, low, high),
            own["pupil"].nunique(),
            own["statement"].nunique(),
            len(own),
        )
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(AGREEMENT)).rename_axis(
        "question"
    )


def list_splits(answers: pd.DataFrame) -> pd.DataFrame:
    """List where a class did not answer alike, the most divided first.

    Returns
    -------
    DataFrame with columns ``SPLITS``
        ``split`` is the share of pupils who did not give the answer most often given: 0 where
        all agree. ``counts`` maps an answer to how many gave it, the most frequent first.

    Examples
    --------
    >>> rows = [(who, "s1", "basis", "", answer) for who, answer in
    ...         (("ana", "none"), ("ben", "none"), ("cai", "named"), ("dee", "none"))]
    >>> list_splits(pd.DataFrame(rows, columns=list(GIVEN)))[["split", "counts"]]
       split                    counts
    0   0.25  {'none': 3, 'named': 1}
    """
    rows = []
    for (statement, question, letter), cell in answers.groupby(CELL, sort=False)["answer"]:
        counts = dict(sorted(Counter(cell).items(), key=lambda pair: (-pair[1], pair[0])))
        if len(counts) > 1:
            split = 1 - max(counts.values()) / len(cell)
            rows.append((statement, question, letter, len(counts), len(cell), split, counts))
    table = pd.DataFrame(rows, columns=list(SPLITS))
    order = table.sort_values(["split", "number"], ascending=False, kind="stable")
    return order.reset_index(drop=True)


def take_modes(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answer most often given to each question; none where two are as frequent.

    Returns
    -------
    DataFrame with columns statement, question, letter and answer
    """
    rows = []
    for cell, given in answers.groupby(CELL, sort=False)["answer"]:
        mode = _mode(given)
        if mode is not None:
            rows.append((*cell, mode))
    return pd.DataFrame(rows, columns=[*CELL, "answer"])


def compare_pupils(answers: pd.DataFrame, key: pd.DataFrame | None) -> pd.DataFrame:
    """Set each pupil beside the key and beside the others of the class.

    Parameters
    ----------
    answers : DataFrame, columns ``GIVEN``
    key : DataFrame, columns ``ANSWERS``, or None

    Returns
    -------
    DataFrame with columns ``PUPILS``, indexed by pupil
        ``key`` is the share of the answers for which the key has one that it has too, and
        ``key_of`` how many these are; ``class`` and ``class_of`` the same for the answer that
        most of the others gave. Then the share with the key for each question. NaN where
        there is nothing to compare with.
    """
    right: dict[tuple[str, ...], set[str]] = {}
    for row in () if key is None else key.to_dict("records"):
        right.setdefault(tuple(row[c] for c in CELL), set()).add(row["answer"])
    cells: dict[tuple[str, ...], Counter[str]] = {}
    for row in answers.to_dict("records"):
        cells.setdefault(tuple(row[c] for c in CELL), Counter())[row["answer"]] += 1
    rows = {}
    for pupil, own in answers.groupby("pupil", sort=False):
        with_key: dict[str, list[bool]] = {question: [] for question in QUESTIONS}
        with_class: list[bool] = []
        for row in own.to_dict("records"):
            cell = tuple(row[c] for c in CELL)
            if cell in right:
                with_key[row["question"]].append(row["answer"] in right[cell])
            others = _mode((cells[cell] - Counter([row["answer"]])).elements())
            if others is not None:
                with_class.append(row["answer"] == others)
        judged = [hit for hits in with_key.values() for hit in hits]
        rows[pupil] = (
            own["statement"].nunique(),
            len(own),
            _share(judged),
            len(judged),
            _share(with_class),
            len(with_class),
            *(_share(with_key[question]) for question in QUESTIONS),
        )
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(PUPILS)).rename_axis("pupil")


def _mode(answers: Iterable[str]) -> str | None:
    first = Counter(answers).most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return None
    return first[0][0]


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else math.nan
