"""MISP events: narratives and news media as objects, none of it marked for detection."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.marks import Mark
from narratives.schema import Document, NarrativesError, each, span_text

_SPACE = UUID("0c2f7c6e-6f1b-5f0e-8a55-3f4ad3d0b7a1")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LIKELIHOODS = {
    "almost no chance": "almost-no-chance",
    "very unlikely": "very-unlikely",
    "unlikely": "unlikely",
    "roughly even chance": "roughly-even-chance",
    "likely": "likely",
    "very likely": "very-likely",
    "almost certain": "almost-certain",
}
"""The words of ICD 203 to those of MISP's taxonomy estimative-language; never by way of numbers."""
TLP = ("clear", "green", "amber", "red")

GOES = (
    ("a case", "an event, for one's own organisation alone, undetermined and initial"),
    ("a narrative", "an object narrative; its statement is the narrative-summary"),
    ("a document", "an object news-media; its address is a link, never a url"),
    (
        "the statements of a document",
        "the content of its news-media, a line each, with who says it",
    ),
    ("a bearing", "a reference mentions from news-media to narrative, with its stance as comment"),
    (
        "what one account is to another",
        "a reference from narrative to narrative: contains, excludes or goes-with",
    ),
    ("an evidence item", "an attribute text, with its credibility as admiralty-scale"),
    ("reliability of an outlet", "admiralty-scale, on the source of its news-media"),
    ("support, where it is not withheld", "estimative-language, on the narrative-summary"),
    ("TLP, where it is given (tlp)", "a tag of the event"),
)
CANNOT = (
    "Grades and likelihoods are words of the taxonomies. MISP's numbers for them are not used: "
    "they give F and 6, cannot be judged, the 50 of C and 3.",
    "Nothing is marked for detection (to_ids), so that no newspaper lands on a block list.",
    "Sources that are no outlets stand in the words of content alone, without their grades.",
    "Spans, cues, ratings, stakes and the review are not in it. Nothing is read back.",
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the event; the library checks required fields only when it is turned into JSON."""
    from pymisp import MISPEvent
    from pymisp.exceptions import PyMISPError

    if out.tlp and out.tlp not in TLP:
        raise NarrativesError(f'tlp "{out.tlp}" is not known. Known: {", ".join(TLP)}.')
    event = MISPEvent()
    event.uuid = _uuid(out, "event")
    event.info = out.case.question
    event.distribution, event.threat_level_id, event.analysis = 0, 4, 0
    days = [_DAY.match(document.published or "") for document in out.case.documents]
    known = sorted(day[0] for day in days if day)
    if known:
        event.set_date(known[-1])
    if out.tlp:
        event.add_tag(f"tlp:{out.tlp}")
    note: Any = event.add_attribute("comment", out.note_text, category="Other", to_ids=False)
    note.uuid = _uuid(out, "note")
    narratives = {str(row.Index): _narrative(out, row) for row in each(out.case.narratives)}
    for row in each(out.case.relations):
        one, other = narratives[row.narrative_id], narratives[row.other_id]
        kind = str(row.relation).replace("_", "-")
        one.add_reference(other.uuid, kind, comment="what one account is to another")
    for one in narratives.values():
        event.add_object(one)
    for document in out.case.documents:
        event.add_object(_news(out, document, narratives))
    for row in each(out.comparison.items):
        _item(out, event, row)
    try:
        return {"": event.to_json(indent=2).encode("utf-8")}
    except PyMISPError as error:
        raise NarrativesError(f"the event is not as MISP wants it: {error}") from error


def _narrative(out: Outgoing, row: Any) -> Any:
    from pymisp import MISPObject

    one = MISPObject("narrative", strict=True)
    one.uuid = _uuid(out, "narrative", row.Index)
    one.comment = str(row.title)
    summary = _add(out, one, "narrative-summary", row.statement, row.Index)
    word = LIKELIHOODS.get(str(out.comparison.support.words.get(row.Index, "")).lower())
    if word and not out.comparison.support.withheld:
        summary.add_tag(f'estimative-language:likelihood-probability="{word}"')
    return one


def _news(out: Outgoing, document: Document, narratives: dict[str, Any]) -> Any:
    from pymisp import MISPObject

    one = MISPObject("news-media", strict=True)
    key = document.document_id
    one.uuid = _uuid(out, "news-media", key)
    marks = [mark for mark in out.marks if mark.document_id == key]
    content = "\n".join(_line(mark, document) for mark in marks)
    # Empty values would be dropped with no more than a line in the log.
    source = None
    for name, value in (("source", document.publisher), ("title", document.title or key),
                        ("link", document.url), ("content", content)):  # fmt: skip
        if value:
            made = _add(out, one, name, value, key)
            source = made if name == "source" else source
    if source is None and not document.url and not content:
        _add(out, one, "content", "No statement was found in it.", key)
    grade = _grade(out, document.publisher)
    if source is not None and grade:
        source.add_tag(f'admiralty-scale:source-reliability="{grade.lower()}"')
    for narrative, stance in dict.fromkeys(
        (narrative, stance) for mark in marks for narrative, stance, _ in mark.fields["bearings"]
    ):
        if narrative in narratives:
            one.add_reference(narratives[narrative].uuid, "mentions", comment=f"it {stance} it")
    return one


def _line(mark: Mark, document: Document) -> str:
    fields = mark.fields
    words = span_text(document.text, fields["content"])
    told = ", ".join(filter(None, (fields["strength"], fields["polarity"])))
    return f"{fields['source_name']} ({told}): {' '.join(words.split())}"


def _grade(out: Outgoing, publisher: str) -> str:
    for row in each(out.comparison.sources):
        if publisher and publisher in (row.name, *row.aliases):
            return str(row.reliability)
    return ""


def _item(out: Outgoing, event: Any, row: Any) -> None:
    made = event.add_attribute(
        "text",
        row.label,
        category="Other",
        to_ids=False,
        disable_correlation=True,
        comment=f"evidence item {row.Index}",
    )
    made.uuid = _uuid(out, "item", row.Index)
    if not math.isnan(row.credibility):
        made.add_tag(f'admiralty-scale:information-credibility="{int(row.credibility)}"')


def _add(out: Outgoing, one: Any, name: str, value: str, key: str) -> Any:
    made = one.add_attribute(name, value=value, to_ids=False, disable_correlation=True)
    made.uuid = _uuid(out, one.name, key, name)
    return made


def _uuid(out: Outgoing, *key: Any) -> str:
    return str(uuid5(_SPACE, "\n".join((out.case.name, *map(str, key)))))


def tags(event: dict[str, Any]) -> Iterator[str]:
    """Yield the names of all tags of an event, its attributes and its objects' attributes.

    Examples
    --------
    >>> list(tags({"Tag": [{"name": "tlp:red"}], "Attribute": [{"Tag": [{"name": "a"}]}]}))
    ['tlp:red', 'a']
    """
    attributes = list(event.get("Attribute", ()))
    attributes += [a for one in event.get("Object", ()) for a in one.get("Attribute", ())]
    for holder in (event, *attributes):
        yield from (tag["name"] for tag in holder.get("Tag", ()))


FORMAT = FileFormat(
    name="misp",
    what="a MISP event",
    endings=(".json",),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    marked=True,
    extra="misp",
)
