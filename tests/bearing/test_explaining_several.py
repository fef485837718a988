"""The words that decided several bearings, explained in one pass as the table has them."""

from __future__ import annotations

import pandas as pd
import pytest
from fixed_reader import NEITHER, Chances, FixedReader, supports

from narratives.attribution import extract_statements
from narratives.bearing import explain_bearing, explain_bearings, rate_bearings
from narratives.bearing.explaining import FEWEST, MOST_OF_MANY, TURNED
from narratives.bearing.promising import rank_words
from narratives.reading import Account, Passage
from narratives.schema import Document, SchemaError

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


THINGS = [
    "main",
    "valve",
    "pipe",
    "house",
    "street",
    "bridge",
    "river",
    "engine",
    "garden",
    "tower",
    "market",
    "school",
]
LONG = f"that it was the old gas and {' and the '.join(THINGS)} of the town"


def test_many_bearings_are_explained_within_a_bound():
    statements = table(*(f"{LONG} number {n}" for n in range(30)))
    reader = FixedReader(says)
    wanted = [(str(name), "leak") for name in statements.index]
    found = explain_bearings(statements, NARRATIVES, wanted, reader=reader)

    assert [why.statement_id for why in found] == list(statements.index)
    # One row each for what stands around and for all words, and a few without one of them.
    assert reader.readings <= (2 + FEWEST) * len(wanted)
    assert all(1 <= len(why.words) <= FEWEST for why in found)
    few = explain_bearings(statements, NARRATIVES, wanted[:2], reader=FixedReader(says))
    assert all(FEWEST < len(why.words) <= MOST_OF_MANY + 1 for why in few)


def test_of_long_accounts_fewer_words_are_left_out():
    statements = table(*(f"a cracked valve number {n}" for n in range(12)))
    wanted = [(str(name), "leak") for name in statements.index]
    longer = NARRATIVES.assign(
        statement=[f"{text} {' '.join(THINGS * 4)}" for text in NARRATIVES["statement"]]
    )
    short, long = (
        sum(
            len(why.words)
            for why in explain_bearings(statements, accounts, wanted, reader=FixedReader(says))
        )
        for accounts in (NARRATIVES, longer)
    )

    assert long < short


def test_where_a_word_turned_the_answer_no_other_is_looked_for():
    statements = table("the old gas main broke", cue="denied")
    both = [(statements.index[0], "leak"), (statements.index[0], "bomb")]
    leak, _ = explain_bearings(statements, NARRATIVES, both, reader=FixedReader(says))

    assert leak.stance == "disputes"
    assert list(leak.words.index) == ["denied"]
    assert leak.words.loc["denied", "change"] <= -TURNED * leak.probability


@pytest.mark.parametrize(
    ("cue", "content", "account", "first"),
    [
        ("rejected", "that a valve broke", "A valve broke.", ["rejected", "valve", "broke"]),
        ("said", "a Norlan saboteur did it", "Norland did it.", ["Norlan", "Norland"]),
        ("said", "there was no bomb at the pier", "A bomb went off.", ["bomb", "no"]),
        ("told", "it was in the yard", "Gas leaked.", ["yard", "Gas", "leaked", "told"]),
    ],
)
def test_what_both_have_in_common_and_what_denies_comes_first(
    cue: str, content: str, account: str, first: list[str]
):
    ranked = rank_words(Passage("Police", cue, content), Account(account))

    assert [word for word, _ in ranked][: len(first)] == first
    assert len(ranked) == len({word.casefold() for word, _ in ranked})


SAID = (
    "A diver said that the pier had been rammed by a barge.",
    "The owner of the barge denied that it had come near the pier.",
    "Engineers told the council that worms had eaten the posts of the pier.",
    "The mayor rejected the report on the worms as nonsense.",
)
PIER = pd.DataFrame(
    {
        "title": ["Barge", "Worms"],
        "statement": [
            "A barge that had lost its way in the fog rammed the pier, and the pier fell.",
            "Worms had eaten the posts of the pier for years, and one day the posts gave way.",
        ],
        "terms": [(), ()],
    },
    index=pd.Index(["barge", "worms"], name="narrative_id"),
)


def test_a_word_that_is_shown_is_one_without_which_the_reader_itself_falls():
    note = Document("note", " ".join(SAID), language="en")
    statements = extract_statements(note)
    drafted = rate_bearings(statements, PIER, [note])
    drafted = drafted[drafted["narrative_id"] != "none"]
    wanted = list(zip(drafted["statement_id"], drafted["narrative_id"], strict=True))
    assert len(wanted) >= 3
    found = explain_bearings(statements, PIER, wanted, [note])
    shown = 0
    for (statement, narrative), why in zip(wanted, found, strict=True):
        # All words, one after the other, as a person who asks for one bearing sees them.
        whole = explain_bearing(statements, PIER, statement, narrative, [note]).words
        for word, row in why.deciding().iterrows():
            assert row["without"] < why.probability
            assert row["without"] == whole.loc[word, "without"]
            shown += 1
        turned = whole[whole["change"] <= -TURNED * why.probability]
        if len(turned):
            # Where one word decides, one that does is found, with the few that are tried.
            assert why.words["change"].min() <= -TURNED * why.probability
    assert shown


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
