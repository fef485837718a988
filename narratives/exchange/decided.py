"""Decisions in a file of their own: what a page to mark on saves, and logs of other people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.lines import read_lines
from narratives.exchange.opening import mappings, read_json, text_of, write_json
from narratives.exchange.relating import Told, propose_relations, relation_rows
from narratives.review.fields import ITEM_PREFIX
from narratives.schema import Case

KIND = "narratives decisions"
"""What the key "format" of such a file says."""
VERSION = 1

GOES = (
    ("the review", "lines, each with who, when, target, field, value and reason"),
    ("the texts", "documents: the SHA-256 of each, so that no decision lands on another text"),
    ("what one account is to another", "relations: narrative, relation, other"),
)
CANNOT = (
    "Statements, bearings and items that the machine drafted are not in it.",
    "Read back are a file .jsonl of lines too, such as the review.jsonl of a colleague. Relations "
    "come back as proposals for case.yaml.",
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the review with the hashes of the texts."""
    hashes = {document.document_id: document.sha256 for document in out.case.documents}
    told = {"format": KIND, "version": VERSION, "case": out.case.name, "documents": hashes}
    if len(out.case.relations):
        told["relations"] = relation_rows(out.case)
    return {"": write_json({**told, "note": list(out.note), "lines": out.lines})}


def recognise(path: Path, content: Any) -> bool:
    """Tell such a file by its first key, and lines by their name."""
    if path.suffix.lower() == ".jsonl":
        return True
    return isinstance(content, dict) and content.get("format") == KIND


def read(path: Path, case: Case) -> ReadFile:
    """Read lines; those on a text that is another one now are left out."""
    left: list[tuple[str, str]] = []
    if path.suffix.lower() == ".jsonl":
        return ReadFile(lines=read_lines(path, left), left=tuple(left))
    content = read_json(path)
    given = content.get("lines") if isinstance(content, dict) else None
    hashes = content.get("documents") if isinstance(content, dict) else None
    if not isinstance(given, list) or content.get("version") != VERSION:
        told = f'it has no list "lines" of version {VERSION}. Save it again from its page'
        return ReadFile(left=((path.name, told),))
    hashes = hashes if isinstance(hashes, dict) else {}
    now = {document.document_id: document.sha256 for document in case.documents}
    lines: list[tuple[str, Mapping[str, Any]]] = []
    for number, line in enumerate(given, 1):
        place = f"decision {number}"
        entry = line if isinstance(line, dict) else {"line": json.dumps(line)[:60]}
        name = str(entry.get("target", "")).removeprefix(ITEM_PREFIX).split(":")[0]
        if name in now and hashes.get(name, now[name]) != now[name]:
            left.append((place, f"the text of {name} is another one than the one that was marked"))
        else:
            lines.append((place, entry))
    related, proposed = propose_relations(case, _relations(content))
    return ReadFile(lines=tuple(lines), left=(*left, *related), proposed=tuple(proposed))


def _relations(content: Mapping[str, Any]) -> Iterator[Told]:
    for number, row in enumerate(mappings(content.get("relations")), 1):
        names = [text_of(row.get(key)) for key in ("narrative", "relation", "other")]
        yield (f"relation {number}", names[0], names[1], names[2])


FORMAT = FileFormat(
    name="decisions",
    what="decisions alone, as `narratives review --edit` and a colleague's review.jsonl have them",
    endings=(".json",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="the review; relations between accounts, as proposals",
)
