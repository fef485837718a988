"""The command for a class: what it gets of a case, and what it found."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narratives.cli.commands import CaseFolder, WithoutReview, app, warn
from narratives.cli.output import make_harmless, note, print_paragraph, show_progress
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from narratives.schema import Case


class Paper(StrEnum):
    """The paper of the worksheet."""

    a4 = "a4"
    letter = "letter"


class Grades(StrEnum):
    """How grades are written."""

    plain = "plain"
    nbgrader = "nbgrader"


@app.command(epilog="Example: narratives classroom seeds/crocus-city-hall --output lesson")
def classroom(
    case: CaseFolder,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The folder for the lesson; with --results the HTML page.  "
            "[default: reports/classroom/CASE, or reports/CASE-class.html]",
        ),
    ] = None,
    paper: Annotated[Paper, typer.Option("--paper", help="Of the worksheet.")] = Paper.a4,
    draft: WithoutReview = False,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="FOLDER", help="The files that pupils saved."),
    ] = None,
    without_names: Annotated[
        bool, typer.Option("--without-names", help="Give pupils numbers, to show the page.")
    ] = False,
    grades: Annotated[
        Path | None, typer.Option("--grades", metavar="FILE", help="Write grades as CSV too.")
    ] = None,
    grades_for: Annotated[
        Grades, typer.Option("--grades-for", help="A spreadsheet, or nbgrader's columns.")
    ] = Grades.plain,
) -> None:
    """Make a lesson of a case, or show what a class found in it.

    A lesson is a page on which pupils mark, a worksheet of two pages, the teacher's edition, a
    key and slides. The folder "pupil" holds no answer.
    """
    if results is None and (without_names or grades is not None):
        raise typer.BadParameter(
            "it needs the files of a class. Name their folder with --results.",
            param_hint="--without-names" if without_names else "--grades",
        )
    from narratives.case import load_case

    with show_progress("Making a lesson" if results is None else "Comparing a class") as progress:
        progress("reading the case")
        loaded = load_case(case)
        if results is not None and not results.is_dir():
            raise NarrativesError(f"--results {results}: there is no such folder.")
        from narratives.stages import compare

        comparison = compare(loaded, draft=draft, progress=progress)
        if results is None:
            from narratives.classroom import write_classroom

            made = write_classroom(
                comparison,
                output or Path("reports") / "classroom" / loaded.name,
                paper=paper.value,
                invented=loaded.truth is not None,
                progress=progress,
            )
    warn(loaded, comparison.warnings)
    if results is not None:
        from narratives.classroom import class_results

        found = class_results(
            results,
            comparison,
            truth="" if loaded.truth is None else loaded.truth.narrative_id,
            names=not without_names,
        )
        page = _page(output or Path("reports") / f"{loaded.name}-class.html", loaded)
        for file, why in zip(found.skipped["file"], found.skipped["why"], strict=True):
            note(f"Skipped: {file}: {why}")
        for told in found.notes:
            note(f"Note: {told}")
        print(f"Results of {len(found.pupils)} pupils: {make_harmless(str(found.to_html(page)))}")
        if grades is not None:
            from narratives.classroom import write_grades

            written = write_grades(found, grades, form=grades_for.value, assignment=loaded.name)
            print(f"Grades: {make_harmless(str(written))}")
        return
    for told in made.notes:
        note(f"Note: {told}")
    print_paragraph("For pupils, without answers:")
    for path in made.pupil:
        print(f"  {make_harmless(str(path))}")
    print_paragraph("For the teacher, with answers:")
    for path in made.teacher:
        print(f"  {make_harmless(str(path))}")


def _page(path: Path, case: Case) -> Path:
    from narratives.cli.trying import check_output

    return check_output(path, case, force=False)
