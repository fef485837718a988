"""The page of a class: what it agreed on, where it split and on which words."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narratives.classroom.answers import QUESTIONS
from narratives.classroom.drawing import (
    ASKED,
    name_answer,
    plot_class_agreement,
    plot_class_splits,
)
from narratives.classroom.guessing import EVEN, tell_score
from narratives.classroom.record import CLASS, KEY, ClassTables
from narratives.figures import plot_calibration
from narratives.report.filling import fill_page, printed_date, read_part
from narratives.schema import each, each_row
from narratives.telling.words import count_word, join_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM = "narratives.classroom"
MOST_SPLITS = 20
NARROW = 5.0
"""Inches of a figure on a narrow screen: its letters are about as high as those of the text."""


def render_results(results: ClassTables, date: str | None = None) -> str:
    """Build the page of a class's results.

    Parameters
    ----------
    results : ClassResults
    date : str, optional
        See :func:`narratives.report.render_report`.

    Returns
    -------
    str
    """
    keyed = bool(results.pupils["key_of"].sum())
    return fill_page(
        ROOM,
        "results.html",
        read_part(ROOM, "base.css") + read_part(ROOM, "results.css"),
        pictures=True,
        date=printed_date(date),
        question=results.question,
        told=_tell_agreement(results),
        keyed=keyed,
        agreement=[
            (
                ASKED[str(q)],
                *(_number(v) for v in (row["alpha"], row["low"], row["high"])),
                int(row["pupils"]),
                int(row["statements"]),
            )
            for q, row in each_row(results.agreement)
        ],
        agreement_picture=_draw(lambda ax: plot_class_agreement(results, ax), 11, 4.2),
        agreement_narrow=_draw(
            lambda ax: plot_class_agreement(results, ax, narrow=True), NARROW, 4.6
        ),
        splits=[_split(results, row) for row in each(results.splits.head(MOST_SPLITS))],
        more_splits=max(0, len(results.splits) - MOST_SPLITS),
        splits_picture=(
            _draw(
                lambda ax: plot_class_splits(results, ax),
                13,
                1.2 + 0.55 * min(8, len(results.splits)),
            )
            if len(results.splits)
            else ""
        ),
        splits_narrow=(
            _draw(
                lambda ax: plot_class_splits(results, ax, narrow=True),
                NARROW,
                0.6 + 0.75 * min(8, len(results.splits)),
            )
            if len(results.splits)
            else ""
        ),
        asked=[ASKED[question] for question in QUESTIONS],
        pupils=[_pupil(name, row) for name, row in each_row(results.pupils)],
        letters=list(results.accounts),
        accounts=[(letter, title) for letter, title in results.accounts.items() if title],
        orders=[
            (name, [_rank(row[letter]) for letter in results.orders.columns], name in (CLASS, KEY))
            for name, row in each_row(results.orders)
        ],
        own=[(row.words or row.statement, row.pupils) for row in each(results.own)],
        chances=_chances(results),
        truth=results.truth,
        true_title=results.accounts.get(results.truth, ""),
        even=EVEN,
        calibration_picture=(
            _draw(lambda ax: plot_calibration(results.calibration, ax), 7.2, 7.2)
            if len(results.calibration)
            else ""
        ),
        calibration_narrow=(
            _draw(lambda ax: _plot_bare(results, ax), NARROW, NARROW)
            if len(results.calibration)
            else ""
        ),
        calibration=[
            (f"{row.stated:.2f}", f"{row.came_true:.2f}", row.cases)
            for row in each(results.calibration)
        ],
        skipped=[(row.file, row.why) for row in each(results.skipped)],
        notes=results.notes,
    )


def _tell_agreement(results: ClassTables) -> list[str]:
    """Say in a few sentences what the class did and where it agreed."""
    known = results.agreement["alpha"].dropna()
    told = [
        f"{count_word(len(results.pupils), 'pupil').capitalize()}, {len(results.answers)} answers."
    ]
    if len(known) > 1:
        most, least = ASKED[str(known.idxmax())], ASKED[str(known.idxmin())]
        told.append(f"The class agreed most on “{most}” and least on “{least}”.")
    if len(results.splits):
        first = next(each(results.splits))
        names = [
            f"{name_answer(results, first.question, a)} ({n})" for a, n in first.counts.items()
        ]
        where = f"statement {first.n}" if first.n else first.statement
        letter = f" account {first.letter}" if first.letter else ""
        told.append(
            f"It split most on {where}, “{ASKED[first.question]}{letter}”: {join_words(names)}."
        )
    return told


@dataclass(frozen=True)
class SplitLine:
    """A question on which the class split, in words; ``n`` is an id where it is no task."""

    n: int | str
    line: int
    words: str
    cue: str
    asked: str
    answers: str
    key: str


def _split(results: ClassTables, row: Any) -> SplitLine:
    letter = f" {row.letter}" if row.letter else ""
    return SplitLine(
        n=row.n or row.statement,
        line=row.line,
        words=row.words,
        cue=row.cue,
        asked=ASKED[row.question] + letter,
        answers=join_words(
            [f"{name_answer(results, row.question, a)} ({n})" for a, n in row.counts.items()]
        ),
        key=join_words([name_answer(results, row.question, a) for a in row.key], "or"),
    )


@dataclass(frozen=True)
class PupilLine:
    """What one pupil marked, and with whom the answers agree, in words."""

    name: str
    marked: int
    key: str
    class_: str
    each: tuple[str, ...]
    brier: str
    told: str


def _pupil(name: str, row: dict[str, Any]) -> PupilLine:
    return PupilLine(
        name=name,
        marked=int(row["marked"]),
        key=_share(row["key"], row["key_of"]),
        class_=_share(row["class"], row["class_of"]),
        each=tuple(_percent(row[question]) for question in QUESTIONS),
        brier=_number(row["brier"]),
        told=tell_score(row["brier"]),
    )


def _chances(results: ClassTables) -> list[tuple[str, list[str]]]:
    given = results.chances.dropna(how="all")
    return [
        (str(name), ["–" if math.isnan(v) else f"{100 * v:.0f}" for v in given.loc[name]])
        for name in given.index
    ]


def _draw(plot: Callable[[Axes], Axes], wide: float, high: float) -> str:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(wide, high), layout="constrained", facecolor="white")
    plot(figure.subplots())
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=80, metadata={"Software": None})
    return base64.b64encode(data.getvalue()).decode("ascii")


def _plot_bare(results: ClassTables, ax: Axes) -> Axes:
    """Draw the calibration without its lines of words, which are wider than a telephone."""
    plot_calibration(results.calibration, ax).set_title("", loc="left")
    for text in list(ax.texts):
        text.remove()
    ax.set_xticks([0, 0.5, 1])
    return ax


def _share(share: float, of: int) -> str:
    return f"{_percent(share)} of {int(of)}" if of else "–"


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def _rank(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0f}"
