"""Datelines and agency credits: by which way the words of a text came.

"LIMA, May 3 (Reuters) - " before the first sentence says that all that follows came
by way of Reuters; "(Reuters)" after the last sentence of a paragraph says it of that
paragraph, and on a line of its own of all lines before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from narratives.attribution.draft import Draft
from narratives.lexicon import load_lexicon
from narratives.lexicon.letters import stands_alone
from narratives.schema import Span
from narratives.sources.words import countries

LEAD = 2
"""A dateline after no more body paragraphs than this one reaches back to the headline."""
LINK_LABEL = 60
"""Code points within which the colon of "Read more:" stands."""
_PLACES = r"[A-Z][A-Z .'’/-]{2,40}"
_TOWN = r"[A-Z][\w'’.-]{1,25}(?:[ /-][A-Z][\w'’.-]{0,25}){0,3}"
_DAY = r"(?:[,.] ?[^()/\n]{1,40}?)?"
_DASH = r"(?:[-–—]{1,2})"
_BRACKETS = r"\(([^()\n]{2,30})\)"
_SPEAKER = r"(?!\([a-z][^()\n]*\)\s*:)"
"""No "LIND (on tape):", which is somebody's label in a transcript."""
_SLASHES = r"/ ?([A-Z][\w .-]{1,24}?) ?/"
_UPPER = re.compile(
    rf"\s*{_PLACES}{_DAY}"
    rf"(?:\s*{_SPEAKER}{_BRACKETS}\s*{_DASH}?:?|\.?\s*{_SLASHES}\.?\s*{_DASH}?|\s+{_DASH})\s*"
)
_MIXED = re.compile(rf"\s*{_TOWN}{_DAY}\s*(?:{_BRACKETS}|{_SLASHES}\.?)\s*{_DASH}\s*")
_ALONE = re.compile(rf"\s*(?:{_BRACKETS}\s*(?:{_DASH}|:)?|{_SLASHES}\.?\s*(?:{_DASH})?)\s*")
_LIKE_AGENCY = re.compile(r"[A-Z][^\W\d]*(?:[ ./-]+[A-Z][^\W\d]*){0,3}")


@dataclass(frozen=True, slots=True)
class Wire:
    """A dateline or credit: the agency it names, its words, and how far it reaches."""

    agency: Span | None
    words: Span
    reach: Span
    kind: int = 2
    """0 for a credit of a paragraph, 1 for one on its own line, 2 for a dateline."""


def find_wires(shadow: str, rows: Iterable[tuple[int, int, int, str]]) -> list[Wire]:
    r"""Find the datelines and credits of a document.

    Parameters
    ----------
    shadow : str
        Shadow copy of the document's text.
    rows : iterable of (paragraph, start, end, kind)
        The sentences in the order of the text.

    Returns
    -------
    list of Wire, in the order of the text

    Examples
    --------
    >>> text = "LIMA (Reuters) - The dam held, the mayor said."
    >>> [text[slice(*wire.agency)] for wire in find_wires(text, [(0, 0, 46, "body")])]
    ['Reuters']
    """
    paragraphs: dict[int, tuple[int, int, str]] = {}
    for number, start, end, kind in rows:
        begun = paragraphs.get(number, (start, end, kind))
        paragraphs[number] = (begun[0], end, kind)
    headed: list[tuple[int, Span | None, Span]] = []
    found: list[Wire] = []
    bodies = 0
    for start, end, kind in paragraphs.values():
        if kind != "body":
            continue
        dateline = _dateline(shadow, start, end)
        if dateline is not None:
            reach = 0 if not headed and bodies <= LEAD else start
            headed.append((reach, *dateline))
        credit = _credit(shadow, start, end)
        if credit is not None:
            found.append(Wire(*credit, (start, end), 0))
        bodies += 1
    for number, (reach, agency, words) in enumerate(headed):
        stop = headed[number + 1][0] if number + 1 < len(headed) else len(shadow)
        found.append(Wire(agency, words, (reach, stop)))
    return sorted([*found, *_lines(shadow)], key=lambda wire: wire.words)


def find_links(shadow: str, rows: Iterable[tuple[int, int, int, str]]) -> list[Span]:
    """Find sentences inside a paragraph that lead to another article: "Read more: …"."""
    patterns = _leading()
    found: list[Span] = []
    for _, start, end, _ in rows:
        colon = shadow.find(":", start, min(end, start + LINK_LABEL))
        if colon > 0 and any(pattern.match(shadow, start, end) for pattern in patterns):
            found.append((start, end))
    return found


@cache
def _leading() -> tuple[re.Pattern[str], ...]:
    rows = load_lexicon("furniture")
    return tuple(
        re.compile(row["pattern"], re.I)
        for row in rows
        if row["kind"] == "link_header" and row["where"] == "start"
    )


