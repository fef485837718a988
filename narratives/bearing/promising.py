"""Which words of a statement and an account are likely to have decided a bearing.

To leave a word out costs a reading of all that stands in the row. Where few readings can be had,
these words come first: what the statement has in common with the account, and what denies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from narratives.documents.language import small_words
from narratives.lexicon import inflect, load_classes, load_lexicon, words_of_classes
from narratives.lexicon.letters import word_pattern
from narratives.lexicon.lists import COMMON_VERBS
from narratives.reading import Account, Passage

SHORTEST = 3
"""Letters of a word that is worth leaving out; "no" is one as well."""
STEM, ENDING = 4, 3
"""Letters that forms of one word share at least, and by which the shorter may end differently."""
_WORD = word_pattern("'’-", figures=True)
_SMALL = frozenset(("the", "and", "for", "that", "was", "were", "has", "had", "are", "its"))
_SHORT = frozenset(("no",))
_SAYING = ("say", "according")
# The weights order the words; how well is in benchmarks/RESULTS.md, "The words that decided".
_DENIES, _SHARED, _NEGATES, _AKIN, _OF_ACCOUNT = 4.0, 3.0, 2.9, 2.8, 2.5
_OTHER_CUE, _OWN, _ALONE, _PLAIN = 1.5, 1.2, 0.8, 0.3
_NAME = 0.3


def rank_words(passage: Passage, account: Account) -> list[tuple[str, str]]:
    """List the words of a statement and an account, those likely to have decided first.

    Parameters
    ----------
    passage : Passage
    account : Account

    Returns
    -------
    list of (word, where)
        Each word once, as it is written first; ``where`` is "statement" or "account", which is
        for words of the account alone.

    Examples
    --------
    >>> said = Passage("Police", "denied", "that a bomb went off in Kell")
    >>> rank_words(said, Account("Bombs exploded.")) # doctest: +NORMALIZE_WHITESPACE
    [('denied', 'statement'), ('bomb', 'statement'), ('Bombs', 'account'),
     ('Kell', 'statement'), ('exploded', 'account'), ('went', 'statement'), ('off', 'statement')]
    """
    cue, content = list(_words(passage.cue)), list(_words(passage.content))
    theirs = list(_words(account.statement))
    shared = {word.casefold() for word in theirs}
    said = {word.casefold() for word in content}
    scored: dict[str, tuple[float, str, str]] = {}
    for word, where in (
        *((word, "cue") for word in cue),
        *((word, "statement") for word in content),
        *((word, "account") for word in theirs),
    ):
        key = word.casefold()
        others = said if where == "account" else shared
        score = _cue_score(key) if where == "cue" else _score(word, where, others)
        if key not in scored:
            scored[key] = score, word, "account" if where == "account" else "statement"
    ranked = sorted(scored.values(), key=lambda found: -found[0])
    return [(word, where) for _, word, where in ranked]


def _score(word: str, where: str, others: set[str]) -> float:
    key = word.casefold()
    if key in load_classes()["negative"]:
        return _NEGATES if where == "statement" else _ALONE
    if key in _untelling():
        return _PLAIN * (2 if key in others else 1)
    name = _NAME * word[:1].isupper()
    if key in others:
        return _SHARED + name
    if any(_are_akin(key, other) for other in others):
        return (_AKIN if where == "statement" else _OF_ACCOUNT) + name
    return (_OWN if where == "statement" else _ALONE) + name


def _cue_score(key: str) -> float:
    group, polarity = _cues().get(key, ("", ""))
    if polarity in ("denies", "doubts"):
        return _DENIES
    return _PLAIN if group in _SAYING or key in _untelling() else _OTHER_CUE


def _are_akin(word: str, other: str) -> bool:
    """Tell whether two words may be forms of one: "Ukrainian" and "Ukraine"."""
    shorter = min(len(word), len(other))
    return (
        shorter >= STEM
        and word[: max(STEM, shorter - ENDING)] == other[: max(STEM, shorter - ENDING)]
    )


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        small = match[0].lower()
        if small in _SHORT or (len(small) >= SHORTEST and small not in _SMALL):
            yield match[0]


@cache
def _untelling() -> frozenset[str]:
    """Return the words that stand in any statement."""
    rows = load_lexicon(COMMON_VERBS)
    verbs = {form.strip() for r in rows for form in (r["verb"], *r["forms"].split(";"))}
    return small_words() | words_of_classes(("adverb", "beside_verb", "time")) | verbs


@cache
def _cues() -> dict[str, tuple[str, str]]:
    """Return group and polarity of the forms of each cue word."""
    found: dict[str, tuple[str, str]] = {}
    for row in load_lexicon("cues"):
        forms = {row["lemma"], *(inflect(row["lemma"]).values() if row["pos"] == "verb" else ())}
        for form in forms:
            if form not in found or row["polarity"] != "asserts":
                found[form] = row["class"], row["polarity"]
    return found
