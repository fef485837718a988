"""What to look at next, how much is decided and how often the draft was right, at a terminal."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from narratives.cli.output import Format, make_harmless, print_paragraph, print_table
from narratives.cli.standing import print_looked
from narratives.cli.tables import write_rows
from narratives.deciding import UNCHECKED, count_decided, list_unchecked, share_right
from narratives.deciding.right import right_in_words
from narratives.schema.guide import quoted
from narratives.telling.moved import move_in_words
from narratives.telling.words import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narratives.review.moving import Move
    from narratives.stages import Comparison

SHOWN = 10
"""Of each kind; a person reads a few at a time."""
LONGEST = 160
INDENT = 4
_KINDS = (
    (("statement", "bearings"), "Least sure first: statements and what they bear on"),
    (("item",), "Evidence items that no person has rated for every account"),
    (("source",), "Sources that no person has graded"),
)
_COUNTED = {
    "statement": "statements",
    "bearings": "bearings of statements",
    "item": "evidence items",
    "source": "sources",
}
_CHECKED = {
    "statement": "what it took for a statement",
    "found": "statements that it found",
    "bearings": "bearings: account and stance",
    "rating": "ratings that it gave",
}


def write_unchecked(
    comparison: Comparison,
    case: str,
    layout: Format,
    *,
    everything: bool = False,
    moves: Sequence[Move] = (),
) -> None:
    """Write what to look at next.

    Parameters
    ----------
    comparison : Comparison
    case : str
        How the case was named, for the command to copy.
    layout : Format
        As a table for a person it has the counts too.
    everything : bool
        All of it, not the first ten of each kind.
    moves : sequence of Move
        The decisions that no longer fit, each with the nearest place.
    """
    table = list_unchecked(comparison)
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    if layout is not Format.table:
        columns = [name for name in UNCHECKED if name != "decided"]
        for row in rows:
            row["doubt"] = None if isnan(row["doubt"]) else round(row["doubt"], 4)
            del row["decided"]
        write_rows(rows, columns, layout, head=True)
        return
    print_looked(comparison)
    for kinds, title in _KINDS:
        _print_some([row for row in rows if row["kind"] in kinds], kinds, title, everything)
    _print_lost(comparison, case, moves)
    _print_counts(comparison)
    _print_right(comparison)
    if rows:
        row = next((row for row in rows if row["value"]), rows[0])
        value = quoted(str(row["value"]) or "VALUE")
        print_paragraph("To decide one, as in:")
        print(
            f"  narratives review {quoted(case)} --set {row['target']} {row['field']} {value} "
            '--why "…" --who NAME'
        )


def _print_some(
    rows: list[dict[str, Any]], kinds: tuple[str, ...], title: str, everything: bool
) -> None:
    if not rows:
        return
    print()
    print_paragraph(title, bold=True)
    if kinds == _KINDS[0][0]:
        print_paragraph(
            "The number is the chance that a person would decide otherwise, by what the machine "
            "says of its reading and by the mistakes that were seen."
        )
    for row in rows if everything else rows[:SHOWN]:
        print()
        doubt = "" if isnan(row["doubt"]) else f"{row['doubt']:.2f}".removeprefix("0") + " "
        print(f"{doubt:4}{make_harmless(row['target'])} {row['field']}".lstrip())
        told = f"now: {row['draft']}; {row['why']}"
        if row["kind"] == "source":
            hangs = row["hangs"]
            told = f"{row['words']}: {hangs} statement{'' if hangs == 1 else 's'}"
        elif row["words"]:
            print_paragraph(shorten(row["words"], LONGEST), indent=INDENT)
        print_paragraph(told, indent=INDENT)
    if len(rows) > SHOWN and not everything:
        print()
        print_paragraph(f"{len(rows) - SHOWN} more: --all", indent=INDENT)


def _print_lost(comparison: Comparison, case: str, moves: Sequence[Move]) -> None:
    """Print the decisions that fit nothing any more, or were refused."""
    told = {move.line for move in moves}
    lost = comparison.corrections[comparison.corrections["status"] != "applied"]
    if lost.empty and not moves:
        return
    print()
    print_paragraph("Decided, and to be looked at again", bold=True)
    for row in lost[~lost["line"].isin(told)].to_dict("records"):
        print_paragraph(
            f"line {row['line']}: {row['target']} {row['field']} ({row['who']}): {row['message']}",
            indent=INDENT,
        )
    for move in moves:
        print_paragraph(move_in_words(move), indent=INDENT)
    if any(move.moved is not None for move in moves):
        print_paragraph("To move those that have a place, with who decided and when kept:")
        print(f"  narratives review {quoted(case)} --move --who NAME")


def _print_counts(comparison: Comparison) -> None:
    counts = count_decided(comparison)
    whole = {row["kind"]: row for row in counts[counts["who"] == ""].to_dict("records")}
    told = [
        f"{whole[kind]['decided']} of {whole[kind]['of']} {name}" for kind, name in _COUNTED.items()
    ]
    print()
    print_paragraph(f"Decided: {', '.join(told)}.")
    people = counts[(counts["kind"] == "line") & (counts["who"] != "")]
    by = [f"{who} {number}" for who, number in zip(people["who"], people["decided"], strict=True)]
    if by:
        print_paragraph(f"Lines of review that have an effect: {', '.join(by)}.")
    print()


def _print_right(comparison: Comparison) -> None:
    right = share_right(comparison)
    if right.empty:
        return
    print_table(
        ["The draft on what was checked", "Right"],
        [
            [
                _CHECKED.get(str(name), str(name)),
                right_in_words(int(row["right"]), int(row["of"]), row["low"], row["high"]),
            ]
            for name, row in zip(right.index, right.to_dict("records"), strict=True)
        ],
    )
    print_paragraph(
        "In brackets Wilson's interval. What is least sure is checked first, so the rest is rather "
        "better than this."
    )
    print()
