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
    "Evidence": "evidence",
    "NarrativesError": "schema",
    "SchemaError": "schema",
    "Strength": "strength",
    "append_review": "review",
    "basis": "scores",
    "count_voices": "scores",
    "create_case": "case",
    "diagnosticity": "scores",
    "drop_one": "scores",
    "extract_statements": "attribution",
    "find_loaded_words": "strength",
    "find_segments": "documents",
    "firmness": "scores",
    "form_items": "evidence",
    "judge_basis": "evidence",
    "judge_strength": "strength",
    "load_case": "case",
    "load_review": "review",
    "name_sources": "sources",
    "rank_narratives": "scores",
    "rate_strength": "strength",
    "read_document": "documents",
    "resolve_sources": "sources",
    "split_sentences": "documents",
    "voices": "scores",
    "weigh_items": "scores",
    "weighted_inconsistency": "scores",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"narratives.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'narratives' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
