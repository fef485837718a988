"""The JSON schema of ``case.yaml``, made from what its reader allows."""

from __future__ import annotations

import json
from typing import Any

from narratives.case.nodes import RESERVED
from narratives.case.readers import READERS
from narratives.case.relations import RELATION
from narratives.case.tables import (
    CASE,
    CASE_NEEDS,
    KINDS,
    NARRATIVE,
    ORIGIN,
    SETTINGS,
    SOURCE,
    SOURCE_NEEDS,
    TRUTH,
)
from narratives.schema import (
    COLOUR,
    CONTAINS,
    EXCLUDES,
    GOES_WITH,
    ID,
    RELATION_KINDS,
    RELIABILITIES,
)

_TEXT: dict[str, Any] = {"type": "string", "pattern": r"\S"}
_LOOSE: dict[str, Any] = {"type": ["string", "number"]}
_MEANINGS = {
    "question": "What the texts disagree about.",
    "narratives": "The rival accounts. They need not exclude each other.",
    "relations": "What one account is to another. Two that are not named exclude each other.",
    CONTAINS: "Accounts that are one way of this one: wherever one of them is so, this one is.",
    EXCLUDES: "Accounts that are not so where this one is.",
    GOES_WITH: "Accounts that may be so beside this one; neither makes the other so.",
    "origins": "Independent roots: two offices of one state are two sources and one origin.",
    "sources": "Who speaks.",
    "settings": "Who signs decisions, and who reads the bearings.",
    "id": "A name of its own: letters, digits, - and _.",
    "title": "What tables and figures call it.",
    "statement": "The account in one neutral sentence.",
    "terms": "Names and phrases by which a text refers to it.",
    "examples_for": "Sentences that speak for it; they teach the draft.",
    "examples_against": "Sentences that speak against it; they teach the draft.",
    "colour": "# and six hexadecimal digits.",
    "name": "The fullest name.",
    "aliases": "Other ways in which the texts write it. No two sources share one.",
    "kind": "What sort of source it is.",
    "origin": "The id of an origin. Left out, the origin is not known.",
    "stake": "1 gains by the narrative being believed, -1 by its being disbelieved.",
    "reliability": "Grade of the Admiralty code, given by a person.",
    "outside": "What you know about it that no text of the case says.",
    "reviewer": "The name that signs new decisions.",
    "truth": "What happened, where the event was made up. No score reads it, no report shows it.",
    "narrative": "The id of a narrative of this case.",
    "story": "What happened, in a few plain sentences.",
    "reader": "A stronger reader of bearings: a folder, or a model served on this machine.",
}


def write_schema() -> bytes:
    """Write the schema that lets an editor complete and check ``case.yaml``.

    Examples
    --------
    >>> list(json.loads(write_schema())["properties"])
    ['question', 'narratives', 'relations', 'origins', 'sources', 'settings', 'truth']
    """
    texts = {"type": "array", "items": _LOOSE}
    name = {
        "type": ["string", "integer"],
        "pattern": _pattern(ID.pattern),
        "not": {"enum": list(RESERVED)},
    }
    narrative = {
        "id": name,
        "title": _TEXT,
        "statement": _TEXT,
        "terms": {**texts, "minItems": 1},
        "examples_for": texts,
        "examples_against": texts,
        "colour": {"type": "string", "pattern": _pattern(COLOUR.pattern)},
    }
    origin = {"id": name, "name": _TEXT, "kind": {"enum": list(KINDS)}}
    source = {
        "id": name,
        "name": _TEXT,
        "aliases": texts,
        "kind": {"enum": list(KINDS)},
        "origin": {"type": ["string", "integer"]},
        "stake": {"type": "object", "additionalProperties": {"enum": [1, -1]}},
        "reliability": {"enum": list(RELIABILITIES)},
        "outside": texts,
    }
    served = {
        "type": "object",
        "properties": {"url": _TEXT, "model": _LOOSE, "anywhere": {"type": "boolean"}},
        "required": ["url", "model"],
        "additionalProperties": False,
    }
    readers = {"folder": _LOOSE, "served": served}
    truth = {"narrative": {"type": ["string", "integer"]}, "story": _TEXT}
    settings = {
        "reviewer": _TEXT,
        "reader": {
            "type": "object",
            "properties": {key: readers[key] for key in READERS},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    }
    other = {"type": ["string", "integer"]}
    others = {"anyOf": [other, {"type": "array", "items": other, "minItems": 1}]}
    relation = {RELATION[0]: other, **dict.fromkeys(RELATION_KINDS, others)}
    related = _list(RELATION, relation, RELATION[:1])
    related["items"]["minProperties"] = 2
    lists = {
        "narratives": {**_list(NARRATIVE, narrative, NARRATIVE[:4]), "minItems": 1},
        "relations": related,
        "origins": _list(ORIGIN, origin, ORIGIN),
        "sources": _list(SOURCE, source, SOURCE_NEEDS),
        "settings": {**_mapping(SETTINGS, settings, ()), "type": ["object", "null"]},
        "truth": _mapping(TRUTH, truth, TRUTH[:1]),
    }
    whole = _mapping(CASE, {"question": _TEXT, **lists}, CASE_NEEDS)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "case.yaml of narratives",
        "description": "A question, its rival accounts, and who speaks.",
    }
    return (json.dumps({**head, **whole}, indent=2) + "\n").encode("utf-8")


def _list(keys: tuple[str, ...], shapes: dict[str, Any], needed: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "array", "items": _mapping(keys, shapes, needed)}


def _mapping(
    keys: tuple[str, ...], shapes: dict[str, Any], needed: tuple[str, ...]
) -> dict[str, Any]:
    told = {key: {**shapes[key], "description": _MEANINGS[key]} for key in keys}
    found: dict[str, Any] = {"type": "object", "properties": told, "additionalProperties": False}
    return {**found, "required": list(needed)} if needed else found


def _pattern(pattern: str) -> str:
    r"""Write a pattern as JSON schema has it: ``$`` in the place of ``\Z``."""
    return "^" + pattern.removesuffix(r"\Z") + "$"
