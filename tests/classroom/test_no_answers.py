"""What pupils get holds no answer: not in the text, not in attributes, scripts or metadata."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from port_case import NARRATIVES, SOURCES, TEXT, port_comparison

from narratives.classroom.answers import list_key
from narratives.classroom.editions import Lesson, plan_lesson, render_marking, render_teacher
from narratives.classroom.sheet import render_sheet
from narratives.report.content import page_content
from narratives.stages import Comparison


def sheet_of(lesson: Lesson) -> str:
    return render_sheet(lesson.comparison, lesson.lines, lesson.offers)


PAGES: dict[str, Callable[[Lesson], str]] = {"mark": render_marking, "sheet": sheet_of}


def other_answers(comparison: Comparison) -> Comparison:
    """Change every answer, and leave the texts and where statements stand as they are."""
    statements = comparison.statements
    turned = statements[["source", "cue", "source_id", "origin_id", "source_name"]].iloc[::-1]
    new = {column: turned[column].to_numpy() for column in turned}
    ids = pd.Index([f"{name}@{n}" for n, name in enumerate(statements.index)], name="statement_id")
    renamed = dict(zip(statements.index, ids, strict=True))
    swap = {"supports": "disputes", "disputes": "neutral", "neutral": "supports"}
    weaker = {"certain": "hint", "hint": "likely", "likely": "possible", "possible": "certain"}
    changed = statements.assign(
        **new, strength=statements["strength"].map(weaker), polarity="denies", chain=""
    ).set_axis(ids)
    return dataclasses.replace(
        comparison,
        name="another-name",
        statements=changed,
        bearings=comparison.bearings.assign(
            stance=comparison.bearings["stance"].map(swap),
            statement_id=comparison.bearings["statement_id"].map(renamed),
            why="another reason",
        ),
        reports=comparison.reports.assign(
            statement_id=comparison.reports["statement_id"].map(renamed)
        ),
        items=comparison.items.assign(shown="none", basis="motive", label="another item"),
        narratives=comparison.narratives.assign(
            title="Another title", statement="Another account.", terms=[("other",)] * 3
        ).set_axis(["x", "y", "z"]),
        sources=comparison.sources.assign(name="Another name", kind="media", reliability="E"),
    )


@pytest.mark.parametrize("page", PAGES)
def test_another_key_gives_the_same_bytes(page: str) -> None:
    port = port_comparison()
    lesson, other = plan_lesson(port), plan_lesson(other_answers(port))

    assert PAGES[page](lesson) == PAGES[page](other)


def answers_of(comparison: Comparison) -> dict[str, str]:
    """Return every answer as words that could stand on a page, by what it is."""
    found = {}
    for narrative, (title, statement, _) in NARRATIVES.items():
        found |= {f"id of {narrative}": narrative, f"title of {narrative}": title}
        found[f"account {narrative}"] = statement
    for source, (name, _, kind, origin, _, _) in SOURCES.items():
        found |= {f"id of {source}": source, f"name of {source}": name}
        found |= {f"kind of {source}": kind, f"origin of {source}": origin}
    for n, why in enumerate(dict.fromkeys(comparison.bearings["why"])):
        found[f"reason {n}"] = why
    for n, label in enumerate(comparison.items["label"]):
        found[f"item {n}"] = label
    for n, row in enumerate(comparison.statements.to_dict("records")):
        found[f"place of source {n}"] = str(row["source"])
        found[f"place of cue {n}"] = str(row["cue"])
    return {name: words for name, words in found.items() if words}


@pytest.mark.parametrize("page", PAGES)
def test_no_answer_stands_anywhere_outside_the_text(page: str) -> None:
    port = port_comparison()
    html = unescape(PAGES[page](plan_lesson(port)))
    # What the texts say is shown; so are words of their own that all pages have.
    for line in filter(None, TEXT.split("\n")):
        html = html.replace(line, " ")
    html = re.sub(r"<span[^>]* data-a=\"\d+\"[^>]*>[^<]*</span>|<template.*?</template>", " ", html)
    html = html.replace(port.question, " ")
    own = set(re.findall(r"[\w-]+", PAGES[page](plan_lesson(other_answers(port)))))
    leaked = {
        name: words
        for name, words in answers_of(port).items()
        if re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", html, re.IGNORECASE)
        and not set(re.findall(r"[\w-]+", words)) <= own
    }

    assert leaked == {}


def test_the_search_finds_an_answer_that_is_there() -> None:
    port = port_comparison()
    html = unescape(render_teacher(plan_lesson(port)))

    assert all(statement in html for _, statement, _ in NARRATIVES.values())
    assert "Norland had the warehouse blown up." in html


def test_the_choices_are_the_same_for_each_statement_and_none_is_made() -> None:
    html = render_marking(plan_lesson(port_comparison()))

    assert "checked" not in re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert html.count('name="firmness"') == 4
    assert html.count('name="basis"') == 3


def test_the_key_has_an_answer_to_each_question_where_the_reading_says() -> None:
    lesson = plan_lesson(port_comparison())
    key = {row.offer.n: row for row in list_key(page_content(lesson.comparison), lesson.offers)}
    by_words = {
        lesson.comparison.statements.at[row.offer.statement_ids[0], "content_text"]: row
        for row in key.values()
    }
    hint = by_words["sabotage by Norland"]

    assert hint.who == ("Interior Ministry",)
    assert hint.firmness == ("hint",)
    assert dict(hint.accounts)["B"] == ("for",)
    assert dict(by_words["these allegations"].accounts)["B"] == ("against",)
    assert dict(hint.accounts)["A"] == ("neither",)
