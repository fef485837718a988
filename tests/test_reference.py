import json
from dataclasses import replace

import pandas as pd
import pytest
from port_case import port_case

from narratives.case import load_case
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
        'items[1] is the text "A02"; it must be a mapping.',
        "items[2].cue[0] lacks end.",
    ]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("document",), "x", 'document is the text "x"; it must be a mapping.'),
        (("document",), [], "document is a list; it must be a mapping."),
        (("document", "sha256"), 5, "document.sha256 is the number 5; it must be a text."),
        (("items",), {}, "items is a mapping; it must be a list."),
        (("items", 0), None, "items[0] is empty; it must be a mapping."),
        (("items", 0, "id"), [], "items[0].id is a list; it must be a text."),
        (("items", 0, "source"), "he", 'items[0].source is the text "he"; it must be a mapping.'),
        (("items", 0, "source", "spans"), None, "items[0].source.spans is empty; it must be a"),
        (("items", 0, "cue"), "says", 'items[0].cue is the text "says"; it must be a list.'),
        (("items", 0, "content"), None, "items[0].content is empty; it must be a list."),
        (("items", 0, "content", 0, "start"), -1, "start is the number -1; it must be a whole num"),
        (("items", 0, "content", 0, "start"), True, "start is a yes/no value; it must be a whole"),
        (("items", 0, "content", 0, "start"), 1.5, "start is the number 1.5; it must be a whole"),
        (("items", 0, "content", 0, "end"), 0, "items[0].content[0] ends (0) before it starts"),
        (("items", 0, "content", 0, "text"), 5, "content[0].text is the number 5; it must be a"),
        (("items", 0, "bearings"), "isis", 'items[0].bearings is the text "isis"; it must be a'),
        (("items", 0, "bearings", 0), {"stance": "x"}, "items[0].bearings[0] lacks narrative."),
        (("items", 0, "contested_bearings"), [{}], "contested_bearings[0] lacks narrative, stance"),
        (("items", 0, "hedging"), 3, "items[0].hedging is the number 3; it must be a text."),
        (("scoring",), [], "scoring is a list; it must be a mapping."),
        (("scoring", "required"), "A02", 'scoring.required is the text "A02"; it must be a list.'),
        (("scoring", "accept_merges"), [1], "accept_merges[0] is the number 1; it must be a list."),
        (("scoring", "never_emit_as_claim"), [None], "never_emit_as_claim[0] is empty; it must be"),
        (("boilerplate",), [{"kind": "caption"}], "boilerplate[0] lacks span."),
        (("segments",), [{"line": 1}], "segments[0] lacks start, end."),
        ((), [], "the reference is a list; it must be a mapping."),
    ],
)
def test_a_reference_of_another_shape_is_named_with_its_place(make_case, path, value, message):
    given = json.loads(json.dumps(reference(VILLAGERS)))
    if path:
        inner = given
        for key in path[:-1]:
            inner = inner.setdefault(key, {}) if isinstance(key, str) else inner[key]
        inner[path[-1]] = value
    else:
        given = value
    folder = make_case()
    (folder / "reference.json").write_text(json.dumps(given), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_case(folder)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{folder / 'reference.json'}: ")
    assert message in caught.value.problems[0]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("{", "line 1: this is not JSON"),
        ('{"items": [],\n"items": []}', 'the key "items" stands twice in one mapping'),
        ("[" * 100_000, "the reference cannot be read"),
        ('{"document": ' + "9" * 5_000 + "}", "the reference cannot be read"),
        ("\udcff", "the reference cannot be read"),
        ('{"items": [{"id": NaN}, {"id": 1e999}]}', "items[1].id is the number inf"),
    ],
)
def test_a_reference_that_is_no_json_is_refused(make_case, raw, message):
    folder = make_case()
    (folder / "reference.json").write_bytes(raw.encode("utf-8", "surrogateescape"))
    with pytest.raises(CaseError) as caught:
        load_case(folder)
    assert message in str(caught.value)


def test_two_items_of_one_id_are_refused():
    with pytest.raises(CaseError, match=r'items\[1\].id "A02" is taken by items\[0\]'):
        measured(table(), VILLAGERS, VILLAGERS)


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
