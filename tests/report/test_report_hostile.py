"""Hostile words in every field that somebody can write: on the page, in the tables, in print."""

from __future__ import annotations

import base64
import csv
import dataclasses
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import yaml
from port_case import port_comparison

from narratives.classroom import (
    plan_lesson,
    render_key,
    render_marking,
    render_sheet,
    render_slides,
    render_teacher,
)
from narratives.classroom.editions import Lesson
from narratives.cli import main
from narratives.report import render_report
from narratives.report.download import pack_tables
from narratives.stages import Comparison

DATE = "2031-05-07"
WORDS = {
    "the end of a script": "</script><script>alert(1)</script>",
    "the end of a style": "</style><style>*{display:none}</style>",
    "the end of a title": "</title><title>taken",
    "comments and sections": "]]> <!-- <![CDATA[ --!> --> <!DOCTYPE x>",
    "separators of lines": "one\u2028two\u2029three\x85four",
    "no characters at all": "a\ud800b\x00c\x1a\ufffe",
    "turned directions": "\u202egnp.exe\u202c\u2066x\u2069\u200f",
    "hidden signs": "w\u200bo\u2060r\ufeffd\u00ad\U000e0041",
    "letters of two alphabets": "The \u0421ourt \u043ef \u0410ppeal",
    "piled accents": "Z" + "\u0301\u0340" * 300,
    "one long word": "W" * 3_000,
    "attributes": '" onfocus="alert(1)" autofocus x=\'',
    "a template": "{{ 7*7 }}{% raw %}{# no #}",
    "colours of a terminal": "\x1b[31mred\x1b]8;;http://x\x07\x9b2J",
    "markup of a terminal": "[bold red]x[/] [link=http://x]y[/link]",
    "entities": "&lt;img src=x onerror=alert(1)&gt;&#60;b&#62;",
    "an address": "javascript:alert(1)",
    "a formula": '=HYPERLINK("http://x","y")',
    "a sum": "+1+cmd|' /C calc'!A0",
    "a difference": "-2+3",
    "a mention": "@SUM(1)",
    "a tab before a formula": "\t=1+1",
    "a return before a formula": "\r=1+1",
    "a line before a formula": "\n=1+1",
}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "nav", "section", "div"),
    *("article", "h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "dl", "dt", "dd", "a", "b"),
    *("i", "small", "span", "bdi", "br", "wbr", "code", "details", "summary", "table", "thead"),
    *("tbody", "tr", "th", "td", "col", "colgroup", "svg", "symbol", "use", "path", "circle"),
    *("label", "input", "select", "option", "button", "fieldset", "legend", "script", "u"),
}
CLASS_TAGS = {"mark", "form", "template", "datalist", "noscript", "textarea", "img"}
CLASS_ATTRIBUTES = {
    *("data-a", "data-n", "data-d", "data-id", "data-line", "data-who", "data-task", "for", "list"),
    *("maxlength", "spellcheck", "min", "max", "step", "rows", "readonly", "accept", "src", "alt"),
}
ATTRIBUTES = {
    *("id", "class", "href", "lang", "dir", "hidden", "aria-hidden", "aria-label", "role", "scope"),
    *("aria-labelledby", "tabindex", "colspan", "span", "data-s", "data-e", "data-k", "data-l"),
    *("data-column", "type", "name", "content", "http-equiv", "charset", "value", "autocomplete"),
    *("viewbox", "d", "cx", "cy", "r", "fill", "stroke-width", "width", "height", "focusable"),
    *("download", "data-ids"),
}


