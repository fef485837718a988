"""Markdown cells as HTML: cut at their headings, with pictures, links and formulas settled."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from narratives.documents import read_bytes
from narratives.export.cleaning import LONGEST, clean, clean_finished, is_picture
from narratives.export.formulas import formula
from narratives.export.tables import mend_tables
from narratives.report.escape import plain

_KINDS = ("png", "jpeg", "gif", "webp")
_ENDINGS = {
    **{f".{k}": f"image/{k}" for k in _KINDS},
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}
_LARGEST_PICTURE = 10_000_000
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MARKS = "\ue000\ue001"
"""Private characters around the number of a formula, in the place where it goes."""
_PLACE = re.compile(f"{_MARKS[0]}([0-9]{{1,6}}){_MARKS[1]}")
NO_ALT = "A picture that the notebook does not describe"
"""What a reader who cannot see is told where the author wrote no alt text."""


@dataclass(frozen=True)
class Prose:
    """A markdown cell between its parsing and its last form.

    Parameters
    ----------
    soup : BeautifulSoup
        Cleaned; links and pictures are still as the author wrote them.
    formulas : tuple of Markup
        What stands where the text has a private mark.
    folder : Path, optional
        Where the notebook lies; pictures beside it are taken into the page.
    attachments : mapping
        Pictures in the cell: name to media type to base64.
    """

    soup: BeautifulSoup
    formulas: tuple[Markup, ...] = ()
    folder: Path | None = None
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class _Renderer(IPythonRenderer):
    """Markdown as Jupyter reads it, with a mark in the place of each formula."""

    def __init__(self) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.formulas: list[Markup] = []

    def _keep(self, source: str, display: bool) -> str:
        self.formulas.append(formula(source, display=display))
        return f"{_MARKS[0]}{len(self.formulas) - 1}{_MARKS[1]}"

    def block_math(self, body: str) -> str:
        return self._keep(body, True)

    def inline_math(self, body: str) -> str:
        return self._keep(body, False)

    def latex_environment(self, name: str, body: str) -> str:
        return self._keep(rf"\begin{{{name}}}{body}\end{{{name}}}", True)

    def block_mermaidjs(self, code: str) -> str:
        return str(Markup("<pre><code>{}</code></pre>").format(code.strip()))

    def _embed_image_or_attachment(self, src: str) -> str:
        # Pictures are settled after the cleaning, those in raw HTML as well.
        return src


def read_markdown(
    source: str,
    *,
    folder: Path | None = None,
    attachments: Mapping[str, Mapping[str, str]] | None = None,
) -> Prose:
    """Parse Markdown as Jupyter does, and take out what may run.

    Parameters
    ----------
    source : str
    folder : Path, optional
        Where pictures that it names may lie.
    attachments : mapping, optional
        The pictures in the cell.

    Returns
    -------
    Prose

    Examples
    --------
    >>> read_markdown("A *bang* <script>x()</script>").soup.decode().strip()
    '<p>A <em>bang</em> </p>'
    """
    renderer = _Renderer()
    text = plain(source[:LONGEST].translate(dict.fromkeys(map(ord, _MARKS))))
    html = MarkdownWithMath(renderer=renderer).render(text)
    soup = BeautifulSoup(clean(html), "html.parser")
    return Prose(soup, tuple(renderer.formulas), folder, attachments or {})


def read_html(html: str) -> Prose:
    """Parse the HTML of an output, and take out what may run, load or hide.

    Parameters
    ----------
    html : str
        One that is longer than ``cleaning.LONGEST`` gives nothing.

    Returns
    -------
    Prose

    Examples
    --------
    >>> read_html("<style>td {color: red}</style><td onclick=x()>4").soup.decode()
    '4'
    """
    if len(html) > LONGEST:
        return Prose(BeautifulSoup("", "html.parser"))
    return Prose(BeautifulSoup(clean(plain(html)), "html.parser"))


def headings_of(prose: Prose) -> list[Tag]:
    r"""Return the headings that stand by themselves in a cell.

    Those inside of lists, quotations and folded parts become bold paragraphs, in place: they are
    no part of the outline.

    Examples
    --------
    >>> [head.get_text() for head in headings_of(read_markdown("One.\n\n## Two\n\n> # Three"))]
    ['Two']
    """
    for heading in prose.soup.find_all(HEADINGS):
        if heading.parent is not prose.soup or not heading.get_text(strip=True):
            lower_heading(heading)
    return prose.soup.find_all(HEADINGS)


def split_at_headings(prose: Prose) -> list[tuple[Tag | None, list[PageElement]]]:
    r"""Cut a cell at its headings.

    Returns
    -------
    list of tuples
        A heading, None before the first one, and what follows it.

    Examples
    --------
    >>> parts = split_at_headings(read_markdown("One.\n\n## Two\n\nThree."))
    >>> [(head and head.get_text(), "".join(map(str, rest)).strip()) for head, rest in parts]
    [(None, '<p>One.</p>'), ('Two', '<p>Three.</p>')]
    """
    parts: list[tuple[Tag | None, list[PageElement]]] = [(None, [])]
    for element in list(prose.soup.contents):
        if isinstance(element, Tag) and element.name in HEADINGS:
            parts.append((element, []))
        else:
            parts[-1][1].append(element)
    return [(head, rest) for head, rest in parts if head or "".join(map(str, rest)).strip()]


def lower_heading(heading: Tag) -> None:
    """Make a bold paragraph of a heading, in place."""
    heading.name = "p"
    strong = BeautifulSoup("", "html.parser").new_tag("strong")
    strong.extend(list(heading.contents))
    heading.append(strong)


def settle(
    prose: Prose,
    resolve: Callable[[str], str | None],
    caption: Callable[[Tag], tuple[str, str]],
) -> list[str]:
    """Settle pictures, links and tables of a piece, in place.

    Parameters
    ----------
    prose : Prose
    resolve : callable
        Gives the address that a link has in the page, or None if it leads nowhere there.
    caption : callable
        See :func:`narratives.export.tables.mend_tables`.

    Returns
    -------
    list of str
        What was left out, in words.
    """
    notes = []
    for picture in prose.soup.find_all("img"):
        address = str(picture.get("src", ""))
        embedded = _embed(address, prose)
        alt = str(picture.get("alt", "")).strip()
        if embedded is None:
            notes.append(f'the picture "{address[:80]}" is left out: it is not in the notebook')
            picture.replace_with(f"[Picture, not in this page: {alt or 'no description'}]")
            continue
        if not alt:
            notes.append("a picture in the prose has no alt text")
        picture["src"] = embedded
        picture["alt"] = alt or NO_ALT
    for link in prose.soup.find_all("a"):
        address = str(link.get("href", ""))
        target = resolve(address) if address else None
        if target is not None and link.get_text(strip=True):
            link["href"] = target
            continue
        if address:
            notes.append(
                f'the link to "{address[:80]}" leads nowhere in the page, and is plain text'
            )
        link.unwrap()
    mend_tables(prose.soup, caption)
    return notes


def write_out(elements: Iterable[PageElement], formulas: Sequence[Markup] = ()) -> Markup:
    """Turn a settled piece into HTML that goes into a page as it stands.

    Parameters
    ----------
    elements : iterable of bs4.PageElement
    formulas : sequence of Markup
        Those that the marks stand for.

    Returns
    -------
    Markup
    """
    html = clean_finished("".join(map(_decode, elements)))

    def put_back(match: re.Match[str]) -> str:
        number = int(match[1])
        return str(formulas[number]) if number < len(formulas) else ""

    return Markup(_PLACE.sub(put_back, html).strip())


def text_of(html: Markup) -> str:
    r"""Return the text of a piece of a page, in one line.

    Examples
    --------
    >>> text_of(Markup("What <em>one</em>\n witness says &amp; hears"))
    'What one witness says & hears'
    """
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


def _decode(element: PageElement) -> str:
    if isinstance(element, Tag):
        return element.decode()
    return element.output_ready() if isinstance(element, NavigableString) else ""


def _embed(address: str, prose: Prose) -> str | None:
    """Return a picture as a data address, if it lies in the notebook or beside it."""
    if is_picture(address):
        return address
    if address.startswith("attachment:"):
        bundle = prose.attachments.get(unquote(address.removeprefix("attachment:")), {})
        made = (
            f"data:{m};base64,{''.join(str(data).split())}" for m, data in sorted(bundle.items())
        )
        return next(filter(is_picture, made), None)
    parts = urlsplit(address)
    media = _ENDINGS.get(Path(parts.path).suffix.lower(), "")
    if prose.folder is None or not media or parts.scheme or parts.netloc:
        return None
    folder = prose.folder.resolve()
    try:
        path = (folder / unquote(parts.path)).resolve()
        if not path.is_relative_to(folder):
            return None
        picture = base64.b64encode(read_bytes(path, _LARGEST_PICTURE))
        return f"data:{media};base64,{picture.decode('ascii')}"
    except (OSError, ValueError):
        return None
