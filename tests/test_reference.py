from dataclasses import replace

import pandas as pd
import pytest
from port_case import port_case

from narratives.reference import head_word, measure_agreement, measure_draft
from narratives.schema import CaseError, Document, SchemaError

TEXT = (
    "The dam held, port engineers of the county said. "
    "Villagers claimed sabotage, and a mayor denied it. "
    "Read also: Ten dams. "
    "Asked whether it leaks, she said that repairs begin in May."
)
DOCUMENT = Document("note", TEXT)


def spans(*words):
    """Find words in the text, as the reference writes its spans."""
    return [{"start": TEXT.index(w), "end": TEXT.index(w) + len(w), "text": w} for w in words]


def written(*words):
    return ";".join(f"{TEXT.index(w)}-{TEXT.index(w) + len(w)}" for w in words)


def item(item_id, source, cue, content, *, name="", bearings=(), hedging="certain", contested=()):
    return {
        "id": item_id,
        "source": {
            "canonical": name or source,
            "spans": spans(source) if source else [],
        },
        "cue": spans(cue) if cue else [],
        "content": spans(content),
        "bearings": [
            {"narrative": n, "stance": s, "how": h}
            for n, s, h in bearings or [("none", "neutral", "stated")]
        ],
        "hedging": hedging,
        "contested_bearings": [{"narrative": n, "stance": s} for n, s in contested],
    }


def reference(*items, **scoring):
    return {"items": list(items), "scoring": scoring}


def statement(source, cue, content, *, name="", strength="certain"):
    return {
        "document_id": "note",
        "source": written(source) if source else "",
        "cue": written(cue) if cue else "",
        "content": written(*([content] if isinstance(content, str) else content)),
        "source_name": name or source,
        "strength": strength,
    }


def table(*statements):
    names = [f"s{number}" for number in range(len(statements))]
    columns = ["document_id", "source", "cue", "content", "source_name", "strength"]
    return pd.DataFrame(list(statements), index=names, columns=columns)


def bearings(*rows):
    return pd.DataFrame(list(rows), columns=["statement_id", "narrative_id", "stance"])


ENGINEERS = item("A01", "port engineers of the county", "said", "The dam held")
VILLAGERS = item("A02", "Villagers", "claimed", "sabotage")


def measured(statements, *items, rows=(), **scoring):
    return measure_draft(statements, bearings(*rows), DOCUMENT, reference(*items, **scoring))


def counts(agreement, name):
    row = agreement.summary.loc[name]
    return row["right"], row["of"]


def test_a_statement_with_the_same_words_is_found_with_its_source():
    agreement = measured(table(statement("port engineers", "said", "The dam held")), ENGINEERS)
    assert counts(agreement, "required found with the right source") == (1, 1)
    assert counts(agreement, "statements that are right") == (1, 1)
    assert agreement.extras.empty


def test_a_source_that_misses_the_head_word_is_not_the_right_source():
    agreement = measured(table(statement("of the county", "said", "The dam held")), ENGINEERS)
    assert counts(agreement, "required found") == (1, 1)
    assert counts(agreement, "required found with the right source") == (0, 1)
    assert list(agreement.extras.index) == ["s0"]


def test_half_the_content_is_not_enough():
    # Tokens: drafted {Villagers, claimed, sabotage, and, a}, item {sabotage}: F1 = 2·1/(5+1).
    agreement = measured(
        table(statement("Villagers", "claimed", "Villagers claimed sabotage, and a")), VILLAGERS
    )
    assert counts(agreement, "required found") == (0, 1)
    assert agreement.items.at["A02", "content_f1"] == pytest.approx(1 / 3)
    assert agreement.items.at["A02", "drafted"].startswith("Villagers [claimed]")


def test_a_cue_that_stands_elsewhere_is_another_statement():
    agreement = measured(table(statement("Villagers", "denied", "sabotage")), VILLAGERS)
    assert counts(agreement, "required found") == (0, 1)


