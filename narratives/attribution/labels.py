"""The narrator's remarks on claims, and speakers named by a label beside their words."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.attribution.cues import is_adverb
from narratives.attribution.draft import Draft
from narratives.attribution.text import Sentence


def drafts_of_relations(sentence: Sentence) -> Iterator[Draft]:
    """Read the narrator's own remark on a claim: "This version fits the flight data"."""
    tokens = sentence.tokens
    for at in range(min(12, len(tokens))):
        if tokens[at].quotation >= 0 or not sentence.is_a(at, "relation"):
            continue
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
        if sentence.low(at + 1) == "by" or (
            sentence.low(at).endswith("ed") and sentence.is_a(at - 1, "be")
        ):
            continue
        start = at
        while start > first and (
            is_adverb(sentence, start - 1) or sentence.is_a(start - 1, "auxiliary")
        ):
            start -= 1
        stop = at + 1 + (sentence.low(at + 1) in ("with", "to", "against"))
        last = len(tokens)
        while last > stop and not tokens[last - 1].is_word:
            last -= 1
        yield Draft(
            [],
            [sentence.span(start, stop)],
            [sentence.span(first, last)],
            "narrator's remark on a claim",
            "relate",
            "narrator",
            sentence=sentence.number,
        )
        return


def drafts_of_labels(sentence: Sentence) -> Iterator[Draft]:
    """Read "Name: words" at the start and "words – Name" at the end of a sentence."""
    tokens = sentence.tokens
    told = _quote_label(sentence)
    if told is not None:
        yield told
        return
    colon = next((k for k in range(1, min(8, len(tokens))) if tokens[k].low == ":"), None)
    if colon is not None and colon + 1 < len(tokens) and tokens[0].quotation < 0:
        names = [token for token in tokens[:colon] if token.is_word]
        small = [
            t
            for k, t in enumerate(tokens[:colon])
            if t.is_word
            and not t.is_name
            and not sentence.is_a(k, "preposition", "determiner", "coordinator")
        ]
        quoted = tokens[colon + 1].quotation >= 0
        shouted = len(names) > 1 and all(token.text.isupper() for token in names)
        named = bool(names) and names[0].is_name and not small and len(names) <= 4 + 4 * quoted
        named = named and not shouted and not (sentence.kind == "headline" and len(names) > 3)
        if named and (quoted or sentence.kind != "heading") and not sentence.is_a(0, "label_word"):
            stop = tokens[-1].end
            if quoted:
                stop = max(stop, sentence.quotations[tokens[colon + 1].quotation].end)
            yield Draft(
                [sentence.span(0, colon)],
                [sentence.span(colon, colon + 1)],
                [(tokens[colon + 1].start, stop)],
                "label and colon",
                "say",
                sentence=sentence.number,
            )
            return
    for k in range(max(3, len(tokens) - 8), len(tokens) - 1):
        if tokens[k].low not in ("–", "—", "--", "-") or tokens[k].quotation >= 0:
            continue
        rest = [token for token in tokens[k + 1 :] if token.is_word]
        signed = rest and all(
            token.is_name or sentence.low(n + k + 1) in ("of", "the", "for")
            for n, token in enumerate(tokens[k + 1 :])
            if token.is_word
        )
        if signed and (sentence.kind == "headline" or tokens[k - 1].quotation >= 0):
            last = len(tokens) - (tokens[-1].low == ".")
            start = tokens[0].start
            if tokens[0].quotation >= 0:
                start = min(start, sentence.quotations[tokens[0].quotation].start)
            yield Draft(
                [sentence.span(k + 1, last)],
                [sentence.span(k, k + 1)],
                [(start, tokens[k - 1].end)],
                "label after a dash",
                "say",
                sentence=sentence.number,
            )
            return


def _quote_label(sentence: Sentence) -> Draft | None:
    """Read "Quote from Ruiz: "…"" at the start of a paragraph."""
    if sentence.low(0) not in ("quote", "quotation") or sentence.low(1) not in ("from", "by", "of"):
        return None
    colon = next(
        (k for k in range(2, min(12, len(sentence.tokens))) if sentence.low(k) == ":"), None
    )
    if colon is None or colon < 3 or colon + 1 >= len(sentence.tokens):
        return None
    quoted = sentence.tokens[colon + 1].quotation
    stop = sentence.tokens[-1].end if quoted < 0 else sentence.quotations[quoted].end
    return Draft(
        [sentence.span(2, colon)],
        [sentence.span(0, 2)],
        [(sentence.tokens[colon + 1].start, stop)],
        "label and colon",
        sentence=sentence.number,
    )
