"""When a ranking is withheld, with the reason in words; and the words for a probability."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from narratives.schema import SchemaError
from narratives.schema.arrays import Floats
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.witnesses import Heard

NONE_OF_THESE = "none of these"
"""The narrative that takes what those on the list cannot explain."""
WITHHELD = "withheld"
"""Stands in place of a word where the ranking is withheld."""
WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""The terms of ICD 203, with the upper end of each."""


def give_reasons(
    heard: Heard,
    rated: bool,
    addressed: NDArray[np.bool_],
    narratives: Sequence[Hashable],
    settings: Assumptions,
    grid: Mapping[str, Floats],
    probabilities: Floats,
    before: Floats | None = None,
) -> tuple[list[str], bool]:
    """Say why the ranking is withheld, and whether the reports allow a conclusion at all.

    Parameters
    ----------
    heard : Heard
    rated : bool
        Whether any item is rated for any narrative.
    addressed : array of bool of length n_narratives
        Whether an item that somebody reports who can be judged is rated for it.
    narratives : sequence of length n_narratives
    settings : Assumptions
    grid : mapping of the name of an assumption to its value in each setting
    probabilities : array of shape (n_settings, n_narratives + 1)
        The assumptions as given first.
    before : array of length n_narratives + 1, optional
        The probabilities before any item, where accounts may be so at once: they differ then by
        what the accounts are to each other, and a lead that is no more than that is none.

    Returns
    -------
    reasons : list of str
        Empty where nothing stands against a ranking.
    concluded : bool
        False where the probabilities are to be those from before any report.
    """
    if not rated:
        return ["No item is rated for any narrative."], False
    if not heard.witnesses:
        why = (
            f"None of the sources of the {heard.ungraded} reports on rated items has a grade "
            "of reliability from A to E."
            if heard.ungraded
            else "Nobody reports an item that is rated."
        )
        return [why], False
    untraced = (
        f"The origin of {1 - heard.established:.0%} of the reports is not established, so "
        "copies cannot be told from independent witnesses."
    )
    if heard.established < settings.traced:
        return [f"{untraced} The probabilities are those from before any report."], False
    found = [untraced] if heard.established < settings.established else []
    if len(heard.origins) < settings.origins:
        counted = "one origin" if len(heard.origins) == 1 else "no origin"
        found.append(
            f"The reports that can be judged come from {counted} that is established; a ranking "
            f"needs {settings.origins}."
        )
    alone = _alone(list(narratives), addressed)
    unsettled = alone or _unsettled(list(narratives), grid, probabilities, before)
    return found + unsettled, True


def _alone(narratives: list[Hashable], addressed: NDArray[np.bool_]) -> list[str]:
    """Say which accounts have no rating that counts, or that there is only one account."""
    if len(narratives) < 2:
        return ["There is one account alone, and nothing to compare it with."]
    silent = [str(n) for n, known in zip(narratives, addressed, strict=True) if not known]
    if not silent:
        return []
    return [
        f"No item that counts is rated for {' and '.join(silent)}, so nothing can be said of "
        f"{'its place' if len(silent) == 1 else 'their places'} in an order."
    ]


def _unsettled(
    narratives: list[Hashable],
    grid: Mapping[str, Floats],
    probabilities: Floats,
    before: Floats | None,
) -> list[str]:
    """Say whether no narrative leads, or another one does at a corner of the assumptions."""
    named = probabilities[:, :-1]
    order = np.sort(named[0])
    if order[-1] - order[-2] < 1e-9:
        tied = [narratives[n] for n in np.flatnonzero(named[0] > order[-1] - 1e-9)]
        return [f"Nothing separates {' and '.join(map(str, tied))}."]
    leader = int(named[0].argmax())
    found = []
    if probabilities[0, -1] >= named[0, leader]:
        found.append(f'No narrative on the list explains the items better than "{NONE_OF_THESE}".')
    if before is not None and named[0, leader] <= before[leader] + 1e-9:
        found.append(
            f"{narratives[leader]} leads by what the accounts are to each other alone: the items "
            "make it no likelier than it was before them."
        )
    best = named.argmax(axis=1)
    flipped = np.flatnonzero(best != leader)
    if len(flipped):
        at = flipped[0]
        others = [str(narratives[n]) for n in sorted({int(best[n]) for n in flipped})]
        setting = ", ".join(f"{name} {values[at]:g}" for name, values in grid.items())
        found.append(
            f"{narratives[leader]} leads under the assumptions as given, but "
            f"{' or '.join(others)} in {len(flipped)} of the {len(best) - 1} combinations of the "
            f"ends of their ranges, for example with {setting}."
        )
    return found


def estimative_word(probability: float) -> str:
    """Return the term of ICD 203 for a probability. It says nothing about confidence.

    Parameters
    ----------
    probability : float
        From 0 to 1.

    Returns
    -------
    str
        .45 and .55 themselves are "roughly even chance"; .05 is "very unlikely" and .95
        "very likely", so that a probability and its complement have mirrored words.

    Raises
    ------
    SchemaError
        If it is not from 0 to 1.

    References
    ----------
    .. [1] Office of the Director of National Intelligence, *Intelligence Community
       Directive 203: Analytic Standards*, 2015.

    Examples
    --------
    >>> [estimative_word(chance) for chance in (0.02, 0.5, 0.8, 0.97)]
    ['almost no chance', 'roughly even chance', 'likely', 'almost certain']
    """
    if not 0 <= probability <= 1:
        raise SchemaError(f"probability {probability} is out of range. Use 0 to 1.")
    # Below even, a term holds its lower end; above, its upper end.
    for end, word in WORDS:
        edge = round(probability - end, 9)
        if edge < 0 or (edge == 0 and end > 0.5):
            return word
    return WORDS[-1][1]
