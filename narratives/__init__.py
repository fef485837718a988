"""Take contested news apart: who says what, how firmly, for or against which account.

The names below are the whole public face. Each loads its module when it is
first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Case": "schema",
    "CaseError": "schema",
    "Document": "schema",
    "NarrativesError": "schema",
    "SchemaError": "schema",
    "extract_statements": "attribution",
    "find_segments": "documents",
    "read_document": "documents",
    "split_sentences": "documents",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"narratives.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'narratives' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
