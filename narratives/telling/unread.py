"""What was not read, in words, and what the texts are called where a part was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.documents import language_of
from narratives.lexicon import language_name, languages
from narratives.telling.words import count_word, join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables


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
    names = join_words([f"“{name}”" for name in comparison.unread])
    counted = count_word(number, f"of {count_word(of, 'text')}", f"of {count_word(of, 'text')}")
    return (
        f"{counted[0].upper()}{counted[1:]} could not be read: {names}. "
        f"Nothing below speaks of {'it' if number == 1 else 'them'}."
    )


def text_word(comparison: Tables) -> str:
    """Name the texts of a comparison: "this text", "what was read of these two texts"."""
    number = len(comparison.documents)
    texts = "this text" if number == 1 else f"these {count_word(number, 'text')}"
    return f"what was read of {texts}" if is_partly_read(comparison) else texts


def is_partly_read(comparison: Tables) -> bool:
    """Say whether a part of the texts was not read, or one for its language."""
    return bool(comparison.looked.not_read or other_languages(comparison))
