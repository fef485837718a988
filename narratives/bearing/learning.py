"""What examples add: which narrative a text is about, and for or against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from narratives.bearing.features import Pairs
from narratives.bearing.topics import Nearness, Topics, compare_topics, read_topics
from narratives.bearing.weights import Weights, softmax
from narratives.schema import NO_NARRATIVE, STANCES, SchemaError, require_columns

Floats = NDArray[np.float64]
PENALTY = 10.0
HALF = 3.0
"""Examples of a narrative at which what they teach has half its full weight."""

MANY = 50
PHRASE = 0.5
"""From so many examples on a word must occur twice; how much a word counts beside a mark."""


@dataclass(frozen=True)
class Taught:
    """What examples taught of relevance: a kernel machine over them.

    ``coefficients`` has shape (n_known, n_narratives); ``trust`` is between 0 and 1;
    ``vectors`` are those of a sentence encoder, where there is one.
    """

    known: Topics
    coefficients: Floats
    base: Floats
    trust: Floats
    vectors: Floats | None = None


def check_examples(examples: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """Check labelled examples.

    Parameters
    ----------
    examples : DataFrame
        ``text``, ``narrative_id`` (or "none") and ``stance``.
    ids : sequence of str
        The narratives.

    Returns
    -------
    DataFrame
        A fresh one with these columns.

    Raises
    ------
    SchemaError
        Names every value that is not allowed.
    """
    require_columns(examples, ("text", "narrative_id", "stance"), "examples")
    found = examples[["text", "narrative_id", "stance"]].astype(str).reset_index(drop=True)
    problems = []
    for column, allowed in (("narrative_id", (*ids, NO_NARRATIVE)), ("stance", STANCES)):
        wrong = sorted(set(found[column]) - set(allowed))
        if wrong:
            named = ", ".join(f'"{value}"' for value in wrong)
            problems.append(
                f"examples: {column} {named} is not known. Allowed: {', '.join(allowed)}."
            )
    if problems:
        raise SchemaError("\n".join(problems))
    return found


def teach_relevance(
    texts: Sequence[str],
    examples: pd.DataFrame,
    ids: Sequence[str],
    vectors: Floats | None = None,
) -> Taught | None:
    """Learn from examples which narrative a text is about.

    Each narrative is set against the others and against examples of "none", over
    the similarity with every example and definition: that of their words and, where
    ``vectors`` of definitions and examples are given, that of these.
    """
    bears = examples[examples["narrative_id"] != NO_NARRATIVE]
    if examples.empty:
        return None
    known = [*texts, *examples["text"]]
    topics = read_topics(known)
    kernel = kernel_of(compare_topics(topics, known))
    if vectors is not None:
        kernel = kernel + vectors @ vectors.T
    inputs, back = _flatten(kernel)
    labels = np.zeros((len(known), len(ids)), dtype=bool)
    labels[np.arange(len(ids)), np.arange(len(ids))] = True
    for row, (text, name) in enumerate(
        zip(examples["text"], examples["narrative_id"], strict=True), len(ids)
    ):
        same = examples.loc[examples["text"] == text, "narrative_id"]
        for number, narrative_id in enumerate(ids):
            labels[row, number] = narrative_id == name or narrative_id in set(same)
    coefficients = np.zeros((len(known), len(ids)))
    base = np.zeros(len(ids))
    for number in range(len(ids)):
        if labels[:, number].all():
            continue
        model = LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=300)
        model.fit(inputs, labels[:, number])
        coefficients[:, number] = back @ model.coef_[0]
        base[number] = model.intercept_[0]
    counts = bears["narrative_id"].value_counts()
    number_of = np.array([float(counts.get(name, 0)) for name in ids])
    # Examples of the others, and of none, say what this narrative is not.
    number_of = np.maximum(number_of, 0.2 * (len(examples) - number_of))
    return Taught(topics, coefficients, base, number_of / (number_of + HALF), vectors)


def _flatten(kernel: Floats) -> tuple[Floats, Floats]:
    """Return coordinates whose products are the kernel, and the way back to its rows."""
    values, vectors = np.linalg.eigh(kernel)
    kept = values > 1e-6
    roots = np.sqrt(values[kept])
    return vectors[:, kept] * roots, vectors[:, kept] / roots


def kernel_of(near: Nearness) -> Floats:
    """Return the similarity of texts with what is known, 0 to 1."""
    return np.asarray(0.5 * (near.stems + near.pieces))


def taught_logits(taught: Taught, texts: Sequence[str], vectors: Floats | None = None) -> Floats:
    """Return what examples add to the log-odds of relevance."""
    kernel = kernel_of(compare_topics(taught.known, texts))
    if taught.vectors is not None and vectors is not None:
        kernel = kernel + vectors @ taught.vectors.T
    return np.asarray((kernel @ taught.coefficients + taught.base) * taught.trust)


def add_phrases(pairs: Pairs) -> None:
    """Add every word and pair of words of the texts to what is counted of them.

    What ships knows listed words only. A person's own examples may teach any word.
    """
    for row, some in enumerate(pairs.marked):
        tokens = some.tokens
        phrases = {f"t:{token}" for token in tokens}
        phrases |= {f"t:{one} {two}" for one, two in pairwise(tokens)}
        pairs.words[row].extend(sorted(phrases))


def teach_stance(
    weights: Weights,
    logits: Floats,
    words: Sequence[Sequence[str]],
    features: Floats,
    stances: Sequence[str],
) -> Weights:
    """Move the weights of stance as far as examples ask, and no farther.

    The more examples there are, the more each step away from what was learned before
    costs, so that many examples do not fit their own words one by one.

    Parameters
    ----------
    weights : Weights
    logits : array of shape (n_examples, 3)
        What the weights say now.
    words : sequence of sequence of str
        The listed words of each example, and what ``add_phrases`` added.
    features : array of shape (n_examples, len(STANCE))
    stances : sequence of str

    Returns
    -------
    Weights
    """
    number = len(words)
    strength = min(10.0, 2.0 + number / 100.0)
    counts = Counter(word for some in words for word in some)
    least = 2 if number >= MANY else 1
    place = {word: n for n, word in enumerate(sorted(w for w in counts if counts[w] >= least))}
    scale = np.array([PHRASE if word.startswith("t:") else 1.0 for word in place])
    held = [[place[word] for word in some if word in place] for some in words]
    starts = np.cumsum([0, *map(len, held)])
    flat = np.array([n for some in held for n in some], dtype=np.int64)
    counted = csr_matrix((scale[flat], flat, starts), shape=(number, len(place)))
    fixed = np.hstack([np.ones((number, 1)), features])
    inputs = hstack([csr_matrix(fixed), counted]).tocsr()
    target = np.array([[float(s == name) for name in STANCES] for s in stances])

    def loss(values: Floats) -> tuple[float, Floats]:
        steps = values.reshape(inputs.shape[1], len(STANCES))
        shares = softmax(logits + inputs @ steps)
        cost = -np.log(np.maximum((shares * target).sum(axis=1), 1e-12)).sum()
        slope = inputs.T @ (shares - target) + strength * steps
        return float(cost + strength / 2 * (steps**2).sum()), np.asarray(slope).ravel()

    start = np.zeros(inputs.shape[1] * len(STANCES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    steps = found.x.reshape(inputs.shape[1], len(STANCES))
    after = 1 + features.shape[1]
    kinds = np.zeros((len(weights.stance_base), len(STANCES)))
    moved = {
        word: weights.words.get(word, kinds) + scale[n] * steps[after + n]
        for word, n in place.items()
    }
    return replace(
        weights,
        stance_base=weights.stance_base + steps[0],
        stance=weights.stance + steps[1:after],
        words={**weights.words, **moved},
    )
