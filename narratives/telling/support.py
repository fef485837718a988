"""The support view of a comparison, in the words of its readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from narratives.comparison.supporting import judged_sources
from narratives.schema import SchemaError
from narratives.scores.supporting.support import support
from narratives.scores.supporting.withholding import estimative_word

if TYPE_CHECKING:
    from narratives.comparison import Tables

_QUOTED = re.compile(r"“([^”]+)”")


def withheld_reasons(comparison: Tables) -> tuple[str, ...]:
    """Say why the ranking by support is withheld, with narratives called by their titles.

    Returns
    -------
    tuple of str
        Empty where it is not withheld.
    """
    titles = {n: f"\u201c{t}\u201d" for n, t in comparison.narratives["title"].items()}
    if not comparison.support.withheld or len(set(titles.values())) < len(titles):
        return comparison.support.reasons
    tables: list[Any] = [comparison.matrix, comparison.stakes]
    matrix, stakes = (table.rename(columns=titles) for table in tables)
    try:
        sources = judged_sources(comparison.sources)
        ends = ("narrative_id", "other_id")
        relations = comparison.relations.assign(
            **{end: comparison.relations[end].map(titles) for end in ends}
        )
        return support(comparison.reports, matrix, sources, stakes, relations=relations).reasons
    except SchemaError:
        return comparison.support.reasons


def oddities_in_words(comparison: Tables) -> tuple[str, ...]:
    """Say which reports are not taken as they are marked, with sources and items by their names.

    Returns
    -------
    tuple of str
        Empty where every report is taken as it is marked.
    """
    names = {str(key): str(name) for key, name in comparison.sources["name"].items()}
    labels = {str(key): f"“{label}”" for key, label in comparison.items["label"].items()}

    def named(found: re.Match[str]) -> str:
        return names.get(found[1]) or labels.get(found[1]) or found[0]

    return tuple(_QUOTED.sub(named, told) for told in comparison.support.oddities)


def range_in_words(low: float, high: float) -> str:
    """Write a range of probabilities, with the terms of ICD 203 at its ends.

    Examples
    --------
    >>> range_in_words(0.43, 0.61)
    '43 to 61 %, unlikely to likely'
    >>> range_in_words(0.001, 0.004)
    'below 1 %, almost no chance'
    """
    numbers = dict.fromkeys(map(_percent, (low, high)))
    words = dict.fromkeys(map(estimative_word, (low, high)))
    told = " to ".join(numbers).replace(" % to ", " to ")
    return f"{told}, {' to '.join(words)}"


def _percent(chance: float) -> str:
    if chance < 0.01:
        return "below 1 %"
    return "above 99 %" if chance > 0.99 else f"{100 * chance:.0f} %"
