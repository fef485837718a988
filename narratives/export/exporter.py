"""The exporters for nbconvert: JupyterLab offers them under "Save and Export Notebook As"."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Enum, default

from narratives.export.content import Page, build_page, read_outline
from narratives.export.slides import cut_slides
from narratives.report.escape import plain
from narratives.report.files import hash_source
from narratives.version import __version__

TEMPLATES = Path(str(resources.files("narratives.export"))) / "templates"


class PageExporter(TemplateExporter):
    """A notebook as one HTML file that asks the network for nothing.

    ``jupyter nbconvert --to narratives NOTEBOOK`` uses it; so does JupyterLab.
    """

    export_from_notebook = "HTML, offline and accessible"
    output_mimetype = "text/html"
    style = ("base.css", "page.css")
    script = ""

    audience = Enum(
        ["readers", "class"], default_value="readers", help="Code is folded for readers."
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "narratives"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.undefined = StrictUndefined
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook by itself, without links to others."""
        known = resources or {}
        name = str(known.get("metadata", {}).get("name") or "notebook")
        place = known.get("metadata", {}).get("path")
        page = build_page(read_outline(nb, name, Path(place) if place else None))
        return self.render(page, {}), {**known, "output_extension": ".html"}

    def render(self, page: Page, around: Mapping[str, tuple[str, str]]) -> str:
        """Lay out a page.

        Parameters
        ----------
        page : Page
        around : mapping
            Address and title of "previous", "next" and "contents", where there are such.

        Returns
        -------
        str
        """
        return self._fill("index.html.j2", page=page, around=around)

    def render_contents(self, pages: list[tuple[str, Page]], *, slides: bool = False) -> str:
        """Lay out the page that leads to all others, given their addresses."""
        return self._fill("contents.html.j2", pages=pages, slides=slides)

    def _fill(self, template: str, **values: Any) -> str:
        style = "".join(read_part(name) for name in self.style)
        script = read_part(self.script) if self.script else ""
        policy = f"default-src 'none'; img-src data:; style-src {hash_source(style)}; "
        policy += f"script-src {hash_source(script)}; " if script else ""
        made = self.environment.get_template(template).render(
            **values,
            audience=self.audience,
            style=Markup(style),
            script=Markup(script),
            policy=f"{policy}base-uri 'none'; form-action 'none'",
            version=__version__,
        )
        # Words and attributes alike: what hides, turns or ends a text is seen as U+FFFD.
        return f"{plain(made.strip())}\n"


class SlidesExporter(PageExporter):
    """A notebook as slides in one HTML file, which is a long page where scripts are off."""

    export_from_notebook = "Slides, offline and accessible"
    style = ("base.css", "slides.css")
    script = "slides.js"

    def render(self, page: Page, around: Mapping[str, tuple[str, str]]) -> str:
        """Lay out a page as slides."""
        return self._fill(
            "slides.html.j2", page=page, slides=cut_slides(page, self.audience), around=around
        )


def read_part(name: str) -> str:
    """Read a style or a script of the pages."""
    return (TEMPLATES / "narratives" / name).read_text(encoding="utf-8")
