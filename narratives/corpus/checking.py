"""What a person said of statements that were drawn: lines that are appended to the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from narratives.corpus.store import CHECKS
from narratives.documents import read_bytes
from narratives.review import append_lines
from narratives.schema import NarrativesError, SchemaError

FIELD = "answer"
ANSWERS = ("supports", "disputes", "neither", "unclear")
"""What a person can say of a statement and an account. ``unclear``: the words do not tell."""
COLUMNS = ("at", "who", "target", "narrative", "answer", "why")
_MOST = 200_000_000


def append_checks(
    store: Path, who: str, narrative: str, answers: Mapping[str, str], why: str = ""
) -> None:
    """Append what a person said of some statements.

    Each is a line as in ``review.jsonl``: at, who, target, field, value, why. The value holds the
    narrative and the answer.

    Parameters
    ----------
    store : Path
    who : str
    narrative : str
    answers : mapping of a statement id to one of ``ANSWERS``
    why : str

    Raises
    ------
    SchemaError
        If an answer is none that is known, or nobody is named; nothing is written then.
    """
    wrong = [
        f'answers["{name}"] is "{answer}". Allowed: {", ".join(ANSWERS)}.'
        for name, answer in answers.items()
        if answer not in ANSWERS
    ]
    if not who.strip():
        wrong.append('who is "". Write who looked at the statements.')
    if wrong:
        raise SchemaError("\n".join(wrong))
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    lines = [
        {
            "at": at, "who": who, "target": str(name), "field": FIELD,
            "value": {"narrative": narrative, FIELD: answer}, "why": why,
        }
        for name, answer in answers.items()
    ]  # fmt: skip
    blob = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()
    if lines:
        append_lines(store / CHECKS, lambda: blob, "file of checks")


def load_checks(store: Path) -> tuple[pd.DataFrame, list[str]]:
    """Read the checks of a store.

    Returns
    -------
    checks : DataFrame with the columns ``COLUMNS``
        In the order of the file. Of several lines about one statement and account the last
        counts.
    warnings : list of str
        Lines that are torn or no check, and were skipped.
    """
    path = store / CHECKS
    rows: list[dict[str, Any]] = []
    warnings = []
    for number, line in enumerate(read_bytes(path, _MOST, missing=b"").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            told = " ".join(str(error).split())[:100]
            warnings.append(f"{path}, line {number}: this is no check ({told}) and was skipped.")
    return pd.DataFrame(rows, columns=list(COLUMNS)), warnings


def _row(line: Any) -> dict[str, Any]:
    value = line["value"]
    if line["field"] != FIELD or value[FIELD] not in ANSWERS:
        raise NarrativesError(f'field "{line["field"]}" with {value}')
    return {
        "at": str(line["at"]), "who": str(line["who"]), "target": str(line["target"]),
        "narrative": str(value["narrative"]), "answer": str(value[FIELD]), "why": str(line["why"]),
    }  # fmt: skip
