"""The review beside the files of a tool that has no place for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from narratives.documents import read_bytes
from narratives.exchange.opening import MOST

LINES = "review.jsonl"


def write_lines(lines: Iterable[Mapping[str, Any]]) -> bytes:
    r"""Write lines of review as they stand in a case.

    Examples
    --------
    >>> write_lines([{"who": "Ana"}])
    b'{"who": "Ana"}\n'
    """
    return "".join(json.dumps(dict(line), ensure_ascii=False) + "\n" for line in lines).encode()


def read_lines(
    path: Path, left: list[tuple[str, str]]
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Read lines of review; what is no JSON goes to ``left`` with its line.

    Parameters
    ----------
    path : Path
        A missing file has none.
    left : list of (place, why)
    """
    found = []
    raw = read_bytes(path, MOST, missing=b"").decode("utf-8", "replace")
    for number, line in enumerate(raw.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            left.append((place, "this is no line of JSON"))
            continue
        found.append((place, entry if isinstance(entry, dict) else {"line": entry}))
    return tuple(found)
