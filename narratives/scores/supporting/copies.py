"""Copies among reports: what is folded, what only looks like a copy, and who tends to copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from narratives.scores.supporting.reports import Report

Key = tuple[Hashable, str, bool]
"""One thing that one source says: item, source, holds."""
_REPORTS = 2
"""Reports that the setting ``taken_over`` counts as, beside those of the source itself."""


class Voice(NamedTuple):
    """What one source says of one item, copies folded in."""

    item: Hashable
    source: str
    holds: bool
    origin: str


def find_origins(told: Iterable[Report]) -> dict[str, str]:
    """Return the established origin of each source; of several the first by name."""
    origins: dict[str, str] = {}
    for report in told:
        if report.origin:
            origins[report.source] = min(report.origin, origins.get(report.source, report.origin))
    return origins


def read_copies(told: Sequence[Report]) -> dict[Key, str]:
    """Return which source each copy repeats.

    A report that is marked as a copy and says the opposite of its original is none: it is
    what its own source says.
    """
    said: dict[tuple[Hashable, str], set[bool]] = {}
    for report in told:
        said.setdefault((report.item, report.source), set()).add(report.holds)
    return {
        (report.item, report.source, report.holds): report.copied_from
        for report in told
        if report.copied_from
        and report.copied_from != report.source
        and report.holds in said.get((report.item, report.copied_from), {report.holds})
    }


def fold_copies(
    told: Sequence[Report], accuracy: Collection[str], origins: Mapping[str, str]
) -> list[Voice]:
    """Replace each copy by the report it was taken from, and count that once.

    Where the original does not report the item itself, its copies stand in for it.

    Parameters
    ----------
    told : sequence of Report
        All reports of some items.
    accuracy : collection of the sources that have a grade
    origins : mapping of a source to its established origin
    """
    found = _find_roots(read_copies(told))
    keys = [(report.item, report.source, report.holds) for report in told]
    roots = [found.get(key, key[1]) for key in keys]
    first_hand = {key for key, root in zip(keys, roots, strict=True) if root == key[1]}
    voices: dict[Voice, None] = {}
    for report, root in zip(told, roots, strict=True):
        if root == report.source:
            voices[Voice(report.item, root, report.holds, report.origin)] = None
        elif (report.item, root, report.holds) not in first_hand:
            speaker = root if root in accuracy else report.source
            origin = origins.get(root) or report.origin or root
            voices[Voice(report.item, speaker, report.holds, origin)] = None
    return list(voices)


def copying_habits(told: Sequence[Report], taken_over: float) -> dict[str, float]:
    """Return, for each source, the chance that what it says after another was taken from it.

    The share of established copies among its own reports, drawn towards ``taken_over``, which
    counts as two reports. What other sources copy changes nothing for it.

    Parameters
    ----------
    told : sequence of Report
        All reports of a case.
    taken_over : float

    Examples
    --------
    One report and no copy: (0 + 2 × .5) / (1 + 2). One that is a copy: (1 + 1) / 3.

    >>> told = [Report("can", "lab", True, "", ""), Report("can", "blog", True, "", "lab")]
    >>> {source: round(chance, 3) for source, chance in copying_habits(told, 0.5).items()}
    {'lab': 0.333, 'blog': 0.667}
    """
    keys = dict.fromkeys((report.item, report.source, report.holds) for report in told)
    copies = read_copies(told)
    said, copied = Counter(key[1] for key in keys), Counter(key[1] for key in copies)
    return {
        source: (copied[source] + _REPORTS * taken_over) / (number + _REPORTS)
        for source, number in said.items()
    }


def find_oddities(told: Sequence[Report]) -> list[str]:
    """Say in words which reports are not taken as they are marked; ids stand in “ ”.

    Examples
    --------
    >>> find_oddities([Report("can", "lab", True, "lab", ""),
    ...                Report("can", "blog", False, "", "lab")])
    ['What “blog” says of “can” is marked as a copy of “lab” and says the opposite, so it \
counts as its own.']
    """
    copies = read_copies(told)
    said: dict[tuple[Hashable, str], set[bool]] = {}
    found: dict[str, None] = {}
    for report in told:
        said.setdefault((report.item, report.source), set()).add(report.holds)
        marked = report.copied_from and report.copied_from != report.source
        if marked and (report.item, report.source, report.holds) not in copies:
            found[
                f"What “{report.source}” says of “{report.item}” is marked as a copy of "
                f"“{report.copied_from}” and says the opposite, so it counts as its own."
            ] = None
    for (item, source), both in said.items():
        if len(both) > 1:
            who = f"“{source}”" if source else "An unnamed source"
            found[f"{who} says that “{item}” is so and that it is not, which tells nothing."] = None
    return list(found)


def _find_roots(copied: Mapping[Key, str]) -> dict[Key, str]:
    """Follow copies to the first who said it; of a ring, take the first by name."""
    roots: dict[Key, str] = {}
    for item, source, holds in copied:
        way: dict[str, int] = {}
        at = source
        while at not in way and (item, at, holds) in copied and (item, at, holds) not in roots:
            way[at] = len(way)
            at = copied[item, at, holds]
        root = min(list(way)[way[at] :]) if at in way else roots.get((item, at, holds), at)
        roots |= {(item, each, holds): root for each in way}
    return roots
