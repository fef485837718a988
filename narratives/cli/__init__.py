"""The commands: ``narratives report``, ``statements``, ``bearings`` and ``check``."""

from narratives.cli.commands import app, main

__all__ = ["app", "main"]
