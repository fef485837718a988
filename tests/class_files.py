"""Thirty made-up files of a class, of which some have every fault that files come with."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from port_case import port_comparison

from narratives.classroom.answers import BASIS, FIRMNESS, SIDES, KeyRow, list_key
from narratives.classroom.editions import Lesson, plan_lesson
from narratives.classroom.marks import FORMAT
from narratives.report.content import page_content

NAMES = (
    "Fox", "Otter", "Heron", "Badger", "Lynx", "Swift", "Newt", "Vole", "Stork", "Finch",
    "Hare", "Kite", "Mole", "Perch", "Robin", "Seal", "Toad", "Wren",
)  # fmt: skip
"""Eighteen pupils whose files are in order."""


@cache
def port_key() -> tuple[Lesson, list[KeyRow]]:
    lesson = plan_lesson(port_comparison())
    return lesson, list_key(page_content(lesson.comparison), lesson.offers)


def marks_of(nickname: str, seed: int, size: int = 9) -> dict[str, Any]:
    """Return the file of a pupil who mostly reads as the class does."""
    pick = random.Random(seed)
    lesson, key = port_key()
    marks = {}
    for row in key[:size]:
        strays = [pick.random() < 0.25 for _ in range(4)]
        marks[row.offer.offer_id] = {
            "who": "Radio Coast" if strays[0] else row.who[0],
            "firmness": pick.choice(FIRMNESS) if strays[1] else (*row.firmness, "certain")[0],
            "basis": pick.choice(list(BASIS)) if strays[2] else (*row.basis, "none")[0],
            "accounts": {
                letter: pick.choice(SIDES) if strays[3] else (*sides, "neither")[0]
                for letter, sides in row.accounts
            },
        }
    return {
        "format": FORMAT,
        "task": lesson.task,
        "nickname": nickname,
        "marks": marks,
        "own": [],
        "chances": {"A": 40 + 5 * (seed % 10), "B": 20, "C": 10},
    }


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    path.write_text(text, encoding="utf-8")
    return path


def fill_folder(folder: Path) -> dict[str, str]:
    """Write thirty files; return the faulty ones that must be skipped, with the reason expected."""
    for n, name in enumerate(NAMES):
        write(folder, f"marks-{name}.json", marks_of(name, n))
    fox, otter = marks_of("Fox", 0), marks_of("Otter", 1)
    whole = json.dumps(fox, indent=1)
    # Read all the same: another name, another ending, another coding, a folder of its own.
    write(folder, "homework.txt", marks_of("Moth", 20))
    (folder / "marks-Snail.json").write_text(json.dumps(marks_of("Snail", 21)), encoding="utf-16")
    write(folder, "Eel_4711_assignsubmission_file/marks-Eel.json", marks_of("Eel", 22))
    # A second pupil who chose the name of the first, and one who chose none.
    write(folder, "marks-Fox (1).json", marks_of("fox", 23))
    write(folder, "marks-pupil.json", marks_of("", 24))
    # One with an answer that nobody could choose.
    odd = marks_of("Crow", 25)
    odd["marks"][next(iter(odd["marks"]))]["firmness"] = "sure"
    odd["chances"] = {"A": 140, "B": 30}
    odd["marks"]["port:1-2"] = {"firmness": "hint"}
    write(folder, "marks-Crow.json", odd)
    faulty = {
        "cut.json": (whole[: len(whole) // 2], "broken in line"),
        "empty.json": ("", "the file is empty"),
        "copy of Fox.json": (whole, "doubled: marks-Fox.json says the same"),
        "marks-Otter (old).json": (
            {**otter, "marks": dict(list(otter["marks"].items())[:5])},
            "an earlier save: marks-Otter.json has all of it",
        ),
        "other class.json": ({**fox, "task": "0" * 16}, "foreign: it was made for another text"),
        "essay.docx": ("PK\x03\x04 not a document", "this is not a file of the marking page"),
    }
    for name, (content, _) in faulty.items():
        write(folder, name, content)
    return {name: why for name, (_, why) in faulty.items()}
