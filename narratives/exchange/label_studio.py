"""Label Studio: tasks with predictions and annotations, and the labelling configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.labelled import read_task
from narratives.exchange.lines import LINES, read_lines, write_lines
from narratives.exchange.marks import BEARS, Mark
from narratives.exchange.opening import mappings, read_json, write_json
from narratives.exchange.regions import CHOSEN, LINKS, NOTE, PARTS_BY_LABEL, bears_name
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import NARRATOR, UNNAMED, Case, Document, each, parse_spans
from narratives.version import __version__

TASKS = "tasks.json"
CONFIGURATION = "labelling-config.xml"

GOES = (
    ("a document", "a task; the text in data.text, with id, hash and address beside it"),
    ("a span", "a region with the label Content, Source, Cue, Chain or Strength words"),
    ("what belongs to a statement", "relations from the first piece of its content"),
    ("strength, kind, polarity, source, bearings", "choices of the first piece of its content"),
    ("statements that nobody touched", "predictions"),
    ("all statements of a text on which a person decided", "an annotation"),
    ("id and fingerprint of a statement", "the note (meta.text) of its first region"),
    ("the review", "review.jsonl beside the tasks, line by line"),
)
CANNOT = (
    "Label Studio signs an annotation with who imports it, so the persons and times of earlier "
    "decisions stand in review.jsonl alone.",
    "Read back is the full JSON alone: Label Studio's CoNLL and JSON_MIN lose nested spans and "
    "relations. A task without an annotation, or with a cancelled one, says nothing.",
    "Positions count code points.",
    "Probabilities, evidence items, scores and bearings that are unsure are not in it.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write the tasks, the configuration and the review."""
    touched = {str(row.Index) for row in each(out.comparison.statements) if "by_hand" in row.flags}
    touched |= set(out.comparison.corrections["target"].astype(str))
    tasks = []
    for number, document in enumerate(out.case.documents, 1):
        marks = [mark for mark in out.marks if mark.document_id == document.document_id]
        tasks.append(_task(number, document, marks, touched))
    return {
        TASKS: write_json(tasks),
        CONFIGURATION: configuration(out.case).encode("utf-8"),
        LINES: write_lines(out.lines),
    }


def _task(number: int, document: Document, marks: list[Mark], touched: set[str]) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": number,
        "data": {
            "text": document.text,
            "document_id": document.document_id,
            "sha256": document.sha256,
            "title": document.title,
            "url": document.url,
            "statements": [mark.statement_id for mark in marks],
        },
    }
    drafted = [mark for mark in marks if mark.statement_id not in touched]
    task["predictions"] = [
        {
            "model_version": f"narratives {__version__}",
            "result": [r for mark in drafted for r in _results(mark, document.text)],
        }
    ]
    task["annotations"] = []
    if len(drafted) < len(marks) or document.document_id in touched:
        task["annotations"] = [
            {
                "was_cancelled": False,
                "ground_truth": False,
                "result": [r for mark in marks for r in _results(mark, document.text)],
            }
        ]
    return task


def _results(mark: Mark, text: str) -> Iterator[dict[str, Any]]:
    """Yield regions, choices and relations of a statement; the first piece of content leads."""
    first = f"{mark.statement_id}/content/1"
    start, end = parse_spans(mark.fields["content"])[0]
    where = {"to_name": "text", "value": {"start": start, "end": end, "text": text[start:end]}}
    relations = []
    for label, part in PARTS_BY_LABEL.items():
        for number, (begin, stop) in enumerate(parse_spans(mark.fields[part]), 1):
            name = f"{mark.statement_id}/{part}/{number}"
            region: dict[str, Any] = {
                "id": name,
                "type": "labels",
                "from_name": "part",
                "to_name": "text",
                "value": {"start": begin, "end": stop, "text": text[begin:stop], "labels": [label]},
            }
            if name == first:
                note = {NOTE: mark.statement_id, "exported": mark.exported}
                note |= {key: mark.fields[key] for key in ("source_name", "inferred")}
                region["meta"] = {"text": [json.dumps(note, ensure_ascii=False)]}
            else:
                relations.append((name, LINKS[part]))
            yield region
    chosen = [(name, str(mark.fields[name])) for name in CHOSEN if mark.fields.get(name)]
    chosen += [(bears_name(n), f"{stance}-{how}") for n, stance, how in mark.fields[BEARS]]
    for name, value in chosen:
        shown = {**where["value"], "choices": [value]}  # type: ignore[dict-item]
        yield {"id": first, "type": "choices", "from_name": name, "to_name": "text", "value": shown}
    for name, label in relations:
        yield {
            "type": "relation",
            "from_id": first,
            "to_id": name,
            "direction": "right",
            "labels": [label],
        }


def configuration(case: Case) -> str:
    """Return the labelling configuration for a case.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> print(configuration(case)[:45])
    <View>
      <Labels name="part" toName="text">
    """
    bears = [f"{s}-{h}" for s in ("supports", "disputes") for h in ("stated", "implied")]
    sources = [str(source) for source in case.sources.index] + [NARRATOR, UNNAMED]
    fields: Mapping[str, tuple[str, ...]] = {**CHOSEN, "source_id": tuple(sources)}
    lines = ["<View>", '  <Labels name="part" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in PARTS_BY_LABEL]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>', "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(link)}/>" for link in dict.fromkeys(LINKS.values())]
    lines += ["  </Relations>"]
    for name, values in fields.items():
        lines += _choices(name, name.replace("_id", ""), values)
    for narrative, title in case.narratives["title"].items():
        lines += _choices(bears_name(str(narrative)), f"Bears on: {title}", bears)
    return "\n".join([*lines, "</View>", ""])


def _choices(name: str, title: str, values: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield f"  <Header value={quoteattr(title)}/>"
    yield (
        f'  <Choices name={quoteattr(name)} toName="text" perRegion="true" '
        'whenTagName="part" whenLabelValue="Content">'
    )
    yield from (f"    <Choice value={quoteattr(value)}/>" for value in values)
    yield "  </Choices>"


def recognise(path: Path, content: Any) -> bool:
    """Tell tasks, or the folder of an export, from other files."""
    if path.is_dir():
        return (path / TASKS).is_file()
    tasks = list(mappings(content)) if isinstance(content, list) else []
    return bool(tasks) and all(isinstance(task.get("data"), dict) for task in tasks)


def read(path: Path, case: Case) -> ReadFile:
    """Read the annotations of tasks; predictions are the machine's and are left alone."""
    left: list[tuple[str, str]] = []
    marks: list[Mark] = []
    for number, task in enumerate(mappings(read_json(path / TASKS if path.is_dir() else path)), 1):
        marks += read_task(f"task {task.get('id', number)}", task, case, left)
    marks.sort(key=lambda mark: mark.at)
    lines = read_lines(path / LINES, left) if path.is_dir() else ()
    return ReadFile(tuple(marks), lines, left=tuple(left))


FORMAT = FileFormat(
    name="label-studio",
    what="Label Studio tasks, with the labelling configuration",
    endings=(),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="statements, bearings, the review",
)
