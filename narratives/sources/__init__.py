"""Mentions of sources to names, names to the register of sources, sources to origins."""

from __future__ import annotations

from narratives.sources.entities import index_names
from narratives.sources.linking import name_sources
from narratives.sources.register import fold_name, resolve_sources
from narratives.sources.words import is_pronoun

__all__ = ["fold_name", "index_names", "is_pronoun", "name_sources", "resolve_sources"]
