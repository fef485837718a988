"""The invented seed: its truth is known, no score reads it, and nothing but a lesson shows it."""

from __future__ import annotations

import ast
import gzip
import hashlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import narratives as nv
from narratives.deciding import count_decided
from narratives.exchange.known import FORMATS
from narratives.schema import CaseError, Truth

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "marigold-airship"
MAY_READ_THE_TRUTH = ("schema", "case", "classroom", "reference", "cli")
"""Rooms that read or write it: those that load a case, and those that end a lesson."""


@cache
def seed() -> nv.Case:
    return nv.load_case(SEED)


@cache
def comparison() -> nv.Comparison:
    return nv.compare(seed())


def sentences_of_the_truth() -> list[str]:
    truth = seed().truth
    assert truth is not None
    return [part for part in re.split(r"(?<=[.])\s+", truth.story) if part]


# The truth


def test_the_truth_is_one_of_the_accounts_and_is_told_in_sentences() -> None:
    truth = seed().truth
    assert truth is not None
    assert truth.narrative_id == "worn_cable"
    assert truth.narrative_id in seed().narratives.index
    assert len(sentences_of_the_truth()) >= 5


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        (
            "{narrative: worn_cabel}",
            r'line \d+: truth.narrative "worn_cabel" is not a narrative of this case. Known: '
            r'worn_cable, cut_cable, gust. Did you mean "worn_cable"\?',
        ),
        ("{story: It broke.}", r'line \d+: truth lacks the key "narrative". Add it.'),
        ("worn_cable", r'truth is the text "worn_cable"; it must be a mapping with the keys'),
        ("{narrative: gust, why: x}", r"truth.why is not a known key. Known: narrative, story"),
        ("{narrative: gust, story: []}", r"truth.story is a list; it must be a text"),
    ],
)
def test_a_mistake_in_the_truth_names_line_value_and_way_out(
    tmp_path: Path, truth: str, message: str
) -> None:
    text = (SEED / "case.yaml").read_text("utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("It broke, a baker said.\n", "utf-8")
    (tmp_path / "documents" / "documents.yaml").write_text("- {id: a, file: a.txt}\n", "utf-8")
    changed = text[: text.index("\ntruth:")] + f"\ntruth: {truth}\n"
    (tmp_path / "case.yaml").write_text(changed, "utf-8")
    with pytest.raises(CaseError, match=message):
        nv.load_case(tmp_path)


def test_no_score_depends_on_the_truth_and_no_page_shows_it(tmp_path: Path) -> None:
    other = nv.compare(replace(seed(), truth=Truth("gust", "A gust tore it.")))
    for name in ("matrix", "weights", "ranking", "support_by_narrative"):
        pd.testing.assert_frame_equal(
            pd.DataFrame(getattr(comparison(), name)), pd.DataFrame(getattr(other, name))
        )
    assert comparison().summary() == other.summary()
    page = tmp_path / "page.html"
    comparison().to_html(page)
    assert [told for told in sentences_of_the_truth() if told in page.read_text("utf-8")] == []


def test_only_rooms_that_load_a_case_or_end_a_lesson_read_the_truth() -> None:
    readers = set()
    for path in (ROOT / "narratives").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "truth":
                readers.add(path.relative_to(ROOT / "narratives").parts[0])
    assert "case" in readers
    assert readers <= set(MAY_READ_THE_TRUTH)


def test_no_export_holds_the_truth(tmp_path: Path) -> None:
    told = [sentence.encode() for sentence in sentences_of_the_truth()]
    looked = set()
    for form in FORMATS:
        if form.name in ("duckdb", "parquet", "workbook", "cas", "stix", "misp"):
            continue  # Compressed, or of a large library; all formats read the same tables.
        ending = form.endings[0] if form.endings else ""
        made = nv.export_case(
            seed(), tmp_path / f"{form.name}{ending}", to=form.name, comparison=comparison()
        )
        files = [f for path in made.files for f in (path, *path.rglob("*")) if f.is_file()]
        looked.add(form.name)
        texts = {f: f.read_bytes() for f in files}
        texts |= {f: gzip.decompress(t) for f, t in texts.items() if f.suffix == ".achz"}
        assert [f.name for f, text in texts.items() for words in told if words in text] == []
    assert len(looked) >= 3


# The review


def test_every_line_of_the_review_is_applied_and_gives_its_reason() -> None:
    assert set(comparison().corrections["status"]) == {"applied"}
    assert comparison().warnings == ()
    assert [why for why in seed().review["why"] if len(why.split()) < 5] == []


def test_the_words_that_a_reason_quotes_stand_in_a_text() -> None:
    texts = " ".join(" ".join(document.text.split()) for document in seed().documents)
    reviews = [seed().review, *seed().readings.values()]
    quoted = [words for r in reviews for why in r["why"] for words in re.findall('"(.+?)"', why)]
    assert len(quoted) > 50
    assert [words for words in quoted if words not in texts] == []


def test_every_statement_was_decided_on_or_added_by_a_person() -> None:
    added = seed().review[seed().review["field"] == "statement"]
    left = set(comparison().statements.index) - set(seed().review["target"])
    assert len(left) == len(added) == 6


def test_a_person_has_decided_on_everything_that_is_counted() -> None:
    decided = count_decided(comparison())
    whole = decided[decided["who"] == ""].set_index("kind")
    assert whole.loc[["statement", "bearings", "item", "source"], "decided"].tolist() == (
        whole.loc[["statement", "bearings", "item", "source"], "of"].tolist()
    )
    assert whole.at["bearings", "of"] == len(comparison().statements) == 45
    assert set(comparison().bearings["probability"]) == {1.0}


# What the case is made to show


def test_three_texts_of_one_agency_are_one_origin() -> None:
    statements = comparison().statements
    gust = statements[statements["content_text"].str.startswith('"A sudden gust')]
    assert gust["document_id"].tolist() == ["agency", "post"]
    assert gust["origin_id"].unique().tolist() == ["pellworth"]


def test_the_order_is_no_tie_and_the_known_truth_stands_first() -> None:
    assert comparison().ranking["rank"].tolist() == [1.0, 2.0, 3.0]
    assert comparison().ranking.index[0] == "worn_cable"
    support = comparison().support_by_narrative
    assert support["probability"].idxmax() == "worn_cable"
    assert set(support["withheld"]) == {""}


def test_no_single_item_and_no_single_origin_turns_the_first() -> None:
    changes = comparison().what_would_change
    without = changes[changes["kind"].isin(["without item", "without origin"])]
    assert len(without) > 12
    assert not without["support_leader_changes"].any()
    assert not without["contradiction_leader_changes"].any()


def test_one_item_and_one_origin_decide_the_order_by_both_measures() -> None:
    changes = comparison().what_would_change.set_index(["kind", "changed"])
    deciding = {
        view: [
            list(changes.loc[kind].query(f"{view}_order_changes").index)
            for kind in ("without item", "without origin")
        ]
        for view in ("contradiction", "support")
    }
    assert deciding["support"] == [["no_tool_marks"], ["university"]]
    assert deciding["contradiction"] == [["film", "no_tool_marks"], ["pupil", "university"]]
    dropped = comparison().drop_one
    assert bool(dropped.at[("item", "no_tool_marks"), "order_changes"])
    assert bool(dropped.at[("origin", "university"), "order_changes"])


def test_on_the_third_day_one_film_and_its_maker_decide_who_is_first_by_support() -> None:
    changes = comparison().readings["early"].what_would_change
    turned = changes.query("kind in ['without item', 'without origin'] and support_leader_changes")
    assert turned["changed"].tolist() == ["film", "pupil"]


def test_the_correction_is_no_copy_of_what_it_corrects() -> None:
    reports = comparison().reports.set_index("statement_id")
    assert reports.at["correction:213-263", "origin_id"] == "weather_office"
    assert reports.at["correction:213-263", "copied_from"] == ""
    # So the measured wind weighs what the Weather Office is worth.
    assert comparison().support.contributions.at["calm_evening", "gust"] < -0.5
    unheard = comparison().what_would_change.set_index(["kind", "changed"])
    without = unheard.loc[("without origin", "weather_office"), "probability:gust"]
    assert without > 2 * comparison().support.probabilities["gust"]


def test_a_reader_of_the_third_day_is_misled_by_the_planted_memo() -> None:
    early = comparison().readings["early"]
    assert early.ranking.index[0] == "cut_cable"
    assert early.ranking.loc["worn_cable", "contradicted_by"] == "memo;two_men_seen"
    assert early.support_by_narrative["probability"].idxmax() == "worn_cable"


def test_a_true_denial_and_a_false_one_weigh_nothing_by_themselves() -> None:
    assert comparison().matrix.loc["denial_by_the_club"].tolist() == [0.0, 0.0, 0.0]
    reports = comparison().reports.set_index("statement_id")
    assert not bool(reports.at["ministry:332-381", "holds"])


# The hand annotation


def test_every_text_is_annotated_by_hand_and_all_are_measured_together() -> None:
    texts = [document.document_id for document in seed().documents]
    assert {"agency", *seed().references} == set(texts)
    agreement = nv.measure_agreement(seed())
    required = [r["scoring"]["required"] for r in (seed().reference, *seed().references.values())]
    assert agreement.summary.at["required found", "of"] == sum(map(len, required)) == 37
    assert {item.split(":")[0] for item in agreement.items.index} == set(texts)
    assert agreement.summary.at["required found with the right source", "share"] >= 0.9


@pytest.mark.parametrize("name", [path.stem for path in sorted((SEED / "documents").glob("*.txt"))])
def test_the_spans_of_an_annotation_are_the_words_they_say(name: str) -> None:
    reference = seed().reference if name == "agency" else seed().references[name]
    text = seed().document(name).text
    spans = [
        span
        for item in reference["items"]
        for part in (item["source"]["spans"], item["cue"], item["content"], item["hedge_spans"])
        for span in part
    ]
    assert len(spans) >= 3 * len(reference["items"]) - 1
    assert hashlib.sha256(text.encode()).hexdigest() == reference["document"]["sha256"]
    assert [s["text"] for s in spans] == [text[s["start"] : s["end"]] for s in spans]
