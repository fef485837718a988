"""What is wrong with tables that a person made, all at once: a misspelt name is not passed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from narratives.schema import RELIABILITIES, REPORTS, SOURCES, SchemaError, require_columns

_SHOWN = 8


def check_given(
    matrix: pd.DataFrame,
    reports: pd.DataFrame,
    sources: pd.DataFrame,
    stakes: pd.DataFrame | None,
    weights: pd.Series[float] | None,
    titles: Mapping[str, str],
    labels: Mapping[str, str],
) -> None:
    """Refuse tables in which a name leads nowhere, is empty, or a grade is none.

    Parameters
    ----------
    matrix, reports, sources, stakes, weights, titles, labels
        As :func:`narratives.compare_tables` takes them.

    Raises
    ------
    SchemaError
        With a line for each thing that is wrong.
    """
    kinds: tuple[tuple[str, object, type], ...] = (
        ("matrix", matrix, pd.DataFrame),
        ("reports", reports, pd.DataFrame),
        ("sources", sources, pd.DataFrame),
        ("stakes", stakes, pd.DataFrame),
        ("weights", weights, pd.Series),
    )
    for name, table, kind in kinds:
        if table is not None and not isinstance(table, kind):
            raise SchemaError(f"{name} is a {type(table).__name__}. Give a pandas {kind.__name__}.")
    require_columns(reports, ("item_id", "source_id"), "reports")
    items, accounts = _ids(matrix.index), _ids(matrix.columns)
    known = _ids(sources.index)
    wrong = [
        *_empty("matrix", "item", matrix.index),
        *_empty("matrix", "narrative", matrix.columns),
        *_empty("sources", "source", sources.index),
        *_twice("sources", "source", sources.index),
        *_lost("reports name", "item", reports["item_id"], items, "the matrix"),
        *_lost("reports name", "source", reports["source_id"], known, "sources"),
        *_lost("titles name", "narrative", titles, accounts, "the matrix"),
        *_lost("labels name", "item", labels, items, "the matrix"),
        *_columns("reports", reports, REPORTS),
        *_columns("sources", sources, SOURCES),
        *_origins(reports),
        *_grades(sources),
    ]
    if not accounts:
        wrong.append("matrix has no narratives. Give it a column for each account.")
    if "copied_from" in reports:
        told = [copied for copied in reports["copied_from"] if not pd.isna(copied) and copied != ""]
        # In the tables of a case the statement is named that another repeats.
        statements = _ids(reports["statement_id"]) if "statement_id" in reports else []
        wrong += _lost("copied_from names", "source", told, [*known, *statements], "sources")
    if weights is not None:
        wrong += _lost("weights name", "item", weights.index, items, "the matrix")
        wrong += _numbers("weights", "item", weights)
    if stakes is not None:
        wrong += _lost("stakes name", "source", stakes.index, known, "sources")
        wrong += _lost("stakes name", "narrative", stakes.columns, accounts, "the matrix")
        wrong += _twice("stakes", "source", stakes.index)
        wrong += _twice("stakes", "narrative", stakes.columns)
        for narrative in dict.fromkeys(stakes.columns):
            column = stakes.loc[:, stakes.columns == narrative].iloc[:, 0]
            wrong += _numbers(f'stakes, narrative "{narrative}"', "source", column)
    if wrong:
        raise SchemaError("\n".join(wrong))


def _ids(names: Collection[object]) -> list[str]:
    return [str(name) for name in names]


def _twice(table: str, what: str, labels: pd.Index) -> list[str]:
    return [
        f'{table}: {what} "{name}" stands there twice. Each stands once: leave one out.'
        for name in dict.fromkeys(_ids(labels[labels.duplicated()]))
    ]


def _empty(table: str, what: str, names: Collection[object]) -> Iterator[str]:
    for n, name in enumerate(names, start=1):
        if pd.isna(name) or not str(name).strip():  # type: ignore[call-overload]
            yield f"{table}: {what} {n} has no name. Give each {what} an id, such as “{what}-{n}”."


def _lost(
    begin: str, what: str, names: Collection[object], known: list[str], place: str
) -> Iterator[str]:
    there = set(known)
    for name in dict.fromkeys(map(str, names)):
        if name not in there:
            more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
            yield (
                f'{begin} the {what} "{name}", which is not in {place}. '
                f"Known: {', '.join(known[:_SHOWN])}{more}."
            )


def _columns(table: str, given: pd.DataFrame, known: tuple[str, ...]) -> Iterator[str]:
    for column in given.columns:
        if column not in known:
            yield f'{table} has the column "{column}". Allowed: {", ".join(known)}.'


def _origins(reports: pd.DataFrame) -> Iterator[str]:
    for n, origin in enumerate(reports.get("origin_id", ()), start=1):
        if not isinstance(origin, str) and not pd.isna(origin):
            yield (
                f"reports, row {n}: origin_id {origin!r} is not a text. "
                "Give the name of an origin, or leave it empty where it is not known."
            )


def _grades(sources: pd.DataFrame) -> Iterator[str]:
    for source, grade in zip(sources.index, sources.get("reliability", ()), strict=False):
        if not pd.isna(grade) and grade not in ("", *RELIABILITIES):
            yield (
                f'sources, source "{source}": reliability {grade!r} is not a grade. '
                f"Use {', '.join(RELIABILITIES)}, or leave it empty."
            )


def _numbers(place: str, what: str, values: pd.Series) -> Iterator[str]:
    read = pd.to_numeric(values, errors="coerce")
    for name, value, number in zip(values.index, values, read, strict=True):
        if pd.isna(number) and not pd.isna(value) and value != "":
            yield f'{place}, {what} "{name}": {value!r} is not a number.'
