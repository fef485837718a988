"""What a document said so far, for pointing words to find."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from narratives.bearing.pointing import Pointer
from narratives.bearing.relevance import Match, Scorer
from narratives.bearing.stance import read_stance

REACH = 1_500
"""Characters that pointing words reach back."""
_RECENT = 60
_NEAREST = 6


class Sentence(NamedTuple):
    """A sentence of the document: where it stands, and its cleaned text."""

    start: int
    end: int
    text: str


class Mention(NamedTuple):
    """Something said before that pointing words may mean."""

    start: int
    end: int
    narrative: int
    stance: str
    how: str
    probability: float
    span: str
    source: str


class Memory:
    """Mentions of narratives in one document, and its sentences where they are at hand."""

    def __init__(self, scorer: Scorer, sentences: Sequence[Sentence]) -> None:
        self.scorer = scorer
        self.sentences = sentences
        self.mentions: list[Mention] = []
        self._starts = [sentence.start for sentence in sentences]
        self._matches: dict[int, list[Match]] = {}

    def sentence_at(self, at: int) -> int:
        """Return the number of the sentence that holds a place, -1 where there is none."""
        return bisect_right(self._starts, at) - 1

    def _before(self, at: int) -> list[list[Mention]]:
        """Return what was said before a place, by sentence, nearest first."""
        recent = [m for m in self.mentions[-_RECENT:] if m.start < at and m.end >= at - REACH]
        recent.sort(key=lambda m: (m.end, m.start), reverse=True)
        if not self.sentences:
            return [[mention] for mention in recent]
        groups = []
        last = self.sentence_at(at)
        for number in range(last, -1, -1):
            sentence = self.sentences[number]
            if sentence.end < at - REACH:
                break
            found = [m for m in recent if sentence.start <= m.start < sentence.end]
            if not found and number < last:
                found = self._told_by_narrator(number)
            if found:
                groups.append(found)
        return groups

    def matches_of(self, number: int) -> list[Match]:
        """Match one sentence with every narrative."""
        if number not in self._matches:
            text = self.sentences[number].text
            none = np.zeros(len(self.scorer.profiles))
            self._matches[number] = self.scorer.match(text, "", none)
        return self._matches[number]

    def _told_by_narrator(self, number: int) -> list[Mention]:
        sentence = self.sentences[number]
        matches = self.matches_of(number)
        best = max(range(len(matches)), key=lambda n: matches[n].points, default=-1)
        if best < 0 or matches[best].points < 1.5:
            return []
        stance = read_stance(sentence.text, "", "asserts", matches[best].at)
        how = "implied" if matches[best].implied else "stated"
        stands = stance.stance if stance.stance != "neutral" else "supports"
        return [
            Mention(
                sentence.start, sentence.end, best, stands, how,
                0.9 * matches[best].probability, f"{sentence.start}-{sentence.end}", "",
            )
        ]  # fmt: skip

    def actor_before(self, at: int) -> tuple[int, Mention | None] | None:
        """Find whose actor was named last before a place."""
        if not self.sentences:
            for mention in sorted(self.mentions[-_RECENT:], key=lambda m: -m.end):
                if mention.start < at and self.scorer.profiles[mention.narrative].actor:
                    return mention.narrative, mention
            return None
        last = self.sentence_at(at)
        for number in range(last, -1, -1):
            sentence = self.sentences[number]
            if sentence.end < at - REACH:
                return None
            text = sentence.text[: max(0, at - sentence.start)] if number == last else sentence.text
            named = self.scorer.actors_in(text)
            if len(named) == 1:
                inside = [
                    m
                    for m in self.mentions[-_RECENT:]
                    if m.narrative == named[0] and sentence.start <= m.start < sentence.end
                ]
                return named[0], max(inside, key=lambda m: m.end - m.start, default=None)
        return None

    def meant_by(self, pointer: Pointer, at: int) -> Mention | None:
        """Find what pointing words mean: the nearest that fits their kind, else the nearest."""
        wants = {"accusation": "supports", "account": "supports", "denial": "disputes"}
        wanted = wants.get(pointer.refers, "")
        owner = pointer.owner.lower()[:5]
        groups = self._before(at)
        for group in groups if owner else ():
            for mention in group:
                if owner in mention.source.lower() and wanted in ("", mention.stance):
                    return mention
        near = [mention for group in groups[:_NEAREST] for mention in group]
        for mention in near if wanted else ():
            if mention.stance == wanted and mention.how == "stated":
                return mention
        for group in groups[:_NEAREST]:
            stated = [mention for mention in group if mention.how == "stated"]
            return (stated or group)[0]
        return None

    def nearest_other(self, own: set[int], at: int) -> Mention | None:
        """Find the last mention of a narrative that is none of ``own``."""
        for group in self._before(at):
            for mention in group:
                if mention.narrative not in own:
                    return mention
        return None
