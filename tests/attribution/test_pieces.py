from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from narratives.attribution import extract_statements
from narratives.schema import Document, parse_spans

TEXT = (
    '-d claimed, told said denied according to AFN the mayor Brandt o. that it held , . “ ” " '
    "citing reported suggesting and who in an interview with TASS : – ( ) supported by n"
)
WORDS = TEXT.split()


def check(text: str) -> None:
    table = extract_statements(Document("d", text), model="fast")
    for column in ("source", "cue", "content"):
        for spans in table[column]:
            pieces = parse_spans(spans)
            assert all(start < end for start, end in pieces), (column, spans)
            assert all(one[1] <= other[0] for one, other in pairwise(pieces)), (column, spans)
    for chain in table["chain"]:
        links = parse_spans(chain)
        assert len(links) == len(set(links)), chain


@pytest.mark.parametrize(
    "text",
    ["-d claimed,told o.", "-S claimed,said e n", "The board claimed, told AFN that it held."],
)
def test_pieces_that_a_rule_finds_twice_are_one(text: str) -> None:
    check(text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30))
def test_no_piece_lies_over_another_and_no_link_stands_twice(words: list[str]) -> None:
    check(" ".join(words))


@pytest.mark.parametrize(
    "text",
    [
        "this was at dam inspectors Ruiz ” The WA did ”, reported by - and them said. the"
        "m Ruiz mayor weak was said Quote",
        "failed Ruiz Quint The -. Petra said.. weak the would. it pier The ship owner the"
        " failed the CNN the dam Claims TASS \n\n to, will know",
    ],
    ids=["before said", "behind a dash"],
)
def test_no_piece_is_empty_in_words_without_grammar(text: str) -> None:
    check(text)
