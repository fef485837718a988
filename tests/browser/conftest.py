"""A Chromium of the system, without a network, and what happens on the pages it opens."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from needed import missing, program

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


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
            # Without the bars around a page, which nobody sees: they take more than most pages.
            args=["--disable-gpu", "--disable-quic", "--no-first-run", "--kiosk"],
            chromium_sandbox=not root,
            timeout=300_000,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def pages() -> dict[tuple[bool, str], list[Any]]:
    """Return pages that are free, by whether scripts run and by the script that runs before them.

    They end with ``chromium``.
    """
    return defaultdict(list)


def new_page(chromium: Any, *, scripts: bool, before: str) -> Any:
    context = chromium.new_context(
        offline=True, java_script_enabled=scripts, service_workers="block"
    )
    # A machine with much else to do is slow, and no test is timed by that.
    context.set_default_timeout(300_000)
    page = context.new_page()
    if before:
        page.add_init_script(before)
    return page


@pytest.fixture
def visit(
    chromium: Any, pages: dict[tuple[bool, str], list[Any]]
) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a file; at the end, nothing may have gone wrong on it.

    The network is off, and what the page asks for is counted: only the file itself.
    ``before`` is a script that runs ahead of those of the page.
    """
    opened: list[Visit] = []
    leaving: list[Callable[[], None]] = []

    def open_file(
        path: Path,
        *,
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        media: str = "null",  # the screen, and paper when it is printed
        scripts: bool = True,
        place: str = "",
        before: str = "",
    ) -> Visit:
        free = pages[scripts, before]
        page = free.pop() if free else new_page(chromium, scripts=scripts, before=before)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media=media, color_scheme=scheme)
        found = Visit(page)
        opened.append(found)

        def ask(request: Any) -> None:
            found.asked.append(request.url)

        def note(box: Any) -> None:
            found.complaints.append(f"dialog: {box.message}")
            box.dismiss()

        heard = {
            "dialog": note,
            "popup": lambda other: found.complaints.append(f"window: {other.url}"),
            "pageerror": lambda error: found.complaints.append(f"error: {error}"),
            "console": lambda line: found.complaints.append(f"{line.type}: {line.text}"),
        }

        def leave() -> None:
            if found.complaints:
                page.context.close()
                return
            page.evaluate("() => { try { localStorage.clear() } catch {} }")
            page.context.remove_listener("request", ask)
            for event, act in heard.items():
                page.remove_listener(event, act)
            page.mouse.move(0, 0)
            page.goto("about:blank")
            free.append(page)

        leaving.append(leave)
        page.context.on("request", ask)
        for event, act in heard.items():
            page.on(event, act)
        page.goto(path.as_uri() + place)
        return found

    yield open_file
    for found in opened:
        assert found.complaints == []
        assert len(found.asked) == 1, found.asked
        assert urlsplit(found.asked[0]).scheme == "file"
    for leave in leaving:
        leave()
