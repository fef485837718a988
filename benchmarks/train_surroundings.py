"""Learn what the statements around one are worth: see ``narratives/bearing/surroundings.py``.

    python benchmarks/train_surroundings.py --data FOLDER [--write]

reads invented articles with the graph that ships and learns, from what it finds in a statement,
in the three before and after it and in the others of its speaker, for or against which account
the statement is: by multinomial logistic regression over pairs. Each sixth of the articles is
measured by the others; ``--write`` learns from all and writes
``narratives/bearing/surroundings.json``.

Articles that the network learned from teach less: it is too sure of them. So it takes those that
``train_reader.py`` kept apart, as what ships does, or, with ``--sheets FILE``, sheets that it never
saw.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from calibrate_reader import Article, read_articles, score
from numpy.typing import NDArray
from sheets import UNKNOWN, examples_of, load_sheets
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from train_sets import load_examples

from narratives.bearing.odds import Odds
from narratives.bearing.surroundings import PLACES, Surroundings, odds_in, weigh

TARGET = Path(__file__).parents[1] / "narratives" / "bearing" / "surroundings.json"
HELD = 0.3
"""Inverse of the ridge; features have variance 1."""
PARTS = 6
OWN = 2
"""Features of a statement's own reading."""
Floats = NDArray[np.float64]


def rows_of(articles: list[Article]) -> tuple[Floats, NDArray[np.intp], NDArray[np.intp]]:
    """Return what is known of each pair, its answer and its text; missing is no statement."""
    rows, answers, texts = [], [], []
    for number, one in enumerate(articles):
        own = odds_in(one.likely)
        both = np.concatenate([own, one.around.reshape(*own.shape[:2], -1)], axis=-1)
        rows.append(both.reshape(-1, both.shape[-1]))
        answers.append(one.answers.ravel())
        texts.append(np.full(one.answers.size, number))
    wanted, text = np.concatenate(answers), np.concatenate(texts)
    known = wanted != UNKNOWN
    return np.concatenate(rows)[known], wanted[known], text[known]


def learn(rows: Floats, answers: NDArray[np.intp]) -> Surroundings:
    """Learn weights; what is missing counts as usual."""
    usual, spread = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0) + 1e-9
    scaled = np.nan_to_num((rows - usual) / spread)
    model = LogisticRegression(C=HELD, max_iter=3000).fit(scaled, answers)
    weights = (model.coef_[:2] - model.coef_[2]) / spread
    base = model.intercept_[:2] - model.intercept_[2] - weights[:, :OWN] @ usual[:OWN]
    return Surroundings(
        weights[:, :OWN].round(4),
        weights[:, OWN:].reshape(2, PLACES, 4).round(4),
        usual[OWN:].reshape(PLACES, 4).round(4),
        base.round(4),
    )


def told(name: str, likely: list[Floats], articles: list[Article]) -> str:
    """Say what F1 of the pairs is at the threshold that is best."""
    rows = np.concatenate([one.reshape(-1, 3) for one in likely])
    answers = np.concatenate([one.answers.ravel() for one in articles])
    rows, answers = rows[answers != UNKNOWN], answers[answers != UNKNOWN]
    tried = [score(rows, answers, Odds(threshold=t / 100, margin=0.5)) for t in range(12, 80)]
    best = max(tried, key=lambda counts: counts["f1"])
    return (
        f"{name}: F1 {best['f1']:.3f}, precision {best['precision']:.3f}, "
        f"recall {best['recall']:.3f}, opposite {best['opposite']:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sheets", type=Path, nargs="+", default=[])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    if asked.sheets:
        examples = [e for event in load_sheets(asked.sheets) for e in examples_of(event)]
    else:
        examples = [e for e in load_examples(asked.data)[1] if e.of_article]
    articles = read_articles(examples)
    rows, answers, texts = rows_of(articles)
    print(f"{len(articles)} articles, {len(rows)} pairs")
    by_others: list[Floats] = [one.likely for one in articles]
    for learned, measured in GroupKFold(PARTS, shuffle=True, random_state=0).split(
        rows, groups=texts
    ):
        by = learn(rows[learned], answers[learned])
        for number in set(texts[measured]):
            one = articles[number]
            by_others[number] = weigh(one.likely, one.around, by)
    print(told("each by itself", [one.likely for one in articles], articles))
    print(told("with what stands around", by_others, articles))
    if asked.write:
        by = learn(rows, answers)
        numbers = {name: value.tolist() for name, value in vars(by).items()}
        TARGET.write_text(json.dumps(numbers) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
