"""Thousands of documents into a store of Parquet files, on one machine or on Dask.

A store is a folder: ``store.json``, one folder of tables for each part, the copies among all
texts, and what a person checked.
"""

from narratives.corpus.building import (
    CorpusRun as CorpusRun,
    Progress as Progress,
    read_corpus as read_corpus,
)
from narratives.corpus.estimates import Estimate as Estimate
from narratives.corpus.opened import Store as Store, open_store as open_store

__all__ = ["CorpusRun", "Estimate", "Progress", "Store", "open_store", "read_corpus"]
