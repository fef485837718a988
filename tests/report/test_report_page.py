from __future__ import annotations

import base64
import csv
import dataclasses
import hashlib
import io
import itertools
import json
import re
import tarfile
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from port_case import many_accounts, port_comparison
from seed_case import seed_page

from narratives.case import load_case
from narratives.report import render_report, write_report
from narratives.schema import Document, NarrativesError
from narratives.scores import rank_narratives, voices
from narratives.stages import Comparison, compare

DATE = "2031-05-07"


@pytest.fixture(scope="module")
def port() -> Comparison:
    return port_comparison()


@pytest.fixture(scope="module")
def html(port: Comparison) -> str:
    return render_report(port, DATE)


class _Page(HTMLParser):
    """Collects ids, links, headings and every tag of a page."""

    # What follows ends these elements too, as HTML has it.
    ENDED = ("li", "td", "th", "tr", "p", "dt", "dd", "thead", "tbody")
    VOID = ("meta", "use", "circle", "path", "input", "br", "wbr", "col")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag and self.open[-1] in self.ENDED:
            self.open.pop()
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_every_tag_is_closed_and_every_id_stands_once(html: str) -> None:
    page = _Page(html)

    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


@cache
def _of_many(number: int) -> _Page:
    return _Page(render_report(many_accounts(number), DATE))


@pytest.mark.parametrize("number", [1, 3, 12])
def test_every_link_leads_to_a_place_on_the_page(number: int) -> None:
    page = _of_many(number)
    links = [link for link in page.links if not link.startswith("data:")]

    assert links
    assert {link[1:] for link in links} <= set(page.ids)
    assert all(link.startswith("#") for link in links)


def test_statements_and_words_are_linked_both_ways(port: Comparison, html: str) -> None:
    for number in range(1, len(port.statements) + 1):
        assert f"id=t{number} href=#s{number}" in html
        assert f"<tr id=s{number}" in html
        assert f"<a href=#t{number}" in html


def test_sections_stand_in_the_order_of_the_design(html: str) -> None:
    assert re.findall(r"<section id=(\w+)", html) == [
        "summary",
        "cannot",
        "text",
        "statements",
        "matrix",
        "sources",
        "tensions",
        "voice",
        "left",
        "method",
    ]


def test_headings_never_skip_a_level(html: str) -> None:
    for page in (_Page(html), _of_many(1), _of_many(12)):
        levels = page.headings

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_nothing_is_fetched_from_anywhere(html: str) -> None:
    page = _Page(html)

    for tag, attributes in page.tags:
        assert tag not in ("img", "iframe", "object", "embed", "base", "form", "link")
        assert "src" not in attributes
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"""(?:href|src)=["']?(?:https?:)?//""", html)


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_no_other(html: str) -> None:
    policy = next(
        a["content"] for tag, a in _Page(html).tags if tag == "meta" and "http-equiv" in a
    )
    for name in ("style", "script"):
        text = re.search(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)  # not the block of data
        assert text is not None
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none'; ")
    assert "unsafe" not in str(policy)


def test_the_three_sentences_stand_on_the_page(port: Comparison, html: str) -> None:
    lead = re.search(r"<div class=lead>(.*?)</div>", html, re.DOTALL)
    assert lead is not None
    words = " ".join(re.sub(r"<[^>]+>", "", lead[1].replace("<p>", " ")).split())

    assert words == port.summary()


def test_the_page_does_not_judge_the_event(html: str) -> None:
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)

    assert not re.search(r"\b(true|false|debunked|%)\b", text, re.IGNORECASE)


def test_what_no_one_disputes_is_printed_as_silence(html: str) -> None:
    assert html.count("No one in this text disputes it. Silence is not support.") == 2


def test_furniture_is_shown_and_marked_as_left_out(html: str) -> None:
    assert re.search(r"class=furn id=p\d+><small>left out: donation", html)


