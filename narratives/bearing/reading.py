"""Read the statements of one document in order, so that pointing words find what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narratives.bearing.actors import is_actor
from narratives.bearing.antecedents import list_groups, rate_pointed, rate_rival
from narratives.bearing.definitions import THRESHOLD, Definitions, Match
from narratives.bearing.memory import (
    Memory,
    Mention,
    Sentence,
    find_actor,
    find_sentence,
    match_sentence,
)
from narratives.bearing.pointing import Pointer, find_pointer, is_judgement
from narratives.bearing.records import Row, Told, tell_turns
from narratives.bearing.relevance import match_narratives
from narratives.bearing.stance import Stance, read_stance
from narratives.bearing.words import is_plain, relation, words_of

_JUDGES = re.compile(
    r"\b(?:evidence|proof|indications?|signs?|basis|credible|plausible|true|false|confirmed|"
    r"likely|unlikely|possible|ruled out|substance|grounds)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What is at hand while one document is read.

    ``sentences`` of the memory are empty where the document is not at hand; ``prior``
    holds +1 or -1 for a source and a narrative in which it has a stake.
    """

    definitions: Definitions
    ids: tuple[str, ...]
    memory: Memory
    prior: Mapping[tuple[str, str], float]


def read_statements(
    definitions: Definitions,
    sentences: Sequence[Sentence],
    prior: Mapping[tuple[str, str], float],
    told: Sequence[Told],
    cosines: Sequence[NDArray[np.float64]],
) -> dict[str, list[Row]]:
    """Rate every statement of one document; the result is keyed by statement id."""
    ids = tuple(profile.narrative_id for profile in definitions.profiles)
    reading = Reading(definitions, ids, Memory(definitions, sentences), prior)
    order = sorted(range(len(told)), key=lambda n: (told[n].start, told[n].end, n))
    rated: dict[str, list[Row]] = {}
    for number in order:
        each = told[number]
        rows = _own_or_pointed(reading, each, cosines[number])
        rated[each.statement_id] = [_with_prior(reading, each, row) for row in rows]
        _remember(reading.memory, each, rows)
    for place, number in enumerate(order):
        each = told[number]
        if all(row.narrative < 0 for row in rated[each.statement_id]):
            around = [told[n] for n in order[max(0, place - 20) : place + 20]]
            inherited = _evidence(reading, each, around, rated) or _context(reading, each)
            if inherited:
                rated[each.statement_id] = [inherited]
    return rated


def _own_or_pointed(reading: Reading, each: Told, cosines: NDArray[np.float64]) -> list[Row]:
    speaker = _speaker(reading, each)
    matches = match_narratives(reading.definitions, each.content, each.cue, cosines, speaker)
    best = max((match.points for match in matches), default=0.0)
    own = {
        number: match
        for number, match in enumerate(matches)
        if match.points >= max(THRESHOLD, 0.55 * best)
    }
    rows: dict[int, Row] = {}
    open_words = ""
    for number, match in own.items():
        omission = reading.definitions.profiles[number].omission
        stance = read_stance(each.content, each.cue, each.polarity, match.at, omission)
        if stance.stance == "neutral":
            says = _says(match, reading.ids[number])
            open_words = f'{says}; left open: "{stance.words[0]}"'
            continue
        rows[number] = _row(reading, number, match, stance)
    pointer = _pointer(each, own)
    if pointer is not None:
        pointed = rate_pointed(reading.memory, reading.ids, each, pointer, speaker)
        if pointed is not None:
            rows = _join(rows, own, pointed, pointer)
    rival = rate_rival(reading.memory, reading.ids, each, set(rows))
    if rival is not None:
        rows[rival.narrative] = rival
    if rows:
        return sorted(rows.values(), key=lambda row: row.narrative)
    return [_none(open_words or _why_none(reading, matches))]


def _pointer(each: Told, own: Mapping[int, Match]) -> Pointer | None:
    """Find the words that point back; "the sabotage theory" says itself what it means."""
    judged = is_judgement(each.content)
    if judged:
        return Pointer(judged, "accusation", "", True, 0)
    pointer = find_pointer(each.content, each.cue)
    if pointer is None or pointer.start < 0:
        return pointer
    end = pointer.start + len(pointer.words)
    named = (point for match in own.values() for point in match.at)
    return None if any(pointer.start <= point < end for point in named) else pointer


