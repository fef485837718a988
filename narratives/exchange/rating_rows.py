"""The ratings as rows: one for each evidence item and rater, one column for each narrative."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from narratives.comparison import Tables
from narratives.exchange.cells import take_off
from narratives.exchange.deciding import ReadFile
from narratives.schema import RATING_LETTERS, RATINGS, Case, each

HEAD = ("evidence", "evidence_id", "basis", "credibility", "relevance", "rater", "rated_at")
DRAFT = "draft"
"""The rater of what the machine drafted; it is no person."""
_WORDS = {
    "very consistent": "CC",
    "consistent": "C",
    "neutral": "N",
    "inconsistent": "I",
    "very inconsistent": "II",
    "not applicable": "NA",
    "n/a": "NA",
    "++": "CC",
    "+": "C",
    "-": "I",
    "--": "II",
    "c c": "CC",
    "i i": "II",
}
"""What boards write in place of the letters, casefolded.

Open Synthesis and Open Source ACH say it in words, ArkhamMirror in signs, PARC's files, which Open
Source ACH takes, with a space between two letters. Numbers are not read: 0 is "N/A" in Open
Synthesis, and neutral elsewhere.
"""

Rating = tuple[str, str, str, str, str, str]


def rating_rows(comparison: Tables) -> list[list[Any]]:
    """Return the ratings of all persons, and the draft's where no person rated the item.

    Returns
    -------
    list of list
        The first has the names of the columns.
    """
    narratives = [str(narrative) for narrative in comparison.narratives.index]
    named = {str(n): str(title) for n, title in comparison.narratives["title"].items()}
    titles = [f"{named[n]} [{n}]" for n in narratives]
    times = {int(row.line): str(row.at) for row in each(comparison.corrections)}
    persons = ratings_by_person(comparison)
    rows: list[list[Any]] = [[*HEAD, *titles]]
    for item in each(comparison.items):
        name = str(item.Index)
        grade = "" if math.isnan(item.credibility) else int(item.credibility)
        about = [item.label, name, item.basis, grade, item.relevance]
        for who, cells in persons.get(name, {}).items():
            last = max(line for _, line in cells.values())
            letters = [cells.get(n, ("", 0))[0] for n in narratives]
            rows.append([*about, who, times.get(last, ""), *letters])
        if name not in persons:
            rows.append([*about, DRAFT, "", *drafted_letters(comparison, name).values()])
    return rows


def ratings_by_person(comparison: Tables) -> dict[str, dict[str, dict[str, tuple[str, int]]]]:
    """Return of each item, person and narrative the letters, and the line of the review."""
    persons: dict[str, dict[str, dict[str, tuple[str, int]]]] = {}
    for row in each(comparison.ratings):
        of_person = persons.setdefault(str(row.item_id), {}).setdefault(str(row.who), {})
        of_person[str(row.narrative_id)] = (str(row.rating), int(row.line))
    return persons


def drafted_letters(comparison: Tables, item: str) -> dict[str, str]:
    """Return the letters of an item that no person rated, by narrative."""
    narratives = [str(narrative) for narrative in comparison.narratives.index]
    numbers = comparison.matrix.loc[[item]][narratives].to_numpy()[0]
    letters = (RATING_LETTERS.get(float(number), "NA") for number in numbers)
    return dict(zip(narratives, letters, strict=True))


def read_rows(rows: Sequence[Sequence[str]], case: Case, where: str) -> ReadFile:
    """Read ratings from rows of text.

    Parameters
    ----------
    rows : sequence of rows
        The first has the names of the columns: ``evidence_id``, or ``evidence`` with the words of
        the item, and narratives by id, title or "title [id]"; ``rater`` and ``rated_at`` may be
        left out.
    case : Case
    where : str
        What the report calls a row, such as "line".

    Returns
    -------
    ReadFile
    """
    left: list[tuple[str, str]] = []
    head = [take_off(cell) for cell in rows[0]] if rows else []
    at = {name: place for place, name in enumerate(head)}
    columns = _narratives(head, case)
    named = next((name for name in ("evidence_id", "evidence", "Evidence") if name in at), "")
    if not named or not columns:
        told = (
            "there is no column evidence_id or evidence, as ratings have, and there are no columns "
            "target, field and decision, as decisions have"
            if not named
            else (
                "no column is named by a narrative of the case: "
                + ", ".join(map(str, case.narratives.index))
            )
        )
        return ReadFile(left=((f"{where} 1", told),))
    left += [
        (f"{where} 1", f'the column "{name[:40]}" is no narrative of the case')
        for name in head
        if name and name not in (*HEAD, named) and name not in columns.values()
    ]
    found: list[Rating] = []
    for number, row in enumerate(rows[1:], 2):
        place = f"{where} {number}"
        cells = [take_off(cell) for cell in row] + [""] * len(head)
        if not any(cells):
            continue
        item = cells[at[named]]
        who = cells[at["rater"]] if "rater" in at else ""
        when = cells[at["rated_at"]] if "rated_at" in at else ""
        if who == DRAFT:
            left.append((place, "the machine drafted it: that is no decision"))
            continue
        for narrative, name in columns.items():
            cell = cells[at[name]]
            letters = letters_of(cell)
            if letters:
                found.append((place, item, narrative, letters, who, when))
            elif cell:
                allowed = ", ".join((*RATINGS, "NA"))
                left.append((place, f'"{cell[:30]}" is no rating. Allowed: {allowed}'))
    return ReadFile(ratings=tuple(found), left=tuple(left))


def _narratives(head: Sequence[str], case: Case) -> dict[str, str]:
    """Return the column of each narrative; two of the same title are told apart by id alone."""
    found = {}
    titles = [str(title) for title in case.narratives["title"]]
    for narrative, title in case.narratives["title"].items():
        names = [f"{title} [{narrative}]", str(narrative)]
        names += [str(title)] if titles.count(str(title)) == 1 else []
        column = next((name for name in names if name in head), None)
        if column is not None:
            found[str(narrative)] = column
    return found


def letters_of(cell: str) -> str:
    """Return the letters of a rating as a board writes it, and nothing for what is none.

    Examples
    --------
    >>> letters_of("I I"), letters_of("very consistent"), letters_of("3")
    ('II', 'CC', '')
    """
    letters = _WORDS.get(cell.casefold(), cell.upper())
    return letters if letters in (*RATINGS, "NA") else ""
