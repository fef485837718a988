"""Strength, polarity and loaded words, one golden line a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from growth import STEEP, growth

import narratives as nv
from narratives.lexicon import load_lexicon
from narratives.schema import (
    STATEMENTS,
    STRENGTHS,
    Document,
    SchemaError,
    format_spans,
    parse_spans,
)
from narratives.strength import find_loaded_words, judge_strength, points_back, rate_strength

GOLDEN = Path(__file__).parent / "golden" / "strength.tsv"
MARKS = {"[[": "source", "]]": "source", "{{": "cue", "}}": "cue", "<<": "content", ">>": "content"}


def read_marked(marked):
    """Take the marks out of a sentence and return it with the spans they stood around."""
    text, spans, opened = "", {"source": [], "cue": [], "content": []}, {}
    for piece in re.split(r"(\[\[|\]\]|\{\{|\}\}|<<|>>)", marked):
        if piece in ("[[", "{{", "<<"):
            opened[MARKS[piece]] = len(text)
        elif piece in MARKS:
            spans[MARKS[piece]].append((opened[MARKS[piece]], len(text)))
        else:
            text += piece
    return text, {role: format_spans(found) for role, found in spans.items()}


def golden_lines():
    lines = [x for x in GOLDEN.read_text(encoding="utf-8").splitlines() if x and x[0] != "#"]
    for line in lines[1:]:
        yield pytest.param(*line.split("\t")[:4], id=line.split("\t")[4])


def make_statements(*marked):
    rows = []
    for spans in marked:
        row = dict.fromkeys(STATEMENTS, "") | {"document_id": "note"} | spans
        rows.append(row)
    return pd.DataFrame(rows, index=[f"s{i}" for i in range(len(rows))], dtype="str")


@pytest.mark.parametrize(("marked", "strength", "polarity", "words"), list(golden_lines()))
def test_the_golden_line_holds(marked, strength, polarity, words):
    text, spans = read_marked(marked)
    judged = judge_strength(Document("note", text), **spans)
    found = ";".join(text[s:e] for s, e in parse_spans(judged.words))
    assert (judged.strength, judged.polarity, found) == (strength, polarity, words)


def rate(*marked):
    """Rate statements that each stand in a sentence of one text."""
    text, all_spans = "", []
    for sentence in marked:
        plain, spans = read_marked(sentence)
        shift = len(text)
        all_spans.append(
            {
                role: format_spans((s + shift, e + shift) for s, e in parse_spans(found))
                for role, found in spans.items()
            }
        )
        text += plain + "\n"
    return rate_strength(make_statements(*all_spans), [Document("note", text)])


def test_a_pointing_content_inherits_the_strength_of_what_it_points_to():
    rated = rate(
        "[[Guards]] {{hinted at}} <<a bomb on the train>>.",
        "<<The theory>> was {{backed by}} [[the governor]].",
        "[[Papers]] {{echoed}} <<these claims>>.",
    )
    assert list(rated["strength"]) == ["hint", "hint", "hint"]
    assert list(rated["strength_words"])[1:] == ["", ""]


def test_a_pointing_content_does_not_become_firmer_than_its_own_cue():
    rated = rate(
        "[[Guards]] {{said}} <<a bomb was on the train>>.",
        "[[The governor]] {{suggested}} <<this>>.",
    )
    assert list(rated["strength"]) == ["certain", "possible"]


def test_a_denial_of_pointing_words_stays_flat():
    rated = rate(
        "[[Guards]] {{hinted at}} <<a bomb on the train>>.",
        "[[Farmers]] {{have rejected}} <<these accusations>>.",
    )
    assert list(rated["strength"]) == ["hint", "certain"]
    assert list(rated["polarity"]) == ["asserts", "denies"]


def test_a_pointing_content_with_nothing_before_it_keeps_its_own_strength():
    assert list(rate("[[Papers]] {{echoed}} <<these claims>>.")["strength"]) == ["certain"]


def test_a_claim_with_words_of_its_own_does_not_point_back():
    note = Document("note", "the claims linking the town to the fire")
    assert not points_back(note, "0-39")
    assert points_back(note, "0-10")


def test_a_negated_cue_is_flagged_beside_the_flags_there_are():
    text, spans = read_marked("[[The lab]] {{did not deny}} <<the spill>>.")
    statements = make_statements(spans | {"flags": "unbalanced"})
    rated = rate_strength(statements, [Document("note", text)])
    assert list(rated["flags"]) == ["unbalanced;negated_cue"]
    assert list(statements["flags"]) == ["unbalanced"]


def test_rating_leaves_the_argument_alone_and_keeps_the_index():
    text, spans = read_marked("[[The lab]] {{hinted at}} <<a spill>>.")
    statements = make_statements(spans)
    rated = rate_strength(statements, [Document("note", text)])
    assert list(statements["strength"]) == [""]
    assert list(rated.index) == ["s0"]


def test_an_empty_table_stays_empty():
    empty = pd.DataFrame({c: pd.Series(dtype="str") for c in STATEMENTS})
    assert rate_strength(empty, []).empty


def test_a_missing_document_is_named():
    _, spans = read_marked("[[The lab]] {{hinted at}} <<a spill>>.")
    with pytest.raises(SchemaError, match="'note', which are not in documents"):
        rate_strength(make_statements(spans), [])


def test_missing_columns_are_named():
    with pytest.raises(SchemaError, match="statements lacks the columns"):
        rate_strength(pd.DataFrame({"cue": []}), [])


def test_no_break_spaces_and_lookalike_letters_do_not_hide_a_hedge():
    text = "The lab s\u0430id it\u00a0m\u0430y\u00a0have leaked."
    judged = judge_strength(Document("note", text), "0-7", "8-12", "13-31")
    assert judged.strength == "possible"


def test_a_statement_without_spans_is_certain():
    judged = judge_strength(Document("note", "Nothing."), "", "", "")
    assert (judged.strength, judged.words, judged.polarity) == ("certain", "", "asserts")


def test_hedges_use_the_steps_of_the_scale_and_known_columns():
    for row in load_lexicon("hedges"):
        assert row["strength"] in STRENGTHS
        assert row["where"] in ("cue", "content", "both")
        assert row["kind"] in ("modal", "adverb", "adjective", "noun", "verb", "phrase")


def test_loaded_words_are_the_narrators_not_the_speakers():
    text = (
        'The regime said "the brutal attack" was over.\n\nA tragic day, the so-called expert said.'
    )
    found = find_loaded_words([Document("note", text)])
    assert list(found["words"]) == ["regime", "tragic", "so-called"]
    assert all(found["why"].str.len() > 0)
    assert [text[slice(*parse_spans(s)[0])] for s in found["span"]] == list(found["words"])


def test_a_loaded_word_in_a_name_is_left_out():
    text = "He runs the Centre for Research on Propaganda in the old port of the town."
    assert find_loaded_words([Document("note", text)]).empty


def test_verbs_are_loaded_in_all_their_forms():
    found = find_loaded_words(
        [Document("note", "The firm refuted it, debunking reports of a leak.")]
    )
    assert list(found["words"]) == ["refuted", "debunking"]


def test_every_loaded_word_has_a_reason():
    assert all(row["why"] and row["group"] for row in load_lexicon("loaded"))


@pytest.mark.parametrize("piece", ["may, ", "May ", "'may be' ", "perhaps, so ", "which? ", "'\""])
def test_the_time_to_judge_a_content_grows_with_its_length_alone(piece):
    def judge(times):
        text = '"' + piece * times
        judge_strength(Document("note", text), "", "", f"1-{len(text)}")

    assert growth(judge, 500) < STEEP


def test_the_time_to_rate_statements_grows_with_their_number_alone():
    def rate(times):
        text = "It could burst, she said. He repeated the claim. " * times
        place = range(0, len(text), 49)
        spans = [{"cue": f"{n + 20}-{n + 24}", "content": f"{n}-{n + 14}"} for n in place]
        spans += [{"cue": f"{n + 29}-{n + 37}", "content": f"{n + 38}-{n + 47}"} for n in place]
        assert len(rate_strength(make_statements(*spans), [Document("note", text)])) == 2 * times

    assert growth(rate, 125) < STEEP


def test_the_names_are_on_the_public_face():
    assert nv.judge_strength is judge_strength
    assert nv.find_loaded_words is find_loaded_words


def test_every_word_that_attributes_can_be_judged_whatever_its_kind():
    for row in load_lexicon("cues"):
        note = Document("note", f"Officials {row['lemma']} the quay sank.")
        end = 10 + len(row["lemma"])
        judged = judge_strength(note, "0-9", f"10-{end}", f"{end + 1}-{end + 14}")
        assert judged.strength in STRENGTHS
        assert judged.polarity in ("asserts", "denies", "doubts")


def test_a_new_kind_of_word_is_read_as_it_stands(monkeypatch):
    from narratives.strength import cue

    row = {"lemma": "so to speak", "pos": "interjection", "class": "say", "frames": ""}
    monkeypatch.setattr(cue, "load_lexicon", lambda _: [row | {"strength": "hint", "polarity": ""}])
    forms = cue._cue_forms.__wrapped__()
    assert [(keys, entry.strength) for keys, entry in forms["so"]] == [
        (("so", "to", "speak"), "hint")
    ]
