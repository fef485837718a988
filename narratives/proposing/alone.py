"""Words of a text as a sentence that can stand alone: whole, and with a subject that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from narratives.attribution.sentences.cues import is_adverb
from narratives.attribution.sentences.phrases import inside_relative, is_finite, is_nounlike
from narratives.attribution.sentences.text import Sentence, read_sentences
from narratives.documents import shadow
from narratives.lexicon import load_classes, load_lexicon
from narratives.schema import Document, Span, parse_spans
from narratives.sources.linking import Unlinked, link_statements

if TYPE_CHECKING:
    import pandas as pd

_POINTING = ("subject_pronoun", "object_pronoun", "demonstrative", "possessive")
_ANYBODY = re.compile(r"(?:some|any|no|every)(?:body|one)\Z")
_OPENS = re.compile(r"[\s\"“”„«»'‘’(]*(?:that\s+)?", re.I)
_CONTRACTED = re.compile(r"['’]\w+\Z")
_PERSON = {"he": "", "she": "", "his": "'s", "her": "'s"}
"""Pronouns whose person is looked for, and what is put behind the name."""
_PERSONAL = ("he", "she")
_SUBJECT = r"(?:the|a|an|no|some|many|all|his|her|its|their|he|she|they|it)\b|[A-Z]"
_TOLD_AS_CLAUSE = re.compile(r"(?:\bthat|[\"“„«‘])\s*\Z", re.I)


def is_whole(sentence: str, language: str = "en", *, clause: bool = True) -> bool:
    """Tell whether words make a sentence that can be read alone.

    It has a verb that is no infinitive, and a subject that is named: no pronoun that points to
    words before it. In other languages than English only its first word is looked at.

    Parameters
    ----------
    sentence : str
    language : str
        Code of its language.
    clause : bool
        Whether the text gives it as a clause or in quotation marks: then a word that may be a
        verb or a participle ("placed on board") is a verb.

    Examples
    --------
    >>> told = ("To have cut the fence.", "It was hit from the north.", "Two men cut the fence.",
    ...         "The man who cut the fence.")
    >>> [is_whole(sentence) for sentence in told]
    [False, False, True, False]
    """
    text = shadow(sentence)
    read = read_sentences(text, [(0, 0, len(text), "text")], language=language)
    first = next((one for one in read if one.tokens), None)
    if first is None or "…" in sentence or "..." in sentence:
        return False
    classes = load_classes(language)
    pointing = {word for name in _POINTING for word in classes.get(name, ())}
    opening = _CONTRACTED.sub("", first.low(0))
    if opening in pointing and not _ANYBODY.match(opening):
        return False
    if language != "en":
        finite = [k for k in range(len(first.tokens)) if is_finite(first, k)]
        return not finite or not all(inside_relative(first, k) for k in finite)
    if first.is_a(0, "relative", "coordinator") or first.low(0) in ("to", "that", "having"):
        return False
    verb = next(_main_verbs(first, clause), None)
    return verb is not None and _is_named(first, verb) and not _points_away(first)


def _main_verbs(one: Sentence, clause: bool) -> Iterator[int]:
    """Yield the finite verbs that stand in no relative clause, and in no clause that opens it."""
    start = 0
    if one.is_a(0, "subordinator") and not one.is_a(0, "np_preposition"):
        # "Because the bolts had rusted, the bridge fell": the verb behind the comma.
        start = next((k + 1 for k in range(len(one.tokens)) if one.low(k) == ","), len(one.tokens))
    for at in range(start + 1, len(one.tokens)):
        if _is_verb(one, at, clause) and not inside_relative(one, at) and not _after_to(one, at):
            yield at


def _is_verb(one: Sentence, at: int, clause: bool) -> bool:
    word = one.low(at)
    if one.low(at + 1) == "be":
        return False  # "that the records be released"
    if word == "'s":
        return one.is_a(at - 1, "subject_pronoun", "demonstrative") or one.low(at - 1) == "there"
    if one.is_a(at, "auxiliary"):
        return word not in ("be", "been", "being", "am", "having", "n't")
    if is_finite(one, at):
        return True
    simple, both = _past_forms()
    back = _before_adverbs(one, at - 1)
    if one.is_a(back, "auxiliary", "preposition", "determiner", "possessive") or back < 0:
        return False
    if word in simple:
        return True
    if word in both or (word.endswith("ed") and len(word) > 4):
        known = is_nounlike(one, back) or one.is_a(back, "pronoun_like", "subject_pronoun")
        # "The driver, who had slept, missed the signal."
        known = known or (one.low(back) == "," and "," in one.lows[1:back])
        follows = one.is_a(at + 1, "determiner", "possessive", "object_pronoun", "pronoun_like")
        name = at + 1 < len(one.tokens) and one.tokens[at + 1].is_name
        return known and (clause or follows or name)
    # "The town salts the planks."
    return word.endswith("s") and is_nounlike(one, back) and one.is_a(at + 1, "determiner")


def _before_adverbs(one: Sentence, at: int) -> int:
    while at > 0 and (is_adverb(one, at) or one.low(at) in load_classes()["negative"]):
        at -= 1
    return at


def _after_to(one: Sentence, at: int) -> bool:
    """Tell whether a verb is an infinitive: "to have cut"."""
    return one.low(_before_adverbs(one, at - 1)) == "to"


def _is_named(one: Sentence, verb: int) -> bool:
    """Tell whether the subject of a verb is more than a pronoun that points back."""
    at = _before_adverbs(one, verb - 1)
    while at > 0 and one.is_a(at, "auxiliary"):
        at = _before_adverbs(one, at - 1)
    word = one.low(at)
    return not one.is_a(at, *_POINTING) or bool(_ANYBODY.match(word)) or word == "nobody"


def _points_away(one: Sentence) -> bool:
    """Tell whether a pronoun stands before anything in the sentence that it could mean.

    "Somebody had poured it over the tarpaulin": of the two nouns none stands before "it". That a
    clause means its own subject by "it" cannot be, so two nouns are wanted.
    """
    phrases, inside = 0, False
    for at in range(len(one.tokens)):
        noun = is_nounlike(one, at) and not one.is_a(at, *_POINTING, "pronoun_like", "adverb")
        noun = noun and not _ANYBODY.match(one.low(at)) and not _is_verb(one, at, True)
        phrases += noun and not inside
        inside = noun
        if one.is_a(at, "object_pronoun") and one.low(at) in ("it", "him", "them") and phrases < 2:
            return True
        if one.is_a(at, "possessive") and one.low(at) in ("its", "his", "their") and not phrases:
            return True
    return False


@cache
def _past_forms() -> tuple[frozenset[str], frozenset[str]]:
    """Return the past forms of irregular verbs that are no participle, and those that are both."""
    rows = load_lexicon("irregular")
    participles = {row["participle"] for row in rows}
    past = {row["past"] for row in rows} | load_classes()["past"]
    return frozenset(past - participles), frozenset(past & participles)


def as_sentence(words: str, language: str = "en") -> str:
    """Write what is said as a sentence: a capital, a full stop, quotation marks in pairs.

    Examples
    --------
    >>> as_sentence('suspicion fell on "state actors,"')
    'Suspicion fell on "state actors".'
    >>> as_sentence("the pump had failed and that the crew had left")
    'The pump had failed and the crew had left.'
    """
    said = " ".join(words.split()).strip(" ,;:")
    said = re.sub(r"[.,;:]+(?=[\"”’»]\Z)", "", said)
    for opening, closing in ('""', "“”", "«»", "„“", "‘’"):
        inner = said[1:-1]
        if said[:1] == opening and said[-1:] == closing and opening not in inner:
            said = inner.strip(" ,;:")
        elif said[:1] == opening and closing not in said[1:]:
            said = said[1:]
        elif said[-1:] == closing and opening not in said[:-1]:
            said = said[:-1]
    if language == "en":
        # What follows "said that" has a second "that", which nothing holds any more.
        said = re.sub(rf"\A[Tt]hat (?={_SUBJECT})", "", said)
        said = re.sub(rf"(\w,? (?:and|but)) that (?={_SUBJECT})", r"\1 ", said)
    said = said.rstrip(" .,;:")
    return said[:1].upper() + said[1:] + ("" if said[-1:] in "!?" else ".")


def sentences_of(
    statements: pd.DataFrame, found: pd.DataFrame, texts: dict[str, Document]
) -> dict[str, str]:
    """Return what is said as a sentence, for each assertion that can be read alone.

    Parameters
    ----------
    statements, found : DataFrame, columns ``schema.STATEMENTS``
        All statements of the documents, and the assertions among them.
    texts : dict of an id to its document

    Returns
    -------
    dict of statement id to sentence
        The others cannot stand alone.
    """
    told: dict[str, list[Unlinked]] = {}
    columns = ("document_id", "source", "cue", "content")
    for home, *spans in zip(*(statements[c].map(str) for c in columns), strict=True):
        source, cue, content = map(parse_spans, spans)
        told.setdefault(home, []).append(Unlinked(source, cue, content))
    sentences = {}
    for key, home, place, words in zip(
        found.index.map(str),
        *(found[c].map(str) for c in ("document_id", "content", "content_text")),
        strict=True,
    ):
        document = texts[home]
        pieces = parse_spans(place)
        sentence = as_sentence(words, document.language)
        pronoun, name = name_of(document, pieces, told[home])
        if pronoun:
            sentence = name + sentence[len(pronoun) :]
        if is_whole(sentence, document.language, clause=told_as_clause(document, pieces[0][0])):
            sentences[key] = sentence
    return sentences


def told_as_clause(document: Document, start: int) -> bool:
    """Tell whether what begins at ``start`` follows "that" or a quotation mark."""
    return bool(_TOLD_AS_CLAUSE.search(document.text, max(0, start - 8), start))


def name_of(
    document: Document, content: Sequence[Span], told: Sequence[Unlinked]
) -> tuple[str, str]:
    """Find who is meant by the pronoun with which a content begins.

    Parameters
    ----------
    document : Document
    content : sequence of spans
    told : sequence of Unlinked
        The statements of the document: who speaks may be meant.

    Returns
    -------
    pronoun, name : str
        The name as it goes in the place of the pronoun; empty where the content begins with none
        of a person, or the text leaves open whom it means.

    Examples
    --------
    >>> note = Document("note", "Mayor Ana Ruiz closed the pier. Police say she had seen a crack.")
    >>> name_of(note, [(43, 63)], [])
    ('she', 'Ana Ruiz')
    """
    start = content[0][0]
    match = _OPENS.match(document.text, start)
    at = match.end() if match else start
    word = re.match(r"\w+(?!['’\w])", document.text[at : at + 8])
    pronoun = word[0].lower() if word else ""
    if pronoun not in _PERSON:
        return "", ""
    end = at + len(pronoun)
    rest = [(max(end, first), last) for first, last in content if last > end]
    asked = Unlinked([(at, end)], [], rest)
    link = link_statements(document, [*told, asked])[-1]
    known = link.resolved_by in ("pronoun", "name") and not link.candidates
    if not known or link.name.lower() in _PERSON:
        return "", ""
    return pronoun, link.name + _PERSON[pronoun]
