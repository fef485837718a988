"""What one account is to another goes out where a format can say it, and comes back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yaml
from traded import left, make_case, read_by, validator_says

import narratives as nv
from narratives.exchange.known import FORMATS
from narratives.exchange.marks import SAME
from narratives.exchange.relating import GONE, MOST, NO_RELATIONS, propose_relations
from narratives.schema import Relation, relations_table

CARRY = {"stix", "misp", "duckdb", "parquet", "decisions"}
TOLD = (
    Relation("accident", "contains", "neglect"),
    Relation("neglect", "excludes", "sabotage"),
    Relation("quake", "goes_with", "neglect"),
)
MORE = """\
  - {id: accident, title: Accident, statement: It was an accident., terms: [accident]}
  - {id: quake, title: Quake, statement: The ground shook., terms: [quake]}
"""


def with_accounts(folder, relations=TOLD):
    """Return the case with two accounts more, and what they are to each other."""
    made = make_case(folder, reviewed=False)
    path = made.folder / "case.yaml"
    text = path.read_text(encoding="utf-8").replace("origins:\n", MORE + "origins:\n", 1)
    rows = [{"narrative": one, kind: other} for one, kind, other in relations]
    if rows:
        text += yaml.safe_dump({"relations": rows})
    path.write_text(text, encoding="utf-8")
    return nv.load_case(made.folder)


@pytest.fixture(scope="module")
def related(tmp_path_factory):
    case = with_accounts(tmp_path_factory.mktemp("related") / "orlen")
    return case, nv.compare(case, reader=read_by())


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Return the same case, of which nobody has said what its accounts are to each other."""
    return with_accounts(tmp_path_factory.mktemp("bare") / "orlen", ())


def written(related, folder, to):
    case, comparison = related
    form = next(form for form in FORMATS if form.name == to)
    path = folder / f"orlen{form.endings[0] if form.endings else ''}"
    made = nv.export_case(case, path, to=to, comparison=comparison)
    return path, made


def proposals(taken):
    return {
        Relation(entry["narrative"], kind, other)
        for told in taken.proposed
        for entry in yaml.safe_load(told).get("relations", ())
        for kind, other in entry.items()
        if kind != "narrative"
    }


@pytest.mark.parametrize("to", ["stix", "duckdb", "parquet", "decisions"])
def test_relations_that_go_out_come_back_as_proposals_and_then_are_known(
    related, bare, tmp_path, to
):
    path, _ = written(related, tmp_path, to)
    taken = nv.import_annotations(bare, path, who="Ana", write=False)
    assert proposals(taken) == set(TOLD)
    again = nv.import_annotations(related[0], path, who="Ana", write=False)
    assert proposals(again) == set()
    assert (again.report["why"] == SAME).sum() == len(TOLD)


def test_what_is_proposed_makes_the_case_the_same_again(related, bare, tmp_path):
    path, _ = written(related, tmp_path, "stix")
    taken = nv.import_annotations(bare, path, who="Ana", write=False)
    back = with_accounts(tmp_path / "orlen", sorted(proposals(taken), key=TOLD.index))
    assert back.relations.equals(related[0].relations)


def test_in_stix_what_is_contained_is_a_subnarrative_and_the_rest_has_a_label(related, tmp_path):
    path, _ = written(related, tmp_path, "stix")
    objects = json.loads(path.read_text(encoding="utf-8"))["objects"]
    names = {one["id"]: one["name"] for one in objects if one["type"] == "narrative"}
    told = {
        (names[one["source_ref"]], one["relationship_type"], names[one["target_ref"]]): one[
            "labels"
        ]
        for one in objects
        if one["type"] == "relationship" and one["source_ref"] in names
    }
    pytest.importorskip("stix2validator")
    assert validator_says(path)[0] == []
    assert told == {
        ("Neglect", "subnarrative-of", "Accident"): ["contains"],
        ("Neglect", "related-to", "Sabotage"): ["excludes"],
        ("Quake", "related-to", "Neglect"): ["goes_with"],
    }


