"""Who reads the bearings of a case: what its settings ask for, or the reader of the package."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from narratives.reading.folder import FolderReader
from narratives.reading.reader import BearingReader, EncoderReader
from narratives.reading.served import ANSWERS_FILE, ServedReader
from narratives.schema import NarrativesError

_ALLOWED = "{folder: path} or {served: {url: address, model: name, anywhere: false}}"


def choose_reader(settings: Mapping[str, Any], folder: str | Path | None) -> BearingReader:
    """Return the reader that the settings of a case ask for.

    Parameters
    ----------
    settings : mapping
        The ``settings`` of a case. Without the key ``reader`` the encoder of the package reads.
    folder : str, Path or None
        The case folder: the paths of the settings are relative to it, and the answers of a
        served model are kept there, in ``answers.jsonl``, and what the encoder read where it was
        kept (:meth:`EncoderReader.keep`). None for a case without one.

    Returns
    -------
    BearingReader
        It has asked nothing of a server yet.

    Raises
    ------
    NarrativesError
        If the settings are not as they must be, the folder has no model that can be read, or
        the server is not on this machine.

    Examples
    --------
    >>> choose_reader({}, None).name
    'encoder'
    >>> choose_reader({"reader": {"served": {"url": "http://[::1]:8080", "model": "m"}}}, None).name
    'model "m" served by ::1'
    """
    given = settings.get("reader") or {}
    place = None if folder is None else Path(folder)
    if not given:
        return EncoderReader(place)
    if isinstance(given, Mapping) and list(given) == ["folder"]:
        path = Path(str(given["folder"]))
        return FolderReader(path if place is None else place / path)
    served = given.get("served") if isinstance(given, Mapping) else None
    if not isinstance(served, Mapping) or len(given) != 1 or not {"url", "model"} <= set(served):
        raise NarrativesError(f"settings.reader is {str(given)[:100]}. Allowed: {_ALLOWED}.")
    return ServedReader(
        str(served["url"]),
        str(served["model"]),
        None if place is None else place / ANSWERS_FILE,
        anywhere=served.get("anywhere") is True,
    )


def notes_of(reader: BearingReader) -> tuple[str, ...]:
    """Return what a reader has to say about all that it read, for the warnings of a page.

    Examples
    --------
    >>> notes_of(EncoderReader())
    ()
    """
    return reader.notes if isinstance(reader, ServedReader) else ()


def keep_readings(reader: BearingReader | None) -> None:
    """Keep beside its case what a reader has read so far, if it is one that can.

    Examples
    --------
    >>> keep_readings(EncoderReader())  # which has no folder: nothing happens
    """
    if isinstance(reader, EncoderReader):
        reader.keep()


def prepare_reader(reader: BearingReader | None) -> None:
    """Open what a reader reads with, so that the first words do not wait for it.

    Examples
    --------
    >>> prepare_reader(EncoderReader())
    """
    if isinstance(reader, EncoderReader):
        reader.prepare()


def reads_ahead(reader: BearingReader) -> bool:
    """Tell whether a reader may read words before it is sure that they are wanted.

    It must remember them, and ask nobody: who is asked by the word is asked once.

    Examples
    --------
    >>> reads_ahead(EncoderReader())
    True
    """
    return isinstance(reader, EncoderReader)


def from_memory(reader: BearingReader) -> AbstractContextManager[None]:
    """Let a reader give only what it remembers, if it is one that reads by itself.

    Examples
    --------
    >>> with from_memory(EncoderReader()):
    ...     pass
    """
    return reader.from_memory() if isinstance(reader, EncoderReader) else nullcontext()
