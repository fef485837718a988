"""Slides: the same content as the pages, cut where a slide is full."""

from __future__ import annotations

import base64
import struct

import pytest
from exported import NOTEBOOKS, PNG, code, displayed, markdown, printed, read, write_notebook
from markupsafe import Markup

from narratives import export_notebooks
from narratives.export.content import build_page, read_outline
from narratives.export.outputs import Piece
from narratives.export.read import read_notebook
from narratives.export.slide_parts import MOST_CELL, MOST_ROWS, cut_piece
from narratives.export.slides import LINES, Slide, count_lines, cut_slides, size_of

ROW = "<tr><th>state</th><td>0.5</td></tr>"


def page_of(*cells):
    return build_page(read_outline({"cells": list(cells)}, "dam"))


def test_slides_hold_every_paragraph_and_output_of_the_page_in_its_order():
    long = code("x = 1", printed("water\n" * 4))
    page = page_of(markdown("# Dam", "", "Text."), *[long] * 6, markdown("## End", "", "More."))
    wanted = [piece.html.strip() for section in page.sections for piece in section.pieces]
    for audience in ("readers", "class"):
        slides = cut_slides(page, audience)
        cut = [piece for slide in slides for piece in (*slide.pieces, *slide.code)]
        assert sorted(piece.html.strip() for piece in cut) == sorted(wanted)
        shown = [piece.kind for slide in slides for piece in slide.pieces]
        assert shown.count("text") == 6
        assert ("code" in shown) == (audience == "class")


def test_code_is_folded_below_the_slide_that_shows_what_it_made():
    page = page_of(markdown("# Dam"), code("a = 1"), code("a", printed("1")))
    slide = cut_slides(page)[-1]
    assert [piece.kind for piece in slide.pieces] == ["text"]
    assert [piece.html.striptags() for piece in slide.code] == ["a = 1", "a"]


def test_how_to_work_jupyter_is_left_out_of_slides():
    page = page_of(markdown("# Dam", "", "It broke.", "", "Press **Shift + Enter**, read on."))
    words = "".join(p.html.striptags() for slide in cut_slides(page) for p in slide.pieces)
    assert words == "It broke."


def test_a_picture_has_a_slide_to_itself_and_its_words_are_folded():
    figure = code("draw()", displayed({"alt": "A wave."}, **{"image_png": PNG}))
    prose = markdown("In words: the water rose.", "", "Then it fell. " * 30)
    page = page_of(markdown("# Dam"), markdown("## Waves", "", "Long. " * 60), figure, prose)
    slides = cut_slides(page)[1:]
    assert [[p.kind for p in slide.pieces] for slide in slides] == [
        ["prose"],
        ["picture"],
        ["prose"],
    ]
    assert [p.html.striptags() for p in slides[1].words] == ["In words: the water rose."]
    assert [slide.look for slide in slides] == ["", "fits", ""]


def test_a_left_over_sentence_has_no_slide_of_its_own():
    paragraphs = [line for n in range(5) for line in (f"Line {n}. " * 28, "")]
    page = page_of(markdown("# Dam"), markdown("## Waves", "", *paragraphs, "", "The end."))
    slides = cut_slides(page)[1:]
    assert len(slides) > 1
    assert [len(slide.pieces) > 1 for slide in slides] == [True] * len(slides)
    assert slides[-1].pieces[-1].html.striptags() == "The end."


@pytest.mark.parametrize(
    ("width", "height", "look"),
    [(1313, 730, "fits whole"), (611, 311, "fits"), (743, 681, "fits"), (1020, 1199, "tall")],
)
def test_a_picture_is_laid_out_so_that_its_letters_can_be_read(width, height, look):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)
    address = f"data:image/png;base64,{base64.b64encode(head + bytes(8)).decode()}"
    picture = Piece("picture", Markup(address))
    assert size_of(picture) == (width, height)
    assert Slide(Markup("Waves"), "waves", 1, 1, (picture,)).look == look


@pytest.mark.parametrize(("height", "folded"), [(400, 0), (560, 0), (660, 1)])
def test_words_beside_a_picture_leave_its_letters_large(height, folded):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1020, height)
    shown = displayed(**{"image_png": base64.b64encode(head + bytes(8)).decode()})
    words = markdown("The stroke is the number of statements.")
    slide = cut_slides(
        page_of(markdown("# Waves"), markdown("## Two"), code("plot", shown), words)
    )[-1]
    assert [len(slide.words), len(slide.pieces)] == [folded, 2 - folded]


def test_a_picture_whose_size_nobody_can_read_is_shown_whole():
    for address in ("data:image/png;base64,AAAA", "data:image/png;base64,?", "data:image/gif;,x"):
        assert size_of(Piece("picture", Markup(address))) == (1, 1)


