"""Which texts were not read, in words: that stands before all that was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from narratives.documents import language_of
from narratives.lexicon import language_name, languages
from narratives.telling.words import MOST_NAMES, count_word, join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables


def list_unread(comparison: Tables) -> list[str]:
    """Say which texts could not be read, and which were not for their language; a sentence each.

    Examples
    --------
    >>> import narratives as nv
    >>> list_unread(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    []
    """
    by_language: dict[str, list[str]] = {}
    for name, language in other_languages(comparison).items():
        by_language.setdefault(language, []).append(name)
    others = [
        f"The text “{names[0]}” was not read ({language})."
        if len(names) == 1
        else f"{len(names)} texts were not read ({language}): {_quoted(names)}."
        for language, names in by_language.items()
    ]
    failed = unread_in_words(comparison)
    return [failed, *others] if failed else others


def other_languages(comparison: Tables) -> dict[str, str]:
    """Return the documents of which nothing was read for their language, with its name.

    Examples
    --------
    >>> import narratives as nv
    >>> other_languages(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    {}
    """
    heard = set(comparison.statements["document_id"])
    found = {}
    for document in comparison.documents:
        code = language_of(document)
        if code != "en" and document.document_id not in heard:
            known = code in languages()
            found[document.document_id] = language_name(code) if known else code or "unknown"
    return found


def unread_in_words(comparison: Tables) -> str:
    """Say which texts could not be read, "" where all could.

    Examples
    --------
    >>> import narratives as nv
    >>> unread_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    ''
    """
    if not comparison.unread:
        return ""
    number = len(comparison.unread)
    of = number + len(comparison.documents)
    counted = count_word(number, f"of {count_word(of, 'text')}", f"of {count_word(of, 'text')}")
    return (
        f"{counted[0].upper()}{counted[1:]} could not be read: {_quoted(comparison.unread)}. "
        f"Nothing below speaks of {'it' if number == 1 else 'them'}."
    )


def _quoted(names: Sequence[str]) -> str:
    """List names in marks: of many the first, and how many more there are."""
    shown = [f"“{name}”" for name in names]
    if len(shown) > MOST_NAMES:
        shown[MOST_NAMES - 1 :] = [f"{len(shown) - MOST_NAMES + 1} others"]
    return join_words(shown)
