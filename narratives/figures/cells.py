"""The rows of the side-by-side figure, and what is drawn in each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from narratives.figures.drawing import HEADING, SOFT
from narratives.figures.entries import CellEntry
from narratives.figures.kinds import HOLLOW, marker_of
from narratives.figures.letters import isolate
from narratives.telling.layout import AccountColumn, CellVoice, SideBySide
from narratives.telling.words import SHOWN_WORDS

MOST_GAPS = 2
MOST_SHARED = 4
MOST_OUTSIDE = 6
MOST_STROKES = 12
"""Texts up to which each has its stroke beside a voice; of more, their number is said."""
MOST_VOICES = 16
"""Voices of one cell that are drawn; the table has all."""
SHOWN_MARKS = {"shown": ("s", True), "named": ("s", False), "none": ("_", False)}


@dataclass
class FigureRow:
    """One row of the figure: a section, a label, and the entries of each account.

    ``section`` stands in the first row of a group; ``tight`` rows follow without a line.
    """

    label: str = ""
    section: str = ""
    cells: dict[str, list[CellEntry]] = field(default_factory=dict)
    heading: bool = False
    tight: bool = False
    shared: tuple[str, ...] = ()
    words: str = ""


def layout_rows(
    view: SideBySide, narratives: Sequence[str], documents: Sequence[str] = ()
) -> list[FigureRow]:
    """Turn some of the accounts, in their order, into the rows of the figure.

    Of several documents each voice shows in which of them it is heard.
    """
    columns = [column for column in view.columns if column.narrative_id in narratives]
    heading = FigureRow(heading=True)
    account = FigureRow(section="The account in the text’s words")
    voices = FigureRow(section="Voices: one mark an origin")
    disputed = FigureRow(section="Disputed by")
    gaps = FigureRow(
        section="What would tell them apart" if len(view.columns) > 1 else "What is open"
    )
    for column in columns:
        name = column.narrative_id
        heading.cells[name] = [CellEntry(column.title, size=HEADING, bold=True)]
        account.cells[name] = [_account(column)]
        voices.cells[name] = _entries(column.voices, _voice(documents)) or [
            CellEntry("no one here", colour=SOFT)
        ]
        disputed.cells[name] = _entries(column.disputed, _voice(documents)) or [
            CellEntry("no one here; silence is not support", colour=SOFT)
        ]
        if column.gaps:
            gaps.cells[name] = [CellEntry(gap.question) for gap in column.gaps[:MOST_GAPS]]
    return [heading, account, voices, *_strengths(columns), *_kinds(columns), disputed, gaps]


def shared_rows(view: SideBySide, titles: Mapping[str, str] | None = None) -> list[FigureRow]:
    """Return the evidence behind several accounts, the first few, and how much more there is.

    With ``titles`` the accounts are named; without, the row joins their columns.
    """
    rows = []
    for thing in view.shared[:MOST_SHARED]:
        words = f"{isolate(thing.label)}: {thing.why}"
        if titles is None:
            rows.append(FigureRow(shared=thing.narrative_ids, words=words))
        else:
            names = "; ".join(isolate(titles[n]) for n in thing.narrative_ids if n in titles)
            rows.append(FigureRow(words=f"{words}, namely {names}"))
    if len(view.shared) > MOST_SHARED:
        rows.append(FigureRow(words=f"and {len(view.shared) - MOST_SHARED} more"))
    return _under("Shared evidence", rows)


def outside_rows(view: SideBySide) -> list[FigureRow]:
    """Return what is said outside the accounts, the first few, and how much more there is."""
    rows = []
    for voice in view.outside[:MOST_OUTSIDE]:
        number = "" if voice.number == 1 else f" ×{voice.number}"
        rows.append(FigureRow(words=f"{isolate(voice.name)}{number}: “{isolate(voice.words)}”"))
    if len(view.outside) > MOST_OUTSIDE:
        rows.append(FigureRow(words=f"and {len(view.outside) - MOST_OUTSIDE} more"))
    return _under("Outside the accounts", rows)


def _under(section: str, rows: list[FigureRow]) -> list[FigureRow]:
    """Put rows under the name of a section, without a line between them."""
    for n, row in enumerate(rows):
        row.section = "" if n else section
        row.tight = n > 0
    return rows


def _account(column: AccountColumn) -> CellEntry:
    if not column.words:
        return CellEntry("no statement puts it in words", colour=SOFT)
    return CellEntry(f"“{column.words}”", italic=True)


def _entries(
    voices: Sequence[CellVoice], entry: Callable[[CellVoice], CellEntry]
) -> list[CellEntry]:
    more = len(voices) - MOST_VOICES
    entries = [entry(voice) for voice in voices[:MOST_VOICES]]
    return [*entries, CellEntry(f"and {more} more", colour=SOFT)] if more > 0 else entries


def _strengths(columns: Sequence[AccountColumn]) -> Iterable[FigureRow]:
    """One row a strength, the firmest first; one more where some are not judged."""
    by_account = {column.narrative_id: dict(column.firmness) for column in columns}
    known = dict.fromkeys(strength for column in columns for strength, _ in column.firmness)
    for n, strength in enumerate(known):
        cells = {
            name: _entries(strengths[strength], _word)
            for name, strengths in by_account.items()
            if strengths.get(strength)
        }
        section = "" if n else "How firmly"
        yield FigureRow(strength or "not judged", section, cells, tight=n > 0)


def _kinds(columns: Sequence[AccountColumn]) -> Iterable[FigureRow]:
    """One row for each kind of basis that any account of the figure has."""
    kinds = [kind for kind, _ in columns[0].basis] if columns else []
    if not kinds:
        none = {column.narrative_id: [CellEntry("none given", colour=SOFT)] for column in columns}
        yield FigureRow(section="Kind of basis", cells=none)
    for n, kind in enumerate(kinds):
        row = FigureRow(kind, "" if n else "Kind of basis", tight=n > 0)
        for column in columns:
            basis = dict(column.basis)[kind]
            if basis is not None:
                marker, filled = SHOWN_MARKS[basis.shown]
                words = SHOWN_WORDS[basis.shown]
                row.cells[column.narrative_id] = [CellEntry(words, marker, filled, colour=SOFT)]
        yield row


def _voice(documents: Sequence[str]) -> Callable[[CellVoice], CellEntry]:
    """Return how a voice is drawn where these are the documents of the case."""

    def entry(voice: CellVoice) -> CellEntry:
        notes = ["implied"] if voice.how == "implied" else []
        notes += ["against its stake"] if voice.against_its_stake else []
        notes += [voice.stake_word] if voice.stake == 0 else []
        number = f" ×{voice.number}" if voice.number > 1 else ""
        strokes = tuple(document in voice.texts for document in documents)
        if len(documents) < 2:
            strokes = (True,) * voice.number
        elif len(documents) > MOST_STROKES:
            strokes = ()
            notes.insert(0, f"in {len(voice.texts)} of {len(documents)} texts")
        note = f" ({', '.join(notes)})" if notes else ""
        return CellEntry(
            f"{isolate(voice.name)}{number}{note}",
            marker_of(voice.kind),
            filled=voice.kind not in HOLLOW,
            ring=voice.has_stake,
            strokes=strokes,
        )

    return entry


def _word(voice: CellVoice) -> CellEntry:
    said = f" “{isolate(voice.words)}”" if voice.words else ""
    note = " (implied)" if voice.how == "implied" else ""
    return CellEntry(
        f"{isolate(voice.name)}{said}{note}",
        marker_of(voice.kind),
        filled=voice.kind not in HOLLOW,
    )
