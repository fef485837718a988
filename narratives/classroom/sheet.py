"""The worksheet: two sheets of paper with the text, the numbers of its lines and room to mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives.classroom.lines import TextLine, fit_lines
from narratives.classroom.marking import ShownLine, show_lines, show_number
from narratives.classroom.offers import Offer
from narratives.report.filling import fill_page, read_part
from narratives.schema import NarrativesError
from narratives.telling.words import account_letter, shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

ROOM = "narratives.classroom"
PAPERS = {"a4": ("A4", 210.0, 297.0), "letter": ("letter", 215.9, 279.4)}
"""Name for the printer, width and height in millimetres."""
LINE, GAP, HEAD = 5.0, 1.6, 6.0
"""Millimetres of a line, of the gap before a paragraph, of the name of a further text."""
TOP, FOOT, MARGIN = 31.0, 14.0, 12.0
"""Millimetres above the text of the first page, below, and above the second page."""
ROW, TABLE_HEAD, NOTE = 7.3, 24.0, 6.0
"""Millimetres of a row of the table, of its head with the heading, of the note of a cut."""
FEWEST = 8
"""Rows that the table has at least."""
MOST_ASKED = 110
"""Characters of the question that go on one or two lines."""
MOST_ACCOUNTS = 6
"""Accounts that have a column."""


@dataclass(frozen=True)
class Layout:
    """What the worksheet holds."""

    sheets: list[list[list[ShownLine]]]
    left: int
    whole: bool
    rows: list[str]
    beyond: int


def render_sheet(
    comparison: Tables, lines: Sequence[TextLine], offers: Sequence[Offer], paper: str = "a4"
) -> str:
    """Build the worksheet: exactly two pages; a text that is longer is cut, and that is said.

    Parameters
    ----------
    comparison : Comparison
    lines : sequence of TextLine
    offers : sequence of Offer
    paper : {"a4", "letter"}

    Returns
    -------
    str

    Raises
    ------
    NarrativesError
        If the paper is not known.
    """
    if paper not in PAPERS:
        raise NarrativesError(f'paper "{paper}" is not known. Use {" or ".join(PAPERS)}.')
    name, wide, high = PAPERS[paper]
    accounts = len(comparison.narratives)
    letters = [account_letter(n) for n in range(min(accounts, MOST_ACCOUNTS))]
    laid = _lay_out(comparison, lines, offers, high)
    style = read_part(ROOM, "sheet.css")
    values: dict[str, object] = {
        "paper": name,
        "wide": wide,
        "high": high,
        "gap": GAP,
        "line": LINE,
        "head": HEAD,
    }
    values["account"] = round(min(20.0, 75.0 / max(1, len(letters))), 1)
    for key, value in values.items():
        style = style.replace("{{ " + key + " }}", str(value))
    return fill_page(
        ROOM,
        "sheet.html",
        read_part(ROOM, "base.css") + style,
        question=shorten(comparison.question, MOST_ASKED),
        letters=letters,
        sheets=laid.sheets,
        left=laid.left,
        whole=laid.whole,
        rows=laid.rows,
        beyond=laid.beyond,
    )


def _lay_out(
    comparison: Tables, lines: Sequence[TextLine], offers: Sequence[Offer], high: float
) -> Layout:
    first = high - TOP - FOOT
    second = high - MARGIN - FOOT - TABLE_HEAD
    wanted = max(FEWEST, min(len(offers), int(second / ROW)))
    measures = {"line": LINE, "gap": GAP, "head": HEAD if len(comparison.documents) > 1 else 0.0}
    cuts, whole = fit_lines(comparison, lines, (first, second - FEWEST * ROW - NOTE), **measures)
    shown = [show_lines(comparison, cut.lines, offers, show_number) for cut in cuts]
    text = sum(
        LINE + (GAP if line.opens else 0.0) + (measures["head"] if line.first else 0.0)
        for line in cuts[1].lines
    )
    left = cuts[0].left
    rows = min(wanted, int((second - text - (NOTE if left else 0.0)) / ROW))
    last = max((line.number for cut in cuts for line in cut.lines), default=0)
    offered = [offer for offer in offers if offer.line <= last]
    labels = [f"{offer.n} ({offer.line})" for offer in offered[:rows]]
    beyond = len(labels) + 1 if len(offers) > len(labels) else 0
    spare = max(0, int((second - text - (NOTE if left else 0.0)) / ROW) - len(labels))
    return Layout(shown, left, whole, labels + ["own"] * min(spare, 4), beyond)
