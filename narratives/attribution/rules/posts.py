"""Posts set into an article: the words, a dash, and the name and handle of who posted them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from narratives.attribution.draft import Draft
from narratives.attribution.rules.headlines import DASHES
from narratives.attribution.sentences.text import Sentence
from narratives.schema import Span


def signed_posts(sentences: Sequence[Sentence]) -> Iterator[tuple[Draft, list[Sentence]]]:
    """Yield who signed "… — Lea Brandt (@lbrandt) May 6", and the sentences that are signed.

    The whole paragraph before the name is the post; where the name stands in a line of its own,
    as in a saved page, it is the paragraph above.
    """
    first: dict[int, Sentence] = {}
    for sentence in sentences:
        opening = first.setdefault(sentence.paragraph, sentence)
        signed = _signature(sentence)
        if signed is None:
            continue
        dash, author = signed
        if not dash and sentence.number:
            opening = first[sentences[sentence.number - 1].paragraph]
        cue = [sentence.span(dash, dash + 1)]
        last = [replace(sentence, tokens=sentence.tokens[:dash])] if dash else []
        post = [*sentences[opening.number : sentence.number], *last]
        yield Draft([author], cue, [], "signed post", sentence=sentence.number), post


def _signature(sentence: Sentence) -> tuple[int, Span] | None:
    """Find the dash and the name of "— Lea Brandt (@lbrandt) May 6, 2031" at a sentence's end."""
    tokens = sentence.tokens
    for at in range(len(tokens) - 4, 0, -1):
        if sentence.lows[at : at + 2] != ("(", "@"):
            continue
        first = at
        while first > 0 and tokens[first - 1].is_word:
            first -= 1
        dated = all(
            token.text[0].isdigit() or not token.is_word or sentence.is_a(k, "month")
            for k, token in enumerate(tokens[at + 4 :], at + 4)
        )
        if dated and tokens[first - 1].low in DASHES:
            return first - 1, sentence.span(first, at + 4)
    return None
