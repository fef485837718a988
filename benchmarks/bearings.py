"""Measure the reader of bearings on labelled data of others: stance, choice, speed.

    python benchmarks/bearings.py --data FOLDER            some three minutes on one core
    python benchmarks/bearings.py --data FOLDER --write    replace the section of RESULTS.md

FOLDER holds ``emergent/headlines.csv`` and ``vaccinelies/pairs.csv``. The shipped reader learned
from neither. *As shipped* it reads a headline or post beside its claim alone, and the likeliest of
its three answers counts; *a head on its states* is a logistic regression on what the reader gives
out, taught on the other claims, five folds by claim; TF-IDF is the same regression on words and
pairs of words of the text, with the same folds. *Choose 1 of 4* puts the right claim beside three
others. ``benchmarks/events.py`` measures invented articles, from the text to the bearing.
"""

from __future__ import annotations

import argparse
import csv
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from narratives.bearing.calibration import calibration_error
from narratives.bearing.odds import judge, shipped_odds
from narratives.reading import ANSWERS, Account, EncoderReader, Passage

RESULTS = Path(__file__).with_name("RESULTS.md")
BEGIN, END = "<!-- bearings: begin -->", "<!-- bearings: end -->"
OLD = {"Emergent": ("0.749", "0.800"), "VaccineLies": ("0.428", "0.570")}
"""What the two engines of rules reached (commit 7cc4858), and the goal."""
STANCES = {"for": 0, "accept": 0, "against": 1, "reject": 1, "observing": 2, "no_stance": 2}
FOLDS = 5
SEED = 0
CHOICES = 600
Floats = NDArray[np.float64]


def load(path: Path, claim: str, text: str) -> tuple[list[str], list[str], NDArray[np.intp]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["stance"] in STANCES]
    answers = np.array([STANCES[row["stance"]] for row in rows])
    return [row[claim] for row in rows], [row[text] for row in rows], answers


def passage(text: str) -> Passage:
    return Passage("", "", text, "", text)


def read_pairs(claims: list[str], texts: list[str]) -> tuple[Floats, Floats]:
    """Return log-probabilities and states of each text beside its claim alone."""
    reader = EncoderReader()
    likely, states = [], []
    for claim, text in zip(claims, texts, strict=True):
        reading = reader.read([passage(text)], [Account(claim)])
        likely.append(reading.likely[0, 0])
        assert reading.states is not None
        states.append(reading.states[0, 0])
    return np.array(likely), np.array(states)


def by_folds(features: list[str] | Floats, answers: NDArray[np.intp], claims: list[str]) -> Floats:
    """Answer every row by what the rows of other claims teach."""
    found = np.zeros(len(answers))
    for learned, asked in GroupKFold(FOLDS).split(answers, groups=claims):
        if isinstance(features, np.ndarray):
            seen, new = features[learned], features[asked]
        else:
            words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
            seen = words.fit_transform([features[n] for n in learned])
            new = words.transform([features[n] for n in asked])
        model = LogisticRegression(C=1.0, max_iter=1000, class_weight="balanced")
        found[asked] = model.fit(seen, answers[learned]).predict(new)
    return found


def macro(answers: NDArray[np.intp], found: Floats) -> str:
    return f"{f1_score(answers, found, average='macro'):.3f}"


def measure_stance(name: str, claims: list[str], texts: list[str], answers: Floats) -> list[str]:
    likely, states = read_pairs(claims, texts)
    judged = judge(likely, shipped_odds())
    sure = judged.sure
    right = answers[sure] == judged.against[sure].astype(int)
    opposite = (answers[sure] < 2) & ~right
    error = calibration_error(judged.probability[sure], right)
    old, goal = OLD[name]
    features = np.hstack([states, likely])
    shipped = macro(answers, likely.argmax(axis=1))
    words = macro(answers, by_folds(texts, answers, claims))
    headed = macro(answers, by_folds(features, answers, claims))
    rows = [
        ("macro-F1 of TF-IDF, taught on other claims", words, ""),
        ("of the rules of before, taught on other claims", old, ""),
        ("of the reader **as shipped**, which learned from neither", shipped, goal),
        ("of a head on its states, taught on other claims", headed, goal),
    ]
    lines = [f"| {name} | {what} | {value} | {wanted} |" for what, value, wanted in rows]
    share = right.mean() if len(right) else float("nan")
    lines.append(
        f"| {name} | of {int(sure.sum())} drafted, right / opposite / calibration error | "
        f"{share:.2f} / {opposite.mean():.2f} / {error:.3f} | |"
    )
    return lines


def measure_choice(claims: list[str], texts: list[str]) -> str:
    """Choose the claim of a headline among four."""
    reader, draw = EncoderReader(), np.random.default_rng(SEED)
    names = sorted(set(claims))
    right = 0
    some = draw.choice(len(texts), min(CHOICES, len(texts)), replace=False)
    for number in some:
        others = [name for name in draw.choice(names, 6, replace=False) if name != claims[number]]
        four = [claims[number], *map(str, others[:3])]
        order = draw.permutation(4)
        reading = reader.read([passage(texts[number])], [Account(four[n]) for n in order])
        neither = reading.likely[0, :, ANSWERS.index("neither")]
        right += order[int(neither.argmin())] == 0
    return f"| Emergent | choose 1 of 4, share right of {len(some)} | {right / len(some):.3f} | |"


def measure_speed(claims: list[str], texts: list[str]) -> list[str]:
    """Time pairs on one core: headlines beside four claims, and passages of events."""
    reader = EncoderReader()
    accounts = [Account(name) for name in sorted(set(claims))[:4]]
    reader.read([passage(texts[0])], accounts)
    begin = time.process_time()
    reader.read([passage(text) for text in texts[:300]], accounts)
    each = 300 * len(accounts) / (time.process_time() - begin)
    begin = time.process_time()
    for claim, text in zip(claims[:300], texts[:300], strict=True):
        reader.read([passage(text)], [Account(claim)])
    alone = 300 / (time.process_time() - begin)
    return [
        f"| speed | pairs a second of one core, headlines beside four claims | {each:.0f} | 250 |",
        f"| speed | the same, beside one claim | {alone:.0f} | |",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    emergent = load(asked.data / "emergent" / "headlines.csv", "claim", "headline")
    lies = load(asked.data / "vaccinelies" / "pairs.csv", "narrative", "text")
    lines = ["| data | measure | figure | goal |", "| --- | --- | --- | --- |"]
    lines += measure_stance("Emergent", *emergent)
    lines.append(measure_choice(*emergent[:2]))
    lines += measure_stance("VaccineLies", *lies)
    lines += measure_speed(*emergent[:2])
    text = "\n".join(lines)
    print(text)
    if asked.write:
        old = RESULTS.read_text(encoding="utf-8")
        before, after = old.split(BEGIN)[0], old.split(END)[1]
        RESULTS.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
