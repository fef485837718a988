"""Terms by which the texts refer to an account: names and telling words of its sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from narratives.documents import clean_words, find_language, shadow
from narratives.documents.language import small_words
from narratives.lexicon import has_list, load_lexicon, words_of_classes
from narratives.lexicon.letters import word_pattern
from narratives.lexicon.lists import COMMON_VERBS
from narratives.schema import Document

MOST = 8
"""Terms that are proposed for one account."""
_NOBODY = re.compile(r"(?:some|any|no|every)(?:body|one|thing)\Z|(?:did|made|make|makes)\Z", re.I)
_WORD = word_pattern("'’-")
_UNTELLING = ("adverb", "beside_verb", "negative")
PAIR = 2
"""Times that the texts have to say two words beside each other."""
_STEM = 4
"""Letters that two forms of a word share at least."""
_ENDING = 4
"""Letters by which the ends of two forms may differ."""


def propose_terms(
    narratives: Mapping[str, str], documents: Iterable[Document], question: str = ""
) -> dict[str, tuple[str, ...]]:
    """Propose the terms of each account from its sentence and the texts.

    Names come first, then pairs of words that stand beside each other in a text too, then
    single words, the rarest in the texts first. Verbs that stand in texts about any event
    ("started", "set") are none, nor are words that only go with a verb or say where ("down").
    A word is written as the texts write it. One that stands in all accounts, or in the
    question, tells none of them apart and is left out.

    Parameters
    ----------
    narratives : mapping of id to one sentence
    documents : iterable of Document
    question : str
        What the case asks.

    Returns
    -------
    dict of id to terms
        Empty where nothing of a sentence stands in any text.

    Examples
    --------
    >>> text = Document("a", "An earthquake broke the dam. The army had mined it, he said.")
    >>> accounts = {"quake": "An earthquake broke the dam.", "mine": "The army mined the dam."}
    >>> propose_terms(accounts, [text], "What broke the dam?")
    {'quake': ('earthquake',), 'mine': ('army', 'mined')}
    """
    texts = [shadow(document.text) for document in documents]
    found = Counter(word.casefold() for text in texts for word in _WORD.findall(text))
    language = find_language(" ".join([question, *narratives.values()]))
    small = untelling(language)
    shared = {word.casefold() for word in _WORD.findall(shadow(question))}
    words = {
        name: [w for w in _WORD.findall(shadow(clean_words(sentence))) if tells(w, small)]
        for name, sentence in narratives.items()
    }
    if len(words) > 1:
        everywhere = [{w.casefold() for w in own} for own in words.values()]
        shared |= set.intersection(*everywhere)
    joined = "\n".join(texts)
    return {
        name: tuple(_terms(own, narratives[name], shared, found, joined))[:MOST]
        for name, own in words.items()
    }


@cache
def untelling(language: str) -> frozenset[str]:
    """Return the words that tell no account from another: small ones, and what any event has.

    Examples
    --------
    >>> {"down", "never", "started"} <= untelling("en"), "herunter" in untelling("de")
    (True, True)
    """
    classes = words_of_classes(_UNTELLING, language)
    return small_words(language) | classes | common_verbs(language)


@cache
def common_verbs(language: str) -> frozenset[str]:
    """Return the forms of verbs that stand in texts about any event, where a list has them.

    Examples
    --------
    >>> {"started", "set"} <= common_verbs("en"), common_verbs("cy")
    (True, frozenset())
    """
    if not has_list(COMMON_VERBS, language):
        return frozenset()
    rows = load_lexicon(COMMON_VERBS, language)
    listed = (f"{row['verb']};{row['forms']}".split(";") for row in rows)
    return frozenset(form.strip() for forms in listed for form in forms)


def tells(word: str, small: frozenset[str]) -> bool:
    """Tell whether a word says something of its own: it is no small one, nor made of such.

    Examples
    --------
    >>> [tells(word, frozenset({"из", "за"})) for word in ("за", "из-за", "завод")]
    [False, False, True]
    """
    own = word.casefold()
    made_of_small = small.issuperset(own.split("-"))
    return len(word) > 2 and own not in small and not made_of_small and not _NOBODY.match(word)


def _terms(
    words: list[str], sentence: str, shared: set[str], found: Counter[str], text: str
) -> list[str]:
    names: list[str] = []
    pairs: list[str] = []
    for first, second in re.findall(r"(?=\b([^\W\d_]{3,}) ([^\W\d_]{3,})\b)", shadow(sentence)):
        both = {first.casefold(), second.casefold()}
        if both <= shared or not both <= {w.casefold() for w in words}:
            continue
        pair = f"{first} {second}"
        heard = len(re.findall(rf"\b{re.escape(pair)}\b", text))
        if heard and first[0].isupper() and second[0].isupper():
            names.append(pair)
        elif heard >= PAIR:
            pairs.append(pair)
    single: dict[str, int] = {}
    for word in words:
        if word.casefold() in shared:
            continue
        for form in _forms(word.casefold(), found):
            written = word if word.casefold() == form else form
            single.setdefault(written, found[form])
    # The part of a name that never stands alone in the texts is no second term.
    inside = Counter(
        part.casefold()
        for name in dict.fromkeys(names)
        for part in name.split()
        for _ in re.findall(rf"\b{re.escape(name)}\b", text)
    )
    single = {w: n for w, n in single.items() if n > inside[w.casefold()]}
    large = [w for w in single if w[0].isupper() and not sentence.startswith(w)]
    rest = sorted((w for w in single if w not in large), key=lambda w: single[w])
    lowered = [w.casefold() if re.search(rf"\b{w.casefold()}\b", text) else w for w in rest]
    return list(dict.fromkeys([*names, *large, *pairs, *lowered]))


def _forms(word: str, found: Counter[str]) -> list[str]:
    """Return the forms of a word in the texts: itself, else those that begin alike."""
    if word in found:
        return [word]
    return sorted((w for w in found if begin_alike(word, w)), key=lambda w: -found[w])[:2]


def begin_alike(word: str, other: str) -> bool:
    """Tell whether two words may be forms of one, by how they begin.

    Examples
    --------
    >>> begin_alike("burnt", "burn"), begin_alike("burnt", "bolt"), begin_alike("set", "setting")
    (True, False, False)
    """
    if len(word) < _STEM or abs(len(other) - len(word)) > _ENDING:
        return False
    return other.startswith(word[: max(_STEM, len(word) - 3)])
