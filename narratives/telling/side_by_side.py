"""The accounts side by side as one table: what each cell of the figure and of the page holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.bearing.sureness import BY_HAND
from narratives.review.rows import FLAG_BY_HAND
from narratives.schema import each, groups
from narratives.schema.spans import unquoted
from narratives.telling.gaps import find_gaps, find_shared_evidence
from narratives.telling.words import basis_word

if TYPE_CHECKING:
    from narratives.comparison import Tables

SIDE_BY_SIDE = (
    "row",
    "narrative_id",
    "label",
    "kind",
    "number",
    "stance",
    "stake",
    "strength",
    "shown",
    "words",
    "how",
    "texts",
    "statement_ids",
)
ROWS = ("account", "voices", "firmness", "basis", "disputed", "shared", "gaps", "outside")
_POINTING = re.compile(r"(?:a|an|the|this|that|these|those|such|it|its)\s+\w+\Z", re.IGNORECASE)


def account_words(comparison: Tables, narrative: str) -> tuple[str, str]:
    """Choose the words of the document that put an account most openly.

    Of the contents that support the narrative in so many words, those come first that are a
    person's: of a statement that a person added or corrected, or of which a person said that it
    states the account; then those of a source before those of the article's
    own voice, those with a term of the narrative before others, and longer ones before
    shorter. Phrases that only point back ("this claim") are passed over.

    Returns
    -------
    (words, statement_id)
        Both empty where no statement states the narrative.
    """
    bearings = comparison.bearings
    chosen = bearings[
        (bearings["narrative_id"] == narrative)
        & (bearings["stance"] == "supports")
        & (bearings["how"] == "stated")
    ]
    best = ("", "")
    best_rank = (False, False, False, 0)
    listed: Any = comparison.narratives.at[narrative, "terms"]
    terms = [str(term).casefold() for term in listed]
    for statement, chance in zip(chosen["statement_id"], chosen["probability"], strict=True):
        row = comparison.statements.loc[statement]
        words = " ".join(row["content_text"].split())
        if row["polarity"] != "asserts" or _POINTING.match(words) or not words:
            continue
        named = row["source_id"] not in (schema.NARRATOR, schema.UNNAMED)
        about = any(term in words.casefold() for term in terms)
        by_hand = FLAG_BY_HAND in str(row["flags"]).split(";") or chance == BY_HAND
        rank = (by_hand, named, about, min(len(words), 200))
        if rank > best_rank:
            best, best_rank = (unquoted(words), str(statement)), rank
    return best


def side_by_side_table(comparison: Tables) -> pd.DataFrame:
    """Give the numbers and words of the side-by-side figure.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    DataFrame with columns ``SIDE_BY_SIDE``
        One row for each thing drawn. ``row`` is the row of the figure: account (the
        document's words), voices (one origin; ``number`` counts its statements, and
        ``texts`` has the ids of the documents in which it is heard, joined by ";"),
        firmness (one origin at one strength), basis (one kind), disputed (one origin,
        or none), shared (evidence behind several narratives, their ids joined by ";"),
        gaps (one question), outside (statements that bear on no narrative).

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> table = nv.side_by_side_table(comparison)
    >>> table[table["row"] == "disputed"]["label"].tolist()
    ['no one in this text', 'Ukrainian state', 'no one in this text']
    """
    rows: list[dict[str, Any]] = []
    gaps = find_gaps(comparison)
    for narrative in comparison.narratives.index:
        words, statement = account_words(comparison, narrative)
        rows.append(
            {
                "row": "account",
                "narrative_id": narrative,
                "label": comparison.narratives.at[narrative, "title"],
                "words": words,
                "statement_ids": statement,
            }
        )
        rows += _voices(comparison, narrative, "supports", "voices")
        rows += _firmness(comparison, narrative)
        rows += _basis(comparison, narrative)
        rows += _voices(comparison, narrative, "disputes", "disputed") or [
            {
                "row": "disputed",
                "narrative_id": narrative,
                "label": "no one in this text",
                "number": 0,
                "stance": "disputes",
            }
        ]
        rows += [
            {
                "row": "gaps",
                "narrative_id": narrative,
                "label": gap.question,
                "statement_ids": gap.statement_ids,
            }
            for gap in each(gaps[gaps["narrative_id"] == narrative])
        ]
    rows += [
        {
            "row": "shared",
            "narrative_id": shared.narrative_ids,
            "label": shared.label,
            "words": shared.why,
            "number": len(shared.narrative_ids.split(";")),
            "statement_ids": shared.statement_ids,
        }
        for shared in each(find_shared_evidence(comparison))
    ]
    rows += _outside(comparison)
    rows.sort(key=lambda row: ROWS.index(row["row"]))
    blank = {c: "" for c in SIDE_BY_SIDE if c not in ("number", "stake")}
    table = pd.DataFrame([{**blank, **row} for row in rows], columns=list(SIDE_BY_SIDE))
    return table.astype({"number": float, "stake": float})


def _voices(comparison: Tables, narrative: str, stance: str, row: str) -> list[dict[str, Any]]:
    voices = comparison.voices_by_origin
    mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == stance)]
    homes = comparison.statements["document_id"]
    return [
        {
            "row": row,
            "narrative_id": narrative,
            "label": voice.name,
            "kind": voice.kind,
            "number": voice.mentions,
            "stance": stance,
            "stake": voice.stake,
            "strength": voice.strength,
            "how": voice.how,
            "texts": ";".join(dict.fromkeys(homes[voice.statement_ids.split(";")])),
            "statement_ids": voice.statement_ids,
        }
        for voice in each(mine)
    ]


def _firmness(comparison: Tables, narrative: str) -> list[dict[str, Any]]:
    firmness = comparison.firmness_by_origin
    mine = firmness[(firmness["stance"] == "supports") & (firmness["narrative_id"] == narrative)]
    return [
        {
            "row": "firmness",
            "narrative_id": narrative,
            "label": voice.name,
            "kind": voice.kind,
            "number": len(voice.statement_ids.split(";")),
            "stance": voice.stance,
            "strength": voice.strength,
            "words": voice.words,
            "how": voice.how,
            "statement_ids": voice.statement_ids,
        }
        for voice in each(mine)
    ]


def _basis(comparison: Tables, narrative: str) -> list[dict[str, Any]]:
    basis = comparison.basis_by_narrative
    return [
        {
            "row": "basis",
            "narrative_id": narrative,
            "label": basis_word(kind.basis),
            "number": len(kind.item_ids.split(";")),
            "shown": kind.shown,
            "statement_ids": kind.statement_ids,
        }
        for kind in each(basis[basis["narrative_id"] == narrative])
    ]


def _outside(comparison: Tables) -> list[dict[str, Any]]:
    bearings = comparison.bearings
    bears = set(bearings[bearings["stance"].isin(("supports", "disputes"))]["statement_id"])
    apart = comparison.statements[~comparison.statements.index.isin(bears)]
    # A source whose origin is not established stays a voice of its own, under its name.
    alone = apart["origin_id"].eq("") & apart["source_id"].ne(schema.UNNAMED)
    apart = apart.assign(voice=apart["origin_id"].mask(alone, "source:" + apart["source_name"]))
    rows = []
    for voice, group in groups(apart, "voice"):
        name = group["source_name"].iloc[0]
        if voice in comparison.origins.index:
            name = comparison.origins.at[voice, "name"]
        elif voice == schema.NARRATOR:
            name = schema.ARTICLE
        elif voice in (schema.UNNAMED, ""):
            name = "unnamed"
        rows.append(
            {
                "row": "outside",
                "label": name,
                "number": len(group),
                "words": unquoted(" ".join(group["content_text"].iloc[0].split())),
                "statement_ids": ";".join(group.index),
            }
        )
    return rows
