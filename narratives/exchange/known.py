"""The formats that are offered, and which one a file has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from narratives.exchange import (
    achz,
    brat,
    cas,
    claim_review,
    columns,
    decided,
    intel_workbench,
    label_studio,
    misp,
    ratings,
    stix,
    web_annotation,
    workbook,
)
from narratives.exchange.formats import FileFormat
from narratives.exchange.opening import read_json
from narratives.schema import NarrativesError, SchemaError

FORMATS: tuple[FileFormat, ...] = (
    web_annotation.FORMAT,
    brat.FORMAT,
    label_studio.FORMAT,
    ratings.FORMAT,
    achz.FORMAT,
    intel_workbench.FORMAT,
    workbook.FORMAT,
    stix.FORMAT,
    claim_review.FORMAT,
    columns.DUCKDB,
    columns.PARQUET,
    cas.FORMAT,
    misp.FORMAT,
    decided.FORMAT,
)


def format_named(name: str) -> FileFormat:
    """Return a format by its name.

    Examples
    --------
    >>> format_named("web-annotation").name
    'web-annotation'
    >>> format_named("docx")
    Traceback (most recent call last):
    narratives.schema.SchemaError: format "docx" is not known. Known: ...
    """
    for one in FORMATS:
        if one.name == name:
            return one
    raise SchemaError(f'format "{name[:40]}" is not known. Known: {_names(FORMATS)}.')


def format_of(path: Path) -> FileFormat:
    """Tell which format a file has, from its name and what is in it.

    Raises
    ------
    NarrativesError
        If it is none of those that are read.
    """
    readable = [one for one in FORMATS if one.read is not None]
    content: Any = None
    if path.suffix.lower() in (".json", ".jsonld"):
        content = read_json(path)
    for one in readable:
        if one.recognise is not None and one.recognise(path, content):
            return one
    if content is not None:
        found = json.dumps(content, ensure_ascii=False)[:60]
        told = f"it begins with {found}"
    else:
        told = f'its name ends in "{path.suffix}"'
    raise NarrativesError(
        f"{path}: this is none of the formats that are read ({told}). Sheets end in .xlsx or .csv, "
        "a review in .jsonl, what the page saves in .json. For another, name its format, by "
        f"narratives import --from or by format=: {_names(readable)}."
    )


def _names(formats: Sequence[FileFormat]) -> str:
    return ", ".join(one.name for one in formats)
