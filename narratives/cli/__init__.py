"""The commands: ``narratives report``, ``statements``, ``check`` and the others."""

from narratives.cli import exporting as exporting  # Its command registers itself.
from narratives.cli.commands import app, main

__all__ = ["app", "main"]
