"""The side-by-side figure: one column an account, the same rows for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from narratives import schema
from narratives.figures.bands import (
    GUTTER,
    LABEL_WIDTH,
    WIDTH,
    draw_band,
    draw_wide,
    lay_band,
    split_bands,
    wide_height,
)
from narratives.figures.cells import (
    MOST_GAPS,
    MOST_STROKES,
    layout_rows,
    outside_rows,
    shared_rows,
)
from narratives.figures.colours import account_colours
from narratives.figures.drawing import (
    INK,
    LEADING,
    LINE,
    POINT,
    SOFT,
    TITLE,
    open_sheet,
    wrap,
)
from narratives.figures.kinds import KEY_LINE, draw_key, lay_key
from narratives.figures.letters import say_missing
from narratives.figures.slide import plot_slide
from narratives.telling import SideBySide, lay_out, side_by_side_table
from narratives.telling.looked import looked_in_words, unsure_in_words
from narratives.telling.words import count_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from narratives.comparison import Tables

WIDEST = 5.5


def plot_side_by_side(comparison: Tables, ax: Axes | None = None, *, short: bool = False) -> Axes:
    """Draw the accounts side by side: voices, firmness, basis, disputes, gaps.

    Columns are the narratives, in the order of the case, at most four beside each other;
    more go into further bands with the same rows. Then comes what is outside of them.
    Nothing is added up, and no account is marked as ahead. Shapes and words carry what
    colour carries.

    Parameters
    ----------
    comparison : Comparison
    ax : Axes, optional
        Where to draw; the layout is scaled to fit, so give it about the shape that a
        call without ``ax`` makes. Default: a new figure, sized from the data.
    short : bool
        Draw the short form, which fits a screen and a slide of 16 to 9: the same accounts
        with the words, voices, firmness, basis and disputes of each, cut where they are long.

    Returns
    -------
    Axes
        ``ax.figure`` is the figure. The numbers are in :func:`side_by_side_table`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> from matplotlib.figure import Figure
    >>> ax = nv.plot_side_by_side(comparison, Figure(figsize=(14, 20)).subplots())
    >>> any("ISIS did it" in text.get_text() for text in ax.texts)
    True
    """
    if short:
        told = [looked_in_words(comparison), unsure_in_words(comparison)]
        below = " ".join(["Not a finding of what happened.", *filter(None, told)])
        return plot_slide(comparison, _title(comparison), below, ax)
    table = side_by_side_table(comparison)
    view = lay_out(table)
    narratives = [str(n) for n in comparison.narratives.index]
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    colours = account_colours(comparison.narratives)
    parts = split_bands(narratives)
    column = min((WIDTH - LABEL_WIDTH) / max(map(len, parts), default=1) - GUTTER, WIDEST)
    texts = [document.document_id for document in comparison.documents]
    rows = [layout_rows(view, part, texts) for part in parts]
    single = lay_band(parts[0], rows[0][:-1], column) if len(parts) == 1 else None
    bands = [lay_band(part, of_part, column) for part, of_part in zip(parts, rows, strict=True)]
    last = lay_band(parts[0], rows[0][-1:], column) if single else None
    shared = shared_rows(view, None if single else titles)
    outside = outside_rows(view)
    title = wrap(_title(comparison), WIDTH, TITLE, bold=True, most=4)
    heard = [voice for column in view.columns for voice in column.voices]
    heard += [voice for column in view.columns for voice in column.disputed]
    stake = any(voice.has_stake for voice in heard)
    key = lay_key((voice.kind for voice in heard), WIDTH, stake=stake)
    foot = wrap(
        _foot(comparison, view, [*map(str, table["label"]), *map(str, table["words"])]),
        WIDTH,
        most=8,
    )
    top = len(title) * TITLE * LEADING * POINT + LINE + 0.2
    height = sum(sum(band.heights) + 0.2 for band in bands)
    height += sum(wide_height(row, single) for row in [*shared, *outside])
    tail = KEY_LINE * len(key) + LINE * len(foot) + 0.3
    sheet = open_sheet(ax, WIDTH, top + height + tail)

    y = sheet.write_lines(0, 0, title, TITLE, bold=True)
    only = "this text" if len(comparison.documents) == 1 else "these texts"
    caveat = f"Describes {only} only. Not a finding of what happened."
    if 1 < len(texts) <= MOST_STROKES:
        caveat += " Strokes stand for the texts in their order: long where the origin is heard."
    sheet.write(0, y + 0.03, caveat, colour=SOFT)
    y = top
    # Where all accounts stand beside each other, what they share comes before the last row.
    for band in [single] if single else bands:
        y = draw_band(sheet, band, y, colours) + (0.0 if single else 0.2)
    for row in shared:
        y = draw_wide(sheet, row, y, colours, single)
    y = draw_band(sheet, last, y, colours) if last else y
    for row in outside:
        y = draw_wide(sheet, row, y, colours)
    sheet.rule([0, WIDTH], [y, y], INK)
    y = draw_key(sheet, key, y + 0.12, WIDTH)
    sheet.write_lines(0, y + 0.05, foot, colour=SOFT)
    return sheet.ax


def _title(comparison: Tables) -> str:
    accounts = count_word(len(comparison.narratives), "account")
    where = count_word(len(comparison.documents), "text")
    question = comparison.question.strip()
    draft = "" if comparison.reviewed else "DRAFT, not reviewed by a person. "
    return (
        f"{draft}{accounts[0].upper()}{accounts[1:]} in {where}: who says what, how firmly, "
        f"on what basis. {question}"
    )


def _foot(comparison: Tables, view: SideBySide, words: Sequence[str]) -> str:
    furniture = comparison.segments["kind"].isin(schema.FURNITURE).sum()
    loaded = len(comparison.loaded_words)
    by_hand = (comparison.corrections["status"] == "applied").sum()
    hashes = ", ".join(d.sha256[:12] for d in comparison.documents[:3])
    more = f" and {len(comparison.documents) - 3} more" if len(comparison.documents) > 3 else ""
    hidden = sum(max(0, len(column.gaps) - MOST_GAPS) for column in view.columns)
    parts = [
        f"left out as furniture: {furniture}",
        f"loaded words: {loaded}",
        f"corrected by hand: {by_hand}" if not comparison.draft else "draft: no review applied",
        looked_in_words(comparison).rstrip("."),
        *filter(None, [unsure_in_words(comparison).rstrip(".")]),
        f"more open questions: {hidden}",
        f"SHA-256 of the text: {hashes}…{more}",
    ]
    lost = say_missing([*words, comparison.question])
    return " · ".join(parts) + (f" · {lost}" if lost else "")
