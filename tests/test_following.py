"""The way after a decision gives what the whole way gives, and reads only what was touched."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from fixed_reader import NEITHER, FixedReader, supports
from flood_case import FLOOD

from narratives import Document, compare, load_case
from narratives.reading.reader import _run
from narratives.review.log import REVIEW
from narratives.stages.following import Following


def says(passage, account):
    named = "sabotage" in passage.content and "blew" in account.statement
    return supports(0.97) if named else NEITHER


DECISIONS = [
    ("sabotage", "status", "accept"),
    ("sabotage", "strength", "certain"),
    ("sabotage", "bearings", [{"narrative": "neglect", "stance": "disputes"}]),
    ("warned", "content", "125-132"),
    ("warned", "source", "156-167"),
    ("repaired", "cue", ""),
    ("sabotage", "polarity", "doubts"),
    ("sabotage", "basis", "motive"),
    ("sabotage", "shown", "named"),
    ("repaired", "merge", "warned"),
    ("repaired", "status", "accept"),
    ("warned", "status", "reject"),
    ("flood", "statement", {"source": "8-12", "content": "25-38"}),
    ("mayor", "reliability", "B"),
    ("ministry", "origin", "town"),
    ("repaired", "source_id", "ministry"),
    ("repaired", "source_name", "a passer-by"),
]


def assert_alike(one, other):
    for name, table in one.to_tables().items():
        if name not in ("loaded_words", "tensions"):
            pd.testing.assert_frame_equal(
                table, other.to_tables()[name], obj=name, check_exact=True
            )
    assert one.summary() == other.summary()


@pytest.fixture
def case(make_case):
    found = load_case(make_case())
    other = Document("storm", FLOOD.replace("Brandt", "Adler"), file="storm.txt")
    return replace(found, documents=(*found.documents, other))


def test_decision_by_decision_the_tables_are_those_of_the_whole_way(case):
    following = Following(case, FixedReader(says))
    statements = following.after(case.review).statements
    names = {
        words: next(n for n, said in statements["content_text"].items() if words in said)
        for words in ("sabotage", "warned", "repaired")
    }
    rows = []
    for target, field, value in DECISIONS:
        given = names.get(value, value) if field == "merge" else value
        row = (len(rows) + 1, "2031-05-06", "ana", names.get(target, target), field, given, "")
        rows.append(row)
        review = pd.DataFrame(rows, columns=list(REVIEW))
        whole = compare(replace(case, review=review), reader=FixedReader(says))
        assert_alike(following.after(review, learn=False), whole)
    assert set(whole.corrections["status"]) == {"applied"}


def test_a_decision_on_one_text_has_no_other_read_again(case):
    reader = FixedReader(says)
    following = Following(case, reader)
    statements = following.after(case.review).statements
    mine = [str(n) for n in statements.index if n.startswith("flood:")]
    rows, read = [], []
    for target, field, value in (
        (mine[0], "strength", "hint"),
        (mine[0], "status", "accept"),
        ("mayor", "reliability", "B"),
    ):
        before = reader.readings
        rows.append((len(rows) + 1, "2031-05-06", "ana", target, field, value, ""))
        following.after(pd.DataFrame(rows, columns=list(REVIEW)), learn=False)
        read.append(reader.readings - before)
    assert read == [len(mine), 0, 0]


def _cut(statements: pd.DataFrame) -> tuple[str, str, pd.DataFrame]:
    """Return a statement, its words, and a review that cuts the last six characters off."""
    said = statements["content_text"]
    name = str(next(n for n in said.index if "warned" in said[n] and n.startswith("flood:")))
    start, end = map(int, str(statements.at[name, "content"]).split("-"))
    rows = [(1, "2031-05-06", "ana", name, "content", f"{start}-{end - 6}", "")]
    return name, said[name], pd.DataFrame(rows, columns=list(REVIEW))


def test_of_corrected_words_one_statement_is_read_anew_and_all_is_as_by_the_whole_way(case):
    _run.cache_clear()
    following = Following(case)
    name, said, review = _cut(following.after(case.review).statements)
    before = _run.cache_info().misses
    found = following.after(review, learn=False)
    # Once with the accounts alone, once with their examples.
    assert _run.cache_info().misses - before == 2
    whole = compare(replace(case, review=review))
    assert found.statements.at[name, "content_text"] == said[:-6]
    assert_alike(found, whole)


def test_what_points_to_corrected_words_is_read_again_only_where_it_learns():
    case = load_case("seeds/crocus-city-hall")
    following = Following(case)
    following.after(case.review)
    line = {"line": len(case.review) + 1, "at": "2031-05-06", "who": "ana", "why": ""}
    line |= {"target": "crocus:1499-1539", "field": "content", "value": "1499-1531"}
    review = pd.concat([case.review, pd.DataFrame([line])], ignore_index=True)
    before = _run.cache_info().misses

    following.after(review, learn=False)
    at_once = _run.cache_info().misses - before
    found = following.after(review)
    in_the_pause = _run.cache_info().misses - before - at_once

    # "A narrative" twice, "this claim" and "these allegations" mean these words; each is read
    # with the accounts alone and with their examples, as the corrected statement itself.
    assert (at_once, in_the_pause) == (2, 8)
    assert_alike(found, compare(replace(case, review=review)))


def test_words_that_were_read_ahead_are_not_waited_for_and_give_what_the_whole_way_gives(case):
    _run.cache_clear()
    following = Following(case)
    _, _, review = _cut(following.after(case.review).statements)
    before = _run.cache_info().misses
    following.read_ahead(review, "flood")
    ahead = _run.cache_info().misses - before
    unchanged = following.after(case.review, learn=False)
    found = following.after(review, learn=False)
    assert (ahead, _run.cache_info().misses - before) == (2, 2)
    assert_alike(unchanged, compare(case))
    assert_alike(found, compare(replace(case, review=review)))


def test_a_reader_that_remembers_nothing_reads_nothing_ahead(case):
    reader = FixedReader(says)
    following = Following(case, reader)
    name = str(following.after(case.review).statements.index[0])
    rows = [(1, "2031-05-06", "ana", name, "content", "0-9", "")]
    before = reader.readings
    following.read_ahead(pd.DataFrame(rows, columns=list(REVIEW)), "flood")
    assert reader.readings == before


def cut_short(statements, words, document="flood"):
    """Return the review of a person who takes six letters off the end of a content."""
    name = next(
        str(n)
        for n, said in statements["content_text"].items()
        if words in said and n.startswith(f"{document}:")
    )
    start, end = map(int, str(statements.at[name, "content"]).split("-"))
    rows = [(1, "2031-05-06", "ana", name, "content", f"{start}-{end - 6}", "")]
    return name, pd.DataFrame(rows, columns=list(REVIEW))


def test_who_does_not_wait_has_the_new_words_at_once_and_their_bearings_later(case):
    _run.cache_clear()
    following = Following(case)
    before = following.after(case.review)
    name, review = cut_short(before.statements, "warned")
    read = _run.cache_info().misses

    at_once = following.after(review, learn=False, wait=False)

    assert _run.cache_info().misses == read
    assert following.pending == (name,)
    assert (
        at_once.statements.at[name, "content_text"]
        == (before.statements.at[name, "content_text"][:-6])
    )
    own = at_once.bearings["statement_id"] == name
    pd.testing.assert_frame_equal(
        at_once.bearings[own].reset_index(drop=True),
        before.bearings[before.bearings["statement_id"] == name].reset_index(drop=True),
    )
    found = following.after(review, learn=False)
    assert following.pending == ()
    assert_alike(found, compare(replace(case, review=review)))


def test_a_new_statement_bears_on_nothing_until_its_words_are_read(case):
    following = Following(case)
    following.after(case.review)
    value = {"source": "8-12", "content": "25-38"}
    rows = [(1, "2031-05-06", "ana", "flood", "statement", value, "")]
    review = pd.DataFrame(rows, columns=list(REVIEW))
    at_once = following.after(review, learn=False, wait=False)
    (name,) = following.pending
    row = at_once.bearings.set_index("statement_id").loc[name]
    assert (row["narrative_id"], row["why"]) == ("none", "being read")
    found = following.after(review, learn=False)
    assert_alike(found, compare(replace(case, review=review)))


def test_words_that_are_known_already_are_not_waited_for(case):
    following = Following(case)
    before = following.after(case.review)
    _, review = cut_short(before.statements, "warned")
    following.after(review, learn=False)
    back = following.after(case.review, learn=False, wait=False)
    assert following.pending == ()
    assert_alike(back, compare(case))
    again = following.after(review, learn=False, wait=False)
    assert following.pending == ()
    assert_alike(again, compare(replace(case, review=review)))


def test_what_was_put_off_is_read_with_the_next_decision_that_waits(case):
    following = Following(case)
    before = following.after(case.review)
    _, review = cut_short(before.statements, "warned")
    following.after(review, learn=False, wait=False)
    other = next(n for n in before.statements.index if n.startswith("storm:"))
    row = {"line": 2, "at": "2031-05-07", "who": "ana", "target": other, "field": "strength"}
    both = pd.concat(
        [review, pd.DataFrame([{**row, "value": "hint", "why": ""}])], ignore_index=True
    )
    following.after(both, learn=False, wait=False)
    assert len(following.pending) == 2  # the text has words that were not read
    assert_alike(following.after(both, learn=False), compare(replace(case, review=both)))
