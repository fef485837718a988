"""The score card: what the text gives on the sources and on the evidence of each account.

Two profiles of six criteria, each from 0 to 3. The levels follow published rubrics. There is
no total: a named source without evidence and a picture that nobody signs are two things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from narratives.schema import CARD, SchemaError, require_columns

COLUMNS = ("profile", "title", "score", "level", "words", "statement_ids", "raised_by", "by")
"""Columns of the score card, which is indexed by narrative_id and criterion."""
UNKNOWN = "unknown"
VERDICTS = ("better", "worse", "same", UNKNOWN)


@dataclass(frozen=True)
class Criterion:
    """One line of the card.

    Parameters
    ----------
    title : str
        The question that the line answers.
    levels : tuple of four str
        What the scores 0, 1, 2 and 3 say.
    asks : str
        What has to be known for a score, where there is none.
    """

    title: str
    levels: tuple[str, str, str, str]
    asks: str


CRITERIA: Mapping[str, Criterion] = {
    "named": Criterion(
        "Who says it?",
        (
            "Nobody is named.",
            "A group or an office is mentioned and not named.",
            "A person or a body is named.",
            "A person or a body is named, in its own words.",
        ),
        "Who says it",
    ),
    "origins": Criterion(
        "How many independent origins?",
        ("No origin is established.", "One origin.", "Two origins.", "Three origins or more."),
        "Where it comes from",
    ),
    "nearness": Criterion(
        "How near to the fact?",
        (
            "It repeats what is being said.",
            "It passes on what another source says.",
            "It has looked into it, with means of its own.",
            "It says that it took part or was there.",
        ),
        "How the source comes to know it",
    ),
    "stake": Criterion(
        "What does the source gain?",
        (
            "Every origin gains if it is believed.",
            "Some origins gain if it is believed.",
            "No origin gains or loses by it.",
            "An origin speaks against its own interest.",
        ),
        "What the source gains or loses if it is believed",
    ),
    "record": Criterion(
        "What is known of its record?",
        (
            "Graded E: it has been unreliable.",
            "Graded D: not usually reliable.",
            "Graded C: fairly reliable.",
            "Graded A or B: usually reliable.",
        ),
        "How often the source was right before",
    ),
    "others": Criterion(
        "Do others confirm or contradict it?",
        (
            "One origin says it, and others dispute it.",
            "One origin says it, and nobody here disputes it.",
            "Several origins say it, and others dispute it.",
            "Several origins say it, and nobody here disputes it.",
        ),
        "What an origin of its own says about it",
    ),
    "kind": Criterion(
        "What kind of evidence?",
        (
            "An assertion, a motive or a precedent.",
            "The statement of an office, or the judgement of an expert.",
            "The word of who says it did it, or of a service with means of its own.",
            "A trace that can be looked at: images, or what the suspects did.",
        ),
        "What it rests on",
    ),
    "shown": Criterion(
        "Is it shown?",
        (
            "It is only said.",
            "A thing is named that could be looked at.",
            "The thing is described, so that one would know it again.",
            "The thing is shown.",
        ),
        "Whether there is a thing to look at",
    ),
    "checkable": Criterion(
        "Can it be checked?",
        (
            "No place, date, number or document is given.",
            "One of place, date, number, document.",
            "Two of them.",
            "Three of them, or all.",
        ),
        "A place, a date, a number or a document",
    ),
    "opposed": Criterion(
        "Does the other side confirm it?",
        (
            "One origin alone reports it.",
            "Several origins, and no opposite interest is known of any.",
            "Several origins, one of which gains nothing by it.",
            "An origin with the opposite interest reports it.",
        ),
        "Who reports it",
    ),
    "firmness": Criterion(
        "How firmly is it said?",
        ("As a hint.", "As possible.", "As likely.", "As certain."),
        "How firmly the source puts it",
    ),
    "separates": Criterion(
        "Does it tell the accounts apart?",
        (
            "It fits all accounts alike.",
            "A little: below 0.5 on a scale to 2.",
            "Somewhat: 0.5 to below 1.",
            "Widely: 1 and above.",
        ),
        "A rating for at least two accounts",
    ),
}
"""The criteria in the order of :data:`narratives.schema.CARD`.

