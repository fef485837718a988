"""Brat standoff, with the types of PolNeAR: a folder of texts and annotations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from narratives.documents import read_bytes
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.lines import LINES, read_lines, write_lines
from narratives.exchange.marks import BEARS, LABELS, PARTS, Mark
from narratives.exchange.opening import MOST
from narratives.exchange.places import join_lines, split_lines
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import Case, Document, NarrativesError, Span, parse_spans

_ROLES = {
    "content": "Content",
    "source": "Source",
    "cue": "Cue",
    "chain": "Chain",
    "strength_words": "Strength-words",
}
_PARTS = {role: part for part, role in _ROLES.items()}
_SPAN = re.compile(r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*\Z")
_ROLE = re.compile(r"([A-Za-z][A-Za-z-]*?)\d*\Z")
_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]")
"""Characters that end a line, or a column, for readers of such files."""
_ATTRIBUTES = ("kind", "strength", "polarity", "status")

GOES = (
    ("a document", "ID.txt, byte for byte, and ID.ann"),
    ("a span", "a text-bound annotation Source, Cue, Content, Chain or Strength-words"),
    ("a statement", "an event Attribution (Attribution-no-source) on the words of its cue"),
    ("strength, kind, polarity", "attributes of the event"),
    ("a bearing", "an attribute Bears-NARRATIVE with supports-stated, disputes-implied, …"),
    ("id, source in the register, exact spans", "a note of the event, as JSON"),
    ("the review", "review.jsonl beside the texts, line by line"),
)
CANNOT = (
    "A span that reaches over the end of a line is written in several pieces, because brat keeps "
    "a piece in one line; on return they are joined again.",
    "brat knows no persons and no times: what is changed there is signed by who imports it.",
    "Documents that are no plain text, probabilities, evidence items and scores are not in it.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write texts, annotations, the configuration and the review."""
    narratives = [str(narrative) for narrative in out.case.narratives.index]
    files = {"annotation.conf": _configuration(narratives).encode("utf-8")}
    files[LINES] = write_lines(out.lines)
    for document in out.case.documents:
        marks = [mark for mark in out.marks if mark.document_id == document.document_id]
        files[f"{document.document_id}.txt"] = document.text.encode("utf-8", "surrogateescape")
        files[f"{document.document_id}.ann"] = _annotations(marks, document).encode("utf-8")
    return files


def _annotations(marks: list[Mark], document: Document) -> str:
    lines: list[str] = []
    bound = attributes = 0
    for number, mark in enumerate(marks, 1):
        roles: list[tuple[str, int]] = []
        places: dict[str, list[Span]] = {}
        for part, role in _ROLES.items():
            # One annotation for each link of the chain, and one for all pieces of the rest.
            spans = parse_spans(mark.fields[part])
            for group in [[span] for span in spans] if part == "chain" else [spans] * bool(spans):
                pieces = [piece for span in group for piece in split_lines(document.text, span)]
                if not pieces:
                    continue
                bound += 1
                lines.append(_bound(bound, role, pieces, document.text))
                name = (
                    role
                    if role not in [r.rstrip("0123456789") for r, _ in roles]
                    else role + (str(1 + sum(r.rstrip("0123456789") == role for r, _ in roles)))
                )
                roles.append((name, bound))
                places.setdefault(part, []).extend(pieces)
        trigger = places.get("cue") or places.get("content") or [(0, 1)]
        kind = "Attribution" if mark.fields["source"] else "Attribution-no-source"
        bound += 1
        lines.append(_bound(bound, kind, trigger, document.text))
        told = " ".join(f"{role}:T{place}" for role, place in roles)
        lines.append(f"E{number}\t{kind}:T{bound} {told}".rstrip())
        given = [(name.capitalize(), str(mark.fields[name])) for name in _ATTRIBUTES[:3]]
        given += [(f"Bears-{n}", f"{stance}-{how}") for n, stance, how in mark.fields[BEARS]]
        for name, value in given:
            if value:
                attributes += 1
                lines.append(f"A{attributes}\t{name} E{number} {value}")
        note = {"statement": mark.statement_id, "exported": mark.exported}
        note |= {part: mark.fields[part] for part in PARTS}
        note |= {name: mark.fields[name] for name in ("source_id", "source_name", "inferred")}
        lines.append(f"#{number}\tAnnotatorNotes E{number}\t{json.dumps(note)}")
    return "".join(f"{line}\n" for line in lines)


def _bound(number: int, kind: str, pieces: list[Span], text: str) -> str:
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"T{number}\t{kind} {places}\t{_ENDS.sub(' ', words)}"


def _configuration(narratives: list[str]) -> str:
    roles = ", ".join(f"{role}{'?' if role != 'Chain' else '*'}:{role}" for role in _ROLES.values())
    bears = "|".join(f"{s}-{h}" for s in ("supports", "disputes") for h in ("stated", "implied"))
    return "".join(
        f"{line}\n"
        for line in (
            "[entities]",
            *_ROLES.values(),
            "[relations]",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            "[events]",
            f"Attribution\t{roles}",
            f"Attribution-no-source\t{roles}",
            "[attributes]",
            "Strength\tArg:<EVENT>, Value:hint|possible|likely|certain",
            "Polarity\tArg:<EVENT>, Value:asserts|denies|doubts",
            "Kind\tArg:<EVENT>, Value:direct|indirect|mixed",
            "Status\tArg:<EVENT>, Value:reject",
            *(f"Bears-{name}\tArg:<EVENT>, Value:{bears}" for name in narratives),
        )
    )


