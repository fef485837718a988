"""Copies reach the scores; claims, numbers and names through time."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pandas as pd
import pytest
from many_texts_case import many_comparison
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from typer.testing import CliRunner

from narratives.case import load_case
from narratives.cli import app
from narratives.cli.across_time import _print_timeline
from narratives.copies import (
    Clock,
    Compared,
    changing_numbers,
    count_namings,
    finding,
    numbers_through_time,
)
from narratives.copies.claims import find_rises
from narratives.copies.folding import mark_copies, share_origins
from narratives.figures import (
    lineage_table,
    plot_copies,
    plot_texts,
    plot_timeline,
    texts_table,
    timeline_table,
)
from narratives.report import render_report
from narratives.report.accounts import key_accounts, number_statements
from narratives.report.across import list_across
from narratives.review import apply_to_copies, check_entry
from narratives.schema import Document
from narratives.stages import Comparison, compare
from narratives.telling.crossing import list_first_heard, list_numbers, write_when
from narratives.telling.lineage import count_folded, folded_in_words, lay_lineage

Plot = Callable[[Comparison, Axes], Axes]
FIRST = "The dam above Orlen broke because it was never repaired, the mayor said on Monday.\n"
AGAIN = "The dam above Orlen broke because it was never repaired, officials said on Monday.\n"
ENTRY = "- {{id: {0}, file: {0}.txt, publisher: {1}, published: {2}, language: en}}\n"


def orlen(make_case: Callable[..., Path], review: list[dict[str, object]] | None = None) -> Path:
    rows = [("first", "Sol", "2031-05-06"), ("again", "Alba", "2031-05-07")]
    folder = make_case(documents="".join(ENTRY.format(*row) for row in rows), review=review)
    (folder / "documents" / "flood.txt").unlink()
    for name, text in (("first", FIRST), ("again", AGAIN)):
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def line(target: str, value: str) -> dict[str, object]:
    return {
        "at": "2031-05-08T10:00:00Z", "who": "ana", "target": target, "field": "copied_from",
        "value": value, "why": "",
    }  # fmt: skip


def test_a_copy_with_another_source_has_the_origin_of_its_original(
    make_case: Callable[..., Path],
) -> None:
    comparison = compare(load_case(orlen(make_case)))

    origins = comparison.statements.groupby("document_id")["origin_id"].first().to_dict()
    assert origins == {"again": "town", "first": "town"}
    assert comparison.folded["original_document_id"].tolist() == ["first"]
    neglect = comparison.voices.loc[("neglect", "supports")]
    assert neglect[["kind", "mentions"]].values.tolist() == [["origin", 2]]
    assert folded_in_words(comparison).startswith("1 of the 2 statements stands in another text")


def test_page_figure_and_terminal_say_where_not_every_text_was_compared_with_every_other(
    make_case: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = orlen(make_case)
    rows = [*Path(folder / "documents" / "documents.yaml").read_text().splitlines()]
    rows.append(ENTRY.format("other", "Orb", "2031-05-08").rstrip())
    (folder / "documents" / "documents.yaml").write_text("\n".join(rows) + "\n")
    (folder / "documents" / "other.txt").write_text("The orchestra opened its season early.\n")
    whole = compare(load_case(folder))
    assert whole.compared == Compared(texts=3, pairs=3, most=None, full=0)
    assert not whole.folded.empty

    monkeypatch.setattr(finding, "FEW", 2)
    bounded = compare(load_case(folder))

    told = "of the 3 pairs that 3 texts make, 1 were compared word for word"
    assert told not in folded_in_words(whole)
    assert told in folded_in_words(bounded)
    assert told in render_report(bounded)
    ax = plot_copies(bounded, Figure(figsize=(8, 2)).subplots())
    assert told in " ".join(" ".join(text.get_text() for text in ax.texts).split())
    for command in ("copies", "timeline"):
        printed = CliRunner().invoke(app, [command, str(folder)])
        assert told in " ".join(printed.stdout.split())


def test_a_person_who_says_that_a_text_has_it_from_nobody_unfolds_it(
    make_case: Callable[..., Path],
) -> None:
    comparison = compare(load_case(orlen(make_case, [line("again", "none")])))

    assert comparison.folded.empty
    assert comparison.corrections["field"].tolist() == ["copied_from"]
    assert len(comparison.voices.loc[("neglect", "supports")]) == 2


def test_ten_copies_are_one_witness() -> None:
    origins = ["city"] + [""] * 9
    statements = pd.DataFrame(
        {"source_id": [f"paper{n}" for n in range(10)], "origin_id": origins},
        index=[f"d{n}:1-9" for n in range(10)],
    )
    folded = pd.DataFrame({"copy_of": "d0:1-9"}, index=statements.index[1:])

    assert set(share_origins(statements, folded)["origin_id"]) == {"city"}
    reports = pd.DataFrame(
        {"statement_id": statements.index, "source_id": statements["source_id"], "copied_from": ""}
    )
    assert mark_copies(reports, statements, folded)["copied_from"].tolist() == ["", *["paper0"] * 9]


def test_a_copy_that_names_somebody_keeps_its_own_origin() -> None:
    statements = pd.DataFrame(
        {"source_id": ["unnamed", "berg"], "origin_id": ["unnamed", "city"]}, index=["a", "b"]
    )
    folded = pd.DataFrame({"copy_of": ["a"]}, index=["b"])

    assert share_origins(statements, folded)["origin_id"].tolist() == ["unnamed", "city"]
    reports = pd.DataFrame({"statement_id": ["b"], "source_id": ["berg"], "copied_from": [""]})
    assert mark_copies(reports, statements, folded)["copied_from"].tolist() == [""]


@pytest.mark.parametrize(
    ("target", "value", "status", "message"),
    [
        ("b", "a", "applied", ""),
        ("b", "none", "applied", ""),
        ("bb", "a", "gone", "no such text is in the case."),
        ("b", "b", "refused", 'it names itself. Write the id of another text, or "none".'),
        ("b", "x", "refused", 'it names "x", which is no text of the case. Write the id'),
    ],
)
def test_each_line_about_a_copy_is_told_what_became_of_it(
    target: str, value: str, status: str, message: str
) -> None:
    review = pd.DataFrame([{"line": 1, **line(target, value)}])

    _, corrections = apply_to_copies(review, ["a", "b"])

    assert corrections["status"].tolist() == [status]
    assert corrections["message"][0].startswith(message)


def test_a_line_of_review_takes_the_id_of_a_text() -> None:
    assert check_entry(line("again", "first")) == []
    assert check_entry(line("again", "the first one"))[0].startswith(
        'value "the first one" of copied_from is not an id.'
    )


def test_a_text_without_a_date_is_never_the_first() -> None:
    claims = many_comparison().claims

    assert not claims[claims["document_id"] == "planet-3"]["first"].any()
    assert claims["first"].any()


def test_the_entries_of_a_live_blog_have_their_own_time() -> None:
    claims = many_comparison().claims
    blog = claims[claims["document_id"] == "echo-live"]

    assert set(zip(blog["entry"], blog["at"], strict=True)) >= {
        (2, "2031-03-04T09:20+01:00"),
        (5, "2031-03-04T22:45+01:00"),
    }


def test_what_a_copy_makes_firmer_without_a_basis_is_named() -> None:
    rises = many_comparison().rises

    assert rises[["before", "after", "way", "new_basis"]].values.tolist()[0] == [
        "coastwire-1:307-355",
        "newsmill-1:281-316",
        "in a copy",
        "",
    ]


def rises(*claims: tuple[str, str, int], bases: dict[str, set[str]] | None = None) -> list[str]:
    """Give the claims of one voice as (document, strength, number), and return what rises."""
    rows = [
        {
            "narrative_id": "fire", "stance": "supports", "voice": "city", "name": "City",
            "document_id": document, "entry": 0, "strength": strength, "words": "",
            "statement_id": f"s{n}", "copy_of": "",
        }
        for document, strength, n in claims
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    statements = table.set_index("statement_id").assign(content_text="")
    found = find_rises(table, statements, bases or {})
    return [f"{r.before}-{r.after} {r.new_basis}".strip() for r in found.itertuples()]


def test_a_voice_that_becomes_firmer_is_named_with_its_new_basis() -> None:
    told = (("a", "hint", 1), ("b", "certain", 2))

    assert rises(*told) == ["s1-s2"]
    assert rises(*told, bases={"s2": {"images"}}) == ["s1-s2 images"]
    assert rises(*told, bases={"s1": {"images"}, "s2": {"images"}}) == ["s1-s2"]


def test_firmer_words_in_the_same_text_are_no_rise() -> None:
    assert rises(("a", "possible", 1), ("a", "certain", 2), ("b", "certain", 3)) == []


def test_a_number_that_changes_is_one_claim() -> None:
    dead = list_numbers(many_comparison())["dead"]

    assert [step.number for step in dead] == [11, 14, 19, 17, 23, 29, 22]
    assert dead[0].bound == "at least"
    assert dead[3].publishers[:2] == ("Coastwire", "Varnhaven Echo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 115 people were killed.", [("dead", 115)]),
        ("The death toll rose to 133.", [("dead", 133)]),
        ("Twenty-three died and 41 people were injured.", [("dead", 23), ("injured", 41)]),
        ("In 1999 many were killed.", []),
        ("A man of 40 years was killed.", []),
        ("The man was killed on 4 May.", []),
        ("It cost $500 and nobody died. ", []),
        ("1,200 were evacuated.", [("displaced", 1200)]),
    ],
)
def test_what_a_number_counts_is_read(text: str, expected: list[tuple[str, int]]) -> None:
    texts = [Document("a", text, published="2031-05-06")]

    found = numbers_through_time(texts, Clock(texts))

    assert list(zip(found["thing"], found["number"], strict=True)) == expected
    assert changing_numbers(found).empty


def test_names_are_counted_by_publisher_and_only_where_there_are_two() -> None:
    counted = count_namings(many_comparison().namings)

    assert counted.loc[("who did it", "terrorist"), "The Patriot"] == 4
    assert counted.groupby(level=0).size().min() > 1


def test_trees_begin_with_the_text_that_others_have_their_words_from() -> None:
    rows = lay_lineage(many_comparison())

    roots = [row.document_id for row in rows if row.depth == 0]
    assert roots == ["coastwire-1", "state-1", "coastwire-2", "coastwire-3"]
    assert all(rows[row.above].depth == row.depth - 1 for row in rows if row.depth)
    deep = [row.document_id for row in rows if row.depth == 2]
    assert deep == ["capital-2", "patriot-3"]


def test_folded_voices_are_counted_text_by_text() -> None:
    comparison = many_comparison()
    counted = count_folded(comparison)
    claims = comparison.claims
    keys = claims[["narrative_id", "stance", "document_id", "voice"]].agg("|".join, axis=1)

    own = set(keys[claims["copy_of"] == ""])
    assert counted.heard == len(set(keys))
    assert counted.folded == len(set(keys) - own)


def test_first_appearances_are_in_the_order_of_their_dates() -> None:
    found = list_first_heard(many_comparison())

    assert list(found) == ["dust", "sabotage", "provocation"]
    times = [one.at for one in found["dust"] if len(one.at) > len("2031-03")]
    assert times[:2] == ["2031-03-03T23:40+01:00"] * 2
    assert times == sorted(times)


def test_a_date_is_written_with_its_zone() -> None:
    assert write_when("2031-03-04T09:15:30Z") == "4 Mar 09:15 (Z)"
    assert write_when("2031-03") == "Mar 2031"


def test_the_page_shows_passages_word_for_word_and_escapes_them(
    make_case: Callable[..., Path],
) -> None:
    folder = orlen(make_case)
    for name, word in (("first", "<b>dam</b>"), ("again", "<i>dam</i>")):
        file = folder / "documents" / f"{name}.txt"
        file.write_text(file.read_text("utf-8").replace("dam", word), encoding="utf-8")

    html = render_report(compare(load_case(folder)), "2031-05-07")

    part = html[html.index("id=across") : html.index("id=cannot")]
    assert "&lt;<del>b</del>&gt;dam" in part
    assert "&lt;<ins>i</ins>&gt;dam" in part
    assert "<b>dam" not in part


def test_a_new_basis_is_told_in_words_of_readers_in_the_terminal_and_on_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    comparison = copy(many_comparison())
    kinds = "claim_of_responsibility;bare_assertion"
    vars(comparison)["rises"] = comparison.rises.iloc[:1].assign(new_basis=kinds)
    places = {d.document_id: n for n, d in enumerate(comparison.documents, start=1)}

    _print_timeline(comparison)
    across = list_across(
        comparison, number_statements(comparison), key_accounts(comparison), places
    )

    words = "claim of responsibility, assertion"
    assert f"New basis: {words}." in " ".join(capsys.readouterr().out.split())
    assert across.rises[0].new_basis == words


def test_the_page_of_many_texts_has_them_all() -> None:
    comparison = many_comparison()
    places = {d.document_id: n for n, d in enumerate(comparison.documents, start=1)}

    across = list_across(
        comparison, number_statements(comparison), key_accounts(comparison), places
    )

    opened = [line for line in across.lines if line.passages]
    assert [len(across.lines), len(opened)] == [24, 20]
    assert across.rises[0].new_basis == ""
    assert across.rises[0].after[1] == "the attack was caused by grain dust"
    assert across.times[0].account.title == "A dust explosion"


@pytest.mark.parametrize("plot", [plot_copies, plot_timeline, plot_texts])
def test_a_figure_of_thirty_texts_names_every_publisher_or_voice(plot: Plot) -> None:
    ax = plot(many_comparison(), Figure(figsize=(11, 9)).subplots())

    drawn = " ".join(text.get_text() for text in ax.texts)
    tables = {plot_copies: lineage_table, plot_timeline: timeline_table, plot_texts: texts_table}
    table = tables[plot](many_comparison())
    names = table["name"] if "name" in table else table["publisher"]
    cut = {name for name in names if len(name) > 22}
    assert [name for name in dict.fromkeys(names) if name not in drawn and name not in cut] == []


def command(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_the_command_copies_shows_who_has_it_from_whom(make_case: Callable[..., Path]) -> None:
    folder = orlen(make_case, [line("first", "again")])

    status, told = command("copies", folder, "--words")
    assert status == 0
    assert "person: a person" in told
    assert "label" not in told
    status, told = command("copies", folder / "documents", "--format", "csv")
    assert told.splitlines()[1].split(",")[:2] == ["first", ""]


def test_one_text_alone_has_no_copies(make_case: Callable[..., Path]) -> None:
    status, told = command("copies", orlen(make_case) / "documents" / "first.txt")

    assert status == 1
    assert "one text alone has no copies. Name a case with several texts" in told


def test_the_command_timeline_tells_what_was_folded(make_case: Callable[..., Path]) -> None:
    folder = orlen(make_case)

    status, told = command("timeline", folder)
    assert status == 0
    assert "1 of the 2 statements stands in another text already." in told
    status, told = command("timeline", folder, "--format", "jsonl")
    rows = [json.loads(row) for row in told.splitlines() if row.startswith("{")]
    assert [(row["document"], row["first"], row["copy_of"] != "") for row in rows] == [
        ("first", True, False),
        ("again", False, True),
    ]
