"""The command that turns notebooks into pages and slides."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from narratives.cli.commands import app
from narratives.cli.output import make_harmless, note, show_progress


class Audience(StrEnum):
    """For whom the pages are."""

    readers = "readers"
    a_class = "class"


@app.command(
    name="export-notebooks",
    epilog="Example: narratives export-notebooks notebooks --to reports/notebooks",
)
def export_notebooks(
    notebooks: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[NOTEBOOK]...",
            help="Notebooks that have been run, or folders of them.  [default: notebooks]",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FOLDER",
            help="Where the pages go.  [default: reports/notebooks, or reports/slides]",
            show_default=False,
        ),
    ] = None,
    audience: Annotated[
        Audience,
        typer.Option("--for", help="Fold the code away for readers, or show it to a class."),
    ] = Audience.readers,
    slides: Annotated[
        bool, typer.Option("--slides", help="Make slides in place of pages.")
    ] = False,
) -> None:
    """Turn notebooks into HTML pages or slides that work offline."""
    with show_progress("Exporting") as progress:
        from narratives.export import export_notebooks as export

        made = export(
            notebooks or [Path("notebooks")],
            to or Path("reports") / ("slides" if slides else "notebooks"),
            audience=audience.value,
            slides=slides,
            progress=progress,
        )
    for message in made.notes:
        note(f"Warning: {message}")
    first = make_harmless(str(made.files[0]))
    pages = len(made.files) - (len(made.files) > 1)
    print(f"{pages} {'notebook' if pages == 1 else 'notebooks'} exported. Begin with {first}")
