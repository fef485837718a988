"""Files of PARC's tool for competing hypotheses (.achz), as Open Source ACH reads them.

Such a file is XML, packed with gzip. Which elements there are is known from the board that imports
them (Burton/Analysis-of-Competing-Hypotheses, ``import_action.php`` at bd8ff88): a title, and a
matrix of hypotheses and evidence. The name of the outermost element is not looked at.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from narratives.documents import read_bytes
from narratives.exchange.opening import MOST, NOT_IN_XML
from narratives.schema import NarrativesError

TITLE, MATRIX, HYPOTHESIS, EVIDENCE = "PROJECT-TITLE", "MATRIX", "HYPOTHESIS", "EVIDENCE"
_UNPACKED = 50_000_000
_DEEPEST = 100


@dataclass(frozen=True)
class Board:
    """What an .achz says.

    Attributes
    ----------
    title : str
    hypotheses : tuple of mapping
        The texts of the elements of each, by the name of the element.
    evidence : tuple of mapping
        Likewise; ``VALUES`` has the ratings, joined by commas.
    """

    title: str
    hypotheses: tuple[Mapping[str, str], ...]
    evidence: tuple[Mapping[str, str], ...]


def pack_board(board: Board, note: Iterable[str]) -> bytes:
    r"""Write an .achz, the same bytes for the same board.

    In UTF-8 and without a mark of the coding: of UTF-16, in which PARC's tool writes, Open Source
    ACH makes three bytes of each half of a letter beyond the BMP, and its parser of XML refuses
    the file.

    Parameters
    ----------
    board : Board
    note : iterable of str
        Sentences, written as a comment before all else.

    Returns
    -------
    bytes

    Examples
    --------
    >>> packed = pack_board(Board("Why?", ({"NAME": "Rust"},), ()), ["A note."])
    >>> print(gzip.decompress(packed).decode(), end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <!--
    A note.
    -->
    <ACH>
    <PROJECT-TITLE>Why?</PROJECT-TITLE>
    <MATRIX>
    <HYPOTHESIS>
    <NAME>Rust</NAME>
    </HYPOTHESIS>
    </MATRIX>
    </ACH>
    """
    # Two hyphens would end the comment.
    told = "".join(f"{sentence}\n" for sentence in note).replace("--", "\u2013")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<!--\n{in_xml(told)}-->", "<ACH>"]
    lines += [_element(TITLE, board.title), f"<{MATRIX}>"]
    for kind, entries in ((HYPOTHESIS, board.hypotheses), (EVIDENCE, board.evidence)):
        for entry in entries:
            lines += [f"<{kind}>", *(_element(*one) for one in entry.items()), f"</{kind}>"]
    lines += [f"</{MATRIX}>", "</ACH>", ""]
    return gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0)


def _element(name: str, text: str) -> str:
    # A bare carriage return is a line feed to a parser.
    return f"<{name}>{escape(in_xml(text), {chr(13): '&#13;'})}</{name}>"


def in_xml(text: str) -> str:
    r"""Replace what XML cannot hold.

    Examples
    --------
    >>> in_xml("rust\x00 and rain")
    'rust� and rain'
    """
    return NOT_IN_XML.sub("\ufffd", text)


def open_board(path: Path) -> Board:
    """Read an .achz. Entities and everything else of a document type are refused.

    Raises
    ------
    NarrativesError
        If it is not packed with gzip, is cut off, unpacks to too much, is no XML, or has no
        matrix.

    Examples
    --------
    >>> open_board(Path("nowhere.achz"))
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere.achz: there is no such file. ...
    """
    raw = _unpack(read_bytes(path, MOST), path)
    coding = None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            raw, coding = raw.decode("utf-16").encode("utf-8"), "utf-8"
        except UnicodeDecodeError as error:
            raise NarrativesError(f"{path}: this is no text in UTF-16 ({error}).") from error
    found = _Found(path)
    parser = expat.ParserCreate(coding)
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.text
    parser.StartDoctypeDeclHandler = found.refuse
    try:
        parser.Parse(raw, True)
    except NarrativesError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NarrativesError(f"{path}: what is packed in it is not XML ({error}).") from error
    if not found.matrices:
        raise NarrativesError(
            f"{path}: it has no {MATRIX}, and so is no file of PARC's tool for competing "
            'hypotheses. Save it there by "Save As...".'
        )
    return Board(found.title.strip(), tuple(found.hypotheses), tuple(found.evidence))


def _unpack(raw: bytes, path: Path) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        text = unpacker.decompress(raw, _UNPACKED)
    except zlib.error as error:
        raise NarrativesError(
            f"{path}: this is no .achz, which is packed with gzip ({error})."
        ) from error
    if unpacker.unconsumed_tail:
        raise NarrativesError(f"{path}: unpacked, it has more than {_UNPACKED:,} bytes.")
    if not unpacker.eof:
        raise NarrativesError(f"{path}: the file is cut off. Save it again.")
    return text


class _Found:
    """Collects the title and the matrix while the parser goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.title = ""
        self.matrices = 0
        self.hypotheses: list[dict[str, str]] = []
        self.evidence: list[dict[str, str]] = []
        self._way: list[str] = []
        self._words: list[str] | None = None

    def start(self, name: str, attributes: Any) -> None:
        del attributes
        self._way.append(name)
        if len(self._way) > _DEEPEST:
            raise NarrativesError(f"{self.path}: it is nested too deeply to be read.")
        inside = self._way[1:]
        self.matrices += inside == [MATRIX]
        # As the board: the first matrix counts, and of each element the first.
        if self.matrices == 1 and inside == [MATRIX, HYPOTHESIS]:
            self.hypotheses.append({})
        elif self.matrices == 1 and inside == [MATRIX, EVIDENCE]:
            self.evidence.append({})
        elif inside == [TITLE] or (self.matrices == 1 and len(inside) == 3):
            self._words = []

    def text(self, words: str) -> None:
        if self._words is not None and len(self._way) <= 4:
            self._words.append(words)

    def end(self, name: str) -> None:
        inside = self._way[1:]
        self._way.pop()
        if self._words is None or len(inside) not in (1, 3):
            return
        words, self._words = "".join(self._words), None
        if inside == [TITLE]:
            self.title = self.title or words
            return
        held = {HYPOTHESIS: self.hypotheses, EVIDENCE: self.evidence}.get(inside[1])
        if inside[0] == MATRIX and held:
            held[-1].setdefault(name, words)

    def refuse(self, *declared: Any) -> None:
        del declared
        raise NarrativesError(
            f"{self.path}: it declares a document type, which files of boards have no use for and "
            "which is not read."
        )


def cut(text: str, most: int, end: str = "") -> str:
    """Cut a text to a number of bytes in UTF-8, with … before its end.

    Examples
    --------
    >>> cut("Гребля впала", 15, " [b]")
    'Греб… [b]'
    """
    if len(f"{text}{end}".encode()) <= most:
        return f"{text}{end}"
    kept = text.encode()[: most - len(f"…{end}".encode())].decode("utf-8", "ignore")
    return f"{kept}…{end}"
