"""The clause of one account in a sentence: who puts it forward, how firmly, on what basis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from narratives.schema import STRENGTHS, each_row
from narratives.telling.words import basis_word, count_word, join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables

Part = tuple[str, str]
"""A piece of a sentence, and the part of the page that it leads to ("" for none)."""

MOST_NAMES = 7
_STRENGTH_WORDS = {
    "certain": "certain",
    "likely": "likely",
    "possible": "possible",
    "hint": "a hint",
    "": "something whose strength was not judged",
}


def title_part(comparison: Tables, narrative: str) -> Part:
    """Give the title of an account, which leads to it."""
    title: Any = comparison.narratives.at[narrative, "title"]
    return f"“{title}”", f"account:{narrative}"


def listed_parts(parts: Iterable[Part], last: str = "and") -> list[Part]:
    """Set commas between parts, and a word before the last."""
    found = list(parts)
    out: list[Part] = []
    for n, part in enumerate(found):
        if n:
            out.append((f" {last} " if n == len(found) - 1 else ", ", ""))
        out.append(part)
    return out


def joined_clauses(clauses: list[list[Part]]) -> list[Part]:
    """Join clauses to one sentence that begins with a capital letter."""
    sentence: list[Part] = []
    for n, clause in enumerate(clauses):
        sentence += [("; ", "")] if n else []
        sentence += clause
    first, target = sentence[0]
    return [(first[0].upper() + first[1:], target), *sentence[1:], (".", "")]


def account_clause(comparison: Tables, narrative: str) -> list[Part]:
    """Say who puts an account forward, how firmly and on what basis."""
    voices = comparison.voices_by_origin
    mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == "supports")]
    rows = [row for _, row in each_row(mine[mine["voice"] != "narrator"])]
    shown = rows if len(rows) <= MOST_NAMES else rows[: MOST_NAMES - 1]
    groups: list[list[Part]] = []
    for strength in (*reversed(STRENGTHS), ""):
        stated = [r for r in shown if r["how"] != "implied" and r["strength"] == strength]
        if stated:
            label = f"as {_STRENGTH_WORDS[strength]} by "
            if strength == STRENGTHS[-1] and not comparison.reviewed:
                label = "without a hedge by "
            groups.append([(label, ""), *listed_parts(voice_part(row) for row in stated)])
    implied = [row for row in shown if row["how"] == "implied"]
    if implied:
        groups.append(
            [("by implication by ", ""), *listed_parts(voice_part(row) for row in implied)]
        )
    if len(shown) < len(rows):
        rest = count_word(len(rows) - len(shown), "other")
        groups.append([("by ", ""), (rest, f"account:{narrative}")])
    if len(rows) < len(mine):
        # A remark of the article has the strength of its wording, which is no one's testimony.
        number = int(mine[mine["voice"] == "narrator"]["mentions"].sum())
        remark = "the article’s own remark" + ("s" if number > 1 else "")
        if len(comparison.documents) > 1:
            remark = (
                "remarks of the articles themselves" if number > 1 else "an article’s own remark"
            )
        groups.append([("by ", ""), (remark, f"account:{narrative}")])
    clause: list[Part] = [title_part(comparison, narrative), (" is put forward ", "")]
    for n, group in enumerate(groups):
        joint = "" if n == 0 else ", and " if n == len(groups) - 1 else ", "
        clause += [(joint, ""), *group] if joint else group
    return [*clause, (f", {_basis_phrase(comparison, narrative)}", "")]


def voice_part(row: Any) -> Part:
    """Name a voice, with its stake and, where it disputes, that it does so by implication."""
    supports = row["stance"] == "supports"
    own, other = (1, -1) if supports else (-1, 1)
    notes = ["by implication"] if row["how"] == "implied" and not supports else []
    stakes = {
        own: f"has a stake {'in' if supports else 'against'} it",
        other: "against its own stake",
    }
    notes += [stakes[row["stake"]]] if row["stake"] in stakes else []
    name = "a voice that nobody names" if row["voice"] == "unnamed" else row["name"]
    note = f" ({', '.join(notes)})" if notes else ""
    return f"{name}{note}", f"account:{row['narrative_id']}"


def _basis_phrase(comparison: Tables, narrative: str) -> str:
    basis = comparison.basis_by_narrative
    mine = basis[basis["narrative_id"] == narrative]
    shown = [basis_word(b) for b in mine[mine["shown"] == "shown"]["basis"]]
    named = [basis_word(b) for b in mine[mine["shown"] == "named"]["basis"]]
    if shown and named:
        return f"with {join_words(shown)} shown and {join_words(named)} only named"
    if shown:
        return f"with {join_words(shown)} shown"
    if named:
        return f"with {join_words(named)} named and nothing shown"
    return "and no basis is given here"
