"""The seed case after its review: what a careful hand annotation counts must come out.

Expected numbers are typed from the notes on that annotation, not computed.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from once import compare_once
from seed_case import SEED, seed_comparison as comparison

import narratives as nv
from narratives.reference import measure_draft
from narratives.tagging import MODELS

SHA256 = "abb56511a7e3db3967a33d82819ea6263ae9dbfd19e27b4b3eb1bc5de84c3fff"


@cache
def seed() -> nv.Case:
    return nv.load_case(SEED)


def voices_of(narrative: str, stance: str) -> pd.DataFrame:
    voices = comparison().voices.reset_index()
    chosen = (voices["narrative_id"] == narrative) & (voices["stance"] == stance)
    return voices[chosen].set_index("voice")


def origins_of(narrative: str, stance: str, how: str) -> set[str]:
    voices = voices_of(narrative, stance)
    return set(voices.index[(voices["kind"] == "origin") & (voices[how] > 0)])


# The text and the review


def test_the_article_is_the_one_that_was_annotated_and_read() -> None:
    raw = (SEED / "documents" / "article.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SHA256
    assert seed().document("crocus").sha256 == SHA256
    review = seed().review
    assert review[review["field"] == "sha256"]["value"].tolist() == [SHA256]


def test_every_line_of_the_review_is_applied() -> None:
    corrections = comparison().corrections
    left = corrections[corrections["status"] != "applied"]
    assert left[["line", "target", "message"]].to_dict("records") == []
    assert corrections["message"].tolist() == [""] * len(corrections)
    lines = seed().review
    told = set(corrections["line"]) | set(lines[lines["field"] == "sha256"]["line"])
    assert told == set(lines["line"])
    assert comparison().warnings == ()


def test_every_line_of_the_review_gives_its_reason() -> None:
    review = seed().review
    assert [len(why.split()) >= 5 for why in review["why"]] == [True] * len(review)


def test_the_words_that_a_reason_quotes_stand_in_the_article() -> None:
    text = " ".join(seed().document("crocus").text.split())
    quoted = [words for why in seed().review["why"] for words in re.findall('"(.+?)"', why)]
    assert len(quoted) > 50
    assert [words for words in quoted if words not in text] == []


def test_the_review_is_one_reading_in_order() -> None:
    times = [datetime.fromisoformat(at) for at in seed().review["at"]]
    assert {(b - a).total_seconds() for a, b in pairwise(times[:-3])} == {60.0}
    assert {time.date().isoformat() for time in times[:-3]} == {"2026-11-22"}
    # What a later reader of bearings drafts otherwise was decided when it came.
    assert {time.date().isoformat() for time in times[-3:]} == {"2026-11-29"}
    assert set(seed().review["who"]) == {"first-reader"}


def test_the_review_decides_on_every_statement() -> None:
    # The identification by the FSB is added by hand, so the document is its target.
    statements = set(comparison().statements.index)
    assert len(statements) == 23
    assert statements - set(seed().review["target"]) == {"crocus:2435-2447"}


# Voices by origin


@pytest.mark.parametrize(
    ("narrative", "counts"),
    [
        ("isis", {"mentions_for": 9, "mentions_against": 0, "narrator_for": 1}),
        (
            "ukrainian_trace",
            {"mentions_for": 5, "stated_against": 3, "implied_against": 1, "narrator_for": 1},
        ),
        ("false_flag", {"mentions_for": 1, "mentions_against": 0, "narrator_for": 0}),
    ],
)
def test_as_many_statements_bear_on_each_account_as_the_annotation_counts(
    narrative: str, counts: dict[str, int]
) -> None:
    table = nv.count_voices(comparison().voices, seed().narratives)
    numbers = table["number"].loc[narrative]
    assert {name: int(numbers[name]) for name in counts} == counts


def test_isis_is_put_forward_by_three_origins_and_by_two_more_in_part_only() -> None:
    assert origins_of("isis", "supports", "stated") == {"isis_group", "us_intelligence", "isw"}
    # France speaks of a precedent, the FSB of who the suspects are.
    assert origins_of("isis", "supports", "implied") == {"france", "russian_fsb"}
    assert voices_of("isis", "supports").at["france", "mentions"] == 3
    assert voices_of("isis", "supports").at["isis_group", "mentions"] == 2
    assert voices_of("isis", "disputes").empty


def test_the_ukrainian_trace_has_one_origin_for_it_and_one_against_it() -> None:
    supports = voices_of("ukrainian_trace", "supports")
    assert supports["kind"].to_dict() == {
        "russian_state": "origin",
        "narrator": "narrator",
        "unnamed": "unnamed",
    }
    assert supports.at["russian_state", "sources"] == 3
    assert origins_of("ukrainian_trace", "disputes", "mentions") == {"ukrainian_state"}


def test_the_false_flag_has_the_voice_of_the_accused_state_and_no_other() -> None:
    supports = voices_of("false_flag", "supports")
    assert supports["mentions"].to_dict() == {"ukrainian_state": 1}
    assert supports["self_serving"].to_dict() == {"ukrainian_state": True}


@pytest.mark.parametrize(
    ("narrative", "voice", "strength", "words"),
    [
        ("isis", "isis_group", "certain", "claimed responsibility for"),
        ("isis", "us_intelligence", "likely", "likely"),
        ("isis", "isw", "likely", "most likely"),
        ("ukrainian_trace", "russian_state", "hint", "hinting at"),
        ("false_flag", "ukrainian_state", "possible", "could be … potentially"),
    ],
)
def test_each_origin_stands_at_its_own_strongest_word(
    narrative: str, voice: str, strength: str, words: str
) -> None:
    row = comparison().firmness.loc[(narrative, "supports", voice)]
    assert row["strongest"] == strength
    assert words in row["strongest_words"]


@pytest.mark.parametrize(
    ("narrative", "named"),
    [
        ("isis", {"claim_of_responsibility", "images"}),
        ("ukrainian_trace", {"conduct"}),
        ("false_flag", set()),
    ],
)
def test_a_basis_is_named_at_most_and_never_shown(narrative: str, named: set[str]) -> None:
    basis = comparison().basis_by_narrative
    basis = basis[basis["narrative_id"] == narrative].set_index("basis")["shown"]
    assert set(basis.index[basis == "named"]) == named
    assert set(basis) <= {"named", "none"}


# Hard calls


def test_the_claim_of_responsibility_is_not_put_into_the_mouth_of_the_president() -> None:
    statements = comparison().statements
    told = statements.loc["crocus:133-301"]
    assert told["content_text"] == (
        "The ISIS terrorist group … previously tried to organize several similar attacks in France"
    )
    assert statements.at["crocus:192-237", "source_id"] == "isis_group"


def test_the_quotation_without_a_cue_stays_inferred() -> None:
    told = comparison().statements.loc["crocus:591-839"]
    assert (told["source_id"], bool(told["inferred"]), told["cue"]) == ("macron", True, "")


def test_the_alleger_without_a_name_is_given_none() -> None:
    told = comparison().statements.loc["crocus:1680-1709"]
    assert (told["source_id"], told["origin_id"]) == ("unnamed", "unnamed")


def test_the_identification_that_the_draft_missed_is_added_as_an_origin_of_its_own() -> None:
    told = comparison().statements.loc["crocus:2435-2447"]
    assert told[["source_text", "cue_text", "content_text"]].tolist() == [
        "the Russian FSB",
        "identified by",
        "the suspects",
    ]
    assert told["origin_id"] == "russian_fsb"
    assert "crocus:2435-2447" not in compare_once(seed(), draft=True).statements.index


def test_the_critique_of_the_response_bears_on_no_account() -> None:
    bearings = comparison().bearings
    rows = bearings[bearings["statement_id"] == "crocus:1996-2020"]
    assert rows["narrative_id"].tolist() == ["none"]


# Items and their ratings


def test_a_person_rated_every_item_against_every_account() -> None:
    items, matrix = comparison().items, comparison().matrix
    assert len(items) == 12
    assert matrix.notna().all(axis=None)
    assert set(items["rated_by"]) == {"first-reader"}
    assert comparison().questions.empty


def test_no_item_can_be_judged_from_this_text_alone_and_no_source_is_graded() -> None:
    assert set(comparison().items["credibility"]) == {6.0}
    assert set(comparison().items["relevance"]) == {"low", "medium", "high"}
    assert set(comparison().sources["reliability"]) == {""}


def test_that_somebody_says_so_is_an_item_apart_from_what_is_said() -> None:
    reports = comparison().reports
    said = reports[reports["item_id"] == "hint_by_russian_authorities"]
    hinted = reports[reports["item_id"] == "trace_in_investigation"]
    speakers = {"crocus:1499-1539", "crocus:1541-1552", "crocus:1541-1552@1598"}
    assert set(said["statement_id"]) == speakers
    assert said["holds"].all()
    assert set(hinted["statement_id"][hinted["holds"]]) == speakers
    denials = {"crocus:1828-1845", "crocus:1937-1983"}
    assert set(hinted["statement_id"][~hinted["holds"]]) == denials


def test_a_hint_by_the_accuser_fits_a_frame_just_as_well() -> None:
    ratings = comparison().matrix.loc["hint_by_russian_authorities"]
    assert ratings.to_dict() == {"isis": 0.0, "ukrainian_trace": 1.0, "false_flag": 1.0}


def test_a_denial_that_would_come_in_any_case_tells_nothing_apart() -> None:
    assert comparison().matrix.loc["denial_by_ukraine"].tolist() == [0.0, 0.0, 0.0]
    assert comparison().diagnosticity["denial_by_ukraine"] == 0.0


def test_the_images_set_the_accounts_apart_the_most() -> None:
    # Ratings 2, 0, 0: mean 2/3, population deviation sqrt(8)/3.
    assert comparison().diagnosticity.idxmax() == "image_match"
    assert comparison().diagnosticity.max() == pytest.approx(8**0.5 / 3)


def test_support_of_one_account_is_rated_as_contradiction_of_no_other() -> None:
    assert comparison().matrix.min(axis=None) == 0.0
    assert set(comparison().ranking["inconsistency"]) == {0.0}


# What the text does not say


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("crocus", "names no year"),
        ("crocus", "most probably BFM TV"),
        ("bmf_tv", "most probably BFM TV"),
        ("isis_group", "gains prestige"),
        ("russian_media", "does not say"),
        ("fsb", "service of the Russian state"),
        ("ccd", "National Security and Defense Council"),
    ],
)
def test_what_is_not_from_the_text_is_marked_as_outside(where: str, words: str) -> None:
    case = seed()
    marked = {"crocus": case.document("crocus").outside, **case.sources["outside"].to_dict()}
    assert any(words in sentence for sentence in marked[where])


def test_no_year_and_no_address_is_given_to_the_article() -> None:
    document = seed().document("crocus")
    assert (document.published, document.url) == ("", "")
    assert "2024" not in document.text
    assert "BFM" not in document.text


# The draft


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("required found with the right source", 17 / 19),
        ("statements that are right", 0.85),
        # The goal is 19 of 19, and stays it. The rules that the reader replaced had that, but were
        # made on this article; the reader has 16 of 19: benchmarks/RESULTS.md says so.
        ("narrative and stance", 16 / 19),
        ("strength", 0.85),
        ("never emitted", 1.0),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_the_draft_is_as_good_as_it_has_to_be(model: str, measure: str, least: float) -> None:
    summary = agreement(model).summary
    assert summary.at["required found", "of"] == 19
    assert summary.at[measure, "share"] >= least


@cache
def agreement(model: str) -> nv.Agreement:
    case = seed()
    drafted = nv.extract_statements(case.documents, case.sources, model=model)
    bearings = nv.rate_bearings(drafted, case.narratives, case.documents, case.sources, case.stakes)
    return measure_draft(drafted, bearings, case.document("crocus"), case.reference)


def test_the_command_measures_the_draft_that_the_report_shows() -> None:
    case = seed()
    draft = compare_once(case, draft=True)
    shown = measure_draft(
        draft.statements, draft.bearings, case.document("crocus"), case.reference
    ).summary
    assert nv.measure_agreement(case).summary.equals(shown)
    # What a source gains if it is believed is known there, and moves the bearings alone.
    by_hand = agreement("accurate").summary.drop(index="narrative and stance")
    assert shown.drop(index="narrative and stance").equals(by_hand)
