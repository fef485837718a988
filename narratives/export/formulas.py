"""Formulas of a notebook as MathML, which a browser shows without any script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from latex2mathml.converter import convert_to_element
from markupsafe import Markup

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 2_000
"""Longer formulas are shown as they were typed."""

_TAGS = (
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
    "mmultiscripts mtable mtr mtd mstyle mpadded mphantom menclose merror"
)
_ATTRIBUTES = (
    "display displaystyle stretchy symmetric fence separator form lspace rspace width height "
    "depth accent accentunder largeop movablelimits linethickness columnalign columnspacing "
    "rowspacing mathvariant scriptlevel minsize maxsize notation"
)
_VALUE = re.compile(r"[\w .%+-]{1,40}\Z")
_DEEPEST = 60


def formula(source: str, *, display: bool = False) -> Markup:
    r"""Turn a formula in LaTeX into MathML; one that cannot be read stays as it was typed.

    Only elements and attributes that lay out a formula are let through: no links, no scripts.

    Parameters
    ----------
    source : str
        Without the dollar signs.
    display : bool
        Give it a line of its own.

    Returns
    -------
    Markup

    Examples
    --------
    >>> formula(r"\frac{1}{2}")
    Markup('<math display="inline"><mrow><mfrac><mrow><mn>1</mn></mrow>...</math>')
    >>> formula(r"\left( 1")
    Markup('<code>\\left( 1</code>')
    """
    text = source.strip()
    if 0 < len(text) <= LONGEST:
        try:
            element = convert_to_element(text, display="block" if display else "inline")
            return _write(element)
        except Exception:  # The library names its errors one by one, and lets others through.
            pass
    return Markup("<code>{}</code>").format(text)


def _write(element: Element, depth: int = 0) -> Markup:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    inside = Markup("").join(_write(child, depth + 1) for child in element)
    # The library hands over characters as references.
    text = re.sub(r"&#x([0-9A-Fa-f]{1,6});", _character, element.text or "")
    tag = element.tag.rpartition("}")[2]
    if tag not in _TAGS.split():
        return inside if len(element) else Markup("<mtext>{}</mtext>").format(text)
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, value)
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES.split() and _VALUE.match(value)
    )
    return Markup("<{0}{1}>{2}{3}</{0}>").format(tag, attributes, text, inside)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
