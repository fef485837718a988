"""A caption that says who said what is no claim, and the person is told that it was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

import narratives as nv
from narratives.documents.captions import note_on_captions
from narratives.documents.notes import notes_on
from narratives.schema import Document

ROOT = Path(__file__).parents[2]
STORY = "Mill burns\n\nThe board said that a pipe broke.\n\n{}\n\nNobody was hurt in the hall.\n"


@pytest.mark.parametrize(
    "caption",
    [
        "The miller, who denied that he smoked, at the gate. Photo: Lea Brandt/AFN",
        "The miller denies it (AP Photo/Lea Brandt)",
        "(Image: a guard, who denied that he slept.)",
        "Photo: the mayor says that she did not know of it.",
    ],
)
def test_a_caption_that_says_something_is_left_out_and_told(caption: str) -> None:
    document = Document("d", STORY.format(caption))
    (note,) = notes_on(document)
    assert note == note_on_captions(document)
    assert note.startswith(
        f'd: 1 caption of a picture says who said what, first in line 5 ("{caption[:40]}"). '
        "Captions are not read, so a statement or a denial may be missed."
    )
    assert nv.extract_statements(document)["source_text"].tolist() == ["The board"]


def test_all_of_them_are_counted() -> None:
    text = STORY.format("The miller denies it. Photo: Lea Brandt\n\nPhoto: the mayor says no more")
    assert "2 captions of pictures say who said what" in note_on_captions(Document("d", text))


@pytest.mark.parametrize(
    "line",
    [
        "The hall in May. Photo: Lea Brandt/AFN",
        "The miller denied it (photo: the gate, where a guard told of smoke).",
        "The United States built the mill. Photo: Lea Brandt",
    ],
)
def test_a_caption_that_says_nothing_and_a_line_of_the_story_are_not_told(line: str) -> None:
    assert note_on_captions(Document("d", STORY.format(line))) == ""


def test_a_caption_that_the_page_marks_is_not_told() -> None:
    caption = "The miller denies it. Photo: Lea Brandt"
    text = STORY.format(caption)
    at = text.index(caption)
    marks = ((at, at + len(caption), "caption", "the page marks it"),)
    assert note_on_captions(Document("d", text, furniture=marks)) == ""


def test_nothing_is_told_of_articles() -> None:
    for path in (ROOT / "benchmarks/articles").glob("*.txt"):
        assert note_on_captions(Document("d", path.read_text(encoding="utf-8"))) == "", path
