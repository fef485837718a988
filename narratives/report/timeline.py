"""Several documents: which account each carries, and where each origin first speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives import schema
from narratives.documents.published import order_of_date
from narratives.report.accounts import Accounts, Numbers, origin_name
from narratives.schema import each, each_row

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class VersionRow:
    """One document against the accounts.

    Attributes
    ----------
    id : str
    n : int
        Its place in the case, from 1.
    title, publisher, published : str
    cells : list of (for, against)
        For each account the numbers of the statements that support it and that dispute it.
    first : list of str, or None
        The names of the origins that speak here and in no earlier row; None for a document
        without a date, which is never the first.
    """

    id: str
    n: int
    title: str
    publisher: str
    published: str
    cells: list[list[list[int]]]
    first: list[str] | None


def list_versions(comparison: Tables, numbers: Numbers, accounts: Accounts) -> list[VersionRow]:
    """Set the documents in the order of their dates against the accounts.

    Returns
    -------
    list of VersionRow
        Documents without a date stand last, in the order of the case.
    """
    documents = list(enumerate(comparison.documents, start=1))
    documents.sort(key=lambda pair: order_of_date(pair[1].published))
    sides: dict[tuple[str, str, str], list[int]] = {}
    home = comparison.statements["document_id"]
    for row in each(comparison.bearings):
        if row.statement_id in numbers and row.narrative_id in accounts:
            key = (str(home[row.statement_id]), row.narrative_id, row.stance)
            sides.setdefault(key, []).append(numbers[row.statement_id])
    origins: dict[str, list[str]] = {}
    for _, row in each_row(comparison.statements):
        name = origin_name(comparison, row["origin_id"])
        if name and name not in origins.setdefault(row["document_id"], []):
            origins[row["document_id"]].append(name)
    seen: set[str] = set()
    rows = []
    for n, document in documents:
        here = origins.get(document.document_id, [])
        undated = order_of_date(document.published)[0]
        rows.append(
            VersionRow(
                id=document.document_id,
                n=n,
                title=document.title,
                publisher=document.publisher,
                published=document.published,
                cells=[
                    [
                        sides.get((document.document_id, narrative, stance), [])
                        for stance in schema.STANCES[:2]
                    ]
                    for narrative in accounts
                ],
                first=None if undated else [name for name in here if name not in seen],
            )
        )
        if not undated:
            seen.update(here)
    return rows
