from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from port_case import port_comparison

from narratives.case import load_case
from narratives.report import render_report
from narratives.stages import Comparison, compare

DATE = "2031-05-07"
LATER = "The dam broke because it was never repaired, the mayor said again on Tuesday.\n"
UNDATED = "The ministry denied that the dam broke because it was not repaired.\n"
ENTRY = """\
- id: {name}
  file: {name}.txt
  title: {title}
  publisher: Orlen Courier
  language: en
"""


@pytest.fixture
def comparison(make_case: Callable[..., Path]) -> Comparison:
    """Four texts: the undated one first, then the later, then the first, then one more."""
    first = ENTRY.format(name="flood", title="Dam breaks") + "  published: 2031-05-06\n"
    later = ENTRY.format(name="later", title="Mayor repeats") + "  published: 2031-05-08\n"
    last = ENTRY.format(name="last", title="Once more") + "  published: 2031-05-09\n"
    undated = ENTRY.format(name="undated", title="Ministry")
    folder = make_case(documents=undated + later + first + last)
    for name, text in (("later", LATER), ("undated", UNDATED), ("last", LATER)):
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    return compare(load_case(folder))


def _rows(html: str) -> list[list[str]]:
    table = re.search(r"id=versions.*?<tbody>(.*?)</table>", html, re.DOTALL)
    assert table is not None
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(CELL, row)]
        for row in table[1].split("<tr>")[1:]
    ]


CELL = r"<t[hd][^>]*>(.*?)(?=<t[hd]|$)"


def test_texts_stand_in_the_order_of_their_dates_those_without_one_last(
    comparison: Comparison,
) -> None:
    rows = _rows(render_report(comparison, DATE))

    assert [row[0] for row in rows] == [
        "3. Dam breaks 2031-05-06, Orlen Courier",
        "2. Mayor repeats 2031-05-08, Orlen Courier",
        "4. Once more 2031-05-09, Orlen Courier",
        "1. Ministry no date given, Orlen Courier",
    ]


def test_an_origin_is_new_only_in_the_first_text_that_has_it(comparison: Comparison) -> None:
    rows = _rows(render_report(comparison, DATE))
    new = [name for row in rows for name in row[-1].split(", ") if name != "none"]

    assert "Town of Orlen" in rows[0][-1]
    assert rows[2][-1] == "none"
    assert len(new) == len(set(new))


def test_the_cells_count_the_bearings_of_each_text(comparison: Comparison) -> None:
    rows = _rows(render_report(comparison, DATE))
    home = comparison.statements["document_id"]
    order = ["flood", "later", "last", "undated"]
    for row, document in zip(rows, order, strict=True):
        for cell, narrative in zip(row[1:3], comparison.narratives.index, strict=True):
            told = comparison.bearings[
                (comparison.bearings["narrative_id"] == narrative)
                & (comparison.bearings["statement_id"].map(home) == document)
            ]
            for stance, word in (("supports", "for"), ("disputes", "against")):
                number = int((told["stance"] == stance).sum())
                assert (f"{number} {word}: " in cell) == (number > 0)


def test_statements_say_which_text_they_are_from(comparison: Comparison) -> None:
    html = render_report(comparison, DATE)

    assert html.count("class=doc id=d") == 4
    for n, document in enumerate(comparison.documents, start=1):
        own = (comparison.statements["document_id"] == document.document_id).sum()
        assert html.count(f", in <a href=#d{n}>{document.document_id}</a>") == own


def test_side_by_side_there_is_a_box_for_each_text_filled_where_the_origin_is_heard(
    comparison: Comparison,
) -> None:
    html = render_report(comparison, DATE)
    told = re.findall(r"<b>Town of Orlen</b>.*?<small class=ticks>(.*?)</small>", html, re.DOTALL)
    town = comparison.statements[comparison.statements["origin_id"] == "town"]
    bearings = comparison.bearings[comparison.bearings["statement_id"].isin(town.index)]
    heard = []
    for narrative in comparison.narratives.index:
        for stance in ("supports", "disputes"):
            own = (bearings["narrative_id"] == narrative) & (bearings["stance"] == stance)
            homes = set(town["document_id"][bearings["statement_id"][own]])
            texts = enumerate(comparison.documents, start=1)
            heard.append([n for n, document in texts if document.document_id in homes])
    heard = [texts for texts in heard if texts]

    assert any(0 < len(texts) < 4 for texts in heard)
    assert len(told) == len(heard)
    for boxes, texts in zip(told, heard, strict=True):
        assert boxes.startswith(f"in {len(texts)} of 4 texts: ")
        assert [int(n) for n in re.findall(r"<a href=#d(\d)>", boxes)] == texts
        assert len(re.findall(r"<i aria-hidden", boxes)) == 4 - len(texts)


def test_one_text_alone_has_no_boxes() -> None:
    assert "class=ticks" not in render_report(port_comparison(), DATE)
