"""Judge how firmly each source puts it, and whether it asserts, denies or doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from narratives.documents import shadow
from narratives.lexicon import load_classes
from narratives.schema import (
    STATEMENTS,
    Document,
    SchemaError,
    Span,
    format_spans,
    parse_spans,
    require_columns,
)
from narratives.strength.cue import deciding_words, find_cue, is_turned, read_polarity
from narratives.strength.hedges import (
    Word,
    find_words,
    hedges_in_content,
    hedges_in_cue,
    weakest,
    words_of,
)

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_GAP = 60


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
    text = _shadow(document.text)
    return _judge(text, parse_spans(source), parse_spans(cue), parse_spans(content))


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
    require_columns(statements, STATEMENTS, "statements")
    texts = {d.document_id: _shadow(d.text) for d in documents}
    unknown = sorted(set(statements["document_id"]) - set(texts))
    if unknown:
        raise SchemaError(
            f"statements name the documents {', '.join(map(repr, unknown))}, which are not in "
            "documents. Pass every document the statements come from."
        )
    judged: list[Strength] = []
    pointing: list[bool] = []
    places: list[tuple[str, int, int]] = []
    columns = ("document_id", "source", "cue", "content")
    for document_id, *spans in zip(*(statements[c] for c in columns), strict=True):
        text = texts[document_id]
        source, cue, content = (parse_spans(s) for s in spans)
        judged.append(_judge(text, source, cue, content))
        pointing.append(_points_back(text, content))
        pieces = content or cue or source
        start = pieces[0][0] if pieces else 0
        places.append((document_id, start, cue[0][0] if cue else start))
    last: dict[str, Strength] = {}
    for i in sorted(range(len(judged)), key=lambda n: places[n]):
        own, before = judged[i], last.get(places[i][0])
        if not pointing[i]:
            last[places[i][0]] = own
        elif before is not None and own.polarity == "asserts":
            strength = weakest((own.strength, before.strength))
            judged[i] = Strength(strength, own.words, own.polarity, own.negated)
    rated = statements.copy()
    rated["strength"] = [j.strength for j in judged]
    rated["strength_words"] = [j.words for j in judged]
    rated["polarity"] = [j.polarity for j in judged]
    rated["flags"] = [
        ";".join(dict.fromkeys([*filter(None, flags.split(";")), *["negated_cue"] * j.negated]))
        for flags, j in zip(statements["flags"], judged, strict=True)
    ]
    for column in ("strength", "strength_words", "polarity", "flags"):
        rated[column] = rated[column].astype("str")
    return rated


def points_back(document: Document, content: str) -> bool:
    """Say whether a content only points at something said elsewhere.

    Examples
    --------
    >>> note = Document("note", "The mayor repeated these allegations.")
    >>> points_back(note, "19-36")
    True
    >>> points_back(note, "0-9")
    False
    """
    return _points_back(_shadow(document.text), parse_spans(content))


@lru_cache(maxsize=8)
def _shadow(text: str) -> str:
    return shadow(text)


def _points_back(text: str, pieces: Sequence[Span]) -> bool:
    if not pieces or sum(end - start for start, end in pieces) > 80:
        return False
    keys = [w.key for w in find_words(text, pieces)]
    if not keys:
        return False
    if len(keys) == 1 and keys[0] in words_of("pointer"):
        return True
    labels = load_classes()["reduced"]
    determiners = load_classes()["determiner"]
    at = 1 if keys[0] in determiners or keys[0].endswith(("'s", "s'")) else 0
    while at < len(keys) - 1 and (
        keys[at] in words_of("label_modifier") or keys[at] in determiners
    ):
        at += 1
    if at == len(keys) - 2 and keys[0] in determiners:
        at += 1
    return at == len(keys) - 1 and keys[at] in labels


def _judge(
    text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]
) -> Strength:
    words = find_words(text, cue)
    before = _words_between(text, source, cue)
    steps, marked = [], []
    for hedge in hedges_in_cue(text, [*before, *words]):
        spoken = [*before, *words][hedge.first : hedge.last + 1]
        steps.append(hedge.strength)
        marked.append((spoken[0].start, spoken[-1].end))
    entry, at = find_cue(words)
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
        if group == "believe" and _claim_of_another(text, content):
            return Strength(weakest(steps), format_spans(marked), "denies", True)
        if group == "believe" and entry is not None and entry.strength == "likely":
            return Strength(weakest([*steps, "likely"]), format_spans([span]), "denies", True)
        if group in words_of("claiming"):
            return Strength("hint", format_spans([span]), "doubts", True)
    if polarity == "asserts":
        for found, i in deciding_words(words):
            if found.strength:
                steps.append(found.strength)
                end = i + 1 if i + 1 < len(words) and words[i + 1].key == "at" else i
                span = (words[i].start, words[end].end)
                if not any(s <= span[0] < e for s, e in marked):
                    marked.append(span)
    if polarity == "doubts" and not turned:
        steps.append("possible")
    if polarity == "asserts" and content and not _points_back(text, content):
        inside, hedges, question = hedges_in_content(text, content)
        steps += [h.strength for h in hedges if h.main]
        if question:
            steps.append("hint")
        if steps:
            marked += [(inside[h.first].start, inside[h.last].end) for h in hedges]
    return Strength(weakest(steps), format_spans(set(marked)), polarity, turned)


def _claim_of_another(text: str, content: Sequence[Span]) -> bool:
    """Say whether what is not believed is what somebody said: "the story", "a word of it"."""
    keys = [w.key for w in find_words(text, content)[:3]]
    word_of = keys[:2] in (["a", "word"], ["one", "word"], ["any", "of"])
    return (bool(keys) and (keys in (["it"], ["them"], ["him"], ["her"]) or word_of)) or (
        _points_back(text, content)
    )


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