def test_corrections_by_hand_are_marked_with_their_reason(html: str) -> None:
    assert "Decisions by hand: 1" in html
    assert "1 of them changes or completes the draft, 0 confirm it. By reader, 2031-05-07." in html
    assert "<b>strength set by hand; the draft: certain</b>: “probably” hedges it" in html
    assert "<summary>Why; changed by hand ✎</summary>" in html


def test_a_draft_says_that_it_is_one() -> None:
    html = render_report(port_comparison(draft=True), DATE)

    assert "DRAFT, not reviewed by a person" in html
    assert "No person has looked at its 10 statements and 9 bearings." in html
    assert "The review was left out of this draft." in html


def test_facts_from_outside_are_marked_as_not_in_the_text(html: str) -> None:
    assert "<dt>Not in the text<dd>The year is not in the text.<" in html


def test_the_hash_of_each_document_is_given(port: Comparison, html: str) -> None:
    assert port.documents[0].sha256 in html


def _download(html: str) -> dict[str, str]:
    found = re.search(r'href="data:application/gzip;base64,([^"]+)"', html)
    assert found is not None
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(found[1]))) as archive:
        return {
            entry.name: archive.extractfile(entry).read().decode("utf-8")  # type: ignore[union-attr]
            for entry in archive
        }


def test_every_table_can_be_taken_from_the_page_as_csv_and_as_json(
    port: Comparison, html: str
) -> None:
    files = _download(html)
    about = json.loads(files["comparison.json"])

    tables = port.to_tables()
    assert tables.pop("relations").empty, "no table where no account has to do with another"
    assert about["summary"] == port.summary()
    assert about["tables"] == list(tables)
    assert len(files) == 1 + 2 * len(about["tables"])
    for name, table in tables.items():
        data = json.loads(files[f"{name}.json"])
        lines = list(csv.reader(io.StringIO(files[f"{name}.csv"].lstrip("\ufeff"), newline="")))
        assert lines[0] == data["columns"]
        assert len(lines) - 1 == len(data["data"]) == len(table), name
    assert json.loads(files["matrix.json"])["data"][3] == ["item:4", 0.0, -1.0, None]
    matrix = pd.read_csv(io.StringIO(files["matrix.csv"]), index_col="item_id")
    pd.testing.assert_frame_equal(matrix, port.matrix, check_names=False)


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "  =")


@pytest.mark.parametrize("firsts", [FORMULAS[:7], FORMULAS[-7:]], ids=["narrow", "wide"])
def test_no_cell_of_a_csv_file_runs_as_a_formula_and_numbers_stay_numbers(
    port: Comparison, firsts: tuple[str, ...]
) -> None:
    labels = [f'{first}HYPERLINK("x")\nthen' for first in firsts]  # One for each item.
    files = _download(
        render_report(dataclasses.replace(port, items=port.items.assign(label=labels)), DATE)
    )
    table = pd.read_csv(io.StringIO(files["items.csv"], newline=""), index_col="item_id")
    ratings = pd.read_csv(io.StringIO(files["matrix.csv"]), index_col="item_id")

    assert table["label"].tolist() == [f"'{label}" for label in labels]
    assert table["credibility"].tolist()[0] == 3.0
    assert ratings["accident"].min() == 0.0
    assert ratings["missile"].min() == -2.0
    data = pd.read_json(io.StringIO(files["items.json"]), orient="split")
    assert data["label"].tolist() == labels


def test_the_same_comparison_and_date_give_the_same_bytes(html: str) -> None:
    anew = port_comparison.__wrapped__()  # Not the object that all tests share.
    assert render_report(anew, DATE) == html


