"""Why a statement was judged as it was: by the reader, by the draft, and by a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narratives import schema
from narratives.report.accounts import AccountKey, Accounts
from narratives.report.decisions import Decision, Reason
from narratives.telling.deciding import Deciding, chance_in_words, falls_in_words
from narratives.telling.words import shorten

KEPT = ("kept as drafted", "bearing kept")
"""Decisions by which a person takes over what the reader drafted."""
MOST_READ = 120
"""Characters that are shown of what was read; the rest stands in the text."""


@dataclass(frozen=True)
class DecidingLine:
    """What was read of a drafted bearing, and the words without which it falls."""

    account: AccountKey
    side: str
    chance: str
    falls: list[str]
    read: str
    terms: tuple[str, ...]


def kept_as_drafted(decisions: Mapping[str, Sequence[Decision]]) -> frozenset[str]:
    """Return the places that a person kept as drafted: the person's reason stands there alone.

    Parameters
    ----------
    decisions : dict of a place to its decisions
        From :func:`narratives.report.decisions.decisions_by_place`.
    """
    return frozenset(
        place for place, own in decisions.items() if any(one.word in KEPT for one in own)
    )


def side_of(bearing: Any) -> str:
    """Say to which side of an account a bearing goes."""
    return "against" if bearing.stance == schema.STANCES[1] else "for"


def list_deciding(
    bearings: Sequence[Any], accounts: Accounts, deciding: Deciding | None
) -> list[DecidingLine]:
    """List what the reader read of each drafted bearing, and the words that decided it."""
    explained = {} if deciding is None else deciding.found
    rows = []
    for bearing in bearings:
        found = explained.get((str(bearing.statement_id), str(bearing.narrative_id)))
        if found is not None:
            rows.append(
                DecidingLine(
                    account=accounts[bearing.narrative_id],
                    side=side_of(bearing),
                    chance=chance_in_words(found.probability),
                    falls=falls_in_words(found),
                    read=shorten(found.read, MOST_READ),
                    terms=tuple(found.terms),
                )
            )
    return rows


def list_reasons(
    bearings: Sequence[Any], decided: Sequence[Decision], text: str, accounts: Accounts
) -> list[Reason]:
    """List each reason once: those of the bearings that the draft gives, then a person's."""
    by_hand = {decision.why for decision in decided}
    drafted: dict[str, list[Any]] = defaultdict(list)
    for bearing in bearings:
        drafted["" if bearing.why in by_hand else bearing.why].append(bearing)
    reasons = []
    for why, some in drafted.items():
        meant = dict.fromkeys(schema.span_text(text, b.antecedent) for b in some if b.antecedent)
        if why or meant:
            told = [accounts[b.narrative_id] for b in some] if why else []
            for narrative, account in accounts.items():
                why = why.replace(f"({narrative})", f"({account.letter})")
            reasons.append(Reason(why, "", told, list(meant)))
    return [*reasons, *(decision.reason for decision in decided)]
