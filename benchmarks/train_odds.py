"""Learn how likely a draft is right, from articles that the taggers never saw: one command.

    python benchmarks/train_odds.py --polnear FOLDER

writes ``narratives/attribution/odds.json``. What stands inside another attribution is
left out, since PolNeAR annotates no attribution inside another.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from polnear import Article, agrees, as_polnear, load_articles, split_apart
from sklearn.linear_model import LogisticRegression

from narratives.attribution import odds, read_drafts
from narratives.attribution.odds import FEATURES, describe_draft
from narratives.schema import Document
from narratives.tagging import MODELS

TARGET = Path(__file__).parents[1] / "narratives" / "attribution" / "odds.json"


def rows_of(article: Article, model: str) -> list[tuple[list[float], bool]]:
    """Return features and truth of each draft, those included that would not be kept."""
    drafts, tagged, _ = read_drafts(Document("article", article.text), model, least=0.0)
    place = {id(draft): number for number, draft in enumerate(drafts)}
    rows = [
        (
            {"source": d.source, "cue": d.cue, "content": d.content},
            place.get(id(d.voice)) if d.voice is not None else None,
        )
        for d in drafts
    ]
    return [
        (describe_draft(drafts[number], tagged), agrees(reading.found, article.attributions))
        for reading in as_polnear(article.text, rows)
        for number in reading.members
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--polnear", type=Path, required=True, help="folder of PolNeAR")
    asked = parser.parse_args()
    articles = split_apart(load_articles(asked.polnear, "train"))[1]
    # Every draft is wanted, whatever the odds of before say.
    odds.load_odds = lambda: dict.fromkeys(MODELS, [0.0] * len(FEATURES))
    weights = {}
    for model in MODELS:
        rows = [row for article in articles for row in rows_of(article, model)]
        x, y = np.array([r for r, _ in rows]), np.array([right for _, right in rows])
        fitted = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(x, y)
        weights[model] = [round(float(weight), 4) for weight in fitted.coef_[0]]
        print(f"{model}: {len(y)} drafts of {len(articles)} articles, {y.mean():.2f} right")
    assert all(len(found) == len(FEATURES) for found in weights.values())
    TARGET.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
