"""The language of a text and of its paragraphs, by their small words and their letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from narratives.lexicon import has_list, language_name, languages, load_classes
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
NAMES = 0.8
"""Names and figures have no small words: so much of a share will do in the usual language."""
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_LETTER = re.compile(r"(?<![^\W_])[a-zß-öø-ÿа-яёєіїґ]")
_LAST_LATIN = "\u024f"


@cache
def small_words(language: str = "en") -> frozenset[str]:
    """Return the small words of a language: articles, prepositions, pronouns and the like."""
    classes = load_classes(language)
    return frozenset[str]().union(*(classes.get(name, frozenset()) for name in SMALL))


def language_of(document: Document) -> str:
    """Return the code of the language that most of a document is in.

    The words of the text decide, by the small words of ``lexicon/<code>/grammar.tsv``.
    What ``document.language`` says stands where they do not tell: in a text of few
    words, and for a language without such a list.

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


@lru_cache(maxsize=256)
def find_language(text: str, declared: str = "en") -> str:
    """Return the language of a text; see :func:`language_of`."""
    said = declared.split("-")[0].lower()
    if len(text) >= HEAD and _is_clear(text[:HEAD], small_words(said)):
        return said
    words = _words(text)
    found = _count(words)
    best = max(found, key=lambda code: (found[code], code == said), default="")
    latin = 2 * _not_latin(words) <= len(words)
    if len(words) < FEW:
        fits = latin or said != "en"
        return said if fits or not words else (best if found[best] else "")
    if best and found[best] >= SHARE * len(words):
        return said if found[said] >= NAMES * found[best] else best
    return said if said != "en" else ""


def paragraph_languages(document: Document, paragraphs: Iterable[str]) -> list[str]:
    """Return the language of each paragraph of a document.

    A paragraph is in the language of its text, unless its small words or its letters
    show another one. A short one needs three different small words of that other
    language, and names such as "de la Torre" are none.

    Parameters
    ----------
    document : Document
    paragraphs : iterable of str

    Returns
    -------
    list of str
        Codes; empty for a language that cannot be told.

    Examples
    --------
    >>> english = "The dam held through the night, and nobody in the town was hurt."
    >>> german = "„Wir haben alles geprüft“, sagte der Minister."
    >>> paragraph_languages(Document("a", f"{english} {german}"), [english, german])
    ['en', 'de']
    """
    usual = language_of(document)
    known = small_words(usual)
    found = []
    for paragraph in paragraphs:
        clear = _is_clear(paragraph[:SAMPLE], known)
        found.append(usual if clear else _of_paragraph(paragraph[:SAMPLE], usual))
    return found


def _is_clear(text: str, known: frozenset[str]) -> bool:
    """Tell whether so many words are small ones that no other language is thought of."""
    words = text.lower().split()
    return sum([word in known for word in words]) >= CLEAR * len(words)


def _of_paragraph(text: str, usual: str) -> str:
    """Return the language of a paragraph in which few words show the usual one."""
    words = _words(text)
    found = _count(words)
    own = found[usual]
    others = {code: n for code, n in found.items() if code != usual}
    best = max(others, key=lambda code: others[code], default="")
    foreign = 2 * _not_latin(words) > len(words)
    strange = foreign != _is_not_latin(usual)
    if best and others[best] > own and (strange or _is_shown(words, best, usual)):
        return best
    if strange:
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


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:SAMPLE].lower())


def _count(words: Iterable[str]) -> Counter[str]:
    """Count the small words of each language."""
    known = _languages_of_words()
    found: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for language in known.get(word, ()):
            found[language] += times
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


def reads_as_english(document: Document) -> bool:
    """Tell whether the text looks like English, by its small words.

    Most word lists are English. In another language most attributions stay
    unseen, and the reader should be told so.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bool
        True also where the text has too few words to tell.

    Examples
    --------
    >>> english = "The dam held, and the mayor of the town said so to all of us."
    >>> german = "Der Damm hielt, und der Bürgermeister hat das der ganzen Stadt auch gesagt."
    >>> reads_as_english(Document("a", english)), reads_as_english(Document("b", german))
    (True, False)
    """
    return find_language(document.text) == "en"


def note_on_language(document: Document, paragraphs: Iterable[str] = ()) -> str:
    """Write what a reader must know about the languages of a text.

    Parameters
    ----------
    document : Document
    paragraphs : iterable of str
        Those that are read. Without them, the note is about the text as a whole.

    Returns
    -------
    str
        Empty where all is English.
    """
    place = document.file or document.document_id
    usual = language_of(document)
    listed = list(paragraphs)
    told = []
    if usual != "en":
        told.append(f"the text {_reads_as(usual)}.")
    elif document.language.split("-")[0].lower() != "en":
        told.append(f'the text is said to be in "{document.language}" and reads as English.')
    apart = Counter(code for code in paragraph_languages(document, listed) if code != usual)
    for code, number in apart.most_common():
        paragraph = "1 paragraph" if number == 1 else f"{number} paragraphs"
        told.append(f"{paragraph} of {len(listed)} {_reads_as(code, number)}.")
    others = {code for code in {usual, *apart} if code != "en"}
    bare = sorted(code for code in others if not has_list("cues", code))
    if bare:
        told.append(
            "Without a list of the words that attribute there, only direct quotations and labels "
            '("Name: …") are found, flagged, and how firmly they are put is not judged.'
        )
    if len(others) > len(bare):
        told.append(
            "Of the words that attribute, those listed for the language are found; hedges and "
            "denials in the content are not read."
        )
    if others:
        told.append("What else the suite reads (sources, bearings, bases) it reads in English.")
    return f"{place}: {' '.join(told)}" if told else ""


def _reads_as(code: str, number: int = 1) -> str:
    verb = "reads" if number == 1 else "read"
    if not code:
        return f"{verb} as no language that has word lists"
    return f"{verb} as {language_name(code)}"
