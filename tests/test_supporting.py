"""Support, its sensitivity and the raters, from the comparison to the terminal and the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from port_case import port_comparison

from narratives.cli.standing import print_comparison, side_by_side
from narratives.report import render_report
from narratives.schema import RATINGS
from narratives.stages import Comparison
from narratives.telling.support import range_in_words, withheld_reasons

NARRATIVES = ["accident", "sabotage", "missile"]


def rated(reliability: str, people: tuple[str, ...] = ("ana",)) -> Comparison:
    port = port_comparison()
    matrix = port.matrix.fillna(0.0)
    letters = {number: letter for letter, number in RATINGS.items()}
    rows = [
        (item, narrative, who, letters[matrix.at[item, narrative]], n)
        for n, who in enumerate(people)
        for item in matrix.index
        for narrative in matrix.columns
    ]
    ratings = pd.DataFrame(rows, columns=["item_id", "narrative_id", "who", "rating", "line"])
    # The second person reads the first item the other way round.
    ratings.loc[(ratings["who"] == "ben") & (ratings["item_id"] == matrix.index[0]), "rating"] = (
        "II"
    )
    sources = port.sources.assign(reliability=reliability)
    return replace(port, matrix=matrix, sources=sources, ratings=ratings)


def words_of(html: str, heading: str) -> str:
    part = html[html.index(heading) :]
    part = part[: part.index("What would tell the accounts apart")]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


@pytest.fixture(scope="module")
def judged() -> Comparison:
    return rated("B", ("ana", "ben"))


@pytest.fixture(scope="module")
def unjudged() -> Comparison:
    return rated("")


@pytest.fixture(scope="module")
def page(judged: Comparison) -> str:
    return render_report(judged, "2031-05-07")


def test_the_comparison_holds_support_and_what_would_change_it(judged: Comparison) -> None:
    table = judged.support_by_narrative
    assert list(table.index) == [*NARRATIVES, "none of these"]
    assert table["probability"].sum() == pytest.approx(1)
    assert (table["low"] <= table["probability"]).all()
    assert (table["probability"] <= table["high"]).all()
    assert judged.what_would_change["kind"].iloc[0] == "as it stands"


def test_without_a_grade_the_ranking_is_withheld_with_the_reason(unjudged: Comparison) -> None:
    (reason,) = withheld_reasons(unjudged)
    assert "has a grade of reliability from A to E" in reason
    assert unjudged.support_by_narrative["withheld"].unique().tolist() == [reason]


def test_reasons_call_narratives_by_their_titles() -> None:
    tied = rated("B")
    tied = replace(tied, matrix=tied.matrix * 0.0)
    assert "accident" in tied.support.reasons[0]
    assert withheld_reasons(tied)[0].startswith("Nothing separates “Accident”")


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((0.43, 0.61), "43 to 61 %, unlikely to likely"),
        ((0.6, 0.7), "60 to 70 %, likely"),
        ((0.5, 0.5), "50 %, roughly even chance"),
        ((0.001, 0.06), "below 1 to 6 %, almost no chance to very unlikely"),
        ((0.9, 0.999), "90 to above 99 %, very likely to almost certain"),
    ],
)
def test_a_range_is_written_with_likelihood_words(ends, expected):
    assert range_in_words(*ends) == expected


def test_the_terminal_has_a_range_for_each_account(judged: Comparison) -> None:
    rows = {row[0]: row[1:] for row in side_by_side(judged, NARRATIVES)}
    cells = rows["Support in this text"]
    assert len(cells) == 3
    assert all(re.match(r"(below )?\d+ (to (above )?\d+ )?%, [a-z]", cell) for cell in cells)


def test_the_terminal_says_withheld_and_why(unjudged: Comparison, capsys) -> None:
    rows = {row[0]: row[1:] for row in side_by_side(unjudged, NARRATIVES)}
    assert rows["Support in this text"] == ["withheld"] * 3
    print_comparison(unjudged)
    out = " ".join(capsys.readouterr().out.split())
    assert "Support in this text is withheld: None of the sources" in out


def test_a_report_that_is_not_taken_as_marked_is_named_at_the_terminal_and_on_the_page(
    judged: Comparison, capsys
) -> None:
    reports = judged.reports.copy()
    first = reports.iloc[0]
    other = first.copy()
    other["statement_id"] = "port:0-1"
    other["holds"] = not first["holds"]
    both = replace(judged, reports=pd.concat([reports, other.to_frame().T], ignore_index=True))
    both = replace(both, reports=both.reports.astype(reports.dtypes))
    odd = f"says that “{first['item_id']}” is so and that it is not, which tells nothing."
    assert any(odd in told for told in both.support.oddities)
    odd = odd.replace(first["item_id"], both.items.at[first["item_id"], "label"])
    print_comparison(both)
    assert odd in " ".join(capsys.readouterr().out.split())
    assert odd in words_of(render_report(both, "2031-05-07"), "Support under stated assumptions")


def test_nothing_of_support_is_printed_where_no_person_has_rated(capsys) -> None:
    print_comparison(port_comparison())
    assert "Support" not in capsys.readouterr().out


def test_the_page_gives_ranges_and_what_changes_their_order(page: str) -> None:
    words = words_of(page, "Support under stated assumptions")
    assert words.count(" %, ") == 4
    assert "no finding of what happened" in words
    assert "changes the order by support" in words or "order by support changes if" in words


def test_likelihood_and_confidence_never_stand_in_one_sentence(page: str) -> None:
    for sentence in re.split(r"[.:!?]", words_of(page, "Support under stated assumptions")):
        assert "confiden" not in sentence.lower()


def test_the_page_says_why_support_is_withheld_and_gives_no_number(unjudged: Comparison) -> None:
    words = words_of(render_report(unjudged, "2031-05-07"), "Support under stated assumptions")
    assert "Withheld. None of the sources" in words
    assert "%" not in words


def test_the_page_without_ratings_by_persons_gives_no_support() -> None:
    words = words_of(render_report(port_comparison(), "2031-05-07"), "Support under stated")
    assert words.endswith("Not given: no person has rated the items.")


def test_two_persons_are_compared_and_their_differences_listed(
    judged: Comparison, page: str
) -> None:
    assert judged.agreement.raters == ("ana", "ben")
    assert judged.agreement.low <= judged.agreement.alpha <= judged.agreement.high
    assert set(judged.rater_differences["item_id"]) == {judged.matrix.index[0]}
    assert set(judged.rater_views.index.get_level_values("who")) == {"ana", "ben"}
    words = words_of(page, "Where those who rated differ")
    assert "ana, ben rated. Krippendorff’s alpha over" in words
    assert "ben: II" in words


def test_one_person_alone_has_no_section_of_differences(unjudged: Comparison) -> None:
    assert "Where those who rated differ" not in render_report(unjudged, "2031-05-07")
    assert unjudged.agreement.reason == "no cell is rated by two persons."


def test_a_record_made_by_hand_with_an_unknown_grade_counts_it_as_not_judged() -> None:
    odd = rated("excellent")
    assert odd.support.withheld
    assert odd.what_would_change["support_order_changes"].isna().all()


def test_the_flip_distance_stands_on_the_page(page: str) -> None:
    words = words_of(page, "What would change the order")
    assert re.search(r"would be enough to change the order, if it were given (one|\d) step", words)
