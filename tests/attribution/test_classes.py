"""Classes of attribution that the taggers' data do not teach, each with its golden lines.

Every line of the files is a statement of an invented text, in the layout of
``tests/golden/attribution.tsv``; all lines of one text are all statements that may be
found in it, with either tagger.
"""

import pytest
from golden_lines import COLUMNS, found_in, read_golden

import narratives as nv
from narratives.tagging import MODELS

CLASSES = ("chains", "labels", "quotations", "claims", "speakers", "turns")


def read_texts(name: str) -> dict[str, list[dict[str, str]]]:
    texts: dict[str, list[dict[str, str]]] = {}
    for row in read_golden(name):
        texts.setdefault(row["text"], []).append(row)
    return texts


TEXTS = [(name, text, rows) for name in CLASSES for text, rows in read_texts(name).items()]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("text", "rows"),
    [(text, rows) for _, text, rows in TEXTS],
    ids=[f"{name}: {rows[0]['rule']}" for name, _, rows in TEXTS],
)
def test_a_text_gives_the_statements_of_its_golden_lines_and_no_others(
    text: str, rows: list[dict[str, str]], model: str
) -> None:
    wanted = {tuple(row[name] for name in COLUMNS) for row in rows if row["kind"] != "<nothing>"}
    assert set(found_in(text, model)) == wanted


def test_the_golden_lines_are_all_read() -> None:
    assert len(TEXTS) > 60
    assert all(None not in row.values() and None not in row for *_, rows in TEXTS for row in rows)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("The ministry dismissed the mayor's claim that the pier was weak.", "denies"),
        ("The mayor's claim that the pier was weak was rejected by the ministry.", "denies"),
        ("The ministry poured cold water on the mayor's theory that the pier was weak.", "denies"),
        ("Engineers cast doubt on the mayor's claim that the pier was weak.", "doubts"),
    ],
)
def test_a_claim_reported_to_be_rejected_is_two_statements_that_stand_against_each_other(
    text: str, against: str, model: str
) -> None:
    table = nv.extract_statements(nv.Document("pier", text), model=model)
    polarity = dict(zip(table["source_text"].str.lower(), table["polarity"], strict=True))
    assert polarity.pop("the mayor") == "asserts"
    assert list(polarity.values()) == [against]


@pytest.mark.parametrize("marks", ["“", '"', "«", "„"])
def test_words_in_a_quotation_that_is_not_closed_are_flagged_and_end_with_their_paragraph(
    marks: str,
) -> None:
    text = f"Ruiz said: {marks}It was the brakes and nobody came.\n\nThe bridge stayed open."
    (row,) = nv.extract_statements(nv.Document("bridge", text)).itertuples()
    assert row.content_text.endswith("nobody came.")
    assert "unbalanced quotation" in row.flags.split(";")


@pytest.mark.parametrize("mark", ["“", '"', "«"])
def test_a_speaker_behind_a_quotation_that_is_not_closed_is_found_and_flagged(mark: str) -> None:
    text = f"{mark}The ship burned, Lind said."
    (row,) = nv.extract_statements(nv.Document("ship", text)).itertuples()
    assert (row.source_text, row.content_text) == ("Lind", f"{mark}The ship burned")
    assert "unbalanced quotation" in row.flags.split(";")


def test_the_id_of_a_statement_does_not_change_with_an_editors_bracket_in_it() -> None:
    text = '"They [the owners] knew it well," Ruiz said.'
    (identifier,) = nv.extract_statements(nv.Document("brakes", text)).index
    assert identifier == f"brakes:0-{text.index(' Ruiz')}"
