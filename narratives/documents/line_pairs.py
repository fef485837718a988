"""Two lines that follow each other: whether a sentence goes on in the second, by their form."""

from __future__ import annotations

import re

from narratives.documents.hyphens import ends_broken
from narratives.documents.lines import BULLET, Line, has_cells, starts_small

_SPEAKER = re.compile(r"[^\W\d_][\w-]{0,20}: ")
"""Who speaks, before a line of a chat."""


def goes_on(line: Line, then: Line) -> bool:
    """Tell whether a sentence goes on in the next line, by its form alone."""
    return (
        not line.ended
        and starts_small(then)
        and not begins_anew(line, then)
        and not has_cells(line)
        and not has_cells(then)
    )


def begins_anew(line: Line, then: Line) -> bool:
    """Tell whether a line is the first of a paragraph or of an entry, by its form."""
    bullet = BULLET.match(then.text)
    if bullet:
        # "on March / 14. Wreckage" and "the dam / — once new — held" are no entries of a list.
        rest = then.text[bullet.end() :]
        entry = (
            line.ended
            or BULLET.match(line.text)
            or not (rest[:1].islower() or bullet[0].strip("(). ").isdigit())
        )
        return bool(entry)
    if has_cells(then) and has_cells(line):
        return True
    if _SPEAKER.match(then.text) and _SPEAKER.match(line.text):
        return True
    indented = then.indent > line.indent + 1 and not BULLET.match(line.text)
    return indented and (line.ended or not then.text[0].islower())


def is_full(line: Line, then: Line, width: int) -> bool:
    """Tell whether the next word would not have fitted into a line."""
    return line.columns + 1 + len(then.text.split(maxsplit=1)[0]) > width


def breaks_word(line: Line, then: Line) -> bool:
    """Tell a word that was broken where its line ends."""
    return ends_broken(line.text) and then.text[:1].islower() and not BULLET.match(then.text)
