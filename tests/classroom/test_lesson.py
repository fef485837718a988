"""The pages of a lesson: what stands on them, and for whom they are written."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from port_case import many_accounts, port_comparison

from narratives.classroom import write_classroom
from narratives.classroom.advice import PLAN
from narratives.classroom.editions import (
    Lesson,
    plan_lesson,
    render_key,
    render_marking,
    render_teacher,
    tell_reading,
)
from narratives.classroom.printing import print_page
from narratives.classroom.sheet import render_sheet
from narratives.classroom.slide_figures import SMALLEST, draw_figure
from narratives.classroom.slides import ASKED, list_slides
from narratives.figures import plot_voices
from narratives.report import is_own_page
from narratives.schema import NarrativesError

DATE = "2031-05-07"


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return plan_lesson(port_comparison())


def words_of(html: str) -> list[str]:
    """Return the sentences of the fixed texts of a page: what stands between blocks."""
    shown = re.sub(r"(?s)<(style|script|title|template|datalist)\b.*?</\1>", " ", html)
    shown = re.sub(r'(?s)<p class="par.*?</p>', " ", shown)
    blocks = re.split(
        r"</?(?:p|li|h\d|th|td|legend|label|button|summary|div|section|dd|dt)\b[^>]*>", shown
    )
    texts = [" ".join(unescape(re.sub(r"<[^>]+>", "", block)).split()) for block in blocks]
    return [s for text in texts for s in re.split(r"(?<=[.?!:])\s+", text) if len(s.split()) > 2]


def count_syllables(word: str) -> int:
    """Count groups of vowels, without a silent e at the end: plain, and close enough."""
    stem = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", stem or word)))


def grade_of(sentences: list[str]) -> float:
    """Compute the Flesch-Kincaid grade (Kincaid and others, 1975)."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_the_measure_of_reading_gives_the_grades_of_two_known_texts() -> None:
    easy = ["The cat sat on the mat.", "It was a fat cat."]
    hard = ["The adjudication of constitutional controversies necessitates deliberation."]

    assert grade_of(easy) < 1
    assert grade_of(hard) > 16
    assert [count_syllables(w) for w in ("mark", "making", "makes", "reading")] == [1, 2, 1, 2]


@pytest.mark.parametrize("page", ["mark", "sheet", "slides"])
def test_what_pupils_read_is_near_age_fifteen(lesson: Lesson, page: str) -> None:
    if page == "slides":
        texts = [text for slide in ASKED for text in (slide.title, str(slide.words.striptags()))]
        sentences = [
            s for text in texts for s in re.split(r"(?<=[.?!])\s+", text) if len(s.split()) > 2
        ]
    elif page == "mark":
        sentences = words_of(render_marking(lesson))
    else:
        sentences = words_of(render_sheet(lesson.comparison, lesson.lines, lesson.offers))
    grade = grade_of(sentences)

    # Age 15 is grade 9 to 10; what is easier is read by the younger ones too.
    assert 0 <= grade <= 9.5
    assert max(len(s.split()) for s in sentences) <= 30


def test_the_worksheet_has_two_sheets_and_a_row_for_each_statement(lesson: Lesson) -> None:
    html = render_sheet(lesson.comparison, lesson.lines, lesson.offers)

    assert html.count('<section class="sheet"') == 2
    assert re.findall(r'<th scope="row">(\d+) \(', html) == [str(o.n) for o in lesson.offers]
    assert "The text goes on" not in html
    assert "size:A4" in html
    assert "size:letter" in render_sheet(lesson.comparison, lesson.lines, lesson.offers, "letter")


def test_many_accounts_leave_room_for_the_worksheet() -> None:
    crowded = plan_lesson(many_accounts(12))
    html = render_sheet(crowded.comparison, crowded.lines, crowded.offers)

    assert html.count('class="wa"') == 6


def test_the_teacher_has_times_answers_mistakes_and_limits(lesson: Lesson) -> None:
    html = unescape(render_teacher(lesson, DATE))
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())

    assert sum(minutes for minutes, *_ in PLAN) == 45
    for heading in (
        "45 minutes",
        "The answers",
        "What to expect",
        "Common mistakes",
        "What may not be concluded",
    ):
        assert f">{heading}</h2>" in html
    assert "passed on by Radio Coast" in text
    assert "Taking a denial for support, because it names the account: statement" in text
    assert "Interior Ministry and State broadcaster have one origin" in text
    assert "killed or hurt" in text
    assert "killed or hurt" not in render_teacher(lesson, DATE, invented=True)


def test_the_key_is_one_table_with_a_row_for_each_statement(lesson: Lesson) -> None:
    html = unescape(render_key(lesson, DATE))

    assert html.count('<tr><th scope="row"') == len(lesson.offers)
    assert "sabotage by Norland" in html
    assert "B+" in html
    assert "B−" in html


