"""From the shell to a command and back: one line and a fitting status, whatever happens."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from typer import Typer

STOPPED = 130
"""The exit status of what Ctrl-C ended: 128 and the number of the signal."""


class _Stop:
    """Whether Ctrl-C was pressed. A library that is being imported may turn it into an error.

    It may swallow it, too, and what is raised where Python can raise nothing (in the callback of
    a weak reference, say) is lost: such a press is pressed once more.
    """

    pressed = False

    def again(self, lost: Any) -> None:
        """Take what was raised and cannot be passed on, as ``sys.unraisablehook`` does."""
        if self.pressed and issubclass(lost.exc_type, KeyboardInterrupt):
            self.pressed = False
            # In a moment, for here it would be lost again.
            from threading import Timer

            Timer(0.05, signal.raise_signal, [signal.SIGINT]).start()
        else:
            sys.__unraisablehook__(lost)

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        if self.pressed:
            os._exit(STOPPED)
        self.pressed = True
        raise KeyboardInterrupt


def run_program(load: Callable[[], Typer], arguments: Sequence[str] | None) -> None:
    """Run a command and end the program.

    Parameters
    ----------
    load : callable
        Imports the commands, which takes a moment, and returns them.
    arguments : sequence of str or None
        Those of the command line where they are None; then Ctrl-C is looked after too.

    Raises
    ------
    SystemExit
        With the exit status.
    """
    if arguments is None:
        # There is little to collect while libraries are imported, and looking takes its time.
        gc.set_threshold(50_000)
    stop = _Stop()
    with _heed(stop, arguments is None):
        try:
            status = _run(load, arguments, stop)
        except KeyboardInterrupt:
            status = STOPPED
        except Exception as error:
            status = STOPPED if stop.pressed else _tell(error)
        if stop.pressed or status == STOPPED:
            # Said here alone, for typer ends some moments of a Ctrl-C without a word.
            status = _say("Stopped.", STOPPED)
        status = _flush(status)
    raise SystemExit(status)


def _run(load: Callable[[], Typer], arguments: Sequence[str] | None, stop: _Stop) -> int:
    if sys.stderr is None:
        # Messages must not land among the rows on standard output.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        return _say(
            "Standard output is closed, so there is nowhere to print to. Leave it open, or send "
            "it to a file.",
            1,
        )
    app = load()
    if stop.pressed:
        raise KeyboardInterrupt
    from narratives.cli.output import prepare_streams

    prepare_streams()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="narratives")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextmanager
def _heed(stop: _Stop, as_program: bool) -> Iterator[None]:
    """Let Ctrl-C come to ``stop`` while the program runs, and end it quietly after that."""
    if not as_program:
        yield
        return
    signal.signal(signal.SIGINT, stop)
    sys.unraisablehook = stop.again
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.unraisablehook = sys.__unraisablehook__


def _tell(error: Exception) -> int:
    if isinstance(error, BrokenPipeError):
        silence_stdout()
        return 0
    if isinstance(error, OSError):
        silence_stdout()
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror or error}.", 1)
    from narratives.schema import failure_in_words

    return _say(failure_in_words(error), 1)


def _flush(status: int) -> int:
    """Bring out what is printed: a full disk or a reader that has gone shows only here."""
    if sys.stdout is None:
        return status
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
    except (OSError, ValueError) as error:
        silence_stdout()
        reason = getattr(error, "strerror", None) or error
        return status or _say(f"The output cannot be written: {reason}.", 1)
    return status


def silence_stdout() -> None:
    """Send the rest of the output nowhere, so that it does not raise at the end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def _say(message: str, status: int) -> int:
    try:
        print(message, file=sys.stderr, flush=True)
    except OSError:
        return status
    return status
