"""What a teacher is told beside the answers: what to expect, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from narratives import schema
from narratives.classroom.answers import NOBODY, KeyRow
from narratives.schema import each_row
from narratives.telling.words import join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables

LESSON = 8
"""Statements that a class marks in a lesson."""
MOST = 10
"""Statements that are named in one line."""
PLAN = (
    (4, "The question, and the questions to ask of any text.", "Slides to “Now you”"),
    (14, "Each pupil marks alone: the first statements, then as many more as there is time for.",
     "Worksheet, or the page read-and-mark.html"),
    (5, "Pupils compare with a neighbour. Where they differ, they underline which words decided.",
     "Worksheet"),
    (4, "The class says which accounts it found. Write them on the board, with the letters of the "
     "list below. Pupils fill in the columns of the accounts.", "Slide “The accounts”"),
    (12, "Go through the answers one by one. Ask first who differs, and on which word.",
     "Slides with answers, or the page of results"),
    (6, "What the class may not conclude, and what would change its mind.", "The last slides"),
)  # fmt: skip
"""Minutes, what happens, and with what: together 45 minutes."""


def list_expected(key: Sequence[KeyRow]) -> list[str]:
    """Say where a class agrees as a rule and where it splits, by the numbers of statements."""
    easy = [
        row
        for row in key
        if not (row.doubtful or row.implied or row.passed_on or len(row.who) > 1 or not row.bears)
        and not {schema.ARTICLE, NOBODY} & set(row.who)
    ]
    told = [
        _tell(easy, "Most will agree on {}: the source stands beside its words."),
        _tell(
            _where(key, lambda row: row.implied),
            "Expect a split on {}: for or against an account by implication alone. “Neither” "
            "is worth discussing there.",
        ),
        _tell(
            _where(key, lambda row: row.doubtful),
            "The reading itself is in doubt about {}. Let the class argue it out.",
        ),
        _tell(
            _where(key, lambda row: not row.bears),
            "Nothing is said for or against an account in {}. Many pupils look for a side all the "
            "same.",
        ),
    ]
    return [line for line in told if line]


def list_mistakes(comparison: Tables, key: Sequence[KeyRow]) -> list[str]:
    """Say which mistakes are common, each with the statements of this text that invite it."""
    told = [
        _tell(
            _where(key, lambda row: bool(row.passed_on)),
            "Taking who passes words on for who says them: {}.",
        ),
        _tell(
            _where(key, lambda row: NOBODY in row.who or schema.ARTICLE in row.who),
            "Giving words to the last person named, where the article speaks or nobody is named: "
            "{}.",
        ),
        _tell(
            _where(key, lambda row: len(row.who) > 1),
            "Naming one source where the same words are given to two: {}.",
        ),
        _tell(
            _where(key, lambda row: any(r.polarity != schema.POLARITIES[0] for r in row.rows)),
            "Taking a denial for support, because it names the account: {}.",
        ),
        _tell(
            _where(key, lambda row: bool(set(row.firmness) & set(schema.STRENGTHS[:2]))),
            "Reading over a weak word: {}.",
        ),
        _tell(
            _where(key, lambda row: "named" in row.basis),
            "Taking a basis that is only named (images, a report) for one that the text shows: {}.",
        ),
        _tell(
            _where(key, lambda row: any(m.kind == "motive" for r in row.rows for m in r.basis)),
            "Taking a motive for evidence of the deed: {}.",
        ),
        *_shared_origins(comparison),
        "Taking firm words for knowledge. A firm word says how it was put, not whether it is so.",
        _tell(
            _where(key, lambda row: any(r.changed for r in row.rows)),
            "The machine made mistakes too, before a person looked: {}. That is worth telling a "
            "class.",
        ),
    ]
    return [line for line in told if line]


def _shared_origins(comparison: Tables) -> list[str]:
    """Name the sources that are one voice, among those that speak in the texts."""
    speaking = set(comparison.statements["source_id"])
    by_origin: dict[str, list[str]] = {}
    for source, row in each_row(comparison.sources):
        if source in speaking and row["origin_id"]:
            by_origin.setdefault(str(row["origin_id"]), []).append(str(row["name"]))
    return [
        f"Counting one voice several times: {join_words(names)} have one origin."
        for names in by_origin.values()
        if len(names) > 1
    ]


def _where(key: Sequence[KeyRow], holds: Callable[[KeyRow], bool]) -> list[KeyRow]:
    return [row for row in key if holds(row)]


def _tell(rows: Sequence[KeyRow], words: str) -> str:
    if not rows:
        return ""
    shown = [str(row.offer.n) for row in rows[:MOST]]
    if len(rows) > MOST:
        shown.append(f"{len(rows) - MOST} more")
    numbers = join_words(shown)
    return words.format(f"{'statement' if len(rows) == 1 else 'statements'} {numbers}")
