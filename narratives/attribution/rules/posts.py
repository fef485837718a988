"""Posts set into an article: the words, a dash, and the name and handle of who posted them."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.rules.headlines import DASHES
from narratives.attribution.sentences.points import points_of
from narratives.attribution.sentences.text import Sentence
from narratives.schema import Span


def drafts_of_posts(sentences: Sequence[Sentence], found: Sequence[Draft]) -> list[Draft]:
    """Return posts as statements of those who signed them: "… — Lea Brandt (@lbrandt) May 6".

    The whole paragraph before the name is the post, each point of it a statement; where the name
    stands in a line of its own, as in a saved page, it is the paragraph above. Where somebody
    else speaks in it, the author of the post is a link of the chain.

    Parameters
    ----------
    sentences : sequence of Sentence
    found : sequence of Draft
        What was found in single sentences; the author is added to their chains.
    """
    drafts: list[Draft] = []
    first: dict[int, Sentence] = {}
    said: dict[int, list[Draft]] = {}
    for draft in found:
        said.setdefault(draft.sentence, []).append(draft)
    for sentence in sentences:
        opening = first.setdefault(sentence.paragraph, sentence)
        signed = _signature(sentence)
        if signed is None:
            continue
        dash, author = signed
        if not dash and sentence.number:
            opening = first[sentences[sentence.number - 1].paragraph]
        homes = range(opening.number, sentence.number + 1)
        spoken = [draft for number in homes for draft in said.get(number, ()) if draft.source]
        for draft in spoken:
            draft.chain = [*draft.chain, author]
        if not spoken:
            post = [(s.number, s.tokens) for s in sentences[opening.number : sentence.number]]
            for home, words in points_of([*post, (sentence.number, sentence.tokens[:dash])]):
                cue = [sentence.span(dash, dash + 1)]
                drafts.append(Draft([author], cue, [words], "signed post", sentence=home))
    return drafts


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
