"""What a person should know of a comparison: decisions that did not fit, speakers nobody knows."""

from __future__ import annotations

import pandas as pd

from narratives.schema import each
from narratives.sources import is_pronoun
from narratives.sources.listing import is_speaker


def _fate(status: str) -> str:
    return "applied in part" if status == "applied" else f"not applied ({status})"


def warnings_about(corrections: pd.DataFrame, statements: pd.DataFrame) -> list[str]:
    """Return a sentence for each line of review that did not fit, and those on sources."""
    found = [
        f"Line {row.line} of the review was {_fate(row.status)}: {row.message}"
        for row in each(corrections)
        if row.message or row.status != "applied"
    ]
    columns = ("source_name", "source_id", "candidates", "resolved_by")
    unknown: dict[str, str] = {}
    none: dict[str, str] = {}
    for name, source, others, way in zip(*(statements[c].map(str) for c in columns), strict=True):
        # Nobody can list whom a pronoun means.
        if not source and not is_pronoun(name):
            (unknown if is_speaker(name, way) else none)[name] = others.replace(";", " or ")
    if names := ", ".join(name for name, others in unknown.items() if not others):
        found.append(f"Sources that the register of the case does not know: {names}.")
    if names := ", ".join(f"{name} ({others})" for name, others in unknown.items() if others):
        found.append(f"Sources of which it is open who is meant: {names}.")
    if names := ", ".join(none):
        found.append(
            f"Sources that are texts or only pointed at; no register need have them: {names}."
        )
    return found
