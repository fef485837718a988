"""Segments to sentences, with exact positions.

Written here and not taken from a library: sentencex is good but a compiled extension, cuts file
names and times, and does not end a sentence after a bracket; pysbd has not been kept since 2021. A
sentence ends here where its quotation ends, because a statement needs its quotation in one piece.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from narratives.documents.clean import clean_document
from narratives.documents.language import language_of
from narratives.documents.quotations import CLOSING
from narratives.documents.segments import segment_rows
from narratives.documents.shadow import shadow
from narratives.lexicon import has_list, load_lexicon
from narratives.lexicon.letters import word_pattern
from narratives.lexicon.lists import SENTENCE_ENDS
from narratives.schema import SENTENCES, Document, Span, require_columns

if TYPE_CHECKING:
    import pandas as pd

QUOTE_LENGTH = 1_000
"""A quotation longer than this is cut into its sentences."""

_STOP = re.compile(r"[.!?…]+(?:[\"'”’»›)\]]| »(?!\w))*")
_MARKS = re.compile(r"[\"“”„«»\u2018\u2019]")
_FAMILY = {"“": "“", "”": "“", "„": "“", "«": "«", "»": "«", "‘": "‘", "’": "‘", '"': '"'}
_NEXT = re.compile(r"\s*(?:(?:[-–—•*>|]|/{1,2})\s+)?(?:[\"'“„»‘(\[$€£#@]|«\s{0,9})*")
_WORD = word_pattern(".'-", figures=True)
_OPEN = "\"'“„«‘([—–-"
_TOKEN = 60
_ZONES = r"(?:[ECMPAB][SD]?T|GMT|UTC|IST|MSK|JST|KST|HKT|AKST|HST|[CEW]ES?T|AE[SD]T|SAST)"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_AFTER_CLOCK = re.compile(
    rf"\(?{_ZONES}\b|(?:[^\W\d_][\w'-]* ){{1,3}}[Tt]ime\b|"
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|{_MONTHS}[a-z]*\b\.?(?= \d|$)|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}|(?:Greenwich|Universal|Zulu)\b"
)
"""What may follow "5 p.m." in its sentence: a zone, "Kyiv time", a day."""
_BEFORE_CLOCK = re.compile(
    r"(?:at|by|around|about|after|before|until|till|from|since|on|shortly|just)\b[^,;]{0,40}$", re.I
)
"""A sentence that has said no more than when: "At about 5 p.m."."""
_ZONE_ENDS = re.compile(rf"\d ?(?:[ap]\.?m\.?,?)? {_ZONES}$", re.I)
_WINDOW = 80


def split_sentences(document: Document, segments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Split the analysed segments of a document into sentences.

    Parameters
    ----------
    document : Document
    segments : DataFrame with columns ``schema.SEGMENTS``, optional
        As ``find_segments`` returns it, which is called if it is not given.

    Returns
    -------
    DataFrame with columns ``schema.SENTENCES``, in the order of the text
        ``paragraph`` is the place of the segment in ``segments``, ``kind`` its kind.
        No sentence begins or ends with a space; between them they hold every word
        of the segments with ``analyse`` True.

    Notes
    -----
    A quotation of up to ``QUOTE_LENGTH`` characters is not cut, however many
    sentences it has, so that its words stay beside the words that attribute them.

    Examples
    --------
    >>> note = Document("dam", "The U.S. team left at 5 p.m. Friday.Repairs began on Jan. 3.")
    >>> [note[s:e] for s, e in split_sentences(note)[["start", "end"]].to_numpy()]
    ['The U.S. team left at 5 p.m. Friday.', 'Repairs began on Jan. 3.']
    """
    read, clean = clean_document(document)
    if segments is None:
        found = sentence_rows(read)
    else:
        require_columns(segments, ("start", "end", "kind", "analyse"), "segments")
        given = (segments[name].tolist() for name in ("start", "end", "kind", "analyse"))
        places = [
            (*clean.forth((start, end)), *rest) for start, end, *rest in zip(*given, strict=True)
        ]
        found = list(_cut(shadow(read.text), language_of(read), places))
    rows = [(n, *clean.back((start, end)), kind) for n, start, end, kind in found]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 4
    pieces = zip(SENTENCES[1:], columns, ("int64", "int64", "int64", "str"), strict=True)
    import pandas as pd

    table = {"document_id": pd.Series([document.document_id] * len(rows), dtype="str")}
    return pd.DataFrame(table | {name: pd.Series(c, dtype=d) for name, c, d in pieces})


