"""What is unsure, not read or a draft, as the page shows it; and the words that decided."""

from __future__ import annotations

import dataclasses
import re

from draft_case import unreviewed, with_unsure
from port_case import port_comparison

from narratives.report import render_report

DATE = "2031-05-07"


def words_of(html: str, section: str) -> str:
    found = re.search(rf"<section id={section}.*?</section>", html, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_a_case_that_nobody_reviewed_is_marked_on_the_first_screen() -> None:
    html = render_report(unreviewed(), DATE)
    head = html[: html.index("<nav")]

    assert "DRAFT: no person has looked at its 10 statements and 9 bearings." in head
    assert words_of(html, "summary").count("The draft reads: ") == 3
    assert "From the least contradicted" not in words_of(html, "matrix")
    assert "id=switches" not in html


def test_a_reviewed_case_keeps_its_words_and_says_who_looked() -> None:
    html = render_report(port_comparison(), DATE)

    assert "Looked at by a person: 1 of 10 statements and 0 of 9 bearings (by reader)." in html
    assert "DRAFT" not in html
    assert "The draft reads" not in html


def test_each_account_stands_in_its_sentence_on_the_first_screen_and_on_its_card() -> None:
    html = render_report(unreviewed(), DATE)
    summary = words_of(html, "summary")

    assert summary.count("Norland had the warehouse blown up.") == 2
    assert summary.index("Norland had the warehouse") < summary.index("The draft reads")


def test_unsure_bearings_stand_in_the_table_by_a_word_and_a_mark() -> None:
    html = render_report(with_unsure(port_comparison(), 2), DATE)

    assert html.count("<small class=unsure>unsure: rather against C (.31)</small>") == 2
    assert "2 more bearings are unsure and count nowhere." in words_of(html, "statements")
    assert "unsure: 2 statements: 1 , 2" in words_of(html, "left")
    plain = render_report(port_comparison(), DATE)
    cards = r"<div class=cards>.*?<section id=cannot"
    told, before = (re.search(cards, page, re.DOTALL) for page in (html, plain))
    assert told is not None
    assert before is not None
    assert told[0] == before[0]


def test_a_statement_that_was_not_read_has_no_number() -> None:
    html = render_report(with_unsure(port_comparison(), 0, unread=True), DATE)
    row = re.search(r"<tr id=s10.*?(?=<tr |</table>)", html, re.DOTALL)

    assert row is not None
    assert "not read: the reader does not know the language" in row[0]
    assert "nan" not in row[0]
    assert "No one in what was read of this text disputes it." in html


def test_a_drafted_bearing_opens_on_the_words_that_decided() -> None:
    html = render_report(port_comparison(), DATE)
    row = re.search(r"<tr id=s3.*?(?=<tr |</table>)", html, re.DOTALL)

    assert row is not None
    assert "<b>Words that decided</b> (for it: .9" in row[0]
    assert re.search(r"<li>without “sabotage”: \.\d\d → \.\d\d<", row[0])
    assert "Read: “" in row[0]


def test_a_bearing_that_a_person_set_has_the_reason_of_the_person_alone() -> None:
    port = port_comparison()
    by_hand = dataclasses.replace(port, bearings=port.bearings.assign(probability=1.0))

    assert "Words that decided" not in render_report(by_hand, DATE)


def test_text_of_documents_stays_text_among_the_words_that_decided() -> None:
    port = port_comparison()
    hostile = dataclasses.replace(
        port,
        statements=port.statements.assign(content_text="sabotage <b>onclick</b> & paid"),
    )
    html = render_report(hostile, DATE)

    assert "<b>onclick" not in html
    assert "Words that decided" in html


def test_the_first_screen_says_that_a_text_may_be_misread() -> None:
    port = unreviewed()
    for warnings, told in (
        (("a: lines are broken.",), "1 warning says where this text or the case may be misread."),
        (("a: x.", "b: y."), "2 warnings say where this text or the case may be misread."),
        ((), ""),
    ):
        html = render_report(dataclasses.replace(port, warnings=warnings), DATE)
        head = html[html.index("<header") : html.index("<main")]
        assert ("misread" in head) == bool(told)
        assert told in head
