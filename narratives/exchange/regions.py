"""The names that a case has in a project of Label Studio."""

from __future__ import annotations

from collections.abc import Mapping

from narratives.schema import KINDS, POLARITIES, STRENGTHS

PARTS_BY_LABEL = {
    "Content": "content",
    "Source": "source",
    "Cue": "cue",
    "Chain": "chain",
    "Strength words": "strength_words",
}
LINKS = {
    "content": "goes on",
    "source": "source",
    "cue": "cue",
    "chain": "by way of",
    "strength_words": "strength",
}
"""The label of a relation from the first piece of a content, by what stands at its other end."""
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "strength": STRENGTHS,
    "kind": KINDS,
    "polarity": POLARITIES,
    "source_id": (),
    "status": ("reject",),
}
NOTE = "statement"
_BEARS = "bears_"


def bears_name(narrative: str) -> str:
    """Return the name of the choices for the bearing on a narrative.

    Examples
    --------
    >>> bears_name("isis"), narrative_of(bears_name("isis"))
    ('bears_isis', 'isis')
    """
    return f"{_BEARS}{narrative}"


def narrative_of(name: str) -> str:
    """Return the narrative of such choices; empty for others."""
    return name.removeprefix(_BEARS) if name.startswith(_BEARS) else ""