def _join(
    rows: dict[int, Row], own: Mapping[int, Match], pointed: Row, pointer: Pointer
) -> dict[int, Row]:
    """Put what pointing words mean beside what the statement says in its own words."""
    old = rows.get(pointed.narrative)
    if old is not None:
        both = old._replace(
            how="stated" if pointed.how == "stated" else old.how,
            stance=pointed.stance if old.how == "implied" else old.stance,
            probability=max(old.probability, pointed.probability),
            why=f"{old.why}; {pointed.why}",
            antecedent=pointed.antecedent,
        )
        return rows | {pointed.narrative: both}
    if pointed.narrative not in own and (not rows or pointer.firm):
        kept = {n: row for n, row in rows.items() if own[n].points >= 2.0}
        return kept | {pointed.narrative: pointed}
    return rows


def _row(reading: Reading, number: int, match: Match, stance: Stance) -> Row:
    implied = match.implied or stance.implied
    probability = match.probability * stance.sure * (0.85 if implied else 1.0)
    why = f"{_says(match, reading.ids[number])}; {tell_turns(stance)}"
    return Row(number, stance.stance, "implied" if implied else "stated", probability, why)


def _why_none(reading: Reading, matches: Sequence[Match]) -> str:
    best = max(range(len(matches)), key=lambda n: matches[n].points, default=-1)
    if best >= 0 and matches[best].words:
        words = ", ".join(matches[best].words)
        return f"too little for a bearing: {words} ({reading.ids[best]})"
    return "no words of any narrative"


def _with_prior(reading: Reading, each: Told, row: Row) -> Row:
    if row.narrative < 0 or not reading.prior:
        return row
    stake = reading.prior.get((each.source_id, reading.ids[row.narrative]), 0.0)
    if not stake:
        return row
    agrees = (stake > 0) == (row.stance == "supports")
    shift = 0.04 if agrees else -0.04
    verdict = "as" if agrees else "against what"
    return row._replace(
        probability=min(0.99, max(0.01, row.probability + shift)),
        why=f"{row.why}; {verdict} its stake suggests",
    )


def _remember(memory: Memory, each: Told, rows: Sequence[Row]) -> None:
    accuses = bool(relation("accuse").search(each.cue))
    for row in rows:
        if not row.why.startswith("a rival"):
            memory.mentions.append(
                Mention(
                    each.content_start, each.end, row.narrative, row.stance, row.how,
                    row.probability, row.antecedent or each.span, each.source,
                    pointed=bool(row.antecedent), accuses=accuses,
                )
            )  # fmt: skip


def _speaker(reading: Reading, each: Told) -> dict[int, bool]:
    """Return the narratives whose actor the source is."""
    definitions = reading.definitions
    known = {n: is_actor(definitions, each.source, p) for n, p in enumerate(definitions.profiles)}
    found = {n: sure for n, sure in known.items() if sure is not None}
    pointer = find_pointer(each.source.split(" / ")[0], "")
    if not found and pointer is not None and pointer.refers == "group":
        actor = find_actor(reading.memory, each.start, list_groups(reading.memory))
        if actor is not None:
            found[actor[0]] = True
    return found


def _evidence(
    reading: Reading, each: Told, around: Sequence[Told], rated: Mapping[str, list[Row]]
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
                why = f'"{word[0]}" feeds what is said around it ({reading.ids[row.narrative]})'
                return Row(row.narrative, "supports", "implied", 0.55 * row.probability, why)
    return None


def _context(reading: Reading, each: Told) -> Row | None:
    """Let a bare judgement ("there is no proof") bear on what its sentence names."""
    rest = [w for w in words_of(_JUDGES.sub("", each.content)) if not is_plain(w.raw)]
    if len(each.content.split()) > 12 or len(rest) > 2 or not _JUDGES.search(each.content):
        return None
    number = find_sentence(reading.memory, each.content_start)
    if number < 0:
        return None
    matches = match_sentence(reading.memory, number)
    best = max(range(len(matches)), key=lambda n: matches[n].points, default=-1)
    if best < 0 or matches[best].points < 2.0:
        return None
    stance = read_stance(each.content, each.cue, each.polarity)
    if stance.stance == "neutral":
        return None
    words = ", ".join(matches[best].words)
    why = f"its sentence names {words} ({reading.ids[best]}); {tell_turns(stance)}"
    return Row(best, stance.stance, "implied", 0.5 * stance.sure, why)


def _says(match: Match, narrative_id: str) -> str:
    return f"{match.reason} {', '.join(match.words)} ({narrative_id})".replace("  ", " ")


def _none(why: str) -> Row:
    return Row(-1, "neutral", "stated", 0.5 if why.startswith("too") else 0.8, why)
