"""Learn which source and content belong to which cue, from annotated passages: one command.

    python benchmarks/train_links.py --polnear FOLDER

writes ``narratives/tagging/links.json``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from polnear import Article, label_words, load_articles
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from narratives.schema import Span, overlap
from narratives.tagging.linking import FEATURES, MarkedParagraph, RolePassage, find_passages
from narratives.tagging.words import Paragraph

TARGET = Path(__file__).parents[1] / "narratives" / "tagging" / "links.json"


def span_of(paragraph: Paragraph, passage: RolePassage) -> Span:
    return paragraph.starts[passage.first], paragraph.ends[passage.last]


def pairs_of(article: Article) -> dict[str, list[tuple[list[float], bool]]]:
    """Return features and truth of every pair of a cue with a source or content beside it."""
    found: dict[str, list[tuple[list[float], bool]]] = {"source": [], "content": []}
    paragraphs = article.paragraphs()
    labels = label_words(paragraphs, article.attributions)
    for paragraph, row in zip(paragraphs, labels, strict=True):
        reading = MarkedParagraph(paragraph, find_passages(row))
        for cue in reading.by_role["cue"]:
            place = span_of(paragraph, cue)
            owners = [a for a in article.attributions if overlap([place], a["cue"])]
            for role, pairs in found.items():
                for other in reading.by_role[role]:
                    span = [span_of(paragraph, other)]
                    right = any(overlap(span, owner[role]) for owner in owners)
                    pairs.append((reading.features(cue, other), right))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, required=True, help="folder of PolNeAR")
    asked = parser.parse_args()
    articles = load_articles(asked.polnear, "train")
    weights = {}
    for role in ("source", "content"):
        rows, truth, groups = [], [], []
        for number, article in enumerate(articles):
            for features, right in pairs_of(article)[role]:
                rows.append(features)
                truth.append(right)
                groups.append(number)
        x, y = np.array(rows), np.array(truth)
        hits = []
        for learn, test in GroupKFold(5).split(x, y, groups):
            model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
            hits.append(model.fit(x[learn], y[learn]).score(x[test], y[test]))
        model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(x, y)
        print(f"{role}: {len(y)} pairs, {y.mean():.2f} belong together, right {np.mean(hits):.3f}")
        weights[role] = [round(float(weight), 4) for weight in model.coef_[0]]
    assert all(len(found) == len(FEATURES) for found in weights.values())
    TARGET.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
