import csv
import re
import time
from pathlib import Path

import pandas as pd
import pytest

import narratives as nv
from narratives.bearing import rate_bearings
from narratives.schema import BEARINGS, Document, SchemaError, format_spans, span_text
from narratives.strength import judge_strength

SETS = {
    "blast": {
        "gas_leak": (
            "Gas leak",
            "Gas leaking from an old pipe caused the explosion at the bakery.",
            ("gas leak", "leaking gas", "gas had been leaking"),
        ),
        "bomb": (
            "Bomb",
            "Somebody planted a bomb that caused the explosion at the bakery.",
            ("bomb", "explosive device"),
        ),
    },
    "poison": {
        "state": (
            "Ordered by Varnia",
            "Varnia ordered the poisoning of the defector.",
            ("Varnia", "Varnian agents"),
        ),
        "food": (
            "Food poisoning",
            "Spoiled fish made the defector ill.",
            ("food poisoning", "spoiled fish"),
        ),
    },
    "hack": {
        "lynx": (
            "Red Lynx",
            "The hacker group Red Lynx stole the e-mails of the party.",
            ("Red Lynx", "RL-7"),
        ),
        "insider": (
            "An insider",
            "An employee of the party copied the e-mails and passed them on.",
            ("insider", "leaked from inside"),
        ),
    },
    "bridge": {
        "neglect": (
            "Neglect",
            "Rust in the suspension rods, left without repair, brought the bridge down.",
            ("rust", "corrosion", "poor maintenance"),
        ),
        "ship": (
            "A ship",
            "A barge that struck a pier brought the bridge down.",
            ("barge", "ship collision"),
        ),
        "quake": ("Earthquake", "A small earthquake brought the bridge down.", ("earthquake",)),
    },
    "virus": {
        "lab": (
            "Laboratory accident",
            "The virus escaped from a laboratory by accident.",
            ("lab leak", "laboratory accident", "escaped from a laboratory", "laboratory"),
        ),
        "market": (
            "Animal market",
            "The virus passed from animals to people at a market.",
            ("wet market", "zoonotic", "raccoon dogs"),
        ),
    },
    "fire": {
        "arson": (
            "Arson",
            "Somebody set the forest on fire on purpose.",
            ("arson", "arsonist", "set alight"),
        ),
        "lightning": ("Lightning", "Lightning set the forest on fire.", ("lightning",)),
    },
    "plane": {
        "missile": (
            "Shot down",
            "Korvian air defence shot down the plane.",
            ("Korvia", "missile", "air defence", "shot down"),
        ),
        "icing": ("Icing", "Ice on the wings brought the plane down.", ("ice", "icing")),
        "crew": (
            "Pilot error",
            "The captain made a mistake on approach.",
            ("pilot error", "captain", "mistake"),
        ),
    },
    "spill": {
        "sabotage": (
            "Sabotage",
            "Campaigners opened the valves on purpose.",
            ("sabotage", "campaigners", "valves"),
        ),
        "rust": (
            "Neglected pipes",
            "The refinery refused to pay for new pipes and let the old ones corrode.",
            ("corrosion", "rust", "pipes", "neglect"),
        ),
        "tremor": ("Tremor", "An earth tremor cracked the tank.", ("tremor", "earthquake")),
    },
    "dose": {
        "spies": ("Spies", "Varnian spies poisoned Brandt.", ("Varnia", "poisoned", "spies")),
        "self": ("Own hand", "Brandt took the poison himself.", ("suicide", "himself")),
        "staged": ("Staged", "Allies of Brandt staged the poisoning.", ("staged", "hoax")),
    },
}
MARK = re.compile(r"\[([SCT])(\d?) |\]")
LINES = (Path(__file__).parent / "golden" / "bearings.tsv").read_text(encoding="utf-8").splitlines()
GOLDEN = list(csv.DictReader((line for line in LINES if not line.startswith("#")), delimiter="\t"))


def table_of(definitions):
    rows = [
        {
            "narrative_id": name,
            "title": title,
            "statement": statement,
            "terms": terms,
            "examples_for": (),
            "examples_against": (),
            "colour": "",
        }
        for name, (title, statement, terms) in definitions.items()
    ]
    return pd.DataFrame(rows).set_index("narrative_id")


def read_marked(marked, document_id="note"):
    """Take the marks out of a text; return the document and its statements."""
    text, spans, opened, last = [], {}, [], 0
    for mark in MARK.finditer(marked):
        text.append(marked[last : mark.start()])
        last = mark.end()
        at = sum(map(len, text))
        if mark[1]:
            opened.append((mark[2] or "1", mark[1], at))
        else:
            number, part, start = opened.pop()
            spans.setdefault(number, {}).setdefault(part, []).append((start, at))
    document = Document(document_id, "".join(text) + marked[last:])
    rows = []
    for number in sorted(spans):
        source, cue, content = (format_spans(spans[number].get(part, ())) for part in "SCT")
        rows.append(
            {
                "statement_id": f"{document_id}:{content}:{number}",
                "document_id": document_id,
                "source": source,
                "cue": cue,
                "content": content,
                "polarity": judge_strength(document, source, cue, content).polarity,
                "source_text": span_text(document.text, source),
                "cue_text": span_text(document.text, cue),
                "content_text": span_text(document.text, content),
            }
        )
    return document, pd.DataFrame(rows).set_index("statement_id")


