"""What a saved page, a PDF or a mail gives: pieces of text, what it states, what was left out."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from narratives.schema import NarrativesError

MAX_ORIGINAL = 60_000_000
"""The most bytes of a file that is read. A page saved with its pictures has some 5 million."""
EXTRA = 'pip install "narratives[documents]"'
"""How what reads pages, PDFs, Word files and archives is installed."""
FACTS = ("title", "publisher", "author", "published", "changed", "language", "url")
"""What a page may state about itself."""


@dataclass(frozen=True)
class OpenedPiece:
    """A paragraph of an original.

    Parameters
    ----------
    text : str
    kind : str
        A kind of furniture (``schema.FURNITURE``), or "" for the story.
    why : str
        Where the original says that it is furniture.
    """

    text: str
    kind: str = ""
    why: str = ""


@dataclass(frozen=True)
class OpenedFile:
    """What was read in a file that is not plain text.

    Parameters
    ----------
    pieces : tuple of OpenedPiece
    facts : mapping of str to (str, str)
        What it states about itself (``FACTS``), each with where that was read.
    left_out : mapping of str to int
        How many pieces of which kind are not in the text.
    notes : tuple of str
        What a reader must know, one sentence each.
    name : str
        What to call it where a file holds several; "" for the name of the file.
    """

    pieces: tuple[OpenedPiece, ...]
    facts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    name: str = ""

    @property
    def text(self) -> str:
        """The pieces, with an empty line between them."""
        return "\n\n".join(piece.text for piece in self.pieces)

    @property
    def furniture(self) -> tuple[tuple[int, int, str, str], ...]:
        """Start, end, kind and reason of each piece that is furniture."""
        found = []
        at = 0
        for piece in self.pieces:
            if piece.kind:
                found.append((at, at + len(piece.text), piece.kind, piece.why))
            at += len(piece.text) + 2
        return tuple(found)

    @property
    def told(self) -> tuple[str, ...]:
        """The notes, and one sentence on what was left out."""
        if not self.left_out:
            return self.notes
        listed = ", ".join(f"{why} ({number})" for why, number in self.left_out.items())
        return (*self.notes, f"Left out of the text when the file was read: {listed}.")


def plain_pieces(text: str) -> tuple[OpenedPiece, ...]:
    r"""Cut a text at its empty lines.

    Examples
    --------
    >>> [piece.text for piece in plain_pieces("Dam holds\n\n\nIt held, she said.\n")]
    ['Dam holds', 'It held, she said.']
    """
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(OpenedPiece(part.strip("\n")) for part in parts if part.strip())


def tidy(text: str) -> str:
    r"""Return words on one line, without what no text holds; no-break spaces stay.

    Examples
    --------
    >>> tidy(" The  dam\n held\u00a0firm.\0")
    'The dam held\xa0firm.'
    """
    return re.sub(
        r"[ \t\r\n\f\v]+", " ", re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", text)
    ).strip()


def count_reasons(reasons: Iterable[str]) -> dict[str, int]:
    """Count the reasons for which pieces were left out, in the order in which they come."""
    return dict(Counter(reasons))


@contextmanager
def quiet(library: str) -> Iterator[None]:
    """Keep a library from writing its warnings to the terminal: what matters is told in words."""
    logger = logging.getLogger(library)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def missing(path: object, what: str, package: str) -> NarrativesError:
    """Return the message for a file whose reader is not installed."""
    return NarrativesError(
        f"{path}: this is {what}, and {package}, which reads it, is not installed. Install it "
        f"({EXTRA}), or save the text as plain text (.txt) in UTF-8."
    )
