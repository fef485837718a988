"""The paragraphs of a web page, each with the elements in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from narratives.documents.originals import tidy

MAX_DEPTH = 250
"""Elements inside each other. The parser of lxml drops what lies 256 deep without an exception."""
MAX_TAGS = 100_000
"""Tags of a page that are read: that of a long article in an encyclopaedia has some 40,000."""
MAX_BLOCKS = 20_000
"""Paragraphs, lines of lists and cells of a page. The time for them grows with their square."""
MAX_ATTRIBUTES = 5_000
"""Attributes of one tag. The parser holds each against all others."""
_BLOCK = re.compile(
    r"(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|"
    r"figure|footer|form|h[1-6r]|header|html|legend|li|main|menu|nav|ol|p|pre|section|summary|table|"
    r"tbody|td|tfoot|th|thead|tr|ul)\Z"
)
_SKIPPED = re.compile(
    r"(?:applet|audio|button|canvas|datalist|embed|frame|frameset|head|iframe|input|link|map|math|"
    r"meta|noembed|noframes|noscript|object|option|script|select|style|svg|template|textarea|title|"
    r"video)\Z"
)
_VOID = re.compile(r"(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\Z")
_CLOSED_BY_ITSELF = re.compile(r"(?:p|li|dt|dd|td|th|tr|tbody|thead|tfoot|option|optgroup)\Z")
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})(?:[^<>]{0,5000}?(/?)>)?")
_RAW = re.compile(rb"<!--|<(script|style|template|textarea)\b[^>]{0,5000}>", re.I)
_LONG_TAG = re.compile(rb"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*+""")
_QUOTED = re.compile(rb""""[^"]*"|'[^']*'""")
_DATA = re.compile(rb"""data:[a-zA-Z0-9/+.;=-]{1,80},[A-Za-z0-9+/=%_.~-]{200,}""")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MARKS = (
    ("cookie banner", r"cookie|cookies|consent|gdpr|ccpa|onetrust|cmp|didomi|privacy-?banner"),
    ("comments of readers", r"comments|comment|disqus|respond|replies|usercomments?|komment\w*"),
    (
        "links to other pages",
        r"related|recommend\w*|read-?(?:more|also|next)|also-?read|more-?(?:news|stories|from)|"
        r"trending|popular|most-?read|latest|teasers?|outbrain|taboola|promobox|see-?also",
    ),
    ("navigation", r"nav|navbar|navigation|menu|breadcrumbs?|pagination|skip-?links?|toolbar|tags"),
    ("buttons for sharing", r"share|sharing|social|socials|addthis|sharedaddy"),
)
_BY_TAG = {"nav": "navigation", "form": "a form", "dialog": "a dialog"}
_BY_ROLE = {
    "navigation": "navigation",
    "banner": "head of the page",
    "contentinfo": "foot of the page",
    "search": "a form",
    "dialog": "a dialog",
    "alertdialog": "a dialog",
}
_REASONS = tuple((why, re.compile(rf"(?:{words})\Z")) for why, words in _MARKS)
_ADVERTISEMENT = re.compile(r"(?:ads?|adbox|adslot|advert\w*|sponsor\w*|banner-?ad)\Z")
_BYLINE = re.compile(
    r"(?:byline|author|authors|dateline|timestamp|pubdate|publish(?:ed)?-?date|entry-?date|"
    r"post-?date)\Z"
)
_APPEAL = re.compile(r"(?:newsletter|subscribe|subscription|donate|donation|paywall|support-?us)\Z")
_CAPTION = re.compile(r"(?:caption|wp-caption-text|credit|photo-?credit|image-?caption)\Z")


@dataclass(frozen=True)
class PageBlock:
    """A paragraph of a page.

    Parameters
    ----------
    text : str
        On one line.
    tag : str
        The element that makes it a paragraph.
    within : tuple of elements
        Those in which it stands, the outermost first.
    """

    text: str
    tag: str
    within: tuple[Any, ...]


def problem_of_size(raw: bytes) -> str:
    """Say why a page is not parsed, "" where it can be: it has to many tags, or too deep ones.

    Examples
    --------
    >>> problem_of_size(b"<p>It held.</p>")
    ''
    >>> problem_of_size(b"<div>" * 1000)[:46]
    'its tags are nested more than 250 deep; no art'
    """
    depth = 0
    number = blocks = 0
    for match in _TAG.finditer(_without_raw(raw)):
        number += 1
        name = match[2].lower().decode()
        blocks += not match[1] and bool(_BLOCK.match(name))
        if blocks > MAX_BLOCKS:
            return f"it has more than {MAX_BLOCKS:,} paragraphs"
        if _VOID.match(name) or _CLOSED_BY_ITSELF.match(name) or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            return f"its tags are nested more than {MAX_DEPTH} deep; no article is"
        if number > MAX_TAGS:
            return f"it has more than {MAX_TAGS:,} tags"
    for match in _LONG_TAG.finditer(raw):
        if len(match[0]) > 2 * MAX_ATTRIBUTES and _is_crowded(match[0]):
            return f"one of its tags has more than {MAX_ATTRIBUTES:,} attributes"
    return ""


