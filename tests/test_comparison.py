from __future__ import annotations

import dataclasses
import math
import re
from pathlib import Path

import pandas as pd
import pytest
from port_case import TEXT, many_accounts, port_case, port_comparison, port_document
from seed_case import seed_comparison

import narratives.comparison
from narratives import schema
from narratives.case import load_case
from narratives.classroom import plan_lesson, render_teacher
from narratives.comparison.record import TABLES
from narratives.report import render_report
from narratives.schema import NarrativesError, SchemaError
from narratives.scores import voices
from narratives.stages import Comparison, build, compare, scoring
from narratives.telling.tensions import find_tensions
from narratives.telling.unread import list_unread, unread_in_words
from narratives.telling.words import SHOWN_WORDS


@pytest.fixture(scope="module")
def port() -> Comparison:
    return port_comparison()


def test_two_sources_of_one_state_are_one_voice_with_three_statements(port: Comparison) -> None:
    voices = port.voices_by_origin
    row = voices[(voices["narrative_id"] == "sabotage") & (voices["stance"] == "supports")]

    assert row["name"].tolist() == ["Selmont state"]
    assert row["mentions"].tolist() == [3]
    assert row["sources"].tolist() == [2]
    assert row["stake"].tolist() == [1.0]


def test_a_stake_means_the_same_in_every_table(port: Comparison, tmp_path: Path) -> None:
    stakes = port.stakes.copy()
    stakes.loc["broadcaster", "sabotage"] = -1.0
    differing = dataclasses.replace(port, voices=voices(port.statements, port.bearings, stakes))
    told = differing.voices_by_origin.set_index(["narrative_id", "stance", "origin_id"])["stake"]

    assert told[("sabotage", "supports", "state")] == 0
    assert told[("sabotage", "disputes", "norland")] == -1
    assert math.isnan(told[("accident", "supports", "union")])
    given = differing.voices["stake"].loc[list(told.index)]
    pd.testing.assert_series_equal(told, given, check_names=False)
    page = differing.to_html(tmp_path / "port.html").read_text(encoding="utf-8")
    assert "its sources differ in their stake" in page


def test_the_articles_own_voice_is_listed_and_is_no_origin(port: Comparison) -> None:
    voices = port.voices_by_origin
    own = voices[voices["origin_id"] == "narrator"]

    assert own["voice"].tolist() == ["narrator"]
    assert own["name"].tolist() == ["the article itself"]
    assert "from four origins and the article’s own voice" in port.summary()


def test_every_strength_of_a_voice_is_kept_and_none_is_averaged(port: Comparison) -> None:
    firmness = port.firmness_by_origin
    state = firmness[firmness["origin_id"] == "state"]

    assert state["strength"].tolist() == ["likely", "hint"]
    assert state["words"].tolist() == ["probably; repeated", "hinted at"]


def test_the_basis_of_an_account_is_what_its_supporting_statements_rest_on(
    port: Comparison,
) -> None:
    basis = port.basis_by_narrative.set_index(["narrative_id", "basis"])["shown"]

    assert basis["accident"].to_dict() == {
        "images": "shown",
        "conduct": "named",
        "expert_judgement": "none",
    }
    assert basis["missile"].to_dict() == {"bare_assertion": "none"}


def test_the_summary_says_who_how_firmly_and_who_disputes(port: Comparison) -> None:
    summary = port.summary()

    assert summary.startswith(
        "This text carries three accounts: “Accident”, “Sabotage” and “Stray missile”; "
        "nine statements bear on them, from four origins"
    )
    assert "as likely by Institute for Harbour Safety" in summary
    assert "as likely by Selmont state (has a stake in it), with nothing named or shown" in summary
    assert "“Sabotage” is disputed by Norland state (has a stake against it)" in summary
    assert "no one in this text disputes “Accident” or “Stray missile”" in summary
    assert "silence is not support" in summary


def test_the_summary_and_the_tables_have_the_same_words_for_what_an_account_rests_on(
    port: Comparison,
) -> None:
    basis = port.basis.copy()
    assert basis.at[("missile", "supports", "bare_assertion"), "shown"] == "none"
    basis.at[("missile", "supports", "bare_assertion"), "shown"] = "named"
    named = dataclasses.replace(port, basis=basis)
    table = named.basis_by_narrative.query("narrative_id == 'missile'")
    assert {SHOWN_WORDS[shown] for shown in table["shown"]} == {"only named"}
    assert "with assertion named and nothing shown" in named.summary()
    # A kind that is told of, and of which nothing is there, has a line in the tables: only said.
    told = seed_comparison()
    kinds = told.basis_by_narrative.query("narrative_id == 'false_flag'")
    assert {SHOWN_WORDS[shown] for shown in kinds["shown"]} == {"only said"}
    assert "Ukrainian state (has a stake in it), with nothing named or shown" in told.summary()
    assert "no basis is given" not in told.summary()


