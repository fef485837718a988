"""The estimator: which narratives a text is about, for or against, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted  # type: ignore[import-untyped]

from narratives.bearing.definitions import Definitions, find_terms, read_definitions
from narratives.bearing.features import (
    Pairs,
    pair_features,
    read_definition,
    relevance_features,
)
from narratives.bearing.learning import (
    Taught,
    add_phrases,
    check_examples,
    taught_logits,
    teach_relevance,
    teach_stance,
)
from narratives.bearing.profiles import rarity
from narratives.bearing.topics import compare_topics, read_topics
from narratives.bearing.weights import (
    expit,
    kinds_of,
    pushing_words,
    read_weights,
    relevance_logits,
    shipped_weights,
    softmax,
    stance_logits,
)
from narratives.bearing.words import clean, words_of
from narratives.schema import NO_NARRATIVE, STANCES, SchemaError

Floats = NDArray[np.float64]

NOT_CLEAR = "not clear"
"""The answer where no other is sure enough."""
ANSWERS = (*STANCES, NO_NARRATIVE, NOT_CLEAR)
RATED = ("relevance", "supports", "disputes", "neutral", "answer", "why")
"""Columns of what ``rate`` returns."""
TERM = 3.5
NAME = 0.7
"""What a term of the analyst adds to the log-odds of relevance: a phrase, a bare name."""
FADING = 1.2
GAIN = 1.8
"""How far a definition fades as examples are learned, and how much these count."""
ENCODED = 4.0
"""How much the similarity that a sentence encoder sees counts."""
_SHOWN = 0.2


class Encoder(Protocol):
    """Whatever turns texts into vectors of length 1; see ``load_encoder``."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return an array of shape (n_texts, n_dimensions)."""


