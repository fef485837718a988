from __future__ import annotations

import textwrap

import pytest

from narratives.documents import (
    clean_text,
    find_segments,
    note_on_lines,
    split_sentences,
)
from narratives.documents.wrapping import find_wrapping
from narratives.schema import Document

PARAGRAPHS = (
    "Marta Lindqvist, who chairs the harbour board, told the council on Thursday that the "
    "company had opened the sluice before the storm and had warned nobody downstream.",
    "The company denied that it had opened the sluice, and its spokesman said that lightning "
    "had struck the control house shortly after midnight.",
    "“We saw a flash and then the water came over the meadow, and there was no siren at all,” "
    "said Per Aune, who lives beside the weir.",
)
WIDTHS = (30, 41, 56, 72, 78, 100, 120)


def wrapped(width: int, *, between: str = "\n\n", sign: str = "", first: str = "") -> str:
    blocks = []
    for paragraph in PARAGRAPHS:
        lines = textwrap.wrap(first + paragraph, width, break_on_hyphens=False)
        blocks.append("\n".join(sign + line for line in lines))
    return between.join(blocks)


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(p.split()) for p in clean_text(text).text.splitlines() if p.strip())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"sign": "    "},
        {"sign": "> ", "between": "\n>\n"},
        {"sign": ">> ", "between": "\n>> \n"},
        {"sign": "> > ", "between": "\n> >\n"},
        {"first": "   "},
    ],
)
def test_broken_lines_are_joined_to_the_paragraphs_they_were(width: int, layout: dict) -> None:
    text = wrapped(width, **layout)
    assert paragraphs(text) == PARAGRAPHS
    assert "were joined" in note_on_lines(Document("weir", text))


@pytest.mark.parametrize("width", WIDTHS)
def test_paragraphs_without_a_line_between_them_are_told_by_their_short_last_line(
    width: int,
) -> None:
    found = paragraphs(wrapped(width, between="\n"))
    assert " ".join(found) == " ".join(PARAGRAPHS)
    assert len(found) <= len(PARAGRAPHS)


def test_lines_of_a_page_with_the_line_ends_of_windows_are_joined() -> None:
    assert paragraphs(wrapped(60).replace("\n", "\r\n")) == PARAGRAPHS


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The spokes-\nman de-\nnied that.", "The spokesman denied that."),
        ("The spokes\u2010\nman said so.", "The spokesman said so."),
        ("The spokes\u00ad\nman said so.", "The spokesman said so."),
        ("A well-\nknown state-\nowned firm.", "A well-known state-owned firm."),
        ("It was pro-\nposed by an anti-\nmafia judge.", "It was proposed by an anti-mafia judge."),
        ("A low-cost plan. Low-\ncost it is.", "A low-cost plan. Low-cost it is."),
        ("The first-\nand second-year pupils.", "The first- and second-year pupils."),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_and_a_compound_keeps_its_hyphen(
    text: str, read: str
) -> None:
    assert clean_text(text).text == read


@pytest.mark.parametrize(
    "text",
    [
        # One sentence a line.
        "The weir broke at noon.\nThe mayor blamed the storm.\nNobody was hurt.\nThe road is shut.",
        # One paragraph a line.
        "\n".join(PARAGRAPHS),
        # A list and its heading.
        "What the board asks for:\n- a new siren\n- a second guard\n- a report by May",
        "1. The board resigned.\n2. The mayor stayed.\n3. The council met.",
        # A table.
        "Town    dead    hurt\nOrlen   3       14\nLund    0       2",
        # Headline, date and text.
        "Weir breaks above Orlen\nBy Ida Moe\n6 May 2031\nThe weir broke, the mayor said.",
        # A dialogue.
        "— Who opened it?\n— Nobody did.\n— And the siren?",
    ],
)
def test_what_was_not_wrapped_is_left_as_it_stands_and_nothing_is_told(text: str) -> None:
    assert find_wrapping(text).edits == ()
    assert note_on_lines(Document("weir", text)) == ""


@pytest.mark.parametrize(
    "text",
    [
        # Verse that begins its lines small.
        "the water rose\nand over the old stone wall it went\nwithout a word\n"
        "to those who slept below the hill",
        # A mail that was wrapped twice.
        "The company denied that it had opened the sluice, and its\nspokesman\n"
        "said that lightning had struck the control house shortly after\nmidnight\n"
        "while the two guards were asleep in the upper room of the old\nmill.",
    ],
)
def test_where_the_form_does_not_tell_nothing_is_joined_and_the_person_is_told(text: str) -> None:
    assert find_wrapping(text).edits == ()
    note = note_on_lines(Document("weir", text))
    assert "the lines seem to be broken inside sentences, behind lines 1" in note
    assert "put each paragraph on one line" in note


def test_segments_and_sentences_of_a_wrapped_text_point_into_the_untouched_one() -> None:
    text = wrapped(44, sign="> ", between="\n>\n")
    document = Document("weir", text)
    table = find_segments(document)
    assert len(table) == 3
    assert text[table["start"].iloc[0] :].startswith("Marta Lindqvist")
    assert text[: table["end"].iloc[2]].endswith("beside the weir.")
    told = split_sentences(document, table)
    pd_spans = list(zip(told["start"], told["end"], strict=True))
    assert [text[s:e][:5] for s, e in pd_spans] == ["Marta", "The c", "“We s"]


def test_one_line_that_begins_with_the_sign_of_a_reply_is_a_link_of_a_page() -> None:
    text = "The weir broke, the mayor said.\n\n> More from Orlen\n\nNobody was hurt."
    assert clean_text(text).same
