"""The texts of a case beside each other on the page: copies, claims through time, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from narratives.comparison.across import linked_pairs
from narratives.copies import TextPair, find_changes
from narratives.report.accounts import AccountKey, Accounts, Numbers
from narratives.report.escape import isolate
from narratives.schema import Document, each
from narratives.schema.spans import unquoted
from narratives.telling.crossing import (
    FirstHeard,
    NumberStep,
    list_first_heard,
    list_numbers,
    name_tables,
    write_when,
)
from narratives.telling.lineage import (
    RELATIONS,
    STANDINGS,
    LineageRow,
    alone_in_words,
    folded_in_words,
    lay_lineage,
)
from narratives.telling.words import basis_word

if TYPE_CHECKING:
    import pandas as pd

    from narratives.comparison import Tables

MOST_ROWS = 200
"""Texts in the trees of the page; the table of the copies has all."""
MOST_PAIRS = 60
"""Pairs of texts that open word for word on the page."""
MOST_NAMES = 12
"""Publishers that have a column of their own in the table of names; the rest share one."""
MOST_WORDS = 4_000
"""Code points of one side of a pair that are shown."""


@dataclass(frozen=True)
class PassagePair:
    """A passage and its copy, word for word: same as it is, changed words marked."""

    kind: str
    before: Markup
    after: Markup


@dataclass(frozen=True)
class LineageLine:
    """A row of the trees of copies, with its passages where they open."""

    row: LineageRow
    n: int
    told: str
    when: str
    changes: list[tuple[str, str, str]]
    passages: list[PassagePair]


@dataclass(frozen=True)
class TimeLine:
    """An account with its first appearances."""

    account: AccountKey
    rows: list[tuple[FirstHeard, int, str]]


@dataclass(frozen=True)
class RiseLine:
    """What is put more firmly later: statements by their numbers."""

    account: AccountKey
    name: str
    way: str
    before: tuple[str, str, int]
    after: tuple[str, str, int]
    new_basis: str


@dataclass(frozen=True)
class NameTable:
    """What one thing is called: words as rows, publishers or accounts as columns."""

    columns: list[str]
    rows: list[tuple[str, str, list[int]]]


@dataclass(frozen=True)
class Across:
    """All that the page says across several texts."""

    folded: str
    alone: str
    more: int
    lines: list[LineageLine]
    times: list[TimeLine]
    rises: list[RiseLine]
    numbers: list[tuple[str, list[tuple[NumberStep, str]]]]
    by_publisher: NameTable
    by_account: NameTable


def list_across(
    comparison: Tables, numbers: Numbers, accounts: Accounts, places: dict[str, int]
) -> Across:
    """Gather what the page says across several texts.

    Parameters
    ----------
    comparison : Comparison
    numbers, accounts
        As the page names statements and accounts.
    places : dict of a document to its number on the page

    Returns
    -------
    Across
    """
    rows = lay_lineage(comparison)
    documents = {d.document_id: d for d in comparison.documents}
    linked = linked_pairs(comparison.text_pairs, comparison.copy_links)[:MOST_PAIRS]
    pairs = {frozenset((pair.first, pair.second)): pair for pair in linked}
    sources = {link.document_id: link.source_id for link in comparison.copy_links}
    by_publisher, by_account = name_tables(comparison)
    return Across(
        folded=folded_in_words(comparison),
        alone=alone_in_words(comparison, rows),
        more=max(0, len(rows) - MOST_ROWS),
        lines=[
            _line(
                row,
                places,
                documents,
                pairs.get(frozenset((row.document_id, sources.get(row.document_id, "")))),
            )
            for row in rows[:MOST_ROWS]
        ],
        times=[
            TimeLine(
                accounts[narrative],
                [(one, numbers[one.statement_id], write_when(one.at)) for one in found],
            )
            for narrative, found in list_first_heard(comparison).items()
            if narrative in accounts
        ],
        rises=[
            RiseLine(
                accounts[rise.narrative_id],
                rise.name,
                rise.way,
                (rise.before_strength, unquoted(rise.before_words), numbers[rise.before]),
                (rise.after_strength, unquoted(rise.after_words), numbers[rise.after]),
                ", ".join(map(basis_word, rise.new_basis.split(";"))),
            )
            for rise in each(comparison.rises)
            if rise.narrative_id in accounts
        ],
        numbers=[
            (thing, [(step, write_when(step.at)) for step in steps])
            for thing, steps in list_numbers(comparison).items()
        ],
        by_publisher=_names(by_publisher),
        by_account=_names(by_account),
    )


def _line(
    row: LineageRow,
    places: dict[str, int],
    documents: dict[str, Document],
    pair: TextPair | None,
) -> LineageLine:
    told = ""
    if row.standing:
        told = f"{RELATIONS[row.relation]}, {STANDINGS[row.standing]}: {row.why}"
    changes: list[tuple[str, str, str]] = []
    passages: list[PassagePair] = []
    if pair is not None:
        first, second = documents[pair.first].text, documents[pair.second].text
        changes = [(c.kind, c.before, c.after) for c in find_changes(pair, first, second)]
        passages = show_passages(pair, documents[pair.first], documents[pair.second])
    return LineageLine(
        row, places.get(row.document_id, 0), told, write_when(row.when) if row.when else "",
        changes, passages,
    )  # fmt: skip


def show_passages(pair: TextPair, first: Document, second: Document) -> list[PassagePair]:
    """Write the passages of a pair word for word, with what changed marked as left out or added.

    All text is escaped.

    Examples
    --------
    >>> from narratives.copies import find_copies
    >>> a = "Police said the explosion at the mill near Orlov killed 12 men on that one day."
    >>> b = "Police said the attack at the mill near Orlov killed 15 men on that one day."
    >>> texts = [Document("a", a), Document("b", b)]
    >>> [shown] = show_passages(find_copies(texts)[0], *texts)
    >>> shown.after[:50]
    Markup('Police said the <ins>attack</ins> at the mill near')
    """
    shown = []
    for passage in pair.passages:
        before = _marked(first.text, passage.first, [(s[0], s[1]) for s in passage.steps], "del")
        after = _marked(second.text, passage.second, [(s[0], s[2]) for s in passage.steps], "ins")
        shown.append(PassagePair(passage.kind, before, after))
    return shown


def _marked(
    text: str, place: tuple[int, int], steps: list[tuple[str, tuple[int, int]]], tag: str
) -> Markup:
    pieces = []
    at, end = place[0], min(place[1], place[0] + MOST_WORDS)
    for kind, (start, stop) in steps:
        if kind == "equal" or start >= stop or start >= end:
            continue
        pieces.append(isolate(text[at:start]))
        pieces.append(Markup(f"<{tag}>{{}}</{tag}>").format(isolate(text[start : min(stop, end)])))
        at = min(stop, end)
    pieces.append(isolate(text[at:end]))
    if place[1] > end:
        pieces.append(Markup(" …"))
    return Markup("").join(pieces)


def _names(table: pd.DataFrame) -> NameTable:
    kept = table.loc[:, table.sum() > 0] if len(table) else table
    if len(kept.columns) > MOST_NAMES:
        ranked = kept.sum().sort_values(ascending=False, kind="stable").index
        others = kept[ranked[MOST_NAMES - 1 :]].sum(axis=1)
        kept = kept[ranked[: MOST_NAMES - 1]].assign(others=others)
    return NameTable(
        [str(column) for column in kept.columns],
        [
            (str(thing), str(word), [int(n) for n in counts])
            for (thing, word), counts in zip(kept.index, kept.to_numpy().tolist(), strict=True)
        ]
        if len(kept)
        else [],
    )
