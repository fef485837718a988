"""The numbered lines: every word once, none too wide, cut at a sentence."""

from __future__ import annotations

import dataclasses

import pytest
from port_case import TEXT, port_comparison

from narratives.classroom.lines import WIDTH, fit_lines, letter_width, line_of, number_lines
from narratives.documents import find_segments
from narratives.schema import Document
from narratives.stages import Comparison


def long_port(text: str) -> Comparison:
    port = port_comparison()
    document = Document("port", text, title="A long text")
    return dataclasses.replace(
        port,
        documents=(document,),
        segments=find_segments(document),
        statements=port.statements.iloc[:0],
    )


def test_lines_hold_every_word_that_is_analysed_and_no_furniture() -> None:
    port = port_comparison()
    words = " ".join(TEXT[line.start : line.end] for line in number_lines(port)).split()
    furniture = port.segments[~port.segments["analyse"]]
    expected = TEXT
    for start, end in reversed(furniture[["start", "end"]].to_numpy().tolist()):
        expected = expected[:start] + " " * (end - start) + expected[end:]

    assert words == expected.split()
    assert "donation" not in words


def test_numbers_go_on_without_a_gap_and_a_place_finds_its_line() -> None:
    port = port_comparison()
    lines = number_lines(port)

    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert line_of(lines, "port", TEXT.index("sabotage")) == next(
        line.number for line in lines if "sabotage" in TEXT[line.start : line.end]
    )
    assert line_of(lines, "port", len(TEXT) + 5) == 0


@pytest.mark.parametrize("text", ["W" * 500, "m" * 90 + " i" * 300, "漢字" * 120, "a\u0301" * 200])
def test_no_line_is_wider_than_the_sheet(text: str) -> None:
    lines = number_lines(long_port(text))
    widths = [sum(map(letter_width, text[line.start : line.end])) for line in lines]

    assert max(widths) <= WIDTH + 1e-9
    shown = "".join(text[line.start : line.end] for line in lines)
    assert "".join(shown.split()) == "".join(text.split())


def test_what_does_not_fit_is_cut_at_the_end_of_a_sentence() -> None:
    text = "\n\n".join(
        f"The tide rose at port {n}. It fell again at noon, the pilot said." for n in range(40)
    )
    comparison = long_port(text)
    lines = number_lines(comparison)
    cuts, whole = fit_lines(comparison, lines, (20.0, 22.0), line=5, gap=1, head=0)
    kept = [line for cut in cuts for line in cut.lines]

    assert whole
    # A paragraph is a line of 6: three go into 20, three more into 22.
    assert [len(cut.lines) for cut in cuts] == [3, 3]
    assert text[kept[-1].start : kept[-1].end].endswith(
        "port 5. It fell again at noon, the pilot said."
    )
    assert cuts[0].left == len(lines) - len(kept)


def test_a_sentence_longer_than_the_sheets_is_cut_inside_and_that_is_said() -> None:
    comparison = long_port("the tide rose and " * 200)
    cuts, whole = fit_lines(comparison, number_lines(comparison), (20.0,), line=5, gap=1, head=0)

    assert not whole
    assert len(cuts[0].lines) == 3


def test_a_text_that_fits_is_left_whole() -> None:
    port = port_comparison()
    lines = number_lines(port)
    cuts, whole = fit_lines(port, lines, (200.0, 200.0), line=5, gap=1, head=0)

    assert whole
    assert cuts[0].lines == tuple(lines)
    assert (cuts[0].left, cuts[1].lines) == (0, ())
