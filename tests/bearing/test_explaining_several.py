"""The words that decided several bearings, explained in one pass as the table has them."""

from __future__ import annotations

import pandas as pd
import pytest
from fixed_reader import NEITHER, Chances, FixedReader, supports

from narratives.bearing import explain_bearing, explain_bearings, rate_bearings
from narratives.bearing.explaining import FEWEST, MOST_OF_MANY, MOST_WORDS
from narratives.reading import Account, Passage
from narratives.schema import SchemaError

NARRATIVES = pd.DataFrame(
    {
        "title": ["Leak", "Bomb"],
        "statement": ["Leaking gas caused the blast.", "Somebody planted a bomb."],
        "terms": [("valve",), ()],
        "examples_for": [("A cracked pipe was found.",), ()],
    },
    index=pd.Index(["leak", "bomb"], name="narrative_id"),
)


def table(*contents: str, cue: str = "said") -> pd.DataFrame:
    spans = [f"{100 * n}-{100 * n + len(words)}" for n, words in enumerate(contents)]
    return pd.DataFrame(
        {
            "document_id": "a",
            "source": "",
            "cue": "",
            "content": spans,
            "source_text": "Police",
            "source_name": "Police",
            "source_id": "police",
            "cue_text": cue,
            "content_text": list(contents),
        },
        index=[f"a:{span}" for span in spans],
    )


def says(passage: Passage, account: Account) -> Chances:
    """Answer "supports the leak" by three words: "gas" much, "old" a little, "denied" turns it."""
    if "bomb" in account.statement or "blast" not in account.statement:
        return NEITHER
    chance = 0.05 + 0.6 * ("gas" in passage.content) + 0.3 * ("old" in passage.content)
    return (0.02, 0.9, 0.08) if passage.cue == "denied" else supports(chance)


def test_words_stand_in_the_order_in_which_the_answer_falls_without_them():
    statements = table("the old gas main broke")
    why = explain_bearing(
        statements, NARRATIVES, statements.index[0], "leak", reader=FixedReader(says)
    )

    assert why.stance == "supports"
    assert list(why.deciding().index[:3]) == ["blast", "gas", "old"]
    assert why.words.loc["main", "change"] == 0
    assert why.words["where"].to_dict()["blast"] == "account"
    assert why.words.loc["gas", "without"] < why.words.loc["old", "without"] < why.probability


def test_a_word_that_turns_the_answer_leaves_the_stance_its_own_probability():
    statements = table("the old gas main broke", cue="denied")
    why = explain_bearing(
        statements, NARRATIVES, statements.index[0], "leak", reader=FixedReader(says)
    )

    assert why.stance == "disputes"
    assert 0 < why.words.loc["denied", "without"] < 0.1
    assert "denied" in why.deciding(2).index


def test_a_word_that_is_switched_off_is_not_read():
    statements = table("the old gas main broke")
    given = (statements, NARRATIVES, statements.index[0], "leak")
    whole = explain_bearing(*given, reader=FixedReader(says))
    less = explain_bearing(*given, without=["old"], reader=FixedReader(says))

    assert less.switched_off == ("old",)
    assert less.probability == whole.words.loc["old", "without"]
    assert "old" not in less.words.index


def test_a_term_goes_with_its_word():
    statements = table("a valve of the old main")
    why = explain_bearing(
        statements, NARRATIVES, statements.index[0], "leak", reader=FixedReader(says)
    )

    assert why.terms == ("valve",)
    assert why.words.loc["valve", "change"] < 0


def test_an_example_can_be_left_out_too():
    statements = table("the old gas main broke")
    why = explain_bearing(
        statements, NARRATIVES, statements.index[0], "leak", reader=FixedReader(says)
    )

    assert why.words.loc["A cracked pipe was found.", "where"] == "example"


def test_many_bearings_are_explained_within_a_bound():
    things = "main valve pipe house street bridge river engine garden tower market school"
    long = "that it was the old gas and " + " and the ".join(things.split()) + " of the town"
    statements = table(*(f"{long} number {n}" for n in range(30)))
    reader = FixedReader(says)
    wanted = [(str(name), "leak") for name in statements.index]
    found = explain_bearings(statements, NARRATIVES, wanted, reader=reader)

    assert [why.statement_id for why in found] == list(statements.index)
    assert reader.readings <= MOST_READINGS + 4 * len(wanted)
    few = explain_bearings(statements, NARRATIVES, wanted[:2], reader=FixedReader(says))
    assert all(len(why.words) <= MOST_OF_MANY + 1 for why in few)


def test_what_is_explained_is_what_the_table_says():
    statements = table("the old gas main broke", "a gas main", "gas was old")
    stakes = pd.DataFrame({"leak": [1.0]}, index=["police"])
    bearings = rate_bearings(statements, NARRATIVES, stakes=stakes, reader=FixedReader(says))
    drafted = bearings[bearings["narrative_id"] == "leak"]
    wanted = list(zip(drafted["statement_id"], drafted["narrative_id"], strict=True))
    found = explain_bearings(
        statements, NARRATIVES, wanted, stakes=stakes, reader=FixedReader(says)
    )

    assert [why.probability for why in found] == drafted["probability"].tolist()
    assert [why.stance for why in found] == drafted["stance"].tolist()


def test_a_statement_in_a_language_that_is_not_read_is_refused():
    statements = table("мэр сказал, что плотина выстояла и никто не пострадал")

    with pytest.raises(SchemaError, match="was not read"):
        explain_bearing(
            statements, NARRATIVES, statements.index[0], "leak", reader=FixedReader(says)
        )
