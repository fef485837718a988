"""What is read of a paragraph or a document does not depend on what else is read."""

from __future__ import annotations

import random

import pytest

import narratives as nv
from narratives.tagging import MODELS

PARAGRAPHS = (
    "The dam above Orlen broke because it was never repaired, Mayor Ana Ruiz said.",
    '"We warned the ministry twice," engineer Lea Brandt told the Courier.',
    "The Ministry of Water hinted at sabotage by a foreign power.",
    "Nobody was hurt in the village.",
    "According to the harbour master, the ferry sank because of a fire.",
    "The Fishers' Union denies that its boats were near the pier on Sunday.",
    "Satellite images probably show a crack, the institute Geodata reported.",
    "Residents fear that the flood will return before the winter.",
)
COLUMNS = ["source_text", "cue_text", "content_text", "kind", "strength", "polarity"]
COLUMNS += ["method", "probability"]
DRAWS = 6


def rows_of(documents: list[nv.Document], model: str) -> list[tuple[object, ...]]:
    table = nv.extract_statements(documents, model=model)
    return list(table[COLUMNS].itertuples(index=False, name=None))


@pytest.mark.parametrize("model", MODELS)
def test_paragraphs_added_removed_and_reordered_change_no_other_row(model):
    alone = {text: rows_of([nv.Document("one", text)], model) for text in PARAGRAPHS}
    draw = random.Random(19)
    for _ in range(DRAWS):
        chosen = draw.sample(PARAGRAPHS, draw.randint(2, len(PARAGRAPHS)))
        found = rows_of([nv.Document("all", "\n\n".join(chosen))], model)
        assert found == [row for text in chosen for row in alone[text]]


@pytest.mark.parametrize("model", MODELS)
def test_documents_added_removed_and_reordered_change_no_other_row(model):
    documents = [
        nv.Document(f"d{number}", "\n\n".join(PARAGRAPHS[number : number + 3]))
        for number in range(len(PARAGRAPHS) - 2)
    ]
    alone = {one.document_id: rows_of([one], model) for one in documents}
    draw = random.Random(19)
    for _ in range(DRAWS):
        chosen = draw.sample(documents, draw.randint(2, len(documents)))
        assert rows_of(chosen, model) == [row for one in chosen for row in alone[one.document_id]]
