"""Measure the bearings on labelled data, and write the table down.

    python benchmarks/bearings.py --data FOLDER           print the table, about three minutes
    python benchmarks/bearings.py --data FOLDER --write   replace the section of RESULTS.md
    python benchmarks/bearings.py --data FOLDER --model MODEL_FOLDER   with a sentence encoder

All splits are by claim or narrative. In each of five outer folds ``train_bearings.learn``
learns, on the claims outside it, all that ships, with its inner folds, and what is inside is
rated with these weights: what is reported is what ships. CARDS, speed and the invented test
articles are rated with the shipped weights, which never saw them.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from annotation import load_articles
from narratives.bearing.features import RELEVANCE, Pairs, pair_features, read_definition
from narratives.bearing.learning import add_phrases, teach_stance
from narratives.bearing.topics import read_topics
from narratives.bearing.weights import (
    ROWS,
    expit,
    kinds_of,
    read_weights,
    relevance_logits,
    softmax,
    stance_logits,
)
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from train_bearings import (
    TARGET,
    Counted,
    count_pairs,
    count_rows,
    draw_tables,
    learn,
    learn_rows,
    load_emergent,
    load_sentences,
    load_vaccinelies,
)

from narratives.bearing import BearingClassifier, calibration_error, load_encoder, reliability
from narratives.schema import STANCES

DRAWS = 60
FOLDS = 5
SEED = 0
WITH = ", with a sentence encoder"
Rows = list[dict[str, Any]]


def row(task: str, measure: str, **values: float | str) -> dict[str, Any]:
    """Make one row of the table, and show it at once: the whole takes minutes."""
    print(task, values, file=sys.stderr, flush=True)
    return {"task": task, "measure": measure, **values}


def as_narratives(sentences: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"title": "", "statement": sentences, "terms": [()] * len(sentences)},
        index=[f"n{number}" for number in range(len(sentences))],
    )


def cosine(sentences: list[str], texts: list[str]) -> NDArray[np.float64]:
    """TF-IDF over pieces of words, fitted on the definitions: the plain baseline."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    narratives = vectors.fit_transform(sentences)
    return (vectors.transform(texts) @ narratives.T).toarray()


def relevance_of(model: BearingClassifier, texts: list[str], count: int) -> NDArray[np.float64]:
    return model.rate(texts)["relevance"].to_numpy().reshape(len(texts), count)


