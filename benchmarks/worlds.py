"""Worlds where the truth is known: how cases are drawn to test the scores on.

Written down before any figure was seen. In every world

- one narrative out of K is so, each as likely as the others;
- each of I facts has a rating for each narrative: II, I, N, C, CC with chances .12, .22,
  .26, .24, .16. Under the narrative that is so the fact holds with the chance .05, .2,
  .5, .8, .95 of its rating, moved in log-odds by a normal error of .4, so that the
  world never follows the table of the rule to the letter;
- each of S sources has a grade: A to E with chances .15, .25, .3, .2, .1. The chance that
  its reports are right is that of the grade (.95, .85, .75, .62, .52), give or take up to
  .08, and never outside .4 to .99;
- a source reports each fact with the chance .25, and says that it holds or that it does
  not. Each source is an origin of its own.

What the worlds change:

honest             nothing.
partisan           half of the sources each want one narrative, drawn at random, believed.
                   With the chance .6 such a source says of a fact what suits that narrative
                   whether or not it is so. The stakes are known.
bloc               six of the twelve sources are one origin: a partisan as above speaks, and
                   the five others repeat each of its reports with the chance .8, each under
                   a grade of its own. Origins and stakes are known.
hidden             the bloc; nobody knows an origin or a stake.
rough              each rating that the rule is given is one step off with the chance .4.
five               five narratives, half of the sources partisan.
few                three facts, four sources that report each fact with the chance .5.
staged             two facts of each case are staged: all that report them are taken in alike,
                   and report what suits one narrative drawn at random.
misgraded          the grade given is off by one or two letters with the chance .6, more
                   often too good than too bad, and missing with the chance .15.
silent stakes      the partisans, and nobody knows a stake.
half hidden        the bloc and other partisans; the origin of each source is unknown with the
                   chance .5, and so is its stake.
patchy             a rating is missing with the chance .35, and one step off with the chance .2.
unlisted           with the chance .3 what happened is a narrative that is not on the list.
crowd              eight narratives, twenty facts, thirty sources, ten of them a known bloc,
                   half of the others partisan, ratings one step off with the chance .2.
rivals             half of the sources are partisan and push what fits their narrative better than
                   the mean of the others, whatever it is in itself: a fact that is rated N for
                   theirs and II for the rest is denied by nobody who wants it believed.
mingled            as the last, two fifths of them; and a source that speaks after others takes
                   over what one of them says, instead of looking, with a chance of its own
                   (.3 in the mean). Half of these copies are known as such. The origin of the
                   others is unknown, as is that of three tenths of all other reports.
mingled five       the same with five narratives.
mingled rough      the same, ratings one step off with the chance .4.
friendly           the same, one tenth partisan, copies with the chance .1, origins unknown .1.
campaign           the same; half of the sources are partisan with the chance .8, all for one
                   narrative and before the others, and the rest copy with the chance .6.
mixed              every number above is drawn anew for every few hundred cases; the settings of
                   the rule were chosen on draws from this world alone.

The rule is told: who says what, the grades, origins and stakes that are known, and the
ratings as they were given. It is never told which narrative is so, or which facts hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LIKELIHOOD = np.array([0.05, 0.2, 0.5, 0.8, 0.95])
ACCURACY = np.array([0.95, 0.85, 0.75, 0.62, 0.52])
RATING_CHANCES = (0.12, 0.22, 0.26, 0.24, 0.16)
GRADE_CHANCES = (0.15, 0.25, 0.3, 0.2, 0.1)


@dataclass(frozen=True)
class World:
    """The numbers of one world; the text above says what each does."""

    name: str
    narratives: int = 3
    items: int = 8
    sources: int = 12
    talk: float = 0.25
    blur: float = 0.4
    spread: float = 0.08
    partisans: float = 0.0
    slant: float = 0.6
    bloc: int = 0
    repeat: float = 0.8
    origins_hidden: float = 0.0
    stakes_hidden: float = 0.0
    rough: float = 0.0
    unrated: float = 0.0
    misgraded: float = 0.0
    ungraded: float = 0.0
    staged: int = 0
    unlisted: float = 0.0
    against_rivals: bool = False
    one_sided: bool = False
    copying: float = 0.0
    copies_hidden: float = 0.5
    reports_hidden: float = 0.0


@dataclass(frozen=True)
class Cases:
    """Many cases of one world, as arrays with the cases first.

    ``truth`` is the number of the narrative that is so, -1 where it is not on the list.
    ``says`` is +1, -1 or 0 (no report) by item and source; ``rating`` -2 to 2 or NaN by
    item and narrative; ``grade`` 0 (A) to 4 (E) or -1 by source; ``origin`` a number or -1
    by source, or by item and source; ``stake`` +1 or 0 by source and narrative; ``copied``
    the number of the source that a report is known to repeat, or -1, by item and source.
    """

    world: World
    truth: Ints
    says: Ints
    rating: Floats
    grade: Ints
    origin: Ints
    stake: Floats
    copied: Ints

    def __len__(self) -> int:
        return len(self.truth)


_MINGLED = World("", partisans=0.4, against_rivals=True, copying=0.3, reports_hidden=0.3)
WORLDS = (
    World("honest"),
    World("partisan", partisans=0.5),
    World("bloc", bloc=6),
    World("hidden", bloc=6, origins_hidden=1.0, stakes_hidden=1.0),
    World("rough", rough=0.4),
    World("five", narratives=5, partisans=0.5),
    World("few", items=3, sources=4, talk=0.5),
    World("staged", staged=2),
    World("misgraded", misgraded=0.6, ungraded=0.15),
    World("silent stakes", partisans=0.5, stakes_hidden=1.0),
    World("half hidden", bloc=6, partisans=0.5, origins_hidden=0.5, stakes_hidden=0.5),
    World("patchy", unrated=0.35, rough=0.2),
    World("unlisted", unlisted=0.3),
    World("crowd", narratives=8, items=20, sources=30, bloc=10, partisans=0.5, rough=0.2),
    World("rivals", partisans=0.5, against_rivals=True),
    replace(_MINGLED, name="mingled"),
    replace(_MINGLED, name="mingled five", narratives=5),
    replace(_MINGLED, name="mingled rough", rough=0.4),
    replace(_MINGLED, name="friendly", partisans=0.1, copying=0.1, reports_hidden=0.1),
    replace(_MINGLED, name="campaign", partisans=0.5, slant=0.8, one_sided=True, copying=0.6),
)


def draw_mixed(rng: np.random.Generator) -> World:
    """Draw the numbers of a world at random, for choosing settings."""
    sources = int(rng.integers(4, 17))
    chance = lambda most, rate=0.5: float(rng.random() * most * (rng.random() < rate))  # noqa: E731
    return World(
        "mixed",
        narratives=int(rng.integers(2, 7)),
        items=int(rng.integers(3, 13)),
        sources=sources,
        talk=float(rng.uniform(0.15, 0.6)),
        blur=float(rng.uniform(0, 1)),
        spread=float(rng.uniform(0, 0.15)),
        partisans=chance(0.8),
        slant=float(rng.uniform(0.2, 0.9)),
        bloc=int(rng.integers(2, sources // 2 + 1)) if sources > 4 and rng.random() < 0.4 else 0,
        repeat=float(rng.uniform(0.5, 1)),
        origins_hidden=chance(0.4, 0.3),
        stakes_hidden=chance(1.0, 0.4),
        rough=chance(0.6),
        unrated=chance(0.4, 0.3),
        misgraded=chance(0.7),
        ungraded=chance(0.2, 0.3),
        staged=int(rng.integers(1, 3)) if rng.random() < 0.25 else 0,
    )


def draw_cases(world: World, count: int, seed: int) -> Cases:
    """Draw cases of a world.

    Parameters
    ----------
    world : World
    count : int
        How many.
    seed : int

    Returns
    -------
    Cases
        The same numbers for the same arguments.
    """
    rng = np.random.default_rng(seed)
    n, i, s, k = count, world.items, world.sources, world.narratives
    # One narrative more than listed: the one that is so where none of the list is.
    true_rating = rng.choice(5, size=(n, i, k + 1), p=RATING_CHANCES)
    unlisted = rng.random(n) < world.unlisted
    truth = np.where(unlisted, k, rng.integers(0, k, n))
    chance = LIKELIHOOD[np.take_along_axis(true_rating, truth[:, None, None], 2)[..., 0]]
    logit = np.log(chance / (1 - chance)) + rng.normal(0, world.blur, (n, i))
    fact = np.where(rng.random((n, i)) < 1 / (1 + np.exp(-logit)), 1, -1)

    grade = rng.choice(5, size=(n, s), p=GRADE_CHANCES)
    accuracy = np.clip(ACCURACY[grade] + rng.uniform(-1, 1, (n, s)) * world.spread, 0.4, 0.99)
    origin = np.tile(np.arange(s), (n, 1))
    side = np.where(rng.random((n, s)) < world.partisans, rng.integers(0, k, (n, s)), -1)
    if world.bloc:
        origin[:, : world.bloc] = 0
        side[:, : world.bloc] = rng.integers(0, k, (n, 1))
    if world.one_sided:
        # Who campaigns speaks first, so that the others may copy it.
        campaigns = np.sort(rng.random((n, s)) >= world.partisans, axis=1) == 0
        side = np.where(campaigns, rng.integers(0, k, (n, 1)), -1)
    right = rng.random((n, i, s)) < accuracy[:, None, :]
    says = np.where(right, 1, -1) * fact[..., None]
    of_side = np.take_along_axis(
        true_rating, np.broadcast_to(np.maximum(side, 0)[:, None, :], (n, i, s)), 2
    )
    pushed = of_side - 2.0
    if world.against_rivals:
        pushed = of_side - (true_rating[..., :k].sum(axis=2)[..., None] - of_side) / (k - 1)
    suits = np.where(side[:, None, :] >= 0, np.sign(pushed), 0)
    slanted = (rng.random((n, i, s)) < world.slant) & (suits != 0)
    says = np.where(slanted, suits, says)
    if world.staged:
        staged_for = rng.integers(0, k, n)
        planted = np.sign(np.take_along_axis(true_rating, staged_for[:, None, None], 2) - 2)
        staged = (np.arange(i) < world.staged)[None, :, None] & (planted != 0)
        says = np.where(staged, planted, says)
    says = says * (rng.random((n, i, s)) < world.talk)
    if world.bloc:
        leader = says[:, :, :1]
        repeats = rng.random((n, i, world.bloc)) < world.repeat
        repeats[:, :, 0] = True
        says[:, :, : world.bloc] = leader * repeats

    step = np.where(rng.random((n, i, k)) < 0.5, 1, -1) * (rng.random((n, i, k)) < world.rough)
    rating = np.clip(true_rating[:, :, :k] + step, 0, 4) - 2.0
    rating[rng.random((n, i, k)) < world.unrated] = np.nan
    wrong = rng.random((n, s)) < world.misgraded
    letters = rng.choice([-2, -1, 1, 2], size=(n, s), p=(0.3, 0.35, 0.25, 0.1))
    given = np.clip(grade + wrong * letters, 0, 4)
    given[rng.random((n, s)) < world.ungraded] = -1
    stake = (np.arange(k) == side[..., None]).astype(float)
    stake[rng.random((n, s)) < world.stakes_hidden] = 0
    origin[rng.random((n, s)) < world.origins_hidden] = -1
    copied = np.full((n, i, s), -1)
    if world.copying:
        says, copied, origin = _let_copy(rng, world, says, origin, side)
    return Cases(world, np.where(unlisted, -1, truth), says, rating, given, origin, stake, copied)


def _let_copy(
    rng: np.random.Generator, world: World, says: Floats, origin: Ints, side: Ints
) -> tuple[Floats, Ints, Ints]:
    """Let each source, one after the other, take over some of what was said before it."""
    n, i, s = says.shape
    says, parent = says.copy(), np.full((n, i, s), -1)
    # Some copy much, some little; the mean of the two-sided draw is 1.
    habit = np.clip(world.copying * 2 * rng.beta(1.5, 1.5, (n, s)), 0, 1)
    if world.one_sided:
        habit[side >= 0] = 0
    for at in range(1, s):
        before = says[:, :, :at] != 0
        lot = np.where(before, rng.random((n, i, at)), -1)
        chosen = lot.argmax(axis=2)
        copies = (
            (says[:, :, at] != 0) & before.any(axis=2) & (rng.random((n, i)) < habit[:, None, at])
        )
        taken = np.take_along_axis(says, chosen[..., None], 2)[..., 0]
        says[:, :, at] = np.where(copies, taken, says[:, :, at])
        parent[:, :, at] = np.where(copies, chosen, -1)
    known = rng.random((n, i, s)) >= world.copies_hidden
    unknown = (rng.random((n, i, s)) < world.reports_hidden) | (parent >= 0)
    of_report = np.where(unknown, -1, np.broadcast_to(origin[:, None, :], (n, i, s)))
    return says, np.where(known, parent, -1), of_report


def tuning_cases(seed: int, worlds: int = 40, count: int = 250) -> list[Cases]:
    """Draw small samples of many mixed worlds."""
    rng = np.random.default_rng(seed)
    drawn = [replace(draw_mixed(rng), name=f"mixed {n}") for n in range(worlds)]
    return [draw_cases(world, count, seed + 1 + n) for n, world in enumerate(drawn)]
