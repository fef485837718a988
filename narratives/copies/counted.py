"""What numbers a claim has, in figures or words: counts, shares, money, ordinals, dates, times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratives.copies.amounts import Amount, exact, known, word_at
from narratives.copies.changes import number_words
from narratives.copies.dated import is_small, plain_value, read_date, read_time
from narratives.documents import shadow

_HALF_OF_DAY = re.compile(r"(?<![^\W_])([ap])\.? ?m\b\.?", re.I)
_TOKEN = re.compile(
    r"(?<![^\W_])(?<![^\W\d_]-)(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d(?:[\d.,:/]*\d)?)"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|[-–—%$€£]"
)
_LINES = ("-", "–", "—")
_MOST_FIGURES = 15


def read_amounts(text: str) -> list[Amount]:
    """Read the numbers of a claim, in their order.

    Figures are read in any language, words for numbers in English. Names that have a number
    ("MH17", "T-72") are none.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Amount

    Examples
    --------
    >>> [(one.kind, one.least) for one in read_amounts("a dozen men, 1,200 tons and half of it")]
    [('count', 12), ('count', 1200), ('percent', 50.0)]
    >>> [(one.kind, one.least) for one in read_amounts("at 5.30 p.m. on 3 March 2024")]
    [('time', 1050), ('day', 3), ('month', 3), ('year', 2024)]
    """
    tokens = [t[0] for t in _TOKEN.finditer(_HALF_OF_DAY.sub(r"\1m", shadow(text)))]
    words = [token.lower().replace("’", "'") for token in tokens]
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        for read in (read_time, read_date, _read_part, _read_ordinal, _read_number):
            amounts, end = read(tokens, words, at)
            if end > at:
                found += amounts
                at = end
                break
        else:
            at += 1
    return found


def _read_part(tokens: Sequence[str], words: Sequence[str], at: int) -> tuple[list[Amount], int]:  # noqa: ARG001
    """Read "half of", "a third of", "three quarters" as a share of a hundred."""
    parts = known()["part"]
    if words[at] == "half":
        if word_at(words, at + 1) in ("a", "an") and word_at(words, at + 2) in known()["scale"]:
            return [exact("count", int(known()["scale"][words[at + 2]]) / 2)], at + 3
        if word_at(words, at + 1) in ("of", "the", "its", "their", "all"):
            return [exact("percent", 50.0)], at + 1
        return [], at
    how_many = 1 if words[at] in ("a", "one") else number_words().get(words[at], 0)
    place = at + 1 + (word_at(words, at + 1) in _LINES)
    word = word_at(words, place)
    told = (
        word in parts
        and word != "half"
        and (word.endswith("s") or word_at(words, place + 1) == "of")
    )
    if not told or not 0 < how_many < int(parts[word]):
        return [], at
    share = 100 * how_many / int(parts[word])
    return [
        Amount("percent", float(int(share)), share if share == int(share) else int(share) + 1.0)
    ], place + 1


def _read_ordinal(tokens: Sequence[str], words: Sequence[str], at: int) -> tuple[list[Amount], int]:  # noqa: ARG001
    told = known()["ordinal"].get(words[at])
    if told:
        return [exact("ordinal", float(told))], at + 1
    if words[at].isdecimal() and word_at(words, at + 1) in known()["ending"]:
        return [exact("ordinal", int(words[at][:_MOST_FIGURES]))], at + 2
    return [], at


def _read_number(tokens: Sequence[str], words: Sequence[str], at: int) -> tuple[list[Amount], int]:  # noqa: ARG001
    vague = known()["vague"].get(words[at])
    if vague:
        low, high = map(int, vague.split("-"))
        of = (
            known()["vague"].get(word_at(words, at + 2)) if word_at(words, at + 1) == "of" else None
        )
        times = int(of.split("-")[0]) if of else 1
        side, loose = _bound(words, at)
        return [Amount("count", low * times, high * times, side, loose)], at + (3 if of else 1)
    value, end = _value(words, at)
    if value is None or (words[at] == "one" and at and words[at - 1] in ("no", "any", "every")):
        return [], at
    first = at
    kind = "count"
    if first and words[first - 1] in known()["money"]:
        kind, first = "money", first - 1
    after = end + (word_at(words, end) in _LINES)
    for unit in ("percent", "money"):
        for length in (1, 2):
            if " ".join(words[after : after + length]) in known()[unit]:
                kind, end = unit, after + length
    side, loose = _bound(words, first)
    return [Amount(kind, value, value, side, loose)], end


def _value(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """Read figures or words for a number, and where it ends: "2.5 million", "a hundred and two"."""
    scales = known()["scale"]
    total, current, end = 0.0, None, at
    if words[at] in ("a", "an") and word_at(words, at + 1) in scales:
        current, end = 1.0, at + 1
    while end < len(words):
        word = words[end]
        told = plain_value(word)
        if word in scales and (current is not None or len(word) > 2):
            scale = int(scales[word])
            current = (1.0 if current is None else current) * scale
            if scale >= 1000:
                total, current = total + current, None
            end += 1
            if word_at(words, end) == "and" and is_small(word_at(words, end + 1)):
                end += 1
            continue
        if told is None or (current is not None and not _goes_on(current, told, words, end)):
            joined = word in _LINES and current is not None and current % 100 in range(20, 100, 10)
            ones = number_words().get(word_at(words, end + 1), 0) if joined else 0
            if not 0 < ones < 10:
                break
            current, end = (current or 0) + ones, end + 2
            continue
        if total and (current or 0) + told >= 1000:
            break
        current, end = (current or 0.0) + told, end + 1
    if end == at:
        return None, at
    whole = total + (current or 0.0)
    return (int(whole) if whole == int(whole) else whole), end


def _goes_on(current: float, told: float, words: Sequence[str], at: int) -> bool:
    """Tell whether a number goes on with the next: "twenty one", "a hundred and five"."""
    if not is_small(words[at]):
        return False
    tens = current % 100
    return (tens in range(20, 100, 10) and told < 10) or (
        current >= 100 and not tens and told < 100
    )


def _bound(words: Sequence[str], at: int) -> tuple[str, bool]:
    """Return on which side of a number the words before it leave it, and whether they round it."""
    for length in (3, 2, 1):
        told = " ".join(words[max(0, at - length) : at])
        for side in ("above", "below", "round"):
            if told in known()[side]:
                return ("", True) if side == "round" else (side, known()[side][told] == "round")
    return "", False
