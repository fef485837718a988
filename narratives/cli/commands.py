"""The commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from narratives.cli.output import (
    Format,
    Tagger,
    make_harmless,
    note,
    print_paragraph,
    show_progress,
)
from narratives.cli.running import STOPPED, silence_stdout
from narratives.schema import NarrativesError
from narratives.version import __version__

if TYPE_CHECKING:
    from narratives.schema import Case


@contextmanager
def _reader() -> Iterator[None]:
    """End without a word where the reader of the output has gone: ``narratives --help | true``."""
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
        raise typer.Exit(0) from None


class Commands(TyperGroup):
    """The commands as a group that ends with a message where a user made a mistake."""

    def make_context(self, *arguments: Any, **more: Any) -> Any:
        """Read the command line; ``--help`` and ``--version`` print while it is read."""
        with _reader():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: Any) -> Any:
        """Run the command: exit status 1 and no traceback for what the user can mend."""
        try:
            with _reader():
                result = super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(STOPPED) from None
        except NarrativesError as error:
            note(str(error))
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            note(f"{where}{error.strerror or error}.")
        except UnicodeError as error:
            note(f"The text cannot be read or written: {error}.")
        else:
            return result
        raise typer.Exit(1)


app = typer.Typer(
    name="narratives",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CaseFolder = Annotated[
    Path, typer.Argument(metavar="CASE", help="A case folder: it holds case.yaml.")
]
Rows = Annotated[Format, typer.Option("--format", help="How the rows are written.")]
TaggerChoice = Annotated[
    Tagger, typer.Option("--model", help="accurate for cases, fast for large numbers of texts.")
]
TextAlone = Annotated[
    bool,
    typer.Option("--text-alone", help="Leave out decisions on knowledge from outside the text."),
]
WithoutReview = Annotated[bool, typer.Option("--draft", help="Leave out what a person decided.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"narratives {__version__}")
        raise typer.Exit


@app.callback()
def _narratives(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Take contested news apart: who says what, how firmly, for or against which account.

    The commands describe what documents say. They do not decide what happened.
    """


@app.command(epilog="Example: narratives report seeds/crocus-city-hall --output crocus.html")
def report(
    case: CaseFolder,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The HTML file.  [default: reports/CASE.html]"),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is not from this command.")
    ] = False,
    draft: WithoutReview = False,
    text_alone: TextAlone = False,
) -> None:
    """Set the accounts of a case side by side, as HTML too."""
    from narratives.case import load_case

    with show_progress("Comparing") as progress:
        progress("reading the case")
        loaded = load_case(case)
        from narratives.cli.trying import check_output

        path = check_output(output or Path("reports") / f"{loaded.name}.html", loaded, force=force)
        from narratives.cli.standing import print_comparison
        from narratives.stages import compare
        from narratives.stages.again import keep_text_alone
        from narratives.stages.people import with_persons

        comparison = compare(loaded, draft=draft, outside=not text_alone, progress=progress)
        counted = keep_text_alone(loaded) if text_alone else loaded
        comparison = with_persons(counted, comparison)
        progress("writing the report")
        written = comparison.to_html(path)
    warn(loaded, comparison.warnings)
    print_comparison(comparison)
    print()
    print(f"Report: {make_harmless(str(written))}")


@app.command(epilog="Example: narratives statements articles/ --format jsonl")
def statements(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Text files, folders of them, case folders; - is standard input.",
        ),
    ],
    format: Rows = Format.table,
    model: TaggerChoice = Tagger.accurate,
) -> None:
    """Draft who says what, and how firmly, in texts."""
    from narratives.cli.drafting import draft_paths
    from narratives.cli.tables import write_statements

    failed = False
    first = True
    # At a terminal the tables themselves show how far it is.
    with show_progress("Reading", hidden=sys.stdout.isatty()) as progress:
        for drafted in draft_paths(paths, model.value):
            progress(drafted.path.name)
            for message in drafted.notes:
                note(message)
            if drafted.problem:
                failed = True
                note(drafted.problem)
                continue
            write_statements(drafted, format, head=first)
            first = False
    if failed:
        raise typer.Exit(1)


@app.command(epilog="Example: narratives bearings seeds/crocus-city-hall --format csv")
def bearings(
    case: CaseFolder,
    format: Rows = Format.table,
    draft: WithoutReview = False,
    why: Annotated[bool, typer.Option("--why", help="Find the words that decided each.")] = False,
) -> None:
    """List which account each statement bears on, and why; what is unsure is marked."""
    from narratives.case import load_case

    with show_progress("Comparing") as progress:
        progress("reading the case")
        loaded = load_case(case)
        from narratives.cli.bearings import write_bearings
        from narratives.stages import compare

        comparison = compare(loaded, draft=draft, progress=progress)
        deciding = None
        if why:
            from narratives.telling.deciding import explain_drafted

            progress("leaving words out in turn")
            deciding = explain_drafted(comparison)
    warn(loaded, comparison.warnings)
    write_bearings(comparison, format, deciding)


@app.command(epilog="Example: narratives check seeds/crocus-city-hall")
def check(case: CaseFolder) -> None:
    """Check a case folder: what the review taught, what to read next, what would change it."""
    from narratives.case import load_case

    loaded = load_case(case)
    compared, warnings = None, loaded.warnings
    if len(loaded.narratives):
        from narratives.cli.oddities import odd_about
        from narratives.stages import compare

        compared = compare(loaded)
        warnings = (*warnings, *compared.warnings, *odd_about(loaded, compared))
    print_paragraph(
        f"{loaded.name}: {_state(warnings)}. Documents: {len(loaded.documents)}. "
        f"Narratives: {len(loaded.narratives)}. Sources: {len(loaded.sources)}. "
        f"Lines of review: {len(loaded.review)}."
    )
    warn(loaded, warnings)
    if compared is not None:
        from narratives.cli.learning import print_learning
        from narratives.cli.moving import bare_in_words
        from narratives.cli.standing import print_changes, print_looked
        from narratives.telling.moved import moves_of

        print()
        print_looked(compared)
        if moves := moves_of(loaded.review, compared):
            print()
            lines = (
                "1 decision no longer fits"
                if len(moves) == 1
                else f"{len(moves)} decisions no longer fit"
            )
            print_paragraph(f"{lines}: narratives review {case} lists the nearest places.")
        if told := bare_in_words(compared, loaded, str(case)):
            print()
            print_paragraph(told)
        print()
        print_learning(loaded, compared)
        print()
        print_changes(compared)
    if loaded.reference is None and not loaded.references:
        return
    with show_progress("Measuring the draft against the hand annotation"):
        from narratives.cli.tables import print_agreement
        from narratives.reference import measure_agreement

        agreement = measure_agreement(loaded)
    print()
    print_agreement(agreement)


def _state(warnings: Sequence[str]) -> str:
    """Say whether a case is in order; above a warning that would be untrue.

    Examples
    --------
    >>> _state([]), _state(["The text is cut off."])
    ('in order', 'read, with 1 warning')
    """
    number = len(dict.fromkeys(warnings))
    return (
        f"read, with {number} {'warning' if number == 1 else 'warnings'}" if number else "in order"
    )


def warn(case: Case, more: Sequence[str] = ()) -> None:
    """Write each warning of a case once, to standard error."""
    for message in dict.fromkeys((*case.warnings, *more)):
        note(f"Warning: {message}")
