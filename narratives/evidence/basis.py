"""What a statement rests on: its kind of basis, and whether the text names a thing to look at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from narratives.documents import clean_statements, sentence_rows, shadow
from narratives.lexicon import load_lexicon
from narratives.schema import (
    BASES,
    SHOWN,
    Document,
    SchemaError,
    Span,
    format_spans,
    overlap,
    parse_spans,
    require_columns,
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
_CUT = "\0"
# A sentence of hostile length is judged by its words near the statement only.
_MARGIN = 400
_NEIGHBOURS = 32


@dataclass(frozen=True)
class _Voice:
    """A statement with its spans and the sentences it stands in, other voices cut out."""

    parts: Mapping[str, list[Span]]
    pieces: Sequence[tuple[int, str]]
    denies: bool
    kind: str


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
    for document_id, group in read.groupby("document_id", sort=False):
        for statement_id, voice in _voices(texts[str(document_id)], group, kinds).items():
            judged[statement_id] = _judge(voice)
            clean = cleaned.get(str(document_id))
            if clean is not None:
                words = judged[statement_id]["basis_words"]
                judged[statement_id]["basis_words"] = clean.spans_back(words)
    for key, row in statements.iterrows():
        _keep_hand(judged[str(key)], row)
    rows = [judged[str(key)] for key in statements.index]
    return pd.DataFrame(rows, columns=list(BASIS), index=statements.index, dtype="str")


def _judge(voice: _Voice) -> dict[str, str]:
    basis, words, why = _basis(voice)
    named = words if basis == "images" else []
    named = named or _matches(voice, "images", "near") or _matches(voice, "material", "near")
    if voice.denies:
        named = [span for span in named if not overlap([span], voice.parts["content"])]
    shown = SHOWN[1] if named else SHOWN[0]
    if named and basis != "images":
        why += f'; the text names "{_text(voice, named)}"'
    return dict(zip(BASIS, (basis, shown, format_spans(words), why), strict=True))


def _basis(voice: _Voice) -> tuple[str, list[Span], str]:
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
        words, why = rule(voice, basis)
        if why:
            return basis, words, why
    echo = _matches(voice, "echo", "cue")
    if echo:
        return BASES[-1], echo, f'"{_text(voice, echo)}" adds nothing of its own'
    words, why = _speaks(voice, "official_statement")
    if why:
        return "official_statement", words, why
    return BASES[-1], [], "no basis given here"


def _claims(voice: _Voice, basis: str) -> tuple[list[Span], str]:
    if voice.denies:
        return [], ""
    words = _matches(voice, basis, "cue")
    admission = _matches(voice, "admission", "cue")
    if not words and admission:
        guilt = _matches(voice, "guilt", "content")
        if guilt or voice.kind == "perpetrator_group":
            words = [*admission, *guilt]
    return words, f'"{_text(voice, words)}" claims the act' if words else ""


def _images(voice: _Voice, basis: str) -> tuple[list[Span], str]:
    words = _matches(voice, basis, "own")
    if voice.denies:
        words = [span for span in words if not overlap([span], voice.parts["content"])]
    if not words:
        rests = _matches(voice, "rests_on", "near")
        words = [
            (start, end)
            for start, end in _matches(voice, basis, "near")
            if any(0 <= start - stop <= _REACH for _, stop in rests)
            and not (voice.denies and overlap([(start, end)], voice.parts["content"]))
        ]
    return words, f'names images: "{_text(voice, words)}"' if words else ""


def _conduct(voice: _Voice, basis: str) -> tuple[list[Span], str]:
    words = [] if voice.denies else _matches(voice, basis, "content")
    actor = _matches(voice, "actor", "near")
    if not words or not actor:
        return [], ""
    return words, f'tells what suspects did: "{_text(voice, [*actor[:1], *words])}"'


def _argues(voice: _Voice, basis: str) -> tuple[list[Span], str]:
    words = [] if voice.denies else _matches(voice, basis, "content")
    argument = "what somebody wanted" if basis == "motive" else "what happened before"
    return words, f'argues with {argument}: "{_text(voice, words)}"' if words else ""


def _speaks(voice: _Voice, basis: str) -> tuple[list[Span], str]:
    if KIND_BASES.get(voice.kind) == basis:
        return voice.parts["source"], f"the source is of kind {voice.kind} in the register"
    words = _matches(voice, basis, "source") if voice.kind in _SPEAKING_KINDS else []
    return words, f'by who speaks: "{_text(voice, words)}"' if words else ""


def _keep_hand(judged: dict[str, str], row: pd.Series[Any]) -> None:
    for column, allowed in (("basis", BASES), ("shown", SHOWN)):
        value = row.get(column, "")
        if value in allowed and value != judged[column]:
            judged[column] = value
            judged["why"] = f"{column} set by hand; the draft: {judged['why']}"


def _matches(voice: _Voice, role: str, where: str) -> list[Span]:
    """Find the words of a role that touch the part of the statement named by ``where``."""
    pattern = _patterns().get((role, where))
    if pattern is None:
        return []
    found = [
        (start + match.start(), start + match.end())
        for start, text in voice.pieces
        for match in pattern.finditer(text)
    ]
    if where == "near":
        return found
    parts = ("source", "cue", "content") if where == "own" else (where,)
    inside = [span for part in parts for span in voice.parts[part]]
    return [span for span in found if overlap([span], inside)]


def _text(voice: _Voice, spans: Iterable[Span]) -> str:
    words = [
        text[start - at : end - at]
        for start, end in sorted(spans)
        for at, text in voice.pieces
        if at <= start and end <= at + len(text)
    ]
    return " … ".join(dict.fromkeys(words))


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


def _voices(
    document: Document, statements: pd.DataFrame, kinds: Mapping[str, str]
) -> dict[str, _Voice]:
    """Place each statement in its sentences and cut out the words of other voices there."""
    sentences = [(start, end) for _, start, end, _ in sentence_rows(document)]
    starts = [start for start, _ in sentences]
    parts: dict[str, dict[str, list[Span]]] = {}
    whole: dict[str, list[Span]] = {}
    homes: dict[str, list[int]] = {}
    crowd: dict[int, list[str]] = {}
    for statement_id, row in statements.iterrows():
        key = str(statement_id)
        parts[key] = {part: parse_spans(row[part]) for part in ("source", "cue", "content")}
        whole[key] = [span for spans in parts[key].values() for span in spans]
        numbers: set[int] = set()
        # The speaker of a continued quotation may be named in somebody else's sentence.
        for start, end in parts[key]["cue"] + parts[key]["content"]:
            first = max(0, bisect_right(starts, start) - 1)
            numbers |= {
                n
                for n in range(first, bisect_right(starts, end - 1))
                if sentences[n][0] < end and start < sentences[n][1]
            }
        homes[key] = sorted(numbers)
        for number in numbers:
            crowd.setdefault(number, []).append(key)
    place_of = {n: {key: at for at, key in enumerate(keys)} for n, keys in crowd.items()}
    text = shadow(document.text)
    voices = {}
    for statement_id, row in statements.iterrows():
        key = str(statement_id)
        own = whole[key]
        pieces = []
        for number in homes[key]:
            start = max(sentences[number][0], min(own)[0] - _MARGIN)
            end = min(sentences[number][1], max(stop for _, stop in own) + _MARGIN)
            place = place_of[number][key]
            others = [
                span
                for other in crowd[number][max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
                if not overlap(own, whole[other])
                for span in whole[other]
            ]
            pieces.append((start, _cut(text[start:end], start, others)))
        pieces += [
            (start, text[start:end])
            for start, end in sorted(own)
            if not any(at <= start and end <= at + len(piece) for at, piece in pieces)
        ]
        kind = kinds.get(row.get("source_id", ""), "")
        voices[key] = _Voice(parts[key], pieces, row["polarity"] == "denies", kind)
    return voices


def _cut(text: str, at: int, spans: Iterable[Span]) -> str:
    for start, end in spans:
        low, high = max(0, start - at), min(len(text), end - at)
        if low < high:
            text = text[:low] + _CUT * (high - low) + text[high:]
    return text