def test_what_is_stated_comes_before_what_is_implied_in_the_summary(port: Comparison) -> None:
    summary = port.summary()

    assert summary.index("Institute for Harbour Safety") < summary.index("Harbour union")


@pytest.mark.parametrize("number", [1, 2, 6, 12])
def test_the_summary_is_written_for_any_number_of_accounts(number: int) -> None:
    comparison = many_accounts(number)
    summary = comparison.summary()
    words = {1: "one account", 2: "two accounts", 6: "six accounts", 12: "twelve accounts"}

    assert f"carries {words[number]}: " in summary
    assert summary.count(" is put forward ") == number
    assert summary.count(" is disputed by ") == number
    assert "silence is not support" not in summary
    assert summary.endswith(".")


def test_a_remark_of_the_article_is_given_without_a_strength(port: Comparison) -> None:
    assert "by implication by Harbour union, and by the article’s own remark, with images" in (
        port.summary()
    )


def test_the_summary_of_a_text_in_which_nobody_speaks_says_so() -> None:
    summary = many_accounts(2, speak=False).summary()

    assert "no statement in it speaks for or against any of them." in summary
    assert (
        "Nothing in this text speaks for “The cause with the number 1” or “The cause with the "
        "number 2”." in summary
    )
    assert "no one in this text disputes" in summary.lower()


def test_the_summary_never_judges_the_event(port: Comparison) -> None:
    assert not re.search(r"\b(true|false|debunked|proven)\b", port.summary(), re.IGNORECASE)


def test_labels_of_others_are_a_tension_and_not_a_strength(port: Comparison) -> None:
    label = port.tensions[port.tensions["kind"] == "label"].iloc[0]

    assert "“this claim”, “these allegations”" in label["why"]
    assert schema.span_text(TEXT, label["spans"]) == "hinted at … this claim … these allegations"


def test_refuted_without_a_basis_is_a_tension(port: Comparison) -> None:
    row = port.tensions[port.tensions["kind"] == "verdict_word"].iloc[0]

    assert schema.span_text(TEXT, row["spans"]) == "refuted"


def test_refuted_with_a_shown_basis_is_none() -> None:
    port = port_comparison()
    items = port.items.assign(shown="shown")
    documents = {d.document_id: d for d in port.documents}
    found = find_tensions(port.statements, port.bearings, port.reports, items, documents)

    assert "verdict_word" not in set(found["kind"])


def test_one_source_at_two_strengths_is_a_tension(port: Comparison) -> None:
    row = port.tensions[port.tensions["kind"] == "strength"].iloc[0]

    assert "hint (“hinted at”); likely (“said that”)" in row["why"]


def test_one_origin_for_two_accounts_is_a_tension() -> None:
    port = port_comparison()
    statements = port.statements.copy()
    statements.loc[statements["origin_id"] == "union", "origin_id"] = "norland"
    documents = {d.document_id: d for d in port.documents}
    found = find_tensions(statements, port.bearings, port.reports, port.items, documents)

    assert "two_positions" in set(found["kind"])


def _tensions(statements: pd.DataFrame, bearings: pd.DataFrame) -> pd.DataFrame:
    port = port_comparison()
    documents = {d.document_id: d for d in port.documents}
    return find_tensions(statements, bearings, port.reports, port.items, documents)


def test_an_origin_that_denies_one_account_and_puts_another_forward_is_a_tension(
    port: Comparison,
) -> None:
    row = port.tensions[port.tensions["kind"] == "two_positions"].iloc[0]

    assert row["why"] == (
        "Statements of one origin hold different positions: Norland's foreign office "
        "(“refuted”) against “Sabotage”; Norland's embassy (“suggested”) for “Stray missile”. "
        "None of them speaks of “Accident”, which others put forward. "
        "How they fit together is left to the reader."
    )
    assert schema.span_text(TEXT, row["spans"]) == "refuted … could"


def test_an_answer_to_the_only_other_account_is_no_second_position() -> None:
    port = port_comparison()
    two = port.bearings[port.bearings["narrative_id"] != "accident"]

    assert "two_positions" not in set(_tensions(port.statements, two)["kind"])


def test_one_statement_that_says_both_is_one_position() -> None:
    port = port_comparison()
    suggested = port.statements.index[port.statements["cue_text"] == "suggested"][0]
    refuted = port.statements.index[port.statements["cue_text"] == "refuted"][0]
    bearings = port.bearings.replace({"statement_id": {refuted: suggested}})

    assert "two_positions" not in set(_tensions(port.statements, bearings)["kind"])


