"""An explanation of a bearing: what it holds, and how it is made of readings without each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from narratives.bearing.beside import words_of
from narratives.bearing.odds import judge, made_true, odds_of
from narratives.bearing.rating import stake_moves, within_bounds
from narratives.bearing.statements import ReadStatement
from narratives.bearing.surroundings import surroundings_of, weigh
from narratives.bearing.terms import Terms, find_terms, push_likely, push_of_terms
from narratives.bearing.variants import Variant
from narratives.reading import ANSWERS, BearingReader, Reading
from narratives.schema.arrays import Floats


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


@dataclass(frozen=True)
class LeftOut:
    """A bearing with all words, and with one of them left out each time.

    Attributes
    ----------
    stance : str
    chances : list of float
        The probability of the stance: with all words first.
    pushed : array of shape (n_variants, n_accounts, 3)
        Log-probabilities of ``reading.ANSWERS``, before what stands around the statement counts.
    moved : float
        What the stake of the source adds.
    """

    stance: str
    chances: list[float]
    pushed: Floats
    moved: float

    @property
    def changes(self) -> Floats:
        """How much the probability changes without each word, in hundredths."""
        changes: Floats = np.round(np.array(self.chances[1:]) - self.chances[0], 2)
        return changes


def leave_out(
    told: ReadStatement,
    narrative_id: str,
    column: int,
    variants: Sequence[Variant],
    reading: Reading,
    beside: Floats | None,
    terms: Terms,
    by: BearingReader,
    stakes: pd.DataFrame | None,
) -> LeftOut:
    """Weigh what was read of a statement: first with all words, then with one variant each."""
    odds = odds_of(by)
    said = [words_of(variant.passage) for variant in variants]
    pushed = push_likely(reading.likely, push_of_terms(terms, said))
    around = None if beside is None else np.repeat(beside[None], len(pushed), axis=0)
    likely = weigh(pushed, around, surroundings_of(by))
    against = int(judge(likely[:1], odds).against[0, column])
    moved = stake_moves(stakes, told.source_id, narrative_id, ANSWERS[against])
    chances = made_true(np.exp(likely[:, column, against]), odds) + moved
    return LeftOut(ANSWERS[against], [within_bounds(float(c)) for c in chances], pushed, moved)


def make_explanation(
    found: LeftOut,
    told: ReadStatement,
    narrative_id: str,
    column: int,
    variants: Sequence[Variant],
    terms: Terms,
    by: BearingReader,
    without: Sequence[str],
) -> Explanation:
    """Say what was found when each word was left out."""
    against = ANSWERS.index(found.stance)
    alone = weigh(found.pushed[:1], None, surroundings_of(by))
    by_itself = made_true(np.exp(alone[0, column, against]), odds_of(by)) + found.moved
    table = pd.DataFrame(
        {
            "where": [variant.where for variant in variants[1:]],
            "without": found.chances[1:],
            "change": found.changes,
        },
        index=pd.Index([variant.word for variant in variants[1:]], name="word"),
    )
    return Explanation(
        told.statement_id,
        narrative_id,
        found.stance,
        found.chances[0],
        _read_words(told),
        table.sort_values("change", kind="stable"),
        find_terms(terms, words_of(variants[0].passage))[column],
        tuple(without),
        within_bounds(float(by_itself)),
    )


def _read_words(told: ReadStatement) -> str:
    passage = told.passage
    around = f"{passage.before} {passage.sentence}".strip()
    speaker = " ".join(filter(None, (passage.source, passage.cue)))
    return f"{speaker}: {passage.content}" + (f" — {around}" if around else "")
