"""Lines that stand on pages of all outlets and are none of the story, told by their own words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from narratives.documents.turning import verbs_behind_names
from narratives.lexicon import has_list, load_lexicon
from narratives.lexicon.letters import word_pattern

_APPEAL = re.compile(
    r"(?:^|[.!?:…,] )(?:please |you can |or )?(?:support|donate|subscribe|sign up|follow|join|"
    r"become|help|consider|contribute|like|download|get|stay|back|fund)\b",
    re.I,
)
_APPEAL_ABOUT = re.compile(
    r"\b(?:patron|patreon|donat\w+|one-time|subscri\w+|newsletters?|member(?:ship)?|supporters?|"
    r"contribut\w+|telegram|whatsapp|facebook|twitter|instagram|youtube|tiktok|viber|signal|"
    r"google news|podcasts?|app|journalism|channel|inbox|coffee|paypal|crowdfund\w*|updates)\b",
    re.I,
)
_WE = re.compile(r"\b(?:us|our|we|we're|we've|your)\b", re.I)
_QUOTED = re.compile(r"[\"“”„«»]")
_ARROWS = "→➔➜➤►▶▸»👉🔗 \t\ufe0f"
"""Signs that lead on from a page, before the words of the line."""


@cache
def _rules(language: str) -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    """Compile the lines of a language, and the English ones, which pages of all languages have."""
    own = load_lexicon("furniture", language) if has_list("furniture", language) else ()
    rows = own if language == "en" else (*own, *load_lexicon("furniture"))
    rules = []
    for row in rows:
        # The credits are told by capitals, the other lines are not.
        flags = re.I if row["where"] != "any" or "photo|" in row["pattern"] else 0
        rules.append((row["kind"], row["where"], re.compile(row["pattern"], flags), row["why"]))
    return tuple(rules)


def says_something(text: str) -> bool:
    """Tell whether a line of a page says that somebody says something.

    Examples
    --------
    >>> says_something("The mayor, who denied it"), says_something("Photo: Ana Ruiz")
    (True, False)
    """
    return not verbs_behind_names().isdisjoint(word_pattern().findall(text))


@lru_cache(maxsize=10_000)
def name_furniture(text: str, language: str = "en") -> tuple[str, str] | None:
    """Return what kind of furniture the words of a line name, and why; None for other lines.

    Parameters
    ----------
    text : str
        A line, in the letters it is read in.
    language : str

    Returns
    -------
    tuple of str, or None
        A kind of ``schema.FURNITURE`` and the reason in words.

    Examples
    --------
    >>> name_furniture("Read also: How the dam was built")
    ('link_header', 'the line leads to another article')
    >>> name_furniture("The dam held.") is None
    True
    """
    words = text.lstrip(_ARROWS) or text
    for kind, where, pattern, why in _rules(language):
        find = {"whole": pattern.fullmatch, "start": pattern.match, "any": pattern.search}[where]
        found = find(words)
        # "It held (photo: the chair, who denied it)." is a sentence of the story.
        aside = found and found.start() and kind == "caption" and says_something(found[0])
        if found and not aside:
            return kind, why
    appeal = _APPEAL.search(text) and _APPEAL_ABOUT.search(text) and _WE.search(text)
    if appeal and not _QUOTED.search(text):
        return "donation", "the line asks for money, a subscription or followers"
    return None
