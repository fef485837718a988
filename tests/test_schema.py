from __future__ import annotations

import dataclasses
import hashlib

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from narratives import schema
from narratives.schema import (
    CaseError,
    Document,
    NarrativesError,
    SchemaError,
    each,
    each_row,
    format_spans,
    merge_spans,
    overlap,
    parse_spans,
    records_of,
    require_columns,
    span_text,
    typed_table,
)

spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 30)).map(lambda pair: (pair[0], sum(pair))),
    max_size=6,
)


@given(spans)
def test_spans_that_are_written_are_read_back_in_the_order_of_the_text(
    pieces: list[tuple[int, int]],
) -> None:
    assert parse_spans(format_spans(pieces)) == sorted(pieces)


@given(spans)
def test_merged_spans_hold_the_same_places_and_touch_nowhere(pieces: list[tuple[int, int]]) -> None:
    merged = merge_spans(pieces)
    held = {place for start, end in pieces for place in range(start, end)}
    assert {place for start, end in merged for place in range(start, end)} == held
    ends = [end for _, end in merged]
    assert all(end < start for end, (start, _) in zip(ends, merged[1:], strict=False))


@given(spans, spans)
def test_overlap_counts_as_a_plain_loop_does(
    a: list[tuple[int, int]], b: list[tuple[int, int]]
) -> None:
    counted = sum(1 for s, e in a for t, f in b for place in range(s, e) if t <= place < f)
    assert overlap(a, b) == counted


def test_no_span_is_an_empty_text() -> None:
    assert parse_spans("") == []
    assert format_spans([]) == ""
    assert span_text("rain", "") == ""


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("3", 'span "3" is not two positions. Write "start-end"'),
        ("a-b", 'span "a-b" is not two positions'),
        ("3-9;", 'span "" is not two positions'),
        ("-1-4", 'span "-1-4" is not two positions'),
        ("9-3", 'span "9-3" ends before it starts'),
        ("3-3", 'span "3-3" ends before it starts'),
        ("1-2;5-4", 'span "5-4" ends before it starts'),
        ("1-" + "9" * 400, "is not two positions"),
    ],
)
def test_a_span_that_is_none_is_refused(written: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        parse_spans(written)


def test_positions_are_code_points() -> None:
    assert span_text("🌊\u00a0rose", "2-6") == "rose"
    assert Document("flood", "🌊\u00a0rose")[2:6] == "rose"


def test_a_document_knows_the_hash_of_its_text_and_cannot_be_changed() -> None:
    document = Document("flood", "Die Flut\u00a0kam.\r\n")
    assert document.sha256 == hashlib.sha256("Die Flut\u00a0kam.\r\n".encode()).hexdigest()
    with pytest.raises(dataclasses.FrozenInstanceError, match="text"):
        document.text = "x"  # type: ignore[misc]


def test_words_that_a_person_read_are_found_at_their_first_place_or_after_another() -> None:
    document = Document("mine", "Die Grube ist zu, die Grube bleibt zu.")
    assert document.find("Grube") == "4-9"
    assert document.find("Grube", after=5) == "22-27"
    assert span_text(document.text, document.find("bleibt zu")) == "bleibt zu"


@pytest.mark.parametrize("words", ["Schacht", ""])
def test_words_that_are_not_there_are_refused(words: str) -> None:
    with pytest.raises(SchemaError, match=f'words "{words}" do not stand in document "mine"'):
        Document("mine", "Die Grube ist zu.").find(words)


def test_an_unknown_document_is_named_with_the_known_ones() -> None:
    empty = pd.DataFrame()
    case = schema.Case("c", "q", (Document("a", "x"),), empty, empty, empty, empty, empty)
    assert case.document("a").text == "x"
    with pytest.raises(SchemaError, match=r'"b" is not in the case. Known: a\.'):
        case.document("b")


def test_missing_columns_are_all_named() -> None:
    with pytest.raises(SchemaError, match=r"items lacks the columns b, c. It has: a\."):
        require_columns(pd.DataFrame(columns=["a"]), ("a", "b", "c"), "items")


ODD_TABLE = pd.DataFrame(
    {"who": ["ana", None], "line": [1, 2], "share": [0.5, float("nan")], "held": [True, False],
     "value": [{"a": 1}, ["b"]], "a name": ["x", "y"]},
    index=pd.Index(["one", "two"], name="key"),
)  # fmt: skip


TYPED_TABLE = pd.DataFrame(
    {"at": pd.to_datetime(["2031-05-06", None]), "kind": pd.Categorical(["a", "b"]),
     "count": pd.array([1, None], dtype="Int64"), "took": pd.to_timedelta([1, 2], unit="s"),
     "there": pd.date_range("2031-05-06", periods=2, tz="UTC"), "share": [1, 0.5]},
)  # fmt: skip


@pytest.mark.parametrize("table", [ODD_TABLE, ODD_TABLE.iloc[:0], ODD_TABLE[["line"]]])
def test_rows_are_those_of_pandas_with_cells_of_plain_python(table: pd.DataFrame) -> None:
    assert repr(records_of(table)) == repr(table.to_dict("records"))
    assert repr([tuple(row) for row in each(table)]) == repr(list(map(tuple, table.itertuples())))
    assert [row.Index for row in each(table)] == list(table.index)
    assert repr(list(each_row(table))) == repr(
        list(zip(table.index, table.to_dict("records"), strict=True))
    )


@pytest.mark.parametrize("table", [ODD_TABLE, TYPED_TABLE, TYPED_TABLE[::-1]])
def test_cells_of_every_type_are_those_of_pandas_whichever_way_they_are_taken_out(
    table: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = repr(table.to_numpy(dtype=object).tolist())
    assert repr([list(row.values()) for row in records_of(table)]) == cells
    monkeypatch.delattr(pd.DataFrame, "_get_column_array")
    assert repr([list(row.values()) for row in records_of(table)]) == cells


def test_a_typed_table_is_that_of_pandas_and_keeps_its_types_without_rows() -> None:
    types = {"who": "str", "line": "int64", "share": "float64", "held": "bool"}
    rows = [{"line": 1, "who": "ana", "share": 1, "held": True}]
    for told in (rows, [*rows, {"line": 2, "share": 0.5, "held": False}], []):
        other = pd.DataFrame(told, columns=list(types)).astype(types)
        pd.testing.assert_frame_equal(typed_table(told, types), other)


def test_a_case_error_holds_all_problems_and_is_a_mistake_of_the_user() -> None:
    error = CaseError(iter(["one", "two"]))
    assert error.problems == ("one", "two")
    assert str(error) == "one\ntwo"
    assert isinstance(error, NarrativesError)
    assert issubclass(SchemaError, NarrativesError)


def test_ratings_go_from_worst_to_best_in_even_steps() -> None:
    assert list(schema.RATINGS.values()) == [-2.0, -1.0, 0.0, 1.0, 2.0]
    assert "NA" not in schema.RATINGS


@pytest.mark.parametrize(
    "name",
    [
        "SEGMENTS", "SENTENCES", "STATEMENTS", "BEARINGS", "NARRATIVES", "SOURCES", "ORIGINS",
        "ITEMS", "REPORTS", "CORRECTIONS", "STRENGTHS", "BASES", "SOURCE_KINDS", "SEGMENT_KINDS",
    ],
)  # fmt: skip
def test_no_column_and_no_word_of_a_scale_stands_twice(name: str) -> None:
    words = getattr(schema, name)
    assert len(set(words)) == len(words)
