"""The statements and the marked texts, as the page shows them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.report.language import passage_language, written_in
from narratives.report.marked import Label, mark_text
from narratives.schema import each, each_row
from narratives.telling.deciding import Deciding, chance_in_words, falls_in_words
from narratives.telling.words import basis_word, shorten, unquoted

if TYPE_CHECKING:
    from narratives.comparison import Tables


MOST_READ = 120
"""Characters that are shown of what was read; the rest stands in the text."""


def list_statements(
    comparison: Tables,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
    decisions: Mapping[str, Sequence[dict[str, Any]]],
    deciding: Deciding | None = None,
) -> list[dict[str, Any]]:
    """Give one row for each statement, with the reasons for what was judged about it.

    With ``deciding``, a drafted bearing also has the words without which it falls.
    """
    bearings, unsure = (
        _by_statement(t, accounts) for t in (comparison.bearings, comparison.unsure)
    )
    not_read = set(comparison.looked.not_read)
    items: dict[str, list[str]] = defaultdict(list)
    for report in each(comparison.reports):
        items[report.statement_id].append(report.item_id)
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows = []
    for statement, row in each_row(comparison.statements):
        document = comparison.document(row["document_id"])
        text, usual = document.text, written_in(document)
        own, doubtful = bearings[str(statement)], unsure[str(statement)]
        decided = decisions.get(str(statement), ())
        told = [i for i in dict.fromkeys(items[str(statement)]) if i in order]
        rows.append(
            {
                "n": numbers[str(statement)],
                "id": statement,
                "document": row["document_id"],
                "written": language_tag(usual),
                "language": language_tag(passage_language(str(row["content_text"]), usual)),
                "source_id": row["source_id"],
                "source": row["source_text"],
                "source_name": _source_name(comparison, row),
                "origin": origin_name(comparison, row["origin_id"]),
                "origin_id": row["origin_id"],
                "cue": row["cue_text"],
                "content": unquoted(" ".join(str(row["content_text"]).split())),
                "kind": row["kind"],
                "strength": row["strength"],
                "words": unquoted(schema.span_text(text, row["strength_words"])),
                "polarity": row["polarity"],
                "chain": [
                    text[start:end] for start, end in schema.parse_spans(str(row["chain"] or ""))
                ],
                "bearings": [
                    {
                        "account": accounts[b.narrative_id],
                        "stance": b.stance,
                        "how": b.how,
                        "probability": b.probability,
                    }
                    for b in own
                ],
                "unsure": [
                    {
                        "account": accounts[b.narrative_id],
                        "side": _side(b),
                        "chance": chance_in_words(b.probability),
                    }
                    for b in doubtful
                ],
                "not_read": str(statement) in not_read,
                "deciding": _deciding_words(own, accounts, deciding),
                "implied": bool(own) and all(b.how == "implied" for b in own),
                "basis": _bases(comparison, {i: order[i] for i in told}),
                "stakes": list_stakes(comparison, row["source_id"], accounts),
                "doubts": _doubts(row),
                "reasons": _reasons([*own, *doubtful], decided, text, accounts),
                "decided": bool(decided),
                "changed": any(d["changes"] for d in decided),
            }
        )
    return rows


def _by_statement(
    table: pd.DataFrame, accounts: Mapping[str, dict[str, Any]]
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for bearing in each(table):
        if bearing.narrative_id in accounts and bearing.stance != "neutral":
            found[bearing.statement_id].append(bearing)
    return found


def _side(bearing: Any) -> str:
    return "against" if bearing.stance == schema.STANCES[1] else "for"


def _deciding_words(
    bearings: Sequence[Any], accounts: Mapping[str, dict[str, Any]], deciding: Deciding | None
) -> list[dict[str, Any]]:
    """List what the reader read of each drafted bearing, and the words that decided it."""
    explained = {} if deciding is None else deciding.found
    rows = []
    for bearing in bearings:
        found = explained.get((str(bearing.statement_id), str(bearing.narrative_id)))
        if found is not None:
            rows.append(
                {
                    "account": accounts[bearing.narrative_id],
                    "side": _side(bearing),
                    "chance": chance_in_words(found.probability),
                    "falls": falls_in_words(found),
                    "read": shorten(found.read, MOST_READ),
                    "terms": found.terms,
                }
            )
    return rows


def _bases(comparison: Tables, items: Mapping[str, int]) -> list[dict[str, Any]]:
    """List what the items rest on, those alike together."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item, number in items.items():
        meta = comparison.items.loc[item]
        found[basis_word(str(meta["basis"])), str(meta["shown"])].append(number)
    return [{"kind": kind, "shown": shown, "n": n} for (kind, shown), n in found.items()]


