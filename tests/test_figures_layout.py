"""What figures show is what their tables say, whole and legible, in crowded cases too."""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import matplotlib as mpl
import numpy as np
import pytest
from figure_cases import TITLES, crowded_comparison
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Text
from port_case import many_accounts, port_comparison

from narratives import figures, schema
from narratives.figures import drawing, letters
from narratives.figures.bands import MOST_COLUMNS
from narratives.figures.cells import MOST_STROKES, MOST_VOICES, layout_rows
from narratives.figures.matrix import MOST_ITEMS
from narratives.figures.waterfall import MOST
from narratives.stages import Comparison
from narratives.telling import lay_out

mpl.use("agg")
LETTERS = {number: letter for letter, number in schema.RATINGS.items()}
Plot = Callable[[Comparison], Axes]


def plot_items(comparison: Comparison) -> Axes:
    return figures.plot_matrix(comparison, rows="items")


def plot_first(comparison: Comparison) -> Axes:
    return figures.plot_waterfall(comparison, str(comparison.narratives.index[0]))


PLOTS: dict[str, Plot] = {
    "side by side": figures.plot_side_by_side,
    "voices": figures.plot_voices,
    "firmness": figures.plot_firmness,
    "matrix": figures.plot_matrix,
    "matrix of items": plot_items,
    "sensitivity": figures.plot_sensitivity,
    "waterfall": plot_first,
}
CASES: dict[str, Callable[[], Comparison]] = {
    "one": lambda: many_accounts(1),
    "silent": lambda: many_accounts(2, speak=False),
    "scripts": lambda: crowded_comparison(5, 7, documents=3),
}


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def crowd() -> Comparison:
    return crowded_comparison(12, 20)


@pytest.fixture(scope="module")
def port() -> Comparison:
    return port_comparison()


@cache
def of_the_crowd(name: str) -> Axes:
    """Draw a figure of the crowd once for all tests that read it."""
    return PLOTS[name](crowded_comparison(12, 20))


def texts_of(ax: Axes) -> list[Text]:
    return [text for text in ax.texts if text.get_text().strip()]


def words_of(ax: Axes) -> list[str]:
    return [text.get_text() for text in texts_of(ax)]


def assert_legible(ax: Axes) -> None:
    """No text is small, outside of the figure, over another one, or cut more than once."""
    figure = ax.figure
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts_of(ax)]
    assert boxes
    assert min(len(words) for words, _ in boxes[:3]) > 1
    for text in texts_of(ax):
        assert text.get_fontsize() >= 14, text.get_text()
        assert not re.search("…{2}|…[.,;:]", text.get_text()), text.get_text()
    for words, box in boxes:
        assert box.x0 >= -1, words
        assert box.x1 <= width + 1, words
        assert box.y0 >= -1, words
        assert box.y1 <= height + 1, words
    boxes.sort(key=lambda both: both[1].y0)
    for at, (one, a) in enumerate(boxes):
        for other, b in itertools.islice(boxes, at + 1, None):
            if b.y0 > a.y1:
                break
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            # Letters of some scripts reach over their line.
            assert across < 2 or a.y1 - b.y0 < 6, (one, other)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", PLOTS)
def test_text_is_large_enough_whole_and_apart(name: str, case: str) -> None:
    assert_legible(PLOTS[name](CASES[case]()))


@pytest.mark.parametrize("name", PLOTS)
def test_a_crowded_case_grows_in_height_and_not_in_width(name: str) -> None:
    ax = of_the_crowd(name)
    assert_legible(ax)
    width, height = ax.figure.get_size_inches()
    small = PLOTS[name](port_comparison()).figure.get_size_inches()
    assert width == small[0] < 15
    assert height > 1.5 * small[1]
    # The largest picture that Agg draws has 65,535 pixels.
    assert height < 300


@pytest.mark.parametrize("name", PLOTS)
def test_axes_that_are_small_get_the_same_layout_smaller(name: str, port: Comparison) -> None:
    _, axes = plt.subplots(1, 2, figsize=(8, 6))
    plot = {
        "matrix of items": lambda c, ax: figures.plot_matrix(c, ax, rows="items"),
        "waterfall": lambda c, ax: figures.plot_waterfall(c, "accident", ax),
    }.get(name, PLOTS[name])
    drawn = plot(port, axes[1])  # type: ignore[call-arg]
    whole = PLOTS[name](port)
    assert drawn is axes[1]
    assert words_of(drawn) == words_of(whole)
    assert all(text.get_fontsize() < 14 for text in texts_of(drawn))


def marks_of(ax: Axes, markers: str) -> list[tuple[str, float, float]]:
    """Return the marks drawn by themselves, as (marker, x, y) from the top left."""
    found = []
    for line in ax.lines:
        (x, *more), (y, *_) = line.get_xdata(), line.get_ydata()
        if not more and line.get_marker() in markers:
            found.append((str(line.get_marker()), float(x), float(y)))
    return found


