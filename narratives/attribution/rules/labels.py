"""The narrator's remarks on claims, and speakers named by a label beside their words."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.attribution.draft import Draft
from narratives.attribution.rules.headlines import DASHES, signed_headline
from narratives.attribution.sentences.clauses import is_balanced
from narratives.attribution.sentences.cue_words import rows_by_word, verb_forms
from narratives.attribution.sentences.phrases import is_finite, is_occasion
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.schema import NARRATOR, Span
from narratives.sources.words import organisations

LONGEST_LABEL = 16
"""Words and marks that a name and role before a colon or after a dash may have."""
SHORT = 4
"""Words that a quotation behind a role without a name must have more of."""
JOINING = (
    *("coordinator", "subordinator", "adverb", "preposition", "negative", "question"),
    *("subject_pronoun", "object_pronoun", "demonstrative", "contrast"),
)
"""What a word before a colon is that names nobody."""
OTHER_LABELS = ("label_source", "label_quote", "label_details", "label_end", "label_word")


def drafts_of_relations(sentence: Sentence) -> Iterator[Draft]:
    """Read the narrator's own remark on a claim: "This version fits the flight data"."""
    if sentence.words.isdisjoint(load_classes()["relation"]):
        return
    tokens = sentence.tokens
    for at in range(min(12, len(tokens))):
        if not sentence.is_a(at, "relation"):
            continue
        if is_balanced(sentence, at):
            return
        led = (k for k in range(at) if sentence.is_a(k, "demonstrative", "determiner"))
        first = next(led, at)
        after = at + 6 if at - first == 1 else at
        label = any(sentence.is_a(k, "reduced") for k in range(first, after))
        if not label or sentence.low(at + 1) == "by":
            continue
        stop = at + 1 + (sentence.is_a(at + 1, "beside_claim"))
        last = len(tokens)
        while not tokens[last - 1].is_word:
            last -= 1
        words, said = [sentence.span(at, stop)], [sentence.span(first, last)]
        yield Draft([], words, said, "narrator's remark on a claim", "relate", NARRATOR)
        return


def drafts_of_labels(sentence: Sentence) -> Iterator[Draft]:
    """Read "Name, role: words" at the start and "words – Name" at the end of a sentence."""
    found = _quote_label(sentence) or signed_headline(sentence)
    found = found or _colon_label(sentence) or _dash_label(sentence)
    if found is not None:
        yield found


def _quote_label(sentence: Sentence) -> Draft | None:
    """Read "Quote from Ruiz: "…"" and "Ruiz's quote: "…"" at the start of a paragraph."""
    last = min(12, len(sentence.tokens) - 1)
    colon = next((k for k in range(2, last) if sentence.low(k) == ":"), None)
    if colon is None:
        return None
    if sentence.is_a(0, "label_quote") and sentence.low(1) in ("from", "by"):
        source, cue = (2, colon), (0, 2)
    elif sentence.is_a(colon - 1, "label_quote") and sentence.low(colon - 2) == "'s":
        source, cue = (0, colon - 2), (colon - 2, colon)
    else:
        return None
    return _said(sentence, source, cue, colon + 1)


def _said(sentence: Sentence, source: tuple[int, int], cue: tuple[int, int], first: int) -> Draft:
    """Return the statement whose words stand from token ``first`` on."""
    said = [told_from(sentence, first)]
    return Draft([sentence.span(*source)], [sentence.span(*cue)], said, "label and colon")


def told_from(sentence: Sentence, first: int) -> Span:
    """Return the quotation that begins at a token, or else all words from there on."""
    number = sentence.tokens[first].quotation
    if number < 0:
        return sentence.span(first, len(sentence.tokens))
    return sentence.quotations[number].start, sentence.quotations[number].end


def _colon_label(sentence: Sentence) -> Draft | None:
    """Read "Ruiz: words", "RUIZ: words" and "– Ana Ruiz, mayor of Lima: "words""."""
    tokens = sentence.tokens
    first = int(tokens[0].low in DASHES)
    limit = min(first + LONGEST_LABEL, len(tokens) - 1)
    colon = next((k for k in range(first + 1, limit) if tokens[k].low == ":"), None)
    if colon is None or any(token.quotation >= 0 for token in tokens[:colon]):
        return None
    if _is_label(sentence, first, colon):
        return None
    stop = _before_bracket(sentence, first, colon)
    names = [token for token in tokens[first:stop] if token.is_word]
    if not names:
        return None  # "¶ : the dam broke", "::cue { color: red }"
    if tokens[colon + 1].quotation >= 0:
        stop = _names_a_speaker(sentence, first, colon)
        if not stop or (first and not _ends_a_sentence(sentence)):
            return None
        return _said(sentence, (first, stop), (colon, colon + 1), colon + 1)
    small = [
        token
        for k, token in enumerate(tokens[:stop])
        if token.is_word
        and not token.is_name
        and not sentence.is_a(k, "preposition", "determiner", "coordinator")
    ]
    if first or small or len(names) > 4 - (sentence.kind == "headline"):
        return None
    shouted = all(token.text.isupper() for token in names)
    if (shouted and len(names) > 1) or _is_event(sentence) or tokens[-1].low == "?":
        return None
    clause = any(is_finite(sentence, k) for k in range(colon + 2, len(tokens)))
    if len(names) == 1 and not shouted and not clause:
        return None  # "Winners: Peru and Chile."
    said = _said(sentence, (0, stop), (colon, colon + 1), colon + 1)
    if names[0].low in rows_by_word("noun"):
        # "Claim: The dam broke.": what is looked into, and nobody's name.
        said.source, said.cue, said.speaker = [], [sentence.span(0, colon + 1)], "unnamed"
    return said


