"""Reports to witnesses: copies count once, and who cannot be told apart counts as one."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.schema.arrays import Floats
from narratives.scores.log_odds import report_log_odds
from narratives.scores.reports import Report, read_grades, read_reports, read_stakes


class Voice(NamedTuple):
    """What one source says of one item, copies folded in."""

    item: Hashable
    source: str
    holds: bool
    origin: str


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
    accuracy, sign, serves : arrays, one entry a report that counts
        The chance of its source's grade; +1 for "it is so", -1 for "it is not";
        whether it serves a stake of its source.
    start : array of int, one entry a witness
        Where its reports begin. A witness is an established origin, or all reports of
        one item that say the same and whose origin is not established.
    item, column : arrays of int, one entry a witness
        Its place in the table of items by witnesses.
    heard : tuple of Heard, one entry an item
    """

    shape: tuple[int, int]
    accuracy: Floats
    sign: Floats
    serves: NDArray[np.bool_]
    start: NDArray[np.intp]
    item: NDArray[np.intp]
    column: NDArray[np.intp]
    heard: tuple[Heard, ...]

    def log_odds(self, motive: Floats, scepticism: Floats) -> Floats:
        """Return an array of settings by items by witnesses; 0 for silence.

        The reports of one witness are averaged.
        """
        table = np.zeros((len(motive), *self.shape))
        if len(self.start):
            strength = report_log_odds(
                self.accuracy, self.serves, motive[:, None], scepticism[:, None]
            )
            sums = np.add.reduceat(strength * self.sign, self.start, axis=1)
            counts = np.diff(np.append(self.start, len(self.sign)))
            table[:, self.item, self.column] = sums / counts
        return table


def gather_witnesses(
    reports: pd.DataFrame,
    matrix: pd.DataFrame,
    ratings: Floats,
    sources: pd.DataFrame,
    stakes: pd.DataFrame | None,
    grades: Mapping[str, float],
) -> Witnesses:
    """Fold copies, leave out what cannot be judged, and group the rest by origin.

    Parameters
    ----------
    reports, matrix, sources, stakes
        As for :func:`narratives.support`.
    ratings : array of shape (n_items, n_narratives)
        The numbers of the matrix, NaN where not rated.
    grades : mapping of a letter to the chance of being right

    Returns
    -------
    Witnesses

    Raises
    ------
    SchemaError
        If a table lacks columns or holds a value that is not known.
    """
    told = read_reports(reports, set(matrix.index))
    accuracy = read_grades(sources, grades)
    items = list(matrix.index)
    voices = fold_copies(told, accuracy, find_origins(told))
    wants = read_stakes(list(matrix.columns), stakes)
    return group_voices(voices, items, ratings, accuracy, wants)


def group_voices(
    voices: Iterable[Voice],
    items: Sequence[Hashable],
    ratings: Floats,
    accuracy: Mapping[str, float],
    wants: Mapping[str, Sequence[float]],
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

    Returns
    -------
    Witnesses
    """
    rated = [bool(np.isfinite(row).any()) for row in ratings]
    place = {item: n for n, item in enumerate(items)}
    groups: dict[tuple[int, str, str], list[Voice]] = {}
    ungraded = [0] * len(items)
    for voice in voices:
        at = place[voice.item]
        if not rated[at]:
            continue
        if voice.source not in accuracy:
            ungraded[at] += 1
            continue
        # Without an origin, all who say the same may be one.
        side = "" if voice.origin else ("so" if voice.holds else "not so")
        groups.setdefault((at, voice.origin, side), []).append(voice)
    flat: list[Voice] = []
    start, item, column = [], [], []
    width: dict[int, int] = {}
    for (at, origin, _), members in sorted(groups.items(), key=lambda group: group[0]):
        own = [voice for voice in members if voice.source == origin]
        start.append(len(flat))
        item.append(at)
        column.append(width.setdefault(at, 0))
        width[at] += 1
        flat += sorted(own or members)
    sign = np.array([1.0 if voice.holds else -1.0 for voice in flat])
    # A source gains where what it reports fits the narratives that it wants believed.
    fits = np.nan_to_num(ratings)[np.array([place[voice.item] for voice in flat], dtype=np.intp)]
    stake = np.zeros_like(fits)
    for n, voice in enumerate(flat):
        if voice.source in wants:
            stake[n] = wants[voice.source]
    heard = [Heard(ungraded=number) for number in ungraded]
    for (at, origin, _), members in groups.items():
        number = len(members)
        here = Heard(1, number, number if origin else 0, 0, frozenset({origin} - {""}))
        heard[at] = add_heard([heard[at], here])
    return Witnesses(
        shape=(len(items), max(width.values(), default=0)),
        accuracy=np.array([accuracy[voice.source] for voice in flat], dtype=float),
        sign=sign,
        serves=sign * (stake * fits).sum(axis=1) > 0,
        start=np.array(start, dtype=np.intp),
        item=np.array(item, dtype=np.intp),
        column=np.array(column, dtype=np.intp),
        heard=tuple(heard),
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


def find_origins(told: Iterable[Report]) -> dict[str, str]:
    """Return the established origin of each source; of several the first by name."""
    origins: dict[str, str] = {}
    for report in told:
        if report.origin:
            origins[report.source] = min(report.origin, origins.get(report.source, report.origin))
    return origins


def fold_copies(
    told: Sequence[Report], accuracy: Collection[str], origins: Mapping[str, str]
) -> list[Voice]:
    """Replace each copy by the report it was taken from, and count that once.

    Where the original does not report the item itself, its copies stand in for it.

    Parameters
    ----------
    told : sequence of Report
        All reports of some items.
    accuracy : collection of the sources that have a grade
    origins : mapping of a source to its established origin
    """
    copied = {
        (report.item, report.source): report.copied_from
        for report in told
        if report.copied_from and report.copied_from != report.source
    }
    found = _find_roots(copied)
    roots = [found.get((report.item, report.source), report.source) for report in told]
    first_hand = {
        (report.item, report.source, report.holds)
        for report, root in zip(told, roots, strict=True)
        if root == report.source
    }
    voices: dict[Voice, None] = {}
    for report, root in zip(told, roots, strict=True):
        if root == report.source:
            voices[Voice(report.item, root, report.holds, report.origin)] = None
        elif (report.item, root, report.holds) not in first_hand:
            speaker = root if root in accuracy else report.source
            origin = origins.get(root) or report.origin or root
            voices[Voice(report.item, speaker, report.holds, origin)] = None
    return list(voices)


def _find_roots(
    copied: Mapping[tuple[Hashable, str], str],
) -> dict[tuple[Hashable, str], str]:
    """Follow copies to the first who said it; of a ring, take the first by name."""
    roots: dict[tuple[Hashable, str], str] = {}
    for item, source in copied:
        way: dict[str, int] = {}
        at = source
        while at not in way and (item, at) in copied and (item, at) not in roots:
            way[at] = len(way)
            at = copied[item, at]
        root = min(list(way)[way[at] :]) if at in way else roots.get((item, at), at)
        roots |= {(item, each): root for each in way}
    return roots