def test_the_date_comes_from_the_environment_where_it_is_set(
    port: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1935913600")

    assert "2031-05-07" in render_report(port)


def test_a_date_that_is_none_is_refused(port: Comparison) -> None:
    with pytest.raises(NarrativesError, match=r'date "May 7" is not a date\. Write it as year'):
        render_report(port, "May 7")


def test_the_file_is_written_whole_and_leaves_nothing_beside_it(
    port: Comparison, html: str, tmp_path: Path
) -> None:
    path = write_report(port, tmp_path / "new" / "port.html", date=DATE)

    assert path.read_text(encoding="utf-8") == html
    assert [p.name for p in path.parent.iterdir()] == ["port.html"]


def test_a_page_of_an_article_is_small(html: str) -> None:
    assert len(html.encode()) < 100_000


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e{{ 7*7 }}&lt;"


def _hostile() -> Comparison:
    """Every text that comes from outside holds markup, a template and a bidi control."""
    port = port_comparison()
    words = lambda table, columns: table.assign(**dict.fromkeys(columns, HOSTILE))  # noqa: E731
    document = dataclasses.replace(
        port.documents[0],
        text=port.documents[0].text.replace("Radio Coast", HOSTILE),
        title=HOSTILE,
        publisher=HOSTILE,
        url="javascript:alert(1)",
        language='en" onclick="alert(1)',
        outside=(HOSTILE,),
    )
    return dataclasses.replace(
        port,
        name=HOSTILE,
        question=HOSTILE,
        documents=(document,),
        narratives=words(port.narratives, ["title", "statement", "colour"]),
        sources=words(port.sources, ["name", "kind", "reliability"]),
        origins=words(port.origins, ["name", "kind"]),
        statements=words(
            port.statements,
            ["source_text", "cue_text", "content_text", "source_name", "candidates", "flags"],
        ),
        items=words(port.items, ["label", "rated_by", "relevance"]),
        bearings=words(port.bearings, ["why"]),
        tensions=words(port.tensions, ["why", "kind"]),
        corrections=words(port.corrections, ["why", "who", "at", "draft", "value"]),
        settings={HOSTILE: HOSTILE},
        warnings=(HOSTILE,),
    )


def test_a_reason_is_said_once() -> None:
    port = port_comparison()
    why = "the ministry names the payer, and nobody else does"
    hand = port.corrections.assign(
        field="bearings", draft="none neutral stated", value="[]", why=why
    )
    bearings = port.bearings.assign(why=why)
    html = render_report(
        dataclasses.replace(
            port,
            corrections=hand,
            bearings=bearings[bearings["statement_id"] == hand["target"].iloc[0]],
        ),
        DATE,
    )

    assert html.count(why) == 1
    assert "<b>bearing kept</b>: the ministry names the payer" in html


def test_a_reason_that_holds_for_two_accounts_is_said_once_with_both(port: Comparison) -> None:
    suggested = port.statements.index[port.statements["cue_text"] == "suggested"][0]
    row = port.bearings[port.bearings["statement_id"] == suggested].assign(why="it names both")
    bearings = pd.concat([row, row.assign(narrative_id="sabotage", stance="disputes")])
    html = render_report(dataclasses.replace(port, bearings=bearings), DATE)

    assert html.count("it names both") == 1
    assert re.search(r">C</a> <a [^>]*>B</a> it names both", html)


def test_what_a_pointing_word_means_stands_apart_from_the_reason(html: str) -> None:
    assert "points back Points back to “sabotage by Norland”." in html


def test_items_give_the_reasons_for_their_ratings() -> None:
    port = port_comparison()
    told = {"target": "item:4", "field": "rating", "why": "anyone would deny it"}
    ratings = {"draft": '{"sabotage": "I"}', "value": '{"sabotage": "N"}'}
    hand = port.corrections.assign(**told, **ratings)
    html = render_report(dataclasses.replace(port, corrections=hand), DATE)

    assert "<b>ratings set by hand; the draft: B I</b>: anyone would deny it" in html
    assert "<li>ratings set by hand: <a href=#e4>E4</a><" in html


def test_a_decision_that_could_not_be_applied_is_listed_with_what_is_wrong() -> None:
    port = port_comparison()
    gone = port.corrections.assign(target="port:1-2", status="gone", message="it is not there.")
    html = render_report(dataclasses.replace(port, corrections=gone), DATE)

    assert (
        "<li>port:1-2, strength set by hand; the draft: certain (not applied, gone: it is not "
        "there.): “probably” hedges it<" in html
    )
    assert "0 of them change or complete the draft, 0 confirm it." in html


def test_stated_and_implied_disputes_are_told_apart() -> None:
    port = port_comparison()
    suggested = port.statements.index[port.statements["cue_text"] == "suggested"][0]
    more = pd.DataFrame(
        [(suggested, "sabotage", "disputes", "implied", 0.9, "", "")],
        columns=port.bearings.columns,
    )
    bearings = pd.concat([port.bearings, more], ignore_index=True)
    both = dataclasses.replace(
        port, bearings=bearings, voices=voices(port.statements, bearings, port.stakes)
    )
    html = re.sub(r"<a [^>]*>|</a>", "", render_report(both, DATE))

    assert "1 stated: 6; 1 by implication: 9; <b>has a stake against it</b>" in html


def test_a_source_that_only_passes_words_on_is_counted_apart() -> None:
    port = port_comparison()
    radio = port.sources.iloc[[0]].assign(name="Radio Coast", aliases=[()])
    radio.index = pd.Index(["radio"], name="source_id")
    sources = pd.concat([port.sources, radio])
    html = render_report(dataclasses.replace(port, sources=sources), DATE)

    assert "none of its own<small>passed on <a href=#s2>2</a></small>" in html


def test_where_nothing_contradicts_no_order_is_given() -> None:
    port = port_comparison()
    matrix = port.matrix.abs()
    flat = dataclasses.replace(port, matrix=matrix, ranking=rank_narratives(matrix))
    html = render_report(flat, DATE)

    assert "Nothing here is rated as contradicting any account, so there is no order" in html
    assert "Leaving out any one item or origin gives none either." in html
    assert "<p>From the least contradicted" not in html


def test_the_page_of_the_seed_leaves_room_below_its_limit() -> None:
    html = seed_page(DATE)

    # The limit is 150 kB, with the score card and the second reader's reasons. A bearing that a
    # person sets takes the place of the words that decided a drafted one.
    assert len(html.encode()) < 150_000


def test_the_script_of_the_page_is_a_few_kilobytes(html: str) -> None:
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)
    assert script is not None

    assert len(script[1].encode()) < 7_000


