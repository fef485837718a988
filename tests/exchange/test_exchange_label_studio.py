"""Label Studio: out, back, and what its own exports mean."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from traded import TEXT, UKRAINIAN, WAVES, fields_of, left, lines_of, review, said_by, spans

from narratives.schema import NarrativesError


@pytest.fixture(scope="module")
def folder(trade, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "studio"
    trade.export(path, "label-studio")
    return path


@pytest.fixture
def tasks(folder):
    """Return the tasks as Label Studio exports them after Mia has submitted each."""
    found = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    for task in found:
        for annotation in task["annotations"]:
            annotation |= {
                "completed_by": {"id": 7, "first_name": "Mia", "last_name": "Ek", "email": "m@x.y"},
                "created_at": "2031-06-01T08:00:00.000000Z",
                "updated_at": "2031-06-01T08:30:00.000000Z",
            }
    return found


def save(tasks, tmp_path):
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def task_of(tasks, document):
    return next(task for task in tasks if task["data"]["document_id"] == document)


def results_of(tasks, document):
    return task_of(tasks, document)["annotations"][0]["result"]


def test_a_case_that_goes_out_and_comes_back_is_the_same(trade, folder):
    twin = trade.twin()
    taken = trade.take(twin, folder)
    assert set(left(taken).values()) <= {"nobody annotated it: that says nothing"}
    assert lines_of(twin) == review()
    assert said_by(twin) == fields_of(trade.comparison)


def test_positions_count_code_points_and_quote_the_words(tasks):
    regions = [r for r in results_of(tasks, "dam") if r["type"] == "labels"]
    assert any(WAVES in region["value"]["text"] for region in regions)
    for region in regions:
        value = region["value"]
        assert TEXT[value["start"] : value["end"]] == value["text"]


def test_a_split_content_is_two_regions_with_a_relation(tasks):
    results = results_of(tasks, "dam")
    texts = {r["id"]: r["value"]["text"] for r in results if r["type"] == "labels"}
    ends = [(r["from_id"], r["to_id"]) for r in results if r.get("labels") == ["goes on"]]
    assert ("We warned the ministry twice", "and nobody came") in [
        (texts[start], texts[end]) for start, end in ends
    ]


def test_the_configuration_names_all_that_the_results_use(folder, tasks):
    root = ElementTree.parse(folder / "labelling-config.xml").getroot()
    names = {element.get("name") for element in root.iter() if element.get("name")}
    values = {element.get("value") for element in root.iter() if element.get("value")}
    for task in tasks:
        for made in (*task["annotations"], *task["predictions"]):
            for result in made["result"]:
                assert result.get("from_name", "part") in names
                given = (
                    result.get("labels")
                    or result["value"].get("labels")
                    or (result["value"]["choices"])
                )
                assert set(given) <= values


def test_a_changed_choice_is_signed_by_who_completed_it(trade, tasks, tmp_path):
    chosen = next(r for r in results_of(tasks, "hreblia") if r.get("from_name") == "strength")
    chosen["value"]["choices"] = ["possible"]
    taken = trade.take(trade.twin(reviewed=True), save(tasks, tmp_path))
    (line,) = taken.entries
    assert (line["who"], line["at"]) == ("Mia Ek", "2031-06-01T08:30:00.000000Z")
    assert (line["field"], line["value"]) == ("strength", "possible")


def test_an_unannotated_or_cancelled_task_says_nothing(trade, tasks, tmp_path):
    task_of(tasks, "dam")["annotations"] = []
    task_of(tasks, "damm")["annotations"] = []
    hreblia = task_of(tasks, "hreblia")["annotations"][0]
    hreblia["was_cancelled"] = True
    hreblia["result"] = []
    taken = trade.take(trade.twin(reviewed=True), save(tasks, tmp_path))
    assert taken.entries == ()
    assert list(taken.report["why"]) == [
        "nobody annotated it: that says nothing",
        "nobody annotated it: that says nothing",
        "its annotation was cancelled: that says nothing",
    ]


def test_what_a_person_took_out_of_an_annotation_is_rejected(trade, tasks, tmp_path):
    annotation = task_of(tasks, "dam")["annotations"][0]
    gone = f"dam:{TEXT.index('We warned')}-{TEXT.index('and nobody') + 15}"
    annotation["result"] = [
        r for r in annotation["result"] if not str(r.get("id", r.get("from_id"))).startswith(gone)
    ]
    taken = trade.take(trade.twin(reviewed=True), save(tasks, tmp_path))
    assert [(e["target"], e["field"], e["value"]) for e in taken.entries] == [
        (gone, "status", "reject")
    ]


def test_a_new_statement_by_hand_is_added_with_its_relations_either_way(trade, tasks, tmp_path):
    def region(name, label, words):
        start, end = map(int, spans(UKRAINIAN, words).split("-"))
        value = {"start": start, "end": end, "text": words, "labels": [label]}
        return {"id": name, "type": "labels", "from_name": "part", "value": value}

    results_of(tasks, "hreblia").extend(
        [
            region("a", "Content", "греблю підірвали"),
            region("b", "Source", "Міністерство"),
            region("c", "Cue", "заявило"),
            {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"},
            {"type": "relation", "from_id": "c", "to_id": "a", "direction": "right"},
            region("d", "Source", "речник"),
        ]
    )
    taken = trade.take(trade.twin(reviewed=True), save(tasks, tmp_path))
    (line,) = [e for e in taken.entries if e["field"] == "statement"]
    assert line["target"] == "hreblia"
    assert line["value"] == {
        "content": spans(UKRAINIAN, "греблю підірвали"),
        "source": spans(UKRAINIAN, "Міністерство"),
        "cue": spans(UKRAINIAN, "заявило"),
    }
    assert 'the source "речник" is linked to no content' in left(taken).values()


def test_conll_is_refused_for_it_loses_nested_spans_and_relations(trade, tmp_path):
    path = tmp_path / "project.conll"
    path.write_text("-DOCSTART- -X- O\nThe -X- _ O\nmayor -X- _ B-source\n", encoding="utf-8")
    for form, message in (
        (None, "none of the formats that are read"),
        ("label-studio", "not JSON"),
    ):
        with pytest.raises(NarrativesError, match=message):
            trade.take(trade.twin(), path, who="Mia", format=form)


def test_json_min_is_refused_with_what_it_is(trade, tmp_path):
    path = save([{"id": 1, "text": "a", "part": [{"start": 0, "end": 1}]}], tmp_path)
    with pytest.raises(NarrativesError, match=r"none of the formats that are read .*label-studio"):
        trade.take(trade.twin(), path, who="Mia")