def test_a_long_table_is_cut_and_says_how_much_is_left_out():
    table = f"<table>{ROW * 60}</table>"
    shown_by = code("t", displayed(**{"text_html": table}))
    shown = cut_slides(page_of(markdown("# Dam"), markdown("## End"), shown_by))[-1].pieces[0].html
    assert shown.count("<tr>") == MOST_ROWS
    assert "8 of 60 rows; the others stand in the notebook" in shown


def test_one_row_too_many_stays_and_a_spanning_cell_keeps_its_rows():
    nine = Piece("html", Markup(f"<table>{ROW * 9}</table>"))
    assert cut_piece(nine, LINES).html.count("<tr>") == 9
    group = f'<tr><th rowspan="4">ISIS</th><td>1</td></tr>{"<tr><td>2</td></tr>" * 3}'
    groups = Piece("html", Markup(f"<table>{group * 5}</table>"))
    assert cut_piece(groups, 7).html.count("<tr>") == 8


def test_a_long_cell_and_long_print_are_cut_at_a_word():
    table = Piece("html", Markup(f"<table><tr><td>{'water ' * 50}</td></tr></table>"))
    cell = cut_piece(table, LINES).html.striptags()
    assert cell.endswith("water …")
    assert len(cell) <= MOST_CELL + 2
    text = Piece("text", Markup("\n".join(["water"] * 40)))
    assert cut_piece(text, LINES).html.splitlines()[-1] == "… and 26 more lines in the notebook"


def test_rows_of_a_table_and_open_code_take_room_and_folded_code_none():
    table = Piece("html", Markup(f"<table>{ROW * 10}</table>"))
    program = Piece("code", Markup("\n".join(["x = 1"] * 10)))
    # A caption of one line, ten rows of .8 for the line and .3 around it.
    assert count_lines(table, "readers") == pytest.approx(12.0)
    # Ten lines of code at .85, and the frame.
    assert count_lines(program, "class") == 10.0
    assert count_lines(program, "readers") == 0.0


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


def test_a_line_of_print_that_stands_alone_gets_the_paragraph_before_it():
    paragraphs = [line for n in range(4) for line in (f"Line {n}. " * 28, "")]
    full = page_of(
        markdown("# Dam"), markdown("## Waves", "", *paragraphs), code("n", printed("30"))
    )
    slides = cut_slides(full)[1:]
    assert len(slides) == 2
    assert [piece.kind for piece in slides[1].pieces] == ["prose", "text"]


def test_a_table_wider_than_a_slide_loses_its_last_columns_and_says_so():
    cells = "".join(f"<td>{'x' * 20}-{n}</td>" for n in range(9))
    wide = Piece("html", Markup(f"<table><caption>Table 1</caption><tr>{cells}</tr></table>"))
    cut = cut_piece(wide, LINES).html
    # Nine columns of 21 letters; 88 letters less 2.5 a column have room for three.
    assert cut.count("<td>") == 3
    assert "Table 1 (3 of 9 columns; the others stand in the notebook)" in cut
    narrow = Piece("html", Markup("<table><tr><td>1</td><td>2</td></tr></table>"))
    assert cut_piece(narrow, LINES).html == narrow.html


def test_the_longest_words_of_a_table_leave_less_room_for_the_rest():
    told = "read as against it; the statements around it turn this way"
    row = f"<tr><th>crocus:1499-1539</th><td>ukrainian_trace_of_it</td><td>{told}</td></tr>"
    html = f"<table>{row}</table>"
    beside = f"<table>{row.replace('<td>ukr', '<td>stated_by_the_ministry</td><td>ukr')}</table>"
    heights = [count_lines(Piece("html", Markup(one)), "readers") for one in (html, beside)]
    assert heights[0] < heights[1]


def test_the_paragraphs_of_an_output_are_cut_and_no_keys_are_named():
    words = "".join(f"<p>{'word ' * 30}{n}.</p>" for n in range(9))
    shown = Piece("html", Markup(f"<div><p>Run it again (Shift and Enter).</p>{words}</div>"))
    cut = cut_piece(shown, LINES)
    assert "Run it again." in cut.html
    assert "Shift" not in cut.html
    assert cut.html.count("word 3.") == 1
    assert "word 7." not in cut.html
    assert "… the rest stands in the notebook." in cut.html
    assert count_lines(cut, "readers") <= LINES


def test_the_letters_in_pictures_of_the_notebooks_are_a_fortieth_of_a_slide():
    """At 1280 x 720, as Chromium lays them out; letters of 14 points, 100 dots an inch."""
    drawn, seen = 14 * 100 / 72, 0
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for slide in cut_slides(build_page(read_outline(read_notebook(path)[0], path.stem))):
            lines = sum(count_lines(p, "readers") for p in slide.pieces if p.kind == "prose")
            room = 683 if "whole" in slide.look else 634 - 36.5 * lines
            for width, height in (size_of(p) for p in slide.pieces if p.kind == "picture"):
                across, down = 1240 / width, room / height
                scale = across if slide.look == "tall" else min(across, down)
                assert scale * drawn >= 720 / 40, (path.stem, width, height)
                seen += 1
    assert seen > 12