def test_hostile_text_stays_text() -> None:
    html = render_report(_hostile(), DATE)
    page = _Page(html)

    assert [a.get("type") for tag, a in page.tags if tag == "script"] == ["application/json", None]
    assert "img" not in {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, a in page.tags for name in a)
    assert not any(str(a.get("href", "")).startswith("javascript") for _, a in page.tags)
    assert "\u202e" not in html
    assert "49" not in re.findall(r"\{\{ 7\*7 \}\}|\b49\b", html)
    assert "{{ 7*7 }}" in html
    assert {"style", "lang"} & {n for _, a in page.tags for n in a} == {"lang"}
    assert page.open == []


def test_misleading_characters_are_flagged_in_the_text_and_listed() -> None:
    port = port_comparison()
    text = port.documents[0].text.replace("Radio Coast", "R\u0430dio Co\u200bst\u202e")
    document = dataclasses.replace(port.documents[0], text=text)
    html = render_report(dataclasses.replace(port, documents=(document,)), DATE)
    listed = re.search(r"<h3 id=odd>.*?<ul>(.*?)</ul>", html, re.DOTALL)
    assert listed is not None

    assert html.count("href=#odd>mixed letters") == 1
    assert "“R\u0430dio” mixes scripts: \u0430 is CYRILLIC SMALL LETTER A (U+0430)" in listed[1]
    assert "U+200B ZERO WIDTH SPACE, first in" in listed[1]
    assert "U+202E RIGHT-TO-LEFT OVERRIDE, first in" in listed[1]


def test_a_page_without_such_characters_does_not_speak_of_them(html: str) -> None:
    assert "mixed letters" not in html
    assert "id=odd" not in html


