"""HTML from notebooks on its way into a page: what may run, load or hide is taken out."""

from __future__ import annotations

import re

import nh3

LONGEST = 2_000_000
"""Characters of HTML; longer outputs are left out, so that the time stays bounded."""

_PROSE = (
    "p br hr h1 h2 h3 h4 h5 h6 div span a em strong b i u s del ins sub sup small mark code pre "
    "kbd samp var abbr q cite blockquote bdi ul ol li dl dt dd details summary img"
)
_TABLE = "table caption colgroup col thead tbody tfoot tr th td"
_TAGS = frozenset(_PROSE.split()) | frozenset(_TABLE.split())
_ATTRIBUTES = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    "col": frozenset({"span"}),
    "span": frozenset({"class"}),
    "abbr": frozenset({"title"}),
    "details": frozenset({"open"}),
}
_OWN_ATTRIBUTES = _ATTRIBUTES | {
    "div": frozenset({"class", "role", "tabindex", "aria-label"}),
    "pre": frozenset({"class"}),
    "th": _ATTRIBUTES["th"] | {"scope", "class", "dir"},
    "td": _ATTRIBUTES["td"] | {"class", "dir"},
}
# What the two classes of the page's own and the short ones of Pygments look like.
_CLASS = re.compile(r"(?:[a-z]{1,2}[0-9]?|scroll|number|formatted)\Z")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}\Z")
_NUMBER = re.compile(r"[0-9]{1,3}\Z")
_SCRIPTED = frozenset({"script", "style", "iframe", "object", "embed", "noscript", "template"})


def clean(html: str) -> str:
    """Keep what prose and tables need, and drop scripts, styles, frames, forms and handlers.

    Addresses of pictures and links are still as the author wrote them.

    Parameters
    ----------
    html : str

    Returns
    -------
    str
        Well formed.

    Examples
    --------
    >>> clean('<p onclick="x()">The <b>dam</b><script>x()</script>')
    '<p>The <b>dam</b></p>'
    """
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_SCRIPTED,
        attributes=_ATTRIBUTES,
        attribute_filter=_check_author,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
    )


def clean_finished(html: str) -> str:
    """Have the last look at a piece of a page: pictures lie in the page, links lead to pages.

    Parameters
    ----------
    html : str
        With the wrappers, scopes and classes that the page adds.

    Returns
    -------
    str

    Examples
    --------
    >>> clean_finished('<img src="https://example.org/x.png" alt="A dam">')
    '<img alt="A dam">'
    """
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_SCRIPTED,
        attributes=_OWN_ATTRIBUTES,
        attribute_filter=_check_own,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "data"},
    )


def is_picture(address: str) -> bool:
    """Tell whether an address holds the picture itself.

    Examples
    --------
    >>> is_picture("data:image/png;base64,iVBORw0KGgo="), is_picture("https://example.org/x.png")
    (True, False)
    """
    return _PICTURE.match(address) is not None


def _check_author(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan", "span", "start"):
        return value if _NUMBER.match(value) else None
    if name == "class":
        kept = " ".join(word for word in value.split() if re.match(r"[a-z]{1,2}[0-9]?\Z", word))
        return kept or None
    if tag == "a" and value.lower().lstrip().startswith(("data:", "attachment:")):
        return None
    return value


def _check_own(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if _CLASS.match(word)) or None
    if tag == "img" and name == "src" and not is_picture(value):
        return None
    return _check_author(tag, name, value)
