"""Pages as PDF, through the Chromium of the system: nothing else lays HTML out as browsers do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from narratives.schema import NarrativesError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
LONGEST = 900
"""Seconds after which a browser is taken to hang. It prints a page in one to ten: what it does
cannot be counted from here, and a slow machine is to print what a fast one does."""
WITHOUT = (
    "no PDF was made: there is no Chromium, Chrome or Edge on this machine. Open the page in any "
    "browser and print it."
)


def find_browser() -> str | None:
    """Return the path of a browser that prints without a screen, None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def print_page(page: Path, pdf: Path, browser: str) -> Path:
    """Print a page to PDF, with the network switched off and a profile that is thrown away.

    Parameters
    ----------
    page : Path
        An HTML file.
    pdf : Path
        Written over if it is there.
    browser : str
        As :func:`find_browser` returns it.

    Raises
    ------
    NarrativesError
        If the browser ends without a PDF.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "page.pdf"
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-extensions",
            "--disable-background-networking",
            "--proxy-server=127.0.0.1:9",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={Path(folder) / 'profile'}",
            f"--print-to-pdf={made}",
            page.resolve().as_uri(),
        ]
        # Chromium's sandbox does not start for root, which is who works in a container.
        if sys.platform != "win32" and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        told = ""
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=LONGEST, check=False, stdin=subprocess.DEVNULL
            )
            told = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [""])[-1][:200]
        except (OSError, subprocess.TimeoutExpired) as error:
            told = str(error)[:200]
        if not made.is_file() or made.stat().st_size == 0:
            raise NarrativesError(
                f"{page}: {Path(browser).name} made no PDF of it{': ' if told else ''}{told}. Open "
                "the page in any browser and print it."
            )
        shutil.copyfile(made, pdf)
    return pdf
