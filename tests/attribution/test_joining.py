from __future__ import annotations

import numpy as np
import pytest

from narratives.attribution.draft import Draft
from narratives.attribution.joining import join_readings
from narratives.attribution.odds import FEATURES, describe_draft, load_odds, rate_draft
from narratives.attribution.sentences.text import read_sentences
from narratives.tagging import MODELS, Attribution, TaggedText

TEXT = "The mayor warned that the dam is weak. Nobody, she stressed, had listened."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def read(*attributions: Attribution, sure: float = 0.9) -> TaggedText:
    starts = [n for n in range(len(TEXT)) if n == 0 or TEXT[n - 1] == " "]
    likely = np.full((len(starts), 3), sure, dtype=np.float32)
    return TaggedText(list(attributions), starts, likely)


def attribution(source: str, cue: str, *content: str) -> Attribution:
    parts = tuple(span(words) for words in content)
    return Attribution((span(source),) if source else (), (span(cue),), parts, 0.9)


@pytest.fixture
def sentences():
    return read_sentences(TEXT, [(0, 0, 38, "body"), (0, 39, len(TEXT), "body")])


def ruled(source: str, cue: str, content: str, sentence: int = 0) -> Draft:
    return Draft([span(source)], [span(cue)], [span(content)], "verb and clause", sentence=sentence)


def test_the_rules_words_stand_where_both_read_nearly_the_same(sentences):
    draft = ruled("The mayor", "warned that", "the dam is weak")
    tagged = read(attribution("The mayor", "warned", "that the dam is weak"))
    assert join_readings(sentences, [draft], tagged) == [draft]
    assert draft.tagged is not None
    assert [TEXT[a:b] for a, b in (*draft.cue, *draft.content)] == [
        "warned that",
        "the dam is weak",
    ]


def test_the_that_after_a_cue_is_counted_to_the_cue(sentences):
    tagged = read(attribution("The mayor", "warned", "that the dam is weak"))
    (draft,) = join_readings(sentences, [], tagged)
    assert [TEXT[a:b] for a, b in (*draft.cue, *draft.content)] == [
        "warned that",
        "the dam is weak",
    ]


@pytest.mark.parametrize(
    ("likely", "content"),
    [
        (0.05, "the dam is weak"),
        (0.2, "the dam is weak. Nobody, she"),
        (0.9, "the dam is weak. Nobody, she"),
    ],
)
def test_words_are_left_out_of_a_content_where_the_tagger_is_sure_they_are_none(
    sentences, likely, content
):
    draft = ruled("The mayor", "warned that", "the dam is weak. Nobody, she")
    tagged = read(attribution("The mayor", "warned", "that the dam is weak"))
    tagged.likely[8:10, 2] = likely  # "Nobody," and "she"
    join_readings(sentences, [draft], tagged)
    assert [TEXT[a:b] for a, b in draft.content] == [content]


def test_words_that_another_statement_has_are_not_added_to_a_content(sentences):
    first = ruled("The mayor", "warned that", "the dam")
    second = ruled("she", "stressed", "is weak")
    tagged = read(attribution("The mayor", "warned", "that the dam is weak"), sure=0.99)
    join_readings(sentences, [first, second], tagged)
    assert [TEXT[a:b] for a, b in first.content] == ["the dam"]


def test_a_contrasting_clause_stays_the_narrators_however_sure_the_tagger_is():
    text = "Officials said the dam held, but residents had fled."
    (sentence,) = sentences = read_sentences(text, [(0, 0, len(text), "body")])
    draft = Draft([(0, 9)], [(10, 14)], [(15, 27)], "verb and clause")
    starts = [token.start for token in sentence.tokens]
    likely = np.full((len(starts), 3), 0.99, dtype=np.float32)
    longer = Attribution(((0, 9),), ((10, 14),), ((15, 51),), 0.9)
    join_readings(sentences, [draft], TaggedText([longer], starts, likely))
    assert draft.content == [(15, 27)]


@pytest.mark.parametrize(("likely", "content"), [(0.95, "the dam is weak"), (0.8, "the dam")])
def test_words_are_added_to_a_content_where_the_tagger_is_sure_of_them(sentences, likely, content):
    draft = ruled("The mayor", "warned that", "the dam")
    tagged = read(attribution("The mayor", "warned", "that the dam is weak"))
    tagged.likely[6:8, 2] = likely  # "is" and "weak."
    join_readings(sentences, [draft], tagged)
    assert [TEXT[a:b] for a, b in draft.content] == [content]


