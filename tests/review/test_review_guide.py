"""The list of fields that people read is that of the code, and its examples work."""

from __future__ import annotations

from pathlib import Path

import pytest
from flood_case import FLOOD

from narratives.cli import app
from narratives.review.fields import (
    DOCUMENT_FIELDS,
    ITEM_FIELDS,
    NARRATIVE_FIELDS,
    SOURCE_FIELDS,
    STATEMENT_FIELDS,
    check_entry,
)
from narratives.review.values import read_value
from narratives.schema import CARD, SchemaError
from narratives.schema.guide import (
    ACCOUNT,
    DOCUMENT,
    GUIDE,
    ITEM,
    SOURCE,
    STATEMENT,
    guide_in_markdown,
    guide_in_words,
)

ROOT = Path(__file__).parents[2]
FREE = ("words of the text", "JSON", "hexadecimal", "an id", "the other statement")
"""How the values of a field are described that are no words of a scale."""
FIELDS = {
    STATEMENT: STATEMENT_FIELDS,
    DOCUMENT: DOCUMENT_FIELDS,
    ITEM: ITEM_FIELDS,
    SOURCE: SOURCE_FIELDS,
    ACCOUNT: NARRATIVE_FIELDS,
}


def test_the_guide_has_every_field_once_and_no_other():
    listed = [(one.about, one.field) for one in GUIDE]
    assert sorted(listed) == sorted((about, name) for about in FIELDS for name in FIELDS[about])


@pytest.mark.parametrize("one", GUIDE, ids=lambda one: f"{one.about}: {one.field}")
def test_every_example_is_a_line_of_review(one):
    value = read_value(one.field, one.value, target=one.target, passage=FLOOD)
    line = {"at": "2031-05-06", "who": "Ana", "target": one.target, "field": one.field}
    assert check_entry({**line, "value": value, "why": ""}) == []


@pytest.mark.parametrize(
    ("about", "field"),
    [(one.about, one.field) for one in GUIDE if not any(free in one.values for free in FREE)],
)
def test_every_word_that_the_code_allows_is_listed(about, field):
    guide = next(one for one in GUIDE if (one.about, one.field) == (about, field))
    check = FIELDS[about][field]
    try:
        told = check("no such word", field) + check({"x": "no"}, field) + check([{}], field)
    except TypeError:
        told = check("no such word", field)
    allowed = {
        word.rstrip(".")
        for message in told
        for part in message.partition("Allowed: ")[2].split(".")[:1]
        for word in part.split(", ")
        if word
    }
    allowed |= {name for some in CARD.values() for name in some} if field == "card" else set()
    assert {word for word in allowed if word not in guide.values} - {"neutral"} == set()


def test_the_readme_holds_the_list():
    assert guide_in_markdown() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_help_holds_the_list(capsys):
    with pytest.raises(SystemExit):
        app(args=["review", "--help"], prog_name="narratives")
    told = " ".join(capsys.readouterr().out.split())
    assert " ".join(guide_in_words().split()) in told


def test_a_value_that_is_no_json_is_refused_with_the_way_to_an_example():
    with pytest.raises(SchemaError, match="as in the example of `narratives review --help`"):
        read_value("item", "cracks")
