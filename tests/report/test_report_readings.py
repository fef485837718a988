"""Two readings side by side on the page: all that differs, and what is from outside the text."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from port_case import port_comparison
from seed_case import SEED, seed_comparison, seed_page

import narratives as nv
from narratives.report import render_report
from narratives.review.readings import is_outside
from narratives.stages.again import judge_again

DATE = "2031-05-07"
LINES = [
    json.loads(line) for line in (SEED / "review-second.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def html() -> str:
    return seed_page(DATE)


@pytest.fixture(scope="module")
def section(html: str) -> str:
    return html[html.index("<h3 id=readings>") : html.index("<h3>How far people agree")]


def test_every_line_of_the_second_reader_stands_there_with_its_reason(section: str) -> None:
    assert len(LINES) == 21
    for line in LINES:
        assert line["why"] in section
    assert section.count(" reliability none → ") == 13  # 11 sources, two of them twice
    assert "<a href=#q12>U.S. intelligence</a> reliability none → B: <i class=outside>" in section
    assert "<a href=#e2>E2</a> credibility 6 → 3: Possibly true" in section


def test_grades_and_ratings_from_outside_the_text_are_marked(section: str) -> None:
    marked = re.findall(r"<i class=outside>(.*?)</i>", section)

    assert sorted(marked) == sorted(
        line["why"] for line in LINES if line["why"].startswith("Outside the text: ")
    )
    assert section.count("<li class=known>") == section.count("<li class=alone>") == 3


def test_the_first_screen_and_the_contents_lead_to_the_readings(html: str) -> None:
    header, nav = html[: html.index("<nav")], html[html.index("<nav") : html.index("</nav>")]

    assert "<a href=#readings>Two readings: the order hangs on who rated.</a>" in header
    assert "<li><a href=#readings>Two readings</a>" in nav


def test_what_is_from_outside_is_switched_off_without_a_script(html: str, section: str) -> None:
    assert "<label><input type=checkbox id=alone> Leave it out of these readings</label>" in section
    assert "body:not(:has(#alone:checked)) .alone,body:has(#alone:checked) .known" in html
    assert "<p class=known>The second reading: From the least" in section
    assert "<p class=alone>The second reading by the text alone: From the least" in section
    assert (
        "3 lines rest on knowledge from outside the text; without them both orders stay" in section
    )


def test_the_count_of_differences_is_that_of_the_list_below_it() -> None:
    first = seed_comparison()
    review = nv.load_case(SEED).readings["second"]
    # A grade from the text; from outside the ratings of E2: II and I, where the first has N.
    grade = (review["target"] == "isw") & (review["field"] == "reliability")
    lines = review[grade | (is_outside(review) & (review["field"] == "rating"))]
    alone = judge_again(first, lines, outside=False)
    second = dataclasses.replace(judge_again(first, lines), text_alone=alone)
    html = render_report(dataclasses.replace(first, readings={"second": second}), DATE)
    section = html[html.index("<h3 id=readings>") :]
    section = section[: section.index("</ul>")]

    assert "<p class=known>They differ in 2 ratings and 1 grade; " in section
    assert "<p class=alone>They differ in 0 ratings and 1 grade; " in section
    assert (section.count("<li class=known>"), section.count("<li>")) == (1, 1)


def test_where_nothing_is_from_outside_there_is_no_switch() -> None:
    first = seed_comparison()
    alone = first.readings["second"].text_alone
    html = render_report(dataclasses.replace(first, readings={"second": alone}), DATE)

    assert "id=alone" not in html
    assert "Outside the text:" not in html


def test_one_reading_alone_is_no_section() -> None:
    html = render_report(port_comparison(), DATE)

    assert "#readings" not in html
    assert "id=readings" not in html


def test_hostile_reasons_of_another_reader_stay_text() -> None:
    port = port_comparison()
    line = port.corrections.iloc[[0]].assign(
        line=1, target="item:4", field="credibility", value="2", why="<script>alert(1)</script>"
    )
    other = judge_again(port, line)
    html = render_report(dataclasses.replace(port, readings={"<b>": other}), DATE)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html
    assert "The &lt;b&gt; reading" in html
