"""Measure the bearings on labelled data, and write the table down.

    python benchmarks/bearings.py --data FOLDER           print the table, about three minutes
    python benchmarks/bearings.py --data FOLDER --write   replace the section of RESULTS.md
    python benchmarks/bearings.py --data FOLDER --model MODEL_FOLDER   with a sentence encoder

All splits are by claim or narrative. Rows that need weights learn them on the training
folds of the same data set; the shipped weights, which have seen these files, are used
only where no label of the data set decides (choosing, definitions only).
"""

from __future__ import annotations

import argparse
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from train_bearings import (
    Counted,
    count_pairs,
    draw_tables,
    learn_relevance,
    learn_stance,
    load_emergent,
    load_vaccinelies,
)

from narratives.bearing import BearingClassifier, calibration_error, load_encoder, reliability
from narratives.bearing.features import RELEVANCE, STANCE
from narratives.bearing.weights import expit, softmax
from narratives.schema import STANCES

DRAWS = 60
FOLDS = 8
SEED = 0
Rows = list[dict[str, Any]]


def row(task: str, measure: str, **values: float | str) -> dict[str, Any]:
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


def choose_of_four(table: pd.DataFrame, examples: int, encoder: Any = None) -> tuple[float, float]:
    """Choose one of four narratives; macro-F1 of the baseline and ours over the draws."""
    about = table[table["stance"] != ""]
    counts = about["narrative"].value_counts()
    names = sorted(counts[counts >= 20].index)
    rng = np.random.default_rng(SEED)
    scores = []
    for _ in range(DRAWS):
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
        model = BearingClassifier(encoder=encoder).fit(as_narratives(four), shown)
        ours = relevance_of(model, texts, 4).argmax(axis=1)
        scores.append([f1_score(right, each, average="macro") for each in (baseline, ours)])
    first, second = np.mean(scores, axis=0)
    return float(first), float(second)


def hit_at_one(table: pd.DataFrame, encoder: Any = None) -> tuple[float, float, int]:
    about = table[table["stance"] != ""]
    names = sorted(table["narrative"].unique())
    right = about["narrative"].map({name: n for n, name in enumerate(names)}).to_numpy()
    texts = about["text"].tolist()
    model = BearingClassifier(encoder=encoder).fit(as_narratives(names))
    ours = relevance_of(model, texts, len(names)).argmax(axis=1)
    baseline = cosine(names, texts).argmax(axis=1)
    return float((baseline == right).mean()), float((ours == right).mean()), len(names)


def folds(counted: Counted) -> Any:
    rows = np.arange(len(counted.group))
    return GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, groups=counted.group)


def relevance_in_folds(counted: Counted) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    about = counted.stance != ""
    found = np.zeros(len(about))
    for train, test in folds(counted):
        learned = learn_relevance(counted.relevance[train], about[train])
        weights = np.array([learned["weights"][name] for name in RELEVANCE])
        found[test] = expit(counted.relevance[test] @ weights + learned["base"])
    return found, about


