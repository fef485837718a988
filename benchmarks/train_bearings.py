"""Learn the weights of the bearings from labelled data: one seeded command.

    python benchmarks/train_bearings.py --data FOLDER

writes ``narratives/bearing/weights.json``. No text goes into the file: it holds weights
of counted features and of words that the project's own word lists have.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from annotation import Article, as_statements, load_articles
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from narratives.bearing import BearingClassifier
from narratives.bearing.features import (
    RELEVANCE,
    STANCE,
    STYLE,
    pair_features,
    read_definition,
    relevance_features,
    style_of,
)
from narratives.bearing.judging import features_of_rows
from narratives.bearing.rating import draft_rows
from narratives.bearing.topics import compare_topics, read_topics
from narratives.bearing.weights import ROWS
from narratives.schema import STANCES

SEED = 0
LEAST = 4
"""A word needs this many texts to get a weight."""
PENALTIES = (6.0, 20.0)
START = {"rules_named": (-1.0, 1.5, -0.5), "rules_turn_twice": (2.0, -1.0, -1.0)}
"""Log-odds of supports, disputes and neutral from which learning starts; the rest starts at 0."""
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
    table: pd.DataFrame,
    seed: int = SEED,
    *,
    rounds: int = 3,
    size: int = 4,
    with_texts: bool = False,
) -> tuple[Any, ...]:
    """Count relevance as it is used: texts against a few narratives at a time.

    In each round the narratives are dealt into tables of four. The texts of these four,
    and as many of others, are rated against all four; a text is about its own narrative
    only, where it is labelled so. Pairs that nobody labelled weigh a third. Returns the
    features, whether about, the weights, and ``with_texts`` the text of each pair.
    """
    rng = np.random.default_rng(seed)
    names = np.array(sorted(table["narrative"].unique()))
    features, about, weight = [], [], []
    told: list[str] = []
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
            told += both["text"].repeat(size).tolist()
    found = np.vstack(features), np.concatenate(about), np.concatenate(weight)
    return (*found, told) if with_texts else found


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


def learn_stance(counted: Counted) -> dict[str, Any]:
    """Learn the stance of pairs that are about each other.

    What is learned starts from what the rules say of a denial in so many words, and of
    a denied denial (``START``): data moves these as far as it must. How strongly steps
    are held back is chosen on inner folds by group, and so is the temperature.
    """
    counted = counted.take(np.flatnonzero(counted.stance != ""))
    texts: dict[str, int] = {}
    for words in counted.words:
        for word in words:
            texts[word] = texts.get(word, 0) + 1
    names = sorted(word for word, count in texts.items() if count >= LEAST)
    inputs = _inputs(counted, names)
    target = np.array([[float(s == name) for name in STANCES] for s in counted.stance])
    parts = list(GroupKFold(5, shuffle=True, random_state=SEED).split(inputs, groups=counted.group))
    best: tuple[float, float, NDArray[np.float64]] | None = None
    for penalty in PENALTIES:
        # What the model says of groups it has not seen tells how far it may be trusted.
        outside = np.zeros_like(target)
        for train, test in parts:
            outside[test] = inputs[test] @ _fit(inputs[train], target[train], penalty)
        slope, shift = _temper(outside, target)
        lost = _loss(slope * outside + shift, target)
        if best is None or lost < best[0]:
            best = lost, penalty, outside
    assert best is not None
    slope, shift = _temper(best[2], target)
    found = slope * _fit(inputs, target, best[1])
    after = 1 + len(STANCE)
    base = found[0] + shift
    return {
        "penalty": best[1],
        "base": dict(zip(STANCES, base.round(4).tolist(), strict=True)),
        "weights": dict(zip(STANCE, found[1:after].round(4).tolist(), strict=True)),
        "words": dict(zip(names, found[after:].round(4).tolist(), strict=True)),
    }


def _fit(inputs: csr_matrix, target: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """Fit a softmax regression held to ``START``; the first column is the base."""
    start = np.zeros((inputs.shape[1], len(STANCES)))
    for name, pushes in START.items():
        start[1 + STANCE.index(name)] = pushes
    offset = inputs @ start
    held = np.full((inputs.shape[1], 1), penalty)
    held[0] = 0.0

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        steps = values.reshape(start.shape)
        logits = offset + inputs @ steps
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        cost = -np.log(np.maximum((shares * target).sum(axis=1), 1e-12)).sum()
        slope = inputs.T @ (shares - target) + held * steps
        return float(cost + (held * steps**2).sum() / 2), np.asarray(slope).ravel()

    found = minimize(
        loss, np.zeros(start.size), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    )
    return start + found.x.reshape(start.shape)


def _loss(logits: NDArray[np.float64], target: NDArray[np.float64]) -> float:
    moved = logits - logits.max(axis=1, keepdims=True)
    shares = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
    return float(-np.log((shares * target).sum(axis=1) + 1e-12).mean())


def _temper(
    logits: NDArray[np.float64], target: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Find the one factor and the shifts that make log-odds of unseen groups come true."""
    found = minimize(
        lambda values: _loss(values[0] * logits + values[1:], target),
        np.array([1.0, 0.0, 0.0, 0.0]),
        method="Nelder-Mead",
    )
    return float(found.x[0]), found.x[1:] - found.x[1:].mean()


