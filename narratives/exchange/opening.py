"""Files of other tools, opened with care: bounded, plain, and wrong ones named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from narratives.documents import read_bytes
from narratives.schema import NarrativesError

MOST = 100_000_000
"""How many bytes a file may have."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Letters that no XML can hold."""


def read_json(path: Path) -> Any:
    """Read a file of JSON.

    Raises
    ------
    NarrativesError
        If it cannot be read or is no JSON.

    Examples
    --------
    >>> read_json(Path("nowhere.json"))
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere.json: there is no such file. ...
    """
    raw = read_bytes(path, MOST)
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise NarrativesError(
            f"{path}, line {error.lineno}: this is not JSON ({error.msg})."
        ) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise NarrativesError(f"{path}: this is not JSON in UTF-8 ({error}).") from error
    except RecursionError as error:
        raise NarrativesError(f"{path}: it is nested too deeply to be read.") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def write_json(value: Any) -> bytes:
    r"""Write JSON in lines, with the letters as they are.

    Examples
    --------
    >>> write_json({"who": "Бахмут"}).decode()
    '{\n  "who": "Бахмут"\n}\n'
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NarrativesError(
            f"a text holds half a letter (U+{ord(text[error.start]):X}), which no file of JSON can "
            "hold. Mend the document first."
        ) from error


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the mappings of a list; of one mapping, itself; anything else is left out."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, dict))


def text_of(value: Any) -> str:
    """Return a text, and an empty one for anything that is none."""
    return value if isinstance(value, str) else ""


def number_of(value: Any) -> int | None:
    """Return a whole number that is not negative, and None for anything else."""
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
    return value if good else None
