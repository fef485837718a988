"""A case with one thing changed: what to leave out, to read differently, to doubt."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from narratives.schema import RELIABILITIES
from narratives.scores.changing.orders import letter_of, nearest_ratings
from narratives.scores.changing.sensitivity import find_drops, speakers_of, voices_of
from narratives.scores.supporting.assumptions import Assumptions, sweep_one_by_one

AS_IT_STANDS = "as it stands"
ANOTHER_RATING = "another rating"
ANOTHER_GRADE = "another grade"
ANOTHER_ASSUMPTION = "another assumption"
OPPOSITE = "planted: the opposite"
WITHOUT_DOCUMENT = "without document"
WITHOUT_ITS_ORIGIN = "planted: without its origin"
KINDS = (
    AS_IT_STANDS,
    "without item",
    "without origin",
    "without report",
    WITHOUT_DOCUMENT,
    ANOTHER_RATING,
    ANOTHER_GRADE,
    ANOTHER_ASSUMPTION,
    OPPOSITE,
    WITHOUT_ITS_ORIGIN,
)
"""What is changed, one thing at a time."""


@dataclass(frozen=True)
class Given:
    """The case as it stands."""

    matrix: pd.DataFrame
    reports: pd.DataFrame
    sources: pd.DataFrame
    assumptions: Assumptions
    joint: bool = False
    """Whether accounts go with each other."""


@dataclass(frozen=True)
class Variation:
    """One thing that is changed, and what becomes of the case.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    changed, narrative, before, after, steps, items
        As in the table of :func:`narratives.what_would_change`.
    without : sequence of items
        Left out with all their reports.
    instead : mapping of an item to its ratings in place of the given ones
    unheard : collection of (kind, id)
        Voices whose reports are left out.
    texts : collection of str
        Documents whose reports are left out.
    grades : mapping of a source to its grade in place of the given one
    assumptions : Assumptions, optional
        In place of the given ones.
    """

    kind: str
    changed: str
    narrative: str = ""
    before: str = ""
    after: str = ""
    steps: float = math.nan
    items: Sequence[str] = ()
    without: Sequence[str] = ()
    instead: Mapping[str, Sequence[float]] = field(default_factory=dict)
    unheard: Collection[tuple[str, str]] = ()
    texts: Collection[str] = ()
    grades: Mapping[str, str] = field(default_factory=dict)
    assumptions: Assumptions | None = None


def listed_variations(given: Given) -> Iterator[Variation]:
    """Yield the changes that are listed whether or not they alter an order."""
    items = [str(item) for item in given.matrix.index]
    for kind, dropped, gone in find_drops(items, given.reports):
        voices = () if kind == "item" else [(kind, dropped)]
        yield Variation(f"without {kind}", dropped, items=gone, without=gone, unheard=voices)
    yield from _without_documents(items, given.reports)
    for name, value, other in sweep_one_by_one(given.assumptions, given.joint):
        before = getattr(given.assumptions, name)
        if value != before:
            told = "", f"{before:g}", f"{value:g}"
            still = replace(other, ranges={})
            yield Variation(ANOTHER_ASSUMPTION, name, *told, assumptions=still)
    for item, ratings in zip(items, _ratings(given), strict=True):
        turned = {item: [-rating for rating in ratings]}
        yield Variation(OPPOSITE, item, items=[item], instead=turned)
    yield from _without_origins(items, given.reports)


def document_of(statement_id: object) -> str:
    """Return the document in which a statement stands, by its id; "" where it names none.

    Examples
    --------
    >>> document_of("letter:3-14"), document_of("s1")
    ('letter', '')
    """
    name, mark, _ = str(statement_id).partition(":")
    return name if mark else ""


def _without_documents(items: Sequence[str], reports: pd.DataFrame) -> Iterator[Variation]:
    """Leave out each document of several, with the items that nobody reports elsewhere."""
    homes: dict[tuple[str, bool], set[str]] = {}
    for item, statement, holds in zip(
        reports["item_id"], reports["statement_id"], reports["holds"], strict=True
    ):
        homes.setdefault((str(item), bool(holds)), set()).add(document_of(statement))
    named = dict.fromkeys(map(document_of, reports["statement_id"]))
    if "" in named or len(named) < 2:
        return
    for name in named:
        # Those who say that it is so; where nobody does, those who say that it is not.
        gone = [i for i in items if homes.get((i, True), homes.get((i, False))) == {name}]
        yield Variation(WITHOUT_DOCUMENT, name, items=gone, without=gone, texts={name})


def _without_origins(items: Sequence[str], reports: pd.DataFrame) -> Iterator[Variation]:
    """Leave out each item with all else that its voices report."""
    its: dict[str, set[tuple[str, str]]] = {item: set() for item in items}
    for item, voice in zip(reports["item_id"], voices_of(reports), strict=True):
        its.setdefault(item, set()).add(voice)
    speakers = speakers_of(reports)
    place = {item: n for n, item in enumerate(items)}
    spoken_for: dict[tuple[str, str], list[str]] = {}
    for item in items:
        for voice in speakers.get(item, ()):
            spoken_for.setdefault(voice, []).append(item)
    for item in items:
        near = {i for voice in its[item] for i in spoken_for.get(voice, ())}
        gone = {item, *(i for i in near if speakers[i] <= its[item])}
        left = sorted(gone, key=place.__getitem__)
        yield Variation(WITHOUT_ITS_ORIGIN, item, items=left, without=left, unheard=its[item])


def scaled_variations(given: Given) -> Iterator[list[Variation]]:
    """Yield all other values of each rating and each grade, nearest first."""
    for item, ratings in zip(map(str, given.matrix.index), _ratings(given), strict=True):
        for n, narrative in enumerate(map(str, given.matrix.columns)):
            if ratings[n] != ratings[n]:
                continue
            found = []
            for letters, value in nearest_ratings(ratings[n]):
                changed = {item: (*ratings[:n], value, *ratings[n + 1 :])}
                told = narrative, letter_of(ratings[n]), letters, abs(value - ratings[n]), [item]
                found.append(Variation(ANOTHER_RATING, item, *told, instead=changed))
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
                name, size = str(source), float(steps)
                change = Variation(
                    ANOTHER_GRADE, name, "", str(grade), other, size, grades={name: other}
                )
                found.append(change)
        yield found


def _ratings(given: Given) -> list[list[float]]:
    numbers: list[list[float]] = given.matrix.to_numpy(dtype=float, na_value=math.nan).tolist()
    return numbers
