"""Whether a text is in a language that the word lists cover."""

from __future__ import annotations

import re
from functools import cache

from narratives.lexicon import load_classes
from narratives.schema import Document

SAMPLE = 20_000
"""Code points of the beginning of a text that are looked at."""
FEW = 12
"""Fewer words than this do not show a language."""
SHARE = 0.15
"""Share of small words below which a text is not English; running English has about .4."""
_SMALL = (
    "determiner",
    "preposition",
    "auxiliary",
    "subject_pronoun",
    "object_pronoun",
    "subordinator",
    "coordinator",
    "relative",
)


def reads_as_english(document: Document) -> bool:
    """Tell whether the text looks like English, by its small words.

    The word lists are English. In another language most attributions stay
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
    words = re.findall(r"[^\W\d_]+", document.text[:SAMPLE].lower())
    if len(words) < FEW:
        return True
    small = small_words()
    return sum(word in small for word in words) >= SHARE * len(words)


@cache
def small_words() -> frozenset[str]:
    """Return the small words of English: articles, prepositions, pronouns and the like."""
    classes = load_classes()
    return frozenset[str]().union(*(classes[name] for name in _SMALL))


def note_on_language(document: Document) -> str:
    """Write what a reader must know about a text that is not English; "" for English."""
    if document.language.lower().startswith("en") and reads_as_english(document):
        return ""
    return (
        f"{document.file or document.document_id}: the text does not look English. The word lists "
        "are English: only quotations and labels beside names can be found in it, and what is "
        "found is less sure."
    )
