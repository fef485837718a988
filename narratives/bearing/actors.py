"""Names of actors in a text, and the words that tie an actor to an event."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.bearing.profiles import Profile, is_role
from narratives.bearing.words import Word, first, is_plain, relation

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