def test_a_source_that_the_tagger_finds_elsewhere_is_taken(sentences):
    draft = ruled("the dam", "warned that", "is weak")
    draft.content = [span("the dam is weak")]
    join_readings(sentences, [draft], read(attribution("The mayor", "warned", "the dam is weak")))
    assert [TEXT[a:b] for a, b in draft.source] == ["The mayor"]


def test_an_adverb_that_opens_the_sentence_is_no_part_of_a_source():
    text = "Curiously, the mayor warned that the dam is weak."
    sentences = read_sentences(text, [(0, 0, len(text), "body")])
    tagged = read(Attribution(((0, 20),), ((21, 27),), ((28, 48),), 0.9))
    (draft,) = join_readings(sentences, [], tagged)
    assert [text[a:b] for a, b in draft.source] == ["the mayor"]


def test_a_quotation_that_goes_on_in_a_later_sentence_is_cut_off(sentences):
    tagged = read(attribution("The mayor", "warned", "the dam is weak", "had listened"))
    (draft,) = join_readings(sentences, [], tagged)
    assert [TEXT[a:b] for a, b in draft.content] == ["the dam is weak"]


def test_what_only_one_of_them_found_stays_apart(sentences):
    draft = ruled("The mayor", "warned that", "the dam is weak")
    tagged = read(attribution("she", "stressed", "Nobody", "had listened"))
    first, second = join_readings(sentences, [draft], tagged)
    assert (first.method, first.tagged) == ("verb and clause", None)
    assert (second.method, second.sentence, second.postposed) == ("", 1, True)


@pytest.mark.parametrize("source", ["The mayor", ""])
def test_a_link_of_a_chain_is_not_found_a_second_time(sentences, source):
    draft = ruled("she", "stressed", "had listened", sentence=1)
    draft.chain = [span("The mayor")]
    tagged = read(attribution(source, "warned", "had listened"))
    assert join_readings(sentences, [draft], tagged) == [draft]


def test_an_attribution_without_a_cue_is_left_to_the_rules_for_quotations(sentences):
    tagged = read(Attribution((), (), (span("had listened"),), 1.0))
    assert join_readings(sentences, [], tagged) == []


def test_odds_have_a_weight_for_each_feature_of_each_model():
    assert {model: len(found) for model, found in load_odds().items()} == dict.fromkeys(
        MODELS, len(FEATURES)
    )
    draft = ruled("The mayor", "warned that", "the dam is weak")
    assert len(describe_draft(draft, read())) == len(FEATURES)


@pytest.mark.parametrize("model", MODELS)
def test_a_surer_tagger_makes_a_draft_likelier(model):
    def rate(sure: float) -> float:
        draft = ruled("The mayor", "warned that", "the dam is weak")
        draft.tagged = attribution("The mayor", "warned", "that the dam is weak")
        return rate_draft(draft, read(sure=sure), model)

    assert 0 < rate(0.3) < rate(0.6) < rate(0.95) < 1


def test_a_verb_of_no_list_may_carry_a_clause_or_a_quotation():
    text = "The chair fulminated that nobody had seen the plan, a \u201cscandal\u201d."
    sentences = read_sentences(text, [(0, 0, len(text), "body")])

    def at(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    for content in ("nobody had seen the plan", "\u201cscandal\u201d"):
        tagged = read(Attribution(at("The chair"), at("fulminated"), at(content), 0.9))
        (draft,) = join_readings(sentences, [], tagged)
        assert not draft.known_cue


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("She asked whether the dam holds.", "She", "asked", "whether the dam holds"),
        ("The mayor did not say who paid.", "The mayor", "did not say", "who paid"),
        ("Nobody has claimed the attack.", "Nobody", "has claimed", "the attack"),
        ("The judge read the claims.", "The judge", "read", "the claims"),
        ("DAM BURST: anger in Orlen", "DAM BURST", ":", "anger in Orlen"),
        ("The navy has seized two ships.", "The navy", "has seized", "two ships"),
    ],
)
def test_what_nobody_says_is_so_is_no_statement_of_the_tagger(text, source, cue, content):
    def at(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    sentences = read_sentences(text, [(0, 0, len(text), "body")])
    tagged = read(Attribution(at(source), at(cue), at(content), 0.9))
    assert join_readings(sentences, [], tagged) == []