@cache
def _agencies() -> str:
    """Return a pattern of the names of agencies, the longest first."""
    names = [row["name"] for row in load_lexicon("outlets") if row["kind"] == "agency"]
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _is_agency() -> re.Pattern[str]:
    pair = rf"(?:{_agencies()})(?:(?:/| ?[,&] ?| and )(?:{_agencies()}))?"
    return re.compile(pair, re.I)


@cache
def _unmarked() -> re.Pattern[str]:
    """Return "TULA, May 3, Interfax. " and "TULA, May 3 Interfax - "."""
    return re.compile(rf"\s*{_PLACES}{_DAY}[,.]? ({_agencies()})\s*(?:{_DASH}|[.:])\s+")


def _marked() -> str:
    name = _agencies()
    return rf"\((?P<a>{name})\)|/ ?(?P<b>{name}) ?/|{_DASH}\s*(?P<c>{name})"


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s.!?…\"”»’])(?:{_marked()})\.?\s*\Z")


@cache
def _line() -> re.Pattern[str]:
    marked = rf"{_marked()}|Sources?: (?P<d>{_agencies()})"
    return re.compile(rf"^[ \t]*(?:{marked})\.?[ \t]*$", re.M)


def _dateline(shadow: str, start: int, end: int) -> tuple[Span | None, Span] | None:
    """Return the agency, if one is named, and the words of the dateline before a paragraph."""
    stop = min(end, start + 150)
    match = _unmarked().match(shadow, start, stop)
    if match is not None:
        return match.span(1), match.span()
    match = _UPPER.match(shadow, start, stop)
    if match is not None:
        name = _named(match)
        dashed = match[0].rstrip()[-1:] in "-–—:/" or bool(match[2])
        if name is None:
            found = (m for m in _is_agency().finditer(shadow, start, match.end()))
            agencies = [m.span() for m in found if stands_alone(m)]
            return (agencies[-1] if agencies else None), match.span()
        known = _is_agency().fullmatch(name[0])
        if known or dashed:
            return (name[1] if known or _may_be_agency(name[0]) else None), match.span()
    for pattern in (_MIXED, _ALONE):
        match = pattern.match(shadow, start, stop)
        name = _named(match) if match is not None else None
        if match is None or name is None:
            continue
        dashed = pattern is _ALONE and match[0].rstrip()[-1:] in "-–—"
        if _is_agency().fullmatch(name[0]) or (dashed and _may_be_agency(name[0])):
            return name[1], match.span()
    return None


def _named(match: re.Match[str]) -> tuple[str, Span] | None:
    number = match.lastindex
    return (match[number].strip(), match.span(number)) if number else None


def _may_be_agency(name: str) -> bool:
    """Tell whether what stands in brackets after a place can be an agency, and is no country."""
    named = _LIKE_AGENCY.fullmatch(name) is not None
    return named and tuple(name.lower().split()) not in countries()


def _credit(shadow: str, start: int, end: int) -> tuple[Span, Span] | None:
    """Return the agency and the words of a credit at a paragraph's end."""
    tail = max(start, end - 60)
    match = _at_end().search(shadow, tail, end)
    if match is None or not shadow[start : match.start()].strip():
        return None
    return match.span(match.lastgroup or 0), match.span()


def _lines(shadow: str) -> Iterable[Wire]:
    """Yield the credits that stand on a line of their own; each reaches back to the last one."""
    first = len(shadow) - len(shadow.lstrip())
    last = len(shadow.rstrip())
    since = 0
    for match in _line().finditer(shadow):
        if match.lastgroup == "d" and match.end() < last:
            continue  # A label: what it says of the lines after it is read elsewhere.
        reach = (since, match.start()) if match.start() > first else (0, len(shadow))
        yield Wire(match.span(match.lastgroup or 0), match.span(), reach, 1)
        since = match.end()


def add_wires(shadow: str, drafts: Iterable[Draft], wires: Sequence[Wire]) -> None:
    """Make the agency of a dateline or credit the last link of the chains that it reaches.

    A credit of the paragraph stands before one of the whole text. An agency that is a
    source or link already is not named a second time.
    """
    named = [
        sorted((w for w in wires if w.kind == kind and w.agency), key=lambda w: w.reach)
        for kind in range(3)
    ]
    for draft in drafts:
        at = min(draft.start, *(start for start, _ in draft.cue)) if draft.cue else draft.start
        reaching = (_reaching(own, at) for own in named)
        wire = next((w for w in reaching if w is not None), None)
        if wire is None or wire.agency is None:
            continue
        words = _plain(shadow, wire.agency)
        before = {_plain(shadow, span) for span in (*draft.source, *draft.chain)}
        if words not in before:
            draft.chain = [*draft.chain, wire.agency]


def _reaching(wires: Sequence[Wire], at: int) -> Wire | None:
    """Return the last of the wires that reaches a place."""
    number = bisect_right(wires, at, key=lambda wire: wire.reach[0]) - 1
    return wires[number] if number >= 0 and at < wires[number].reach[1] else None


def _plain(shadow: str, span: Span) -> str:
    return shadow[slice(*span)].lower().removeprefix("the ").strip()
