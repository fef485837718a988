"""The commands: ``narratives report``, ``statements``, ``check`` and the others.

What is imported here loads nothing heavy, so that Ctrl-C ends the program with a line and
not with a traceback while the rest is still being imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narratives.cli.running import main

if TYPE_CHECKING:
    from narratives.cli.commands import app as app

__all__ = ["app", "main"]


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(f"module 'narratives.cli' has no attribute {name!r}")
    # Their commands register themselves.
    from narratives.cli import commands, exporting as exporting, making as making

    return commands.app
