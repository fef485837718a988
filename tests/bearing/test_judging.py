"""Learning from the review, the least sure first, calibration and the encoder's file."""

import json

import numpy as np
import pandas as pd
import pytest

from narratives.bearing import (
    calibration_error,
    changed_bearings,
    examples_from_review,
    least_sure,
    load_encoder,
    rate_bearings,
    reliability,
)
from narratives.bearing.judging import leave_out
from narratives.bearing.records import Told
from narratives.schema import NarrativesError, SchemaError


def test_the_last_line_on_a_statement_makes_the_example():
    statements = pd.DataFrame(
        {"cue_text": ["denied", "said"], "content_text": ["a leak", "rain"]},
        index=["a:1-2", "a:5-9"],
    )
    review = pd.DataFrame(
        {
            "target": ["a:1-2", "a:1-2", "a:5-9", "gone:1-2"],
            "field": "bearings",
            "value": [
                [{"narrative": "gas", "stance": "supports"}],
                [{"narrative": "gas", "stance": "disputes"}],
                [],
                [{"narrative": "gas", "stance": "supports"}],
            ],
        }
    )
    found = examples_from_review(review, statements)
    assert found.to_numpy().tolist() == [
        ["denied a leak", "gas", "disputes", "a:1-2"],
        ["said rain", "none", "neutral", "a:5-9"],
    ]


def test_a_line_that_names_an_unknown_narrative_makes_no_example():
    statements = pd.DataFrame({"cue_text": ["said"], "content_text": ["rain"]}, index=["a:1-2"])
    value = [{"narrative": "flood", "stance": "supports"}]
    review = pd.DataFrame({"target": ["a:1-2"], "field": "bearings", "value": [value]})
    assert examples_from_review(review, statements, ["gas"]).empty


@pytest.fixture(scope="module")
def ferry():
    """Six statements on an invented ferry; no word of the last five is in a definition."""
    narratives = pd.DataFrame(
        {
            "title": ["Overloading", "Collision"],
            "statement": [
                "The ferry sank because it carried too many people.",
                "A barge rammed the ferry.",
            ],
            "terms": [(), ()],
        },
        index=["load", "ram"],
    )
    told = [
        "the ferry sank with too many people aboard",
        "tickets were sold twice for every bench",
        "twice as many tickets as benches were sold",
        "tickets for each bench were sold two times",
        "more tickets than benches had been sold",
        "the tickets sold outnumbered the benches",
    ]
    statements = pd.DataFrame(
        {
            "document_id": "a", "source": "0-3", "polarity": "asserts", "source_text": "She",
            "cue": [f"{n}00-{n}04" for n in range(1, 7)],
            "content": [f"{n}05-{n}50" for n in range(1, 7)],
            "cue_text": "said", "content_text": told,
        },
        index=[f"a:{n}05-{n}50" for n in range(1, 7)],
    )  # fmt: skip
    return statements, narratives


def _read(statements, rows, narrative="load"):
    value = [{"narrative": narrative, "stance": "supports"}]
    return pd.DataFrame(
        {"target": [statements.index[n] for n in rows], "field": "bearings",
         "value": [value] * len(rows)}
    )  # fmt: skip


def test_what_a_person_set_teaches_the_draft_of_other_statements(ferry):
    statements, narratives = ferry
    plain = rate_bearings(statements, narratives)
    examples = examples_from_review(_read(statements, [1, 2, 3, 4]), statements)
    taught = rate_bearings(statements, narratives, examples=examples)
    assert plain["narrative_id"].tolist() == ["load", *["none"] * 5]
    assert taught["narrative_id"].iloc[5] == "load"
    assert taught["why"].iloc[5] == "like the review's examples; no rule names it"


def test_a_statement_is_never_drafted_by_its_own_example(ferry):
    statements, narratives = ferry
    examples = examples_from_review(_read(statements, [2], "ram"), statements)
    plain = rate_bearings(statements, narratives)
    taught = rate_bearings(statements, narratives, examples=examples)
    pd.testing.assert_series_equal(taught.iloc[2], plain.iloc[2])


