"""What is odd about a case without being wrong, for ``narratives check``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from narratives.documents import clean_words, shadow
from narratives.sources import fold_name

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.schema import Case

MOST = 8
"""Names that are listed in one line."""


def odd_about(case: Case, comparison: Tables) -> list[str]:
    """Say what a person would want to mend in a case that loads.

    Parameters
    ----------
    case : Case
    comparison : Comparison
        Of the case, with its review.

    Returns
    -------
    list of str
        Aliases that two sources share, narratives whose terms never occur, sources without
        origin or that never speak, and texts that stand in the case twice, or nearly. That
        lines of the review no longer apply stands among the warnings of the comparison.
    """
    return [*_aliases(case), *_terms(case), *_sources(case, comparison), *_doubles(comparison)]


def _aliases(case: Case) -> Iterator[str]:
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for source, row in case.sources.iterrows():
        for name in (row["name"], *row["aliases"]):
            owners[fold_name(str(name))].setdefault(str(source), str(name))
    for found in owners.values():
        if len(found) > 1:
            (first, one), (second, other), *_ = found.items()
            yield (
                f'case.yaml: "{one}" of the source "{first}" and "{other}" of "{second}" are read '
                "as the same name, so that who is meant stays open. Keep it with one of the two."
            )


def _terms(case: Case) -> Iterator[str]:
    text = "\n".join(" ".join(shadow(d.text).casefold().split()) for d in case.documents)
    for narrative, row in case.narratives.iterrows():
        terms = [" ".join(shadow(clean_words(str(t))).casefold().split()) for t in row["terms"]]
        if not any(re.search(rf"(?<!\w){re.escape(term)}", text) for term in terms if term):
            yield (
                f'case.yaml: no term of the narrative "{narrative}" occurs in any text. Write the '
                "names and phrases by which the texts refer to it."
            )


def _sources(case: Case, comparison: Tables) -> Iterator[str]:
    heard = set(comparison.statements["source_id"])
    names = case.sources["name"].to_dict()
    open_ = [str(n) for s, n in names.items() if not case.sources.at[s, "origin_id"]]
    if open_:
        yield (
            f"case.yaml: sources without an origin: {_listed(open_)}. Whether they are independent "
            "is open; write an origin for each under origins."
        )
    silent = [str(n) for s, n in names.items() if s not in heard]
    if silent:
        yield (
            f"case.yaml: sources that never speak in these texts: {_listed(silent)}. Check how the "
            "texts write them, or leave them out."
        )


def _doubles(comparison: Tables) -> Iterator[str]:
    for pair in comparison.text_pairs:
        if pair.copied:
            same = pair.relation == "same"
            how = "the same text" if same else f"nearly the same text ({min(pair.share, 0.99):.0%})"
            yield (
                f'documents.yaml: "{pair.first}" and "{pair.second}" are {how}. A copy is no '
                "second witness, and counts as none; narratives copies shows both, and a line of "
                "the review with the field copied_from says who has it from whom."
            )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{', '.join(names[:MOST])}{more}"
