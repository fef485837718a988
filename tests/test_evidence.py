from __future__ import annotations

import math

import pandas as pd
import pytest
from growth import STEEP, growth

from narratives import schema
from narratives.evidence import form_items, judge_basis
from narratives.lexicon import load_lexicon
from narratives.schema import Document, SchemaError, format_spans

DENIALS = ("denied", "rejected", "refuted")


def tell(text: str, *rows: tuple[str, str, str], **extra: list[str]) -> pd.DataFrame:
    """Statements of one document: source and cue are the last such words before the content."""
    made = []
    for source, cue, content in rows:
        at = text.index(content)
        spans = {"content": [(at, at + len(content))]}
        for part, words in (("source", source), ("cue", cue)):
            begin = text.rfind(words, 0, at)
            spans[part] = [(begin, begin + len(words))] if words and begin >= 0 else []
        made.append(
            {
                "statement_id": f"d:{at}-{at + len(content)}",
                "document_id": "d",
                **{part: format_spans(span) for part, span in spans.items()},
                "polarity": "denies" if cue in DENIALS else "asserts",
                "source_name": source or "narrator",
                "source_text": source,
                "cue_text": cue,
                "content_text": content,
            }
        )
    table = pd.DataFrame(made).set_index("statement_id")
    return table.assign(**extra)


def bear(statements: pd.DataFrame, *rows: tuple[int, str, str, str]) -> pd.DataFrame:
    """Bearings: number of the statement, narrative, stance, stated or implied."""
    columns = ["statement_id", "narrative_id", "stance", "how", "antecedent"]
    return pd.DataFrame(
        [
            {
                "statement_id": statements.index[n],
                "narrative_id": narrative,
                "stance": stance,
                "how": how,
                "antecedent": "",
            }
            for n, narrative, stance, how in rows
        ],
        columns=columns,
    )


def point(text: str, bearings: pd.DataFrame, row: int, words: str) -> pd.DataFrame:
    at = text.index(words)
    spans = [*bearings["antecedent"]]
    spans[row] = f"{at}-{at + len(words)}"
    return bearings.assign(antecedent=spans)


BASIS_EXAMPLES = [
    (
        "The Dawn Front",
        "claimed responsibility for",
        "the blast at the depot",
        "claim_of_responsibility",
    ),
    ("One of the arrested men", "admitted", "planting the device", "claim_of_responsibility"),
    ("The ministry", "admitted", "the flood warning came late", "official_statement"),
    ("The mayor", "said", "drone footage shows a crack in the dam", "images"),
    ("The governor", "said", "the suspects fled over the northern border", "conduct"),
    ("Residents", "said", "they fled when the water rose", "bare_assertion"),
    ("A spy agency", "believes", "the poison came from abroad", "intelligence_assessment"),
    ("Two geologists", "said", "the slope was saturated", "expert_judgement"),
    ("The opposition", "said", "the leak was staged to discredit its candidate", "motive"),
    ("The opposition", "said", "the same fleet had previously cut a cable", "precedent"),
    ("The foreign minister", "echoed", "this claim", "bare_assertion"),
    ("The foreign minister", "said", "the ballot was rigged from abroad", "official_statement"),
    ("A baker", "said", "the tanker was hit twice", "bare_assertion"),
]


@pytest.mark.parametrize(("source", "cue", "content", "expected"), BASIS_EXAMPLES)
def test_the_words_and_the_speaker_tell_the_basis(source, cue, content, expected):
    text = f"{source} {cue} {content}."
    table = judge_basis(tell(text, (source, cue, content)), [Document("d", text)])
    assert table["basis"].tolist() == [expected]
    assert table["why"].tolist() != [""]
    schema.parse_spans(table["basis_words"].iloc[0])


def test_the_kind_in_the_register_decides_before_the_words_of_the_source():
    text = "The Ferrant Institute said the ballot was rigged."
    row = tell(text, ("The Ferrant Institute", "said", "the ballot was rigged"), source_id=["fi"])
    register = pd.DataFrame({"kind": ["government_party"]}, index=["fi"])
    documents = [Document("d", text)]
    assert judge_basis(row, documents)["basis"].item() == "expert_judgement"
    assert judge_basis(row, documents, register)["basis"].item() == "official_statement"


def test_what_is_denied_is_not_what_the_denial_rests_on():
    text = "The ministry denied that satellite images show a launch pad."
    row = tell(text, ("The ministry", "denied", "satellite images show a launch pad"))
    table = judge_basis(row, [Document("d", text)])
    assert table[["basis", "shown"]].iloc[0].tolist() == ["official_statement", "none"]


