"""Sure, unsure and not read, with a reader whose answers are known."""

from __future__ import annotations

import pandas as pd
from fixed_reader import FixedReader, supports, unsure_chance

from narratives.bearing import (
    is_unread,
    is_unsure,
    least_sure,
    rate_bearings,
    sure_bearings,
    unsure_bearings,
)

NARRATIVES = pd.DataFrame(
    {"title": ["Leak"], "statement": ["Gas leaked."], "terms": [()]},
    index=pd.Index(["leak"], name="narrative_id"),
)
CONTENTS = ("surely it leaked", "perhaps it leaked", "it rained", "мэр сказал, что он не знал")


def rated(*, unsure: bool = True) -> pd.DataFrame:
    spans = [f"{100 * n}-{100 * n + len(words)}" for n, words in enumerate(CONTENTS)]
    statements = pd.DataFrame(
        {
            "document_id": "a",
            "source": "",
            "cue": "",
            "content": spans,
            "source_text": "",
            "cue_text": "",
            "content_text": list(CONTENTS),
        },
        index=[f"a:{span}" for span in spans],
    )
    chances = {"surely": 0.97, "perhaps": unsure_chance()}
    reader = FixedReader(lambda p, _: supports(chances.get(p.content.split()[0], 0.001)))
    return rate_bearings(statements, NARRATIVES, unsure=unsure, reader=reader)


def test_a_bearing_under_its_threshold_is_unsure_and_says_which_way_it_leans():
    (row,) = unsure_bearings(rated()).to_dict("records")

    assert row["narrative_id"] == "leak"
    assert row["why"].startswith("unsure: rather for it")


def test_a_statement_without_a_sure_bearing_still_has_its_row():
    sure = sure_bearings(rated())

    assert sure["statement_id"].nunique() == len(sure) == len(CONTENTS)
    pd.testing.assert_frame_equal(sure, rated(unsure=False))
    why = sure["why"].iloc[1]
    assert why.startswith("unsure: rather for leak (0.")


def test_what_was_not_read_has_no_probability_and_no_stance():
    table = rated()
    unread = table[is_unread(table)]

    assert len(unread) == 1
    assert unread["probability"].isna().all()
    assert unread["narrative_id"].tolist() == ["none"]
    assert not is_unsure(unread).any()


def test_the_unsure_are_read_first():
    first = least_sure(rated(), 2)

    assert first["why"].iloc[0].startswith("unsure")
    assert first["narrative_id"].iloc[0] == "leak"
    assert not is_unread(least_sure(rated(), 9)).any()
