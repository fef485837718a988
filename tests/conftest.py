"""Fixtures that several test modules share: an invented flood, as a document and a case folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from flood_case import CASE_YAML, DOCUMENTS_YAML, FLOOD

from narratives.schema import Document

# How long an example takes depends on what else the machine does; no test is timed by it.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


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
