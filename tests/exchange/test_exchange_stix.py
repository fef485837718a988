"""STIX 2.1: what the library checks, and what it would let through."""

from __future__ import annotations

import json
import math

import pytest
import yaml
from traded import left, lines_of, validator_says

import narratives as nv
from narratives.exchange.stix_checks import check_object, confidence, stix_time
from narratives.schema import NarrativesError

stix2 = pytest.importorskip("stix2")


@pytest.fixture(scope="module")
def path(trade, tmp_path_factory):
    made = tmp_path_factory.mktemp("out") / "orlen.json"
    nv.export_case(trade.case, made, to="stix", comparison=trade.comparison, tlp="amber")
    return made


@pytest.fixture
def objects(path):
    return json.loads(path.read_text(encoding="utf-8"))["objects"]


def of_kind(objects, kind):
    return [one for one in objects if one["type"] == kind]


def test_the_library_reads_the_whole_bundle(path):
    read = stix2.parse(path.read_text(encoding="utf-8"), allow_custom=True)
    kinds = {one["type"] for one in read.objects}
    assert kinds >= {"narrative", "identity", "note", "opinion", "report", "grouping"}


def test_the_validator_of_the_standard_finds_no_error_and_warns_of_what_opencti_does(path):
    pytest.importorskip("stix2validator")
    errors, warnings = validator_says(path)
    assert errors == []
    # Ids that are the same in every export are no UUIDv4, a newspaper's address has no hash, and
    # OpenCTI's grades of sources are no extension.
    assert warnings == {"103", "302", "401"}


def test_the_validator_finds_what_the_library_lets_through(objects, tmp_path):
    pytest.importorskip("stix2validator")
    identity = next(one for one in objects if one["type"] == "identity")
    wrong = {**identity, "confidence": 101}
    stix2.parse(wrong, allow_custom=True)
    bundle = {"type": "bundle", "id": f"bundle--{identity['id'][10:]}", "objects": [wrong]}
    (tmp_path / "wrong.json").write_text(json.dumps(bundle), encoding="utf-8")
    errors, _ = validator_says(tmp_path / "wrong.json")
    assert len(errors) == 1
    assert "101 is greater than the maximum of 100" in errors[0]


def test_a_document_s_day_stays_that_day_and_one_without_a_date_gets_none(objects):
    (report,) = of_kind(objects, "report")
    assert report["published"] == "2031-05-06T00:00:00.000Z"
    assert {one["name"] for one in of_kind(objects, "grouping")} == {"Dammbruch", "Гребля"}
    assert all("published" not in one for one in of_kind(objects, "grouping"))


def test_created_and_modified_have_milliseconds_and_the_zone_of_utc(objects):
    for one in objects:
        for key in {"created", "modified"} & set(one):
            assert one[key].endswith("Z")
            assert len(one[key]) == len("2031-05-06T00:00:00.000Z")


def test_every_reference_leads_to_an_object_and_every_object_is_marked(objects):
    ids = {one["id"] for one in objects}
    for one in objects:
        refs = [r for key in one if key.endswith("_refs") for r in one[key]]
        refs += [one[key] for key in one if key.endswith("_ref")]
        assert set(refs) <= ids
        if one["type"] != "marking-definition":
            assert one["object_marking_refs"] == [stix2.TLP_AMBER.id]


def test_the_library_writes_a_confidence_of_0_72_as_0_and_we_write_72(objects):
    given = stix2.v21.Note(content="a", object_refs=[objects[-1]["id"]], confidence=0.72)
    assert json.loads(given.serialize())["confidence"] == 0
    assert confidence(0.72) == 72
    sure = [one["confidence"] for one in of_kind(objects, "opinion")]
    assert sure
    assert all(isinstance(number, int) and 0 <= number <= 100 for number in sure)


def test_a_probability_that_is_not_known_is_left_out_and_a_wrong_one_refused():
    assert confidence(math.nan) is None
    for wrong in (1.01, -0.05):
        with pytest.raises(NarrativesError, match="is not between 0 and 1"):
            confidence(wrong)


def test_a_time_without_a_zone_keeps_its_day_alone():
    assert stix_time("2031-05-06T23:30:00") == "2031-05-06T00:00:00.000Z"
    assert stix_time("2031-05-06T23:30:00.123456-05:00") == "2031-05-07T04:30:00.123Z"


def test_a_narrative_is_checked_by_hand_for_the_library_does_not(objects):
    narrative = dict(of_kind(objects, "narrative")[0])
    del narrative["name"]
    assert isinstance(stix2.parse(narrative, allow_custom=True), dict)
    with pytest.raises(NarrativesError, match="a narrative of the bundle lacks name"):
        check_object(narrative)


