from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from port_case import many_accounts, port_comparison

from narratives.cli.standing import print_comparison, side_by_side
from narratives.scores import rank_narratives
from narratives.stages import Comparison
from narratives.telling.ranks import order_in_words


def rated(comparison: Comparison, ratings: object) -> Comparison:
    """Give every item the same ratings."""
    matrix = comparison.matrix.copy()
    matrix.loc[:, :] = ratings
    return dataclasses.replace(comparison, matrix=matrix, ranking=rank_narratives(matrix))


def cells(comparison: Comparison) -> dict[str, list[str]]:
    return {row[0].strip(): row[1:] for row in side_by_side(comparison, list(comparison.matrix))}


def test_each_voice_stands_at_its_own_word() -> None:
    table = cells(port_comparison())

    assert table["For it"][0] == "4 statements, 2 sources, 2 origins"
    assert table["likely"] == ["Institute for Harbour Safety", "Selmont state*", ""]
    assert table["possible"] == ["", "", "Norland state*"]
    assert table["implied"] == ["Harbour union", "", ""]
    assert table["own remark"] == ["the article itself", "", ""]
    assert table["Against it"] == ["no one", "1 statement, 1 source, 1 origin", "no one"]


def test_a_strength_that_nobody_uses_has_no_row() -> None:
    assert "hint" not in cells(port_comparison())


def test_a_basis_that_nobody_shows_is_said_to_be_none() -> None:
    table = cells(port_comparison())

    assert table["Basis shown"] == ["images", "none", "none"]
    assert table["only named"] == ["conduct of suspects", "", ""]


@pytest.mark.parametrize("number", [1, 3, 6])
def test_the_table_fits_80_columns(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    print_comparison(many_accounts(number))
    lines = capsys.readouterr().out.splitlines()

    assert max(map(len, lines)) <= 80
    assert not any(a == b == "" for a, b in pairwise(lines))
    assert sum(line.startswith("For it") for line in lines) == -(-number // 3)


def test_a_text_in_which_nobody_speaks_fits_in_a_few_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_comparison(many_accounts(2, speak=False))
    out = capsys.readouterr().out

    assert out.count("cannot be judged") == 2
    assert "No item is rated for any account, so there is no order." in out
    assert "* has a stake" not in out
    assert len(out.splitlines()) <= 30


def test_the_order_is_given_with_its_ties() -> None:
    port = port_comparison()

    assert order_in_words(port) == (
        "From the least contradicted: “Accident” (0.00), then “Sabotage” (3.00), "
        "then “Stray missile” (4.00)."
    )
    assert cells(port)["Contradicted"][1:] == ["3.00, by 3 items", "4.00, by 3 items"]


def test_where_nothing_contradicts_there_is_no_order() -> None:
    port = rated(port_comparison(), 1.0)

    assert order_in_words(port).startswith("Nothing here is rated as contradicting any account")
    assert cells(port)["Contradicted"] == ["by no item"] * 3


def test_accounts_that_are_contradicted_alike_have_no_order() -> None:
    assert order_in_words(rated(port_comparison(), -1.0)) == (
        "All accounts are contradicted alike (7.00), so there is no order."
    )


def test_one_account_alone_has_no_order() -> None:
    assert order_in_words(many_accounts(1)) == "Only one account is rated, so there is no order."
