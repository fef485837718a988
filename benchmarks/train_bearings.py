"""Learn the weights of the bearings from labelled data: one seeded command.

    python benchmarks/train_bearings.py --data FOLDER

writes ``narratives/bearing/weights.json``. No text goes into the file: it holds weights
of counted features and of words that the project's own word lists have.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from annotation import Article, as_statements, load_articles
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
from narratives.bearing.topics import compare_topics, read_topics
from narratives.bearing.weights import ROWS, expit
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from narratives.bearing import BearingClassifier
from narratives.bearing.rating import draft_rows
from narratives.schema import STANCES

SEED = 0
LEAST = 4
NEWS = 3.0
"""How much likelier news is than posts: news is what this package is for."""
LIFT = (0.0, 0.5)
"""By which power of its share a stance of news, and of posts, counts less; 1 makes all alike."""
SPREAD = 5
"""Texts that a word needs to get a weight; one that no list has needs claims of each set."""
PENALTIES = (6.0, 20.0, 60.0)
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
    rounds: int = 2,
    size: int = 4,
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Count relevance as it is used: texts against a few narratives at a time.

    In each round the narratives are dealt into tables of four. The texts of these four,
    and as many of others, are rated against all four; a text is about its own narrative
    only, where it is labelled so. Returns the features, whether about, and whether somebody
    labelled the pair.
    """
    rng = np.random.default_rng(seed)
    names = np.array(sorted(table["narrative"].unique()))
    features, about, known = [], [], []
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
            known.append(labelled.ravel())
    return np.vstack(features), np.concatenate(about), np.concatenate(known)


