from __future__ import annotations

from narratives.tagging.labels import LABELS
from narratives.tagging.linking import (
    NEAR,
    MarkedParagraph,
    find_passages,
    link_passages,
    number_sentences,
)
from narratives.tagging.words import read_paragraphs


def label(text: str, **roles: list[str]):
    """Label the words of a paragraph by the passages of each role, in their order."""
    (paragraph,) = read_paragraphs(text, [(0, len(text))])
    labels = [0] * len(paragraph.words)
    for role, passages in roles.items():
        at = 0
        for passage in passages:
            start = text.index(passage, at)
            at = start + len(passage)
            inside = [n for n, s in enumerate(paragraph.starts) if start <= s < at]
            for k, word in enumerate(inside):
                labels[word] = LABELS.index(("I-" if k else "B-") + role)
    return paragraph, labels


def words(paragraph, passage) -> str:
    return " ".join(paragraph.words[passage.first : passage.last + 1])


def test_each_cue_takes_the_source_and_the_content_beside_it():
    paragraph, labels = label(
        "The mayor said the dam held. Engineers denied that it was safe.",
        source=["The mayor", "Engineers"],
        cue=["said", "denied"],
        content=["the dam held", "that it was safe"],
    )
    (links,) = link_passages([paragraph], [labels])
    assert [
        (words(paragraph, x.source), words(paragraph, x.cue), words(paragraph, x.contents[0]))
        for x in links
    ] == [
        ("The mayor", "said", "the dam held"),
        ("Engineers", "denied", "that it was safe"),
    ]


def test_a_quotation_on_both_sides_of_its_cue_is_one_attribution():
    paragraph, labels = label(
        "“We checked it,” Brandt said, “and it held.”",
        source=["Brandt"],
        cue=["said"],
        content=["“We checked it,”", "“and it held.”"],
    )
    ((link,),) = link_passages([paragraph], [labels])
    assert len(link.contents) == 2
    assert 0 < link.likely <= 1


def test_a_content_without_a_cue_stands_alone():
    paragraph, labels = label("“It held.”", content=["“It held.”"])
    ((link,),) = link_passages([paragraph], [labels])
    assert link.cue is None
    assert link.source is None


def test_a_cue_without_content_is_left_out():
    paragraph, labels = label("The mayor spoke.", source=["The mayor"], cue=["spoke"])
    assert link_passages([paragraph], [labels]) == [[]]


def test_an_inner_label_without_a_beginning_begins_a_passage():
    inner = LABELS.index("I-cue")
    assert [(p.first, p.last) for p in find_passages([0, inner, inner, 0, inner])] == [
        (1, 2),
        (4, 4),
    ]


def test_sentences_of_a_paragraph_are_numbered():
    words = ["She", "left", ".", "He", "stayed", "!", "No", "."]
    assert number_sentences(words) == [0, 0, 0, 1, 1, 1, 2, 2]


def test_however_long_a_paragraph_is_a_cue_looks_at_the_passages_around_it():
    text = "He said no. " * 200
    (paragraph,) = read_paragraphs(text, [(0, len(text))])
    sentence = [LABELS.index(name) for name in ("B-source", "B-cue", "B-content", "O")]
    reading = MarkedParagraph(paragraph, find_passages(sentence * 200))
    cue = reading.by_role["cue"][100]
    assert [place for place, _ in reading.near("source", cue)] == list(
        range(101 - NEAR, 101 + NEAR)
    )
    (links,) = link_passages([paragraph], [sentence * 200])
    assert all(link.source.first + 1 == link.cue.first for link in links)
    assert all(link.contents[0].first - 1 == link.cue.last for link in links)
