"""A case with one thing changed: what to leave out, to read differently, to doubt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from narratives.schema import RELIABILITIES
from narratives.scores.assumptions import Assumptions, sweep_one_by_one
from narratives.scores.orders import letter_of, nearest_ratings
from narratives.scores.sensitivity import find_drops, speakers_of, voices_of

AS_IT_STANDS = "as it stands"
ANOTHER_RATING = "another rating"
ANOTHER_GRADE = "another grade"
ANOTHER_ASSUMPTION = "another assumption"
OPPOSITE = "planted: the opposite"
WITHOUT_ITS_ORIGIN = "planted: without its origin"
KINDS = (
    AS_IT_STANDS,
    "without item",
    "without origin",
    "without report",
    ANOTHER_RATING,
    ANOTHER_GRADE,
    ANOTHER_ASSUMPTION,
    OPPOSITE,
    WITHOUT_ITS_ORIGIN,
)
"""What is changed, one thing at a time."""


@dataclass(frozen=True)
class Given:
    """What is given, or what becomes of it by one change."""

    matrix: pd.DataFrame
    reports: pd.DataFrame
    sources: pd.DataFrame
    assumptions: Assumptions


@dataclass(frozen=True)
class Variation:
    """What is changed, and the case that comes of it."""

    kind: str
    changed: str
    case: Given
    narrative: str = ""
    before: str = ""
    after: str = ""
    steps: float = math.nan
    items: Sequence[str] = ()


def listed_variations(given: Given, settings: Assumptions) -> Iterator[Variation]:
    """Yield the changes that are listed whether or not they alter an order."""
    items = [str(item) for item in given.matrix.index]
    for kind, dropped, gone in find_drops(items, given.reports):
        reports = given.reports
        if kind != "item":
            reports = reports[[voice != (kind, dropped) for voice in voices_of(reports)]]
        case = replace(given, matrix=given.matrix.drop(index=gone), reports=reports)
        yield Variation(f"without {kind}", dropped, case, items=gone)
    for name, value, other in sweep_one_by_one(settings):
        before = getattr(settings, name)
        if value != before:
            case = replace(given, assumptions=replace(other, ranges={}))
            yield Variation(
                ANOTHER_ASSUMPTION, name, case, before=f"{before:g}", after=f"{value:g}"
            )
    for item in items:
        matrix = given.matrix.astype(float)
        matrix.loc[item] = -matrix.loc[item]
        yield Variation(OPPOSITE, item, replace(given, matrix=matrix), items=[item])
    voices = voices_of(given.reports)
    speakers = speakers_of(given.reports)
    for item in items:
        its = {v for v, i in zip(voices, given.reports["item_id"], strict=True) if i == item}
        gone = [i for i in items if i == item or (i in speakers and speakers[i] <= its)]
        kept = given.reports[[voice not in its for voice in voices]]
        case = replace(given, matrix=given.matrix.drop(index=gone), reports=kept)
        yield Variation(WITHOUT_ITS_ORIGIN, item, case, items=gone)


def scaled_variations(given: Given) -> Iterator[list[Variation]]:
    """Yield all other values of each rating and each grade, nearest first."""
    numbers = given.matrix.astype(float)
    for item in numbers.index:
        for narrative in numbers.columns:
            rating = float(numbers.loc[item, narrative])
            if rating != rating:
                continue
            found = []
            for letters, value in nearest_ratings(rating):
                matrix = numbers.copy()
                matrix.loc[item, narrative] = value
                case = replace(given, matrix=matrix)
                steps = abs(value - rating)
                where = str(item), case, str(narrative), letter_of(rating), letters, steps
                found.append(Variation(ANOTHER_RATING, *where, items=[str(item)]))
            yield found
    grades = list(RELIABILITIES[:-1])
    reporting = set(given.reports["source_id"])
    for source, grade in given.sources["reliability"].items():
        if grade not in grades or source not in reporting:
            continue
        found = []
        for other in sorted(grades, key=lambda g: abs(grades.index(g) - grades.index(grade))):
            steps = abs(grades.index(other) - grades.index(grade))
            if steps:
                sources = given.sources.copy()
                sources.loc[source, "reliability"] = other
                case = replace(given, sources=sources)
                where = str(source), case, "", str(grade), other, float(steps)
                found.append(Variation(ANOTHER_GRADE, *where))
        yield found