def test_each_voice_of_a_sentence_is_judged_by_its_own_words():
    text = (
        "Customs officers suspect a fire on board, while the owner pointed to video of a torpedo."
    )
    table = judge_basis(
        tell(
            text,
            ("Customs officers", "suspect", "a fire on board"),
            ("the owner", "pointed to", "video of a torpedo"),
        ),
        [Document("d", text)],
    )
    assert table["basis"].tolist() == ["bare_assertion", "images"]
    assert table["shown"].tolist() == ["none", "named"]


def test_the_basis_may_stand_in_the_sentence_beside_the_content():
    text = "Citing photos from the harbour, the union said the silo was empty."
    table = judge_basis(
        tell(text, ("the union", "said", "the silo was empty")), [Document("d", text)]
    )
    assert table[["basis", "shown"]].iloc[0].tolist() == ["images", "named"]


def test_documents_that_could_be_looked_at_are_named_and_never_shown():
    text = "The auditor said leaked invoices prove the fraud."
    table = judge_basis(
        tell(text, ("The auditor", "said", "leaked invoices prove the fraud")),
        [Document("d", text)],
    )
    assert table["shown"].tolist() == ["named"]
    assert '"invoices"' in table["why"].item()


def test_a_speaker_carried_over_from_another_sentence_brings_no_words_along():
    text = "The professor showed a video of the slope. It had been moving for weeks."
    row = tell(text, ("The professor", "", "It had been moving for weeks"))
    table = judge_basis(row, [Document("d", text)])
    assert table[["basis", "shown"]].iloc[0].tolist() == ["expert_judgement", "none"]


def test_a_fleet_does_not_flee():
    text = "The suspects said the fleet stayed in port."
    table = judge_basis(
        tell(text, ("The suspects", "said", "the fleet stayed in port")), [Document("d", text)]
    )
    assert table["basis"].item() == "bare_assertion"


def test_what_a_person_set_is_kept():
    text = "A baker said the tanker was hit twice."
    row = tell(
        text, ("A baker", "said", "the tanker was hit twice"), basis=["images"], shown=["shown"]
    )
    table = judge_basis(row, [Document("d", text)])
    assert table[["basis", "shown"]].iloc[0].tolist() == ["images", "shown"]
    assert "set by hand" in table["why"].item()


def test_a_statement_of_an_unknown_document_is_refused():
    row = tell("A baker said it rained.", ("A baker", "said", "it rained"))
    with pytest.raises(SchemaError, match='name the document "d", which is not among documents'):
        judge_basis(row, [Document("other", "x")])


def test_missing_columns_are_named():
    with pytest.raises(SchemaError, match="statements lacks the columns document_id"):
        judge_basis(pd.DataFrame({"cue": []}), [])


def test_no_statements_make_no_items():
    empty = tell("A b c.", ("A", "b", "c")).iloc[:0]
    evidence = form_items(empty, bear(empty), [], narratives=["a", "b"])
    assert evidence.items.empty
    assert evidence.matrix.shape == (0, 2)
    assert list(evidence.reports.columns) == list(schema.REPORTS)


def test_every_basis_of_the_word_list_is_a_basis_or_a_help_to_one():
    roles = {row["role"] for row in load_lexicon("bases")}
    helps = {"admission", "guilt", "actor", "echo", "rests_on", "material"}
    assert roles - helps <= set(schema.BASES)


def test_the_time_to_judge_a_very_long_sentence_grows_with_its_length_alone():
    def judge(number):
        text = "Officials said a photo of the gate exists and " * 2 * number
        rows = [
            {
                "document_id": "d",
                "source": f"{at}-{at + 9}",
                "cue": f"{at + 10}-{at + 14}",
                "content": f"{at + 15}-{at + 41}",
                "polarity": "asserts",
                "source_name": "Officials",
            }
            for at in range(0, 46 * number, 46)
        ]
        table = judge_basis(pd.DataFrame(rows), [Document("d", text)])
        assert set(table["basis"]) == {"images"}

    assert growth(judge, 125) < STEEP


DAM = (
    "Norland's governor hinted at sabotage by Sudland. The deputy governor repeated this claim. "
    "Sudland rejected these allegations. Sudland's envoy stressed that Sudland stayed out of it. "
    "An institute believes that the spillway gates failed after years of neglect."
)


