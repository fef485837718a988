"""What is dealt from patterns says what its labels say."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from patterns import LISTS, SIGNED, SLOT, deal, deal_cause, deal_deed, deal_frame, lowered
from sheets import UNKNOWN, Example

from narratives.reading import ANSWERS, Passage

SUPPORTS, DISPUTES, NEITHER = (ANSWERS.index(n) for n in ("supports", "disputes", "neither"))
WRITTEN = Example(
    "xa-1",
    Passage("", "", "", "", ""),
    ["The army shelled the clinic.", "A rebel rocket fell short."],
    [UNKNOWN, UNKNOWN],
    [UNKNOWN, UNKNOWN],
)


@pytest.fixture(scope="module")
def dealt():
    return deal(3000, [WRITTEN], random.Random(4))


def test_the_same_seed_deals_the_same_sentences(dealt):
    assert deal(50, [WRITTEN], random.Random(4)) == dealt[:50]


def test_no_slot_is_left_in_what_is_dealt(dealt):
    left = [
        words
        for example in dealt
        for words in (example.passage.sentence, *example.accounts)
        if SLOT.search(words)
    ]
    assert left == []


def test_content_source_and_cue_stand_in_the_sentence_in_their_words(dealt):
    for example in dealt:
        passage = example.passage
        for part in (passage.source, passage.cue, passage.content):
            assert all(word in passage.sentence for word in part.split())
        assert passage.content


def test_of_two_accounts_with_doer_and_victim_exchanged_never_both_are_supported(dealt):
    both = [e for e in dealt if e.event == "deeds" and e.answers[:2] == [SUPPORTS, SUPPORTS]]
    assert both == []
    assert sum(e.event == "deeds" for e in dealt) > 1000


def test_a_pattern_of_who_only_answered_supports_that_the_other_was_first(dealt):
    some = [e for e in dealt if "had only answered after" in e.passage.sentence]
    assert some
    for example in some:
        assert example.answers == [SUPPORTS, DISPUTES]
        assert example.accounts[1].startswith(example.passage.source.capitalize()[:3])


def test_a_denial_of_a_denial_supports_the_claim():
    chance, signs = random.Random(0), {}
    for _ in range(4000):
        sign, pattern, claim = deal_frame([("own", "own")], ["for"], ["against"], chance)
        if sign != "own":
            kept = "kept" if pattern in LISTS["KEEPS"] else "turned"
            if pattern not in LISTS["LEAVES OPEN"]:
                signs.setdefault((claim, kept), set()).add(sign)
    assert signs == {
        ("for", "kept"): {"+"},
        ("for", "turned"): {"-"},
        ("against", "kept"): {"-"},
        ("against", "turned"): {"+"},
    }


def test_what_speaks_for_one_cause_alone_leaves_the_others_open():
    chance = random.Random(2)
    some = [deal_cause(chance) for _ in range(2000)]
    alone = [e for e in some if "nothing but" in e.passage.sentence and e.answers[0] == SUPPORTS]
    assert alone
    assert {e.answers[1] for e in alone} == {UNKNOWN}


def test_each_sign_stands_in_the_lists_and_each_deed_has_four_forms():
    assert {sign for lines in SIGNED.values() for sign, _ in lines} == set("+-?!=z")
    for line in LISTS["DEEDS"]:
        for deed in line.split(";"):
            assert len(deed.split("/")) == 4, deed
    assert all(len(thing.split("/")) == 3 for thing in LISTS["THINGS"])


def test_a_deed_is_dealt_in_words_that_mean_the_same_on_both_sides():
    chance = random.Random(8)
    for _ in range(200):
        example = deal_deed(chance, ["robbed/robbed/rob/robbing; mugged/mugged/mug/mugging"])
        if " first" not in example.accounts[0] and "stole" not in example.accounts[0]:
            assert "robbed" in example.accounts[0] or "mugged" in example.accounts[0]


@pytest.mark.parametrize(
    ("account", "clause"),
    [
        ("The army shelled the clinic.", "the army shelled the clinic"),
        ("Orban Mills poisoned the river.", "Orban Mills poisoned the river"),
    ],
)
def test_an_account_becomes_a_clause_and_a_name_keeps_its_capital(account, clause):
    assert lowered(account) == clause
