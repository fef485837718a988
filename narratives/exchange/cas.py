"""UIMA CAS as XMI and JSON, for INCEpTION."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from narratives.documents import read_bytes
from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.lines import LINES, read_lines, write_lines
from narratives.exchange.marks import BEARS, LABELS, PARTS, Mark
from narratives.exchange.opening import MOST
from narratives.exchange.places import Places, QuotedWords, find_quotation
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import Case, Document, NarrativesError, Span, parse_spans

LAYER = "webanno.custom.Statement"
"""The layer; INCEpTION names its custom layers so."""
TYPES = "TypeSystem.xml"
_TEXTS = ("statement", "part", "piece", *LABELS, BEARS, "status", "exported")
_AROUND = 32

GOES = (
    ("a document", "ID.xmi and ID.json, the text as the subject of analysis"),
    ("a span", f"an annotation of the layer {LAYER}, one for each piece"),
    ("which statement, which part, which piece", "the features statement, part and piece"),
    ("strength, kind, polarity, source, bearings", "features of the first piece of the content"),
    ("the layer", "TypeSystem.xml"),
    ("the review", "review.jsonl beside the files, line by line"),
)
CANNOT = (
    "CAS files count UTF-16 units; the library converts to code points and back.",
    "The files know no persons and no times: what is changed is signed by who imports it.",
    "A text with characters that XML cannot hold (controls) is not written, and named.",
    "Probabilities, evidence items, scores and bearings that are unsure are not in it.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write each document as XMI and as JSON, and the type system."""
    files = {LINES: write_lines(out.lines)}
    for document in out.case.documents:
        marks = [mark for mark in out.marks if mark.document_id == document.document_id]
        cas = _cas(document, marks)
        try:
            files[f"{document.document_id}.xmi"] = cas.to_xmi().encode("utf-8")
        except ValueError as error:
            raise NarrativesError(
                f"{document.document_id}: XMI cannot hold a character of the text ({error})."
            ) from error
        files[f"{document.document_id}.json"] = cas.to_json().encode("utf-8")
        files[TYPES] = cas.typesystem.to_xml().encode("utf-8")
    return files


def _cas(document: Document, marks: list[Mark]) -> Any:
    from cassis import Cas, TypeSystem

    types = TypeSystem()
    layer = types.create_type(name=LAYER, supertypeName="uima.tcas.Annotation")
    for name in _TEXTS:
        types.create_feature(domainType=layer, name=name, rangeType="uima.cas.String")
    cas = Cas(typesystem=types)
    cas.sofa_string = document.text
    cas.sofa_mime = "text/plain"
    for mark in marks:
        for part in PARTS:
            pieces = parse_spans(mark.fields[part])
            for number, (start, end) in enumerate(pieces, 1):
                told = {"statement": mark.statement_id, "part": part}
                told["piece"] = f"{number}/{len(pieces)}"
                if part == "content" and number == 1:
                    told |= _labels(mark)
                cas.add(layer(begin=start, end=end, **told))
    return cas


def _labels(mark: Mark) -> dict[str, str]:
    told = {name: str(mark.fields[name]) for name in LABELS if mark.fields[name]}
    if mark.fields["inferred"]:
        told["inferred"] = "yes"
    bears = " ".join(f"{stance}:{name}:{how}" for name, stance, how in mark.fields[BEARS])
    return {**told, **({BEARS: bears} if bears else {}), "exported": mark.exported}


def recognise(path: Path, content: Any) -> bool:
    """Tell an XMI, a CAS in JSON, or a folder of them."""
    if path.is_dir():
        return any(path.glob("*.xmi"))
    in_json = isinstance(content, dict) and "%FEATURE_STRUCTURES" in content
    return in_json or path.suffix.lower() == ".xmi"


def read(path: Path, case: Case) -> ReadFile:
    """Read the layer of a file or of each file of a folder."""
    files = sorted(path.glob("*.xmi")) if path.is_dir() else [path]
    left: list[tuple[str, str]] = []
    marks: list[Mark] = []
    for file in files:
        cas = _load(file)
        document = _document(file, cas.sofa_string or "", case)
        if document is None:
            left.append((file.name, "its name and its text are those of no document of the case"))
            continue
        marks += _marks(file.name, cas, document, left)
    lines = read_lines(path / LINES, left) if path.is_dir() else ()
    return ReadFile(tuple(marks), lines, left=tuple(left))


