"""Lines of review that come without a name or a time get them, unless they stand there already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from narratives.exchange.deciding import ReadFile
from narratives.exchange.marks import IN_REVIEW, UNCHANGED
from narratives.schema import Case, NarrativesError, records_of

MOST_TOLD = 50
"""So many mistakes of a file are told at once; of more, how many they are."""
_NUMBERS = re.compile(r"\d+")


def places_without_a_name(read: ReadFile) -> list[str]:
    """Return the places of decisions of which a file does not say whose they are."""
    places = [m.place for m in read.marks if not m.untouched and not m.who]
    places += [place for place, *_, by, _ in read.ratings if not by]
    return places + [place for place, line in read.lines if line.get("who") == ""]


def nobody_signs(path: Path, places: Sequence[str], report: pd.DataFrame) -> NarrativesError:
    """Say that nobody says who decided, and with it what else is wrong with a file.

    Parameters
    ----------
    path : Path
    places : sequence of str
        As :func:`places_without_a_name` returns them; at least one.
    report : DataFrame, columns ``deciding.REPORT``
        What would become of all that the file says, if somebody did.

    Examples
    --------
    >>> report = pd.DataFrame({"place": ["row 3"], "target": ["item:a"], "field": ["rating"],
    ...     "taken": [False], "why": ["there is no such item."]})
    >>> print(nobody_signs(Path("sheet.csv"), ["row 2"], report))
    sheet.csv, row 2: the file does not say who decided. Name the person, with who (--who).
    sheet.csv, row 3: item:a rating: there is no such item.
    """
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    wrong = [
        (str(row["place"]), _about(str(row["target"]), str(row["field"]), str(row["why"])))
        for row in records_of(report)
        if not row["taken"] and row["why"] and row["why"] not in UNCHANGED
    ]
    wrong.sort(key=lambda told: [int(number) for number in _NUMBERS.findall(told[0])])
    told = [
        f"{path}, {places[0]}{more}: the file does not say who decided. Name the person, with "
        "who (--who).",
        *(f"{path}, {place}: {why}" for place, why in wrong[:MOST_TOLD]),
    ]
    if len(wrong) > MOST_TOLD:
        told.append(f"{path}: {len(wrong) - MOST_TOLD} more mistakes.")
    return NarrativesError("\n".join(told))


def sign_lines(read: ReadFile, case: Case, *, who: str, at: str, why: str) -> ReadFile:
    """Fill in who decided, when and why, where a file does not say.

    Parameters
    ----------
    read : ReadFile
    case : Case
        A line without a time whose decision this person took last in its review is left out: a
        sheet that comes back twice decides once. With another reason it is a new line.
    who, at, why : str

    Returns
    -------
    ReadFile
    """
    last = {
        (row["target"], row["field"], row["who"]): (row["value"], row["why"])
        for row in case.review.to_dict("records")
    }
    left = list(read.left)
    lines: list[tuple[str, Mapping[str, Any]]] = []
    for place, line in read.lines:
        if not isinstance(line.get("who"), str) or line.get("at") != "":
            lines.append((place, line))
            continue
        signed = {**line, "who": line["who"] or who, "at": at, "why": line.get("why") or why}
        key = (signed.get("target"), signed.get("field"), signed["who"])
        said, reason = last.get(key, (None, ""))
        same = _says(said, signed.get("value")) and line.get("why", "") in ("", reason)
        if same or _is_added(case, signed):
            left.append((place, IN_REVIEW))
        else:
            lines.append((place, signed))
    return replace(read, lines=tuple(lines), left=tuple(left))


def _about(target: str, name: str, why: str) -> str:
    """Say what a reason is about, where it does not say so itself."""
    begins = f"{target} {name}: " if target and name else ""
    return why if why.startswith(begins) else begins + why


def _says(last: Any, value: Any) -> bool:
    """Tell whether the last decision says it already; of ratings, all that are given now."""
    if isinstance(last, Mapping) and isinstance(value, Mapping):
        return all(key in last and last[key] == given for key, given in value.items())
    return bool(last is not None and last == value)


def _is_added(case: Case, line: Mapping[str, Any]) -> bool:
    """Tell whether the same statement was added before; others may have been added since."""
    return line.get("field") == "statement" and any(
        (row["target"], row["field"], row["value"])
        == (line["target"], line["field"], line["value"])
        for row in case.review.to_dict("records")
    )