def sentence_rows(document: Document, text: str = "") -> list[tuple[int, int, int, str]]:
    r"""Split a document into sentences without a table: paragraph, start, end, kind of each.

    Parameters
    ----------
    document : Document
        One whose text is read as it stands, see ``clean_document``.
    text : str, optional
        The shadow of its text, where the caller has it already.

    Examples
    --------
    >>> sentence_rows(Document("dam", "It rained.\n\nThe dam held. It is old."))
    [(0, 0, 10, 'body'), (1, 12, 25, 'body'), (1, 26, 36, 'body')]
    """
    return list(_rows_of(document, text))


@lru_cache(maxsize=64)
def _rows_of(document: Document, text: str) -> tuple[tuple[int, int, int, str], ...]:
    """Keep the sentences of the last few documents: several steps ask for them in turn."""
    text = text or shadow(document.text)
    segments = (row[:4] for row in segment_rows(document, text))
    return tuple(_cut(text, language_of(document), segments))


def _cut(
    text: str, language: str, segments: Iterable[tuple[int, int, str, bool]]
) -> Iterator[tuple[int, int, int, str]]:
    words = _words(language)
    for paragraph, (start, end, kind, analyse) in enumerate(segments):
        if analyse:
            for first, last in _split(text[start:end], words):
                yield paragraph, start + first, start + last, kind


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {kind: set() for kind in SENTENCE_ENDS}
    for row in load_lexicon("sentence_ends", _read_as(language)):
        found[row["kind"]].add(row["word"])
    return {kind: frozenset(words) for kind, words in found.items()}


def _read_as(language: str) -> str:
    """Return the language whose list is read: English stands in where there is none."""
    return language if has_list("sentence_ends", language) else "en"


def _split(text: str, words: dict[str, frozenset[str]]) -> list[Span]:
    """Cut one segment, given as its shadow."""
    quotes = _quotes(text)
    opens = [start for start, _ in quotes]
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        end = match.end()
        at = bisect_right(opens, end - 1) - 1
        quoted = at >= 0 and end < quotes[at][1]
        if quoted and quotes[at][1] - quotes[at][0] <= QUOTE_LENGTH:
            continue
        if end < len(text) and not _ends(text, start, match, quoted, words):
            continue
        spans.append((start, end))
        start = end + len(text[end : end + 500]) - len(text[end : end + 500].lstrip())
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _quotes(text: str) -> list[Span]:
    """Find the outermost quotations that are both opened and closed, marks included."""
    found: list[Span] = []
    opened: tuple[str, int] | None = None
    inward = False
    for match in _MARKS.finditer(text):
        at, mark = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        apart = not before or not before.isalnum()
        # Guillemets stand apart from their words in French, and point inwards in German.
        may_open = mark in '“„«‘"' and apart and (mark == "«" or bool(after.strip()))
        may_close = mark in '”“»’"' and (mark == "»" or bool(before.strip()))
        if mark == '"' and before and before in ".!?…" and opened is None:
            may_open = False
        if mark == "“" and after in tuple(",.;:!?)"):
            may_open = False
        if mark == "»" and opened is None:
            inward = may_open = apart and after.isalnum() and before not in tuple(".,!?…")
        elif opened is None:
            inward = False
        elif inward:
            may_open, may_close = False, mark == "«"
        same = opened is not None and (
            opened[0] == _FAMILY[mark] or (mark in CLOSING.get(text[opened[1]], ()) and may_close)
        )
        if opened is not None and same and may_close and not (mark == "“" and may_open):
            found.append((opened[1], at + 1))
            opened = None
        elif may_open and (opened is None or same):
            opened = (_FAMILY[mark], at)
    return found


