"""The short form of the side-by-side figure, the matrix by items, figures shown with words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from port_case import many_accounts, port_comparison

from narratives.figures import plot_matrix, plot_score_card, plot_side_by_side, show, slide
from narratives.figures.drawing import text_width
from narratives.figures.score_card import _NARROW, SLIDE_SIDE, SLIDE_SIZE
from narratives.figures.sensitivity import LEADS, TIES, _leads_in_words
from narratives.figures.slide import WIDTH
from narratives.schema import SchemaError
from narratives.scores.card import CRITERIA
from narratives.stages import Comparison
from narratives.telling.looked import looked_in_words

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _no_figure_stays_open() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def port() -> Comparison:
    return port_comparison()


@pytest.mark.parametrize("number", [1, 2, 5, 8, 12])
def test_the_short_form_is_a_slide_and_nothing_hangs_over_its_edges(number: int) -> None:
    ax = plot_side_by_side(many_accounts(number), short=True)
    width, height = ax.figure.get_size_inches()
    assert width / height == pytest.approx(16 / 9)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert max(box.x1 for box in boxes) <= ax.figure.bbox.x1
    assert min(box.y0 for box in boxes) >= ax.figure.bbox.y0 - 1


def test_the_short_form_names_every_account_and_who_puts_it_forward(port: Comparison) -> None:
    words = " ".join(text.get_text() for text in plot_side_by_side(port, short=True).texts)
    for title in port.narratives["title"]:
        assert str(title) in words
    assert "said by" in words
    assert "Not a finding of what happened." in words


def test_no_name_is_cut_off_while_the_slide_has_room(
    port: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = slide.side_by_side_table(port)
    voice = table[table["row"] == "voices"].iloc[:1]
    names = [f"harbour master of basin {n}" for n in range(9)]
    more = pd.concat([table, *(voice.assign(label=name) for name in names)])
    monkeypatch.setattr(slide, "side_by_side_table", lambda _: more)
    drawn = [text.get_text() for text in plot_side_by_side(port, short=True).texts]
    words = " ".join(" ".join(drawn).split())
    assert all(name in words for name in names)
    assert "…" not in words


def test_of_several_texts_the_items_stand_in_rows_and_no_label_on_end(port: Comparison) -> None:
    twice = replace(port, documents=(*port.documents, replace(port.documents[0], document_id="b")))
    turned = [text.get_text() for text in plot_matrix(port).texts if text.get_rotation()]
    assert "Satellite images" in turned
    assert [text.get_text() for text in plot_matrix(twice).texts if text.get_rotation()] == []


def test_a_matrix_that_is_mostly_missing_says_so(port: Comparison) -> None:
    bare = replace(port, matrix=port.matrix * np.nan)
    words = " ".join(text.get_text() for text in plot_matrix(bare).texts)
    size = port.matrix.size
    assert f"Mostly NA: {size} of {size} cells have no rating" in words
    assert "Mostly NA" not in " ".join(text.get_text() for text in plot_matrix(port).texts)


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (["b < a"], LEADS),
        (["a = b"], TIES),
        (["b < a", "a = b < c"], f"{LEADS}, or ties for the lead"),
    ],
)
def test_the_legend_says_tie_where_it_is_a_tie(orders: list[str], words: str) -> None:
    rows = [
        {
            "contradiction_order_changes": True,
            "contradiction_leader_changes": True,
            "contradiction_order": order,
            "support_order_changes": False,
            "support_leader_changes": False,
            "support_order": "",
        }
        for order in orders
    ]
    changed = SimpleNamespace(what_would_change=pd.DataFrame(rows))
    assert _leads_in_words(changed) == words


def test_show_wants_words_and_closes_what_it_shows(
    port: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict] = []
    monkeypatch.setattr("IPython.display.display", lambda _, metadata: shown.append(metadata))
    ax = plot_side_by_side(port, short=True)
    with pytest.raises(SchemaError, match=r"alt is empty. Say in words what the figure shows"):
        show(ax, " ")
    show(ax, "Two accounts\nside by side.")
    assert shown == [{"image/png": {"alt": "Two accounts side by side."}}]
    assert plt.get_fignums() == []


@pytest.mark.parametrize("number", [1, 3, 4, 8])
def test_the_score_card_fits_a_slide_and_nothing_hangs_over_its_edges(number: int) -> None:
    ax = plot_score_card(many_accounts(number), short=True)
    width, height = ax.figure.get_size_inches()
    assert width / height == pytest.approx(16 / 9)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert max(box.x1 for box in boxes) <= ax.figure.bbox.x1
    assert min(box.y0 for box in boxes) >= ax.figure.bbox.y0
    # Row by row: the lowest letter of a line stays above the next one.
    tops = sorted({round(box.y1) for box in boxes}, reverse=True)
    assert len(tops) >= 15


def test_the_letters_of_the_card_are_as_large_as_those_of_other_pictures_on_a_slide(
    port: Comparison,
) -> None:
    ax = plot_score_card(port, short=True)
    width, height = ax.figure.get_size_inches() * 100
    # At 1280 x 720 a picture with a slide to itself has 1240 by 683 pixels.
    shown = min(1240 / width, 683 / height) * 100 / 72
    assert min(text.get_fontsize() for text in ax.texts) * shown >= 18.2
    # By itself, across the whole slide.
    assert min(text.get_fontsize() for text in ax.texts) / 72 * 1280 / (width / 100) >= 18.2


@pytest.mark.parametrize("number", [3, 4])
def test_no_question_and_no_level_of_the_card_is_cut_off_on_a_slide(number: int) -> None:
    crowd = many_accounts(number)
    told = [text.get_text() for text in plot_score_card(crowd, short=True).texts]
    for criterion, line in CRITERIA.items():
        assert line.title in told
        for score in crowd.score_card["score"].xs(criterion, level="criterion"):
            assert pd.isna(score) or line.short[int(score)] in told
    assert told.count("?") == crowd.score_card["score"].isna().sum()
    assert [words for words in told if words.endswith("…")] == []
    # Every level that a card may have finds room beside four accounts.
    room = (WIDTH - SLIDE_SIDE) / 4 - _NARROW - 0.02
    levels = [words for line in CRITERIA.values() for words in line.short]
    assert [words for words in levels if text_width(words, SLIDE_SIZE) > room] == []


def test_the_card_on_a_slide_says_what_it_leaves_out_and_who_has_looked() -> None:
    crowd = many_accounts(8)
    told = " ".join(text.get_text() for text in plot_score_card(crowd, short=True).texts)
    assert "Nothing is added up." in told
    assert "The first 4 of 8 accounts." in told
    assert looked_in_words(crowd).split(":")[0] in told
