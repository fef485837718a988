"""W3C Web Annotation in JSON-LD, as Hypothesis reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from narratives.exchange.annotations import document_of, person_of, quotation_of, tags_of
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.marks import BEARS, LABELS, PARTS, Mark
from narratives.exchange.opening import mappings, read_json, text_of, write_json
from narratives.exchange.places import Places, find_quotation
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import Case, Document, Span, parse_spans

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Letters before and behind the words, as Hypothesis keeps them."""
_LINE = "review-line"
_TAGS = ("status", *LABELS)

GOES = (
    ("a span of a statement", "an annotation whose target quotes the words (TextQuoteSelector)"),
    ("its position", "TextPositionSelector in UTF-16 units, as Hypothesis counts"),
    ("which statement, which part, which piece", "tags `statement:`, `part:`, `piece:`"),
    ("strength, kind, polarity, source, bearings", "tags of the first piece of the content"),
    ("a line of the review", "an annotation with creator, time and the line as JSON"),
    ("a document", "the source of the target: its URL, or urn:narratives:document:ID"),
)
CANNOT = (
    "One annotation has one piece of text here, because Hypothesis keeps the first target alone; "
    "a statement is the annotations with the same tag statement.",
    "Positions count UTF-16 units, as Hypothesis does; the standard counts code points. They "
    "differ behind letters beyond the Basic Multilingual Plane; the quoted words decide.",
    "Probabilities, evidence items, scores and bearings that are unsure are not in it.",
    "The texts are not in it; a document without a URL has a name that no browser opens.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write a page of annotations."""
    documents = {document.document_id: document for document in out.case.documents}
    items: list[dict[str, Any]] = []
    for mark in out.marks:
        items += _of_mark(mark, documents[mark.document_id])
    items += [_of_line(line, number) for number, line in enumerate(out.lines, 1)]
    page = {
        "@context": CONTEXT,
        "id": f"urn:narratives:{quote(out.case.name)}",
        "type": "AnnotationPage",
        "items": items,
        "summary": " ".join(out.note),
    }
    return {"": write_json(page)}


def _of_mark(mark: Mark, document: Document) -> Iterator[dict[str, Any]]:
    places = Places(document.text)
    for part in PARTS:
        pieces = parse_spans(mark.fields[part])
        for number, (start, end) in enumerate(pieces, 1):
            tags = [f"statement:{mark.statement_id}", f"document:{mark.document_id}"]
            tags += [f"part:{part}", f"piece:{number}/{len(pieces)}"]
            if part == "content" and number == 1:
                tags += _labels(mark)
            yield {
                "@context": CONTEXT,
                "id": f"urn:narratives:{quote(mark.statement_id)}:{part}:{number}",
                "type": "Annotation",
                "motivation": "classifying",
                "body": [
                    {"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags
                ],
                "target": {
                    "source": document.url or f"urn:narratives:document:{mark.document_id}",
                    "selector": [
                        {
                            "type": "TextQuoteSelector",
                            "exact": document.text[start:end],
                            "prefix": document.text[max(0, start - _AROUND) : start],
                            "suffix": document.text[end : end + _AROUND],
                        },
                        {
                            "type": "TextPositionSelector",
                            "start": places.units(start),
                            "end": places.units(end),
                        },
                    ],
                },
            }


def _labels(mark: Mark) -> list[str]:
    tags = [f"{name}:{mark.fields[name]}" for name in LABELS if mark.fields[name]]
    tags = [tag if not tag.startswith("inferred:") else "inferred:yes" for tag in tags]
    tags += [f"{stance}:{narrative}:{how}" for narrative, stance, how in mark.fields[BEARS]]
    return [*tags, f"exported:{mark.exported}"]


def _of_line(line: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": f"urn:narratives:review:{number}",
        "type": "Annotation",
        "motivation": "assessing",
        "created": line["at"],
        "creator": {"type": "Person", "name": line["who"]},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": _LINE},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": json.dumps(dict(line), ensure_ascii=False),
            },
        ],
        "target": f"urn:narratives:{quote(line['target'])}",
    }


def recognise(path: Path, content: Any) -> bool:
    """Tell annotations, and the answer of the Hypothesis API, from other JSON."""
    del path
    if isinstance(content, dict) and isinstance(content.get("rows"), list):
        return True
    return any("target" in entry for entry in _entries(content))