def test_two_statements_do_not_count_for_one_item():
    twice = table(*[statement("Villagers", "claimed", "sabotage")] * 2)
    agreement = measured(twice, VILLAGERS)
    assert counts(agreement, "statements that are right") == (1, 2)
    assert list(agreement.extras.index) == ["s1"]


def test_the_statement_with_the_right_source_is_taken_before_the_better_fitting_one():
    other = item("A03", "a mayor", "denied", "sabotage, and a mayor")
    agreement = measured(
        table(
            statement("Villagers", "denied", "sabotage, and a mayor"),
            statement("a mayor", "denied", "sabotage, and a"),
        ),
        other,
    )
    assert agreement.items.at["A03", "statement_id"] == "s1"


@pytest.mark.parametrize(
    ("canonical", "name", "right"),
    [
        ("narrator", "narrator", True),
        ("narrator", "a mayor", False),
        ("unnamed (recent updates)", "unnamed", True),
        ("unnamed (recent updates)", "narrator", False),
        ("Elena Ruiz", "Ruiz", True),
        ("Ruiz", "Mayor Elena Ruiz", True),
        ("Elena Ruiz", "Elena Marsh", False),
        ("Elena Ruiz", "", False),
    ],
)
def test_an_item_without_source_words_is_told_by_its_name(canonical, name, right):
    wanted = item("A01", "", "", "The dam held", name=canonical)
    drafted = {**statement("", "said", "The dam held"), "source_name": name}
    agreement = measured(table(drafted), wanted)
    assert bool(agreement.items.at["A01", "source"]) is right


def test_optional_items_raise_precision_and_not_what_is_required():
    agreement = measured(
        table(statement("Villagers", "claimed", "sabotage")),
        ENGINEERS,
        VILLAGERS,
        required=["A01"],
        optional=["A02"],
    )
    assert counts(agreement, "required found") == (0, 1)
    assert counts(agreement, "statements that are right") == (1, 1)


def test_one_statement_with_both_contents_counts_for_an_accepted_pair():
    first = item("A01", "Villagers", "claimed", "sabotage")
    second = item("A02", "Villagers", "claimed", "and a mayor")
    drafted = table(statement("Villagers", "claimed", "sabotage, and a mayor"))
    agreement = measured(drafted, first, second, accept_merges=[["A01", "A02"]])
    assert counts(agreement, "required found with the right source") == (2, 2)
    assert counts(agreement, "statements that are right") == (1, 1)
    assert counts(measured(drafted, first, second), "required found") == (1, 2)


def test_bearings_that_are_stated_must_come_and_contested_ones_may():
    wanted = item(
        "A02",
        "Villagers",
        "claimed",
        "sabotage",
        bearings=[("sabotage", "supports", "stated"), ("accident", "disputes", "implied")],
        contested=[("neglect", "disputes")],
    )
    drafted = table(statement("Villagers", "claimed", "sabotage"))

    def right(*rows):
        rows = [("s0", *row) for row in rows]
        return measured(drafted, wanted, rows=rows).items.at["A02", "bearing"]

    assert right(("sabotage", "supports"))
    assert right(("sabotage", "supports"), ("accident", "disputes"), ("neglect", "disputes"))
    assert not right(("accident", "disputes"))
    assert not right(("sabotage", "disputes"))
    assert not right(("sabotage", "supports"), ("neglect", "supports"))
    assert not right(("none", "neutral"))


def test_a_statement_that_bears_on_nothing_must_have_no_bearing():
    drafted = table(statement("Villagers", "claimed", "sabotage"))
    neutral = measured(drafted, VILLAGERS, rows=[("s0", "none", "neutral")])
    bearing = measured(drafted, VILLAGERS, rows=[("s0", "sabotage", "supports")])
    assert counts(neutral, "narrative and stance") == (1, 1)
    assert counts(bearing, "narrative and stance") == (0, 1)


def test_strength_is_compared_where_the_source_is_right():
    agreement = measured(
        table(
            statement("Villagers", "claimed", "sabotage", strength="hint"),
            statement("port engineers", "said", "The dam held"),
        ),
        ENGINEERS,
        VILLAGERS,
    )
    assert counts(agreement, "strength") == (1, 2)


