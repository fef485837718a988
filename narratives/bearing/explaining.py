"""Why a bearing: the words without which the answer falls most, found when asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
from narratives.bearing.explanation import Explanation, LeftOut, leave_out, make_explanation
from narratives.bearing.rounds import AskedBearing, read_in_rounds
from narratives.bearing.statements import ReadStatement, read_statements
from narratives.bearing.teaching import apply_head
from narratives.bearing.terms import push_likely, push_of_terms
from narratives.bearing.variants import list_variants, switch_off
from narratives.reading import ANSWERS, BearingReader, EncoderReader, join_readings
from narratives.schema import Document, SchemaError

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

    def left_out(one: AskedBearing) -> LeftOut:
        own = apply_head(heads[one.number], join_readings(one.read))
        beside = None if surroundings is None else surroundings[one.number]
        return leave_out(
            told[one.number], names[one.column], one.column, one.variants[: one.tried], own, beside,
            terms, by, stakes,
        )  # fmt: skip

    read_in_rounds(
        rounds, by, lambda one: _is_turned(left_out(one)), few=FEWEST, most_words=MOST_WORDS
    )
    return [
        make_explanation(
            left_out(one), told[one.number], names[one.column], one.column,
            one.variants[: one.tried], terms, by, without,
        )
        for one in rounds
    ]  # fmt: skip


def _is_turned(found: LeftOut) -> bool:
    return bool((found.changes <= -TURNED * found.chances[0]).any())


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
