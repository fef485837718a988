"""The command that reads thousands of documents into a store."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from narratives.cli.commands import app
from narratives.cli.output import Tagger, make_harmless, note, print_paragraph, show_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from narratives.corpus import CorpusRun, CorpusState

TOLD = 20
"""Documents that are left out of which each is told as it comes; the rest is counted."""
_EVERY = 60.0
"""Seconds between two lines of progress where nobody looks at a terminal."""


@app.command(epilog="Example: narratives corpus articles/ --out dam-store --case dam-case")
def corpus(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Folders with all in them, and files; of a .jsonl each line is a document.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="STORE", help="A new folder, or a store to go on with."
        ),
    ],
    case: Annotated[
        Path | None,
        typer.Option("--case", help="A case folder: its accounts. Without it: statements only."),
    ] = None,
    model: Annotated[
        Tagger,
        typer.Option("--model", help="The tagger: fast, or accurate at three times the cost."),
    ] = Tagger.fast,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes of this machine.  [default: its cores]"),
    ] = None,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="A Dask scheduler, as tcp://10.0.0.5:8786; its workers share the folders.",
        ),
    ] = "",
    retry: Annotated[
        bool, typer.Option("--retry", help="Read again what was left out before.")
    ] = False,
    no_copies: Annotated[
        bool, typer.Option("--no-copies", help="Do not look for copies among all texts.")
    ] = False,
) -> None:
    """Read thousands of documents into a store; run it again to go on where it was stopped."""
    from narratives.case import load_case
    from narratives.corpus import read_corpus
    from narratives.corpus.building import cores

    loaded = None if case is None else load_case(case)
    for message in () if loaded is None else loaded.warnings:
        note(f"Warning: {message}")
    with _progress() as told:
        run = read_corpus(
            paths, out, case=loaded, model=model.value,
            workers=cores() if workers is None else workers, scheduler=scheduler, retry=retry,
            copies=not no_copies, progress=told,
        )  # fmt: skip
    for place, why in run.problems:
        note(f"{place}: {why}")
    _print(run)
    if run.failures or run.problems:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[CorpusState], None]]:
    """Tell how far it is: in one line at a terminal, else in a line a minute."""
    began = said = monotonic()
    failed = 0
    with show_progress("Reading") as show:

        def tell(progress: CorpusState) -> None:
            nonlocal failed, said, began
            for path, why in progress.failed:
                failed += 1
                if failed <= TOLD:
                    note(f"Left out: {path}: {why}")
            if progress.step != "reading":
                show(progress.step)
                return
            now = monotonic()
            if not progress.done:
                began = now
            words = in_words(progress.done, progress.left, failed, now - began)
            show(words)
            if not sys.stderr.isatty() and now - said >= _EVERY:
                said = now
                note(words)

        yield tell
    if failed > TOLD:
        note(f"Left out: {failed - TOLD:,} more; open_store(…).failures lists all.")


def in_words(done: int, left: int, failed: int, seconds: float) -> str:
    """Write how far it is, and how long it may still take.

    Examples
    --------
    >>> in_words(1500, 500, 2, 300.0)
    '1,500 read, 500 left (about 2 min), 2 left out'
    >>> in_words(0, 2000, 0, 0.0)
    '0 read, 2,000 left'
    """
    words = f"{done:,} read, {left:,} left"
    if done and left:
        rest = seconds * left / done
        words += (
            f" (about {rest / 3600:.1f} h)"
            if rest >= 5400
            else (f" (about {max(round(rest / 60), 1)} min)")
        )
    return f"{words}, {failed:,} left out" if failed else words


def _print(run: CorpusRun) -> None:
    lines = [
        f"{run.entries:,} files and lines: {run.known:,} read before, {run.documents:,} documents "
        f"with {run.statements:,} statements read now."
    ]
    if run.failures or run.problems:
        lines.append(
            f"Left out: {len(run.failures):,} that could not be read, "
            f"{len(run.problems):,} that could not be opened."
        )
    if run.passed_over:
        lines.append(f"Not looked at: {run.passed_over:,} files of other kinds.")
    if run.copies is not None:
        from narratives.copies.finding import MOST_STREAMED

        lines.append(
            f"Pairs of texts that share passages: {run.copies:,}. Each text was compared with at "
            f"most {MOST_STREAMED} earlier ones, those that share most sentences with it."
        )
    for line in lines:
        print_paragraph(line)
    print(f"Store: {make_harmless(str(run.store))}")
