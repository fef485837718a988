"""What the text leaves open: shared evidence, and questions without answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.lexicon.letters import FIGURE_OR_LETTER
from narratives.schema import each, each_row
from narratives.schema.spans import unquoted
from narratives.telling.words import join_words, shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

GAPS = ("narrative_id", "question", "statement_ids")
SHARED = ("label", "narrative_ids", "statement_ids", "why")

_THING = f"{FIGURE_OR_LETTER}{{4,30}}"
_DEFINITE = re.compile(rf"\b(?:the|these|those|that|this)\s({_THING})", re.IGNORECASE)
_WORD = re.compile(_THING)


def find_gaps(comparison: Tables) -> pd.DataFrame:
    """Write the questions whose answers would tell the accounts apart.

    They follow from what the tables lack: a basis that is named and not shown, an
    assessment without a basis, a source without a name, origins whose independence
    the text leaves open, an account that only parties with a stake put forward.

    Returns
    -------
    DataFrame with columns ``GAPS``
        Questions only; the tool has no answers.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> find_gaps(comparison)["narrative_id"].unique().tolist()
    ['isis', 'ukrainian_trace', 'false_flag']
    """
    rows = [
        {"narrative_id": narrative, "question": question, "statement_ids": ids}
        for narrative in comparison.narratives.index
        for question, ids in _questions(comparison, narrative)
    ]
    return pd.DataFrame(rows, columns=list(GAPS))


def find_shared_evidence(comparison: Tables) -> pd.DataFrame:
    """Find evidence that stands behind more than one narrative.

    An item rated C or CC for several narratives does not tell them apart. A thing
    that the text names in support of different narratives ("the witnesses") is read
    in different ways.

    Returns
    -------
    DataFrame with columns ``SHARED``
        ``narrative_ids`` and ``statement_ids`` are joined by ";".
    """
    rows: list[dict[str, Any]] = list(_shared_things(comparison))
    for item, ratings in each_row(comparison.matrix):
        fits = [n for n, rating in ratings.items() if rating > 0]
        if len(fits) > 1:
            told = comparison.reports[comparison.reports["item_id"] == item]["statement_id"]
            rows.append(
                {
                    "label": comparison.items.at[item, "label"],
                    "narrative_ids": ";".join(fits),
                    "statement_ids": ";".join(told),
                    "why": "rated as fitting each of them",
                }
            )
    return pd.DataFrame(rows, columns=list(SHARED))


def _questions(comparison: Tables, narrative: str) -> Iterator[tuple[str, str]]:
    voices = comparison.voices_by_origin
    mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == "supports")]
    items, reports = comparison.items, comparison.reports
    named = comparison.basis_by_narrative
    named = named[(named["narrative_id"] == narrative) & (named["shown"] == "named")]
    for _, row in each_row(named):
        labels = [str(items.at[item, "label"]) for item in row["item_ids"].split(";")]
        yield (
            f"Where can this be seen: {shorten(labels[0])}? It is named here and not shown.",
            row["statement_ids"],
        )
    based = set(items.index[items["shown"].isin(("named", "shown"))])
    for _, row in each_row(mine):
        ids = row["statement_ids"].split(";")
        if row["voice"] == "unnamed":
            words = str(comparison.statements.at[ids[0], "content_text"])
            yield f"Who says “{shorten(unquoted(words))}”? The text names no source.", ids[0]
        elif row["voice"] == "narrator":
            words = shorten(unquoted(str(comparison.statements.at[ids[0], "content_text"])))
            yield f"Who established “{words}”? The article says it in its own voice.", ids[0]
        elif row["kind"] != "perpetrator_group":
            told = reports[reports["statement_id"].isin(ids)]["item_id"]
            if not set(told) & based:
                yield (
                    f"What does {row['name']} base this on? The text does not say.",
                    row["statement_ids"],
                )
    origins = mine[mine["voice"].isin(("origin", "source"))]
    if len(origins) > 1:
        names = list(origins["name"])
        who = names if len(names) < 4 else [*names[:2], "the others"]
        yield (
            f"Do {join_words(who)} know this independently of each other?",
            ";".join(origins["statement_ids"]),
        )
    elif len(origins) == 1 and origins["stake"].iloc[0] == 1:
        yield (
            "Does anyone without a stake say so? In this text only "
            f"{origins['name'].iloc[0]} does.",
            origins["statement_ids"].iloc[0],
        )


def _shared_things(comparison: Tables) -> Iterator[dict[str, Any]]:
    known = " ".join(
        [comparison.question, *comparison.narratives["title"], *comparison.narratives["statement"]]
    )
    event = {_stem(word) for word in _WORD.findall(known)}
    bearings = comparison.bearings[comparison.bearings["stance"] == "supports"]
    where: dict[str, dict[str, list[str]]] = {}
    names: dict[str, str] = {}
    for row in each(bearings):
        content = str(comparison.statements.at[row.statement_id, "content_text"])
        for match in _DEFINITE.finditer(content):
            stem = _stem(match[1])
            if stem not in event and not match[1][0].isupper():
                names.setdefault(stem, match[1])
                told = where.setdefault(stem, {}).setdefault(row.narrative_id, [])
                told.append(str(row.statement_id))
    order = list(comparison.narratives.index)
    for stem, told_by in where.items():
        ids = [i for told in told_by.values() for i in told]
        if len(told_by) > 1 and len(set(ids)) > 1:
            yield {
                "label": f"“{names[stem]}”",
                "narrative_ids": ";".join(sorted(told_by, key=order.index)),
                "statement_ids": ";".join(dict.fromkeys(ids)),
                "why": "named in support of each of them",
            }


def _stem(word: str) -> str:
    return word.casefold().removesuffix("s")
