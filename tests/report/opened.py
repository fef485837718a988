"""Open a page in Chromium and let an added script drive it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

needs_chromium = pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")


def browse(path: Path, folder: Path) -> str:
    """Return the document after its scripts have run."""
    done = subprocess.run(
        [
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=4000",
            f"--user-data-dir={folder / 'profile'}",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout


def drive(html: str, script: str, folder: Path, *, waits: bool = False) -> Any:
    """Run a script in the page, without its policy, and return what it calls ``tell`` with.

    A script that waits for something calls ``end`` by itself.
    """
    added = f"""<script>
      const told = [];
      const tell = (value) => told.push(value);
      const end = () => document.body.replaceChildren(Object.assign(
        document.createElement("pre"), {{ id: "told", textContent: JSON.stringify(told) }}));
      addEventListener("load", () => {{
        {script}
        {"" if waits else "end();"}
      }});
    </script>"""
    opened = re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", added + "</body>")
    path = folder / "driven.html"
    path.write_text(opened, encoding="utf-8")
    found = re.search(r'<pre id="told">(.*?)</pre>', browse(path, folder), re.DOTALL)
    assert found is not None, "the script did not come to its end"
    return json.loads(unescape(found[1]))
