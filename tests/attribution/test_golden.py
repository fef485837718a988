"""Every line of tests/golden/attribution.tsv is one rule with its own invented sentence."""

import csv
from pathlib import Path

import pytest

import narratives as nv
from narratives.schema import parse_spans, span_text

GOLDEN = Path(__file__).parents[1] / "golden" / "attribution.tsv"


def read_lines() -> list[dict[str, str]]:
    lines = [line for line in GOLDEN.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


LINES = read_lines()


def found_in(text: str) -> list[tuple[str, ...]]:
    document = nv.Document("golden", text.replace("¶", "\n\n"))
    table = nv.extract_statements([document])
    rows = []
    for row in table.itertuples():
        source = row.source_text
        if not source:
            source = "<carried over>" if row.inferred else f"<{row.source_name}>"
        chain = " > ".join(document.text[a:b] for a, b in parse_spans(row.chain))
        content = span_text(document.text, row.content)
        rows.append((source, row.cue_text.strip(), content, row.kind, chain))
    return rows


@pytest.mark.parametrize("line", LINES, ids=[line["rule"] for line in LINES])
def test_each_rule_finds_its_own_invented_sentence(line: dict[str, str]) -> None:
    rows = found_in(line["text"])
    if line["kind"] == "<nothing>":
        assert rows == []
    else:
        expected = tuple(line[name] for name in ("source", "cue", "content", "kind", "chain"))
        assert expected in rows


def test_the_golden_lines_are_all_read() -> None:
    assert len(LINES) > 70
    assert all(None not in line.values() and None not in line for line in LINES)
