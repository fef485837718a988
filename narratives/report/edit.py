"""A page on which a person decides without Python: it works offline and saves a file."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from narratives import schema
from narratives.deciding import list_unchecked, said_in_short
from narratives.report.accounts import number_statements
from narratives.report.content import page_content
from narratives.report.escape import leftward, plain
from narratives.report.files import write_page
from narratives.report.filling import data_block
from narratives.report.language import language_tag, written_in
from narratives.report.page import build_page

if TYPE_CHECKING:
    from narratives.comparison import Tables

SIDES = tuple(f"{stance} {how}" for stance in schema.STANCES[:2] for how in schema.HOWS)
"""How a statement can bear on an account."""


@dataclass(frozen=True)
class ShownPart:
    """One paragraph of a text, letter by letter: hidden ones are shown as U+FFFD."""

    start: int
    text: str
    language: str
    leftward: bool
    kind: str


@dataclass(frozen=True)
class Task:
    """What can be decided about a statement, an item or a source.

    Attributes
    ----------
    target, about, words : str
        Its address; what it is; its words, or its name.
    place : int
        Where it stands in the order of the text, from 1.
    doubt, draft : str
        How sure the draft is, and what stands now, in words.
    decided : bool
    now : dict of field to str
        What stands now; empty where there is nothing.
    sides : dict of narrative to str
        How a statement bears on each account, or how an item is rated.
    """

    target: str
    about: str
    words: str
    place: int
    doubt: str
    draft: str
    decided: bool
    now: dict[str, str]
    sides: dict[str, str]


def write_edit(comparison: Tables, path: str | Path, date: str | None = None) -> Path:
    """Write the page to decide on as one HTML file; it appears whole or not at all.

    Parameters
    ----------
    comparison : Comparison
        With its review.
    path : str or Path
        Missing folders are made.
    date : str, optional
        See :func:`narratives.report.render_report`.

    Returns
    -------
    Path

    Raises
    ------
    NarrativesError
        If the file cannot be written.
    """
    return write_page(render_edit(comparison, date), Path(path))


def render_edit(comparison: Tables, date: str | None = None) -> str:
    """Build the page to decide on: the texts, and beside them what can be decided.

    What a person chooses stays on the person's machine. The page saves it as a file that
    :func:`narratives.import_annotations` reads; where the browser allows it, it is kept over a
    reload too.

    Parameters
    ----------
    comparison : Comparison
    date : str, optional
        See :func:`narratives.report.render_report`.

    Returns
    -------
    str

    Raises
    ------
    NarrativesError
        If ``date`` is not a date.
    """
    statements = _statements(comparison)
    data = {
        "case": comparison.name,
        "documents": {d.document_id: d.sha256 for d in comparison.documents},
        "spans": {task.target: _spans(comparison, task.target) for task in statements},
    }
    return build_page(
        "edit",
        page_content(comparison),
        comparison,
        date,
        "edit.css",
        pairs=lambda values: [(value, value) for value in values],
        passages=[(d, _passages(comparison, d)) for d in comparison.documents],
        tasks=statements,
        items=_items(comparison),
        graded=_sources(comparison),
        sides=SIDES,
        kinds=schema.KINDS,
        polarities=schema.POLARITIES,
        letters=[*[*schema.RATINGS][::-1], "NA"],
        credibilities=schema.CREDIBILITIES,
        relevances=schema.RELEVANCES,
        reliabilities=schema.RELIABILITIES,
        speakers=[
            *((str(k), str(name)) for k, name in comparison.sources["name"].items()),
            (schema.NARRATOR, "the text itself"),
            (schema.UNNAMED, "a source that is not named"),
        ],
        numbers=data_block(data),
    )


def _passages(comparison: Tables, document: schema.Document) -> list[ShownPart]:
    own = comparison.segments[comparison.segments["document_id"] == document.document_id]
    language = language_tag(written_in(document))
    found = []
    at = 0
    edges = sorted((int(r.start), int(r.end), str(r.kind)) for r in schema.each(own))
    for start, end, kind in [*edges, (len(document.text), len(document.text), "body")]:
        for first, last, what in ((at, start, "body"), (max(at, start), end, kind)):
            words = document.text[first:last]
            if words.strip():
                # One letter for each, so that places on the page are places in the text.
                text = plain(words).replace("\r", " ")
                found.append(ShownPart(first, text, language, leftward(words), what))
        at = max(at, end)
    return found


def _spans(comparison: Tables, target: str) -> dict[str, list[schema.Span]]:
    row = comparison.statements.loc[target]
    return {name: schema.parse_spans(str(row[name])) for name in ("source", "cue", "content")}


def _statements(comparison: Tables) -> list[Task]:
    """Return the statements, least sure first; those that a person decided stand last."""
    numbers = number_statements(comparison)
    accounts = [str(name) for name in comparison.narratives.index]
    sides: dict[str, dict[str, str]] = {}
    for row in comparison.bearings.to_dict("records"):
        if row["narrative_id"] in accounts:
            sides.setdefault(str(row["statement_id"]), {})[str(row["narrative_id"])] = (
                f"{row['stance']} {row['how']}"
            )
    listed = list_unchecked(comparison, decided=True)
    listed = listed[listed["kind"].isin(["statement", "bearings"])]
    order: dict[str, dict[str, object]] = {}
    for row in listed[~listed["decided"]].to_dict("records"):
        order.setdefault(str(row["target"]), {str(key): value for key, value in row.items()})
    rows = comparison.statements.to_dict("index")
    targets = [*order, *(str(name) for name in rows if str(name) not in order)]
    tasks = []
    for target in [name for name in targets if name in rows]:
        row, found = rows[target], order.get(target, {})
        doubt = float(str(found.get("doubt", "nan")))
        tasks.append(
            Task(
                target,
                f"Statement {numbers[target]}",
                str(row["content_text"]),
                numbers[target],
                "" if isnan(doubt) else f"{doubt:.2f}".removeprefix("0"),
                said_in_short(row),
                not found,
                {name: str(row[name]) for name in ("strength", "kind", "polarity", "source_id")},
                {name: sides.get(target, {}).get(name, "none") for name in accounts},
            )
        )
    return tasks


def _items(comparison: Tables) -> list[Task]:
    table = list_unchecked(comparison, decided=True)
    rows = table[table["kind"] == "item"].sort_values("decided", kind="stable")
    matrix = comparison.matrix
    tasks = []
    for place, row in enumerate(rows.to_dict("records"), 1):
        item = comparison.items.loc[row["target"]]
        cells = zip(matrix.columns, matrix.loc[[row["target"]]].to_numpy()[0], strict=True)
        credibility = float(item["credibility"])
        now = {
            "credibility": "" if isnan(credibility) else str(int(credibility)),
            "relevance": str(item["relevance"]),
        }
        letters = {str(n): schema.RATING_LETTERS.get(float(cell), "NA") for n, cell in cells}
        words, why = str(row["words"]), str(row["why"])
        tasks.append(
            Task(
                str(row["target"]),
                f"Item {place}",
                words,
                place,
                "",
                why,
                bool(row["decided"]),
                now,
                letters,
            )
        )
    return tasks


def _sources(comparison: Tables) -> list[Task]:
    table = list_unchecked(comparison, decided=True)
    rows = table[table["kind"] == "source"].sort_values("decided", kind="stable")
    return [
        Task(
            str(row["target"]),
            str(row["words"]),
            "",
            place,
            "",
            f"{row['hangs']} statement{'' if row['hangs'] == 1 else 's'}",
            bool(row["decided"]),
            {"reliability": str(row["value"])},
            {},
        )
        for place, row in enumerate(rows.to_dict("records"), 1)
    ]
