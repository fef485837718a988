"""What several people decided of the same things: how far they agree, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from narratives.comparison import Tables
from narratives.deciding.alike import alpha_of
from narratives.deciding.checked import ACCEPTED, applied_lines, ordered_span
from narratives.review.order import replay_order
from narratives.schema import HOWS, NO_NARRATIVE, PLACES, ROLES

GIVEN = ("target", "field", "part", "who", "value", "why", "words")
"""Columns of :func:`list_given`: who decided what.

``part`` is the account, with its stance where the field is ``HOW``, or the criterion.
"""
BY_FIELD = ("alpha", "low", "high", "things", "differ", "reason")
"""Columns of ``PersonAgreement.fields``, which is indexed by field."""
DRAWS = 1000
_PLAIN = (
    *("status", *PLACES, "source_id", "source_name"),
    *("kind", "strength", "polarity", "basis", "shown", "copied_from"),
    *("credibility", "relevance", "reliability", "origin"),
)
HOW = "stated or implied"
"""Of bearings with one stance: whether the words state it, or only imply it."""
FIELDS = (*_PLAIN[:10], "bearings", HOW, *_PLAIN[10:13], "rating", *_PLAIN[13:], "card")
"""The fields that are compared, in their order."""
ALPHA_IN_WORDS = (
    "1 where all agree, 0 where they agree as often as by chance; the interval holds 95 of 100 "
    "samples. Agreement is no sign that they are right."
)
"""What alpha and its interval say, for whoever reads a table of them."""


@dataclass(frozen=True)
class PersonAgreement:
    """How far several people decide alike.

    Attributes
    ----------
    persons : tuple of str
        Who decided anything, in the order of the review.
    fields : DataFrame indexed by field, columns ``BY_FIELD``
        Krippendorff's ``alpha`` with the ends of its bootstrap interval, over the ``things`` about
        which two or more people decided: 1 where all agree, 0 where they agree as often as chance
        would have it. NaN, all three, where it cannot be computed or no interval can be given,
        for without one nobody knows what the number is worth: where all that was decided by two
        hangs on one or two targets, and where so little differs that more than 5 of 100 samples
        have no alpha. ``reason`` says why. ``differ`` counts the things on which they differ.
    differences : DataFrame, columns ``GIVEN``
        One row for each person and thing on which people differ; ``words`` are those of the text.
    reason : str
        Why nothing is compared; empty where something is.
    together : str
        The summary by all lines, and the order of the accounts by contradiction.
    summaries : mapping of a person to str
        The same by the lines of this person alone.
    without_effect : mapping of a person to int
        How many of the lines of a person have no effect alone, for they rest on what another
        person decided.

    Examples
    --------
    >>> import narratives as nv
    >>> agreement = agree(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> agreement.persons, list(agreement.fields.index)
    (('first-reader', 'second-reader'), ['rating', 'credibility'])
    """

    persons: tuple[str, ...]
    fields: pd.DataFrame
    differences: pd.DataFrame
    reason: str = ""
    together: str = ""
    summaries: Mapping[str, str] = field(default_factory=dict)
    without_effect: Mapping[str, int] = field(default_factory=dict)


def agree(tables: Tables, *, draws: int = DRAWS, seed: int = 0) -> PersonAgreement:
    """Measure how far the people who decided agree, field by field.

    Parameters
    ----------
    tables : Tables
        A comparison with its review, and the readings of others.
    draws : int
        Bootstrap samples. Whole targets are drawn: what is decided of one hangs together.
    seed : int
        The same seed gives the same intervals.

    Returns
    -------
    PersonAgreement
        Without summaries, which need the case (:func:`narratives.agreement_between`).

    Notes
    -----
    The last word of each person on a thing counts, also where another person decided after it.
    "accept" is a word on source, cue, content, kind, strength and polarity as they stood then.
    Of a bearing the stance towards each account counts, and among those who gave the same stance
    whether they found it stated or implied. Of a span it counts whether a person keeps
    the draft, or corrects it to the same words as another. Grade F, credibility 6, NA and unknown
    are no points of a scale: no alpha sees them, and the list of differences does. Statements and
    items that one person added are no difference, for the others said nothing of them. Agreement
    is no sign that the people are right.

    References
    ----------
    .. [1] K. Krippendorff, *Content Analysis*, 4th ed., 2018, ch. 12.
    """
    given = list_given(tables)
    on_each = given.groupby(["field", "target", "part"], sort=False)["who"].transform("nunique")
    shared = given[on_each > 1]
    persons = tuple(dict.fromkeys(line["who"] for line in _lines(tables)))
    drafted = _drafted(tables)
    rows: list[tuple[Any, ...]] = []
    apart: list[pd.DataFrame] = []
    for name in FIELDS:
        own = shared[shared["field"] == name]
        things = [some for _, some in own.groupby(["target", "part"], sort=False)]
        if not things:
            continue
        differing = [some for some in things if some["value"].nunique() > 1]
        apart += differing
        measured = alpha_of(name, things, drafted, draws, seed)
        rows.append((name, *measured[:3], len(things), len(differing), measured[3]))
    fields = pd.DataFrame(rows, columns=["field", *BY_FIELD]).set_index("field")
    together = pd.concat(apart, ignore_index=True) if apart else given.iloc[:0]
    return PersonAgreement(persons, fields, together, _reason(persons, fields))


def list_given(tables: Tables) -> pd.DataFrame:
    """List what each person decided last, one row for each person and thing.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame with columns ``GIVEN``
        Values as text. A line without an effect is left out.

    Examples
    --------
    >>> import narratives as nv
    >>> given = list_given(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> given[given["field"] == "credibility"]["who"].value_counts().to_dict()
    {'first-reader': 12, 'second-reader': 2}
    """
    accounts = [str(name) for name in tables.narratives.index]
    drafted = _drafted(tables)
    stands: dict[tuple[str, str], str] = {}
    given: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    for line in _lines(tables):
        target, name, who, why = (str(line[key]) for key in ("target", "field", "who", "why"))
        for key, part, value in _values(name, line["value"], accounts):
            if key in PLACES:
                value = ordered_span(value)
            stands[target, key] = value
            given[target, key, part, who] = value, why
        if name == "merge" or name in ROLES:
            given[target, "status", "", who] = "merge" if name == "merge" else "accept", why
        if (name, line["value"]) == ("status", "accept"):
            for key in ACCEPTED:
                value = stands.get((target, key), drafted.get((target, key), ""))
                before = given.get((target, key, "", who), ("", ""))
                if value and before[0] != value:
                    given[target, key, "", who] = value, why
    words = _words(tables)
    rows = [
        (target, key, part, who, value, why, words.get(target, ""))
        for (target, key, part, who), (value, why) in given.items()
    ]
    return pd.DataFrame(rows, columns=list(GIVEN), dtype="str")


def _lines(tables: Tables) -> list[dict[str, Any]]:
    lines = applied_lines(tables)
    for reading in tables.readings.values():
        lines += applied_lines(reading)
    return replay_order(lines)


def _values(name: str, value: str, accounts: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return field, part and value of each thing that a line decides."""
    if name == "bearings":
        told = json.loads(value)
        stances = {each["narrative"]: each["stance"] for each in told}
        found = [(name, account, stances.get(account, NO_NARRATIVE)) for account in accounts]
        return found + [
            (HOW, f"{each['narrative']} {each['stance']}", each.get("how", HOWS[0]))
            for each in told
        ]
    if name in ("rating", "card"):
        told = json.loads(value)
        return [(name, key, "unknown" if v is None else str(v)) for key, v in told.items()]
    if name == "item":
        return [(key, "", str(json.loads(value)[key])) for key in ("basis", "shown")]
    return [(name, "", value)] if name in _PLAIN else []


def _drafted(tables: Tables) -> dict[tuple[str, str], str]:
    """Return what the machine had of each statement, by its id and the field."""
    columns = [name for name in (*ACCEPTED, "chain") if name in tables.drafted_statements]
    return {
        (str(target), name): ordered_span(str(value)) if name in PLACES else str(value)
        for name in columns
        for target, value in tables.drafted_statements[name].items()
    }


def _words(tables: Tables) -> dict[str, str]:
    """Return the words of each thing that can be decided: of the text, or its name."""
    found = {d.document_id: d.title for d in tables.documents}
    for table, column in (
        (tables.narratives, "title"),
        (tables.sources, "name"),
        (tables.items, "label"),
        (tables.drafted_statements, "content_text"),
        (tables.statements, "content_text"),
    ):
        found |= {str(key): str(value) for key, value in table[column].items()}
    return found


def _reason(persons: Sequence[str], fields: pd.DataFrame) -> str:
    if not persons:
        return "No person has decided anything here."
    if len(persons) == 1:
        return (
            f"Only {persons[0]} has decided anything here. Agreement takes two people: let another "
            "decide under a name of their own, in review.jsonl or in review-NAME.jsonl."
        )
    if fields.empty:
        return (
            f"{', '.join(persons[:-1])} and {persons[-1]} have decided different things: no two of "
            "them set the same field of the same statement, item or source, so there is nothing "
            "to compare yet."
        )
    return ""
