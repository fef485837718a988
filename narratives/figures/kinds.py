"""The shapes of the kinds of sources, and the key that says them in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narratives.figures.drawing import INDENT, SOFT, Sheet, text_width
from narratives.figures.entries import CellEntry, draw_entry
from narratives.telling.words import basis_word

MARKERS = {
    "government_party": "o",
    "foreign_government": "D",
    "intelligence_service": "D",
    "think_tank": "s",
    "perpetrator_group": "^",
    "media": "p",
    "person": "v",
    "organisation": "h",
    "narrator": "P",
    "unspecified": "o",
}
"""The shape of each kind of source; an unnamed one is a hollow circle."""
HOLLOW = ("unspecified",)
KEY_LINE = 0.36


def marker_of(kind: str) -> str:
    """Return the shape of a kind of source."""
    return MARKERS.get(kind, "o")


def lay_key(kinds: Iterable[str], width: float, stake: bool = False) -> list[list[CellEntry]]:
    """Say what each shape means, in lines of so many inches; kinds of one shape together."""
    seen: dict[tuple[str, bool], list[str]] = {}
    for kind in dict.fromkeys(kind for kind in kinds if kind):
        seen.setdefault((marker_of(kind), kind not in HOLLOW), []).append(kind)
    entries = []
    for (marker, filled), names in seen.items():
        words = " or ".join(
            "the article’s own voice" if n == "narrator" else basis_word(n) for n in names
        )
        entries.append(CellEntry(words, marker, filled, colour=SOFT))
    if stake:
        entries.append(CellEntry("outlined: has a stake", "o", ring=True, colour=SOFT))
    lines: list[list[CellEntry]] = []
    used = width
    for entry in entries:
        if used + _width(entry) > width:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += _width(entry)
    return lines


def draw_key(sheet: Sheet, lines: Sequence[Sequence[CellEntry]], y: float, width: float) -> float:
    """Draw the key, and return the y below it."""
    for entries in lines:
        x = 0.0
        for entry in entries:
            draw_entry(sheet, entry, x, y, width, 1, SOFT)
            x += _width(entry)
        y += KEY_LINE
    return y


def _width(entry: CellEntry) -> float:
    return text_width(entry.words, entry.size) + INDENT + 0.3