def test_the_library_refuses_a_narrative_and_an_opinion_of_it_unless_custom_is_allowed(objects):
    narrative, opinion = of_kind(objects, "narrative")[0], of_kind(objects, "opinion")[0]
    refused = stix2.exceptions.InvalidValueError
    with pytest.raises(refused, match="customized narrative object found"):
        stix2.v21.Bundle(objects=[narrative])
    with pytest.raises(refused, match="type-specifying prefix 'narrative'"):
        stix2.parse(opinion)
    stix2.parse(opinion, allow_custom=True)


def test_grades_are_words_and_no_numbers(objects):
    ministry = next(one for one in of_kind(objects, "identity") if one["name"] == "The ministry")
    mayor = next(one for one in of_kind(objects, "identity") if one["name"] == "the mayor")
    assert ministry["x_opencti_reliability"] == "C - Fairly reliable"
    # What a person decided in the review.
    assert mayor["x_opencti_reliability"] == "B - Usually reliable"
    assert mayor["identity_class"] == "individual"
    labels = [label for one in of_kind(objects, "note") for label in one.get("labels", ())]
    assert labels == ['admiralty-scale:information-credibility="2"']


def test_the_same_case_gives_the_same_ids(trade, objects, tmp_path):
    nv.export_case(trade.case, tmp_path / "b.json", to="stix", comparison=trade.comparison)
    again = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["objects"]
    assert {one["id"] for one in again} == {
        one["id"] for one in objects if one["type"] != "marking-definition"
    }


def test_narratives_and_identities_come_back_as_proposals_and_change_nothing(trade, tmp_path):
    def make(number, **more):
        kind = more["type"]
        return {"id": f"{kind}--{number:08}-0000-4000-8000-000000000000", **more}

    objects = [
        make(1, type="narrative", name="Earthquake: it shook", description="A quake broke it."),
        make(2, type="narrative", name="Sabotage"),
        make(3, type="identity", name="Ärzte  ohne Grenzen", identity_class="organization"),
        make(4, type="narrative"),
        make(5, type="note", content="x", object_refs=["report--gone"]),
    ]
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps({"type": "bundle", "objects": objects}), encoding="utf-8")
    twin = trade.twin()
    taken = trade.take(twin, path)
    assert lines_of(twin) == []
    assert [yaml.safe_load(entry) for entry in taken.proposed] == [
        {
            "narratives": [
                {
                    "id": "earthquake_it_shook",
                    "title": "Earthquake: it shook",
                    "statement": "A quake broke it.",
                    "terms": ["Earthquake: it shook"],
                }
            ]
        },
        {
            "sources": [
                {"id": "arzte_ohne_grenzen", "name": "Ärzte ohne Grenzen", "kind": "organisation"}
            ]
        },
    ]
    told = left(taken)
    # A narrative that the case has is nothing new, and is counted as unchanged.
    assert "object 2 (narrative)" not in told
    assert "the case has this narrative already" in set(taken.report["why"])
    assert told["object 4 (narrative)"] == "it has no name, or no id of STIX"
    assert told["note--00000005-0000-4000-8000-000000000000"] == (
        "it refers to report--gone, which is not in the bundle"
    )


def test_narratives_and_sources_with_the_same_first_words_get_ids_of_their_own(trade, tmp_path):
    names = [f"A storm broke the {what}" for what in ("gate", "weir", "dam")]
    objects = [
        {"type": kind, "id": f"{kind}--0000000{n}-0000-4000-8000-000000000000", "name": name}
        for kind in ("narrative", "identity")
        for n, name in enumerate(names)
    ]
    relation = {
        "type": "relationship",
        "id": "relationship--00000009-0000-4000-8000-000000000000",
        "relationship_type": "subnarrative-of",
        "source_ref": objects[1]["id"],
        "target_ref": objects[2]["id"],
    }
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps({"type": "bundle", "objects": [*objects, relation]}), "utf-8")
    entries = [yaml.safe_load(entry) for entry in trade.take(trade.twin(), path).proposed]
    found = {
        key: [one[key][0] for one in entries if key in one] for key in ("narratives", "sources")
    }
    ids = ["a_storm_broke_the", "a_storm_broke_the_2", "a_storm_broke_the_3"]
    assert [one["id"] for one in found["narratives"]] == ids
    assert [one["title"] for one in found["narratives"]] == names
    assert [one["id"] for one in found["sources"]] == ids
    related = [one for one in entries if not {"narratives", "sources"} & set(one)]
    assert all(name in str(related) for name in ids[1:])


def test_a_marking_that_is_not_known_is_refused(trade, tmp_path):
    with pytest.raises(NarrativesError, match=r'tlp "pink" is not known\. Known: clear'):
        nv.export_case(
            trade.case, tmp_path / "c.json", to="stix", comparison=trade.comparison, tlp="pink"
        )
    with pytest.raises(NarrativesError, match="web-annotation carries no marking"):
        nv.export_case(trade.case, tmp_path / "c.json", to="web-annotation", tlp="red")
