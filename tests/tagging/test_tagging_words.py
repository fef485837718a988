from __future__ import annotations

import pytest

from narratives.tagging.words import CLOSING, INSIDE, OPENING, OUTSIDE, read_paragraphs


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_marks_of_every_family_are_read_as_one_pair(marks):
    text = f"{marks[0]}The dike held{marks[1]}, she said."
    (paragraph,) = read_paragraphs(text, [(0, len(text))])
    assert paragraph.words == ["“", "The", "dike", "held", "”", ",", "she", "said", "."]
    assert paragraph.quoted == [OPENING, *[INSIDE] * 3, CLOSING, *[OUTSIDE] * 4]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    text = "“We left.\nThe road was dry."
    first, second = read_paragraphs(text, [(0, 9), (10, len(text))])
    assert first.quoted == [OPENING, INSIDE, INSIDE, INSIDE]
    assert set(second.quoted) == {OUTSIDE}


def test_positions_are_those_of_the_text():
    text = "  No, said Ruiz. "
    (paragraph,) = read_paragraphs(text, [(0, len(text))])
    cut = [text[a:b] for a, b in zip(paragraph.starts, paragraph.ends, strict=True)]
    assert cut == paragraph.words == ["No", ",", "said", "Ruiz", "."]


def test_paragraphs_without_a_word_are_left_out():
    assert read_paragraphs("   \n", [(0, 3)]) == []
