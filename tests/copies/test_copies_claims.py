"""A statement whose number, denial or name was corrected is no copy of the one it corrects."""

from __future__ import annotations

import pandas as pd
import pytest

from narratives.copies import Clock, find_copies, fold_statements
from narratives.copies.amounts import are_alike
from narratives.copies.claiming import find_difference, written_large
from narratives.copies.counted import read_amounts
from narratives.copies.words import read_words
from narratives.schema import Document

FRAME = (
    "The ferry left Kell at dawn with a full deck and a crew of its own. {0}, the harbour office "
    "said on its page. Boats went out to look for those who had not come back by the evening."
)


def folded(*claims: str, polarities: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Fold texts alike but for one claim; return which text has it from which."""
    texts = [FRAME.format(claim) for claim in claims]
    documents = [
        Document(f"d{n}", text, published=f"2031-05-{n + 1:02}") for n, text in enumerate(texts)
    ]
    rows = []
    for n, (document, claim) in enumerate(zip(documents, claims, strict=True)):
        start = document.text.index(claim)
        rows.append(
            {
                "document_id": document.document_id,
                "content": f"{start}-{start + len(claim)}",
                "content_text": claim,
                "polarity": polarities[n] if polarities else "asserts",
            }
        )
    statements = pd.DataFrame(rows, index=[f"s{n}" for n in range(len(rows))])
    found = fold_statements(
        statements,
        find_copies(documents),
        [],
        Clock(documents),
        texts={document.document_id: document.text for document in documents},
    )
    return list(
        zip(found["document_id"].tolist(), found["original_document_id"].tolist(), strict=True)
    )


SAME = [
    ("At least twelve people drowned in the strait", "At least 12 people drowned in the strait"),
    ("At least a dozen people drowned", "At least twelve people drowned"),
    ("Some 1,200 people waited on the quay", "Some 1200 people waited on the quay"),
    ("Two thousand five hundred tons of oil ran out", "2,500 tons of oil ran out"),
    ("The pumps failed at 5 p.m. on the lower deck", "The pumps failed at 17:00 on the lower deck"),
    ("The hull was checked on 3 March 2031", "The hull was checked on March 3rd, 2031"),
    ("Forty per cent of the vests were missing", "40% of the vests were missing"),
    ("A third of the vests were missing", "33 percent of the vests were missing"),
    ("Half a million litres ran out", "500,000 litres ran out"),
    ("In all 133 people were on the list", "In all more than 130 people were on the list"),
    ("Dozens of people were on the upper deck", "43 people were on the upper deck"),
    ("12 people drowned, three of them children", "12 people drowned"),
    ("12 people drowned in the strait", "12 people drowned in the strait, three of them children"),
    ("The ship was built in Kiev for the coast", "The ship was built in Kyiv for the coast"),
    ("The order came from President Olga Berg", "The order came from Olga Berg"),
    ("Raiders of Hamas had boarded the ship", "Gunmen of Hamas had boarded the ship"),
    ("It sank and it was not clear why it did so", "It sank"),
]
OTHER = [
    ("At least 12 people drowned there", "At least 20 people drowned there", "number"),
    ("At least twelve people drowned", "Between 40 and 60 people drowned", "number"),
    ("A dozen people drowned in the strait", "Thirteen people drowned in the strait", "number"),
    ("About 40% of the vests were missing", "About 60% of the vests were missing", "number"),
    ("Half of the vests were missing", "A quarter of the vests were missing", "number"),
    ("The hull was checked on 3 March", "The hull was checked on 8 March", "number"),
    ("The hull was checked on 3 March", "The hull was checked on 3 May", "number"),
    ("The hull was last checked in 2029", "The hull was last checked in 2019", "number"),
    ("The pumps failed at 5 p.m. that day", "The pumps failed at 5 a.m. that day", "number"),
    ("The pumps failed at half past, 17:30", "The pumps failed at half past, 18:30", "number"),
    ("The ship left the quay on Monday", "The ship left the quay on Tuesday", "number"),
    ("It was the second fire on board", "It was the third fire on board", "number"),
    ("Damage of $5 million was counted", "Damage of $50 million was counted", "number"),
    ("More than 40 people were on deck", "Fewer than 40 people were on deck", "number"),
    ("Twelve drowned and 20 were saved", "Twenty drowned and 12 were saved", "number"),
    ("More than 20 people drowned there", "25 people drowned there", "number"),
    ("The hatch was locked at the time", "The hatch was not locked at the time", "negation"),
    ("The hatch was locked at the time", "The hatch wasn't locked at the time", "negation"),
    ("The captain did see the light", "The captain never did see the light", "negation"),
    ("There was some water in the hold", "There was no water in the hold", "negation"),
    ("The order came from Olga Berg", "The order came from Ivo Sand", "name"),
    ("The ship had been built in Austria", "The ship had been built in Australia", "name"),
    ("The crew had sailed from Iran to Kell", "The crew had sailed from Iraq to Kell", "name"),
    ("The rockets were fired by a T-72 ashore", "The rockets were fired by a T-80 ashore", "name"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), SAME)
def test_a_claim_in_another_spelling_shortened_or_told_with_more_is_a_copy(
    before: str, after: str
) -> None:
    assert find_difference(before, after) == ""
    assert folded(before, after) == [("d1", "d0")]


@pytest.mark.parametrize(("before", "after", "what"), OTHER)
def test_a_claim_that_corrects_another_is_no_copy_of_it(before: str, after: str, what: str) -> None:
    assert find_difference(before, after) == what
    assert folded(before, after) == []


def test_two_numbers_are_not_joined_by_a_text_that_gives_none() -> None:
    claims = ("12 people drowned in the strait", "people drowned in the strait")

    assert folded(*claims, "20 people drowned in the strait") == [("d1", "d0")]


def test_a_third_text_has_the_number_from_the_one_that_has_it_too() -> None:
    claims = ("12 people drowned there", "20 people drowned there", "twenty people drowned there")

    assert folded(*claims) == [("d2", "d1")]


def test_words_said_and_words_denied_are_two_claims() -> None:
    claims = ("the hatch was locked at the time",) * 2

    assert folded(*claims, polarities=("asserts", "denies")) == []
    assert folded(*claims, polarities=("denies", "denies")) == [("d1", "d0")]


def test_a_name_at_the_head_of_a_sentence_is_known_by_the_text() -> None:
    before, after = "Hamas had boarded the ship", "Fatah had boarded the ship"

    assert find_difference(before, after) == ""
    assert find_difference(before, after, frozenset(("Hamas", "Fatah"))) == "name"
    assert find_difference(before, after, {"Hamas", "Fatah"}) == "name"
    labels = ("Gunmen had boarded the ship", "Terrorists had boarded the ship")
    assert find_difference(*labels, frozenset(("Gunmen", "Terrorists"))) == ""


def test_headings_and_words_that_are_small_elsewhere_make_no_names() -> None:
    text = "Raiders Board The Old Ship\n\nRaiders came. Later Raiders of Hamas and raiders left."

    assert written_large(read_words(text)) == {"Hamas"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no one of the 12-year-old ships", [("count", 12)]),
        ("MH17 and a T-72", []),
        ("he may come in May", [("month", 5)]),
        ("on 22.03.2024", [("day", 22), ("month", 3), ("year", 2024)]),
        ("on 2024-03-22 at noon", [("year", 2024), ("month", 3), ("day", 22), ("time", 720)]),
        ("one hundred and twenty-five thousand", [("count", 125_000)]),
        ("two dozen, or 40-60", [("count", 24), ("count", 40), ("count", 60)]),
        ("tens of thousands", [("count", 10_000)]),
        ("$2.5bn", [("money", 2_500_000_000)]),
        ("five o'clock", [("time", 300)]),
        ("three-quarters", [("percent", 75)]),
        ("1.200.000 Menschen", [("count", 1_200_000)]),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(amount.kind, amount.least) for amount in read_amounts(text)] == expected


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        ("5:30", "17:30", True),  # The first does not say which half of the day it means.
        ("5:30 a.m.", "17:30", False),
        ("03/04/2024", "4 March 2024", True),
        ("47", "nearly 50", True),
        ("nearly 50", "47", False),
        ("12", "about 10", False),
        ("hundreds", "450", True),
    ],
)
def test_what_is_ambiguous_vague_or_rounded_may_be_the_same(
    before: str, after: str, alike: bool
) -> None:
    both = zip(read_amounts(before), read_amounts(after), strict=True)

    assert all(are_alike(*pair) for pair in both) == alike


@pytest.mark.parametrize("filler", ["12 and ", "a hundred ", "1.", "not ", "T-", "Olga Berg "])
def test_long_rows_of_numbers_and_names_are_compared(filler: str) -> None:
    before, after = f"It was {filler * 2_000}so", f"It was {filler * 1_999}so"

    assert find_difference(before, after) in ("", "number", "negation", "name")
