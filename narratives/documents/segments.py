"""Documents to segments: headline, headings, body, and the furniture around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from narratives.documents.clean import clean_document
from narratives.documents.furniture import name_furniture
from narratives.documents.language import language_of
from narratives.documents.shadow import BLANK_LINE, LINE, shadow
from narratives.lexicon.letters import word_pattern
from narratives.schema import FURNITURE, SEGMENTS, Document, Span

if TYPE_CHECKING:
    import pandas as pd

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[.…][\"'”’»)\]]*$")
_WORD_SIGN = re.compile(r"\w")
_BULLET = re.compile(r"[-–—•*·▪►>]\s")
_INTRODUCES = re.compile(
    r"[\"“”„«»]|[-–—•*·▪►>]\s|[^\W\d_][\w ]{1,30}: ?\S|"
    r"(?=.*:$)(?:according to\b|.*\b(?:said|says|told|wrote|writes|added|asked|stated|tweeted|"
    r"replied|posted|declared|he|she|they)\b)",
    re.I,
)
_MONTH = "jan feb mar apr may jun jul aug sep sept oct nov dec"
_DAY = "mon tue tues wed thu thur thurs fri sat sun"
_DATE_WORD = re.compile(
    rf"(?:\d{{1,4}}(?:st|nd|rd|th)?|(?:{'|'.join(_MONTH.split())})[a-z]{{0,7}}|"
    rf"(?:{'|'.join(_DAY.split())})[a-z]{{0,6}}|[ap]m|gmt|utc|[cemp]s?t|[ce]est|[ce]et|bst|ist|"
    r"msk|t|z|published|updated|update|posted|modified|created|last|first|date|time|on|at|of|in|"
    r"mins?|minutes?|hours?|hrs?|days?|ago|read|reading|today|yesterday)",
    re.I,
)
_NAMED_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\d{1,2}(?:st|nd|rd|th)?[ .]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_DATE_START = re.compile(_NAMED_DAY, re.I)
_MACHINE_DATE = re.compile(r"date:? \d{4}-\d{2}-\d{2}(?:[T ][\d:+Z.-]{4,20})?\s+(?=\S)", re.I)
_STAMP = re.compile(
    r"(?:\d{1,2}[:.]?\d{2} ?(?:GMT|UTC|BST|MSK|CES?T|EES?T|E[SD]T|P[SD]T)|"
    r"\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?)\b(?: ?[-–—|:])? +"
    r"(?=[\"“„«‘'(\[]{0,3}[^\W\d_])(?![\"“„«‘'(\[]{0,3}[a-zß-öø-ÿ])"
)
_COUNTER = re.compile(
    r"(?<=[\w?!.\"'”’])\s*\b(?:\d{1,6}|no) comments?$|(?<=[a-z?!])\d{1,6} comments?$", re.I
)
_BY = re.compile(r"(?:By|BY|by):? (?=[A-Z])")
_SHORT = 12
_CREDIT_LENGTH = 400


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    block: int

    @cached_property
    def same(self) -> str:
        """The words as they are compared with those of other lines."""
        return " ".join(self.text[:5000].casefold().split())


def find_segments(document: Document) -> pd.DataFrame:
    r"""Mark what each line of a document is: story, or furniture of the page.

    Every non-blank line is one segment, lines that were broken at a fixed width are
    joined. Together the segments cover all words of the document.

    Parameters
    ----------
    document : Document

    Returns
    -------
    DataFrame with columns ``schema.SEGMENTS``, in the order of the text
        ``analyse`` is False for furniture; ``why`` says in words how the kind was
        decided.

    Notes
    -----
    The rules look at the form of a line and at words that pages of all outlets
    use. A line they do not know is body: it is better to read an advertisement
    than to drop a statement unseen.

    Examples
    --------
    >>> note = Document("flood", "River rises\n\nThe dam held, officials said.\n\nRead also:")
    >>> find_segments(note)[["start", "end", "kind", "analyse"]]
       start  end         kind  analyse
    0      0   11     headline     True
    1     13   42         body     True
    2     44   54  link_header    False
    """
    read, clean = clean_document(document)
    rows = [(*clean.back(row[:2]), *row[2:]) for row in segment_rows(read, shadow(read.text))]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    dtypes = ("int64", "int64", "str", "bool", "str")
    pieces = zip(SEGMENTS[1:], columns, dtypes, strict=True)
    import pandas as pd

    table = {"document_id": pd.Series([document.document_id] * len(rows), dtype="str")}
    return pd.DataFrame(table | {name: pd.Series(c, dtype=d) for name, c, d in pieces})


def segment_rows(document: Document, text: str) -> Iterator[tuple[int, int, str, bool, str]]:
    """Yield start, end, kind, analyse and why of each segment.

    The document is one that is read as it stands, see ``clean_document``; ``text`` is
    the shadow of its text.
    """
    lines = _lines(text)
    language = language_of(document)
    seen: dict[str, _Line] = {}
    kinds: list[str] = []
    marked = sorted(document.furniture)
    for number, line in enumerate(lines):
        given = next((m for m in marked if m[0] <= line.start and line.end <= m[1]), None)
        kind, why = given[2:] if given else _kind(lines, number, kinds, seen, language)
        seen.setdefault(line.same, line)
        kinds.append(kind)
        yield line.start, line.end, kind, kind not in FURNITURE, why


def _lines(text: str) -> list[_Line]:
    """Find the lines, without a page's glue at their ends."""
    lines: list[_Line] = []
    block, last = 0, 0
    for start, end in _strip(text):
        if BLANK_LINE.search(text, last, start):
            block += 1
        last = end
        lines += [_Line(*piece, text[slice(*piece)], block) for piece in _unglue(text, start, end)]
    return lines


