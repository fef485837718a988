"""A small invented corpus, and a store whose rows are known."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

from narratives.corpus.parquet import COPY_ROWS, TABLES, connect, write_parquet_file
from narratives.corpus.store import begin_store, copies_file

PLACES = ("Orlen", "Tessaly", "Brusk", "Vasque", "Derrin", "Quint", "Marl", "Sorrel")

CLAIMS = (
    ("The dam broke", "two blasts before dawn"),
    ("A bridge in the old town fell", "nothing until the sirens came"),
    ("Nobody was hurt when the mill burned down", "that children had been playing there"),
    ("The army closed every road to the coast", "trucks all night long"),
    ("Water rose above the second floor of the school", "people calling from the roofs"),
    ("Engineers found cracks under the northern gate", "of those cracks years ago"),
    ("Seismographs had recorded no quake at all", "the ground shaking under us"),
    ("Three divers went missing near the weir", "their radio for an hour"),
    ("The grid failed in nine villages", "a hum, and then silence"),
    ("A train with grain left the rails", "brakes, and then a crash"),
    ("Sluices were opened without an order", "chains moving around midnight"),
    ("Two guards had left their post early", "them laughing on the way home"),
    ("Fish died along the whole river", "that the factory had been warned"),
)


def text_of(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    claim, heard = CLAIMS[number % len(CLAIMS)]
    return (
        f"{claim} on day {number}, the ministry said on Friday.\n\n"
        f'"We heard {heard}," said Oren {place}, a miller.\n'
    )


def make_corpus(folder: Path, number: int = 12) -> Path:
    """Write texts into folders, some lines of JSON, and one file that is empty."""
    for n in range(number):
        place = folder / f"week-{n % 3}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{n:03}.txt").write_text(text_of(n), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    lines = [
        {"id": "a", "text": text_of(12), "publisher": "Echo", "published": "6 May 2031"},
        {"id": "b", "text": text_of(12), "publisher": "Sol", "published": "2031-05-07"},
    ]
    blob = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "wire.jsonl").write_text(blob, encoding="utf-8")
    return folder


def files_of(store: Path) -> dict[str, bytes]:
    """Return all files of a store but the lock, each with its bytes."""
    return {
        path.relative_to(store).as_posix(): path.read_bytes()
        for path in sorted(store.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def double_or_die(number: int) -> int:
    """Kill the process over 3; else return the double."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


# document, publisher, date; then its statements: source, content, and bearings on the accounts:
# narrative, stance, probability, unsure.
KNOWN = [
    ("d1", "Echo", "2031-05-06T09:00Z", [
        ("Ministry", "the dam was mined", [("mine", "supports", 0.9, False)]),
        ("Ministry", "a quake is ruled out", [("quake", "disputes", 0.8, False)]),
    ]),
    ("d2", "Sol", "2031-05-07", [
        ("Ministry", "the dam was mined", [("mine", "supports", 0.9, False)]),
        ("Berg", "undammed rivers flood", []),
    ]),
    ("d3", "Sol", "2031-06", [
        ("Berg", "The DAM shook", [
            ("quake", "supports", 0.7, False), ("mine", "supports", 0.4, True),
        ]),
    ]),
    ("d4", "Echo", "", [("Berg", "a quake did it", [("quake", "supports", 0.9, False)])]),
]  # fmt: skip
ACCOUNTS = {"mine": "The army mined the dam.", "quake": "An earthquake broke the dam."}


def make_store(folder: Path, known=KNOWN, copies=(("d1", "d2"),)) -> Path:
    """Write a store whose rows are those of ``known``."""
    begin_store(
        folder, {"model": "fast", "case": "dam", "accounts": ACCOUNTS, "fingerprint": "0" * 32}
    )
    rows = {name: [] for name in TABLES}
    for document, publisher, date, statements in known:
        text = " ".join(content for _, content, _ in statements)
        told = dict.fromkeys(TABLES["documents"], "") | {
            "document_id": document, "path": f"{document}.txt", "version": 1, "text": text,
            "publisher": publisher, "published": date, "date": date, "sha256": "0" * 64,
            "characters": len(text), "statements": len(statements), "language": "en",
        }  # fmt: skip
        rows["documents"].append([told[name] for name in TABLES["documents"]])
        start = 0
        for source, content, bearings in statements:
            name = f"{document}:{start}-{start + len(content)}"
            told = dict.fromkeys(TABLES["statements"], "") | {
                "statement_id": name, "document_id": document, "source_name": source,
                "content": f"{start}-{start + len(content)}", "content_text": content,
                "strength": "certain", "polarity": "asserts", "inferred": False,
                "link_probability": None, "probability": 0.9,
            }  # fmt: skip
            rows["statements"].append([told[column] for column in TABLES["statements"]])
            found = bearings or [("none", "neutral", 0.9, False)]
            for narrative, stance, probability, unsure in found:
                told = dict.fromkeys(TABLES["bearings"], "") | {
                    "statement_id": name, "document_id": document, "narrative_id": narrative,
                    "stance": stance, "how": "stated", "probability": probability,
                    "unsure": unsure,
                }  # fmt: skip
                rows["bearings"].append([told[column] for column in TABLES["bearings"]])
            start += len(content) + 1
    part = folder / "parts" / "a"
    part.mkdir()

    with connect() as con:
        for name, columns in TABLES.items():
            write_parquet_file(con, part / f"{name}.parquet", columns, rows[name])
        pairs = [
            [first, second, "copy", 1.0, 0.9, 1, first, "", "likely", ""]
            for first, second in copies
        ]
        write_parquet_file(con, copies_file(folder), COPY_ROWS, pairs)
    return folder
