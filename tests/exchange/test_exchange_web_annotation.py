"""W3C Web Annotation: out, back, and what Hypothesis makes of it."""

from __future__ import annotations

import json

import pytest
from traded import TEXT, WAVES, fields_of, left, lines_of, review, said_by, spans

from narratives.exchange.places import Places, QuotedWords, find_quotation


@pytest.fixture(scope="module")
def page(trade, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "orlen.json"
    trade.export(path, "web-annotation")
    return path


def edited(page, tmp_path, change):
    content = json.loads(page.read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def pieces(content, part, words):
    return [
        item
        for item in content["items"]
        if f"part:{part}" in [body["value"] for body in item["body"]]
        and words in item["target"]["selector"][0]["exact"]
    ]


def test_a_case_that_goes_out_and_comes_back_is_the_same(trade, page):
    twin = trade.twin()
    taken = trade.take(twin, page)
    assert left(taken) == {}
    assert lines_of(twin) == review()
    assert said_by(twin) == fields_of(trade.comparison)


def test_what_nobody_touched_brings_no_line_and_no_comparison(trade, page):
    before = trade.asked
    taken = trade.take(trade.twin(reviewed=True), page)
    assert taken.entries == ()
    assert trade.asked == before
    assert set(taken.report["why"]) == {
        "as it was exported",
        "stands in the review already",
    }


def test_the_positions_count_utf_16_units_and_the_words_stand_there(page):
    units = TEXT.encode("utf-16-le")
    content = json.loads(page.read_text(encoding="utf-8"))
    of_dam = [i for i in content["items"] if "dam?a=1" in str(i["target"])]
    assert len(of_dam) > 5
    for item in of_dam:
        quoted, position = item["target"]["selector"]
        piece = units[2 * position["start"] : 2 * position["end"]].decode("utf-16-le")
        assert piece == quoted["exact"]


def test_a_changed_tag_becomes_a_line_with_person_and_time(trade, page, tmp_path):
    def change(content):
        (item,) = pieces(content, "content", "Це диверсія")
        tag = next(body for body in item["body"] if body["value"] == "strength:certain")
        tag["value"] = "strength:likely"
        item["creator"], item["modified"] = {"name": "Mia"}, "2031-06-01T08:00:00Z"

    twin = trade.twin(reviewed=True)
    taken = trade.take(twin, edited(page, tmp_path, change))
    (line,) = taken.entries
    assert (line["who"], line["at"]) == ("Mia", "2031-06-01T08:00:00Z")
    assert (line["field"], line["value"]) == ("strength", "likely")
    assert line["why"] == "imported from edited.json (web-annotation)"
    assert lines_of(twin)[-1] == line


def test_a_moved_end_becomes_a_line_in_code_points(trade, page, tmp_path):
    def change(content):
        item = pieces(content, "content", f"sabotage {WAVES}. The")[0]
        quoted, position = item["target"]["selector"]
        quoted["exact"] = quoted["exact"].removesuffix(".")
        quoted["suffix"] = "."
        position["end"] -= 1

    before = f"{TEXT.index('sabotage ' + WAVES)}-{len(TEXT) - 2}"
    after = f"{TEXT.index('sabotage ' + WAVES)}-{len(TEXT) - 3}"
    twin = trade.twin(reviewed=True)
    taken = trade.take(twin, edited(page, tmp_path, change), who="Mia")
    assert [(e["target"], e["field"], e["value"]) for e in taken.entries] == [
        (f"dam:{before}", "content", after)
    ]


def test_hypothesis_answers_are_read_by_their_words(trade, tmp_path):
    units = Places(TEXT)
    start = TEXT.index("The dam above Orlen broke")
    content = TEXT[start : TEXT.index(",", start)]
    row = {
        "user": "acct:lea@hypothes.is",
        "user_info": {"display_name": "Lea"},
        "created": "2031-06-02T08:00:00+00:00",
        "updated": "2031-06-02T09:00:00+00:00",
        "uri": "http://orlen.example/dam?a=1#top",
        "tags": ["strength:certain", "source_name:the baker", "supports:neglect"],
        "text": "my note",
        "target": [
            {
                "source": "http://orlen.example/dam?a=1",
                "selector": [
                    {"type": "RangeSelector", "startContainer": "/p[2]", "startOffset": 0},
                    # The positions are those of the browser's page, with other line ends.
                    {"type": "TextPositionSelector", "start": 5, "end": 9},
                    # A browser gives a plain space for the other kinds.
                    {"type": "TextQuoteSelector", "exact": content.replace(" ", "\n ")},
                ],
            }
        ],
    }
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"total": 1, "rows": [row]}), encoding="utf-8")
    taken = trade.take(trade.twin(reviewed=True), path)
    assert units.text == TEXT
    (line,) = taken.entries
    if line["field"] == "statement":
        assert line["value"]["content"] == spans(TEXT, content)
        assert line["value"]["source_name"] == "the baker"
    else:
        assert line["target"].startswith("dam:")
    assert line["who"] == "Lea"
    assert line["at"] == "2031-06-02T09:00:00+00:00"


def test_words_that_stand_nowhere_are_told_and_not_taken(trade, page, tmp_path):
    def change(content):
        item = pieces(content, "content", "Це диверсія")[0]
        item["target"]["selector"][0]["exact"] = "Це теракт"

    taken = trade.take(trade.twin(reviewed=True), edited(page, tmp_path, change), who="Mia")
    assert taken.entries == ()
    assert next(iter(left(taken).values())) == 'the words "Це теракт" do not stand in the text'


def test_a_narrative_that_the_case_does_not_have_is_refused_and_named(trade, page, tmp_path):
    def change(content):
        item = pieces(content, "content", "Це диверсія")[0]
        tag = next(b for b in item["body"] if b["value"].startswith("supports:"))
        tag["value"] = "supports:aliens:stated"

    twin = trade.twin(reviewed=True)
    taken = trade.take(twin, edited(page, tmp_path, change), who="Mia")
    assert taken.entries == ()
    assert any('"aliens" is not in this case' in why for why in left(taken).values())
    assert lines_of(twin) == review()


def test_who_decided_has_to_be_known(trade, page, tmp_path):
    def change(content):
        item = pieces(content, "content", "Це диверсія")[0]
        item["body"] = [b for b in item["body"] if not b["value"].startswith("supports:")]

    with pytest.raises(Exception, match=r"the file does not say who decided. Name the person"):
        trade.take(trade.twin(reviewed=True), edited(page, tmp_path, change))


def test_the_words_decide_then_what_stands_around_them_then_the_position():
    text = "a sea, a sea \U0001f30a a sea."
    places = Places(text)
    assert find_quotation(places, QuotedWords("sea", suffix=" \U0001f30a")) == (9, 12)
    # By UTF-16 units the last one begins at 18, by code points at 17.
    assert find_quotation(places, QuotedWords("sea", start=18)) == (17, 20)
    assert find_quotation(places, QuotedWords("sea", start=2, suffix=".")) == (17, 20)
    assert find_quotation(places, QuotedWords("a\u00a0 sea", start=0)) == (0, 5)


def test_the_page_tells_what_it_cannot_say(page):
    summary = json.loads(page.read_text(encoding="utf-8"))["summary"]
    assert "Positions count UTF-16 units" in summary
    assert "does not decide what happened" in summary