def test_marks_of_voices_stand_at_the_numbers_of_the_table(crowd: Comparison) -> None:
    table = figures.voices_table(crowd)
    ax = of_the_crowd("voices")
    counts = {"|": "statements", "o": "sources", "s": "origins"}
    for marker, name in counts.items():
        # The first mark is that of the head.
        xs = np.array([x for _, x, _ in marks_of(ax, marker)[1:]])
        numbers = table.loc[table["statements"] > 0, name].to_numpy()
        assert len(xs) == len(numbers)
        unit = (xs.max() - xs.min()) / max(numbers.max() - numbers.min(), 1)
        np.testing.assert_allclose(xs - xs.min(), unit * (numbers - numbers.min()), atol=1e-9)


def test_an_account_without_a_voice_has_its_zeros_and_no_mark(crowd: Comparison) -> None:
    table = figures.voices_table(crowd)
    assert not table.loc["account_10"].to_numpy().any()
    words = words_of(of_the_crowd("voices"))
    assert TITLES[9] in words
    assert {"statements", "sources", "origins", "for", "against"} <= set(words)
    assert words.count("0") >= 6
    assert "no one here" in words_of(of_the_crowd("firmness"))


def test_each_strength_of_an_origin_has_its_mark_in_the_right_column(port: Comparison) -> None:
    table = figures.firmness_table(port)
    ax = figures.plot_firmness(port)
    middle = {
        text.get_text(): text.get_position()[0]
        for text in ax.texts
        if text.get_text() in schema.STRENGTHS
    }
    key = len(set(table["kind"]))
    xs = [x for _, x, _ in marks_of(ax, "ohDs^pvP")][: len(ax.lines)]
    drawn = xs[: len(xs) - key]
    expected = []
    for narrative in port.narratives.index:
        mine = table[table["narrative_id"] == narrative]
        expected += [middle[strength] for strength in mine["strength"]]
    assert drawn == pytest.approx(expected)


def test_the_words_of_every_origin_are_drawn_with_quotation_marks_closed(port: Comparison) -> None:
    words = " ".join(words_of(figures.plot_firmness(port)))
    for said in figures.firmness_table(port)["words"]:
        assert f"“{said}”" in words


@pytest.mark.parametrize("rows", ["narratives", "items"])
def test_every_rating_is_drawn_once_in_some_panel(rows: str, crowd: Comparison) -> None:
    drawn = words_of(figures.plot_matrix(crowd, rows=rows))
    ratings = crowd.matrix.to_numpy().ravel()
    for number, letter in LETTERS.items():
        assert drawn.count(letter) == (ratings == number).sum(), letter
    assert drawn.count("NA") == np.isnan(ratings).sum()
    panels = drawn.count("separates")
    assert panels == (3 if rows == "narratives" else 1)


def test_narratives_are_the_rows_of_the_matrix_by_default(port: Comparison) -> None:
    turned = {
        rows: [t.get_text() for t in figures.plot_matrix(port, rows=rows).texts if t.get_rotation()]
        for rows in ("narratives", "items")
    }
    assert turned["items"] == []
    assert "Satellite images" in turned["narratives"]
    assert not set(turned["narratives"]) & {*port.narratives["title"], "separates"}


def test_of_very_many_items_those_that_separate_best_are_drawn() -> None:
    many = crowded_comparison(2, MOST_ITEMS + 9)
    words = words_of(figures.plot_matrix(many, rows="items"))
    table = figures.matrix_table(many)
    assert len(table) == MOST_ITEMS + 9
    drawn = sum(words.count(letters) for letters in (*LETTERS.values(), "NA"))
    assert drawn == 2 * MOST_ITEMS
    assert f"the {MOST_ITEMS} that separate best" in " ".join(words)


def test_a_matrix_whose_words_are_cut_says_where_they_are_whole(crowd: Comparison) -> None:
    note = "Words that end in … are whole in the table."
    assert note in words_of(of_the_crowd("matrix"))
    assert note not in words_of(figures.plot_matrix(port_comparison()))
    assert not figures.matrix_table(crowd)["label"].str.contains("…", regex=False).any()


@pytest.mark.parametrize(("accounts", "sizes"), [(1, [1]), (4, [4]), (5, [3, 2]), (12, [4, 4, 4])])
def test_accounts_stand_beside_each_other_or_in_bands(accounts: int, sizes: list[int]) -> None:
    ax = figures.plot_side_by_side(crowded_comparison(accounts, 5))
    words = words_of(ax)
    assert words.count("How firmly") == len(sizes)
    assert max(sizes) <= MOST_COLUMNS
    bold = [t for t in ax.texts if t.get_fontsize() == drawing.HEADING]
    lefts = [round(t.get_position()[0], 3) for t in bold]
    starts = [n for n, left in enumerate(lefts) if left == min(lefts)]
    assert len({*lefts}) == max(sizes)
    assert starts


