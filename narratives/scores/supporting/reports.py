"""What is reported, by whom and how good: the tables of a case checked, as plain records."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from narratives.schema import RELIABILITIES, UNNAMED, SchemaError, require_columns


class Report(NamedTuple):
    """One report; ``copied_from`` is the source that it repeats, or empty."""

    item: Hashable
    source: str
    holds: bool
    origin: str
    copied_from: str


def text_of(value: Any) -> str:
    """Return an id as text, empty where it is missing or stands for nobody."""
    missing = value is None or value is pd.NA or value != value or value == UNNAMED
    return "" if missing else str(value)


def read_reports(reports: pd.DataFrame, items: set[Hashable]) -> list[Report]:
    """Check the reports, and return those of these items in the order of the table."""
    require_columns(reports, ("item_id", "source_id", "holds", "origin_id"), "reports")
    columns = {
        name: reports[name].tolist() for name in ("item_id", "source_id", "holds", "origin_id")
    }
    copies = reports["copied_from"].tolist() if "copied_from" in reports else [""] * len(reports)
    # A copy may name the statement it was taken from instead of the source.
    names = reports["statement_id"].tolist() if "statement_id" in reports else []
    said_by = dict(zip(names, map(text_of, columns["source_id"]), strict=True)) if names else {}
    found = []
    for at, (item, source, holds, origin) in enumerate(zip(*columns.values(), strict=True)):
        number = isinstance(holds, int | float | np.integer | np.floating) and holds in (0, 1)
        if not (number or isinstance(holds, np.bool_)):
            raise SchemaError(
                f'reports, row {at + 1}, item "{item}": holds {holds!r} is neither True nor False. '
                "True: the source says that the item is so; False: that it is not."
            )
        copied = said_by.get(copies[at]) or text_of(copies[at])
        if item in items:
            found.append(Report(item, text_of(source), bool(holds), text_of(origin), copied))
    return found


def read_grades(sources: pd.DataFrame, grades: Mapping[str, float]) -> dict[str, float]:
    """Return the chance of being right of each source that has a grade."""
    require_columns(sources, ("reliability",), "sources")
    _refuse_twice(sources.index, "sources", "source")
    found = {}
    for source, grade in zip(sources.index, sources["reliability"].tolist(), strict=True):
        letter = text_of(grade)
        if letter and letter not in RELIABILITIES:
            raise SchemaError(
                f'sources, "{source}": reliability "{letter}" is not a grade. '
                f"Use {', '.join(RELIABILITIES)}, or leave it empty."
            )
        if letter in grades:
            found[text_of(source)] = grades[letter]
    return found


def read_stakes(
    narratives: Sequence[Hashable], sources: Sequence[Hashable], stakes: pd.DataFrame | None
) -> dict[str, list[float]]:
    """Return what each source wants believed, 0 where it has no stake."""
    if stakes is None or stakes.empty:
        return {}
    for noun, given, known, table in (
        ("source", stakes.index, sources, "the table of sources"),
        ("narrative", stakes.columns, narratives, "the matrix"),
    ):
        _refuse_twice(given, "stakes", noun)
        there = set(known)
        unknown = [name for name in given if name not in there]
        if unknown:
            raise SchemaError(
                f'stakes has the {noun} "{unknown[0]}", which {table} does not have. '
                f"Known: {', '.join(map(str, known))}."
            )
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
    whole = np.zeros((len(wants), len(narratives)))
    whole[:, [here for here, _ in both]] = np.nan_to_num(wants)
    return dict(zip(map(text_of, stakes.index), whole.tolist(), strict=True))


def _refuse_twice(labels: pd.Index[Any], table: str, noun: str) -> None:
    if not labels.is_unique:
        twice = labels[labels.duplicated()][0]
        raise SchemaError(f'{table} has the {noun} "{twice}" twice. Each {noun} stands once.')
