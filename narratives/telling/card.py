"""The score card in words: why a cell is unknown, what it rests on, what would raise it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.schema import each
from narratives.scores.card import CRITERIA
from narratives.telling.differing import last_reasons

if TYPE_CHECKING:
    from narratives.comparison import Tables

NOBODY = "Nobody here says anything for it."
WHY_UNKNOWN: Mapping[str, str] = {
    "named": "No statement that speaks for it is left to read.",
    "origins": NOBODY,
    "nearness": "Who speaks for it does not tell how it is known, and passes on nobody’s words.",
    "stake": "What every origin gains or loses by it is not told, here or in case.yaml.",
    "record": "No source that speaks for it has a grade of reliability from A to E.",
    "others": "No origin of it is established.",
    "kind": "No item that is put forward for it is rated as fitting it.",
    "shown": "No item that is put forward for it is rated as fitting it.",
    "checkable": "What is said for it is in a language whose words for places and dates are not "
    "listed.",
    "opposed": "No established origin reports an item that is rated as fitting it.",
    "firmness": "No source says that it is or may be so: it is the article’s own remark, or only "
    "speaks for it.",
    "separates": "No item that is put forward for it is rated for two accounts or more.",
}
"""Why a criterion is unknown of an account for which somebody speaks."""


@dataclass(frozen=True)
class ToldCell:
    """One score of one account, with everything that a reader may ask of it.

    Attributes
    ----------
    score : int or None
    short, level : str
        What the score says, in a word or two and whole.
    words : str
        Those of the text, the first three.
    statements : tuple of str
        All that it rests on.
    why : str
        Why it is unknown, or the reason of the person who gave it.
    raised_by : str
        What the next level asks for, or what has to be known; "" at 3.
    by : str
        "" where the machine drafted it.
    """

    score: int | None
    short: str
    level: str
    words: str
    statements: tuple[str, ...]
    why: str
    raised_by: str
    by: str


def tell_card(comparison: Tables) -> dict[tuple[str, str], ToldCell]:
    """Tell each cell of the score card: what it rests on, why it is unknown, what would raise it.

    Returns
    -------
    dict of (narrative_id, criterion) to ToldCell
        In the order of ``comparison.score_card``.

    Examples
    --------
    >>> import narratives as nv
    >>> told = tell_card(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> told["isis", "record"].why
    'No source that speaks for it has a grade of reliability from A to E.'
    >>> told["isis", "stake"].raised_by
    'To raise it: it is told that no origin gains or loses by it.'
    """
    card = comparison.score_card
    voices: dict[str, list[Any]] = defaultdict(list)
    for voice in each(comparison.voices.reset_index()):
        voices[voice.narrative_id].append(voice)
    reasons = last_reasons(comparison.corrections)
    found = {}
    for key, cell in zip(card.index, card.to_dict("records"), strict=True):
        narrative, criterion = key
        score = None if pd.isna(cell["score"]) else int(cell["score"])
        by = "" if cell["by"] == "draft" else str(cell["by"])
        why = reasons.get((narrative, "card", criterion), "") if by else ""
        if score is None and not by:
            heard = any(voice.stance == "supports" for voice in voices[narrative])
            why = WHY_UNKNOWN[criterion] if heard else NOBODY
        found[key] = ToldCell(
            score=score,
            short="unknown" if score is None else CRITERIA[criterion].short[score],
            level=str(cell["level"]),
            words=str(cell["words"]),
            statements=_statements(voices[narrative], criterion, score, cell["statement_ids"]),
            why=why,
            raised_by=_raised(score, str(cell["raised_by"])),
            by=by,
        )
    return found


def _statements(
    voices: Sequence[Any], criterion: str, score: int | None, ids: str
) -> tuple[str, ...]:
    """Return all that a score rests on: of a voice everything that it says, not the first of it."""
    if score is None:
        return ()
    listed = _listed([ids])
    if criterion == "origins":
        held = [v for v in voices if v.stance == "supports" and v.kind == "origin"]
    elif criterion == "others":
        held = [v for v in voices if v.stance != "supports" or v.kind == "origin"]
    elif criterion == "stake":
        held = [v for v in voices if not set(listed).isdisjoint(_listed([v.statement_ids]))]
    else:
        held = []
    listed += _listed(voice.statement_ids for voice in held)
    # A score of 0 may be that of something which nobody who speaks for it gives.
    speak = (voice.statement_ids for voice in voices if voice.stance == "supports")
    return tuple(dict.fromkeys(listed or _listed(speak)))


def _listed(some: Iterable[str]) -> list[str]:
    return [one for ids in some for one in str(ids).split(";") if one]


def _raised(score: int | None, words: str) -> str:
    if score is None or not words:
        return words
    return f"To raise it: {words[0].lower()}{words[1:]}"