def learn_gate(news: list[str], posts: list[str]) -> dict[str, Any]:
    """Learn how much a text looks like a post; without a sign, news is three times as likely."""
    style = np.array([style_of(text) for text in (*news, *posts)])
    kind = np.array([0] * len(news) + [1] * len(posts))
    model = LogisticRegression(C=1.0, class_weight="balanced").fit(style, kind)
    values = model.coef_[0].round(4).tolist()
    base = round(float(model.intercept_[0]) - math.log(3.0), 4)
    return {"base": base, "weights": dict(zip(STYLE, values, strict=True))}


def learn(
    news: pd.DataFrame,
    posts: pd.DataFrame,
    counted: tuple[Counted | None, Counted | None] = (None, None),
) -> dict[str, Any]:
    """Learn what ships, but for the rows, from tables with narrative, text and stance.

    This is what ``bearings.py`` does in each of its folds, so what is reported there is
    what this learns.
    """
    kinds = []
    for table, rounds, pairs in ((news, 1, counted[0]), (posts, 2, counted[1])):
        drawn = draw_tables(table, rounds=rounds)
        stance = learn_stance(count_pairs(table) if pairs is None else pairs)
        kinds.append({"relevance": learn_relevance(*drawn), "stance": stance})
    return {"gate": learn_gate(invented_statements() + list(news["text"]), list(posts["text"])),
            "kinds": kinds}  # fmt: skip


def count_rows(
    articles: list[Article], learned: dict[str, Any]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]:
    """Count what the probability of drafted rows is judged by, whether each is right, and where.

    The statements are those of the annotation. A row is right if the annotation has its
    narrative and stance; "none" is right if it has no bearing that is stated. Rows whose
    narrative is contested there are left out.
    """
    features, right, group = [], [], []
    content = {"rows": {"base": 0.0, "weights": dict.fromkeys(ROWS, 0.0)}} | learned
    for article in articles:
        statements = as_statements(article)
        given = {str(item["id"]): item for item in article.items}
        model = BearingClassifier(weights=content).fit(article.narratives)
        told, rated = draft_rows(statements, article.narratives, [article.document])
        for key, row, values in features_of_rows(model, told, rated):
            gold = {(name, stance): how for name, stance, how in given[key]["bearings"]}
            name = model.narratives_[row.narrative] if row.narrative >= 0 else ""
            if name in given[key].get("contested", ()):
                continue
            if name:
                right.append((name, row.stance) in gold)
            else:
                right.append("stated" not in gold.values())
            features.append(values)
            group.append(article.document.document_id)
    return np.array(features), np.array(right), np.array(group)


def learn_rows(features: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, Any]:
    """Learn how likely a drafted row is right."""
    model = LogisticRegression(C=1.0, max_iter=500).fit(features, right)
    values = model.coef_[0].round(4).tolist()
    base = round(float(model.intercept_[0]), 4)
    return {"base": base, "weights": dict(zip(ROWS, values, strict=True))}


def invented_statements() -> list[str]:
    """Return the sentences of the invented dev articles: news, longer than headlines."""
    return [
        sentence
        for article in load_articles("dev")
        for sentence in article.document.text.split(". ")
        if len(sentence) > 20
    ]


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
    ones = csr_matrix(np.ones((len(counted.words), 1)))
    return hstack([ones, csr_matrix(counted.features), single]).tocsr()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    emergent = load_emergent(arguments.data)
    vaccines = load_vaccinelies(arguments.data)
    learned = learn(emergent, vaccines)
    features, right, _ = count_rows(load_articles("dev"), learned)
    learned["rows"] = learn_rows(features, right)
    learned["learned_from"] = (
        "Emergent and VaccineLies, training parts, and the invented dev articles; see MODEL_CARD.md"
    )
    text = json.dumps(learned, indent=1, sort_keys=True)
    arguments.output.write_text(text + "\n", encoding="utf-8")
    print(f"{len(emergent) + len(vaccines)} labelled pairs, written to {arguments.output}")


if __name__ == "__main__":
    main()
