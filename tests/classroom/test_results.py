"""What is found of a class, against hand calculations."""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from class_files import marks_of, port_key, write
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from port_case import port_comparison

from narratives.classroom import ClassResults, class_results, write_grades
from narratives.classroom.answers import NOBODY, fold_voices
from narratives.classroom.comparing import (
    GIVEN,
    compare_pupils,
    list_splits,
    measure_class,
    take_modes,
)
from narratives.classroom.drawing import plot_class_agreement, plot_class_splits
from narratives.classroom.grades import NBGRADER
from narratives.classroom.guessing import brier_score, class_calibration, tell_score
from narratives.classroom.ordering import rank_by_marks
from narratives.classroom.results_page import NARROW
from narratives.figures.drawing import SIZE
from narratives.schema import ARTICLE, NarrativesError

CELLS = ["statement", "question", "letter", "answer"]


def answers_of(**by_pupil: str) -> pd.DataFrame:
    """Return answers on the basis of statements s1, s2 …: a letter each, "-" for none."""
    words = {"s": "shown", "n": "named", "0": "none"}
    rows = [
        (pupil, f"s{n}", "basis", "", words[letter])
        for pupil, given in by_pupil.items()
        for n, letter in enumerate(given, start=1)
        if letter != "-"
    ]
    return pd.DataFrame(rows, columns=list(GIVEN))


@pytest.fixture(scope="module")
def perfect(tmp_path_factory: pytest.TempPathFactory) -> ClassResults:
    """Three pupils: two who answer as the key does, and one who says "certain" to everything."""
    folder = tmp_path_factory.mktemp("perfect")
    _, key = port_key()
    content = marks_of("Ana", 1)
    for row in key:
        if row.offer.offer_id in content["marks"]:
            content["marks"][row.offer.offer_id] = {
                "who": row.who[0],
                "firmness": row.firmness[0],
                "accounts": {letter: sides[0] for letter, sides in row.accounts if sides},
            } | ({"basis": row.basis[0]} if row.basis else {})
    content["chances"] = {"A": 100, "B": 0, "C": 0}
    sure = {place: {**mark, "firmness": "certain"} for place, mark in content["marks"].items()}
    write(folder, "a.json", content)
    write(folder, "b.json", content | {"nickname": "Ben", "chances": {"A": 50, "B": 50, "C": 50}})
    write(folder, "c.json", content | {"nickname": "Cai", "marks": sure, "chances": {}})
    return class_results(folder, port_comparison(), truth="accident")


def test_who_answers_as_the_key_has_the_whole_share(perfect: ClassResults) -> None:
    shares = perfect.pupils[["key", "who", "firmness", "basis", "accounts"]]

    assert (shares.loc[["Ana", "Ben"]] == 1).all(axis=None)
    assert shares.loc["Cai", "firmness"] < 1
    assert shares.loc["Cai", "who"] == 1


def test_the_class_splits_only_where_one_differs(perfect: ClassResults) -> None:
    _, key = port_key()
    weak = {row.offer.offer_id for row in key[:9] if row.firmness[0] != "certain"}

    assert set(perfect.splits["question"]) == {"firmness"}
    assert set(perfect.splits["statement"]) == weak
    assert perfect.splits["split"].round(3).unique().tolist() == [0.333]
    assert perfect.splits.iloc[0]["counts"][perfect.splits.iloc[0]["key"][0]] == 2
    assert (perfect.splits["cue"] != "").any()


def test_the_order_of_who_answers_as_the_key_is_that_of_the_key(perfect: ClassResults) -> None:
    orders = perfect.orders

    assert orders.loc["Ana"].tolist() == orders.loc["the class"].tolist()
    assert list(orders.index[-2:]) == ["the class", "the key"]


def test_probabilities_are_scored_by_hand(perfect: ClassResults) -> None:
    assert perfect.pupils["brier"].tolist()[:2] == [0.0, 0.25]
    assert math.isnan(perfect.pupils.loc["Cai", "brier"])
    assert perfect.calibration["cases"].tolist() == [2, 3, 1]
    assert perfect.calibration["came_true"].round(3).tolist() == [0.0, 0.333, 1.0]
    assert brier_score({"A": 0.7, "B": 0.2, "C": 0.1}, "B") == pytest.approx(
        (0.49 + 0.64 + 0.01) / 3
    )
    assert class_calibration(pd.DataFrame({"A": [math.nan]}), "A").empty


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (math.nan, "No numbers"),
        (0.01, "Well read"),
        (0.1, "Closer than"),
        (0.25, "As close as"),
        (0.6, "Which word"),
    ],
)
def test_a_score_is_told_kindly(score: float, told: str) -> None:
    assert told in tell_score(score)
    assert not {"wrong", "bad", "poor", "fail"} & set(tell_score(score).lower().split())


