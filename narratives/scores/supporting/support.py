"""The fifth view of a narrative: a probability under stated assumptions, or none.

Two steps, simple enough for a class. From the reports to each item: how likely is it that
the item is so? From the items to the narratives: how well does each explain them? Both add
log-odds; :mod:`narratives.scores.supporting.log_odds` holds the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from narratives.schema.arrays import Floats
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.weighing import (
    PRIOR,
    corners,
    likelihoods,
    log_priors,
    read_ratings,
    share_priors,
    weigh,
)
from narratives.scores.supporting.withholding import (
    NONE_OF_THESE,
    WITHHELD,
    estimative_word,
    give_reasons,
)
from narratives.scores.supporting.witnesses import add_heard, gather_witnesses
from narratives.scores.worlds import Worlds, read_worlds


@dataclass(frozen=True)
class Support:
    """Probabilities of the narratives, with what they rest on and how far they carry.

    Parameters
    ----------
    probabilities : Series indexed by narrative, "none of these" last
        They sum to 1; where accounts contain others or go with them, those of the worlds do,
        and these are the sums over the worlds in which each account is so.
        Where the reports allow no conclusion they are the prior.
    low, high : Series indexed as ``probabilities``
        The lowest and the highest probability in the sweep over the assumptions; 0 and
        1 where the reports allow no conclusion.
    withheld : bool
        True where no order of the narratives may be read from the probabilities.
    reasons : tuple of str
        Why it is withheld, in plain words; empty where it is not.
    words : Series indexed as ``probabilities``
        The terms of ICD 203: likelihood, and nothing about confidence. "withheld" where
        the ranking is.
    contributions : DataFrame of shape (1 + n_items, n_narratives + 1)
        In log-odds against the average of the narratives. The first row, "before any
        item", is where they start; each item adds its row. The sum of a column is the
        logarithm of the probability less the mean of these logarithms, and the
        difference of two sums is the log-odds of one narrative against the other. 0
        where an item is not rated or nobody who can be judged reports it. Where accounts
        contain others or go with them, an item's row is what it adds to those before it.
    assumptions : Assumptions
    oddities : tuple of str
        Reports that are not taken as they are marked: a copy that says the opposite of its
        original, a source that says both.
    worlds : Series indexed by what is so at once, "none of these" last
        The probability of each world; ids joined by ";", in the order of the matrix. They
        sum to 1. Without relations they are ``probabilities``.

    Examples
    --------
    >>> result = support(
    ...     pd.DataFrame({"item_id": ["can"], "source_id": ["lab"], "holds": [True],
    ...                   "origin_id": ["lab"]}),
    ...     pd.DataFrame({"arson": [2], "storm": [-2]}, index=["can"]),
    ...     pd.DataFrame({"reliability": ["B"]}, index=["lab"]),
    ... )
    >>> print(result.reasons[0])
    The reports that can be judged come from one origin that is established; a ranking needs 2.
    >>> result.contributions.sum()["arson"] > 0
    np.True_
    """

    probabilities: pd.Series[float]
    low: pd.Series[float]
    high: pd.Series[float]
    withheld: bool
    reasons: tuple[str, ...]
    words: pd.Series[str]
    contributions: pd.DataFrame
    assumptions: Assumptions = field(default_factory=Assumptions)
    oddities: tuple[str, ...] = ()
    worlds: pd.Series[float] = field(default_factory=lambda: pd.Series(dtype=float))


def support(
    reports: pd.DataFrame,
    matrix: pd.DataFrame,
    sources: pd.DataFrame,
    stakes: pd.DataFrame | None = None,
    assumptions: Assumptions | None = None,
    relations: pd.DataFrame | Iterable[Sequence[str]] | None = None,
) -> Support:
    """Give each narrative a probability under stated assumptions, or say why not.

    The fact step adds, for each item, the log-odds of its witnesses; the narrative step
    asks how well each narrative explains what came of it. The result describes what
    these reports support if the assumptions hold. It is no finding of what happened.

    Parameters
    ----------
    reports : DataFrame with columns ``item_id``, ``source_id``, ``holds``, ``origin_id``
        ``holds`` is True where the source says that the item is so, False where it says
        that it is not. ``origin_id`` is missing or empty where it is not established.
        ``copied_from``, optional, names the source (or, with a column ``statement_id``,
        the statement) that a report repeats. Reports of items that are not in ``matrix``
        are left out.
    matrix : DataFrame of shape (n_items, n_narratives)
        Ratings from -2 (``II``) to +2 (``CC``), NaN for ``NA``. A rating between two
        numbers, such as a mean of raters, lies between their likelihoods.
    sources : DataFrame indexed by ``source_id`` with the column ``reliability``
        A to F, or missing. F and missing are the same: reports of such a source do not
        count.
    stakes : DataFrame of shape (n_sources, n_narratives), optional
        +1 wants the narrative believed, -1 wants it disbelieved, NaN or 0 no stake. Each of
        its sources is one of ``sources``.
    assumptions : Assumptions, optional
        Default: ``Assumptions()``.
    relations : DataFrame with columns ``schema.RELATIONS``, or iterable of triples, optional
        What one narrative is to another, as in ``[("attack", "contains", "arson")]``. Two that
        it does not name exclude each other.

    Returns
    -------
    Support

    Raises
    ------
    SchemaError
        If a table lacks columns or holds a value that is not known, or a narrative is
        called "none of these", or an item "before any item", or relations do not fit.

    Notes
    -----
    Copies count once. An origin is one witness of an item; where several of its sources
    report it, the one with the name of the origin speaks, or else the strongest of them.
    All reports of one item that say the same, and whose origin is not established, are
    one witness together, because they may all be one: the strongest speaks. Where a source
    of known origin that has a stake, or is as good, says the same, it may have been taken
    over from there, with the chance that ``Assumptions.taken_over`` and the copies that are
    established of its source give. Witnesses who agree are discounted for what they may share,
    or put under scepticism, whichever leaves less, and not both.

    A report serves its source where the item, being so or not so as reported, fits the
    narratives that the source wants believed better than those it does not:
    :func:`narratives.scores.supporting.interests.serving`.

    With relations, probabilities are given to worlds, in which one narrative or several are so,
    and added up: what contains is never less likely than what it contains.
    :mod:`narratives.scores.worlds` says how items speak of worlds.

    The ranking is withheld where nothing can be judged; where an account is alone, or no
    report that counts is rated for it; where too few origins are established; where two
    narratives tie, or none explains the items better than "none of these"; and where
    another narrative leads at some corner of the assumptions. Where narratives contain others or
    go with them, it is withheld as well where the one that leads gained nothing by the items.

    What it leaves out: that an item may be staged to be found, and that a rating may be
    mistaken by more than a little. Nothing here sees that.

    Examples
    --------
    >>> reports = pd.DataFrame({
    ...     "item_id": ["can", "can", "rain"], "source_id": ["police", "lab", "mayor"],
    ...     "holds": [True, True, False], "origin_id": ["police", "lab", "town"],
    ... })
    >>> matrix = pd.DataFrame({"arson": [2, 0], "storm": [-2, 2]}, index=["can", "rain"])
    >>> sources = pd.DataFrame({"reliability": ["B", "B", "C"]}, index=["police", "lab", "mayor"])
    >>> result = support(reports, matrix, sources)
    >>> result.probabilities.round(2).to_dict()
    {'arson': 0.9, 'storm': 0.08, 'none of these': 0.02}
    >>> result.words["arson"], result.withheld
    ('very likely', False)

    Arson as one way of an attack: what is not rated for it is taken from the attack, and the
    attack is never less likely.

    >>> matrix = pd.DataFrame(
    ...     {"attack": [2, 0], "arson": [1, None], "storm": [-2, 2]}, index=["can", "rain"])
    >>> relations = [("attack", "contains", "arson")]
    >>> result = support(reports, matrix, sources, relations=relations)
    >>> result.probabilities.round(2).to_dict()
    {'attack': 0.94, 'arson': 0.43, 'storm': 0.05, 'none of these': 0.02}
    >>> result.worlds.round(2).to_dict()
    {'attack': 0.5, 'attack;arson': 0.43, 'storm': 0.05, 'none of these': 0.02}
    """
    settings = Assumptions() if assumptions is None else assumptions
    ratings = read_ratings(matrix)
    names = list(matrix.columns)
    worlds = read_worlds(names, relations)
    witnesses = gather_witnesses(
        reports, matrix, ratings, sources, stakes, settings, worlds.together
    )
    grid = corners(settings, worlds.joint)
    log_worlds = share_priors(
        worlds, log_priors(settings, names, grid["none"]), grid.get("together")
    )
    log_prior = worlds.of_accounts(log_worlds[:1])[0]
    contributions, log_found = weigh(
        witnesses,
        likelihoods(settings, worlds.rate(ratings)),
        log_worlds,
        grid,
        settings.temperature,
        worlds.alone,
    )
    probabilities = np.exp(worlds.of_accounts(log_found))
    counts = np.array([heard.witnesses > 0 for heard in witnesses.heard], dtype=bool)
    rated = not bool(np.isnan(ratings).all())
    addressed = np.isfinite(ratings[counts]).any(axis=0)
    reasons, concluded = give_reasons(
        add_heard(witnesses.heard),
        rated,
        addressed,
        names,
        settings,
        grid,
        probabilities,
        None if worlds.plain else np.exp(log_prior),
    )
    narratives = pd.Index([*matrix.columns, NONE_OF_THESE], name=matrix.columns.name)
    if concluded:
        result, low, high = probabilities[0], probabilities.min(axis=0), probabilities.max(axis=0)
    else:
        result = np.exp(log_prior)
        low, high = np.zeros(len(result)), np.ones(len(result))
        contributions = np.zeros_like(contributions)
        log_found = log_worlds
    if not worlds.plain:
        contributions = _added_one_by_one(worlds, log_worlds[0], contributions)
    words = [WITHHELD if reasons else estimative_word(chance) for chance in result]
    return Support(
        probabilities=pd.Series(result, index=narratives, name="probability"),
        low=pd.Series(low, index=narratives, name="low"),
        high=pd.Series(high, index=narratives, name="high"),
        withheld=bool(reasons),
        reasons=tuple(reasons),
        words=pd.Series(words, index=narratives, name="words", dtype="str"),
        contributions=pd.DataFrame(
            np.vstack([log_prior - log_prior.mean(), contributions]),
            index=pd.Index([PRIOR, *matrix.index], name=matrix.index.name),
            columns=narratives,
        ),
        assumptions=settings,
        oddities=witnesses.oddities,
        worlds=pd.Series(
            np.exp(log_found[0]),
            index=[*worlds.name(list(map(str, names))), NONE_OF_THESE],
            name="probability",
        ),
    )


def _added_one_by_one(worlds: Worlds, log_prior: Floats, contributions: Floats) -> Floats:
    """Return what each item adds to the accounts, from what it adds to the worlds.

    Sums over worlds have logarithms that do not add, so each item is told after those before it.
    """
    steps = np.vstack([np.zeros(len(log_prior)), contributions]).cumsum(axis=0) + log_prior
    steps = worlds.of_accounts(steps - np.logaddexp.reduce(steps, axis=1)[:, None])
    return np.diff(steps - steps.mean(axis=1)[:, None], axis=0)
