"""What can be left out of a case: one item, one origin, one report; and who speaks for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from narratives.schema import UNNAMED, require_columns

KINDS = ("item", "origin", "report")


def find_drops(items: Sequence[str], reports: pd.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """Name what can be left out, and the items that fall with it.

    Yields
    ------
    (kind, id, items)
    """
    require_columns(reports, ("item_id", "statement_id", "origin_id", "holds"), "reports")
    for item in items:
        yield KINDS[0], item, [item]
    known = set(items)
    falls: dict[tuple[str, str], list[str]] = {
        voice: []
        for item, voice in zip(reports["item_id"], voices_of(reports), strict=True)
        if item in known
    }
    speakers = speakers_of(reports)
    for item in items:
        alone = speakers.get(item, set())
        if len(alone) == 1:
            falls[next(iter(alone))].append(item)
    for voice in sorted(falls, key=lambda voice: KINDS.index(voice[0])):
        yield *voice, falls[voice]


def speakers_of(reports: pd.DataFrame) -> dict[str, set[tuple[str, str]]]:
    """Name, for each item, the voices without which it falls away.

    Those who say that it is so; where nobody does, those who say that it is not.
    """
    tables: dict[bool, dict[str, set[tuple[str, str]]]] = {True: {}, False: {}}
    for item, holds, voice in zip(
        reports["item_id"], reports["holds"], voices_of(reports), strict=True
    ):
        tables[bool(holds)].setdefault(item, set()).add(voice)
    return {**tables[False], **tables[True]}


def voices_of(reports: pd.DataFrame) -> list[tuple[str, str]]:
    """Name the independent voice of each report."""
    pairs = zip(reports["statement_id"], reports["origin_id"], strict=True)
    return [voice_of(statement, origin) for statement, origin in pairs]


def voice_of(statement: object, origin: object) -> tuple[str, str]:
    """Name the independent voice of a report: its origin, or itself where none is known."""
    if isinstance(origin, str) and origin not in ("", UNNAMED):
        return KINDS[1], origin
    return KINDS[2], str(statement)
