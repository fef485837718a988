"""What an evidence item is called: who says it, by which cue, and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from narratives.evidence.grouping import GroupedRow
from narratives.schema import ARTICLE, NARRATOR, UNNAMED

LABEL_LENGTH = 140
"""Characters of a label; a longer one is cut between words."""
_VOICES = {NARRATOR: ARTICLE, UNNAMED: "a source without a name"}


def name_source(row: GroupedRow) -> str:
    """Name the source of a statement as readers know it."""
    name = str(row["source_name"] or UNNAMED)
    return _VOICES.get(name, name)


def label_item(
    told: Mapping[str, GroupedRow], group: Sequence[str], meant: Mapping[str, str]
) -> str:
    """Label an item by the first of its statements that says in its own words what it says.

    Parameters
    ----------
    told : mapping of a statement to its row
    group : sequence of str
        The statements of the item, the first one first.
    meant : mapping of a statement that only points to the words that it points to

    Returns
    -------
    str
        At most ``LABEL_LENGTH`` characters.
    """
    own = next((member for member in group if member not in meant), group[0])
    row = told[own]
    worded = any(map(str.isalnum, row["cue_text"])) and row["source_name"] != NARRATOR
    cue = f", {row['cue_text']}" if worded else ""
    label = f"{name_source(row)}{cue}: {row['content_text']}"
    if own in meant:
        label += f" [that is: {meant[own]}]"
    label = " ".join(label.split())
    if len(label) > LABEL_LENGTH:
        label = label[: LABEL_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    return label