def _reasons(
    bearings: Sequence[Any],
    decided: Sequence[Mapping[str, Any]],
    text: str,
    accounts: Mapping[str, dict[str, Any]],
) -> list[Mapping[str, Any]]:
    """List each reason once: those of the bearings that the draft gives, then a person's."""
    by_hand = {decision["why"] for decision in decided}
    drafted: dict[str, list[Any]] = defaultdict(list)
    for bearing in bearings:
        drafted["" if bearing.why in by_hand else bearing.why].append(bearing)
    reasons: list[Mapping[str, Any]] = []
    for why, some in drafted.items():
        meant = dict.fromkeys(schema.span_text(text, b.antecedent) for b in some if b.antecedent)
        if why or meant:
            told = [accounts[b.narrative_id] for b in some] if why else []
            for narrative, account in accounts.items():
                why = why.replace(f"({narrative})", f"({account['letter']})")
            reasons.append({"accounts": told, "told": "", "why": why, "meant": list(meant)})
    return [*reasons, *decided]


def _doubts(row: Any) -> list[str]:
    doubts = []
    if row["inferred"]:
        doubts.append("source inferred: the sentence itself does not name it")
    if row["source_id"] == schema.UNNAMED:
        doubts.append("the text names no source")
    if row["source_id"] == "":
        doubts.append("source not in the register")
    names = [name for name in str(row["candidates"]).split(";") if name]
    if len(names) > 1:
        doubts.append(f"may be any of: {', '.join(names)}")
    flags = [flag.replace("_", " ") for flag in str(row["flags"]).split(";") if flag]
    # That a person was here is said with the reason, and is no doubt.
    doubts += [flag for flag in flags if flag != "by hand"]
    return doubts


def list_stakes(
    comparison: Tables, source: str, accounts: Mapping[str, dict[str, Any]]
) -> list[tuple[dict[str, Any], str]]:
    """List the accounts in which a source has a stake."""
    if source not in comparison.stakes.index:
        return []
    row = comparison.stakes.loc[source]
    return [
        (accounts[str(n)], "wants it believed" if row[n] > 0 else "wants it disbelieved")
        for n in row.index
        if not math.isnan(row[n]) and row[n] != 0 and str(n) in accounts
    ]


def _source_name(comparison: Tables, row: Any) -> str:
    if row["source_id"] in comparison.sources.index:
        return str(comparison.sources.at[row["source_id"], "name"])
    if row["source_id"] == schema.NARRATOR:
        return "the article itself"
    if row["source_id"] == schema.UNNAMED:
        return "unnamed"
    return str(row["source_name"])


def origin_name(comparison: Tables, origin: str) -> str:
    """Name an origin as readers know it, empty for the reserved ones."""
    if origin in comparison.origins.index:
        return str(comparison.origins.at[origin, "name"])
    return "" if origin in (schema.NARRATOR, schema.UNNAMED) else str(origin)


def mark_texts(
    comparison: Tables, rows: Sequence[dict[str, Any]], loaded: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Mark the text of every document."""
    labels = {row["id"]: _label(row) for row in rows}
    texts = []
    first = 1
    for document in comparison.documents:
        words = {w["n"]: w["spans"] for w in loaded if w["document"] == document.document_id}
        blocks = mark_text(
            document, comparison.segments, comparison.statements, labels, words, first
        )
        first += len(blocks)
        texts.append(
            {
                "id": document.document_id,
                "title": _heading(document),
                "language": language_tag(written_in(document)),
                "blocks": blocks,
                "furniture": [b for b in blocks if b.kind in schema.FURNITURE or not b.analyse],
            }
        )
    return texts


def _heading(document: schema.Document) -> str:
    """Choose a heading for a text: its title, unless the text begins with that."""
    title = " ".join(document.title.split())
    if title and " ".join(document.text[: len(title) + 80].split()).startswith(title):
        title = ""
    return title or document.publisher or document.document_id


def _label(row: Mapping[str, Any]) -> Label:
    marks = [
        ("" if b["stance"] == "supports" else "≠") + b["account"]["letter"] for b in row["bearings"]
    ]
    told = [f"{b['stance']} {b['account']['title']}" for b in row["bearings"]]
    note = [row["source_name"] or "no source", row["strength"] or "strength not judged", *told]
    return Label(
        row["n"],
        " ".join([str(row["n"]), *marks]),
        ", ".join(note),
        tuple(b["account"]["n"] for b in row["bearings"]),
    )


def link_numbers(ids: str, numbers: Mapping[str, int]) -> list[int]:
    """Turn statement ids joined by ";" into their numbers on the page."""
    return [numbers[i] for i in ids.split(";") if i in numbers]


def language_tag(code: str) -> str:
    """Return a language code that is fit for an attribute, or nothing."""
    pieces = code.split("-")
    fits = all(p.isascii() and p.isalnum() and len(p) <= 8 for p in pieces)
    return code if fits and 2 <= len(pieces[0]) <= 3 else ""