class _Reader(HTMLParser):
    """Collects what a page is made of, and the words between its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.comments: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def unknown_decl(self, data: str) -> None:
        self.comments.append(data)


def _whole(words: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", words)


@cache
def _everywhere(words: str) -> Comparison:
    port = port_comparison()

    def told(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**dict.fromkeys(columns, words))

    def listed(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**{column: [(words,)] * len(table) for column in columns})

    document = dataclasses.replace(
        port.documents[0],
        # A file is read as UTF-8, in which half a character cannot stand.
        text=port.documents[0].text.replace("Radio Coast", f"Radio Coast {_whole(words)}"),
        title=words,
        publisher=words,
        published=words,
        url=words,
        file=words,
        language=words,
        outside=(words,),
    )
    return dataclasses.replace(
        port,
        name=words,
        question=words,
        documents=(document,),
        narratives=listed(told(port.narratives, "title", "statement", "colour"), "terms"),
        sources=listed(told(port.sources, "name", "kind", "reliability"), "aliases", "outside"),
        origins=told(port.origins, "name", "kind"),
        statements=told(
            port.statements,
            *("source_text", "cue_text", "content_text", "source_name", "candidates", "flags"),
        ),
        items=told(port.items, "label", "rated_by", "relevance"),
        bearings=told(port.bearings, "why"),
        tensions=told(port.tensions, "why", "kind"),
        loaded_words=told(port.loaded_words, "words", "group", "why"),
        segments=told(port.segments, "why"),
        corrections=told(port.corrections, "why", "who", "at", "draft", "value", "message"),
        settings={words: words},
        warnings=(words,),
    )


MARKUP = list(WORDS)[: list(WORDS).index("a formula")]
MIXED = {
    **{" and ".join(MARKUP[n::3]): MARKUP[n::3] for n in range(3)},
    "formulas": [name for name in WORDS if name not in MARKUP],
}
"""Words beside each other, in the same field: pages take time. Alone each is on a page in
``make thorough``."""
ALONE = [pytest.param([name], id=name, marks=pytest.mark.thorough) for name in WORDS]


def _comparison(names: Iterable[str]) -> Comparison:
    return _everywhere(" ".join(WORDS[name] for name in names))


@cache
def _lesson(*names: str) -> Lesson:
    return plan_lesson(_comparison(names))


@pytest.mark.parametrize("names", [*(pytest.param(v, id=k) for k, v in MIXED.items()), *ALONE])
def test_hostile_words_stay_words(names: list[str]) -> None:
    comparison = _comparison(names)
    html = render_report(comparison, DATE)

    _check_hostile(html, names, 2)
    packed = re.search(r'base64,([^"]+)"', html)
    assert packed is not None
    assert base64.b64decode(packed[1]) == pack_tables(comparison)


# A formula is plain words on all pages, and looked at on one.
@pytest.mark.parametrize("name", MARKUP)
def test_hostile_words_stay_words_for_pupils(name: str) -> None:
    lesson = _lesson(name)

    _check_hostile(render_marking(lesson), [name], 1)
    sheet = render_sheet(lesson.comparison, lesson.lines, lesson.offers)
    _check_hostile(sheet, [name], 0, 100)


@pytest.mark.parametrize(
    "names",
    [
        *(pytest.param(v, id=k) for k, v in MIXED.items() if k != "formulas"),
        *ALONE[: len(MARKUP)],
    ],
)
def test_hostile_words_stay_words_for_teachers_and_on_slides(names: list[str]) -> None:
    lesson = _lesson(*names)

    _check_hostile(render_teacher(lesson, DATE), names, 0)
    _check_hostile(render_key(lesson, DATE), names, 0)
    _check_hostile(render_slides(lesson), names, 1)


def _check_hostile(html: str, names: Iterable[str], scripts: int, most: int | None = None) -> None:
    read = _Reader(html)

    assert set(read.tags) <= TAGS | CLASS_TAGS
    assert {attribute for attribute, _ in read.attributes} <= ATTRIBUTES | CLASS_ATTRIBUTES
    assert read.tags.count("script") == scripts
    assert read.tags.count("style") == read.tags.count("title") == 1
    assert read.comments == []
    addresses = [value for attribute, value in read.attributes if attribute == "href"]
    assert [
        a for a in addresses if not re.match("#[a-z][a-z0-9-]*$|data:application/gzip", a)
    ] == []
    # Nothing that hides, turns or ends a text is left in it, and the rest is there.
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060-\u2069\ufeff]", html)
    assert not re.search("[\u202a-\u202e\ud800-\udfff]|[\u0300-\u036f]{6}", html)
    html.encode("utf-8")
    seen = "".join(read.words)
    for words in (WORDS[name] for name in names):
        kept = re.sub("[^!-~]+.*", "", words.split("\n")[-1].split("\r")[-1].strip())
        assert kept[:most] in seen


@pytest.mark.parametrize("name", list(WORDS))
def test_hostile_words_come_whole_out_of_the_download_and_no_cell_runs(name: str) -> None:
    packed = pack_tables(_everywhere(WORDS[name]))
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = {
            entry.name: archive.extractfile(entry).read().decode("utf-8")  # type: ignore[union-attr]
            for entry in archive
        }
    words = _whole(WORDS[name])
    items = json.loads(files["items.json"])
    assert [row[items["columns"].index("label")] for row in items["data"]] == [words] * 7
    for path, text in files.items():
        if not path.endswith(".csv"):
            json.loads(text)
            continue
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))
        assert len({len(row) for row in rows}) == 1, path
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"[=+@\t\r\n]|-(?!\d+(\.\d+)?\Z)", cell), path
    table = pd.read_csv(io.StringIO(files["items.csv"], newline=""), keep_default_na=False)
    assert {label.removeprefix("'") for label in table["label"]} == {words.removeprefix("'")}


def _hostile_folder(make_case: Callable[..., Path]) -> Path:
    """A case whose file, documents and review say everything in hostile words."""
    words = " ".join(
        WORDS[name]
        for name in ("the end of a script", "turned directions", "attributes", "a template")
    )
    shell = f"{WORDS['colours of a terminal']} {WORDS['markup of a terminal']} {words}"
    case = {
        "question": f"{shell} ?",
        "narratives": [
            {"id": "a", "title": f"A {shell}", "statement": shell, "terms": ["never repaired"]},
            {"id": "b", "title": f"B {shell}", "statement": "It was blown up.", "terms": [shell]},
        ],
        "origins": [
            {"id": "town", "name": f"Town {shell}", "kind": "organisation"},
            {"id": "state", "name": shell, "kind": "government_party"},
        ],
        "sources": [
            {"id": "mayor", "name": f"Mayor {shell}", "kind": "person", "origin": "town"}
            | {"aliases": ["the mayor"], "outside": [shell]},
            {"id": "ministry", "name": "The ministry", "kind": "government_party"}
            | {"origin": "state", "stake": {"a": -1, "b": 1}},
        ],
        "settings": {"reviewer": shell},
    }
    entry = {"id": "flood", "file": "flood.txt", "language": "en", "outside": [shell]}
    # What is not a date is refused as one.
    entry |= dict.fromkeys(("title", "publisher", "url"), shell) | {"published": "2031-05-06"}
    return make_case(case=yaml.safe_dump(case), documents=yaml.safe_dump([entry]))


def test_the_way_from_a_hostile_case_to_the_terminal_and_the_page_holds(
    make_case: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = _hostile_folder(make_case)
    monkeypatch.setattr("narratives.classroom.writing.find_browser", lambda: None)
    for command in ("report", "classroom"):
        with pytest.raises(SystemExit) as end:
            main([command, str(folder)])
        assert end.value.code == 0
    shown = capsys.readouterr()
    pages = sorted((tmp_path / "reports").rglob("*.html"))

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown.out)
    assert "[bold red]" in shown.out
    assert max(len(line) for line in shown.out.splitlines()) <= 80
    assert len(pages) == 6
    for page in pages:
        read = _Reader(page.read_text(encoding="utf-8"))
        assert set(read.tags) <= TAGS | CLASS_TAGS
        assert {attribute for attribute, _ in read.attributes} <= ATTRIBUTES | CLASS_ATTRIBUTES
        assert read.comments == []
