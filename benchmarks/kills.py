"""Kill writers at random moments, and look at what is left.

    python benchmarks/kills.py                    1,000 rounds
    python benchmarks/kills.py --rounds 100 --seed 7
    python benchmarks/kills.py --write            replace the section of RESULTS.md

Each round starts one, two or eight writers and kills them (SIGKILL) after a time drawn at random.
A writer appends decisions to one review and says of each that it is written only when
``append_review`` has returned; or it writes one page over another; or it makes case folders. Some
have a disk that is full: the file may grow no further than a few bytes. Writes are made in pieces
with a pause between them, so that the kill often comes in the middle of a line.

*Lost* is a decision that was said to be written and is not read back. *Half* is a page that is
none of those written, a case folder that does not load, or a review that locks: one that cannot
be read or added to after the kill.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from narratives.case import create_case, load_case
from narratives.report.files import write_page
from narratives.review import append_review, load_review
from narratives.schema import NarrativesError

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- kills: begin -->", "<!-- kills: end -->"
AT_ONCE = (1, 2, 8)
LONGEST = 0.08
"""Seconds that a writer lives at most; the first decision is written after a few thousandths."""
LIVES = 25
"""Rounds that one review lives through."""
_whole_write = os.write


@dataclass
class Tally:
    """What became of the rounds of one kind."""

    rounds: int = 0
    written: int = 0
    torn: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


def slowly(handle: int, blob: bytes) -> int:
    """Write in three pieces with a pause, as a slow disk does: a kill may come in between."""
    size = max(len(blob) // 3, 1)
    done = 0
    for start in range(0, len(blob), size):
        done += _whole_write(handle, blob[start : start + size])
        time.sleep(0.0007)
    return done


def decide(path: Path, writer: int, pipe: int, room: int | None) -> None:
    """Append decisions until the end, and say of each that it is written."""
    if room is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    os.write = slowly
    for number in range(10_000):
        target = f"flood:{writer}-{number + writer + 1}"
        entry = {"who": "ana", "target": target, "field": "status", "value": "accept"}
        try:
            append_review(path, [{**entry, "why": "x" * (number % 97)}])
        except NarrativesError:
            continue
        _whole_write(pipe, f"{target}\n".encode())


def fill_page(path: Path, writer: int, pipe: int, _: int | None) -> None:
    """Write pages over each other; each says at both ends which it is."""
    for number in range(10_000):
        mark = f"{writer}-{number}"
        write_page(f"<p>{mark}" + "x" * (50_000 + 9_000 * (number % 7)) + f"{mark}</p>", path)
        _whole_write(pipe, f"{mark}\n".encode())


def make_cases(path: Path, writer: int, pipe: int, _: int | None) -> None:
    """Make case folders."""
    text = path.with_name("text.txt")
    for number in range(10_000):
        name = f"case-{writer}-{number}"
        create_case(path.with_name(name), "Why?", {"rain": "It rained."}, [text])
        _whole_write(pipe, f"{name}\n".encode())


def kill_round(
    run: Callable[[Path, int, int, int | None], None],
    path: Path,
    writers: list[int],
    seconds: float,
    room: int | None = None,
) -> list[str]:
    """Start writers, kill them, and return what they said to have written."""
    reading, writing = os.pipe()
    children = []
    for writer in writers:
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                run(path, writer, writing, room)
            finally:
                os._exit(0)
        children.append(child)
    os.close(writing)
    time.sleep(seconds)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    with open(reading, "rb") as pipe:  # noqa: PTH123
        said = pipe.read().decode().splitlines(keepends=True)
    return [line.strip() for line in said if line.endswith("\n")]


def look_at_review(path: Path, said: set[str], tally: Tally) -> None:
    try:
        review, warnings = load_review(path)
        tally.torn = max(tally.torn, len(warnings))
        tally.wrong["lost"] += len(said - set(review["target"]))
        entry = {"who": "ben", "target": "flood:0-9", "field": "status", "value": "reject"}
        append_review(path, [entry])
        said.add("flood:0-9")
        load_review(path)
    except NarrativesError as error:
        tally.wrong[f"locked: {str(error)[-90:]}"] += 1


def look_at_page(path: Path, tally: Tally) -> None:
    if not path.exists():
        return
    page = path.read_text(encoding="utf-8")
    mark = page[3:].partition("x")[0]
    if not page.endswith(f"x{mark}</p>") or len(page) < 50_000:
        tally.wrong["half a page"] += 1


def look_at_cases(folder: Path, said: list[str], tally: Tally) -> None:
    made = {path.name for path in folder.glob("case-*")}
    tally.wrong["lost"] += len(set(said) - made)
    for name in made:
        try:
            load_case(folder / name)
        except NarrativesError:
            tally.wrong["half a case"] += 1


def kill(rounds: int, seed: int) -> dict[str, Tally]:
    """Kill writers so many times, in turn those of reviews, full disks, pages and cases."""
    rng = Random(seed)
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        (home / "text.txt").write_text("It rained, the mayor said.\n", encoding="utf-8")
        said: dict[Path, set[str]] = {}
        for number in range(rounds):
            kind = ("review", "review", "full disk", "report", "new")[number % 5]
            many = AT_ONCE[number // 5 % 3]
            tally = tallies.setdefault(f"{kind}, {many} at once", Tally())
            tally.rounds += 1
            # The scheduler of a busy machine starts nobody in so short a time; each gets its turn.
            seconds = (0.01 + rng.random() * LONGEST) * (1 + os.getloadavg()[0] / 2)
            writers = [number * 10 + k for k in range(many)]
            if kind in ("review", "full disk"):
                path = home / f"review-{kind[0]}-{number // (5 * LIVES)}.jsonl"
                known = said.setdefault(path, set())
                size = path.stat().st_size if path.exists() else 0
                room = size + rng.randint(1, 900) if kind == "full disk" else None
                found = kill_round(decide, path, writers, seconds, room)
                known |= set(found)
                look_at_review(path, known, tally)
            elif kind == "report":
                found = kill_round(fill_page, home / "page.html", writers, seconds)
                look_at_page(home / "page.html", tally)
            else:
                folder = home / f"round-{number}"
                folder.mkdir()
                (folder / "text.txt").write_bytes((home / "text.txt").read_bytes())
                found = kill_round(make_cases, folder / "any", writers, seconds)
                look_at_cases(folder, found, tally)
            tally.written += len(found)
    return tallies


def write_section(tallies: dict[str, Tally], command: str) -> str:
    lines = [f"`{command}`", "", "| writers | rounds | said to be written | torn | lost or half |"]
    lines.append("| --- " * 5 + "|")
    for name, t in sorted(tallies.items()):
        wrong = sum(t.wrong.values())
        lines.append(f"| {name} | {t.rounds} | {t.written:,} | {t.torn} | {wrong} |")
    told = [f"- {n} × {k}" for t in tallies.values() for k, n in t.wrong.items() if n]
    return "\n".join([*lines, "", *told, f"Python {platform.python_version()}."])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="replace the section of RESULTS.md")
    given = parser.parse_args()
    tallies = kill(given.rounds, given.seed)
    command = f"python benchmarks/kills.py --rounds {given.rounds} --seed {given.seed}"
    section = write_section(tallies, command)
    print(section)
    if given.write:
        head, _, rest = RESULTS.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        RESULTS.write_text(f"{head}{BEGIN}\n{section}\n{END}{tail}", encoding="utf-8")
    sys.exit(any(sum(tally.wrong.values()) for tally in tallies.values()))


if __name__ == "__main__":
    main()
