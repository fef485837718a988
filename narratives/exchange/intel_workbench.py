"""All ratings as a project of Intel Workbench, a board in the browser that imports JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from narratives.exchange.boards import (
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
from narratives.exchange.opening import mappings, read_json, text_of, write_json
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import Case

_WEAKER = {"CC": "C", "II": "I"}
_LETTERS = ("C", "N", "I", "NA")
_UNSAID = "medium"
"""The level that the board gives where a file has none."""

GOES = (
    ("the case", "a project: its name is the question, its description the note"),
    ("a person who rated", 'a matrix of the name "Rated by" and the person'),
    ("a narrative", "a hypothesis in each matrix: id, title, statement"),
    ("an evidence item", "an evidence: its id, its words as description"),
    ("a rating", "C, N, I or NA; none where this person did not rate"),
    ("a credibility of 1 or 2, of 3, of 4 or 5", "High, Medium, Low, as in scores"),
    ("a relevance", "High, Medium, Low"),
    ("who rated, when and what; grades; basis", "source, which the board shows below the words"),
    ("what the machine drafted", 'the matrix "DRAFT", with the items that no person rated'),
)
CANNOT = (
    "Intel Workbench has C and I and nothing stronger: CC goes as C, II as I, and its scores are "
    "those of the weaker letters. A cell that is not changed there comes back as it was.",
    "It puts Medium where an item has no credibility or no relevance.",
    "It puts the project in the place of one that was imported before from the same case: export "
    "there what was changed first.",
    "Statements, spans, sources and the reasons of ratings are not in it; of a person's ratings of "
    "one item there is one time, that of the last.",
    "A person whose name has <, >, & or | is not named with the ratings.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write a matrix for each person, and one for the draft."""
    persons = persons_of(out.comparison)
    matrices = [_matrix(out, who) for who in (*persons, "")]
    if persons and not matrices[-1]["evidence"]:
        matrices.pop()
    project = {
        "id": f"narratives:{out.case.name}",
        "name": out.case.question or out.case.name,
        "description": " ".join(out.note),
        "achMatrices": matrices,
        "biasChecklists": [],
    }
    return {"": write_json(project)}


def _matrix(out: Outgoing, who: str) -> dict[str, Any]:
    evidence, ratings = [], {}
    for item in rated_items(out.comparison, who):
        told = {
            "id": item.item_id,
            "description": item.label,
            "source": item.notes(bare=not who),
            "credibility": item.level.capitalize(),
            "relevance": item.relevance.capitalize(),
        }
        evidence.append({key: value for key, value in told.items() if value})
        letters = item.rated if who else item.bare
        ratings[item.item_id] = {n: _WEAKER.get(cell, cell) for n, cell in letters.items()}
    return {
        "id": f"rated by {who}" if who else "draft",
        "name": f"Rated by {who}" if who else "DRAFT",
        "hypotheses": [
            {"id": str(n), "name": str(row["title"]), "description": str(row["statement"])}
            for n, row in out.case.narratives.iterrows()
        ],
        "evidence": evidence,
        "ratings": ratings,
    }


def recognise(path: Path, content: Any) -> bool:
    """Tell a project from other JSON."""
    del path
    return isinstance(content, dict) and isinstance(content.get("achMatrices"), list)


def read(path: Path, case: Case) -> ReadFile:
    """Read the ratings of all matrices; hypotheses that the case does not have are proposed."""
    content = read_json(path)
    if not recognise(path, content):
        return ReadFile(left=(("file", "it is no project of Intel Workbench: no achMatrices"),))
    left: list[NotTaken] = []
    proposed: dict[str, None] = {}
    found: list[tuple[str, str, str, str, str, str]] = []
    for number, matrix in enumerate(mappings(content["achMatrices"]), 1):
        held = list(mappings(matrix.get("hypotheses")))
        columns, told, entries = match_hypotheses(case, _told(held, case, f"matrix {number}, "))
        left += told
        proposed |= dict.fromkeys(entries)
        pairs = zip(held, columns, strict=True)
        named = {text_of(one.get("id")): narrative for one, narrative in pairs if narrative}
        for place, one, cells in _evidence(matrix, f"matrix {number}, "):
            rows = list(_ratings(place, one, cells, named, left))
            found += rows
            if not rows and read_notes(text_of(one.get("source"))):
                left.append((place, AS_EXPORTED))
    return ReadFile(ratings=tuple(found), left=tuple(left), proposed=tuple(proposed))


def _told(held: list[dict[str, Any]], case: Case, where: str) -> Iterator[tuple[str, str, str]]:
    for number, one in enumerate(held, 1):
        name, known = text_of(one.get("name")), text_of(one.get("id"))
        ours = known if known in case.narratives.index else name
        yield f"{where}hypothesis {number}", ours, text_of(one.get("description")) or name


def _evidence(
    matrix: Mapping[str, Any], where: str
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    ratings = matrix.get("ratings")
    for number, one in enumerate(mappings(matrix.get("evidence")), 1):
        cells = ratings.get(text_of(one.get("id"))) if isinstance(ratings, dict) else None
        yield f"{where}evidence {number}", one, cells if isinstance(cells, dict) else {}


def _ratings(
    place: str,
    one: Mapping[str, Any],
    cells: Mapping[str, Any],
    named: Mapping[str, str],
    left: list[NotTaken],
) -> Iterator[tuple[str, str, str, str, str, str]]:
    notes = read_notes(text_of(one.get("source")))
    item = text_of(one.get("id")) if notes else plain_words(text_of(one.get("description")))
    for hypothesis, cell in cells.items():
        if hypothesis not in named:
            continue
        if cell not in _LETTERS:
            allowed = ", ".join(_LETTERS)
            left.append((place, f'"{str(cell)[:30]}" is no rating. Allowed: {allowed}'))
            continue
        rating = rating_in(notes, named[hypothesis], cell, lambda one: _WEAKER.get(one, one))
        if rating is not None:
            yield place, item, named[hypothesis], *rating
    for field, before in (
        ("credibility", level_in(notes)),
        ("relevance", notes.get("Relevance", "")),
    ):
        level = text_of(one.get(field))
        if (level.lower() or _UNSAID) != (before or _UNSAID):
            left.append((place, told_level(field, level)))


FORMAT = FileFormat(
    name="intel-workbench",
    what="all ratings for Intel Workbench, a board in the browser",
    endings=(".json",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="ratings; hypotheses, as proposals",
)
