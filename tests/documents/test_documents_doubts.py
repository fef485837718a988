"""Words that suffered on the way to the file are told, and whole ones are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import narratives as nv
from narratives.documents.doubts import doubts_about
from narratives.documents.notes import notes_on

ROOT = Path(__file__).parents[2]
WHOLE = (
    "The harbour board denied that the sirens had been off. Its spokeswoman, Ida Brand, told the "
    "guards that the alarm was tested. “It came from the mill,” said the mayor, who was not there. "
    "They said that nobody was hurt, but a guard with a torch insisted that somebody had been in."
)
LEFT = (
    "The harbour board denied that",
    "the sirens had been off before",
    "the fire. It had been asked by",
)
RIGHT = (
    "Two guards said that they saw",
    "no strangers at the gate when",
    "the roof of the hall fell in.",
)


COLUMNS = "\n".join(f"{a:<34}{b}" for a, b in zip(LEFT * 2, RIGHT * 2, strict=True))
MIXED = """The board denied that sirens
Two guards said that they saw
had been off before the fire.
no strangers at the gate when
The mayor asked for the papers.
the roof of the hall fell in.
in the morning, and none came.
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            WHOLE.replace("m", "rn"),
            'look misread by a scan, first in line 1: "spokeswornan" may have',
        ),
        (WHOLE.replace("w", "vv"), "look misread by a scan, first in line 1"),
        (
            WHOLE.replace("It", "lt").replace("no", "n0").replace("i", "1"),
            '"den1ed" may have been "denied"; so do 8 others',
        ),
        (WHOLE.replace("sirens", "s i r e n s"), 'first in line 1 ("s i r e n s")'),
        (
            re.sub(" (the|been|not)", r"\1", WHOLE),
            "spaces are missing between words, first in line 1",
        ),
        (WHOLE.replace(" ", "_"), "a space stands between the words"),
        (WHOLE.replace("“", "?").replace("”", "?"), "marks stand where quotation marks"),
        (WHOLE.replace("denied", "\u202edeined\u202c"), "turns letters round"),
        (re.sub("(denied|told|said)", r"\\emph{\1}", WHOLE), "commands of LaTeX"),
        (f'1,"{WHOLE}"\n2,"{WHOLE}"\n3,"{WHOLE}"', "rows of a table (CSV)"),
        (WHOLE.upper(), "text is written in capitals"),
        (WHOLE.lower(), "text has no capital"),
        (COLUMNS, "columns stand side by side in 6 lines, first in line 1."),
        (MIXED, "lines seem to stand in a wrong order, first behind line 3:"),
    ],
    ids=[
        *("rn", "vv", "figures", "spaced", "glued", "underscores", "question marks", "turned"),
        *("LaTeX", "CSV", "capitals", "small", "columns", "mixed"),
    ],
)
def test_a_text_whose_words_suffered_is_told(text: str, told: str) -> None:
    assert told in " ".join(doubts_about(text))
    # The person reads it where every other note on a text stands.
    assert told[1:] in " ".join(notes_on(nv.Document("d", text)))


def test_nothing_is_told_of_whole_words() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in (ROOT / "benchmarks/articles").glob("*.txt")
    ]
    assert len(texts) > 10
    for text in (*texts, WHOLE, *(text.upper()[:150] for text in texts)):
        assert list(doubts_about(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Barns burned at the stern; a modern tern was warned of corn in the horn.",
        "Anyone and everyone went everywhere; something somewhere was candid.",
        "Who was it? The board? It’s not known. See https://a.example/?page=2&x=1",
        "Model A  12  14\nModel B  15  16\nModel C  17  18\nModel D  9  9\nModel E  1  2",
        "ORLEN, 9 May (Norlink) - It was shut, the board said.",
        "It was shut, the board told Norlink on Friday.",
        "U.S. aides spoke to U.N.\nofficials in the U.K.\nand to the E.U.\ncommission.",
    ],
)
def test_what_only_looks_alike_is_left_in_peace(text: str) -> None:
    assert list(doubts_about(text)) == []
