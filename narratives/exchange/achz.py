"""One person's ratings as an .achz, which Open Source ACH imports."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from narratives.exchange.achz_files import EVIDENCE, Board, cut, is_plain, open_board, pack_board
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.marks import AS_EXPORTED
from narratives.exchange.proposing import propose_narrative
from narratives.exchange.rating_rows import drafted_letters, letters_of, ratings_by_person
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import RATINGS, Case, NarrativesError, each
from narratives.scores.parc import CREDIBILITY_LEVELS

OURS = "From narratives"
"""The beginning of the notes of an item: its CODE is an id of the case."""
_LONGEST = 255
_PARC = {"CC": "C C", "II": "I I"}
_RATED, _NOT_RATED = "Rated", "Not rated"

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
    "file for each. Open Source ACH makes a project of each file, with all in it by who imports it.",
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
    comparison = out.comparison
    who = _rater(out)
    ratings = ratings_by_person(comparison)
    times = {int(row.line): str(row.at) for row in each(comparison.corrections)}
    narratives = [str(narrative) for narrative in comparison.narratives.index]
    evidence = []
    for item in each(comparison.items):
        given = ratings.get(str(item.Index), {}).get(who, {})
        rated = {n: given[n][0] for n in narratives if n in given}
        others = drafted_letters(comparison, str(item.Index)) if not who else {}
        bare = {n: others.get(n, "NA") for n in narratives if n not in given}
        when = times.get(max((line for _, line in given.values()), default=0), "")
        grade = 0 if math.isnan(item.credibility) else int(item.credibility)
        told = [OURS]
        told += [f"Rated by: {who}"] * bool(given and is_plain(who))
        told += [f"Rated at: {when}"] * bool(when and is_plain(when))
        told += [f"{_RATED}: {_list(rated)}"] * bool(rated)
        told += [f"{_NOT_RATED}: {_list(bare)}"] * bool(bare)
        told += [f"Credibility: {grade}"] * bool(grade)
        told += [f"Relevance: {item.relevance}"] * bool(item.relevance)
        told += [f"Basis: {item.basis} ({item.shown})".replace("_", " ")] * bool(item.basis)
        level = CREDIBILITY_LEVELS.get(grade, "").upper()
        letters = [_PARC.get(cell, cell) for cell in ({**bare, **rated}[n] for n in narratives)]
        evidence.append(
            {
                "NAME": cut(_harmless(str(item.label)), _LONGEST),
                "NOTES": " | ".join(told),
                "CODE": str(item.Index),
                "DATE": "0",
                "FLAG": str(int(bool(bare))),
                **({"CREDIBILITY": level} if level else {}),
                "VALUES": ",".join(letters),
            }
        )
    title = ("" if who else "DRAFT: ") + out.case.question
    hypotheses = tuple({"NAME": name} for name in _names(out.case))
    board = Board(cut(_harmless(title), _LONGEST), hypotheses, tuple(evidence))
    return {"": pack_board(board, out.note)}


def _rater(out: Outgoing) -> str:
    """Return whose ratings are written; nobody's where nobody rated."""
    persons = sorted(set(map(str, out.comparison.ratings["who"])))
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


def _list(letters: Mapping[str, str]) -> str:
    return ", ".join(f"{narrative} {cell}" for narrative, cell in letters.items())


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
    left = [] if board.evidence else [("file", f"there is no {EVIDENCE} in it")]
    proposed: list[str] = []
    columns = _columns(board, case, left, proposed)
    found: list[tuple[str, str, str, str, str, str]] = []
    for number, entry in enumerate(board.evidence, 1):
        place = f"evidence {number}"
        cells = entry.get("VALUES", "").split(",")
        # A comma at the end brings no cell: the board drops it too.
        if len(cells) == len(columns) + 1 and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) != len(columns):
            told = f"VALUES has {len(cells)} ratings for {len(columns)} hypotheses"
            left.append((place, told))
            continue
        notes = _notes(entry)
        item = entry.get("CODE", "") if notes else _words(entry.get("NAME", ""))
        rows = list(_ratings(columns, cells, notes, place, left))
        found += [(place, item, *row) for row in rows]
        if not rows and notes:
            left.append((place, AS_EXPORTED))
        left += _credibility(entry, notes, place)
    return ReadFile(ratings=tuple(found), left=tuple(left), proposed=tuple(proposed))


def _columns(
    board: Board, case: Case, left: list[tuple[str, str]], proposed: list[str]
) -> list[str]:
    """Return the narrative of each hypothesis, and nothing for those that are none."""
    names = {_words(name): narrative for name, narrative in _names(case).items()}
    titles = [_words(str(title)) for title in case.narratives["title"]]
    for narrative, title in case.narratives["title"].items():
        names.setdefault(str(narrative), str(narrative))
        if titles.count(_words(str(title))) == 1:
            names.setdefault(_words(str(title)), str(narrative))
    columns: list[str] = []
    for number, entry in enumerate(board.hypotheses, 1):
        name = _words(entry.get("NAME", ""))
        narrative = names.get(name, "")
        place = f"hypothesis {number}"
        if narrative and narrative in columns:
            left.append((place, f"{narrative} stands twice; the first counts"))
            narrative = ""
        elif not narrative and name:
            told, entries = propose_narrative(case, name, name)
            left.append((place, told))
            proposed += entries
        columns.append(narrative)
    return columns


def _words(name: str) -> str:
    return " ".join(name.split())


def _notes(entry: Mapping[str, str]) -> dict[str, str]:
    """Return what the notes of an exported item say; nothing for another's item."""
    first, *told = entry.get("NOTES", "").split(" | ")
    if first != OURS:
        return {}
    pairs = (one.partition(": ") for one in told)
    return {OURS: "", **{key: value for key, _, value in pairs}}


def _ratings(
    columns: Sequence[str],
    cells: Sequence[str],
    notes: Mapping[str, str],
    place: str,
    left: list[tuple[str, str]],
) -> Iterator[tuple[str, str, str, str]]:
    """Yield narrative, letters, who and when of the cells that are a person's rating."""
    rated = notes.get(_RATED, "").split(", ")
    bare = notes.get(_NOT_RATED, "").split(", ")
    for narrative, cell in zip(columns, cells, strict=True):
        letters = letters_of(cell.strip())
        told = f"{narrative} {letters}"
        if cell.strip() and not letters:
            allowed = ", ".join((*(_PARC.get(one, one) for one in RATINGS), "NA"))
            left.append((place, f'"{cell.strip()[:30]}" is no rating. Allowed: {allowed}'))
        elif not narrative or not letters or told in bare:
            continue
        elif told in rated:
            yield narrative, letters, notes.get("Rated by", ""), notes.get("Rated at", "")
        else:
            # Changed in the other tool: by whom and when, the file does not say.
            yield narrative, letters, "", ""


def _credibility(
    entry: Mapping[str, str], notes: Mapping[str, str], place: str
) -> Iterator[tuple[str, str]]:
    grade = notes.get("Credibility", "")
    before = CREDIBILITY_LEVELS.get(int(grade), "") if grade in list("123456") else ""
    level = entry.get("CREDIBILITY", "").strip()
    if level.lower() != before:
        yield (
            place,
            f'CREDIBILITY "{level[:20]}" is no grade of the Admiralty code: a person gives one',
        )


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
