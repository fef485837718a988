"""What a statement rests on: its kind of basis, and whether the text names a thing to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import pandas as pd

from narratives.documents import clean_statements
from narratives.evidence.own_words import OwnWords, find_own_words
from narratives.lexicon import load_lexicon
from narratives.schema import (
    BASES,
    SHOWN,
    Document,
    SchemaError,
    Span,
    format_spans,
    groups,
    overlap,
    records_of,
    require_columns,
    typed_table,
)

BASIS = ("basis", "shown", "basis_words", "why")
"""Columns of the table of :func:`judge_basis`, which is indexed like the statements."""
KIND_BASES: Mapping[str, str] = {
    "intelligence_service": "intelligence_assessment",
    "think_tank": "expert_judgement",
    "government_party": "official_statement",
    "foreign_government": "official_statement",
}
"""What a source of this kind rests on when its words name nothing else."""
_SPEAKING_KINDS = ("", "organisation", "person", "unspecified")
_REACH = 80


def judge_basis(
    statements: pd.DataFrame,
    documents: Iterable[Document],
    sources: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge what each statement rests on, by its words and by who speaks.

    The first rule that fits decides. What can be looked at comes before the
    judgement of those whose trade it is, an argument before the weight of an office:

    1. ``claim_of_responsibility``: the cue claims the act;
    2. ``images``: the statement's own words name images, or its sentence says that it
       rests on them;
    3. ``conduct``: the content tells what suspects did;
    4. ``intelligence_assessment``: the source is an intelligence service;
    5. ``expert_judgement``: the source is a think tank or an expert;
    6. ``motive``: the content argues with what somebody wanted;
    7. ``precedent``: the content argues with what happened before;
    8. ``bare_assertion``: the cue only repeats or endorses;
    9. ``official_statement``: the source holds an office;
    10. ``bare_assertion``: nothing of these.

    The content of a denial tells what is denied and not what the denial rests on, so
    it is left out. In a sentence with several voices, each is judged by its own words.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS``, indexed by ``statement_id``
        With ``source_id``, the register decides what kind of source speaks. Where
        there are columns ``basis`` and ``shown`` that are not empty, a person set
        them, and they are kept.
    documents : iterable of Document
        All documents that the statements come from.
    sources : DataFrame indexed by ``source_id``, columns ``schema.SOURCES``, optional
        Without it the words of the source decide.

    Returns
    -------
    DataFrame with columns ``basis``, ``shown``, ``basis_words``, ``why``
        Indexed like ``statements``. ``basis`` is one of ``schema.BASES``. ``shown`` is
        "named" where the statement's own words or its sentence name a thing that could
        be looked at, else "none"; only a person says "shown". ``basis_words`` are the
        spans of the words that decided, empty where none did. ``why`` says it in words.

    Raises
    ------
    SchemaError
        If columns are missing, or a statement comes from a document that is not given.

    Examples
    --------
    >>> import pandas as pd
    >>> note = Document("note", "The mayor said photos show a crack in the dam.")
    >>> row = {"document_id": "note", "source": "0-9", "cue": "10-14", "content": "15-45",
    ...        "polarity": "asserts", "source_name": "the mayor"}
    >>> table = pd.DataFrame([row], index=["note:15-45"])
    >>> judge_basis(table, [note]).loc["note:15-45", ["basis", "shown", "basis_words"]].tolist()
    ['images', 'named', '15-21']
    """
    columns = ("document_id", "source", "cue", "content", "polarity", "source_name")
    require_columns(statements, columns, "statements")
    read, documents, cleaned = clean_statements(statements, documents)
    texts = {document.document_id: document for document in documents}
    unknown = sorted(set(statements["document_id"]) - set(texts))
    if unknown:
        raise SchemaError(
            f'statements name the document "{unknown[0]}", which is not among documents. '
            f"Given: {', '.join(texts) or 'none'}."
        )
    kinds = {} if sources is None else dict(sources["kind"])
    judged: dict[str, dict[str, str]] = {}
    for document_id, group in groups(read, "document_id"):
        for statement_id, told in find_own_words(texts[str(document_id)], group, kinds).items():
            judged[statement_id] = _judge(told)
            clean = cleaned.get(str(document_id))
            if clean is not None:
                words = judged[statement_id]["basis_words"]
                judged[statement_id]["basis_words"] = clean.spans_back(words)
    for key, row in zip(statements.index, records_of(statements), strict=True):
        _keep_hand(judged[str(key)], row)
    rows = [judged[str(key)] for key in statements.index]
    return typed_table(rows, dict.fromkeys(BASIS, "str"), statements.index)


def _judge(told: OwnWords) -> dict[str, str]:
    parts = tuple((part, tuple(spans)) for part, spans in told.parts.items())
    found = _judged(parts, tuple(told.pieces), told.denies, told.kind)
    return dict(zip(BASIS, found, strict=True))


