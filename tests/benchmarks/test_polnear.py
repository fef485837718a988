from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from polnear import agrees, as_polnear, label_words, read_brat

from narratives.documents import shadow
from narratives.tagging.labels import LABELS
from narratives.tagging.words import read_paragraphs

TEXT = "The mayor warned that the dam, Ruiz heard, is weak. “It leaks.”"


def spans(*words: str) -> list[tuple[int, int]]:
    return [(TEXT.index(w), TEXT.index(w) + len(w)) for w in words]


def row(source=(), cue=(), content=(), voice=None):
    return {"source": spans(*source), "cue": spans(*cue), "content": spans(*content)}, voice


def words(found, role: str) -> list[str]:
    return [TEXT[a:b] for a, b in found[role]]


def test_the_that_after_a_cue_is_counted_to_the_content():
    (reading,) = as_polnear(TEXT, [row(["The mayor"], ["warned that"], ["the dam"])])
    assert words(reading.found, "cue") == ["warned"]
    assert words(reading.found, "content") == ["that the dam"]


def test_a_carried_over_quotation_joins_its_voice_with_its_marks():
    rows = [row(["The mayor"], ["warned"], ["is weak"]), row(content=["It leaks."], voice=0)]
    (reading,) = as_polnear(TEXT, rows)
    assert words(reading.found, "content") == ["is weak", "“It leaks.”"]
    assert reading.members == [0, 1]


def test_an_attribution_inside_another_is_left_out():
    outer = row(["The mayor"], ["warned"], ["that the dam, Ruiz heard, is weak"])
    inner = row(["Ruiz"], ["heard"], ["is weak"])
    (reading,) = as_polnear(TEXT, [outer, inner])
    assert reading.members == [0]


@pytest.mark.parametrize(
    ("source", "content", "right"),
    [
        (["The mayor"], ["the dam, Ruiz heard, is weak"], True),
        (["The mayor"], ["weak"], False),
        (["Ruiz"], ["the dam, Ruiz heard, is weak"], False),
        ([], ["the dam, Ruiz heard, is weak"], False),
    ],
)
def test_half_of_the_content_and_the_source_make_an_agreement(source, content, right):
    gold = row(["The mayor"], ["warned"], ["that the dam, Ruiz heard, is weak"])[0]
    assert agrees(row(source, ["warned"], content)[0], [gold]) is right


def test_a_word_in_two_roles_is_a_cue_before_a_source_before_a_content():
    paragraphs = read_paragraphs(shadow(TEXT), [(0, len(TEXT))])
    gold = [
        row(["The mayor"], ["warned"], ["that the dam, Ruiz heard, is weak"])[0],
        row(["Ruiz"], ["heard"], ["is weak"])[0],
    ]
    (labels,) = label_words(paragraphs, gold)
    named = dict(zip(paragraphs[0].words, (LABELS[n] for n in labels), strict=True))
    assert (named["The"], named["mayor"]) == ("B-source", "I-source")
    assert (named["warned"], named["Ruiz"], named["heard"]) == ("B-cue", "B-source", "B-cue")
    assert named["dam"] == "I-content"
    assert named["leaks"] == "O"


def test_a_standoff_file_gives_the_spans_of_each_attribution(tmp_path):
    path = tmp_path / "a.ann"
    path.write_text(
        "T1\tSource 0 9\tThe mayor\nT2\tCue 10 16\twarned\nT3\tContent 17 21;22 25\tthat the\n"
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n",
        encoding="utf-8",
    )
    assert read_brat(path) == [
        {"source": [(0, 9)], "cue": [(10, 16)], "content": [(17, 21), (22, 25)]}
    ]
