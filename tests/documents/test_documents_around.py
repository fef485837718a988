"""Comments, walls, answered mails and corrections around a story are told; nothing is left out."""

from __future__ import annotations

import pytest

from narratives.documents.around import signs_around
from narratives.documents.notes import notes_on
from narratives.schema import Document

STORY = (
    "Ferry ran aground\n\nThe harbour board said on Monday that fog had hidden the light. "
    "The pilot denied that he had slept.\n\n"
)


def told(text: str) -> list[str]:
    return list(signs_around(text))


@pytest.mark.parametrize(
    ("below", "line", "words"),
    [
        ("3 Comments\n\nanna88 2 hours ago\nThe pilot slept.\nReply  12 likes\n", 5, "3 Comments"),
        ("Comments (2)\n\n@anna88\nThe pilot slept.\nReport comment", 5, "Comments (2)"),
        ("Kommentare\n\nanna88\nDer Lotse schlief.\nAntworten\n", 5, "Kommentare"),
        ("Комментарии: 2\n\nАня\nОн спал.\nОтветить\n", 5, "Комментарии: 2"),
        ("2 thoughts on “Ferry”\n\nTor Vik says:\nHe slept.\n", 5, "2 thoughts on “Ferry”"),
        ("Anna Moe\nHe slept.\nLike · Reply · 3h\nPer\nNo.\nLike Reply 2d Edited", 7, "Like · Rep"),
    ],
)
def test_comments_of_readers_below_a_story_are_told(below: str, line: int, words: str) -> None:
    (said,) = told(STORY + below)
    assert said.startswith(f'comments of readers seem to begin in line {line} ("{words}')
    assert "Take them out, or read them as a text of their own." in said


@pytest.mark.parametrize(
    "below",
    [
        "3 Comments\n",
        "Comments\n\nThe board made none. The minister said that she would not answer.\n",
        "Share\nComment\nPrint\n",
        "Her reply came at noon. Anna Moe says: “He slept.”\n",
        "Reply\n",
    ],
)
def test_a_button_or_a_word_of_the_story_is_no_comment(below: str) -> None:
    assert told(STORY + below) == []


@pytest.mark.parametrize(
    "wall",
    [
        "To continue reading, subscribe now.",
        "This article is for subscribers only.",
        "You have 2 free articles left.",
        "Register or log in to continue",
        "Sign up to read the full story",
        "The minister said that he had not [+1432 chars]",
        "The minister said that he had not… [Read more]",
        "The minister said that he had not ...\nContinue reading »",
        "The minister said that he had not […]",
        "Dieser Artikel ist nur für Abonnenten.",
    ],
)
def test_a_text_that_stops_at_a_wall_is_said_to_be_cut_off(wall: str) -> None:
    (said,) = told(STORY + wall + "\n")
    assert said.startswith("the text seems to be cut off, first in line 5 (")
    assert "Read the whole text." in said


@pytest.mark.parametrize(
    "words",
    [
        "Voters must register to keep their seats, the board said.",
        "She used “[…]” and then “… and so on”.",
        "He had to sign in to read mail. It was free for subscribers of the old paper.",
    ],
)
def test_words_about_reading_and_registers_are_no_wall(words: str) -> None:
    assert told(STORY + words + "\n") == []


@pytest.mark.parametrize(
    "notice",
    [
        "An earlier version of this article said that the pilot had confessed.",
        "CORRECTED (para 3): The pilot denied it.",
        "Correction, 4 May: the board is not the owner.",
        "(Corrects paragraph 2 to say denied)",
        "This story has been amended to add the name of the ship.",
    ],
)
def test_what_a_text_takes_back_is_told(notice: str) -> None:
    (said,) = told(STORY + notice + "\n")
    assert said.startswith("the text corrects what it said before, first in line 5 (")
    assert "Reject the statements that were taken back." in said


def test_a_report_that_had_an_earlier_version_is_no_correction_of_the_text() -> None:
    assert told(STORY + "An earlier version of the report blamed the crew.\n") == []
    assert told(STORY + "The correction came late: the crew was asleep.\n") == []
    assert told("Correction: the pilot was awake\n\nThe board said so on Friday.\n") == []


@pytest.mark.parametrize(
    "head",
    [
        "On Mon, May 5, 2031 at 2:02 PM Ida Moe <ida@port.example> wrote:\n> The pilot slept.",
        "From: Ida Moe\nSent: Monday, May 5\n\nThe pilot slept.",
        "Am 05.05.2031 um 14:02 schrieb Ida Moe <ida@port.example>:\n> Der Lotse schlief.",
    ],
)
def test_a_mail_that_is_answered_is_told(head: str) -> None:
    (said,) = told("The board denies that.\n\n" + head + "\n")
    assert said.startswith("a mail that is answered stands below, first in line 3 (")
    assert "Make a text of each." in said


def test_the_signs_reach_the_notes_of_a_document() -> None:
    (note,) = notes_on(Document("d", STORY + "You have 2 free articles left.\n"))
    assert note.startswith("d: the text seems to be cut off, first in line 5")
