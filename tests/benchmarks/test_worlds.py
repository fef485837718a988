"""The worlds and measures of ``benchmarks/scoring.py``, on few cases."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import ceilings
import scoring
import towns
import worlds


def world(name: str) -> worlds.World:
    return next(found for found in worlds.WORLDS if found.name == name)


@pytest.mark.parametrize("name", [found.name for found in worlds.WORLDS])
def test_the_same_seed_draws_the_same_cases(name):
    one, other = (worlds.draw_cases(world(name), 20, 3) for _ in range(2))
    assert (one.says == other.says).all()
    assert np.array_equal(one.rating, other.rating, equal_nan=True)
    assert not (one.says == worlds.draw_cases(world(name), 20, 4).says).all()


@pytest.mark.parametrize("name", [found.name for found in worlds.WORLDS])
def test_the_many_cases_at_once_are_those_of_support_one_by_one(name):
    assert scoring.largest_difference(worlds.draw_cases(world(name), 6, 11), 6) < 1e-12


@pytest.mark.parametrize("town", towns.TOWNS, ids=lambda town: town.name)
def test_the_cases_of_a_town_are_the_same_for_a_seed_and_those_of_support_one_by_one(town):
    cases, again = (towns.draw_town(town, 6, 3) for _ in range(2))
    assert np.array_equal(cases.rating, again.rating, equal_nan=True)
    assert scoring.largest_difference(cases, 6) < 1e-12


def test_what_is_known_as_a_copy_in_a_town_says_what_its_original_says():
    cases = towns.draw_town(next(t for t in towns.TOWNS if t.name == "campaign"), 60, 5)
    case, item, source = np.nonzero(cases.copied >= 0)
    original = cases.copied[case, item, source]
    assert len(case) > 100
    assert (cases.says[case, item, source] == cases.says[case, item, original]).all()
    assert (original < source).all()


@pytest.mark.parametrize("name", ["honest", "partisan", "rivals"])
def test_where_a_source_is_as_good_as_its_grade_nothing_is_learned_of_it_from_the_whole(name):
    cases = worlds.draw_cases(replace(world(name), spread=0.0), 30, 7)
    assert ceilings.exact(cases) == pytest.approx(ceilings.told(cases), abs=1e-9)


def test_a_source_that_is_often_contradicted_is_trusted_less_where_the_whole_is_reckoned():
    cases = worlds.draw_cases(replace(world("honest"), spread=0.3), 400, 7)
    gap = np.abs(ceilings.exact(cases) - ceilings.told(cases)).max(axis=1)
    assert gap.max() > 0.05
    truth = np.arange(len(cases)), cases.truth
    # Over many cases what is learned helps: the log score of the whole is the better one.
    assert np.log(ceilings.exact(cases)[truth]).mean() > np.log(ceilings.told(cases)[truth]).mean()


def test_a_bloc_repeats_its_leader_and_nothing_else():
    cases = worlds.draw_cases(world("bloc"), 200, 1)
    leader, others = cases.says[:, :, :1], cases.says[:, :, 1:6]
    assert ((others == 0) | (others == leader)).all()
    assert (cases.origin[:, :6] == 0).all()
    repeated = (others != 0)[np.broadcast_to(leader != 0, others.shape)]
    assert repeated.mean() == pytest.approx(0.8, abs=0.03)


def test_partisans_say_what_suits_them_more_often():
    cases = worlds.draw_cases(world("partisan"), 400, 2)
    gains = np.einsum("nsk,nik->nis", cases.stake, cases.rating) * cases.says
    assert (gains > 0).sum() > 2 * (gains < 0).sum()


def test_where_provenance_is_hidden_there_are_no_origins_and_no_stakes():
    cases = worlds.draw_cases(world("hidden"), 50, 2)
    assert (cases.origin == -1).all()
    assert not cases.stake.any()


def test_rough_ratings_are_one_step_off():
    rough = worlds.draw_cases(world("rough"), 300, 7).rating
    exact = worlds.draw_cases(replace(world("rough"), rough=0.0), 300, 7).rating
    steps = np.abs(rough - exact)
    assert set(np.unique(steps)) == {0.0, 1.0}
    # Of the steps with the chance .4, half of those at either end of the scale lead nowhere.
    assert steps.mean() == pytest.approx(0.4 * (1 - (0.12 + 0.16) / 2), abs=0.02)


def test_the_truth_is_off_the_list_in_three_of_ten_unlisted_cases():
    cases = worlds.draw_cases(world("unlisted"), 1000, 5)
    assert (cases.truth < 0).mean() == pytest.approx(0.3, abs=0.05)


def test_the_measures_by_hand():
    chances = np.array([[0.7, 0.3], [0.4, 0.6], [0.96, 0.04]])
    truth = np.array([0, 0, 1])
    # (.3² + .3²), (.6² + .6²), (.96² + .96²)
    assert scoring.brier(chances, truth).tolist() == pytest.approx([0.18, 0.72, 1.8432])
    assert scoring.log_score(chances, truth).tolist() == pytest.approx(
        [-math.log(0.7), -math.log(0.4), -math.log(0.04)]
    )
    # Leaders said .7, .6, .96 and were so 1, 0, 0 times: (.3 + .6 + .96) / 3.
    assert scoring.calibration_error(chances, truth) == pytest.approx(0.62)
    assert scoring.wrong_when_sure(chances, truth) == (1.0, 1)


def test_the_interval_is_the_mean_and_its_normal_error():
    # Mean 2, deviation 1 of three: 1.96 / √3.
    mean, low, high = scoring.interval(np.array([1.0, 2.0, 3.0]))
    assert (mean, high - mean, mean - low) == pytest.approx((2, 1.96 / 3**0.5, 1.96 / 3**0.5))


def test_a_fitted_temperature_is_not_beaten_by_its_neighbours():
    cases = worlds.draw_cases(world("honest"), 300, 9)
    best = scoring.fit_temperature(scoring.ach, cases)

    def loss(temperature: float) -> float:
        return float(scoring.log_score(scoring.ach(cases, temperature), cases.truth).mean())

    assert loss(best) <= min(loss(best * 1.1), loss(best / 1.1))


def test_the_bare_maths_do_a_thousand_cases_a_second():
    # A tenth of the goal, so that a busy machine does not fail the test.
    speeds = scoring.time_the_rule(200)
    assert speeds["arrays, one case a call"] > 100


def test_the_script_writes_every_world_into_its_section():
    rows, against, temperatures = scoring.measure(6, 1)
    text = scoring.write_section(rows, against, temperatures, {"loops": 10.0}, 6, 1)
    assert all(text.count(f"| {found.name} |") == 5 for found in worlds.WORLDS)


def test_the_table_that_the_notebooks_read_is_that_of_the_results():
    text = scoring.RESULTS.read_text("utf-8").split("### Brier score")[1].split("###")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    table = pd.read_csv(scoring.BRIER, dtype=str)
    assert table.columns.tolist() == cells[0]
    assert table.to_numpy().tolist() == cells[2:]


def test_the_table_for_the_notebooks_has_a_row_for_each_world_and_a_column_for_each_method():
    rows = [
        {"world": w.name, "method": m, "brier": 0.12345}
        for w in worlds.WORLDS
        for m in scoring.METHODS
    ]
    table = scoring.brier_table(pd.DataFrame(rows))
    assert table.index.tolist() == [w.name for w in worlds.WORLDS]
    assert table.columns.tolist() == list(scoring.METHODS)
    assert set(table.to_numpy().ravel()) == {0.123}


def test_a_larger_share_of_none_of_these_helps_short_lists_and_costs_whole_ones() -> None:
    found = scoring.open_tries(400, 21)
    as_it_is, likely = found["as it is"], found["2. none as likely as each account"]
    assert likely["unlisted, calibration"] < as_it_is["unlisted, calibration"] - 0.05
    assert likely["unlisted, Brier"] < as_it_is["unlisted, Brier"] - 0.05
    for name in ("honest", "friendly"):
        assert likely[f"{name}, calibration"] > as_it_is[f"{name}, calibration"]
        assert likely[f"{name}, Brier"] > as_it_is[f"{name}, Brier"] + 0.05


def test_the_tries_on_lists_left_open_are_written_down() -> None:
    written = (Path(scoring.__file__).parent / "RESULTS.md").read_text("utf-8")
    for name in list(scoring.OPEN_TRIES)[1:]:
        assert name in written.replace(", 1 / (K + 1)", "")


def test_who_is_told_the_world_takes_a_report_as_the_world_makes_it() -> None:
    # Blur, spread and slant are named, so that it is counted by hand. One fact, two accounts, C and
    # I. A source with a stake in the first says that it is so: anyway with .6, else by its grade B.
    plain = replace(world("honest"), narratives=2, items=1, sources=1, blur=0.0, spread=0.0)
    cases = replace(
        worlds.draw_cases(plain, 1, 1),
        says=np.array([[[1]]]),
        rating=np.array([[[1.0, -1.0]]]),
        grade=np.array([[1]]),
        stake=np.array([[[1.0, 0.0]]]),
    )
    if_so, if_not = 0.6 + 0.4 * 0.85, 0.6 + 0.4 * 0.15
    so = if_so / (if_so + if_not)
    fits = np.array([so * 0.8 + (1 - so) * 0.2, so * 0.2 + (1 - so) * 0.8])
    assert ceilings.told(cases)[0] == pytest.approx(fits / fits.sum())
    # Without a stake the grade alone.
    cases = replace(cases, stake=np.zeros((1, 1, 2)))
    assert ceilings.told_odds(cases)[0, 0] == pytest.approx(math.log(0.85 / 0.15))


def test_who_is_told_that_reports_are_copied_hears_less_in_them() -> None:
    # The second of two C sources, of unknown origin, says what the first said. Copies that nobody
    # marked are .05 of its reports, and .09 are its own: .05 / .14 of those of unknown origin.
    copying = replace(
        world("friendly"), narratives=2, items=1, sources=2, spread=0.0, partisans=0.0
    )
    cases = replace(
        worlds.draw_cases(copying, 1, 1),
        says=np.array([[[1, 1]]]),
        rating=np.array([[[1.0, -1.0]]]),
        grade=np.array([[2, 2]]),
        stake=np.zeros((1, 2, 2)),
        origin=np.array([[[0, -1]]]),
        copied=np.array([[[-1, -1]]]),
    )
    copy = 0.05 / 0.14
    second = math.log((copy + (1 - copy) * 0.75) / (copy + (1 - copy) * 0.25))
    assert ceilings.told_odds(cases)[0, 0] == pytest.approx(math.log(3) + second)


def test_a_likelihood_of_a_half_for_none_of_these_is_the_rule_as_it_is() -> None:
    cases = worlds.draw_cases(world("half hidden"), 60, 5)
    half = ceilings.with_none(lambda odds, _: np.log(0.5) * np.full(len(odds), odds.shape[1]))
    assert np.allclose(half(cases), scoring.ours(cases, keep_none=True))


def test_a_bad_fit_of_the_best_account_speaks_for_none_of_these() -> None:
    # Five items that are surely so, of likelihood .2 for the best account. So bad a fit has the
    # chance .2 ** 5 = .00032, and .00032 × 1 / (-e × .00032 × ln .00032) = 1 / (e × 8.047).
    odds, likelihood = np.full((1, 5), 40.0), np.array([[[0.2, 0.05]] * 5])
    found = ceilings.by_misfit(odds, likelihood)[0]
    assert found == pytest.approx(-1 - math.log(8.0472), abs=1e-4)
    # Each item misses both accounts, the best by .8, where .5 would stand.
    assert ceilings.by_strangeness(odds, likelihood)[0] == pytest.approx(5 * math.log(0.8))
    # Three such items say less than .5 for each: that stands then.
    few = ceilings.by_misfit(odds[:, :3], likelihood[:, :3])[0]
    assert few == pytest.approx(3 * math.log(0.5))


def test_what_can_be_reached_is_written_down() -> None:
    written = (Path(scoring.__file__).parent / "RESULTS.md").read_text("utf-8")
    assert "ceilings.py --support 900000 --cases 30000" in written
    found = ceilings.support_ceilings(300, 7)
    assert len(found) == 12
    assert found.loc[found["method"] == "as it is", "world"].tolist() == list(ceilings.SHORT)
    assert set(ceilings.none_tries(100, 7).loc["unlisted"]) != {""}
