"""Reports to witnesses: copies count once, and who cannot be told apart counts as one."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.schema.arrays import Floats
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.copies import (
    Voice,
    copying_habits,
    find_oddities,
    find_origins,
    fold_copies,
)
from narratives.scores.supporting.interests import serving
from narratives.scores.supporting.log_odds import report_log_odds
from narratives.scores.supporting.reports import read_grades, read_reports, read_stakes


class Heard(NamedTuple):
    """How many witnesses speak to one item or to all, and of how many the origin is known.

    ``reports`` counts the reports on rated items of a source with a grade, ``traced`` those
    of them whose origin is established, ``ungraded`` those of sources without a grade, which
    do not count. ``origins`` are the established ones.
    """

    witnesses: int = 0
    reports: int = 0
    traced: int = 0
    ungraded: int = 0
    origins: frozenset[str] = frozenset()

    @property
    def established(self) -> float:
        """Share of the reports that count whose origin is established; NaN without any."""
        return self.traced / self.reports if self.reports else math.nan


@dataclass(frozen=True)
class Witnesses:
    """Who speaks to which item, ready for the bare maths.

    Parameters
    ----------
    shape : (n_items, most witnesses of one item)
    accuracy, sign, serves, taken : arrays, one entry a report that counts
        The chance of its source's grade; +1 for "it is so", -1 for "it is not"; how plainly
        it serves a stake of its source; the chance that it was taken over from another.
    start : array of int, one entry a witness
        Where its reports begin. A witness is an established origin, or all reports of
        one item that say the same and whose origin is not established.
    item, column : arrays of int, one entry a witness
        Its place in the table of items by witnesses.
    heard : tuple of Heard, one entry an item
    oddities : tuple of str
        What was not taken as it is marked, in words.
    """

    shape: tuple[int, int]
    accuracy: Floats
    sign: Floats
    serves: Floats
    taken: Floats
    start: NDArray[np.intp]
    item: NDArray[np.intp]
    column: NDArray[np.intp]
    heard: tuple[Heard, ...]
    oddities: tuple[str, ...] = ()

    def log_odds(self, motive: Floats, scepticism: Floats) -> Floats:
        """Return an array of settings by items by witnesses; 0 for silence.

        Of the reports of one witness that say the same the strongest speaks: one more of them
        may add nothing, and takes nothing away. Where the sources of an origin say both, the
        strongest of each side are set against each other.
        """
        table = np.zeros((len(motive), *self.shape))
        if len(self.start):
            strength = report_log_odds(
                self.accuracy, self.serves, motive[:, None], scepticism[:, None], self.taken
            )
            so, not_so = (
                np.maximum.reduceat(strength * (self.sign == side), self.start, axis=1)
                for side in (1, -1)
            )
            table[:, self.item, self.column] = so - not_so
        return table


def gather_witnesses(
    reports: pd.DataFrame,
    matrix: pd.DataFrame,
    ratings: Floats,
    sources: pd.DataFrame,
    stakes: pd.DataFrame | None,
    settings: Assumptions,
    together: NDArray[np.bool_] | None = None,
) -> Witnesses:
    """Fold copies, leave out what cannot be judged, and group the rest by origin.

    Parameters
    ----------
    reports, matrix, sources, stakes
        As for :func:`narratives.support`.
    ratings : array of shape (n_items, n_narratives)
        The numbers of the matrix, NaN where not rated.
    settings : Assumptions
    together : array of bool, optional
        As for :func:`narratives.scores.supporting.interests.serving`.

    Returns
    -------
    Witnesses

    Raises
    ------
    SchemaError
        If a table lacks columns or holds a value that is not known.
    """
    told = read_reports(reports, set(matrix.index))
    accuracy = read_grades(sources, settings.grades)
    items = list(matrix.index)
    voices = fold_copies(told, accuracy, find_origins(told))
    wants = read_stakes(list(matrix.columns), list(sources.index), stakes)
    habits = copying_habits(told, settings.taken_over)
    found = group_voices(voices, items, ratings, accuracy, wants, habits, settings.partly, together)
    return replace(found, oddities=tuple(find_oddities(told)))


def group_voices(
    voices: Iterable[Voice],
    items: Sequence[Hashable],
    ratings: Floats,
    accuracy: Mapping[str, float],
    wants: Mapping[str, Sequence[float]],
    habits: Mapping[str, float],
    partly: float,
    together: NDArray[np.bool_] | None = None,
) -> Witnesses:
    """Leave out what cannot be judged, and group the rest by origin.

    Parameters
    ----------
    voices : iterable of Voice
        Of these items only.
    items : sequence of length n_items
    ratings : array of shape (n_items, n_narratives)
    accuracy : mapping of a source to its chance of being right
    wants : mapping of a source to its stake in each narrative
    habits : mapping of a source to the chance that it takes over what others say
    partly : float
        As in :class:`narratives.Assumptions`.
    together : array of bool, optional
        As for :func:`narratives.scores.supporting.interests.serving`.

    Returns
    -------
    Witnesses

    Notes
    -----
    A source that says that an item is so and that it is not tells nothing of it, and is no
    established origin for saying both.
    """
    rated = [bool(np.isfinite(row).any()) for row in ratings]
    place = {item: n for n, item in enumerate(items)}
    spoken = sorted(set(voices), key=lambda voice: (place[voice.item], voice[1:]))
    said: dict[tuple[Hashable, str], set[bool]] = {}
    for voice in spoken:
        said.setdefault((voice.item, voice.source), set()).add(voice.holds)
    ungraded = [0] * len(items)
    counted: list[Voice] = []
    for voice in spoken:
        at = place[voice.item]
        if not rated[at] or (voice.source and len(said[voice.item, voice.source]) > 1):
            continue
        if voice.source in accuracy:
            counted.append(voice)
        else:
            ungraded[at] += 1
    at_item = np.array([place[voice.item] for voice in counted], dtype=np.intp)
    right = np.array([accuracy[voice.source] for voice in counted], dtype=float)
    sign = np.array([1.0 if voice.holds else -1.0 for voice in counted])
    nothing = [0.0] * ratings.shape[1]
    stake = np.array([wants.get(voice.source, nothing) for voice in counted], dtype=float)
    stake = stake.reshape(len(counted), ratings.shape[1])
    serves = serving(ratings[at_item], stake, sign, partly, together)
    taken = _taken_over(counted, right, serves, habits)
    groups: dict[tuple[int, str, str], list[int]] = {}
    for n, voice in enumerate(counted):
        # Without an origin, all who say the same may be one.
        side = "" if voice.origin else ("so" if voice.holds else "not so")
        groups.setdefault((place[voice.item], voice.origin, side), []).append(n)
    order: list[int] = []
    start, item, column = [], [], []
    width: dict[int, int] = {}
    heard = [Heard(ungraded=number) for number in ungraded]
    for (at, origin, _), members in sorted(groups.items(), key=lambda group: group[0]):
        own = [n for n in members if counted[n].source == origin]
        start.append(len(order))
        item.append(at)
        column.append(width.setdefault(at, 0))
        width[at] += 1
        order += own or members
        number = len(members)
        here = Heard(1, number, number if origin else 0, 0, frozenset({origin} - {""}))
        heard[at] = add_heard([heard[at], here])
    chosen = np.array(order, dtype=np.intp)
    return Witnesses(
        shape=(len(items), max(width.values(), default=0)),
        accuracy=right[chosen],
        sign=sign[chosen],
        serves=serves[chosen],
        taken=taken[chosen],
        start=np.array(start, dtype=np.intp),
        item=np.array(item, dtype=np.intp),
        column=np.array(column, dtype=np.intp),
        heard=tuple(heard),
    )


def _taken_over(
    voices: Sequence[Voice], right: Floats, serves: Floats, habits: Mapping[str, float]
) -> Floats:
    """Return the chance that each report was taken over from one whose origin is known.

    From a source with a stake, which others may have listened to, or from one at least as
    good: where a weaker source without a stake says the same, it takes nothing away.
    """
    best: dict[tuple[Hashable, bool], float] = {}
    for voice, chance, served in zip(voices, right.tolist(), serves.tolist(), strict=True):
        if voice.origin:
            key = voice.item, voice.holds
            best[key] = max(best.get(key, 0.0), math.inf if served else chance)
    return np.array(
        [
            habits.get(voice.source, 0.0)
            if not voice.origin and best.get((voice.item, voice.holds), 0.0) >= chance
            else 0.0
            for voice, chance in zip(voices, right.tolist(), strict=True)
        ],
        dtype=float,
    )


def add_heard(parts: Sequence[Heard]) -> Heard:
    """Add up what was heard of several items.

    Examples
    --------
    >>> add_heard([Heard(1, 2, 2, 0, frozenset({"lab"})), Heard(1, 1, 0, 3)]).established
    0.6666666666666666
    """
    return Heard(
        sum(part.witnesses for part in parts),
        sum(part.reports for part in parts),
        sum(part.traced for part in parts),
        sum(part.ungraded for part in parts),
        frozenset(origin for part in parts for origin in part.origins),
    )
