"""The commands that write a case for other tools, and take back what people decided there."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from narratives.cli.commands import CaseFolder, app
from narratives.cli.output import make_harmless, note, print_paragraph, print_table, show_progress

if TYPE_CHECKING:
    from narratives.exchange.taking import Imported


@app.command(
    name="export",
    epilog="Example: narratives export seeds/crocus-city-hall --to web-annotation -o crocus.json",
)
def export_case(
    case: CaseFolder,
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help="The format; docs/exchange.md lists them.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file; a new folder for several files.")
    ],
    tlp: Annotated[
        str,
        typer.Option(
            "--tlp", metavar="MARK", help="Mark it clear, green, amber or red (stix, misp)."
        ),
    ] = "",
    rater: Annotated[
        str,
        typer.Option(
            "--rater", metavar="NAME", help="Whose ratings, where several persons rated (achz)."
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write a case for another tool, and say what its format cannot say."""
    with show_progress("Exporting") as progress:
        from narratives.case import load_case
        from narratives.exchange import export_case as export
        from narratives.exchange.known import format_named
        from narratives.stages import compare

        format_named(to)
        progress("reading the case")
        loaded = load_case(case)
        compared = compare(loaded, progress=progress)
        made = export(loaded, output, to=to, comparison=compared, tlp=tlp, rater=rater, force=force)
    for message in loaded.warnings:
        note(f"Warning: {message}")
    for sentence in made.note:
        print_paragraph(sentence)
    print(f"{to}: {make_harmless(str(output))}")


@app.command(name="import", epilog="Example: narratives import dam-case annotated.json --who Ana")
def import_annotations(
    case: CaseFolder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What the other tool wrote: a file or a folder.")
    ],
    format: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help="Its format.  [default: read off the file]"),
    ] = None,
    who: Annotated[
        str, typer.Option("--who", help="Who decided, where the file does not say.")
    ] = "",
    try_only: Annotated[
        bool, typer.Option("--try", help="Say what would be taken, and write nothing.")
    ] = False,
) -> None:
    """Take back what people decided in another tool, as lines of review.jsonl."""
    with show_progress("Importing"):
        from narratives.case import load_case
        from narratives.exchange import import_annotations as take

        loaded = load_case(case)
        taken = take(loaded, file, format=format, who=who, write=not try_only)
    for message in loaded.warnings:
        note(f"Warning: {message}")
    print_taken(taken, wrote=not try_only)


def print_taken(taken: Imported, *, wrote: bool) -> None:
    """Print what an import took, and what not and why."""
    from narratives.exchange.marks import UNCHANGED

    # What is unchanged is counted below; a table of it would hide the rest.
    told = taken.report[~taken.report["why"].isin(UNCHANGED)]
    if len(told):
        print_table(
            ["Place", "About", "Field", "Taken", "Why"],
            [
                [row["place"], row["target"], row["field"], _yes(row["taken"]), row["why"]]
                for row in sorted(told.to_dict("records"), key=_in_order)
            ],
            widths=[4, 5, 4, 2, 9],
        )
    for entry in taken.proposed:
        print_paragraph("For case.yaml, where a person wants it:")
        print(make_harmless(entry, keep_breaks=True))
    print_paragraph(taken.summary())
    if taken.without_reason:
        lines = "1 line" if taken.without_reason == 1 else f"{taken.without_reason} lines"
        print_paragraph(f"No reason stands with {lines} of them.")
    if not wrote:
        print_paragraph("Nothing was written.")


def _in_order(row: Mapping[Hashable, Any]) -> list[tuple[int, str]]:
    """Sort places as a person counts: row 9 before row 10."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"(\d+)", str(row["place"]))
    ]


def _yes(taken: bool) -> str:
    return "yes" if taken else "no"
