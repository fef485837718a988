"""Speakers without names, headlines of other articles and buttons inside lines are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratives.documents.conversations import signs_of_turns
from narratives.documents.notes import notes_on
from narratives.schema import Document

ROOT = Path(__file__).parents[2]
STORY = "The mill board said on Monday that a spark had set the dust on fire in the old hall.\n\n"


def told(text: str) -> list[str]:
    return list(signs_of_turns(text))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_interview_whose_speakers_have_no_names_is_told(gap: str) -> None:
    lines = (
        *("Did the miller warn you?", "No, he did not. He said that all was well."),
        *("Who told the mayor?", "I do not know. I was in the yard."),
    )
    (said,) = told(gap.join(lines))
    assert said.startswith("questions and answers stand in turn, first in line 1 (")
    assert "who speaks is not read: what is said is given to nobody" in said
    assert 'Write "Name: words" on one line.' in said


@pytest.mark.parametrize("dash", ["— ", "–", "- "])
def test_a_dialogue_with_dashes_is_told(dash: str) -> None:
    lines = ("Did the miller warn you?", "No, he did not.", "Who was there?", "Nobody was.")
    (said,) = told("\n".join(dash + line for line in lines))
    assert said.startswith("lines with a dash stand in turn, as in a dialogue, first in line 1 (")


@pytest.mark.parametrize(
    "text",
    [
        # An article that asks and answers in its own voice.
        "What broke first?\n\nThe mill board said that a pipe broke.\n\nWho was hurt?\n\nNobody.\n",
        "Ida: Did the miller warn you?\nPer: No, he did not.\nIda: Who was there?\nPer: I was.\n",
        "- The board says a pipe broke\n- The miller denies it\n- Nobody was hurt\n",
        "Did it break? Who was hurt? The mayor did not say. I was there, the guard said.\n",
    ],
)
def test_what_only_asks_is_no_interview(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("below", ["", "\n\nThe miller denied that he had smoked in the hall."])
def test_headlines_of_other_articles_are_told(below: str) -> None:
    (said,) = told(f"{STORY}Miller admits he smoked in hall\nMayor denies knowing of dust{below}")
    assert said.startswith("headlines of other articles seem to stand in the text, first in line 3")
    assert "Take them out." in said


@pytest.mark.parametrize(
    "lines",
    [
        "Miller admits he smoked in hall",
        "Read also: Ten mills\nMiller admits he smoked in hall\nMayor denies knowing of dust",
        "Per Aune of the Orlen mill board\nIda Moe of the Lund mill workers",
        "Miller: I did not smoke in there\nMayor: I knew nothing of dust",
        "“Miller admits he smoked in hall”\n“Mayor denies knowing of dust”",
    ],
)
def test_a_heading_links_and_names_are_no_headlines_of_others(lines: str) -> None:
    assert told(f"{STORY}{lines}\n\nThe miller left.") == []


def test_buttons_inside_a_line_are_told() -> None:
    text = "Mill burns 5 May 2031 By Ida Moe Share Tweet The mill board said that a pipe broke."
    (said,) = told(text)
    assert said.startswith('words of the page stand inside its lines, first in line 1 ("Share Tw')
    assert said == notes_on(Document("d", text))[0].replace("d: w", "w", 1)
    assert told("She asked him to read more books. Read More, a shop in Orlen, had shut.") == []


def test_nothing_is_told_of_articles() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in (ROOT / "benchmarks/articles").glob("*.txt")
    ]
    assert len(texts) > 10
    assert [told(text) for text in texts if told(text)] == []
