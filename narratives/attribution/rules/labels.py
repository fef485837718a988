"""The narrator's remarks on claims, and speakers named by a label beside their words."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.attribution.draft import Draft
from narratives.attribution.rules.headlines import DASHES, signed_headline
from narratives.attribution.sentences.clauses import is_balanced
from narratives.attribution.sentences.cue_words import rows_by_word, verb_forms
from narratives.attribution.sentences.cues import is_adverb
from narratives.attribution.sentences.phrases import is_finite, is_occasion
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.sources.words import is_role, organisations

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
        if tokens[at].quotation >= 0 or not sentence.is_a(at, "relation"):
            continue
        if is_balanced(sentence, at):
            return
        first = 0
        while first < at and not sentence.is_a(first, "demonstrative", "determiner"):
            if not (is_adverb(sentence, first) or sentence.low(first) == ","):
                break
            first += 1
        label = any(sentence.is_a(k, "reduced") for k in range(first, at)) or (
            at - first == 1
            and any(sentence.is_a(k, "reduced") for k in range(at, min(at + 6, len(tokens))))
        )
        if not (label and sentence.is_a(first, "demonstrative", "determiner")):
            continue
        if sentence.low(at + 1) == "by":
            continue
        stop = at + 1 + (sentence.is_a(at + 1, "beside_claim"))
        last = len(tokens)
        while last > stop and not tokens[last - 1].is_word:
            last -= 1
        yield Draft(
            [],
            [sentence.span(at, stop)],
            [sentence.span(first, last)],
            "narrator's remark on a claim",
            "relate",
            "narrator",
            sentence=sentence.number,
        )
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
    if source[0] >= source[1]:
        return None
    return _said(sentence, source, cue, colon + 1)


def _said(sentence: Sentence, source: tuple[int, int], cue: tuple[int, int], first: int) -> Draft:
    """Return the statement whose words stand from token ``first`` on."""
    quoted = sentence.tokens[first].quotation
    stop = sentence.tokens[-1].end if quoted < 0 else sentence.quotations[quoted].end
    return Draft(
        [sentence.span(*source)],
        [sentence.span(*cue)],
        [(sentence.tokens[first].start, stop)],
        "label and colon",
        sentence=sentence.number,
    )


def _colon_label(sentence: Sentence) -> Draft | None:
    """Read "Ruiz: words", "RUIZ: words" and "– Ana Ruiz, mayor of Lima: "words""."""
    tokens = sentence.tokens
    if tokens[0].quotation >= 0:
        return None
    first = int(tokens[0].low in DASHES)
    limit = min(first + LONGEST_LABEL, len(tokens) - 1)
    colon = next((k for k in range(first + 1, limit) if tokens[k].low == ":"), None)
    if colon is None or any(token.quotation >= 0 for token in tokens[:colon]):
        return None
    if _is_label(sentence, first, colon):
        return None
    names = [token for token in tokens[first:colon] if token.is_word]
    if tokens[colon + 1].quotation >= 0:
        stop = _names_a_speaker(sentence, first, colon)
        if not stop or (first and not _speaks_after_dash(sentence, stop, colon + 1)):
            return None
        said = _said(sentence, (first, stop), (colon, colon + 1), colon + 1)
        words = sum(tokens[colon + 1].quotation == token.quotation for token in tokens)
        plain = all(token.is_name for token in names)
        return said if plain or words > SHORT else None
    small = [
        token
        for k, token in enumerate(tokens[:colon])
        if token.is_word
        and not token.is_name
        and not sentence.is_a(k, "preposition", "determiner", "coordinator")
    ]
    if first or not names or not names[0].is_name or small or len(names) > 4:
        return None
    if sentence.kind == "headline" and len(names) > 3:
        return None
    shouted = all(token.text.isupper() for token in names)
    if shouted and len(names) > 1:
        return None
    if _is_event(sentence):
        return None
    if tokens[-1].low == "?":
        return None  # A question is no claim.
    clause = any(is_finite(sentence, k) for k in range(colon + 2, len(tokens)))
    if len(names) == 1 and not shouted and not clause:
        return None  # "Winners: Peru and Chile."
    said = _said(sentence, (0, colon), (colon, colon + 1), colon + 1)
    if len(names) == 1 and names[0].low in rows_by_word("noun"):
        # "Claim: The dam broke.": what is looked into, and nobody's name.
        said.source, said.cue, said.speaker = [], [sentence.span(0, colon + 1)], "unnamed"
    return said


def _is_event(sentence: Sentence) -> bool:
    """Tell "Blackout in Tarn: …" from "Embassy in Tarn: …" and "UN in Geneva: …"."""
    placed = sentence.is_a(1, "preposition") and sentence.low(1) not in ("of", "for")
    head = sentence.low(0)
    speaks = sentence.tokens[0].text.isupper() or is_role(head) or head in organisations()
    return placed and not speaks


def _is_label(sentence: Sentence, first: int, colon: int) -> bool:
    """Tell whether a word before the colon says what kind of line it is: "Note:", "Date:"."""
    if sentence.is_a(first, "label_word", "label_end") or names_nobody(sentence, first, colon):
        return True
    return sentence.is_a(colon - 1, *OTHER_LABELS) and colon - first <= 3


def names_nobody(sentence: Sentence, first: int, colon: int) -> bool:
    """Tell "But: it broke" and "Now: it broke" from "US: it broke", "WHO: it broke"."""
    if colon - first != 1 or (sentence.tokens[first].text.isupper() and sentence.low(first) != "i"):
        return colon - first == 1 and sentence.is_a(first, "coordinator")
    return sentence.is_a(first, *JOINING)


def _speaks_after_dash(sentence: Sentence, stop: int, opening: int) -> bool:
    """Tell "– Ana Ruiz: "It burned."" from a line of a list: "– 12 March: "Dawn" begins".

    Two words of a name or a role stand behind the dash, no date, and a sentence in marks is
    all that follows.
    """
    dated = any(sentence.is_a(k, "time", "month") for k in range(1, stop))
    roled = sentence.is_a(1, "determiner") or sentence.low(2) == ","
    if stop < 3 or dated or not (sentence.tokens[2].is_name or roled):
        return False
    number = sentence.tokens[opening].quotation
    inner = [k for k, token in enumerate(sentence.tokens) if token.quotation == number]
    if any(token.is_word and token.quotation != number for token in sentence.tokens[opening:]):
        return False
    ends = any(sentence.low(k) in (".", "!", "?", "...") for k in inner[-2:])
    return ends or any(is_finite(sentence, k) for k in inner)


def _names_a_speaker(sentence: Sentence, first: int, colon: int) -> int:
    """Return where the speaker ends whom the words before a quotation name, 0 for none.

    That is a name or a role without a verb, "on Friday" and the like apart.
    """
    if not (sentence.tokens[first].is_name or sentence.is_a(first, "determiner")):
        return 0
    for at in range(first, colon):
        if is_finite(sentence, at) or sentence.is_a(at, "subordinator", "negative"):
            return 0
        named = at > first and sentence.tokens[at - 1].is_name
        if at > first and sentence.tokens[at].is_name and sentence.kind != "headline":
            continue  # "Igor Vents"
        if sentence.low(at) in verb_forms() and (named or not sentence.is_a(at, "verb_or_noun")):
            return 0
        if not sentence.tokens[at].is_word and sentence.low(at) not in (",", "(", ")", ".", "'"):
            return 0
    stop = colon
    for at in range(first + 1, colon):
        timed = sentence.is_a(at, "time") or (
            sentence.is_a(at, "preposition") and is_occasion(sentence, at)
        )
        if timed:
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
        if tokens[k].low not in DASHES or tokens[k].quotation >= 0:
            continue
        comma = tokens[k - 1].low == ","
        quoted = tokens[k - 1 - comma].quotation >= 0 and tokens[0].quotation >= 0
        last = len(tokens) - (tokens[-1].low == ".")
        plain = all(
            token.is_name or token.low in load_classes()["inside_title"]
            for token in tokens[k + 1 : last]
            if token.is_word
        )
        near = last - k <= 8
        if (plain and near and sentence.kind == "headline") or (
            (quoted or (plain and near and tokens[k - 1].quotation >= 0))
            and is_name_and_role(sentence, k + 1, last)
        ):
            start = tokens[0].start
            if tokens[0].quotation >= 0:
                start = min(start, sentence.quotations[tokens[0].quotation].start)
            return Draft(
                [sentence.span(k + 1, last)],
                [sentence.span(k, k + 1)],
                [(start, tokens[k - 1].end)],
                "label after a dash",
                "say",
                sentence=sentence.number,
            )
    return None


def is_name_and_role(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words are a name, a role or both, and no clause."""
    if first >= last or not (sentence.tokens[first].is_name or sentence.is_a(first, "determiner")):
        return False
    for at in range(first, last):
        token = sentence.tokens[at]
        if token.quotation >= 0 or is_finite(sentence, at):
            return False
        if not token.is_word and token.low not in (",", ".", "'", "(", ")"):
            return False
    return True