@lru_cache(maxsize=2_000)
def _judged(
    parts: tuple[tuple[str, tuple[Span, ...]], ...],
    pieces: tuple[tuple[int, str], ...],
    denies: bool,
    kind: str,
) -> tuple[str, str, str, str]:
    """Judge a statement by its words; most are as they were before a decision on another."""
    told = OwnWords({part: list(spans) for part, spans in parts}, pieces, denies, kind)
    basis, words, why = _basis(told)
    named = words if basis == "images" else []
    named = named or _matches(told, "images", "near") or _matches(told, "material", "near")
    if told.denies:
        named = [span for span in named if not overlap([span], told.parts["content"])]
    shown = SHOWN[1] if named else SHOWN[0]
    if named and basis != "images":
        why += f'; the text names "{told.text_of(named)}"'
    return basis, shown, format_spans(words), why


def _basis(told: OwnWords) -> tuple[str, list[Span], str]:
    """Return the basis, the words that decided and the reason, by the first rule that fits."""
    for basis, rule in (
        ("claim_of_responsibility", _claims),
        ("images", _images),
        ("conduct", _conduct),
        ("intelligence_assessment", _speaks),
        ("expert_judgement", _speaks),
        ("motive", _argues),
        ("precedent", _argues),
    ):
        words, why = rule(told, basis)
        if why:
            return basis, words, why
    echo = _matches(told, "echo", "cue")
    if echo:
        return BASES[-1], echo, f'"{told.text_of(echo)}" adds nothing of its own'
    words, why = _speaks(told, "official_statement")
    if why:
        return "official_statement", words, why
    return BASES[-1], [], "no basis given here"


def _claims(told: OwnWords, basis: str) -> tuple[list[Span], str]:
    if told.denies:
        return [], ""
    words = _matches(told, basis, "cue")
    admission = _matches(told, "admission", "cue")
    if not words and admission:
        guilt = _matches(told, "guilt", "content")
        if guilt or told.kind == "perpetrator_group":
            words = [*admission, *guilt]
    return words, f'"{told.text_of(words)}" claims the act' if words else ""


def _images(told: OwnWords, basis: str) -> tuple[list[Span], str]:
    words = _matches(told, basis, "own")
    if told.denies:
        words = [span for span in words if not overlap([span], told.parts["content"])]
    if not words:
        rests = _matches(told, "rests_on", "near")
        words = [
            (start, end)
            for start, end in _matches(told, basis, "near")
            if any(0 <= start - stop <= _REACH for _, stop in rests)
            and not (told.denies and overlap([(start, end)], told.parts["content"]))
        ]
    return words, f'names images: "{told.text_of(words)}"' if words else ""


def _conduct(told: OwnWords, basis: str) -> tuple[list[Span], str]:
    words = [] if told.denies else _matches(told, basis, "content")
    actor = _matches(told, "actor", "near")
    if not words or not actor:
        return [], ""
    return words, f'tells what suspects did: "{told.text_of([*actor[:1], *words])}"'


def _argues(told: OwnWords, basis: str) -> tuple[list[Span], str]:
    words = [] if told.denies else _matches(told, basis, "content")
    argument = "what somebody wanted" if basis == "motive" else "what happened before"
    return words, f'argues with {argument}: "{told.text_of(words)}"' if words else ""


def _speaks(told: OwnWords, basis: str) -> tuple[list[Span], str]:
    if KIND_BASES.get(told.kind) == basis:
        return told.parts["source"], f"the source is of kind {told.kind} in the register"
    words = _matches(told, basis, "source") if told.kind in _SPEAKING_KINDS else []
    return words, f'by who speaks: "{told.text_of(words)}"' if words else ""


def _keep_hand(judged: dict[str, str], row: Mapping[str, Any]) -> None:
    for column, allowed in (("basis", BASES), ("shown", SHOWN)):
        value = row.get(column, "")
        if value in allowed and value != judged[column]:
            judged[column] = value
            judged["why"] = f"{column} set by hand; the draft: {judged['why']}"


def _matches(told: OwnWords, role: str, where: str) -> list[Span]:
    """Find the words of a role that touch the part of the statement named by ``where``."""
    pattern = _patterns().get((role, where))
    if pattern is None:
        return []
    found = [
        (start + match.start(), start + match.end())
        for start, text in told.pieces
        for match in pattern.finditer(text)
    ]
    if where == "near":
        return found
    parts = ("source", "cue", "content") if where == "own" else (where,)
    inside = [span for part in parts for span in told.parts[part]]
    return [span for span in found if overlap([span], inside)]


@cache
def _patterns(language: str = "en") -> dict[tuple[str, str], re.Pattern[str]]:
    """Compile the phrases: a space is up to three blanks, ``*`` up to twelve letters."""
    phrases: dict[tuple[str, str], list[str]] = {}
    for row in load_lexicon("bases", language):
        words = [re.escape(phrase.strip()) for phrase in row["words"].split(",")]
        phrases.setdefault((row["role"], row["where"]), []).extend(words)
    return {
        key: re.compile(
            r"\b(?:"
            + "|".join(w.replace(r"\ ", r"\s{1,3}").replace(r"\*", r"\w{0,12}") for w in words)
            + r")\b",
            re.IGNORECASE,
        )
        for key, words in phrases.items()
    }
