"""Notebooks made for the tests, and a reader of the pages they become."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def markdown(*lines: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n".join(lines), **more}


def code(source: str, *outputs: dict[str, Any], count: int | None = 1) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "execution_count": count,
        "outputs": list(outputs),
    }


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def displayed(metadata: dict[str, Any] | None = None, **data: str) -> dict[str, Any]:
    """Return an output; ``image_png`` stands for the media type image/png."""
    return {
        "output_type": "display_data",
        "data": {name.replace("_", "/", 1): content for name, content in data.items()},
        "metadata": metadata or {},
    }


def write_notebook(path: Path, *cells: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def loads_of(soup: BeautifulSoup) -> list[str]:
    """Name everything by which a page would ask for something that is not in it."""
    found = []
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if name in ("src", "srcset", "poster", "data", "background", "action", "formaction"):
                if not text.startswith("data:image/"):
                    found.append(f"{tag.name}.{name}={text[:60]}")
            elif name == "href" and tag.name != "a":
                found.append(f"{tag.name}.href={text[:60]}")
            elif name == "style" or name.startswith("on"):
                found.append(f"{tag.name}.{name}={text[:60]}")
        if tag.name in ("link", "iframe", "object", "embed", "base", "form", "audio", "video"):
            found.append(tag.name)
    for style in soup.find_all("style"):
        found += re.findall(r"@import[^;]*|url\([^)]*\)", style.string or "")
    for script in soup.find_all("script"):
        found += re.findall(
            r"https?:[^\"']*|\bfetch\(|XMLHttpRequest|import\(", script.string or ""
        )
    return found
