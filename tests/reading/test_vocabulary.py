"""Words to pieces of the vocabulary."""

from __future__ import annotations

import pytest
from growth import STEEP, growth

from narratives.reading.vocabulary import (
    BETWEEN,
    FIRST,
    LONGEST,
    UNKNOWN,
    cut_text,
    load_vocabulary,
    number_of,
)


def test_pieces_put_together_are_the_text_in_small_letters():
    numbers = cut_text("The Orlen dam's gate rusted.")
    pieces = [load_vocabulary().id_to_token(number) for number in numbers]
    assert "".join(pieces).replace("##", "") == "theorlendam'sgaterusted."


def test_case_and_odd_spaces_make_no_difference():
    assert cut_text("THE  DAM\u00a0broke") == cut_text("the dam broke")


def test_no_marks_are_added_and_an_empty_text_has_no_pieces():
    assert cut_text("") == cut_text(" \n") == ()
    assert number_of(FIRST) not in cut_text("dam")
    assert number_of(BETWEEN) not in cut_text("dam")


def test_marks_that_a_text_writes_out_are_no_marks():
    found = cut_text(f"{FIRST} dam {BETWEEN}")
    assert number_of(FIRST) not in found
    assert number_of(BETWEEN) not in found


def test_a_letter_of_no_piece_is_unknown():
    assert cut_text("\U0001f6a8") == (number_of(UNKNOWN),)


def test_a_piece_that_is_not_there_is_named():
    with pytest.raises(AssertionError, match=r"\[NONE\] is no piece of the vocabulary"):
        number_of("[NONE]")


@pytest.mark.parametrize("piece", ["dam ", "aaaa", "\u0301" * 4])
def test_of_a_long_text_the_beginning_is_cut_alone(piece):
    text = piece * 100_000
    assert cut_text(text) == cut_text(text[:LONGEST])
    assert growth(lambda times: cut_text(piece * times), 6_000) < STEEP


def test_half_a_letter_that_json_can_name_is_read_as_a_lost_one():
    assert cut_text("the \ud800 dam") == cut_text("the \ufffd dam")
