"""Read the statements of one document in order, so that pointing words find what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narratives.bearing.actors import find_tie
from narratives.bearing.memory import Memory, Mention, Sentence
from narratives.bearing.pointing import Pointer, find_alternative, find_pointer
from narratives.bearing.relevance import THRESHOLD, Match, Scorer
from narratives.bearing.stance import Stance, read_stance
from narratives.bearing.words import relation, stance_words

_JUDGES = re.compile(
    r"\b(?:evidence|proof|indications?|signs?|basis|credible|plausible|true|false|confirmed|"
    r"likely|unlikely|possible|ruled out|substance|grounds)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """One statement as it is read here; texts are cleaned."""

    statement_id: str
    document_id: str
    start: int
    content_start: int
    end: int
    span: str
    content: str
    cue: str
    source: str
    source_id: str
    polarity: str


class Row(NamedTuple):
    """One row of the bearings table; ``narrative`` is a number, -1 for none."""

    narrative: int
    stance: str
    how: str
    probability: float
    why: str
    antecedent: str = ""


class Reader:
    """Rates the statements of one document.

    Parameters
    ----------
    scorer : Scorer
    sentences : sequence of Sentence
        Empty where the document is not at hand.
    prior : mapping of (source_id, narrative_id) to +1 or -1
    """

    def __init__(
        self,
        scorer: Scorer,
        sentences: Sequence[Sentence],
        prior: Mapping[tuple[str, str], float],
    ) -> None:
        self.scorer = scorer
        self.ids = [profile.narrative_id for profile in scorer.profiles]
        self.memory = Memory(scorer, sentences)
        self.prior = prior

    def read(
        self, told: Sequence[Told], cosines: Sequence[NDArray[np.float64]]
    ) -> dict[str, list[Row]]:
        """Rate every statement; the result is keyed by statement id."""
        order = sorted(range(len(told)), key=lambda n: (told[n].start, told[n].end, n))
        rated: dict[str, list[Row]] = {}
        for number in order:
            each = told[number]
            rows = self._own_or_pointed(each, cosines[number])
            rows = [self._with_prior(each, row) for row in rows]
            rated[each.statement_id] = rows
            self._remember(each, rows)
        for place, number in enumerate(order):
            each = told[number]
            if all(row.narrative < 0 for row in rated[each.statement_id]):
                around = [told[n] for n in order[max(0, place - 20) : place + 20]]
                inherited = self._evidence(each, around, rated) or self._context(each)
                if inherited:
                    rated[each.statement_id] = [inherited]
        return rated

    # One statement

    def _own_or_pointed(self, each: Told, cosines: NDArray[np.float64]) -> list[Row]:
        speaks = self._speaker(each)
        matches = self.scorer.match(each.content, each.cue, cosines, speaks)
        best = max((match.points for match in matches), default=0.0)
        own = {
            number: match
            for number, match in enumerate(matches)
            if match.points >= max(THRESHOLD, 0.55 * best)
        }
        rows: dict[int, Row] = {}
        open_words = ""
        for number, match in own.items():
            stance = read_stance(each.content, each.cue, each.polarity, match.at)
            if stance.stance == "neutral":
                open_words = f'{_says(match, self.ids[number])}; left open: "{stance.words[0]}"'
                continue
            rows[number] = self._row(number, match, stance)
        pointer = find_pointer(each.content, each.cue)
        if pointer is not None:
            pointed = self._pointed(each, pointer)
            if pointed is not None:
                old = rows.get(pointed.narrative)
                if old is not None:
                    rows[pointed.narrative] = old._replace(
                        how="stated" if pointed.how == "stated" else old.how,
                        stance=pointed.stance if old.how == "implied" else old.stance,
                        probability=max(old.probability, pointed.probability),
                        why=f"{old.why}; {pointed.why}",
                        antecedent=pointed.antecedent,
                    )
                elif pointed.narrative not in own and (not rows or pointer.firm):
                    rows = {n: row for n, row in rows.items() if own[n].points >= 2.0}
                    rows[pointed.narrative] = pointed
        rival = self._rival(each, set(rows))
        if rival is not None:
            rows[rival.narrative] = rival
        if rows:
            return sorted(rows.values(), key=lambda row: row.narrative)
        return [_none(open_words or self._why_none(matches))]

    def _row(self, number: int, match: Match, stance: Stance) -> Row:
        how = "implied" if match.implied else "stated"
        probability = match.probability * stance.sure * (0.85 if match.implied else 1.0)
        why = f"{_says(match, self.ids[number])}; {_turns(stance)}"
        return Row(number, stance.stance, how, probability, why)

    def _why_none(self, matches: Sequence[Match]) -> str:
        best = max(range(len(matches)), key=lambda n: matches[n].points, default=-1)
        if best >= 0 and matches[best].words:
            words = ", ".join(matches[best].words)
            return f"too little for a bearing: {words} ({self.ids[best]})"
        return "no words of any narrative"

    def _with_prior(self, each: Told, row: Row) -> Row:
        if row.narrative < 0 or not self.prior:
            return row
        stake = self.prior.get((each.source_id, self.ids[row.narrative]), 0.0)
        if not stake:
            return row
        agrees = (stake > 0) == (row.stance == "supports")
        shift = 0.04 if agrees else -0.04
        verdict = "as" if agrees else "against what"
        return row._replace(
            probability=min(0.99, max(0.01, row.probability + shift)),
            why=f"{row.why}; {verdict} its stake suggests",
        )

    # What was said before

    def _remember(self, each: Told, rows: Iterable[Row]) -> None:
        for row in rows:
            if row.narrative >= 0 and not row.why.startswith("a rival"):
                span = row.antecedent or each.span
                self.memory.mentions.append(
                    Mention(
                        each.content_start, each.end, row.narrative, row.stance, row.how,
                        row.probability, span, each.source,
                    )
                )  # fmt: skip

    def _speaker(self, each: Told) -> dict[int, bool]:
        """Return the narratives whose actor the source is."""
        profiles = self.scorer.profiles
        known = {n: self.scorer.is_actor(each.source, p) for n, p in enumerate(profiles)}
        found = {n: sure for n, sure in known.items() if sure is not None}
        pointer = find_pointer(each.source.split(" / ")[0], "")
        if not found and pointer is not None and pointer.refers == "group":
            actor = self.memory.actor_before(each.start)
            if actor is not None:
                found[actor[0]] = True
        return found

    def _pointed(self, each: Told, pointer: Pointer) -> Row | None:
        if pointer.refers == "group":
            return self._pointed_actor(each, pointer)
        meant = self.memory.meant_by(pointer, each.start)
        if meant is None:
            return None
        stance = read_stance(each.content, each.cue, each.polarity)
        if stance.stance == "neutral":
            return None
        base = "supports"
        if pointer.refers == "statement":
            base = meant.stance
        elif pointer.refers == "denial":
            base = "disputes"
        same = stance.stance == "supports"
        final = base if same else ("disputes" if base == "supports" else "supports")
        near = 0.95 if each.start - meant.end < 400 else 0.8
        sure = near * (1.0 if pointer.firm else 0.75) * (1.0 if meant.how == "stated" else 0.9)
        why = f'"{pointer.words}" points back ({self.ids[meant.narrative]}); {_turns(stance)}'
        probability = min(0.95, sure * stance.sure * max(0.6, meant.probability))
        how = "stated" if pointer.firm else "implied"
        return Row(meant.narrative, final, how, probability, why, meant.span)

    def _pointed_actor(self, each: Told, pointer: Pointer) -> Row | None:
        tie, word = find_tie(f"{each.cue} {each.content}")
        if tie not in ("involve", "act", "conduct"):
            return None
        actor = self.memory.actor_before(each.start)
        if actor is None:
            return None
        number, mention = actor
        stance = read_stance(each.content, each.cue, each.polarity)
        if stance.stance == "neutral":
            return None
        elsewhere = stance_words("precedent").search(each.content)
        implied = tie != "involve" or bool(elsewhere)
        if elsewhere is None and mention is not None:
            implied = implied and mention.how == "implied"
        why = f'"{pointer.words}" points back to the actor ({self.ids[number]}), "{word}"; '
        probability = (0.6 if implied else 0.75) * stance.sure
        how = "implied" if implied else "stated"
        span = mention.span if mention is not None else ""
        return Row(number, stance.stance, how, probability, why + _turns(stance), span)

    def _rival(self, each: Told, own: set[int]) -> Row | None:
        """Find the account that an "alternative theory" is an alternative to."""
        words = find_alternative(each.content, each.cue) if own else ""
        if not words or each.polarity != "asserts":
            return None
        mention = self.memory.nearest_other(own, each.start)
        if mention is None:
            return None
        why = f'a rival: "{words}" ({self.ids[mention.narrative]})'
        probability = 0.7 * max(0.6, mention.probability)
        return Row(mention.narrative, "disputes", "implied", probability, why, mention.span)

    # What is left

    def _evidence(
        self, each: Told, around: Sequence[Told], rated: Mapping[str, list[Row]]
    ) -> Row | None:
        """Let images and identifications bear on what the statement around them supports."""
        word = relation("evidence").search(f"{each.cue} {each.content}")
        if word is None:
            return None
        for other in around:
            inside = other.content_start <= each.content_start and each.end <= other.end
            if other is each or not inside or other.span == each.span:
                continue
            for row in rated[other.statement_id]:
                if row.narrative >= 0 and row.stance == "supports":
                    why = f'"{word[0]}" feeds what is said around it ({self.ids[row.narrative]})'
                    probability = 0.55 * row.probability
                    return Row(row.narrative, "supports", "implied", probability, why)
        return None

    def _context(self, each: Told) -> Row | None:
        """Let a bare judgement ("there is no proof") bear on what its sentence names."""
        if len(each.content.split()) > 12 or not _JUDGES.search(each.content):
            return None
        number = self.memory.sentence_at(each.content_start)
        if number < 0:
            return None
        matches = self.memory.matches_of(number)
        best = max(range(len(matches)), key=lambda n: matches[n].points, default=-1)
        if best < 0 or matches[best].points < 2.0:
            return None
        stance = read_stance(each.content, each.cue, each.polarity)
        if stance.stance == "neutral":
            return None
        words = ", ".join(matches[best].words)
        why = f"its sentence names {words} ({self.ids[best]}); {_turns(stance)}"
        return Row(best, stance.stance, "implied", 0.5 * stance.sure, why)


def _says(match: Match, narrative_id: str) -> str:
    return f"{match.reason} {', '.join(match.words)} ({narrative_id})".replace("  ", " ")


def _turns(stance: Stance) -> str:
    if not stance.words:
        return "for it"
    quoted = ", ".join(f'"{word}"' for word in dict.fromkeys(stance.words))
    if stance.stance == "disputes":
        return f"turned against it by {quoted}"
    return f"turned twice, so for it: {quoted}"


def _none(why: str) -> Row:
    return Row(-1, "neutral", "stated", 0.5 if why.startswith("too") else 0.8, why)
