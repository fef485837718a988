"""From notebook files to a folder of pages that lead to each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from narratives.documents import open_plain
from narratives.report.files import refuse_foreign, write_page
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from narratives.export.content import Outline, Page

AUDIENCES = ("readers", "class")
"""For whom the pages are: code is folded for readers and open for a class."""

_NEEDED = ("nbconvert", "nbformat", "bs4", "nh3", "latex2mathml")
_MARK = '<meta name="generator" content="narratives'


@dataclass(frozen=True)
class Export:
    """What was written.

    Parameters
    ----------
    files : tuple of Path
        The pages in the order of the notebooks, and before them the page of contents where there
        are two or more.
    notes : tuple of str
        What was left out of a page or is missing in it, with the name of the notebook.
    """

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def export_notebooks(
    notebooks: Sequence[str | Path],
    folder: str | Path,
    *,
    audience: str = "readers",
    slides: bool = False,
    progress: Callable[..., None] | None = None,
) -> Export:
    """Write notebooks as HTML pages or slides that work offline, with links between them.

    Nothing is run: the pages show the outputs that the notebooks hold. They load nothing from
    anywhere; scripts, frames and pictures from the network are left out, and a note says so. The
    same notebooks give the same bytes.

    Parameters
    ----------
    notebooks : sequence of str or Path
        Files that end in ``.ipynb``, in the order in which they follow each other, or folders of
        them, which are taken by name.
    folder : str or Path
        Where the pages go; it is made if it is missing.
    audience : {"readers", "class"}
        Fold the code away, or show it.
    slides : bool
        Make slides in place of pages.
    progress : callable, optional
        Called with the name of each notebook, its number from 0, and how many there are.

    Returns
    -------
    Export

    Raises
    ------
    NarrativesError
        If a notebook is missing, is none, or has not been run; if a file would be written over
        that is not a page of this kind; if the folder cannot be written; if nbconvert is not
        installed. All problems with the notebooks come at once.
    """
    if audience not in AUDIENCES:
        allowed = " or ".join(f'"{name}"' for name in AUDIENCES)
        raise NarrativesError(f'audience "{audience}" is not known. Give {allowed}.')
    paths = find_notebooks(notebooks)
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise NarrativesError(
            f"Notebooks cannot be exported without {', '.join(missing)}, which come with the "
            'extra "lab". Install it: python -m pip install -c constraints.txt -e ".[lab]"'
        )
    from narratives.export.content import build_page
    from narratives.export.exporter import PageExporter, SlidesExporter

    report = progress or (lambda *_: None)
    outlines = _read_all(paths)
    addresses = {path.resolve(): f"{quote(path.stem)}.html" for path in paths}
    read = dict(zip(addresses, outlines, strict=True))
    make = SlidesExporter if slides else PageExporter
    exporter = make(audience=audience)  # type: ignore[no-untyped-call]
    pages: list[tuple[str, Page]] = []
    notes: list[str] = []
    for number, (path, outline) in enumerate(zip(paths, outlines, strict=True)):
        report(path.name, number, len(paths))
        page = build_page(outline, _resolver(path.resolve(), addresses, read))
        pages.append((addresses[path.resolve()], page))
        notes += [f"{path}: {note}." for note in page.notes]
    made: dict[str, str] = {}
    if len(pages) > 1:
        made["index.html"] = exporter.render_contents(pages, slides=slides)
    for number, (address, page) in enumerate(pages):
        made[unquote(address)] = exporter.render(page, _around(pages, number))
    target = Path(folder)
    _check_target(target, list(made))
    return Export(
        tuple(write_page(html, target / name) for name, html in made.items()), tuple(notes)
    )


def find_notebooks(notebooks: Sequence[str | Path]) -> list[Path]:
    """List the notebooks that are meant, each once.

    Parameters
    ----------
    notebooks : sequence of str or Path
        Files, or folders of files.

    Returns
    -------
    list of Path

    Raises
    ------
    NarrativesError
        If one does not exist or is none, or two of them would become the same page.
    """
    found: dict[Path, Path] = {}
    problems = []
    for given in map(Path, notebooks):
        if given.is_dir():
            inside = sorted(given.glob("*.ipynb"))
            if not inside:
                problems.append(f"{given}: this folder holds no file that ends in .ipynb.")
            found |= {path.resolve(): path for path in inside}
        elif not given.exists():
            problems.append(
                f"{given}: there is no such notebook. Name a file that ends in .ipynb, or a "
                "folder of them."
            )
        elif given.suffix.lower() != ".ipynb":
            problems.append(f"{given}: this is no notebook. Name a file that ends in .ipynb.")
        else:
            found[given.resolve()] = given
    pages: dict[str, Path] = {}
    for path in found.values():
        page = f"{path.stem}.html".casefold()
        if page == "index.html":
            problems.append(f"{path}: index.html is the page of contents. Rename the notebook.")
        elif page in pages:
            problems.append(
                f"{path} and {pages[page]} would both become {path.stem}.html. Rename one, or "
                "export them into two folders."
            )
        pages.setdefault(page, path)
    if not found and not problems:
        problems.append("No notebook is named. Name files that end in .ipynb, or folders of them.")
    if problems:
        raise NarrativesError("\n".join(problems))
    return list(found.values())


def _read_all(paths: Sequence[Path]) -> list[Outline]:
    from narratives.export.content import read_outline
    from narratives.export.read import read_notebook

    outlines = []
    problems: list[str] = []
    for path in paths:
        notebook, wrong = read_notebook(path)
        problems += wrong
        if not wrong:
            outlines.append(read_outline(notebook, path.stem, path.parent))
    if problems:
        raise NarrativesError("\n".join(problems))
    return outlines


def _resolver(
    own: Path, addresses: dict[Path, str], read: dict[Path, Outline]
) -> Callable[[str], str | None]:
    """Return a function that turns an address in a notebook into the one in its page."""

    def resolve(address: str) -> str | None:
        if re.match(r"(?:https?|mailto):", address, re.IGNORECASE):
            return address
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None
        path = (own.parent / unquote(parts.path)).resolve() if parts.path else own
        if path not in addresses:
            return None
        page = "" if path == own else addresses[path]
        anchor = read[path].anchor(unquote(parts.fragment)) if parts.fragment else None
        if anchor:
            return f"{page}#{anchor}"
        return page or None

    return resolve


def _around(pages: Sequence[tuple[str, Page]], number: int) -> dict[str, tuple[str, str]]:
    if len(pages) == 1:
        return {}
    around = {"contents": ("index.html", "All notebooks")}
    if number:
        around["previous"] = (pages[number - 1][0], pages[number - 1][1].title)
    if number + 1 < len(pages):
        around["next"] = (pages[number + 1][0], pages[number + 1][1].title)
    return around


def _check_target(folder: Path, names: Sequence[str]) -> None:
    """Refuse to write where something else would be lost."""
    if folder.exists() and not folder.is_dir():
        raise NarrativesError(f"{folder}: this is a file. Name a folder for the pages.")
    foreign = []
    for name in names:
        path = folder / name
        if path.exists() and not path.is_file():
            foreign.append(name)
        elif path.exists():
            with open(open_plain(path), encoding="utf-8", errors="replace") as file:  # noqa: PTH123
                if _MARK not in file.read(2_000):
                    foreign.append(name)
    refuse_foreign(folder, foreign)
