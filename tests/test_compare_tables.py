"""A comparison of tables that a teacher or a simulation made."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import narratives as nv

MATRIX = pd.DataFrame(
    {"neglect": [2, -1, 1], "explosives": [0, 1, 0]}, index=["cracks", "bang", "rust"]
)
PEOPLE = ["engineer", "farmer", "inspector"]
REPORTS = pd.DataFrame({"item_id": MATRIX.index, "source_id": PEOPLE})
SOURCES = pd.DataFrame({"reliability": ["B", "D", "C"]}, index=PEOPLE)


def dam(**more: object) -> nv.Comparison:
    return nv.compare_tables(MATRIX, REPORTS, SOURCES, **more)  # type: ignore[arg-type]


def test_the_scores_are_those_of_the_functions_on_the_same_tables():
    full = REPORTS.assign(holds=True, origin_id=REPORTS["source_id"])
    expected = nv.support(full, MATRIX, SOURCES)
    found = dam()
    assert found.support.probabilities.tolist() == expected.probabilities.tolist()
    assert found.ranking["inconsistency"].to_dict() == {"explosives": 0.0, "neglect": 1.0}
    assert nv.flip_distance(found.what_would_change, "support") == 2


def test_who_stands_alone_is_an_origin_of_its_own_and_an_empty_one_is_not_known():
    assert list(dam().origins.index) == PEOPLE
    unknown = nv.compare_tables(MATRIX, REPORTS.assign(origin_id=""), SOURCES)
    assert len(unknown.origins) == 0
    assert "is not established" in unknown.support.reasons[0]


def test_stakes_and_weights_reach_the_scores():
    stakes = pd.DataFrame({"neglect": [1.0]}, index=["engineer"])
    wants = nv.compare_tables(MATRIX, REPORTS, SOURCES, stakes)
    assert wants.support.probabilities["neglect"] < dam().support.probabilities["neglect"]
    heavy = dam(weights=pd.Series({"cracks": 1.0, "bang": 2.0, "rust": 1.0}))
    assert heavy.ranking["inconsistency"]["neglect"] == 2.0


def test_titles_and_labels_are_what_readers_see():
    named = dam(titles={"neglect": "Nobody cared"}, labels={"bang": "There was a bang"})
    assert named.narratives["title"].tolist() == ["Nobody cared", "explosives"]
    assert named.items.at["bang", "label"] == "There was a bang"
    figure = nv.plot_matrix(named).figure
    assert any("Nobody cared" in text.get_text() for text in figure.axes[0].texts)


def test_without_a_text_there_is_nothing_of_a_text(tmp_path):
    found = dam(question="What broke the dam?")
    assert found.summary() == (
        "Two accounts are set down by ratings alone, without a text: “neglect” and “explosives”."
    )
    assert found.statements.empty
    assert found.voices.empty
    assert found.score_card["score"].isna().all()
    assert len(found.to_tables()) > 20
    page = found.to_html(tmp_path / "dam.html").read_text(encoding="utf-8")
    assert "What broke the dam?" in page


def test_a_report_of_a_source_that_is_not_there_is_refused():
    with pytest.raises(nv.SchemaError, match='reports name the source "farmer", which is not in'):
        nv.compare_tables(MATRIX, REPORTS, SOURCES.drop(index="farmer"))


def test_relations_reach_the_scores_the_summary_and_the_tables():
    relations = [("neglect", "goes_with", "explosives")]
    full = REPORTS.assign(holds=True, origin_id=REPORTS["source_id"])
    expected = nv.support(full, MATRIX, SOURCES, relations=relations)
    found = dam(relations=relations, titles={"neglect": "Neglect", "explosives": "A bomb"})
    assert found.support.probabilities.tolist() == expected.probabilities.tolist()
    assert found.support.probabilities.sum() > 1
    assert found.relations.to_numpy().tolist() == [list(relations[0])]
    assert list(found.to_tables()["relations"]) == ["narrative_id", "relation", "other_id"]
    assert found.summary().endswith(
        "“Neglect” goes with “A bomb”, as the case has it: both may be so, and neither makes the "
        "other so."
    )
    assert dam().relations.empty
    again = dam(relations=found.relations)
    pd.testing.assert_frame_equal(again.what_would_change, found.what_would_change)


def test_a_wide_account_is_never_behind_what_it_contains():
    found = dam(relations=[("explosives", "contains", "neglect")])
    # Neglect is contradicted by the bang; the explosives by nothing, and stay so.
    assert found.ranking["inconsistency"].to_dict() == {"explosives": 0.0, "neglect": 1.0}
    turned = dam(relations=[("neglect", "contains", "explosives")])
    assert turned.ranking["inconsistency"].to_dict() == {"neglect": 0.0, "explosives": 0.0}
    for case, wide, narrow in ((found, "explosives", "neglect"), (turned, "neglect", "explosives")):
        assert case.support.probabilities[wide] >= case.support.probabilities[narrow]


def test_relations_that_cannot_be_are_refused():
    with pytest.raises(nv.SchemaError, match=r'relations\[0\]: "flood" is not a narrative of this'):
        dam(relations=[("neglect", "contains", "flood")])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"matrix": [[1.0]]}, "matrix is a list. Give a pandas DataFrame."),
        ({"weights": {"cracks": 1.0}}, "weights is a dict. Give a pandas Series."),
        (
            {"weights": pd.Series({"cracks": "heavy", "bang": 1.0, "rust": 1.0})},
            "weights, item \"cracks\": 'heavy' is not a number.",
        ),
        (
            {"weights": pd.Series({"cracks": 1.0, "bang": 1.0, "rust": 1.0, "smoke": 1.0})},
            'weights name the item "smoke", which is not in the matrix. Known: cracks, bang, rust.',
        ),
        (
            {"stakes": pd.DataFrame({"neglect": ["for"]}, index=["engineer"])},
            'stakes, narrative "neglect", source "engineer": \'for\' is not a number.',
        ),
        (
            {"stakes": pd.DataFrame({"neglect": [1.0]}, index=["enginer"])},
            'stakes name the source "enginer", which is not in sources.',
        ),
        ({"sources": SOURCES.assign(reliability="b")}, "reliability 'b' is not a grade. Use A, B"),
        ({"sources": SOURCES.assign(relability="B")}, 'sources has the column "relability". Allow'),
        ({"matrix": MATRIX.rename(index={"bang": ""})}, "matrix: item 2 has no name. Give each"),
        (
            {"reports": REPORTS.assign(item_id="smoke")},
            'reports name the item "smoke", which is not in the matrix. Known: cracks, bang, rust.',
        ),
        ({"reports": REPORTS.assign(credibility=0)}, 'reports has the column "credibility".'),
        ({"reports": REPORTS.assign(origin_id=7)}, "reports, row 1: origin_id 7 is not a text."),
        (
            {"reports": REPORTS.assign(copied_from="wire")},
            'copied_from names the source "wire", which is not in sources.',
        ),
        (
            {"stakes": pd.DataFrame({"neglekt": [1.0]}, index=["engineer"])},
            'stakes name the narrative "neglekt", which is not in the matrix. Known: ',
        ),
        (
            {"stakes": pd.DataFrame({"neglect": [1.0, 0.0]}, index=["engineer"] * 2)},
            'stakes: source "engineer" stands there twice. Each stands once: leave one out.',
        ),
        (
            {"sources": pd.concat([SOURCES, SOURCES.loc[["engineer"]]])},
            'sources: source "engineer" stands there twice. Each stands once: leave one out.',
        ),
        ({"matrix": MATRIX[[]]}, "matrix has no narratives. Give it a column for each account."),
        ({"titles": {"neglekt": "x"}}, 'titles name the narrative "neglekt", which is not in the'),
        ({"labels": {"smoke": "x"}}, 'labels name the item "smoke", which is not in the matrix.'),
    ],
)
def test_a_table_in_which_a_name_or_a_value_leads_nowhere_is_refused(change, message):
    given = {"matrix": MATRIX, "reports": REPORTS, "sources": SOURCES, **change}
    with pytest.raises(nv.SchemaError, match=re.escape(message)):
        nv.compare_tables(**given)


def test_all_that_is_wrong_with_the_tables_is_said_at_once():
    with pytest.raises(nv.SchemaError) as told:
        dam(titles={"neglekt": "x"}, labels={"smoke": "x"})
    assert [line.split(",")[0] for line in str(told.value).splitlines()] == [
        'titles name the narrative "neglekt"',
        'labels name the item "smoke"',
    ]