def test_the_rows_of_all_bands_are_the_same(crowd: Comparison) -> None:
    view = lay_out(figures.side_by_side_table(crowd))
    ids = [str(n) for n in crowd.narratives.index]
    labels = [
        [(row.section, row.label) for row in layout_rows(view, band)]
        for band in (ids[:4], ids[4:8], ids[8:])
    ]
    assert labels[0] == labels[1] == labels[2]
    assert "not judged" in [label for _, label in labels[0]]


def test_evidence_of_accounts_in_different_bands_names_them(crowd: Comparison) -> None:
    words = " ".join(words_of(of_the_crowd("side by side")))
    shared = figures.side_by_side_table(crowd).query("row == 'shared'")
    assert "namely " in words
    assert f"and {len(shared) - 4} more" in words
    assert "namely " not in " ".join(words_of(figures.plot_side_by_side(port_comparison())))


def test_of_very_many_voices_the_first_are_drawn_and_the_others_counted(port: Comparison) -> None:
    table = figures.side_by_side_table(port)
    first = table[(table["row"] == "voices") & (table["narrative_id"] == "missile")]
    crowded = table.loc[[*table.index, *[first.index[0]] * 30]]
    rows = layout_rows(lay_out(crowded), ["missile"])
    voices = next(row for row in rows if row.section.startswith("Voices"))
    assert len(voices.cells["missile"]) == MOST_VOICES + 1
    assert voices.cells["missile"][-1].words == f"and {31 - MOST_VOICES} more"


def test_each_voice_shows_in_which_of_several_texts_it_is_heard() -> None:
    several = crowded_comparison(3, 5, documents=4)
    texts = [document.document_id for document in several.documents]
    table = figures.side_by_side_table(several)
    row = table[(table["row"] == "voices") & (table["label"] == "The Upstream Courier")].iloc[0]
    assert row["texts"] == "flood-0"
    cells = {row.section: row.cells for row in layout_rows(lay_out(table), ["account_2"], texts)}
    drawn = {
        entry.words.split(" (")[0]: entry.strokes
        for entry in cells["Voices: one mark an origin"]["account_2"]
    }
    assert drawn["The Upstream Courier"] == (True, False, False, False)
    assert "long where the origin is heard" in " ".join(
        words_of(figures.plot_side_by_side(several))
    )


def test_of_very_many_texts_a_voice_says_in_how_many_it_is_heard(port: Comparison) -> None:
    table = figures.side_by_side_table(port)
    texts = [*(document.document_id for document in port.documents), *map(str, range(MOST_STROKES))]
    rows = layout_rows(lay_out(table), ["missile"], texts)
    voices = next(row for row in rows if row.section.startswith("Voices"))
    first = voices.cells["missile"][0]
    assert first.strokes == ()
    assert f"in 1 of {MOST_STROKES + 1} texts" in first.words


def test_bars_of_a_waterfall_reach_from_start_to_end_of_the_table() -> None:
    many = crowded_comparison(2, 50)
    table = figures.waterfall_table(many, "account_1")
    ax = figures.plot_waterfall(many, "account_1")
    bars = [p for p in ax.patches if p.get_height() < 0.25]
    kept = [*range(MOST + 1), len(table) - 1]
    assert len(bars) == MOST + 3
    widths = np.array([bar.get_width() for bar in (*bars[: MOST + 1], bars[-1])])
    adds = table["adds"].abs().to_numpy()[kept]
    np.testing.assert_allclose(widths / widths[0], adds / adds[0], rtol=1e-9)
    rest = table["adds"].iloc[MOST + 1 : -1]
    assert bars[MOST + 1].get_width() / widths[0] == pytest.approx(abs(rest.sum()) / adds[0])
    words = " ".join(words_of(ax))
    assert f"{len(rest)} more, none above {rest.abs().max():.2f}" in words
    assert f"{table['adds'].iloc[-1]:+.2f}".replace("-", "−") in words_of(ax)


def test_the_marks_of_sensitivity_are_those_of_its_table(crowd: Comparison) -> None:
    judged = replace(crowd, sources=crowd.sources.assign(reliability="B"))
    table = figures.sensitivity_table(judged)
    ax = figures.plot_sensitivity(judged)
    shapes = {"leader changes": "D", "order changes": "D", "no change": "o", "withheld": "_"}
    # The last four marks are the key.
    drawn = [marker for marker, _, _ in marks_of(ax, "Do_")][:-4]
    cells = table[["contradiction", "support"]].to_numpy().ravel()
    assert drawn == [shapes[outcome] for outcome in cells]


