"""Why a bearing: the words without which the answer falls most, found when asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from narratives.bearing.beside import (
    decided_among,
    heads_for,
    look_around,
    read_accounts,
    read_in_context,
    told_beforehand,
    words_of,
)
from narratives.bearing.odds import judge, made_true, odds_of
from narratives.bearing.rating import stake_moves, within_bounds
from narratives.bearing.rounds import AskedBearing, read_in_rounds
from narratives.bearing.statements import ReadStatement, read_statements
from narratives.bearing.surroundings import surroundings_of, weigh
from narratives.bearing.teaching import apply_head
from narratives.bearing.terms import Terms, find_terms, push_likely, push_of_terms
from narratives.bearing.variants import Variant, list_variants, switch_off
from narratives.reading import ANSWERS, BearingReader, EncoderReader, Reading, join_readings
from narratives.schema import Document, SchemaError
from narratives.schema.arrays import Floats

MOST = 40
"""Words that are left out in turn of one bearing."""
MOST_OF_MANY = 12
"""The same where several bearings are explained in one pass."""
MOST_WORDS = 6_500
"""Words that are read in one pass: with many bearings, or long accounts, fewer are left out."""
FEWEST = 2
"""Words of each bearing that are left out, however much there is to read."""
TURNED = 0.3
"""Share of a probability that one word takes away, from which no others are looked for."""


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
        ``where`` ("statement", "account" or "example"), ``without`` (the probability of the
        same stance when the word, or the example, is left out) and ``change``; what falls most
        comes first.
    terms : tuple of str
        Terms of the account that the statement uses.
    switched_off : tuple of str
    by_itself : float
        The probability of the same stance if nothing stood around the statement.
    """

    statement_id: str
    narrative_id: str
    stance: str
    probability: float
    read: str
    words: pd.DataFrame
    terms: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
    by_itself: float = float("nan")

    def deciding(self, most: int = 5) -> pd.DataFrame:
        """Return the words that count most: without each of them the answer falls.

        Parameters
        ----------
        most : int

        Returns
        -------
        DataFrame indexed by ``word``
            The first rows of ``words``; empty where no single word lowers the probability.
        """
        return self.words[self.words["change"] < 0].head(most)


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
    (found,) = explain_bearings(
        statements, narratives, [(statement_id, narrative_id)], documents, sources,
        most=MOST, without=without, reader=reader,
    )  # fmt: skip
    return found


def explain_bearings(
    statements: pd.DataFrame,
    narratives: pd.DataFrame,
    wanted: Sequence[tuple[str, str]],
    documents: Iterable[Document] | None = None,
    sources: pd.DataFrame | None = None,
    stakes: pd.DataFrame | None = None,
    examples: pd.DataFrame | None = None,
    *,
    most: int = MOST_OF_MANY,
    without: Sequence[str] = (),
    reader: BearingReader | None = None,
) -> list[Explanation]:
    """Explain several bearings in one pass, within a bound on what is read.

    One word of each bearing after the other is left out, those likely to have decided first
    (:func:`~narratives.bearing.promising.rank_words`): up to ``FEWEST``, and more, up to ``most``,
    as long as the pass reads no more than ``MOST_WORDS`` words. Where a word took ``TURNED`` of the
    probability away, what decided is found, and no other is looked for. With the stakes and
    examples that ``rate_bearings`` was given, the probabilities are those of its table.

    Parameters
    ----------
    statements, narratives, documents, sources, stakes, examples
        As for ``rate_bearings``.
    wanted : sequence of (statement_id, narrative_id)
    most : int
    without : sequence of str
        Words that are switched off before anything is read.
    reader : BearingReader, optional

    Returns
    -------
    list of Explanation
        In the order of ``wanted``.

    Raises
    ------
    SchemaError
        If there is no such statement or narrative, a statement is in a language that is
        not read, or ``without`` is one word.
    """
    if isinstance(without, str):
        raise SchemaError(f'without is one word. Put it in a list: ["{without}"].')
    accounts, terms = read_accounts(narratives)
    names = [str(name) for name in narratives.index]
    everything = read_statements(statements, documents, sources)
    _check(wanted, everything, names)
    if not wanted:
        return []
    by = EncoderReader() if reader is None else reader
    asked = {statement_id for statement_id, _ in wanted}
    decided = set() if examples is None else set(examples["statement_id"].astype(str))
    around = told_beforehand(everything, asked, decided)
    reading, told, _ = read_in_context(around, accounts, by, terms)
    # What is asked for is read with its variants, and not before.
    read_already = {each.statement_id for each in told}
    told += [e for e in everything if e.statement_id in asked - read_already]
    place = {each.statement_id: number for number, each in enumerate(told)}
    read_first = np.zeros((len(told), len(accounts), len(ANSWERS)))
    read_first[: len(around)] = reading.likely
    pushed = push_likely(read_first, push_of_terms(terms, [words_of(e.passage) for e in told]))
    answers = dict(zip(*decided_among(told, names, examples), strict=True))
    surroundings = look_around(pushed, told, answers, by)
    taught = heads_for(reading, told, names, examples, asked)
    heads = {n: head for some, head, _ in taught for n in some}
    rounds = []
    for statement_id, narrative_id in wanted:
        number, column = place[statement_id], names.index(narrative_id)
        base = switch_off((told[number].passage, tuple(accounts)), without, column)
        rounds.append(AskedBearing(number, column, list_variants(base, column, most)))

    def explain(one: AskedBearing) -> Explanation:
        own = apply_head(heads[one.number], join_readings(one.read))
        beside = None if surroundings is None else surroundings[one.number]
        return _explanation(
            told[one.number], names[one.column], one.column, one.variants[: one.tried], own, beside,
            terms, by, stakes, without,
        )  # fmt: skip

    read_in_rounds(
        rounds, by, lambda one: _is_turned(explain(one)), few=FEWEST, most_words=MOST_WORDS
    )
    return [explain(one) for one in rounds]


