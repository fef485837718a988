"""Every field of the review with its values and an example: for README, ``--help`` and sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from narratives.schema import (
    BASES,
    CARD,
    CARD_SCORES,
    CREDIBILITIES,
    HOWS,
    KINDS,
    NARRATOR,
    NO_NARRATIVE,
    POLARITIES,
    RATINGS,
    RELEVANCES,
    RELIABILITIES,
    SHOWN,
    STANCES,
    STRENGTHS,
    UNNAMED,
)

STATEMENT, DOCUMENT, ITEM, SOURCE, ACCOUNT = (
    "a statement",
    "a document",
    "an item",
    "a source",
    "an account",
)


@dataclass(frozen=True)
class FieldGuide:
    """One field of a line of review.

    Parameters
    ----------
    about : str
        What it is a field of: a statement, a document, an item, a source or an account.
    field : str
    says : str
        What is decided.
    values : str
        What is allowed.
    target, value : str
        An example, as a person writes it.
    """

    about: str
    field: str
    says: str
    values: str
    target: str
    value: str


def _listed(words: Iterable[object]) -> str:
    return ", ".join(map(str, words))


_PLACE = "words of the text, or start-end; several pieces joined by … or ;"
_PLACE_OR_NONE = f"{_PLACE}, or none"
_S, _T, _I = "flood:39-104", "flood:123-154", "item:flood:39-104"

GUIDE: tuple[FieldGuide, ...] = (
    FieldGuide(
        STATEMENT,
        "status",
        "whether it is one, and is read rightly",
        _listed(("accept", "reject")),
        _S,
        "accept",
    ),
    FieldGuide(STATEMENT, "source", "the words of who says it", _PLACE_OR_NONE, _S, "the mayor"),
    FieldGuide(STATEMENT, "cue", "the words that attribute", _PLACE_OR_NONE, _S, "said"),
    FieldGuide(STATEMENT, "content", "the words attributed", _PLACE, _S, "it was never repaired"),
    FieldGuide(STATEMENT, "kind", "how it is given", _listed(KINDS), _S, "indirect"),
    FieldGuide(
        STATEMENT, "strength", "how firmly the source puts it", _listed(STRENGTHS), _S, "likely"
    ),
    FieldGuide(STATEMENT, "polarity", "asserted or not", _listed(POLARITIES), _S, "denies"),
    FieldGuide(
        STATEMENT,
        "source_id",
        "who is meant",
        f"an id of the register, {NARRATOR}, {UNNAMED}",
        _S,
        "mayor",
    ),
    FieldGuide(
        STATEMENT,
        "source_name",
        "who is meant, where the register has nobody",
        "a name",
        _S,
        "the lock keeper",
    ),
    FieldGuide(STATEMENT, "chain", "through whom it came", _PLACE_OR_NONE, _S, "160-172"),
    FieldGuide(
        STATEMENT, "merge", "the same as another, which stays", "the other statement", _T, _S
    ),
    FieldGuide(STATEMENT, "basis", "what it rests on", _listed(BASES), _S, "images"),
    FieldGuide(STATEMENT, "shown", "whether the text shows it", _listed(SHOWN), _S, "named"),
    FieldGuide(
        STATEMENT,
        "bearings",
        "for or against which accounts",
        f"account, {' or '.join(s for s in STANCES if s != 'neutral')}, {' or '.join(HOWS)}; "
        f"several joined by ; or {NO_NARRATIVE}",
        _S,
        "neglect supports stated; sabotage disputes implied",
    ),
    FieldGuide(
        DOCUMENT,
        "statement",
        "a statement that was missed",
        "JSON: content, source or source_id or source_name; cue, kind, strength, "
        "strength_words, polarity, chain, inferred, bearings where they are known",
        "flood",
        '{"content": "sabotage", "source": "The ministry", "cue": "hinted at"}',
    ),
    FieldGuide(
        DOCUMENT, "sha256", "which text was read", "64 hexadecimal digits", "flood", "0" * 64
    ),
    FieldGuide(
        DOCUMENT,
        "copied_from",
        "from which other text its words are",
        f"an id of another text, or {NO_NARRATIVE}",
        "flood",
        "agency",
    ),
    FieldGuide(
        ITEM,
        "item",
        "what could be so, and who reports it",
        "JSON: label, basis and shown as of a statement, statements; holds where one denies it",
        "cracks",
        '{"label": "The dam had cracks", "basis": "images", "shown": "named", '
        '"statements": ["flood:39-104"]}',
    ),
    FieldGuide(
        ITEM,
        "rating",
        "how it fits each account",
        f"account and {_listed([*RATINGS][::-1])} or NA; several joined by ;",
        _I,
        "neglect CC; sabotage I",
    ),
    FieldGuide(
        ITEM, "credibility", "how credible it is; 6 is unknown", _listed(CREDIBILITIES), _I, "2"
    ),
    FieldGuide(ITEM, "relevance", "how much hangs on it", _listed(RELEVANCES), _I, "high"),
    FieldGuide(ITEM, "status", "whether it counts", _listed(("accept", "reject")), _I, "reject"),
    FieldGuide(
        SOURCE,
        "reliability",
        "how reliable it is; F cannot be judged",
        _listed(RELIABILITIES),
        "mayor",
        "C",
    ),
    FieldGuide(
        SOURCE,
        "origin",
        "on whose word it rests",
        "an id of an origin of the case",
        "mayor",
        "town",
    ),
    FieldGuide(
        ACCOUNT,
        "card",
        "scores of the score card; docs/score_card.md has their levels",
        f"criterion and {_listed(CARD_SCORES)} or unknown, several joined by ; of these criteria: "
        f"{_listed(name for some in CARD.values() for name in some)}",
        "neglect",
        "nearness 2; record unknown",
    ),
)
"""In the order of a review: statements, documents, items, sources, accounts."""

TARGETS = {
    STATEMENT: "DOCUMENT:START-END",
    DOCUMENT: "its id in documents.yaml",
    ITEM: "item:DOCUMENT:START-END, or an id of your own",
    SOURCE: "its id in case.yaml",
    ACCOUNT: "its id in case.yaml",
}


def guide_in_markdown() -> str:
    """Write the fields as a table, for the README.

    Examples
    --------
    >>> guide_in_markdown().splitlines()[2]
    '| a statement | `status` | whether it is one, and is read rightly: accept, reject | `accept` |'
    """
    rows = [
        f"| {one.about} | `{one.field}` | {one.says}: {one.values} | `{_short(one.value)}` |"
        for one in GUIDE
    ]
    head = ["| target | field | what it decides, and its values | example |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def guide_in_words(width: int = 78) -> str:
    """Write the fields as lines, for ``--help``.

    Parameters
    ----------
    width : int
        Letters of a line; examples are not broken, so that they can be copied.

    Examples
    --------
    >>> print(guide_in_words().partition("  source:")[0])
    A statement (DOCUMENT:START-END):
      status: whether it is one, and is read rightly. accept, reject.
        flood:39-104 status accept
    <BLANKLINE>
    """
    told = []
    about = ""
    for one in GUIDE:
        if one.about != about:
            about = one.about
            told.append(f"{about.capitalize()} ({TARGETS[about]}):")
        sentence = f"{one.field}: {one.says}. {one.values}."
        told += wrap(sentence, width, initial_indent="  ", subsequent_indent="  ")
        told.append(f"    {one.target} {one.field} {quoted(_short(one.value))}")
    return "\n".join(told)


def quoted(value: str) -> str:
    r"""Quote a value for a shell, where it needs it.

    Examples
    --------
    >>> quoted("accept"), quoted("leak CC; storm I"), quoted("it's")
    ('accept', "'leak CC; storm I'", "'it'\\''s'")
    """
    if value and all(letter.isalnum() or letter in "-_:." for letter in value):
        return value
    return "'" + value.replace("'", "'\\''") + "'"


def _short(value: str) -> str:
    return value if len(set(value)) > 1 or len(value) < 9 else f"{value[:4]}…"
