"""What a notebook shows may come from documents: it stays text, runs nothing, loads nothing."""

from __future__ import annotations

import re

import pytest
from exported import PNG, code, displayed, loads_of, markdown, printed, read, write_notebook

from narratives import export_notebooks
from narratives.export.cleaning import clean, clean_finished
from narratives.export.formulas import formula
from narratives.export.outputs import show_outputs
from narratives.export.prose import read_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=https://example.org/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://example.org/pixel.png'>",
    '<img srcset="https://example.org/p.png 2x" src="//example.org/p.png">',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>' src=https://example.org></iframe>",
    "<object data=https://example.org/x.swf></object><embed src=https://example.org/x>",
    "<a href='javascript:alert(1)'>read</a>",
    "<a href=' java\tscript:alert(1)'>read</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>read</a>",
    "<link rel=stylesheet href=https://example.org/x.css><style>@import 'https://a.b/c'</style>",
    "<p style='background:url(https://example.org/x)'>red</p>",
    "<form action=https://example.org><input autofocus onfocus=alert(1)><button>go</button></form>",
    "<base href=https://example.org><meta http-equiv=refresh content='0;url=https://a.b'>",
    "<video src=https://example.org/x poster=https://example.org/y></video>",
    "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
    "<table background=https://example.org/x><td onmouseover=alert(1) id=_main class=skip>x",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
    "</div></main></body></html><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<h1 id=_main>Taken</h1>",
]
TAGS = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|svg|style|link|form|input|base|meta)", re.I
)


def main_of(tmp_path, *cells):
    made = export_notebooks([write_notebook(tmp_path / "h.ipynb", *cells)], tmp_path / "out")
    return made, read(made.files[0])


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_html_stays_harmless_wherever_it_stands(tmp_path, attack):
    made, soup = main_of(
        tmp_path,
        markdown("# A flood", "", attack, "", f"In a line: {attack} after", "", f"## {attack} b"),
        code("show()", displayed(**{"text_html": f"<div>{attack}<p>water</p></div>"})),
        code("show()", displayed(**{"text_markdown": f"wet\n\n{attack}"})),
        code("show()", displayed(**{"text_plain": attack})),
        code("show()", printed(attack)),
        code(attack, displayed({"image/png": {"alt": attack}}, **{"image_png": PNG})),
    )
    assert loads_of(soup) == []
    assert (
        soup.find_all(["script", "svg", "iframe", "form", "input", "button", "meta"], src=True)
        == []
    )
    assert soup.find("script") is None
    assert len(soup.find_all("meta", attrs={"http-equiv": True})) == 1
    assert len(soup.find_all("h1")) == 1
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert soup.main.find(class_="skip") is None
    for link in soup.find_all("a"):
        assert re.match(r"#|https?:", link["href"])
    # What was printed is there to the last sign, as text.
    assert attack.replace("\t", "\t") in soup.main.get_text()
    assert soup.find("img", alt=" ".join(attack.split())) is not None
    assert made.files[0].read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_signs_that_turn_or_hide_text_are_written_out(tmp_path):
    _, soup = main_of(
        tmp_path,
        markdown("# A\u202eflood"),
        code("a", printed("gnp\u202eexe\x1b[31m red\x1b[0m \u200b")),
        code("b", displayed(**{"text_html": "<table><tr><td>x\u202ey</td></tr></table>"})),
    )
    text = soup.get_text()
    assert re.findall("[\x1b\u202e\u200b]", text) == []
    assert "gnpU+202Eexe red U+200B" in text
    assert soup.h1.get_text() == "A\ufffdflood"


def test_text_that_runs_leftwards_keeps_its_direction(tmp_path):
    row = "<table><tr><td>\u05e2\u05d9\u05e8</td><td>city</td></tr></table>"
    _, soup = main_of(tmp_path, markdown("# A"), code("b", displayed(**{"text_html": row})))
    assert [cell.get("dir") for cell in soup.find_all("td")] == ["auto", None]


def test_pictures_from_the_network_or_from_above_the_notebook_are_left_out(tmp_path):
    (tmp_path / "secret.png").write_bytes(b"secret")
    path = write_notebook(
        tmp_path / "in" / "h.ipynb",
        markdown("# A", "", "![A dam](https://example.org/dam.png) ![](../secret.png)"),
        markdown("![file](file:///etc/hostname.png) ![none](attachment:none.png)"),
        code("b", displayed(**{"text_html": "<img src='http://example.org/a.png' alt='Wall'>"})),
    )
    made = export_notebooks([path], tmp_path / "out")
    soup = read(made.files[0])
    assert soup.find_all("img") == []
    assert "[Picture, not in this page: A dam]" in soup.get_text()
    assert "[Picture, not in this page: no description]" in soup.get_text()
    assert "[Picture, not in this page: Wall]" in soup.get_text()
    assert sum("is left out: it is not in the notebook" in note for note in made.notes) == 5


