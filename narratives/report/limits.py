"""What the page cannot tell its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.telling.words import number_of

if TYPE_CHECKING:
    from narratives.comparison import Tables


def list_limits(comparison: Tables) -> list[str]:
    """List what the page cannot tell, each in a sentence or two."""
    one = len(comparison.documents) == 1
    text = "this text" if one else "these texts"
    limits = [
        f"What happened. The page sets out what {text} says, and cannot look behind it."
        if one
        else f"What happened. The page sets out what {text} say, and cannot look behind them.",
        "Whether a source is right. A firm word is not a sign of knowledge, and many "
        "mentions of one origin are one voice.",
        f"What others have said elsewhere. That no one in {text} disputes an account is "
        "silence, and silence is not support.",
        "Which account is nearer to the facts. Accounts stand beside each other because "
        f"{text} {'carries' if one else 'carry'} them, not because "
        "they weigh the same; they need not exclude each other.",
    ]
    ungraded = int((comparison.sources["reliability"].fillna("") == "").sum())
    if ungraded:
        limits.append(
            f"How reliable {ungraded} of the {number_of(len(comparison.sources), 'source')} in the "
            f"register {'is' if ungraded == 1 else 'are'}: no person has judged that."
        )
    drafted = int(comparison.items["rated_by"].astype(str).str.startswith("draft").sum())
    if drafted:
        limits.append(
            f"How {drafted} of the {number_of(len(comparison.items), 'item')} of evidence fit the "
            "accounts, beyond a careful draft: no person has rated them."
        )
    looked = comparison.looked
    if looked.unsure:
        limits.append(
            f"Which way {number_of(looked.unsure, 'bearing')} would go: the draft is unsure, and "
            "an unsure bearing counts nowhere."
        )
    if looked.not_read:
        limits.append(
            f"What {number_of(len(looked.not_read), 'statement')} say for or against an account: "
            "nobody has read them, for the reader does not know their language."
        )
    if comparison.draft:
        limits.append("What a person would correct: this is a draft without its review.")
    elif not comparison.reviewed:
        limits.append("What a person would correct: no person has looked at this draft.")
    return limits
