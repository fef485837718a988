"""What the statements table holds, whatever the rules find."""

import pytest

import narratives as nv
from narratives.schema import KINDS, POLARITIES, STATEMENTS, STRENGTHS, parse_spans, span_text

REPORT = (
    "Ferry sinks off Corvo\n\n"
    "The ferry was overloaded, the coast guard said on Monday. "
    '"We counted 310 people," Captain Ana Ruiz told Radio Norte. "The limit is 200."\n\n'
    "The owner denied this, insisting that the ship had been rammed.\n\n"
    "Read also: five things about ferries"
)


@pytest.fixture(scope="module")
def document() -> nv.Document:
    return nv.Document("ferry", REPORT)


def test_the_table_has_the_columns_of_the_schema(document: nv.Document) -> None:
    table = nv.extract_statements([document])
    assert tuple(table.columns) == STATEMENTS
    assert table.index.name == "statement_id"
    assert table.index.is_unique
    assert set(table["kind"]) <= set(KINDS)
    assert set(table["strength"]) <= set(STRENGTHS)
    assert set(table["polarity"]) <= set(POLARITIES)


def test_an_id_names_the_document_and_the_span_of_the_content(document: nv.Document) -> None:
    table = nv.extract_statements([document])
    for identifier, row in table.iterrows():
        spans = parse_spans(row["content"])
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
        assert str(identifier).split("@")[0] == f"ferry:{start}-{end}"


def test_the_texts_in_the_table_are_the_words_under_the_spans(document: nv.Document) -> None:
    table = nv.extract_statements([document])
    for row in table.itertuples():
        for spans, words in (
            (row.source, row.source_text),
            (row.cue, row.cue_text),
            (row.content, row.content_text),
        ):
            assert span_text(REPORT, spans) == words


def test_two_statements_with_one_content_have_two_ids() -> None:
    text = "They spoke of arson, a claim supported by the mayor and echoed across local newspapers."
    table = nv.extract_statements([nv.Document("fire", text)])
    start = text.index("a claim")
    content = f"fire:{start}-{start + 7}"
    assert [i for i in table.index if i.startswith(content)] == [
        content,
        f"{content}@{text.index('echoed')}",
    ]


def test_a_carried_over_speaker_is_named_and_marked(document: nv.Document) -> None:
    table = nv.extract_statements([document])
    row = table[table["content_text"] == "The limit is 200."].iloc[0]
    assert row["inferred"]
    assert row["source_name"] == "Ana Ruiz"
    assert row["resolved_by"] == "carried over"


def test_a_link_line_makes_no_statement(document: nv.Document) -> None:
    table = nv.extract_statements([document])
    assert not table["content_text"].str.contains("five things").any()


def test_the_same_text_gives_the_same_table_twice(document: nv.Document) -> None:
    first = nv.extract_statements([document])
    assert first.equals(nv.extract_statements([document]))


def test_no_break_spaces_hide_no_word() -> None:
    text = "The\u00a0ferry was overloaded, the coast\u00a0guard\u00a0said."
    table = nv.extract_statements([nv.Document("ferry", text)])
    assert table["source_text"].tolist() == ["the coast\u00a0guard"]


def test_a_document_without_statements_gives_an_empty_table_with_its_columns() -> None:
    table = nv.extract_statements([nv.Document("plain", "Nine ships left the port.")])
    assert table.empty
    assert tuple(table.columns) == STATEMENTS


def test_progress_is_told_after_each_document(document: nv.Document) -> None:
    seen: list[tuple[int, int]] = []
    other = nv.Document("other", "Nothing happened.")
    nv.extract_statements([document, other], progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_something_that_is_no_document_is_refused() -> None:
    with pytest.raises(nv.SchemaError, match="documents holds str, expected Document"):
        nv.extract_statements(["The ferry sank."])  # type: ignore[list-item]


def test_two_documents_with_one_id_are_refused(document: nv.Document) -> None:
    with pytest.raises(nv.SchemaError, match='holds the id "ferry" twice'):
        nv.extract_statements([document, document])


@pytest.mark.parametrize(
    "text",
    [
        "said " * 400,
        '"' * 900,
        "“" * 900,
        "(" * 900,
        ", who said " * 200,
        "X said Y said " * 150,
        "a claim " * 300 + "supported by X.",
        "according to " * 300,
        "\u202e\u200bsaid\u2066 \U0001f600 that",
        "<script>alert('x')</script> said that it said.",
        "A:" * 500,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_odd_texts_do_not_crash(text: str) -> None:
    table = nv.extract_statements([nv.Document("odd", text)])
    assert tuple(table.columns) == STATEMENTS


def test_an_accusation_that_is_denied_is_no_second_statement() -> None:
    text = "The plan leaked, a charge that coast officials strongly denied."
    table = nv.extract_statements([nv.Document("plan", text)])
    assert table["content_text"].tolist() == ["a charge"]
    assert table["source_text"].tolist() == ["coast officials"]


@pytest.mark.parametrize("model", ["accurate", "fast"])
@pytest.mark.parametrize("debris", ["&lt;b&gt;", "&#60;b&#62;", "&amp;", ";", "; ;"])
def test_what_is_left_of_a_pages_code_never_empties_a_content(debris, model):
    text = f"The dam above Orlen broke on Sunday {debris}, the mayor said."
    found = nv.extract_statements([nv.Document("note", text)], model=model)["content_text"]
    assert all(any(map(str.isalnum, content)) for content in found)
    assert debris == "; ;" or found.iloc[0].startswith("The dam above Orlen broke")


@pytest.mark.parametrize("model", ["accurate", "fast"])
@pytest.mark.parametrize("phrase", ["according to Reuters", "according to the agency", "as per us"])
@pytest.mark.parametrize("end", [",", ", ", ",\n\nRead also: dams", " —", ";", " (", ' "', ", and"])
def test_a_paragraph_may_break_off_after_its_source(model, phrase, end):
    text = f"The dam near the old port broke on Monday, {phrase}{end}"
    found = nv.extract_statements([nv.Document("note", text)], model=model)
    if phrase.startswith("according") and end in (",", ", ", ";"):
        assert found["content_text"].tolist() == ["The dam near the old port broke on Monday"]
        assert found["source_text"].tolist() == [phrase.removeprefix("according to ")]


@pytest.mark.parametrize("model", ["accurate", "fast"])
@pytest.mark.parametrize("cue", ["supported by", "denied by", "said", "told", "as per"])
@pytest.mark.parametrize("rest", ["", "and", "or", "by", ",", "the", "of the", '"', "and,"])
def test_a_cue_at_the_end_of_a_text_says_nothing(model, cue, rest):
    for text in (f"{cue} {rest}", f"A claim {cue} {rest}", f"The dam broke, {cue} {rest}"):
        found = nv.extract_statements([nv.Document("note", text)], model=model)
        assert tuple(found.columns) == STATEMENTS
