"""MISP events: nothing is marked for detection, and grades are words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from traded import UKRAINIAN

import narratives as nv
from narratives.exchange.formats import Outgoing
from narratives.exchange.misp import LIKELIHOODS, _news, tags
from narratives.schema import NarrativesError

pymisp = pytest.importorskip("pymisp")


@pytest.fixture(scope="module")
def path(trade, tmp_path_factory):
    made = tmp_path_factory.mktemp("out") / "orlen.json"
    nv.export_case(trade.case, made, to="misp", comparison=trade.comparison, tlp="amber")
    return made


@pytest.fixture
def event(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    return content.get("Event", content)


def objects_of(event, name):
    return [one for one in event["Object"] if one["name"] == name]


def value_of(one, relation):
    return next(a["value"] for a in one["Attribute"] if a["object_relation"] == relation)


def test_the_library_reads_the_event_again(path):
    again = pymisp.MISPEvent()
    again.load_file(path)
    assert again.info == "Why did the dam above Orlen break?"
    assert {one.name for one in again.objects} == {"narrative", "news-media"}


def test_a_newspaper_s_address_is_a_link_and_nothing_is_marked_for_detection(event):
    attributes = [*event["Attribute"], *(a for one in event["Object"] for a in one["Attribute"])]
    assert len(attributes) > 8
    assert [a for a in attributes if a["to_ids"]] == []
    assert [a for a in attributes if a["type"] == "url"] == []
    (dam,) = [o for o in objects_of(event, "news-media") if "Orlen Post" in str(o)]
    assert value_of(dam, "link") == "https://orlen.example/dam?a=1"


def test_the_library_marks_a_url_for_detection_which_is_why_there_is_none():
    one = pymisp.MISPObject("news-media", strict=True)
    assert one.add_attribute("url", value="https://orlen.example/dam").to_ids
    assert not one.add_attribute("link", value="https://orlen.example/dam").to_ids


def test_a_text_has_its_statements_and_refers_to_the_narratives(event):
    (text,) = [o for o in objects_of(event, "news-media") if value_of(o, "title") == "Гребля"]
    assert "(certain, asserts): Це диверсія" in value_of(text, "content")
    sabotage = next(
        one
        for one in objects_of(event, "narrative")
        if value_of(one, "narrative-summary") == "Somebody blew up the dam."
    )
    refers = {(r["referenced_uuid"], r["comment"]) for r in text["ObjectReference"]}
    assert (sabotage["uuid"], "it supports it") in refers
    assert UKRAINIAN.count("диверсія") == 1


def test_only_words_of_the_taxonomies_are_tags_and_a_withheld_order_gives_none(trade, event):
    found = list(tags(event))
    assert "tlp:amber" in found
    assert 'admiralty-scale:information-credibility="2"' in found
    assert trade.comparison.support.withheld
    assert [tag for tag in found if tag.startswith("estimative-language")] == []
    assert [tag for tag in found if "numerical" in tag] == []


def test_the_same_case_gives_the_same_uuids(trade, event, tmp_path):
    nv.export_case(trade.case, tmp_path / "b.json", to="misp", comparison=trade.comparison)
    content = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    again = content.get("Event", content)
    assert again["uuid"] == event["uuid"]
    assert {o["uuid"] for o in again["Object"]} == {o["uuid"] for o in event["Object"]}


def test_an_event_is_not_read_back(trade, path):
    with pytest.raises(NarrativesError, match="none of the formats that are read"):
        trade.take(trade.twin(), path)
    with pytest.raises(NarrativesError, match="misp is written and not read back"):
        trade.take(trade.twin(), path, format="misp")


def test_every_word_for_a_probability_has_its_word_in_the_taxonomy():
    said = {nv.estimative_word(percent / 100) for percent in range(101)}
    assert said == set(LIKELIHOODS)
    assert LIKELIHOODS["roughly even chance"] == "roughly-even-chance"


def test_the_library_drops_an_empty_value_and_asks_for_a_required_one_at_the_end_alone():
    one = pymisp.MISPObject("news-media", strict=True)
    assert one.add_attribute("title", value="") is None
    with pytest.raises(pymisp.exceptions.InvalidMISPObject, match="At least one of the following"):
        one.to_json()


def test_a_text_of_which_nothing_else_is_known_is_an_object_that_misp_takes(trade):
    out = Outgoing(trade.case, trade.comparison, ())
    out.__dict__["marks"] = ()
    document = replace(trade.case.document("damm"), title="")
    values = {a.object_relation: a.value for a in _news(out, document, {}).Attribute}
    assert values == {"title": "damm", "content": "No statement was found in it."}
    assert json.loads(_news(out, document, {}).to_json())["name"] == "news-media"
