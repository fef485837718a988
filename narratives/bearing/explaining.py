"""Why a bearing: the words without which the answer falls most, found when asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from narratives.bearing.odds import judge, odds_of
from narratives.bearing.pointing import REACH, find_pointer
from narratives.bearing.rating import read_accounts, read_in_context
from narratives.bearing.terms import find_terms, push_likely, push_of_terms
from narratives.bearing.told import Told, read_told
from narratives.reading import (
    ANSWERS,
    Account,
    BearingReader,
    EncoderReader,
    Passage,
    Reading,
)
from narratives.schema import Document, SchemaError

MOST = 40
"""Words that are left out in turn; of a longer statement the first ones."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = frozenset(
    ("a", "an", "the", "of", "in", "on", "at", "to", "and", "or", "by", "for", "that")
)


@dataclass(frozen=True)
class Explanation:
    """Why a statement was read for or against an account.

    Attributes
    ----------
    statement_id, narrative_id, stance : str
    probability : float
        With all words but those that were switched off.
    read : str
        What was read: who says what, and the sentences around it.
    words : DataFrame indexed by ``word``
        ``where`` ("statement" or "account"), ``without`` (the probability of the same stance
        when the word is left out) and ``change``; what falls most comes first.
    terms : tuple of str
        Terms of the account that the statement uses.
    switched_off : tuple of str
    """

    statement_id: str
    narrative_id: str
    stance: str
    probability: float
    read: str
    words: pd.DataFrame
    terms: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()


def explain_bearing(
    statements: pd.DataFrame,
    narratives: pd.DataFrame,
    statement_id: str,
    narrative_id: str,
    documents: Iterable[Document] | None = None,
    sources: pd.DataFrame | None = None,
    *,
    without: Sequence[str] = (),
    reader: BearingReader | None = None,
) -> Explanation:
    """Find the words of a statement and an account that decided a bearing.

    Each word is left out in turn, wherever it stands, and the statement is read again: at
    most ``MOST`` times. Where it points back, what stands before it is read once besides. The
    reader's own opinion is explained, before a person's decisions and stakes move it.

    Parameters
    ----------
    statements, narratives, documents, sources
        As for ``rate_bearings``.
    statement_id, narrative_id : str
        Which bearing.
    without : sequence of str
        Words that are switched off before anything is read.
    reader : BearingReader, optional

    Returns
    -------
    Explanation

    Raises
    ------
    SchemaError
        If there is no such statement or narrative, the statement is in a language that is
        not read, or ``without`` is one word.

    Examples
    --------
    >>> statements = pd.DataFrame({
    ...     "document_id": ["a"], "source": ["0-6"], "cue": ["7-13"], "content": ["14-41"],
    ...     "source_text": ["Police"], "cue_text": ["denied"],
    ...     "content_text": ["that a gas leak was to blame"]}, index=["a:14-41"])
    >>> narratives = pd.DataFrame({"title": ["Gas leak"], "terms": [()],
    ...     "statement": ["A leak of gas caused the blast."]}, index=["gas_leak"])
    >>> why = explain_bearing(statements, narratives, "a:14-41", "gas_leak")
    >>> why.stance, "denied" in why.words.index
    ('disputes', True)
    """
    if isinstance(without, str):
        raise SchemaError(f'without is one word. Put it in a list: ["{without}"].')
    if statement_id not in statements.index:
        raise SchemaError(f'statement_id "{statement_id}" is not in statements.')
    names = [str(name) for name in narratives.index]
    if narrative_id not in names:
        raise SchemaError(
            f'narrative_id "{narrative_id}" is not in narratives. Known: {", ".join(names)}.'
        )
    accounts, terms = read_accounts(narratives)
    by = EncoderReader() if reader is None else reader
    told = read_told(statements, documents, sources)
    here = next(each for each in told if each.statement_id == statement_id)
    if not here.is_read:
        language = here.language or "language unknown"
        raise SchemaError(f'statement_id "{statement_id}" was not read ({language}).')
    if find_pointer(here.passage.content) is not None:
        _, placed, _ = read_in_context([*_before(here, told), here], accounts, by, terms)
        here = placed[-1]
    column = names.index(narrative_id)
    base = _left_out((here.passage, tuple(accounts)), without, column)
    words = [*dict.fromkeys(_words(base[0], base[1][column]))][:MOST]
    variants = [base, *(_left_out(base, [word], column) for word, _ in words)]
    likely = _read(by, variants)
    said = [f"{passage.cue} {passage.content}" for passage, _ in variants]
    shifted = push_likely(likely, push_of_terms(terms, said))
    odds = odds_of(by)
    judged = judge(shifted, odds)
    stance = int(judged.against[0, column])
    own = [
        float(row.probability[0, column]) if int(row.against[0, column]) == stance else 0.0
        for row in (judge(shifted[n : n + 1], odds) for n in range(len(variants)))
    ]
    table = pd.DataFrame(
        {
            "where": [where for _, where in words],
            "without": np.round(own[1:], 2),
            "change": np.round(np.array(own[1:]) - own[0], 2),
        },
        index=pd.Index([word for word, _ in words], name="word"),
    )
    return Explanation(
        statement_id,
        narrative_id,
        ANSWERS[stance],
        round(own[0], 2),
        _read_words(here),
        table.sort_values("change", kind="stable"),
        find_terms(terms, said[0])[column],
        tuple(without),
    )


