"""One person's ratings as an .achz, which Open Source ACH imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from narratives.exchange.achz_files import EVIDENCE, Board, cut, open_board, pack_board
from narratives.exchange.boards import (
    Notes,
    NotTaken,
    level_in,
    match_hypotheses,
    persons_of,
    rated_items,
    rating_in,
    read_notes,
    told_level,
)
from narratives.exchange.deciding import ReadFile, plain_words
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.marks import AS_EXPORTED
from narratives.exchange.rating_rows import letters_of
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import RATINGS, Case, NarrativesError

_LONGEST = 255
_PARC = {"CC": "C C", "II": "I I"}

GOES = (
    ("the question", "PROJECT-TITLE"),
    ("a narrative", "a HYPOTHESIS: its title and, in square brackets, its id"),
    ("an evidence item", "an EVIDENCE: NAME has its words, CODE its id"),
    ("a rating", "VALUES, one for each HYPOTHESIS: C C, C, N, I, I I or NA"),
    ("a credibility of 1 or 2, of 3, of 4 or 5", "CREDIBILITY: HIGH, MEDIUM, LOW, as in scores"),
    ("who rated, when and what; grades; basis", "NOTES, which the board shows as details"),
    ("what this person did not rate", 'NA, told under "Not rated" in NOTES, with a FLAG'),
    ("the ratings of the draft, where no person rated", 'VALUES, told under "Not rated" likewise'),
    ("the note", "a comment before all else"),
)
CANNOT = (
    "An .achz has the ratings of one person: where several rated, name one of them, and write a "
    "file for each. Open Source ACH makes a project of each, with all in it by who imports it.",
    "Statements, spans, sources and the reasons of ratings are not in it; of a person's ratings of "
    "one item there is one time, that of the last.",
    "Open Source ACH stores a cell that is none of the six values as the cell before it, so that "
    "NA stands where nothing was rated. A person who means NA there says it in the case.",
    "It counts HIGH and MEDIUM, and an item without a grade, as credible, LOW as suspect. It is "
    "told neither a classification nor the type and date of evidence: nobody gave them.",
    "It keeps 255 bytes of a name: a longer one is cut, with …. It shows texts as HTML without "
    "escaping them, so that < and > are written as &lt; and &gt;; a person whose name has one of "
    "these, & or |, is not named in NOTES.",
    "It asks for a file name of letters and digits, and takes 3 MB. Written is what its import "
    "reads; whether PARC's own tool opens the file was not tried.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the matrix of one person."""
    who = _rater(out)
    narratives = [str(narrative) for narrative in out.comparison.narratives.index]
    evidence = []
    for item in rated_items(out.comparison, who):
        letters = {**item.bare, **item.rated}
        evidence.append(
            {
                "NAME": cut(_harmless(item.label), _LONGEST),
                "NOTES": item.notes(bare=True),
                "CODE": item.item_id,
                "DATE": "0",
                "FLAG": str(int(bool(item.bare))),
                **({"CREDIBILITY": item.level.upper()} if item.level else {}),
                "VALUES": ",".join(_PARC.get(letters[n], letters[n]) for n in narratives),
            }
        )
    title = ("" if who else "DRAFT: ") + out.case.question
    hypotheses = tuple({"NAME": name} for name in _names(out.case))
    board = Board(cut(_harmless(title), _LONGEST), hypotheses, tuple(evidence))
    return {"": pack_board(board, out.note)}


def _rater(out: Outgoing) -> str:
    """Return whose ratings are written; nobody's where nobody rated."""
    persons = persons_of(out.comparison)
    if out.rater in persons or (not out.rater and not persons):
        return out.rater
    if not out.rater and len(persons) == 1:
        return persons[0]
    rated = ", ".join(persons) or "nobody"
    if out.rater:
        raise NarrativesError(
            f'rater "{out.rater[:40]}": this person rated nothing here. Rated has: {rated}.'
        )
    raise NarrativesError(
        f"an .achz has the ratings of one person, and {len(persons)} rated: {rated}. Name one, "
        "with rater (--rater), and write a file for each."
    )


def _harmless(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _names(case: Case) -> dict[str, str]:
    """Return the narrative of each name that a hypothesis is written with."""
    titles = case.narratives["title"].items()
    return {cut(_harmless(str(t)), _LONGEST, f" [{n}]"): str(n) for n, t in titles}


def recognise(path: Path, content: Any) -> bool:
    """Tell an .achz by its name."""
    del content
    return path.suffix.lower() == ".achz"


def read(path: Path, case: Case) -> ReadFile:
    """Read the ratings; hypotheses that the case does not have are proposed."""
    board = open_board(path)
    named = [one.get("NAME", "") for one in board.hypotheses]
    told = [(f"hypothesis {number}", name, name) for number, name in enumerate(named, 1)]
    columns, left, proposed = match_hypotheses(case, told, _names(case))
    if not board.evidence:
        left.append(("file", f"there is no {EVIDENCE} in it"))
    found: list[tuple[str, str, str, str, str, str]] = []
    for number, entry in enumerate(board.evidence, 1):
        place = f"evidence {number}"
        cells = entry.get("VALUES", "").split(",")
        # A comma at the end brings no cell: the board drops it too.
        if len(cells) == len(columns) + 1 and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) != len(columns):
            why = f"VALUES has {len(cells)} ratings for {len(columns)} hypotheses"
            left.append((place, why))
            continue
        notes = read_notes(entry.get("NOTES", ""))
        item = entry.get("CODE", "") if notes else plain_words(entry.get("NAME", ""))
        rows = list(_ratings(columns, cells, notes, place, left))
        found += [(place, item, *row) for row in rows]
        if not rows and notes:
            left.append((place, AS_EXPORTED))
        level = entry.get("CREDIBILITY", "").strip()
        if level.lower() != level_in(notes):
            left.append((place, told_level("CREDIBILITY", level)))
    return ReadFile(ratings=tuple(found), left=tuple(left), proposed=tuple(proposed))


def _ratings(
    columns: Sequence[str], cells: Sequence[str], notes: Notes, place: str, left: list[NotTaken]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield narrative, letters, who and when of the cells that are a person's rating."""
    for narrative, cell in zip(columns, cells, strict=True):
        letters = letters_of(cell.strip())
        if cell.strip() and not letters:
            allowed = ", ".join((*(_PARC.get(one, one) for one in RATINGS), "NA"))
            left.append((place, f'"{cell.strip()[:30]}" is no rating. Allowed: {allowed}'))
        elif narrative and letters:
            rating = rating_in(notes, narrative, letters, str)
            if rating is not None:
                yield narrative, *rating


FORMAT = FileFormat(
    name="achz",
    what="one person's ratings for Open Source ACH, in the format of PARC's tool",
    endings=(".achz",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="ratings; hypotheses, as proposals",
    of_one=True,
)
