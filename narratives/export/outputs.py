"""What a code cell showed: text, tables and pictures, each in a form that cannot do harm."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import Tag
from markupsafe import Markup

from narratives.export.cleaning import is_picture
from narratives.export.formulas import formula
from narratives.export.prose import (
    HEADINGS,
    NO_ALT,
    lower_heading,
    read_html,
    read_markdown,
    settle,
    write_out,
)
from narratives.report.escape import show

ORDER = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "text/latex",
    "text/plain",
)
"""Of the forms in which an output comes, the first one that can be shown is."""

LONGEST = 1_000_000
"""Characters of plain text; what is longer is cut, and the page says so."""

WIDTH = 88
"""Characters; text with longer lines is wrapped."""

_COLOURS = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}\x07?)")


@dataclass(frozen=True)
class Piece:
    """A piece of a page.

    Parameters
    ----------
    kind : str
        "prose" or "code"; of outputs "text" where columns stand below each other, "lines" where
        they are too long for that, "error", "html", "picture", or "missing" where there is none
        that can be shown.
    html : Markup
        What goes into the page as it stands; of a picture its address.
    alt : str
        What a picture shows, in words.
    cell : int
        The number of the code cell, 0 for prose.
    """

    kind: str
    html: Markup
    alt: str = ""
    cell: int = 0


def show_outputs(
    cell: Mapping[str, Any], caption: Callable[[Tag], tuple[str, str]]
) -> tuple[list[Piece], list[str]]:
    r"""Turn the outputs of a code cell into what a page can show.

    Parameters
    ----------
    cell : mapping
        A code cell of a notebook in the fourth format.
    caption : callable
        See :func:`narratives.export.tables.mend_tables`.

    Returns
    -------
    shown : list of Piece
    missing : list of str
        What could not be shown, and pictures without an alt text.

    Examples
    --------
    >>> cell = {"outputs": [{"output_type": "stream", "name": "stdout", "text": "a < b\n"}]}
    >>> show_outputs(cell, lambda table: ("Table 1", "Table 1"))
    ([Piece(kind='text', html=Markup('a &lt; b'), alt='', cell=0)], [])
    """
    shown: list[Piece] = []
    missing: list[str] = []
    streamed: list[str] = []

    def end_stream() -> None:
        text = "".join(streamed).rstrip("\n")
        streamed.clear()
        if text.strip():
            shown.append(_text(text))

    for output in cell.get("outputs", ()):
        kind = output["output_type"]
        if kind == "stream":
            streamed.append(_join(output.get("text", "")))
            continue
        end_stream()
        if kind == "error":
            trace = "\n".join(map(str, output.get("traceback", ())))
            words = trace or f"{output.get('ename', '')}: {output.get('evalue', '')}"
            shown.append(Piece("error", _plain(words)))
            missing.append("ended in an error, which the page shows")
        else:
            part = _show_data(output, cell, caption, missing)
            if part is not None:
                shown.append(part)
    end_stream()
    return shown, missing


def _show_data(
    output: Mapping[str, Any],
    cell: Mapping[str, Any],
    caption: Callable[[Tag], tuple[str, str]],
    missing: list[str],
) -> Piece | None:
    data = output.get("data", {})
    for media in ORDER:
        if media not in data:
            continue
        content = _join(data[media])
        if media.startswith("image/"):
            address = _address(media, content)
            if not is_picture(address):
                continue
            alt = find_alt(output, cell, media)
            if not alt:
                missing.append("a picture has no alt text")
            return Piece("picture", Markup.escape(address), alt or NO_ALT)
        if media in ("text/html", "text/markdown"):
            prose = read_html(content) if media == "text/html" else read_markdown(content)
            for heading in prose.soup.find_all(HEADINGS):
                lower_heading(heading)
            notes = settle(prose, lambda address: address if _leads_out(address) else None, caption)
            html = write_out(prose.soup.contents, prose.formulas)
            if not html.striptags().strip() and "<img" not in html:
                continue
            missing += notes
            return Piece("html", html)
        if media == "text/latex":
            text = content.strip().strip("$").strip()
            return Piece("html", Markup("<p>{}</p>").format(formula(text, display=True)))
        if content.strip():
            return _text(content)
    if not data or not any(_join(content).strip() for content in data.values()):
        return None
    missing.append("an output needs scripts or the network, and is left out")
    return Piece("missing", Markup("An output that needs scripts or the network is left out here."))


def find_alt(output: Mapping[str, Any], cell: Mapping[str, Any], media: str) -> str:
    """Find what the author says that a picture shows.

    Jupyter takes the alt text of a picture from the metadata of its output, by media type; the
    metadata of the output as a whole and of the cell come next.

    Examples
    --------
    >>> output = {"metadata": {"image/png": {"alt": "Three voices, one origin."}}}
    >>> find_alt(output, {}, "image/png")
    'Three voices, one origin.'
    """
    metadata = output.get("metadata", {})
    for place in (metadata.get(media), metadata, cell.get("metadata", {})):
        alt = place.get("alt") if isinstance(place, Mapping) else None
        if isinstance(alt, str) and alt.strip():
            return " ".join(alt.split())
    return ""


def _leads_out(address: str) -> bool:
    return re.match(r"(?:https?|mailto):", address, re.I) is not None


def _address(media: str, content: str) -> str:
    if media == "image/svg+xml" and content.lstrip().startswith("<"):
        content = base64.b64encode(content.encode("utf-8", "replace")).decode("ascii")
    return f"data:{media};base64,{''.join(content.split())}"


def _join(text: str | Sequence[str] | Any) -> str:
    return "".join(text) if isinstance(text, list) else text if isinstance(text, str) else ""


def _text(text: str) -> Piece:
    long = any(len(line) > WIDTH for line in text[:LONGEST].splitlines())
    return Piece("lines" if long else "text", _plain(text))


def _plain(text: str) -> Markup:
    cut = len(text) > LONGEST
    kept = show(_COLOURS.sub("", text[:LONGEST].replace("\r\n", "\n")).rstrip("\n"))
    return kept + Markup("\n… (cut: the output goes on)") if cut else kept
