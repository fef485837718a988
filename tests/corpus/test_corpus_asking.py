from __future__ import annotations

import json

import pytest
from corpus_case import ACCOUNTS, KNOWN, make_store

from narratives.corpus import open_store
from narratives.schema import NarrativesError, SchemaError


@pytest.fixture
def store(tmp_path):
    return open_store(make_store(tmp_path / "store"))


def said(table):
    return table["content_text"].tolist()


def test_who_says_lists_statements_by_date_and_those_without_a_date_last(store):
    table = store.who_says()
    assert said(table) == [content for _, _, _, some in KNOWN for _, content, _ in some]
    assert table["date"].tolist()[-1] == ""


@pytest.mark.parametrize(
    ("about", "found"),
    [
        # Whole words, in any case: "undammed" is another word.
        ("dam", ["the dam was mined", "the dam was mined", "The DAM shook"]),
        (["rivers", "shook"], ["undammed rivers flood", "The DAM shook"]),
        ("was mined", ["the dam was mined", "the dam was mined"]),
        ("m.ned", []),
        ("quake'; DROP VIEW statements; --", []),
        ("(", []),
    ],
)
def test_about_means_whole_words_and_nothing_but_words(store, about, found):
    assert said(store.who_says(about)) == found


def test_words_of_other_alphabets_are_whole_words_too(tmp_path):
    known = [("d", "", "", [("Мер", "плотина взорвана", []), ("Мер", "плотинами правят", [])])]
    store = open_store(make_store(tmp_path / "s", known, ()))
    assert said(store.who_says("Плотина")) == ["плотина взорвана"]


def test_conditions_narrow_what_is_listed(store):
    assert said(store.who_says(publisher="Sol", source="Berg")) == [
        "undammed rivers flood", "The DAM shook",
    ]  # fmt: skip
    assert said(store.who_says(since="2031-05-07")) == [
        "the dam was mined", "undammed rivers flood", "The DAM shook",
    ]  # fmt: skip
    assert said(store.who_says("mined", until="2031-05-06")) == ["the dam was mined"]
    assert len(store.who_says(until="2031-05")) == 4
    assert said(store.who_says(narrative="quake", stance="disputes")) == ["a quake is ruled out"]
    mine = store.who_says(narrative="mine")
    assert mine[["probability", "unsure"]].to_numpy().tolist() == [
        [0.9, False], [0.9, False], [0.4, True],
    ]  # fmt: skip


def test_a_document_that_is_a_copy_is_marked(store):
    assert store.who_says("mined")["copy"].tolist() == [False, True]


def test_over_time_counts_each_statement_in_its_period(store):
    table = store.over_time(by="month")
    assert list(table.index) == ["", "2031-05", "2031-06"]
    assert table["Ministry"].tolist() == [0, 3, 0]
    assert table["Berg"].tolist() == [1, 1, 1]
    # A month is no day: what is known less exactly stands under "".
    assert store.over_time("dam", by="day", each="publisher").loc[""].to_dict() == {
        "Sol": 1, "Echo": 0,
    }  # fmt: skip
    accounts = store.over_time(by="year", each="narrative_id")
    assert accounts.loc["2031"].to_dict() == {"mine": 2, "quake": 2}


def test_by_publisher_counts_accounts_and_folds_copies(store):
    table = store.by_publisher()
    assert table.to_numpy().tolist() == [
        ["Echo", "mine", "supports", 1, 1, 1, 1],
        ["Echo", "quake", "disputes", 1, 1, 1, 1],
        ["Echo", "quake", "supports", 1, 1, 1, 1],
        ["Sol", "mine", "supports", 1, 1, 1, 0],
        ["Sol", "quake", "supports", 1, 1, 1, 1],
    ]
    assert list(table.columns) == [
        "publisher", "narrative_id", "stance", "statements", "sources", "documents", "own",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda s: s.who_says(narrative="quak"), 'narrative "quak" is not known. Known: mine, qua'),
        (lambda s: s.who_says(stance="neutral"), 'stance "neutral" is not known. Known: supports'),
        (lambda s: s.over_time(by="week"), 'by "week" is not known. Known: year, month, day.'),
        (lambda s: s.over_time(each="x"), 'each "x" is not known. Known: source_name, publisher'),
        (lambda s: s.who_says(since="6 May"), 'since "6 May" is no date. Write 2031, 2031-05'),
        (lambda s: s.sql("SELECT * FROM nothing"), "DuckDB refuses the query: Catalog Error"),
        (lambda s: s.draw("mine", 0), "number is 0. Write how many"),
        (lambda s: s.draw("mine", about="zebra"), "No statement of the store is meant"),
        (lambda s: s.estimate("mine"), "Nobody has looked at any of 2 that are read so; of 1 that"),
        (lambda s: s.check("ana", "mine", {"x": "supports"}), 'answers: "x" is no statement of'),
        (
            lambda s: s.check("ana", "mine", {"d1:0-17": "yes"}),
            'answers["d1:0-17"] is "yes". Allowed: supports, disputes, neither, unclear.',
        ),
        (lambda s: s.check(" ", "mine", {"d1:0-17": "neither"}), 'who is "". Write who looked'),
    ],
)
def test_what_a_store_cannot_answer_is_refused_with_what_it_can(store, ask, told):
    with pytest.raises(NarrativesError) as caught:
        ask(store)
    assert told in str(caught.value)