def _load(file: Path) -> Any:
    from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem

    raw = io.BytesIO(read_bytes(file, MOST))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if file.suffix.lower() == ".json":
                return load_cas_from_json(raw)
            types = io.BytesIO(read_bytes(file.parent / TYPES, MOST))
            return load_cas_from_xmi(raw, typesystem=load_typesystem(types), lenient=True)
    except NarrativesError as error:
        raise NarrativesError(
            f"{error} The type system has to lie beside the XMI, as {TYPES}."
        ) from error
    except Exception as error:
        told = " ".join(str(error).split())[:200]
        raise NarrativesError(f"{file}: this is no CAS that can be read ({told}).") from error


def _document(file: Path, text: str, case: Case) -> Document | None:
    same = [document for document in case.documents if document.text == text]
    named = [document for document in case.documents if document.document_id == file.stem]
    return next(iter([*named, *same]), None)


def _marks(name: str, cas: Any, document: Document, left: list[tuple[str, str]]) -> Iterator[Mark]:
    try:
        annotations = list(cas.select(LAYER))
    except Exception:
        left.append((name, f"it has no layer {LAYER}"))
        return
    places = Places(document.text)
    found: dict[str, list[tuple[str, Any, Span | str]]] = {}
    for number, one in enumerate(annotations, 1):
        place = f"{name}, annotation {number}"
        span = _span(one, cas.sofa_string, places)
        key = getattr(one, "statement", None) or f" {place}"
        found.setdefault(key, []).append((place, one, span))
    for key, some in found.items():
        lost = next(((place, span) for place, _, span in some if isinstance(span, str)), None)
        if lost is not None:
            left.append(lost)
            continue
        yield _mark(key.strip(), some, document)


def _span(one: Any, text: str, places: Places) -> Span | str:
    """Return where an annotation stands; in a text whose line ends were changed, by its words."""
    if text == places.text:
        return int(one.begin), int(one.end)
    words = text[one.begin : one.end]
    before, behind = text[max(0, one.begin - _AROUND) : one.begin], text[one.end :][:_AROUND]
    return find_quotation(
        places, QuotedWords(words, one.begin, one.end, before, behind, by_points=True)
    )


def _mark(key: str, some: list[tuple[str, Any, Span | str]], document: Document) -> Mark:
    spans: dict[str, list[tuple[int, Span]]] = {}
    told: dict[str, str] = {}
    for _, one, span in some:
        given = {name: getattr(one, name, None) or "" for name in _TEXTS}
        part = given["part"] if given["part"] in PARTS else "content"
        number = given["piece"].partition("/")[0]
        if isinstance(span, tuple):
            order = int(number) if number.isdecimal() and len(number) < 6 else span[0]
            spans.setdefault(part, []).append((order, span))
        told |= {name: value for name, value in given.items() if value and name != "part"}
    exported = told.get("exported", "")
    fields: dict[str, Any] = dict.fromkeys((*PARTS, *LABELS), "") if exported else {}
    fields |= {name: told[name] for name in (*LABELS, "status") if name in told}
    for part, pieces in spans.items():
        fields[part] = ";".join(f"{start}-{end}" for _, (start, end) in sorted(pieces))
    if exported or "inferred" in told:
        fields["inferred"] = told.get("inferred") == "yes"
    if exported or BEARS in told:
        fields[BEARS] = tuple(_bearings(told))
    ours = key if key.startswith(f"{document.document_id}:") else ""
    return Mark(document.document_id, fields, ours, exported, place=some[0][0])


def _bearings(told: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for word in told.get(BEARS, "").split():
        stance, _, rest = word.partition(":")
        narrative, _, how = rest.partition(":")
        yield narrative, stance, how or "stated"


FORMAT = FileFormat(
    name="cas",
    what="UIMA CAS as XMI and JSON, for INCEpTION",
    endings=(),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="statements, bearings, the review",
    extra="cas",
)