def _is_turned(found: Explanation) -> bool:
    return bool((found.words["change"] <= -TURNED * found.probability).any())


def _explanation(
    told: ReadStatement,
    narrative_id: str,
    column: int,
    variants: Sequence[Variant],
    reading: Reading,
    beside: Floats | None,
    terms: Terms,
    by: BearingReader,
    stakes: pd.DataFrame | None,
    without: Sequence[str],
) -> Explanation:
    said = [words_of(variant.passage) for variant in variants]
    odds, surroundings = odds_of(by), surroundings_of(by)
    pushed = push_likely(reading.likely, push_of_terms(terms, said))
    around = None if beside is None else np.repeat(beside[None], len(pushed), axis=0)
    likely = weigh(pushed, around, surroundings)
    alone = weigh(pushed[:1], None, surroundings)
    against = bool(judge(likely[:1], odds).against[0, column])
    stance = ANSWERS[int(against)]
    moved = stake_moves(stakes, told.source_id, narrative_id, stance)
    chances = made_true(np.exp(likely[:, column, int(against)]), odds) + moved
    own = [within_bounds(float(chance)) for chance in chances]
    by_itself = made_true(np.exp(alone[0, column, int(against)]), odds) + moved
    table = pd.DataFrame(
        {
            "where": [variant.where for variant in variants[1:]],
            "without": own[1:],
            "change": np.round(np.array(own[1:]) - own[0], 2),
        },
        index=pd.Index([variant.word for variant in variants[1:]], name="word"),
    )
    return Explanation(
        told.statement_id,
        narrative_id,
        stance,
        own[0],
        _read_words(told),
        table.sort_values("change", kind="stable"),
        find_terms(terms, said[0])[column],
        tuple(without),
        within_bounds(float(by_itself)),
    )


def _check(
    wanted: Sequence[tuple[str, str]], told: Sequence[ReadStatement], names: Sequence[str]
) -> None:
    known = {each.statement_id: each for each in told}
    for statement_id, narrative_id in wanted:
        if statement_id not in known:
            raise SchemaError(f'statement_id "{statement_id}" is not in statements.')
        if narrative_id not in names:
            raise SchemaError(
                f'narrative_id "{narrative_id}" is not in narratives. Known: {", ".join(names)}.'
            )
        if not known[statement_id].is_read:
            language = known[statement_id].language or "language unknown"
            raise SchemaError(f'statement_id "{statement_id}" was not read ({language}).')


def _read_words(told: ReadStatement) -> str:
    passage = told.passage
    around = f"{passage.before} {passage.sentence}".strip()
    speaker = " ".join(filter(None, (passage.source, passage.cue)))
    return f"{speaker}: {passage.content}" + (f" — {around}" if around else "")
