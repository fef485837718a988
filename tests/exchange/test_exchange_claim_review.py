"""ClaimReview: claims with who made them, and no rating that nobody gave."""

from __future__ import annotations

import json

import pytest
import yaml
from traded import lines_of


@pytest.fixture(scope="module")
def written(trade, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "orlen.json"
    trade.export(path, "claimreview")
    return path


def every(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from every(inner)


def test_a_claim_has_its_words_who_said_them_and_where(written):
    graph = json.loads(written.read_text(encoding="utf-8"))["@graph"]
    sabotage = next(one for one in graph if one["name"] == "Sabotage")
    assert sabotage["claimReviewed"] == "Somebody blew up the dam."
    claims = {claim["text"]: claim for claim in sabotage["itemReviewed"]}
    assert claims["Це диверсія"]["author"] == {"@type": "Organization", "name": "The ministry"}
    assert claims["Це диверсія"]["appearance"]["name"] == "Гребля"


def test_there_is_no_rating_and_no_author_of_the_review(written):
    content = json.loads(written.read_text(encoding="utf-8"))
    assert "reviewRating" not in set(every(content))
    assert all("author" not in review for review in content["@graph"])
    assert "nobody gave one" in content["description"]


def test_what_went_out_is_known_when_it_comes_back(trade, written):
    twin = trade.twin()
    taken = trade.take(twin, written)
    assert taken.proposed == ()
    assert set(taken.report["why"]) == {"the case has this narrative already"}
    assert taken.summary().endswith("2 things unchanged, 0 things not taken.")
    assert lines_of(twin) == []


def test_a_checker_s_claim_is_proposed_and_the_verdict_left(trade, tmp_path):
    feed = {
        "@type": "DataFeed",
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "item": [
                    {
                        "@type": ["ClaimReview"],
                        "claimReviewed": "A meteorite hit the dam.",
                        "author": {"@type": "Organization", "name": "Checkers"},
                        "reviewRating": {"@type": "Rating", "alternateName": "Mostly wrong"},
                    },
                    {"@type": "ClaimReview", "url": "https://checkers.example/1"},
                ],
            }
        ],
    }
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(feed), encoding="utf-8")
    taken = trade.take(trade.twin(), path)
    (entry,) = taken.proposed
    assert yaml.safe_load(entry)["narratives"][0]["statement"] == "A meteorite hit the dam."
    assert [(row.place, row.why) for row in taken.report.itertuples()] == [
        ("review 1", "it is proposed for case.yaml, where a person puts it"),
        (
            "review 1",
            'the rating "Mostly wrong" of Checkers is not taken: it is another\'s verdict',
        ),
        ("review 2", "it has no claimReviewed"),
    ]