class BearingClassifier(BaseEstimator):  # type: ignore[misc]
    """Say which narratives a text is about, and whether it is for or against them.

    Works from the analyst's definitions alone and gets better with labelled examples.
    Relevance is a probability for each narrative by itself: a text may be about none,
    one or several. Support of one is never taken as dispute of another.

    Parameters
    ----------
    certainty : float, from .5 to 1
        A probability below this, and above 1 - certainty, is "not clear".
    prior : float
        Log-odds by which a source's known position moves the stance; 0 switches it off.
    examples_weight : float
        How much examples move relevance; 0 leaves them out.
    chunk : int
        Texts rated at a time; memory does not grow with more of them.
    weights : mapping or None
        Weights as ``benchmarks/train_bearings.py`` writes them; None for the shipped ones.
    encoder : object with ``encode(texts)``, optional
        A sentence encoder; its similarity counts beside that of words.

    Attributes
    ----------
    narratives_ : list of str
        Ids, in the order of the table.
    n_examples_ : int
    weights_ : Weights
        What decides, after the examples.
    topics_, definitions_, taught_
        The definitions made ready, and what the examples taught of relevance.

    Examples
    --------
    >>> narratives = pd.DataFrame({
    ...     "title": ["Gas leak", "Bomb"], "terms": [("gas leak",), ("bomb",)],
    ...     "statement": ["A leak of gas caused the blast.", "A bomb caused the blast."]},
    ...     index=["gas_leak", "bomb"])
    >>> rated = BearingClassifier().fit(narratives).rate(
    ...     ["Police denied that a bomb went off.", "The bridge is closed for repairs."])
    >>> rated.loc[(0, "bomb"), "answer"], rated.loc[(1, "bomb"), "answer"]
    ('disputes', 'none')
    """

    def __init__(
        self,
        *,
        certainty: float = 0.5,
        prior: float = 0.25,
        examples_weight: float = 1.0,
        chunk: int = 500,
        weights: Mapping[str, Any] | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.certainty = certainty
        self.prior = prior
        self.examples_weight = examples_weight
        self.chunk = chunk
        self.weights = weights
        self.encoder = encoder

    def fit(
        self, narratives: pd.DataFrame, examples: pd.DataFrame | None = None
    ) -> BearingClassifier:
        """Read the definitions, and learn from examples.

        Parameters
        ----------
        narratives : DataFrame indexed by ``narrative_id``, or with such a column
            ``title``, ``statement`` and ``terms``; ``examples_for`` and
            ``examples_against`` count as examples.
        examples : DataFrame, optional
            ``text``, ``narrative_id`` (or "none") and ``stance``.

        Returns
        -------
        BearingClassifier
            Itself.

        Raises
        ------
        SchemaError
            If a table lacks columns, holds unknown values, or a setting is out of range.
        """
        self._check_settings()
        table = narratives
        if "narrative_id" in narratives.columns:
            table = narratives.set_index("narrative_id")
        self.definitions_: Definitions = read_definitions(table)
        self.narratives_ = [profile.narrative_id for profile in self.definitions_.profiles]
        if not self.narratives_:
            raise SchemaError("narratives is empty. Give one row for each narrative.")
        texts = [profile.text for profile in self.definitions_.profiles]
        self.topics_ = read_topics(texts)
        self.read_ = [read_definition(self.topics_, n, text) for n, text in enumerate(texts)]
        self.weights_ = shipped_weights() if self.weights is None else read_weights(self.weights)
        self.encoded_ = None if self.encoder is None else self.encoder.encode(texts)
        self.taught_: Taught | None = None
        self.n_examples_ = 0
        if examples is not None and len(examples):
            self._learn(check_examples(examples, self.narratives_), texts)
        return self

    def rate(
        self, texts: Sequence[str], positions: pd.DataFrame | Floats | None = None
    ) -> pd.DataFrame:
        """Rate texts against every narrative.

        Parameters
        ----------
        texts : sequence of str
        positions : array of shape (n_texts, n_narratives), optional
            Where the source of a text is known to stand: +1 wants the narrative
            believed, -1 disbelieved, NaN or 0 unknown. A weak prior, named in ``why``.

        Returns
        -------
        DataFrame indexed by ``text`` (its number) and ``narrative_id``
            ``relevance``, a probability; ``supports``, ``disputes`` and ``neutral``,
            which sum to 1, given relevance; ``answer``, one of these three, "none" or
            "not clear"; ``why``, the words that decided and which way they pushed.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        SchemaError
            If texts is one text, or positions have another shape.
        """
        parts = list(self.rate_in_chunks(texts, positions))
        if parts:
            return pd.concat(parts)
        index = pd.MultiIndex.from_arrays([[], []], names=["text", "narrative_id"])
        return pd.DataFrame(columns=list(RATED), index=index)

    def rate_in_chunks(
        self, texts: Sequence[str], positions: pd.DataFrame | Floats | None = None
    ) -> Iterator[pd.DataFrame]:
        """Yield what ``rate`` returns, piece by piece, for texts without end in sight."""
        check_is_fitted(self, "weights_")
        if isinstance(texts, str):
            raise SchemaError("texts is one text. Put it in a list: rate([text]).")
        stands = None if positions is None else np.asarray(positions, dtype=np.float64)
        if stands is not None and stands.shape != (len(texts), len(self.narratives_)):
            raise SchemaError(
                f"positions has the shape {stands.shape}, expected "
                f"{(len(texts), len(self.narratives_))}: one row a text, one column a narrative."
            )
        for first in range(0, len(texts), self.chunk):
            some = [str(text) for text in texts[first : first + self.chunk]]
            here = None if stands is None else stands[first : first + self.chunk]
            yield self._rate(some, first, here)

    def _check_settings(self) -> None:
        problems = []
        if not 0.5 <= self.certainty < 1:
            problems.append(f"certainty {self.certainty} is not from .5 to below 1.")
        if self.prior < 0:
            problems.append(f"prior {self.prior} is negative. 0 switches it off.")
        if self.examples_weight < 0:
            problems.append(f"examples_weight {self.examples_weight} is negative.")
        if self.chunk < 1:
            problems.append(f"chunk {self.chunk} is not a positive number of texts.")
        if problems:
            raise SchemaError("\n".join(problems))

    def _learn(self, examples: pd.DataFrame, texts: Sequence[str]) -> None:
        self.n_examples_ = len(examples)
        vectors = None
        if self.encoder is not None:
            vectors = self.encoder.encode([*texts, *examples["text"]])
        self.taught_ = teach_relevance(texts, examples, self.narratives_, vectors)
        bears = examples[examples["narrative_id"] != NO_NARRATIVE]
        if bears.empty:
            return
        column = [self.narratives_.index(name) for name in bears["narrative_id"]]
        pairs = pair_features(self.topics_, self.read_, bears["text"].tolist())
        rows = np.arange(len(bears))
        kinds = kinds_of(self.weights_, bears["text"].tolist())
        add_phrases(pairs)
        logits = stance_logits(self.weights_, pairs, kinds)[rows, column]
        self.weights_ = teach_stance(
            self.weights_, logits, pairs.words, pairs.stance[rows, column], bears["stance"].tolist()
        )

    def _rate(self, texts: Sequence[str], first: int, stands: Floats | None) -> pd.DataFrame:
        near = compare_topics(self.topics_, texts)
        sizes = np.array([float(len(each.stems)) for each in self.read_])
        added, named = self._terms(texts)
        kinds = kinds_of(self.weights_, texts)
        logits = relevance_logits(self.weights_, relevance_features(near, sizes)) + added
        vectors = None if self.encoder is None else self.encoder.encode(texts)
        if vectors is not None and self.encoded_ is not None:
            logits = logits + ENCODED * (vectors @ self.encoded_.T - 0.4)
        if self.taught_ is not None and self.examples_weight:
            # What many examples teach takes the place of most that a definition says.
            kept = 1.0 - self.examples_weight * FADING * self.taught_.trust
            learned = taught_logits(self.taught_, texts, vectors)
            logits = logits * np.maximum(kept, 0.0) + self.examples_weight * GAIN * learned
        relevance = expit(logits)
        pairs = pair_features(
            self.topics_, self.read_, texts, near=near, wanted=relevance >= _SHOWN
        )
        if self.n_examples_:
            add_phrases(pairs)
        stances = stance_logits(self.weights_, pairs, kinds)
        if stands is not None and self.prior:
            shift = self.prior * np.nan_to_num(np.sign(stands))
            stances[:, :, 0] += shift
            stances[:, :, 1] -= shift
        shares = softmax(stances)
        answers = self._answers(relevance, shares)
        why = [
            self._why(
                pairs, row, n, float(relevance[row, n]), shares[row, n], named, stands, kinds[row]
            )
            for row in range(len(texts))
            for n in range(len(self.narratives_))
        ]
        index = pd.MultiIndex.from_product(
            [range(first, first + len(texts)), self.narratives_], names=["text", "narrative_id"]
        )
        flat = shares.reshape(-1, len(STANCES))
        columns = {
            "relevance": relevance.ravel(),
            **{name: flat[:, k] for k, name in enumerate(STANCES)},
            "answer": answers.ravel(),
            "why": why,
        }
        return pd.DataFrame(columns, index=index).astype({"answer": "str", "why": "str"})

    def _terms(self, texts: Sequence[str]) -> tuple[Floats, dict[tuple[int, int], list[str]]]:
        """Add what the analyst's terms say, and keep them for ``why``."""
        added = np.zeros((len(texts), len(self.narratives_)))
        named: dict[tuple[int, int], list[str]] = {}
        if not self.definitions_.terms:
            return added, named
        count = len(self.narratives_)
        for row, text in enumerate(texts):
            words = words_of(clean(text))
            for hit in find_terms(self.definitions_, words):
                owners = self.definitions_.owners.get(hit.key, 1.0)
                push = NAME if hit.named else TERM * max(0.15, rarity(owners, count))
                added[row, hit.narrative] = max(added[row, hit.narrative], push)
                said = " ".join(word.raw for word in words[hit.start : hit.end])
                shown = named.setdefault((row, hit.narrative), [])
                if said not in shown:
                    shown.append(said)
        return added, named

    def _answers(self, relevance: Floats, shares: Floats) -> NDArray[np.object_]:
        best = shares.argmax(axis=-1)
        answers = np.array(STANCES, dtype=object)[best]
        unsure = (relevance < self.certainty) | (shares.max(axis=-1) < self.certainty)
        answers[unsure] = NOT_CLEAR
        answers[relevance < 1.0 - self.certainty] = NO_NARRATIVE
        if self.certainty == 0.5:
            answers[relevance < 0.5] = NO_NARRATIVE
        return np.asarray(answers)

    def _why(
        self,
        pairs: Pairs,
        row: int,
        number: int,
        relevance: float,
        shares: Floats,
        named: Mapping[tuple[int, int], list[str]],
        stands: Floats | None,
        kinds: Floats,
    ) -> str:
        shared = named.get((row, number), [])[:4]
        if not shared and pairs.near.shared[row, number]:
            shared = pairs.shared_words(row, self.read_[number])[:4]
        if relevance < _SHOWN:
            return f"too little: {_quoted(shared)}" if shared else "no words of it"
        learned = self.taught_ is not None and not shared
        about = "about it, as in the examples" if learned else "about it by its words as a whole"
        if shared:
            about = f"about it by {_quoted(shared)}"
        towards = int(shares.argmax())
        rule = pairs.rules.get((row, number))
        words = list(rule.words) if rule is not None and rule.stance == STANCES[towards] else []
        pushing = pushing_words(self.weights_, pairs.words[row], towards, kinds)
        words += [word for word in pushing if word not in " ".join(words)]
        verdict = {"supports": "for it", "disputes": "against it", "neutral": "left open"}
        says = f"{about}; {verdict[STANCES[towards]]}"
        if words:
            says += f" by {_quoted(words[:4])}"
        if stands is not None and self.prior and np.nan_to_num(stands[row, number]):
            wants = "believed" if stands[row, number] > 0 else "disbelieved"
            says += f"; its source wants it {wants} (weak prior)"
        return says


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
