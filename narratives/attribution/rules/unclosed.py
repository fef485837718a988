"""Speakers behind a quotation whose closing mark is missing: “The ship burned, Lind said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from narratives.attribution.draft import Draft
from narratives.attribution.rules.verbs import drafts_of_verb
from narratives.attribution.sentences.clauses import skip_occasion
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.phrases import phrase_after
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes

FREED = 50
"""Sentences behind the speaker that are taken out, to bound the time."""
OWN = load_classes()["own_pronoun"]
"""Words that the quoted person would use: "…, I said" stands inside the quotation."""


def free_speakers(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Take ", Lind said." out of a quotation that is never closed.

    A quotation that goes on in the next paragraph, with an opening mark there, is left
    as it is: its speaker may quote others.

    Parameters
    ----------
    sentences : sequence of Sentence
        Those of a document, in the order of the text.

    Returns
    -------
    list of Sentence
        The same, where the words at the end of such a sentence stand in no quotation.
    """
    freed = list(sentences)
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    runs_on = False
    for number, paragraph in enumerate(paragraphs):
        quotations = paragraph[0].quotations
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else None
        goes_on = following is not None and following.tokens[0].quotation >= 0
        for home in () if runs_on or goes_on else _unclosed(paragraph):
            freed[home.number] = _freed(home)
            if freed[home.number] is not home:
                _free_after(freed, home)
        runs_on = bool(quotations) and not quotations[-1].closed
    return freed


def _free_after(freed: list[Sentence], home: Sentence) -> None:
    """Take the sentences behind the speaker out of the quotation that never closes."""
    number = home.tokens[0].quotation
    for later in freed[home.number + 1 : home.number + 1 + FREED]:
        if later.paragraph != home.paragraph:
            break
        tokens = tuple(
            t._replace(quotation=-1) if t.quotation == number else t for t in later.tokens
        )
        freed[later.number] = replace(later, tokens=tokens)


def _unclosed(paragraph: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that begin with a quotation without a closing mark."""
    opened = {q.start for q in paragraph[0].quotations if not q.closed}
    return [one for one in paragraph if one.english and one.start in opened]


def _freed(home: Sentence) -> Sentence:
    """Read the sentence as if it had no mark, and free who speaks at its end."""
    number = home.tokens[0].quotation
    plain = [token._replace(quotation=-1) for token in home.tokens if token.quotation == number]
    bare = replace(home, tokens=tuple(plain[1:]))
    cues = list(find_verbs(bare))
    for cue in reversed(cues):
        for draft in drafts_of_verb(bare, cue, cues, ()):
            if draft.start == bare.start and _closes(bare, draft):
                return replace(
                    home,
                    tokens=tuple(
                        token._replace(quotation=-1) if token.start >= draft.end else token
                        for token in home.tokens
                    ),
                )
    return home


def _closes(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether the speaker and the verb are the last words, "on Monday" apart."""
    end = max(stop for _, stop in (*draft.source, *draft.cue))
    after = sentence.at(end)
    told = phrase_after(sentence, after)
    after = told[1] if told is not None else after
    after = skip_occasion(sentence, after)
    speaker = next(t.low for t in sentence.tokens if t.start == draft.source[0][0])
    return speaker not in OWN and not any(token.is_word for token in sentence.tokens[after:])
