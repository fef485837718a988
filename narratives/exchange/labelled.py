"""A task of Label Studio to the statements that a person marked in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from narratives.exchange.marks import BEARS, LABELS, PARTS, Mark
from narratives.exchange.opening import mappings, number_of, text_of
from narratives.exchange.places import Places, QuotedWords, find_quotation
from narratives.exchange.regions import CHOSEN, NOTE, PARTS_BY_LABEL, narrative_of
from narratives.schema import Case, Document, Span

Left = list[tuple[str, str]]


@dataclass
class _Region:
    part: str
    span: Span
    note: Mapping[str, Any]
    choices: dict[str, str] = field(default_factory=dict)


def read_task(place: str, task: Mapping[str, Any], case: Case, left: Left) -> list[Mark]:
    """Return the marks of a task.

    Parameters
    ----------
    place : str
        What the report calls the task.
    task : mapping
    case : Case
    left : list of (place, why)
        Takes what cannot be taken.
    """
    data = task.get("data")
    data = data if isinstance(data, dict) else {}
    document = _document(data, case)
    if document is None:
        left.append((place, "its text is no document of the case"))
        return []
    annotations = list(mappings(task.get("annotations", task.get("completions"))))
    standing = [one for one in annotations if not one.get("was_cancelled")]
    if not standing:
        why = "its annotation was cancelled" if annotations else "nobody annotated it"
        left.append((place, f"{why}: that says nothing"))
    marks = []
    for annotation in standing:
        marks += _read(place, annotation, data, document, left)
    return marks


def _document(data: Mapping[str, Any], case: Case) -> Document | None:
    name, text = text_of(data.get("document_id")), text_of(data.get("text"))
    for document in case.documents:
        if document.document_id == name or (text and document.text == text):
            return document
    return None


def _read(
    place: str,
    annotation: Mapping[str, Any],
    data: Mapping[str, Any],
    document: Document,
    left: Left,
) -> list[Mark]:
    results = list(mappings(annotation.get("result")))
    regions = _regions(place, results, document, left)
    joined: dict[str, list[str]] = {}
    taken: set[str] = set()
    for result in results:
        if result.get("type") == "relation":
            ends = text_of(result.get("from_id")), text_of(result.get("to_id"))
            # People draw relations both ways; the lead is the content that is not "goes on".
            if ends[0] in regions and regions[ends[0]].part != "content":
                ends = ends[::-1]
            if all(end in regions for end in ends) and regions[ends[0]].part == "content":
                joined.setdefault(ends[0], []).append(ends[1])
                taken.add(ends[1])
    who, at = _person(annotation), _time(annotation)
    marks = []
    for name, region in regions.items():
        if region.part == "content" and name not in taken:
            members = [region, *(regions[other] for other in joined.get(name, ()))]
            marks.append(_mark(place, members, document, who, at))
        elif name not in taken:
            words = document.text[region.span[0] : region.span[1]]
            left.append((place, f'the {region.part} "{words[:40]}" is linked to no content'))
    return marks + _taken_out(place, marks, data, document, who, at)


def _regions(
    place: str, results: list[dict[str, Any]], document: Document, left: Left
) -> dict[str, _Region]:
    places = Places(document.text)
    regions: dict[str, _Region] = {}
    choices: dict[str, dict[str, str]] = {}
    for result in results:
        value, name = result.get("value"), text_of(result.get("id"))
        if not isinstance(value, dict):
            continue
        labels = value.get("labels")
        if isinstance(labels, list) and labels:
            part = PARTS_BY_LABEL.get(str(labels[0]))
            span = _span(value, places)
            if part is None:
                known = ", ".join(PARTS_BY_LABEL)
                left.append((place, f'label "{str(labels[0])[:40]}" is none of {known}'))
            elif isinstance(span, str):
                left.append((place, span))
            else:
                regions[name] = _Region(part, span, _note(result))
        chosen = value.get("choices")
        if isinstance(chosen, list) and chosen:
            choices.setdefault(name, {})[text_of(result.get("from_name"))] = str(chosen[0])
    for name, some in choices.items():
        if name in regions:
            regions[name].choices = some
    return regions


def _span(value: Mapping[str, Any], places: Places) -> Span | str:
    start, end = number_of(value.get("start")), number_of(value.get("end"))
    words = text_of(value.get("text"))
    inside = start is not None and end is not None and start < end <= len(places.text)
    if inside and start is not None and end is not None:
        there = places.text[start:end]
        if not words or there.split() == words.split():
            return start, end
    return find_quotation(places, QuotedWords(words, start, end, by_points=True))


def _note(result: Mapping[str, Any]) -> Mapping[str, Any]:
    meta = result.get("meta")
    told = meta.get("text") if isinstance(meta, dict) else None
    for text in told if isinstance(told, list) else [told]:
        try:
            note = json.loads(text_of(text))
        except (ValueError, RecursionError):
            continue
        if isinstance(note, dict) and isinstance(note.get(NOTE), str):
            return note
    return {}


def _mark(place: str, members: list[_Region], document: Document, who: str, at: str) -> Mark:
    lead = members[0]
    note, ours = lead.note, bool(lead.note)
    fields: dict[str, Any] = dict.fromkeys((*PARTS, *LABELS), "") if ours else {}
    spans: dict[str, list[Span]] = {}
    for member in members:
        spans.setdefault(member.part, []).append(member.span)
    for part, some in spans.items():
        ordered = some if part == "chain" else sorted(some)
        fields[part] = ";".join(f"{start}-{end}" for start, end in ordered)
    fields |= {name: lead.choices[name] for name in CHOSEN if name in lead.choices}
    bears = []
    for name, value in lead.choices.items():
        if narrative_of(name):
            stance, _, how = value.partition("-")
            bears.append((narrative_of(name), stance, how or "stated"))
    if bears or ours:
        fields[BEARS] = tuple(bears)
    if ours:
        fields["source_name"] = text_of(note.get("source_name"))
        fields["inferred"] = note.get("inferred") is True
    return Mark(
        document.document_id,
        fields,
        statement_id=text_of(note.get(NOTE)),
        exported=text_of(note.get("exported")),
        who=who,
        at=at,
        place=place,
    )


def _taken_out(
    place: str,
    marks: list[Mark],
    data: Mapping[str, Any],
    document: Document,
    who: str,
    at: str,
) -> list[Mark]:
    """Return what a person took out of an annotation that began with the exported statements."""
    listed = data.get("statements")
    sent = [text_of(name) for name in listed] if isinstance(listed, list) else []
    kept = {mark.statement_id for mark in marks}
    if not kept & set(sent):
        return []
    return [
        Mark(document.document_id, {"status": "reject"}, name, who=who, at=at, place=place)
        for name in sent
        if name and name not in kept
    ]


def _person(annotation: Mapping[str, Any]) -> str:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        names = [text_of(by.get(key)) for key in ("first_name", "last_name")]
        return " ".join(filter(None, names)) or text_of(by.get("email"))
    shown = text_of(annotation.get("created_username")).rpartition(",")[0].strip()
    if shown:
        return shown
    return (
        f"Label Studio user {by}"
        if isinstance(by, int) and not isinstance(by, bool)
        else (text_of(by))
    )


def _time(annotation: Mapping[str, Any]) -> str:
    return text_of(annotation.get("updated_at")) or text_of(annotation.get("created_at"))
