"""The evidence matrix with accounts as rows, and the numbers its switches need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.report.statements import origin_name
from narratives.schema import each, each_row
from narratives.scores.sensitivity import KINDS, speakers_of, voices_of

if TYPE_CHECKING:
    from narratives.comparison import Tables

VoiceKey = tuple[str, str]
SAME = 5e-3
"""Numbers closer than this look alike on the page."""


def list_switches(comparison: Tables, accounts: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Give what the script of the page computes with when something is turned off.

    Returns
    -------
    dict
        ``accounts`` are titles. ``items`` are lists of number, weight, ratings (None where
        an item does not bear) and the places in :func:`list_voices` of those without whom
        the item falls away. ``sides`` has, for each account, the places of the origins that
        speak for it and against it.
    """
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    voices = list_voices(comparison)
    place = {voice: n for n, voice in enumerate(voices)}
    speakers = speakers_of(comparison.reports)
    return {
        "accounts": [str(account["title"]) for account in accounts.values()],
        "items": [
            [
                order[str(item)],
                float(comparison.weights[item]),
                [None if math.isnan(r) else int(r) if r == int(r) else float(r) for r in row],
                sorted(place[voice] for voice in speakers.get(str(item), ())),
            ]
            for item, row in each_row(comparison.matrix)
        ],
        "sides": [
            [
                [place[KINDS[1], row.voice] for row in each(_side(comparison, narrative, stance))]
                for stance in schema.STANCES[:2]
            ]
            for narrative in accounts
        ],
    }


def list_voices(comparison: Tables) -> list[VoiceKey]:
    """List all who can be left out: origins, those that report an item first; then reports."""
    speaking = [
        (KINDS[1], str(row.voice))
        for row in each(comparison.voices.reset_index())
        if row.kind == KINDS[1]
    ]
    voices = dict.fromkeys([*voices_of(comparison.reports), *speaking])
    return sorted(voices, key=lambda voice: KINDS.index(voice[0]))


def _side(comparison: Tables, narrative: str, stance: str) -> Any:
    table = comparison.voices.reset_index()
    return table[
        (table["narrative_id"] == narrative)
        & (table["stance"] == stance)
        & (table["kind"] == KINDS[1])
    ]


def name_voice(comparison: Tables, voice: VoiceKey, numbers: Mapping[str, int]) -> str:
    """Name an independent voice for readers."""
    kind, name = voice
    if kind == KINDS[2]:
        return f"statement {numbers[name]}, origin not known" if name in numbers else name
    return "the article itself" if name == schema.NARRATOR else origin_name(comparison, name)


def group_columns(comparison: Tables, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather the items that the same voices tell; each group stands where its best item would.

    Parameters
    ----------
    comparison : Comparison
    rows : sequence of dict
        The items, those that separate the accounts best first.

    Returns
    -------
    list of dict
        ``name`` of the voices and the ``rows``.
    """
    speakers = speakers_of(comparison.reports)
    groups: dict[tuple[VoiceKey, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(speakers.get(str(row["id"]), ()))), []).append(row)
    return [
        {
            "name": " and ".join(
                "origin not known" if kind == KINDS[2] else name_voice(comparison, (kind, n), {})
                for kind, n in {(k, "" if k == KINDS[2] else n): 0 for k, n in voices}
            )
            or "no report",
            "rows": some,
        }
        for voices, some in groups.items()
    ]


def list_effects(
    comparison: Tables, numbers: Mapping[str, int], accounts: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """Give what leaving out one item or one origin changes, without any script.

    Returns
    -------
    dict
        ``rows`` for what changes a number or the order: ``kind``, ``name``, ``item``,
        ``values`` for each account, ``changed`` for each account, ``order`` in titles,
        ``order_changes`` and ``leader_changes``. ``rest`` is the number of things whose
        leaving out changes nothing; ``changes_order`` is True if any changes the order.
    """
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    whole = {str(n): float(v) for n, v in comparison.ranking["inconsistency"].items()}
    rows = []
    rest = 0
    for (kind, dropped), row in each_row(comparison.drop_one):
        values = [float(row[f"inconsistency:{n}"]) for n in accounts]
        changed = [_differ(v, whole[n]) for n, v in zip(accounts, values, strict=True)]
        if not (any(changed) or row["order_changes"]):
            rest += 1
            continue
        item = kind == KINDS[0]
        rows.append(
            {
                "kind": kind,
                "name": str(comparison.items.at[dropped, "label"])
                if item
                else name_voice(comparison, (kind, str(dropped)), numbers),
                "item": order[str(dropped)] if item else None,
                "cells": list(zip(accounts.values(), values, changed, strict=True)),
                "order": [
                    [accounts[n]["title"] for n in tied.split(" = ") if n in accounts]
                    for tied in str(row["order"]).split(" < ")
                    if tied
                ],
                "order_changes": bool(row["order_changes"]),
                "leader_changes": bool(row["leader_changes"]),
            }
        )
    return {
        "rows": rows,
        "rest": rest,
        "changes_order": any(row["order_changes"] for row in rows),
    }


def _differ(a: float, b: float) -> bool:
    return math.isnan(a) != math.isnan(b) or abs(a - b) >= SAME
