"""How likely a draft is an attribution that a careful reader would mark, with this source.

A logistic regression over how sure the tagger is of each part, learned on annotated
articles that the tagger itself never saw; its weights lie in ``odds.json``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import exp, log, log1p

from narratives.attribution.draft import Draft
from narratives.attribution.rules.names import family_of
from narratives.schema import overlap
from narratives.tagging import TaggedText

LEAST = 0.35
"""What the tagger alone found is kept from this probability on."""
FEATURES = (
    "one",
    "by_both",
    "by_tagger",
    "cut_differently",
    "carried_over",
    "no_source",
    "sure_of_source",
    "sure_of_cue",
    "sure_of_content",
    "sure_of_links",
    "by_tagger_sure_of_cue",
    "by_tagger_sure_of_content",
    "by_tagger_known_cue",
    "by_tagger_length",
)
_FLOOR = 0.01
LINE = 0.9
"""Least probability of what a label or a line above gives to a speaker.

The tagger learned from articles and knows no transcript, thread or printed statement: its doubt
says nothing there. In six invented texts 115 of 118 such statements had the right speaker.
"""


def describe_draft(draft: Draft, tagged: TaggedText) -> list[float]:
    """Return ``FEATURES`` of a draft; what is a probability enters as its log-odds."""
    both = bool(draft.method) and draft.tagged is not None
    alone = not draft.method
    sure = {
        role: _log_odds(tagged.certainty(spans, role))
        for role, spans in (
            ("source", draft.source),
            ("cue", draft.cue),
            ("content", draft.content),
        )
    }
    links = _log_odds(draft.tagged.sure_of_links) if draft.tagged is not None else 0.0
    cut = draft.tagged is not None and not overlap(draft.content, draft.tagged.content)
    return [
        1.0,
        float(both),
        float(alone),
        float(cut),
        float(draft.voice is not None),
        float(not draft.source),
        sure["source"] if draft.source else 0.0,
        sure["cue"] if draft.cue else 0.0,
        sure["content"],
        links,
        sure["cue"] if alone else 0.0,
        sure["content"] if alone else 0.0,
        float(alone and draft.known_cue),
        log1p(len(tagged.words(draft.content))) if alone else 0.0,
    ]


def rate_draft(draft: Draft, tagged: TaggedText, model: str) -> float:
    """Return the probability of a draft, 0 to 1, in thousandths: what is shown decides."""
    weights = load_odds()[model]
    total = sum(w * f for w, f in zip(weights, describe_draft(draft, tagged), strict=True))
    likely = round(1 / (1 + exp(-max(-30.0, min(30.0, total)))), 3)
    return max(likely, LINE) if family_of(draft.method) == "line" else likely


def _log_odds(likely: float) -> float:
    bounded = min(max(likely, _FLOOR), 1 - _FLOOR)
    return log(bounded / (1 - bounded))


@cache
def load_odds() -> dict[str, list[float]]:
    """Return the weights of ``FEATURES`` for each model."""
    text = files("narratives.attribution").joinpath("odds.json").read_text(encoding="utf-8")
    weights: dict[str, list[float]] = json.loads(text)
    return weights
