"""Two people's logs, merged in any order, replay to one state."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings, strategies as st

from narratives import schema
from narratives.review import append_review, apply_to_bearings, apply_to_statements, load_review
from narratives.review.undoing import mark_of
from narratives.schema import Document

TEXT = "The dam broke. The mayor said so. The ministry denied it all."
TARGETS = ("flood:0-13", "flood:15-32")
FIELDS = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(["accept", "reject"])),
    st.tuples(st.just("strength"), st.sampled_from(schema.STRENGTHS)),
    st.tuples(st.just("content"), st.sampled_from(["0-7", "4-13", "34-46"])),
    st.tuples(st.just("merge"), st.sampled_from(TARGETS)),
    st.tuples(
        st.just("bearings"),
        st.sampled_from([[], [{"narrative": "neglect", "stance": "supports"}]]),
    ),
)


def lines_of(who: str) -> st.SearchStrategy[list[dict[str, object]]]:
    """Return logs of one person, each line later than the one before."""
    decision = st.tuples(st.integers(1, 90), st.sampled_from(TARGETS), FIELDS)

    def written(decisions: list[tuple[int, str, tuple[str, object]]]) -> list[dict[str, object]]:
        lines, minute = [], 0
        for wait, target, (field, value) in decisions:
            minute += wait
            at = f"2031-05-{6 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"
            told = {"target": target, "field": field, "value": value, "why": ""}
            lines.append({"at": at, "who": who, **told})
        return lines

    return st.lists(decision, max_size=6).map(written)


def draft() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = {}
    for target in TARGETS:
        row = dict.fromkeys(schema.STATEMENTS, "")
        content = target.split(":")[1]
        start, end = map(int, content.split("-"))
        row |= {"document_id": "flood", "content": content, "content_text": TEXT[start:end]}
        row |= {"probability": 0.5, "link_probability": float("nan"), "inferred": False}
        rows[target] = row
    statements = pd.DataFrame.from_dict(rows, orient="index").rename_axis("statement_id")
    bearings = pd.DataFrame(
        [(target, "none", "neutral", "stated", 0.9, "", "") for target in TARGETS],
        columns=list(schema.BEARINGS),
    )
    return statements, bearings


def state_of(path: Path, lines: list[dict[str, object]]) -> tuple[str, str]:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    review, warnings = load_review(path)
    assert warnings == []
    statements, bearings = draft()
    kept, _ = apply_to_statements(statements, review, [Document("flood", TEXT)])
    borne, _ = apply_to_bearings(bearings, review, kept, ["neglect"])
    return kept.to_json(orient="split"), borne.to_json(orient="split")


@given(ana=lines_of("ana"), ben=lines_of("ben"), data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_order_of_the_lines_of_two_people_gives_the_same_state(tmp_path, ana, ben, data):
    path = tmp_path / "review.jsonl"
    merged = data.draw(st.permutations(ana + ben))
    assert state_of(path, merged) == state_of(path, ana + ben) == state_of(path, ben + ana)


@given(ana=lines_of("ana"), ben=lines_of("ben"), data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_of_one_moment_keep_the_order_of_their_person_in_every_interleaving(
    tmp_path, ana, ben, data
):
    path = tmp_path / "review.jsonl"
    for line in ana + ben:
        line["at"] = "2031-05-06T10:00:00Z"
    turns = data.draw(st.permutations([True] * len(ana) + [False] * len(ben)))
    left, right = iter(ana), iter(ben)
    woven = [next(left if turn else right) for turn in turns]
    assert state_of(path, woven) == state_of(path, ana + ben) == state_of(path, ben + ana)


def test_lines_of_one_call_have_a_moment_each(tmp_path):
    path = tmp_path / "review.jsonl"
    entry = {"who": "ana", "target": TARGETS[0], "field": "strength"}
    append_review(path, [{**entry, "value": value} for value in ("hint", "likely", "certain")])
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({line["at"] for line in lines}) == 3
    assert state_of(path, lines[::-1]) == state_of(path, lines)


def test_the_last_decision_by_time_wins_whatever_the_zone(tmp_path):
    path = tmp_path / "review.jsonl"
    line = {"target": TARGETS[0], "field": "strength", "why": ""}
    early = {**line, "at": "2031-05-06T12:00:00+02:00", "who": "ana", "value": "hint"}
    late = {**line, "at": "2031-05-06T11:00:00Z", "who": "ben", "value": "certain"}
    for lines in ([early, late], [late, early]):
        assert '"certain"' in state_of(path, lines)[0]
        review, _ = load_review(path)
        assert review["who"].tolist() == ["ana", "ben"]
        assert sorted(review["line"]) == [1, 2]


def test_a_name_with_spaces_around_it_is_the_same_person(tmp_path):
    path = tmp_path / "review.jsonl"
    line = {"at": "2031-05-06T12:00:00Z", "target": TARGETS[0], "field": "strength", "why": ""}
    lines = [{**line, "who": who, "value": "hint"} for who in ("Ana Lind", " Ana  Lind ")]
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    review, _ = load_review(path)
    assert review["who"].tolist() == ["Ana Lind", "Ana Lind"]
    back = {**lines[1], "field": "undo", "value": mark_of(lines[1])}
    path.write_text("".join(json.dumps(one) + "\n" for one in [*lines, back]), encoding="utf-8")
    assert load_review(path)[0]["line"].tolist() == [1]


def test_the_marks_that_git_leaves_in_a_log_are_told_and_every_line_of_both_counts(tmp_path):
    path = tmp_path / "review.jsonl"
    line = {"at": "2031-05-06T10:00:00Z", "field": "status", "value": "accept", "why": ""}
    mine, other = (
        json.dumps({**line, "who": who, "target": target})
        for who, target in zip(("ana", "ben"), TARGETS, strict=True)
    )
    path.write_text(
        "\n".join(["<<<<<<< HEAD", mine, "||||||| base", "=======", other, ">>>>>>> ben", ""]),
        encoding="utf-8",
    )
    review, (warning,) = load_review(path)
    assert review["who"].tolist() == ["ana", "ben"]
    assert warning.startswith(f"{path}, lines 1, 3, 4, 6: git has left its marks here")
    assert '"review.jsonl merge=union"' in warning
    # They are no torn lines of this program, and none is marked as one.
    append_review(path, [{**line, "who": "cleo", "target": TARGETS[0]}])
    assert "torn" not in path.read_text(encoding="utf-8")
    assert load_review(path)[0]["who"].tolist() == ["ana", "ben", "cleo"]
