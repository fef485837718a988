"""Marks of footnotes and numbers of lines are no words; figures that belong to words are."""

from __future__ import annotations

import pytest

from narratives.documents.clean import clean_text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The board denied¹ it.² He left.”³", "The board denied it. He left.”"),
        ("A guard said¹²,¹³ that it fell.", "A guard said that it fell."),
        ("The board1 denied it.2 A guard3 left.", "The board denied it. A guard left."),
        (
            "The board fell.1 It denied2 that.3 He said4 so.5 “Nobody knew,”6 said Ida Moe.",
            "The board fell. It denied that. He said so. “Nobody knew,” said Ida Moe.",
        ),
        ("The board1 fell.2 It left.[3] A guard4 ran.", "The board fell. It left. A guard ran."),
        ("The line1 and road3 and gate5 stand.", "The line1 and road3 and gate5 stand."),
        ("It covers 5 km² and 10⁶ tons of CO².", "It covers 5 km² and 10⁶ tons of CO²."),
        ("The G7 and route66 and mp3 stand.", "The G7 and route66 and mp3 stand."),
        ("Ask user1 or user2 or user3 or user4.", "Ask user1 or user2 or user3 or user4."),
        ("He ran 1st2 and 2nd3 in 2031.", "He ran 1st2 and 2nd3 in 2031."),
        ("The board de- nied it.", "The board denied it."),
        ("Two- and threefold, ex- and import.", "Two- and threefold, ex- and import."),
        ("The board d e n i e d it.", "The board denied it."),
        ("He chose A B C D of them.", "He chose A B C D of them."),
        ("The ma- yor left. A mayor came.", "The mayor left. A mayor came."),
    ],
)
def test_what_is_no_word_is_not_read(text: str, read: str) -> None:
    assert clean_text(text).text == read


LINES = (
    *("The harbour board denied that it had opened", "the sluice before the storm came over the"),
    *("town, and the guards said that nobody had", "seen a stranger near the pump house at any"),
    *("hour of that night. The mayor asked the", "ministry for its papers, which it refused"),
    *("to give, and he said that he would ask", "again. A guard insisted that the sluice was"),
    "shut at noon.",
)


@pytest.mark.parametrize("step", [2, 3])
@pytest.mark.parametrize("side", ["left", "right"])
def test_numbers_that_count_lines_in_a_margin_are_not_read(step: int, side: str) -> None:
    def numbered(n: int, line: str) -> str:
        number = str(n) if n % step == 0 else ""
        return f"{number:>3}  {line}" if side == "left" else f"{line:<50}{number}".rstrip()

    text = "\n".join(numbered(n, line) for n, line in enumerate(LINES, 1))
    clean = clean_text(text)
    assert " ".join(clean.text.split()) == " ".join(LINES)
    at = clean.text.index("refused")
    start, end = clean.back((at, at + 7))
    assert text[start:end] == "refused"


def test_numbers_that_count_no_lines_are_read() -> None:
    text = "5  ships lay there\nand none\nwas lost\n10  guards came\n12  of them left\nin the night"
    assert clean_text(text).text.count("10  guards") == 1
