"""Slides: the same content as the pages, cut where a slide is full."""

from __future__ import annotations

import pytest
from exported import NOTEBOOKS, PNG, code, displayed, markdown, printed, read, write_notebook
from markupsafe import Markup

from narratives import export_notebooks
from narratives.export.content import build_page, read_outline
from narratives.export.outputs import Piece
from narratives.export.slides import LINES, count_lines, cut_slides

ROW = "<tr><th>state</th><td>0.5</td></tr>"


def page_of(*cells):
    return build_page(read_outline({"cells": list(cells)}, "dam"))


def test_slides_hold_every_piece_of_the_page_in_its_order():
    long = code("x = 1", printed("water\n" * 12))
    page = page_of(markdown("# Dam", "", "Text."), *[long] * 6, markdown("## End", "", "More."))
    for audience in ("readers", "class"):
        cut = [piece for slide in cut_slides(page, audience) for piece in slide.pieces]
        assert cut == [piece for section in page.sections for piece in section.pieces]


def test_a_slide_ends_where_it_is_full_and_its_parts_are_counted():
    figure = code("draw()", displayed({"alt": "A wave."}, **{"image_png": PNG}))
    page = page_of(markdown("# Dam"), markdown("## Waves"), figure, figure, figure)
    slides = cut_slides(page)
    assert [(slide.anchor, slide.part, slide.parts) for slide in slides] == [
        ("dam", 1, 1),
        ("waves", 1, 3),
        ("", 2, 3),
        ("", 3, 3),
    ]
    assert all(sum(count_lines(p, "readers") for p in slide.pieces) <= LINES for slide in slides)


def test_a_piece_that_is_longer_than_a_slide_stays_whole():
    table = f"<table>{ROW * 60}</table>"
    page = page_of(markdown("# Dam"), code("t", displayed(**{"text_html": table})))
    slides = cut_slides(page)
    assert [len(slide.pieces) for slide in slides] == [1, 1]
    assert slides[1].pieces[0].html.count("<tr>") == 60


def test_rows_of_a_table_and_open_code_take_more_room_than_folded_code():
    table = Piece("html", Markup(f"<table>{ROW * 10}</table>"))
    program = Piece("code", Markup("\n".join(["x = 1"] * 10)))
    # Ten rows of a line and .4 each, with .4 below; ten lines of code at .85, two for the frame.
    assert count_lines(table, "readers") == pytest.approx(14.4)
    assert count_lines(program, "class") == 10.5
    assert count_lines(program, "readers") == 1.5


def test_every_slide_has_a_heading_a_number_and_links_to_its_neighbours(tmp_path):
    made = export_notebooks([NOTEBOOKS / "08_ten_copies_one_witness.ipynb"], tmp_path, slides=True)
    soup = read(made.files[0])
    slides = soup.find_all("section", class_="slide")
    assert len(slides) > 8
    for number, slide in enumerate(slides, start=1):
        head = slide.find(["h1", "h2"])
        assert slide["aria-labelledby"] == head["id"]
        turn = slide.find("p", class_="turn")
        assert f"{number} / {len(slides)}" in turn.get_text()
        wanted = [f"#_slide{n}" for n in (number - 1, number + 1) if 1 <= n <= len(slides)]
        assert [link["href"] for link in turn.find_all("a")] == wanted


def test_links_to_a_heading_lead_to_its_slide(tmp_path):
    path = write_notebook(
        tmp_path / "a.ipynb", markdown("# A", "", "[on](#Deeper)"), markdown("### Deeper")
    )
    soup = read(export_notebooks([path], tmp_path / "out", slides=True).files[0])
    assert soup.find("a", string="on")["href"] == "#deeper"
    assert soup.find(id="deeper").name == "h2"
