from __future__ import annotations

import pandas as pd
from hypothesis import given, settings, strategies as st

from narratives.documents import clean_document, clean_statements, clean_text, clean_words
from narratives.documents.letters import find_letters
from narratives.schema import Document

TEXTS = st.text(alphabet="abde\u0301\u00ad\u200b\ufb01. \n>-&shy;А́", max_size=120)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_character_that_is_read_has_its_place_in_the_untouched_text(text: str) -> None:
    clean = clean_text(text)
    if clean.same:
        assert clean.text == text
        return
    assert len(clean.text) == len(clean.starts) == len(clean.ends)
    assert list(clean.starts) == sorted(clean.starts)
    assert list(clean.ends) == sorted(clean.ends)
    for at, character in enumerate(clean.text):
        start, end = clean.back((at, at + 1))
        assert 0 <= start < end <= len(text)
        if character.isascii() and character.isalpha():
            assert character in text[start:end] or "\ufb01" in text[start:end]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 120), st.integers(1, 120))
def test_a_span_comes_back_to_where_it_was(text: str, start: int, size: int) -> None:
    clean = clean_text(text)
    span = (min(start, max(len(clean.text) - 1, 0)), min(start + size, len(clean.text)))
    if span[0] >= span[1] or any(len(edit.text) > 1 for edit in find_letters(text)):
        return
    assert clean.forth(clean.back(span)) == span


def test_a_span_over_a_soft_hyphen_covers_it_and_one_beside_it_does_not() -> None:
    clean = clean_text("The board re\u00adjected it.")
    assert clean.text == "The board rejected it."
    assert clean.back((10, 18)) == (10, 19)
    assert clean.back((0, 9)) == (0, 9)
    assert clean.spans_back("10-18;19-21") == "10-19;20-22"
    assert clean.spans_forth("10-19;20-22") == "10-18;19-21"


def test_a_text_without_anything_to_clean_is_the_same_document() -> None:
    document = Document("dam", "The dam held, the mayor said.")
    assert clean_document(document)[0] is document


def test_statements_of_a_text_that_is_read_as_it_stands_are_the_same_table() -> None:
    table = pd.DataFrame({"document_id": ["dam"], "cue": ["24-28"]})
    read, _, cleaned = clean_statements(table, [Document("dam", "The dam held, the mayor said.")])
    assert read is table
    assert cleaned == {}


def test_words_of_a_table_are_read_without_the_signs_of_an_e_mail() -> None:
    assert clean_words("that it had\r\n>> not been con-\n>> sulted") == (
        "that it had not been consulted"
    )
