"""Stems and compounds: one word in its forms, its derivations and its spellings."""

import pandas as pd
import pytest

from narratives.bearing import rate_bearings
from narratives.bearing.stems import stem
from narratives.bearing.words import compounds_of, words_of

FAMILIES = """
conspire conspiracy conspirators conspiring
deceive deceived deception deceptive
falsify falsified falsification
infect infection infectious
deny denied denies denial
bury buried burial
suspend suspension suspended
admit admission admitted
omit omission
interfere interfered interference
regulate regulator regulatory regulation
sterile sterility sterilise sterilized sterilization
organise organize organisation organization
intentional intentionally intention
magnet magnetic magnetism
survive survivor survival
poison poisonous poisoned
destroy destruction destroyed
maintain maintenance
""".strip().splitlines()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_word_and_what_is_derived_from_it_share_a_stem(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "apart",
    ["organ organise", "pension pend", "mission mit", "author authority", "fact factory",
     "major majority", "nation native", "survey survive"],
)  # fmt: skip
def test_words_that_only_look_alike_keep_apart(apart):
    first, second = apart.split()
    assert stem(first) != stem(second)


@pytest.mark.parametrize(
    "written", ["a cover-up", "a coverup", "two cover-ups", "covered up", "covering it up",
                "covered the leak up"],
)  # fmt: skip
def test_a_verb_and_its_particle_are_one_compound_however_written(written):
    assert "cover up" in [pair.stem for pair in compounds_of(words_of(written))]


@pytest.mark.parametrize("written", ["a group", "the lid covered it", "what came about", "a scout"])
def test_what_only_ends_like_a_particle_is_no_compound(written):
    assert compounds_of(words_of(written)) == []


def test_a_prefix_belongs_to_its_word_with_and_without_a_hyphen():
    for written in (
        "co-operation cooperation",
        "re-election reelection",
        "cyber-attack cyberattack",
    ):
        first, second = words_of(written)
        assert first.stem == second.stem


def test_offsets_point_at_the_pieces_of_a_solid_word():
    text = "the breakdowns"
    assert [text[w.start : w.end] for w in words_of(text)] == ["the", "break", "downs"]


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("spoke of", "a coverup"),
        ("spoke of", "a cover-up"),
        ("said", "it had all been covered up"),
    ],
)
def test_a_one_sentence_definition_meets_other_spellings(cue, content):
    narratives = pd.DataFrame(
        {
            "title": ["Hushed up", "Neglect"],
            "statement": [
                "The port authority covered up the spill.",
                "The operator had not maintained the valves.",
            ],
            "terms": [(), ()],
        },
        index=["hushed", "neglect"],
    )
    statements = pd.DataFrame(
        {
            "document_id": ["a"], "source": ["0-5"], "cue": ["6-10"], "content": ["11-40"],
            "polarity": ["asserts"], "source_text": ["A guide"], "cue_text": [cue],
            "content_text": [content],
        },
        index=["a:11-40"],
    )  # fmt: skip
    found = rate_bearings(statements, narratives).iloc[0]
    assert (found["narrative_id"], found["stance"]) == ("hushed", "supports")
