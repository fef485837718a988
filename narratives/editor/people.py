"""What each person decided about one thing, side by side; where they differ nothing is settled."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from narratives.review.corrections import write_value
from narratives.review.repeating import parts_of
from narratives.schema import records_of

SILENT = ("sha256", "undo")
"""Fields that decide nothing about a statement, an item or a source."""


def decisions_on(
    log: pd.DataFrame, targets: Collection[str], letters: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """List what was decided about some targets, in the order of the log.

    Parameters
    ----------
    log : DataFrame, columns ``review.REVIEW``
        The lines that hold.
    targets : collection of str
    letters : mapping, optional
        The letters of the accounts, for the words.

    Returns
    -------
    list of dict
        With ``who``, ``at``, ``target``, ``field``, ``value`` in words, and ``why``.
    """
    wanted = set(targets)
    lines = [
        line for line in records_of(log) if line["target"] in wanted and line["field"] not in SILENT
    ]
    return [
        {
            "who": str(line["who"]),
            "at": str(line["at"]),
            "target": str(line["target"]),
            "field": str(line["field"]),
            "value": in_words(str(line["field"]), line["value"], letters),
            "why": str(line["why"]),
        }
        for line in lines
    ]


def differences(
    log: pd.DataFrame, targets: Collection[str], letters: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """List the fields of some targets on which two persons have decided otherwise.

    Of each person the last decision stands. Ratings are compared account by account, so that
    two persons who rated different accounts do not differ.

    Parameters
    ----------
    log : DataFrame, columns ``review.REVIEW``
        The lines that hold, in the order of the log.
    targets : collection of str
    letters : mapping, optional
        The letters of the accounts, for the words.

    Returns
    -------
    list of dict
        With ``target``, ``field``, and ``said``: of each person ``who``, ``value`` in words and
        ``why``.

    Examples
    --------
    >>> lines = [("hint", "ana"), ("likely", "ben")]
    >>> log = pd.DataFrame([{"target": "flood:4-9", "field": "strength", "value": value,
    ...     "who": who, "at": "", "why": ""} for value, who in lines])
    >>> [(d["field"], [s["value"] for s in d["said"]]) for d in differences(log, ["flood:4-9"])]
    [('strength', ['hint', 'likely'])]
    """
    wanted = set(targets)
    last: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for line in (line for line in records_of(log) if line["target"] in wanted):
        target, name, who = str(line["target"]), str(line["field"]), str(line["who"])
        if name in SILENT or name == "statement":
            continue
        for part, value in parts_of(line).items():
            last.setdefault((target, part), {})[who] = (value, str(line["why"]))
    found = []
    for (target, name), said in last.items():
        if len({value for value, _ in said.values()}) > 1:
            rows = [
                {"who": who, "value": in_words(name, json.loads(value), letters), "why": why}
                for who, (value, why) in said.items()
            ]
            found.append({"target": target, "field": name, "said": rows})
    return found


def others_said(
    log: pd.DataFrame,
    entries: Sequence[dict[str, Any]],
    who: str,
    letters: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return the differences that some new lines of one person make with others."""
    targets = {str(entry["target"]) for entry in entries}
    fields = {str(entry["field"]) for entry in entries}
    return [
        {**told, "said": [said for said in told["said"] if said["who"] != who]}
        for told in differences(log, targets, letters)
        if told["field"].split(" ")[0] in fields | ({"status"} if "merge" in fields else set())
        and any(said["who"] == who for said in told["said"])
    ]


def in_words(field: str, value: Any, letters: Mapping[str, str] | None = None) -> str:
    """Write the value of a decision in words.

    Examples
    --------
    >>> in_words("bearings", [{"narrative": "leak", "stance": "disputes", "how": "implied"}])
    'disputes leak (implied)'
    >>> in_words("bearings", []), in_words("rating", {"leak": "CC"})
    ('bears on no account', 'leak CC')
    """

    def name(account: str) -> str:
        return (letters or {}).get(account, account)

    if field == "bearings" and isinstance(value, list):
        told = [
            f"{b['stance']} {name(b['narrative'])}"
            + (" (implied)" if b.get("how") == "implied" else "")
            for b in value
        ]
        return ", ".join(told) or "bears on no account"
    if isinstance(value, dict):
        if field == "item":
            return str(value.get("label", ""))
        if field == "statement":
            return "added"
        return ", ".join(f"{name(key)} {given}" for key, given in value.items())
    return write_value(value)