class Remembering:
    """A sentence encoder that reads each text once: the draws show most texts again."""

    def __init__(self, encoder: Any) -> None:
        self.encoder = encoder
        self.known: dict[str, NDArray[np.float64]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        for text in texts:
            if text not in self.known:
                self.known[text] = self.encoder.encode([text])[0]
        return np.array([self.known[text] for text in texts])


class Fold(NamedTuple):
    """Weights learned without some claims, and which claims these are."""

    weights: dict[str, Any]
    news: set[str]
    posts: set[str]


def outer_folds(
    news: pd.DataFrame, posts: pd.DataFrame, sentences: Sequence[str], counted: Sequence[Counted]
) -> list[Fold]:
    """Learn all that ships five times, each time without a fifth of the claims of both sets."""
    rows = json.loads(TARGET.read_text(encoding="utf-8"))["rows"]
    parts = []
    for table in (news, posts):
        split = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
        parts.append(list(split.split(table, groups=table["narrative"])))
    found = []
    for (train_news, test_news), (train_posts, test_posts) in zip(*parts, strict=True):
        learned = learn(
            news.iloc[train_news],
            posts.iloc[train_posts],
            sentences,
            (counted[0].take(train_news), counted[1].take(train_posts)),
        )
        found.append(
            Fold(
                learned | {"rows": rows},
                set(news["narrative"].iloc[test_news]),
                set(posts["narrative"].iloc[test_posts]),
            )
        )
    return found


def choose_of_four(
    table: pd.DataFrame, folds: Sequence[Fold], examples: int, encoder: Any = None
) -> tuple[float, float]:
    """Choose one of four narratives; macro-F1 of the baseline and ours over the draws.

    The four come from one outer fold, so that the weights saw none of them.
    """
    about = table[table["stance"] != ""]
    counts = about["narrative"].value_counts()
    rng = np.random.default_rng(SEED)
    scores = []
    for draw in range(DRAWS):
        fold = folds[draw % len(folds)]
        names = sorted(name for name in fold.posts if counts.get(name, 0) >= 20)
        four = [names[n] for n in rng.choice(len(names), 4, replace=False)]
        own = about[about["narrative"].isin(four)].drop_duplicates("text")
        ids = own["narrative"].map({name: f"n{n}" for n, name in enumerate(four)})
        own = own.assign(narrative_id=ids)
        shown = own.iloc[:0]
        if examples:
            drawn = [
                rng.choice(np.flatnonzero(own["narrative"] == name), examples, replace=False)
                for name in four
            ]
            shown = own.iloc[np.concatenate(drawn)]
        rest = own.drop(shown.index)
        texts, right = rest["text"].tolist(), rest["narrative_id"].str[1:].astype(int).to_numpy()
        if examples:
            vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
            seen = vectors.fit_transform([*four, *shown["text"]])
            plain = LogisticRegression(C=10, max_iter=500)
            plain.fit(seen, [0, 1, 2, 3, *shown["narrative_id"].str[1:].astype(int)])
            baseline = plain.predict(vectors.transform(texts))
        else:
            baseline = cosine(four, texts).argmax(axis=1)
        model = BearingClassifier(encoder=encoder, weights=fold.weights)
        model.fit(as_narratives(four), shown)
        ours = relevance_of(model, texts, 4).argmax(axis=1)
        scores.append([f1_score(right, each, average="macro") for each in (baseline, ours)])
    first, second = np.mean(scores, axis=0)
    return float(first), float(second)


def hit_at_one(
    table: pd.DataFrame, folds: Sequence[Fold], encoder: Any = None
) -> tuple[float, float, int]:
    """Name the narrative of each text among all; its own was not among those learned from."""
    names = sorted(table["narrative"].unique())
    place = {name: n for n, name in enumerate(names)}
    ours, baseline = [], []
    for fold in folds:
        own = table[(table["stance"] != "") & table["narrative"].isin(fold.posts)]
        right, texts = own["narrative"].map(place).to_numpy(), own["text"].tolist()
        model = BearingClassifier(encoder=encoder, weights=fold.weights).fit(as_narratives(names))
        ours.append(relevance_of(model, texts, len(names)).argmax(axis=1) == right)
        baseline.append(cosine(names, texts).argmax(axis=1) == right)
    return float(np.concatenate(baseline).mean()), float(np.concatenate(ours).mean()), len(names)


def relevance_of_tables(
    table: pd.DataFrame, folds: Sequence[Fold], kind: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float64]]:
    """Rate relevance in tables of four narratives that the weights never saw.

    Returns what was stated, what was so, which pairs somebody labelled, and the cosine of
    pieces of words beside it.
    """
    found: list[tuple[NDArray[Any], ...]] = []
    for fold in folds:
        part = table[table["narrative"].isin(getattr(fold, kind))]
        features, about, labelled = draw_tables(part, rounds=2, seed=SEED + 1)
        weights = read_weights(fold.weights)
        logits = relevance_logits(weights, features)
        plain = features[:, RELEVANCE.index("pieces")]
        found.append((expit(logits), about, labelled, plain))
    stated, so, labelled, plain = (np.concatenate(each) for each in zip(*found, strict=True))
    return stated, so, labelled, plain


