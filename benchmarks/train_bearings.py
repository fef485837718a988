"""Learn the weights of the bearings from labelled data: one seeded command.

    python benchmarks/train_bearings.py --data FOLDER

writes ``narratives/bearing/weights.json``. No text goes into the file: it holds weights
of counted features and of words that the project's own word lists have.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from narratives.bearing.features import (
    RELEVANCE,
    STANCE,
    pair_features,
    read_definition,
    relevance_features,
)
from narratives.bearing.topics import compare_topics, read_topics
from narratives.schema import STANCES

SEED = 0
LEAST = 4
"""A word needs this many texts to get a weight."""
PENALTY = 0.1
TARGET = Path(__file__).parents[1] / "narratives" / "bearing" / "weights.json"


class Counted(NamedTuple):
    """Features of labelled pairs; ``stance`` is "" where a pair is not relevant."""

    relevance: NDArray[np.float64]
    features: NDArray[np.float64]
    words: list[list[str]]
    stance: NDArray[np.str_]
    group: NDArray[np.str_]

    def take(self, rows: NDArray[np.int64]) -> Counted:
        return Counted(
            self.relevance[rows],
            self.features[rows],
            [self.words[n] for n in rows],
            self.stance[rows],
            self.group[rows],
        )


def load_vaccinelies(data: Path) -> pd.DataFrame:
    table = pd.read_csv(data / "vaccinelies" / "pairs.csv")
    names = {"accept": "supports", "reject": "disputes", "no_stance": "neutral"}
    return table.assign(stance=table["stance"].map(names).fillna(""))


def load_emergent(data: Path) -> pd.DataFrame:
    table = pd.read_csv(data / "emergent" / "headlines.csv")
    names = {"for": "supports", "against": "disputes", "observing": "neutral"}
    table = table.assign(stance=table["stance"].map(names))
    return table.rename(columns={"claim": "narrative", "headline": "text"})


def count_pairs(table: pd.DataFrame) -> Counted:
    """Count the features of a table with narrative, text and stance."""
    names = sorted(table["narrative"].unique())
    topics = read_topics(names)
    definitions = [read_definition(topics, n, text) for n, text in enumerate(names)]
    column = table["narrative"].map({name: n for n, name in enumerate(names)}).to_numpy()
    rows = np.arange(len(table))
    wanted = np.zeros((len(table), len(names)), dtype=bool)
    wanted[rows, column] = True
    pairs = pair_features(topics, definitions, table["text"].tolist(), wanted=wanted)
    return Counted(
        pairs.relevance[rows, column],
        pairs.stance[rows, column],
        pairs.words,
        table["stance"].to_numpy(dtype=str),
        table["narrative"].to_numpy(dtype=str),
    )


def draw_tables(
    table: pd.DataFrame, seed: int = SEED, *, rounds: int = 3, size: int = 4
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Count relevance as it is used: texts against a few narratives at a time.

    In each round the narratives are dealt into tables of four. The texts of these four,
    and as many of others, are rated against all four; a text is about its own narrative
    only, where it is labelled so. Pairs that nobody labelled weigh a third.
    """
    rng = np.random.default_rng(seed)
    names = np.array(sorted(table["narrative"].unique()))
    features, about, weight = [], [], []
    for _ in range(rounds):
        dealt = rng.permutation(len(names))
        for first in range(0, len(names) - size + 1, size):
            four = [str(name) for name in names[dealt[first : first + size]]]
            own = table[table["narrative"].isin(four)]
            rest = table[~table["narrative"].isin(four)]
            others = rest.iloc[rng.permutation(len(rest))[: len(own)]]
            both = pd.concat([own, others])
            topics = read_topics(four)
            sizes = np.array(
                [float(len(read_definition(topics, n, text).stems)) for n, text in enumerate(four)]
            )
            near = compare_topics(topics, both["text"].tolist())
            labelled = both["narrative"].to_numpy()[:, None] == np.array(four)[None, :]
            features.append(relevance_features(near, sizes).reshape(-1, len(RELEVANCE)))
            about.append((labelled & (both["stance"] != "").to_numpy()[:, None]).ravel())
            weight.append(np.where(labelled, 1.0, 1 / 3).ravel())
    return np.vstack(features), np.concatenate(about), np.concatenate(weight)