def recognise(path: Path, content: Any) -> bool:
    """Tell a file of annotations, or a folder of them."""
    del content
    return path.suffix == ".ann" or (path.is_dir() and any(path.glob("*.ann")))


def read(path: Path, case: Case) -> ReadFile:
    """Read the annotations of a file or folder; their text is the document of the same name."""
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    marks: list[Mark] = []
    left: list[tuple[str, str]] = []
    names = {document.document_id: document for document in case.documents}
    names |= {Path(document.file).stem: document for document in case.documents if document.file}
    for file in files:
        # PolNeAR puts a mark of its own behind the name of the text: "article_4b22.ann".
        document = names.get(file.stem) or names.get(file.stem.rpartition("_")[0])
        if document is None:
            left.append((file.name, "no document of the case has the name of this file"))
            continue
        marks += _read_file(file, document, left)
    lines = read_lines(path / LINES, left) if path.is_dir() else ()
    return ReadFile(tuple(marks), lines, left=tuple(left))


def _read_file(file: Path, document: Document, left: list[tuple[str, str]]) -> list[Mark]:
    try:
        raw = read_bytes(file, MOST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NarrativesError(f"{file}: this is not text in UTF-8 ({error}).") from error
    bound: dict[str, tuple[str, list[Span]]] = {}
    events: dict[str, tuple[int, list[tuple[str, str]]]] = {}
    attributes: dict[str, dict[str, str]] = {}
    notes: dict[str, Mapping[str, Any]] = {}
    # Only the line feed ends a line here: a quoted text may hold others.
    for number, line in enumerate(raw.split("\n"), 1):
        name, _, rest = line.rstrip("\r").partition("\t")
        place = f"{file.name}, line {number}"
        if name[:1] == "T":
            given = _read_bound(rest, document, place, left)
            if given is not None:
                bound[name] = given
        elif name[:1] == "E":
            pairs = [piece.partition(":") for piece in rest.split()]
            events[name] = (number, [(role, target) for role, _, target in pairs])
        elif name[:1] in ("A", "M"):
            words = rest.split()
            if len(words) >= 2:
                attributes.setdefault(words[1], {})[words[0]] = " ".join(words[2:])
        elif name[:1] == "#":
            about, _, told = rest.partition("\t")
            notes |= _read_note(about, told)
    marks = []
    for name, (number, roles) in events.items():
        place = f"{file.name}, line {number}"
        mark = _mark(roles, bound, attributes.get(name, {}), notes.get(name), document, place)
        if mark is None:
            left.append((place, "the event has no content whose place was found"))
        else:
            marks.append(mark)
    return marks


def _read_note(about: str, told: str) -> dict[str, Mapping[str, Any]]:
    try:
        note = json.loads(told)
    except (ValueError, RecursionError):
        return {}
    words = about.split()
    return {words[1]: note} if len(words) == 2 and isinstance(note, dict) else {}


def _read_bound(
    rest: str, document: Document, place: str, left: list[tuple[str, str]]
) -> tuple[str, list[Span]] | None:
    head, _, words = rest.partition("\t")
    kind, _, places = head.partition(" ")
    if not _SPAN.match(places):
        left.append((place, f'"{places[:40]}" is no place; brat writes "START END;START END"'))
        return None
    spans = [tuple(map(int, piece.split())) for piece in places.split(";")]
    pieces = [(start, end) for start, end in spans if start < end <= len(document.text)]
    found = " ".join(document.text[start:end] for start, end in pieces)
    if "".join(found.split()) != "".join(words.split()):
        left.append((place, f'the document has "{found[:40]}" there, the file "{words[:40]}"'))
        return None
    return kind, pieces


def _mark(
    roles: list[tuple[str, str]],
    bound: Mapping[str, tuple[str, list[Span]]],
    attributes: Mapping[str, str],
    note: Mapping[str, Any] | None,
    document: Document,
    place: str,
) -> Mark | None:
    found: dict[str, list[Span]] = {}
    for role, target in roles[1:]:
        match = _ROLE.match(role)
        part = _PARTS.get(match[1] if match else "")
        if part is not None and target in bound:
            found.setdefault(part, []).extend(bound[target][1])
    if "content" not in found:
        return None
    fields: dict[str, Any] = dict.fromkeys((*PARTS, *LABELS), "") if note else {}
    for part, pieces in found.items():
        noted = _noted(note, part)
        same = [piece for span in noted for piece in split_lines(document.text, span)] == pieces
        spans = noted if same else join_lines(document.text, pieces)
        fields[part] = ";".join(f"{start}-{end}" for start, end in spans)
    fields |= {name: attributes[name.capitalize()] for name in _ATTRIBUTES
               if name.capitalize() in attributes}  # fmt: skip
    bears = []
    for name, value in attributes.items():
        if name.startswith("Bears-"):
            stance, _, how = value.partition("-")
            bears.append((name.removeprefix("Bears-"), stance, how or "stated"))
    if note or bears:
        fields[BEARS] = tuple(bears)
    if note:
        fields |= {name: str(note.get(name, "")) for name in ("source_id", "source_name")}
        fields["inferred"] = note.get("inferred") is True
    elif "source" not in fields:
        fields["source_name"] = "unnamed"
    return Mark(
        document.document_id,
        fields,
        statement_id=str(note.get("statement", "")) if note else "",
        exported=str(note.get("exported", "")) if note else "",
        place=place,
    )


def _noted(note: Mapping[str, Any] | None, part: str) -> list[Span]:
    try:
        return parse_spans(str((note or {}).get(part, "")))
    except NarrativesError:
        return []


FORMAT = FileFormat(
    name="brat",
    what="brat standoff, as PolNeAR has it",
    endings=(),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="statements, bearings, the review",
)
