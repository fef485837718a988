"""All ratings as a project of Intel Workbench: as its import takes it, and back.

The import is described from solomonneas/intel-workbench, ``src/store/useProjectStore.ts`` at
06db850. On 2026-11-30 the export of ``seeds/marigold-airship`` was imported and exported by that
file itself, bundled with esbuild, and came back as it went.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from traded import left, lines_of, review, without_ratings

import narratives as nv
from narratives.exchange.formats import Outgoing
from narratives.exchange.intel_workbench import write

ZOE, IHOR = "Zoë Ø.", "Ігор"
HARD = ("Гребля \U0001f30a «впала»\r\nзнову", 'Bu\u0308rger: "nie" <b> & nie\u00a0mehr | \'')


def imported_by_intel_workbench(text: str) -> dict:
    """Return what the board keeps of a project, as its own export has it.

    One object is taken, with at least one matrix or checklist; project and matrices need an id and
    a name with letters in them. A hypothesis needs an id and a name, an evidence an id. Levels
    other than High, Medium and Low become Medium. Of the ratings those stay whose evidence and
    hypothesis are there and which are C, I, N or NA; of all else nothing.
    """
    project = json.loads(text)
    assert isinstance(project, dict)
    assert project.get("achMatrices") or project.get("biasChecklists")
    assert project["id"].strip()
    assert project["name"].strip()
    matrices = []
    for matrix in project["achMatrices"]:
        assert matrix["id"].strip()
        assert matrix["name"].strip()
        hypotheses = [
            {"id": h["id"], "name": h["name"], "description": h.get("description", "")}
            for h in matrix["hypotheses"]
        ]
        named = {h["id"] for h in hypotheses}
        evidence, ratings = [], {}
        for one in matrix["evidence"]:
            levels = {
                key: one.get(key) if one.get(key) in ("High", "Medium", "Low") else "Medium"
                for key in ("credibility", "relevance")
            }
            told = {key: one.get(key, "") for key in ("id", "description", "source")}
            evidence.append({**told, **levels})
            ratings[one["id"]] = {
                hypothesis: cell
                for hypothesis, cell in matrix["ratings"].get(one["id"], {}).items()
                if hypothesis in named and cell in ("C", "I", "N", "NA")
            }
        kept = {"id": matrix["id"], "name": matrix["name"]}
        matrices.append(
            {**kept, "hypotheses": hypotheses, "evidence": evidence, "ratings": ratings}
        )
    kept = {key: project[key] for key in ("id", "name", "description")}
    return {**kept, "achMatrices": matrices}


def exported(trade, path):
    trade.export(path, "intel-workbench")
    return path


def through_the_board(path, change=None):
    """Import and export a file there, with a change in between."""
    kept = imported_by_intel_workbench(path.read_text(encoding="utf-8"))
    if change is not None:
        change({matrix["name"]: matrix for matrix in kept["achMatrices"]})
    path.write_text(json.dumps(kept), encoding="utf-8")
    return path


def test_the_board_keeps_a_matrix_of_each_person_and_of_the_draft(trade, tmp_path):
    path = exported(trade, tmp_path / "a.json")
    board = imported_by_intel_workbench(path.read_text(encoding="utf-8"))
    assert board["name"] == trade.case.question
    assert "It describes what documents say" in board["description"]
    held = {matrix["name"]: matrix for matrix in board["achMatrices"]}
    assert list(held) == [f"Rated by {ZOE}", f"Rated by {IHOR}", "DRAFT"]
    zoe, draft = held[f"Rated by {ZOE}"], held["DRAFT"]
    assert [(h["id"], h["name"]) for h in zoe["hypotheses"]] == [
        ("neglect", "Neglect"),
        ("sabotage", "Sabotage"),
    ]
    assert zoe["hypotheses"][1]["description"] == "Somebody blew up the dam."
    items = list(map(str, trade.comparison.items.index))
    assert [one["id"] for one in zoe["evidence"]] == items
    assert zoe["ratings"]["item_warned"] == {"neglect": "C", "sabotage": "NA"}
    # A cell that this person did not rate has no rating there.
    assert [zoe["ratings"][item] for item in items if item != "item_warned"] == [{}]
    assert held[f"Rated by {IHOR}"]["ratings"]["item_warned"] == {"neglect": "C", "sabotage": "N"}
    assert [one["id"] for one in draft["evidence"]] == [i for i in items if i != "item_warned"]
    assert [set(cells) for cells in draft["ratings"].values()] == [{"neglect", "sabotage"}]


@pytest.mark.parametrize(
    ("grade", "relevance", "levels"),
    [(2, "low", ("High", "Low")), (3, "high", ("Medium", "High")), (6, "", ("Medium", "Medium"))],
)
def test_grades_are_the_levels_that_the_scores_take_them_for(trade, grade, relevance, levels):
    items = trade.comparison.items.copy()
    items.loc["item_warned", "credibility"] = grade
    items.loc["item_warned", "relevance"] = relevance
    text = write(Outgoing(trade.case, replace(trade.comparison, items=items), ()))[""].decode()
    zoe = imported_by_intel_workbench(text)["achMatrices"][0]["evidence"]
    told = next(one for one in zoe if one["id"] == "item_warned")
    assert (told["credibility"], told["relevance"]) == levels


def test_ratings_go_through_the_board_and_come_back_the_same(trade, tmp_path):
    path = through_the_board(exported(trade, tmp_path / "a.json"))
    twin = without_ratings(trade)
    taken = trade.take(twin, path)
    assert left(taken) == {}
    keys = ("at", "who", "target", "value")
    # CC comes back as CC: what the board has of it is C.
    assert [[line[k] for k in keys] for line in lines_of(twin) if line["field"] == "rating"] == [
        [line[k] for k in keys] for line in review() if line["field"] == "rating"
    ]
    again = trade.take(nv.load_case(twin.folder), path)
    assert (again.entries, left(again)) == ((), {})


def test_a_case_compared_with_itself_brings_nothing(trade, tmp_path):
    taken = trade.take(trade.case, exported(trade, tmp_path / "a.json"), write=False)
    assert taken.entries == ()
    assert taken.summary().startswith("intel-workbench: 0 lines of review taken,")
    assert taken.summary().endswith(" 0 things not taken.")


def test_hard_texts_come_to_the_board_and_back(trade, tmp_path):
    narratives = trade.case.narratives.copy()
    narratives["title"] = HARD
    items = trade.comparison.items.copy()
    items["label"] = [HARD[n % 2] for n in range(len(items))]
    case = replace(trade.case, narratives=narratives, question=HARD[1])
    made = write(Outgoing(case, replace(trade.comparison, items=items), HARD))[""]
    board = imported_by_intel_workbench(made.decode("utf-8"))
    matrix = board["achMatrices"][0]
    assert board["name"] == HARD[1]
    assert board["description"].endswith(" ".join(HARD))
    assert tuple(one["name"] for one in matrix["hypotheses"]) == HARD
    assert tuple(one["description"] for one in matrix["evidence"]) == HARD
    (tmp_path / "a.json").write_bytes(made)
    taken = trade.take(case, tmp_path / "a.json", write=False)
    assert (taken.entries, left(taken)) == ((), {})


def test_a_changed_cell_is_of_who_imports_it(trade, tmp_path):
    def change(held):
        held[f"Rated by {IHOR}"]["ratings"]["item_warned"]["neglect"] = "I"
        (cells,) = held["DRAFT"]["ratings"].values()
        assert cells["neglect"] != "I"
        cells["neglect"] = "I"

    path = through_the_board(exported(trade, tmp_path / "a.json"), change)
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia", at="2031-05-09T08:00:00Z")
    (other,) = {*map(str, trade.comparison.items.index)} - {"item_warned"}
    assert [(e["at"], e["who"], e["target"], e["value"]) for e in taken.entries] == [
        ("2031-05-09T08:00:00Z", "Mia", "item_warned", {"neglect": "I"}),
        ("2031-05-09T08:00:00Z", "Mia", other, {"neglect": "I"}),
    ]


def test_a_project_made_there_comes_back_by_the_words_of_its_evidence(trade, tmp_path):
    matrix = {
        "id": "m",
        "name": "Dam",
        "hypotheses": [
            {"id": "h1", "name": "neglect", "description": "x"},
            {"id": "h2", "name": "Quake", "description": "The ground shook."},
        ],
        "evidence": [
            {"id": "e1", "description": "The ministry  was warned", "credibility": "Low"},
            {"id": "e2", "description": "A bang"},
        ],
        "ratings": {"e1": {"h1": "I", "h2": "C", "h3": "C"}, "e2": {"h1": "N"}, "e3": []},
    }
    odd = {"evidence": [{"id": "e1"}], "hypotheses": [{"id": "h1", "name": "neglect"}],
           "ratings": {"e1": {"h1": "CC"}}}  # fmt: skip
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"achMatrices": [matrix, odd, 3]}), encoding="utf-8")
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert [(e["who"], e["target"], e["value"]) for e in taken.entries] == [
        ("Mia", "item_warned", {"neglect": "I"})
    ]
    assert left(taken) == {
        "matrix 1, hypothesis 2": "it is proposed for case.yaml, where a person puts it",
        "matrix 1, evidence 1": 'credibility "Low" is not taken: a person sets it in the case',
        "matrix 2, evidence 1": '"CC" is no rating. Allowed: C, N, I, NA',
        "matrix 1, evidence 2": "no item of the case has these words, or several have",
    }
    assert "statement: The ground shook." in taken.proposed[0]


def test_a_file_that_is_no_project_says_so(trade, tmp_path):
    (tmp_path / "a.json").write_text('{"achMatrices": {}}', encoding="utf-8")
    taken = trade.take(trade.case, tmp_path / "a.json", format="intel-workbench")
    assert left(taken) == {"file": "it is no project of Intel Workbench: no achMatrices"}
