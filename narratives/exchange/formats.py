"""One face for all formats: what goes out, and what is told with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from narratives.exchange.deciding import ReadFile
from narratives.exchange.marks import Mark, marks_of
from narratives.review import REVIEW
from narratives.schema import Case
from narratives.stages import Comparison
from narratives.telling.looked import looked_in_words, unsure_in_words
from narratives.version import __version__


@dataclass(frozen=True)
class Outgoing:
    """A case on its way into another tool.

    Parameters
    ----------
    case : Case
    comparison : Comparison
        Of the case, with the review applied.
    cannot : tuple of str
        What the format cannot say, one sentence each.
    tlp : str
        The marking of the Traffic Light Protocol, for formats that carry one; empty for none.
    rater : str
        Whose ratings, for formats that hold those of one person; empty for the only one.
    """

    case: Case
    comparison: Comparison
    cannot: tuple[str, ...]
    tlp: str = ""
    rater: str = ""

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The statements."""
        return marks_of(self.comparison)

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of the review, in their order, with the keys of the file."""
        return [
            {key: row[key] for key in REVIEW if key != "line"}
            for row in self.case.review.to_dict("records")
        ]

    @cached_property
    def note(self) -> tuple[str, ...]:
        """What the file says about itself: where it comes from, and what it leaves out."""
        unread = [f"{name} could not be read and is not in it." for name in self.comparison.unread]
        others = ", ".join(self.case.readings)
        readings = [f"What other readers grade and rate ({others}) is not in it."] if others else []
        told = (
            f'From the case "{self.case.name}", by narratives {__version__}. It describes what '
            "documents say and does not decide what happened.",
            looked_in_words(self.comparison),
            unsure_in_words(self.comparison),
            *unread,
            *readings,
            *self.cannot,
        )
        return tuple(sentence for sentence in told if sentence)

    @property
    def note_text(self) -> str:
        """The note as lines of a file."""
        return "".join(f"{line}\n" for line in self.note)


@dataclass(frozen=True)
class FileFormat:
    """One format: how it is written and read, and what can be said in it.

    Parameters
    ----------
    name : str
        As the command takes it.
    what : str
        For whom it is, in a few words.
    endings : tuple of str
        Of its files; empty for a folder of files.
    goes : tuple of (what, where)
        What of a case goes where.
    cannot : tuple of str
        What cannot be said in it, one sentence each; told in each export.
    write : callable
        Takes an Outgoing; returns the bytes of each file, "" for the only one.
    read : callable or None
        Takes a path and the case. None where nothing is read back.
    recognise : callable or None
        Tells from a path and, for JSON, its content whether a file is of this format.
    back : str
        What comes back, in a few words; empty where nothing does.
    marked : bool
        Whether it carries a marking of the Traffic Light Protocol.
    of_one : bool
        Whether it holds the ratings of one person alone.
    extra : str
        The extra of the package that brings its library; empty where none is needed.
    """

    name: str
    what: str
    endings: tuple[str, ...]
    goes: tuple[tuple[str, str], ...]
    cannot: tuple[str, ...]
    write: Callable[[Outgoing], Mapping[str, bytes]]
    read: Callable[[Path, Case], ReadFile] | None = None
    recognise: Callable[[Path, Any], bool] | None = None
    back: str = ""
    marked: bool = False
    of_one: bool = False
    extra: str = ""
