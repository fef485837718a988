"""From a template, a style and a script to a page that asks for nothing from anywhere."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from narratives.report.download import plain_value
from narratives.report.escape import isolate, plain, quote, show
from narratives.report.files import hash_source
from narratives.schema import NarrativesError
from narratives.version import __version__

_AROUND_SIGNS = re.compile(r"""("[^"]*"|`[^`]*`)|\s*([=(){}\[\],;:?|&<>])\s*""")
_BETWEEN_BLOCKS = re.compile(
    r"(?<=>)\n+(?=</?(?:article|d[dlt]|div|h\d|li|nav|[ou]l|p|section|t[dhr]|table|tbody)\b)"
)
_OWN = re.compile(r"(<(?:head|script|style)\b.*?</(?:script|style)>)", re.DOTALL)
"""What is no markup, and the head, by which a page is known as one of ours."""
_TAG = re.compile(r"<[a-z][^<>]*[^<>/]>")
_QUOTED = re.compile(r'="([\w#.:-]+)"(?=[ >])')
_CLOSED_BY_WHAT_FOLLOWS = re.compile(
    r"</t[dh]>\n*(?=<t[dh]\b|</tr>)|</tr>\n*(?=<tr\b|</t(?:body|head)>)"
    r"|</t(?:body|head)>\n*(?=<tbody\b|</table>)|</li>\n*(?=<li\b|</[ou]l>)"
    r"|</dt>\n*(?=<d[dt]\b)|</dd>\n*(?=<d[dt]\b|</d(?:iv|l)>)"
    r"|</p>\n*(?=<(?:d(?:etails|iv|l)|h\d|[ou]l|p|section|table)\b"
    r"|</(?:article|d(?:d|etails|iv)|header|li|section|t[dh])>)"
)
"""End tags that HTML lets one leave out: what comes next ends the element all the same."""
_HEAD = {"head.html": "narratives.report"}
"""The head of all pages stands here, whichever room their template is of."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def fill_page(
    package: str,
    template: str,
    style: str,
    script: str = "",
    *,
    pictures: bool = False,
    **values: Any,
) -> str:
    """Fill a template: all text escaped, and a policy that allows this style and script alone.

    Parameters
    ----------
    package : str
        Which holds the template beside its modules.
    template : str
    style, script : str
        Printed as they are, the style without line ends; the policy names their hashes.
    pictures : bool
        Whether pictures stand in the page itself.
    **values
        What the template prints, besides the version.

    Returns
    -------
    str
    """
    style = style.replace("\n", "")
    scripts = f"script-src {hash_source(script)}; " if script else ""
    images = "img-src data:; " if pictures else ""
    page = _template(package, template).render(
        **{"version": __version__, **values},
        br=Markup("<br>"),
        style=Markup(style),
        script=Markup(script),
        policy=(
            f"default-src 'none'; style-src {hash_source(style)}; {scripts}{images}"
            "base-uri 'none'; form-action 'none'"
        ),
    )
    return _BETWEEN_BLOCKS.sub("", page)


def squeeze_markup(page: str) -> str:
    r"""Leave out the end tags and quotation marks that HTML does not need.

    An end tag is needless where the next tag ends the element all the same, quotation marks
    around a word are. Scripts and styles stay as they are, for the policy names their hashes, and
    so does the head, by which a file is known as a page of this suite.

    Examples
    --------
    >>> squeeze_markup('<ul class="sides"><li>dam</li>\n<li>storm</li></ul>')
    '<ul class=sides><li>dam<li>storm</ul>'
    """
    parts = _OWN.split(page)
    for place in range(0, len(parts), 2):
        part = _TAG.sub(lambda tag: _QUOTED.sub(r"=\1", tag[0]), parts[place])
        before = ""
        while before != part:
            before, part = part, _CLOSED_BY_WHAT_FOLLOWS.sub("", part)
        parts[place] = part
    return "".join(parts)


@cache
def _template(package: str, name: str) -> Template:
    """Compile a template once; a hundred pages are filled from it."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(lambda part: read_part(_HEAD.get(part, package), part)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_text_stays_text,
    )
    environment.filters.update(t=isolate, q=quote, plain=plain, num=_number, letters=escape)
    return environment.from_string(read_part(package, name))


def squeeze(script: str) -> str:
    r"""Leave out comments, and blank space around signs where no string is.

    Examples
    --------
    >>> squeeze('// Sums.\nconst sum = (a, b) =>\n  "a + b: " + (a + b);')
    'const sum=(a,b)=>"a + b: " +(a + b);'
    """
    code = "\n".join(line for line in map(str.strip, script.splitlines()) if line[:2] != "//")
    return _AROUND_SIGNS.sub(lambda found: found[1] or found[2], code)


def data_block(value: Any) -> Markup:
    """Write data for a script element: no letter can end it or turn what is shown from it."""
    text = plain(json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def read_part(package: str, name: str) -> str:
    """Read a template, a style or a script that stands beside the modules of a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def printed_date(date: str | None) -> str:
    """Return the date that a page prints: a given one, of SOURCE_DATE_EPOCH, or today.

    Raises
    ------
    NarrativesError
        If ``date`` is not a date.

    Examples
    --------
    >>> printed_date("2031-05-07")
    '2031-05-07'
    """
    if date is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
        return moment.date().isoformat()
    if not _DATE.match(date):
        raise NarrativesError(
            f'date "{date}" is not a date. Write it as year-month-day, for example "2031-05-07".'
        )
    return date


def _text_stays_text(value: Any) -> Any:
    """Write out invisible characters in whatever the template prints without a filter.

    In attributes, text goes through the filter ``plain`` first.
    """
    return show(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _number(value: Any) -> Any:
    """Write a cell for readers: two decimals at most, a dash for what is missing."""
    value = plain_value(value)
    if value is None or value == "":
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−") or "0"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return value
