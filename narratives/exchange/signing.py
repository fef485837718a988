"""Lines of review that come without a name or a time get them, unless they stand there already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from narratives.exchange.deciding import ReadFile
from narratives.exchange.marks import IN_REVIEW
from narratives.schema import Case, NarrativesError


def sign_lines(read: ReadFile, case: Case, path: Path, *, who: str, at: str, why: str) -> ReadFile:
    """Fill in who decided, when and why, where a file does not say.

    Parameters
    ----------
    read : ReadFile
    case : Case
        A line without a time whose decision this person took last in its review is left out: a
        sheet that comes back twice decides once. With another reason it is a new line.
    path : Path
        The file, for the error.
    who, at, why : str

    Returns
    -------
    ReadFile

    Raises
    ------
    NarrativesError
        If a decision has no name and ``who`` is empty.
    """
    places = [m.place for m in read.marks if not m.untouched and not m.who]
    places += [place for place, *_, by, _ in read.ratings if not by]
    places += [place for place, line in read.lines if line.get("who") == ""]
    if places and not who:
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        raise NarrativesError(
            f"{path}, {places[0]}{more}: the file does not say who decided. Name the person, with "
            "who (--who)."
        )
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
