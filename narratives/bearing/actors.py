"""Names of actors in a text, and the words that tie an actor to an event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratives.bearing.definitions import Definitions, Hit, Match, find_terms
from narratives.bearing.profiles import Profile, is_role
from narratives.bearing.words import Word, first, is_plain, relation, words_of

_TIES = {"involve": 2.2, "admit": 2.4, "act": 1.7, "conduct": 1.3, "evidence": 1.05, "": 0.25}
_GERUND = re.compile(r"\W*(?:\w+ly )?\w+ing\b")
_PLACE = frozenset(["in", "on", "against", "near", "at", "over", "across", "inside", "outside"])


def find_tie(told: str) -> tuple[str, str]:
    """Find the strongest tie between an actor and an event, and its word."""
    for group in ("involve", "act", "conduct", "plan", "evidence"):
        found = first("relations", group, told)
        if found:
            return ("act" if group == "plan" else group), found
    return "", ""


def share_of(profile: Profile, seen: dict[str, Word]) -> float:
    """Return the share of the actor's weight that the words carry, 0 without a name of it."""
    if not seen or not profile.actor:
        return 0.0
    total = sum(profile.weights.get(word, 0.0) for word in profile.actor)
    # One name of several is enough where each stands alone as a term.
    if any((word,) in profile.names for word in seen):
        return 1.0
    got = sum(profile.weights.get(word, 0.0) for word in seen)
    return got / total if total else 0.0


def names_alone(words: Sequence[Word], profile: Profile) -> set[int]:
    """Return where a name that needs a role after it ("Belgian") has none."""
    return {
        word.start
        for i, word in enumerate(words)
        if word.raw.lower() in profile.modifiers
        and (word.stem,) not in profile.names
        and not any(is_role(other) for other in words[i + 1 : i + 4])
    }


def is_part(word: Word, profile: Profile) -> bool:
    """Tell whether a word is one of the actor's; "IS" needs its capitals."""
    return word.stem in profile.actor and (not is_plain(word.raw) or word.raw.isupper())


def is_object(word: Word, content: str, tie: str) -> bool:
    """Tell whether a name is the one something is done to, or a place."""
    before = content[max(0, word.start - 40) : word.start].split()
    while before and before[-1].lower() in ("the", "a", "an", '"'):
        before.pop()
    last = before[-1].lower() if before else ""
    if relation("frame").fullmatch(last):
        return True
    if tie != "act":
        return False
    return last in _PLACE or (
        last.endswith(("ed", "ing")) and bool(relation("act").fullmatch(last))
    )


def match_actor(
    definitions: Definitions,
    profile: Profile,
    hits: Sequence[Hit],
    words: Sequence[Word],
    content: str,
    main: str,
    cue: str,
    speaker: bool | None,
) -> Match:
    """Match the name of an actor, or the actor itself where it is the source.

    Parameters
    ----------
    definitions : Definitions
    profile : Profile
    hits : sequence of Hit
        The terms of this narrative.
    words : sequence of Word
        The words of the content that no other narrative's terms take.
    content, main, cue : str
        Cleaned texts; ``main`` is the content without its inserted clauses.
    speaker : bool or None
        Whether the source is the actor; see ``is_actor``.
    """
    told = f"{cue} {content}"
    denies = first("relations", "deny", cue) or first("stances", "negator", content)
    # "Belgian officials" may deny for "Belgian services", and not confess for them.
    speaks = speaker is not None and (speaker or bool(denies))
    tie, tied = find_tie(told)
    alias = [(start, profile.names[key]) for _, key, named, start, _ in hits if named]
    all_words = words_of(content)
    alone = names_alone(all_words, profile)
    seen = {
        w.stem: w
        for w in words
        if is_part(w, profile) and w.start not in alone and not is_object(w, content, tie)
    }
    share = share_of(profile, seen)
    aliases = [
        text for start, text in alias if start < 0 or not is_object(all_words[start], content, tie)
    ]
    if aliases:
        share = 1.0
    # Who blames means somebody else, and "its" in what is blamed is not the speaker's.
    blames = relation("blame").search(cue) and not relation("reflexive").search(content)
    refers = first("stances", "self", content) and not blames
    own = speaks and (refers or first("relations", "admit", told))
    gerund = _GERUND.match(content) and first("relations", "deny", cue)
    bare = speaks and (gerund or first("stances", "joined", told))
    if not share and not own and not bare:
        return Match()
    at = tuple(w.start for w in seen.values()) + tuple(
        all_words[start].start for start, _ in alias if start >= 0
    )
    if share < 0.6 and (bare or (own and tie in ("involve", "admit", "act"))):
        return Match(
            2.2,
            False,
            (f'"{tied or first("stances", "joined", told)}"',),
            "the source speaks of itself:",
            (),
        )
    names = tuple(aliases) or tuple(w.raw for w in seen.values())
    shown = tuple(f'"{name}"' for name in names)
    if speaks and first("relations", "admit", told):
        return Match(2.4, False, (*shown, f'"{tied}"'), "the source takes it on itself:", at)
    # An actor whom several narratives name does not tell them apart.
    apart = max((profile.weights[key] for key in seen), default=0.0) if not aliases else 1.0
    points = _TIES[tie] * (share if share >= 0.6 else 0.5 * share) * apart
    implied = tie in ("conduct", "evidence")
    reason = "names"
    if tie and first("stances", "precedent", main):
        points, implied, reason = min(points, 1.5), True, "precedent: names"
    elif tie == "act" and not any(_is_event(definitions, w, profile) for w in all_words):
        points, implied = min(points, 1.4), True
    if tied:
        shown = (*shown, f'"{tied}"')
    return Match(points, implied, shown, reason, at)


def _is_event(definitions: Definitions, word: Word, profile: Profile) -> bool:
    """Tell whether a word speaks of the event: shared by narratives, or this one's own."""
    if word.stem in definitions.event:
        return True
    own = profile.weights.get(word.stem, 0.0) > 0.1
    return own and word.stem not in profile.actor and word.stem not in profile.named


def is_actor(definitions: Definitions, source: str, profile: Profile) -> bool | None:
    """Tell whether a source is the one whom the narrative holds responsible.

    None where it is not; False where only the name before a role agrees, as in
    "Belgian officials" for "Belgian services".
    """
    words = words_of(source)
    named = (hit.narrative for hit in find_terms(definitions, words) if hit.named)
    if any(definitions.profiles[n].narrative_id == profile.narrative_id for n in named):
        return True
    seen = {w.stem: w for w in words if is_part(w, profile)}
    if share_of(profile, seen) < 0.6:
        return None
    fits = not profile.roles or any(w.stem in profile.roles for w in words)
    return fits or any(w.raw.lower() not in profile.modifiers for w in seen.values())


def actors_in(definitions: Definitions, text: str) -> list[int]:
    """Return the numbers of the narratives whose actor a text names."""
    return [
        n
        for n, profile in enumerate(definitions.profiles)
        if is_actor(definitions, text, profile) is not None
    ]
