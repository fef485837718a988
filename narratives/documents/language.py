"""The language of a text and of its paragraphs, by their small words and their letters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from narratives.documents.alphabets import OTHER, language_of_letters
from narratives.lexicon import is_beside, languages, load_classes, words_of_classes
from narratives.lexicon.letters import word_pattern
from narratives.lexicon.lists import SMALL
from narratives.schema import Document

SAMPLE = 20_000
"""Code points of the beginning of a text, or of a paragraph, that are looked at."""
HEAD = 2_000
"""Code points that are enough where they clearly are in the language that was said."""
FEW = 12
"""Fewer words than this do not show the language of a text."""
SHORT = 24
"""Paragraphs with fewer words go with their text, unless they clearly do not."""
SHARE = 0.15
"""Share of small words below which a text is not in a language; running English has about .4."""
CLEAR = 0.25
"""Share of small words of the usual language from which no other one is thought of."""
STRANGE = 0.08
"""Share of small words below which a paragraph is not in the language of its text."""
UNLISTED = 0.4
"""Share of small words of another language from which a language without a list is not believed."""
NAMES = 0.8
"""Names and figures have no small words: so much of a share will do in the usual language."""
BESIDE = 0.9
"""What a small word counts of a language that is listed only to tell others from it."""
_CYRILLIC = ("ab", "ba", "cv", "kk", "ky", "mk", "mn", "sr", "tg", "tt")
"""Languages in Cyrillic letters that have no list, and that their letters do not tell apart."""
_OF_CYRILLIC = (*_CYRILLIC, "be", "bg", "ru", "uk")
_ALSO_SMALL = ("negative", "adverb")
_WORD = word_pattern()
_SMALL_LETTER = re.compile(r"(?<![^\W_])[a-zß-öø-ÿа-яёєіїґ]")
_ACCENTED = re.compile(r"(?<![^\W_])[a-zß-öø-ÿ]*[ß-öø-ÿ\u0100-\u024f][^\W\d_]*")
_LAST_LATIN = "\u024f"
_NOT_LATIN = re.compile(r"[\u0250-\U0010ffff](?<=[^\W\d_])")


@cache
def small_words(language: str = "en") -> frozenset[str]:
    """Return the small words of a language: articles, prepositions, pronouns and the like."""
    return words_of_classes(SMALL if language == "en" else (*SMALL, *_ALSO_SMALL), language)


def language_of(document: Document) -> str:
    """Return the code of the language that most of a document is in.

    What ``document.language`` says stands unless another language is clear: by letters,
    which tell Belarusian, Bulgarian, Russian and Ukrainian apart, then by the small words
    of ``lexicon/<code>/grammar.tsv``.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Empty where the text is not in any language that has a list, and nobody said
        which it is.

    Examples
    --------
    >>> language_of(Document("a", "Der Damm hielt, und der Rat hat das der ganzen Stadt gesagt."))
    'de'
    >>> language_of(Document("b", "Dam holds"))
    'en'
    """
    return find_language(document.text, document.language)


def find_language(text: str, declared: str = "en") -> str:
    """Return the language of a text; see :func:`language_of`."""
    return _of_text(text[:SAMPLE], declared)


@lru_cache(maxsize=64)
def _of_text(text: str, declared: str) -> str:
    said = declared.split("-")[0].lower()
    shown = _by_letters(text, said)
    if shown is not None:
        return shown
    clear = len(text) >= HEAD and _is_clear(text[:HEAD], small_words(said))
    if clear and said not in _OF_CYRILLIC:
        return said
    words = _words(text)
    latin = 2 * _not_latin(words) <= len(words)
    if latin and len(words) >= FEW and said in _OF_CYRILLIC:
        said = ""
    elif clear:
        return said
    found = _count(words)
    best = max(found, key=lambda code: (found[code], code == said), default="")
    if len(words) < FEW:
        if best and best != said and _is_shown(words, best, said):
            return best
        fits = latin or said != "en" or not words
        if fits:
            return said or _of_one_word(words)
        return best if found[best] else ""
    if said and said not in languages() and not _is_another(words, best, found[best]):
        return said
    if best and found[best] >= (CLEAR if is_beside(best) else SHARE) * len(words):
        if found[said] >= NAMES * found[best]:
            return said
        return "" if _is_between(found, best, len(words)) else best
    if not said and len(words) < SHORT:
        return _of_one_word(words)
    return said if said != "en" else ""


def tell_language(text: str) -> str:
    """Return the language of a text of which nobody said it.

    Letters and small words are asked as in :func:`find_language`; of a sentence without
    enough of them, one small word is enough that no other language has.

    Returns
    -------
    str
        "en" for a few words that show nothing; empty for a longer text that is in none of
        the languages with a list.

    Examples
    --------
    >>> [tell_language(t) for t in ("Er kam nicht.", "Il est parti.", "Police denied it.")]
    ['de', 'fr', 'en']
    """
    return find_language(text, "") or find_language(text)


def _of_one_word(words: Sequence[str]) -> str:
    """Return the one language that has small words here that no other one has, or nothing."""
    known = _languages_of_words()
    read = [[code for code in known.get(w, ()) if not is_beside(code)] for w in words if len(w) > 1]
    shown = {codes[0] for codes in read if len(codes) == 1}
    found = _count(words)
    best = max(found, key=lambda code: found[code], default="")
    if is_beside(best) and found[best] > max(1, CLEAR * len(words)):
        return best
    return shown.pop() if len(shown) == 1 else ""


def _by_letters(text: str, said: str) -> str | None:
    """Return the language that the letters show, None where they leave it open."""
    if _NOT_LATIN.search(text) is None:
        return None
    words = _words(text)
    if 2 * _not_latin(words) <= len(words):
        return None
    shown = language_of_letters(text)
    if shown == OTHER:
        return said if said in _CYRILLIC else ""
    return shown or None


def _is_between(found: Mapping[str, float], best: str, number: int) -> bool:
    """Tell whether few words are of one language and nearly as many of another: it is neither."""
    next_best = max((n for code, n in found.items() if code != best), default=0)
    few = number >= SHORT and found[best] < CLEAR * number
    return few and next_best >= NAMES * found[best]


def _is_another(words: Sequence[str], best: str, number: float) -> bool:
    """Tell whether a text is clearly not in the language said, of which no words are listed."""
    return bool(best) and number >= UNLISTED * len(words) and _is_shown(words, best, "")


def share_of_small_words(text: str) -> float:
    """Return the share of words that are small ones of the language most of them are of.

    Examples
    --------
    >>> share_of_small_words("the dam of the town held and nobody in the town was hurt by it")
    0.6666666666666666
    >>> share_of_small_words("a text of few words")
    0.0
    """
    words = _words(text[:SAMPLE])
    return max(_count(words).values(), default=0) / len(words) if len(words) >= FEW else 0.0


def paragraph_languages(paragraphs: Iterable[str], usual: str = "en") -> list[str]:
    """Return the language of each paragraph of a text.

    A paragraph is in the language of its text, unless its small words or its letters
    show another one. A short one needs three different small words of that other
    language, and names such as "de la Torre" are none.

    Parameters
    ----------
    paragraphs : iterable of str
    usual : str
        The language of the text, as :func:`language_of` returns it.

    Returns
    -------
    list of str
        Codes; empty for a language that cannot be told.

    Examples
    --------
    >>> english = "The dam held through the night, and nobody in the town was hurt."
    >>> german = "„Wir haben alles geprüft“, sagte der Minister."
    >>> paragraph_languages([english, german], "en")
    ['en', 'de']
    """
    known = small_words(usual)
    found = []
    for paragraph in paragraphs:
        clear = _is_clear(paragraph[:SAMPLE], known) and not _is_not_latin(usual)
        found.append(usual if clear else _of_paragraph(paragraph[:SAMPLE], usual))
    return found


def _is_clear(text: str, known: frozenset[str]) -> bool:
    """Tell whether so many words are small ones that no other language is thought of."""
    words = text.lower().split()
    return sum([word in known for word in words]) >= CLEAR * len(words)


def _of_paragraph(text: str, usual: str) -> str:
    """Return the language of a paragraph in which few words show the usual one."""
    shown = _by_letters(text, usual)
    if shown is not None:
        return shown
    words = _words(text)
    found = _count(words)
    if usual not in languages():
        best = max(found, key=lambda code: found[code], default="")
        return best if best and _is_another(words, best, found[best]) else usual
    own = found[usual]
    others = {code: n for code, n in found.items() if code != usual}
    best = max(others, key=lambda code: others[code], default="")
    foreign = 2 * _not_latin(words) > len(words)
    strange = foreign != _is_not_latin(usual) or (usual == "en" and _is_accented(text, words))
    if best and others[best] > own and (strange or _is_shown(words, best, usual)):
        return best
    if strange and (foreign or len(words) >= FEW):
        return ""
    if len(words) < SHORT or 2 * len(_SMALL_LETTER.findall(text)) < len(words):
        return usual  # Too few words to tell, or a list of names.
    return usual if own >= STRANGE * len(words) else ""


def _is_shown(words: Sequence[str], language: str, usual: str) -> bool:
    """Tell whether words are surely in a language: three different small ones, and no names'."""
    names = load_classes(language).get("name_particle", frozenset())
    telling = {w for w in small_words(language) - small_words(usual) - names if len(w) > 1}
    shown = [word for word in words if word in telling]
    enough = len(set(shown)) >= 3 or (len(words) < FEW and len(set(shown)) == 2)
    return enough and len(shown) >= NAMES * SHARE * len(words)


def _is_accented(text: str, words: Sequence[str]) -> bool:
    """Tell whether there are more accents than English has: "café", and in names."""
    found = {word for word in _ACCENTED.findall(text) if word[0].islower()}
    return len(found) >= 2 and len(found) >= SHARE * len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _count(words: Iterable[str]) -> defaultdict[str, float]:
    """Count the small words of each language."""
    known = _languages_of_words()
    found: defaultdict[str, float] = defaultdict(float)
    for word, times in Counter(words).items():
        for language in known.get(word, ()):
            found[language] += times * (BESIDE if is_beside(language) else 1)
    return found


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in languages():
        for word in small_words(language):
            found[word] = (*found.get(word, ()), language)
    return found


def _not_latin(words: Iterable[str]) -> int:
    return sum(word[0] > _LAST_LATIN for word in words)


@cache
def _is_not_latin(language: str) -> bool:
    words = small_words(language)
    return 2 * _not_latin(words) > len(words)
