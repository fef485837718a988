"""Learn from held-out events how often the reader of bearings is right, and from where on to draft.

    python benchmarks/calibrate_reader.py --data FOLDER [--write]

reads the articles that ``train_reader.py`` kept apart with the shipped graph: whole articles are
what the suite is for, and each statement is read among those around it. Slope and shift turn the
probability of a stance into how often it is right, by logistic regression over pairs; the
threshold is where F1 of the pairs is best, where the better stance has at least ``MARGIN`` of
both. All are fitted on events and checked on the other half of them; ``--write`` fits on all and
writes ``narratives/bearing/odds.json``.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sheets import UNKNOWN, Example
from sklearn.linear_model import LogisticRegression
from train_sets import load_examples

from narratives.bearing.calibration import calibration_error, reliability
from narratives.bearing.odds import Odds, judge
from narratives.bearing.surroundings import NEIGHBOURS, NOWHERE, read_around, surroundings_of, weigh
from narratives.reading import Account, EncoderReader
from narratives.schema import NARRATOR

TARGET = Path(__file__).parents[1] / "narratives" / "bearing" / "odds.json"
RELIABILITY = Path(__file__).with_name("reliability.csv")
EVEN = 0.01
"""F1 so near the best is taken as even with it; the threshold is then the middle one of those."""
MARGIN = 0.6
"""One that left 3 opposite pairs in 100, the goal, would leave half of all (``RESULTS.md``)."""
LOWEST = 0.25
"""No bearing is drafted that is right less often than this."""
BESIDE = 0.75
"""Of 13 bearings under .5 beside one of the same stance over .75 two were right."""
SMALL = frozenset({"the", "a", "an", "of", "his", "her", "its", "their"})
"""Words of a name that do not tell who it is."""
LEAST = 0.02
"""Pairs whose better stance is less likely than this are no question."""
Floats = NDArray[np.float64]


@dataclass
class Article:
    """The statements of one article in the order of its text, as they are read one by one."""

    likely: Floats
    answers: NDArray[np.intp]
    around: Floats


def read_articles(examples: list[Example]) -> list[Article]:
    """Read articles, each with what stands around its statements."""
    reader = EncoderReader()
    events: dict[str, list[Example]] = {}
    for example in examples:
        events.setdefault(example.event, []).append(example)
    found = []
    for own in events.values():
        likely = reader.read([e.passage for e in own], [Account(a) for a in own[0].accounts]).likely
        place = np.arange(len(own))
        sides = [place + side * far for far in range(1, NEIGHBOURS + 1) for side in (-1, 1)]
        near = np.stack([np.where((p < 0) | (p >= len(own)), NOWHERE, p) for p in sides], axis=1)
        answers = np.array([e.answers for e in own])
        speakers = speakers_by_name([e.passage.source for e in own])
        found.append(Article(likely, answers, read_around(likely, near, speakers, {})))
    return found


def speakers_by_name(names: list[str]) -> NDArray[np.intp]:
    """Number the speakers of an article: where one name is part of the other, to its last word.

    "Its director, Ivo Brandl" and "Brandl" are one; the package knows it from the references.
    """
    words = [[w for w in re.findall(r"[\w']+", n.lower()) if w not in SMALL] for n in names]
    numbers: list[int] = []
    for here, own in enumerate(words):
        same = [
            numbers[there]
            for there, other in enumerate(words[:here])
            if own and other and own[-1] == other[-1]
            and (set(own) <= set(other) or set(other) <= set(own))
        ]  # fmt: skip
        numbers.append(NOWHERE if own in ([], [NARRATOR]) else min(same, default=here))
    return np.array(numbers)


def in_context(articles: list[Article]) -> list[tuple[Floats, NDArray[np.intp]]]:
    """Return log-probabilities and answers of each article, as statements are read among others."""
    by = surroundings_of(EncoderReader())
    return [(weigh(one.likely, one.around, by), one.answers) for one in articles]


def pairs_of(read: list[tuple[Floats, NDArray[np.intp]]]) -> tuple[Floats, NDArray[np.intp]]:
    likely = np.concatenate([one.reshape(-1, 3) for one, _ in read])
    answers = np.concatenate([two.ravel() for _, two in read])
    return likely[answers != UNKNOWN], answers[answers != UNKNOWN]


def fit(likely: Floats, answers: NDArray[np.intp]) -> Odds:
    chances = np.exp(likely[:, :2])
    stance = chances.argmax(axis=1)
    better = np.clip(chances.max(axis=1), 1e-6, 1 - 1e-6)
    some = better >= LEAST
    log_odds = np.log(better / (1 - better))[:, None]
    model = LogisticRegression(C=1e6).fit(log_odds[some], (stance == answers)[some])
    slope, shift = float(model.coef_[0, 0]), float(model.intercept_[0])
    slope, shift = round(slope, 3), round(shift, 3)
    fitting = []
    for threshold in np.arange(LOWEST, 0.71, 0.01):
        least = round(float(threshold), 2)
        odds = Odds(slope, shift, least, round(least / 2, 2), MARGIN)
        fitting.append((score(likely, answers, odds)["f1"], odds))
    best = max(f1 for f1, _ in fitting)
    even = [odds for f1, odds in fitting if f1 >= best - EVEN]
    return even[len(even) // 2]


def score(likely: Floats, answers: NDArray[np.intp], odds: Odds) -> dict[str, float]:
    judged = judge(likely[None], odds)
    sure, against = judged.sure[0], judged.against[0]
    right = sure & (answers == against.astype(int))
    opposite = sure & (answers < 2) & ~right
    gold = int((answers < 2).sum())
    firm = judged.probability[0] >= 0.8
    stated = judged.probability[0][sure]
    return {
        "f1": 2 * right.sum() / max(1, sure.sum() + gold),
        "precision": right.sum() / max(1, sure.sum()),
        "recall": right.sum() / max(1, gold),
        "opposite": opposite.sum() / max(1, sure.sum()),
        "drafted": int(sure.sum()),
        "right at .8": (right & firm).sum() / max(1, (sure & firm).sum()),
        "at .8": int((sure & firm).sum()),
        "calibration error": calibration_error(stated, right[sure]) if len(stated) else 0.0,
    }


def told(name: str, counts: dict[str, float]) -> str:
    return f"{name}: " + ", ".join(
        f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}"
        for key, value in counts.items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    _, held = load_examples(asked.data)
    held = [example for example in held if example.of_article]
    read = in_context(read_articles(held))
    halves = [read[half::2] for half in (0, 1)]
    stated, true = [], []
    for half in (0, 1):
        odds = fit(*pairs_of(halves[1 - half]))
        likely, answers = pairs_of(halves[half])
        print(told(f"half {half + 1}, {odds}", score(likely, answers, odds)))
        judged = judge(likely[None], odds)
        some = (judged.sure | judged.unsure)[0]
        stated.append(judged.probability[0][some])
        true.append((answers == judged.against[0].astype(int))[some])
    both = np.concatenate(stated), np.concatenate(true)
    print(f"drafted and unsure, each half by the other: error {calibration_error(*both):.3f}")
    odds = fit(*pairs_of(read))
    print(told(f"all, {odds}", score(*pairs_of(read), odds)))
    if asked.write:
        TARGET.write_text(
            json.dumps(vars(odds) | {"beside": BESIDE}, indent=2) + "\n", encoding="utf-8"
        )
        table = reliability(*both).round(4).assign(of="bearings on events held apart")
        table.to_csv(RELIABILITY, index=False)


if __name__ == "__main__":
    main()
