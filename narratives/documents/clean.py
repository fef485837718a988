"""A text as it is read, and the way back to the text as it stands.

The text of a document is never changed, and all positions in tables, files and pages
point into it. Matching needs another one: letters composed, invisible characters left
out, broken lines joined. That text has its own length, so :class:`CleanText` holds for
each of its characters where it comes from. Whoever matches takes :func:`clean_document`,
works on it alone, and gives its spans back by :meth:`CleanText.back`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from narratives.documents.contractions import find_contractions
from narratives.documents.damaged import find_damaged
from narratives.documents.hyphens import find_parted, join_lines
from narratives.documents.letters import Edit, find_letters
from narratives.documents.markup import find_markup
from narratives.documents.numbering import find_numbers
from narratives.documents.quote_marks import find_quote_marks
from narratives.documents.wrapping import find_wrapping
from narratives.schema import SPANS, Document, Span, format_spans, parse_spans, span_text

if TYPE_CHECKING:
    import pandas as pd

_LOOKS = (
    find_letters,
    find_contractions,
    find_markup,
    find_quote_marks,
    find_numbers,
    find_parted,
    find_damaged,
)
"""What is looked for, in this order: each sees the text as the ones before it read it."""
_TEXTS = {"source_text": "source", "cue_text": "cue", "content_text": "content"}


@dataclass(frozen=True)
class CleanText:
    """A text as it is read.

    Parameters
    ----------
    text : str
    starts, ends : array of int
        For each character of ``text`` where it begins and ends in the untouched text;
        empty where the two texts are the same.
    same : bool
        Whether the text is read as it stands.
    """

    text: str
    starts: array[int] = field(default_factory=lambda: array("L"), repr=False)
    ends: array[int] = field(default_factory=lambda: array("L"), repr=False)
    same: bool = True

    def back(self, span: Span) -> Span:
        """Return where words of the clean text stand in the untouched one.

        Examples
        --------
        >>> clean_text("It was de\u00adnied.").back((7, 13))
        (7, 14)
        """
        if self.same:
            return span
        start, end = span
        if start >= len(self.starts):
            last = self.ends[-1] if self.ends else 0
            return last, last
        first = self.starts[start]
        return first, max(first, self.ends[end - 1]) if end > start else first

    def forth(self, span: Span) -> Span:
        """Return where words of the untouched text stand in the clean one.

        Words of which nothing is read give the next character that is.

        Examples
        --------
        >>> clean_text("It was de\u00adnied.").forth((7, 14))
        (7, 13)
        """
        if self.same:
            return span
        start = bisect_right(self.ends, span[0])
        end = bisect_left(self.starts, span[1])
        start = min(start, max(len(self.text) - 1, 0))
        return start, max(end, start + (span[0] < span[1]))

    def spans_back(self, spans: str) -> str:
        """Return :meth:`back` of spans as tables hold them, in the order they have."""
        return self._each(spans, back=True)

    def spans_forth(self, spans: str) -> str:
        """Return :meth:`forth` of spans as tables hold them, in the order they have."""
        return self._each(spans, back=False)

    def _each(self, spans: str, *, back: bool) -> str:
        if self.same or not spans:
            return spans
        turn = self.back if back else self.forth
        return ";".join(format_spans([turn(span)]) for span in parse_spans(spans))


@lru_cache(maxsize=64)
def clean_text(text: str) -> CleanText:
    r"""Return a text as it is read: letters composed, nothing invisible, lines joined.

    Examples
    --------
    >>> clean_text("The ministry de\u00adnied that\nit had opened the gate.").text
    'The ministry denied that it had opened the gate.'
    """
    first = _with_letters(text)
    return _apply(first, find_wrapping(first.text).edits)


def open_breaks(text: str) -> tuple[int, ...]:
    r"""Return where lines end that seem to be broken inside a sentence and were not joined.

    Places of the untouched text: nobody can say by the form of these lines whether they go on.

    Examples
    --------
    >>> open_breaks("he rose\nand over the wall he went\nwithout a word")
    (7, 33)
    """
    first = _with_letters(text)
    return tuple(first.back((at - 1, at))[1] for at in find_wrapping(first.text).open)


def clean_letters(text: str) -> str:
    """Return a text with its letters as they are read, and its lines as they stand.

    Examples
    --------
    >>> clean_letters("It was de\u00adnied.")
    'It was denied.'
    """
    return _with_letters(text).text


@lru_cache(maxsize=8)
def _with_letters(text: str) -> CleanText:
    clean = CleanText(text)
    for find in _LOOKS:
        clean = _apply(clean, find(clean.text))
    return clean


def _apply(clean: CleanText, edits: Iterable[Edit]) -> CleanText:
    edits = list(edits)
    if not edits:
        return clean
    pieces: list[str] = []
    starts, ends = array("L"), array("L")
    at = 0
    for start, end, new in [*edits, Edit(len(clean.text), len(clean.text), "")]:
        pieces += [clean.text[at:start], new]
        if clean.same:
            starts.extend(range(at, start))
            ends.extend(range(at + 1, start + 1))
        else:
            starts.extend(clean.starts[at:start])
            ends.extend(clean.ends[at:start])
        if new:
            first, last = clean.back((start, end))
            starts.extend([first] * len(new))
            ends.extend([last] * len(new))
        at = end
    return CleanText("".join(pieces), starts, ends, same=False)


def clean_document(document: Document) -> tuple[Document, CleanText]:
    """Return a document with its text as it is read, and the way back.

    Parameters
    ----------
    document : Document

    Returns
    -------
    document : Document
        The same object where the text is read as it stands.
    clean : CleanText

    Examples
    --------
    >>> found, clean = clean_document(Document("a", "It was de\u00adnied."))
    >>> found.text, clean.back((7, 13))
    ('It was denied.', (7, 14))
    """
    clean = clean_text(document.text)
    if clean.same:
        return document, clean
    marked = tuple((*clean.forth(mark[:2]), *mark[2:]) for mark in document.furniture)
    return replace(document, text=clean.text, furniture=marked), clean


def clean_words(text: str) -> str:
    r"""Return words that stand alone as they are read; every line is taken to go on.

    For cells of tables and what a person wrote in a case, where no place is asked for.

    Examples
    --------
    >>> clean_words("that it had\n> opened the ga\u00adte")
    'that it had opened the gate'
    """
    read = clean_letters(text)
    return join_lines(read) if "\n" in read or "\r" in read else read


def clean_statements(
    statements: pd.DataFrame, documents: Iterable[Document]
) -> tuple[pd.DataFrame, tuple[Document, ...], Mapping[str, CleanText]]:
    """Return statements and their documents with words and spans as they are read.

    Parameters
    ----------
    statements : DataFrame with ``document_id`` and any of the columns that hold spans
    documents : iterable of Document

    Returns
    -------
    statements : DataFrame
        The argument itself where every text is read as it stands.
    documents : tuple of Document
    cleaned : mapping of document_id to CleanText
        The way back, for documents that are not read as they stand.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"document_id": ["a"], "cue": ["7-14"]})
    >>> table, _, cleaned = clean_statements(table, [Document("a", "It was de\u00adnied.")])
    >>> table["cue"].tolist(), list(cleaned)
    (['7-13'], ['a'])
    """
    pairs = [clean_document(document) for document in documents]
    cleaned = {d.document_id: clean for d, clean in pairs if not clean.same}
    texts = tuple(document for document, _ in pairs)
    homes = statements["document_id"].map(str)
    if not homes.isin(list(cleaned)).any():
        return statements, texts, cleaned
    read = statements.copy()
    for name in (column for column in SPANS if column in read.columns):
        read[name] = [
            cleaned[home].spans_forth(spans) if home in cleaned else spans
            for home, spans in zip(homes, statements[name], strict=True)
        ]
    for name, spans in _TEXTS.items():
        if name in read.columns and spans in read.columns:
            read[name] = [
                span_text(cleaned[home].text, given) if home in cleaned else words
                for home, given, words in zip(homes, read[spans], statements[name], strict=True)
            ]
    return read, texts, cleaned