Sources follow the source descriptors that ICD 206 asks for (access, validation, motivation
and bias, expertise) [1]_ and the Admiralty grades of reliability and of confirmation by other
sources [2]_. Evidence follows Schum's kinds (tangible, testimonial at first and second hand,
opinion) [3]_, the checklist of First Draft for what can be verified (provenance, source, date,
location, motivation) [4]_ and Heuer's diagnosticity [5]_.

References
----------
.. [1] Office of the Director of National Intelligence, *Intelligence Community Directive 206:
   Sourcing Requirements for Disseminated Analytic Products*, 2007, revised 2015.
.. [2] NATO, *AJP-2.1: Allied Joint Doctrine for Intelligence Procedures*, 2016.
.. [3] D. A. Schum, *The Evidential Foundations of Probabilistic Reasoning*, 1994.
.. [4] First Draft, *Essential Guide to Verifying Online Information*, 2019.
.. [5] R. J. Heuer, *Psychology of Intelligence Analysis*, ch. 8, 1999.
"""


def profile_of(criterion: str) -> str:
    """Return the profile that a criterion belongs to.

    Examples
    --------
    >>> profile_of("nearness"), profile_of("shown")
    ('sources', 'evidence')
    """
    return next(profile for profile, some in CARD.items() if criterion in some)


def raise_by(criterion: str, score: int | None) -> str:
    """Say what would raise a score by one, or what is missing for one; nothing at 3.

    Examples
    --------
    >>> raise_by("origins", 1), raise_by("record", None), raise_by("shown", 3)
    ('Two origins.', 'To be known: how often the source was right before.', '')
    """
    line = CRITERIA[criterion]
    if score is None:
        return f"To be known: {line.asks[0].lower()}{line.asks[1:]}."
    return line.levels[score + 1] if score < 3 else ""


def compare_cards(card: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Compare two accounts criterion by criterion; nothing is added up.

    Parameters
    ----------
    card : DataFrame
        As :func:`narratives.score_card` returns it.
    first, second : str
        Ids of narratives.

    Returns
    -------
    DataFrame indexed by criterion, columns profile, title, first, second, verdict
        The two scores and whether the first is "better", "worse" or the "same";
        "unknown" where either is unknown.

    Raises
    ------
    SchemaError
        If an account is not on the card.

    Examples
    --------
    >>> rows = [("quake", "named", "sources", "Who says it?", 3),
    ...         ("mine", "named", "sources", "Who says it?", 1)]
    >>> names = ["narrative_id", "criterion", "profile", "title", "score"]
    >>> card = pd.DataFrame(rows, columns=names).astype({"score": "Int64"})
    >>> card = card.set_index(["narrative_id", "criterion"])
    >>> compare_cards(card, "mine", "quake")["verdict"].to_dict()
    {'named': 'worse'}
    """
    require_columns(card, ("profile", "title", "score"), "card")
    known = list(dict.fromkeys(card.index.get_level_values(0)))
    for name in (first, second):
        if name not in known:
            raise SchemaError(
                f'narrative "{name}" is not on the card. Known: {", ".join(map(str, known))}.'
            )
    one, other = card.xs(first), card.xs(second)
    table = pd.DataFrame(one[["profile", "title"]]).copy()
    table["first"], table["second"] = one["score"], other["score"]
    table["verdict"] = [
        UNKNOWN
        if pd.isna(a) or pd.isna(b)
        else VERDICTS[0]
        if a > b
        else VERDICTS[1]
        if a < b
        else VERDICTS[2]
        for a, b in zip(one["score"], other["score"], strict=True)
    ]
    return table
