"""Reading: trained graphs are opened here, and what the reader of bearings reads with them."""

from __future__ import annotations

from narratives.reading.choosing import choose_reader, notes_of
from narratives.reading.folder import FolderReader
from narratives.reading.passages import Account, Passage, pack_rows, texts_of
from narratives.reading.reader import ANSWERS, BearingReader, EncoderReader, Reading
from narratives.reading.served import ServedReader
from narratives.reading.session import Session, log_likely, open_session, to_grid

__all__ = [
    "ANSWERS",
    "Account",
    "BearingReader",
    "EncoderReader",
    "FolderReader",
    "Passage",
    "Reading",
    "ServedReader",
    "Session",
    "choose_reader",
    "log_likely",
    "notes_of",
    "open_session",
    "pack_rows",
    "texts_of",
    "to_grid",
]
