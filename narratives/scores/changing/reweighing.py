"""Support again and again: a case read once, and weighed with one thing changed at a time.

Items add their contributions one by one, so only those that a change touches are weighed anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.schema.arrays import Floats
from narratives.scores.changing.sensitivity import voices_of
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.copies import copying_habits, find_origins, fold_copies
from narratives.scores.supporting.log_odds import narrative_log_probabilities
from narratives.scores.supporting.reports import read_grades, read_reports, read_stakes, text_of
from narratives.scores.supporting.told import ToldCase, ToldReport
from narratives.scores.supporting.weighing import (
    corners,
    likelihoods,
    log_priors,
    read_ratings,
    share_priors,
    weigh,
)
from narratives.scores.supporting.withholding import NONE_OF_THESE, give_reasons
from narratives.scores.supporting.witnesses import Heard, Witnesses, add_heard, group_voices
from narratives.scores.worlds import Worlds, read_worlds


@dataclass(frozen=True)
class Weighing(ToldCase):
    """A case ready to be weighed again: :func:`read_case` makes it."""

    def again(
        self,
        *,
        without: Collection[str] = (),
        instead: Mapping[str, Sequence[float]] | None = None,
        unheard: Collection[tuple[str, str]] = (),
        grades: Mapping[str, str] | None = None,
        assumptions: Assumptions | None = None,
    ) -> tuple[dict[str, float], bool]:
        """Weigh the case with something changed.

        Parameters
        ----------
        without : collection of items
            Left out with all their reports.
        instead : mapping of an item to its ratings in place of the given ones, optional
        unheard : collection of (kind, id)
            Voices whose reports are left out, as
            :func:`narratives.scores.changing.sensitivity.voice_of` names them.
        grades : mapping of a source to its grade in place of the given one, optional
        assumptions : Assumptions, optional
            In place of the given ones, with the same chances for grades.

        Returns
        -------
        probabilities : dict of narrative, and "none of these", to its probability
        withheld : bool
            Whether an order may not be read from them. Ranges are not swept.
        """
        settings = self.settings if assumptions is None else assumptions
        accuracy = dict(self.accuracy)
        for source, grade in (grades or {}).items():
            accuracy[text_of(source)] = settings.grades[grade]
        mixed = self.copies_change(without, unheard)
        names = {self.place[item] for item in instead or {}}
        names |= {at for voice in unheard for at in self.of_voice.get(voice, ())}
        names |= {at for source in grades or {} for at in self.of_source.get(source, ())}
        names |= self.with_copies if mixed else set()
        # How often a source copies is counted over the whole case.
        recount = bool(without or unheard)
        names |= self.of_unknown_origin if recount else set()
        kept = np.ones(len(self.items), dtype=bool)
        kept[[self.place[item] for item in without]] = False
        touched = [at for at in sorted(names) if kept[at]]
        some = [self.items[at] for at in touched]
        ratings = self.ratings[touched]
        for n, item in enumerate(some):
            ratings[n] = (instead or {}).get(item, ratings[n])
        told = [
            self.resolve(one, unheard)
            for item in some
            for one in self.told[item]
            if one.voice not in unheard
        ]
        origins, habits = self.origins, self.habits
        if mixed or recount:
            left = [
                self.resolve(one, unheard)
                for at in np.flatnonzero(kept).tolist()
                for one in self.told[self.items[at]]
                if one.voice not in unheard
            ]
            origins = find_origins(left)
            habits = copying_habits(left, settings.taken_over)
        voices = fold_copies(told, accuracy, origins)
        witnesses = group_voices(
            voices,
            some,
            ratings,
            accuracy,
            self.wants,
            habits,
            settings.partly,
            self.worlds.together,
        )
        if assumptions is None:
            contributions = self._contributions.copy()
        else:
            contributions = _contribute(self._witnesses, self.ratings, settings, self.worlds)
        contributions[touched] = _contribute(witnesses, ratings, settings, self.worlds)
        worlds = self.worlds
        prior = share_priors(
            worlds,
            log_priors(settings, self.narratives, np.array([settings.none])),
            np.array([settings.together]),
        )
        found = narrative_log_probabilities(contributions[kept], prior)
        chances = np.exp(worlds.of_accounts(found))
        before = np.exp(worlds.of_accounts(prior))
        heard = self._heard_without([*touched, *np.flatnonzero(~kept).tolist()], witnesses.heard)
        rated = bool(self.rated[kept].any())
        counts = kept & self._speaks
        counts[touched] = [each.witnesses > 0 for each in witnesses.heard]
        addressed = np.asarray(np.isfinite(self.ratings[counts]).any(axis=0))
        reasons, concluded = give_reasons(
            heard,
            rated,
            addressed,
            self.narratives,
            settings,
            corners(settings, worlds.joint),
            chances,
            None if worlds.plain else before[0],
        )
        final = chances if concluded else before
        every = (*self.narratives, NONE_OF_THESE)
        return dict(zip(every, final[0].tolist(), strict=True)), bool(reasons)

    def _heard_without(self, gone: Sequence[int], instead: Iterable[Heard]) -> Heard:
        """Take away what was heard of some items, and add what is heard in their place."""
        lost = [self._witnesses.heard[at] for at in gone]
        fewer = Counter(origin for heard in lost for origin in heard.origins)
        silent = {o for o, number in fewer.items() if number == self._origins_heard[o]}
        whole = self._heard
        left = Heard(
            whole.witnesses - sum(heard.witnesses for heard in lost),
            whole.reports - sum(heard.reports for heard in lost),
            whole.traced - sum(heard.traced for heard in lost),
            whole.ungraded - sum(heard.ungraded for heard in lost),
            whole.origins - silent,
        )
        return add_heard([left, *instead])

    @cached_property
    def _speaks(self) -> NDArray[np.bool_]:
        return np.array([heard.witnesses > 0 for heard in self._witnesses.heard], dtype=bool)

    @cached_property
    def _witnesses(self) -> Witnesses:
        told = [one.report for told in self.told.values() for one in told]
        voices = fold_copies(told, self.accuracy, self.origins)
        return group_voices(
            voices,
            self.items,
            self.ratings,
            self.accuracy,
            self.wants,
            self.habits,
            self.settings.partly,
            self.worlds.together,
        )

    @cached_property
    def _heard(self) -> Heard:
        return add_heard(self._witnesses.heard)

    @cached_property
    def _origins_heard(self) -> Counter[str]:
        return Counter(origin for heard in self._witnesses.heard for origin in heard.origins)

    @cached_property
    def _contributions(self) -> Floats:
        return _contribute(self._witnesses, self.ratings, self.settings, self.worlds)


def read_case(
    reports: pd.DataFrame,
    matrix: pd.DataFrame,
    sources: pd.DataFrame,
    stakes: pd.DataFrame | None,
    settings: Assumptions,
    relations: pd.DataFrame | Iterable[Sequence[str]] | None = None,
) -> Weighing:
    """Read a case once, to weigh it again and again.

    Parameters
    ----------
    reports, matrix, sources, stakes
        As for :func:`narratives.support`; ``reports`` with ``statement_id`` as well.
    settings : Assumptions
    relations : optional
        As for :func:`narratives.support`.

    Returns
    -------
    Weighing

    Raises
    ------
    SchemaError
        As for :func:`narratives.support`.

    Examples
    --------
    >>> reports = pd.DataFrame({
    ...     "item_id": ["can", "rain"], "statement_id": ["s1", "s2"],
    ...     "source_id": ["lab", "mayor"], "origin_id": ["lab", "town"], "holds": [True, True]})
    >>> matrix = pd.DataFrame({"arson": [2, 0], "storm": [-2, 1]}, index=["can", "rain"])
    >>> sources = pd.DataFrame({"reliability": ["A", "D"]}, index=["lab", "mayor"])
    >>> case = read_case(reports, matrix, sources, None, Assumptions(ranges={}))
    >>> case.again()[0]["arson"] > case.again(without=["can"])[0]["arson"]
    True
    """
    ratings = read_ratings(matrix)
    items = tuple(map(str, matrix.index))
    here = reports["item_id"].isin(items)
    statements = reports["statement_id"].map(text_of).tolist()
    voices = voices_of(reports)
    copies = reports["copied_from"].map(text_of).tolist() if "copied_from" in reports else []
    repeated = set(copies)
    said: dict[str, list[tuple[tuple[str, str], str]]] = {}
    for statement, voice, source in zip(statements, voices, reports["source_id"], strict=True):
        if statement in repeated:
            said.setdefault(statement, []).append((voice, text_of(source)))
    told: dict[str, list[ToldReport]] = {item: [] for item in items}
    read = iter(read_reports(reports, set(items)))
    for n, known in enumerate(here):
        if known:
            report = next(read)
            one = ToldReport(report, statements[n], copies[n] if copies else "", voices[n])
            told[str(report.item)].append(one)
    return Weighing(
        items,
        tuple(map(str, matrix.columns)),
        ratings,
        told,
        read_grades(sources, settings.grades),
        read_stakes(list(matrix.columns), list(sources.index), stakes),
        said,
        settings,
        read_worlds(matrix.columns, relations),
    )


def _contribute(
    witnesses: Witnesses, ratings: Floats, settings: Assumptions, worlds: Worlds
) -> Floats:
    """Return the contributions of some items: items by worlds and "none of these"."""
    grid = {name: values[:1] for name, values in corners(settings).items()}
    chances = likelihoods(settings, worlds.rate(ratings))
    none = np.zeros((1, chances.shape[1]))
    return weigh(witnesses, chances, none, grid, settings.temperature, worlds.alone)[0]
