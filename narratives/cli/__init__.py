"""The commands: ``narratives report``, ``statements``, ``check`` and the others.

What is imported here loads nothing heavy, so that Ctrl-C ends the program with a line and
not with a traceback while the rest is still being imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from narratives.cli.running import run_program

if TYPE_CHECKING:
    from typer import Typer

    from narratives.cli.commands import app as app

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the program.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the command line if they are not given; then Ctrl-C is looked after too.

    Raises
    ------
    SystemExit
        0 if all went well or the reader of the output has gone, 1 for a mistake that the
        user can mend, 2 for wrong usage, 130 for Ctrl-C.
    """
    run_program(_load, arguments)


def _load() -> Typer:
    # Their commands register themselves.
    from narratives.cli import (
        across as across,
        agreeing as agreeing,
        commands,
        corpus as corpus,
        exporting as exporting,
        making as making,
        reviewing as reviewing,
        teaching as teaching,
        trading as trading,
    )

    return commands.app


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(f"module 'narratives.cli' has no attribute {name!r}")
    return _load()
