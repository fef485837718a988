"""Invented events to learn from: how they are written, and what is made of them.

    python benchmarks/sheets.py FILE...        count what is in them, and name what is wrong

``benchmarks/sheets/*.txt`` are written for people:

    EVENT w1-1 | armed conflict | Who hit the clinic in Darunak?
    ACC army | Army artillery struck the clinic from the north.
    ACC rebels | A rebel rocket fell short and hit the clinic.
    ST The clinic is old. || <Dr Arveti> {said} it was ["the army's guns that did this"]. => army+s
    ST || <He> {added} that [no rebel had been seen for a week]. => rebels-i @ Salome Arveti

What stands before ``||`` is the text before the sentence. ``<>`` marks the source, ``{}`` the cue,
``[]`` the content, each in one piece or several. Behind ``=>`` stand the bearings: account, + or -,
s for stated or i for implied; ``=> -`` for none. Behind ``@`` stands who the source is, where the
sentence has a pronoun. Whole articles are written sentence by sentence: see ``sheet_articles.py``.
``*.jsonl`` files hold the same, an event a line. ``benchmarks/sheets/beside.txt`` is what a second
reading made of their pairs marked "beside": ``event:number rival-s``, ``-i`` where the statement
disputes the rival, ``?`` where careful readers differ; pairs that it does not name are neither.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sheet_articles import add_line, as_table

from narratives.bearing.statements import read_statements
from narratives.reading import ANSWERS, Passage

MARK = re.compile(r"[<>{}\[\]]")
BEARING = re.compile(r"([\w-]+?)([+-])([si])")
BESIDE = Path(__file__).parent / "sheets" / "beside.txt"
AGAIN = re.compile(r"([\w-]+?)(-[si]|\?)")
UNKNOWN = -1
"""An answer, or a way of bearing, that nobody settled: it teaches nothing."""


@dataclass
class Example:
    """A statement and the accounts of its event, each with an answer.

    ``answers`` are places in ``ANSWERS``; ``implied`` is 0 for stated, 1 for implied; both may
    be ``UNKNOWN``. ``fors`` and ``againsts`` are sentences of other statements of the event.
    """

    event: str
    passage: Passage
    accounts: list[str]
    answers: list[int]
    implied: list[int]
    fors: list[list[str]] = field(default_factory=list)
    againsts: list[list[str]] = field(default_factory=list)
    of_article: bool = False


def pieces(text: str, left: str, right: str) -> str:
    found = re.findall(re.escape(left) + r"(.*?)" + re.escape(right), text)
    return " ".join(MARK.sub("", piece).strip() for piece in found)


def read_text(path: Path) -> list[dict[str, Any]]:
    """Read a file of events as people write them; every mistake is named at once."""
    events: list[dict[str, Any]] = []
    wrong = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        kind, _, rest = line.strip().partition(" ")
        if not kind or kind.startswith("#"):
            continue
        try:
            if kind == "EVENT":
                key, domain, question = (part.strip() for part in rest.split("|", 2))
                named = {"event": key, "domain": domain, "question": question}
                events.append(named | {"narratives": {}, "statements": []})
            elif kind == "ACC":
                key, words = (part.strip() for part in rest.split("|", 1))
                events[-1]["narratives"][key] = words
            elif kind == "ST":
                events[-1]["statements"].append(read_line(rest, events[-1]["narratives"]))
            elif kind in ("H", "S", "P", "+"):
                _, arrow, told = rest.rpartition("=>")
                bears = read_bearings(told, events[-1]["narratives"]) if arrow else {}
                add_line(events[-1], kind, rest, bears)
            else:
                raise ValueError(f'"{kind}" is none of EVENT, ACC, ST, H, S, P, +')
        except (ValueError, IndexError) as error:
            wrong.append(f"{path.name}, line {number}: {error}")
    if wrong:
        raise SystemExit("\n".join(wrong))
    return events


def read_bearings(told: str, narratives: dict[str, str]) -> dict[str, list[str]]:
    bears = {}
    for item in told.partition("@")[0].replace(",", " ").split():
        found = BEARING.fullmatch(item)
        if item == "-":
            continue
        if not found or found[1] not in narratives:
            raise ValueError(f'"{item}" is no bearing on one of {", ".join(narratives)}')
        stance = "supports" if found[2] == "+" else "disputes"
        bears[found[1]] = [stance, "stated" if found[3] == "s" else "implied"]
    return bears


def read_line(line: str, narratives: dict[str, str]) -> dict[str, Any]:
    body, arrow, told = line.rpartition("=>")
    if not arrow:
        raise ValueError("no => with the bearings; write => - where there are none")
    before, _, sentence = body.rpartition("||")
    who = told.partition("@")[2]
    bears = read_bearings(told, narratives)
    if "[" not in sentence:
        raise ValueError("no [content]")
    return {
        "before": MARK.sub("", before).strip(),
        "sentence": MARK.sub("", sentence).strip(),
        "source": who.strip() or pieces(sentence, "<", ">"),
        "cue": pieces(sentence, "{", "}"),
        "content": pieces(sentence, "[", "]"),
        "bears": bears,
    }


def load_sheets(paths: list[Path]) -> list[dict[str, Any]]:
    """Load events of both kinds of file, in the order of the paths."""
    events, beside = [], read_beside(BESIDE)
    for path in paths:
        if path.suffix == ".jsonl":
            lines = path.read_text(encoding="utf-8").splitlines()
            read = [json.loads(line) for line in lines if line.strip()]
            for event in read:
                decide_beside(event, beside)
            events += read
        else:
            events += read_text(path)
    return events


def read_beside(path: Path) -> dict[str, dict[str, str]]:
    """Read what the second reading found, by event and number of the statement."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, *rest = line.split() or [""]
        matches = [AGAIN.fullmatch(item) for item in rest]
        if not key or key.startswith("#"):
            continue
        if not all(matches) or ":" not in key:
            raise SystemExit(f"{path.name}, line {number}: {line!r} is no answer")
        found[key] = {m[1]: m[2].removeprefix("-") for m in matches if m}
    return found