def test_gaps_are_questions(port: Comparison) -> None:
    gaps = port.gaps

    assert gaps["question"].str.contains(r"\?").all()
    told = gaps[gaps["narrative_id"] == "missile"]["question"].tolist()
    assert told == [
        "What does Norland state base this on? The text does not say.",
        "Does anyone without a stake say so? In this text only Norland state does.",
    ]


def test_an_item_that_fits_two_accounts_is_shared_evidence(port: Comparison) -> None:
    shared = port.shared_evidence

    assert shared["label"].tolist() == ["The ministry hints at sabotage"]
    assert shared["narrative_ids"].tolist() == ["sabotage;missile"]


def test_a_thing_named_for_two_accounts_is_shared_evidence() -> None:
    port = port_comparison()
    statements = port.statements.copy()
    statements.loc[statements["cue_text"] == "suggested", "content_text"] = "the crew saw a missile"
    shared = dataclasses.replace(port, statements=statements).shared_evidence

    assert shared["label"].tolist()[0] == "“crew”"
    assert shared["narrative_ids"].tolist()[0] == "sabotage;missile"


def test_all_tables_come_out_as_fresh_frames(port: Comparison) -> None:
    tables = port.to_tables()

    assert list(tables) == ["documents", *TABLES]
    assert tables["documents"].loc["port", "sha256"] == port_document().sha256
    tables["matrix"].iloc[:, :] = 0.0
    assert port.matrix.loc["item:5", "accident"] == 2.0


def test_a_comparison_cannot_be_changed(port: Comparison) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        port.name = "other"  # type: ignore[misc]


def test_an_unknown_document_is_named_with_those_known(port: Comparison) -> None:
    with pytest.raises(SchemaError, match=r'document_id "porto" is not in .* Known: port\.'):
        port.document("porto")