def relevance_at_once(
    table: pd.DataFrame, folds: Sequence[Fold]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Rate labelled pairs with all narratives of the set as definitions.

    Returns what was stated, what was so, and the cosine of pieces of words beside it.
    """
    names = sorted(table["narrative"].unique())
    place = {name: n for n, name in enumerate(names)}
    stated, so, plain = [], [], []
    for fold in folds:
        own = table[table["narrative"].isin(fold.posts)]
        rows, column = np.arange(len(own)), own["narrative"].map(place).to_numpy()
        model = BearingClassifier(weights=fold.weights).fit(as_narratives(names))
        stated.append(relevance_of(model, own["text"].tolist(), len(names))[rows, column])
        plain.append(cosine(names, own["text"].tolist())[rows, column])
        so.append((own["stance"] != "").to_numpy())
    return np.concatenate(stated), np.concatenate(so), np.concatenate(plain)


def stance_in_folds(
    table: pd.DataFrame, pairs: Pairs, folds: Sequence[Fold], kind: str, *, taught: bool
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Rate the stance of each claim with weights that never saw it.

    ``taught`` adds the labelled texts of the other claims of this set as a person's
    examples, which may teach any word.
    """
    shares = np.zeros((len(table), len(STANCES)))
    about = (table["stance"] != "").to_numpy()
    stances = table["stance"].to_numpy(dtype=str)
    for fold in folds:
        inside = table["narrative"].isin(getattr(fold, kind)).to_numpy()
        weights = read_weights(fold.weights)
        kinds = kinds_of(weights, table["text"].tolist())
        logits = stance_logits(weights, pairs, kinds)[:, 0]
        if taught:
            seen = np.flatnonzero(about & ~inside)
            moved = teach_stance(
                weights,
                logits[seen],
                [pairs.words[n] for n in seen],
                pairs.stance[seen, 0],
                stances[seen].tolist(),
            )
            logits = stance_logits(moved, pairs, kinds)[:, 0]
        shares[inside] = softmax(logits[inside])
    return shares[about], stances[about]


def own_pairs(table: pd.DataFrame) -> Pairs:
    """Count each text with its own narrative only; every word counts, for ``taught``."""
    names = sorted(table["narrative"].unique())
    topics = read_topics(names)
    definitions = [read_definition(topics, n, text) for n, text in enumerate(names)]
    column = table["narrative"].map({name: n for n, name in enumerate(names)}).to_numpy()
    rows = np.arange(len(table))
    wanted = np.zeros((len(table), len(names)), dtype=bool)
    wanted[rows, column] = True
    pairs = pair_features(topics, definitions, table["text"].tolist(), wanted=wanted)
    own = replace(
        pairs,
        relevance=pairs.relevance[rows, column][:, None],
        stance=pairs.stance[rows, column][:, None],
    )
    add_phrases(own)
    return own


def rows_of_articles(shipped: dict[str, Any]) -> Rows:
    """Measure the probability of drafted rows: dev with folds by article, test as shipped."""
    features, right, group = count_rows(load_articles("dev"), shipped)
    stated = np.zeros(len(right))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(
        features, groups=group
    ):
        stated[test] = apply_rows(learn_rows(features[train], right[train]), features[test])
    unseen, so, _ = count_rows(load_articles("test"), shipped)
    given = apply_rows(shipped["rows"], unseen)
    return [
        row(f"rows of `rate_bearings`, {name}", "share right", ours=float(true.mean()),
            cases=str(len(true)), calibration=f"row {calibration_error(sure, true):.3f}")
        for name, sure, true in (
            ("invented dev articles, folds by article", stated, right),
            ("invented test articles, as shipped", given, so),
        )
    ]  # fmt: skip


def apply_rows(learned: dict[str, Any], features: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.array([learned["weights"][name] for name in ROWS])
    return expit(features @ weights + learned["base"])


def baseline_stance(table: pd.DataFrame) -> float:
    """TF-IDF of the text and a linear model, folds by claim: the plain baseline."""
    table = table[table["stance"] != ""].reset_index(drop=True)
    found = np.empty(len(table), dtype=object)
    split = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in split.split(table, groups=table["narrative"]):
        vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        model = LogisticRegression(C=5, solver="liblinear", class_weight="balanced")
        model = OneVsRestClassifier(model)
        model.fit(vectors.fit_transform(table["text"].iloc[train]), table["stance"].iloc[train])
        found[test] = model.predict(vectors.transform(table["text"].iloc[test]))
    return float(f1_score(table["stance"], found.astype(str), average="macro"))


def macro(shares: NDArray[np.float64], stance: NDArray[np.str_]) -> float:
    """Macro-F1 of the likeliest stance, which is what the estimator answers."""
    chosen = np.array(STANCES)[shares.argmax(axis=1)]
    return float(f1_score(stance, chosen, average="macro"))


def error_of_stance(shares: NDArray[np.float64], stance: NDArray[np.str_]) -> float:
    chosen = np.array(STANCES)[shares.argmax(axis=1)]
    return calibration_error(shares.max(axis=1), chosen == stance)


def cards(data: Path, encoder: Any = None, with_it: str = "") -> Rows:
    """Five climate codes, ten examples each, no definitions but the examples."""
    train, val = (pd.read_csv(data / "flicc" / f"{part}.csv") for part in ("train", "val"))
    rows = []
    for name, level in (("five top codes", 1), ("five most frequent codes of level 2", 2)):
        code = [
            t["Claim"].astype(str).str.split(".").str[:level].str.join(".") for t in (train, val)
        ]
        five = list(code[0].value_counts().index[:5])
        ids = {value: f"n{n}" for n, value in enumerate(five)}
        test = val[code[1].isin(five)]
        right = code[1][code[1].isin(five)].map(ids)
        scores, stated, true = [], [], []
        for seed in range(20):
            shown = pd.concat([train[code[0] == c].sample(10, random_state=seed) for c in five])
            labels = code[0].loc[shown.index].map(ids)
            vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english")
            plain = LogisticRegression(C=10, max_iter=500)
            plain.fit(vectors.fit_transform(shown["text"]), labels)
            baseline = plain.predict(vectors.transform(test["text"]))
            # A code has no sentence here: the first example of each stands for one.
            first = [shown["text"][labels == f"n{n}"].iloc[0] for n in range(5)]
            examples = shown.assign(narrative_id=labels, stance="supports")
            model = BearingClassifier(encoder=encoder).fit(as_narratives(first), examples)
            found = relevance_of(model, test["text"].tolist(), 5)
            ours = np.array([f"n{n}" for n in found.argmax(axis=1)])
            scores.append([f1_score(right, each, average="macro") for each in (baseline, ours)])
            stated.append(found.ravel())
            true.append((right.to_numpy()[:, None] == [f"n{n}" for n in range(5)]).ravel())
        plain_score, our_score = np.mean(scores, axis=0)
        error = calibration_error(np.concatenate(stated), np.concatenate(true))
        rows.append(
            row(f"CARDS, 5-way ({name}), 10 examples each, val{with_it}", "macro-F1",
                baseline=plain_score, ours=our_score, goal=0.68, cases=f"{len(test)}, 20 draws",
                calibration=f"relevance {error:.3f}")
        )  # fmt: skip
    return rows


def speed(emergent: pd.DataFrame, vaccines: pd.DataFrame) -> Rows:
    rows = []
    for name, table in (("headlines", emergent), ("tweets", vaccines)):
        four = sorted(table["narrative"].unique())[:4]
        texts = (table["text"].tolist() * 3)[:6000]
        model = BearingClassifier().fit(as_narratives(four))
        model.rate(texts[:500])
        begun = time.process_time()
        model.rate(texts)
        middle = time.process_time()
        cosine(four, texts)
        ended = time.process_time()
        rows.append(
            row(f"speed, {name} against four narratives", "texts a second of one core",
                baseline=round(len(texts) / (ended - middle)),
                ours=round(len(texts) / (middle - begun)), goal=2000, cases=str(len(texts)))
        )  # fmt: skip
    return rows


def measure(data: Path, encoder: Any = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table of results, and what was stated and came true, for the diagram."""
    emergent, vaccines = load_emergent(data), load_vaccinelies(data)
    counted = [count_pairs(emergent), count_pairs(vaccines)]
    folds = outer_folds(emergent, vaccines, load_sentences(data), counted)
    rows: Rows = []
    diagram = {}
    for name, table, kind in (("Emergent", emergent, "news"), ("VaccineLies", vaccines, "posts")):
        stated, so, labelled, plain_score = relevance_of_tables(table, folds, kind)
        rows.append(
            row(f"relevance in tables of four ({name})", "AUROC",
                baseline=roc_auc_score(so, plain_score), ours=roc_auc_score(so, stated),
                cases=str(len(so)), calibration=f"relevance {calibration_error(stated, so):.3f}")
        )  # fmt: skip
        diagram[f"relevance, {name}"] = reliability(stated, so)
        if kind == "posts":
            some, true = stated[labelled], so[labelled]
            rows.append(
                row("none of these (VaccineLies), labelled pairs in tables of four", "AUROC",
                    baseline=roc_auc_score(true, plain_score[labelled]),
                    ours=roc_auc_score(true, some), goal=0.8, cases=str(len(true)),
                    calibration=f"relevance {calibration_error(some, true):.3f}")
            )  # fmt: skip
    stated, so, plain_score = relevance_at_once(vaccines, folds)
    rows.append(
        row("none of these (VaccineLies), labelled pairs, all narratives at once", "AUROC",
            baseline=roc_auc_score(so, plain_score), ours=roc_auc_score(so, stated), goal=0.8,
            cases=str(len(so)), calibration=f"relevance {calibration_error(stated, so):.3f}")
    )  # fmt: skip
    for name, table, kind, goal in (
        ("Emergent", emergent, "news", 0.78), ("VaccineLies", vaccines, "posts", 0.57),
    ):  # fmt: skip
        pairs, plain = own_pairs(table), baseline_stance(table)
        for how, taught in (("as shipped", False), ("taught by the set's other claims", True)):
            shares, stance = stance_in_folds(table, pairs, folds, kind, taught=taught)
            rows.append(
                row(f"stance, {name}, {how}", "macro-F1", baseline=plain,
                    ours=macro(shares, stance), goal=goal, cases=str(len(stance)),
                    calibration=f"stance {error_of_stance(shares, stance):.3f}")
            )  # fmt: skip
            if not taught:
                chosen = np.array(STANCES)[shares.argmax(axis=1)]
                diagram[f"stance, {name}"] = reliability(shares.max(axis=1), chosen == stance)
    for with_it, reader in [("", None), *([(WITH, encoder)] if encoder else [])]:
        for examples, goal in ((0, 0.86), (10, 0.88)):
            plain, ours = choose_of_four(vaccines, folds, examples, reader)
            known = f"{examples} examples each" if examples else "definitions only"
            rows.append(
                row(f"choose 1 of 4 (VaccineLies), {known}{with_it}", "macro-F1", baseline=plain,
                    ours=ours, goal=goal, cases=f"{DRAWS} draws")
            )  # fmt: skip
        plain, ours, count = hit_at_one(vaccines, folds, reader)
        rows.append(
            row(f"all {count} narratives at once, definitions only{with_it}", "hit@1",
                baseline=plain, ours=ours, goal=0.66,
                cases=str(int((vaccines["stance"] != "").sum())))
        )  # fmt: skip
        rows += cards(data, reader, with_it)
    rows += rows_of_articles(json.loads(TARGET.read_text(encoding="utf-8")))
    rows += speed(emergent, vaccines)
    return pd.DataFrame(rows), pd.concat([part.assign(of=name) for name, part in diagram.items()])


def as_markdown(table: pd.DataFrame) -> str:
    lines = [
        "| task | measure | TF-IDF alone | ours | goal | cases | calibration error |",
        "|---|---|---|---|---|---|---|",
    ]
    for values in table.to_dict("records"):
        numbers = [_number(values.get(name)) for name in ("baseline", "ours", "goal")]
        rest = [values["cases"], values.get("calibration")]
        cells = [values["task"], values["measure"], *numbers, *rest]
        lines.append("| " + " | ".join("" if c is None or c != c else str(c) for c in cells) + " |")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None or value != value:
        return ""
    return f"{value:,.0f}" if value > 1 else f"{value:.3f}"


def write(text: str) -> None:
    path = Path(__file__).with_name("RESULTS.md")
    old = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    before, _, rest = old.partition("<!-- bearings table -->\n")
    _, _, after = rest.partition("<!-- end of bearings table -->\n")
    block = f"<!-- bearings table -->\n{text}\n<!-- end of bearings table -->\n"
    path.write_text(f"{before}{block}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    parser.add_argument("--model", type=Path, help="a folder with a sentence encoder")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    arguments = parser.parse_args()
    encoder = Remembering(load_encoder(arguments.model)) if arguments.model else None
    begun = time.perf_counter()
    table, diagram = measure(arguments.data, encoder)
    text = as_markdown(table)
    text += (
        f"\n\nPython {platform.python_version()}, {time.perf_counter() - begun:.0f} s in all. "
        "Beside each calibration error stands the number of its cases."
    )
    print(text)
    if arguments.write:
        write(text)
        path = Path(__file__).with_name("reliability.csv")
        diagram.round(4).to_csv(path, index=False)


if __name__ == "__main__":
    main()
