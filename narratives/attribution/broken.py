"""What is found beside a line that may be broken inside a sentence says so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.text import Sentence

BROKEN_OFF = "line may be broken off"
"""Flag of a statement whose sentence ends or begins where a line seems to be broken."""


def flag_broken_off(
    drafts: Sequence[Draft], sentences: Sequence[Sentence], ends: Sequence[int]
) -> None:
    """Flag the drafts of the sentences before and behind the ends of lines.

    Parameters
    ----------
    drafts : sequence of Draft
        Those of a document; their ``flags`` may change.
    sentences : sequence of Sentence
    ends : sequence of int
        Where lines end that seem to go on and were not joined, see ``open_breaks``.
    """
    if not ends:
        return
    starts = [sentence.tokens[0].start for sentence in sentences]
    beside = {bisect_left(starts, at) + step for at in ends for step in (-1, 0)}
    for draft in drafts:
        if draft.sentence in beside:
            draft.flags.add(BROKEN_OFF)
