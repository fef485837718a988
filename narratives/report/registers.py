"""Sources, tensions, loaded words, corrections and documents, as the page lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.report.escape import hidden_characters, mixed_words, tell_scripts
from narratives.report.language import written_in
from narratives.report.marked import Block
from narratives.report.statements import language_tag, link_numbers, list_stakes, origin_name
from narratives.schema import each, each_row
from narratives.telling.words import basis_word, unquoted

if TYPE_CHECKING:
    from narratives.comparison import Tables


MOST_WORDS = 20
"""Words of mixed scripts that are listed for one text."""


def list_sources(
    comparison: Tables,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
    decisions: Mapping[str, Sequence[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """Give one row for each source, registered or not."""
    statements = comparison.statements
    passed = _passed_on(comparison, numbers)
    known = list(comparison.sources.index)
    others = [s for s in dict.fromkeys(statements["source_id"]) if s not in known]
    rows = []
    for n, source in enumerate([*known, *others], start=1):
        own = statements[statements["source_id"] == source]
        registered = source in comparison.sources.index
        meta = comparison.sources.loc[source] if registered else None
        names = list(dict.fromkeys(own["source_name"])) if meta is None else [str(meta["name"])]
        if source in (schema.NARRATOR, schema.UNNAMED):
            names = ["the article itself" if source == schema.NARRATOR else "unnamed"]
        origin = str(meta["origin_id"]) if meta is not None else ""
        outside = meta["outside"] if meta is not None else ()
        aliases = meta["aliases"] if meta is not None else ()
        spelled = dict.fromkeys(name.casefold() for name in [*names, *aliases])
        rows.append(
            {
                "id": source,
                "anchor": f"q{n}",
                "origin_id": origin,
                "name": ", ".join(names) or "not in the register",
                "registered": registered,
                "kind": basis_word(str(meta["kind"])) if meta is not None else "",
                "origin": origin_name(comparison, origin),
                "stakes": list_stakes(comparison, source, accounts),
                "links": link_numbers(";".join(own.index), numbers),
                "passed": [n for name in spelled for n in passed.get(name, ())],
                "reasons": decisions.get(str(source), ()),
                "spellings": list(
                    dict.fromkeys(str(t) for t in own["source_text"] if t and t not in names)
                ),
                "reliability": ""
                if meta is None or pd.isna(meta["reliability"])
                else str(meta["reliability"]),
                "outside": list(outside) if isinstance(outside, (list, tuple)) else [],
            }
        )
    return rows


def _passed_on(comparison: Tables, numbers: Mapping[str, int]) -> dict[str, list[int]]:
    """Find the statements that came through an intermediary, by its words in the text."""
    passed: dict[str, list[int]] = {}
    for statement, row in each_row(comparison.statements):
        text = comparison.document(row["document_id"]).text
        for start, end in schema.parse_spans(str(row["chain"] or "")):
            words = " ".join(text[start:end].split()).casefold()
            passed.setdefault(words, []).append(numbers[str(statement)])
    return passed


def list_tensions(comparison: Tables, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """List the tensions with their words."""
    return [
        {
            "kind": row.kind.replace("_", " "),
            "why": row.why,
            "words": [
                unquoted(comparison.document(row.document_id).text[start:end])
                for start, end in schema.parse_spans(row.spans)
            ],
            "written": language_tag(written_in(comparison.document(row.document_id))),
            "links": link_numbers(row.statement_ids, numbers),
        }
        for row in each(comparison.tensions)
    ]


def list_loaded(comparison: Tables) -> list[dict[str, Any]]:
    """Read the table of loaded words, whatever further columns it has."""
    rows = []
    for n, row in enumerate(comparison.loaded_words.to_dict("records"), start=1):
        document = comparison.document(str(row["document_id"]))
        spans = schema.parse_spans(str(row.get("span") or row.get("spans") or ""))
        if not spans and "start" in row:
            spans = [(int(row["start"]), int(row["end"]))]
        rows.append(
            {
                "n": n,
                "document": document.document_id,
                "spans": spans,
                "words": schema.span_text(document.text, spans),
                "written": language_tag(written_in(document)),
                "why": "; ".join(
                    f"{str(key).replace('_', ' ')}: {value}"
                    for key, value in row.items()
                    if isinstance(value, str)
                    and value
                    and key not in ("document_id", "span", "spans", "word", "words", "text")
                ),
            }
        )
    return rows


def list_documents(comparison: Tables) -> list[dict[str, Any]]:
    """List what is known about each document."""
    return [
        {
            "id": d.document_id,
            **d.facts,
            "outside": d.outside,
            "read_from": dict(d.read_from),
            "original": d.original,
            "original_sha256": d.original_sha256,
        }
        for d in comparison.documents
    ]


def list_oddities(
    comparison: Tables, blocks: Mapping[str, Sequence[Block]]
) -> list[dict[str, Any]]:
    """List what a reader may not see in the texts: mixed scripts and hidden characters.

    Parameters
    ----------
    comparison : Comparison
    blocks : mapping of document id to its blocks

    Returns
    -------
    list of dict
        ``words`` for words of mixed scripts, empty for hidden characters; ``why``;
        ``number`` of times; ``block``, the number of the first place's block.
    """
    rows: list[dict[str, Any]] = []
    for document in comparison.documents:
        text = document.text
        places: dict[str, list[int]] = {}
        for start, end in mixed_words(text):
            places.setdefault(text[start:end], []).append(start)
        found = [(word, tell_scripts(word), at) for word, at in list(places.items())[:MOST_WORDS]]
        found += [("", name, at) for name, at in hidden_characters(text).items()]
        for word, why, at in found:
            block = next(
                (b for b in blocks[document.document_id] if b.start <= at[0] < b.end), None
            )
            rows.append(
                {
                    "words": word,
                    "why": why,
                    "number": len(at),
                    "block": block.number if block else None,
                }
            )
        if len(places) > MOST_WORDS:
            more = f"and {len(places) - MOST_WORDS} more words of mixed scripts"
            rows.append({"words": "", "why": more, "number": 1, "block": None})
    return rows
