"""The statements of a case as the person left them, and what is drafted anew on their words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from narratives import schema
from narratives.attribution import extract_statements
from narratives.documents import (
    CleanText,
    clean_document,
    find_quotations,
    quotation_kind,
    segment_rows,
    shadow,
)
from narratives.review import apply_to_statements
from narratives.review.corrections import added_id
from narratives.schema import Case, each, parse_spans, records_of
from narratives.sources import resolve_sources
from narratives.strength import rate_strength

_JUDGED = ("strength", "strength_words", "polarity")
_NEGATED = "negated_cue"
_Segmented = tuple[CleanText, str, list[schema.Span]]


def drafted_statements(case: Case, sources: pd.DataFrame) -> pd.DataFrame:
    """Draft the statements of a case, before any decision; they hang on no grade or decision."""
    return resolve_sources(extract_statements(case.documents, sources), sources, case.origins)


def reviewed_statements(
    case: Case,
    review: pd.DataFrame,
    sources: pd.DataFrame,
    drafted: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Draft the statements of a case and replay the person's review over them.

    Where the person corrected the words of a statement, the machine drafts on the
    corrected words what the person left to it: the entry of the register, kind,
    strength and polarity. What the person set stays as it was set.

    Returns
    -------
    statements : DataFrame with the columns ``STATEMENTS`` and ``RESOLVED_SOURCES``
    corrections : DataFrame, columns ``schema.CORRECTIONS``
    drafted : DataFrame, columns as those of ``statements``
        What the machine had before the review.
    """
    drafted = drafted_statements(case, sources) if drafted is None else drafted
    statements, corrections = apply_to_statements(drafted, review, case.documents, sources)
    set_by_hand: dict[str, set[str]] = {}
    for row in each(corrections):
        if row.status == "applied":
            set_by_hand.setdefault(row.target, set()).add(row.field)
    named = [s for s in statements.index if "source_name" in set_by_hand.get(str(s), ())]
    statements = _resolve_again(statements, sources, case.origins, named)
    statements = _judge_again(statements, set_by_hand, case)
    statements = _judge_added(statements, review, case)
    origins = [
        _origin(str(source), str(origin), sources)
        for source, origin in zip(statements["source_id"], statements["origin_id"], strict=True)
    ]
    statements["origin_id"] = pd.Series(origins, index=statements.index, dtype="str")
    return statements, corrections, drafted


def _origin(source: str, origin: str, sources: pd.DataFrame) -> str:
    """Return the origin of a source, which a correction by hand may have changed."""
    if source in sources.index:
        return str(sources.at[source, "origin_id"])
    if source in (schema.NARRATOR, schema.UNNAMED):
        return source
    return origin if source else ""


def _resolve_again(
    statements: pd.DataFrame, sources: pd.DataFrame, origins: pd.DataFrame, by_name: list[str]
) -> pd.DataFrame:
    """Look up in the register the sources whose words, or names (``by_name``), a person gave."""
    named = (statements["source_id"] == "") & (statements["resolved_by"] == "review")
    if not named.any():
        return statements
    told = statements[named].copy()
    # A person's name for a speaker stands for itself; the words of the text may name another.
    told.loc[told.index.isin(by_name), "source_text"] = ""
    found = resolve_sources(told, sources, origins)
    again = statements.copy()
    for column in ("source_id", "origin_id", "candidates"):
        again.loc[named, column] = found[column]
    return again


def _judge_again(
    statements: pd.DataFrame, set_by_hand: dict[str, set[str]], case: Case
) -> pd.DataFrame:
    """Read kind, strength and polarity off corrected words, where no person set them."""
    moved = [str(s) for s in statements.index if set_by_hand.get(str(s), set()) & set(schema.ROLES)]
    if not moved:
        return statements
    plain = statements.assign(flags=statements["flags"].map(_without_negation))
    # A statement may take its strength from one before it in its text, and from no other text.
    texts = set(statements["document_id"].loc[moved])
    documents = [document for document in case.documents if document.document_id in texts]
    judged = rate_strength(plain[plain["document_id"].isin(list(texts))], documents)
    again = statements.copy()
    for column in (*_JUDGED, "flags"):
        anew = {s: str(judged.at[s, column]) for s in moved if column not in set_by_hand[s]}
        again[column] = _put(again[column], anew)
    left = [s for s in moved if "content" in set_by_hand[s] and "kind" not in set_by_hand[s]]
    homes = {s: str(statements.at[s, "document_id"]) for s in left}
    segmented = {home: _read_segments(case.document(home)) for home in set(homes.values())}
    kinds = {s: _kind(segmented[homes[s]], str(statements.at[s, "content"])) for s in left}
    again["kind"] = _put(again["kind"], kinds)
    return again


def _put(column: pd.Series, anew: Mapping[str, str]) -> pd.Series:
    """Return a column of words with others for some statements."""
    words = [anew.get(str(name), was) for name, was in column.items()]
    return pd.Series(words, index=column.index, dtype="str")


def _judge_added(statements: pd.DataFrame, review: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Read off its words what the person who added a statement did not say of it."""
    given = {
        added_id(entry, statements.index): entry["value"]
        for entry in records_of(review)
        if entry["field"] == "statement"
    }
    bare = statements.index[
        (statements["method"] == "review") & (statements["strength"] == "")
    ].intersection(list(given))
    if not len(bare):
        return statements
    judged = rate_strength(statements.loc[bare], case.documents)
    again = statements.copy()
    for name in bare:
        for column in _JUDGED:
            if not given[name].get(column):
                again.loc[name, column] = judged.loc[name, column]
    return again


def _without_negation(flags: str) -> str:
    return ";".join(flag for flag in flags.split(";") if flag != _NEGATED)


def _read_segments(document: schema.Document) -> _Segmented:
    """Return the way to a text as it is read, that text, and the spans of its segments."""
    read, clean = clean_document(document)
    text = shadow(read.text)
    return clean, text, [(start, end) for start, end, *_ in segment_rows(read, text)]


def _kind(segmented: _Segmented, content: str) -> str:
    """Tell whether corrected words are quoted whole, in part, or not at all."""
    clean, text, segments = segmented
    spans = parse_spans(clean.spans_forth(content))
    quotations = [
        quotation
        for segment in segments
        if schema.overlap([segment], spans)
        for quotation in find_quotations(text, *segment)
    ]
    return quotation_kind(spans, quotations)
