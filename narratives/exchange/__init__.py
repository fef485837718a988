"""A case into other tools, and back: each format is one module.

Each name loads its module when it is first used: one decision at a terminal needs no format.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narratives.exchange.known import FORMATS
    from narratives.exchange.sending import Exported, export_case
    from narratives.exchange.taking import Imported, import_annotations

_HOMES = {
    "FORMATS": "known",
    "Exported": "sending",
    "Imported": "taking",
    "export_case": "sending",
    "import_annotations": "taking",
}

__all__ = ["FORMATS", "Exported", "Imported", "export_case", "import_annotations"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'narratives.exchange' has no attribute {name!r}")
    return getattr(import_module(f"narratives.exchange.{_HOMES[name]}"), name)
