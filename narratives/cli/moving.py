"""Decisions that no longer fit: the lines that move them to the nearest place by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narratives.cli.output import print_paragraph, show_progress
from narratives.review import UNDO, append_review, mark_of
from narratives.review.order import moment_behind
from narratives.review.words import lines_without_words, with_words
from narratives.schema import Case, NarrativesError
from narratives.telling.moved import move_in_words, moves_of

if TYPE_CHECKING:
    from narratives.stages import Comparison


def move_decisions(case: Case, who: str, *, write: bool) -> None:
    """Move the lines that no longer fit, and take each text as it is now.

    A moved line keeps who decided, when and why. Another line, signed by who moves it, takes
    the old one back; nothing in the file is changed.

    Raises
    ------
    NarrativesError
        If nobody says who moves.
    """
    from narratives.stages import compare

    signer = who or str(case.settings.get("reviewer", ""))
    if write and not signer:
        raise NarrativesError(
            "--move: nobody says who moves the decisions. Add --who NAME, or write the reviewer "
            "under the settings of case.yaml."
        )
    with show_progress("Comparing") as progress:
        moves = moves_of(case.review, compare(case, progress=progress))
    now = moment_behind(case.review["at"])
    fresh: list[dict[str, Any]] = _hashes(case, signer, now)
    for text in fresh:
        print_paragraph(f"{text['target']}: the text has changed and is taken as it is now.")
    for move in moves:
        print_paragraph(move_in_words(move))
        if move.moved is not None:
            told = f"moved to {move.moved['target']}"
            back = {**move.entry, "at": now, "who": signer, "field": UNDO, "why": told}
            back = {key: value for key, value in back.items() if key != "words"}
            fresh += [{**back, "value": mark_of(move.entry)}, move.moved]
    number = sum(move.moved is not None for move in moves)
    if not moves:
        print_paragraph("Every decision fits.")
    left = len(moves) - number
    verb = "Moved" if write else "Would be moved"
    if moves:
        print_paragraph(f"{verb}: {number}. To be looked at by a person: {left}.")
    if write and case.folder is not None:
        append_review(case.folder / "review.jsonl", with_words(fresh, case.documents))


def _hashes(case: Case, who: str, at: str) -> list[dict[str, Any]]:
    """Return a line for each text that is no longer the one that was reviewed."""
    lines = case.review[case.review["field"] == "sha256"]
    last = dict(zip(lines["target"], lines["value"], strict=True))
    return [
        {
            **{"at": at, "who": who, "target": text.document_id, "field": "sha256"},
            **{"value": text.sha256, "why": "The text was mended; the decisions were moved."},
        }
        for text in case.documents
        if last.get(text.document_id, text.sha256) != text.sha256
    ]


def bare_in_words(comparison: Comparison, case: Case, name: str) -> str:
    """Say how many lines carry no words of the text, and what gives them some; or nothing."""
    number = len(lines_without_words(case.review, comparison.corrections, comparison.documents))
    if not number:
        return ""
    told = "1 decision carries" if number == 1 else f"{number} decisions carry"
    return (
        f"{told} no words of the text, and could not move with them if the text were mended: "
        f"narratives review {name} --words gives them their words."
    )


def give_words(case: Case, *, write: bool) -> None:
    """Say each line that carries no words once more with them; who, when and why stay."""
    from narratives.stages import compare

    with show_progress("Comparing") as progress:
        comparison = compare(case, progress=progress)
    lines = lines_without_words(case.review, comparison.corrections, comparison.documents)
    if not lines:
        print_paragraph("Every decision about a text that applies carries its words.")
        return
    verb = "Given words" if write else "Would be given words"
    print_paragraph(
        f"{verb}: {len(lines)}. Each of these lines is written once more, with its words; who "
        "decided, when and why stay as they were."
    )
    if write and case.folder is not None:
        append_review(case.folder / "review.jsonl", lines)
