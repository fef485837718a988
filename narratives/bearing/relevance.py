"""How far a text is about a narrative: phrases, names with a tie to the event, shared words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from narratives.bearing.actors import match_actor
from narratives.bearing.definitions import Definitions, Hit, Match, find_terms
from narratives.bearing.profiles import Profile, rarity
from narratives.bearing.words import (
    Word,
    compounds_of,
    first,
    is_plain,
    relation,
    words_of,
)

_RELATIVE = re.compile(r", (?:which|who|whose) [^,]{1,300},")
_EFFECT = re.compile(r", which [^,.;]{1,300}\Z")
_PLACE = re.compile(
    r"\b(?:near|beside|outside|along|across|around|past|next to|close to|in front of)"
    r"(?: (?:an?|the|its|their|this|that|two|three|several|some))?(?: [a-z]{1,20})? ?\Z"
)


def match_narratives(
    definitions: Definitions,
    content: str,
    cue: str,
    cosines: NDArray[np.float64],
    speaker: Mapping[int, bool] = MappingProxyType({}),
) -> list[Match]:
    """Match one statement with every narrative.

    Parameters
    ----------
    definitions : Definitions
    content, cue : str
        Cleaned texts.
    cosines : array of length n_narratives
    speaker : mapping of int to bool
        The narratives whose actor the source is, and whether beyond doubt.

    Returns
    -------
    list of Match
    """
    words = words_of(content)
    main = _RELATIVE.sub(lambda m: " " * len(m[0]), content)
    hits = _own_hits(definitions, words, content)
    hits += [hit._replace(start=-1, end=-1) for hit in find_terms(definitions, words_of(cue))]
    found = []
    for number, profile in enumerate(definitions.profiles):
        mine = [hit for hit in hits if hit.narrative == number]
        rest = [hit for hit in hits if hit.narrative != number and not hit.named]
        free = [
            w
            for i, w in enumerate(words)
            if not any(hit.start <= i < hit.end for hit in rest)
            or any(hit.start <= i < hit.end for hit in mine)
        ]
        parts = [
            _phrase(definitions, profile, mine, words, content, main),
            match_actor(definitions, profile, mine, free, content, main, cue, speaker.get(number)),
            _overlap(profile, free, main, float(cosines[number])),
        ]
        parts.sort(key=lambda part: -part.points)
        best = parts[0]
        extra = 0.3 * sum(part.points for part in parts[1:])
        if best.points:
            shown = tuple(dict.fromkeys(w for part in parts for w in part.words))
            at = tuple(sorted({a for part in parts for a in part.at}))
            best = Match(best.points + extra, best.implied, shown[:6], best.reason, at)
        found.append(best)
    told = f"{cue} {content}"
    return _without_effects(_without_deeds(found, told), content)


def _own_hits(definitions: Definitions, words: Sequence[Word], content: str) -> list[Hit]:
    """Find the terms, but none inside a longer term of another narrative or inside an idiom."""
    hits = list(find_terms(definitions, words))
    idioms = [m.span() for m in relation("idiom").finditer(content)]
    return [
        hit
        for hit in hits
        if not any(
            other.start <= hit.start
            and hit.end <= other.end
            and len(other.key) > len(hit.key)
            and other.narrative != hit.narrative
            for other in hits
        )
        and not any(a <= words[hit.start].start < b for a, b in idioms)
    ]


def _without_deeds(found: list[Match], told: str) -> list[Match]:
    """Where the source takes a deed on itself, the words for the deed mean no other account."""
    admits = bool(first("relations", "admit", told))
    if not admits or not any(match.reason.startswith("the source") for match in found):
        return found
    return [
        match if match.reason.startswith("the source") else replace(match, points=0.0)
        for match in found
    ]


def _without_effects(found: list[Match], content: str) -> list[Match]:
    """Leave out what only a closing ", which ..." names beside another narrative's cause."""
    effect = _EFFECT.search(content)
    if effect is None or not any(m.points >= 1.0 and _before(m, effect.start()) for m in found):
        return found
    return [
        match if _before(match, effect.start()) or not match.at else replace(match, points=0.0)
        for match in found
    ]


def _before(match: Match, at: int) -> bool:
    return any(point < at for point in match.at)


def _phrase(
    definitions: Definitions,
    profile: Profile,
    hits: Sequence[Hit],
    words: Sequence[Word],
    content: str,
    main: str,
) -> Match:
    keys = {hit.key: hit.start for hit in hits if not hit.named}
    if not keys:
        return Match()
    number = len(definitions.profiles)
    points = []
    for key, start in keys.items():
        apart = max(0.15, rarity(definitions.owners[key], number))
        place = start >= 0 and len(key) == 1 and _is_place(content, words[start])
        points.append(2.6 * apart * (0.3 if place else 1.0))
    at = tuple(words[start].start for start in keys.values() if start >= 0)
    elsewhere = bool(first("stances", "precedent", main))
    tied = bool(first("relations", "involve", main))
    more = sum(point >= 1.0 for point in points)
    return Match(
        max(points) + 0.4 * max(0, more - 1),
        elsewhere and not tied,
        tuple(f'"{profile.phrases[key]}"' for key in keys),
        "names" if not elsewhere or tied else "precedent: names",
        at,
    )


def _overlap(profile: Profile, words: Sequence[Word], main: str, cosine: float) -> Match:
    """Score the words shared with the definition; names alone do not count."""
    shared: dict[str, Word] = {}
    for word in (*words, *compounds_of(words)):
        if profile.weights.get(word.stem, 0.0) >= 0.1 and not (
            _bare_name(word, profile) or is_plain(word.raw) or _is_place(main, word)
        ):
            shared.setdefault(word.stem, word)
    if not shared:
        return Match(min(0.9, 1.5 * cosine))
    total = sum(profile.weights[key] for key in shared)
    if len(shared) == 1 and not relation("act").fullmatch(next(iter(shared.values())).raw):
        cosine *= 0.5
    points = 1.2 * (1.0 - math.exp(-total)) + 1.5 * cosine
    return Match(
        points,
        len(shared) < 2 or bool(first("stances", "precedent", main)),
        tuple(f'"{word.raw}"' for word in shared.values()),
        "shares",
        tuple(word.start for word in shared.values()),
    )


def _is_place(content: str, word: Word) -> bool:
    """Tell whether a thing only says where ("beside the track")."""
    return _PLACE.search(content[max(0, word.start - 60) : word.start]) is not None


def _bare_name(word: Word, profile: Profile) -> bool:
    capital = word.raw[0].isupper() and word.start > 0
    inside = any(word.stem in key for key in profile.names)
    return capital or inside or word.stem in profile.named
