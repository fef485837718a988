"""From a comparison to the bytes of the page."""

from __future__ import annotations

import base64
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.figures.colours import account_colours
from narratives.report.accounts import key_accounts, number_statements
from narratives.report.content import PageContent, page_content
from narratives.report.decisions import decisions_by_place, list_decisions
from narratives.report.download import pack_tables
from narratives.report.files import write_page
from narratives.report.filling import (
    data_block,
    fill_page,
    printed_date,
    read_part,
    squeeze,
    squeeze_markup,
)
from narratives.report.reasons import kept_as_drafted
from narratives.telling.deciding import explain_drafted
from narratives.telling.words import SHOWN_WORDS

if TYPE_CHECKING:
    from narratives.comparison import Tables

ROOM = "narratives.report"
FEW = 4
"""Accounts for which the style of all pages is enough."""
PATTERNS = ("solid", "dashed", "dotted", "double", "wavy")


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
    decided = decisions_by_place(
        list_decisions(comparison, number_statements(comparison), key_accounts(comparison))
    )
    deciding = explain_drafted(comparison, without=kept_as_drafted(decided))
    content = page_content(comparison, deciding)
    page = build_page(
        "page",
        content,
        comparison,
        date,
        *([] if content.across is None else ["across.css"]),
        *([] if len(content.accounts) <= FEW else ["many_accounts.css"]),
        numbers=data_block(asdict(content.switches)),
        data=base64.b64encode(pack_tables(comparison)).decode("ascii"),
    )
    return squeeze_markup(page)


def build_page(
    name: str, content: PageContent, comparison: Tables, date: str | None, *styles: str, **more: Any
) -> str:
    """Fill a template of this room with the content of a case, in the colours of its accounts.

    Parameters
    ----------
    name : {"page", "edit"}
        Of the template and of its script.
    content : PageContent
    comparison : Comparison
    date : str, optional
        See :func:`render_report`.
    *styles : str
        Files of style besides that of all pages.
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
    printed = printed_date(date)
    style = "".join(read_part(ROOM, part) for part in ("style.css", *styles)).replace("}\n", "}")
    script = "script.js" if name == "page" else f"{name}.js"
    return fill_page(
        ROOM,
        f"{name}.html",
        style + _account_style(comparison),
        squeeze(read_part(ROOM, script)),
        **{field.name: getattr(content, field.name) for field in fields(content)},
        date=printed,
        shown_words=SHOWN_WORDS,
        **more,
    )


def _account_style(comparison: Tables) -> str:
    rules = []
    for n, colour in enumerate(account_colours(comparison.narratives).values(), start=1):
        thick = 3 if n > len(PATTERNS) else 2
        pattern = PATTERNS[(n - 1) % len(PATTERNS)]
        link = f'[href="#a{n}"]'
        rules.append(f".a{n},.u{n},{link}{{--c:{colour}}}")
        rules.append(
            f".u{n},{link}{{text-decoration-style:{pattern};text-decoration-thickness:{thick}px}}"
        )
    return "".join(rules)