def dam() -> tuple[pd.DataFrame, pd.DataFrame]:
    statements = tell(
        DAM,
        ("Norland's governor", "hinted at", "sabotage by Sudland"),
        ("The deputy governor", "repeated", "this claim"),
        ("Sudland", "rejected", "these allegations"),
        ("Sudland's envoy", "stressed", "Sudland stayed out of it"),
        ("An institute", "believes", "the spillway gates failed after years of neglect"),
        source_id=["gov", "deputy", "sud", "envoy", "inst"],
        origin_id=["norland", "norland", "sudland", "sudland", "inst"],
    )
    bearings = bear(
        statements,
        (0, "sabotage", "supports", "stated"),
        (1, "sabotage", "supports", "stated"),
        (2, "sabotage", "disputes", "stated"),
        (3, "sabotage", "disputes", "stated"),
        (4, "neglect", "supports", "stated"),
    )
    for row in (1, 2):
        bearings = point(DAM, bearings, row, "sabotage by Sudland")
    return statements, bearings


def test_statements_of_one_origin_and_bearing_are_reports_of_one_item():
    statements, bearings = dam()
    evidence = form_items(statements, bearings, [Document("d", DAM)])
    ids = list(statements.index)
    assert list(evidence.items.index) == [f"item:{ids[n]}" for n in (0, 2, 4)]
    holding = evidence.reports[evidence.reports["holds"]]
    assert holding.groupby("item_id", sort=False)["statement_id"].apply(list).tolist() == [
        ids[0:2],
        ids[2:4],
        ids[4:5],
    ]
    assert sorted(holding["statement_id"]) == sorted(ids)


def test_a_denial_is_a_report_that_does_not_hold_and_an_item_of_its_own():
    statements, bearings = dam()
    evidence = form_items(statements, bearings, [Document("d", DAM)])
    ids = list(statements.index)
    denials = evidence.reports[~evidence.reports["holds"]]
    assert denials[["item_id", "statement_id"]].to_numpy().tolist() == [[f"item:{ids[0]}", ids[2]]]
    assert evidence.matrix.at[f"item:{ids[2]}", "sabotage"] == -1
    (question,) = evidence.questions["question"]
    assert question.startswith(
        "Denied by Sudland. The denial stands as an item of its own (Sudland's envoy, "
    )


def test_the_draft_rates_support_and_dispute_and_leaves_the_rest_open():
    statements, bearings = dam()
    matrix = form_items(
        statements, bearings, [Document("d", DAM)], narratives=["neglect", "sabotage", "storm"]
    ).matrix
    expected = [[None, 1, None], [None, -1, None], [1, None, None]]
    assert matrix.astype(object).where(matrix.notna(), None).to_numpy().tolist() == expected
    assert matrix.columns.name == "narrative_id"


def test_a_pointing_statement_of_an_unknown_origin_joins_what_it_points_to():
    statements, bearings = dam()
    statements = statements.assign(origin_id="", source_id=["gov", "unnamed", "sud", "envoy", "i"])
    reports = form_items(statements, bearings, [Document("d", DAM)]).reports
    ids = list(statements.index)
    assert reports.loc[reports["statement_id"] == ids[1], "item_id"].tolist() == [f"item:{ids[0]}"]
    assert reports.loc[reports["statement_id"] == ids[3], "item_id"].tolist() == [f"item:{ids[3]}"]


def test_the_same_content_in_other_words_is_one_item_with_two_origins():
    text = (
        "Police said the brakes of the tram were cut before the crash. "
        "The operator said somebody had cut the tram brakes before it crashed."
    )
    statements = tell(
        text,
        ("Police", "said", "the brakes of the tram were cut before the crash"),
        ("The operator", "said", "somebody had cut the tram brakes before it crashed"),
        source_id=["police", "operator"],
        origin_id=["police", "operator"],
    )
    bearings = bear(
        statements, (0, "attack", "supports", "stated"), (1, "attack", "supports", "implied")
    )
    evidence = form_items(statements, bearings, [Document("d", text)])
    assert len(evidence.items) == 1
    assert evidence.reports["origin_id"].tolist() == ["police", "operator"]