def test_what_must_not_come_out_is_found_by_its_words_its_kind_or_its_line():
    line = TEXT.index("Asked")
    given = reference(
        VILLAGERS,
        never_emit_as_claim=["Read also:", "Ten dams (link)", "the question in line 4"],
    )
    given["boilerplate"] = [{"kind": "link_label", "span": spans("Ten dams")[0]}]
    given["segments"] = [{"line": 4, "start": line, "end": len(TEXT)}]
    drafted = table(
        statement("", "", "Read also"),
        statement("", "", "Ten dams"),
        statement("she", "Asked", "whether it leaks"),
        statement("she", "said that", "repairs begin in May"),
    )
    agreement = measure_draft(drafted, bearings(), DOCUMENT, given)
    assert list(agreement.never["statement_id"]) == ["s0", "s1", "s2"]
    assert counts(agreement, "never emitted") == (0, 3)


def test_an_empty_draft_finds_nothing_and_shares_are_missing():
    agreement = measured(table(), VILLAGERS)
    assert counts(agreement, "required found") == (0, 1)
    assert agreement.summary["share"].isna().tolist() == [False, False, True, True, True, True]


def test_statements_of_other_documents_are_left_out():
    drafted = table({**statement("Villagers", "claimed", "sabotage"), "document_id": "other"})
    assert counts(measured(drafted, VILLAGERS), "statements that are right") == (0, 0)


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("The Port Workers Union", "Union"),
        ("port engineers of the county", "engineers"),
        ("President Elena Ruiz", "Ruiz"),
        ("officials, including the mayor", "officials"),
        ("the harbour master’s", "master’s"),
        ("of", "of"),
        ("…", "…"),
    ],
)
def test_the_head_of_a_source_is_its_last_word_before_a_comma_or_preposition(source, head):
    text = f"Yesterday {source} spoke."
    start, end = head_word(text, (10, 10 + len(source)))
    assert text[start:end] == head


def test_a_reference_made_for_another_text_is_refused():
    wrong = {**VILLAGERS, "content": [{"start": 0, "end": 8, "text": "sabotage"}]}
    with pytest.raises(CaseError, match=r'items\[0\] \("A02"\): 0-8 is "The dam " in the text'):
        measured(table(), wrong)


def test_all_mistakes_of_a_reference_come_at_once():
    given = reference({"id": "A01"}, "A02", {**VILLAGERS, "cue": [{"start": 3}]})
    with pytest.raises(CaseError) as caught:
        measure_draft(table(), bearings(), DOCUMENT, given)
    assert [problem.split(": ", 1)[1] for problem in caught.value.problems] == [
        "items[0] lacks source, content, hedging.",
        "items[1] is not a mapping with a mapping as its source.",
        'items[2] ("A02"): a span lacks a whole start or end.',
    ]


def test_a_reference_without_items_is_refused():
    with pytest.raises(CaseError, match='"items" is missing or empty'):
        measure_draft(table(), bearings(), DOCUMENT, {})


def test_a_text_that_must_not_come_out_and_is_nowhere_is_refused():
    with pytest.raises(CaseError, match='never_emit_as_claim "Subscribe" is not in the text'):
        measured(table(), VILLAGERS, never_emit_as_claim=["Subscribe"])


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(SchemaError, match="statements lacks the columns cue"):
        measured(table().drop(columns="cue"), VILLAGERS)


def test_a_case_without_a_reference_is_refused():
    case = port_case()
    with pytest.raises(CaseError, match=r"there is no reference\.json to measure against"):
        measure_agreement(case)


def test_a_reference_of_a_text_that_is_not_in_the_case_is_refused():
    case = replace(port_case(), reference={"document": {"sha256": "0" * 64}, "items": []})
    with pytest.raises(CaseError, match=r'sha256 "0{64}" is of no document in the case'):
        measure_agreement(case)
