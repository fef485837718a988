"""Thousands of documents into a store of Parquet files, on one machine or on Dask.

A store is a folder: ``store.json``, one folder of tables for each part, the copies among all
texts, and what a person checked. Each name loads its module when it is first used: a worker
loads no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narratives.corpus.building import (
        CorpusRun as CorpusRun,
        CorpusState as CorpusState,
        read_corpus as read_corpus,
    )
    from narratives.corpus.estimates import Estimate as Estimate
    from narratives.corpus.opened import Store as Store, open_store as open_store

_HOMES = {
    "CorpusRun": "building",
    "Estimate": "estimates",
    "CorpusState": "building",
    "Store": "opened",
    "open_store": "opened",
    "read_corpus": "building",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"narratives.corpus.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'narratives.corpus' has no attribute {name!r}")
