"""Reading: trained graphs are opened here, and what the reader of bearings reads with them.

Each name loads its module when it is first used: who only opens a graph, as the taggers do,
loads nothing of the reader of bearings.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narratives.reading.choosing import (
        choose_reader,
        from_memory,
        keep_readings,
        notes_of,
        prepare_reader,
        reads_ahead,
    )
    from narratives.reading.folder import FolderReader
    from narratives.reading.passages import Account, Passage, pack_rows, texts_of
    from narratives.reading.reader import (
        ANSWERS,
        BearingReader,
        EncoderReader,
        NotReadYetError,
        Reading,
        join_readings,
    )
    from narratives.reading.served import ServedReader
    from narratives.reading.session import Session, log_likely, open_session, to_grid

_HOMES = {
    "ANSWERS": "reader",
    "Account": "passages",
    "BearingReader": "reader",
    "EncoderReader": "reader",
    "FolderReader": "folder",
    "NotReadYetError": "reader",
    "Passage": "passages",
    "Reading": "reader",
    "ServedReader": "served",
    "Session": "session",
    "choose_reader": "choosing",
    "from_memory": "choosing",
    "join_readings": "reader",
    "keep_readings": "choosing",
    "log_likely": "session",
    "notes_of": "choosing",
    "open_session": "session",
    "pack_rows": "passages",
    "prepare_reader": "choosing",
    "reads_ahead": "choosing",
    "texts_of": "passages",
    "to_grid": "session",
}

__all__ = [
    "ANSWERS",
    "Account",
    "BearingReader",
    "EncoderReader",
    "FolderReader",
    "NotReadYetError",
    "Passage",
    "Reading",
    "ServedReader",
    "Session",
    "choose_reader",
    "from_memory",
    "join_readings",
    "keep_readings",
    "log_likely",
    "notes_of",
    "open_session",
    "pack_rows",
    "prepare_reader",
    "reads_ahead",
    "texts_of",
    "to_grid",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'narratives.reading' has no attribute {name!r}")
    return getattr(import_module(f"narratives.reading.{_HOMES[name]}"), name)
