"""Words in brackets inside a quotation that are an editor's and not the speaker's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.text import Sentence
from narratives.documents import Quotation
from narratives.lexicon import load_classes, load_lexicon, one_of
from narratives.lexicon.letters import stands_alone
from narratives.schema import Span

_BRACKETS = re.compile(r"\[([^\[\]\n]{1,400})\]|\(([^()\n]{2,400})\)")


@cache
def _signed() -> re.Pattern[str]:
    """Return what an editor's bracket ends with, "- TASS" and "- Ed.", or begins with, "Ed.:"."""
    names = [row["name"] for row in load_lexicon("outlets")]
    editors = [re.escape(word) for word in load_classes()["editor"]]
    note = one_of("editor_note")
    whose = (
        rf"(?:{'|'.join(editors)})(?:'s)?(?: (?:{note}))?\.?"
        rf"|(?:{one_of('editor_title')})(?:'s|s')? ?(?:{note})?\.?"
        r"|note"
    )
    agencies = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?:^\s*(?:{whose}):)|(?:[-–—]\s*(?:{whose}|{agencies})\s*\.?\s*$)|(?:^\s*(?:{whose})\s*$)",
        re.I,
    )


def find_brackets(shadow: str, sentences: Iterable[Sentence]) -> list[Span]:
    """Find the brackets that an editor has put into the words of a speaker.

    Square brackets inside a quotation are the editor's, but for "[...]" and letters
    changed inside a word. Round ones are the speaker's, unless they are signed:
    "(the owners - TASS)", "(the pier. - Ed.)".

    Parameters
    ----------
    shadow : str
        Shadow copy of the document's text.
    sentences : iterable of Sentence

    Returns
    -------
    list of (start, end), in the order of the text
    """
    if "(" not in shadow and "[" not in shadow:
        return []
    paragraphs: dict[int, tuple[int, int, tuple[Quotation, ...]]] = {}
    for one in sentences:
        start = paragraphs.get(one.paragraph, (one.start,))[0]
        paragraphs[one.paragraph] = (start, one.end, one.quotations)
    found: list[Span] = []
    for start, end, quotations in paragraphs.values():
        for match in _BRACKETS.finditer(shadow, start, end):
            inside = match[1] or match[2]
            if _signed().search(inside) or (
                match[1]
                and any(c.isalpha() for c in inside)
                and stands_alone(match)
                and _stands_in(quotations, match.start())
            ):
                found.append(match.span())
    return found


def _stands_in(quotations: Sequence[Quotation], at: int) -> bool:
    near = bisect_left(quotations, at, key=lambda quotation: quotation.end)
    return near < len(quotations) and quotations[near].start <= at


def cut_out(shadow: str, drafts: Iterable[Draft], holes: Sequence[Span]) -> None:
    """Cut words that are nobody's in the story out of the contents of drafts."""
    if not holes:
        return
    ordered = sorted(holes)
    ends = [end for _, end in ordered]
    for draft in drafts:
        pieces: list[Span] = []
        for start, end in draft.content:
            at = start
            for hole in ordered[bisect_left(ends, start) :]:
                if hole[0] >= end:
                    break
                if hole[0] > at:
                    pieces.append((at, hole[0]))
                at = max(at, hole[1])
            if at < end:
                pieces.append((at, end))
        left = [span for span in (_bare(shadow, *piece) for piece in pieces) if span[0] < span[1]]
        draft.content = left or draft.content


def _bare(shadow: str, start: int, end: int) -> Span:
    """Return a span without blanks at its edges."""
    words = shadow[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
