"""Web pages to originals: the article, what the page states, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from narratives.documents.originals import (
    MAX_ORIGINAL,
    OpenedFile,
    OpenedPiece,
    count_reasons,
    missing,
    plain_pieces,
    quiet,
    tidy,
)
from narratives.documents.page_blocks import (
    PageBlock,
    find_blocks,
    furniture_of,
    problem_of_size,
    reason_of,
    without_data,
)
from narratives.documents.page_facts import find_facts
from narratives.documents.page_marks import write_marks
from narratives.schema import NarrativesError

_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_SHELL = re.compile(
    r"(?:enable|activate|allow|turn on|switch on|requires?|need|without)\b.{0,40}\bjavascript|"
    r"javascript\b.{0,60}(?:disabled|required|enable|turned off|aktivier|deaktivier|activ|"
    r"désactiv)|"
    r"(?:включит|увімкн|ввімкн|отключ|вимкн).{0,40}javascript|javascript.{0,40}(?:отключ|вимкн|"
    r"включ)|"
    r"checking your browser|verify (?:that )?you are (?:a )?human|are you a robot",
    re.I,
)
_SHORT = 600
"""Characters of a text up to which a request for scripts is the whole of the page."""
_RUNNING, _LEAST = 60, 0.3
"""Characters of a paragraph of running text, and the share of it that has to be found."""
_MOST = 0.5
"""Share of the article that an element may hold before its class says nothing against it."""


def read_page(raw: bytes, path: object, *, charset: str = "", address: str = "") -> OpenedFile:
    """Read the article of a saved web page.

    ``trafilatura`` says which part of the page is the article. What stands between its
    first and its last paragraph is kept, furniture is marked, and comments, links to
    other pages and banners are left out and counted.

    Parameters
    ----------
    raw : bytes
    path : object
        Names the page in messages.
    charset : str
        Of the page, where a mail or an archive gives one.
    address : str
        Where it was saved from.

    Returns
    -------
    OpenedFile

    Raises
    ------
    NarrativesError
        If the page is too large, nested too deep, holds no text, or asks for scripts in
        its place.
    """
    try:
        import lxml.html
        from trafilatura import extract
    except ImportError as error:
        raise missing(path, "a web page (HTML)", "trafilatura") from error
    if len(raw) > MAX_ORIGINAL:
        raise NarrativesError(
            f"{path}: the page has more than {MAX_ORIGINAL:,} bytes. Save it without pictures."
        )
    # The tags are counted in the letters that are parsed: in UTF-16 none stands in the bytes.
    text, notes = _decode(without_data(raw), charset)
    problem = problem_of_size(text.encode("utf-8", "replace"))
    if problem:
        raise NarrativesError(
            f"{path}: the page is not read, for {problem}. Save its text as plain text (.txt)."
        )
    try:
        root = _parse(lxml.html, text)
        shown = _parse(lxml.html, text)
    except (ValueError, lxml.etree.LxmlError) as error:
        raise NarrativesError(
            f"{path}: the page cannot be read as HTML ({error}). Save it again."
        ) from error
    notes += write_marks(root)
    write_marks(shown)
    facts, told, body = find_facts(root, address)
    with quiet("trafilatura"):
        found = extract(
            shown,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    pieces, left = _choose(find_blocks(root), found or "")
    written = "\n".join(piece.text for piece in pieces)
    if len(written) < _SHORT and (not written or _SHELL.search(written)):
        if len(body) < 200:
            why = (
                "it asks for JavaScript in the place of its text" if written else "it holds no text"
            )
            raise NarrativesError(
                f"{path}: there is no article in the page: {why}. Open it in a browser, wait "
                "until the "
                "text stands there, and save it as “Web page, complete” or as a single file."
            )
        pieces, left = _from_body(body, facts.get("title", ("", ""))[0]), []
        notes.append(
            "The text is what JSON-LD gives as articleBody; the page itself shows none without "
            "scripts."
        )
    return OpenedFile(tuple(pieces), facts, count_reasons(left), (*notes, *told))


def _parse(html: Any, text: str) -> Any:
    # Told as text with its declaration taken off: the declaration may name another encoding.
    plain = re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", text)
    return html.document_fromstring(
        plain, parser=html.HTMLParser(huge_tree=False, remove_comments=True)
    )


def _decode(raw: bytes, charset: str) -> tuple[str, list[str]]:
    """Read the bytes of a page by its mark, what was said of it, what it says, or as UTF-8."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(name, "replace"), []
    said = _CHARSET.search(raw[:10_000])
    names = [charset, "utf-8", said[1].decode() if said else "", "windows-1252"]
    for name in filter(None, names):
        # By the standard of HTML, these names mean Windows-1252.
        label = (
            "windows-1252"
            if name.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii")
            else name
        )
        try:
            return raw.decode(label), []
        except (LookupError, UnicodeError):
            continue
    lost = raw.decode("utf-8", "replace")
    return lost, [
        "Some bytes of the page could not be read; the mark U+FFFD stands in their place."
    ]


