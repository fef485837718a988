"""All pages of a lesson, in a folder for pupils and one for the teacher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narratives.classroom.editions import plan_lesson, render_key, render_marking, render_teacher
from narratives.classroom.printing import WITHOUT, find_browser, print_page
from narratives.classroom.sheet import MOST_ACCOUNTS, PAPERS, render_sheet
from narratives.classroom.slides import render_slides
from narratives.report.files import is_own_page, refuse_foreign, write_page
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from narratives.comparison import Tables

PUPIL, TEACHER = "pupil", "teacher"
"""Folders: the first holds no answer and may be handed out as it is."""


@dataclass(frozen=True)
class Materials:
    """What was written for a lesson.

    Attributes
    ----------
    pupil, teacher : tuple of Path
        What may be handed out, and what holds the answers.
    notes : tuple of str
        What could not be made, or not whole.
    """

    pupil: tuple[Path, ...]
    teacher: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def write_classroom(
    comparison: Tables,
    folder: str | Path,
    *,
    paper: str = "a4",
    date: str | None = None,
    invented: bool = False,
    progress: Callable[..., None] | None = None,
) -> Materials:
    """Write what pupils and teachers need for a lesson on a case.

    Parameters
    ----------
    comparison : Comparison
    folder : str or Path
        Made if it is missing. What pupils get goes into ``pupil``, the rest into ``teacher``.
    paper : {"a4", "letter"}
        For the worksheet of two pages.
    date : str, optional
        Printed on the teacher's pages, see :func:`narratives.report.render_report`.
    invented : bool
        Whether the event was made up.
    progress : callable, optional
        Called with the name of each step.

    Returns
    -------
    Materials

    Raises
    ------
    NarrativesError
        If the case has no statement to mark or no account, if the paper is not known, if a
        file would be written over that is not from this package, or cannot be written.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> write_classroom(comparison, "reports/lesson", paper="a5")
    Traceback (most recent call last):
    narratives.schema.errors.NarrativesError: paper "a5" is not known. Use a4 or letter.
    """
    if paper not in PAPERS:
        raise NarrativesError(f'paper "{paper}" is not known. Use {" or ".join(PAPERS)}.')
    report = progress or (lambda *_: None)
    report("numbering the lines")
    lesson = plan_lesson(comparison)
    if not lesson.offers or not len(comparison.narratives):
        lacking = "statement to mark" if len(comparison.narratives) else "account"
        raise NarrativesError(
            f"{comparison.name}: the case has no {lacking}, so there is no lesson to make of it."
        )
    target = Path(folder)
    sheet = render_sheet(comparison, lesson.lines, lesson.offers, paper)
    pages = {
        f"{PUPIL}/read-and-mark.html": render_marking(lesson),
        f"{PUPIL}/worksheet.html": sheet,
        f"{TEACHER}/teacher.html": render_teacher(lesson, date, invented=invented),
        f"{TEACHER}/key.html": render_key(lesson, date),
    }
    report("drawing the slides")
    pages[f"{TEACHER}/slides.html"] = render_slides(lesson)
    _check(target, list(pages))
    written = {name: write_page(page, target / name) for name, page in pages.items()}
    report("printing")
    notes = [_print(written, name) for name in (f"{PUPIL}/worksheet", f"{TEACHER}/key")]
    if 'class="more"' in sheet:
        notes.append(
            "The worksheet holds what fits on two pages; it says where the text is cut. "
            "read-and-mark.html has all of it."
        )
    if len(comparison.narratives) > MOST_ACCOUNTS:
        notes.append(f"The worksheet has columns for the first {MOST_ACCOUNTS} accounts.")
    return Materials(
        _of(written, PUPIL), _of(written, TEACHER), tuple(dict.fromkeys(filter(None, notes)))
    )


def _print(written: dict[str, Path], name: str) -> str:
    """Print a page beside itself; return what was not done."""
    browser = find_browser()
    page = written[f"{name}.html"]
    if browser is None:
        return f"{WITHOUT[0].upper()}{WITHOUT[1:]}"
    try:
        written[f"{name}.pdf"] = print_page(page, page.with_suffix(".pdf"), browser)
    except NarrativesError as error:
        return str(error)
    return ""


def _of(written: dict[str, Path], folder: str) -> tuple[Path, ...]:
    return tuple(path for name, path in sorted(written.items()) if name.startswith(folder))


def _check(folder: Path, names: list[str]) -> None:
    """Refuse to write where something else would be lost."""
    for place in (folder, folder / PUPIL, folder / TEACHER):
        if place.exists() and not place.is_dir():
            raise NarrativesError(f"{place}: this is a file. Name a folder for the lesson.")
    foreign = [n for n in names if (folder / n).exists() and not is_own_page(folder / n)]
    refuse_foreign(folder, foreign)
