"""The folder of a store: what stands where in it, who made it, and who writes in it now."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from narratives.documents import read_bytes, write_whole
from narratives.schema import NarrativesError
from narratives.version import __version__

STORE = "store.json"
FORMAT = 1
"""The number of this form of a store. It moves where a table of it changes."""
PARTS, UNFINISHED, COPIES = "parts", "unfinished", "copies"
CHECKS = "checks.jsonl"
_LOCK = ".writing.lock"
_KNOWN = ("format", "narratives", "model", "case", "accounts", "fingerprint")
_MOST = 1_000_000


def is_store(folder: Path) -> bool:
    """Tell whether a folder holds a store."""
    return (folder / STORE).is_file() and (folder / PARTS).is_dir()


def read_about(folder: str | Path) -> dict[str, Any]:
    """Read what a store says about itself.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    dict
        ``format``, ``narratives`` (the version that drafted it), ``model``, ``case``,
        ``accounts`` (narrative ids to their titles) and ``fingerprint`` of what reads.

    Raises
    ------
    NarrativesError
        If the folder is no store, or one of another form.

    Examples
    --------
    >>> read_about("nowhere")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere: there is no such folder. ...
    """
    folder = Path(folder)
    if not folder.exists():
        raise NarrativesError(
            f"{folder}: there is no such folder. Check the name, or make a store with "
            "`narratives corpus FOLDER --out STORE`."
        )
    path = folder / STORE
    if not path.is_file():
        raise NarrativesError(
            f"{folder}: this is no store, for it has no file {STORE}. Make one with "
            "`narratives corpus FOLDER --out STORE`."
        )
    try:
        about = json.loads(read_bytes(path, _MOST))
    except ValueError as error:
        if isinstance(error, NarrativesError):
            raise
        raise NarrativesError(
            f"{path}: this is no JSON ({error}). Take it from a copy of the store, or make the "
            "store anew."
        ) from error
    form = about.get("format") if isinstance(about, dict) else None
    if form != FORMAT:
        raise NarrativesError(
            f"{path}: format {json.dumps(form)} is that of another version; narratives "
            f"{__version__} reads {FORMAT}. Open the store with the version that made it "
            f"({_by(about)}), or make it anew from the documents."
        )
    missing = [key for key in _KNOWN if key not in about]
    if missing:
        raise NarrativesError(
            f"{path}: the keys {', '.join(missing)} are missing. Take the file from a copy of the "
            "store, or make the store anew."
        )
    return dict(about)


def _by(about: Any) -> str:
    made = about.get("narratives") if isinstance(about, dict) else None
    return f"narratives {made}" if isinstance(made, str) else "it does not say which"


def begin_store(folder: Path, about: Mapping[str, Any]) -> None:
    """Make a store, or check that what is to be added was read in the way of the one there.

    Parameters
    ----------
    folder : Path
        A new or empty folder, or a store.
    about : mapping
        As :func:`read_about` returns it, without ``format`` and ``narratives``.

    Raises
    ------
    NarrativesError
        If the folder holds something else, or a store that was read in another way.
    """
    wanted = {"format": FORMAT, "narratives": __version__, **about}
    if not (folder / STORE).exists():
        _make(folder, wanted)
        return
    there = read_about(folder)
    names = {"narratives": "the version of narratives", "model": "--model", "case": "--case"}
    for key, name in names.items():
        if there[key] != wanted[key]:
            raise NarrativesError(
                f"{folder}: {name} is {_say(there[key])} in this store, and {_say(wanted[key])} "
                "now. Texts that were read in two ways cannot be counted together: name another "
                "folder with --out, or read as before."
            )
    if there["fingerprint"] != wanted["fingerprint"]:
        raise NarrativesError(
            f"{folder}: the accounts, sources or settings of the case {_say(wanted['case'])} are "
            "not those with which this store was begun. Name another folder with --out, or take "
            "back the change in case.yaml."
        )


def _say(value: Any) -> str:
    return f'"{value}"' if value else "none"


def _make(folder: Path, about: Mapping[str, Any]) -> None:
    if folder.exists() and not folder.is_dir():
        raise NarrativesError(f"{folder}: this is a file. Name a new folder for the store.")
    if folder.is_dir():
        left = {PARTS, UNFINISHED, COPIES, _LOCK}
        others = sorted(path.name for path in folder.iterdir() if path.name not in left)
        # What a `corpus` that was killed in its first moment left is a store that holds nothing.
        if others and not all(name.startswith(f".{STORE}") for name in others):
            raise NarrativesError(
                f"{folder}: the folder holds {', '.join(others[:3])}"
                f"{' and more' if len(others) > 3 else ''}, and no store. Name a new folder with "
                "--out."
            )
    if not folder.parent.is_dir():
        raise NarrativesError(
            f"{folder.parent}: there is no such folder. Make it, or name another."
        )
    for name in (PARTS, UNFINISHED, COPIES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    told = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(folder / STORE, f"{told}\n".encode())


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the one program that adds to a store; what another left unfinished is cleared.

    What a worker of this run that was killed left is cleared at its end.

    Raises
    ------
    NarrativesError
        If another program adds to it now.
    """
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise NarrativesError(
            f"{folder.parent}: there is no such folder. Make it, or name another."
        ) from error
    except FileExistsError as error:
        raise NarrativesError(
            f"{folder}: this is a file. Name a new folder for the store."
        ) from error
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise NarrativesError(
            f"{folder}: another program adds to this store now. Wait until it has ended, or stop "
            "it; what it has read stays, and this command goes on from there."
        ) from error
    try:
        _clear(folder)
        yield
    finally:
        _clear(folder)
        lock.release()


def _clear(folder: Path) -> None:
    """Take away what a worker that was killed has begun."""
    for path in (folder / UNFINISHED).glob("*"):
        shutil.rmtree(path, ignore_errors=True)


def keep_part(draft: Path, place: Path) -> None:
    """Move a finished folder to its place, where it appears whole or not at all.

    Where the same part stands already, it was made by another worker from the same texts: this
    one is dropped.
    """
    for path in (*draft.iterdir(), draft):
        _flush(path)
    try:
        draft.rename(place)
    except OSError:
        if not place.is_dir():
            raise
        shutil.rmtree(draft, ignore_errors=True)
    _flush(place.parent)


def _flush(path: Path) -> None:
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def part_names(folder: Path) -> list[str]:
    """Return the names of the finished parts of a store, in their order."""
    return sorted(entry.name for entry in os.scandir(folder / PARTS) if entry.is_dir())


def copies_file(folder: Path) -> Path:
    """Return where the copies among the documents of all parts stand, once they are found."""
    digest = hashlib.sha256("\n".join(part_names(folder)).encode()).hexdigest()[:24]
    return folder / COPIES / f"{digest}.parquet"
