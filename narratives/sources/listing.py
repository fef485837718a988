"""Who can stand in a register of sources: whoever speaks, and no text that is read or pronoun."""

from __future__ import annotations

import re
from functools import cache

from narratives.lexicon import load_classes
from narratives.lexicon.letters import word_of
from narratives.schema import NARRATOR, UNNAMED
from narratives.sources.words import is_pronoun

CALLED = ("unresolved", "group")
"""How a source is linked that the text only calls something: "the union", "villagers"."""
_WORD = re.compile(word_of("'’-") + r"|\d+")


def is_speaker(name: str, resolved_by: str) -> bool:
    """Tell whether a source can stand in a register: a new case proposes those that can.

    What is only read ("the report", "two studies of the silo") is none, unless it has a name of
    its own ("Harbour Report"); nor are words that only point at somebody ("those on board").

    Parameters
    ----------
    name : str
        ``source_name`` of a statement.
    resolved_by : str
        How it was linked.

    Examples
    --------
    >>> [is_speaker(name, "group") for name in ("villagers", "two studies", "those on board")]
    [True, False, False]
    >>> is_speaker("Harbour Report", "name"), is_speaker("narrator", "narrator")
    (True, False)
    """
    if name in ("", NARRATOR, UNNAMED):
        return False
    if resolved_by in CALLED:
        return not _is_nobody(name) and not _is_record(name)
    # "The report, seen by the Herald" is linked by the name in it and has none itself.
    return not is_pronoun(name) and (not _is_record(name) or _has_large_head(name))


def head_of(words: str) -> str:
    """Return a name without what is told of it: "Villagers, who saw it" are villagers.

    Examples
    --------
    >>> head_of("Villagers, who saw it")
    'Villagers'
    """
    return _tail().split(" ".join(words.split()))[0].strip(" \"'“”«»")


@cache
def _tail() -> re.Pattern[str]:
    """Return what begins that which is told of a name."""
    opens = "|".join(sorted(load_classes()["opens_relative"]))
    return re.compile(rf",|\s\(|\s(?:{opens}|including|such as)\b")


def _is_record(name: str) -> bool:
    """Tell whether words are a thing that is read and no speaker: "the report of the council"."""
    classes = load_classes()
    words = _before_preposition(name)
    return bool(words) and words[-1].lower() in (
        classes["records"] | classes["texts"] | classes["readable"]
    )


def _has_large_head(name: str) -> bool:
    """Tell whether the noun that heads a name is written as one: "Harbour Report"."""
    words = _before_preposition(name)
    return bool(words) and words[-1][0].isupper()


def _is_nobody(name: str) -> bool:
    """Tell whether words only point at somebody: "they", "those on board", "many in Torre"."""
    words = _before_preposition(name)
    return is_pronoun(name) or (bool(words) and is_pronoun(" ".join(words)))


def _before_preposition(name: str) -> list[str]:
    """Return the words up to the first preposition; none where a name begins with one."""
    words = _WORD.findall(head_of(name))
    prepositions = load_classes()["preposition"]
    stop = next((k for k, word in enumerate(words) if word.lower() in prepositions), len(words))
    return words[:stop]
