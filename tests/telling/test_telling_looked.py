"""Whether a person has looked, and what a draft may not say until then."""

from __future__ import annotations

import dataclasses

from draft_case import unreviewed, with_unsure
from fixed_reader import FixedReader, port_says
from port_case import port_case, port_comparison

from narratives.stages import compare
from narratives.telling.deciding import chance_in_words, explain_drafted, falls_in_words
from narratives.telling.looked import looked_in_words, unsure_in_words
from narratives.telling.ranks import NO_ORDER_YET, order_in_words
from narratives.telling.sensitivity import changes_in_words


def test_a_case_without_a_decision_is_a_draft_and_says_so():
    assert looked_in_words(unreviewed()) == (
        "DRAFT: no person has looked at its 10 statements and 9 bearings."
    )
    assert looked_in_words(port_comparison(draft=True)) == (
        "DRAFT: what a person decided is left out. No person has looked at its 10 statements "
        "and 9 bearings."
    )


def test_a_line_that_only_says_which_text_was_read_is_no_review():
    port = port_comparison()
    text = port.corrections.assign(field="sha256", target="port")

    assert not dataclasses.replace(port, corrections=text).reviewed
    gone = port.corrections.assign(status="gone")
    assert not dataclasses.replace(port, corrections=gone).reviewed


def test_a_review_is_counted_with_who_gave_it():
    assert port_comparison().reviewed
    assert looked_in_words(port_comparison()) == (
        "Looked at by a person: 1 of 10 statements and 0 of 9 bearings (by reader)."
    )


def test_each_sentence_of_a_draft_says_that_the_draft_reads_so():
    told = unreviewed().summary()

    assert told.count("The draft reads: ") == 3
    assert told.startswith("The draft reads: this text carries three accounts")
    assert "as certain" not in told
    assert "The draft reads" not in port_comparison().summary()


def test_a_draft_has_no_order():
    assert order_in_words(unreviewed()) == NO_ORDER_YET
    assert changes_in_words(unreviewed()) == [NO_ORDER_YET]


def test_unsure_bearings_are_counted_apart_and_stand_in_no_sentence():
    port = port_comparison()
    unsure = with_unsure(port, 2)

    assert unsure_in_words(port) == ""
    assert unsure_in_words(unsure) == "2 more bearings are unsure and count nowhere."
    assert unsure.summary() == port.summary()
    assert unsure.looked.of_bearings == port.looked.of_bearings


def test_what_was_not_read_is_neither_silent_nor_undisputed():
    told = with_unsure(port_comparison(), 0, unread=True)

    assert unsure_in_words(told) == (
        "1 statement was not read for or against an account: the reader does not know the language."
    )
    assert told.summary().startswith("What was read of this text carries three accounts")
    assert "no one in what was read of this text disputes" in told.summary().lower()


def test_words_are_looked_for_of_drafted_bearings_alone_and_of_so_many():
    port = port_comparison()
    ministry = port.statements.index[2]
    set_by_hand = port.bearings["statement_id"].eq(port.statements.index[3])
    some = dataclasses.replace(
        port,
        bearings=port.bearings.assign(
            probability=port.bearings["probability"].mask(set_by_hand, 1.0)
        ),
    )
    found = explain_drafted(some)

    assert (ministry, "sabotage") in found.found
    assert (port.statements.index[3], "sabotage") not in found.found
    assert found.left == 0
    assert explain_drafted(some, 3).left == 5
    falls = falls_in_words(found.found[ministry, "sabotage"])
    assert falls[0].startswith("without “sabotage”: .")
    assert len(falls) <= 5


def test_a_costly_reader_is_not_asked_for_the_sake_of_a_page():
    reader = FixedReader(port_says)
    reader.costly = True  # type: ignore[attr-defined]
    found = explain_drafted(dataclasses.replace(port_comparison(), reader=reader))

    assert found.found == {}
    assert found.left == 9
    assert reader.readings == 0


def test_a_missing_probability_is_written_as_not_read():
    assert chance_in_words(float("nan")) == "not read"


def test_compare_reads_with_the_reader_that_it_is_given():
    reader = FixedReader(port_says)
    compared = compare(port_case(), reader=reader)

    assert reader.readings
    assert compared.reader is reader
    assert set(compared.bearings["narrative_id"]) <= {"sabotage", "none"}
    assert not compared.reviewed
