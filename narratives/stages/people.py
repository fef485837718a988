"""A case by the lines of each person alone, and how far the people who decided agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from narratives.deciding import PersonAgreement, agree
from narratives.reading import BearingReader
from narratives.review.order import replay_order
from narratives.review.readings import JUDGED
from narratives.schema import Case, SchemaError
from narratives.stages.build import compare
from narratives.stages.comparison import Comparison
from narratives.telling.ranks import order_in_words

_TEXT = "sha256"
"""The field that says which text was read, which is nobody's decision about it."""


def agreement_between(
    case: Case, *, reader: BearingReader | None = None, comparison: Comparison | None = None
) -> PersonAgreement:
    """Say how far the people who decided on a case agree, and what each one's summary would be.

    Parameters
    ----------
    case : Case
        With lines of two or more people (``who``), in ``review.jsonl``, in ``review-NAME.jsonl``
        or in both.
    reader : BearingReader, optional
        As for :func:`narratives.compare`.
    comparison : Comparison, optional
        That of the case, where it is at hand.

    Returns
    -------
    PersonAgreement
        Krippendorff's alpha by field, where people differ and on which words, and the summary
        by the lines of each. Where one person decided, or nobody, ``reason`` says so and there
        are no summaries.

    Notes
    -----
    The lines of one person are replayed without those of the others. Who only grades and rates,
    as in ``review-NAME.jsonl``, does so on what ``review.jsonl`` says is in the text.

    Examples
    --------
    >>> import narratives as nv
    >>> agreement = nv.agreement_between(nv.load_case("seeds/crocus-city-hall"))
    >>> agreement.fields.loc["rating", ["things", "differ"]].tolist()
    [15, 7]
    """
    whole = compare(case, reader=reader) if comparison is None else comparison
    found = agree(whole)
    if len(found.persons) < 2:
        return found
    alone = compare_persons(case, found.persons, reader=reader or whole.reader)
    return replace(
        found,
        together=_in_short(whole),
        summaries={who: _in_short(each) for who, each in alone.items()},
        without_effect={
            who: int((each.corrections["status"] != "applied").sum()) for who, each in alone.items()
        },
    )


def compare_persons(
    case: Case, persons: Iterable[str] | None = None, *, reader: BearingReader | None = None
) -> dict[str, Comparison]:
    """Compare a case by the lines of each person alone.

    Parameters
    ----------
    case : Case
    persons : iterable of str, optional
        Names as in ``who``; all who wrote a line where it is left out.
    reader : BearingReader, optional
        As for :func:`narratives.compare`.

    Returns
    -------
    dict of a name to Comparison
        Put into a comparison as ``by_person``, the page tells the summary of each.

    Raises
    ------
    SchemaError
        If a person wrote no line.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> compare_persons(case, ["ana"])
    Traceback (most recent call last):
    narratives.schema.errors.SchemaError: persons: "ana" wrote no line of the review. ...
    """
    known = persons_of(case)
    wanted = known if persons is None else list(persons)
    if strange := [who for who in wanted if who not in known]:
        raise SchemaError(
            f'persons: "{strange[0]}" wrote no line of the review. Known: {", ".join(known)}.'
        )
    return {who: compare(_by(case, who), reader=reader) for who in wanted}


def with_persons(case: Case, comparison: Comparison) -> Comparison:
    """Add what each person would conclude alone, if two or more decided in ``review.jsonl``.

    Who stands in ``review-NAME.jsonl`` alone is told by ``readings``.
    """
    persons = persons_of(case, readings=False)
    if comparison.draft or len(persons) < 2:
        return comparison
    return replace(comparison, by_person=compare_persons(case, persons, reader=comparison.reader))


def persons_of(case: Case, *, readings: bool = True) -> list[str]:
    """Return who wrote a line, in ``review.jsonl`` first; a text's hash is no decision.

    Without ``readings`` those of ``review.jsonl`` alone.
    """
    logs = [case.review, *(case.readings.values() if readings else ())]
    return list(
        dict.fromkeys(str(who) for log in logs for who in log["who"][log["field"] != _TEXT])
    )


def _in_short(comparison: Comparison) -> str:
    return f"{comparison.summary()} {order_in_words(comparison)}"


def _by(case: Case, who: str) -> Case:
    """Return the case with the lines of one person alone, from wherever they stand."""
    own = [log[log["who"] == who] for log in (case.review, *case.readings.values())]
    if own[0]["field"].isin([_TEXT, *JUDGED]).all():
        settled = case.review[~case.review["field"].isin(JUDGED)]
        own[0] = case.review[case.review.index.isin(settled.index.union(own[0].index))]
    rows = replay_order(
        {str(key): value for key, value in row.items()}
        for log in own
        for row in log.to_dict("records")
    )
    lines = pd.DataFrame(rows, columns=case.review.columns).astype(case.review.dtypes.to_dict())
    return replace(case, review=lines, readings={})
