"""The pages that the browser opens, each made once for a run."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from once import once
from port_case import assemble, many_accounts, port_case, port_comparison
from seed_case import seed_comparison, seed_page

from narratives import schema
from narratives.classroom import (
    plan_lesson,
    render_key,
    render_marking,
    render_sheet,
    render_slides,
    render_teacher,
)
from narratives.classroom.editions import Lesson
from narratives.report import render_report
from narratives.report.edit import render_edit
from narratives.schema import Document
from narratives.scores import rank_narratives
from narratives.stages import Comparison

DATE = "2031-05-07"
HOSTILE = (
    "</script><script>document.title='taken';alert(1)</script>"
    "<img src=https://example.org/x.png onerror=alert(2)>\u202egnp.exe\u202c\u2066&lt;b&gt;&amp;"
    "\u200b{{ 7*7 }}' onclick='alert(3)' \"--><svg onload=alert(4)>"
)


def _draft() -> Comparison:
    return port_comparison(draft=True)


def _one() -> Comparison:
    return many_accounts(1)


def _crowded() -> Comparison:
    return many_accounts(12)


def _two() -> Comparison:
    """Two texts: where there are several, sections are laid out only when they are looked at."""
    case, port = port_case(), port_comparison()
    second = Document("second", port.documents[0].text, title="The same again", file="second.txt")
    later = port.statements.iloc[2:6].assign(document_id="second")
    later.index = later.index.str.replace("port:", "second:")
    names = dict(zip(port.statements.index[2:6], later.index, strict=True))

    def again(table: pd.DataFrame) -> pd.DataFrame:
        of = table["statement_id"].map(names)
        return pd.concat([table, table[of.notna()].assign(statement_id=of.dropna())])

    return assemble(
        dataclasses.replace(case, documents=(*case.documents, second)),
        pd.concat([port.statements, later]),
        again(port.bearings),
        port.items,
        again(port.reports),
        port.matrix,
        segments=pd.concat([port.segments, port.segments.assign(document_id="second")]),
    )


def _weighted() -> Comparison:
    """60 items of uneven weight, rated for six accounts, told by up to three of nine voices."""
    towns = many_accounts(6)
    items = [f"item:{n}" for n in range(60)]
    weights = [1.0, math.sqrt(2), 0.5, 2.0, math.sqrt(0.5)]
    numbers = [-2.0, -1.0, 0.0, 1.0, 2.0, math.nan, -1.0]
    matrix = pd.DataFrame(
        [
            [numbers[(n * n + 3 * m + n * m) % 7] if n % 9 else 0.0 for m in range(6)]
            for n in range(60)
        ],
        index=pd.Index(items, name="item_id"),
        columns=towns.matrix.columns,
    )
    weight = pd.Series([weights[n % 5] for n in range(60)], index=matrix.index, name="weight")
    told = [
        (items[n], (n * 5 + k * 3) % 12, (n + k) % 4 > 0)
        for n in range(60)
        for k in range(1 + n % 3)
    ]
    ids = list(towns.statements.index)
    unknown = {1, 4, 11}
    reports = pd.DataFrame(
        [
            (
                item,
                ids[s],
                towns.statements["source_id"].iloc[s],
                "" if s in unknown else towns.statements["origin_id"].iloc[s],
                holds,
                "",
            )
            for item, s, holds in told
        ],
        columns=list(schema.REPORTS),
    )
    return dataclasses.replace(
        towns,
        items=pd.DataFrame(
            {
                "label": [f"What could be so, number {n}" for n in range(60)],
                "basis": "conduct",
                "shown": "named",
                "credibility": math.nan,
                "relevance": "",
                "rated_by": "person",
            },
            index=matrix.index,
        ),
        reports=reports,
        matrix=matrix,
        weights=weight,
        ranking=rank_narratives(matrix, weight),
        diagnosticity=matrix.std(axis=1, ddof=0).rename("diagnosticity"),
    )


def _related() -> Comparison:
    """The same where one account contains two, one of them a third, and two go with each other."""
    weighted = _weighted()
    a, b, c, d, e, _ = weighted.matrix.columns
    told = [(a, "contains", b), (a, "contains", c), (c, "contains", d), (b, "goes_with", e)]
    relations = pd.DataFrame(told, columns=list(schema.RELATIONS), dtype="str")
    ranking = rank_narratives(weighted.matrix, weighted.weights, relations)
    return dataclasses.replace(weighted, relations=relations, ranking=ranking)


def _hostile(words: str = HOSTILE) -> Comparison:
    """Every text that comes from outside holds markup, entities and signs that turn the text."""
    port = port_comparison()

    def told(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**dict.fromkeys(columns, words))

    document: Document = dataclasses.replace(
        port.documents[0],
        text=port.documents[0].text.replace("Radio Coast", words + " pаypal"),
        title=words,
        publisher=words,
        url="javascript:alert(1)",
        outside=(words,),
    )
    return dataclasses.replace(
        port,
        name=words,
        question=words,
        documents=(document,),
        narratives=told(port.narratives, "title", "statement"),
        sources=told(port.sources, "name"),
        origins=told(port.origins, "name"),
        statements=told(
            port.statements, "source_text", "cue_text", "content_text", "source_name", "candidates"
        ),
        items=told(port.items, "label", "rated_by"),
        bearings=told(port.bearings, "why"),
        tensions=told(port.tensions, "why"),
        corrections=told(port.corrections, "why", "who"),
        settings={words: words},
        warnings=(words,),
    )


def _foreign() -> Comparison:
    """A text with a paragraph from right to left and a quotation in another language."""
    port = port_comparison()
    more = [
        "قالت البلدة إن السد لم ينهر في الليل.",
        'The mayor wrote: "Le maire a dit que la digue est sûre et que nous pouvons rester."',
    ]
    text = port.documents[0].text
    rows = []
    for line in more:
        text += f"\n{line}\n"
        rows.append(("port", len(text) - len(line) - 1, len(text) - 1, "body", True, ""))
    segments = pd.DataFrame(rows, columns=list(port.segments.columns))
    return dataclasses.replace(
        port,
        documents=(dataclasses.replace(port.documents[0], text=text),),
        segments=pd.concat([port.segments, segments]),
    )


CASES: dict[str, Callable[[], Comparison]] = {
    "seed": seed_comparison,
    "port": port_comparison,
    "draft": _draft,
    "one": _one,
    "crowded": _crowded,
    "two": _two,
    "weighted": _weighted,
    "related": _related,
    "foreign": _foreign,
    "hostile": _hostile,
    "long word": lambda: _hostile("W" * 3_000),
    "accents": lambda: _hostile("Z" + "\u0301\u0340" * 300),
}


@cache
def comparison_of(name: str) -> Comparison:
    return CASES[name]()


CLASS: dict[str, Callable[[Lesson], str]] = {
    "mark": render_marking,
    "sheet": lambda lesson: render_sheet(lesson.comparison, lesson.lines, lesson.offers),
    "teacher": lambda lesson: render_teacher(lesson, DATE),
    "key": lambda lesson: render_key(lesson, DATE),
    "slides": render_slides,
}
"""The pages of a lesson, by what stands before the name of a case: "mark-port"."""


@cache
def html_of(name: str) -> str:
    """Return the page of a case, or one of a lesson (see ``CLASS``); "edit-" is to decide on."""
    return seed_page(DATE) if name == "seed" else once(f"page-{name}", lambda _: _written(name))


def _written(name: str) -> str:
    page, _, case = name.partition("-")
    if page in CLASS:
        return CLASS[page](plan_lesson(comparison_of(case)))
    if page == "edit":
        return render_edit(comparison_of(case), DATE)
    return render_report(comparison_of(name), DATE)


def file_of(name: str, folder: Path) -> Path:
    """Write the page of a case into a folder; return its path."""
    path = folder / f"{name}.html"
    path.write_text(html_of(name), encoding="utf-8")
    return path
