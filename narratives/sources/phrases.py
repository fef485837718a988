"""What a capitalised phrase says: a name in it, its titles, and what it is a name of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from narratives.lexicon import load_classes
from narratives.sources.words import (
    countries,
    country_of,
    find_role,
    first_words,
    genders,
    has_title,
    head_body,
    is_role,
    naming,
    organisations,
    titles,
)

_PLURAL = re.compile(r"[A-Z]{2,6}s\Z")


class NamedPhrase(NamedTuple):
    """What a capitalised phrase says, without its place: a name in it, and its titles.

    ``first`` is the number of the word that the name begins with, ``outer`` that of the
    word its titles begin with.
    """

    first: int
    outer: int
    tokens: tuple[str, ...]
    kind: str
    country: str
    role: str
    gender: str


def bare(token: str) -> str:
    """Return a word without the ending by which it owns what follows."""
    return token.removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=10_000)
def read_phrase(phrase: tuple[str, ...], owner: str) -> NamedPhrase | None:
    """Find the name in a capitalised phrase; the same names come again and again."""
    tokens = [bare(token) for token in phrase]
    small = [t.lower() for t in tokens]
    outer = 0
    at, country, role, gender = 0, "", "", ""
    owned = country_of([bare(word) for word in owner.lower().split()])
    while at < len(tokens):
        size = next((n for n in (3, 2, 1) if tuple(small[at : at + n]) in countries()), 0)
        if size:
            country = countries()[tuple(small[at : at + size])]
            at += size
        elif "-based" in tokens[at]:
            at += 1
        else:
            break
    described = at
    cut = _last_title(small, at)
    if cut > at and cut < len(tokens) and small[cut] not in organisations():
        head = small[at:cut]
        titled = [w for w in head if w not in load_classes()["inside_title"]]
        role = find_role(titled) or find_role(head)
        role = role or next((titles()[w] for w in head if titles().get(w)), "")
        gender = next((genders()[w] for w in head if w in genders()), "")
        country = country or country_of(head) or owned
        if not country and head and head[0] not in titles() and not is_role(head[0]):
            country = tokens[at]
        noble = cut - 1 >= at and small[cut - 1] in naming("noble")
        at = cut - 1 if noble else cut
    rest = tokens[at:]
    while len(rest) > 1 and rest[-1] in naming("letters_after"):
        rest = rest[:-1]  # "Helena Strand KC"
    while rest and rest[0] in naming("connector") and rest[0] in load_classes()["inside_body"]:
        rest, at, role, gender = rest[1:], at + 1, "", ""
        described = at
    if not rest or _PLURAL.match(rest[-1]):
        return None
    if 0 < described == at and tokens[at - 1] in naming("connector"):
        outer = at
    words = small[at : at + len(rest)]
    joined = len(words) > 3 and words[0] in naming("joined") and words[1] == "and"
    organised = joined or bool(head_body(words))
    if not role and not organised and find_role(words) and find_role(words).endswith(words[-1]):
        return None
    if organised and not role:
        kind = "organisation"
        if country and described == at:
            rest = tokens[:at] + rest if not _is_based(tokens[:at]) else rest
            at = 0 if not _is_based(tokens[:at]) else at
        country = country or owned
        if at == 0 and (owned or owner.endswith("s'")):
            rest = [*owner.split(), *rest]  # "Peru's Ministry", "the Farmers' Union"
    elif has_title(small[described:at]):
        kind = "person"  # "MS. BRANDT", in the capitals of a transcript
    elif len(rest) == 1 and len(rest[0]) > 1 and rest[0].isupper() and not role:
        kind = "acronym"
        country = country or owned
    elif role or gender or at > described:
        kind = "person"
    else:
        kind = "unknown"
    return NamedPhrase(at, outer, tuple(rest), kind, country, role, gender)


def _is_based(tokens: Sequence[str]) -> bool:
    return any("-based" in token for token in tokens)


def _after_body(small: Sequence[str], start: int) -> int:
    """Return where the name of a person begins after a body: "Chief of the General Staff"."""
    bodies = [
        i
        for i in range(start, len(small))
        if small[i] in organisations() or small[i] in naming("portfolio")
    ]
    return bodies[-1] + 1 if bodies and bodies[-1] + 2 < len(small) else 0


def _last_title(small: Sequence[str], start: int) -> int:
    """Return the number of the word after the last title or role of a name."""
    cut = start
    i = start
    while i < len(small):
        sizes = (3, 2, 1) if small[i] in first_words() else (1,)
        size = next(
            (n for n in sizes if n <= len(small) - i and is_role(" ".join(small[i : i + n]))),
            0,
        )
        noble = size == 1 and small[i] in naming("noble")
        if size and not (noble and i > start):
            cut = i = i + size
            if small[i : i + 1] == ["of"]:
                skip = 2 if small[i + 1 : i + 2] == ["the"] else 1
                size = next(
                    (n for n in (3, 2, 1) if tuple(small[i + skip : i + skip + n]) in countries()),
                    0,
                )
                if size:
                    cut = i = i + skip + size
                else:
                    cut = i = _after_body(small, i + skip) or i
            continue
        title = small[i] in titles() and small[i] not in organisations()
        i += 1
        if title and (i - 1 == cut or titles()[small[i - 1]]):
            word = small[i - 1]
            marks = titles()[word] or word in genders() or word in load_classes()["addressing"]
            cut = i if marks else cut
    return start if small[cut : cut + 1] in (["jr"], ["sr"]) else cut
