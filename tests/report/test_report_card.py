"""Each cell of the score card leads to all that it rests on, and says what would raise it."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from port_case import many_accounts, port_comparison
from seed_case import seed_comparison, seed_page

from narratives.report import render_report
from narratives.report.accounts import number_statements
from narratives.schema import CARD
from narratives.scores.card import CRITERIA
from narratives.stages import Comparison
from narratives.telling.card import NOBODY, WHY_UNKNOWN, tell_card

DATE = "2031-05-07"


def _grounds(html: str) -> dict[str, str]:
    """Return what stands at the place of each cell, with the level that it stands under."""
    found = {}
    start = html.index("<div class=rests>")
    for level in html[start : html.index("<h3", start)].split("<li>")[1:]:
        for part in level.split("<p id=")[1:]:
            place, _, rest = part.partition(">")
            found[place] = rest.split("</ul>")[0]
    return found


def _cells(html: str) -> list[tuple[str, str]]:
    return re.findall(r"<td[^>]*><a href=#(c\d+-\d+)>([0-3?])</a>", html)


@pytest.fixture(scope="module")
def seed() -> tuple[Comparison, str]:
    return seed_comparison(), seed_page(DATE)


def test_every_cell_leads_to_all_statements_that_it_rests_on(seed: tuple[Comparison, str]) -> None:
    comparison, html = seed
    told, numbers, grounds = tell_card(comparison), number_statements(comparison), _grounds(html)
    cells = _cells(html)

    assert len(cells) == len(CRITERIA) * len(comparison.narratives) == 36
    names = [
        (n, c) for criteria in CARD.values() for c in criteria for n in comparison.narratives.index
    ]
    for (place, shown), name in zip(cells, names, strict=True):
        cell = told[name]
        assert shown == ("?" if cell.score is None else str(cell.score))
        links = [int(n) for n in re.findall(r"href=#s(\d+)", grounds[place])]
        assert links == sorted(numbers[one] for one in cell.statements)
        assert bool(links) == (cell.score is not None)


def test_an_unknown_cell_says_why_and_what_would_make_it_known(
    seed: tuple[Comparison, str],
) -> None:
    grounds = _grounds(seed[1])
    unknown = [place for place, shown in _cells(seed[1]) if shown == "?"]

    assert len(unknown) == 5
    for place in unknown:
        assert WHY_UNKNOWN["record" if place.startswith("c5-") else "nearness"] in grounds[place]
        assert "To be known: how " in grounds[place]
    # What is said of three accounts alike stands once.
    assert grounds["c5-1"].startswith("<b>A, B, C</b> No source that speaks for it has a grade")


def test_the_next_level_says_which_accounts_it_would_raise(seed: tuple[Comparison, str]) -> None:
    # By hand: A named and nothing shown is level 1 of "Is it shown?" for A and B, 0 for C.
    assert (
        "<li>2 The thing is described, so that one would know it again. "
        "<b>Would raise A, B.</b><li>3" in seed[1]
    )
    assert "<li>1 A thing is named that could be looked at. <b>Would raise C.</b>" in seed[1]


def test_what_a_person_scored_stands_with_the_name_and_the_reason() -> None:
    port = port_comparison()
    first = str(port.narratives.index[0])
    line = port.corrections.iloc[[0]].assign(
        target=first, field="card", value=json.dumps({"record": None, "nearness": 2}),
        who="Ana", why="They <b>measured</b> it.", status="applied",
    )  # fmt: skip
    hand = dataclasses.replace(port, corrections=line)
    grounds = _grounds(render_report(hand, DATE))

    assert tell_card(hand)[first, "record"].why == "They <b>measured</b> it."
    for place in ("c3-1", "c5-1"):
        assert grounds[place].startswith("<b>A</b> by Ana They &lt;b&gt;measured&lt;/b&gt; it.")


def test_an_account_for_which_nobody_speaks_says_so() -> None:
    silent = many_accounts(2, speak=False)

    assert {cell.why for cell in tell_card(silent).values()} == {NOBODY}
    assert f"<b>A, B</b> {NOBODY}" in render_report(silent, DATE)


def test_each_criterion_says_why_it_is_unknown() -> None:
    assert list(WHY_UNKNOWN) == list(CRITERIA)
    assert all(words.endswith(".") for words in WHY_UNKNOWN.values())


def test_of_a_voice_all_that_it_says_is_listed_and_not_the_first_of_it(
    seed: tuple[Comparison, str],
) -> None:
    told, card = tell_card(seed[0]), seed[0].score_card
    # ISIS claims it (3) and admits it by images (21); its stake rests on both.
    assert card.loc[("isis", "stake"), "statement_ids"] == "crocus:192-237"
    assert told["isis", "stake"].statements == ("crocus:192-237", "crocus:2391-2477")
    # Two statements of the Russian state are shortest told by the first.
    assert len(told["ukrainian_trace", "origins"].statements) == 3
