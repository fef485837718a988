"""Whether a decision fits is said from what was kept of a draft as a comparison says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest
from fixed_reader import NEITHER, FixedReader, supports

import narratives as nv
from narratives.documents.kept import FOLDER
from narratives.evidence import form_items
from narratives.exchange.addresses import (
    FILE,
    judge_lines,
    keep_addresses,
    load_addresses,
)
from narratives.exchange.deciding import ReadFile
from narratives.exchange.taking import take
from narratives.review.log import REVIEW

MAYOR = "flood:39-104"
ADDED = {"source": "8-12", "content": "25-38"}
STATEMENT_LINES = [
    (MAYOR, "status", "accept"),
    (MAYOR, "strength", "hint"),
    (MAYOR, "content", "83-9999"),
    (MAYOR, "source_id", "mayr"),
    (MAYOR, "source_name", "a passer-by"),
    (MAYOR, "bearings", [{"narrative": "neglect", "stance": "disputes"}]),
    (MAYOR, "bearings", [{"narrative": "neglekt", "stance": "disputes"}]),
    (MAYOR, "merge", "flood:1-2"),
    ("flood:38-104", "kind", "direct"),
    ("flood:38-104", "bearings", []),
    ("flood", "statement", ADDED),
    ("lake", "statement", ADDED),
    ("flood", "copied_from", "flood"),
    ("mayor", "reliability", "B"),
    ("mayr", "reliability", "B"),
    ("ministry", "origin", "tow"),
    ("neglect", "card", {"nearness": 2}),
    ("neglekt", "card", {"nearness": 2}),
]


def says(passage, account):
    named = "repaired" in passage.content and "repaired" in account.statement
    return supports(0.97) if named else NEITHER


def decided(case, lines):
    rows = [(n, "2031-05-07", "Mia", *line, "") for n, line in enumerate(lines, 1)]
    return replace(case, review=pd.DataFrame(rows, columns=list(REVIEW)))


@pytest.fixture
def case(make_case):
    return nv.load_case(make_case())


@pytest.fixture
def drafted(case):
    """Compare a case, and keep what there is to decide on."""
    comparison = nv.compare(case, reader=FixedReader(says))
    keep_addresses(case, comparison)
    return comparison


@pytest.fixture
def item(drafted):
    (name,) = (name for name in drafted.items.index if MAYOR in name)
    return name


def fates(corrections):
    """Return what became of each line, in words."""
    told = corrections[["line", "status", "message"]].sort_values("line", kind="stable")
    return told.to_numpy().tolist()


def taken(case, decision):
    target, field, value = decision
    line = {"at": "", "who": "Mia", "target": target, "field": field, "value": value, "why": ""}
    return take(case, ReadFile(lines=(("--set", line),)), Path("--set"), who="Mia")


def assert_alike(case, lines):
    changed = decided(case, lines)
    known = load_addresses(changed)
    told = judge_lines(changed, range(1, len(lines) + 1), known)
    whole = nv.compare(changed, reader=FixedReader(says))
    assert fates(told) == fates(whole.corrections)
    return told


@pytest.mark.usefixtures("drafted")
def test_lines_about_statements_sources_and_accounts_fare_as_in_a_comparison(case):
    told = assert_alike(case, STATEMENT_LINES)
    assert told["status"].value_counts().to_dict() == {"applied": 7, "gone": 5, "refused": 6}


def test_lines_about_items_fare_as_in_a_comparison(case, item):
    lines = [
        (item, "rating", {"neglect": "CC"}),
        (item, "rating", {"neglekt": "CC"}),
        (item, "credibility", 2),
        ("item:flood:1-9", "relevance", "high"),
        (MAYOR, "basis", "motive"),
        (MAYOR, "status", "accept"),
        ("broken", "item", {"label": "It broke", "basis": "motive", "shown": "none",
                            "statements": [MAYOR]}),
        ("broken", "rating", {"neglect": "C"}),
        (item, "rating", {"neglect": "C"}),
    ]  # fmt: skip
    told = assert_alike(case, lines)
    assert told["status"].tolist().count("gone") == 2


@pytest.mark.parametrize(
    "first",
    [
        (MAYOR, "bearings", [{"narrative": "neglect", "stance": "disputes"}]),
        (MAYOR, "status", "reject"),
        (MAYOR, "polarity", "denies"),
        (MAYOR, "source_id", "ministry"),
        ("mayor", "origin", "state"),
        ("flood", "statement", ADDED),
    ],
)
def test_of_items_nothing_is_said_once_a_decision_may_have_changed_them(case, item, first):
    changed = decided(case, [first, (item, "rating", {"neglect": "CC"})])
    known = load_addresses(changed)
    assert judge_lines(changed, [2], known) is None
    assert judge_lines(changed, [1], known) is not None


@pytest.mark.usefixtures("drafted")
def test_what_is_torn_altered_or_gone_is_not_read(case):
    place = Path(case.folder) / FOLDER / FILE
    kept = place.read_bytes()
    assert load_addresses(case) is not None
    for wrong in (kept[:-9], kept.replace(b"flood:39-104", b"flood:39-105"), b"", b"\xff\n{}"):
        place.write_bytes(wrong)
        assert load_addresses(case) is None
    place.unlink()
    assert load_addresses(case) is None


@pytest.mark.usefixtures("drafted")
def test_what_was_made_from_anything_else_is_not_read(case):
    (text,) = case.documents
    sources = case.sources.assign(name=["the mayor", "the ministry"])
    others = (
        replace(case, documents=(replace(text, text=text.text + "More."),)),
        replace(case, sources=sources),
        replace(case, narratives=case.narratives.iloc[:1]),
        replace(case, settings={**case.settings, "reader": {"folder": "model"}}),
    )
    assert [load_addresses(other) for other in others] == [None] * 4
    with patch("narratives.documents.kept.__version__", "9.9"):
        assert load_addresses(case) is None
    assert load_addresses(case) is not None


@pytest.mark.usefixtures("drafted")
def test_git_does_not_see_what_is_kept(case):
    assert (Path(case.folder) / FOLDER / ".gitignore").read_text("utf-8") == "*\n"


def test_where_nothing_can_be_kept_all_goes_on(case):
    comparison = nv.compare(case, reader=FixedReader(says))
    place = Path(case.folder) / FOLDER
    place.write_text("a file in the way", encoding="utf-8")
    keep_addresses(case, comparison)
    assert load_addresses(case) is None
    assert place.read_text("utf-8") == "a file in the way"


def test_a_rating_right_after_a_bearing_needs_nothing_to_be_read_again(case, monkeypatch):
    comparison = nv.compare(case)
    keep_addresses(case, comparison)
    bearing = (MAYOR, "bearings", [{"narrative": "neglect", "stance": "supports"}])
    assert len(taken(case, bearing).entries) == 1
    changed = nv.load_case(case.folder)
    item = next(name for name in nv.compare(changed).items.index if MAYOR in name)
    monkeypatch.delattr("narratives.reading.reader._run")
    monkeypatch.delattr("narratives.reading.reader._session")
    (entry,) = taken(changed, (item, "rating", {"neglect": "CC"})).entries
    assert (entry["target"], entry["value"]) == (item, {"neglect": "CC"})


def test_items_are_formed_once_for_a_comparison_and_what_is_kept_of_it(case):
    with patch("narratives.stages.scoring.form_items", wraps=form_items) as formed:
        keep_addresses(case, nv.compare(case, reader=FixedReader(says)))
    assert formed.call_count == 1
    assert load_addresses(case) is not None
