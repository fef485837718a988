"""All that is proposed for a new case, in one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.case import Proposal
from narratives.proposing.aliases import propose_sources
from narratives.proposing.terms import propose_terms

if TYPE_CHECKING:
    import pandas as pd

    from narratives.schema import Case


def propose_case(case: Case, statements: pd.DataFrame | None = None) -> Proposal:
    """Propose the terms of the narratives of a case, and the sources that its texts name.

    Parameters
    ----------
    case : Case
    statements : DataFrame, columns ``schema.STATEMENTS``, optional
        Of its documents, where they were drafted already.

    Returns
    -------
    Proposal
        For :func:`narratives.create_case`, which writes it down for a person to look through.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> propose_case(case).sources[0].name
    'Emmanuel Macron'
    """
    if statements is None:
        from narratives.attribution import extract_statements

        statements = extract_statements(case.documents)
    sources, questions = propose_sources(statements)
    sentences = {str(n): str(s) for n, s in case.narratives["statement"].items()}
    terms = propose_terms(sentences, case.documents, case.question)
    return Proposal(terms, sources, questions)
