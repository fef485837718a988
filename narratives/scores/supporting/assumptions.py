"""What the support score takes for granted: each number with its range and its reason."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from narratives.schema import RATINGS, RELIABILITIES, SchemaError

GRADES: Mapping[str, float] = {"A": 0.95, "B": 0.85, "C": 0.75, "D": 0.62, "E": 0.52}
"""Chance that a report is right, by the Admiralty grade of its source. F has none."""
LIKELIHOODS: Mapping[float, float] = {-2: 0.05, -1: 0.2, 0: 0.5, 1: 0.8, 2: 0.95}
"""Chance that an item is so if the narrative is, by rating. NA has none."""
RANGES: Mapping[str, tuple[float, float]] = {
    "rho": (0.15, 0.5),
    "motive": (0.5, 0.9),
    "scepticism": (0.0, 0.2),
    "doubt": (0.0, 0.15),
    "none": (0.005, 0.1),
    "together": (0.2, 1.0),
}
"""The lowest and highest value that the sweep takes each assumption to; ``together`` only where
accounts go with each other."""
_SHARES = (
    "rho",
    "motive",
    "partly",
    "taken_over",
    "scepticism",
    "doubt",
    "none",
    "together",
    "established",
    "traced",
)


@dataclass(frozen=True)
class Assumptions:
    """Everything the support score assumes. Change one with ``dataclasses.replace``.

    The numbers are agreed, not measured: a probability stands on them as much as on
    the evidence, and the sweep over ``ranges`` shows how much.

    Parameters
    ----------
    grades : mapping of A, B, C, D, E to a chance
        How often a report of such a source is right, .95, .85, .75, .62, .52. Raters
        read the letters roughly so; E is close to a coin. Each is from .5, a coin, to
        below 1. F is not among them: "cannot be judged" is missing, and not the middle.
        ``scepticism`` sweeps them.
    likelihoods : mapping of -2, -1, 0, 1, 2 to a chance
        How likely the item is if the narrative is so: II .05, I .2, N .5, C .8, CC .95.
        N says that the item is as likely as not. NA is missing, and not the middle.
        Each is above 0 and below 1. ``doubt`` sweeps them.
    rho : float from 0 to 1
        What witnesses of one item share: the same rumour, the same briefing. m equal
        witnesses who agree count as m / (1 + (m - 1) rho) of them as graded; any number
        counts as less than 1 / rho. Default .3: ten who agree are worth less than three.
        Swept from .15 (nearly strangers) to .5.
    motive : float from 0 to 1
        Chance that a source makes a report that serves its stake whether or not it is
        so. Default .7: more often than not. Swept from .5 to .9.
    partly : float from 0 to 1
        Share of ``motive`` that counts where a report fits the account of its source better
        than the rivals and not in itself, or in itself and no better: it serves, and less
        plainly. Default .6, so that it is made anyway with the chance .42. Not swept.
    taken_over : float from 0 to 1
        Chance that a report of unknown origin, which says what a source with a stake says,
        or one at least as good, was taken from there; before it is seen how much its source
        copies. Default .5: nobody knows. It counts as two reports beside those of the source,
        so that one that is known to copy is believed to copy. Not swept.
    scepticism : float from 0 to 1
        How far each grade's chance is pulled towards .5, "no information", because
        graders are often too kind. Default .1: A becomes .905. Swept from 0 to .2. The
        discount by ``rho`` answers the same worry for those who agree, so of the two the
        one that leaves less is taken, and not both.
    doubt : float from 0 to 1
        The same for ratings: how far each likelihood is pulled towards .5, because a
        rater may be a step off. Default .05, where C becomes .785. Swept from 0 to .15.
    none : float from 0 to 1, both excluded
        Prior chance that none of the narratives on the list is so. Default .02: a
        list made with care is seldom short, and what no narrative on it explains has to
        go somewhere. Swept from .005 to .1. Where the list was made in haste, say so: in worlds
        where three lists of ten lack what happened the leader is overstated by .16, and by .04
        with .3 here (``benchmarks/RESULTS.md``).
    together : float above 0, up to 1
        Where two accounts go with each other: how likely it is, before any item, that both are
        so, against one of the two alone. Two accounts that know nothing of each other, each so
        with the chance p, of which one at least is so, have p / (1 - p). Default .5, which is
        p = 1/3: as for one account of three. Swept from .2 (p = 1/6) to 1 (p = 1/2), and only
        where accounts go with each other.
    prior : mapping of narrative to a weight above 0, optional
        Default: the narratives share ``1 - none`` equally, because the text is to speak
        and not the reader's expectation. Only the proportions of the weights count. Where one
        narrative contains another, the weight of the wide one is that of its being so otherwise.
    temperature : float above 0
        The evidence is divided by it: above 1 makes the result more cautious. Default
        1: the rule as it is. For fitting on cases whose truth is known. Not swept.
    established : float from 0 to 1
        Least share of the reports whose origin must be established for a ranking.
        Default .5: where most are not, copies cannot be told from witnesses.
    traced : float from 0 to 1
        The same for any probability at all: below it the prior is returned. Default
        .25. Between the two the reports that are not traced count little, because they
        are pooled, and the rest may still say something.
    origins : int
        Least number of established origins for a ranking. Default 2: one voice alone
        is its own account, not a comparison.
    ranges : mapping of a name to (low, high)
        What the sweep varies, for ``rho``, ``motive``, ``scepticism``, ``doubt``, ``none`` and
        ``together``. A name that is left out is not varied.

    Raises
    ------
    SchemaError
        Names every setting that is out of range.

    Examples
    --------
    >>> Assumptions().rho
    0.3
    >>> Assumptions(rho=1.5)
    Traceback (most recent call last):
    narratives.schema.SchemaError: assumptions: rho 1.5 is out of range. Use 0 to 1.
    """

    grades: Mapping[str, float] = field(default_factory=lambda: dict(GRADES))
    likelihoods: Mapping[float, float] = field(default_factory=lambda: dict(LIKELIHOODS))
    rho: float = 0.3
    motive: float = 0.7
    partly: float = 0.6
    taken_over: float = 0.5
    scepticism: float = 0.1
    doubt: float = 0.05
    none: float = 0.02
    together: float = 0.5
    prior: Mapping[str, float] | None = None
    temperature: float = 1.0
    established: float = 0.5
    traced: float = 0.25
    origins: int = 2
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=lambda: dict(RANGES))

    def __post_init__(self) -> None:
        problems = [
            f"assumptions: {name} {getattr(self, name)} is out of range. Use 0 to 1."
            for name in _SHARES
            if not _between(getattr(self, name), 0, 1)
        ]
        if self.none in (0, 1):
            problems.append(f"assumptions: none {self.none} leaves no doubt. Use above 0, below 1.")
        if self.together == 0:
            problems.append(
                "assumptions: together 0 leaves no world in which both are so. Use above 0, or "
                "let the accounts exclude each other."
            )
        if not _between(self.temperature, 1e-6, math.inf) or self.temperature == math.inf:
            problems.append(
                f"assumptions: temperature {self.temperature} is out of range. "
                "Use a number above 0."
            )
        if not isinstance(self.origins, int) or isinstance(self.origins, bool) or self.origins < 0:
            problems.append(
                f"assumptions: origins {self.origins} is no number of origins. "
                "Use a whole number, 0 or more."
            )
        problems += _check_table("grades", self.grades, RELIABILITIES[:-1], (0.5, 1))
        problems += _check_table("likelihoods", self.likelihoods, RATINGS.values(), (0, 1))
        for narrative, weight in (self.prior or {}).items():
            if not (weight > 0 and math.isfinite(weight)):
                problems.append(
                    f'assumptions: prior of "{narrative}" is {weight}. Use a weight above 0.'
                )
        for name, ends in self.ranges.items():
            if name not in RANGES:
                problems.append(
                    f'assumptions: ranges has "{name}", which is not swept. '
                    f"Available names: {', '.join(RANGES)}."
                )
            elif (
                len(ends) != 2 or not all(_between(end, 0, 1) for end in ends) or ends[0] > ends[1]
            ):
                problems.append(
                    f"assumptions: ranges of {name} are {ends}. Use (low, high) within 0 to 1."
                )
            elif name == "together" and ends[0] == 0:
                problems.append("assumptions: ranges of together begin at 0. Use above 0.")
            elif name == "none" and (ends[0] == 0 or ends[1] == 1):
                problems.append("assumptions: ranges of none leave no doubt. Use above 0, below 1.")
        if problems:
            raise SchemaError("\n".join(problems))


def swept(assumptions: Assumptions, joint: bool = False) -> dict[str, tuple[float, float]]:
    """Return the ranges that count: that of ``together`` only where accounts go with each other.

    Parameters
    ----------
    assumptions : Assumptions
    joint : bool
        Whether accounts go with each other.

    Returns
    -------
    dict of a name to (lowest, highest)

    Examples
    --------
    >>> "together" in swept(Assumptions()), "together" in swept(Assumptions(), joint=True)
    (False, True)
    """
    return {n: ends for n, ends in assumptions.ranges.items() if joint or n != "together"}


def sweep_one_by_one(
    assumptions: Assumptions, joint: bool = False
) -> Iterator[tuple[str, float, Assumptions]]:
    """Take each assumption to the ends of its range, and leave the others as they are.

    Parameters
    ----------
    assumptions : Assumptions
    joint : bool
        Whether accounts go with each other.

    Yields
    ------
    name, value, Assumptions

    Examples
    --------
    >>> [(name, value) for name, value, _ in sweep_one_by_one(Assumptions())][:2]
    [('rho', 0.15), ('rho', 0.5)]
    """
    for name, ends in swept(assumptions, joint).items():
        for value in ends:
            yield name, value, replace(assumptions, **{name: value})  # type: ignore[arg-type]


def _between(value: float, low: float, high: float) -> bool:
    return isinstance(value, int | float) and low <= value <= high


def _check_table(
    name: str,
    table: Mapping[str, float] | Mapping[float, float],
    keys: object,
    ends: tuple[float, float],
) -> list[str]:
    wanted = list(keys)  # type: ignore[call-overload]
    if set(table) != set(wanted):
        return [
            f"assumptions: {name} has {', '.join(map(str, table)) or 'nothing'}. "
            f"Give one chance for each of {', '.join(map(str, wanted))}."
        ]
    low, high = ends
    return [
        f"assumptions: {name} of {key} is {value}. Use {low} to below 1."
        if low
        else f"assumptions: {name} of {key} is {value}. Use above 0, below 1."
        for key, value in table.items()
        if not _between(value, low, high) or value == 1 or (not low and value == 0)
    ]
