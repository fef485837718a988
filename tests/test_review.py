from __future__ import annotations

import codecs
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import narratives as nv
from narratives.review import (
    append_review,
    apply_to_bearings,
    apply_to_items,
    apply_to_sources,
    apply_to_statements,
    load_review,
)
from narratives.schema import (
    BEARINGS,
    CORRECTIONS,
    ITEMS,
    REPORTS,
    SOURCES,
    STATEMENTS,
    CaseError,
    Document,
    NarrativesError,
    span_text,
)

MAYOR = "flood:39-104"
ENGINEER = "flood:124-152"
MINISTRY = "flood:205-213"


def line(target: str, field: str, value: Any, who: str = "ana", why: str = "") -> dict[str, Any]:
    return {"at": "2031-05-07T10:00:00Z", "who": who, "target": target, "field": field,
            "value": value, "why": why}  # fmt: skip


def review_of(*lines: dict[str, Any]) -> pd.DataFrame:
    rows = [{"line": number, **entry} for number, entry in enumerate(lines, 1)]
    return pd.DataFrame(rows, columns=["line", "at", "who", "target", "field", "value", "why"])


def write(path: Path, *lines: dict[str, Any], end: str = "\n") -> Path:
    path.write_text("\n".join(json.dumps(entry) for entry in lines) + end, encoding="utf-8")
    return path


@pytest.fixture
def statements(flood: Document) -> pd.DataFrame:
    rows = {}
    for source, cue, content, name in (
        ("the mayor", "said", "The dam above Orlen broke on Sunday because it was never repaired",
         "the mayor"),
        ("engineer Lea Brandt", "said", "We warned the ministry twice", "Lea Brandt"),
        ("The ministry", "hinted at", "sabotage", "The ministry"),
    ):  # fmt: skip
        row: dict[str, Any] = dict.fromkeys(STATEMENTS, "")
        row |= {"document_id": "flood", "kind": "indirect", "strength": "certain"}
        row |= {"polarity": "asserts", "source_name": name, "inferred": False, "method": "rules"}
        for key, words in (("source", source), ("cue", cue), ("content", content)):
            start = flood.text.rindex(words) if key != "content" else flood.text.index(words, 38)
            row[key], row[f"{key}_text"] = f"{start}-{start + len(words)}", words
        rows[f"flood:{row['content']}"] = row
    table = pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="statement_id"))
    assert table.index.tolist() == [MAYOR, ENGINEER, MINISTRY]
    return table


@pytest.fixture
def sources() -> pd.DataFrame:
    rows = [
        ("The mayor of Orlen", (), "person", "town", "", ()),
        ("Ministry of Water", (), "government_party", "state", "C", ()),
    ]
    index = pd.Index(["mayor", "ministry"], name="source_id")
    return pd.DataFrame(rows, columns=list(SOURCES), index=index)


# The log


def test_a_missing_or_empty_log_is_an_empty_review(tmp_path: Path) -> None:
    review, warnings = load_review(tmp_path / "review.jsonl")
    assert (len(review), warnings) == (0, [])
    assert list(review.columns) == ["line", "at", "who", "target", "field", "value", "why", "words"]
    (tmp_path / "review.jsonl").write_bytes(b"")
    assert len(load_review(tmp_path / "review.jsonl")[0]) == 0


def test_lines_are_read_in_order_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    path.write_text(
        json.dumps(line(MAYOR, "strength", "likely")) + "\n\n"
        + json.dumps(line(MAYOR, "bearings", [])) + "\n"
    )  # fmt: skip
    review, warnings = load_review(path)
    assert review["line"].tolist() == [1, 3]
    assert review["value"].tolist() == ["likely", []]
    assert warnings == []


def test_a_torn_last_line_is_reported_and_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"), end="\n")
    raw = path.read_bytes() + b'{"at": "2031-05-0'
    path.write_bytes(raw)
    review, warnings = load_review(path)
    assert len(review) == 1
    assert len(warnings) == 1
    assert "line 2: the line is torn and was skipped" in warnings[0]
    assert path.read_bytes() == raw


