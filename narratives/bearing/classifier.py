"""The same reader as an estimator: texts without a case, for and against narratives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted  # type: ignore[import-untyped]

from narratives.bearing.beside import read_accounts
from narratives.bearing.odds import judge, odds_of
from narratives.bearing.reviewed import answers_of
from narratives.bearing.surroundings import surroundings_of, weigh
from narratives.bearing.teaching import apply_head, teach_head
from narratives.bearing.terms import find_terms, push_likely, push_of_terms
from narratives.reading import BearingReader, EncoderReader, Passage
from narratives.schema import NO_NARRATIVE, STANCES, UNSURE, SchemaError, require_columns

ANSWERED = ("supports", "disputes", "neither", "stated", "answer", "terms")
"""Columns of what ``rate`` returns."""


class BearingClassifier(BaseEstimator):  # type: ignore[misc]
    """Say of texts whether they support or dispute narratives, or neither.

    Reads with the definitions alone, and gets better with labelled examples: a light head
    learns on the reader's states how it errs on them. A text may be about no narrative,
    one or several.

    Parameters
    ----------
    reader : BearingReader or None
        Who reads; None for the encoder of the package.
    threshold : float from 0 to 1, or None
        Probability from which a bearing is answered, and not "unsure"; None for the one
        that was learned on events held apart.

    Attributes
    ----------
    narratives_ : list of str
        Ids, in the order of the table.
    head_ : Head or None
        What the examples taught.
    accounts_, terms_, reader_
        The narratives as they are read, their terms, and who reads.

    Examples
    --------
    >>> narratives = pd.DataFrame({
    ...     "title": ["Gas leak", "Bomb"], "terms": [("gas leak",), ("bomb",)],
    ...     "statement": ["A leak of gas caused the blast.", "A bomb caused the blast."]},
    ...     index=["gas_leak", "bomb"])
    >>> rated = BearingClassifier().fit(narratives).rate(
    ...     ["Police denied that a bomb caused the blast.", "The bridge is closed for repairs."])
    >>> rated.loc[(0, "bomb"), "answer"], rated.loc[(1, "bomb"), "answer"]
    ('disputes', 'none')
    """

    def __init__(
        self, *, reader: BearingReader | None = None, threshold: float | None = None
    ) -> None:
        self.reader = reader
        self.threshold = threshold

    def fit(
        self, narratives: pd.DataFrame, examples: pd.DataFrame | None = None
    ) -> BearingClassifier:
        """Read the definitions, and learn from examples.

        Parameters
        ----------
        narratives : DataFrame indexed by ``narrative_id``, or with such a column
            ``title``, ``statement`` and ``terms``; examples where there are any.
        examples : DataFrame, optional
            ``text``, ``narrative_id`` (or "none") and ``stance``. Narratives that no line of a
            text names count as neither.

        Returns
        -------
        BearingClassifier
            Itself.

        Raises
        ------
        SchemaError
            If a table lacks columns or holds unknown values, or the threshold is out of range.
        """
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise SchemaError(f"threshold {self.threshold} is not from 0 to 1.")
        table = narratives
        if "narrative_id" in narratives.columns:
            table = narratives.set_index("narrative_id")
        self.accounts_, self.terms_ = read_accounts(table)
        self.narratives_ = [str(name) for name in table.index]
        if not self.narratives_:
            raise SchemaError("narratives is empty. Give one row for each narrative.")
        self.reader_ = EncoderReader() if self.reader is None else self.reader
        self.head_ = None
        if examples is not None and len(examples):
            _check_examples(examples, self.narratives_)
            texts, answers = answers_of(examples, "text", self.narratives_)
            self.head_ = teach_head(
                self.reader_.read([_passage(text) for text in texts], self.accounts_), answers
            )
        return self

    def rate(self, texts: Sequence[str]) -> pd.DataFrame:
        """Rate texts against every narrative.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        DataFrame indexed by ``text`` (its number) and ``narrative_id``
            ``supports``, ``disputes`` and ``neither``, what the reader finds likely, which sum
            to 1; ``stated``, how likely a bearing is stated and not implied; ``answer``, one of
            "supports", "disputes", "unsure", "none"; ``terms`` of the narrative in the text.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        SchemaError
            If texts is one text.
        """
        check_is_fitted(self, "accounts_")
        if isinstance(texts, str):
            raise SchemaError("texts is one text. Put it in a list: rate([text]).")
        words = [str(text) for text in texts]
        index = pd.MultiIndex.from_product(
            [range(len(words)), self.narratives_], names=["text", "narrative_id"]
        )
        reading = self.reader_.read([_passage(text) for text in words], self.accounts_)
        reading = apply_head(self.head_, reading)
        likely = push_likely(reading.likely, push_of_terms(self.terms_, words))
        likely = weigh(likely, None, surroundings_of(self.reader_))
        odds = odds_of(self.reader_)
        if self.threshold is not None:
            least = min(odds.unsure, self.threshold)
            odds = replace(odds, threshold=self.threshold, unsure=least)
        judged = judge(likely, odds)
        answer = np.full(judged.against.shape, NO_NARRATIVE, dtype=object)
        answer[judged.unsure] = UNSURE
        answer[judged.sure] = np.where(judged.against, "disputes", "supports")[judged.sure]
        shares = np.exp(likely).reshape(-1, 3).round(3)
        found = [", ".join(own) for text in words for own in find_terms(self.terms_, text)]
        return pd.DataFrame(
            {
                **{
                    name: shares[:, n] for n, name in enumerate(("supports", "disputes", "neither"))
                },
                "stated": reading.stated.ravel().round(3),
                "answer": answer.ravel(),
                "terms": found,
            },
            index=index,
            columns=list(ANSWERED),
        ).astype({"answer": "str", "terms": "str"})


def _passage(text: str) -> Passage:
    return Passage("", "", text, "", text)


def _check_examples(examples: pd.DataFrame, narratives: Sequence[str]) -> None:
    require_columns(examples, ("text", "narrative_id", "stance"), "examples")
    problems = []
    for number, row in enumerate(examples.to_dict("records")):
        if row["narrative_id"] not in (*narratives, NO_NARRATIVE):
            problems.append(
                f'examples, row {number}: narrative_id "{row["narrative_id"]}" is not among '
                f"{', '.join((*narratives, NO_NARRATIVE))}."
            )
        if row["stance"] not in STANCES:
            problems.append(
                f'examples, row {number}: stance "{row["stance"]}" is not among '
                f"{', '.join(STANCES)}."
            )
    if problems:
        raise SchemaError("\n".join(problems))