def test_alpha_of_a_class_is_that_of_the_textbook() -> None:
    # Two observers, ten units, two names: what differs over what chance would let differ.
    given = answers_of(ana="snssssssss", ben="snnssssnss")
    nominal = measure_class(given.assign(question="who"), draws=20)

    observed, n = 2 * 2, 20
    counts = given["answer"].value_counts().to_dict()
    expected = 2 * counts["shown"] * counts["named"] / (n - 1)
    assert nominal.loc["who", "alpha"] == pytest.approx(1 - observed / expected)
    assert nominal.loc["basis", "answers"] == 0
    assert math.isnan(nominal.loc["basis", "alpha"])


def test_splits_are_ordered_by_the_share_that_differs() -> None:
    table = list_splits(answers_of(ana="ssn", ben="sn0", cai="snn", dee="ssn"))

    assert table["statement"].tolist() == ["s2", "s3"]
    assert table["split"].tolist() == [0.5, 0.25]
    assert table["counts"].tolist() == [{"named": 2, "shown": 2}, {"named": 3, "none": 1}]


def test_a_pupil_is_compared_with_the_others_and_not_with_oneself() -> None:
    table = compare_pupils(answers_of(ana="s", ben="s", cai="n"), None)

    # The others of Ana are one "shown" and one "named": no answer that most gave.
    assert table["class_of"].tolist() == [0, 0, 1]
    assert table.loc["cai", "class"] == 0.0
    assert table["key_of"].tolist() == [0, 0, 0]


def test_two_answers_of_a_key_are_both_right() -> None:
    key = pd.DataFrame([("s1", "basis", "", "shown"), ("s1", "basis", "", "named")], columns=CELLS)
    table = compare_pupils(answers_of(ana="s", ben="n", cai="0"), key)

    assert table["key"].tolist() == [1.0, 1.0, 0.0]


def test_the_answer_of_the_class_is_none_where_two_are_as_frequent() -> None:
    assert take_modes(answers_of(ana="sn", ben="nn"))["statement"].tolist() == ["s2"]


def test_ten_copies_of_one_voice_contradict_an_account_once() -> None:
    rows = []
    for n in range(10):
        rows += [(f"s{n}", "who", "", "paper"), (f"s{n}", "accounts", "A", "against")]
    rows += [("x", "who", "", "mayor"), ("x", "accounts", "B", "against")]
    rows += [("y", "who", "", "clerk"), ("y", "accounts", "B", "against")]
    table = pd.DataFrame(rows, columns=CELLS)

    assert rank_by_marks(table, ["A", "B", "C"], {}).to_dict()["A"] == 1.0
    together = rank_by_marks(table, ["A", "B"], {"mayor": "town", "clerk": "town"})
    assert together.to_dict() == {"A": 1.0, "B": 1.0}
    assert math.isnan(rank_by_marks(table, ["A", "B", "C"], {})["C"])


def test_names_of_one_source_are_one_voice() -> None:
    port = port_comparison()
    names = ["Ana Brel", "the Harbour Union", "harbour union's", ARTICLE, NOBODY, "my aunt"]

    assert fold_voices(names, port) == ["union", "union", "union", "narrator", "unnamed", "my aunt"]


def test_own_statements_that_share_most_of_their_words_are_one(tmp_path: Path) -> None:
    for n, place in enumerate(["port:10-30", "port:12-30", "port:60-70", "port:10-99999"]):
        content = marks_of(f"Pupil {n}", n) | {"own": [{"place": place, "words": "x"}]}
        write(tmp_path, f"{n}.json", content)
    own = class_results(tmp_path, port_comparison()).own

    assert own["pupils"].tolist() == [2, 1]
    assert own["statement"].tolist() == ["port:10-30", "port:60-70"]


def test_without_the_case_there_is_agreement_and_no_key(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path, f"{n}.json", marks_of(f"Pupil {n}", n))
    found = class_results(tmp_path)

    assert found.agreement.loc["firmness", "pupils"] == 3
    assert found.pupils["key_of"].tolist() == [0, 0, 0]
    assert "the key" not in found.orders.index
    assert (
        "Key"
        not in found.to_html(tmp_path / "page.html").read_text("utf-8").split("What this page")[0]
    )