def _ends(
    text: str, start: int, stop: re.Match[str], quoted: bool, words: dict[str, frozenset[str]]
) -> bool:
    end = stop.end()
    following = _NEXT.match(text, end)
    assert following is not None
    then = following.end()
    if then >= len(text):
        return bool(text[end:].strip())
    first = text[then]
    if not (first.isalpha() or first.isdigit()) or first.islower():
        return False
    marks = stop[0].rstrip("\"'”’»›)] ")
    closed = len(marks) < len(stop[0])
    next_word = _WORD.match(text, then, then + _TOKEN)
    starts = next_word is not None and next_word[0].casefold() in words["starter"]
    if not text[end].isspace() and not _glued(text, start, stop, then, words):
        return False
    if marks == "." and not closed:
        before = text[max(start, stop.start() - _TOKEN) : stop.start()]
        if _ZONE_ENDS.search(before):
            return True
        if _before(text, start, stop.start()).casefold() in ("a.m", "p.m"):
            only_when = stop.start() - start < _TOKEN and _BEFORE_CLOCK.match(before.lstrip(_OPEN))
            return not _AFTER_CLOCK.match(text, then) and (starts or not only_when)
        return not _abbreviation(_before(text, start, stop.start()), first, starts, words) and not (
            _numbers_a_list(text[start : min(start + 4, stop.start() + 1)])
        )
    if closed and set(marks) & set("?!…"):
        # Nobody says a sentence on behind a bracket: "[Members: “Shame!”] I rose."
        return stop[0].endswith("]") or not _speech(text[then : then + _WINDOW], words)
    return not (quoted and set(marks) <= set(".…") and marks != ".")


def _before(text: str, start: int, stop: int) -> str:
    """Return the token in front of a stop, without opening brackets and quotes."""
    token = text[max(start, stop - _TOKEN) : stop]
    return token[max(token.rfind(" "), token.rfind("\n")) + 1 :].lstrip(_OPEN)


def _abbreviation(token: str, first: str, starts: bool, words: dict[str, frozenset[str]]) -> bool:
    """Tell an abbreviation, whose full stop goes on, from the last word of a sentence."""
    word = token.casefold()
    if word in words["name"]:
        return True
    if word in words["number"]:
        return first.isdigit()
    if starts:
        return False
    if word in words["either"]:
        # "Sat." may be a day; "he sat." is a word.
        return token[:1].isupper() or "." in token or word in ("etc", "al")
    letters = [piece for piece in token.split(".") if piece]
    if letters and all(len(piece) == 1 and piece.isalpha() for piece in letters):
        return token[-1].isupper() or len(letters) > 1
    return False


def _numbers_a_list(start: str) -> bool:
    return start.endswith(".") and start[:-1].isdigit()


def _glued(
    text: str, start: int, stop: re.Match[str], then: int, words: dict[str, frozenset[str]]
) -> bool:
    """Tell two sentences without a space between them from an address or a name."""
    low, high = max(start, stop.start() - _TOKEN), min(len(text), then + _TOKEN)
    head = text[low : stop.start()].rsplit(None, 1)[-1:] if stop.start() > low else []
    tail = text[then:high].split(None, 1)[:1]
    if not head or not tail or text[stop.start() - 1].isspace():
        return False
    token = head[0] + tail[0]
    if any(mark in token for mark in ("/", "\\", "@", "://", "www.", "_")):
        return False
    if stop[0][-1] not in ".!?…":
        return True
    word = _WORD.match(text, then, high)
    if word is None or "." in head[0]:
        return False
    next_word = word[0]
    if next_word.casefold() in words["suffix"] or "." in next_word:
        return False
    shaped = next_word[0].isupper() and (next_word[1:].islower() or next_word in ("A", "I"))
    last = head[0].rstrip("\"'”’»)%]")
    return shaped and bool(last) and ((last[-2:].isalpha() and len(last) > 1) or last.isdigit())


def _speech(after: str, words: dict[str, frozenset[str]]) -> bool:
    """Tell ``the mayor asked`` after a quoted question."""
    names = after.split()[:6]
    for place, name in enumerate(names):
        word = name.rstrip(",.:;")
        if place and word in words["speech"]:
            return True
        if word != name or not (name[:1].isupper() or word in ("of", "the", "de", "al", "von")):
            return False
    return False
