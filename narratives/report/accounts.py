"""How the page names what it shows: letters of accounts, numbers of statements and items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives.schema import NARRATOR, UNNAMED, each_row
from narratives.telling.words import account_letter

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class AccountKey:
    """An account as the page names it: by a number, a letter and a title.

    Attributes
    ----------
    n : int
        From 1; the place of its card on the page is ``a1`` and on.
    letter : str
        "A" and on; the number where letters are not enough.
    title, statement : str
    """

    n: int
    letter: str
    title: str
    statement: str


Accounts = Mapping[str, AccountKey]
"""Narrative ids to their accounts, in the order of the case."""
Numbers = Mapping[str, int]
"""Statement ids to their numbers on the page, from 1."""


def key_accounts(comparison: Tables) -> Accounts:
    """Give each narrative its number and letter.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> [f"{key.letter}: {key.title}" for key in key_accounts(comparison).values()]
    ['A: ISIS did it', 'B: A Ukrainian trace', 'C: A Russian false flag']
    """
    return {
        str(narrative): AccountKey(n, account_letter(n - 1), row["title"], row["statement"])
        for n, (narrative, row) in enumerate(each_row(comparison.narratives), start=1)
    }


def number_statements(comparison: Tables) -> Numbers:
    """Give each statement its number, in the order of the table."""
    return {str(s): n for n, s in enumerate(comparison.statements.index, start=1)}


def number_items(comparison: Tables) -> dict[str, int]:
    """Give each evidence item its number, in the order of the table."""
    return {str(i): n for n, i in enumerate(comparison.items.index, start=1)}


def link_numbers(ids: str | Iterable[str], numbers: Numbers) -> list[int]:
    """Turn statement ids, a list or joined by ";", into their numbers on the page.

    Examples
    --------
    >>> link_numbers("a:0-4;b:2-9;gone:1-2", {"a:0-4": 1, "b:2-9": 2})
    [1, 2]
    """
    listed = ids.split(";") if isinstance(ids, str) else ids
    return [numbers[i] for i in listed if i in numbers]


def origin_name(comparison: Tables, origin: str) -> str:
    """Name an origin as readers know it, empty for the reserved ones."""
    if origin in comparison.origins.index:
        return str(comparison.origins.at[origin, "name"])
    return "" if origin in (NARRATOR, UNNAMED) else str(origin)


def list_stakes(
    comparison: Tables, source: str, accounts: Accounts
) -> list[tuple[AccountKey, str]]:
    """List the accounts in which a source has a stake."""
    if source not in comparison.stakes.index:
        return []
    row = comparison.stakes.loc[source]
    return [
        (accounts[str(n)], "wants it believed" if row[n] > 0 else "wants it disbelieved")
        for n in row.index
        if row[n] == row[n] and row[n] != 0 and str(n) in accounts
    ]