def learn_relevance(news: pd.DataFrame, posts: pd.DataFrame) -> dict[str, Any]:
    """Learn which pairs are about each other, from both sets at once.

    Pairs that nobody labelled count half as much as others, and headlines, which are far
    from all rumours but their own, half as much as posts.
    """
    drawn = [draw_tables(news, rounds=1), draw_tables(posts)]
    features = np.vstack([part[0] for part in drawn])
    about = np.concatenate([part[1] for part in drawn])
    weight = np.concatenate(
        [share * np.where(part[2], 1.0, 0.5) for share, part in zip((0.5, 1.0), drawn, strict=True)]
    )
    scale = np.maximum(features.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(features / scale, about, sample_weight=weight)
    values = (model.coef_[0] / scale).round(4).tolist()
    base = round(float(model.intercept_[0]), 4)
    return {"base": base, "weights": dict(zip(RELEVANCE, values, strict=True))}


class Learned(NamedTuple):
    """Weights of stance for one kind of text, before they are set to what came true."""

    penalty: float
    names: list[str]
    weights: NDArray[np.float64]
    outside: NDArray[np.float64]


def shared_words(parts: Sequence[Counted]) -> set[str]:
    """Return the common words that each set has in at least ``SPREAD`` claims: no topics."""
    found = []
    for part in parts:
        claims: dict[str, set[str]] = {}
        for words, group in zip(part.words, part.group, strict=True):
            for word in words:
                claims.setdefault(word, set()).add(str(group))
        found.append({word for word, some in claims.items() if len(some) >= SPREAD})
    return set.intersection(*found)


def learn_stance(counted: Counted, common: set[str]) -> Learned:
    """Learn the stance of pairs that are about each other.

    Listed words count, and of other words those in ``common``.

    What is learned starts from what the rules say of a denial in so many words, and of
    a denied denial (``START``): data moves these as far as it must. How strongly steps
    are held back is chosen on inner folds by group; ``outside`` is what was said there of
    pairs whose group was not seen.
    """
    texts: dict[str, int] = {}
    for words in counted.words:
        for word in words:
            texts[word] = texts.get(word, 0) + 1
    names = sorted(
        word
        for word, count in texts.items()
        if count >= LEAST and (word.startswith("w:") or word in common)
    )
    inputs = _inputs(counted, names)
    target = _targets(counted)
    parts = list(GroupKFold(5, shuffle=True, random_state=SEED).split(inputs, groups=counted.group))
    best: tuple[float, float, NDArray[np.float64]] | None = None
    for penalty in PENALTIES:
        outside = np.zeros_like(target)
        for train, test in parts:
            outside[test] = inputs[test] @ _fit(inputs[train], target[train], penalty)
        lost = _loss(outside, target)
        if best is None or lost < best[0]:
            best = lost, penalty, outside
    assert best is not None
    return Learned(best[1], names, _fit(inputs, target, best[1]), best[2])


def _targets(counted: Counted) -> NDArray[np.float64]:
    return np.array([[float(s == name) for name in STANCES] for s in counted.stance])


def set_to_truth(
    gate: dict[str, Any],
    stances: Sequence[Learned],
    parts: Sequence[Counted],
    texts: Sequence[Sequence[str]],
) -> list[dict[str, Any]]:
    """Set the log-odds of both kinds to what came true.

    They are set together, as they are used: mixed by the gate. One factor and three shifts
    a kind, and how far doubt about the kind holds back, are learned from what each kind says
    of claims that it has not seen; both sets count alike. The last goes into ``gate``.
    """
    values = np.array([gate["weights"][name] for name in STYLE])
    told = []
    for number, (some, read) in enumerate(zip(parts, texts, strict=True)):
        said = [
            each.outside if kind == number else _inputs(some, each.names) @ each.weights
            for kind, each in enumerate(stances)
        ]
        style = np.array([style_of(text) for text in read]) @ values + gate["base"]
        told.append((said, expit(style)[:, None], _targets(some)))

    def mixed_loss(moves: NDArray[np.float64]) -> float:
        total = 0.0
        for share, lift, (said, second, target) in zip((NEWS, 1.0), LIFT, told, strict=True):
            pairs = zip(_by_kind(moves), said, strict=True)
            one, two = (move[0] * each + move[1:] for move, each in pairs)
            worth = target / target.mean(axis=0) ** lift
            total += share * _loss((1.0 - second) * one + second * two, worth)
        return total + 1e-3 * float((moves**2).sum())

    moves = minimize(mixed_loss, np.array([1.0, 0.0, 0.0, 0.0] * 2), method="L-BFGS-B").x
    found = []
    for each, move in zip(stances, _by_kind(moves), strict=True):
        weights = move[0] * each.weights
        weights[0] += move[1:]
        after = 1 + len(STANCE)
        found.append(
            {
                "penalty": each.penalty,
                "base": dict(zip(STANCES, weights[0].round(4).tolist(), strict=True)),
                "weights": dict(zip(STANCE, weights[1:after].round(4).tolist(), strict=True)),
                "words": dict(zip(each.names, weights[after:].round(4).tolist(), strict=True)),
            }
        )
    return found


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
    """Return the mean surprise; rows of ``target`` count by what they sum to."""
    moved = logits - logits.max(axis=1, keepdims=True)
    shares = np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
    return float(-(target * np.log(shares + 1e-12)).sum() / target.sum())


def _by_kind(moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a factor and three shifts for each kind."""
    return moves.reshape(-1, 1 + len(STANCES))


def learn_gate(news: Sequence[Sequence[str]], posts: Sequence[str]) -> dict[str, Any]:
    """Learn which signs a post has, and which news of several sorts; each sort counts alike.

    Without a sign, news is taken to be ``NEWS`` times as likely.
    """
    sorts = [*news, posts]
    style = np.array([style_of(text) for texts in sorts for text in texts])
    kind = np.repeat(np.arange(len(sorts)) == len(news), [len(texts) for texts in sorts])
    held = [1.0 / len(texts) for texts in news] + [len(news) / len(posts)]
    weight = 1000.0 * np.repeat(held, [len(texts) for texts in sorts])
    model = LogisticRegression(C=1.0, max_iter=1000).fit(style, kind, sample_weight=weight)
    values = model.coef_[0].round(4).tolist()
    base = round(float(model.intercept_[0]) - math.log(NEWS), 4)
    return {"base": base, "weights": dict(zip(STYLE, values, strict=True))}


def learn(
    news: pd.DataFrame,
    posts: pd.DataFrame,
    sentences: Sequence[str],
    counted: tuple[Counted | None, Counted | None] = (None, None),
) -> dict[str, Any]:
    """Learn what ships, but for the rows, from tables with narrative, text and stance.

    ``sentences`` are of news articles; only what signs they have is learned from them.
    This is what ``bearings.py`` does in each of its folds, so what is reported there is
    what this learns.
    """
    parts, texts = [], []
    for table, pairs in ((news, counted[0]), (posts, counted[1])):
        every = count_pairs(table) if pairs is None else pairs
        about = np.flatnonzero(every.stance != "")
        parts.append(every.take(about))
        texts.append(table["text"].iloc[about].tolist())
    sorts = [list(news["text"]), invented_statements(), sentences]
    gate = learn_gate(sorts, list(posts["text"]))
    common = shared_words(parts)
    learned = [learn_stance(part, common) for part in parts]
    kinds = [{"stance": stance} for stance in set_to_truth(gate, learned, parts, texts)]
    return {"gate": gate, "kinds": kinds, "relevance": learn_relevance(news, posts)}


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


def load_sentences(data: Path) -> list[str]:
    """Return sentences of news articles: the first ten of one in fourteen of PolNeAR's."""
    found = []
    for path in sorted((data / "polnear" / "data" / "train").rglob("*.txt"))[::14]:
        some = re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8"))
        found += [sentence for sentence in some if 30 < len(sentence) < 400][:10]
    return found


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
    learned = learn(emergent, vaccines, load_sentences(arguments.data))
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