def _strip(text: str) -> Iterator[Span]:
    for match in LINE.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        end = match.end() - len(line) + len(line.rstrip())
        if start < end:
            yield start, end


def _unglue(text: str, start: int, end: int) -> list[Span]:
    """Cut off a machine's date or a live page's time before a line, a counter after it."""
    pieces = []
    date = _MACHINE_DATE.match(text, start, end) or _STAMP.match(text, start, end)
    if date:
        pieces.append((start, date.end() - len(date[0]) + len(date[0].rstrip())))
        start = date.end()
    tail = max(start, end - 40)
    counter = _COUNTER.search(text, tail, end) if end - start < 300 else None
    if counter and text[tail : counter.start()].strip():
        at = counter.end() - len(counter[0].lstrip())
        return [*pieces, (start, counter.start()), (at, end)]
    return [*pieces, (start, end)]


def _kind(
    lines: list[_Line],
    number: int,
    kinds: list[str],
    seen: dict[str, _Line],
    language: str,
) -> tuple[str, str]:
    line = lines[number]
    text = line.text
    words = len(text[:2000].split())
    before = lines[number - 1] if number else None
    same = seen.get(line.same)
    if same and (same is before or len(text) >= 20):
        return "duplicate", f"the same words stand at {same.start}-{same.end} already"
    if not _has_words(line):
        return "link_header", "the line has no words"
    short = len(text) <= _CREDIT_LENGTH
    known = short and (name_furniture(text, language) or _byline(text, words, number > 0))
    if known:
        return known
    # A rule ("-----") begins no list, and ends none.
    led = next((n for n in range(number - 1, -1, -1) if _has_words(lines[n])), None)
    if led is not None and kinds[led] == "link_header" and _is_link(line, lines[number - 1], words):
        return "link_header", "the line stands in a list of links"
    if len(lines) == 1:
        return "body", "the only paragraph of the text"
    story_before = any(kind not in FURNITURE for kind in kinds)
    ended = bool(_SENTENCE_END.search(text))
    if not story_before and words <= 30 and not _FULL_STOP.search(text) and number < len(lines) - 1:
        return "headline", "the first line, short and without a full stop"
    after = lines[number + 1] if number < len(lines) - 1 else None
    if words <= _SHORT and not ended and after and after.same == line.same:
        return "caption", "a short line that the page prints twice"
    if words <= _SHORT and not ended and after and not _INTRODUCES.match(text):
        return "heading", "a short line without a full stop, with text after it"
    return "body", "a paragraph of the text"


def _has_words(line: _Line) -> bool:
    return _WORD_SIGN.search(line.text) is not None


@lru_cache(maxsize=10_000)
def _byline(text: str, words: int, later: bool) -> tuple[str, str] | None:
    """Tell a line of names and dates."""
    if words > 20 or _FULL_STOP.search(text):
        return None
    tokens = word_pattern(figures=True).findall(text)
    all_dates = len(tokens) > 1 and all(_DATE_WORD.fullmatch(token) for token in tokens)
    if all_dates and any(token[0].isdigit() for token in tokens):
        return "byline", "the line is a date or a time"
    by = _BY.match(text)
    date = _DATE_START.search(text)
    names = text[by.end() if by else 0 : date.start() if date else None]
    others = [w for w in re.findall(r"[^\W\d_][\w.'’-]*", names) if w[0].islower()]
    linking = all(w in ("and", "in", "for", "of", "the", "at", "de", "van", "von") for w in others)
    rest = word_pattern(figures=True).findall(text[date.start() :]) if date else []
    dated = bool(rest) and all(_DATE_WORD.fullmatch(token) for token in rest)
    if by and linking and (dated or not date):
        return "byline", "the line names who wrote the text"
    if dated and later and linking and 0 < len(names.split()) <= 6:
        return "byline", "the line is a name and a date"
    return None


def _is_link(line: _Line, before: _Line, words: int) -> bool:
    listed = line.block == before.block or bool(_BULLET.match(line.text))
    return listed and words <= 25 and not _SENTENCE_END.search(line.text)
