"""The command that lists what a person should decide, and takes decisions in every way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from narratives.cli.commands import CaseFolder, Rows, app
from narratives.cli.output import Format, make_harmless, note, print_paragraph, show_progress
from narratives.schema import NarrativesError
from narratives.schema.guide import guide_in_words

if TYPE_CHECKING:
    from narratives.schema import Case
    from narratives.stages import Comparison

_HELP = f"""\b
Fields, their values and an example each (target, field, value):

\b
{guide_in_words()}

\b
Example: narratives review dam-case
         --set flood:39-104 bearings 'neglect supports stated'
         --why "it names the repairs" --who Ana
"""


class _OneDecision(TyperCommand):
    """The command, which refuses a second ``--set``: it would be taken in place of the first."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments of the command."""
        if sum(argument.split("=")[0] == "--set" for argument in args) > 1:
            raise typer.BadParameter(
                "one decision a call. For several, write a .csv with the columns target, field, "
                "decision, why and who, and take it by --import.",
                param_hint="--set",
            )
        return super().parse_args(ctx, args)


@app.command(epilog=_HELP, cls=_OneDecision)
def review(
    case: CaseFolder,
    decision: Annotated[
        tuple[str, str, str] | None,
        typer.Option(
            "--set",
            metavar="TARGET FIELD VALUE",
            help="Decide one thing; targets, fields and values stand below.",
            show_default=False,
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The reason of a decision.")] = "",
    who: Annotated[
        str,
        typer.Option(
            "--who", help="Who decides.  [default: the reviewer of case.yaml]", show_default=False
        ),
    ] = "",
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="SHEET",
            help="Write what is least sure as a sheet to fill in: .xlsx or .csv.",
            show_default=False,
        ),
    ] = None,
    edit: Annotated[
        Path | None,
        typer.Option(
            "--edit",
            metavar="PAGE",
            help="Write a page on which a person decides without Python: .html.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Take back a sheet, what the page saved, or another person's review.jsonl.",
            show_default=False,
        ),
    ] = None,
    move: Annotated[
        bool,
        typer.Option(
            "--move",
            help="Move decisions that no longer fit to the nearest place by their words, and take "
            "texts as they are now.",
        ),
    ] = False,
    words: Annotated[
        bool,
        typer.Option(
            "--words",
            help="Give each line that has no words of the text its words, so that it can move "
            "with them.",
        ),
    ] = False,
    try_only: Annotated[
        bool, typer.Option("--try", help="Say what would be taken, and write nothing.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="List all of it, and in a sheet what is decided too.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
    format: Rows = Format.table,
) -> None:
    """List what is least sure, and take a person's decisions.

    Without an option it lists what to look at next, least sure first, each with the address
    that --set takes; how much is decided; and how often the draft was right there.
    """
    ways: dict[str, object] = {"--set": decision, "--export": sheet, "--edit": edit}
    ways |= {"--import": file, "--move": move or None, "--words": words or None}
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise typer.BadParameter("one at a time.", param_hint=", ".join(given))
    _check_alone(given, why, who, try_only)
    from narratives.case import load_case

    loaded = load_case(case, mended=move)
    for message in loaded.warnings:
        note(f"Warning: {message}")
    if move:
        from narratives.cli.moving import move_decisions

        move_decisions(loaded, who, write=not try_only)
    elif words:
        from narratives.cli.moving import give_words

        give_words(loaded, write=not try_only)
    elif decision is not None:
        _set(loaded, decision, why, who, write=not try_only)
    elif file is not None:
        from narratives.cli.trading import print_taken
        from narratives.exchange import import_annotations

        with show_progress("Taking decisions"):
            taken = import_annotations(loaded, file, who=who, write=not try_only)
        print_taken(taken, wrote=not try_only)
    elif sheet is not None:
        _export(loaded, sheet, everything=everything, force=force)
    elif edit is not None:
        _edit(loaded, edit, force=force)
    else:
        from narratives.cli.unchecked import write_unchecked
        from narratives.telling.moved import moves_of

        compared = _compare(loaded)
        moves = moves_of(loaded.review, compared)
        write_unchecked(compared, str(case), format, everything=everything, moves=moves)


def _check_alone(given: Sequence[str], why: str, who: str, try_only: bool) -> None:
    """Refuse what would be left out without a word."""
    takes = {"--why": (why, ("--set",)), "--who": (who, ("--set", "--import", "--move"))}
    for name, (value, ways) in takes.items():
        if value and not set(ways) & set(given):
            raise typer.BadParameter(f"it goes with {' or '.join(ways)}.", param_hint=name)
    tries = ("--set", "--import", "--move", "--words")
    if try_only and not set(tries) & set(given):
        raise typer.BadParameter(f"it goes with {' or '.join(tries)}.", param_hint="--try")


def _compare(case: Case) -> Comparison:
    """Compare a case, and keep what there is to decide: what comes back is quickly taken.

    What was read is kept even where the command is stopped: the next one goes on from there.
    """
    from narratives.exchange.addresses import keep_addresses
    from narratives.reading import choose_reader, keep_readings
    from narratives.stages import compare

    reader = choose_reader(case.settings, case.folder)
    try:
        with show_progress("Comparing") as progress:
            compared = compare(case, reader=reader, progress=progress)
    finally:
        keep_readings(reader)
    keep_addresses(case, compared)
    return compared


def _set(case: Case, decision: tuple[str, str, str], why: str, who: str, *, write: bool) -> None:
    from narratives.exchange.deciding import ReadFile
    from narratives.exchange.taking import take
    from narratives.review.repeating import DECIDED_SO
    from narratives.review.values import read_value, write_value_plainly
    from narratives.review.words import passage_of

    target, field, given = decision
    if not who and not case.settings.get("reviewer"):
        raise NarrativesError(
            f"--set {target} {field}: nobody says who decides. Add --who NAME, or write the "
            "reviewer under the settings of case.yaml."
        )
    try:
        value = read_value(field, given, target=target, passage=passage_of(target, case.documents))
    except NarrativesError as error:
        raise NarrativesError(f"--set {target} {field}: {error}") from error
    line = {"at": "", "who": who, "target": target, "field": field, "value": value, "why": why}
    read = ReadFile(lines=(("--set", line),))
    with show_progress("Deciding") as progress:
        taken = take(case, read, Path("--set"), who=who, write=write, now=True, progress=progress)
    if not taken.entries and set(taken.report["why"]) <= {DECIDED_SO}:
        by = who or case.settings["reviewer"]
        told = write_value_plainly(field, value)
        print_paragraph(
            f"{by} has {DECIDED_SO}: {target} {field} {told}. Nothing was written. To give "
            "another reason, decide it again with --why."
        )
        return
    if not taken.entries:
        raise NarrativesError(f"--set {target} {field}: {' '.join(taken.report['why'])}")
    for entry in taken.entries:
        told = write_value_plainly(field, entry["value"])
        kept = "Kept in review.jsonl" if write else "It would be kept"
        print_paragraph(f"{kept}: {target} {field} {told} ({entry['who']}).")
    if not why:
        print_paragraph("No reason stands with it. To give one, decide it again with --why.")


def _export(case: Case, path: Path, *, everything: bool, force: bool) -> None:
    from narratives.documents import write_whole
    from narratives.exchange.sending import check_place
    from narratives.exchange.sheets import HOW_TO, decision_rows

    check_place(path, (".xlsx", ".csv"), force=force)
    compared = _compare(case)
    if path.suffix.lower() == ".csv":
        from narratives.report.download import write_csv

        content = write_csv(decision_rows(compared, decided=everything)).encode("utf-8")
    else:
        try:
            from narratives.exchange.workbook import write_decisions

            content = write_decisions(compared, decided=everything)
        except ModuleNotFoundError as error:
            raise NarrativesError(
                f"a workbook needs the library {error.name}. Install it: "
                "python -m pip install 'narratives[xlsx]', or write a .csv."
            ) from error
    write_whole(path, content)
    lists = "narratives review --help" if path.suffix.lower() == ".csv" else "the sheet fields"
    for sentence in HOW_TO:
        print_paragraph(sentence.format(lists=lists))
    print(f"Sheet: {make_harmless(str(path))}")
    print(f"Take it back: narratives review {case.folder} --import {make_harmless(str(path))}")


def _edit(case: Case, path: Path, *, force: bool) -> None:
    from narratives.cli.trying import check_output
    from narratives.report.edit import write_edit

    check_output(path, case, force=force, option="--edit")
    written = write_edit(_compare(case), path)
    print(f"Page: {make_harmless(str(written))}")
    print(f"Take back what it saves: narratives review {case.folder} --import FILE")