def _without_raw(raw: bytes) -> bytes:
    """Leave out comments and scripts that end somewhere; what does not end may hold tags."""
    kept: list[bytes] = []
    endless: set[bytes] = set()
    lower = raw.lower()
    at = 0
    while match := _RAW.search(raw, at):
        kind = (match[1] or b"").lower()
        closing = b"</" + kind if kind else b"-->"
        end = -1 if kind in endless else lower.find(closing, match.end())
        if end < 0:
            endless.add(kind)
            kept.append(raw[at : match.end()])
            at = match.end()
        else:
            kept.append(raw[at : match.start()])
            at = end + len(closing)
    return b"".join([*kept, raw[at:]])


def _is_crowded(tag: bytes) -> bool:
    return len(re.split(rb"[\s/]+", _QUOTED.sub(b" ", tag))) > MAX_ATTRIBUTES


def without_data(raw: bytes) -> bytes:
    """Take out the pictures and fonts that a page of a single file holds in its addresses.

    Examples
    --------
    >>> without_data(b'<img src="data:image/png;base64,' + b"A" * 300 + b'">')
    b'<img src="data:,">'
    """
    return _DATA.sub(b"data:,", raw)


def find_blocks(root: Any) -> list[PageBlock]:
    """Return the paragraphs of a parsed page in their order, without what no reader sees."""
    return list(_walk(root, ()))


def _walk(element: Any, within: tuple[Any, ...]) -> Iterator[PageBlock]:
    """Yield the paragraphs of one element; text between inner ones is a paragraph too."""
    here = (*within, element)
    tag = str(element.tag).lower()
    words: list[str] = [element.text or ""]

    def flush() -> Iterator[PageBlock]:
        for line in "".join(words).split("\0"):
            if text := tidy(line):
                yield PageBlock(text, tag, here)
        words.clear()

    if tag == "tr":
        yield from _row(element, here)
        return
    for child in element:
        name = child.tag.lower() if isinstance(child.tag, str) else ""
        if not name or _SKIPPED.match(name) or _is_hidden(child):
            words.append(" ")
        elif _BLOCK.match(name) or _holds_block(child):
            yield from flush()
            yield from _walk(child, here)
        elif name == "br":
            words.append("\0")
        else:
            words.append(_inline(child))
        words.append(child.tail or "")
    yield from flush()


def _row(element: Any, here: tuple[Any, ...]) -> Iterator[PageBlock]:
    """Yield a row of a table: one line, unless its cells hold paragraphs of their own."""
    cells = [
        [block.text for block in _walk(cell, here)] for cell in element if isinstance(cell.tag, str)
    ]
    cells = [cell for cell in cells if cell]
    if all(len(cell) == 1 and len(cell[0]) <= 200 for cell in cells):
        line = " | ".join(cell[0] for cell in cells)
        if line:
            yield PageBlock(line, "tr", here)
        return
    for cell in element:
        if isinstance(cell.tag, str):
            yield from _walk(cell, here)


def _inline(element: Any) -> str:
    pieces = [element.text or ""]
    for child in element:
        name = child.tag.lower() if isinstance(child.tag, str) else ""
        if name == "br":
            pieces.append("\0")
        elif name and not _SKIPPED.match(name) and not _is_hidden(child):
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _holds_block(element: Any) -> bool:
    return any(isinstance(e.tag, str) and _BLOCK.match(e.tag) for e in element.iterdescendants())


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def names_of(element: Any) -> list[str]:
    """Return the classes and the id of an element, in small letters."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()[:40]


def reason_of(element: Any, inside_article: bool) -> str:
    """Say why what stands in an element is no part of the article, "" where it may be."""
    tag = str(element.tag).lower()
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    role = _BY_ROLE.get((element.get("role") or "").lower(), "")
    names = names_of(element) if tag not in ("html", "body", "article", "main") else []
    for why, pattern in _REASONS:
        if any(pattern.match(part) for name in names for part in _parts(name)):
            return why
    if role:
        return role
    if not inside_article and tag in ("header", "footer"):
        return "head of the page" if tag == "header" else "foot of the page"
    return "beside the article" if tag == "aside" else ""


def furniture_of(block: PageBlock) -> tuple[str, str]:
    """Return the kind of furniture that a paragraph is by its elements, and where that stands."""
    for element in block.within[-4:]:
        tag = str(element.tag).lower()
        parts = [part for name in names_of(element) for part in _parts(name)]
        if tag in ("html", "body", "article", "main"):
            continue
        if tag == "figcaption" or (any(map(_CAPTION.match, parts)) and len(block.text) <= 600):
            return "caption", f"it stands in {_named(element)} of the page"
        if any(map(_ADVERTISEMENT.match, parts)):
            return "advertisement", f"it stands in {_named(element)} of the page"
        if len(block.text) > 300:
            continue
        rel = (element.get("rel") or "").lower() if tag == "a" else ""
        if tag == "address" or rel == "author" or any(map(_BYLINE.match, parts)):
            return "byline", f"it stands in {_named(element)} of the page"
        if any(map(_APPEAL.match, parts)):
            return "donation", f"it stands in {_named(element)} of the page"
    return "", ""


def _parts(name: str) -> Iterable[str]:
    """Yield a class and its parts: "article-comments" holds "comments"."""
    plain = name.replace("_", "-")
    pieces = [piece for piece in plain.split("-") if piece]
    yield plain
    yield from pieces[:8]
    yield from (f"{a}-{b}" for a, b in pairwise(pieces[:8]))


def _named(element: Any) -> str:
    names = names_of(element)
    first = re.sub(r"[^\w-]", "", names[0])[:40] if names else ""
    return f"<{str(element.tag).lower()}{f' class {first}' if first else ''}>"
