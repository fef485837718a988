"""From a comparison to the bytes of the page."""

from __future__ import annotations

import base64
import json
import os
import re
from dataclasses import asdict, fields
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from narratives.figures.tables import account_colours
from narratives.report.content import PageContent, page_content
from narratives.report.download import pack_tables, plain_value
from narratives.report.escape import isolate, plain, quote, show
from narratives.report.files import hash_source, write_page
from narratives.schema import NarrativesError
from narratives.telling.deciding import explain_drafted

if TYPE_CHECKING:
    from narratives.comparison import Tables

PATTERNS = ("solid", "dashed", "dotted", "double", "wavy")
_AROUND_SIGNS = re.compile(r"""("[^"]*"|`[^`]*`)|\s*([=(){}\[\],;:?|&<>])\s*""")
_BETWEEN_BLOCKS = re.compile(
    r"(?<=>)\n+(?=</?(?:article|d[dlt]|div|h\d|li|nav|[ou]l|p|section|t[dhr]|table|tbody)\b)"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def write_report(comparison: Tables, path: str | Path, date: str | None = None) -> Path:
    """Write the report as one HTML file; it appears whole or not at all.

    Parameters
    ----------
    comparison : Comparison
    path : str or Path
        Missing folders are made.
    date : str, optional
        See :func:`render_report`.

    Returns
    -------
    Path

    Raises
    ------
    NarrativesError
        If the file cannot be written.
    """
    return write_page(render_report(comparison, date=date), Path(path))


def render_report(comparison: Tables, date: str | None = None) -> str:
    """Build the page as a string: no network, no script needed, all text escaped.

    Parameters
    ----------
    comparison : Comparison
    date : str, optional
        The date printed, "YYYY-MM-DD". Default: the day of SOURCE_DATE_EPOCH, or today.
        The same comparison and date give the same string.

    Returns
    -------
    str

    Raises
    ------
    NarrativesError
        If ``date`` is not a date.
    """
    content = page_content(comparison, explain_drafted(comparison))
    return build_page(
        "page.html",
        content,
        comparison,
        date,
        _squeeze(_part("script.js")),
        numbers=_data_block(asdict(content.switches)),
        data=base64.b64encode(pack_tables(comparison)).decode("ascii"),
    )


def build_page(
    template: str,
    content: PageContent,
    comparison: Tables,
    date: str | None,
    script: str = "",
    **more: Any,
) -> str:
    """Fill a template: all text escaped, and a policy that allows this style and script alone.

    Parameters
    ----------
    template : {"page.html", "class.html"}
    content : PageContent
    comparison : Comparison
    date : str, optional
        See :func:`render_report`.
    script : str
    **more
        What this template prints besides ``content``.

    Returns
    -------
    str

    Raises
    ------
    NarrativesError
        If ``date`` is not a date.
    """
    printed = _date(date)
    own = _part("class.css") if template == "class.html" else ""
    own += _part("across.css") if content.across is not None else ""
    style = (_part("style.css") + own).replace("\n", "") + _account_style(comparison)
    scripts = f"script-src {hash_source(script)}; " if script else ""
    page = _template(template).render(
        **{field.name: getattr(content, field.name) for field in fields(content)},
        **more,
        br=Markup("<br>"),
        date=printed,
        style=Markup(style),
        script=Markup(script),
        policy=(
            f"default-src 'none'; style-src {hash_source(style)}; {scripts}"
            "base-uri 'none'; form-action 'none'"
        ),
    )
    return _BETWEEN_BLOCKS.sub("", page)


@cache
def _template(name: str) -> Template:
    """Compile a template once; a hundred pages are filled from it."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_part),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_text_stays_text,
    )
    environment.filters.update(t=isolate, q=quote, plain=plain, num=_number)
    return environment.from_string(_part(name))


def _squeeze(script: str) -> str:
    r"""Leave out comments, and blank space around signs where no string is.

    Examples
    --------
    >>> _squeeze('// Sums.\nconst sum = (a, b) =>\n  "a + b: " + (a + b);')
    'const sum=(a,b)=>"a + b: " +(a + b);'
    """
    code = "\n".join(line for line in map(str.strip, script.splitlines()) if line[:2] != "//")
    return _AROUND_SIGNS.sub(lambda found: found[1] or found[2], code)


def _data_block(value: Any) -> Markup:
    """Write data for a script element: no letter can end it or turn what is shown from it."""
    text = plain(json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _text_stays_text(value: Any) -> Any:
    """Write out invisible characters in whatever the template prints without a filter.

    In attributes, text goes through the filter ``plain`` first.
    """
    return show(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _part(name: str) -> str:
    return resources.files("narratives.report").joinpath(name).read_text(encoding="utf-8")


def _date(date: str | None) -> str:
    if date is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
        return moment.date().isoformat()
    if not _DATE.match(date):
        raise NarrativesError(
            f'date "{date}" is not a date. Write it as year-month-day, for example "2031-05-07".'
        )
    return date


def _account_style(comparison: Tables) -> str:
    rules = []
    for n, colour in enumerate(account_colours(comparison.narratives).values(), start=1):
        thick = 3 if n > len(PATTERNS) else 2
        pattern = PATTERNS[(n - 1) % len(PATTERNS)]
        rules.append(f".a{n},.u{n}{{--c:{colour}}}")
        rules.append(
            f".u{n}{{text-decoration-style:{pattern};text-decoration-thickness:{thick}px}}"
        )
    return "".join(rules)


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