def _from_body(body: str, title: str) -> list[OpenedPiece]:
    plain = re.sub(r"<[^<>]{1,500}>", " ", body)
    pieces = [OpenedPiece(tidy(piece.text)) for piece in plain_pieces(plain)]
    return [*([OpenedPiece(title)] if title else []), *(p for p in pieces if p.text)]


def _choose(blocks: Sequence[PageBlock], article: str) -> tuple[list[OpenedPiece], list[str]]:
    """Return the pieces of the article, and a reason for each paragraph that is left out."""
    lines = {_squeeze(line) for line in article.splitlines() if line.strip()}
    joined = "".join(_squeeze(line) for line in article.splitlines())
    words = [_squeeze(block.text) for block in blocks]
    matched = [w in lines or (len(w) >= 25 and w in joined) for w in words]
    if _is_too_little(blocks, matched):
        matched = [found or _in_main(b) for found, b in zip(matched, blocks, strict=True)]
    held = _share_of_elements(blocks, matched)
    reasons = [_reason(block, held) for block in blocks]
    inside = [n for n, found in enumerate(matched) if found and not reasons[n]]
    if not inside:
        return [], reasons
    first, last = inside[0], inside[-1]
    heads = [
        n for n in range(first) if blocks[n].tag == "h1" and _is_headline(blocks[n], reasons[n])
    ]
    if heads:
        first = heads[-1]
        reasons[first] = ""
    last = _with_captions(blocks, reasons, last)
    pieces, left = [], []
    for n, block in enumerate(blocks):
        if reasons[n] or not first <= n <= last:
            left.append(reasons[n] or "outside the article")
            continue
        kind, why = furniture_of(block)
        pieces.append(OpenedPiece(block.text, kind, why))
    return pieces, left


def _is_too_little(blocks: Sequence[PageBlock], matched: Sequence[bool]) -> bool:
    """Tell whether most of the running text of the page's article was not found.

    An article whose element has the class "comment" is taken for a comment, for one.
    """
    found = sum(
        len(block.text) for block, is_found in zip(blocks, matched, strict=True) if is_found
    )
    running = [len(b.text) for b in blocks if len(b.text) >= _RUNNING and _in_main(b)]
    return found < _LEAST * sum(running) or not found


def _in_main(block: PageBlock) -> bool:
    tags = {str(element.tag).lower() for element in block.within}
    return bool(tags & {"article", "main"}) or (
        block.tag in ("p", "body", "blockquote") and not tags & {"nav", "footer"}
    )


def _share_of_elements(blocks: Sequence[PageBlock], matched: Sequence[bool]) -> dict[Any, float]:
    """Return the share of the article's characters that each element holds."""
    found: dict[Any, float] = {}
    whole = 0
    for block, is_matched in zip(blocks, matched, strict=True):
        if is_matched:
            whole += len(block.text)
            for element in block.within:
                found[element] = found.get(element, 0) + len(block.text)
    return {element: size / whole for element, size in found.items()}


def _reason(block: PageBlock, held: dict[Any, float]) -> str:
    inside_article = False
    for element in block.within:
        tag = str(element.tag).lower()
        why = reason_of(element, inside_article)
        if why and held.get(element, 0.0) <= _MOST and not (tag == "footer" and inside_article):
            return why
        inside_article |= tag in ("article", "main", "blockquote")
    return ""


def _is_headline(block: PageBlock, reason: str) -> bool:
    return reason in ("", "head of the page") and len(block.text) <= 300


def _with_captions(blocks: Sequence[PageBlock], reasons: Sequence[str], last: int) -> int:
    """Keep the furniture that follows the last paragraph at once."""
    while (
        last + 1 < len(blocks)
        and not reasons[last + 1]
        and furniture_of(blocks[last + 1])[0] in ("caption", "byline")
    ):
        last += 1
    return last


def _squeeze(words: str) -> str:
    return "".join(words.split())
