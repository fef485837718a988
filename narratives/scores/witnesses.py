"""Reports to witnesses: copies count once, and who cannot be told apart counts as one."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.schema import RELIABILITIES, UNNAMED, SchemaError, require_columns
from narratives.scores.log_odds import Floats, report_log_odds


class _Report(NamedTuple):
    item: Hashable
    source: str
    holds: bool
    origin: str
    copied_from: str


class _Voice(NamedTuple):
    """What one source says of one item, copies folded in."""

    item: Hashable
    source: str
    holds: bool
    origin: str


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
    origins : frozenset of str
        The established origins.
    established : float
        Share of the reports that count whose origin is established; NaN without any.
    ungraded : int
        Reports on rated items that do not count, because their source has no grade.
    """

    shape: tuple[int, int]
    accuracy: Floats
    sign: Floats
    serves: NDArray[np.bool_]
    start: NDArray[np.intp]
    item: NDArray[np.intp]
    column: NDArray[np.intp]
    origins: frozenset[str]
    established: float
    ungraded: int

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
    told = _read_reports(reports, set(matrix.index))
    accuracy = _read_grades(sources, grades)
    voices = _fold_copies(told, accuracy)
    rated = {
        item
        for item, row in zip(matrix.index, ratings.tolist(), strict=True)
        if any(rating == rating for rating in row)
    }
    interest = _read_interests(list(matrix.columns), ratings, stakes)
    place = {item: n for n, item in enumerate(matrix.index)}
    groups: dict[tuple[int, str, str], list[_Voice]] = {}
    ungraded = 0
    for voice in voices:
        if voice.item not in rated:
            continue
        if voice.source not in accuracy:
            ungraded += 1
            continue
        # Without an origin, all who say the same may be one.
        side = "" if voice.origin else ("so" if voice.holds else "not so")
        groups.setdefault((place[voice.item], voice.origin, side), []).append(voice)
    flat: list[_Voice] = []
    start, item, column = [], [], []
    width: dict[int, int] = {}
    for (at, origin, _), members in sorted(groups.items(), key=lambda group: group[0]):
        own = [voice for voice in members if voice.source == origin]
        start.append(len(flat))
        item.append(at)
        column.append(width.setdefault(at, 0))
        width[at] += 1
        flat += sorted(own or members)
    serves = [
        (1 if voice.holds else -1) * interest.get((voice.source, place[voice.item]), 0.0) > 0
        for voice in flat
    ]
    counted = [voice for members in groups.values() for voice in members]
    known = [voice for voice in counted if voice.origin]
    return Witnesses(
        shape=(len(matrix.index), max(width.values(), default=0)),
        accuracy=np.array([accuracy[voice.source] for voice in flat], dtype=float),
        sign=np.array([1.0 if voice.holds else -1.0 for voice in flat]),
        serves=np.array(serves, dtype=bool),
        start=np.array(start, dtype=np.intp),
        item=np.array(item, dtype=np.intp),
        column=np.array(column, dtype=np.intp),
        origins=frozenset(voice.origin for voice in known),
        established=len(known) / len(counted) if counted else math.nan,
        ungraded=ungraded,
    )


def _text(value: Any) -> str:
    missing = value is None or value is pd.NA or value != value or value == UNNAMED
    return "" if missing else str(value)


def _read_reports(reports: pd.DataFrame, items: set[Hashable]) -> list[_Report]:
    require_columns(reports, ("item_id", "source_id", "holds", "origin_id"), "reports")
    columns = {
        name: reports[name].tolist() for name in ("item_id", "source_id", "holds", "origin_id")
    }
    copies = reports["copied_from"].tolist() if "copied_from" in reports else [""] * len(reports)
    # A copy may name the statement it was taken from instead of the source.
    names = reports["statement_id"].tolist() if "statement_id" in reports else []
    said_by = dict(zip(names, map(_text, columns["source_id"]), strict=True)) if names else {}
    found = []
    for at, (item, source, holds, origin) in enumerate(zip(*columns.values(), strict=True)):
        number = isinstance(holds, int | float | np.integer | np.floating) and holds in (0, 1)
        if not (number or isinstance(holds, np.bool_)):
            raise SchemaError(
                f'reports, row {at + 1}, item "{item}": holds {holds!r} is neither True nor False. '
                "True: the source says that the item is so; False: that it is not."
            )
        copied = said_by.get(copies[at]) or _text(copies[at])
        if item in items:
            found.append(_Report(item, _text(source), bool(holds), _text(origin), copied))
    return found


def _read_grades(sources: pd.DataFrame, grades: Mapping[str, float]) -> dict[str, float]:
    require_columns(sources, ("reliability",), "sources")
    found = {}
    for source, grade in zip(sources.index, sources["reliability"].tolist(), strict=True):
        letter = _text(grade)
        if letter and letter not in RELIABILITIES:
            raise SchemaError(
                f'sources, "{source}": reliability "{letter}" is not a grade. '
                f"Use {', '.join(RELIABILITIES)}, or leave it empty."
            )
        if letter in grades:
            found[_text(source)] = grades[letter]
    return found


def _read_interests(
    narratives: list[Hashable], ratings: Floats, stakes: pd.DataFrame | None
) -> dict[tuple[str, int], float]:
    """Return for each source and item whether it gains (above 0) if the item is believed."""
    if stakes is None or stakes.empty:
        return {}
    place = {narrative: n for n, narrative in enumerate(stakes.columns)}
    both = [(n, place[name]) for n, name in enumerate(narratives) if name in place]
    wants = stakes.to_numpy(dtype=float, na_value=math.nan)[:, [there for _, there in both]]
    outside = ~np.isnan(wants) & (wants != 1) & (wants != -1) & (wants != 0)
    if outside.any():
        row, column = np.argwhere(outside)[0]
        raise SchemaError(
            f'stakes, source "{stakes.index[row]}", narrative "{stakes.columns[both[column][1]]}": '
            f"{wants[row, column]:g} is not a stake. Use 1 (wants it believed), "
            "-1 (wants it disbelieved), or leave it empty."
        )
    gains = np.nan_to_num(wants) @ np.nan_to_num(ratings[:, [here for here, _ in both]]).T
    rows, columns = np.nonzero(gains)
    names = [_text(source) for source in stakes.index]
    return {
        (names[row], int(column)): float(gains[row, column])
        for row, column in zip(rows, columns, strict=True)
    }


def _fold_copies(told: list[_Report], accuracy: Mapping[str, float]) -> list[_Voice]:
    """Replace each copy by the report it was taken from, and count that once.

    Where the original does not report the item itself, its copies stand in for it.
    """
    copied: dict[tuple[Hashable, str], str] = {}
    origins: dict[str, str] = {}
    for report in told:
        if report.copied_from and report.copied_from != report.source:
            copied[report.item, report.source] = report.copied_from
        if report.origin:
            origins[report.source] = min(report.origin, origins.get(report.source, report.origin))
    found = _find_roots(copied)
    roots = [found.get((report.item, report.source), report.source) for report in told]
    first_hand = {
        (report.item, report.source, report.holds)
        for report, root in zip(told, roots, strict=True)
        if root == report.source
    }
    voices: dict[_Voice, None] = {}
    for report, root in zip(told, roots, strict=True):
        if root == report.source:
            voices[_Voice(report.item, root, report.holds, report.origin)] = None
        elif (report.item, root, report.holds) not in first_hand:
            speaker = root if root in accuracy else report.source
            origin = origins.get(root) or report.origin or root
            voices[_Voice(report.item, speaker, report.holds, origin)] = None
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
