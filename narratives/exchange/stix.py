"""STIX 2.1 bundles, for OpenCTI and other platforms of analysts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.marks import Mark
from narratives.exchange.opening import mappings, read_json, write_json
from narratives.exchange.proposing import (
    narrative_of,
    propose_narrative,
    propose_source,
    proposed_ids,
)
from narratives.exchange.relating import propose_relations
from narratives.exchange.stix_checks import (
    Stix,
    check_object,
    check_references,
    confidence,
    dangling,
    stix_time,
)
from narratives.exchange.stix_relations import relation_objects, told_relations
from narratives.exchange.stix_words import (
    CLASSES,
    CREDIBILITY,
    NEW_OBJECT,
    OPINIONS,
    RELIABILITY,
    TLP,
)
from narratives.schema import Case, Document, NarrativesError, each, span_text

_SPACE = UUID("6f4d1f4e-3f4c-5a64-9f3c-7a54b1f0c0de")
"""Makes ids that are the same in every export of a case."""
_ID = re.compile(r"[a-z][a-z0-9-]*--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")

GOES = (
    ("a document with a date", "a report; its day is written as midnight UTC"),
    ("a document without a date", "a grouping, which needs none"),
    ("a narrative", "a narrative, as OpenCTI defines it (extension new-sdo)"),
    ("a source", "an identity, with its reliability in the words of the Admiralty code"),
    ("a statement", "a note with the words, about report, identity and narratives"),
    ("a bearing", "an opinion of the source on the narrative, agree or disagree"),
    ("a source's bearings on a narrative", "a relationship related-to, in words"),
    (
        "what one account is to another",
        "a relationship: what is contained is subnarrative-of, as OpenCTI has it; excludes and "
        "goes_with are related-to with a label",
    ),
    ("credibility of an evidence item", "a note with the words of the Admiralty code as label"),
    ("probability of a bearing", "confidence, round(100 · p); left out where there is none"),
    ("TLP, where it is given (tlp)", "the marking of every object"),
)
CANNOT = (
    "STIX knows no day: the day of a document is written as midnight UTC. A time that was given "
    "without its zone is written as its day too.",
    "agree and disagree are the source's stance, not an assessment by anyone else; how firmly it "
    "speaks stands in words.",
    "Spans, cues, stakes, origins and the review are not in it. Of ratings and scores nothing is.",
    "TLP is that of version 1, which STIX 2.1 defines; clear is its white.",
    "STIX has no word for excludes and goes_with: the label of the relationship says it.",
    "Read back are narratives, identities and relations between narratives, as proposals for "
    "case.yaml.",
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the bundle; each object is checked by the library, and each reference by hand."""
    now = datetime.now(UTC)
    objects = list(_objects(out, stix_time(now.isoformat())))
    for one in objects:
        check_object(one)
    check_references(objects)
    bundle = {"type": "bundle", "id": _id("bundle", out.case.name), "objects": objects}
    return {"": write_json(bundle)}


def _objects(out: Outgoing, now: str) -> Iterator[Stix]:
    case, name = out.case, out.case.name
    marking = TLP.get(out.tlp)
    if out.tlp and marking is None:
        known = ", ".join(TLP)
        raise NarrativesError(f'tlp "{out.tlp}" is not known. Known: {known}.')
    shared: Stix = {"spec_version": "2.1", "created": now, "modified": now}
    if marking is not None:
        shared["object_marking_refs"] = [marking["id"]]
        yield dict(marking)

    def make(kind: str, *key: str, **more: Any) -> Stix:
        return {"type": kind, "id": _id(kind, name, *key), **shared, **more}

    narratives, identities = {}, {}
    for row in each(case.narratives):
        one = make("narrative", row.Index, name=row.title, description=row.statement)
        one["extensions"] = {NEW_OBJECT: {"extension_type": "new-sdo"}}
        narratives[str(row.Index)] = one["id"]
        yield one
    for row in each(out.comparison.sources):
        one = make("identity", row.Index, name=row.name, identity_class=CLASSES[row.kind])
        if row.aliases:
            one["x_opencti_aliases"] = list(row.aliases)
        if row.reliability:
            one["x_opencti_reliability"] = RELIABILITY[row.reliability]
        identities[str(row.Index)] = one["id"]
        yield one
    yield from relation_objects(out.case, make, narratives)
    yield make("note", "about", content=out.note_text, object_refs=list(narratives.values()))
    notes: dict[str, list[str]] = {}
    for mark in out.marks:
        document = case.document(mark.document_id)
        note = _note(make, mark, document, narratives, identities)
        notes.setdefault(mark.document_id, []).append(note["id"])
        yield note
    yield from _bearings(out, make, narratives, identities)
    yield from _credibilities(out, make, narratives)
    for document in case.documents:
        about = [*narratives.values(), *identities.values(), *notes.get(document.document_id, ())]
        yield _report(make, document, about)


