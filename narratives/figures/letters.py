"""Which letters can be drawn, in which font; what cannot be is marked, and said.

matplotlib ships a font for Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and Hebrew. For
other scripts a font of the machine is taken, where one has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from narratives.lexicon.letters import RIGHT_TO_LEFT

PLACEHOLDER = "□"
"""Stands where no font of the machine has a letter."""
LEFT_TO_RIGHT = "\u200e"
_JOINERS = "\u200c\u200d"
_KEPT = f"{LEFT_TO_RIGHT}{_JOINERS}"
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u052f]")
_FIRST = ("Noto Sans", "Arial Unicode MS", "Droid Sans", "Hiragino", "PingFang", "Microsoft")
"""Fonts that are looked at before others."""
_MOST = 120
"""Fonts that are opened for letters that the default font does not have."""


def isolate(words: str) -> str:
    """Let words of a document stand in a sentence without turning its order round.

    Examples
    --------
    >>> isolate("Harbour union"), len(isolate("עיר"))
    ('Harbour union', 5)
    """
    return f"{LEFT_TO_RIGHT}{words}{LEFT_TO_RIGHT}" if RIGHT_TO_LEFT.search(words) else words


def clean(words: str) -> str:
    r"""Take out what has no shape and what turns the order of letters round.

    Examples
    --------
    >>> clean("the \u202edam\x00 burst")
    'the dam burst'
    """
    if words.isascii() and words.isprintable():
        return words
    kept: list[str] = []
    marks = 0
    for char in words:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind == "Mn" else 0
        if marks > 3 or (kind in ("Cf", "Cc") and char not in _KEPT and not char.isspace()):
            continue
        kept.append(" " if char.isspace() else char)
    return "".join(kept)


def drawable(words: str, bold: bool = False, italic: bool = False) -> tuple[str, bool, bool, bool]:
    """Prepare a line of text for the fonts of this machine.

    Returns
    -------
    words : str
        With a placeholder for each letter that no font has.
    bold, italic : bool
        As asked, or False where that face lacks letters that the upright one has.
    other : bool
        Whether fonts beside the default one are needed: those of :func:`families`.
    """
    words = clean(words)
    if words.isascii():
        return words, bold, italic, False
    wanted = {char for char in words if not char.isascii() and char not in _KEPT}
    if wanted - _letters(bold, italic):
        italic = False
    if wanted - _letters(bold, italic):
        bold = False
    missing = wanted - _letters(bold, italic)
    found = frozenset[str]()
    for char in missing:
        found |= frozenset(char) if _fallback(char) else frozenset()
    for char in missing - found:
        words = words.replace(char, PLACEHOLDER)
    if RIGHT_TO_LEFT.search(words) and _LEFT_TO_RIGHT.search(words):
        words = f"{LEFT_TO_RIGHT}{words}"
    return words, bold, italic, bool(found)


def families() -> list[str]:
    """Return the default font and those that were found for other letters."""
    from matplotlib import rcParams

    return [*rcParams["font.family"], *dict.fromkeys(_FOUND.values())]


def say_missing(words: Iterable[str]) -> str:
    """Say which letters cannot be drawn as they are; empty where all can.

    Examples
    --------
    >>> say_missing(["Harbour union", "Прорив"])
    ''
    """
    import matplotlib

    joined = "".join(dict.fromkeys("".join(map(clean, words))))
    wanted = {char for char in joined if not char.isascii() and char not in _KEPT}
    lost = [c for c in sorted(wanted - _letters(False, False)) if not _fallback(c)]
    notes = []
    if lost:
        notes.append(
            f"{PLACEHOLDER} stands for a letter that no font on this machine has "
            f"({len(lost)} of them, such as U+{ord(lost[0]):04X}); the table has the words."
        )
    if matplotlib.__version_info__ < (3, 11) and RIGHT_TO_LEFT.search(joined):
        notes.append(
            "Before version 3.11 matplotlib draws right-to-left letters from left to right, "
            "unjoined; the table has the words."
        )
    return " ".join(notes)


_FOUND: dict[str, str] = {}
"""The family that has a letter which the default font lacks."""


def _fallback(char: str) -> str:
    """Name a family of this machine that has a letter; empty where there is none."""
    if char not in _FOUND:
        code = ord(char)
        for name, codes in _others():
            if code in codes:
                _FOUND[char] = name
                break
        else:
            return ""
    return _FOUND[char]


@lru_cache(maxsize=1)
def _others() -> list[tuple[str, frozenset[int]]]:
    """Open the fonts of the machine, those first that are known to have many letters."""
    from matplotlib.font_manager import fontManager, get_font

    fonts: dict[str, str] = {}
    for font in sorted(fontManager.ttflist, key=lambda f: (f.name, str(f.fname))):
        plain = font.style == "normal" and font.weight in (400, "normal", "regular", "book")
        last = font.name.startswith(("Last Resort", "STIX", "cm", "DejaVu"))
        if plain and not last:
            fonts.setdefault(font.name, str(font.fname))
    names = sorted(fonts, key=lambda name: (not name.startswith(_FIRST), name))
    found = []
    for name in names[:_MOST]:
        try:
            found.append((name, frozenset(get_font(fonts[name]).get_charmap())))
        except (OSError, RuntimeError):  # a font that cannot be read is no help
            continue
    return found


def _letters(bold: bool, italic: bool) -> frozenset[str]:
    """Return the letters of a face of the default font."""
    from matplotlib.font_manager import FontProperties, findfont

    face = FontProperties(
        weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    return _of_file(str(findfont(face)))


@lru_cache(maxsize=16)
def _of_file(path: str) -> frozenset[str]:
    from matplotlib.font_manager import get_font

    return frozenset(map(chr, get_font(path).get_charmap()))
