"""Lines of review that come without a name or a time get them, unless they stand there already."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from narratives.exchange.deciding import ReadFile
from narratives.exchange.marks import IN_REVIEW, UNCHANGED
from narratives.review import UNDO, check_entry, mark_of
from narratives.review.order import replay_order
from narratives.review.repeating import DECIDED_SO, SaidSoFar
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


def sign_lines(
    read: ReadFile,
    case: Case,
    *,
    who: str,
    at: str,
    why: str,
    known: Collection[str] = (),
    now: bool = False,
) -> ReadFile:
    """Fill in who decided, when and why, where a file does not say; leave out what is not new.

    A line is not new where it stands in the log, or where this person has decided the same
    already (:class:`narratives.review.repeating.SaidSoFar`). A file with lines that take others
    back is a log, and comes with all its lines.

    Parameters
    ----------
    read : ReadFile
    case : Case
    who, at, why : str
    known : collection of str
        The marks of all lines of the log, those that were taken back too.
    now : bool
        A decision without a time is taken now. Otherwise it stands in a file that was filled in
        at some time, and what its person has decided before is left out even where another
        person has decided otherwise since: a sheet that comes back twice settles nothing.

    Returns
    -------
    ReadFile
    """
    given = [(place, line, _signed(line, who, at)) for place, line in read.lines]
    again = _said_again([signed for *_, signed in given], case, at, now=now)
    left = list(read.left)
    lines: list[tuple[str, Mapping[str, Any]]] = []
    for number, (place, line, signed) in enumerate(given):
        if not check_entry(signed) and mark_of(signed) in known:
            left.append((place, IN_REVIEW))
        elif number in again:
            left.append((place, DECIDED_SO))
        else:
            mine = {**signed, "why": signed["why"] or why} if signed is not line else line
            lines.append((place, mine))
    return replace(read, lines=tuple(lines), left=tuple(left))


def _about(target: str, name: str, why: str) -> str:
    """Say what a reason is about, where it does not say so itself."""
    begins = f"{target} {name}: " if target and name else ""
    return why if why.startswith(begins) else begins + why


def _signed(line: Mapping[str, Any], who: str, at: str) -> Mapping[str, Any]:
    """Sign a line without a time; a line with one is returned as it is."""
    if not isinstance(line.get("who"), str) or line.get("at") != "":
        return line
    return {**line, "who": line["who"] or who, "at": at, "why": line.get("why") or ""}


def _said_again(lines: Sequence[Mapping[str, Any]], case: Case, at: str, *, now: bool) -> set[int]:
    """Return the numbers of the lines that say again what their person has decided already."""
    new = [{**line, "number": n} for n, line in enumerate(lines) if not check_entry(line)]
    if any(line["field"] == UNDO for line in new):
        return set()
    everybody, own = SaidSoFar(), defaultdict[str, SaidSoFar](SaidSoFar)
    again = set()
    for line in replay_order([*records_of(case.review), *new]):
        mine = own[str(line["who"])]
        told = everybody if now or line["at"] != at else mine
        if "number" in line and told.has(line):
            again.add(line["number"])
            continue
        everybody.add(line)
        mine.add(line)
    return again
