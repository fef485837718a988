"""The addresses of a draft, kept beside its case, so that one decision needs no new draft.

Whether a decision fits hangs on what there is to decide: the statements of the texts, and the
items that they report. To draft them takes many seconds. They are kept in the case folder, in
``.narratives/addresses.json``, under a mark of all that they hang on: the texts, the case, the
version and each file of the program. What is torn, altered or made from anything else is not
read, and what is deleted is drafted again.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from narratives.documents.kept import keep_beside, load_beside, mark_in
from narratives.review import (
    apply_to_bearings,
    apply_to_cards,
    apply_to_copies,
    apply_to_items,
    apply_to_sources,
    apply_to_statements,
)
from narratives.review.checks import STATEMENT_ID
from narratives.review.fields import ITEM_FIELDS
from narratives.schema import BEARINGS, Case

if TYPE_CHECKING:
    from narratives.comparison import Tables

FILE = "addresses.json"
_TABLES = ("statements", "items", "reports", "matrix")
_SAID = ("target", "field", "value", "why")
_SHAPES_NOTHING = (
    *("status", "basis", "shown", "item", "rating", "credibility", "relevance"),
    *("reliability", "card", "sha256"),
)
"""Fields from which no item is formed. What a status leaves out is seen in the statements."""


class Addresses(NamedTuple):
    """What there was to decide on, before any decision about it.

    ``formed_from`` marks the statements and decisions from which the items were formed.
    """

    statements: pd.DataFrame
    items: pd.DataFrame
    reports: pd.DataFrame
    matrix: pd.DataFrame
    formed_from: str


def keep_addresses(case: Case, comparison: Tables) -> None:
    """Keep beside a case the addresses of its draft, and what the reader has read for it.

    Nothing is kept, and nothing said, where the folder cannot be written to: all goes on as it
    would without.

    Parameters
    ----------
    case : Case
        Read from a folder.
    comparison : Tables
        As ``compare`` returns it for this case with the reader that its settings ask for. Of
        tables that were made by other means nothing is kept.
    """
    if case.folder is None or not _is_drafted_alone(case) or comparison.unread:
        return
    from narratives.reading import keep_readings

    keep_readings(comparison.reader)
    formed = comparison.drafted_evidence
    if formed is None:
        return
    drafted = Addresses(
        comparison.drafted_statements, formed.items, formed.reports, formed.matrix, ""
    )
    # The mark is taken of what will be read again, not of what was written.
    found = _read(_write(drafted))
    mark = _formed_from(case.review, *_shaped(case, found)[:2])
    body = _write(drafted._replace(formed_from=mark))
    keep_beside(Path(case.folder), FILE, _hangs_on(case), body)


def load_addresses(case: Case) -> Addresses | None:
    """Return the addresses that were kept of this very case; None where there are none."""
    if case.folder is None or not _is_drafted_alone(case):
        return None
    body = load_beside(Path(case.folder), FILE, _hangs_on(case))
    return None if body is None else _read(body)


def judge_lines(case: Case, lines: Collection[int], known: Addresses) -> pd.DataFrame | None:
    """Say what becomes of lines of a review, as a comparison of the case would.

    Parameters
    ----------
    case : Case
    lines : collection of int
        Numbers of those lines of its review that are asked about.
    known : Addresses
        Those of this case.

    Returns
    -------
    DataFrame or None
        Columns ``schema.CORRECTIONS``, one row for each line that concerns something; ``draft``
        is not what the machine had. None where a line is about an item, and the items
        may be others by now.
    """
    review, names = case.review, [str(name) for name in case.narratives.index]
    statements, sources, told = _shaped(case, known)
    none = pd.DataFrame(columns=list(BEARINGS))
    told += [apply_to_bearings(none, review, statements, names)[1], apply_to_cards(review, names)]
    asked = review[review["line"].isin(list(lines))]
    pairs = zip(asked["target"], asked["field"], strict=True)
    if any(_is_about_items(str(target), str(name)) for target, name in pairs):
        if _formed_from(review, statements, sources) != known.formed_from:
            return None
        items = apply_to_items(known.items, known.reports, known.matrix, review, statements)
        told.append(items.corrections)
    return pd.concat(told, ignore_index=True)


def _is_drafted_alone(case: Case) -> bool:
    """Tell whether the program alone drafts; another reader may read otherwise tomorrow."""
    return not case.settings.get("reader")


def _is_about_items(target: str, name: str) -> bool:
    if STATEMENT_ID.match(target):
        return name in ("basis", "shown")
    return name in ITEM_FIELDS


def _shaped(case: Case, known: Addresses) -> tuple[pd.DataFrame, pd.DataFrame, list[pd.DataFrame]]:
    """Replay a review over statements and sources; return them and what became of the lines."""
    review = case.review
    sources, of_sources = apply_to_sources(case.sources, review, case.origins.index)
    statements, of_statements = apply_to_statements(
        known.statements, review, case.documents, sources
    )
    of_copies = apply_to_copies(review, [d.document_id for d in case.documents])[1]
    return statements, sources, [of_sources, of_statements, of_copies]


def _formed_from(review: pd.DataFrame, statements: pd.DataFrame, sources: pd.DataFrame) -> str:
    """Mark all that items are formed from, so far as decisions change it."""
    lines = review.loc[~review["field"].isin(_SHAPES_NOTHING), ["who", *_SAID]]
    return mark_in([_plain(statements), _plain(lines), _plain(sources[["origin_id"]])])


def _hangs_on(case: Case) -> list[Any]:
    tables = (case.narratives, case.sources, case.origins, case.stakes)
    texts = [asdict(document) for document in case.documents]
    return [texts, [_plain(table) for table in tables], dict(case.settings)]


def _plain(table: pd.DataFrame) -> dict[str, Any]:
    return {str(key): value for key, value in table.to_dict("split").items()}


def _write(addresses: Addresses) -> bytes:
    told: dict[str, Any] = {
        name: {**_plain(getattr(addresses, name)), "name": getattr(addresses, name).index.name}
        for name in _TABLES
    }
    told["formed_from"] = addresses.formed_from
    return json.dumps(told).encode("utf-8")


def _read(body: bytes) -> Addresses:
    told = json.loads(body)
    statements, items, reports, matrix = (_table(**told[name]) for name in _TABLES)
    return Addresses(statements, items, reports, matrix, told["formed_from"])


def _table(index: list[Any], columns: list[Any], data: list[Any], name: str | None) -> pd.DataFrame:
    return pd.DataFrame(data, index=pd.Index(index, name=name), columns=columns)
