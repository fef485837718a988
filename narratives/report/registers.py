"""Sources, tensions, loaded words, corrections and documents, as the page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from narratives import schema
from narratives.report.accounts import (
    AccountKey,
    Accounts,
    Numbers,
    link_numbers,
    list_stakes,
    origin_name,
)
from narratives.report.decisions import Decision, Reason, reasons_of
from narratives.report.escape import hidden_characters, mixed_words, tell_scripts
from narratives.report.language import language_tag, written_in
from narratives.report.marked import Block
from narratives.schema import each, each_row
from narratives.schema.spans import unquoted
from narratives.sources.listing import is_speaker
from narratives.telling.words import basis_word

if TYPE_CHECKING:
    from narratives.comparison import Tables


UNKNOWN = "not in the register"
NO_SPEAKER = "a text, or only pointed at"
"""What is said of a source such as "the report" or "those on board": no register need have it."""
MOST_WORDS = 20
"""Words of mixed scripts that are listed for one text."""


@dataclass(frozen=True)
class SourceRow:
    """One source on the page.

    Attributes
    ----------
    id, anchor, origin_id, name, kind, origin : str
    note : str
        Why it has no line in the register; empty where it has one.
    stakes : list of (AccountKey, word)
    links, passed : list of int
        Its own statements, and those that it passed on.
    reasons : list of Reason
    spellings : list of str
        How the text calls it otherwise.
    reliability : str
        The grade that a person gave; empty where it was not judged.
    outside : list of str
    """

    id: str
    anchor: str
    origin_id: str
    name: str
    note: str
    kind: str
    origin: str
    stakes: list[tuple[AccountKey, str]]
    links: list[int]
    passed: list[int]
    reasons: list[Reason]
    spellings: list[str]
    reliability: str
    outside: list[str]


@dataclass(frozen=True)
class TensionRow:
    """A tension with its words, and the language that they are written in."""

    kind: str
    why: str
    words: list[str]
    written: str
    links: list[int]


@dataclass(frozen=True)
class LoadedRow:
    """Loaded words: where they stand, and what the list says of them."""

    n: int
    document: str
    spans: list[schema.Span]
    words: str
    written: str
    why: str


@dataclass(frozen=True)
class LoadedLine:
    """The same loaded words, of which the list says the same, with all their places."""

    words: str
    written: str
    why: str
    places: list[int]


@dataclass(frozen=True)
class DocumentFacts:
    """What is known about a document: its ``facts``, and what its text does not give.

    ``read_from`` tells where on the page a fact stood, ``original`` from which file the text is.
    """

    id: str
    facts: dict[str, str | int]
    outside: tuple[str, ...]
    read_from: dict[str, str]
    original: str
    original_sha256: str


@dataclass(frozen=True)
class OddityRow:
    """What a reader may not see: a word of mixed scripts, or hidden characters (no ``words``)."""

    words: str
    why: str
    number: int = 1
    block: int | None = None


def list_sources(
    comparison: Tables,
    numbers: Numbers,
    accounts: Accounts,
    decisions: Mapping[str, Sequence[Decision]],
) -> list[SourceRow]:
    """Give one row for each source, registered or not."""
    statements = comparison.statements
    passed = _passed_on(comparison, numbers)
    known = list(comparison.sources.index)
    others = [s for s in dict.fromkeys(statements["source_id"]) if s not in known]
    none = statements.index[
        [
            source == "" and not is_speaker(str(name), str(way))
            for source, name, way in zip(
                *(statements[c] for c in ("source_id", "source_name", "resolved_by")), strict=True
            )
        ]
    ]
    nobody, speakers = statements.loc[none], statements.drop(none)
    told = [
        (source, "" if source in (*known, schema.NARRATOR, schema.UNNAMED) else UNKNOWN)
        for source in [*known, *others]
        if source or (speakers["source_id"] == "").any()
    ]
    told += [("", NO_SPEAKER)] if len(none) else []
    rows = []
    for n, (source, note) in enumerate(told, start=1):
        own = nobody if note == NO_SPEAKER else speakers
        own = own[own["source_id"] == source]
        meta = comparison.sources.loc[source] if source in comparison.sources.index else None
        names = list(dict.fromkeys(own["source_name"])) if meta is None else [str(meta["name"])]
        if source in (schema.NARRATOR, schema.UNNAMED):
            names = [schema.ARTICLE if source == schema.NARRATOR else "unnamed"]
        origin = str(meta["origin_id"]) if meta is not None else ""
        outside = meta["outside"] if meta is not None else ()
        aliases = meta["aliases"] if meta is not None else ()
        spelled = dict.fromkeys(name.casefold() for name in [*names, *aliases])
        rows.append(
            SourceRow(
                id=str(source),
                anchor=f"q{n}",
                origin_id=origin,
                name=", ".join(names) or "not in the register",
                note=note,
                kind=basis_word(str(meta["kind"])) if meta is not None else "",
                origin=origin_name(comparison, origin),
                stakes=list_stakes(comparison, source, accounts),
                links=link_numbers(own.index, numbers),
                passed=[n for name in spelled for n in passed.get(name, ())],
                reasons=reasons_of(decisions.get(str(source), ())),
                spellings=list(
                    dict.fromkeys(str(t) for t in own["source_text"] if t and t not in names)
                ),
                reliability=""
                if meta is None or pd.isna(meta["reliability"])
                else str(meta["reliability"]),
                outside=list(outside) if isinstance(outside, (list, tuple)) else [],
            )
        )
    return rows


def _passed_on(comparison: Tables, numbers: Numbers) -> dict[str, list[int]]:
    """Find the statements that came through an intermediary, by its words in the text."""
    passed: dict[str, list[int]] = {}
    for statement, row in each_row(comparison.statements):
        text = comparison.document(row["document_id"]).text
        for start, end in schema.parse_spans(str(row["chain"] or "")):
            words = " ".join(text[start:end].split()).casefold()
            passed.setdefault(words, []).append(numbers[str(statement)])
    return passed


def list_tensions(comparison: Tables, numbers: Numbers) -> list[TensionRow]:
    """List the tensions with their words."""
    return [
        TensionRow(
            kind=row.kind.replace("_", " "),
            why=row.why,
            words=[
                unquoted(comparison.document(row.document_id).text[start:end])
                for start, end in schema.parse_spans(row.spans)
            ],
            written=language_tag(written_in(comparison.document(row.document_id))),
            links=link_numbers(row.statement_ids, numbers),
        )
        for row in each(comparison.tensions)
    ]


def join_loaded(rows: Iterable[LoadedRow]) -> list[LoadedLine]:
    """Say of words that occur again only where, in the order of their first place."""
    lines: dict[tuple[str, str, str], LoadedLine] = {}
    for row in rows:
        key = (row.words, row.written, row.why)
        lines.setdefault(key, LoadedLine(*key, [])).places.append(row.n)
    return list(lines.values())


def list_loaded(comparison: Tables) -> list[LoadedRow]:
    """Read the table of loaded words, whatever further columns it has."""
    rows = []
    for n, row in enumerate(comparison.loaded_words.to_dict("records"), start=1):
        document = comparison.document(str(row["document_id"]))
        spans = schema.parse_spans(str(row.get("span") or row.get("spans") or ""))
        if not spans and "start" in row:
            spans = [(int(row["start"]), int(row["end"]))]
        rows.append(
            LoadedRow(
                n=n,
                document=document.document_id,
                spans=spans,
                words=schema.span_text(document.text, spans),
                written=language_tag(written_in(document)),
                why="; ".join(
                    f"{str(key).replace('_', ' ')}: {value}"
                    for key, value in row.items()
                    if isinstance(value, str)
                    and value
                    and key not in ("document_id", "span", "spans", "word", "words", "text")
                ),
            )
        )
    return rows


def list_documents(comparison: Tables) -> list[DocumentFacts]:
    """List what is known about each document."""
    return [
        DocumentFacts(
            d.document_id, d.facts, d.outside, dict(d.read_from), d.original, d.original_sha256
        )
        for d in comparison.documents
    ]


def list_oddities(comparison: Tables, blocks: Mapping[str, Sequence[Block]]) -> list[OddityRow]:
    """List what a reader may not see in the texts: mixed scripts and hidden characters.

    Parameters
    ----------
    comparison : Comparison
    blocks : mapping of document id to its blocks

    Returns
    -------
    list of OddityRow
        ``number`` of times, and ``block``, the number of the first place's block.
    """
    rows = []
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
            rows.append(OddityRow(word, why, len(at), block.number if block else None))
        if len(places) > MOST_WORDS:
            more = f"and {len(places) - MOST_WORDS} more words of mixed scripts"
            rows.append(OddityRow("", more))
    return rows
