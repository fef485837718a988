"""Golden lines of attribution: how they are read, and what is found in a text, in their layout."""

from __future__ import annotations

import csv
from pathlib import Path

import narratives as nv
from narratives.schema import each, parse_spans, span_text

GOLDEN = Path(__file__).parents[1] / "golden"
COLUMNS = ("source", "cue", "content", "kind", "chain")


def read_golden(name: str) -> list[dict[str, str]]:
    lines = (GOLDEN / f"{name}.tsv").read_text("utf-8").splitlines()
    told = (line for line in lines if not line.startswith("#"))
    return list(csv.DictReader(told, delimiter="\t", quoting=csv.QUOTE_NONE))


def found_in(text: str, model: str = "accurate") -> list[tuple[str, ...]]:
    """Return the statements of a text in the layout of ``COLUMNS``."""
    document = nv.Document("golden", text.replace("¶", "\n\n"))
    rows = []
    for row in each(nv.extract_statements([document], model=model)):
        source = row.source_text
        if not source:
            source = "<carried over>" if row.inferred else f"<{row.source_name}>"
        chain = " > ".join(document.text[a:b] for a, b in parse_spans(row.chain))
        content = span_text(document.text, row.content)
        rows.append((source, row.cue_text.strip(), content, row.kind, chain))
    return rows