def _before(here: Told, told: Sequence[Told]) -> list[Told]:
    """Return the statements that pointing words of one can mean."""
    return [
        each
        for each in told
        if each.is_read
        and each.document_id == here.document_id
        and here.start - REACH <= each.end <= here.start
        and each is not here
    ]


def _read(
    reader: BearingReader, variants: Sequence[tuple[Passage, tuple[Account, ...]]]
) -> np.ndarray:
    """Read variants; those that share the accounts are read at once."""
    found: dict[int, np.ndarray] = {}
    groups: dict[tuple[Account, ...], list[int]] = {}
    for number, (_, accounts) in enumerate(variants):
        groups.setdefault(accounts, []).append(number)
    for accounts, numbers in groups.items():
        reading: Reading = reader.read([variants[n][0] for n in numbers], accounts)
        for place, number in enumerate(numbers):
            found[number] = reading.likely[place]
    return np.stack([found[n] for n in range(len(variants))])


def _words(passage: Passage, account: Account) -> list[tuple[str, str]]:
    """Return the words that are worth leaving out, in the order in which they are read."""
    said = f"{passage.cue} {passage.content}"
    found = [(m[0], "statement") for m in _WORD.finditer(said)]
    found += [(m[0], "account") for m in _WORD.finditer(account.statement)]
    seen: dict[str, tuple[str, str]] = {}
    for word, where in found:
        if word.lower() not in _SMALL:
            seen.setdefault(word.lower(), (word, where))
    return list(seen.values())


def _left_out(
    pair: tuple[Passage, tuple[Account, ...]], words: Sequence[str], column: int
) -> tuple[Passage, tuple[Account, ...]]:
    """Return a passage and accounts without some words, in the statement and in one account."""
    if not words:
        return pair
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)\s*", re.IGNORECASE)
    passage, accounts = pair

    def cut(text: str) -> str:
        return pattern.sub("", text).strip()

    passage = replace(
        passage,
        cue=cut(passage.cue),
        content=cut(passage.content),
        sentence=cut(passage.sentence),
    )
    own = replace(accounts[column], statement=cut(accounts[column].statement))
    return passage, (*accounts[:column], own, *accounts[column + 1 :])


def _read_words(told: Told) -> str:
    passage = told.passage
    around = f"{passage.before} {passage.sentence}".strip()
    speaker = " ".join(filter(None, (passage.source, passage.cue)))
    return f"{speaker}: {passage.content}" + (f" — {around}" if around else "")
