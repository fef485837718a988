"""A port that nobody has looked at, and one with bearings that are unsure or unread."""

from __future__ import annotations

import dataclasses

import pandas as pd
from port_case import port_comparison

from narratives import schema
from narratives.stages import Comparison


def unreviewed() -> Comparison:
    port = port_comparison()
    return dataclasses.replace(port, corrections=port.corrections.iloc[:0])


def with_unsure(port: Comparison, number: int = 1, *, unread: bool = False) -> Comparison:
    """Add unsure bearings, and take the last statement for one that was not read."""
    rows = [
        (name, "missile", "disputes", "implied", 0.31, "unsure: rather against it", "")
        for name in port.statements.index[:number]
    ]
    bearings = port.bearings
    if unread:
        last = bearings["statement_id"] == port.statements.index[-1]
        bearings = bearings.assign(
            probability=bearings["probability"].mask(last),
            why=bearings["why"].mask(last, "not read (ru)"),
        )
    return dataclasses.replace(
        port, bearings=bearings, unsure=pd.DataFrame(rows, columns=list(schema.BEARINGS))
    )
