"""How a row of the table becomes what is read."""

from __future__ import annotations

import pandas as pd
import pytest
from bearing_case import read_marked

from narratives.bearing.statements import LONGEST, read_statements
from narratives.documents import clean_statements
from narratives.schema import NARRATOR, UNNAMED, Document

TEXT = (
    "The dam broke on Sunday. [S1 Mayor Ruiz] [C1 said] [T1 the gate had\n rusted]. "
    "[S2 She] [C2 added] [T2 that nobody came]."
)


def told_of(marked=TEXT, **columns):
    document, statements = read_marked(marked)
    return read_statements(statements.assign(**columns), [document])


def row_of(content_text, **columns):
    row = {"document_id": "n", "source": "", "cue": "", "content": "0-1"}
    row |= {"source_text": "", "cue_text": "", "content_text": content_text}
    return pd.DataFrame([row | columns], index=["n:0-1"])


def test_a_statement_is_read_with_its_sentence_and_the_one_before():
    first, second = told_of()
    assert first.passage.sentence == "Mayor Ruiz said the gate had rusted."
    assert first.passage.before == "The dam broke on Sunday."
    assert second.passage.before == first.passage.sentence


def test_the_first_sentence_has_nothing_before_it():
    (told,) = told_of("[S Ruiz] [C said] [T the dam broke].")
    assert told.passage.before == ""


def test_content_over_two_sentences_is_read_with_both():
    (told,) = told_of('Rain fell. [S Ruiz] [C said:] "[T The dam broke. It was old.]" Nobody came.')
    assert told.passage.sentence == 'Ruiz said: "The dam broke. It was old."'
    assert told.passage.before == "Rain fell."


def test_a_point_of_a_long_turn_begins_with_its_own_words():
    text = "RUIZ: The dam was old. Nobody went there. It broke."
    rows = {"source": ["0-4"] * 2, "cue": ["4-5"] * 2, "content": ["23-41", "42-51"]}
    rows |= {"document_id": "n", "source_text": "RUIZ", "cue_text": ":"}
    rows["content_text"] = ["Nobody went there.", "It broke."]
    statements = pd.DataFrame(rows, index=["n:23-41", "n:42-51"])
    second, third = read_statements(statements, [Document("n", text)])
    assert (second.start, third.start) == (23, 42)
    assert third.passage.before == "Nobody went there."
    assert third.passage.source == "RUIZ"


def test_a_point_of_a_post_ends_with_its_own_sentence():
    text = "The dam was old. Nobody went there. — Lea Brandt (@lb) May 6"
    rows = {"document_id": "n", "source": "38-54", "cue": "36-37", "content": "0-16"}
    rows |= {"source_text": "Lea Brandt (@lb)", "cue_text": "—", "content_text": "The dam was old."}
    (told,) = read_statements(pd.DataFrame(rows, index=["n:0-16"]), [Document("n", text)])
    assert (told.start, told.end) == (0, 16)


def test_line_breaks_and_odd_spaces_become_single_spaces():
    assert told_of()[0].passage.content == "the gate had rusted"
    (told,) = read_statements(row_of("the\u00a0gate \u2009 had\n\nrusted"))
    assert told.passage.content == "the gate had rusted"


def test_the_place_of_a_statement_spans_source_cue_and_content():
    document, statements = read_marked(TEXT)
    first = read_statements(statements, [document])[0]
    _, (clean,), _ = clean_statements(statements, [document])
    assert clean.text[first.start : first.end] == "Mayor Ruiz said the gate had rusted"
    start, end = map(int, first.span.split("-"))
    assert document.text[start:end] == "the gate had\n rusted"
    assert first.span == statements["content"].iloc[0]


def test_without_documents_there_is_nothing_around():
    _, statements = read_marked(TEXT)
    assert {(t.passage.before, t.passage.sentence) for t in read_statements(statements)} == {
        ("", "")
    }


def test_a_document_without_sentences_gives_nothing_around():
    (told,) = read_statements(row_of("it fell"), [Document("n", " ")])
    assert (told.passage.before, told.passage.sentence) == ("", "")


def test_a_source_is_read_by_its_name_in_the_register_first():
    document, statements = read_marked("[S She] [C said] [T the gate had rusted].")
    named = statements.assign(source_name="Ana Ruiz", source_id="mayor")
    register = pd.DataFrame({"name": ["Mayor Ana Ruiz"]}, index=["mayor"])
    assert read_statements(named, [document], register)[0].passage.source == "Mayor Ana Ruiz"
    assert read_statements(named, [document])[0].passage.source == "Ana Ruiz"
    assert read_statements(statements, [document])[0].passage.source == "She"


def test_a_source_without_a_name_is_read_by_its_own_words():
    (told,) = read_statements(row_of("it fell", source_text="some officials", source_name=UNNAMED))
    assert told.passage.source == "some officials"


def test_the_narrator_is_read_as_the_narrator():
    (told,) = read_statements(row_of("it fell", source_text="", source_name=NARRATOR))
    assert told.passage.source == NARRATOR


def test_the_language_is_that_of_the_sentence():
    german = "Der Bürgermeister sagte, dass die Mauer alt war und niemand sie geprüft hat."
    text = f"The dam broke on Sunday, and nobody was there to see it. {german}"
    start = text.index("dass")
    row = row_of(text[start:-1], content=f"{start}-{len(text) - 1}")
    (told,) = read_statements(row, [Document("n", text)])
    assert (told.language, told.is_read) == ("de", False)


def test_the_language_of_the_document_is_that_of_its_short_sentences():
    document = Document("n", "Sagte Ruiz.", language="de")
    (told,) = read_statements(row_of("Ruiz", content="6-10"), [document])
    assert (told.language, told.is_read) == ("de", False)


def test_of_a_long_part_the_beginning_is_read():
    (told,) = read_statements(row_of("gate " * 10_000))
    assert len(told.passage.content) <= LONGEST


def test_the_table_is_left_alone_and_its_order_is_kept():
    document, statements = read_marked(TEXT)
    before = statements.copy()
    told = read_statements(statements.iloc[::-1], [document])
    assert [each.statement_id for each in told] == list(statements.index[::-1])
    pd.testing.assert_frame_equal(statements, before)


@pytest.mark.parametrize("content", ["", "0-4", "0-1;3-4"])
def test_spans_of_any_number_of_pieces_are_read(content):
    document = Document("n", "Dams broke. They were old.")
    (told,) = read_statements(row_of("Dams", content=content), [document])
    assert told.passage.sentence == ("Dams broke." if content else "")


def test_a_missing_cell_names_nobody_and_makes_no_speaker_of_them_all():
    statements = pd.DataFrame(
        {
            **{"document_id": ["a", "a"], "source": [None, "20-22"], "cue": ["0-4", "23-27"]},
            **{"content": ["5-12", "28-35"], "source_text": [float("nan"), "Jo"]},
            **{"cue_text": ["said", None], "content_text": ["it fell", "it held"]},
            **{"source_id": [float("nan"), None], "source_name": [None, float("nan")]},
        },
        index=["a:5-12", "a:28-35"],
    )
    first, second = read_statements(statements)

    assert (first.source_id, first.passage.source, first.speaker) == ("", "", "")
    assert (second.passage.source, second.passage.cue, second.speaker) == ("Jo", "", "jo")
    assert statements["source_id"].isna().all()