@pytest.mark.parametrize(("looked", "end"), [(2, " Go over the rest before the lesson."), (9, "")])
def test_the_key_says_how_much_of_it_a_person_has_looked_at(looked: int, end: str) -> None:
    counts = SimpleNamespace(
        statements=looked, of_statements=9, bearings=1, of_bearings=4, who=("Ana",)
    )
    told = tell_reading(SimpleNamespace(reviewed=True, looked=counts, documents=["flood"]))
    assert told == (
        "The key is one reading of the text, and no verdict: a machine drafted it. Looked at by a "
        f"person: {looked} of 9 statements and 1 of 4 bearings (by Ana).{end}"
    )


def test_the_key_of_a_draft_says_that_nobody_has_looked() -> None:
    assert tell_reading(port_comparison(draft=True)).endswith(
        "a machine drafted it, and no person has looked at it. Go over it before the lesson."
    )


def test_slides_show_no_answer_before_the_class_has_marked(lesson: Lesson) -> None:
    slides = list_slides(lesson)
    titles = [slide.title for slide in slides]
    before = slides[: titles.index("Now you") + 1]
    told = " ".join(f"{s.title} {s.words} {s.items} {s.scale} {s.told}" for s in before)

    assert not any(title in told for title in lesson.comparison.narratives["title"])
    assert all(not slide.told for slide in before)
    assert titles[titles.index("Now you") + 1] == "The accounts"
    assert titles[-1] == "What would change your mind?"


@pytest.mark.parametrize("number", [1, 3, 12])
def test_figures_on_slides_can_be_read_from_the_last_row(number: int) -> None:
    comparison = many_accounts(number)
    pictures = [slide for slide in list_slides(plan_lesson(comparison)) if slide.picture]

    assert {"The accounts side by side", "Ten copies are one witness"} == {
        s.title for s in pictures
    }
    assert all(slide.alt.count(" ") > 8 for slide in pictures)
    # 0.965 of a slide is figure; 2.5 % is what the smallest letters have at least.
    assert SMALLEST * 0.965 >= 0.0249
    crowded = draw_figure(plot_voices, comparison)[1]
    assert (crowded >= SMALLEST) == (number < 12)


def test_all_files_are_written_pupils_and_teachers_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narratives.classroom.writing.find_browser", lambda: None)
    made = write_classroom(port_comparison(), tmp_path / "lesson", date=DATE)

    assert [path.name for path in made.pupil] == ["read-and-mark.html", "worksheet.html"]
    assert [path.name for path in made.teacher] == ["key.html", "slides.html", "teacher.html"]
    assert {path.parent.name for path in made.pupil} == {"pupil"}
    assert all(map(is_own_page, (*made.pupil, *made.teacher)))
    assert made.notes == (
        "No PDF was made: there is no Chromium, Chrome or Edge on this machine. Open the page in "
        "any browser and print it.",
    )


def test_the_same_case_gives_the_same_bytes_and_its_own_files_are_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narratives.classroom.writing.find_browser", lambda: None)
    first = write_classroom(port_comparison(), tmp_path, date=DATE)
    bytes_of = {path: path.read_bytes() for path in (*first.pupil, *first.teacher)}
    write_classroom(port_comparison(), tmp_path, date=DATE)

    assert {path: path.read_bytes() for path in bytes_of} == bytes_of


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "pupil").mkdir()
    (tmp_path / "pupil" / "worksheet.html").write_text("mine", encoding="utf-8")

    with pytest.raises(
        NarrativesError, match=r"pupil/worksheet\.html would be written over, and is not"
    ):
        write_classroom(port_comparison(), tmp_path)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(NarrativesError, match=r"this is a file\. Name a folder for the lesson"):
        write_classroom(port_comparison(), tmp_path / "file")


def test_a_case_without_a_statement_is_no_lesson(tmp_path: Path) -> None:
    port = port_comparison()
    bare = dataclasses.replace(port, statements=port.statements.iloc[:0])

    with pytest.raises(NarrativesError, match="the case has no statement to mark"):
        write_classroom(bare, tmp_path)
    with pytest.raises(NarrativesError, match=r'paper "a5" is not known\. Use a4 or letter'):
        write_classroom(port, tmp_path, paper="a5")


def test_a_browser_that_makes_no_pdf_is_told_and_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>x</p>", encoding="utf-8")
    failed = subprocess.CompletedProcess([], 1, b"", b"no display\n")
    monkeypatch.setattr("narratives.classroom.printing.subprocess.run", lambda *_, **__: failed)

    with pytest.raises(
        NarrativesError, match=r"chrome made no PDF of it: no display\. Open the page"
    ):
        print_page(page, tmp_path / "page.pdf", "/usr/bin/chrome")
