"""The notebooks as pages: complete, in order, offline, with their figures in words."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from itertools import pairwise

import pytest
from exported import (
    NOTEBOOKS,
    PNG,
    code,
    displayed,
    loads_of,
    markdown,
    printed,
    read,
    write_notebook,
)

from narratives import export_notebooks
from narratives.schema import NarrativesError

NAMES = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]


@pytest.fixture(scope="module", params=["pages", "slides"])
def pages(request, notebook_pages):
    made = notebook_pages[request.param]
    return made, {path.stem: read(path) for path in made.files}


@pytest.fixture(scope="module")
def cells():
    return {
        name: json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        for name in NAMES
    }


def test_every_notebook_becomes_a_page_and_one_leads_to_all(pages):
    made, soups = pages
    assert [path.stem for path in made.files] == ["index", *NAMES]
    links = [link["href"] for link in soups["index"].main.find_all("a")]
    assert links == [f"{name}.html" for name in NAMES]
    assert made.notes == ()


def test_no_page_asks_for_anything_outside_of_itself(pages):
    assert [what for soup in pages[1].values() for what in loads_of(soup)] == []


def test_the_policy_of_a_page_lets_through_its_own_style_and_script_and_nothing_else(pages):
    for soup in pages[1].values():
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
        assert re.findall(r"https?:|unsafe|\*", policy) == []
        for part in soup.find_all(["style", "script"]):
            digest = hashlib.sha256(part.string.encode("utf-8")).digest()
            assert f"'sha256-{base64.b64encode(digest).decode('ascii')}'" in policy


def test_every_figure_keeps_the_words_that_the_notebook_has_for_it(pages, cells):
    for name in NAMES:
        wanted = [
            " ".join(output["metadata"]["image/png"]["alt"].split())
            for cell in cells[name]
            for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {})
        ]
        assert [picture["alt"] for picture in pages[1][name].find_all("img")] == wanted


def test_all_that_the_notebooks_say_and_show_is_in_the_pages(pages, cells):
    if pages[1][NAMES[0]].find(class_="slide"):
        pytest.skip("slides show a part, and say how much: test_export_slides")

    def words(text):
        return re.findall(r"\w+", text)

    for name in NAMES:
        soup = pages[1][name]
        shown = " ".join(
            words(
                soup.main.get_text(" ") + soup.body.header.get_text(" ")
                if soup.body.header
                else soup.main.get_text(" ")
            )
        )
        for cell in cells[name]:
            if cell["cell_type"] == "code":
                assert " ".join(words("".join(cell["source"]))[:12]) in shown
            for output in cell.get("outputs", []):
                if output["output_type"] == "stream":
                    assert " ".join(words("".join(output["text"]))) in shown
        tables = sum(
            "<table" in "".join(output.get("data", {}).get("text/html", ""))
            for cell in cells[name]
            for output in cell.get("outputs", [])
        )
        assert len(soup.find_all("table")) >= tables


def test_ids_are_unique_and_links_lead_somewhere(pages):
    _, soups = pages
    ids = {name: [tag["id"] for tag in soup.find_all(id=True)] for name, soup in soups.items()}
    assert [name for name, found in ids.items() if len(found) != len(set(found))] == []
    lost = []
    for name, soup in soups.items():
        for tag in soup.find_all(attrs={"aria-labelledby": True}):
            lost += [tag["aria-labelledby"]] * (tag["aria-labelledby"] not in ids[name])
        for link in soup.find_all("a"):
            page, _, anchor = link["href"].partition("#")
            target = page.removesuffix(".html") if page else name
            if target not in ids or (anchor and anchor not in ids[target]):
                lost.append(link["href"])
    assert lost == []


def test_headings_begin_with_one_title_and_skip_no_level(pages):
    for name, soup in pages[1].items():
        levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"h[1-6]\Z"))]
        assert levels[0] == 1, name
        assert levels.count(1) == 1
        assert all(later <= before + 1 for before, later in pairwise(levels))
        assert all(tag.get_text(strip=True) for tag in soup.find_all(re.compile(r"h[1-6]\Z")))


def test_every_table_has_scopes_a_caption_and_a_region_that_takes_the_focus(pages):
    tables = [table for soup in pages[1].values() for table in soup.find_all("table")]
    assert len(tables) > 80
    for table in tables:
        assert table.caption.get_text().startswith("Table ")
        assert all(head["scope"] and head.get_text(strip=True) for head in table.find_all("th"))
        region = table.parent
        assert (region["role"], region["tabindex"]) == ("region", "0")
        assert region["aria-label"].startswith(table.caption.get_text().split(" (")[0])
    for soup in pages[1].values():
        labels = [region["aria-label"] for region in soup.find_all(role="region")]
        assert len(labels) == len(set(labels))


def test_a_page_says_its_language_and_where_the_pages_beside_it_are(pages):
    _, soups = pages
    assert {soup.html["lang"] for soup in soups.values()} == {"en"}
    first, second = soups[NAMES[0]], soups[NAMES[1]]
    assert first.find("a", rel="prev") is None
    assert first.find("a", rel="next")["href"] == f"{NAMES[1]}.html"
    assert second.find("a", rel="prev")["href"] == f"{NAMES[0]}.html"
    assert second.find("a", href="index.html") is not None


def test_the_contents_of_a_page_name_every_heading_below_the_title(tmp_path):
    made = export_notebooks([NOTEBOOKS / f"{NAMES[5]}.ipynb"], tmp_path)
    soup = read(made.files[0])
    named = [link.get_text() for link in soup.find("nav", class_="toc").find_all("a")]
    assert named == [head.get_text() for head in soup.find_all(re.compile(r"h[2-6]\Z"))]
    assert len(made.files) == 1
    assert soup.find("nav", class_="around") is None


def test_code_is_folded_for_readers_and_open_for_a_class(tmp_path):
    path = write_notebook(tmp_path / "dam.ipynb", markdown("# Dam"), code("level = 3"))
    for audience, opened in (("readers", False), ("class", True)):
        made = export_notebooks([path], tmp_path / audience, audience=audience)
        details = read(made.files[0]).find("details", class_="code")
        assert details.has_attr("open") is opened
        assert details.summary.get_text() == "Code 1"
        assert details.pre.get_text() == "level = 3"


def test_the_same_notebooks_give_the_same_bytes(tmp_path):
    paths = [NOTEBOOKS / f"{name}.ipynb" for name in NAMES[7:9]]
    one = export_notebooks(paths, tmp_path / "one").files
    two = export_notebooks(paths, tmp_path / "two").files
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_a_formula_stands_in_the_page_as_mathml(tmp_path):
    path = write_notebook(
        tmp_path / "sum.ipynb",
        markdown("# Sum", "", r"Ten count as $\frac{m}{1 + \rho}$ witnesses, not as `$m$`."),
    )
    soup = read(export_notebooks([path], tmp_path / "out").files[0])
    assert [child.name for child in soup.math.mfrac.children] == ["mrow", "mrow"]
    assert soup.math.get_text() == "m1+ρ"
    assert soup.find("code").get_text() == "$m$"


def test_headings_that_repeat_skip_or_come_twice_as_title_are_set_right(tmp_path):
    path = write_notebook(
        tmp_path / "a_flood.ipynb",
        code("import narratives"),
        markdown("# The flood", "", "#### Deep", "", "# Again", "", "> ## Quoted", "", "## Deep"),
    )
    soup = read(export_notebooks([path], tmp_path / "out").files[0])
    heads = [(tag.name, tag["id"], tag.get_text()) for tag in soup.find_all(re.compile("h[1-6]$"))]
    assert heads == [
        ("h1", "a-flood", "a flood"),
        ("h2", "the-flood", "The flood"),
        ("h3", "deep", "Deep"),
        ("h2", "again", "Again"),
        ("h2", "deep-2", "Deep"),
    ]
    assert soup.blockquote.strong.get_text() == "Quoted"


def test_links_between_notebooks_lead_to_pages_and_lost_ones_become_text(tmp_path):
    first = write_notebook(
        tmp_path / "one.ipynb",
        markdown(
            "# One",
            "",
            "[two](two.ipynb), [its task](two.ipynb#A-task), [here](#Second-part), "
            "[web](https://example.org/a), [gone](three.ipynb), [file](notes.txt), [lost](#No)",
            "",
            "## Second part",
        ),
    )
    second = write_notebook(tmp_path / "two.ipynb", markdown("# Two", "", "## A task"))
    made = export_notebooks([first, second], tmp_path / "out")
    soup = read(made.files[1])
    assert [(link.get_text(), link["href"]) for link in soup.main.find_all("a")] == [
        ("two", "two.html"),
        ("its task", "two.html#a-task"),
        ("here", "#second-part"),
        ("web", "https://example.org/a"),
    ]
    assert "gone, file, lost" in soup.main.p.get_text()
    assert [note.split('"')[1] for note in made.notes] == ["three.ipynb", "notes.txt", "#No"]


def test_pictures_beside_the_notebook_and_attached_to_it_go_into_the_page(tmp_path):
    (tmp_path / "dam.png").write_bytes(base64.b64decode(PNG))
    path = write_notebook(
        tmp_path / "dam.ipynb",
        markdown(
            "# Dam",
            "",
            "![The dam](dam.png) ![The gate](attachment:gate.png)",
            attachments={"gate.png": {"image/png": PNG}},
        ),
        code("draw()", displayed({"alt": "Water\n rises."}, **{"image_png": PNG})),
        code("draw()", displayed(**{"image_png": PNG})),
    )
    made = export_notebooks([path], tmp_path / "out")
    pictures = read(made.files[0]).find_all("img")
    assert {picture["src"] for picture in pictures} == {f"data:image/png;base64,{PNG}"}
    assert [picture["alt"] for picture in pictures] == [
        "The dam",
        "The gate",
        "Water rises.",
        "A picture that the notebook does not describe",
    ]
    assert made.notes == (f"{path}: code cell 2: a picture has no alt text.",)


def test_the_names_of_an_index_stand_above_its_column(tmp_path):
    table = (
        "<table><thead><tr><th></th><th>share</th></tr><tr><th>origin</th><th></th></tr></thead>"
        "<tbody><tr><th>state</th><td>0.5</td></tr><tr><th>union</th><td>-.25</td></tr></tbody>"
        "</table>"
    )
    path = write_notebook(
        tmp_path / "t.ipynb", markdown("# T"), code("x", displayed(**{"text_html": table}))
    )
    found = read(export_notebooks([path], tmp_path / "out").files[0]).table
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in found("tr")] == [
        ["origin", "share"],
        ["state", "0.5"],
        ["union", "-.25"],
    ]
    assert [cell["scope"] for cell in found("th")] == ["col", "col", "row", "row"]
    assert [cell["class"] for cell in found("td")] == [["number"], ["number"]]


def test_long_lines_wrap_and_columns_keep_their_places(tmp_path):
    path = write_notebook(
        tmp_path / "t.ipynb",
        markdown("# T"),
        code("a", printed("neglect      0.5\nexplosives   0.4\n")),
        code("b", printed("The origin of most reports is not established. " * 5)),
    )
    soup = read(export_notebooks([path], tmp_path / "out").files[0])
    columns = soup.find("div", class_="scroll")
    assert (columns["tabindex"], columns["aria-label"]) == ("0", "Output of code 1")
    assert columns.pre.get_text() == "neglect      0.5\nexplosives   0.4"
    assert soup.find("pre", class_="lines").get_text().startswith("The origin of most")


def test_an_exporter_of_jupyter_makes_the_same_page_of_a_single_notebook(tmp_path):
    from nbconvert.exporters import get_exporter

    path = NOTEBOOKS / f"{NAMES[8]}.ipynb"
    body, resources = get_exporter("narratives")().from_filename(str(path))
    assert body == export_notebooks([path], tmp_path).files[0].read_text(encoding="utf-8")
    assert resources["output_extension"] == ".html"
    slides, _ = get_exporter("narratives-slides")().from_filename(str(path))
    assert 'class="slide"' in slides


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda f: [f / "gone.ipynb"], r"gone\.ipynb: there is no such notebook\. Name a file"),
        (lambda f: [f], r"this folder holds no file that ends in \.ipynb"),
        (lambda _: [], "No notebook is named"),
        (lambda f: [_text(f / "a.txt", "")], r"a\.txt: this is no notebook"),
        (
            lambda f: [_text(f / "a.ipynb", "{")],
            r"a\.ipynb: line 1: not a notebook: it is not JSON",
        ),
        (lambda f: [_text(f / "a.ipynb", "[" * 9000)], r"a\.ipynb: .*it is not JSON"),
        (lambda f: [_text(f / "a.ipynb", '{"a": 1}')], r"a\.ipynb: not a notebook: .* save it\."),
        (lambda f: [_text(f / "a.ipynb", '["x"]')], r"a\.ipynb: not a notebook: "),
        (
            lambda f: [write_notebook(f / "a.ipynb", code("x", count=None), code("y", count=None))],
            r"a\.ipynb: code cells 1, 2 have not been run\. Run it from the top .*--inplace",
        ),
        (
            lambda f: [write_notebook(f / "index.ipynb", markdown("# A"))],
            r"index\.html is the page of contents\. Rename the notebook",
        ),
        (
            lambda f: [
                write_notebook(f / "x" / "a.ipynb", markdown("# A")),
                write_notebook(f / "y" / "a.ipynb", markdown("# A")),
            ],
            r"would both become a\.html\. Rename one",
        ),
    ],
)
def test_a_mistake_with_the_notebooks_says_what_to_do(tmp_path, make, message):
    with pytest.raises(NarrativesError, match=message):
        export_notebooks(make(tmp_path), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def _text(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_all_mistakes_come_at_once(tmp_path):
    paths = [_text(tmp_path / "a.ipynb", "{"), _text(tmp_path / "b.ipynb", "[")]
    with pytest.raises(NarrativesError, match=r"a\.ipynb: [^\n]*\n[^\n]*b\.ipynb: "):
        export_notebooks(paths, tmp_path / "out")


def test_nothing_that_is_not_from_here_is_written_over(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", markdown("# A"))
    _text(tmp_path / "a.html", "mine")
    with pytest.raises(NarrativesError, match=r"a\.html would be written over, and is not from"):
        export_notebooks([path], tmp_path)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "mine"
    export_notebooks([path], tmp_path / "out")
    export_notebooks([path], tmp_path / "out", audience="class")


def test_a_folder_that_is_a_file_or_may_not_be_written_is_named(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", markdown("# A"))
    _text(tmp_path / "file", "")
    with pytest.raises(NarrativesError, match=r"file: this is a file\. Name a folder"):
        export_notebooks([path], tmp_path / "file")
    with pytest.raises(NarrativesError, match=r'path ".*file.deeper.*" cannot be written: '):
        export_notebooks([path], tmp_path / "file" / "deeper")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_named(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", markdown("# A"))
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(NarrativesError, match=r'out.*" cannot be written: Permission denied'):
        export_notebooks([path], tmp_path / "out")


def test_an_audience_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(
        NarrativesError, match=r'audience "pupils" is not known\. Give "readers" or'
    ):
        export_notebooks([NOTEBOOKS], tmp_path, audience="pupils")


def test_without_the_extra_lab_the_way_out_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("narratives.export.write.find_spec", lambda _: None)
    with pytest.raises(NarrativesError, match=r'come with the extra "lab"\. Install it: .*pip'):
        export_notebooks([NOTEBOOKS], tmp_path)
