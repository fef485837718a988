"""A Chromium of the system, without a network, and what happens on the pages it opens."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from needed import missing, program

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Visit:
    """A page that was opened, with everything it asked for and complained of."""

    page: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def eval(self, expression: str, argument: object = None) -> Any:
        return self.page.evaluate(expression, argument)

    def open_all(self) -> None:
        self.eval("document.querySelectorAll('details').forEach(d => { d.open = true })")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    # Ended with the package: as long as it runs, no other test can start an event loop.
    binary = program(BROWSERS, "chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing('playwright is not installed (pip install -c constraints.txt -e ".[browser]")')
    # Chromium's sandbox does not start for root, which is who runs tests in a container.
    root = sys.platform != "win32" and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=binary,
            args=["--disable-gpu", "--disable-quic", "--no-first-run"],
            chromium_sandbox=not root,
            timeout=300_000,
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a file; at the end, nothing may have gone wrong on it.

    The network is off, and what the page asks for is counted: only the file itself.
    ``before`` is a script that runs ahead of those of the page.
    """
    opened: list[Visit] = []
    contexts = []

    def open_file(
        path: Path,
        *,
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        media: str | None = None,
        scripts: bool = True,
        place: str = "",
        before: str = "",
    ) -> Visit:
        context = chromium.new_context(
            offline=True,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            service_workers="block",
        )
        contexts.append(context)
        # A machine with much else to do is slow, and no test is timed by that.
        context.set_default_timeout(300_000)
        page = context.new_page()
        page.emulate_media(media=media)  # None: the screen, and paper when it is printed
        found = Visit(page)
        opened.append(found)

        def note(box: Any) -> None:
            found.complaints.append(f"dialog: {box.message}")
            box.dismiss()

        context.on("request", lambda request: found.asked.append(request.url))
        page.on("dialog", note)
        page.on("popup", lambda other: found.complaints.append(f"window: {other.url}"))
        page.on("pageerror", lambda error: found.complaints.append(f"error: {error}"))
        page.on("console", lambda line: found.complaints.append(f"{line.type}: {line.text}"))
        if before:
            page.add_init_script(before)
        page.goto(path.as_uri() + place)
        return found

    yield open_file
    for found in opened:
        assert found.complaints == []
        assert len(found.asked) == 1, found.asked
        assert urlsplit(found.asked[0]).scheme == "file"
    for context in contexts:
        context.close()
