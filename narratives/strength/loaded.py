"""Find the words by which a narrator judges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from narratives.documents import clean_document, segment_rows, shadow
from narratives.lexicon import inflect, load_lexicon
from narratives.schema import Document, Span, format_spans

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("document_id", "span", "words", "group", "why")
_MARKS = re.compile('["“”„«»]')


def find_loaded_words(documents: Iterable[Document]) -> pd.DataFrame:
    """Find evaluative words outside quotations.

    A word in a quotation is the speaker's; outside, the narrator has chosen it,
    even where it stands in somebody's reported speech. Only the list
    ``lexicon/en/loaded.tsv`` is searched; a word that is not found may still be
    loaded, and a word that is found may be fitting.

    Parameters
    ----------
    documents : iterable of Document

    Returns
    -------
    DataFrame with the columns document_id, span, words, group and why
        In the order of the text. ``group`` is label, distance, truth, verdict,
        manner, feeling or comment.

    Examples
    --------
    >>> note = Document("note", 'The regime called it "a tragic accident".')
    >>> list(find_loaded_words([note])["words"])
    ['regime']
    """
    import pandas as pd

    rows = []
    for document in documents:
        read, clean = clean_document(document)
        text = shadow(read.text)
        for start, end, kind, analyse, _ in segment_rows(read, text):
            if not analyse:
                continue
            quoted = quotations(text, start, end)
            for match in _pattern().finditer(text, start, end):
                if any(s <= match.start() < e for s, e in quoted):
                    continue
                if kind == "body" and _in_a_name(text, match.start()):
                    continue
                group, why = _reasons()[" ".join(match[0].lower().split())]
                span = clean.back(match.span())
                words = document.text[slice(*span)]
                place = format_spans([span])
                rows.append((document.document_id, place, words, group, why))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def quotations(text: str, start: int, end: int) -> list[Span]:
    """Pair double quotation marks within one paragraph; an open one runs to its end.

    Examples
    --------
    >>> quotations('a "b" c “d” e "f', 0, 16)
    [(2, 5), (8, 11), (14, 16)]
    """
    found = []
    opened: int | None = None
    for match in _MARKS.finditer(text, start, end):
        if opened is None:
            opened = match.start()
        elif match[0] not in "„«":
            found.append((opened, match.end()))
            opened = None
    if opened is not None:
        found.append((opened, end))
    return found


def _in_a_name(text: str, start: int) -> bool:
    """Say whether a capital letter stands within a sentence: "Ministry of Propaganda"."""
    before = text[max(0, start - 2) : start].strip(" ")
    return text[start].isupper() and (before.isalpha() or before in {",", "-", "/"})


@cache
def _reasons() -> dict[str, tuple[str, str]]:
    reasons: dict[str, tuple[str, str]] = {}
    for row in load_lexicon("loaded"):
        forms = {row["words"]}
        if row["pos"] == "verb":
            forms = set(inflect(row["words"]).values())
        elif row["pos"] == "noun":
            forms.add(re.sub(r"([^aeiou])y$", r"\1ie", row["words"]) + "s")
        for form in forms:
            reasons.setdefault(form, (row["group"], row["why"]))
    return reasons


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_reasons(), key=lambda w: (-len(w), w))
    either = "|".join(re.escape(word).replace(r"\ ", " ") for word in words)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)
