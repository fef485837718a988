"""Fixtures that several test modules share: an invented flood, as a document and a case folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from narratives.schema import Document

# How long an example takes depends on what else the machine does; no test is timed by it.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

FLOOD = """Dam breaks above Orlen, three missing

The dam above Orlen broke on Sunday because it was never repaired, the mayor said.

"We warned the ministry twice," engineer Lea Brandt said.

The ministry hinted at sabotage.
"""

CASE_YAML = """\
question: Why did the dam above Orlen break?
narratives:
  - id: neglect
    title: Neglect
    statement: The dam broke because it was not repaired.
    terms: [neglect, never repaired]
    examples_for: [Nobody had looked after the dam.]
    colour: "#1f5f99"
  - id: sabotage
    title: Sabotage
    statement: Somebody blew up the dam.
    terms: [sabotage]
origins:
  - {id: town, name: Town of Orlen, kind: organisation}
  - {id: state, name: The state, kind: government_party}
sources:
  - id: mayor
    name: the mayor
    aliases: [mayor of Orlen]
    kind: person
    origin: town
  - id: ministry
    name: The ministry
    aliases: [Ministry of Water]
    kind: government_party
    origin: state
    stake: {neglect: -1, sabotage: 1}
    reliability: C
    outside: [The ministry owns the dam.]
settings:
  reviewer: Ana
"""

DOCUMENTS_YAML = """\
- id: flood
  file: flood.txt
  title: Dam breaks above Orlen
  publisher: Orlen Courier
  published: 2031-05-06
  language: en
"""


@pytest.fixture
def flood() -> Document:
    return Document("flood", FLOOD, publisher="Orlen Courier", file="flood.txt")


@pytest.fixture
def make_case(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a case folder from the texts of its files."""

    def make(
        case: str = CASE_YAML,
        documents: str = DOCUMENTS_YAML,
        text: str | bytes = FLOOD,
        review: list[dict[str, object]] | str | None = None,
    ) -> Path:
        folder = tmp_path / "orlen"
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        (folder / "case.yaml").write_text(case, encoding="utf-8")
        (folder / "documents" / "documents.yaml").write_text(documents, encoding="utf-8")
        raw = text if isinstance(text, bytes) else text.encode("utf-8")
        (folder / "documents" / "flood.txt").write_bytes(raw)
        if isinstance(review, list):
            review = "".join(json.dumps(line) + "\n" for line in review)
        if review is not None:
            (folder / "review.jsonl").write_text(review, encoding="utf-8")
        return folder

    return make
