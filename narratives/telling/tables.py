"""Tables in a notebook: words begin at the left, numbers end at the right.

JupyterLab sets every cell of a table to the right, where words are hard to read. Its style
cannot be changed from a table that it does not trust, as those of a notebook just opened; what
it leaves standing is the style of a cell.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+\-−]?[\d.,  ]*\d(?:[eE][+\-]?\d+)?\s*%?\Z|-?inf\Z")
_MISSING = ("", "NaN", "nan", "None", "NaT", "&lt;NA&gt;", "...")
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
_LEFT = ' style="text-align: left"'


def align_table(html: str) -> str:
    r"""Set the columns of words in a table of pandas to the left, and leave those of numbers.

    Parameters
    ----------
    html : str
        As ``DataFrame._repr_html_`` returns it.

    Returns
    -------
    str
        The same table. A column in which every cell is a number, or missing, ends at the right.
        What is no such table comes back as it is.

    Examples
    --------
    >>> head = "<thead><tr><th></th><th>who</th><th>n</th></tr></thead>"
    >>> row = "<tr><th>a</th><td>the mayor</td><td>2</td></tr>"
    >>> print(align_table(f"<table>{head}<tbody>{row}</tbody></table>").replace("><t", ">\n<t"))
    <table>
    <thead>
    <tr>
    <th></th>
    <th style="text-align: left">who</th>
    <th>n</th></tr></thead>
    <tbody>
    <tr>
    <th style="text-align: left">a</th>
    <td style="text-align: left">the mayor</td>
    <td>2</td></tr></tbody></table>
    """
    head, mark, body = html.partition("<tbody>")
    if not mark:
        return html
    cells = [
        [found[2] for found in _CELL.findall(row) if found[0] == "td"] for row in _ROW.findall(body)
    ]
    width = max(map(len, cells), default=0)
    words = [any(_is_word(row[n]) for row in cells if n < len(row)) for n in range(width)]
    head = _ROW.sub(lambda row: _align_head(row[0], words), head)
    body = _ROW.sub(lambda row: _align_body(row[0], words), body)
    return head + mark + body


def _is_word(cell: str) -> bool:
    told = cell.strip()
    return told not in _MISSING and not _NUMBER.match(told)


def _align_head(row: str, words: list[bool]) -> str:
    """Set names over columns of words to the left, and those over the index."""
    found = list(_CELL.finditer(row))
    before = len(found) - len(words)
    if before < 0 or "colspan" in row:
        return row
    return _to_the_left(row, found, [True] * before + words)


def _align_body(row: str, words: list[bool]) -> str:
    found = list(_CELL.finditer(row))
    index = sum(cell[1] == "th" for cell in found)
    return _to_the_left(row, found, [True] * index + words)


def _to_the_left(row: str, found: list[re.Match[str]], left: list[bool]) -> str:
    parts, end = [], 0
    for cell, is_left in zip(found, left, strict=False):
        if is_left and cell[3] and "style=" not in cell[2]:
            parts += [row[end : cell.end(2)], _LEFT]
            end = cell.end(2)
    return "".join([*parts, row[end:]])
