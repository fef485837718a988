"""A person's terms as evidence: what is found, and what it adds."""

from __future__ import annotations

import re

import numpy as np
import pytest
from growth import STEEP, growth

from narratives.bearing.terms import PUSH, find_terms, push_of_terms, read_terms


def test_a_term_adds_its_push_to_its_own_account_only():
    terms = read_terms([("gas leak",), ("bomb",)])
    found = push_of_terms(terms, ["a gas leak", "a bomb", "rain", "a bomb and a gas leak"])
    assert found.tolist() == [[PUSH, 0.0], [0.0, PUSH], [0.0, 0.0], [PUSH, PUSH]]


@pytest.mark.parametrize("owners", [1, 2, 3, 4])
def test_the_push_of_a_term_is_shared_by_the_accounts_that_have_it(owners):
    terms = read_terms([("bakery",)] * owners + [("bomb",)])
    found = push_of_terms(terms, ["the bakery"])
    assert found[0].tolist() == [PUSH / owners] * owners + [0.0]


def test_owners_are_counted_whatever_the_case_of_their_term():
    found = push_of_terms(read_terms([("Bakery",), ("bakery",)]), ["the bakery"])
    assert found[0].tolist() == [PUSH / 2, PUSH / 2]


def test_a_term_given_twice_is_owned_once():
    assert push_of_terms(read_terms([("bomb", "bomb")]), ["a bomb"])[0, 0] == PUSH


def test_of_several_terms_the_one_that_fewest_accounts_have_counts():
    terms = read_terms([("bakery", "gas leak"), ("bakery",)])
    assert push_of_terms(terms, ["a gas leak in the bakery"]).tolist() == [[PUSH, PUSH / 2]]


def test_many_uses_of_a_term_push_no_more_than_one():
    terms = read_terms([("bomb", "device")])
    assert push_of_terms(terms, ["bomb " * 50 + "device"])[0, 0] == PUSH


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("gas leak", "Gas leaks were found", ("Gas leaks",)),
        ("gas leak", "gas\u00a0\n leak", ("gas leak",)),
        ("gas leak", "a gas pipe leak", ()),
        ("leak", "leakage", ()),
        ("bomb", "a firebomb", ()),
        ("IS", "this is it", ()),
        ("IS", "IS was there", ("IS",)),
        ("is", "IS was there", ("IS",)),
        ("C++ (old)", "in C++ (old), he said", ("C++ (old)",)),
        ("gas", "g\u0430s", ("gas",)),
    ],
)
def test_a_term_is_found_as_a_whole_in_any_spelling_of_its_letters(term, text, found):
    (own,) = find_terms(read_terms([(term,)]), text)
    assert tuple(re.sub(r"\s+", " ", word) for word in own) == found


def test_an_empty_term_and_no_term_are_found_nowhere():
    terms = read_terms([("", " "), ()])
    assert find_terms(terms, "anything at all") == [(), ()]
    assert push_of_terms(terms, ["anything at all", ""]).tolist() == [[0.0, 0.0]] * 2


def test_no_text_and_no_account_give_empty_arrays():
    assert push_of_terms(read_terms([("a",)]), []).shape == (0, 1)
    assert push_of_terms(read_terms([]), ["a"]).shape == (1, 0)


@pytest.mark.parametrize("piece", ["a ", "no ", "  ", "ss"])
def test_the_time_to_search_a_hostile_text_grows_with_it_alone(piece):
    terms = read_terms([("no gas leak at all", "a a a b"), ("IS",)])

    def search(times):
        assert np.count_nonzero(push_of_terms(terms, ["no" + piece * times])) == 0

    assert growth(search, 3_000) < STEEP
