"""The points that somebody makes in a row of sentences, each a statement of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narratives.attribution.sentences.clauses import is_balanced
from narratives.attribution.sentences.phrases import is_finite
from narratives.attribution.sentences.text import Sentence, Token
from narratives.schema import Span

SHORT = 4
"""Words that a sentence has at least which is a point by itself: "No." goes with the next."""


def points_of(said: Iterable[tuple[int, Sequence[Token]]]) -> list[tuple[int, Span]]:
    """Part what somebody says into its points: the number of the first sentence, and the words.

    A sentence is a point. A short one ("With respect, no.") goes with the next, the last with
    the one before, and a quotation is not cut.

    Parameters
    ----------
    said : iterable of (number, tokens)
        Sentences that follow each other: their numbers, and the tokens that belong to it.
    """
    points: list[tuple[int, Span]] = []
    whole, quotation = True, -1
    for number, tokens in said:
        if not tokens:
            continue
        start, end = tokens[0].start, tokens[-1].end
        goes_on = quotation >= 0 and tokens[0].quotation == quotation
        if points and (goes_on or not whole):
            home, (start, _) = points.pop()
        else:
            home = number
        points.append((home, (start, end)))
        whole = (whole and goes_on) or sum(token.is_word for token in tokens) >= SHORT
        quotation = tokens[-1].quotation
    if not whole and len(points) > 1:
        _, (_, end) = points.pop()
        home, (start, _) = points.pop()
        points.append((home, (start, end)))
    return points


def is_no_point(sentence: Sentence, first: int) -> bool:
    """Tell a question, "Next witness." and "We neither confirm nor deny it" from a claim."""
    words = range(first, len(sentence.tokens))
    said = [k for k in words if sentence.tokens[k].is_word]
    procedure = any(sentence.is_a(k, "procedure") for k in said) and all(
        sentence.is_a(k, "procedure", "proceeds") or sentence.tokens[k].is_name for k in said
    )
    balanced = "nor" in sentence.words and any(is_balanced(sentence, k) for k in words)
    nothing = procedure or balanced or _is_stage_direction(sentence)
    return nothing or sentence.lows[-1] == "?"


def _is_stage_direction(sentence: Sentence) -> bool:
    """Tell "[Interruption.]" and "(Applause from the left.)", which the speaker did not say.

    "(He was not there.)" may be said.
    """
    ends = (sentence.low(0), sentence.low(len(sentence.tokens) - 1))
    finite = any(is_finite(sentence, k) for k in range(len(sentence.tokens)))
    return ends == ("[", "]") or (ends == ("(", ")") and not finite)