def _note(make: Any, mark: Mark, document: Document, narratives: Stix, identities: Stix) -> Stix:
    fields = mark.fields
    about = [narratives[n] for n, _, _ in fields["bearings"] if n in narratives]
    speaker = identities.get(fields["source_id"])
    about += [speaker] if speaker else []
    told = ", ".join(filter(None, (fields["strength"], fields["polarity"], fields["kind"])))
    return make(  # type: ignore[no-any-return]
        "note",
        mark.statement_id,
        abstract=f"{fields['source_name']} ({told})",
        content=span_text(document.text, fields["content"]),
        object_refs=about or list(narratives.values()),
        external_references=[
            {"source_name": "narratives", "external_id": mark.statement_id,
             "description": document.title or document.document_id}
        ],
    )  # fmt: skip


def _bearings(out: Outgoing, make: Any, narratives: Stix, identities: Stix) -> Iterator[Stix]:
    statements = out.comparison.statements
    joined: dict[tuple[str, str, str], int] = {}
    for row in each(out.comparison.bearings):
        if row.narrative_id not in narratives or row.stance not in OPINIONS:
            continue
        statement = statements.loc[row.statement_id]
        one = make(
            "opinion",
            row.statement_id,
            row.narrative_id,
            opinion=OPINIONS[row.stance],
            explanation=f"{statement['source_name']}, {row.how}. {row.why}".strip(),
            authors=[str(statement["source_name"])],
            object_refs=[narratives[row.narrative_id]],
        )
        given = confidence(float(row.probability))
        if given is not None:
            one["confidence"] = given
        yield one
        speaker = identities.get(str(statement["source_id"]))
        if speaker:
            key = (speaker, str(row.narrative_id), str(row.stance))
            joined[key] = joined.get(key, 0) + 1
    for (speaker, narrative, stance), times in joined.items():
        yield make(
            "relationship",
            speaker,
            narrative,
            stance,
            relationship_type="related-to",
            source_ref=speaker,
            target_ref=narratives[narrative],
            description=f"{stance} it in {times} {'statement' if times == 1 else 'statements'}",
        )


def _credibilities(out: Outgoing, make: Any, narratives: Stix) -> Iterator[Stix]:
    for row in each(out.comparison.items):
        if not math.isnan(row.credibility):
            yield make(
                "note",
                "item",
                row.Index,
                abstract="Evidence item",
                content=row.label,
                labels=[CREDIBILITY[int(row.credibility)]],
                object_refs=list(narratives.values()),
            )


def _report(make: Any, document: Document, about: list[str]) -> Stix:
    title = document.title or document.document_id
    more: Stix = {"name": title, "object_refs": about}
    if document.url:
        more["external_references"] = [
            {"source_name": document.publisher or "source", "url": document.url}
        ]
    if document.published:
        published = stix_time(document.published)
        return make(  # type: ignore[no-any-return]
            "report", document.document_id, published=published, report_types=["threat-report"],
            **more,
        )  # fmt: skip
    return make(  # type: ignore[no-any-return]
        "grouping", document.document_id, context="unspecified", **more
    )


def _id(kind: str, *key: str) -> str:
    return f"{kind}--{uuid5(_SPACE, chr(10).join((kind, *map(str, key))))}"


def recognise(path: Path, content: Any) -> bool:
    """Tell a bundle from other JSON."""
    del path
    return isinstance(content, dict) and content.get("type") == "bundle"


def read(path: Path, case: Case) -> ReadFile:
    """Read narratives, identities and relations, as proposals: the library checks none of them."""
    content = read_json(path)
    objects = list(mappings(content.get("objects") if isinstance(content, dict) else None))
    left: list[tuple[str, str]] = []
    proposed: list[str] = []
    narratives: set[str] = set()
    sources: set[str] = set()
    for where, wanted in dangling(objects):
        left.append((where[:80], f"it refers to {wanted[:80]}, which is not in the bundle"))
    ours = {_id("narrative", case.name, key): str(key) for key in case.narratives.index}
    related: list[tuple[str, Stix]] = []
    for number, one in enumerate(objects, 1):
        kind, name = one.get("type"), one.get("name")
        place = f"object {number} ({str(kind)[:40]})"
        if kind == "relationship":
            related.append((place, one))
        elif kind not in ("narrative", "identity"):
            left.append((place, "only narratives, identities and relations of these are read"))
        elif not isinstance(name, str) or not name.strip() or not _ID.match(str(one.get("id"))):
            left.append((place, "it has no name, or no id of STIX"))
        elif kind == "narrative":
            told, entry = propose_narrative(case, name, one.get("description"), narratives)
            left.append((place, told))
            proposed += entry
            narratives |= proposed_ids(entry)
            ours.setdefault(str(one["id"]), narrative_of(case, name, entry))
        else:
            aliases = one.get("x_opencti_aliases")
            sort = CLASSES_BACK.get(str(one.get("identity_class")), "unspecified")
            told, entry = propose_source(case, name, sort, aliases, sources)
            left.append((place, told))
            proposed += entry
            sources |= proposed_ids(entry)
    told_of, entries = propose_relations(
        case, told_relations(related, ours, left), fresh=dict.fromkeys(ours.values())
    )
    return ReadFile(left=(*left, *told_of), proposed=(*proposed, *entries))


CLASSES_BACK = {"individual": "person", "organization": "organisation", "group": "organisation"}

FORMAT = FileFormat(
    name="stix",
    what="a STIX 2.1 bundle, for OpenCTI",
    endings=(".json",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="narratives, identities and relations between narratives, as proposals",
    marked=True,
    extra="stix",
)
