"""Take the pictures of the README: the first screen of the seed's page, and its figure.

    make screenshots

needs Chromium and the extra ``browser``. The pictures land beside this file.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from matplotlib import pyplot as plt
from playwright.sync_api import sync_playwright

import narratives as nv

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "crocus-city-hall"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DATE = "2026-01-31"
"""Printed on the page, so that the same page gives the same picture on another day."""


def main() -> None:
    browser = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if browser is None:
        sys.exit("screenshots: no Chromium here. On Debian: apt-get install chromium.")
    comparison = nv.compare(nv.load_case(SEED))
    axes = nv.plot_side_by_side(comparison)
    axes.figure.savefig(HERE / "figure.png", dpi=70)
    plt.close(axes.figure)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        page = Path(folder) / "page.html"
        comparison.to_html(page, date=DATE)
        opened = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = opened.new_page(viewport={"width": 1100, "height": 1000})
        tab.goto(page.as_uri())
        tab.screenshot(path=HERE / "page.png")
        opened.close()


if __name__ == "__main__":
    main()
