"""What the formats of boards for competing hypotheses share.

A board has no place for who rated and when, nor for what nobody rated. Both stand in the words that
it keeps with an item, so that a rating that comes back is told from a cell that the other tool, or
the draft, filled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from narratives.comparison import Tables
from narratives.exchange.deciding import plain_words
from narratives.exchange.proposing import propose_narrative
from narratives.exchange.rating_rows import drafted_letters, ratings_by_person
from narratives.schema import Case, each
from narratives.scores.competing.parc import CREDIBILITY_LEVELS
from narratives.telling.words import basis_word

OURS = "From narratives"
"""The beginning of the notes of an exported item."""
_RATED, _NOT_RATED, _BY, _AT, _GRADE = "Rated", "Not rated", "Rated by", "Rated at", "Credibility"

Notes = Mapping[str, str]
NotTaken = tuple[str, str]
"""A place in a file, and why what stands there was not taken."""


@dataclass(frozen=True)
class RatedItem:
    """An evidence item as one person rated it.

    Attributes
    ----------
    item_id, label, basis, shown, relevance : str
    grade : int
        Its credibility, 0 where nobody gave one.
    who, when : str
        Who rated and when last; empty for the draft.
    rated : mapping of narrative to letters
        What this person rated.
    bare : mapping of narrative to letters
        What no person rated: the letters of the draft, or NA.
    """

    item_id: str
    label: str
    basis: str
    shown: str
    relevance: str
    grade: int
    who: str
    when: str
    rated: Mapping[str, str]
    bare: Mapping[str, str]

    @property
    def level(self) -> str:
        """The grade as boards have it: low, medium or high, and nothing where there is none."""
        return CREDIBILITY_LEVELS.get(self.grade, "")

    def notes(self, *, bare: bool) -> str:
        """Say who rated what, and with ``bare`` what nobody did."""
        told = [OURS]
        told += [f"{_BY}: {self.who}"] * bool(self.rated and is_plain(self.who))
        told += [f"{_AT}: {self.when}"] * bool(self.when and is_plain(self.when))
        told += [f"{_RATED}: {_list(self.rated)}"] * bool(self.rated)
        told += [f"{_NOT_RATED}: {_list(self.bare)}"] * bool(bare and self.bare)
        told += [f"{_GRADE}: {self.grade}"] * bool(self.grade)
        told += [f"Relevance: {self.relevance}"] * bool(self.relevance)
        told += [f"Basis: {basis_word(self.basis)} ({self.shown})"] * bool(self.basis)
        return " | ".join(told)


def _list(letters: Mapping[str, str]) -> str:
    return ", ".join(f"{narrative} {cell}" for narrative, cell in letters.items())


def is_plain(text: str) -> bool:
    """Tell whether a text may stand in notes that a board shows as HTML without escaping them.

    Examples
    --------
    >>> is_plain("Zoë Ø."), is_plain("<b>Zoë")
    (True, False)
    """
    return not re.search(r"[<>&|\x00-\x1f\x7f]", text)


def persons_of(comparison: Tables) -> list[str]:
    """Return who rated, sorted by name."""
    return sorted(set(map(str, comparison.ratings["who"])))


def rated_items(comparison: Tables, who: str) -> Iterator[RatedItem]:
    """Yield all items as one person rated them; for nobody, those of the draft that none rated."""
    ratings = ratings_by_person(comparison)
    times = {int(row.line): str(row.at) for row in each(comparison.corrections)}
    narratives = [str(narrative) for narrative in comparison.narratives.index]
    for item in each(comparison.items):
        name = str(item.Index)
        if not who and name in ratings:
            continue
        given = ratings.get(name, {}).get(who, {})
        others = {} if who else drafted_letters(comparison, name)
        yield RatedItem(
            name,
            str(item.label),
            str(item.basis),
            str(item.shown),
            str(item.relevance),
            0 if math.isnan(item.credibility) else int(item.credibility),
            who,
            times.get(max((line for _, line in given.values()), default=0), ""),
            {n: given[n][0] for n in narratives if n in given},
            {n: others.get(n, "NA") for n in narratives if n not in given},
        )


def read_notes(text: str) -> Notes:
    """Return what the notes of an exported item say; nothing for another's item.

    Examples
    --------
    >>> read_notes("From narratives | Rated by: Ana")["Rated by"], read_notes("a sketch")
    ('Ana', {})
    """
    first, *told = text.split(" | ")
    if first != OURS:
        return {}
    pairs = (one.partition(": ") for one in told)
    return {OURS: "", **{key: value for key, _, value in pairs}}


def rating_in(
    notes: Notes, narrative: str, letters: str, written: Callable[[str], str]
) -> tuple[str, str, str] | None:
    """Return the letters of a cell, who rated and when; None for what no person rated.

    Parameters
    ----------
    notes : mapping
        From :func:`read_notes`.
    narrative, letters : str
        What stands in the cell.
    written : callable
        How the board has letters, where it has not all of them.

    Returns
    -------
    letters, who, when : str
        Without who and when where the cell was changed in the other tool: the file does not say.
    """
    rated, bare = _listed(notes, _RATED), _listed(notes, _NOT_RATED)
    if narrative in rated and written(rated[narrative]) == letters:
        return rated[narrative], notes.get(_BY, ""), notes.get(_AT, "")
    if narrative in bare and written(bare[narrative]) == letters:
        return None
    return letters, "", ""


def _listed(notes: Notes, key: str) -> dict[str, str]:
    pairs = (one.rpartition(" ") for one in notes.get(key, "").split(", "))
    return {narrative: letters for narrative, _, letters in pairs}


def match_hypotheses(
    case: Case, told: Iterable[tuple[str, str, str]], written: Mapping[str, str] | None = None
) -> tuple[list[str], list[NotTaken], list[str]]:
    """Find the narratives that the hypotheses of a board are.

    Parameters
    ----------
    case : Case
    told : iterable of (place, name, statement)
        A name is the id of a narrative, or its title.
    written : mapping of name to narrative, optional
        How an export wrote them.

    Returns
    -------
    columns : list of str
        The narrative of each, empty where it is none of the case, or stands twice.
    left : list of (place, why)
    proposed : list of str
        Lines for ``case.yaml``.
    """
    names = {plain_words(name): narrative for name, narrative in (written or {}).items()}
    titles = [plain_words(str(title)) for title in case.narratives["title"]]
    for narrative, title in case.narratives["title"].items():
        names.setdefault(str(narrative), str(narrative))
        if titles.count(plain_words(str(title))) == 1:
            names.setdefault(plain_words(str(title)), str(narrative))
    columns: list[str] = []
    left: list[NotTaken] = []
    proposed: list[str] = []
    for place, name, statement in told:
        narrative = names.get(plain_words(name), "")
        if narrative and narrative in columns:
            left.append((place, f"{narrative} stands twice; the first counts"))
            narrative = ""
        elif not narrative and name.strip():
            why, entries = propose_narrative(case, name, statement)
            left.append((place, why))
            proposed += entries
        columns.append(narrative)
    return columns, left, proposed


def level_in(notes: Notes) -> str:
    """Return the level of the grade that the notes tell, and nothing where they tell none."""
    grade = notes.get(_GRADE, "")
    return CREDIBILITY_LEVELS.get(int(grade), "") if grade in list("123456") else ""


def told_level(field: str, level: Any) -> str:
    """Say that a level, of which a grade cannot be made, is not taken."""
    return f'{field} "{str(level)[:20]}" is not taken: a person sets it in the case'
