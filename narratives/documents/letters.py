"""Letters as a reader sees them: composed, whole, and without what is invisible between them.

What stands here finds where a text differs from what is read, and changes nothing: a
letter in two code points, a soft hyphen inside a word, a ligature, a letter left as
page code. :mod:`narratives.documents.clean` puts the pieces together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

_FORMAT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
    "\U000e0100-\U000e01ef"
)
"""Format characters and selectors: they have no width, or say how others are drawn."""
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_SHY = r"&(?:shy|#0*173|#[xX]0*[aA][dD]) ?;"
_HIDDEN_CODE = (
    r"&(?:zwj|zwnj|lrm|rlm|ZeroWidthSpace|NoBreak|#0*(?:820[3-7]|8288|65279)|"
    r"#[xX]0*(?:200[b-fB-F]|2060|[fF][eE][fF]{2})) ?;|<wbr ?/?>"
)
_HIDDEN = rf"[{_FORMAT}{_CONTROL}]|{_SHY}|{_HIDDEN_CODE}"
_HYPHEN_AT_END = re.compile(
    rf"(?<=[^\W\d_])(?:\u00ad|{_SHY})[ \t]*(?=[\r\n\x0b\x0c\x85\u2028\u2029])"
)
_BREAK = re.compile(r"(?:<br ?/?>|\\)[ \t]*(?=[\r\n])|<br ?/?>", re.I)
"""The end of a line as a page or Markdown writes it, before one of the file or in its place."""
_VALUE = r"""\s{1,9}[\w:-]{1,30}=(?:"[^"<>\n]{0,300}"|'[^'<>\n]{0,300}'|[^\s"'<>]{1,300})"""
_TAGS = "a|abbr|b|big|cite|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|u"
_STYLE = re.compile(
    rf"</(?:{_TAGS})\s?>|<(?:{_TAGS})(?:{_VALUE}){{0,9}}\s?>|\x1b\[[\d;]{{0,20}}m", re.I
)
"""How words are set, as a page or a terminal writes it."""
_STRESS = re.compile(
    r"(?<![\w*_\\])(\*{1,3}|_{1,3})(?=[\"“”„«'‘(]?[^\W_])"
    r"([^*_\n]{1,200}?)(?<=[\w.,;:!?…\"”’'])\1(?![\w*_])"
)
"""Words set apart as in Markdown: between signs that stand at no space of theirs."""
_ZERO_WIDTH_SPACE = "\u200b"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
_MARK = re.compile(f"[{_MARKS}]")
_LOST_MARKS = re.compile("[\u0300-\u036f]")
# No format character begins one: each of a long run of them would be searched to its end.
_CLUSTER = re.compile(rf"[^\s{_MARKS}{_FORMAT}](?:[{_FORMAT}]*+[{_MARKS}])+")
_JAMO = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_WIDE = re.compile(
    "[\u02b0-\u02b8\u02e0-\u02e4\u0132\u0133\u1d2c-\u1d6a\u2071\u207f\u212a\u212b\u24b6-\u24e9\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]"
)
_CODE = re.compile(r"&((?:amp;){0,3})(#\d{2,6};|#[xX][0-9a-fA-F]{2,5};|[A-Za-z]{2,10}\d?;)")
"""A letter or mark as page code, once or, where a page was made from a page, several times."""
_PRIMES = re.compile("(?<![\\d\u2033])\u2033")
_HIDDENS = re.compile(_HIDDEN)


class Edit(NamedTuple):
    """A place of a text that is read otherwise: ``start`` to ``end`` is read as ``text``."""

    start: int
    end: int
    text: str


def find_letters(text: str) -> list[Edit]:
    r"""Find the places where a text holds other code points than the letters that are seen.

    - A letter and the accent after it are read as the one letter they compose. An accent
      that composes nothing, such as the stress of a Russian word, is left out.
    - Soft hyphens, zero-width spaces and joiners, marks of direction and other invisible
      characters are left out, as themselves and as page code (``&shy;``).
    - Ligatures, letters of full width and letters of formulas are read as plain ones.
    - A letter that stands as page code (``Jos&eacute;``) is read as the letter, an apostrophe
      (``don&rsquo;t``) and what was coded twice (``&amp;ldquo;``) too, ``<br>`` as the end of a
      line, a double prime as a quotation mark. What sets words apart (``<b>``, ``**``) is left out.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Edit
        In the order of the text, none over another.

    Examples
    --------
    >>> find_letters("de\u00adnied by Jose\u0301")
    [Edit(start=2, end=3, text=''), Edit(start=14, end=16, text='é')]
    """
    marked = any(sign in text for sign in "<\\&*_")
    if text.isascii() and not (marked or _HIDDENS.search(text)):
        return []
    return keep_apart(text, _all_edits(text))


def keep_apart(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Return edits in the order of the text, none over another and none that changes nothing.

    Of two that begin at one place the longer one stays.

    Examples
    --------
    >>> keep_apart("a<br>b", [Edit(2, 4, "x"), Edit(1, 5, " "), Edit(0, 1, "a")])
    [Edit(start=1, end=5, text=' ')]
    """
    found: list[Edit] = []
    taken = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.start >= taken and text[edit.start : edit.end] != edit.text:
            found.append(edit)
            taken = edit.end
    return found


def _all_edits(text: str) -> Iterator[Edit]:
    for match in _HYPHEN_AT_END.finditer(text) if "\u00ad" in text or "&" in text else ():
        # A hyphen that is seen only where a line ends: here one does.
        yield Edit(*match.span(), "\u2010")
    for match in _HIDDENS.finditer(text):
        yield Edit(*match.span(), " " if _parts(text, match) else "")
    for match in _STYLE.finditer(text) if "<" in text or "\x1b" in text else ():
        yield Edit(*match.span(), "")
    for match in _STRESS.finditer(text) if "*" in text or "_" in text else ():
        yield Edit(match.start(), match.end(1), "")
        yield Edit(match.end(2), match.end(), "")
    for match in _BREAK.finditer(text):
        yield Edit(
            *match.span(), "" if text[match.end() : match.end() + 1] in ("\r", "\n") else "\n"
        )
    if "&" in text:
        for match in _CODE.finditer(text):
            letter = unescape(f"&{match[2]}")
            inside = text[match.start() - 1 : match.start()].isalnum() and letter in "’'"
            foreign = letter.isalpha() and not letter.isascii()
            if len(letter) == 1 and (foreign or inside or (match[1] and letter not in "<>&")):
                yield Edit(*match.span(), letter)
    if text.isascii():
        return
    for match in _CLUSTER.finditer(text) if _MARK.search(text) else ():
        whole = unicodedata.normalize("NFC", _HIDDENS.sub("", match[0]))
        yield Edit(*match.span(), _LOST_MARKS.sub("", whole))
    for match in _PRIMES.finditer(text):
        # Not behind a figure, where they are inches or seconds.
        yield Edit(*match.span(), '"')
    for pattern, form in ((_JAMO, "NFC"), (_WIDE, "NFKC")):
        for match in pattern.finditer(text):
            yield Edit(*match.span(), unicodedata.normalize(form, match[0]))  # type: ignore[arg-type]


def _parts(text: str, match: re.Match[str]) -> bool:
    """Tell a zero-width space that parts two sentences or clauses from one inside a word."""
    if match[0] != _ZERO_WIDTH_SPACE:
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before in tuple(".,;:!?…”»)") and after.isalpha()
