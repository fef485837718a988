"""What one account is to another, in words, and how an order is to be read then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narratives.schema import CONTAINS, EXCLUDES, GOES_WITH, each
from narratives.scores.worlds import read_worlds
from narratives.telling.words import count_word

if TYPE_CHECKING:
    from narratives.comparison import Tables

MOST = 8
"""Relations that are told one by one; the table holds all of them."""
MORE_THAN_ONE = "The probabilities of accounts that may be so at once can add up to more than 1."
_SENTENCES = {
    CONTAINS: (
        " contains ",
        ", as the case has it: wherever {} is so, {} is so as well, and it is never less likely "
        "nor more contradicted.",
    ),
    EXCLUDES: (" excludes ", ", as the case has it: at most one of the two is so."),
    GOES_WITH: (
        " goes with ",
        ", as the case has it: both may be so, and neither makes the other so.",
    ),
}
"""What stands between two accounts, and behind them."""


def relations_in_words(comparison: Tables) -> list[list[tuple[str, str]]]:
    """Tell each relation between accounts in one sentence, and what holds of the other accounts.

    Returns
    -------
    list of sentences, each a list of (text, target)
        As :func:`narratives.telling.write_summary` has them; empty where the case gives none.

    Examples
    --------
    >>> import narratives as nv
    >>> relations_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    []
    """
    titles = _titles(comparison)
    told: list[list[tuple[str, str]]] = []
    for row in each(comparison.relations.head(MOST)):
        one, other = titles[row.narrative_id], titles[row.other_id]
        between, behind = _SENTENCES[row.relation]
        told.append(
            [
                (one, f"account:{row.narrative_id}"),
                (between, ""),
                (other, f"account:{row.other_id}"),
                (behind.format(other, one), ""),
            ]
        )
    more = len(comparison.relations) - MOST
    if more > 0:
        told.append([(f"{_begin(count_word(more, 'relation'))} more in the case’s table.", "")])
    if told and _is_open(comparison):
        told.append(
            [("Two accounts of which the case does not say so count as excluding each other.", "")]
        )
    return told


def caution_of_order(comparison: Tables) -> str:
    """Say which places in an order of the accounts are no finding.

    Returns
    -------
    str
        One sentence; empty where all accounts exclude each other.

    Examples
    --------
    >>> import narratives as nv
    >>> caution_of_order(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    ''
    """
    titles = _titles(comparison)
    told = []
    for row in each(comparison.relations):
        one, other = titles[row.narrative_id], titles[row.other_id]
        if row.relation == CONTAINS:
            told.append(f"{one} contains {other} and cannot stand behind it")
        elif row.relation == GOES_WITH:
            told.append(f"{one} and {other} are no rivals, for both may be so")
    if not told:
        return ""
    shown, more = told[:MOST], len(told) - MOST
    if more > 0:
        shown.append(f"{count_word(more, 'relation')} more in the case’s table")
    return f"To read the order: {'; '.join(shown)}."


def _titles(comparison: Tables) -> dict[Any, str]:
    return {n: f"“{title}”" for n, title in comparison.narratives["title"].items()}


def _is_open(comparison: Tables) -> bool:
    """Tell whether there are two accounts whose relation follows from nothing that is said."""
    names = [str(n) for n in comparison.narratives.index]
    together = read_worlds(names, comparison.relations).together
    said = {frozenset((row.narrative_id, row.other_id)) for row in each(comparison.relations)}
    return any(
        frozenset((one, other)) not in said and (together is None or not together[n, m])
        for n, one in enumerate(names)
        for m, other in enumerate(names[:n])
    )


def _begin(words: str) -> str:
    return words[0].upper() + words[1:]