def test_a_denial_in_the_same_words_does_not_hold_the_item():
    text = (
        "Police said the brakes of the tram were cut. "
        "The operator denied that the brakes of the tram had been cut."
    )
    statements = tell(
        text,
        ("Police", "said", "the brakes of the tram were cut"),
        ("The operator", "denied", "the brakes of the tram had been cut"),
    )
    bearings = bear(
        statements, (0, "attack", "supports", "stated"), (1, "attack", "disputes", "stated")
    )
    evidence = form_items(statements, bearings, [Document("d", text)])
    assert evidence.reports["holds"].tolist() == [True, False, True]
    assert evidence.matrix["attack"].tolist() == [1, -1]


def test_one_origin_with_two_kinds_of_basis_makes_two_items():
    text = "The ministry said video shows two divers. The ministry said the suspects fled by boat."
    statements = tell(
        text,
        ("The ministry", "said", "video shows two divers"),
        ("The ministry", "said", "the suspects fled by boat"),
    )
    bearings = bear(
        statements, (0, "attack", "supports", "stated"), (1, "attack", "supports", "stated")
    )
    items = form_items(statements, bearings, [Document("d", text)]).items
    assert items["basis"].tolist() == ["images", "conduct"]
    assert items["shown"].tolist() == ["named", "none"]
    assert items["credibility"].isna().all()


def test_a_statement_that_bears_on_nothing_stays_out_and_is_counted():
    statements, bearings = dam()
    bearings = bearings.replace({"narrative_id": {"neglect": "none"}, "stance": {}})
    evidence = form_items(statements, bearings, [Document("d", DAM)])
    assert evidence.left_out == (statements.index[4],)
    assert list(evidence.matrix.columns) == ["sabotage"]


def test_a_party_with_a_stake_is_asked_about_and_not_rated_down():
    statements, bearings = dam()
    stakes = pd.DataFrame({"sabotage": [1.0, math.nan, -1.0]}, index=["gov", "deputy", "sud"])
    evidence = form_items(statements, bearings, [Document("d", DAM)], stakes=stakes)
    asked = evidence.questions["question"].str.contains(": a stake in ")
    assert evidence.questions.loc[asked, "statement_ids"].tolist() == [
        statements.index[0],
        statements.index[2],
    ]
    assert evidence.matrix["sabotage"].dropna().tolist() == [1, -1]


def test_reports_that_disagree_leave_the_rating_open_and_ask():
    text = "Police said the brakes were cut by hand. Guards said the brakes were cut by hand, too."
    statements = tell(
        text,
        ("Police", "said", "the brakes were cut by hand"),
        ("Guards", "said", "the brakes were cut by hand, too"),
    )
    bearings = bear(
        statements,
        (0, "attack", "supports", "stated"),
        (0, "wear", "disputes", "implied"),
        (1, "attack", "supports", "stated"),
    )
    evidence = form_items(statements, bearings, [Document("d", text)])
    assert evidence.matrix.iloc[0].tolist() == [1, -1]
    both = pd.concat([bearings, bear(statements, (0, "attack", "disputes", "implied"))])
    evidence = form_items(statements, both, [Document("d", text)])
    assert math.isnan(evidence.matrix["attack"].iloc[0])
    assert "disagree about attack" in evidence.questions["question"].iloc[0]


def test_the_order_of_the_table_does_not_matter():
    statements, bearings = dam()
    documents = [Document("d", DAM)]
    first = form_items(statements, bearings, documents, narratives=["sabotage", "neglect"])
    other = form_items(
        statements.iloc[::-1], bearings.iloc[::-1], documents, narratives=["sabotage", "neglect"]
    )
    pd.testing.assert_frame_equal(first.items, other.items)
    pd.testing.assert_frame_equal(first.matrix, other.matrix)
    pd.testing.assert_frame_equal(first.reports, other.reports)


def test_arguments_are_left_alone():
    statements, bearings = dam()
    before = statements.copy(), bearings.copy()
    form_items(statements, bearings, [Document("d", DAM)])
    pd.testing.assert_frame_equal(statements, before[0])
    pd.testing.assert_frame_equal(bearings, before[1])


@pytest.mark.parametrize(
    ("cue", "label"), [(":", "the mayor: neglect"), ("said", "the mayor, said: neglect")]
)
def test_a_mark_that_attributes_is_not_written_twice_in_the_name_of_an_item(cue, label):
    text = f"the mayor {cue} neglect"
    statements = tell(text, ("the mayor", cue, "neglect"))
    evidence = form_items(
        statements, bear(statements, (0, "n", "supports", "stated")), [Document("d", text)]
    )
    assert evidence.items["label"].tolist() == [label]
