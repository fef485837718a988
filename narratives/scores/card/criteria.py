"""The score card: what the text gives on the sources and on the evidence of each account.

Two profiles of six criteria, each from 0 to 3. The levels follow published rubrics, and
``docs/score_card.md`` prints them for who reads by them. There is no total: a named source
without evidence and a picture that nobody signs are two things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.schema import CARD

COLUMNS = ("profile", "title", "score", "level", "words", "statement_ids", "raised_by", "by")
"""Columns of the score card, which is indexed by narrative_id and criterion."""
UNKNOWN = "unknown"
RULE = (
    "A score is the best of what the texts say for an account: that it is so, that it may be "
    "so, or what speaks for it. It is unknown, and never 0, where nobody says anything for the "
    "account or the texts do not tell."
)
"""How every criterion is read."""


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
    note : str
        What decides between two levels, or against a score.
    short : tuple of four str
        The levels in a word or two, for a narrow column.
    """

    title: str
    levels: tuple[str, str, str, str]
    asks: str
    note: str
    short: tuple[str, str, str, str]


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
        "A body is named if one can tell which: the police of a town, not “officials”. Own "
        "words are a quoted sentence or clause, not a word or two. Who tells a precedent or "
        "anything else that speaks for it counts as well.",
        ("nobody", "group, unnamed", "named", "own words"),
    ),
    "origins": Criterion(
        "How many independent origins?",
        ("No origin is established.", "One origin.", "Two origins.", "Three origins or more."),
        "Where it comes from",
        "Who has it from another, or speaks for the same state or body, is no second origin. "
        "Who calls it possible is one.",
        ("none known", "one", "two", "three or more"),
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
        "Of the source, not of the paper that prints it. Who guesses, or does not say how it "
        "knows, is unknown.",
        ("repeated", "passed on", "looked into", "was there"),
    ),
    "stake": Criterion(
        "What does the source gain?",
        (
            "Every origin gains if it is believed.",
            "Some origins gain if it is believed.",
            "It is told that no origin gains or loses by it.",
            "An origin speaks against its own interest.",
        ),
        "What the source gains or loses if it is believed",
        "As the texts or case.yaml tell it: silence is unknown. Who claims a deed gains by "
        "it; who confesses one speaks against its own interest.",
        ("all gain", "some gain", "none gains", "own loss"),
    ),
    "record": Criterion(
        "What is known of its record?",
        (
            "Only mistakes or untruths are told (grade E).",
            "More often wrong than right (grade D).",
            "More often right than wrong (grade C).",
            "Right, with few mistakes or none (grade A or B).",
        ),
        "How often the source was right before",
        "As the text tells it, or as a person graded the source. An office or a title is no "
        "record.",
        ("only wrong", "mostly wrong", "mostly right", "right"),
    ),
    "others": Criterion(
        "Do others confirm or contradict it?",
        (
            "One origin, and others dispute it.",
            "One origin, and nobody here disputes it.",
            "Several origins, and others dispute it.",
            "Several origins, and nobody here disputes it.",
        ),
        "What an origin of its own says about it",
        "To dispute is to say that it is not so, be it of oneself alone, or what speaks "
        "against it. Who only puts forward another account does not.",
        ("one, disputed", "one alone", "several, disputed", "several agree"),
    ),
    "kind": Criterion(
        "What kind of evidence?",
        (
            "An assertion, a motive or a precedent.",
            "The statement of an office, or the judgement of an expert.",
            "The word of who says it did it, or of a service with means of its own.",
            "A trace: images, or what the suspects did or set out to do.",
        ),
        "What it rests on",
        "What it would be, if it is so; whether it is shown is the next line. A thing found "
        "there, and what somebody saw or heard there, are traces. An office that tells what it "
        "measured or found out is such a service. A threat or a wish is a motive; a plan to do "
        "it is a trace.",
        ("claim, motive", "office, expert", "doer, service", "trace"),
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
        "By the text: printed, linked or played. A thing is an image, a paper or an object. A "
        "number is only said; a question names nothing.",
        ("only said", "named", "described", "shown"),
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
        "In the words of one statement, the one that gives most. A country is a place; “at "
        "the time” is no date.",
        ("no detail", "one detail", "two details", "three or more"),
    ),
    "opposed": Criterion(
        "Does the other side confirm it?",
        (
            "One origin alone reports each thing.",
            "Several origins report the same thing.",
            "Several, and one is told to gain nothing by it.",
            "An origin with the opposite interest reports it.",
        ),
        "Who reports it",
        "It is one thing that is reported, not the account. Where no interest is told, none "
        "is known: that is not 2.",
        ("one origin", "several", "one gains nothing", "other side"),
    ),
    "firmness": Criterion(
        "How firmly is it said?",
        ("As a hint.", "As possible.", "As likely.", "As certain."),
        "How firmly the source puts it",
        "Of the firmest source that says it is or may be so, as the text words it; what only "
        "speaks for it does not count, and who supports a hint hints. Plain “said” and a "
        "claimed deed are certain; a question and the article's own words are no source's. "
        "Where things only speak for it and nobody says it, it is unknown.",
        ("hint", "possible", "likely", "certain"),
    ),
    "separates": Criterion(
        "Does it tell the accounts apart?",
        (
            "It fits all accounts alike.",
            "It fits one a little better (spread below 0.5).",
            "It fits one clearly better (spread 0.5 to below 1).",
            "It fits one well and speaks against others (spread 1 or more).",
        ),
        "A rating for at least two accounts",
        "Of the item that tells most. Spread: the standard deviation of its ratings, CC +2 to "
        "II −2. Of three accounts, C N N is 0.47, C I I 0.94, CC I I 1.41.",
        ("not at all", "a little", "clearly", "strongly"),
    ),
}
"""The criteria in the order of :data:`narratives.schema.CARD`.

Sources follow the source descriptors that ICD 206 asks for (access, validation, motivation
and bias, expertise) [1]_ and the Admiralty grades of reliability and of confirmation by other
sources [2]_. Evidence follows Schum's kinds (tangible, testimonial at first and second hand,
opinion) [3]_, the checklist of First Draft for what can be verified (provenance, source, date,
location, motivation) [4]_ and Heuer's diagnosticity [5]_. Readers found where the words left a
choice (``benchmarks/card.py``); ``note`` decides it.

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
