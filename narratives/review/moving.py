"""Lines of review that no longer fit: the nearest place by their words, and the line there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from narratives.review.checks import STATEMENT_ID
from narratives.review.corrections import added_id, nearest
from narratives.review.fields import ITEM_PREFIX
from narratives.review.words import place_of
from narratives.schema import PLACES, SPANS, Document, format_spans, parse_spans, records_of

LIKE = 75.0
"""Least likeness, of 100, of the words of a line to those of the place that is proposed."""
MOST_PLACES = 300
"""Places of one text that the words of a line are held against, those near it first."""
_FINDS = 100


class Move(NamedTuple):
    """A line that no longer fits.

    Attributes
    ----------
    line : int
    entry : dict
        The line as it stands.
    near : str
        The nearest statement or item; empty where there is none.
    likeness : float
        Of the words of the line to those there, 0 to 100; NaN where the line carries none.
    moved : dict or None
        The line at the nearest place, or None where only a person can say.
    """

    line: int
    entry: dict[str, Any]
    near: str
    likeness: float
    moved: dict[str, Any] | None


def find_moves(
    review: pd.DataFrame,
    corrections: pd.DataFrame,
    known: Iterable[str],
    documents: Iterable[Document],
) -> list[Move]:
    """Propose for each line that no longer fits the place that is nearest by its words.

    A line fits where its target is still drafted and the words there are those that it carries,
    or nearly so. Words that stand elsewhere in the text, unchanged, are found exactly; else the
    likeness of words decides (``rapidfuzz.fuzz.ratio``). A line without words has a nearest place
    by its offsets, and is not moved.

    Parameters
    ----------
    review : DataFrame, columns ``REVIEW`` and ``words``
    corrections : DataFrame, columns ``schema.CORRECTIONS``
        What became of each line.
    known : iterable of str
        The statements and items that are drafted now.
    documents : iterable of Document

    Returns
    -------
    list of Move
        In the order of the review.
    """
    texts = {document.document_id: document.text for document in documents}
    places = _Places(known, texts)
    lost = set(corrections["line"][corrections["status"].isin(["gone", "refused"])])
    targets: dict[str, str] = {}
    found: list[Move] = []
    for row in records_of(review):
        entry = {str(key): value for key, value in row.items()}
        line = int(entry.pop("line"))
        if place_of(entry) is not None and places.lost(entry, line in lost):
            move = places.move(line, entry)
            if move.near:
                targets[entry["target"]] = move.near
            elif move.moved is not None:
                places.added[added_id(entry, ())] = added_id(move.moved, ())
            found.append(move)
        elif entry["field"] == "item":
            found.append(Move(line, entry, "", float("nan"), None))
    return [again for move in found if (again := _named_anew(move, targets)) is not None]


class _Places:
    """The statements and items of a draft, with their words."""

    def __init__(self, known: Iterable[str], texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.by_text: dict[str, dict[str, tuple[int, int]]] = {}
        self.added: dict[str, str] = {}
        for name in known:
            match = STATEMENT_ID.match(name.removeprefix(ITEM_PREFIX))
            if match is not None:
                some = self.by_text.setdefault(_kind(name) + match[1], {})
                some[name] = int(match[2]), int(match[3])

    def lost(self, entry: Mapping[str, Any], unapplied: bool) -> bool:
        """Tell whether a line has lost its place; refused for another reason, it has not."""
        if not self.fits(entry):
            return True
        target = str(entry["target"])
        some = self.by_text.get(_kind(target) + target.removeprefix(ITEM_PREFIX).split(":")[0], {})
        return unapplied and target not in some

    def fits(self, entry: Mapping[str, Any]) -> bool:
        """Tell whether the words of a line still stand where it points, or nearly so."""
        place, words = place_of(entry), str(entry.get("words") or "")
        if place is None or not words:
            return True
        now = self.texts.get(place[0], "")[place[1] : place[2]]
        return now == words or _likeness(now, words) >= LIKE

    def move(self, line: int, entry: dict[str, Any]) -> Move:
        """Find where a line belongs now."""
        place = place_of(entry)
        assert place is not None
        document, start, end = place
        words, target = str(entry.get("words") or ""), str(entry["target"])
        text = self.texts.get(document, "")
        some = self.by_text.get(_kind(target) + document, {})
        if len(words) != end - start:
            return Move(line, entry, nearest(target, some), float("nan"), None)
        by = _shift(words, text, start)
        if entry["field"] == "statement":
            moved = None if by is None else _moved(entry, target, by)
            return Move(line, entry, "", 100.0 if by is not None else 0.0, moved)
        if by is not None and target in self.added:
            # It hangs on a statement that a person added, which moves as well.
            near = self.added[target]
            return Move(line, entry, near, 100.0, _moved(entry, near, by))
        match = STATEMENT_ID.match(target.removeprefix(ITEM_PREFIX))
        assert match is not None
        own = int(match[2]), int(match[3])
        told = words[own[0] - start : own[1] - start]
        near, likeness = _likest(told, own[0] + (by or 0), some, text)
        if not near:
            return Move(line, entry, "", 0.0, None)
        if entry["field"] in PLACES and by is None:
            # The words that a person chose are no longer there as they were.
            return Move(line, entry, near, likeness, None)
        fit = likeness >= LIKE
        return Move(line, entry, near, likeness, _moved(entry, near, by or 0) if fit else None)


def _kind(name: str) -> str:
    return ITEM_PREFIX if name.startswith(ITEM_PREFIX) else ""


def _shift(words: str, text: str, start: int) -> int | None:
    """Return how far the words of a line have moved in the text; None if they are not in it."""
    if text[start : start + len(words)] == words:
        return 0
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < _FINDS:
        found.append(at - start)
        at = text.find(words, at + 1)
    return min(found, key=abs, default=None)


def _likest(
    words: str, start: int, places: Mapping[str, tuple[int, int]], text: str
) -> tuple[str, float]:
    """Return the place whose words are most like these, of several the nearest."""
    close = sorted(places, key=lambda name: (abs(places[name][0] - start), name))[:MOST_PLACES]
    scored = [(_likeness(words, text[slice(*places[name])]), name) for name in close]
    best = max((score for score, _ in scored), default=0.0)
    return next(((name, score) for score, name in scored if score == best), ("", 0.0))


def _likeness(one: str, other: str) -> float:
    # Compiled, and not built for a browser: only lines that no longer fit need it.
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def _moved(entry: Mapping[str, Any], target: str, by: int) -> dict[str, Any]:
    """Return a line at another target, its places as far on as its words are."""
    value = entry["value"]
    if entry["field"] in PLACES:
        value = _moved_spans(value, by)
    elif entry["field"] == "statement":
        value = {k: _moved_spans(v, by) if k in SPANS else v for k, v in value.items()}
    kept = {key: given for key, given in entry.items() if key != "words"}
    return {**kept, "target": target, "value": value}


def _moved_spans(spans: str, by: int) -> str:
    return format_spans((start + by, end + by) for start, end in parse_spans(spans or ""))


def _named_anew(move: Move, targets: Mapping[str, str]) -> Move | None:
    """Put the new names of statements into a value that names them."""
    name, value = move.entry["field"], move.entry["value"]
    if name == "item":
        statements = [targets.get(s, s) for s in value["statements"]]
        holds = {targets.get(s, s): held for s, held in value.get("holds", {}).items()}
        again = {**value, "statements": statements} | ({"holds": holds} if holds else {})
        line = move.entry if move.moved is None else move.moved
        if again == value and move.moved is None:
            return move if move.near else None
        return move._replace(moved=_moved({**line, "value": again}, line["target"], 0))
    if name == "merge" and move.moved is not None:
        return move._replace(moved={**move.moved, "value": targets.get(value, value)})
    return move