def decide_beside(event: dict[str, Any], beside: dict[str, dict[str, str]]) -> None:
    """Settle the pairs marked "beside": disputes, or none; an open one keeps its mark."""
    for number, statement in enumerate(event["statements"]):
        again = beside.get(f"{event['event']}:{number}", {})
        for name, bearing in list(statement["bears"].items()):
            if len(bearing) < 3 or again.get(name) == "?":
                continue
            if name in again:
                how = {"s": "stated", "i": "implied"}[again[name]]
                statement["bears"][name] = ["disputes", how]
            else:
                del statement["bears"][name]


def write_passages(event: dict[str, Any]) -> None:
    """Give each statement of an article its parts as the suite reads them."""
    document, table = as_table(event)
    for statement, told in zip(
        event["statements"], read_statements(table, [document]), strict=True
    ):
        statement |= asdict(told.passage)


def examples_of(event: dict[str, Any]) -> list[Example]:
    """Make an example of each statement; an open pair teaches nothing."""
    names = list(event["narratives"])
    if "article" in event:
        write_passages(event)
    sentences: dict[tuple[str, str], list[str]] = {}
    for statement in event["statements"]:
        for name, bearing in statement["bears"].items():
            if len(bearing) < 3:
                sentences.setdefault((name, bearing[0]), []).append(statement["sentence"])
    found = []
    for statement in event["statements"]:
        answers, implied = [], []
        for name in names:
            bearing = statement["bears"].get(name)
            if bearing is None:
                answers.append(ANSWERS.index("neither"))
                implied.append(UNKNOWN)
            elif len(bearing) > 2:
                answers.append(UNKNOWN)
                implied.append(UNKNOWN)
            else:
                answers.append(ANSWERS.index(bearing[0]))
                implied.append(int(bearing[1] == "implied"))
        own = statement["sentence"]
        others = {
            stance: [[s for s in sentences.get((n, stance), []) if s != own] for n in names]
            for stance in ("supports", "disputes")
        }
        passage = Passage(
            *(statement.get(part, "").strip() for part in ("source", "cue")),
            *(statement[part].strip() for part in ("content", "before", "sentence")),
        )
        found.append(
            Example(
                event["event"],
                passage,
                list(event["narratives"].values()),
                answers,
                implied,
                others["supports"],
                others["disputes"],
                "article" in event,
            )
        )
    return found


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sheet = load_sheets([Path(name)])
        said = [bearing for e in sheet for s in e["statements"] for bearing in s["bears"].values()]
        print(
            f"{name}: {len(sheet)} events, {sum(len(e['statements']) for e in sheet)} statements, "
            f"{len(said)} bearings, {sum(b[0] == 'supports' for b in said)} of them for, "
            f"{sum(b[1] == 'stated' for b in said)} stated"
        )
