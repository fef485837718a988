"""Numbers that stand in a text and are none of its words: of footnotes, and of lines in a margin.

A mark of a footnote is a raised figure, or a figure glued to a word. Figures glued to words
belong to them more often than not ("G7", "route66"), so they are taken for marks only where
they count: 1, 2, 3 and so on, in the order of the text, with few left out. Numbers in a margin
count lines.
"""

from __future__ import annotations

import re
from itertools import pairwise

from narratives.documents.letters import Edit, keep_apart
from narratives.documents.shadow import LINE

FEWEST = 3
"""Marks or numbers that must count on before they are taken for such."""
SKIPPED = 3
"""Numbers that may be missing between two marks; over all no more than one for two marks."""
_HIGH = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
# The rare sign stands first in a pattern: so most of a text is passed over at once.
_RAISED = re.compile(
    rf"[{_HIGH}](?:(?<=[^\W\d_]{{3}}.)|(?<=[.,;:!?…\"”’»)\]].))[{_HIGH},\u2009]*(?<![,\u2009])"
)
_FIGURE = re.compile(
    r"\d(?:(?<=[a-zß-ÿ].)|(?<=[a-zß-ÿ][.,;!?\"”’»].)|(?<=[a-zß-ÿ][.,;!?][\"”’»].))"
)
"""The first figure of a glued number."""
_GLUED = re.compile(
    r"(?<![^\W_])([^\W\d_]*[a-zß-ÿ]{2})[.,;!?]?[\"”’»]?(\d{1,3})(?=[\s.,;:!?\"”’»)]|$)"
)
_MARGIN = re.compile(r"[ \t]*\(?(\d{1,4})[.:)]?(?=[ \t])|(?<=\S)[ \t]{2,}(\d{1,4})[ \t]*$")


def find_numbers(text: str) -> list[Edit]:
    r"""Find the numbers of footnotes and of lines, and read nothing in their place.

    Parameters
    ----------
    text : str
        With its letters as they are read.

    Returns
    -------
    list of Edit
        In the order of the text. A number in the left margin is read as spaces, so that its
        line is set in like the others.

    Examples
    --------
    >>> find_numbers("The board denied\u00b9 it on 5 km\u00b2.")
    [Edit(start=16, end=17, text='')]
    >>> find_numbers("A guard1 said2 that the board3 knew.")[1]
    Edit(start=13, end=14, text='')
    >>> find_numbers("The G7 met on route66.")
    []
    """
    return keep_apart(text, [*_marks(text), *_margin(text)])


def _marks(text: str) -> list[Edit]:
    found = []
    if not text.isascii():
        found = [Edit(*match.span(), "") for match in _RAISED.finditer(text)]
    glued = list(_GLUED.finditer(text)) if _FIGURE.search(text) else []
    counting: list[re.Match[str]] = []
    last = 0
    for match in glued:
        # Some may be gone already, or stand in another form: "denied2", "letters.[5]".
        if last < int(match[2]) <= last + 1 + SKIPPED:
            last = int(match[2])
            counting.append(match)
    if 2 * last > 3 * len(counting):
        counting = []
    # "user1" and "user2" are no marks; and where others are glued, too, nobody can say which are.
    different = len({match[1].lower() for match in counting})
    if different >= max(FEWEST, 0.8 * len(glued)):
        found += [Edit(*match.span(2), "") for match in counting]
    return found


def _margin(text: str) -> list[Edit]:
    """Find numbers before or behind every fifth line, or as many as their step says.

    Those before each line are a sign that all lines have (``common_sign``).
    """
    lines = [match for match in LINE.finditer(text) if match[0].strip()]
    places: dict[int, list[tuple[int, int, re.Match[str]]]] = {1: [], 2: []}
    for row, line in enumerate(lines):
        words = line[0].strip(" \t(")
        if not (words[:1].isdigit() or words[-1:].isdigit()):
            continue
        for match in _MARGIN.finditer(line[0]):
            side = 1 if match[1] else 2
            if side == 2 or match.start() == 0:
                places[side].append((row, int(match[side]), match))
    found = []
    for side, marks in places.items():
        # Each number says how many lines there were, so that any two agree with their rows.
        steps = [(then[1] - one[1], then[0] - one[0]) for one, then in pairwise(marks)]
        step = steps[0][0] if steps else 0
        if step < 2 or len(marks) < FEWEST or any(s != (step, step) for s in steps):
            continue
        for row, _, match in marks:
            at = lines[row].start()
            spaces = " " * len(match[0]) if side == 1 else ""
            found.append(Edit(at + match.start(), at + match.end(), spaces))
    return found