def _before_bracket(sentence: Sentence, first: int, colon: int) -> int:
    """Return where a name ends that a role in brackets follows: "Ana Ruiz (mayor): …".

    ``colon`` where there is none, or one word alone stands before it: "Dead (in all): …".
    """
    if sentence.low(colon - 1) != ")":
        return colon
    return next((k for k in range(first + 2, colon) if sentence.low(k) == "("), colon)


def _is_event(sentence: Sentence) -> bool:
    """Tell "Blackout in Tarn: …" from "Embassy in Tarn: …" and "UN in Geneva: …"."""
    speaks = sentence.tokens[0].text.isupper() or sentence.low(0) in organisations()
    return sentence.is_a(1, "preposition") and not speaks


def _is_label(sentence: Sentence, first: int, colon: int) -> bool:
    """Tell whether a word before the colon says what kind of line it is: "Note:", "Date:"."""
    if sentence.is_a(first, "label_word", "label_end") or names_nobody(sentence, first, colon):
        return True
    return sentence.is_a(colon - 1, *OTHER_LABELS)


def names_nobody(sentence: Sentence, first: int, colon: int) -> bool:
    """Tell "But: it broke" and "Now: it broke" from "US: it broke", "WHO: it broke"."""
    if colon - first != 1 or (sentence.tokens[first].text.isupper() and sentence.low(first) != "i"):
        return colon - first == 1 and sentence.is_a(first, "coordinator")
    return sentence.is_a(first, *JOINING)


def _ends_a_sentence(sentence: Sentence) -> bool:
    """Tell "– Ana Ruiz: "It burned."" from a line of a list: "– 12 March: "Dawn" begins"."""
    last = sentence.tokens[-1].quotation >= 0
    return last and any(low in (".", "!", "?", "...") for low in sentence.lows[-2:])


def _names_a_speaker(sentence: Sentence, first: int, colon: int) -> int:
    """Return where the speaker ends whom the words before a quotation name, 0 for none.

    That is a name or a role without a verb, "on Friday" and the like apart.
    """
    if not (sentence.tokens[first].is_name or sentence.is_a(first, "determiner")):
        return 0
    for at in range(first, colon):
        if is_finite(sentence, at) or sentence.is_a(at, "subordinator", "negative"):
            return 0
        if sentence.tokens[at].is_name:
            continue  # "Igor Vents"
        named = at > first and sentence.is_name(at - 1)
        if sentence.low(at) in verb_forms() and (named or not sentence.is_a(at, "verb_or_noun")):
            return 0
    stop = colon
    for at in range(first + 1, colon):
        if sentence.is_a(at, "preposition") and is_occasion(sentence, at):
            stop = at
            break
    while stop > first + 1 and not (
        sentence.tokens[stop - 1].is_word or sentence.low(stop - 1) == ")"
    ):
        stop -= 1
    return stop


def _dash_label(sentence: Sentence) -> Draft | None:
    """Read "words – Name" where a headline or a quotation ends the words."""
    tokens = sentence.tokens
    for k in range(max(3, len(tokens) - LONGEST_LABEL), len(tokens) - 1):
        if tokens[k].low not in DASHES:
            continue
        quoted = tokens[k - 1].quotation >= 0
        last = len(tokens) - (tokens[-1].low == ".")
        plain = all(
            token.is_name or token.low in load_classes()["inside_title"]
            for token in tokens[k + 1 : last]
            if token.is_word
        )
        if (plain and sentence.kind == "headline") or (
            (tokens[0].quotation >= 0 or (plain and quoted))
            and is_name_and_role(sentence, k + 1, last)
        ):
            who, words = [sentence.span(k + 1, last)], [sentence.span(k, k + 1)]
            return Draft(who, words, [sentence.span(0, k)], "label after a dash")
    return None


def is_name_and_role(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words are a name, a role or both, and no clause."""
    named = sentence.is_name(first) or sentence.is_a(first, "determiner")
    quoted = any(token.quotation >= 0 for token in sentence.tokens[first:last])
    return named and not quoted and not any(is_finite(sentence, k) for k in range(first, last))
