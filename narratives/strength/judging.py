"""Judge how firmly each source puts it, and whether it asserts, denies or doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from narratives.documents import clean_document, clean_statements, shadow
from narratives.schema import (
    STATEMENTS,
    Document,
    Span,
    format_spans,
    parse_spans,
    require_columns,
    require_documents,
)
from narratives.strength.cue import deciding_words, find_cue, is_turned, read_polarity
from narratives.strength.hedges import hedges_in_content, hedges_in_cue, weakest
from narratives.strength.pointing import content_points_back
from narratives.strength.words import Word, find_keys, find_words, words_of

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_GAP = 60
Parts = tuple[Sequence[Span], Sequence[Span], Sequence[Span]]
"""Source, cue and content of a statement; each may be empty."""


@dataclass(frozen=True)
class Strength:
    """How firmly a source puts its content.

    Parameters
    ----------
    strength : str
        One of ``schema.STRENGTHS``.
    words : str
        Spans of the words that lower it, empty where none does.
    polarity : str
        The attitude of the source to the proposition in the content: "asserts",
        "denies" or "doubts". A content that is itself negative ("its
        non-involvement") is asserted.
    negated : bool
        True where the cue itself is negated or withheld ("did not deny").
    """

    strength: str
    words: str
    polarity: str
    negated: bool = False


def judge_strength(document: Document, source: str, cue: str, content: str) -> Strength:
    """Judge one statement by its own words.

    The content is put as firmly as its weakest step: the cue ("hinting at") and
    the first clause of the content ("could be") count; a hedge in a later clause
    is kept among the words and does not lower the whole. A denial is as firm as
    its cue: hedges in what is denied do not weaken it. To doubt stops short of
    denying and counts as possible. A question asserts nothing and counts as hint.

    Parameters
    ----------
    document : Document
    source, cue, content : str
        Spans; each may be empty.

    Returns
    -------
    Strength

    Examples
    --------
    >>> note = Document("note", "Engineers suggested the dam could probably fail.")
    >>> judged = judge_strength(note, "0-9", "10-19", "20-47")
    >>> judged.strength, judged.polarity
    ('possible', 'asserts')
    >>> [note[start:end] for start, end in parse_spans(judged.words)]
    ['suggested', 'could', 'probably']
    """
    read, clean = clean_document(document)
    text = shadow(read.text)
    own = [parse_spans(clean.spans_forth(spans)) for spans in (source, cue, content)]
    judged = _judge(text, own[0], own[1], own[2], content_points_back(text, own[2]))
    return replace(judged, words=clean.spans_back(judged.words))


def rate_strength(statements: pd.DataFrame, documents: Iterable[Document]) -> pd.DataFrame:
    """Fill strength, strength_words and polarity of every statement.

    Where the content only points at what was said before ("a narrative backed
    by ...", "repeated these claims"), there are no own words of the source: the
    statement inherits the strength of the nearest statement before it that has a
    content of its own, if that is weaker. The label ("narrative", "claim",
    "theory") never raises the strength. A denial of such a content is flat.

    Parameters
    ----------
    statements : DataFrame with the columns of ``schema.STATEMENTS``
    documents : iterable of Document

    Returns
    -------
    DataFrame
        A copy; ``flags`` gains "negated_cue" where the cue itself is negated.

    Raises
    ------
    SchemaError
        If columns are missing or a statement's document is not among ``documents``.

    Examples
    --------
    >>> import narratives as nv
    >>> note = nv.Document("note", "The dam could burst, the mayor said.")
    >>> rated = nv.rate_strength(nv.extract_statements(note), [note])
    >>> rated[["strength", "polarity"]].iloc[0].tolist()
    ['possible', 'asserts']
    """
    import pandas as pd

    require_columns(statements, STATEMENTS, "statements")
    read, documents, cleaned = clean_statements(statements, documents)
    texts = {d.document_id: shadow(d.text) for d in documents}
    require_documents(statements, texts)
    columns = ("document_id", "source", "cue", "content")
    parts: dict[str, list[Parts]] = {}
    places: list[tuple[str, int]] = []
    for document_id, *spans in zip(*(read[c] for c in columns), strict=True):
        own = parts.setdefault(document_id, [])
        places.append((document_id, len(own)))
        source, cue, content = (parse_spans(s) for s in spans)
        own.append((source, cue, content))
    found = {name: judge_statements(texts[name], own) for name, own in parts.items()}
    judged = [found[document_id][number] for document_id, number in places]
    rated = statements.copy()
    filled = {
        "strength": [j.strength for j in judged],
        "strength_words": [
            cleaned[home].spans_back(j.words) if home in cleaned else j.words
            for (home, _), j in zip(places, judged, strict=True)
        ],
        "polarity": [j.polarity for j in judged],
        "flags": [
            ";".join(dict.fromkeys([*filter(None, flags.split(";")), *["negated_cue"] * j.negated]))
            for flags, j in zip(statements["flags"], judged, strict=True)
        ],
    }
    for column, values in filled.items():
        rated[column] = pd.Series(values, index=rated.index, dtype="str")
    return rated


def judge_statements(text: str, statements: Sequence[Parts]) -> list[Strength]:
    """Judge the statements of one document, those that point back by the one before.

    Parameters
    ----------
    text : str
        The shadow of the document's text.
    statements : sequence of Parts

    Returns
    -------
    list of Strength, one for each statement

    Examples
    --------
    >>> words = "The dam may burst, she said. He repeated the claim."
    >>> said = ([(19, 22)], [(23, 27)], [(0, 17)])
    >>> repeated = ([(29, 31)], [(32, 40)], [(41, 50)])
    >>> [judged.strength for judged in judge_statements(words, [said, repeated])]
    ['possible', 'possible']
    """
    pointing = [content_points_back(text, content) for _, _, content in statements]
    judged = [_judge(text, *s, points) for s, points in zip(statements, pointing, strict=True)]
    before: Strength | None = None
    for i in sorted(range(len(judged)), key=lambda n: _place(*statements[n])):
        own = judged[i]
        if not pointing[i]:
            before = own
        elif before is not None and own.polarity == "asserts":
            judged[i] = replace(own, strength=weakest((own.strength, before.strength)))
    return judged


def _place(source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> Span:
    pieces = content or cue or source
    start = pieces[0][0] if pieces else 0
    return start, cue[0][0] if cue else start


def _judge(
    text: str,
    source: Sequence[Span],
    cue: Sequence[Span],
    content: Sequence[Span],
    points_back: bool,
) -> Strength:
    words = find_words(text, cue)
    spoken = [*_words_between(text, source, cue), *words]
    steps, marked = [], []
    for hedge in hedges_in_cue(text, spoken):
        steps.append(hedge.strength)
        marked.append((spoken[hedge.first].start, spoken[hedge.last].end))
    deciding = deciding_words(words)
    entry, at = find_cue(deciding)
    polarity = read_polarity(text, words, entry, content)
    turned = is_turned(words, at)
    if turned:
        group = entry.group if entry else ""
        span = (words[0].start, words[-1].end)
        if polarity == "doubts":
            return Strength(weakest(steps), format_spans(marked), "asserts", True)
        if polarity == "denies":
            if entry is not None and entry.lemma in ("dispute", "contest"):
                return Strength(weakest(steps), format_spans(marked), "asserts", True)
            excluded = entry is not None and entry.lemma in ("rule out", "exclude")
            step = "possible" if excluded else "hint"
            return Strength(step, format_spans([span]), "asserts", True)
        if group == "believe" and (points_back or _means_a_claim(text, content)):
            return Strength(weakest(steps), format_spans(marked), "denies", True)
        if group == "believe" and entry is not None and entry.strength == "likely":
            return Strength(weakest([*steps, "likely"]), format_spans([span]), "denies", True)
        if group in words_of("claiming"):
            return Strength("hint", format_spans([span]), "doubts", True)
    if polarity == "asserts":
        for found, i in deciding:
            if found.strength:
                steps.append(found.strength)
                end = i + 1 if i + 1 < len(words) and words[i + 1].key == "at" else i
                span = (words[i].start, words[end].end)
                if not any(s <= span[0] < e for s, e in marked):
                    marked.append(span)
    if polarity == "doubts" and not turned:
        steps.append("possible")
    if polarity == "asserts" and content and not points_back:
        inside, hedges, question = hedges_in_content(text, content)
        steps += [h.strength for h in hedges if h.main]
        if question:
            steps.append("hint")
        if steps:
            marked += [(inside[h.first].start, inside[h.last].end) for h in hedges]
    return Strength(weakest(steps), format_spans(set(marked)), polarity, turned)


def _means_a_claim(text: str, content: Sequence[Span]) -> bool:
    """Say whether what is not believed stands for what somebody said: "it", "a word of it"."""
    keys = find_keys(text, content)[:3]
    word_of = keys[:2] in (["a", "word"], ["one", "word"], ["any", "of"])
    return word_of or keys in (["it"], ["them"], ["him"], ["her"])


def _words_between(text: str, source: Sequence[Span], cue: Sequence[Span]) -> list[Word]:
    """Adverbs and auxiliaries between source and cue: "officials reportedly said"."""
    if not source or not cue:
        return []
    start = max((end for _, end in source if end <= cue[0][0]), default=None)
    if start is None or cue[0][0] - start > _LONGEST_GAP or "\n" in text[start : cue[0][0]]:
        return []
    words = find_words(text, [(start, cue[0][0])])
    plain = all(w.key.endswith("ly") or w.key in words_of("between") for w in words)
    return words if plain else []