def relevance_of_tables(table: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Relevance in tables of four with narratives that the weights never saw."""
    names = np.array(sorted(table["narrative"].unique()))
    stated, true = [], []
    halves = np.random.default_rng(SEED).permutation(len(names)) % 2
    for half in (0, 1):
        seen = table["narrative"].isin(names[halves == half])
        features, about, weight = draw_tables(table[seen], rounds=4)
        learned = learn_relevance(features, about, weight)
        weights = np.array([learned["weights"][name] for name in RELEVANCE])
        unseen, labels, _ = draw_tables(table[~seen], rounds=2, seed=SEED + 1)
        stated.append(expit(unseen @ weights + learned["base"]))
        true.append(labels)
    return np.concatenate(stated), np.concatenate(true)


def stance_in_folds(
    counted: Counted, also: Counted | None = None
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Rate each claim with weights learned on the others; ``also`` joins the training."""
    counted = counted.take(np.flatnonzero(counted.stance != ""))
    found = np.zeros((len(counted.stance), len(STANCES)))
    for train, test in folds(counted):
        part = counted.take(train)
        if also is not None:
            from train_bearings import join

            part = join(part, also)
        found[test] = apply_stance(learn_stance(part), counted.take(test))
    return found, counted.stance


def apply_stance(learned: dict[str, Any], counted: Counted) -> NDArray[np.float64]:
    weights = np.array([learned["weights"][name] for name in STANCE])
    base = np.array([learned["base"][name] for name in STANCES])
    words = learned["words"]
    single = np.array(
        [
            np.sum([words[w] for w in some if w in words], axis=0) + np.zeros(len(STANCES))
            for some in counted.words
        ]
    )
    return softmax(counted.features @ weights + base + single)


def baseline_stance(table: pd.DataFrame) -> float:
    """TF-IDF of the text and a linear model, folds by claim: the plain baseline."""
    table = table[table["stance"] != ""].reset_index(drop=True)
    found = np.empty(len(table), dtype=object)
    split = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in split.split(table, groups=table["narrative"]):
        vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        model = LogisticRegression(C=5, max_iter=500, class_weight="balanced")
        model.fit(vectors.fit_transform(table["text"].iloc[train]), table["stance"].iloc[train])
        found[test] = model.predict(vectors.transform(table["text"].iloc[test]))
    return float(f1_score(table["stance"], found.astype(str), average="macro"))


def macro(shares: NDArray[np.float64], stance: NDArray[np.str_]) -> float:
    """Macro-F1 of the likeliest stance after most of the classes' prior is taken out.

    Rare stances count as much as common ones in this measure; the power .75 was fixed
    once for both data sets.
    """
    prior = shares.mean(axis=0)
    chosen = np.array(STANCES)[(shares / prior**0.75).argmax(axis=1)]
    return float(f1_score(stance, chosen, average="macro"))


def error_of_stance(shares: NDArray[np.float64], stance: NDArray[np.str_]) -> float:
    chosen = np.array(STANCES)[shares.argmax(axis=1)]
    return calibration_error(shares.max(axis=1), chosen == stance)


def cards(data: Path, encoder: Any = None) -> Rows:
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
            row(f"CARDS, 5-way ({name}), 10 examples each, val", "macro-F1", baseline=plain_score,
                ours=our_score, goal=0.68, cases=f"{len(test)}, 20 draws",
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


def measure(data: Path, encoder: Any = None) -> pd.DataFrame:
    emergent, vaccines = load_emergent(data), load_vaccinelies(data)
    rows: Rows = []
    for examples, goal in ((0, 0.86), (10, 0.88)):
        plain, ours = choose_of_four(vaccines, examples, encoder)
        known = f"{examples} examples each" if examples else "definitions only"
        rows.append(
            row(f"choose 1 of 4 (VaccineLies), {known}", "macro-F1", baseline=plain, ours=ours,
                goal=goal, cases=f"{DRAWS} draws")
        )  # fmt: skip
    plain, ours, count = hit_at_one(vaccines, encoder)
    rows.append(
        row(f"all {count} narratives at once, definitions only", "hit@1", baseline=plain,
            ours=ours, goal=0.66, cases=str(int((vaccines["stance"] != "").sum())))
    )  # fmt: skip
    of_vaccines, of_emergent = count_pairs(vaccines), count_pairs(emergent)
    stated, true = relevance_in_folds(of_vaccines)
    plain_score = of_vaccines.relevance[:, RELEVANCE.index("pieces")]
    rows.append(
        row("none of these (VaccineLies), narratives never seen", "AUROC",
            baseline=roc_auc_score(true, plain_score), ours=roc_auc_score(true, stated), goal=0.8,
            cases=str(len(true)), calibration=f"relevance {calibration_error(stated, true):.3f}")
    )  # fmt: skip
    for name, table in (("Emergent", emergent), ("VaccineLies", vaccines)):
        stated, true = relevance_of_tables(table)
        rows.append(
            row(f"relevance in tables of four ({name}), narratives never seen", "AUROC",
                ours=roc_auc_score(true, stated), cases=str(len(true)),
                calibration=f"relevance {calibration_error(stated, true):.3f}")
        )  # fmt: skip
    for name, table, counted, other, goal in (
        ("Emergent, folds by claim", emergent, of_emergent, of_vaccines, 0.78),
        ("VaccineLies, narratives never seen", vaccines, of_vaccines, of_emergent, 0.57),
    ):
        other = other.take(np.flatnonzero(other.stance != ""))
        for how, also in (("", None), (", learned with the other set too", other)):
            shares, stance = stance_in_folds(counted, also)
            rows.append(
                row(f"stance, {name}{how}", "macro-F1", baseline=baseline_stance(table),
                    ours=macro(shares, stance), goal=goal, cases=str(len(stance)),
                    calibration=f"stance {error_of_stance(shares, stance):.3f}")
            )  # fmt: skip
        learned = learn_stance(other)
        about = counted.take(np.flatnonzero(counted.stance != ""))
        shares = apply_stance(learned, about)
        rows.append(
            row(f"stance, {name.split(',')[0]}, learned on the other set only", "macro-F1",
                ours=macro(shares, about.stance), cases=str(len(about.stance)),
                calibration=f"stance {error_of_stance(shares, about.stance):.3f}")
        )  # fmt: skip
    rows += cards(data, encoder)
    rows += speed(emergent, vaccines)
    return pd.DataFrame(rows)


def write_reliability(data: Path) -> None:
    """Write what was stated and what came true, for the diagram in notebook 03."""
    found = {}
    for name, table in (("Emergent", load_emergent(data)), ("VaccineLies", load_vaccinelies(data))):
        counted = count_pairs(table)
        shares, stance = stance_in_folds(counted)
        chosen = np.array(STANCES)[shares.argmax(axis=1)]
        found[f"stance, {name}"] = reliability(shares.max(axis=1), chosen == stance)
    found["relevance, VaccineLies"] = reliability(*relevance_in_folds(counted))
    table = pd.concat([part.assign(of=name) for name, part in found.items()])
    path = Path(__file__).with_name("reliability.csv")
    table.round(4).to_csv(path, index=False)


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
    encoder = load_encoder(arguments.model) if arguments.model else None
    begun = time.perf_counter()
    text = as_markdown(measure(arguments.data, encoder))
    text += (
        f"\n\nPython {platform.python_version()}, {time.perf_counter() - begun:.0f} s in all. "
        "Beside each calibration error stands the number of its cases."
    )
    print(text)
    if arguments.write:
        write(text)
        write_reliability(arguments.data)


if __name__ == "__main__":
    main()
