"""A case read once: what is told of each item, and where each voice, source and copy is heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from narratives.schema.arrays import Floats
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.copies import copying_habits, find_origins
from narratives.scores.supporting.reports import Report
from narratives.scores.worlds import Worlds


class ToldReport(NamedTuple):
    """A report, with the words that name whom it repeats, and its independent voice."""

    report: Report
    statement: str
    repeats: str
    voice: tuple[str, str]


@dataclass(frozen=True)
class ToldCase:
    """A case as it was told, and the places in it that a change may touch.

    Parameters
    ----------
    items, narratives : tuple of str
    ratings : array of shape (n_items, n_narratives)
    told : mapping of an item to its reports
    accuracy : mapping of a source to its chance of being right
    wants : mapping of a source to its stake in each narrative
    said : mapping of a statement that others repeat to its voices and sources
    settings : Assumptions
    worlds : Worlds
        What may be so at once.
    """

    items: tuple[str, ...]
    narratives: tuple[str, ...]
    ratings: Floats
    told: Mapping[str, Sequence[ToldReport]]
    accuracy: Mapping[str, float]
    wants: Mapping[str, Sequence[float]]
    said: Mapping[str, Sequence[tuple[tuple[str, str], str]]]
    settings: Assumptions
    worlds: Worlds

    def copies_change(self, without: Collection[str], unheard: Collection[tuple[str, str]]) -> bool:
        """Say whether somebody is left out whom reports of other items repeat."""
        gone = [one for item in without for one in self.told[item]]
        gone += [one for voice in unheard for one in self._by_voice.get(voice, ())]
        return any(
            one.statement in self._repeated or one.report.source in self._repeated for one in gone
        )

    def resolve(self, one: ToldReport, unheard: Collection[tuple[str, str]]) -> Report:
        """Name whom a report repeats, where a statement that it names may be left out."""
        if not unheard or one.repeats not in self.said:
            return one.report
        heard = [source for voice, source in self.said[one.repeats] if voice not in unheard]
        return one.report._replace(copied_from=(heard[-1] if heard else "") or one.repeats)

    @cached_property
    def place(self) -> dict[str, int]:
        """The row of each item."""
        return {item: n for n, item in enumerate(self.items)}

    @cached_property
    def rated(self) -> NDArray[np.bool_]:
        """Whether each item is rated for any account."""
        return np.array([bool(np.isfinite(row).any()) for row in self.ratings], dtype=bool)

    @cached_property
    def of_unknown_origin(self) -> set[int]:
        """The items of which somebody of unknown origin says what one of known origin says."""
        found = set()
        for item, told in self.told.items():
            # A copy of what is not listed stands in for it, with the origin of its original.
            spoken = (one.report for one in told)
            known = {each.holds for each in spoken if each.origin or each.copied_from}
            if any(not one.report.origin and one.report.holds in known for one in told):
                found.add(self.place[item])
        return found

    @cached_property
    def _by_voice(self) -> dict[tuple[str, str], list[ToldReport]]:
        found: dict[tuple[str, str], list[ToldReport]] = {}
        for told in self.told.values():
            for one in told:
                found.setdefault(one.voice, []).append(one)
        return found

    @cached_property
    def of_voice(self) -> dict[tuple[str, str], set[int]]:
        """The items that each voice reports."""
        return {
            voice: {self.place[str(one.report.item)] for one in told}
            for voice, told in self._by_voice.items()
        }

    @cached_property
    def of_source(self) -> dict[str, set[int]]:
        """The items that a source reports, or that others report after it."""
        found: dict[str, set[int]] = {}
        for item, told in self.told.items():
            for one in told:
                for source in (one.report.source, one.report.copied_from):
                    found.setdefault(source, set()).add(self.place[item])
        return found

    @cached_property
    def with_copies(self) -> set[int]:
        """The items of which some report repeats somebody."""
        return {self.place[i] for i, told in self.told.items() if any(t.repeats for t in told)}

    @cached_property
    def _repeated(self) -> set[str]:
        """Statements and sources that some report repeats."""
        told = [one for told in self.told.values() for one in told if one.repeats]
        return {one.repeats for one in told} | {one.report.copied_from for one in told}

    @cached_property
    def origins(self) -> dict[str, str]:
        """The established origin of each source; of several the first by name."""
        return find_origins(one.report for told in self.told.values() for one in told)

    @cached_property
    def habits(self) -> dict[str, float]:
        """How often each source copies, over the whole case."""
        told = [one.report for told in self.told.values() for one in told]
        return copying_habits(told, self.settings.taken_over)
