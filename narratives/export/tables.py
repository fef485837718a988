"""Tables that a screen reader can walk: scopes, captions, a region that can be scrolled by keys."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from narratives.lexicon.letters import RIGHT_TO_LEFT

_NUMBER = re.compile(r"[+\-−]?[\d.,  ]*\d(?:[eE][+\-]?\d+)?\s*%?\Z|NaN\Z|nan\Z|-?inf\Z")
_LONGEST_NUMBER = 40


def mend_tables(soup: BeautifulSoup, caption: Callable[[Tag], tuple[str, str]]) -> None:
    """Give every table of a piece what HTML from pandas and Markdown lacks, in place.

    Header cells get a scope; empty corners become plain cells; the row of index names that
    pandas sets below the column names moves up into the corner; numbers stand below each other.
    Each table gets a caption and
    a region around it that takes the focus, so that it can be scrolled by keyboard.

    Parameters
    ----------
    soup : BeautifulSoup
        A cleaned piece of HTML.
    caption : callable
        Takes a table; gives its caption, and the longer name of the region around it.

    Examples
    --------
    >>> row = "<tr><th>ministry</th><td>1</td></tr>"
    >>> html = f"<table><thead><tr><th></th><th>n</th></tr></thead>{row}</table>"
    >>> soup = BeautifulSoup(html, "html.parser")
    >>> mend_tables(soup, lambda table: ("Table 1", "Table 1: Voices"))
    >>> soup.thead.decode()
    '<thead><tr><td></td><th class="number" scope="col">n</th></tr></thead>'
    >>> soup.div["aria-label"], soup.caption.string
    ('Table 1: Voices', 'Table 1')
    """
    for table in soup.find_all("table"):
        if table.parent is None:
            continue
        if table.find_parent("table"):
            # A table in a cell is layout: its cells are shown one after the other.
            for part in [table, *table.find_all(True)]:
                if part.name in ("td", "th", "tr"):
                    part.append(" ")
                part.unwrap()
            continue
        head = table.find("thead")
        if head is not None:
            _raise_index_names(head)
            for cell in head.find_all(["th", "td"]):
                _scope_of_head(cell)
        for row in table.find_all("tr"):
            if head is None or row.find_parent("thead") is None:
                _mend_row(row)
        if head is not None:
            _align_numbers(table, head)
        short, long = caption(table)
        own = table.find("caption")
        if own is None:
            own = soup.new_tag("caption")
            own.string = short
        else:
            long = f"{short}: {own.get_text(' ', strip=True)}"
            own.insert(0, f"{short}: ")
        table.insert(0, own.extract())
        region = soup.new_tag(
            "div",
            attrs={"class": "scroll", "role": "region", "tabindex": "0", "aria-label": long},
        )
        table.wrap(region)


def _is_empty(cell: Tag) -> bool:
    return not cell.get_text(strip=True) and cell.find("img") is None


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["th", "td"], recursive=False)


def _raise_index_names(head: Tag) -> None:
    """Merge the second header row into the first where each fills the gaps of the other."""
    rows = head.find_all("tr", recursive=False)
    if len(rows) != 2:
        return
    upper, lower = _cells(rows[0]), _cells(rows[1])
    if len(upper) != len(lower) or any(
        cell.has_attr("colspan") or cell.has_attr("rowspan") for cell in [*upper, *lower]
    ):
        return
    named = [not _is_empty(cell) for cell in lower]
    count = sum(named)
    if not 0 < count < len(lower) or named != sorted(named, reverse=True):
        return
    # The names of the columns, where they have one, stand in the last corner.
    if any(not _is_empty(cell) for cell in upper[:count]):
        return
    for above, below in zip(upper[:count], lower[:count], strict=True):
        above.extend(list(below.contents))
    rows[1].decompose()


def _scope_of_head(cell: Tag) -> None:
    if _is_empty(cell):
        cell.name = "td"
        return
    cell.name = "th"
    spans = str(cell.get("colspan", "1")) not in ("0", "1")
    cell["scope"] = "colgroup" if spans else "col"
    _set_direction(cell)


def _mend_row(row: Tag) -> None:
    for cell in _cells(row):
        if cell.name == "th":
            if _is_empty(cell):
                cell.name = "td"
            else:
                spans = str(cell.get("rowspan", "1")) not in ("0", "1")
                cell["scope"] = "rowgroup" if spans else "row"
        elif _NUMBER.match(cell.get_text(strip=True)[:_LONGEST_NUMBER]):
            cell["class"] = "number"
        _set_direction(cell)


def _align_numbers(table: Tag, head: Tag) -> None:
    """Set the name of a column of numbers above them."""
    rows = [_cells(row) for row in table.find_all("tr")]
    if any(cell.has_attr(name) for row in rows for cell in row for name in ("colspan", "rowspan")):
        return
    body = [_cells(row) for row in table.find_all("tr") if row.find_parent("thead") is not head]
    for row in head.find_all("tr"):
        for number, cell in enumerate(_cells(row)):
            below = [cells[number] for cells in body if number < len(cells)]
            if below and all(other.get("class") == "number" for other in below):
                cell["class"] = "number"


def _set_direction(cell: Tag) -> None:
    if RIGHT_TO_LEFT.search(cell.get_text()):
        cell["dir"] = "auto"