def test_a_narrative_of_another_platform_is_proposed_with_what_contains_it(bare, tmp_path):
    def make(number, kind, **more):
        return {"type": kind, "id": f"{kind}--{number:08}-0000-4000-8000-000000000000", **more}

    flood, mishap = make(1, "narrative", name="Flood"), make(2, "narrative", name="Accident")
    ends = {"source_ref": flood["id"], "target_ref": mishap["id"]}
    objects = [
        make(3, "relationship", relationship_type="subnarrative-of", **ends),
        make(4, "relationship", relationship_type="uses", **ends),
        flood,
        mishap,
    ]
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps({"type": "bundle", "objects": objects}), encoding="utf-8")
    taken = nv.import_annotations(bare, path, who="Ana", write=False)
    assert proposals(taken) == {Relation("accident", "contains", "flood")}
    assert left(taken)["object 2 (relationship)"] == (
        "it is no relation of two narratives that a case can have"
    )


def test_a_misp_event_refers_from_narrative_to_narrative(related, tmp_path):
    pytest.importorskip("pymisp")
    path, _ = written(related, tmp_path, "misp")
    event = json.loads(path.read_text(encoding="utf-8"))
    some = [one for one in event["Object"] if one["name"] == "narrative"]
    names = {one["uuid"]: one["comment"] for one in some}
    told = {
        (one["comment"], to["relationship_type"], names[to["referenced_uuid"]])
        for one in some
        for to in one.get("ObjectReference", ())
    }
    assert told == {
        ("Accident", "contains", "Neglect"),
        ("Neglect", "excludes", "Sabotage"),
        ("Quake", "goes-with", "Neglect"),
    }


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_carries_relations_or_says_in_its_note_that_it_cannot(form, related, tmp_path):
    if form.name in CARRY:
        assert NO_RELATIONS not in form.cannot
        assert "what one account is to another" in dict(form.goes)
    elif form.name == "xlsx":
        assert "that of relations between accounts" in " ".join(form.cannot)
    else:
        _, made = written(related, tmp_path, form.name)
        assert NO_RELATIONS in made.note


def test_a_relation_that_does_not_fit_the_case_is_told_and_not_proposed(related):
    case = related[0]
    told = [
        ("row 1", "sabotage", "excludes", "neglect"),
        ("row 2", "neglect", "contains", "accident"),
        ("row 3", "neglect", "causes", "quake"),
        ("row 4", "neglect", "excludes", "aliens"),
        ("row 5", "sabotage", "goes_with", "accident"),
        ("row 6", "sabotage", "excludes", "accident"),
    ]
    said, entries = propose_relations(case, told)
    assert said[0] == ("row 1", "the case says the same")
    assert said[1][1].startswith('"neglect" contains "accident", which closes a circle:')
    assert said[2][1] == '"causes" is not a relation. Allowed: contains, excludes, goes_with'
    assert said[3][1].startswith('"aliens" is not a narrative of this case.')
    assert said[5][1] == (
        '"sabotage" excludes "accident", but in the file "sabotage" goes with "accident". '
        "Keep one of the two."
    )
    assert [yaml.safe_load(entry) for entry in entries] == [
        {"relations": [{"narrative": "sabotage", "goes_with": "accident"}]}
    ]


def test_a_relation_that_was_taken_out_of_a_whole_table_is_told(related):
    said, entries = propose_relations(related[0], [("row 1", *TOLD[0])], whole=True)
    assert entries == []
    assert [why for _, why in said].count(GONE) == 2
    assert said[1][0] == 'relation "neglect" excludes "sabotage"'


def test_of_a_file_with_very_many_relations_the_first_are_read(related):
    case = replace(related[0], relations=relations_table())
    said, _ = propose_relations(case, [(f"row {n}", *TOLD[0]) for n in range(5000)])
    assert len(said) == MOST + 1
    assert said[-1][1] == f"only {MOST} relations of a file are read"
