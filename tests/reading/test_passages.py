"""How a passage and the accounts beside it are written as rows of pieces."""

from __future__ import annotations

import pytest

from narratives.reading.passages import (
    MOST,
    MOST_ACCOUNT,
    MOST_EXAMPLE,
    MOST_SAID,
    MOST_TEXT,
    Account,
    Passage,
    pack_rows,
    texts_of,
)
from narratives.reading.vocabulary import BETWEEN, FIRST, cut_text, number_of

SAID = Passage("Police", "denied", "a bomb went off", "It was dark.", "Police denied it all.")
MARK = number_of(BETWEEN)


def test_a_row_is_the_passage_then_each_account_closed_by_a_mark():
    accounts = [Account("A bomb went off."), Account("Gas leaked.")]
    (row,) = pack_rows(SAID, accounts)
    said = cut_text("Police denied: a bomb went off")
    around = cut_text("It was dark. Police denied it all.")
    bomb, gas = (cut_text(account.text) for account in accounts)
    assert row.pieces == [
        number_of(FIRST), *said, MARK, *around, MARK, *bomb, MARK, *gas, MARK,
    ]  # fmt: skip
    start = len(said) + len(around) + 3
    assert row.kinds == [0] * start + [1] * (len(bomb) + len(gas) + 2)
    assert row.accounts == [
        (start, start + len(bomb)),
        (start + len(bomb) + 1, start + len(bomb) + 1 + len(gas)),
    ]
    assert row.numbers == [0, 1]


@pytest.mark.parametrize("sentence", ["", "a bomb went off"])
def test_a_text_that_stands_alone_is_read_once(sentence):
    (row,) = pack_rows(Passage("", "", "a bomb went off", "", sentence), [Account("x")])
    assert row.pieces[: row.kinds.count(0)] == [
        number_of(FIRST), *cut_text("a bomb went off"), MARK,
    ]  # fmt: skip


def test_of_what_stands_around_the_end_is_kept():
    passage = Passage("He", "said", "it fell", "early " * 500, "He said it fell in the end.")
    (row,) = pack_rows(passage, [Account("x")])
    length = row.kinds.count(0)
    said = cut_text("He said: it fell")
    assert length == MOST_TEXT + 3
    last = cut_text("He said it fell in the end.")
    assert tuple(row.pieces[length - 1 - len(last) : length - 1]) == last
    assert tuple(row.pieces[1 : 1 + len(said)]) == said


def test_a_long_content_leaves_room_for_what_stands_around():
    passage = Passage("He", "said", "bomb " * 500, "", "early " * 500)
    (row,) = pack_rows(passage, [Account("x")])
    early = cut_text("early")[0]
    assert row.pieces.count(early) == MOST_TEXT - MOST_SAID


def test_accounts_that_do_not_fit_begin_another_row_with_the_passage():
    accounts = [Account(f"The {n} bomb " + "went off in the old town " * 20) for n in range(20)]
    rows = pack_rows(SAID, accounts)
    assert len(rows) > 1
    assert [number for row in rows for number in row.numbers] == list(range(20))
    begin = rows[0].kinds.count(0)
    for row in rows:
        assert len(row.pieces) == len(row.kinds) <= MOST
        assert row.pieces[:begin] == rows[0].pieces[:begin]
        for number, (start, end) in zip(row.numbers, row.accounts, strict=True):
            assert tuple(row.pieces[start:end]) == cut_text(accounts[number].text)[:MOST_ACCOUNT]
            assert row.pieces[end] == MARK


def test_no_account_gives_no_row_and_an_empty_one_is_its_mark():
    assert pack_rows(SAID, []) == []
    (row,) = pack_rows(SAID, [Account("")])
    assert row.accounts[0][0] == row.accounts[0][1]


def test_an_account_is_read_with_its_examples_cut_short():
    account = Account("Gas leaked.", "A pipe broke.", "word " * 100)
    assert account.text == (
        f"Gas leaked. For: A pipe broke. Against: {' '.join(['word'] * MOST_EXAMPLE)}"
    )
    assert Account("Gas leaked.", "", "No gas.").text == "Gas leaked. Against: No gas."


def test_passages_are_told_as_plain_texts():
    passages = [SAID, Passage("", "denied", "it"), Passage("Police", "", "it")]
    assert texts_of(passages) == ["Police denied: a bomb went off", "it", "Police: it"]
