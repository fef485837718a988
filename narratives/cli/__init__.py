"""The commands: ``narratives report``, ``statements``, ``check`` and the others.

Nothing is imported here before ``main`` runs, so that Ctrl-C ends the program with a line and
not with a traceback while the rest is still being imported. What Python itself does before it
reads a line of a program, some hundredths of a second, is out of our hands.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

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
    import sys

    lost: list[Any] = []
    if arguments is None:
        sys.unraisablehook = lost.append
    try:
        from narratives.cli.running import run_program

        # Pressed where Python can raise nothing, such as in a callback of its own imports.
        if any(issubclass(told.exc_type, KeyboardInterrupt) for told in lost):
            raise KeyboardInterrupt
        run_program(_load, arguments)
    except KeyboardInterrupt:
        # Pressed before the lines above could heed it.
        print("Stopped.", file=sys.stderr)
        raise SystemExit(130) from None


def _load() -> Typer:
    # Their commands register themselves.
    from narratives.cli import (
        across_texts as across_texts,
        across_time as across_time,
        agreeing as agreeing,
        carding as carding,
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
