"""Every line of tests/golden/attribution.tsv is one rule with its own invented sentence."""

import pytest
from golden_lines import COLUMNS, found_in, read_golden

LINES = read_golden("attribution")


@pytest.mark.parametrize("line", LINES, ids=[line["rule"] for line in LINES])
def test_each_rule_finds_its_own_invented_sentence(line: dict[str, str]) -> None:
    rows = found_in(line["text"])
    if line["kind"] == "<nothing>":
        assert rows == []
    else:
        expected = tuple(line[name] for name in COLUMNS)
        assert expected in rows


def test_the_golden_lines_are_all_read() -> None:
    assert len(LINES) > 70
    assert all(None not in line.values() and None not in line for line in LINES)