def test_a_store_without_a_case_says_that_it_has_no_accounts(tmp_path):
    folder = make_store(tmp_path / "store")
    about = json.loads((folder / "store.json").read_text()) | {"accounts": {}}
    (folder / "store.json").write_text(json.dumps(about))
    with pytest.raises(SchemaError, match="Known: none: the store was made without --case"):
        open_store(folder).by_publisher()
    assert len(open_store(folder).who_says("dam")) == 3


# 60 statements of one document each: the draft reads 20 as support of the mine, is unsure of 10,
# reads 30 as nothing. True are those whose number can be divided by 2, by 5, by 10.
MANY = [
    (f"d{n:02}", "Echo" if n % 3 else "Sol", "2031-05-06", [(
        "Berg", f"word {n:02}",
        [("mine", "supports", 0.8, False)] if n < 20
        else [("mine", "supports", 0.4, True)] if n < 30 else [],
    )])
    for n in range(60)
]  # fmt: skip


def truth(name: str) -> str:
    number = int(name[1:3])
    step = 2 if number < 20 else 5 if number < 30 else 10
    return "supports" if number % step == 0 else "neither"


@pytest.fixture
def many(tmp_path):
    return open_store(make_store(tmp_path / "many", MANY, ()))


def test_a_draw_shows_the_words_and_hides_what_the_draft_says(many):
    drawn = many.draw("mine", 12)
    assert len(drawn) == 12
    assert drawn.index.is_unique
    assert list(drawn.columns) == [
        "said_by", "cue_text", "before", "content_text", "after", "publisher", "date",
    ]  # fmt: skip
    kinds = [0 if int(n[1:3]) < 20 else 1 if int(n[1:3]) < 30 else 2 for n in drawn.index]
    assert {kinds.count(kind) >= 3 for kind in range(3)} == {True}
    # Who stops early has looked at some of each.
    assert set(kinds[:4]) == {0, 1, 2}


def test_the_same_store_draws_the_same_and_goes_on_where_it_was(many):
    first = list(many.draw("mine", 12).index)
    assert list(many.draw("mine", 12).index) == first
    many.check("ana", "mine", {name: truth(name) for name in first})
    more = list(many.draw("mine", 20).index)
    assert set(more) & set(first) == set()
    assert len(more) == 8


def test_an_estimate_is_that_of_the_formula_and_names_what_it_rests_on(many):
    many.check("ana", "mine", {name: truth(name) for name in many.draw("mine", 20).index})
    found = many.estimate("mine")
    count = sum(
        size * sum(truth(n) == "supports" for n in some) / len(some)
        for size, some in (
            (20, [n for n in many.checks["target"] if int(n[1:3]) < 20]),
            (10, [n for n in many.checks["target"] if 20 <= int(n[1:3]) < 30]),
            (30, [n for n in many.checks["target"] if int(n[1:3]) >= 30]),
        )
    )
    assert found.total.number == pytest.approx(count)
    assert (found.drafted, found.size, found.checked, found.unclear) == (20, 60, 20, 0)
    assert found.total.low <= 15 <= found.total.high
    assert str(found).startswith(f"about {round(count)} (")
    assert str(found).endswith(") of 60 statements support mine, from 20 checked")


def test_one_hand_serves_both_stances_and_every_part_of_the_store(many):
    many.check("ana", "mine", {name: truth(name) for name in many.draw("mine", 60).index})
    assert str(many.estimate("mine")) == (
        "about 15 (all were checked) of 60 statements support mine, from 60 checked"
    )
    assert many.estimate("mine", "disputes").total == (0, 0, 0)
    sol = many.estimate("mine", publisher="Sol")
    assert (sol.size, sol.total) == (20, (5, 5, 5))


def test_what_was_looked_at_out_of_turn_counts_in_no_estimate(many):
    drawn = list(many.draw("mine", 60).index)
    first = [name for name in drawn if int(name[1:3]) < 20]
    last = first[-3:]
    many.check("ana", "mine", {name: truth(name) for name in last})
    assert set(many.draw("mine", 60).index) == set(drawn) - set(last)
    begun = [name for name in drawn if name not in first][:20] + first[:2]
    many.check("ana", "mine", {name: truth(name) for name in begun})
    assert many.estimate("mine").strata.loc["read so", "checked"] == 2


def test_the_last_line_about_a_statement_counts_and_torn_lines_are_told(many):
    answers = dict.fromkeys(many.draw("mine", 60).index, "supports")
    many.check("ana", "mine", answers)
    many.check("ben", "mine", {**answers, "d01:0-7": "unclear"}, why="looked again")
    found = many.estimate("mine")
    assert (found.total.number, found.unclear) == (59, 1)
    assert str(found).endswith("from 60 checked (1 of them unclear)")
    path = many.folder / "checks.jsonl"
    path.write_bytes(path.read_bytes() + b'{"at": "2031')
    again = open_store(many.folder)
    assert again.estimate("mine").total.number == 59
    [warning] = again.warnings
    assert "checks.jsonl, line 121: this is no check" in warning
    again.check("ana", "mine", {"d02:0-7": "neither"})
    assert again.estimate("mine").total.number == 58


def test_a_line_of_checks_is_like_one_of_review(many):
    many.check("ana", "mine", {"d01:0-7": "neither"}, why="it only asks")
    line = json.loads((many.folder / "checks.jsonl").read_text())
    assert list(line) == ["at", "who", "target", "field", "value", "why"]
    assert line["value"] == {"narrative": "mine", "answer": "neither"}


def test_the_accounts_of_a_store_are_those_of_its_case(store):
    assert dict(store.accounts) == ACCOUNTS
    assert store.model == "fast"