@pytest.mark.parametrize(
    "part", ["a\u200b", "p\u043ert ", "<b>&", "\u202e", "(((", "&#187;", "\u202e\u2066", "=" * 9]
)
def test_a_hostile_paragraph_costs_bounded_space(part: str) -> None:
    port = port_comparison()
    text = port.documents[0].text
    more = part * (100_000 // len(part))
    documents = (Document("port", text + more),)
    html = render_report(dataclasses.replace(port, documents=documents), DATE)

    assert len(html) < 40 * 100_000
    assert _Page(html).open == []


def test_a_source_named_like_the_end_of_a_script_stays_a_name() -> None:
    port = port_comparison()
    names = port.origins.assign(name="</script><script>alert(1)</script>")
    html = render_report(dataclasses.replace(port, origins=names), DATE)

    assert html.count("<script") == html.count("</script>") == 2
    assert "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_strength_is_told_on_hover_and_on_focus(port: Comparison, html: str) -> None:
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    for n, strength in enumerate(port.statements["strength"], start=1):
        tip = re.search(rf"id=t{n} href=#s{n}[^>]*>[^<]*<i>(.*?)</i>", html)
        assert tip is not None
        assert strength in tip[1]
    assert ".n:hover>i,.n:focus>i{" in style[1]


def test_a_text_in_another_language_says_which_and_so_do_its_words_in_the_tables() -> None:
    comparison = many_accounts(1)
    french = "Le maire a dit que la digue est sûre et que nous pouvons rester. " * 3
    document = dataclasses.replace(comparison.documents[0], text=french, language="fr")
    html = render_report(dataclasses.replace(comparison, documents=(document,)), DATE)

    assert "id=d1 lang=fr" in html
    cells = re.findall(r"<i lang=fr>[^<]+</i> <span lang=fr>“", html)
    assert len(cells) == len(comparison.statements)


def test_the_language_of_a_content_is_its_own() -> None:
    port = port_comparison()
    french = "Le maire a dit que la digue est sûre et que nous pouvons rester"
    statements = port.statements.assign(content_text=french)
    html = render_report(dataclasses.replace(port, statements=statements), DATE)

    assert html.count(f"</i> <span lang=fr>“{french}”</span>") >= len(statements) - 2
    assert "<i>said</i>" in html


def test_a_paragraph_of_a_hundred_thousand_characters_does_not_explode() -> None:
    port = port_comparison()
    document = Document("port", port.documents[0].text + "long words " * 10_000)
    html = render_report(dataclasses.replace(port, documents=(document,)), DATE)

    assert len(html) < 250_000


def test_a_text_in_which_nobody_speaks_has_a_page() -> None:
    html = render_report(many_accounts(2, speak=False), DATE)

    assert "No statement was found in this text." in html
    assert html.count("speaks for it.") == 2


def test_text_from_right_to_left_keeps_its_language_and_direction() -> None:
    comparison = many_accounts(1, speak=False)
    document = Document("towns", "قالت البلدة إن السبب هو الحريق.\n", language="ar")
    segments = pd.DataFrame(
        [("towns", 0, 31, "body", True, "")], columns=list(comparison.segments.columns)
    )
    html = render_report(
        dataclasses.replace(comparison, documents=(document,), segments=segments), DATE
    )

    assert "<div class=doc id=d1 lang=ar>" in html
    assert "<p dir=rtl id=p1>قالت البلدة" in html


def test_what_another_person_set_before_is_not_called_the_draft(
    make_case: Callable[..., Path],
) -> None:
    at = {"target": "flood:39-104", "field": "strength", "why": ""}
    lines = [("Ana", "hint"), ("Ben", "likely")]
    review = [
        {**at, "at": f"2031-05-07T10:0{n}:00Z", "who": who, "value": value}
        for n, (who, value) in enumerate(lines)
    ]
    html = render_report(compare(load_case(make_case(review=review))), "2031-05-08")
    assert "<b>strength set by hand; the draft: certain (Ana)</b>" in html
    assert "<b>strength set by hand; before: hint (Ben)</b>" in html