def rate(marked, definitions, **more):
    document, statements = read_marked(marked)
    bearings = rate_bearings(statements, table_of(definitions), [document], **more)
    return document, statements, bearings


def written(statements, bearings):
    entries = []
    for statement_id in statements.index:
        rows = bearings[bearings["statement_id"] == statement_id]
        entries.append(
            {
                "none"
                if row.narrative_id == "none"
                else f"{row.narrative_id}:{row.stance}:{row.how}"
                for row in rows.itertuples()
            }
        )
    return entries


@pytest.mark.parametrize("line", GOLDEN, ids=[row["rule"] for row in GOLDEN])
def test_a_golden_rule_holds(line):
    _, statements, bearings = rate(line["text"], SETS[line["set"]])
    expected = [set(entry.split("+")) for entry in line["expected"].split(";")]
    assert written(statements, bearings) == expected, bearings["why"].tolist()


def test_the_table_has_the_columns_of_the_schema_and_covers_every_statement():
    text = "[S1 Police] [C1 said] [T1 a bomb went off]. [S2 Police] [C2 said] [T2 it rained]."
    _, statements, bearings = rate(text, SETS["blast"])
    assert tuple(bearings.columns) == BEARINGS
    assert set(bearings["statement_id"]) == set(statements.index)
    assert bearings["probability"].between(0, 1).all()


def test_the_antecedent_is_the_content_that_pointing_words_mean():
    text = "[S1 A man] [C1 alleged] [T1 a bomb]. [S2 Police] [C2 rejected] [T2 this claim]."
    document, statements, bearings = rate(text, SETS["blast"])
    last = bearings[bearings["statement_id"] == statements.index[1]].iloc[0]
    assert span_text(document.text, last["antecedent"]) == "a bomb"
    assert '"this claim" points back (bomb)' in last["why"]


def test_pointing_words_reach_what_only_the_narrator_said():
    text = "Talk of a bomb went round the town at once.\n\n[S Police] [C rejected] [T this theory]."
    document, _, bearings = rate(text, SETS["blast"])
    row = bearings.iloc[0]
    assert (row["narrative_id"], row["stance"]) == ("bomb", "disputes")
    assert span_text(document.text, row["antecedent"]).startswith("Talk of a bomb")


def test_pointing_words_do_not_cross_documents():
    one = read_marked("[S A man] [C alleged] [T a bomb].", "one")
    two = read_marked("[S Police] [C rejected] [T this claim].", "two")
    statements = pd.concat([one[1], two[1]])
    bearings = rate_bearings(statements, table_of(SETS["blast"]), [one[0], two[0]])
    assert bearings["narrative_id"].tolist() == ["bomb", "none"]


def test_why_names_the_words_and_which_way_they_push():
    _, _, bearings = rate("[S Police] [C ruled out] [T a bomb].", SETS["blast"])
    assert bearings["why"].iloc[0].startswith('names "bomb"')
    assert 'turned against it by "ruled out"' in bearings["why"].iloc[0]


def test_a_denied_link_is_surer_than_shared_words():
    _, _, term = rate("[S Police] [C said] [T rust broke the rods].", SETS["bridge"])
    _, _, words = rate("[S Police] [C said] [T the suspension rods broke].", SETS["bridge"])
    assert term["probability"].iloc[0] > words["probability"].iloc[0]


def test_a_stake_moves_the_probability_a_little_and_is_named():
    document, statements = read_marked("[S The utility] [C denied] [T a gas leak].")
    statements = statements.assign(source_id="utility")
    stakes = pd.DataFrame({"gas_leak": [-1.0], "bomb": [float("nan")]}, index=["utility"])
    table = table_of(SETS["blast"])
    plain = rate_bearings(statements, table, [document]).iloc[0]
    swayed = rate_bearings(statements, table, [document], stakes=stakes).iloc[0]
    assert swayed["stance"] == plain["stance"] == "disputes"
    assert 0 < swayed["probability"] - plain["probability"] <= 0.05
    assert "its stake" in swayed["why"]
    assert "stake" not in plain["why"]


def test_a_source_is_also_known_by_its_aliases_in_the_register():
    document, statements = read_marked("[S The house on the river] [C denied] [T any involvement].")
    statements = statements.assign(source_id="varnia")
    register = pd.DataFrame({"name": ["Varnia"], "aliases": [("Rivergate",)]}, index=["varnia"])
    table = table_of(SETS["poison"])
    assert rate_bearings(statements, table, [document])["narrative_id"].tolist() == ["none"]
    known = rate_bearings(statements, table, [document], sources=register).iloc[0]
    assert (known["narrative_id"], known["stance"]) == ("state", "disputes")


