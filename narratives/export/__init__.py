"""Notebooks as pages and slides: offline, accessible, with what they show kept harmless."""

from narratives.export.write import Export, export_notebooks

__all__ = ["Export", "export_notebooks"]
