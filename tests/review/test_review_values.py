"""Values of decisions as people write them."""

from __future__ import annotations

import pytest
from flood_case import FLOOD

from narratives.review.fields import check_entry
from narratives.review.values import find_words, read_value, write_value_plainly
from narratives.schema import SchemaError

MAYOR = "flood:39-104"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("status", " accept ", "accept"),
        ("credibility", "3", 3),
        ("credibility", "three", "three"),
        ("bearings", "none", []),
        ("bearings", "", []),
        (
            "bearings",
            '[{"narrative": "a", "stance": "supports"}]',
            [{"narrative": "a", "stance": "supports"}],
        ),
        # As people say it too: the stance may stand before the account.
        (
            "bearings",
            "Supports neglect implied; sabotage disputes",
            [
                {"narrative": "neglect", "stance": "supports", "how": "implied"},
                {"narrative": "sabotage", "stance": "disputes"},
            ],
        ),
        ("bearings", "supports disputes", [{"narrative": "supports", "stance": "disputes"}]),
        ("rating", "neglect cc; sabotage NA", {"neglect": "CC", "sabotage": "NA"}),
        ("rating", "neglect C, sabotage N;", {"neglect": "C", "sabotage": "N"}),
        ("rating", '{"neglect": "C"}', {"neglect": "C"}),
        ("card", "nearness 2; record unknown", {"nearness": 2, "record": None}),
        ("content", "39-60;70-104", "39-60;70-104"),
        ("source", "none", ""),
        ("merge", "flood:1-2", "flood:1-2"),
    ],
)
def test_a_value_is_read_as_it_stands_in_the_log(name, text, value):
    assert read_value(name, text, passage=FLOOD) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bearings", [{"narrative": "a", "stance": "supports", "how": "implied"}]),
        ("bearings", []),
        ("rating", {"a": "CC", "b": "NA"}),
        ("card", {"nearness": 2, "record": None}),
        ("credibility", 4),
        ("status", "reject"),
        ("content", "1-4;6-9"),
        ("statement", {"content": "1-4", "source_id": "mayor"}),
    ],
)
def test_what_is_written_plainly_is_read_as_the_same(name, value):
    assert read_value(name, write_value_plainly(name, value)) == value


def test_words_are_found_where_they_stand():
    assert find_words("three missing", FLOOD) == "24-37"
    assert FLOOD[24:37] == "three missing"


def test_pieces_and_line_ends_between_words_are_found():
    assert (
        find_words("The dam … was never repaired", "The dam, old,\nwas  never\nrepaired.")
        == "0-7;14-33"
    )


def test_words_that_stand_twice_are_looked_for_in_the_statement_s_own_paragraph():
    # "said" stands in two paragraphs; "The" in three.
    assert FLOOD.count("said") == 2
    place = FLOOD.index("said")
    assert find_words("said", FLOOD, target=MAYOR) == f"{place}-{place + 4}"
    with pytest.raises(
        SchemaError, match=r'words "said" stand in the text 2 times: 116-120, 175-179\. Write'
    ):
        find_words("said", FLOOD)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("status", "Accept", "accept"),
        ("basis", "Images", "images"),
        ("reliability", "b", "B"),
        ("bearings", "None", []),
        ("bearings", "Leak Supports IMPLIED", [
            {"narrative": "Leak", "stance": "supports", "how": "implied"}
        ]),
        ("source_id", "Mayor", "Mayor"),
    ],
)  # fmt: skip
def test_a_sheet_may_begin_a_word_of_a_scale_with_a_capital_letter(name, written, value):
    assert read_value(name, written) == value


def test_words_that_are_not_there_are_refused():
    with pytest.raises(SchemaError, match=r'the words "the flood" are not in the text\. Copy them'):
        find_words("the flood", FLOOD)


def test_words_in_quotation_marks_are_found_with_them_or_without():
    assert find_words('"never repaired"', FLOOD) == find_words("never repaired", FLOOD)
    whole = '"We warned the ministry twice,"'
    start, end = map(int, find_words(whole, FLOOD).split("-"))
    assert FLOOD[start:end] == whole


def test_the_words_of_an_added_statement_are_looked_for_beside_its_content():
    given = '{"content": "it was never repaired", "source": "the mayor", "cue": "said"}'
    assert read_value("statement", given, passage=FLOOD) == {
        "content": "83-104",
        "source": "106-115",
        "cue": "116-120",
    }


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("bearings", "neglect", '"neglect" is not "ACCOUNT STANCE HOW"'),
        ("bearings", "a b c d", 'is not "ACCOUNT STANCE HOW"'),
        ("rating", "neglect", '"neglect" is not a pair such as "leak CC", each once'),
        ("rating", "a C; a N", '" a N" is not a pair|"a N" is not a pair'),
        ("card", "nearness", 'is not a pair such as "nearness 2"'),
        ("statement", "three missing", "of statement is no JSON"),
        ("item", "[" * 100_000, "of item is no JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(name, text, told):
    with pytest.raises(SchemaError, match=told):
        read_value(name, text)


def test_a_wrong_word_of_a_scale_is_left_to_the_check():
    line = {"at": "2031-05-06", "who": "Ana", "target": MAYOR, "field": "rating", "why": ""}
    value = read_value("rating", "neglect XX")
    line |= {"target": f"item:{MAYOR}", "value": value}
    assert check_entry(line) == [
        'value "XX" of rating.neglect is not allowed. Allowed: II, I, N, C, CC, NA.'
    ]