def test_matching_survives_odd_spaces_homoglyphs_and_curly_apostrophes():
    _, _, bearings = rate("[S Police] [C blame] [T a g\u0430s\u00a0leak].", SETS["blast"])
    assert bearings["narrative_id"].tolist() == ["gas_leak"]
    _, _, bearings = rate("[S Oslo] [C noted] [T Varnia\u2019s non-involvement].", SETS["poison"])
    assert bearings["stance"].tolist() == ["disputes"]


def test_an_abbreviation_that_is_also_a_word_needs_its_capitals():
    sets = {"is": ("IS", "IS planted the bomb.", ("IS",)), "gas": SETS["blast"]["gas_leak"]}
    _, _, bearings = rate("[S Police] [C said] [T the attack is over].", sets)
    assert bearings["narrative_id"].tolist() == ["none"]
    _, _, bearings = rate("[S Police] [C said] [T IS was behind the attack].", sets)
    assert bearings["narrative_id"].tolist() == ["is"]


def test_words_that_all_narratives_share_decide_nothing():
    _, _, bearings = rate(
        "[S Police] [C described] [T the explosion at the bakery].", SETS["blast"]
    )
    assert bearings["narrative_id"].tolist() == ["none"]


def test_one_narrative_alone_can_be_rated():
    only = {"bomb": SETS["blast"]["bomb"]}
    _, _, bearings = rate("[S Police] [C found] [T parts of a bomb].", only)
    assert bearings["narrative_id"].tolist() == ["bomb"]


def test_no_statements_give_an_empty_table():
    _, statements = read_marked("[S Police] [C said] [T so].")
    bearings = rate_bearings(statements.iloc[:0], table_of(SETS["blast"]))
    assert bearings.empty
    assert tuple(bearings.columns) == BEARINGS


def test_the_arguments_are_left_alone_and_the_result_is_the_same_twice():
    document, statements = read_marked("[S Police] [C said] [T a bomb went off].")
    table = table_of(SETS["blast"])
    before, narratives = statements.copy(), table.copy()
    first = rate_bearings(statements, table, [document])
    pd.testing.assert_frame_equal(first, rate_bearings(statements, table, [document]))
    pd.testing.assert_frame_equal(statements, before)
    pd.testing.assert_frame_equal(table, narratives)


def test_a_table_without_the_columns_is_refused():
    _, statements = read_marked("[S Police] [C said] [T so].")
    with pytest.raises(SchemaError, match="statements lacks the columns polarity"):
        rate_bearings(statements.drop(columns="polarity"), table_of(SETS["blast"]))
    with pytest.raises(SchemaError, match="narratives lacks the columns terms"):
        rate_bearings(statements, table_of(SETS["blast"]).drop(columns="terms"))


def test_narratives_need_ids_of_their_own():
    _, statements = read_marked("[S Police] [C said] [T so].")
    table = table_of(SETS["blast"])
    with pytest.raises(SchemaError, match='the id "bomb" occurs twice'):
        rate_bearings(statements, table.set_axis(["bomb", "bomb"]))
    with pytest.raises(SchemaError, match='"none" is the reserved word'):
        rate_bearings(statements, table.set_axis(["bomb", "none"]))


def many(number):
    texts = [
        "a gas leak caused the blast in the old town on Monday",
        "there was no evidence of a bomb in the wreckage they had searched",
        "these allegations were invented by people who were not there",
        "eleven people were taken to hospital in the course of the night",
    ]
    pieces, rows, at = [], [], 0
    for count in range(number):
        piece = f"Police said {texts[count % 4]}.\n\n"
        pieces.append(piece)
        row = {"document_id": "note", "source": f"{at}-{at + 6}", "cue": f"{at + 7}-{at + 11}"}
        row |= {"content": f"{at + 12}-{at + len(piece) - 3}", "polarity": "asserts"}
        row |= {"source_text": "Police", "cue_text": "said", "content_text": texts[count % 4]}
        rows.append(row)
        at += len(piece)
    statements = pd.DataFrame(rows, index=[row["content"] for row in rows])
    return Document("note", "".join(pieces)), statements


def seconds(number):
    document, statements = many(number)
    table = table_of(SETS["blast"] | SETS["fire"])
    start = time.perf_counter()
    rate_bearings(statements, table, [document])
    return time.perf_counter() - start


def test_a_thousand_statements_take_less_than_a_few_seconds_and_the_time_is_linear():
    seconds(10)
    few = seconds(500)
    assert seconds(2_000) < max(2.0, 8 * few)


def test_hostile_text_is_read_in_bounded_time():
    for filler in (
        "no " * 30_000,
        "a" * 100_000,
        ", which x" * 20_000,
        "the " * 30_000 + "claim",
        "was and it " * 9_000,
    ):
        row = {"document_id": "n", "source": "", "cue": "", "content": "0-1", "polarity": "asserts"}
        row |= {"source_text": "", "cue_text": "", "content_text": filler}
        start = time.perf_counter()
        rate_bearings(pd.DataFrame([row], index=["n:0-1"]), table_of(SETS["blast"]))
        assert time.perf_counter() - start < 5.0


def test_the_function_is_part_of_the_public_face():
    assert nv.rate_bearings is rate_bearings