def test_a_report_that_cannot_be_written_names_the_path(port: Comparison, tmp_path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(NarrativesError, match=r'path ".*report\.html" cannot be written'):
        port.to_html(tmp_path / "file" / "report.html")


def test_the_whole_way_gives_every_table_of_the_case() -> None:
    case = port_case()
    stages: list[tuple[str, int, int]] = []
    comparison = compare(case, progress=lambda *stage: stages.append(stage))

    assert list(dict.fromkeys(done for _, done, _ in stages)) == list(range(5))
    counts = [name for name, done, _ in stages if done == 2]
    assert counts[0] == "rating bearings"
    assert counts[-1] == f"rating bearings, {len(counts) - 1} of {len(counts) - 1} statements"
    assert {total for *_, total in stages} == {5}
    assert list(comparison.matrix.columns) == list(case.narratives.index)
    assert list(comparison.inconsistency.index) == list(case.narratives.index)
    assert set(comparison.reports["statement_id"]) <= set(comparison.statements.index)
    assert set(comparison.bearings["statement_id"]) <= set(comparison.statements.index)
    assert list(comparison.weights.index) == list(comparison.items.index)
    assert "state" in set(comparison.statements["origin_id"])


def test_the_same_case_gives_the_same_tables() -> None:
    first, second = compare(port_case()).to_tables(), compare(port_case()).to_tables()

    for name, table in first.items():
        pd.testing.assert_frame_equal(table, second[name], obj=name)


def _review(target: str, field: str, value: object) -> pd.DataFrame:
    line = {
        "line": 1,
        "at": "2031-05-07T10:00:00Z",
        "who": "reader",
        "target": target,
        "field": field,
        "value": value,
        "why": "read with care",
    }
    return pd.DataFrame([line])


def test_the_review_is_applied_and_a_draft_leaves_it_out() -> None:
    drafted = compare(port_case())
    target = drafted.statements.index[drafted.statements["source_id"] == "institute"][0]
    case = port_case(_review(str(target), "strength", "hint"))
    reviewed, draft = compare(case), compare(case, draft=True)

    assert reviewed.statements.at[target, "strength"] == "hint"
    assert reviewed.corrections["status"].tolist() == ["applied"]
    assert draft.statements.at[target, "strength"] == drafted.statements.at[target, "strength"]
    assert draft.corrections.empty
    assert draft.draft


def test_a_source_set_by_hand_brings_its_origin() -> None:
    drafted = compare(port_case())
    target = str(drafted.statements.index[drafted.statements["source_id"] == "institute"][0])
    reviewed = compare(port_case(_review(target, "source_id", "union")))

    assert reviewed.statements.at[target, "origin_id"] == "union"


def test_a_line_of_the_review_that_is_not_applied_is_a_warning() -> None:
    comparison = compare(port_case(_review("port:1-2", "status", "reject")))

    told = [w for w in comparison.warnings if w.startswith("Line 1 of the review")]
    assert len(told) == 1
    assert told[0].startswith(
        "Line 1 of the review was not applied (gone): the draft has no statement port:1-2. "
        "The nearest is port:"
    )


# Documents that cannot be read


TEXTS = {
    "flood": "The dam above Orlen broke because it was never repaired, the mayor said.\n",
    "storm": "The ministry hinted at sabotage. BREAK\n",
    "third": "Somebody blew up the dam, engineer Lea Brandt said.\n",
}


def case_of(make_case, texts) -> schema.Case:
    listed = "".join(f"- {{id: {name}, file: {name}.txt}}\n" for name in texts)
    folder = make_case(documents=listed)
    (folder / "documents" / "flood.txt").unlink()
    for name, text in texts.items():
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    return load_case(folder)


STAGES = (
    "find_segments",
    "reviewed_statements",
    "rate_bearings",
    "form_items",
    "find_loaded_words",
    "find_tensions",
    "notes_on",
)


def fail_on_break(monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    module = build if hasattr(build, stage) else scoring
    whole = getattr(module, stage)

    def fail(*arguments: object, **more: object) -> object:
        given = repr([a.text if isinstance(a, schema.Document) else a for a in arguments])
        tables = [a for a in arguments if isinstance(a, pd.DataFrame)]
        if "BREAK" in given or any("storm" in t.to_csv() for t in tables):
            raise IndexError("tuple index out of range")
        return whole(*arguments, **more)

    monkeypatch.setattr(module, stage, fail)


@pytest.mark.parametrize("stage", STAGES)
def test_a_document_that_cannot_be_read_costs_the_others_nothing(make_case, monkeypatch, stage):
    alone = {name: text for name, text in TEXTS.items() if name != "storm"}
    expected = compare(case_of(make_case, alone))
    case = case_of(make_case, TEXTS)
    fail_on_break(monkeypatch, stage)
    found = compare(case)
    assert found.unread == ("storm",)
    for name in ("statements", "bearings", "items", "reports", "matrix"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
    assert found.warnings[0].startswith(
        "storm could not be read: the program failed here (IndexError: tuple index out of range; "
        "test_comparison.py, line "
    )
    assert found.summary().startswith(
        "One of three texts could not be read: “storm”. Nothing below speaks of it. "
        "The draft reads: these two texts"
    )


def test_the_page_says_first_what_could_not_be_read(make_case, monkeypatch):
    case = case_of(make_case, TEXTS)
    fail_on_break(monkeypatch, "find_segments")
    comparison = compare(case)
    for page in (render_report(comparison), render_teacher(plan_lesson(comparison))):
        assert "could not be read: “storm”" in page[: page.index("<h3")]
    page = render_report(comparison)
    assert page.count("could not be read: “storm”") == 1
    assert "could not be read: “storm”" in page[: page.index("<th id=card>Score card")]


def test_of_many_texts_that_were_not_read_the_first_are_named_and_the_rest_counted(make_case):
    comparison = compare(case_of(make_case, {"storm": TEXTS["storm"]}))
    failed = dataclasses.replace(comparison, unread=tuple("abcdefghi"))
    assert unread_in_words(failed) == (
        "Nine of ten texts could not be read: “a”, “b”, “c”, “d”, “e”, “f” and 3 others. "
        "Nothing below speaks of them."
    )
    russian = "Плотина прорвалась ночью, и никто не знает, почему это случилось, сказал он."
    texts = (*comparison.documents, *(schema.Document(n, russian, language="ru") for n in "xy"))
    assert list_unread(dataclasses.replace(comparison, documents=texts)) == [
        "2 texts were not read (Russian): “x” and “y”."
    ]


def test_a_case_of_which_nothing_can_be_read_is_refused(make_case, monkeypatch):
    case = case_of(make_case, {"storm": TEXTS["storm"]})
    fail_on_break(monkeypatch, "find_segments")
    with pytest.raises(NarrativesError, match=r"^storm: the program failed here \(IndexError: .*"):
        compare(case)


def test_a_mistake_of_the_whole_case_is_told_as_it_is(make_case):
    case = case_of(make_case, TEXTS)
    with pytest.raises(SchemaError, match="narratives lacks the column"):
        compare(dataclasses.replace(case, narratives=case.narratives.drop(columns="terms")))


@pytest.mark.parametrize("name", ["compare", "Comparison"])
def test_what_moved_out_of_this_room_is_told_with_its_new_place(name: str) -> None:
    with pytest.raises(ImportError, match=f"Write: from narratives import {name}"):
        exec(f"from narratives.comparison import {name}", {})
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = narratives.comparison.nothing
