"""Rate a statement by what its pointing words mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narratives.bearing.actors import find_tie
from narratives.bearing.memory import Memory, find_actor, find_meant, find_rival, find_source
from narratives.bearing.pointing import Pointer, find_alternative
from narratives.bearing.records import Row, Told, tell_turns
from narratives.bearing.stance import read_stance
from narratives.bearing.words import stance_words

_OPPOSITE = {"supports": "disputes", "disputes": "supports"}


def rate_pointed(
    memory: Memory, ids: Sequence[str], each: Told, pointer: Pointer, speaker: Iterable[int]
) -> Row | None:
    """Rate a statement by the mention that its pointing words mean, None where none is found."""
    if pointer.refers == "group":
        return _rate_actor(memory, ids, each, pointer)
    content = each.content
    if pointer.refers == "denial" and pointer.start >= 0:
        content = content[: pointer.start] + content[pointer.start + len(pointer.words) :]
    stance = read_stance(content, each.cue, each.polarity)
    if stance.stance == "neutral":
        return None
    against = stance.stance == "disputes"
    if pointer.refers == "person":
        meant = find_source(memory, each.content, each.start)
    else:
        meant = find_meant(memory, pointer, each.start, against, speaker)
    if meant is None:
        return None
    base = "supports"
    if pointer.refers in ("statement", "person"):
        base = meant.stance
    elif pointer.refers == "opposite":
        base = _OPPOSITE[meant.stance]
    elif pointer.refers == "denial":
        base = "disputes"
    final = _OPPOSITE[base] if against else base
    near = 0.95 if each.start - meant.end < 400 else 0.8
    sure = near * (1.0 if pointer.firm else 0.75) * (1.0 if meant.how == "stated" else 0.9)
    why = f'"{pointer.words}" points back ({ids[meant.narrative]}); {tell_turns(stance)}'
    probability = min(0.95, sure * stance.sure * max(0.6, meant.probability))
    stated = pointer.firm and (meant.how == "stated" or pointer.refers != "person")
    how = "stated" if stated else "implied"
    return Row(meant.narrative, final, how, probability, why, meant.span)


def rate_rival(memory: Memory, ids: Sequence[str], each: Told, own: set[int]) -> Row | None:
    """Find the account that an "alternative theory" is an alternative to."""
    words = find_alternative(each.content, each.cue) if own else ""
    if not words or each.polarity != "asserts":
        return None
    mention = find_rival(memory, own, each.start)
    if mention is None:
        return None
    why = f'a rival: "{words}" ({ids[mention.narrative]})'
    probability = 0.7 * max(0.6, mention.probability)
    return Row(mention.narrative, "disputes", "implied", probability, why, mention.span)


def list_groups(memory: Memory) -> list[int]:
    """Return the narratives whose actor can be a group: a name, or a word such as "rebels"."""
    profiles = memory.definitions.profiles
    return [n for n, p in enumerate(profiles) if p.names or p.actor & p.named]


def _rate_actor(memory: Memory, ids: Sequence[str], each: Told, pointer: Pointer) -> Row | None:
    tie, word = find_tie(f"{each.cue} {each.content}")
    if tie not in ("involve", "act", "conduct"):
        return None
    actor = find_actor(memory, each.start, list_groups(memory))
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
    why = f'"{pointer.words}" points back to the actor ({ids[number]}), "{word}"; '
    probability = (0.6 if implied else 0.75) * stance.sure
    how = "implied" if implied else "stated"
    span = mention.span if mention is not None else ""
    return Row(number, stance.stance, how, probability, why + tell_turns(stance), span)
