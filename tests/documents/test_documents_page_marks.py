"""What a page shows by its elements alone: marks of quotations, raised figures, struck words."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from saved_files import STORY, docx, page, paragraph

from narratives.attribution import extract_statements
from narratives.documents import read_document
from narratives.documents.page_marks import write_marks


def read(paragraph: str) -> tuple[str, list[str]]:
    root = lxml.html.document_fromstring(f"<body><p>{paragraph}</p></body>")
    told = write_marks(root)
    return " ".join(root.text_content().split()), told


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        ("The vet said <q>the herd is well</q> twice.", "The vet said “the herd is well” twice."),
        ("<q>It is well</q>, said the vet.", "“It is well”, said the vet."),
        ("<q>It is <b>well</b></q>, she said.", "“It is well”, she said."),
        (
            "<q>He told me <q>never</q> again</q>, she said.",
            "“He told me ‘never’ again”, she said.",
        ),
        ("<q>a <q>b <q>c</q></q></q>", "“a ‘b “c”’”"),
        # Marks that the page has typed are not set twice, inside or outside.
        ("<q>“It is well,”</q> she said.", "“It is well,” she said."),
        ("<q>«Es ist gut»</q>, sagte er.", "«Es ist gut», sagte er."),
        ("She said “<q>it is well</q>” twice.", "She said “it is well” twice."),
        ("“It is well.” <q>So it is</q>, he said.", "“It is well.” “So it is”, he said."),
        ("Nothing <q></q>is said.", "Nothing is said."),
    ],
)
def test_a_quotation_has_the_marks_that_a_browser_draws(paragraph: str, shown: str) -> None:
    assert read(paragraph) == (shown, [])


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        ("The ferry had 12<sup>3</sup> people aboard.", "The ferry had 12³ people aboard."),
        ('It had 40<sup><a href="#n10">10</a></sup> aboard.', "It had 40¹⁰ aboard."),
        ("A field of 5 km<sup>2</sup> burned.", "A field of 5 km² burned."),
        ("On the 5<sup>th</sup> it rained.", "On the 5th it rained."),
        ("So it was.<sup>[4]</sup> It is.", "So it was.[4] It is."),
    ],
)
def test_a_raised_figure_belongs_to_no_number_before_it(paragraph: str, shown: str) -> None:
    assert read(paragraph) == (shown, [])


@pytest.mark.parametrize(
    "struck",
    [
        "<s>ninety</s>",
        "<del>ninety</del>",
        "<strike><b>nine</b>ty</strike>",
        '<span style="color:red; text-decoration: line-through">ninety</span>',
        "<del>nine<s>ty</s></del>",
    ],
)
def test_words_that_are_struck_out_are_left_out_and_told(struck: str) -> None:
    shown, told = read(f"The mill lost {struck} <ins>nine</ins> sacks.")
    assert shown == "The mill lost nine sacks."
    assert told == ["Struck out on the page, and left out: “ninety”."]


def test_of_many_struck_words_five_are_told_and_the_rest_counted() -> None:
    _, told = read(" ".join(f"<s>word {n}</s>" for n in range(8)))
    words = ", ".join(f"“word {n}”" for n in range(5))
    assert told == [f"Struck out on the page, and left out: {words} and 3 more."]


def test_a_page_whose_body_is_styled_as_struck_is_read() -> None:
    root = lxml.html.document_fromstring(
        '<body style="text-decoration:line-through"><p>The herd is well.</p></body>'
    )
    assert write_marks(root) == []
    assert root.text_content() == "The herd is well."


def test_a_saved_page_keeps_the_sentence_around_a_quotation_and_says_who_is_quoted(
    tmp_path: Path,
) -> None:
    said = "<q>The bolts were loosened by hand</q>, said the harbour master Ana Quist."
    count = "The council counted <s>90</s> 12<sup>3</sup> sacks in the silo on that morning."
    (tmp_path / "silo.html").write_text(page(story=(STORY[0], said, count, STORY[1])), "utf-8")
    document = read_document(tmp_path / "silo.html")
    parts = document.text.split("\n\n")
    assert "“The bolts were loosened by hand”, said the harbour master Ana Quist." in parts
    assert "The council counted 12³ sacks in the silo on that morning." in parts
    assert "Struck out on the page, and left out: “90”." in " ".join(document.outside)
    table = extract_statements(document)
    start = document.text.index("“The bolts were")
    quoted = table[table["content"].str.startswith(f"{start}-")]
    assert list(quoted["kind"]) == ["direct"]


def test_a_word_file_is_read_without_what_is_struck_through_and_with_figures_raised(
    tmp_path: Path,
) -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    line = "<w:strike/>"
    words = (
        run.format("", "The mill lost ")
        + run.format(line, "nine")
        + run.format("<w:dstrike w:val='1'/>", "ty ")
        + run.format("<w:strike w:val='0'/>", "12")
        + run.format("<w:vertAlign w:val='superscript'/>", "3")
        + run.format("<w:vertAlign w:val='subscript'/>", " sacks.")
    )
    body = f"<w:p>{words}</w:p>{paragraph(STORY[0])}<w:p>{run.format(line, 'All of it.')}</w:p>"
    (tmp_path / "mill.docx").write_bytes(docx(body))
    document = read_document(tmp_path / "mill.docx")
    assert document.text.split("\n\n") == ["The mill lost 12³ sacks.", STORY[0]]
    told = "Struck out in the file, and left out: “ninety”, “All of it.”."
    assert told in " ".join(document.outside)
