"""Passages of two texts side by side, and what they make of the two."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from narratives.copies import finding
from narratives.copies.aligning import LONGEST, align_texts
from narratives.copies.finding import (
    Compared,
    compare_texts,
    find_copies,
    groups_of,
    search_copies,
    walk_copies,
)
from narratives.copies.index import HOLDERS, CopyIndex
from narratives.copies.words import read_words
from narratives.schema import Document
from narratives.telling.lineage import compared_in_words

LEAD = "An explosion tore through the grain terminal late on Monday and killed eleven people there."
FIRE = "Fire crews from three towns fought the flames through the whole of that long night."
DUST = "The harbour master said that dust may have caused it, because the filters had been broken."
OTHER = (
    "The orchestra opened its season with a quartet that nobody in the hall had heard before, and "
    "the audience stayed until the last chord had died away under the painted ceiling."
)


def relation(a: str, b: str) -> str:
    pair = compare_texts(("a", "b"), read_words(a), read_words(b))
    return pair.relation if pair else "none"


def test_a_word_that_changed_is_one_step_of_the_passage() -> None:
    a, b = read_words(LEAD), read_words(LEAD.replace("explosion", "attack"))

    [passage] = align_texts(a, b)

    assert [(s.tag, a.words[s.a_first : s.a_last]) for s in passage.steps][:3] == [
        ("equal", ("an",)),
        ("replace", ("explosion",)),
        ("equal", a.words[2:]),
    ]


def test_a_paragraph_that_moved_is_found() -> None:
    a, b = read_words(f"{LEAD}\n\n{FIRE}\n\n{DUST}"), read_words(f"{DUST}\n\n{LEAD}\n\n{FIRE}")

    found = [a.text[slice(*a.span(p.a_first, p.a_last))] for p in align_texts(a, b)]

    assert found == [DUST[:-1], f"{LEAD}\n\n{FIRE}"[:-1]]


def test_a_sentence_that_stands_twice_in_the_later_text_is_found_twice() -> None:
    a, b = read_words(LEAD), read_words(f"{LEAD}\n\n{OTHER}\n\n{LEAD}")

    assert [(p.a_first, p.a_last) for p in align_texts(a, b)] == [(0, len(a)), (0, len(a))]


def test_a_passage_of_any_length_is_aligned_in_pieces() -> None:
    words = " ".join(f"word{n}" for n in range(3 * LONGEST))
    a, b = read_words(words), read_words(words.replace("word7 ", "other "))

    passages = align_texts(a, b)

    assert sum(passage.same for passage in passages) == 3 * LONGEST - 1


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d.\n"]), max_size=60),
    st.lists(st.sampled_from(["a", "b", "c", "d.\n"]), max_size=60),
)
def test_the_steps_of_a_passage_give_both_passages_again(one: list[str], other: list[str]) -> None:
    a, b = read_words(" ".join(one)), read_words(" ".join(other))
    taken: list[int] = []
    for passage in align_texts(a, b):
        at, to = passage.a_first, passage.b_first
        for step in passage.steps:
            assert (step.a_first, step.b_first) == (at, to)
            if step.tag == "equal":
                assert a.words[at : step.a_last] == b.words[to : step.b_last]
            at, to = step.a_last, step.b_last
        assert (at, to) == (passage.a_last, passage.b_last)
        taken += range(passage.b_first, passage.b_last)
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        (f"{LEAD}\n\n{FIRE}\n\n{DUST}", "same"),
        (f"KIEL (Echo) - {LEAD}\n\n{DUST}", "copy"),
        (f"{FIRE} {DUST.replace('may have caused', 'caused')}", "copy"),
        (f"{OTHER}\n\n{OTHER.upper()} {LEAD}", "partial"),
        (OTHER, "none"),
    ],
)
def test_the_share_of_a_text_says_what_two_texts_are(b: str, expected: str) -> None:
    assert relation(f"{LEAD}\n\n{FIRE}\n\n{DUST}", b) == expected


def test_words_in_quotation_marks_are_a_quotation_that_travels() -> None:
    said = "“We had warned of the dust for years, and nobody wanted to pay for the filters,”"

    assert relation(f"{LEAD} {said} Brandt said.", f"{OTHER} {said} she told us.") == "quotation"


def test_names_alone_are_no_passage() -> None:
    names = "the International Committee of the Red Cross and the United Nations in New York"

    assert relation(f"{LEAD} It was {names}.", f"{OTHER} So said {names}.") == "none"


def test_a_lead_in_other_words_is_found() -> None:
    a = "Two workers died when fire destroyed a grain store in the port on Monday night."
    b = "Fire in the port destroyed a grain store and two workers died there on Monday night."

    assert relation(f"{a}\n\n{FIRE}", f"{b}\n\n{OTHER}") == "lead"


def test_leads_that_share_only_names_are_not_the_same() -> None:
    a = "Selmont and Norland met in Kiel on Monday, where Karin Holt saw Jorn Aldric at home."
    b = "On Monday Karin Holt left Kiel for Norland, while Jorn Aldric flew from Selmont away."

    assert relation(a, b) == "none"


def test_the_earlier_text_stands_first_by_its_date_and_not_by_its_letters() -> None:
    late = Document("a", LEAD, published="2031-05-06T23:00-05:00")
    early = Document("b", LEAD, published="2031-05-07T01:00+02:00")

    assert [(p.first, p.second) for p in find_copies([late, early])] == [("b", "a")]


def test_copies_of_copies_are_one_group() -> None:
    texts = [Document(name, LEAD) for name in "abc"]

    assert groups_of(list(walk_copies(texts, most=1))) == [["a", "b", "c"]]


def test_of_many_copies_each_is_compared_with_as_many_as_asked_for() -> None:
    stream = [Document(str(n), f"{LEAD}\n\n{FIRE}") for n in range(9)]

    seconds = [pair.second for pair in walk_copies(stream, most=2)]

    assert [seconds.count(str(n)) for n in range(9)] == [0, 1, 2, 2, 2, 2, 2, 2, 2]


def test_of_many_texts_it_is_told_how_many_pairs_of_how_many_were_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [Document(str(n), f"{LEAD} It was text {n}.") for n in range(6)]
    texts += [Document(name, words) for name, words in (("other", OTHER), ("fire", FIRE))]
    assert search_copies(texts)[1] == Compared(texts=8, pairs=28, most=None, full=0)

    monkeypatch.setattr(finding, "FEW", 7)
    pairs, compared = search_copies(texts, most=2)

    # Text by text 0, 1, 2, 2, 2 and 2 earlier ones; the last three had three and more to choose
    # from. The two others share no sentence with any.
    assert compared == Compared(texts=8, pairs=9, most=2, full=3)
    assert (len(pairs), compared.possible) == (9, 28)
    assert search_copies(texts, most=None)[1] == Compared(texts=8, pairs=15, most=None, full=0)
    told = compared_in_words(compared)
    assert "of the 28 pairs that 8 texts make, 9 were compared word for word" in told
    assert told.endswith(
        "with the 2 that share most of them, where there were more, as for 3 texts."
    )
    alone = compared_in_words(Compared(texts=8, pairs=15, most=None, full=0))
    assert alone.endswith("with it, or one that is nearly the same.")


def test_each_of_seventy_texts_is_compared_with_every_other() -> None:
    texts = [Document(f"{n:02}", f"{LEAD} It was text {n}.") for n in range(70)]

    assert len(find_copies(texts)) == 70 * 69 / 2


def test_of_a_sentence_of_very_many_texts_the_first_are_remembered() -> None:
    index = CopyIndex()
    for _ in range(HOLDERS + 30):
        met = index.meet(read_words(LEAD))

    assert [candidate.number for candidate in met] == list(range(HOLDERS))


def test_a_sentence_with_some_words_changed_is_met() -> None:
    index = CopyIndex()
    index.meet(read_words(LEAD))

    assert index.meet(read_words(LEAD.replace("explosion", "attack")))[0] == (0, 1)
    assert index.meet(read_words(OTHER)) == []


def test_how_sketches_are_made_is_named_and_not_left_to_the_release_of_the_library() -> None:
    index = CopyIndex()
    make, asked = index._sketch, {}

    def note(*texts: object, **how: object) -> object:
        asked.update(how)
        return make(*texts, **how)

    index._sketch = note
    index.meet(read_words(LEAD))

    assert asked["scheme"] == "affine32"


def test_a_quotation_that_each_text_cuts_elsewhere_is_met_in_every_one_of_them() -> None:
    words = LEAD.split(" ")
    ways = [" ".join([*words[:n], "then", *words[n:]]) for n in range(1, 21)]
    index = CopyIndex()
    for way in ways:
        index.meet(read_words(way))

    assert {candidate.number for candidate in index.meet(read_words(LEAD))} == set(range(20))


@pytest.mark.parametrize(("others", "relation_of"), [(14, "copy"), (16, "partial")])
def test_a_copy_is_half_of_a_text_or_more(others: int, relation_of: str) -> None:
    assert len(read_words(LEAD)) == 15
    a, b = (f"{LEAD} {' '.join(f'{way}{n}' for n in range(others))}." for way in ("x", "y"))

    assert relation(a, b) == relation_of