def test_an_output_that_needs_a_script_falls_back_or_is_named_as_missing(tmp_path):
    made, soup = main_of(
        tmp_path,
        markdown("# A"),
        code(
            "plot()",
            displayed(
                **{
                    "text_html": "<script src='https://cdn.example.org/plot.js'></script>",
                    "text_plain": "a plot",
                }
            ),
        ),
        code("run()", displayed(**{"application_javascript": "alert(1)"})),
    )
    assert soup.main.find("pre", string="a plot") is not None
    assert "An output that needs scripts or the network is left out here." in soup.get_text()
    assert len(made.notes) == 1


def test_a_vector_picture_is_shown_where_its_scripts_cannot_run(tmp_path):
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    _, soup = main_of(tmp_path, markdown("# A"), code("x", displayed(**{"image_svg+xml": svg})))
    assert soup.img["src"].startswith("data:image/svg+xml;base64,PHN2Zy")
    assert soup.find("svg") is None


def test_a_picture_whose_data_break_out_of_the_address_is_not_shown():
    output = displayed(**{"image_png": 'x" onerror="alert(1)', "text_plain": "a figure"})
    shown, _ = show_outputs({"outputs": [output]}, lambda _: ("", ""))
    assert [(piece.kind, str(piece.html)) for piece in shown] == [("text", "a figure")]


@pytest.mark.parametrize(
    "source",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"x \class{skip}{y} \style{background:url(https://a.b)}{z}",
        "{" * 400,
        r"\frac{1}{" * 300,
        "<img src=x onerror=alert(1)>",
    ],
)
def test_a_hostile_formula_is_laid_out_or_shown_as_it_was_typed(source):
    html = str(formula(source))
    assert TAGS.findall(html) == []
    assert re.findall(r"<[^>]*(?:href|style|class|on\w+)=", html) == []
    assert clean(html).count("<script") == 0


def test_marks_of_formulas_that_an_author_writes_lead_to_nothing():
    prose = read_markdown("A &#xE000;7&#xE001; and \ue0000\ue001 $x$")
    assert len(prose.formulas) == 1
    assert "\ue000" in prose.soup.get_text()


def test_the_cleaning_of_what_is_clean_changes_nothing():
    html = '<p>A <a href="https://example.org/">dam</a>, <code>x &lt; 1</code></p>'
    assert clean(html) == html
    assert clean_finished(html) == html


def test_deep_and_long_html_takes_bounded_time(tmp_path):
    deep = "<div>" * 3_000 + "<b>" * 3_000 + "<table><tr><td>" * 300 + "water"
    made, soup = main_of(
        tmp_path,
        markdown("# A", "", "[" * 2_000, "", "*" * 3_000, "", "> " * 500 + "x"),
        code("a", displayed(**{"text_html": deep, "text_plain": "deep"})),
        code("b", displayed(**{"text_html": "<p>x</p>" * 300_000, "text_plain": "long"})),
        code("c", printed("y" * 1_200_000)),
    )
    assert "water" in soup.get_text() or "deep" in soup.get_text()
    assert soup.find("pre", string="long") is not None
    assert "… (cut: the output goes on)" in soup.get_text()
    assert made.files[0].stat().st_size < 3_000_000


HIDING = {
    "half a character": "a\ud800b\x00c",
    "turned directions": "\u202egnp.exe\u202c\u2066x\u2069",
    "hidden signs": "w\u200bo\u2060r\ufeffd\U000e0041",
    "colours of a terminal": "\x1b[31mred\x1b]8;;http://x\x07\x9b2J",
    "piled accents": "Z" + "\u0301\u0340" * 300,
}


@pytest.mark.parametrize("words", list(HIDING.values()), ids=list(HIDING))
@pytest.mark.parametrize("slides", [False, True])
def test_what_hides_or_turns_a_text_is_seen_in_words_and_in_attributes(tmp_path, words, slides):
    notebook = write_notebook(
        tmp_path / "h.ipynb",
        markdown("# A flood", "", words, "", f"## {words} b"),
        code("show()", printed(words)),
        code(words, displayed({"image/png": {"alt": words}}, **{"image_png": PNG})),
        code("show()", displayed(**{"text_html": f"<table><tr><td>{words}</table>"})),
    )
    made = export_notebooks([notebook], tmp_path / "out", slides=slides)
    html = made.files[0].read_text(encoding="utf-8")

    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060-\u2069]", html)
    assert not re.search("[\u202a-\u202e\ufeff\U000e0000-\U000e007f]|[\u0300-\u036f]{6}", html)
    assert html.count("\ufffd") >= 5
