"""A case with one thing changed, weighed in part, is the changed case weighed whole."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from narratives.scores.changing.changes import VIEWS, what_would_change
from narratives.scores.changing.orders import (
    check_contradictions,
    compare_orders,
    exact_parts,
    order_of,
)
from narratives.scores.changing.reweighing import read_case
from narratives.scores.changing.sensitivity import voices_of
from narratives.scores.changing.variations import (
    Given,
    Variation,
    listed_variations,
    scaled_variations,
)
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.support import support

SOURCES = [f"source-{n}" for n in range(6)]
ORIGINS = ["town", "police", "source-2", "", "unnamed"]


@dataclass(frozen=True)
class Drawn:
    matrix: pd.DataFrame
    weights: pd.Series
    reports: pd.DataFrame
    sources: pd.DataFrame
    stakes: pd.DataFrame


def draw_case(seed: int) -> Drawn:
    """Draw a small case with copies of statements and sources, unknown origins, gaps, stakes."""
    draw = np.random.default_rng(seed)
    items = [f"item-{n}" for n in range(draw.integers(1, 7))]
    narratives = [f"account-{n}" for n in range(draw.integers(2, 5))]
    ratings = draw.choice([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, math.nan], (len(items), len(narratives)))
    number = int(draw.integers(1, 16))
    statements = [f"s{n}" for n in range(number)]
    reports = pd.DataFrame(
        {
            "item_id": draw.choice([*items, "elsewhere"], number),
            "statement_id": draw.choice(statements, number),
            "source_id": draw.choice([*SOURCES, "unnamed"], number),
            "origin_id": draw.choice(ORIGINS, number),
            "holds": draw.random(number) < 0.8,
            "copied_from": draw.choice(["", "", "", *statements[:3], *SOURCES[:3]], number),
        }
    )
    return Drawn(
        pd.DataFrame(ratings, index=items, columns=narratives),
        pd.Series(draw.choice([0.5, 1 / math.sqrt(2), 1.0, math.sqrt(2), 2.0], len(items)), items),
        reports,
        pd.DataFrame({"reliability": draw.choice([*"AABBCDEF", ""], len(SOURCES))}, SOURCES),
        pd.DataFrame(
            draw.choice([1.0, -1.0, 0.0, math.nan], (3, len(narratives))), SOURCES[:3], narratives
        ),
    )


def change_tables(case: Drawn, change: Variation) -> Drawn:
    """Make the change in the tables themselves."""
    matrix = case.matrix.drop(index=list(change.without))
    for item, row in change.instead.items():
        matrix.loc[item] = list(row)
    heard = [voice not in change.unheard for voice in voices_of(case.reports)]
    sources = case.sources.copy()
    for source, grade in change.grades.items():
        sources.loc[source, "reliability"] = grade
    return replace(case, matrix=matrix, reports=case.reports[heard], sources=sources)


def all_changes(case: Drawn, settings: Assumptions) -> list[Variation]:
    given = Given(case.matrix, case.reports, case.sources, settings)
    return [*listed_variations(given), *(c for some in scaled_variations(given) for c in some)]


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(n, marks=pytest.mark.thorough) for n in range(4, 8))]
)
def test_a_change_weighed_in_part_is_the_changed_case_weighed_whole(seed: int) -> None:
    case, settings = draw_case(seed), Assumptions()
    still = replace(settings, ranges={})
    weighing = read_case(case.reports, case.matrix, case.sources, case.stakes, still)
    contradictions = check_contradictions(case.matrix, case.weights)
    for change in all_changes(case, settings):
        other = change_tables(case, change)
        whole = support(
            other.reports, other.matrix, other.sources, other.stakes, change.assumptions or still
        )
        chances, withheld = weighing.again(
            without=change.without,
            instead=change.instead,
            unheard=change.unheard,
            grades=change.grades,
            assumptions=change.assumptions,
        )
        assert chances == pytest.approx(whole.probabilities.to_dict(), rel=1e-12), change
        assert withheld == whole.withheld, change
        fresh = check_contradictions(other.matrix, case.weights)
        found = contradictions.scores(change.without, change.instead)
        np.testing.assert_array_equal(found, fresh.scores())
        np.testing.assert_array_equal(found, plain_sums(other.matrix, case.weights))


def plain_sums(matrix: pd.DataFrame, weights: pd.Series) -> list[float]:
    sums = []
    for narrative in matrix.columns:
        ratings = matrix[narrative].dropna()
        terms = [-r * weights[item] for item, r in ratings.items() if r < 0]
        sums.append(math.fsum(terms) if len(ratings) else math.nan)
    return sums


@pytest.mark.parametrize("seed", [3, 5, 8])
def test_the_table_says_what_each_changed_case_says_by_itself(seed: int) -> None:
    case = draw_case(seed)
    table = what_would_change(case).set_index(["kind", "changed", "narrative_id", "after"])
    standing = order_of(case.matrix.columns, plain_sums(case.matrix, case.weights))
    listed = 0
    for change in all_changes(case, Assumptions()):
        key = (change.kind, change.changed, change.narrative, change.after)
        if key not in table.index:
            continue
        listed += 1
        other = change_tables(case, change)
        scores = plain_sums(other.matrix, case.weights)
        told = compare_orders(order_of(case.matrix.columns, scores), standing)
        names = ("order", "leader", "leader_changes", "order_changes")
        row = table.loc[key]
        assert tuple(row[f"{VIEWS[0]}_{name}"] for name in names) == told, key
    assert listed == len(table) - 1


def test_parts_add_up_exactly_whatever_is_taken_away_again() -> None:
    terms = [math.sqrt(2) * n for n in range(1, 200)]
    parts = exact_parts(terms)
    assert len(parts) < 4
    assert math.fsum([*parts, -terms[7]]) == math.fsum([*terms[:7], *terms[8:]])
    assert exact_parts([]) == []
    assert exact_parts([1.0, -1.0]) == []


def test_a_copy_speaks_for_itself_where_the_statement_it_repeats_is_left_out() -> None:
    reports = pd.DataFrame(
        [
            ("can", "s1", "agency", "agency", True, ""),
            ("can", "s2", "paper", "paper", True, "s1"),
            ("rain", "s3", "office", "office", True, ""),
        ],
        columns=["item_id", "statement_id", "source_id", "origin_id", "holds", "copied_from"],
    )
    matrix = pd.DataFrame({"arson": [2.0, 0.0], "storm": [-2.0, 1.0]}, index=["can", "rain"])
    sources = pd.DataFrame({"reliability": ["A", "B", "B"]}, index=["agency", "paper", "office"])
    case = read_case(reports, matrix, sources, None, Assumptions(ranges={}))
    alone = support(reports.iloc[1:], matrix, sources, None, Assumptions(ranges={}))
    chances, _ = case.again(unheard=[("origin", "agency")])
    assert chances == pytest.approx(alone.probabilities.to_dict())
    # The paper has a lower grade than the agency that it copies.
    assert chances["arson"] < case.again()[0]["arson"]