def test_a_last_line_torn_inside_a_character_is_skipped_too(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"))
    path.write_bytes(path.read_bytes() + '{"at": "ü'.encode()[:-1])
    assert len(load_review(path)[0]) == 1


def test_a_whole_last_line_without_an_end_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"), end="")
    assert len(load_review(path)[0]) == 1


def test_broken_lines_in_the_middle_are_skipped_and_all_told(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    good = json.dumps(line(MAYOR, "strength", "likely"))
    lines = [good.encode(), b"{torn", good.encode(), b"\xff\xfe", b"\0\0\0", good.encode()]
    path.write_bytes(b"\n".join(lines))
    review, warnings = load_review(path)
    assert review["line"].tolist() == [1, 3, 6]
    told = [n for n in (2, 4, 5) for w in warnings if f"line {n}: this is not a line of JSON" in w]
    assert told == [2, 4, 5]
    assert "was skipped. Mend the line, or decide again" in warnings[0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("[1]", "line 2: a line must be a mapping"),
        ('{"at": NaN}', "line 2: NaN is not allowed. Mend the line"),
        ('{"value": ' + "9" * 5_000 + "}", "line 2: a number in it has more than 300 digits. Mend"),
        ("[" * 100_000, "line 2: it is nested too deeply. Mend the line"),
    ],
)
def test_a_line_that_no_torn_write_explains_is_a_mistake(tmp_path, wrong, message) -> None:
    path = tmp_path / "review.jsonl"
    good = json.dumps(line(MAYOR, "strength", "likely"))
    path.write_text(f"{good}\n{wrong}\n{good}\n")
    with pytest.raises(CaseError, match=message):
        load_review(path)


def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"), end="\r\n")
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    append_review(path, [line(MAYOR, "strength", "hint")])
    review, warnings = load_review(path)
    assert (review["value"].tolist(), warnings) == (["likely", "hint"], [])


@pytest.mark.parametrize(
    ("saved", "message"),
    [
        (lambda raw: raw.decode().encode("utf-16"), "line 1: the file is in UTF-16. Save it as U"),
        (lambda raw: raw.replace(b"\n", b"\r"), "line 1: the lines end in CR alone. Save the file"),
    ],
    ids=["UTF-16", "CR"],
)
def test_a_review_that_an_editor_saved_in_another_form_is_not_called_torn(
    tmp_path: Path, saved: Callable[[bytes], bytes], message: str
) -> None:
    path = tmp_path / "review.jsonl"
    append_review(path, [line(MAYOR, "strength", "hint"), line(MAYOR, "polarity", "denies")])
    path.write_bytes(saved(path.read_bytes()))
    stored = path.read_bytes()
    with pytest.raises(CaseError, match=message):
        load_review(path)
    with pytest.raises(CaseError, match=message):
        append_review(path, [line(MAYOR, "strength", "likely")])
    assert path.read_bytes() == stored


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"field": "polarty"}, r'field "polarty" does not belong to a statement.*"polarity"\?'),
        ({"value": "denied"}, r'"denied" of polarity is not allowed.*Did you mean "denies"\?'),
        ({"value": True}, "True of polarity is not allowed"),
        ({"field": "content", "value": "9-3"}, 'span "9-3" ends before it starts'),
        ({"field": "content", "value": ""}, "is not a span"),
        ({"field": "source", "value": 4}, "value 4 of source is not a span"),
        ({"field": "source_id", "value": "a b"}, "is not an id"),
        ({"field": "merge", "value": "flood"}, 'is not a statement. Write "document:start-end"'),
        ({"field": "bearings", "value": "x"}, r"is not a list such as .* Write \[\]"),
        ({"field": "bearings", "value": [{"narrative": "a", "stance": "for"}]}, r"\[0\].stance"),
        ({"field": "bearings", "value": [{"narrative": "a", "stance": "supports", "n": 1}]},
         'unknown key "n"'),
        ({"target": "item:flood:4-9", "field": "rating", "value": {"a": "CCC"}}, "rating.a is not"),
        ({"target": "item:flood:4-9", "field": "rating", "value": {}}, "is not a mapping such as"),
        ({"target": "item:flood:4-9", "field": "credibility", "value": 7}, "Allowed: 1, 2, 3, 4"),
        ({"target": "item:flood:4-9", "field": "credibility", "value": True}, "True of credib"),
        ({"target": "item:flood:4-9", "field": "relevance", "value": "mid"}, "low, medium, high"),
        ({"target": "wall", "field": "item", "value": {"label": "x"}}, "statements must be a list"),
        ({"target": "flood", "field": "statement", "value": {"cue": "1-2"}}, 'lacks "content"'),
        ({"target": "flood", "field": "sha256", "value": "abc"}, "is not a SHA-256"),
        ({"target": "mayor", "field": "reliability", "value": "G"}, "Allowed: A, B, C, D, E, F"),
        ({"target": "mayor", "field": "polarity"}, "does not belong to a document, an item, a"),
        ({"target": "a b"}, 'target "a b" is not an id'),
        ({"at": "yesterday"}, 'at "yesterday" is not a time'),
        ({"who": " "}, "is not a name"),
        ({"why": None}, "is not a text"),
        ({"extra": 1}, 'unknown key "extra"'),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_what_is_allowed(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    good = line(MAYOR, "polarity", "denies")
    path = write(tmp_path / "review.jsonl", good, {**good, **change})
    with pytest.raises(CaseError, match=message) as error:
        load_review(path)
    assert all("review.jsonl, line 2: " in told for told in error.value.problems)


def test_a_key_that_stands_twice_or_is_missing_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    path.write_text('{"who": "a", "who": "b"}\n{"who": "a"}\n')
    with pytest.raises(CaseError, match="a key stands there twice"):
        load_review(path)
    with pytest.raises(CaseError, match='line 2: the key "target" is missing'):
        load_review(path)


# Appending


def test_what_is_appended_is_read_back_with_time_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    append_review(path, [{"who": "ana", "target": MAYOR, "field": "status", "value": "accept"}])
    append_review(path, [line("wall", "credibility", 2, why="seen: „Mauer“")])
    review, warnings = load_review(path)
    assert review["target"].tolist() == [MAYOR, "wall"]
    assert review["why"].tolist() == ["", "seen: „Mauer“"]
    assert review["at"].iloc[0].endswith("Z")
    assert warnings == []


def test_nothing_is_written_where_one_entry_is_bad(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"))
    before = path.read_bytes()
    with pytest.raises(CaseError, match='entry 2: value "no" of status is not allowed'):
        append_review(path, [line(MAYOR, "status", "accept"), line(MAYOR, "status", "no")])
    assert path.read_bytes() == before


def test_appending_after_a_torn_line_loses_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"))
    before = path.read_bytes() + b'{"at": "20'
    path.write_bytes(before)
    append_review(path, [line(MAYOR, "strength", "hint")])
    assert path.read_bytes().startswith(before + b"\n")
    review, warnings = load_review(path)
    assert review["value"].tolist() == ["likely", "hint"]
    assert len(warnings) == 1
    assert "line 2: the line is torn" in warnings[0]


@pytest.mark.parametrize("kept", [1, 9, 40, 90])
def test_a_mark_that_is_torn_itself_does_not_lock_the_review(tmp_path: Path, kept: int) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"))
    torn = path.read_bytes() + b'{"at": "20'
    path.write_bytes(torn)
    append_review(path, [line(MAYOR, "strength", "hint")])
    # The program dies while it writes the mark of the torn line; and again at the next time.
    for _ in range(3):
        path.write_bytes(path.read_bytes()[: len(torn) + kept])
        assert load_review(path)[0]["value"].tolist() == ["likely"]
        append_review(path, [line(MAYOR, "strength", "hint")])
        review, warnings = load_review(path)
        assert review["value"].tolist() == ["likely", "hint"]
        assert "line 2: the line is torn and was skipped" in warnings[0]
        assert all("the line is torn" in told for told in warnings)


def test_every_broken_line_is_marked_once(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    good = json.dumps(line(MAYOR, "strength", "likely"))
    path.write_text(f"{good}\n{{one\n{{two\n{good}\n")
    for _ in range(2):
        append_review(path, [line(MAYOR, "strength", "hint")])
    assert path.read_text().count('"field": "torn"') == 2
    review, warnings = load_review(path)
    assert len(review) == 4
    assert ["the line is torn" in told for told in warnings] == [True, True]


def test_a_review_never_grows_too_long_to_be_read(tmp_path: Path, monkeypatch) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"))
    before = path.read_bytes()
    monkeypatch.setattr("narratives.review.appending.MAX_BYTES", len(before) + 50)
    with pytest.raises(NarrativesError, match=r"it would have more than \d+ bytes.* Nothing was"):
        append_review(path, [line(MAYOR, "strength", "hint")])
    assert path.read_bytes() == before
    assert len(load_review(path)[0]) == 1


def test_appending_after_a_whole_line_without_an_end_keeps_it(tmp_path: Path) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"), end="")
    append_review(path, [line(MAYOR, "strength", "hint")])
    assert load_review(path)[0]["value"].tolist() == ["likely", "hint"]


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "review.jsonl", line(MAYOR, "strength", "likely"))
    before = path.read_bytes()
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, blob: whole(handle, blob[:20]))
    with pytest.raises(NarrativesError, match=r"cannot be written .*only 20 of"):
        append_review(path, [line(MAYOR, "strength", "hint")])
    assert path.read_bytes() == before


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NarrativesError, match=r"there is no such folder. Make it"):
        append_review(tmp_path / "gone" / "review.jsonl", [line(MAYOR, "status", "accept")])


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    script = (
        "import sys; from narratives.review import append_review\n"
        "for n in range(40):\n"
        "    append_review(sys.argv[1], [{'who': sys.argv[2], 'target': f'flood:{n}-99',\n"
        "        'field': 'status', 'value': 'accept', 'why': 'x' * 3000}])\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(path), who]) for who in ("ana", "ben")
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    review, warnings = load_review(path)
    assert warnings == []
    for who in ("ana", "ben"):
        told = review[review["who"] == who]["target"].tolist()
        assert told == [f"flood:{n}-99" for n in range(40)]


# Statements


def test_an_empty_review_changes_nothing(statements: pd.DataFrame, flood: Document) -> None:
    table, corrections = apply_to_statements(statements, review_of(), [flood])
    pd.testing.assert_frame_equal(table, statements)
    assert list(corrections.columns) == list(CORRECTIONS)
    assert len(corrections) == 0


def test_a_corrected_field_keeps_the_draft_beside_it(
    statements: pd.DataFrame, flood: Document
) -> None:
    before = statements.copy()
    review = review_of(line(MAYOR, "strength", "likely", why="hedged"))
    table, corrections = apply_to_statements(statements, review, [flood])
    assert table.at[MAYOR, "strength"] == "likely"
    assert table.at[MAYOR, "flags"] == "by_hand"
    assert corrections.iloc[0][["draft", "value", "why", "status"]].tolist() == [
        "certain", "likely", "hedged", "applied",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(statements, before)


def test_a_statement_keeps_its_id_when_its_content_is_corrected(
    statements: pd.DataFrame, flood: Document
) -> None:
    review = review_of(line(MAYOR, "content", "39-65"), line(MAYOR, "polarity", "doubts"))
    table, corrections = apply_to_statements(statements, review, [flood])
    assert table.at[MAYOR, "content_text"] == flood[39:65]
    assert table.at[MAYOR, "polarity"] == "doubts"
    assert corrections["status"].tolist() == ["applied", "applied"]


def test_later_lines_win(statements: pd.DataFrame, flood: Document) -> None:
    review = review_of(line(MAYOR, "strength", "hint"), line(MAYOR, "strength", "likely"))
    table, corrections = apply_to_statements(statements, review, [flood])
    assert table.at[MAYOR, "strength"] == "likely"
    assert corrections["draft"].tolist() == ["certain", "hint"]


def test_rejected_and_merged_statements_are_left_out_and_can_come_back(
    statements: pd.DataFrame, flood: Document
) -> None:
    review = review_of(
        line(MAYOR, "status", "reject"),
        line(ENGINEER, "merge", MINISTRY),
        line(MAYOR, "status", "accept"),
    )
    table, corrections = apply_to_statements(statements, review, [flood])
    assert table.index.tolist() == [MAYOR, MINISTRY]
    assert corrections["status"].tolist() == ["applied"] * 3


def test_two_statements_cannot_be_merged_into_each_other(
    statements: pd.DataFrame, flood: Document
) -> None:
    review = review_of(line(MAYOR, "merge", ENGINEER), line(ENGINEER, "merge", MAYOR))
    table, corrections = apply_to_statements(statements, review, [flood])
    assert table.index.tolist() == [ENGINEER, MINISTRY]
    assert corrections["status"].tolist() == ["applied", "refused"]
    assert "is left out itself" in corrections["message"].iloc[1]


def test_a_statement_that_is_gone_names_the_nearest(
    statements: pd.DataFrame, flood: Document
) -> None:
    review = review_of(line("flood:124-150", "strength", "hint"), line("rain:1-2", "kind", "mixed"))
    table, corrections = apply_to_statements(statements, review, [flood])
    pd.testing.assert_frame_equal(table, statements)
    assert corrections["status"].tolist() == ["gone", "gone"]
    assert f"The nearest is {ENGINEER}." in corrections["message"].iloc[0]
    assert "none of this document" in corrections["message"].iloc[1]


def test_a_span_behind_the_end_of_the_text_is_refused(
    statements: pd.DataFrame, flood: Document
) -> None:
    review = review_of(line(MAYOR, "cue", "4-9999"))
    table, corrections = apply_to_statements(statements, review, [flood])
    assert table.at[MAYOR, "cue"] == statements.at[MAYOR, "cue"]
    assert corrections["status"].tolist() == ["refused"]
    assert f"ends at 9999; the text has {len(flood.text)}" in corrections["message"].iloc[0]


def test_a_source_set_by_hand_gets_the_name_in_the_register(
    statements: pd.DataFrame, flood: Document, sources: pd.DataFrame
) -> None:
    review = review_of(
        line(MINISTRY, "source_id", "ministry"),
        line(ENGINEER, "source_id", "unnamed"),
        line(MAYOR, "source_id", "major"),
    )
    table, corrections = apply_to_statements(statements, review, [flood], sources)
    assert table["source_name"].tolist() == ["the mayor", "unnamed", "Ministry of Water"]
    assert table["resolved_by"].tolist() == ["", "review", "review"]
    assert corrections["status"].tolist() == ["applied", "applied", "refused"]
    assert 'Did you mean "mayor"?' in corrections["message"].iloc[2]


def test_a_resolved_table_gets_source_and_origin(
    statements: pd.DataFrame, flood: Document, sources: pd.DataFrame
) -> None:
    resolved = statements.assign(source_id="", origin_id="")
    review = review_of(
        line(MINISTRY, "source_id", "ministry"), line(MAYOR, "source_id", "narrator")
    )
    table, _ = apply_to_statements(resolved, review, [flood], sources)
    assert table[["source_id", "origin_id"]].to_numpy().tolist() == [
        ["narrator", "narrator"], ["", ""], ["ministry", "state"],
    ]  # fmt: skip


def test_a_statement_can_be_added_and_corrected_under_its_new_id(
    statements: pd.DataFrame, flood: Document, sources: pd.DataFrame
) -> None:
    start = flood.text.index("never repaired")
    spans = f"{start}-{start + 14}"
    value = {"source_id": "narrator", "content": spans, "strength": "certain"}
    review = review_of(line("flood", "statement", value), line(f"flood:{spans}", "kind", "mixed"))
    table, corrections = apply_to_statements(statements, review, [flood], sources)
    assert table.index.tolist() == [MAYOR, f"flood:{spans}", ENGINEER, MINISTRY]
    row = table.loc[f"flood:{spans}"]
    assert (row["content_text"], row["kind"], row["method"]) == (
        "never repaired",
        "mixed",
        "review",
    )
    assert row["source_name"] == "narrator"
    assert corrections["status"].tolist() == ["applied", "applied"]
    assert table["inferred"].dtype == bool


def test_a_statement_added_on_the_content_of_another_gets_an_id_of_its_own(
    statements: pd.DataFrame, flood: Document
) -> None:
    value = {"source": "0-3", "cue": "10-12", "content": "205-213", "strength": "hint"}
    table, corrections = apply_to_statements(
        statements, review_of(line("flood", "statement", value)), [flood]
    )
    assert f"{MINISTRY}@10" in table.index
    other = {**value, "source": "10-12"}
    again = review_of(line("flood", "statement", value), line("flood", "statement", other))
    _, corrections = apply_to_statements(statements, again, [flood])
    assert corrections["status"].tolist() == ["applied", "refused"]


@pytest.mark.parametrize("content", ["83-104", "205-213"])
def test_the_same_statement_added_by_two_persons_is_one_statement(
    statements: pd.DataFrame, flood: Document, content: str
) -> None:
    value = {"source": "0-3", "cue": "10-12", "content": content}
    review = review_of(
        line("flood", "statement", value), line("flood", "statement", {**value, "strength": "hint"})
    )

    table, corrections = apply_to_statements(statements, review, [flood])

    added = table[table["method"] == "review"]
    assert (len(added), added["strength"].tolist()) == (1, ["hint"])
    assert corrections["status"].tolist() == ["applied", "applied"]


def test_a_statement_that_a_later_draft_finds_is_the_one_that_a_person_added(
    statements: pd.DataFrame, flood: Document
) -> None:
    drafted = statements.loc[MINISTRY]
    value = {name: drafted[name] for name in ("source", "cue", "content")}
    review = review_of(line("flood", "statement", {**value, "strength": "hint"}))

    table, corrections = apply_to_statements(statements, review, [flood])

    assert sorted(table.index) == sorted(statements.index)
    assert (table.at[MINISTRY, "strength"], table.at[MINISTRY, "method"]) == ("hint", "review")
    assert corrections["status"].tolist() == ["applied"]


def test_a_content_that_a_later_draft_cuts_as_a_person_did_is_applied(
    statements: pd.DataFrame, flood: Document
) -> None:
    cut = MINISTRY.removeprefix("flood:")
    start, end = cut.split("-")
    review = review_of(
        line(f"flood:{int(start) - 4}-{end}", "content", cut),
        line(f"flood:{int(start) - 4}-{end}", "content", f"{start}-{int(end) - 1}"),
    )

    table, corrections = apply_to_statements(statements, review, [flood])

    pd.testing.assert_frame_equal(table, statements)
    assert corrections["status"].tolist() == ["applied", "gone"]


# A person's decision has no probability


PROBABILITIES = ["probability", "link_probability"]


@pytest.fixture
def linked(statements: pd.DataFrame) -> pd.DataFrame:
    """The draft as the machine makes it: a pronoun linked to a name, all with probabilities."""
    table = statements.assign(probability=0.7, link_probability=math.nan, source_id="")
    table.loc[MAYOR, ["resolved_by", "candidates", "source_id"]] = ["pronoun", "A;B", "mayor"]
    table.loc[MAYOR, "link_probability"] = 0.9
    return table.assign(inferred=[True, False, False], origin_id="")


def test_a_source_marked_by_a_person_loses_what_the_machine_held_of_its_own(
    linked: pd.DataFrame, flood: Document
) -> None:
    span = flood.find("The ministry")
    table, corrections = apply_to_statements(
        linked, review_of(line(MAYOR, "source", span)), [flood]
    )
    row = table.loc[MAYOR]
    assert math.isnan(row["link_probability"])
    assert math.isnan(row["probability"])
    assert (row["source_name"], row["resolved_by"]) == ("The ministry", "review")
    assert (row["candidates"], row["source_id"], row["origin_id"]) == ("", "", "")
    assert not row["inferred"]
    assert corrections["draft"].tolist() == [linked.at[MAYOR, "source"]]
    assert linked.at[MAYOR, "link_probability"] == 0.9


def test_words_taken_from_a_source_leave_it_unnamed(linked: pd.DataFrame, flood: Document) -> None:
    table, _ = apply_to_statements(linked, review_of(line(MAYOR, "source", "")), [flood])
    assert table.loc[MAYOR, ["source_name", "resolved_by"]].tolist() == ["unnamed", "review"]
    assert math.isnan(table.at[MAYOR, "link_probability"])


def test_a_source_id_by_hand_has_no_link_and_the_reading_keeps_its_probability(
    linked: pd.DataFrame, flood: Document, sources: pd.DataFrame
) -> None:
    review = review_of(line(MAYOR, "source_id", "ministry"))
    table, _ = apply_to_statements(linked, review, [flood], sources)
    assert math.isnan(table.at[MAYOR, "link_probability"])
    assert table.at[MAYOR, "probability"] == 0.7


def test_the_id_a_person_gave_stays_where_the_words_are_corrected_later(
    linked: pd.DataFrame, flood: Document, sources: pd.DataFrame
) -> None:
    review = review_of(
        line(MAYOR, "source_id", "ministry"), line(MAYOR, "source", flood.find("engineer"))
    )
    table, _ = apply_to_statements(linked, review, [flood], sources)
    assert table.at[MAYOR, "source_name"] == "Ministry of Water"
    assert table.at[MAYOR, "source_id"] == "ministry"


@pytest.mark.parametrize("field", ["cue", "content"])
def test_a_corrected_cue_or_content_is_no_reading_of_the_machine(
    linked: pd.DataFrame, flood: Document, field: str
) -> None:
    table, _ = apply_to_statements(linked, review_of(line(MAYOR, field, "39-50")), [flood])
    assert math.isnan(table.at[MAYOR, "probability"])
    assert table.at[MAYOR, "link_probability"] == 0.9
    assert table.at[MAYOR, "method"] == linked.at[MAYOR, "method"]
    assert table.at[MAYOR, "flags"] == "by_hand"


@pytest.mark.parametrize(
    ("field", "value"), [("strength", "hint"), ("polarity", "doubts"), ("status", "accept")]
)
def test_what_leaves_the_words_alone_leaves_the_probabilities_of_the_reading(
    linked: pd.DataFrame, flood: Document, field: str, value: str
) -> None:
    table, _ = apply_to_statements(linked, review_of(line(MAYOR, field, value)), [flood])
    assert table.loc[MAYOR, PROBABILITIES].tolist() == [0.7, 0.9]


def test_a_statement_added_to_an_empty_draft_has_every_column(flood: Document) -> None:
    empty = pd.DataFrame(columns=list(STATEMENTS), index=pd.Index([], name="statement_id"))
    value = {"source": "0-3", "content": "4-10", "strength": "likely"}
    table, _ = apply_to_statements(empty, review_of(line("flood", "statement", value)), [flood])
    row = table.loc["flood:4-10"]
    assert row[PROBABILITIES].isna().all()
    assert not row.drop(PROBABILITIES).isna().any()


def test_corrected_words_are_looked_up_and_judged_anew_where_the_person_set_nothing(
    make_case: Callable[..., Path], flood: Document
) -> None:
    text = flood.text.replace("hinted at sabotage", "hinted that it could be sabotage")
    start = text.index("it could be sabotage")
    review = [
        line(MAYOR, "source", nv.Document("flood", text).find("The ministry")),
        line(f"flood:{start}-{start + 20}", "cue", nv.Document("flood", text).find("said")),
        line("flood:123-154", "content", flood.find('twice," engineer')),
        line("flood:123-154", "strength", "likely"),
    ]
    found = nv.compare(nv.load_case(make_case(text=text, review=review))).statements
    assert found.loc[MAYOR, ["source_id", "origin_id"]].tolist() == ["ministry", "state"]
    ministry = found.loc[f"flood:{start}-{start + 20}"]
    assert span_text(text, ministry["strength_words"]) == "could be"
    assert ministry["strength"] == "possible"
    engineer = found.loc["flood:123-154"]
    assert (engineer["strength"], engineer["kind"]) == ("likely", "mixed")
    assert math.isnan(engineer["probability"])


# Bearings


def bearings_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [(s, n, stance, "stated", 0.7, "terms", "") for s, n, stance in rows],
        columns=list(BEARINGS),
    )


def test_bearings_by_hand_replace_the_drafted_ones(statements: pd.DataFrame) -> None:
    draft = bearings_of((MAYOR, "neglect", "supports"), (MINISTRY, "sabotage", "supports"))
    review = review_of(
        line(
            MAYOR, "bearings", [{"narrative": "sabotage", "stance": "disputes", "how": "implied"}]
        ),
        line(MINISTRY, "bearings", [], why="only a hint"),
    )
    table, corrections = apply_to_bearings(draft, review, statements, ["neglect", "sabotage"])
    assert table[["narrative_id", "stance", "how", "probability"]].to_numpy().tolist() == [
        ["sabotage", "disputes", "implied", 1.0],
        ["none", "neutral", "stated", 1.0],
    ]
    assert table["why"].tolist() == ["set by hand", "only a hint"]
    assert corrections["draft"].tolist() == ["neglect supports stated", "sabotage supports stated"]


def test_what_was_unsure_before_a_decision_is_told_as_unsure(statements: pd.DataFrame) -> None:
    draft = bearings_of((MAYOR, "none", "neutral"), (MAYOR, "neglect", "supports"))
    draft["why"], draft["probability"] = "unsure: rather for it", 0.3
    review = review_of(line(MAYOR, "bearings", []))
    _, corrections = apply_to_bearings(draft, review, statements, ["neglect"])
    assert corrections["draft"].tolist() == [
        "none neutral stated; neglect supports stated (unsure)"
    ]


def test_bearings_on_a_narrative_that_is_not_in_the_case_are_refused(
    statements: pd.DataFrame,
) -> None:
    draft = bearings_of((MAYOR, "neglect", "supports"))
    review = review_of(line(MAYOR, "bearings", [{"narrative": "neglet", "stance": "supports"}]))
    table, corrections = apply_to_bearings(draft, review, statements, ["neglect"])
    pd.testing.assert_frame_equal(table, draft)
    assert corrections["status"].tolist() == ["refused"]
    assert 'Did you mean "neglect"?' in corrections["message"].iloc[0]


def test_bearings_of_rejected_statements_go_and_gone_ones_are_named(
    statements: pd.DataFrame,
) -> None:
    draft = bearings_of((MAYOR, "neglect", "supports"), (ENGINEER, "neglect", "supports"))
    review = review_of(
        line(MAYOR, "bearings", []),
        line(MAYOR, "status", "reject"),
        line("flood:124-157", "bearings", []),
    )
    table, corrections = apply_to_bearings(draft, review, statements.drop(index=MAYOR))
    assert table["statement_id"].tolist() == [ENGINEER]
    assert corrections["status"].tolist() == ["applied", "gone"]
    assert ENGINEER in corrections["message"].iloc[1]


def test_an_added_statement_brings_its_bearings(statements: pd.DataFrame, flood: Document) -> None:
    value = {"source": "0-3", "content": "0-10", "strength": "hint",
             "bearings": [{"narrative": "neglect", "stance": "supports"}]}  # fmt: skip
    review = review_of(line("flood", "statement", value))
    told, _ = apply_to_statements(statements, review, [flood])
    table, corrections = apply_to_bearings(bearings_of(), review, told)
    assert table[["statement_id", "narrative_id"]].to_numpy().tolist() == [
        ["flood:0-10", "neglect"]
    ]
    assert len(corrections) == 0


# Sources


def test_reliability_is_given_by_a_person(sources: pd.DataFrame) -> None:
    review = review_of(line("mayor", "reliability", "B"), line("ministr", "reliability", "A"))
    table, corrections = apply_to_sources(sources, review)
    assert table["reliability"].tolist() == ["B", "C"]
    assert corrections["status"].tolist() == ["applied", "gone"]
    assert sources["reliability"].tolist() == ["", "C"]


def test_an_origin_that_the_case_lacks_is_refused_with_the_way_out(sources: pd.DataFrame) -> None:
    sources["origin_id"] = ""
    review = review_of(line("mayor", "origin", "town"))
    for origins, told in (
        ((), 'origin "town" is not in the case. It has no origins yet: write them under origins'),
        (("towns",), 'origin "town" is not in the case. Known: towns. Did you mean "towns"?'),
    ):
        _, corrections = apply_to_sources(sources, review, origins)
        assert corrections["status"].tolist() == ["refused"]
        assert corrections["message"][0].startswith(told)


# Items


@pytest.fixture
def drafted() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    ids = [f"item:{MAYOR}", f"item:{ENGINEER}", f"item:{MINISTRY}"]
    items = pd.DataFrame(
        [(f"label {n}", "bare_assertion", "none", math.nan, "", "draft") for n in range(3)],
        columns=list(ITEMS),
        index=pd.Index(ids, name="item_id"),
    )
    reports = pd.DataFrame(
        [
            (ids[0], MAYOR, "mayor", "town", True, ""),
            (ids[1], ENGINEER, "brandt", "town", True, ""),
            (ids[2], MINISTRY, "ministry", "state", True, ""),
            (ids[0], MINISTRY, "ministry", "state", False, ""),
        ],
        columns=list(REPORTS),
    )
    matrix = pd.DataFrame(
        [[1.0, math.nan], [1.0, math.nan], [math.nan, 1.0]],
        index=items.index,
        columns=pd.Index(["neglect", "sabotage"], name="narrative_id"),
    )
    return items, reports, matrix


def test_without_a_review_the_items_stay_as_drafted(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    result = apply_to_items(*drafted, review_of())
    pd.testing.assert_frame_equal(result.items, drafted[0], check_dtype=False)
    pd.testing.assert_frame_equal(result.reports, drafted[1], check_dtype=False)
    pd.testing.assert_frame_equal(result.matrix, drafted[2], check_dtype=False)
    assert len(result.ratings) == 0


def test_ratings_are_kept_for_each_rater_and_the_last_one_stands_in_the_matrix(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    item = f"item:{MAYOR}"
    review = review_of(
        line(item, "rating", {"neglect": "CC", "sabotage": "I"}, who="ana"),
        line(item, "rating", {"neglect": "N"}, who="ben"),
        line(item, "rating", {"sabotage": "NA"}, who="ana"),
    )
    result = apply_to_items(*drafted, review)
    assert result.matrix.at[item, "neglect"] == 0.0
    assert math.isnan(result.matrix.at[item, "sabotage"])
    assert result.ratings[["who", "narrative_id", "rating"]].to_numpy().tolist() == [
        ["ana", "neglect", "CC"], ["ben", "neglect", "N"], ["ana", "sabotage", "NA"],
    ]  # fmt: skip
    assert result.items.at[item, "rated_by"] == "ben;ana"
    assert json.loads(result.corrections["draft"].iloc[0]) == {"neglect": "C", "sabotage": "NA"}


def test_an_item_by_hand_takes_over_the_reports_of_its_statements(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    value = {"label": "No repairs for years", "basis": "conduct", "shown": "named",
             "statements": [MAYOR, ENGINEER, MINISTRY], "holds": {MINISTRY: False}}  # fmt: skip
    result = apply_to_items(*drafted, review_of(line("repairs", "item", value)))
    assert result.items.index.tolist() == ["repairs"]
    assert result.items.loc["repairs", ["label", "basis", "shown"]].tolist() == [
        "No repairs for years", "conduct", "named",
    ]  # fmt: skip
    told = result.reports[["item_id", "statement_id", "origin_id", "holds"]].to_numpy().tolist()
    assert told == [
        ["repairs", MAYOR, "town", True],
        ["repairs", ENGINEER, "town", True],
        ["repairs", MINISTRY, "state", False],
    ]
    assert result.matrix.loc["repairs"].tolist() == [1.0, 1.0]


def test_a_new_item_starts_only_with_ratings_that_the_old_ones_share(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    items, reports, matrix = drafted
    matrix = matrix.copy()
    matrix.loc[f"item:{ENGINEER}", "neglect"] = -1.0
    value = {"label": "x", "basis": "conduct", "shown": "none", "statements": [MAYOR, ENGINEER]}
    result = apply_to_items(items, reports, matrix, review_of(line("x", "item", value)))
    assert result.matrix.loc["x"].isna().all()


def test_a_statement_may_report_two_items_made_by_hand(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    shared = {"basis": "conduct", "shown": "none"}
    review = review_of(
        line("a", "item", {**shared, "label": "A", "statements": [MAYOR]}),
        line("b", "item", {**shared, "label": "B", "statements": [MAYOR, ENGINEER]}),
    )
    result = apply_to_items(*drafted, review)
    told = result.reports[["item_id", "statement_id"]].to_numpy().tolist()
    assert sorted(told) == [["a", MAYOR], ["b", ENGINEER], ["b", MAYOR],
                            [f"item:{MINISTRY}", MINISTRY]]  # fmt: skip


def test_grades_and_basis_are_set_on_the_item(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    item = f"item:{MAYOR}"
    review = review_of(
        line(item, "credibility", 3),
        line(item, "relevance", "high"),
        line(MAYOR, "basis", "expert_judgement"),
        line(f"item:{ENGINEER}", "status", "reject"),
    )
    result = apply_to_items(*drafted, review)
    assert result.items.loc[item, ["credibility", "relevance", "basis"]].tolist() == [
        3.0, "high", "expert_judgement",
    ]  # fmt: skip
    assert f"item:{ENGINEER}" not in result.matrix.index
    assert ENGINEER not in result.reports["statement_id"].tolist()
    assert result.corrections["status"].tolist() == ["applied"] * 4


def test_an_item_that_is_gone_says_where_its_statement_went(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    items, reports, matrix = drafted
    kept = items.index != f"item:{ENGINEER}"
    moved = reports.replace({"item_id": {f"item:{ENGINEER}": f"item:{MAYOR}"}})
    review = review_of(
        line(f"item:{ENGINEER}", "rating", {"neglect": "C"}),
        line("item:flood:205-212", "credibility", 2),
        line(f"item:{MAYOR}", "rating", {"neglet": "C"}),
    )
    result = apply_to_items(items[kept], moved, matrix[kept], review)
    assert result.corrections["status"].tolist() == ["gone", "gone", "refused"]
    assert f"a report of item:{MAYOR} now" in result.corrections["message"].iloc[0]
    assert f"nearest is item:{MINISTRY}" in result.corrections["message"].iloc[1]
    assert 'Did you mean "neglect"?' in result.corrections["message"].iloc[2]


def test_reports_of_rejected_statements_go_with_their_items(
    drafted: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    result = apply_to_items(*drafted, review_of(line(MAYOR, "status", "reject")))
    assert result.items.index.tolist() == [f"item:{ENGINEER}", f"item:{MINISTRY}"]
    assert result.reports["item_id"].isin(result.items.index).all()


AHEAD = {"who": "ben", "target": "flood:4-9", "field": "polarity", "why": ""}


def test_what_is_decided_behind_a_line_of_a_wrong_clock_counts(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    line = {"at": "2999-05-06T10:00:00Z", **AHEAD, "value": "denies"}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    append_review(path, [{**AHEAD, "value": "doubts"}, {**AHEAD, "value": "asserts"}])
    review, warnings = load_review(path)
    assert review["value"].tolist() == ["denies", "doubts", "asserts"]
    assert review["at"].tolist()[1:] == [f"2999-05-06T10:00:00.00000{n}Z" for n in (1, 2)]
    assert warnings == []


def test_a_line_that_a_wrong_clock_puts_behind_others_is_told(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    late = {"at": "2999-05-06T10:00:00Z", **AHEAD, "value": "denies"}
    then = {"at": "2026-05-06T10:00:00Z", **AHEAD, "value": "asserts"}
    path.write_text("".join(json.dumps(line) + "\n" for line in (late, then)), encoding="utf-8")
    review, (warning,) = load_review(path)
    assert review["value"].tolist() == ["asserts", "denies"]
    assert warning == (
        f"{path}, line 1: it is dated 2999-05-06T10:00:00Z, which has not come yet, so it counts "
        "after lines that stand behind it. If the clock was wrong, write the right time into the "
        "line."
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in (then, late)), encoding="utf-8")
    assert load_review(path)[1] == []


def test_the_last_moment_there_is_breaks_no_review(tmp_path: Path):
    path = tmp_path / "review.jsonl"
    line = {"at": "9999-12-31T23:59:59.999999Z", **AHEAD, "value": "denies"}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    append_review(path, [{**AHEAD, "value": "asserts"}])
    assert sorted(load_review(path)[0]["value"]) == ["asserts", "denies"]