def test_a_truth_that_is_no_account_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.json", marks_of("Fox", 1))

    with pytest.raises(
        NarrativesError, match=r'truth "storm" is no account of the case\. Accounts: acc'
    ):
        class_results(tmp_path, port_comparison(), truth="storm")
    with pytest.raises(NarrativesError, match=r"Give the comparison of the case too"):
        class_results(tmp_path, truth="storm")


def test_one_pupil_alone_is_no_class_and_the_page_says_so(tmp_path: Path) -> None:
    write(tmp_path, "a.json", marks_of("Fox", 1))
    found = class_results(tmp_path, port_comparison())
    page = found.to_html(tmp_path / "page.html", "2031-05-07").read_text("utf-8")

    assert found.agreement["alpha"].isna().all()
    assert "One pupil" in page
    assert "Nowhere: wherever two pupils answered" in page


def test_grades_are_a_row_for_each_pupil(perfect: ClassResults, tmp_path: Path) -> None:
    path = write_grades(perfect, tmp_path / "grades.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    assert [row["pupil"] for row in rows] == ["Ana", "Ben", "Cai"]
    assert rows[0]["with_key"] == "100.0"
    assert rows[1]["brier"] == "0.2500"
    assert rows[2]["brier"] == ""


def test_grades_for_nbgrader_have_the_columns_of_its_export(
    perfect: ClassResults, tmp_path: Path
) -> None:
    path = write_grades(perfect, tmp_path / "g.csv", form="nbgrader", assignment="lesson1")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    assert tuple(rows[0]) == NBGRADER
    assert (rows[0]["assignment"], rows[0]["student_id"]) == ("lesson1", "Ana")
    assert [float(row["score"]) for row in rows[:2]] == [100.0, 100.0]
    assert {row["max_score"] for row in rows} == {"100.0"}


def test_a_nickname_that_is_a_formula_is_not_run_by_a_spreadsheet(tmp_path: Path) -> None:
    write(tmp_path, "a.json", marks_of("=1+1", 1))
    path = write_grades(class_results(tmp_path, port_comparison()), tmp_path / "g.csv")

    assert "\n'=1+1," in path.read_text("utf-8")


def test_grades_of_an_unknown_form_or_place_are_refused(
    perfect: ClassResults, tmp_path: Path
) -> None:
    with pytest.raises(
        NarrativesError, match=r'form "moodle" is not known\. Use plain or nbgrader'
    ):
        write_grades(perfect, tmp_path / "g.csv", form="moodle")
    with pytest.raises(NarrativesError, match="cannot be written"):
        write_grades(perfect, tmp_path / "gone" / "g.csv")


def test_what_pupils_write_is_escaped_on_the_page(tmp_path: Path) -> None:
    content = marks_of("<b>x</b>", 1)
    first = next(iter(content["marks"]))
    content["marks"][first]["who"] = "<script>alert(1)</script>"
    write(tmp_path, "a.json", content)
    write(tmp_path, "b<i>.json", marks_of("Fox", 2))
    page = (
        class_results(tmp_path, port_comparison()).to_html(tmp_path / "p.html").read_text("utf-8")
    )

    assert "<script" not in page
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


@pytest.mark.parametrize("plot", [plot_class_agreement, plot_class_splits])
def test_a_narrow_figure_holds_all_its_words(
    perfect: ClassResults, plot: Callable[..., Axes]
) -> None:
    figure = Figure(figsize=(NARROW, 4.6), layout="constrained")
    ax = plot(perfect, figure.subplots(), narrow=True)
    figure.draw_without_rendering()
    words = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = [text.get_window_extent() for text in words]

    assert len(words) > 4
    assert min(text.get_fontsize() for text in words) >= SIZE
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= figure.bbox.x1
    assert ax.get_title(loc="left")


def test_a_part_too_short_for_its_answer_has_the_number_alone(perfect: ClassResults) -> None:
    first = perfect.splits.head(1).assign(number=20, counts=[{"certain": 19, "possible": 1}])
    ax = plot_class_splits(
        dataclasses.replace(perfect, splits=first), Figure().subplots(), narrow=True
    )

    assert [text.get_text() for text in ax.texts][:2] == ["certain 19", "1"]