def join(*parts: Counted) -> Counted:
    return Counted(
        np.vstack([part.relevance for part in parts]),
        np.vstack([part.features for part in parts]),
        [words for part in parts for words in part.words],
        np.concatenate([part.stance for part in parts]),
        np.concatenate([part.group for part in parts]),
    )


def learn_relevance(
    features: NDArray[np.float64],
    about: NDArray[np.bool_],
    weight: NDArray[np.float64] | None = None,
) -> dict[str, Any]:
    """Learn which pairs are about each other."""
    scale = np.maximum(features.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(features / scale, about, sample_weight=weight)
    values = (model.coef_[0] / scale).round(4).tolist()
    base = round(float(model.intercept_[0]), 4)
    return {"base": base, "weights": dict(zip(RELEVANCE, values, strict=True))}


def learn_stance(counted: Counted, penalty: float = PENALTY) -> dict[str, Any]:
    """Learn the stance of pairs that are about each other."""
    counted = counted.take(np.flatnonzero(counted.stance != ""))
    texts: dict[str, int] = {}
    for words in counted.words:
        for word in words:
            texts[word] = texts.get(word, 0) + 1
    names = sorted(word for word, count in texts.items() if count >= LEAST)
    inputs = _inputs(counted, names)
    model = LogisticRegression(C=penalty, max_iter=500, tol=1e-3)
    # What the model says of groups it has not seen tells how far it may be trusted.
    outside = np.zeros((len(counted.stance), len(STANCES)))
    for train, test in GroupKFold(5, shuffle=True, random_state=SEED).split(
        inputs, groups=counted.group
    ):
        model.fit(inputs[train], counted.stance[train])
        outside[test] = model.decision_function(inputs[test])
    order = [list(model.classes_).index(name) for name in STANCES]
    model.fit(inputs, counted.stance)
    slope, shift = _temper(outside[:, order], counted.stance)
    weights = slope * model.coef_[order]
    base = slope * model.intercept_[order] + shift
    after = len(STANCE)
    return {
        "base": dict(zip(STANCES, base.round(4).tolist(), strict=True)),
        "weights": dict(zip(STANCE, weights[:, :after].T.round(4).tolist(), strict=True)),
        "words": dict(zip(names, weights[:, after:].T.round(4).tolist(), strict=True)),
    }


def _temper(
    logits: NDArray[np.float64], stance: NDArray[np.str_]
) -> tuple[float, NDArray[np.float64]]:
    """Find the one factor and the shifts that make log-odds of unseen groups come true."""
    target = np.array([[float(s == name) for name in STANCES] for s in stance])

    def loss(values: NDArray[np.float64]) -> float:
        moved = values[0] * logits + values[1:]
        moved = moved - moved.max(axis=1, keepdims=True)
        shares = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
        return float(-np.log((shares * target).sum(axis=1) + 1e-12).mean())

    found = minimize(loss, np.array([1.0, 0.0, 0.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), found.x[1:] - found.x[1:].mean()


def _inputs(counted: Counted, names: list[str]) -> csr_matrix:
    place = {word: n for n, word in enumerate(names)}
    where = [
        (row, place[word])
        for row, words in enumerate(counted.words)
        for word in words
        if word in place
    ]
    rows, columns = (np.array(each) for each in zip(*where, strict=True))
    single = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(counted.words), len(names)))
    return hstack([csr_matrix(counted.features), single]).tocsr()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    emergent = load_emergent(arguments.data)
    vaccines = load_vaccinelies(arguments.data)
    drawn = [draw_tables(emergent, rounds=2), draw_tables(vaccines)]
    counted = join(count_pairs(emergent), count_pairs(vaccines))
    learned = {
        "learned_from": "Emergent and VaccineLies, training parts; see MODEL_CARD.md",
        "relevance": learn_relevance(*(np.concatenate(part) for part in zip(*drawn, strict=True))),
        "stance": learn_stance(counted),
    }
    text = json.dumps(learned, indent=1, sort_keys=True)
    arguments.output.write_text(text + "\n", encoding="utf-8")
    print(f"{len(counted.stance)} labelled pairs, written to {arguments.output}")


if __name__ == "__main__":
    main()
