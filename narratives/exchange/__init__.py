"""A case into other tools, and back: each format is one module."""

from __future__ import annotations

from narratives.exchange.known import FORMATS
from narratives.exchange.sending import Exported, export_case
from narratives.exchange.taking import Imported, import_annotations

__all__ = ["FORMATS", "Exported", "Imported", "export_case", "import_annotations"]