@pytest.mark.parametrize(
    ("comparison", "order"),
    [
        (many_accounts(2, speak=False), "nothing is rated"),
        (many_accounts(1), "The cause with the number 1"),
        (many_accounts(2), "all tied"),
    ],
)
def test_sensitivity_says_where_there_is_no_order(comparison: Comparison, order: str) -> None:
    words = words_of(figures.plot_sensitivity(comparison))
    assert f"As it stands, by contradiction: {order}." in words
    assert "As it stands, by support: withheld." in words


def test_sensitivity_says_the_order_as_it_stands_and_what_is_new(crowd: Comparison) -> None:
    words = " ".join(words_of(figures.plot_sensitivity(port_comparison())))
    assert "As it stands, by contradiction: " in words
    assert "by support: withheld." in words
    table = figures.sensitivity_table(crowd)
    changed = table[table["new_by_contradiction"].str.contains("rank")]
    assert not changed.empty
    for row in changed.itertuples():
        new = row.new_by_contradiction.partition(": ")[2]
        assert new in row.order
        assert len(new) < len(row.order)


# Letters


def test_no_figure_warns_of_letters_that_cannot_be_drawn(port: Comparison) -> None:
    narratives = port.narratives.assign(title=["港口爆炸", "انفجار", "\u202eหลุด\x00 🔥"])
    for plot in (figures.plot_side_by_side, figures.plot_voices, figures.plot_matrix):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            ax = plot(replace(port, narratives=narratives))
            ax.figure.canvas.draw()
        assert "\u202e" not in "".join(words_of(ax))


def test_letters_that_no_font_has_are_marked_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_others", lambda: [])
    monkeypatch.setattr(letters, "_FOUND", {})
    assert letters.drawable("港口 blast")[0] == "□□ blast"
    note = letters.say_missing(["港口 blast", "港"])
    assert note.startswith("□ stands for a letter that no font on this machine has (2 of them, ")
    narratives = port_comparison().narratives.assign(title=["港口", "A", "B"])
    comparison = replace(port_comparison(), narratives=narratives)
    for plot in (*list(PLOTS.values())[:5], figures.plot_sensitivity, plot_first):
        drawn = " ".join(words_of(plot(comparison)))
        assert "□" in drawn
        assert "the table has the words" in drawn
    assert "港口" in figures.side_by_side_table(comparison)["label"].tolist()


def test_a_font_of_the_machine_is_taken_for_letters_of_other_scripts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(letters, "_others", lambda: [("Some Sans", frozenset({ord("港")}))])
    monkeypatch.setattr(letters, "_FOUND", {})
    words, *_, other = letters.drawable("港口")
    assert words == "港□"
    assert other
    assert letters.families()[-1] == "Some Sans"


def test_a_face_that_lacks_letters_is_left_for_the_upright_one() -> None:
    assert letters.drawable("вода", bold=True, italic=True) == ("вода", True, True, False)
    # The slanted face that matplotlib ships has no Arabic letters.
    assert letters.drawable("ماء", italic=True) == ("ماء", False, False, False)


def test_words_from_right_to_left_do_not_turn_a_sentence_round() -> None:
    name = letters.isolate("رشات")
    line, *_ = letters.drawable(f"{name} ×2 (implied)")
    assert line.startswith(letters.LEFT_TO_RIGHT)
    # Words of one direction stay as they are.
    assert letters.drawable("انفجار…")[0] == "انفجار…"


def test_marks_heaped_on_one_letter_are_thinned_out() -> None:
    heap = "e" + "\u0301" * 500
    assert letters.clean(heap) == "e" + "\u0301" * 3


# Wrapping


def test_words_are_wrapped_to_the_width_and_cut_with_one_ellipsis() -> None:
    words = "A drill of the army’s engineers went wrong … and was hushed up … by the ministry"
    whole = drawing.wrap(words, 2.0, most=9)
    assert " ".join(whole) == words
    assert all(drawing.text_width(line, drawing.SIZE) <= 2.0 for line in whole)
    for most in range(1, len(whole)):
        cut = drawing.wrap(words, 2.0, most=most)
        assert len(cut) == most
        assert re.search("[^ …]…$", cut[-1])
        assert drawing.text_width(cut[-1], drawing.SIZE) <= 2.0


def test_a_word_longer_than_a_line_is_broken_and_loses_no_letter() -> None:
    word = "Rainwaterretentionbasinsupervisionauthority"
    lines = drawing.wrap(f"the {word} failed", 1.2, most=20)
    assert "".join(lines).replace(" ", "") == f"the{word}failed"
    assert all(drawing.text_width(line, drawing.SIZE) <= 1.2 for line in lines)


def test_a_word_of_a_hundred_thousand_letters_takes_no_time() -> None:
    lines = drawing.wrap("x" * 100_000, 2.0, most=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
