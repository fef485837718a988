"""The answers of a served model, kept beside the case, so that it gives the same draft again."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from narratives.review import append_lines
from narratives.schema import NarrativesError

MOST_BYTES = 100_000_000
"""Bytes of a file of answers that is still read."""
_KEY = re.compile(r"[0-9a-f]{64}\Z")


class Answers:
    """Answers by the SHA-256 of what was asked of which model.

    Parameters
    ----------
    path : Path or None
        A file of JSON lines with ``key``, ``model``, ``at`` and ``answer``, made with the first
        answer; None keeps them in memory alone. A torn or foreign line is skipped, and what
        it answered is asked again. Of two answers to one question the first counts.

    Examples
    --------
    >>> answers = Answers(None)
    >>> answers.keep("0" * 64, "a model", "{}")
    >>> answers.find("0" * 64), answers.find("1" * 64)
    ('{}', None)
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._known: dict[str, str] | None = None
        self.skipped = 0

    def find(self, key: str) -> str | None:
        """Return what was answered, or None where it was never asked.

        Raises
        ------
        NarrativesError
            If the file cannot be read.
        """
        return self._load().get(key)

    def keep(self, key: str, model: str, answer: str) -> None:
        """Keep an answer, in the file too where there is one.

        Raises
        ------
        NarrativesError
            If the file cannot be written.
        """
        self._load().setdefault(key, answer)
        if self.path is None:
            return
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        entry = {"key": key, "model": model, "at": at, "answer": answer}
        # A lone surrogate, which JSON can name and UTF-8 cannot write, stays an escape.
        line = json.dumps(entry, ensure_ascii=True).encode("ascii") + b"\n"
        append_lines(self.path, lambda: line, "file of answers")

    def _load(self) -> dict[str, str]:
        if self._known is None:
            self._known = {}
            for line in self._read().split(b"\n"):
                if not line.strip():
                    continue
                if (found := _parse(line)) is None:
                    self.skipped += 1
                else:
                    self._known.setdefault(*found)
        return self._known

    def _read(self) -> bytes:
        if self.path is None:
            return b""
        try:
            if not self.path.exists():
                return b""
            if not self.path.is_file():
                raise NarrativesError(f"{self.path}: this is no file. Move it away.")
            if self.path.stat().st_size > MOST_BYTES:
                raise NarrativesError(
                    f"{self.path}: the file has more than {MOST_BYTES:,} bytes. Move it away; the "
                    "model is then asked again."
                )
            return self.path.read_bytes()
        except OSError as error:
            raise NarrativesError(
                f"{self.path}: the answers cannot be read ({error.strerror})."
            ) from error


def _parse(line: bytes) -> tuple[str, str] | None:
    try:
        entry = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    key, answer = entry.get("key"), entry.get("answer")
    if not isinstance(key, str) or not _KEY.match(key) or not isinstance(answer, str):
        return None
    return key, answer
