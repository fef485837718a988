"""The statements of one text as a person goes through them: in which order, and which of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from narratives.comparison import Tables
from narratives.deciding import list_unchecked
from narratives.deciding.checked import WHOLE
from narratives.deciding.counting import by_hand
from narratives.editor.people import SILENT, differences
from narratives.review.corrections import added_id
from narratives.schema import ARTICLE, NARRATOR, UNNAMED, each, each_row, parse_spans, records_of
from narratives.telling.words import account_letter

ORDERS = {"doubt": "least sure first", "text": "as in the text"}
"""In which order statements are shown, with the words for it."""
FILTERS = {
    "all": "all statements",
    "open": "not yet decided",
    "unsure": "with an unsure bearing",
    "mine": "decided by me",
    "others": "decided by others",
    "differ": "where we differ",
    "out": "left out",
}
"""Which statements are shown, with the words for it. Accounts can be chosen too, by their id."""

ListedStatement = dict[str, Any]
NOBODY = "a voice that nobody names"


def list_statements(tables: Tables, document: str, log: pd.DataFrame) -> list[ListedStatement]:
    """List the statements of a text, those that were left out too, in the order of the text.

    Parameters
    ----------
    tables : Tables
    document : str
    log : DataFrame, columns ``review.REVIEW``
        The lines that hold.

    Returns
    -------
    list of dict
        ``id``; ``n``, from 1, in the order of the text; the spans ``source``, ``cue`` and
        ``content``; the words ``said`` and the speaker ``name``; ``out``: whether it was left
        out; ``by``: who decided anything about it, ``added``: who added it, ``whole``: whether a
        person accepted it, left it out or gave its words, ``set``: whether a person set its
        bearings; ``accounts``, the numbers of those that it bears on, ``marks``, the same for eyes,
        and ``bears``, for ears; ``unsure``: whether a bearing is; ``differ``: whether two persons
        do.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> rows = list_statements(nv.compare(case), "crocus", case.review)
    >>> rows[0]["id"], rows[0]["marks"], rows[0]["by"]
    ('crocus:0-48', 'A', ['first-reader'])
    """
    now = tables.statements[tables.statements["document_id"] == document]
    before = tables.drafted_statements
    before = before[(before["document_id"] == document) & ~before.index.isin(now.index)]
    letters = {str(name): n for n, name in enumerate(tables.narratives.index)}
    bears: dict[str, list[tuple[int, str]]] = {}
    for row in each(tables.bearings):
        if row.narrative_id in letters:
            bears.setdefault(row.statement_id, []).append((letters[row.narrative_id], row.stance))
    unsure = set(map(str, tables.unsure["statement_id"]))
    by: dict[str, dict[str, None]] = {}
    whole: dict[str, bool] = {}
    for line in each(log):
        if line.field not in SILENT:
            by.setdefault(str(line.target), {})[str(line.who)] = None
        if line.field in WHOLE:
            whole[str(line.target)] = True
    set_by_hand = by_hand(tables)
    differing = {told["target"] for told in differences(log, [*now.index, *before.index])}
    added = added_by(tables, log)
    rows = []
    for name, told, out in [
        *((str(n), t, False) for n, t in each_row(now)),
        *((str(n), t, True) for n, t in each_row(before)),
    ]:
        own = sorted(bears.get(name, []))
        rows.append(
            {
                "id": name,
                **{key: str(told[key]) for key in ("source", "cue", "content")},
                "name": speaker(tables, str(told["source_id"]), str(told["source_name"])),
                "said": " ".join(str(told["content_text"]).split()),
                "out": out,
                "by": list(dict.fromkeys([*filter(None, [added.get(name)]), *by.get(name, {})])),
                "added": added.get(name, ""),
                "whole": name in added or name in whole,
                "set": name in set_by_hand,
                "accounts": [] if out else [n + 1 for n, _ in own],
                "marks": ""
                if out
                else " ".join(("≠" if s == "disputes" else "") + account_letter(n) for n, s in own),
                "bears": "" if out else ", ".join(f"{s} {account_letter(n)}" for n, s in own),
                "unsure": name in unsure,
                "differ": name in differing,
            }
        )
    rows.sort(key=_place)
    return [{**row, "n": n} for n, row in enumerate(rows, 1)]


def added_by(tables: Tables, log: pd.DataFrame) -> dict[str, str]:
    """Return the statements that were added by hand, each with who added it."""
    found = {}
    for entry in (line for line in records_of(log) if line["field"] == "statement"):
        name = added_id(entry, tables.statements.index)
        if name in tables.statements.index and tables.statements.at[name, "method"] == "review":
            found[name] = str(entry["who"])
    return found


def speaker(tables: Tables, source: str, name: str) -> str:
    """Name a speaker as the register does, or as the text.

    Examples
    --------
    >>> import narratives as nv
    >>> speaker(nv.compare(nv.load_case("seeds/crocus-city-hall")), "narrator", "narrator")
    'the article itself'
    """
    if source in tables.sources.index:
        return str(tables.sources.at[source, "name"])
    if source in (NARRATOR, UNNAMED):
        return ARTICLE if source == NARRATOR else NOBODY
    return name


def letters_of(tables: Tables) -> dict[str, str]:
    """Return the letter of each account."""
    return {str(name): account_letter(n) for n, name in enumerate(tables.narratives.index)}


def doubts_of(tables: Tables) -> dict[str, tuple[float, str]]:
    """Return how doubtful each statement is, and why, by its most doubtful part.

    Returns
    -------
    dict of statement id to (doubt, why)
        Doubt from 0 to 1. What a person decided is not doubtful, and not among them.

    Examples
    --------
    >>> import narratives as nv
    >>> doubts = doubts_of(nv.compare(nv.load_case("seeds/crocus-city-hall"), draft=True))
    >>> bool(max(doubt for doubt, _ in doubts.values()) <= 1)
    True
    """
    table = list_unchecked(tables)
    table = table[table["kind"].isin(["statement", "bearings"]) & table["doubt"].notna()]
    found: dict[str, tuple[float, str]] = {}
    for row in each(table):
        if row.target not in found or found[row.target][0] < row.doubt:
            what = {"source_id": "who speaks", "bearings": "for or against"}.get(
                row.field, "whether it is a statement"
            )
            found[str(row.target)] = (float(row.doubt), f"{what}: {row.why}")
    return found


def arrange(
    rows: list[ListedStatement],
    doubts: Mapping[str, tuple[float, str]],
    *,
    order: str = "doubt",
    show: str = "all",
    who: str = "",
    accounts: Mapping[str, int] | None = None,
) -> list[ListedStatement]:
    """Choose statements by a filter and put them in an order.

    Parameters
    ----------
    rows : list of dict
        As :func:`list_statements` returns them.
    doubts : mapping
        As :func:`doubts_of` returns it.
    order : str
        A key of ``ORDERS``. What is least sure comes first; what is decided, or without a doubt
        that can be told, follows in the order of the text.
    show : str
        A key of ``FILTERS``, or the id of an account.
    who : str
        The name of the person who looks.
    accounts : mapping of str to int, optional
        The accounts by their ids, with their numbers from 1.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> row = {"out": False, "whole": False, "by": [], "unsure": False, "differ": False,
    ...        "accounts": []}
    >>> rows = [{"id": "a", **row}, {"id": "b", **row}, {"id": "c", **row, "by": ["ana"]}]
    >>> [r["id"] for r in arrange(rows, {"b": (0.4, ""), "a": (0.1, "")})]
    ['b', 'a', 'c']
    >>> [r["id"] for r in arrange(rows, {}, show="mine", who="ana")]
    ['c']
    """
    number = (accounts or {}).get(show)
    others = [[by for by in row["by"] if by != who] for row in rows]
    kept = [
        row
        for row, by in zip(rows, others, strict=True)
        if (number is not None and number in row["accounts"])
        or show == "all"
        or (show == "open" and not row["whole"] and not row["out"])
        or (show == "unsure" and row["unsure"] and not row["out"])
        or (show == "mine" and who in row["by"])
        or (show == "others" and by)
        or (show == "differ" and row["differ"])
        or (show == "out" and row["out"])
    ]
    if order == "doubt":
        kept.sort(key=lambda row: -doubts[row["id"]][0] if row["id"] in doubts else 1.0)
    return kept


def _place(row: ListedStatement) -> tuple[int, int]:
    spans = parse_spans(row["content"]) or parse_spans(row["cue"])
    return min(spans, default=(0, 0))
