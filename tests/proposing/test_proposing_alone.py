"""Accounts that are proposed can be read alone, and all who speak are proposed as sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratives.attribution import extract_statements
from narratives.case import create_case, load_case
from narratives.proposing import find_accounts, propose_case
from narratives.proposing.alone import as_sentence, is_whole, name_of
from narratives.report import render_report
from narratives.schema import Document
from narratives.stages import compare

ACCOUNTS = {"bolts": "Somebody loosened the bolts.", "rust": "Rust ate the legs of the silo."}


def test_half_sentences_and_open_pronouns_are_proposed_as_no_account_and_are_counted() -> None:
    text = (
        "The mayor, Ada Ruhl, said that rust had eaten the legs of the silo. "
        "The owner, Tom Vale, said that somebody had loosened the bolts of the silo. "
        "Two hands admitted to have cut the fence of the silo. "
        "Police said that it was hit from the north by a lorry. "
        "A clerk blamed the town for the rust of the silo. "
        "Inspector Mara Lind closed the yard. She said she had seen no rust on the silo."
    )
    note = Document("note", text, language="en")
    found = find_accounts(extract_statements(note), [note], question="Why did the silo fall?")

    told = {account.sentence for account in found.accounts}
    assert "Rust had eaten the legs of the silo." in told
    assert "Somebody had loosened the bolts of the silo." in told
    assert not any("it was hit" in one or "cut the fence" in one or "blamed" in one for one in told)
    assert all(is_whole(sentence) for sentence in told)
    assert found.left_out >= 2


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Vandals cut the fence of the yard.", True),
        ("The fence had been cut before dawn.", True),
        ("Because the fence was open, sheep ran onto the line.", True),
        ("Nobody had locked the gate.", True),
        ("There was no guard at the gate.", True),
        ("The driver, who had slept, missed the signal.", True),
        ("To have cut the fence.", False),
        ("Having cut the fence.", False),
        ("It was hit from the north.", False),
        ("They were seen near the gate.", False),
        ("Its brakes had failed.", False),
        ("Apparently he cut the fence alone.", False),
        ("Somebody had hidden it in the yard.", False),
        ("The driver who missed the signal.", False),
        ("Because the fence was open.", False),
        ("A hole in the fence.", False),
        ("The driver's own account of the signal.", False),
        ("The tapes be handed over.", False),
        ("The … gate was open.", False),
    ],
)
def test_a_whole_sentence_has_a_verb_and_a_subject_that_is_named(
    sentence: str, whole: bool
) -> None:
    assert is_whole(sentence) == whole


def test_what_may_be_a_participle_is_a_verb_only_in_a_clause() -> None:
    assert is_whole("A bomb placed under the bridge.", clause=True)
    assert not is_whole("A bomb placed under the bridge.", clause=False)


def test_a_pronoun_at_the_head_takes_the_name_that_the_text_gives_it() -> None:
    text = "Mara Lind closed the yard. Police say she had seen a crack. Ed Moe saw Al Roe. He left."
    note = Document("note", text, language="en")

    assert name_of(note, [(text.index("she"), text.index(". Ed"))], []) == ("she", "Mara Lind")
    assert name_of(note, [(0, 25)], []) == ("", "")
    told = "The pump had burst, the owner said. It had been hit."
    at = told.index("It")
    assert name_of(Document("a", told, language="en"), [(at, len(told))], []) == ("", "")


def test_words_become_a_sentence_with_its_quotation_marks_in_pairs() -> None:
    assert as_sentence('suspicion fell on "state actors,"') == 'Suspicion fell on "state actors".'
    assert as_sentence("“The gate was open.”") == "The gate was open."
    assert as_sentence("the gate was open and that the guard slept,") == (
        "The gate was open and the guard slept."
    )
    assert as_sentence("the gate and that door were open") == "The gate and that door were open."


def test_every_speaker_that_is_unknown_to_the_register_would_have_been_proposed(
    tmp_path: Path,
) -> None:
    text = (
        "The union said that rust had eaten the legs. Ana Ruiz, a diver, denied it. The interim "
        "report said that the bolts were loose. Those on board said that they heard a blast. "
        "An oil ministry memo said that nobody had looked. Many in Torre said it had leaned. "
        "Harbour Watch warned that the legs were thin. Clerks at the bank said that it was late."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    texts = [tmp_path / "a.txt"]
    bare = load_case(create_case(tmp_path / "bare", "Why?", ACCOUNTS, texts))
    (told,) = [w for w in compare(bare).warnings if "does not know" in w]
    unknown = told.split(": ")[1].rstrip(".").split(", ")
    proposed = propose_case(bare).sources
    assert sorted(unknown) == sorted(source.name for source in proposed)

    made = create_case(tmp_path / "case", "Why?", ACCOUNTS, texts, propose=propose_case)
    comparison = compare(load_case(made))
    assert not [w for w in comparison.warnings if "does not know" in w]
    texts_told = [w for w in comparison.warnings if "only pointed at" in w]
    assert "interim report" in texts_told[0]
    page = render_report(comparison)
    assert "not in the register" not in page
    assert "a text, or only pointed at" in page
