"""The pages that the browser opens, each made once for a worker."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from port_case import many_accounts, port_comparison

from narratives.case import load_case
from narratives.comparison import Comparison, compare
from narratives.report import render_report
from narratives.schema import Document

DATE = "2031-05-07"
SEED = Path(__file__).parents[2] / "seeds" / "crocus-city-hall"
HOSTILE = (
    "</script><script>document.title='taken';alert(1)</script>"
    "<img src=https://example.org/x.png onerror=alert(2)>\u202egnp.exe\u202c\u2066&lt;b&gt;&amp;"
    "\u200b{{ 7*7 }}' onclick='alert(3)' \"--><svg onload=alert(4)>"
)


def _seed() -> Comparison:
    return compare(load_case(SEED))


def _draft() -> Comparison:
    return port_comparison(draft=True)


def _one() -> Comparison:
    return many_accounts(1)


def _crowded() -> Comparison:
    return many_accounts(12)


def _two() -> Comparison:
    """Two texts: where there are several, sections are laid out only when they are looked at."""
    port = port_comparison()
    second = Document("second", port.documents[0].text, title="The same again", file="second.txt")
    return dataclasses.replace(
        port,
        documents=(*port.documents, second),
        segments=pd.concat([port.segments, port.segments.assign(document_id="second")]),
    )


def _hostile() -> Comparison:
    """Every text that comes from outside holds markup, entities and signs that turn the text."""
    port = port_comparison()

    def told(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**dict.fromkeys(columns, HOSTILE))

    document: Document = dataclasses.replace(
        port.documents[0],
        text=port.documents[0].text.replace("Radio Coast", HOSTILE + " pаypal"),
        title=HOSTILE,
        publisher=HOSTILE,
        url="javascript:alert(1)",
        outside=(HOSTILE,),
    )
    return dataclasses.replace(
        port,
        name=HOSTILE,
        question=HOSTILE,
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
        settings={HOSTILE: HOSTILE},
        warnings=(HOSTILE,),
    )


CASES: dict[str, Callable[[], Comparison]] = {
    "seed": _seed,
    "port": port_comparison,
    "draft": _draft,
    "one": _one,
    "crowded": _crowded,
    "two": _two,
    "hostile": _hostile,
}


@cache
def comparison_of(name: str) -> Comparison:
    return CASES[name]()


@cache
def html_of(name: str) -> str:
    return render_report(comparison_of(name), DATE)


def file_of(name: str, folder: Path) -> Path:
    """Write the page of a case into a folder; return its path."""
    path = folder / f"{name}.html"
    path.write_text(html_of(name), encoding="utf-8")
    return path
