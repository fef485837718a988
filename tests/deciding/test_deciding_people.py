"""What several people decided of the same things: alpha by field, differences, summaries."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixed_reader import FixedReader
from flood_case import FLOOD
from test_deciding import BRANDT, MAYOR, MINISTRY, says

from narratives.case import load_case
from narratives.deciding import agree, list_given
from narratives.schema import Case, SchemaError
from narratives.stages import Comparison, agreement_between, compare, compare_persons
from narratives.stages.people import persons_of, with_persons

READER = FixedReader(says)
Decide = Callable[..., Case]


@pytest.fixture
def decide(make_case: Callable[..., Path]) -> Decide:
    """Return the flood with lines of who, target, field, value and why, a minute apart."""

    def lines(told: tuple[tuple[Any, ...], ...]) -> list[dict[str, Any]]:
        return [
            {"at": f"2031-05-07T10:{minute:02}:00Z", "why": ""}
            | dict(zip(("who", "target", "field", "value", "why"), line, strict=False))
            for minute, line in enumerate(told)
        ]

    def case(*told: tuple[Any, ...], other: tuple[tuple[Any, ...], ...] = ()) -> Case:
        folder = make_case(review=lines(told))
        if other:
            written = "".join(json.dumps(line) + "\n" for line in lines(other))
            (folder / "review-later.jsonl").write_text(written, encoding="utf-8")
        return load_case(folder)

    return case


def compared(case: Case) -> Comparison:
    return compare(case, reader=READER)


def test_alpha_by_field_is_the_one_by_hand(decide):
    given = [("accept", "accept"), ("accept", "reject"), ("reject", "accept")]
    case = decide(
        *(
            (who, target, "status", value)
            for target, pair in zip((MAYOR, BRANDT, MINISTRY), given, strict=True)
            for who, value in zip(("Ana", "Ben"), pair, strict=True)
        )
    )
    found = agree(compared(case))
    status = found.fields.loc["status"]
    # Seen: 4 of 6 coincidences differ. By chance 2 * 4 * 2 of 6 * 5 do.
    assert status["alpha"] == pytest.approx(1 - (4 / 6) / (16 / 30))
    assert status["low"] <= status["alpha"] <= status["high"]
    assert (status["things"], status["differ"]) == (3, 2)
    # One of three holds one value alone: drawn three times in 1 of 27 samples.
    assert status["reason"] == ""
    assert found.persons == ("Ana", "Ben")
    assert found.reason == ""
    # Both accepted the mayor's statement, and with it every field that the draft gives.
    assert found.fields.loc["kind", "things"] == 1
    assert found.fields.loc["kind", "reason"] == "one target is too few for a number."


def test_differences_hold_the_words_and_each_ones_value_and_reason(decide):
    case = decide(
        ("Ana", MINISTRY, "strength", "hint", "it hints"),
        ("Ben", MINISTRY, "strength", "likely", "it is sure"),
    )
    rows = agree(compared(case)).differences
    assert rows.to_numpy().tolist() == [
        [MINISTRY, "strength", "", "Ana", "hint", "it hints", "sabotage"],
        [MINISTRY, "strength", "", "Ben", "likely", "it is sure", "sabotage"],
    ]


def test_the_last_word_of_each_counts_also_where_another_decided_after_it(decide):
    case = decide(
        ("Ana", MAYOR, "strength", "hint"),
        ("Ben", MAYOR, "strength", "likely"),
        ("Ana", MAYOR, "strength", "possible"),
        ("Ben", MAYOR, "polarity", "denies"),
    )
    rows = agree(compared(case)).differences
    assert dict(zip(rows["who"], rows["value"], strict=True)) == {
        "Ana": "possible",
        "Ben": "likely",
    }


def test_accept_is_a_word_on_what_stood_there_then(decide):
    case = decide(
        ("Ana", MAYOR, "strength", "hint"),
        ("Ben", MAYOR, "status", "accept"),
        ("Ana", MAYOR, "polarity", "doubts"),
    )
    found = agree(compared(case))
    assert found.fields.loc["strength", "differ"] == 0
    assert found.fields.loc["polarity", "differ"] == 1
    rows = found.differences
    assert rows[["who", "value"]].to_numpy().tolist() == [["Ben", "asserts"], ["Ana", "doubts"]]


def test_of_bearings_the_stance_to_each_account_counts(decide):
    both = [
        {"narrative": "neglect", "stance": "supports", "how": "stated"},
        {"narrative": "sabotage", "stance": "disputes", "how": "implied"},
    ]
    case = decide(
        ("Ana", MAYOR, "bearings", both),
        ("Ben", MAYOR, "bearings", [{**both[0], "how": "implied"}]),
    )
    found = agree(compared(case))
    assert found.fields.loc["bearings", ["things", "differ"]].tolist() == [2, 1]
    rows = found.differences[found.differences["field"] == "bearings"]
    assert rows[["part", "value"]].to_numpy().tolist() == [
        ["sabotage", "disputes"],
        ["sabotage", "none"],
    ]


def test_stated_and_implied_are_compared_where_the_stance_is_the_same(decide, tmp_path):
    def bears(who: str, target: str, stance: str, how: str) -> tuple[Any, ...]:
        told = {"narrative": "neglect", "stance": stance}
        # What a line does not say is stated.
        return who, target, "bearings", [told | ({"how": how} if how else {})]

    case = decide(
        bears("Ana", MAYOR, "supports", ""),
        bears("Ben", MAYOR, "supports", "implied"),
        bears("Ana", BRANDT, "disputes", "stated"),
        bears("Ben", BRANDT, "disputes", "stated"),
        bears("Ana", MINISTRY, "supports", "stated"),
        bears("Ben", MINISTRY, "disputes", "implied"),
    )
    tables = compared(case)
    found = agree(tables)
    assert found.fields.loc["stated or implied", ["things", "differ"]].tolist() == [2, 1]
    rows = found.differences[found.differences["field"] == "stated or implied"]
    assert rows[["target", "part", "who", "value"]].to_numpy().tolist() == [
        [MAYOR, "neglect supports", "Ana", "stated"],
        [MAYOR, "neglect supports", "Ben", "implied"],
    ]
    # The stances differ on the ministry's alone, of six things: two accounts of three statements.
    assert found.fields.loc["bearings", ["things", "differ"]].tolist() == [6, 1]
    page = tables.to_html(tmp_path / "page.html", date="2031-05-08").read_text("utf-8")
    letter = "AB"[list(tables.narratives.index).index("neglect")]
    told = f"stated or implied: Ana: {letter} supports stated; Ben: {letter} supports implied"
    assert told in page


def test_what_was_decided_of_two_statements_has_no_number(decide):
    """Drawn anew they are the first twice, the second twice, or both: nothing bounds a number."""
    given = [("accept", "reject"), ("reject", "accept")]
    case = decide(
        *(
            (who, target, "status", value)
            for target, pair in zip((MAYOR, BRANDT), given, strict=True)
            for who, value in zip(("Ana", "Ben"), pair, strict=True)
        )
    )
    row = agree(compared(case)).fields.loc["status"]
    assert row[["alpha", "low", "high"]].isna().all()
    assert row["reason"] == "two targets are too few for a number."
    assert (row["things"], row["differ"]) == (2, 2)


def test_what_was_decided_of_one_statement_alone_has_no_number(decide, tmp_path):
    given = [("Ana", "supports"), ("Ben", "disputes")]
    case = decide(
        *(
            (who, MAYOR, "bearings", [{"narrative": "neglect", "stance": stance}])
            for who, stance in given
        )
    )
    tables = compared(case)
    row = agree(tables).fields.loc["bearings"]
    assert row[["alpha", "low", "high"]].isna().all()
    assert row["reason"] == "one target is too few for a number."
    # Two accounts: they differ on one, and both leave the other out.
    assert (row["things"], row["differ"]) == (2, 1)
    page = tables.to_html(tmp_path / "page.html", date="2031-05-08").read_text("utf-8")
    assert (
        "<td data-l=Alpha>–<td data-l=Interval>one target is too few for a number.<td"
        in page.replace('"', "")
    )


def test_where_all_gave_one_value_there_is_no_number_however_many_targets_there_are(decide):
    row = agree(
        compared(
            decide(
                *(
                    (who, name, "strength", "hint")
                    for name in (MAYOR, BRANDT, MINISTRY)
                    for who in ("Ana", "Ben")
                )
            )
        )
    ).fields.loc["strength"]
    assert row[["alpha", "low", "high"]].isna().all()
    told = "all gave the same value, so that agreement cannot be told from chance."
    assert (row["things"], row["differ"], row["reason"]) == (3, 0, told)


def test_where_hardly_anything_differs_there_is_no_number_and_it_says_why(decide):
    names = (MAYOR, BRANDT, MINISTRY)
    given = [(who, name, "status", "accept") for who in ("Ana", "Ben") for name in names]
    given[-1] = ("Ben", MINISTRY, "status", "reject")
    row = agree(compared(decide(*given))).fields.loc["status"]
    # Of three targets one differs: a sample without it has one value alone, and so has 8 of 27.
    assert row[["alpha", "low", "high"]].isna().all()
    told = "too little differs for a number: 30 of 100 samples would have none."
    assert row["reason"] == told


def test_the_page_has_alpha_s_interval_in_a_table_and_says_what_it_holds(decide, tmp_path):
    names = (MAYOR, BRANDT, MINISTRY)
    values = {"Ana": ("certain", "hint", "likely"), "Ben": ("certain", "likely", "hint")}
    case = decide(
        *(
            (who, name, "strength", value)
            for who, own in values.items()
            for name, value in zip(names, own, strict=True)
        )
    )
    tables = compared(case)
    row = agree(tables).fields.loc["strength"]
    page = tables.to_html(tmp_path / "page.html", date="2031-05-08").read_text("utf-8")
    plain = " ".join(page.replace('"', "").split())
    assert "the interval holds 95 of 100 samples" in plain
    assert row["low"] <= row["alpha"] <= row["high"]
    assert f"<td data-l=Interval>{row['low']:.2f} to {row['high']:.2f}<td" in plain
    assert "<td data-l=They differ on>2 of 3" in plain


def test_what_nobody_can_judge_is_a_difference_and_no_point_of_the_scale(decide):
    case = decide(
        ("Ana", "ministry", "reliability", "F"),
        ("Ben", "ministry", "reliability", "B"),
    )
    found = agree(compared(case))
    row = found.fields.loc["reliability"]
    assert (row["things"], row["differ"]) == (1, 1)
    assert row["reason"] == "no two people gave a value on the scale."
    assert found.differences["words"].unique().tolist() == ["The ministry"]


def test_spans_agree_where_both_correct_to_the_same_words(decide):
    case = decide(
        ("Ana", MAYOR, "content", "60-104"),
        ("Ben", MAYOR, "content", "60-104"),
        ("Ben", BRANDT, "status", "accept"),
        ("Ana", BRANDT, "content", "124-140"),
        ("Ana", MINISTRY, "status", "accept"),
        ("Ben", MINISTRY, "content", "205-210"),
    )
    row = agree(compared(case)).fields.loc["content"]
    # Kept 0, corrected 1: (1, 1), (1, 0) and (0, 1). Seen 4 of 6, by chance 2 * 4 * 2 of 6 * 5.
    assert row["alpha"] == pytest.approx(1 - (4 / 6) / (16 / 30))
    assert row["differ"] == 2


def test_other_readings_are_compared_with_the_review(decide):
    item = f"item:{MINISTRY}"
    case = decide(
        ("Ana", "ministry", "reliability", "B"),
        other=(("Cleo", "ministry", "reliability", "D"),),
    )
    found = agree(compared(case))
    assert found.persons == ("Ana", "Cleo")
    assert found.differences["value"].tolist() == ["B", "D"]
    assert item not in found.differences["target"].tolist()


def test_one_person_and_nobody_are_told_in_clear_words(decide):
    alone = agreement_between(decide(("Ana", MAYOR, "strength", "hint")), reader=READER)
    assert alone.reason.startswith("Only Ana has decided anything here. Agreement takes two")
    assert (alone.summaries, len(alone.fields)) == ({}, 0)
    assert agree(compared(decide())).reason == "No person has decided anything here."
    apart = agree(
        compared(decide(("Ana", MAYOR, "strength", "hint"), ("Ben", BRANDT, "strength", "hint")))
    )
    assert apart.reason == (
        "Ana and Ben have decided different things: no two of them set the same field of the same "
        "statement, item or source, so there is nothing to compare yet."
    )


def test_the_summary_by_each_is_that_of_a_case_with_their_lines_alone(decide):
    lines = (
        ("Ana", MINISTRY, "status", "reject"),
        ("Ben", MINISTRY, "strength", "certain"),
        ("Ben", MAYOR, "bearings", []),
    )
    case = decide(*lines)
    found = agreement_between(case, reader=READER)
    ana = compared(decide(lines[0])).summary()
    ben = compared(decide(*lines[1:])).summary()
    assert found.summaries["Ana"].startswith(ana)
    assert found.summaries["Ben"].startswith(ben)
    assert ana != ben
    assert found.together.startswith(compared(decide(*lines)).summary())


def test_lines_that_rest_on_what_another_decided_are_counted(decide):
    added = {"source_name": "a diver", "content": "39-60", "strength": "hint"}
    case = decide(
        ("Ana", "flood", "statement", added),
        ("Ben", "flood:39-60", "strength", "likely"),
        ("Ben", MAYOR, "strength", "likely"),
    )
    assert agreement_between(case, reader=READER).without_effect == {"Ana": 0, "Ben": 1}


def test_who_only_grades_does_so_on_what_the_review_says_is_in_the_text(decide):
    case = decide(
        ("Ana", MINISTRY, "status", "reject"),
        ("Ana", "ministry", "reliability", "B"),
        other=(("Cleo", "ministry", "reliability", "D"),),
    )
    cleo = compare_persons(case, ["Cleo"], reader=READER)["Cleo"]
    assert MINISTRY not in cleo.statements.index
    assert cleo.sources.at["ministry", "reliability"] == "D"


def test_a_person_without_a_line_is_refused(decide):
    told = 'persons: "Zoe" wrote no line of the review. Known: Ana.'
    with pytest.raises(SchemaError, match=re.escape(told)):
        compare_persons(decide(("Ana", MAYOR, "strength", "hint")), ["Zoe"], reader=READER)


def test_the_hash_of_a_text_makes_nobody_a_person_who_decides(decide):
    digest = hashlib.sha256(FLOOD.encode("utf-8")).hexdigest()
    case = decide(("Ana", "flood", "sha256", digest), ("Ben", MAYOR, "strength", "hint"))
    assert persons_of(case) == ["Ben"]
    assert agree(compared(case)).persons == ("Ben",)


def test_a_line_without_effect_is_nobodys_word(decide):
    case = decide(
        ("Ana", "flood:1-2", "strength", "hint"), ("Ben", "flood:1-2", "strength", "hint")
    )
    assert list_given(compared(case)).empty


def test_the_page_tells_of_two_people_and_escapes_what_they_wrote(decide, tmp_path):
    case = decide(
        ("<b>Ana", MINISTRY, "status", "reject", "no"),
        ("Ben", MINISTRY, "status", "accept", "yes"),
    )
    page = with_persons(case, compared(case)).to_html(tmp_path / "page.html").read_text("utf-8")
    assert "How far people agree" in page
    assert "&lt;b&gt;Ana and Ben decided." in page
    assert "status: &lt;b&gt;Ana: reject; Ben: accept" in page
    assert "By Ben alone: the same summary and order." in page
    assert "By &lt;b&gt;Ana alone: This text" in page
    assert "<b>Ana" not in page


def test_the_page_of_one_person_says_nothing_of_agreement(decide, tmp_path):
    case = decide(("Ana", MINISTRY, "status", "accept"))
    shown = with_persons(case, compared(case))
    assert shown.by_person == {}
    assert "How far people agree" not in shown.to_html(tmp_path / "p.html").read_text("utf-8")
