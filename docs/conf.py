"""The site of the documentation: pages of the repository, the notebooks, and the public face.

    make docs

Nothing is fetched: the theme comes with Sphinx, and the pages load nothing from elsewhere
(``docs/links.py`` looks). What stands in the repository is not written twice: a page here
with one line in it takes the text of its file when the site is built.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import narratives as nv  # noqa: E402

project = "narratives"
author = "The narratives developers"
version = release = nv.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_heading_anchors = 3
nitpicky = False
html_theme = "alabaster"
html_theme_options = {"description": "Take contested news apart", "page_width": "70rem"}
html_show_sourcelink = False
html_copy_source = False
templates_path: list[str] = []
autodoc_typehints = "none"
numpydoc_show_class_members = False
# A reference at the end of a docstring that its text does not point to is still worth having.
suppress_warnings = ["ref.footnote"]

PAGES = {
    "readme": "README.md",
    "architecture": "ARCHITECTURE.md",
    "contributing": "CONTRIBUTING.md",
    "changelog": "CHANGELOG.md",
    "notebooks": "notebooks/README.md",
    "languages": "narratives/lexicon/README.md",
    "taggers": "narratives/tagging/MODEL_CARD.md",
    "reader": "narratives/reading/MODEL_CARD.md",
    "results": "benchmarks/RESULTS.md",
}
"""The pages of the site that are files of the repository."""
BESIDE = (
    "narratives.comparison.Tables",
    "narratives.reading.BearingReader",
    "narratives.reading.FolderReader",
    "narratives.reading.ServedReader",
)
"""What the face leads to without naming it."""

_LINK = re.compile(r"(!?)\[([^\]]+)\]\((?!https?:|#|mailto:)([^)\s]+)\)")
_ROOM = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.M)
_NOTEBOOK = re.compile(r"`(\d\d_\w+)`")


def take_page(_app: Any, name: str, source: list[str]) -> None:
    """Put the text of a file of the repository in the place of its page here."""
    if name not in PAGES:
        return
    path = ROOT / PAGES[name]
    homes = {(ROOT / file).resolve(): f"{page}.md" for page, file in PAGES.items()}

    def lead(found: re.Match[str]) -> str:
        mark, words, target = found.groups()
        file, _, part = target.partition("#")
        at = (path.parent / file).resolve()
        if mark and at.parent == ROOT / "docs":
            return f"![{words}]({at.name})"
        if at in homes:
            return f"[{words}]({homes[at]}{'#' + part if part else ''})"
        return words if words.startswith("`") else f"`{words}`"

    text = _LINK.sub(lead, path.read_text(encoding="utf-8"))
    if name == "notebooks":
        text = _NOTEBOOK.sub(r'<a href="notebooks/\1.html"><code>\1</code></a>', text)
    source[0] = text


def write_reference(app: Any) -> None:
    """Write one page a room with the public names that come from it, as the data flows.

    The rooms, their order and what they do stand in ARCHITECTURE.md.
    """
    folder = Path(app.srcdir) / "api"
    folder.mkdir(exist_ok=True)
    rooms = _ROOM.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    pages = []
    for room, told in rooms:
        names = sorted(name for name, home in nv._HOMES.items() if home == room)
        if names:
            pages.append(room)
            write_page(folder, room, told.replace("`", "``"), [address_of(room, n) for n in names])
    pages.append("beside")
    write_page(folder, "beside", "what the face leads to without naming it", BESIDE)
    told = "``import narratives as nv`` gives the names of these pages. Each has an example"
    contents = ["From Python", "===========", "", f"{told} that is run with the tests.", ""]
    contents += [".. toctree::", "   :maxdepth: 1", "", *(f"   {page}" for page in pages), ""]
    (folder / "index.rst").write_text("\n".join(contents), encoding="utf-8")


def address_of(room: str, name: str) -> str:
    """Return where a name is described; ``narratives.review`` is a room as well as a verb."""
    is_room = isinstance(getattr(nv, name), ModuleType)
    return f"narratives.{room}.{name}" if is_room else f"narratives.{name}"


def write_page(folder: Path, page: str, told: str, names: Iterable[str]) -> None:
    lines = [page, "=" * len(page), "", f"{told[0].upper()}{told[1:]}.", ""]
    for name in names:
        module, _, last = name.rpartition(".")
        of_class = isinstance(getattr(import_module(module), last), type)
        lines += directive(name, "class" if of_class else "function")
    (folder / f"{page}.rst").write_text("\n".join(lines), encoding="utf-8")


def directive(name: str, kind: str) -> list[str]:
    lines = [f".. auto{kind}:: {name}"]
    return [*lines, "   :members:", ""] if kind == "class" else [*lines, ""]


def leave_out(_app: Any, _what: str, name: str, *_: Any) -> bool | None:
    """Leave out what scikit-learn adds to its estimators for routing metadata."""
    return True if name.startswith("set_") and name.endswith("_request") else None


def setup(app: Any) -> None:
    app.connect("source-read", take_page)
    app.connect("builder-inited", write_reference)
    app.connect("autodoc-skip-member", leave_out)