def _entries(content: Any) -> Iterator[dict[str, Any]]:
    """Yield the annotations of a page, a collection, a list, or an answer with rows."""
    for entry in mappings(content):
        inner = next((entry[k] for k in ("items", "rows", "first") if k in entry), None)
        if inner is not None:
            yield from _entries(inner)
        else:
            yield entry


def read(path: Path, case: Case) -> ReadFile:
    """Read annotations; the words decide where each stands."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    lines: list[tuple[str, Mapping[str, Any]]] = []
    left: list[tuple[str, str]] = []
    for number, entry in enumerate(_entries(read_json(path)), 1):
        place = f"annotation {number}"
        tags = list(tags_of(entry))
        if _LINE in tags:
            line = _line_of(entry)
            if line is None:
                left.append((place, "it is tagged as a line of review and holds none as JSON"))
            else:
                lines.append((place, line))
            continue
        name = next((t.split(":", 1)[1] for t in tags if t.startswith("statement:")), "")
        found.setdefault(name or f" {place}", []).append((place, entry))
    marks = [_mark(name.strip(), some, case, left) for name, some in found.items()]
    return ReadFile(
        marks=tuple(mark for mark in marks if mark is not None),
        lines=tuple(lines),
        left=tuple(left),
    )


def _line_of(entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for body in mappings(entry.get("body")):
        if body.get("format") == "application/json":
            try:
                line = json.loads(text_of(body.get("value")))
            except (ValueError, RecursionError):
                continue
            if isinstance(line, dict):
                return line
    return None


def _mark(
    name: str,
    entries: list[tuple[str, dict[str, Any]]],
    case: Case,
    left: list[tuple[str, str]],
) -> Mark | None:
    spans: dict[str, list[tuple[int, Span]]] = {}
    fields: dict[str, Any] = {}
    bears: list[tuple[str, str, str]] = []
    document: Document | None = None
    exported, who, at = "", "", ""
    problems = []
    narratives = {str(narrative) for narrative in case.narratives.index}
    for place, entry in entries:
        tags = list(tags_of(entry))
        here = document_of(entry, tags, case)
        if here is None or (document is not None and here is not document):
            left.append((place, "its source is no document of the case, or not the statement's"))
            return None
        document = here
        found = find_quotation(Places(here.text), quotation_of(entry))
        if isinstance(found, str):
            left.append((place, found))
            return None
        part = next((t.split(":", 1)[1] for t in tags if t.startswith("part:")), "content")
        if part not in PARTS:
            left.append((place, f'part "{part[:40]}" is none of {", ".join(PARTS)}'))
            return None
        piece = next((t[6:].partition("/")[0] for t in tags if t.startswith("piece:")), "")
        # Without numbers the pieces stand in the order of the text.
        order = int(piece) if piece.isdecimal() and len(piece) < 6 else found[0]
        spans.setdefault(part, []).append((order, found))
        who = who or person_of(entry)
        at = max(at, text_of(entry.get("modified") or entry.get("updated") or entry.get("created")))
        for tag in tags:
            key, _, value = tag.partition(":")
            if key in _TAGS:
                fields[key] = value == "yes" if key == "inferred" else value
            elif key == "exported":
                exported = value
            elif key in ("supports", "disputes"):
                narrative, _, how = value.partition(":")
                bears.append((narrative, key, how or "stated"))
                if narrative not in narratives:
                    problems.append(f'the tag "{tag[:60]}" names no narrative of the case')
    if document is None:
        return None
    for part, some in spans.items():
        fields[part] = ";".join(f"{start}-{end}" for _, (start, end) in sorted(some))
    if exported:
        # What was exported said all of it: a part that is gone was taken out.
        empty: dict[str, Any] = dict.fromkeys((*PARTS, *LABELS), "")
        fields = {**empty, "inferred": False, **fields, BEARS: tuple(bears)}
    elif bears:
        fields[BEARS] = tuple(bears)
    ours = name if name.startswith(f"{document.document_id}:") else ""
    return Mark(
        document.document_id,
        fields,
        statement_id=ours,
        exported=exported,
        who=who,
        at=at,
        place=entries[0][0],
        problems=tuple(problems),
    )


FORMAT = FileFormat(
    name="web-annotation",
    what="W3C Web Annotation, for Hypothesis and other annotation tools",
    endings=(".json", ".jsonld"),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="statements, bearings, the review",
)
