"""Check a built site: every link leads somewhere, and no page loads anything from elsewhere.

    python docs/links.py build/docs

Links to other sites are left alone, for nothing is fetched here; that they are only links,
and not scripts, styles or pictures, is checked.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}
"""What a page loads by itself."""


@dataclass
class Page(HTMLParser):
    """The places of one page that can be led to, and what leads away from it."""

    path: Path
    anchors: set[str] = field(default_factory=set)
    links: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            if value is not None and ((tag, name) in LOADS or (tag, name) == ("a", "href")):
                self.links.append((value, tag != "a"))


def check_site(folder: Path) -> list[str]:
    """Return what is wrong, one line a link: the page, the link, and why."""
    pages = {path.resolve(): Page(path) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        return [f"{folder}: no pages"]
    wrong = []
    for path, page in pages.items():
        where = path.relative_to(folder.resolve())
        for link, loaded in page.links:
            address = urlsplit(link)
            if address.scheme in ("data", "mailto") or (address.scheme and not loaded):
                continue
            if address.scheme or address.netloc:
                wrong.append(f"{where}: {link} is loaded from elsewhere")
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            if not target.exists():
                wrong.append(f"{where}: {link} leads to no file")
            elif (
                address.fragment
                and target in pages
                and unquote(address.fragment) not in pages[target].anchors
            ):
                wrong.append(f"{where}: {link} leads to no place on its page")
    return wrong


def main() -> None:
    wrong = check_site(Path(sys.argv[1]))
    print("\n".join(wrong) or "All links lead somewhere.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