def test_the_same_words_elsewhere_are_left_out_together(ferry):
    statements, _ = ferry
    twice = statements.assign(content_text="tickets were sold")
    examples = examples_from_review(_read(twice, [0]), twice)
    told = [
        Told(key, "a", 0, 0, 1, "0-1", "tickets were sold", "said", "", "", "asserts")
        for key in twice.index
    ]
    ((some, shown),) = leave_out(told, examples)
    assert len(some) == 6
    assert shown.empty


def test_the_least_sure_come_first_and_reviewed_ones_not_at_all():
    bearings = pd.DataFrame(
        {"statement_id": ["a", "b", "b", "c"], "probability": [0.9, 0.8, 0.3, 0.1]}
    )
    assert least_sure(bearings, 5, ["c"])["statement_id"].tolist() == ["b", "a"]


def test_only_what_changed_is_listed():
    before = pd.DataFrame(
        {"statement_id": ["a", "b"], "narrative_id": ["x", "x"], "stance": ["supports"] * 2}
    )
    after = before.assign(stance=["supports", "disputes"])
    assert changed_bearings(before, after).index.tolist() == ["b"]


def test_the_calibration_error_by_hand():
    # Two pieces: .25 stated and 1 of 2 true; .85 stated and 2 of 2 true.
    stated, true = [0.25, 0.25, 0.85, 0.85], [0, 1, 1, 1]
    assert calibration_error(stated, true) == pytest.approx((0.25 * 2 + 0.15 * 2) / 4)
    assert reliability(stated, true)["cases"].tolist() == [2, 2]


def test_probabilities_outside_their_range_are_refused():
    with pytest.raises(SchemaError, match="outside 0 to 1"):
        calibration_error([1.2], [1])
    with pytest.raises(SchemaError, match=r"shapes \(1,\) and \(2,\)"):
        calibration_error([0.2], [1, 0])


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(
        NarrativesError, match=r"lacks config\.json, vocab\.txt, model\.safetensors"
    ):
        load_encoder(tmp_path)


def test_a_tiny_encoder_gives_rows_of_length_one(tmp_path):
    rng = np.random.default_rng(0)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "dam", "##s", "burst"]
    shapes = {
        "embeddings.word_embeddings.weight": (len(words), 4),
        "embeddings.position_embeddings.weight": (128, 4),
        "embeddings.token_type_embeddings.weight": (2, 4),
    }
    for name in ("embeddings", *(f"encoder.layer.0.{p}output" for p in ("attention.", ""))):
        shapes |= {f"{name}.LayerNorm.weight": (4,), f"{name}.LayerNorm.bias": (4,)}
    dense = [f"attention.self.{kind}" for kind in ("query", "key", "value")]
    for name in (*dense, "attention.output.dense"):
        shapes |= {f"encoder.layer.0.{name}.weight": (4, 4), f"encoder.layer.0.{name}.bias": (4,)}
    for name, out, into in (("intermediate", 8, 4), ("output", 4, 8)):
        shapes[f"encoder.layer.0.{name}.dense.weight"] = (out, into)
        shapes[f"encoder.layer.0.{name}.dense.bias"] = (out,)
    header, body = {}, b""
    for name, shape in shapes.items():
        raw = rng.normal(size=shape).astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32", "shape": shape, "data_offsets": [len(body), len(body) + len(raw)],
        }  # fmt: skip
        body += raw
    head = json.dumps(header).encode()
    (tmp_path / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + body)
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    (tmp_path / "config.json").write_text('{"num_attention_heads": 2, "num_hidden_layers": 1}')
    found = load_encoder(tmp_path).encode(["Dams burst", "dam ###", "Dams burst"])
    assert found.shape == (3, 4)
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0)
    assert np.array_equal(found[0], found[2])
