"""A review as it goes on: what a person does ends as lines of the log, and is followed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fixed_reader import NEITHER, FixedReader, supports
from flood_case import DOCUMENTS_YAML, FLOOD

from narratives import NarrativesError, append_review, compare, load_case, load_review
from narratives.editor import ReviewSession
from narratives.editor.standing import changes_between, standing_of
from narratives.review import mark_of


def says(passage, account):
    named = "sabotage" in passage.content and "blew" in account.statement
    return supports(0.97) if named else NEITHER


@pytest.fixture
def folder(make_case: Callable[..., Path]) -> Path:
    return make_case()


def open_session(folder: Path, who: str = "Ana") -> ReviewSession:
    return ReviewSession(load_case(folder), who, FixedReader(says))


@pytest.fixture
def session(folder: Path) -> ReviewSession:
    return open_session(folder)


def lines_of(session: ReviewSession) -> list[dict]:
    raw = session.path.read_text(encoding="utf-8") if session.path.exists() else ""
    return [json.loads(line) for line in raw.splitlines()]


def span(words: str) -> str:
    start = FLOOD.index(words)
    return f"{start}-{start + len(words)}"


def statement(session: ReviewSession, words: str) -> str:
    return next(row["id"] for row in session.rows() if words in row["said"])


def test_accepting_writes_one_line_and_goes_on(session):
    first = session.at
    reply = session.act({"do": "accept", "target": first, "next": True, "why": "It is so."})
    assert reply["kept"] is True
    assert reply["text"].startswith("Kept: statement")
    (line,) = lines_of(session)
    told = {key: line[key] for key in ("who", "target", "field", "value", "why")}
    assert told == {
        "who": "Ana",
        "target": first,
        "field": "status",
        "value": "accept",
        "why": "It is so.",
    }
    assert session.at != first


def test_the_line_is_on_the_disk_before_it_is_called_kept(session):
    seen = []
    session.on_kept = lambda text: seen.append((text, len(lines_of(session))))
    session.act({"do": "accept", "target": session.rows()[0]["id"]})
    assert seen == [("Kept: statement 1 accepted.", 1)]


def test_each_changed_field_is_a_line_of_its_own(session):
    mine = statement(session, "sabotage")
    item = next(i for i in session.tables.items.index)
    changes = [
        (mine, "strength", "certain"),
        (mine, "source", span("ministry hinted at"[:8])),
        (mine, "bearings", [{"narrative": "neglect", "stance": "disputes", "how": "implied"}]),
        (item, "rating", {"sabotage": "CC"}),
        (item, "credibility", 3),
        ("ministry", "reliability", "D"),
        ("ministry", "origin", "town"),
    ]
    doing = [{"target": t, "field": f, "value": v} for t, f, v in changes]
    reply = session.act({"do": "keep", "changes": doing})
    assert reply["kept"] is True
    # As it stands in the menu, and not by its id.
    assert "The ministry, origin: Town of Orlen." in reply["text"]
    assert [(line["target"], line["field"], line["value"]) for line in lines_of(session)] == changes
    at = session.tables.statements.loc[mine]
    assert (at["strength"], at["source_text"]) == ("certain", "ministry")
    assert session.tables.sources.loc["ministry", ["reliability", "origin_id"]].tolist() == [
        "D",
        "town",
    ]
    again = compare(load_case(session.path.parent), reader=FixedReader(says))
    assert again.summary() == session.tables.summary()


def test_a_speaker_who_is_in_no_register_gets_a_name(session):
    mine = statement(session, "sabotage")
    named = {"target": mine, "field": "source_name", "value": "the lock keeper"}
    told = session.act({"do": "keep", "changes": [named]})["text"]
    assert told.endswith(", speaker: the lock keeper.")
    row = session.tables.statements.loc[mine]
    assert row[["source_name", "source_id", "origin_id"]].tolist() == ["the lock keeper", "", ""]
    # The words still name the ministry, and a name of the register is found there.
    session.act({"do": "keep", "changes": [{**named, "value": "mayor of Orlen"}]})
    row = session.tables.statements.loc[mine]
    assert row[["source_id", "origin_id"]].tolist() == ["mayor", "town"]


def test_a_missed_statement_is_added_and_stands_at_hand(session):
    value = {"source": span("The dam above Orlen"), "cue": "", "content": span("three missing")}
    before = len(session.rows())
    reply = session.act({"do": "add", "document": "flood", "value": value})
    assert reply["kept"] is True
    assert len(session.rows()) == before + 1
    assert session.view()["at"]["content_words"] == "three missing"
    assert session.view()["at"]["added"] == "Ana"


def test_merging_leaves_one_of_two_and_the_list_shows_the_other_as_left_out(session):
    one, other = (row["id"] for row in session.rows()[:2])
    session.act({"do": "keep", "changes": [{"target": one, "field": "merge", "value": other}]})
    assert one not in session.tables.statements.index
    assert next(row["out"] for row in session.rows() if row["id"] == one) is True
    taken = session.act({"do": "accept", "target": one})
    assert taken["text"] == "Kept: statement 1 taken in again."
    assert one in session.tables.statements.index


def test_undo_writes_a_line_that_restores_and_redo_does_it_again(session):
    mine = statement(session, "sabotage")
    before = session.tables.summary()
    change = {"target": mine, "field": "bearings", "value": []}
    session.act({"do": "keep", "changes": [change]})
    changed = session.tables.summary()
    assert changed != before
    states = []
    for do in ("undo", "redo", "undo", "undo", "redo"):
        reply = session.act({"do": do})
        states.append((reply["kept"], session.tables.summary() == changed))
    assert states == [(True, False), (True, True), (True, False), (None, False), (True, True)]
    assert [line["field"] for line in lines_of(session)] == ["bearings", *["undo"] * 4]
    review, _ = load_review(session.path)
    assert review["field"].tolist() == ["bearings"]


def test_the_same_decision_again_is_no_new_line_and_is_told(session):
    mine = statement(session, "sabotage")
    first = session.act({"do": "accept", "target": mine})
    again = session.act({"do": "accept", "target": mine, "next": True})
    number = next(row["n"] for row in session.rows() if row["id"] == mine)
    assert first["kept"] is True
    assert again["kept"] is None
    told = f"Decided so already: statement {number} accepted. Nothing was written."
    assert again["text"].startswith(told)
    assert session.at != mine  # as after any other decision
    view = session.view()
    assert (len(lines_of(session)), view["decisions"], view["undo"]) == (1, 1, 1)
    # One of two changes is new: that one is written.
    strength = {"target": mine, "field": "strength", "value": "certain"}
    session.act({"do": "keep", "changes": [strength]})
    kind = {"target": mine, "field": "kind", "value": "direct"}
    both = session.act({"do": "keep", "changes": [strength, kind]})
    assert both["kept"] is True
    assert f"Decided so already: statement {number}, strength: certain." in both["text"]
    assert [line["field"] for line in lines_of(session)] == ["status", "strength", "kind"]
    # A reason is something new.
    assert session.act({"do": "accept", "target": mine, "why": "Read twice."})["kept"] is True


def test_at_the_end_of_the_list_to_accept_again_writes_nothing(session):
    for _ in session.rows():
        session.act({"do": "accept", "target": session.at, "next": True})
    number = len(lines_of(session))
    again = session.act({"do": "accept", "target": session.at, "next": True})
    assert again["text"].endswith("Nothing was written. This was the last one of the list.")
    assert len(lines_of(session)) == number == len(session.rows())


def test_what_was_taken_back_can_be_decided_again(session):
    mine = statement(session, "sabotage")
    session.act({"do": "accept", "target": mine})
    session.act({"do": "undo"})
    assert session.act({"do": "accept", "target": mine})["kept"] is True
    assert [line["field"] for line in lines_of(session)] == ["status", "undo", "status"]


def test_what_was_decided_again_in_another_window_is_not_done_again(folder):
    one, other = open_session(folder), open_session(folder)
    mine = statement(one, "sabotage")
    one.act({"do": "accept", "target": mine})
    one.act({"do": "undo"})
    other.act({"do": "accept", "target": mine})
    reply = one.act({"do": "redo"})
    assert reply["kept"] is None
    assert "Decided so already" in reply["text"]
    assert len(lines_of(one)) == 3
    assert one.view()["redo"] == 0


def test_to_accept_after_another_person_s_correction_is_a_decision(folder):
    ana, ben = open_session(folder), open_session(folder, "Ben")
    mine = statement(ana, "sabotage")
    ana.act({"do": "accept", "target": mine})
    change = {"target": mine, "field": "strength", "value": "certain"}
    ana.act({"do": "keep", "changes": [change]})
    assert ana.act({"do": "accept", "target": mine})["kept"] is None
    ben.act({"do": "keep", "changes": [{**change, "value": "hint"}]})
    assert ana.act({"do": "accept", "target": mine})["kept"] is True


def test_undo_takes_back_all_lines_of_one_step(session):
    mine = statement(session, "sabotage")
    changes = [("strength", "certain"), ("polarity", "doubts")]
    doing = [{"target": mine, "field": f, "value": v} for f, v in changes]
    before = session.tables.statements.loc[mine, ["strength", "polarity"]].tolist()
    session.act({"do": "keep", "changes": doing})
    assert session.act({"do": "undo"})["text"].startswith("Taken back: statement")
    assert session.tables.statements.loc[mine, ["strength", "polarity"]].tolist() == before


def test_two_editors_at_once_lose_nothing(folder):
    ana, ben = open_session(folder), open_session(folder, "Ben")
    one, other = (row["id"] for row in ana.rows()[:2])
    ana.act({"do": "accept", "target": one})
    reply = ben.act({"do": "reject", "target": other})
    assert "1 new line by Ana came in." in reply["text"]
    assert [line["who"] for line in lines_of(ana)] == ["Ana", "Ben"]
    assert ana.act({"do": "look"})["text"] == "1 new line by Ben came in."
    assert ana.tables.summary() == ben.tables.summary()
    assert ana.act({"do": "look"}) == {"kept": None, "text": ""}


def test_where_two_persons_differ_both_are_shown_and_nothing_is_settled(folder):
    ana, ben = open_session(folder), open_session(folder, "Ben")
    mine = statement(ana, "sabotage")
    ana.act({"do": "keep", "changes": [{"target": mine, "field": "strength", "value": "certain"}]})
    change = {"target": mine, "field": "strength", "value": "likely"}
    reply = ben.act({"do": "keep", "changes": [change], "why": "It says “hinted”."})
    assert "Ana decided otherwise: strength certain. Both stand in the log" in reply["text"]
    ben.act({"do": "go", "to": mine})
    (told,) = ben.view()["at"]["differences"]
    assert told["said"] == [
        {"who": "Ana", "value": "certain", "why": ""},
        {"who": "Ben", "value": "likely", "why": "It says “hinted”."},
    ]
    assert [row["differ"] for row in ben.view()["list"] if row["id"] == mine] == [True]
    ben.act({"do": "choose", "show": "differ"})
    assert [row["id"] for row in ben.view()["list"]] == [mine]
    ben.act({"do": "keep", "changes": [{"target": mine, "field": "strength", "value": "certain"}]})
    assert ben.view()["at"]["differences"] == []


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        ({"do": "accept", "target": "flood:1-2"}, 'There is no statement "flood:1-2" any more.'),
        ({"do": "dance"}, 'does not know how to do "dance"'),
        ({}, 'does not know how to do ""'),
        ({"do": "keep"}, "Nothing was changed"),
        ({"do": "keep", "changes": "all"}, "Nothing was changed"),
        ({"do": "keep", "changes": 5}, "Nothing was changed"),
        ({"do": "add", "document": "flood", "value": [3]}, "needs the words that are said"),
        (
            {"do": "accept", "target": "flood:205-213", "why": "x" * 2001},
            "The reason has 2,001 characters; 2,000 are allowed. Shorten it.",
        ),
        ({"do": "keep", "changes": [{"target": 3, "field": [], "value": {}}]}, "target 3 is not"),
        ({"do": "add", "document": "flood", "value": {"content": "3-90000"}}, "lacks a source"),
        (
            {"do": "add", "document": "flood", "value": {"source": "0-3", "content": "3-90000"}},
            "content: 3-90000 ends behind the text, which has 215 characters.",
        ),
    ],
)
def test_what_cannot_be_kept_is_not_kept_and_says_why(session, intent, told):
    reply = session.act(intent)
    assert reply["kept"] is False
    assert reply["text"].startswith("Not kept. ")
    assert told in reply["text"]
    assert lines_of(session) == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("source_id", "mayer", 'The register has no source "mayer". Did you mean "mayor"?'),
        ("bearings", [{"narrative": "leak", "stance": "supports"}], 'There is no account "leak"'),
        ("merge", "flood:1-2", 'There is no statement "flood:1-2" to merge into.'),
        ("content", "0-9000", "content: 0-9000 ends behind the text"),
        ("strength", "sure", 'value "sure" of strength is not allowed'),
        ("chain", "9-3", "9-3"),
    ],
)
def test_a_value_that_does_not_fit_the_case_is_refused(session, field, value, told):
    change = {"target": session.at, "field": field, "value": value}
    reply = session.act({"do": "keep", "changes": [change]})
    assert reply["kept"] is False
    assert told in reply["text"]
    assert lines_of(session) == []


def test_without_a_name_nothing_is_kept(folder):
    session = open_session(folder, "")
    assert session.act({"do": "accept", "target": session.at})["text"] == (
        "Not kept. Write your name first: each decision is kept with it."
    )
    session.act({"do": "name", "who": "  Ana \n Lee "})
    assert session.act({"do": "accept", "target": session.at})["kept"] is True
    assert lines_of(session)[0]["who"] == "Ana Lee"


def test_a_log_that_cannot_be_read_stops_the_review_until_it_is_mended(session):
    append_review(
        session.path, [{"who": "Ben", "target": "flood", "field": "sha256", "value": "0" * 64}]
    )
    raw = session.path.read_text(encoding="utf-8").replace("sha256", "colour")
    session.path.write_text(raw, encoding="utf-8")
    reply = session.act({"do": "accept", "target": session.at})
    assert reply["kept"] is False
    told = 'review.jsonl, line 1: field "colour" does not belong to'
    assert told in reply["text"]
    # Each look finds the same, and says nothing more of it.
    assert session.act({"do": "look"}) == {"kept": None, "text": ""}
    assert told in session.act({"do": "go", "to": "next"})["text"]
    assert session.path.read_text(encoding="utf-8") == raw


def test_a_case_without_a_folder_has_nowhere_to_keep_decisions(folder):
    from dataclasses import replace

    with pytest.raises(NarrativesError, match=r"no folder.*nv\.load_case\(folder\)"):
        ReviewSession(replace(load_case(folder), folder=None))


def test_the_order_and_the_filters_show_what_they_say(session):
    everything = [row["id"] for row in session.rows()]
    session.act({"do": "choose", "order": "text"})
    assert [row["id"] for row in session.listed()] == everything
    session.act({"do": "choose", "order": "doubt"})
    doubts = [session.doubts[row["id"]][0] for row in session.listed()]
    assert doubts == sorted(doubts, reverse=True)
    assert len(doubts) == len(everything)
    session.act({"do": "accept", "target": everything[0]})
    session.act({"do": "choose", "show": "open"})
    assert {row["id"] for row in session.listed()} == set(everything[1:])
    session.act({"do": "choose", "show": "mine"})
    assert [row["id"] for row in session.listed()] == everything[:1]
    session.act({"do": "choose", "show": "sabotage"})
    assert [row["said"] for row in session.listed()] == ["sabotage"]
    session.act({"do": "choose", "show": "out"})
    told = session.act({"do": "go", "to": "next"})["text"]
    assert told == "This was the last one of the list. Not yet decided here: 2."


def test_what_a_decision_changes_in_the_summary_is_marked(session):
    mine = statement(session, "sabotage")
    session.act({"do": "keep", "changes": [{"target": mine, "field": "bearings", "value": []}]})
    standing = session.view()["standing"]
    assert standing["changed"] is True
    assert standing == changes_between(session.before, standing_of(session.tables))
    assert standing["accounts"][1]["was"] == {"for": 1, "contradicted": "0.00"}
    gone = [words for parts in standing["sentences"] for kind, words in parts if kind == "gone"]
    assert any("Sabotage" in words for words in gone)


def test_what_a_decision_changed_stays_marked_while_the_draft_learns(session):
    mine = statement(session, "sabotage")
    change = {"target": mine, "field": "bearings", "value": []}
    session.act({"do": "keep", "changes": [change]})
    marked = session.view()["standing"]
    assert marked["changed"]
    session.act({"do": "learn"})
    assert session.view()["standing"] == marked


def test_after_twenty_decisions_it_says_how_often_the_draft_was_right(session):
    mine = statement(session, "sabotage")
    told = []
    for number in range(20):
        value = ("certain", "likely")[number % 2]
        change = {"target": mine, "field": "strength", "value": value}
        told.append(session.act({"do": "keep", "changes": [change]})["text"])
        assert bool(session.view()["right"]) == (number == 19)
    assert ["20 decisions: see how often the draft was right." in text for text in told] == [
        *[False] * 19,
        True,
    ]
    assert session.view()["right"] == [
        {"field": "how firmly", "right": 0, "of": 1, "share": 0, "low": 0, "high": 79}
    ]


def test_between_twenties_the_draft_is_weighed_when_the_person_pauses(session):
    mine = statement(session, "sabotage")
    for number in range(20):
        value = ("certain", "likely")[number % 2]
        session.act(
            {"do": "keep", "changes": [{"target": mine, "field": "strength", "value": value}]}
        )
    weighed = session.view()["right"]
    session.act({"do": "accept", "target": mine})
    view = session.view()
    assert (view["decisions"], view["right_of"], view["right"]) == (21, 20, weighed)

    session.act({"do": "learn"})

    view = session.view()
    assert view["right_of"] == 21
    assert "the words that were said" in [row["field"] for row in view["right"]]


def test_corrected_words_and_what_is_left_out_have_the_others_drafted_anew_in_a_pause(
    session, monkeypatch
):
    mine = statement(session, "sabotage")
    start, end = map(int, session.tables.statements.at[mine, "content"].split("-"))
    learned = []
    after = session.following.after

    def follow(review, *, learn, wait):
        learned.append(learn)
        return after(review, learn=learn, wait=wait)

    monkeypatch.setattr(session.following, "after", follow)
    change = {"target": mine, "field": "content", "value": f"{start}-{end - 2}"}
    for intent in (
        {"do": "keep", "changes": [{"target": mine, "field": "strength", "value": "hint"}]},
        {"do": "learn"},
        {"do": "keep", "changes": [change]},
        {"do": "learn"},
        {"do": "reject", "target": mine},
        {"do": "learn"},
    ):
        session.act(intent)
    assert learned == [False, False, True, False, True]


def test_everything_that_is_drawn_is_plain_json(session):
    view = session.view()
    assert json.loads(json.dumps(view, allow_nan=False)) == view


@pytest.fixture
def two_texts(make_case: Callable[..., Path]) -> Path:
    second = DOCUMENTS_YAML.replace("flood", "second").replace("Dam breaks above Orlen", "Later")
    folder = make_case(documents=DOCUMENTS_YAML + second)
    (folder / "documents" / "second.txt").write_text(FLOOD, encoding="utf-8")
    return folder


def test_where_one_text_is_done_the_next_one_follows(two_texts):
    session = open_session(two_texts)
    session.act({"do": "choose", "order": "text", "show": "open"})
    session.act({"do": "go", "to": session.rows()[0]["id"]})
    texts, told = [], []
    for _ in range(6):
        texts.append(session.document)
        told.append(session.act({"do": "accept", "target": session.at, "next": True})["text"])
    assert texts == ["flood"] * 3 + ["second"] * 3
    assert [" The next text: Later. Statement 1: " in text for text in told] == [
        *(False, False, True),
        *(False, False, False),
    ]
    assert told[-1].endswith("This was the last one of the list.")
    assert [line["target"].partition(":")[0] for line in lines_of(session)] == texts
    session.act({"do": "choose", "show": "all"})
    session.act({"do": "undo"})
    session.act({"do": "go", "to": session.rows()[0]["id"]})
    told = session.act({"do": "go", "to": "previous"})["text"]
    assert told.startswith(
        "Not yet decided here: 1. The previous text: Dam breaks above Orlen. Statement 3: "
    )
    assert (session.document, session.at) == ("flood", session.rows()[-1]["id"])


def test_it_opens_at_a_text_that_was_read_and_says_which_was_not(make_case):
    german = "Die Fähre ist gesunken. Der Hafen sagte, die Tür habe Wasser eingelassen.\n"
    first = DOCUMENTS_YAML.replace("flood", "faehre")
    folder = make_case(documents=first + DOCUMENTS_YAML)
    (folder / "documents" / "faehre.txt").write_text(german, encoding="utf-8")
    session = open_session(folder)
    assert (session.document, session.view()["unread"]) == ("flood", "")
    assert session.at.startswith("flood:")
    session.act({"do": "choose", "document": "faehre"})
    assert session.view()["at"] is None
    assert session.view()["unread"] == "German"


def test_a_text_of_which_nothing_is_to_be_shown_is_passed_over(two_texts):
    session = open_session(two_texts)
    for row in session.listed("second"):
        session.act({"do": "accept", "target": row["id"]})
    session.act({"do": "choose", "order": "text", "show": "open"})
    session.act({"do": "go", "to": session.rows()[-1]["id"]})
    told = session.act({"do": "go", "to": "next"})["text"]
    assert told == "This was the last one of the list. Not yet decided here: 3."
    assert session.document == "flood"


def test_a_torn_line_is_told_once_and_the_next_decision_is_kept(session):
    session.act({"do": "accept", "target": session.at})
    with session.path.open("ab") as file:
        file.write(b'{"at": "2031-')
    told = session.act({"do": "look"})["text"]
    assert told.endswith(
        "review.jsonl, line 2: the line is torn and was skipped. Decide again what it was to "
        "hold; the lines before it are kept."
    )
    assert session.act({"do": "look"})["text"] == ""
    reply = session.act({"do": "accept", "target": session.rows()[1]["id"]})
    assert reply == {"kept": True, "text": "Kept: statement 2 accepted."}
    again = open_session(session.path.parent)
    assert len(again.log) == 2
    assert "line 2: the line is torn" in again.act({"do": "look"})["text"]


def test_undo_leaves_what_another_person_decided_since(folder):
    ana, ben = open_session(folder), open_session(folder, "Ben")
    mine = statement(ana, "sabotage")
    for session, value in ((ana, "certain"), (ben, "likely")):
        change = {"target": mine, "field": "strength", "value": value}
        session.act({"do": "keep", "changes": [change]})
    told = ana.act({"do": "undo"})["text"]
    assert told.startswith("Taken back: statement 3, strength: certain. 1 new line by Ben")
    assert ana.tables.statements.at[mine, "strength"] == "likely"
    ana.act({"do": "redo"})
    assert ana.tables.statements.at[mine, "strength"] == "likely"
    assert ana.view()["at"]["differences"][0]["field"] == "strength"


def test_a_step_whose_line_is_gone_from_the_log_cannot_be_taken_back(session):
    for row in session.rows()[:2]:
        session.act({"do": "accept", "target": row["id"]})
    session.act({"do": "undo"})
    first = session.path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    session.path.write_text(first, encoding="utf-8")
    told = session.act({"do": "redo"})
    assert told["kept"] is None
    assert told["text"].startswith("There is nothing to be done again.")
    assert session.act({"do": "undo"})["text"] == "Taken back: statement 1 accepted."
    assert session.act({"do": "undo"})["text"] == "There is nothing to be taken back."
    assert len(lines_of(session)) == 2


def test_what_is_on_the_disk_is_called_kept_though_what_follows_cannot_be_shown(
    session, monkeypatch
):
    def fail(*_, **__):
        raise NarrativesError("The reader is gone.")

    monkeypatch.setattr(session.following, "after", fail)
    reply = session.act({"do": "accept", "target": session.at})
    assert reply == {
        "kept": True,
        "text": "Kept: statement 3 accepted. What follows from it cannot be shown: "
        "The reader is gone.",
    }
    assert len(lines_of(session)) == 1
    told = session.act({"do": "undo"})
    assert (told["kept"], len(lines_of(session))) == (True, 2)


def test_where_nothing_can_be_written_it_says_not_kept_and_nothing_changes(session, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    before = session.view()
    monkeypatch.setattr("narratives.review.appending.open_plain", refuse)
    reply = session.act({"do": "accept", "target": session.at, "next": True})
    assert reply["kept"] is False
    assert "review.jsonl: the review cannot be written ([Errno 13] Permission" in reply["text"]
    assert session.view() == before


@pytest.mark.parametrize(
    ("intent", "told"),
    [
        ({"order": "age"}, 'There is no order "age". Known: doubt, text.'),
        ({"show": "leak"}, 'Nothing is shown by "leak". Known: all, open, unsure, mine, others'),
        ({"document": ["flood"]}, "There is no such text."),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(session, intent, told):
    before = session.view()
    assert session.act({"do": "choose", **intent})["text"].startswith(told)
    assert session.view() == before


def test_those_through_whom_it_came_and_the_relevance_of_an_item_can_be_set(session):
    mine = statement(session, "sabotage")
    chain = f"{span('Lea Brandt')};{span('the mayor')}"
    item = session.view()["at"]["items"][0]
    assert item["relevance"] == ""
    changes = [(mine, "chain", chain), (item["id"], "relevance", "high")]
    doing = [{"target": t, "field": f, "value": v} for t, f, v in changes]
    assert session.act({"do": "keep", "changes": doing})["text"] == (
        "Kept: statement 3, through whom it came: “Lea Brandt … the mayor”. Kept: item "
        f"{item['n']}, relevance: high."
    )
    at = session.view()["at"]
    # Nearest to the source first, whatever the order of the text.
    assert (at["chain"], at["chain_words"]) == (chain, "Lea Brandt … the mayor")
    assert at["items"][0]["relevance"] == "high"


def test_words_that_are_chosen_are_read_ahead_and_nothing_is_kept_by_it(session, monkeypatch):
    seen = []
    monkeypatch.setattr(
        session.following, "read_ahead", lambda review, document: seen.append((review, document))
    )
    mine = statement(session, "sabotage")
    before = session.view()
    words = {"target": mine, "field": "content", "value": span("hinted at sabotage")}
    firmly = {"target": mine, "field": "strength", "value": "certain"}
    missed = {"cue": "", "source_id": "unnamed", "content": span("We warned the ministry twice")}
    for intent in (
        {"changes": [words, firmly]},
        {"document": "flood", "value": missed},
        {"changes": [firmly]},
        {"changes": [{**words, "value": "9-4"}]},
        {"changes": "nonsense"},
    ):
        assert session.act({"do": "ready", **intent}) == {"kept": None, "text": ""}
    told = [(*review.iloc[-1][["target", "field"]], document) for review, document in seen]
    assert told == [(mine, "content", "flood"), ("flood", "statement", "flood")]
    assert len(seen[0][0]) == len(session.log) + 1
    assert (lines_of(session), session.view()) == ([], before)


def test_what_fits_no_more_after_a_text_was_mended_is_listed_with_the_nearest_place(folder):
    session = open_session(folder)
    hint, warned = (statement(session, words) for words in ("sabotage", "We warned"))
    session.act({"do": "accept", "target": hint})
    session.act({"do": "accept", "target": warned})
    assert session.view()["lost"] == []
    text = folder / "documents" / "flood.txt"
    mended = FLOOD.replace("three missing", "three are missing").replace(
        '"We warned the ministry twice,"', '"Nobody asked whether it would hold,"'
    )
    text.write_text(mended, encoding="utf-8")

    again = open_session(folder)
    moved, gone = again.view()["lost"]
    assert (moved["line"], moved["who"], moved["near"]) == (1, "Ana", statement(again, "sabotage"))
    assert moved["text"].endswith(f"{hint} status accept: to {moved['near']} (100 of 100 alike).")
    assert gone["line"] == 2
    assert "which is too unlike, or the words chosen are gone" in gone["text"]
    assert again.act({"do": "go", "to": gone["near"]})["text"].startswith("Statement ")
    assert again.at == gone["near"]


def test_a_line_that_was_refused_is_listed_until_it_is_taken_back(session):
    name = statement(session, "sabotage")
    line = {"who": "Ben", "target": name, "field": "merge", "value": "flood:1-2", "why": ""}
    append_review(session.path, [line])
    session.act({"do": "look"})
    (told,) = session.view()["lost"]
    assert (told["who"], told["near"]) == ("Ben", name)
    assert "the draft has no statement flood:1-2." in told["text"]
    append_review(session.path, [{**line, "field": "undo", "value": mark_of(lines_of(session)[0])}])
    session.act({"do": "look"})
    assert session.view()["lost"] == []


def test_a_place_in_another_text_can_be_gone_to(two_texts):
    session = open_session(two_texts)
    other = next(str(n) for n in session.tables.statements.index if session.document not in n)
    session.act({"do": "go", "to": other})
    assert (session.document, session.at) == (other.partition(":")[0], other)


def test_what_is_taken_back_in_another_text_is_told_by_its_own_words_and_gone_to(two_texts):
    session = open_session(two_texts)
    first = next(row for row in session.rows() if "sabotage" in row["said"])
    change = {"target": first["id"], "field": "content", "value": span("hinted at sabotage")}
    session.act({"do": "keep", "changes": [change]})
    other = next(d.document_id for d in session.case.documents if d.document_id != "flood")
    session.act({"do": "choose", "document": other})
    told = session.act({"do": "undo"})["text"]
    assert told == f"Taken back: statement {first['n']}, content: “hinted at sabotage”."
    assert (session.document, session.at) == ("flood", first["id"])


def test_to_read_ahead_needs_no_name(folder):
    session = open_session(folder, "")
    mine = statement(session, "sabotage")
    seen = []
    session.following.read_ahead = lambda *given: seen.append(given)
    session.act({"do": "ready", "changes": [{"target": mine, "field": "cue", "value": "0-3"}]})
    assert [document for _, document in seen] == ["flood"]


def test_a_decision_does_not_wait_for_its_words_to_be_read_and_says_so(folder):
    session = ReviewSession(load_case(folder), "Ana")
    mine = statement(session, "sabotage")
    before = session.tables.bearings
    change = {"target": mine, "field": "content", "value": span("The ministry hinted at sabotage")}
    assert session.act({"do": "keep", "changes": [change]})["kept"] is True
    assert session.view()["reading"] == [mine]
    assert session.tables.bearings.equals(before)
    reply = session.act({"do": "read"})
    assert reply["kept"] is None
    assert session.view()["reading"] == []
    assert session.tables.summary() == compare(load_case(folder)).summary()
    # There is nothing more to be read, and nothing is said.
    assert session.act({"do": "read"}) == {"kept": None, "text": ""}


def test_words_that_are_read_later_tell_which_bearings_are_others_now(folder):
    session = ReviewSession(load_case(folder), "Ana")
    value = {"source": span("The ministry"), "content": span("it was never repaired")}
    session.act({"do": "add", "document": "flood", "value": value})
    (added,) = session.view()["reading"]
    assert session.view()["at"]["id"] == added
    number = session.view()["at"]["n"]
    told = session.act({"do": "read"})["text"]
    assert told == f"Statement {number} was read again: disputes A."
    assert (
        f"Statement {number}: The ministry: it was never repaired, disputes A."
        in (session.act({"do": "go", "to": added})["text"])
    )
