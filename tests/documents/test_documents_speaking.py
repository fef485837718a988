"""Names before what is said are speakers, whatever sign stands between, where they come back."""

from __future__ import annotations

import pytest

import narratives as nv
from narratives.documents.clean import clean_text
from narratives.documents.conversations import signs_of_turns
from narratives.schema import Document

SAID = (
    *(("Ana Ruiz", "The brake was new."), ("Per Aune", "I never saw it.")),
    *(("Ana Ruiz", "The owner was not warned."), ("Per Aune", "Nobody told me so.")),
)


@pytest.mark.parametrize(
    "form",
    ["[{}] {}\n", "<{}> {}\n", "{}// {}\n", "{} // {}\n", "{} - {}\n", "{} – {}\n\n", "{} | {}\n"],
)
@pytest.mark.parametrize("shouted", [False, True])
def test_a_name_before_each_line_is_a_speaker(form: str, shouted: bool) -> None:
    lines = [(name.upper() if shouted else name, words) for name, words in SAID]
    text = "".join(form.format(name, words) for name, words in lines)
    table = nv.extract_statements(Document("d", text))
    assert list(zip(table["source_text"], table["content_text"], strict=True)) == lines
    assert [text[int(a) : int(b)] for a, b in (s.split("-") for s in table["source"])] == [
        name for name, _ in lines
    ]


def test_names_in_brackets_are_speakers_inside_a_paragraph() -> None:
    text = " ".join(f"[{name}] {words}" for name, words in SAID)
    table = nv.extract_statements(Document("d", text))
    assert list(zip(table["source_text"], table["content_text"], strict=True)) == list(SAID)


def test_a_name_on_a_line_of_its_own_is_a_speaker() -> None:
    text = "".join(f"{name}\n{words}\n\n" for name, words in SAID)
    table = nv.extract_statements(Document("d", text))
    assert list(zip(table["source_text"], table["content_text"], strict=True)) == list(SAID)


@pytest.mark.parametrize(
    "text",
    [
        "[Ana Ruiz] The brake was new.\n[Per Aune] I never saw it.",
        "Lima - The brake was new.\nOrlen - Nobody saw it.\nLund - It fell.",
        "THE FIRE\n\nIt burned.\n\nTHE OWNER\n\nHe left.\n\nTHE MAYOR\n\nShe stayed.",
        "ADVERTISEMENT\nIt burned.\nBREAKING\nHe left.\nADVERTISEMENT\nShe stayed.\nBREAKING\nNo.",
        "He [Per Aune] saw it. She [Ana Ruiz] did not. He [Per Aune] left. She [Ana Ruiz] too.",
    ],
)
def test_a_name_that_does_not_come_back_is_left(text: str) -> None:
    assert clean_text(text).text == text


def test_names_without_a_sign_are_told() -> None:
    text = "\n\n".join(f"{name} {words}" for name, words in SAID)
    (said,) = signs_of_turns(text)
    assert said.startswith("names seem to stand before what is said, with no sign between them, f")
