"""PDF files to originals, by pypdf: paragraphs told by the gaps between lines.

pypdf is pure Python, needs no other package and counts pages before it reads them;
pdfminer.six needs cryptography, and reads no better the prints of pages that analysts have.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

from narratives.documents.originals import (
    OpenedFile,
    OpenedPiece,
    count_reasons,
    missing,
    quiet,
    tidy,
)
from narratives.documents.pdf_steps import PageSteps, TooManySteps
from narratives.schema import NarrativesError

MAX_PAGES = 400
"""Pages of a PDF that are read. An article has some five, a long report 200."""
MAX_STEPS = 5_000_000
"""What the pages of one PDF may cost: a step for each operator, for each letter of its names and
strings, and for each 100 bytes of its content. A book of 400 pages that sets each letter by
itself has some four million. Steps are counted, and not time, so that a slow machine reads what a
fast one does."""
_GAP = 1.45
"""Lines that stand further apart than so many times the usual distance part paragraphs."""
_SINGLE = 1.3
"""Lines that stand no further apart than so many times the size of their letters never do."""
_WIDE = 1.75
"""A distance of so many times the size of the letters parts them behind a full stop."""
_SHORT = 0.6
"""Share of the longest line under which a line with a full stop ends its paragraph."""
_BROWSER = re.compile(r"chrom|firefox|mozilla|safari|skia|webkit|edge|opera", re.I)
_COMMENTS = re.compile(r"(?:\d{1,5} )?comments?(?: ?\(\d{1,5}\))?:?", re.I)
_BANNER = re.compile(
    r"\bcookies?\b.{0,200}\b(?:accept|reject|consent|settings|partners)\b", re.I | re.S
)
_LINKS = re.compile(
    r"(?:read (?:more|also|next)|related(?: (?:articles|stories|topics))?|more from .{1,40}):?",
    re.I,
)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
"""Letters that a font joins to one: of the print, not of the words."""
_CUT = re.compile(r"[a-zß-öø-ÿа-яёіїєґ]-")
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_Line = tuple[float, float, str]
"""Height above the foot of the page, size of its letters, words."""


def read_pdf(raw: bytes, path: object) -> OpenedFile:
    """Read the text of a PDF.

    Lines are joined to paragraphs where they stand close together. Of the print of a web
    page, what stands above the headline and below the comments is left out. The date in
    the file is that of the print, not of the article, and is not taken.

    Raises
    ------
    NarrativesError
        If it is locked, broken, has no text, more than ``MAX_PAGES`` pages, or takes more than
        ``MAX_STEPS`` to read.
    """
    try:
        import pypdf
    except ImportError as error:
        raise missing(path, "a PDF file", "pypdf") from error
    try:
        with quiet("pypdf"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(io.BytesIO(raw))
            if reader.is_encrypted and not reader.decrypt(""):
                raise NarrativesError(
                    f"{path}: the PDF is locked by a password. Open it, and print it to a PDF "
                    "without one."
                )
            number = _count_pages(reader)
            if number > MAX_PAGES:
                raise NarrativesError(
                    f"{path}: the PDF has {number:,} pages; at most {MAX_PAGES} are read. Save "
                    "the pages "
                    "that matter as a PDF of their own."
                )
            pages = []
            left_steps = MAX_STEPS
            for page in reader.pages:
                count = PageSteps(page, left_steps)
                with suppress(TooManySteps):
                    pages.append(_lines(page, count))
                # pypdf takes what is raised inside a form for a fault of the form.
                left_steps = count.left
                if left_steps < 0:
                    raise NarrativesError(
                        f"{path}: to read the PDF takes more than {MAX_STEPS:,} steps (one for "
                        "each operator and letter, and for each 100 bytes of content). Save the "
                        "pages that matter as a PDF of their own, or its text as plain text (.txt)."
                    )
            about = dict(reader.metadata or {})
    except NarrativesError:
        raise
    except Exception as error:
        raise NarrativesError(
            f"{path}: the PDF cannot be read ({type(error).__name__}: "
            f"{' '.join(str(error).split())[:120]}). "
            "Open it, print it to a new PDF, or save its text as plain text (.txt)."
        ) from error
    lines, left = _without_running_heads(pages)
    if not any(line for page in lines for line in page):
        raise NarrativesError(
            f"{path}: the PDF has no text, only pictures of it. Let a program for text "
            "recognition (OCR) "
            "read it, and save the result."
        )
    title = tidy(str(about.get("/Title") or ""))[:500]
    printed = bool(_BROWSER.search(f"{about.get('/Creator', '')} {about.get('/Producer', '')}"))
    paragraphs = _paragraphs(lines)
    if printed:
        paragraphs, more = _article(paragraphs, title)
        left += more
        first = paragraphs[0].text if paragraphs else ""
        title = first if first and first.casefold() in title.casefold() else title
    facts = {}
    if title and not re.search(
        r"\.(?:docx?|pdf|indd|qxd|odt)$|^untitled|^microsoft word", title, re.I
    ):
        facts["title"] = (title, "PDF title")
    author = tidy(str(about.get("/Author") or ""))[:500]
    if author:
        facts["author"] = (author, "PDF author")
    return OpenedFile(tuple(paragraphs), facts, count_reasons(left))


def _count_pages(reader: Any) -> int:
    """Return the number of pages that the file states, or that it has."""
    stated = reader.root_object["/Pages"].get_object().get("/Count", 0)
    return max(int(stated), 0) if int(stated) > MAX_PAGES else len(reader.pages)


def _lines(page: Any, count: PageSteps) -> list[_Line]:
    """Return the lines of a page in their order, with where they stand."""
    found: list[_Line] = []
    parts: list[str] = []
    at: list[tuple[float, float]] = []

    def end() -> None:
        words = tidy("".join(parts).translate(_LIGATURES))
        if words:
            height, size = at[0] if at else (0.0, 0.0)
            found.append((height, size, words))
        parts.clear()
        at.clear()

    def visit(text: str, matrix: Any, place: Any, _font: Any, size: Any) -> None:
        height = float(place[5]) * float(matrix[3]) + float(matrix[5])
        scale = abs(float(size or 0) * float(place[3] or 1) * float(matrix[3] or 1))
        for n, piece in enumerate(text.split("\n")):
            if n:
                end()
            if piece.strip() and not at:
                at.append((height, scale))
            parts.append(piece)

    page.extract_text(visitor_operand_before=count, visitor_text=visit)
    end()
    return found


def _without_running_heads(pages: Sequence[Sequence[_Line]]) -> tuple[list[list[_Line]], list[str]]:
    """Leave out what stands at the head or foot of several pages, but for its figures."""
    edges = Counter(_DIGITS.sub("0", line[2]) for page in pages for line in {*page[:2], *page[-2:]})
    often = {words for words, number in edges.items() if number > max(1, len(pages) // 2)}
    kept: list[list[_Line]] = []
    left = []
    for page in pages:
        lines = []
        for n, line in enumerate(page):
            edge = n < 2 or n >= len(page) - 2
            if edge and (_DIGITS.sub("0", line[2]) in often or line[2].isdigit()):
                left.append("head or foot of a printed page")
            else:
                lines.append(line)
        kept.append(lines)
    return kept, left


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> list[OpenedPiece]:
    leading = _leading(pages)
    longest = max((len(line[2]) for page in pages for line in page), default=0)
    found: list[list[str]] = []
    last: _Line | None = None
    for page in pages:
        for n, line in enumerate(page):
            if last is None or abs(last[1] - line[1]) > 0.5:
                goes_on = False
            elif n == 0:
                goes_on = not _ENDED.search(last[2])
            else:
                goes_on = _goes_on(last, line, leading, longest)
            if goes_on:
                found[-1].append(line[2])
            else:
                found.append([line[2]])
            last = line
    return [OpenedPiece(_join(lines)) for lines in found]


def _goes_on(last: _Line, line: _Line, leading: float, longest: int) -> bool:
    """Tell whether a line goes on with the paragraph of the line above it."""
    gap = last[0] - line[0]
    ended = bool(_ENDED.search(last[2]))
    close = 0 < gap <= max(_GAP * leading, _SINGLE * line[1])
    if not close or (ended and gap > _WIDE * line[1] > 0):
        return False
    return not (ended and len(last[2]) < _SHORT * longest)


def _leading(pages: Sequence[Sequence[_Line]]) -> float:
    """Return the distance of lines inside paragraphs: the least one that is not rare."""
    gaps = Counter(
        round((above[0] - line[0]) * 2) / 2
        for page in pages
        for above, line in pairwise(page)
        if 0.9 * line[1] <= above[0] - line[0] < 100
    )
    enough = max(1, sum(gaps.values()) // 10)
    return min((gap for gap, number in gaps.items() if number >= enough), default=0.0)


def _join(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph; a word that was cut at the end of a line is made whole."""
    told = [lines[0]]
    for line in lines[1:]:
        last = told[-1]
        if last.endswith("\u00ad"):
            told[-1] = last[:-1]
        elif not (_CUT.fullmatch(last[-2:]) and line[:1].islower()):
            told.append(" ")
        told.append(line)
    return "".join(told)


def _article(pieces: Sequence[OpenedPiece], title: str) -> tuple[list[OpenedPiece], list[str]]:
    """Take the article out of the print of a web page."""
    left = []
    head = 0
    for n, piece in enumerate(pieces[:60]):
        if len(piece.text) >= 15 and piece.text.casefold() in title.casefold():
            head = n
            break
    left += ["navigation"] * head
    kept: list[OpenedPiece] = []
    listed = commented = False
    for piece in pieces[head:]:
        words = piece.text
        if _COMMENTS.fullmatch(words) and kept:
            commented = True
        ended = bool(_ENDED.search(words))
        if _LINKS.fullmatch(words):
            listed = True
        elif listed and ended and len(words) > 60:
            listed = False
        if _BANNER.search(words):
            left.append("cookie banner")
        elif commented:
            left.append("comments of readers")
        elif listed:
            left.append("links to other pages")
        else:
            kept.append(piece)
    return kept, left
