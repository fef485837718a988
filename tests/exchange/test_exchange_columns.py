"""DuckDB and Parquet: the same case back, and spans that SQL can use."""

from __future__ import annotations

import shutil

import pytest
from traded import GERMAN, UKRAINIAN, fields_of, left, lines_of, review, said_by, spans

from narratives.schema import NarrativesError

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def written(trade, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    made = {"duckdb": folder / "orlen.duckdb", "parquet": folder / "orlen"}
    for to, path in made.items():
        trade.export(path, to)
    return made


@pytest.mark.parametrize("to", ["duckdb", "parquet"])
def test_a_case_that_goes_out_and_comes_back_is_the_same(trade, written, to):
    twin = trade.twin()
    taken = trade.take(twin, written[to])
    assert left(taken) == {}
    assert lines_of(twin) == review()
    assert said_by(twin) == fields_of(trade.comparison)


def test_sql_cuts_the_words_out_of_the_text_by_the_spans(written):
    with duckdb.connect(str(written["duckdb"]), read_only=True) as con:
        found = con.execute(
            'SELECT substring(t.text, s."start" + 1, s."end" - s."start") FROM marks m '
            "JOIN texts t USING (document_id), unnest(m.content) AS u(s) "
            "WHERE m.document_id IN ('damm', 'hreblia')"
        ).fetchall()
    words = {word for (word,) in found}
    assert words >= {"Це диверсія", "der Damm sei nie repariert worden"}
    assert all(word in GERMAN + UKRAINIAN for word in words)


def test_a_row_changed_in_sql_is_a_line_of_who_signed_it(trade, written, tmp_path):
    path = shutil.copy(written["duckdb"], tmp_path / "edited.duckdb")
    start, end = map(int, spans(UKRAINIAN, "Це диверсія").split("-"))
    with duckdb.connect(str(path)) as con:
        con.execute(
            "UPDATE marks SET polarity = 'doubts', decided_by = 'Mia', "
            "decided_at = '2031-06-01T08:00:00Z' WHERE statement_id = ?",
            [f"hreblia:{start}-{end}"],
        )
    taken = trade.take(trade.twin(reviewed=True), tmp_path / "edited.duckdb")
    (line,) = taken.entries
    assert (line["who"], line["at"]) == ("Mia", "2031-06-01T08:00:00Z")
    assert (line["field"], line["value"]) == ("polarity", "doubts")


def test_a_span_that_ends_behind_the_text_is_told_and_not_taken(trade, written, tmp_path):
    path = shutil.copy(written["duckdb"], tmp_path / "edited.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute(
            "UPDATE marks SET content = [{'start': 0, 'end': 99999}], decided_by = 'Mia' "
            "WHERE document_id = 'damm' AND source_id = 'mayor'"
        )
    taken = trade.take(trade.twin(reviewed=True), tmp_path / "edited.duckdb")
    assert taken.entries == ()
    assert any("ends at 99999; the text has" in why for why in left(taken).values())


def test_a_file_that_is_no_database_is_named(trade, tmp_path):
    (tmp_path / "a.duckdb").write_bytes(b"no database at all" * 1000)
    with pytest.raises(NarrativesError, match=r"a\.duckdb: this cannot be read"):
        trade.take(trade.twin(), tmp_path / "a.duckdb")
    with pytest.raises(NarrativesError, match="there is no such file"):
        trade.take(trade.twin(), tmp_path / "b.duckdb")
