"""The lessons: 45 minutes each, sheets without answers, and words that a pupil of 15 can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

import narratives as nv

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "classroom"
SHEETS = sorted(path.name for path in FOLDER.glob("sheet-*.html"))
PLANS = sorted(path.name for path in FOLDER.glob("lesson-*.html"))
EASIEST, HARDEST = 4.5, 9.5
"""Grades of Flesch and Kincaid: a pupil of 15 is in grade 9 or 10."""
ANSWERS = {
    "sheet-1.html": ["Ida Kroll, minister", "an inspector without a name", "own voice"],
    "sheet-2.html": ["a witness of her own", "most probably the same farmer", "draws a conclusion"],
    "sheet-3.html": ["most of all", "N, for those", "it would say so in any case"],
    "sheet-4.html": ["Line 4, the police", "third sentence"],
    "sheet-5.html": ["planted", "rusted through", "a clerk", "worn_cable"],
    "sheet-5-late.html": ["planted", "a clerk", "nobody cut", "was so: A", "worn_cable"],
}
"""Words of the key that a sheet must not hold."""


def read_page(name: str) -> html.HtmlElement:
    return html.document_fromstring((FOLDER / name).read_text("utf-8"))


def words_of(page: html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def sentences_of(page: html.HtmlElement) -> list[str]:
    """Return what is written in sentences: paragraphs and entries of lists, not tables."""
    parts = [" ".join(node.text_content().split()) for node in page.iter("p", "li")]
    found = [s for part in parts for s in re.split(r"(?<=[.!?:])[”\"]?\s+", part)]
    return [s for s in found if len(re.findall(r"[A-Za-z]+", s)) > 2]


def syllables(word: str) -> int:
    """Count the groups of vowels; a silent e at the end is none.

    Examples
    --------
    ``cable`` has two, ``made`` one, ``company`` three.
    """
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouysxzcg]es$", word)
    return max(1, count - (1 if silent else 0))


def grade(sentences: list[str]) -> float:
    """Return the grade of Flesch and Kincaid: .39 words a sentence, 11.8 syllables a word."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


def test_there_are_five_lessons_each_with_a_plan_and_a_sheet():
    assert [f"lesson-{n}.html" for n in range(1, 6)] == PLANS
    assert {name[:7] for name in SHEETS} == {f"sheet-{n}" for n in range(1, 6)}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_fills_45_minutes_without_a_gap(name):
    cells = read_page(name).xpath("//tbody/tr/td[@class='minutes']")
    steps = [tuple(map(int, cell.text_content().split("–"))) for cell in cells]
    assert steps[0][0] == 0
    assert steps[-1][1] == 45
    assert [end for _, end in steps[:-1]] == [start for start, _ in steps[1:]]
    assert all(start < end for start, end in steps)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_has_aim_key_what_to_expect_and_what_may_not_be_concluded(name):
    words = words_of(read_page(name))
    for part in ("Aim.", "You need", "Key", "What to expect", "What may not be concluded."):
        assert part in words
    assert f"sheet {name[7]}" in words


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_holds_no_answer(name):
    source = (FOLDER / name).read_text("utf-8").lower()
    held = {word.lower() for word in ANSWERS[name] if word.lower() in source}
    if name == "sheet-5-late.html":  # What the paper found is its text, and no key.
        held -= {"rusted through"}
    assert held == set()
    assert "<!--" not in source
    assert "key" not in re.findall(r"[a-z]+", source)


def test_the_words_of_the_key_stand_in_the_plans():
    plans = " ".join(words_of(read_page(name)).lower() for name in PLANS)
    absent = {w for words in ANSWERS.values() for w in words if w.lower() not in plans}
    assert absent == {"worn_cable", "was so: A"}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_can_be_read_at_15(name):
    found = grade(sentences_of(read_page(name)))
    assert EASIEST <= found <= HARDEST, f"{name}: grade {found:.1f}"


def test_the_grade_is_that_of_the_formula():
    # Eleven words, two sentences, twelve syllables, counted by hand.
    sentences = ["The cat sat on the mat.", "The cable was not worn."]
    assert grade(sentences) == pytest.approx(0.39 * 11 / 2 + 11.8 * 12 / 11 - 15.59)
    words = ["cable", "made", "company", "wanted", "pulled", "was", "minutes", "gates"]
    assert [syllables(word) for word in words] == [2, 1, 3, 2, 1, 1, 2, 1]


def test_a_hard_text_is_told_to_be_hard():
    hard = [
        "Institutional representatives systematically disavowed epistemological responsibility."
    ]
    assert grade(hard) > 20


@pytest.mark.parametrize("name", ["sheet-5.html", "sheet-5-late.html"])
def test_the_texts_of_the_exam_are_those_of_the_case(name):
    case = nv.load_case(ROOT / "seeds" / "marigold-airship")
    wanted = [d for d in case.documents if (d.document_id == "late") == ("late" in name)]
    sections = read_page(name).xpath("//section[@class='text']")
    shown = [[" ".join(p.text_content().split()) for p in s.iter("p")] for s in sections]
    assert shown == [document.text.strip().split("\n\n") for document in wanted]


def test_the_story_that_ends_the_exam_is_the_truth_of_the_case():
    truth = nv.load_case(ROOT / "seeds" / "marigold-airship").truth
    assert truth is not None
    words = words_of(read_page("lesson-5.html"))
    for told in ("was worn", "new one", "swapped two digits by mistake", "made the memo"):
        assert told in words
    assert truth.story.endswith("Nobody cut anything.")
    assert "Nobody cut anything." in words


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ((70, 20, 10), "70, 20, 10 for A, B, C gives 0.09 + 0.04 + 0.01 = {:.2f}"),
        ((20, 70, 10), "The same for B first (20, 70, 10) gives 0.64 + 0.49 + 0.01 = {:.2f}"),
        ((34, 33, 33), "34, 33, 33 has about {:.2f}"),
    ],
)
def test_the_numbers_that_end_the_exam_add_up(points, told):
    a, b, c = (point / 100 for point in points)
    assert told.format((1 - a) ** 2 + b**2 + c**2) in words_of(read_page("lesson-5.html"))


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.html")))
def test_a_page_needs_nothing_but_its_style_and_leads_to_pages_that_are_there(name):
    page = read_page(name)
    assert page.xpath("//script | //img | //*[@src]") == []
    links = [str(link) for link in page.xpath("//link/@href | //a/@href")]
    assert [link for link in links if not (FOLDER / link).is_file()] == []
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//title/text()") == page.xpath("//h1/text()")


def test_the_style_fetches_nothing():
    style = (FOLDER / "print.css").read_text("utf-8")
    assert re.findall(r"url\(|@import|https?:", style) == []


def test_the_note_for_teachers_names_victims_privacy_and_what_does_not_follow():
    words = words_of(read_page("index.html"))
    for told in ("137 people were killed", "Take an invented case", "A nickname on the sheet"):
        assert told in words
    assert "What may not be concluded" in words
