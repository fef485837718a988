"""Text from documents on its way into HTML: it stays text."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

# Characters that reorder, hide or cannot stand in HTML: C0 and C1 controls, zero-width
# and bidi controls, lone surrogates, tags. Joiners and direction marks of ordinary
# writing (U+200C to U+200F) and the soft hyphen stay as they are.
_CONTROL = re.compile(
    "([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f])\\1*"
)


def show(text: object) -> Markup:
    r"""Escape text, and write out characters that a reader could not see.

    Examples
    --------
    >>> show("<b>\u202e&")
    Markup('&lt;b&gt;<span class="ctl" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>&amp;')
    """
    pieces: list[str] = []
    at = 0
    words = str(text)
    for match in _CONTROL.finditer(words):
        pieces.append(str(escape(words[at : match.start()])))
        pieces.append(_written_out(match))
        at = match.end()
    pieces.append(str(escape(words[at:])))
    return Markup("".join(pieces))


def isolate(text: object) -> Markup:
    r"""Escape text for a place between tags, with its direction of writing kept to itself.

    Quotation marks stay as they are, so this is not for attributes: see :func:`plain`.

    Examples
    --------
    >>> isolate('a < "b"')
    Markup('a &lt; "b"')
    >>> isolate("\u05e2\u05d9\u05e8")
    Markup('<bdi>\u05e2\u05d9\u05e8</bdi>')
    """
    shown = Markup(str(show(text)).replace("&#34;", '"').replace("&#39;", "'"))
    return Markup("<bdi>{}</bdi>").format(shown) if _LEFTWARDS.search(str(text)) else shown


def plain(text: object) -> str:
    r"""Make text fit for an attribute: invisible characters become U+FFFD.

    Examples
    --------
    >>> plain("a\u202eb") == "a\ufffdb"
    True
    """
    return _CONTROL.sub("\ufffd", str(text))


def mixed_scripts(text: str) -> list[str]:
    r"""Find words that mix Latin with Cyrillic or Greek letters, which look alike.

    Examples
    --------
    >>> mixed_scripts("The \u0420ort of Selmont") == ["\u0420ort"]
    True
    """
    found = []
    for match in _LETTERS.finditer(text):
        if _LATIN.search(match[0]) and _LOOKALIKE.search(match[0]) and match[0] not in found:
            found.append(match[0])
    return found


_LEFTWARDS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LETTERS = re.compile(r"[^\W\d_]{2,60}")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u04ff]")


def _written_out(match: re.Match[str]) -> str:
    character = match[1]
    number = len(match[0])
    name = escape(unicodedata.name(character, "control character"))
    times = f" ×{number}" if number > 1 else ""
    return f'<span class="ctl" title="{name}">U+{ord(character):04X}{times}</span>'
