from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from port_case import TEXT, many_accounts, port_comparison

from narratives.cli import main
from narratives.report import render_class, write_class

DATE = "2031-05-07"


@pytest.fixture(scope="module")
def html() -> str:
    return render_class(port_comparison(), DATE)


def _outside_lids(html: str) -> str:
    shown = re.sub(r"<details>.*?</details>|<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", shown)


def test_voice_strength_basis_and_account_stand_under_a_lid(html: str) -> None:
    lids = re.findall(r"<details>(.*?)</details>", html, re.DOTALL)
    answer = next(lid for lid in lids if "Reveal statement 4<" in lid)
    words = " ".join(re.sub(r"<[^>]+>", " ", answer).split())

    assert "Voice Interior Ministry" in words
    assert "Account supports “Sabotage”" in words
    assert "supports" not in _outside_lids(html)
    assert "Sabotage" not in _outside_lids(html).replace("sabotage", "")


def test_the_marked_text_tells_where_statements_stand_and_nothing_else(html: str) -> None:
    text = re.search(r'<section id="text".*?</section>', html, re.DOTALL)
    assert text is not None

    assert not re.search(r'class="(src|cue|str|load|tip|u u[1-9])', text[0])
    assert '<span class="u u0" data-s="' in text[0]
    plain = unescape(re.sub(r'<a class="n".*?</a>|<[^>]+>', "", text[0]))
    for line in TEXT.split("\n"):
        if line and line != "Selmont port" and not line.startswith("Support our"):
            assert " ".join(line.split()) in " ".join(plain.split())


def test_three_questions_stand_first(html: str) -> None:
    found = re.findall(r'<section id="(\w+)"', html)

    assert found == ["questions", "text", "worksheet", "accounts"]
    questions = re.search(r"<ol>(.*?)</ol>", html, re.DOTALL)
    assert questions is not None
    assert questions[1].count("<li>") == 3


def test_the_worksheet_needs_no_script_and_allows_none(html: str) -> None:
    assert "<script" not in html
    assert "script-src" not in html
    assert "default-src 'none'" in unescape(html)
    assert "@media print{details{display:none}}" in html


def test_every_link_of_the_worksheet_leads_to_a_place_on_it(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_headings_of_the_worksheet_are_in_order() -> None:
    levels = [int(n) for n in re.findall(r"<h(\d)", render_class(many_accounts(2), DATE))]

    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_the_same_comparison_gives_the_same_worksheet(html: str, tmp_path: Path) -> None:
    path = write_class(port_comparison(), tmp_path / "port.html", DATE)

    assert path.read_text(encoding="utf-8") == html


def test_the_command_writes_the_worksheet_under_a_name_of_its_own(
    make_case: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["report", str(make_case()), "--class"])

    assert end.value.code == 0
    assert "Worksheet: reports" in capsys.readouterr().out
    assert "Three questions" in (tmp_path / "reports" / "orlen-class.html").read_text("utf-8")
