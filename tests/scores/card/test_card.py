"""The score card of the seed, each score from the words that it rests on."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from seed_case import seed_comparison

import narratives as nv
from narratives.review import apply_to_cards, check_entry
from narratives.schema import CARD, SchemaError
from narratives.scores.card.criteria import CRITERIA, raise_by
from narratives.scores.card.describing import rubric_in_markdown
from narratives.scores.card.draft import quote_words
from narratives.scores.card.handles import handles
from narratives.scores.card.levels import DRAFTS, CardInput

CRITERION = [criterion for some in CARD.values() for criterion in some]


@pytest.fixture(scope="module")
def card() -> pd.DataFrame:
    return seed_comparison().score_card


def scores(card: pd.DataFrame, narrative: str) -> dict[str, int | None]:
    column = card.loc[narrative, "score"]
    return {str(k): None if pd.isna(v) else int(v) for k, v in column.items()}


def test_the_seed_read_by_hand(card):
    # Counted from the text and its review: ISIS has Macron's quoted words, five origins, a claim
    # of responsibility, published images that are named, and one origin of five with a stake.
    assert scores(card, "isis") == {
        "named": 3,
        "origins": 3,
        "nearness": 3,
        "stake": 1,
        "record": None,
        "others": 3,
        "kind": 3,
        "shown": 1,
        "checkable": 1,
        "opposed": 0,
        "firmness": 3,
        "separates": 2,
    }
    # One body of the Ukrainian state, which gains by it, says what "could be".
    assert scores(card, "false_flag") == {
        "named": 2,
        "origins": 1,
        "nearness": None,
        "stake": 0,
        "record": None,
        "others": 1,
        "kind": 1,
        "shown": 0,
        "checkable": 0,
        "opposed": 0,
        "firmness": 1,
        "separates": 1,
    }


def test_every_score_leads_to_words_that_stand_in_the_text(card):
    text = seed_comparison().documents[0].text
    known = card[card["score"].notna()]
    assert (known["statement_ids"] != "").all()
    flat = " ".join(text.split())
    for words in known["words"]:
        for quoted in words.strip("“”").split("”; “"):
            assert all(piece.strip() in flat for piece in quoted.split("…"))


def test_the_documentation_holds_every_level_and_what_decides_between_two():
    docs = Path(__file__).parents[3] / "docs" / "score_card.md"
    assert docs.read_text(encoding="utf-8") == rubric_in_markdown()
    for criterion in CRITERION:
        assert CRITERIA[criterion].note in rubric_in_markdown()
        assert CRITERIA[criterion].levels[3] in rubric_in_markdown()


@pytest.mark.parametrize(
    ("kind", "content", "score"),
    [
        ("mixed", "that the lock was left open “by people who knew the way”", 3),
        ("mixed", "a “lock trace” in the inquiry", 2),
        ("mixed", "a “northern lock trace” in the inquiry", 2),
        ("indirect", "that the lock was left open", 2),
        ("direct", "“Never.”", 3),
    ],
)
def test_a_word_or_two_in_quotation_marks_are_not_the_words_of_a_source(kind, content, score):
    said = {"source_id": ["mayor"], "source_name": ["Mayor"], "kind": [kind]}
    statements = pd.DataFrame({**said, "content_text": [content]}, index=["flood:1-9"])
    none = pd.DataFrame()
    account = CardInput("open", none, none, statements, none, none, none, {}, {}, {}, {})
    assert DRAFTS["named"](account).score == score


def quoted(criterion: str, *said: tuple[str, str, str]) -> str:
    """Return what is quoted of the second of two statements: source, cue and decisive words."""
    text = 'Mayor Lind spoke. "We cannot rule out that a lock was cut," she said.'
    rows = [
        {
            "document_id": "lock",
            "source_id": "mayor",
            "source_name": "Petra Lind",
            "source_text": source,
            "cue": place(text, cue),
            "cue_text": cue,
            "strength_words": place(text, firm),
            "content_text": "a lock was cut",
        }
        for source, cue, firm in said
    ]
    statements = pd.DataFrame(rows, index=[f"lock:{n}-9" for n in range(len(rows))])
    tables = SimpleNamespace(statements=statements, documents=[nv.Document("lock", text)])
    return quote_words(tables, criterion, [statements.index[-1]])


def place(text: str, words: str) -> str:
    at = text.index(words)
    return f"{at}-{at + len(words)}" if words else ""


def test_words_that_decide_how_firm_it_is_are_quoted_with_the_cue():
    assert quoted("firmness", ("she", "said", "cannot rule out")) == "“cannot rule out … said”"
    assert quoted("firmness", ("she", "said", "")) == "“said”"
    assert quoted("nearness", ("she", "said", "cannot rule out")) == "“said”"
    # The colon of a label is no word: what was said stands there.
    assert quoted("firmness", ("she", ".", "")) == "“a lock was cut”"


def test_where_a_pronoun_speaks_the_words_that_name_the_source_are_quoted():
    lind = ("Mayor Lind", "spoke", "")
    assert quoted("named", lind, ("she", "said", "")) == "“Mayor Lind”"
    assert quoted("named", lind, ("Lind", "said", "")) == "“Lind”"
    assert quoted("named", ("she", "said", "")) == "“she”"


def test_of_a_bare_assertion_it_is_unknown_how_near_it_is():
    none = pd.DataFrame()
    statements = pd.DataFrame({"chain": [""]}, index=["flood:1-9"])
    items = pd.DataFrame({"basis": ["bare_assertion"]}, index=["open"])
    reports = pd.DataFrame({"item_id": ["open"], "statement_id": ["flood:1-9"]})
    account = CardInput("open", none, none, statements, none, items, reports, {}, {}, {}, {})
    assert DRAFTS["nearness"](account).score is None


def test_unknown_is_neither_nothing_nor_the_middle(card):
    unknown = card[card["score"].isna()]
    assert set(unknown["level"]) == {"unknown"}
    assert unknown["raised_by"].str.startswith("To be known: ").all()
    assert card.loc[("isis", "record"), "words"] == ""


def test_there_is_no_total(card):
    assert list(card.loc["isis"].index) == CRITERION
    assert not {"total", "sum", "mean"} & set(card.columns)


def test_what_would_raise_a_score_is_the_next_level():
    for criterion in CRITERION:
        for score in range(3):
            assert raise_by(criterion, score) == CRITERIA[criterion].levels[score + 1]
        assert raise_by(criterion, 3) == ""


def test_two_accounts_are_compared_criterion_by_criterion(card):
    table = nv.compare_cards(card, "isis", "false_flag")
    assert table["verdict"].to_dict() == {
        "named": "better",
        "origins": "better",
        "nearness": "unknown",
        "stake": "better",
        "record": "unknown",
        "others": "better",
        "kind": "better",
        "shown": "better",
        "checkable": "better",
        "opposed": "same",
        "firmness": "better",
        "separates": "better",
    }
    assert nv.compare_cards(card, "false_flag", "isis")["verdict"]["origins"] == "worse"
    with pytest.raises(SchemaError, match=r'"flood" is not on the card\. Known: isis, ukrain'):
        nv.compare_cards(card, "isis", "flood")


def test_a_person_corrects_a_score_and_may_make_it_unknown():
    comparison = seed_comparison()
    line = {
        "line": 1,
        "at": "2031-05-06T10:00:00Z",
        "who": "ana",
        "target": "false_flag",
        "field": "card",
        "value": {"nearness": 1, "firmness": None},
        "why": "The center passes on a theory.",
    }
    assert check_entry({k: v for k, v in line.items() if k != "line"}) == []
    told = apply_to_cards(pd.DataFrame([line]), comparison.narratives.index)
    assert told["status"].tolist() == ["applied"]
    corrected = dataclasses.replace(
        comparison, corrections=pd.concat([comparison.corrections, told], ignore_index=True)
    )
    found = corrected.score_card.loc["false_flag"]
    assert found.loc["nearness", ["score", "by"]].tolist() == [1, "ana"]
    assert pd.isna(found.loc["firmness", "score"])
    assert found.loc["named", "by"] == "draft"
    assert json.loads(told["value"][0]) == {"nearness": 1, "firmness": None}


def test_a_score_of_an_account_that_is_not_there_is_gone_and_named():
    line = {"line": 1, "at": "", "who": "ana", "target": "fals_flag", "field": "card", "why": ""}
    told = apply_to_cards(pd.DataFrame([{**line, "value": {"named": 1}}]), ["isis", "false_flag"])
    assert told["status"].tolist() == ["gone"]
    assert told["message"][0] == ('no such account is in the case. Did you mean "false_flag"?')


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"nearness": 4}, "value 4 of card.nearness is not allowed. Allowed: 0, 1, 2, 3."),
        ({"nearnes": 1}, 'card has the unknown key "nearnes". Known: named, origins'),
        ({}, 'value {} of card is not a mapping such as {"nearness": 2}.'),
    ],
)
def test_a_wrong_score_is_refused_with_what_is_allowed(value, message):
    entry = {"at": "2031-05-06T10:00:00Z", "who": "ana", "target": "isis", "field": "card"}
    assert any(message in p for p in check_entry({**entry, "value": value, "why": ""}))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "the gate log shows two trucks at Port Aran on 4 May",
            ["date", "document", "number", "place"],
        ),
        ("it happened on 4 May", ["date"]),
        ("they may try again", []),
        ("a witness saw 30 men", ["number"]),
        ("the footage was made near Lessing", ["document", "place"]),
    ],
)
def test_what_words_give_to_look_up(words, found):
    assert sorted(handles(words)) == found


def test_the_figure_says_every_level_in_words(card):
    from matplotlib.figure import Figure

    ax = nv.plot_score_card(seed_comparison(), Figure(figsize=(14, 12)).subplots())
    told = [text.get_text() for text in ax.texts]
    assert told.count("?") == card["score"].isna().sum()
    assert " ".join(told).count("unknown") >= card["score"].isna().sum()
    assert "Three origins or more." in told
