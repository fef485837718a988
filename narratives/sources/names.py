"""Find the capitalised names in a text, without their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from narratives.lexicon import endings, load_classes, one_of
from narratives.lexicon.letters import ABBREVIATION, LETTER, word_of
from narratives.sources.phrases import bare, read_phrase
from narratives.sources.words import (
    closed_words,
    countries,
    find_role,
    fold_given,
    given_names,
    is_given_too,
    naming,
    organisations,
    saying_verbs,
    titles,
)

_INNER = "'&-"
TOKEN = re.compile(rf"{ABBREVIATION}|{word_of(_INNER)}|\d+")
_KIND = re.compile(r"\. ([a-z]{3,30})\b")
_LARGE = re.compile(
    rf"(?<!{LETTER})(?<!{LETTER}[{_INNER}])(?=[^\W\d_a-z]|[ae]l-)(?:{TOKEN.pattern})"
)
_MODIFIER = re.compile(r"\w[\w.]*-[a-z]+")
_MOSTTOKENS = 12
_APPOSED = re.compile(rf", (?:\d{{1,3}},|(?:{one_of('opens_apposed')}) )")
_LISTED = re.compile(r" and (?=[A-Z][a-z])")

_ARTICLED = re.compile(r"\b(?:[Tt]he|[Aa]n?) ([a-z]{4,20})\b")
_PERSONS = endings("persons")

_AGENCY = r"(?:[A-Z]{2,5}\b|Reuters|Getty|Anadolu|Bloomberg|Shutterstock|Alamy|Handout)"
_CREDIT = re.compile(
    rf"(?:(?i:\b(?:{one_of('picture')})s?"
    r"(?: credit| courtesy)?(?: by| courtesy of| ?[:©/|]))|©|"
    rf"\b{_AGENCY}(?: Images)? ?/)\Z"
)
_CREDITED = re.compile(f" ?/ ?{_AGENCY}")


class Name(NamedTuple):
    """One name as it stands in the text, without titles.

    ``kind`` is person, organisation, acronym or unknown; ``country`` what describes or
    owns it; ``role`` what the person is called; ``before`` where the titles begin.
    """

    start: int
    end: int
    tokens: tuple[str, ...]
    kind: str
    country: str
    role: str
    gender: str
    before: int


def find_names(text: str) -> Iterator[Name]:
    """Yield the capitalised names of a text, in its order."""
    phrase: list[tuple[str, int, int]] = []
    owner = ""
    last = 0
    before = ""
    closed = closed_words()
    # Outside a name only a large word matters: the search jumps to the next one.
    while match := (TOKEN if phrase or owner else _LARGE).search(text, last):
        token = match[0]
        start, end = match.span()
        large = _is_large(token)
        gap = text[last:start]
        initial = len(before) == 1 and not (before == "X" and text[last - 5 : last] == " on X")
        joined = (
            gap in (" ", "  ", " & ", "-")
            or (bool(gap) and not gap.strip(" "))
            or (gap == ". " and (initial or before.lower() in titles()))
        )
        if gap == " & " and phrase:
            phrase.append(("&", last + 1, last + 2))
        if text[end : end + 1] == "'" and token.endswith("s"):
            token, end = token + "'", end + 1
        last, before = end, token
        if phrase and not (joined and (large or _connects(phrase, token))):
            yield from _close(phrase, owner)
            owner = _owner(phrase) if joined else ""
            phrase = []
        plain = token.lower() not in closed or is_given_too(text, start, end)
        if phrase or (large and (plain or _is_state(token))):
            phrase.append((token, start, end))
            if token.endswith(("'s", "'")) or len(phrase) > _MOSTTOKENS:
                yield from _close(phrase, owner)
                owner = _owner(phrase)
                phrase = []
        elif not joined:
            owner = ""
    if phrase:
        yield from _close(phrase, owner)


def drop_openers(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Drop single words that are large only because they begin a sentence."""
    inside = {t for n in names if not _opens(text, n) or len(n.tokens) > 1 for t in n.tokens}
    labels = {name.tokens[-1] for name in names if text.startswith(":", name.end)}
    described = {match[1] for match in _ARTICLED.finditer(text)}
    for name in names:
        word = name.tokens[0]
        if word.lower() in described and _is_described(text, name):
            at = text.index(name.tokens[1], name.start + len(word))
            yield name._replace(start=at, before=at, tokens=name.tokens[1:])
            continue
        if len(word) == 1 and text[name.end : name.end + 1] == ":":
            continue  # "Q: Who did it?"
        if len(name.tokens) == 1 and _is_kind(text, name):
            continue  # "E. coli"
        titled = name.before < name.start and text[name.start - 2 : name.start] == ". "
        plain = len(name.tokens) == 1 and word[1:].islower()
        plain = plain and not (name.role or name.gender or titled)  # "Dr. Moe, what happened?"
        if (
            not plain
            or word in inside
            or word.upper() in labels
            or (word.lower(),) in countries()
            or not _opens(text, name)
            or fold_given(word) in given_names()
            or _APPOSED.match(text, name.end)
            or _begins_list(text, name)
        ):
            yield name


def _is_described(text: str, name: Name) -> bool:
    """Tell "Caterer FreshTable" at the beginning of a sentence from a name of two words."""
    word = name.tokens[0]
    noun = word.endswith(_PERSONS) and word[1:].islower() and fold_given(word) not in given_names()
    return noun and len(name.tokens) > 1 and name.before == name.start and _opens(text, name)


def _is_kind(text: str, name: Name) -> bool:
    """Tell a letter before the name of a kind, "E. coli", from somebody's: "K. said"."""
    kind = _KIND.match(text, name.end) if len(name.tokens[0]) == 1 else None
    return kind is not None and kind[1] not in closed_words() | saying_verbs()


def _begins_list(text: str, name: Name) -> bool:
    """Tell "Norland and Sudland" from "Officials and Sudland", by a word that is no plural."""
    word = name.tokens[0].lower()
    common = word.endswith("s") or word in naming("collective") or find_role([word])
    return not common and _LISTED.match(text, name.end) is not None


def is_credited(text: str, name: Name) -> bool:
    """Tell whether the name is that of who took a picture: "Photo: Anna Lind/AFP"."""
    if len(name.tokens) > 1 and "/" in text[name.end : name.end + 2]:
        return _CREDITED.match(text, name.end) is not None
    before = text[max(0, name.before - 30) : name.before].rstrip()
    beside = before.endswith((":", "/", "©", "|", " by", " of"))
    return beside and _CREDIT.search(before) is not None


def _opens(text: str, name: Name) -> bool:
    before = text[max(0, name.before - 3) : name.before].rstrip(" \"'“‘«„([")
    return not before or before[-1] in ".!?…\n\r:”’»)"


def _is_state(token: str) -> bool:
    """Say whether a token is a country in large letters, such as "US"."""
    return token.isupper() and (token.lower(),) in countries()


def _is_large(token: str) -> bool:
    return token[0].isupper() or (token[:3].lower() in ("al-", "el-") and token[3:4].isupper())


def _connects(phrase: Sequence[tuple[str, int, int]], token: str) -> bool:
    """Say whether a small word can stand inside this name."""
    if token == "&":
        return True
    if token not in naming("connector"):
        return False
    words = [t.lower() for t, _, _ in phrase]
    if token in load_classes()["inside_body"]:
        body = max((i for i, w in enumerate(words) if w in organisations()), default=-1)
        role = max((i for i, w in enumerate(words) if find_role([w])), default=-1)
        heads = body > role or role == len(words) - 1 or ("of" in words and role >= 0)
        inside = "of" in words or "for" in words or words[-1] in naming("joined")
        heads = heads or (token == "and" and inside)  # "Health and Safety Executive"
        return heads and (
            token in ("of", "for")
            or (token == "the" and words[-1] in ("of", "for"))
            or (token == "and" and inside)
        )
    return words[-1] not in naming("connector") or words[-1] in naming("surname_particle")


def _owner(phrase: Sequence[tuple[str, int, int]]) -> str:
    """Return the words of a phrase that owns what follows ("Peru's", "Acme's")."""
    if not phrase or not phrase[-1][0].endswith(("'s", "'")):
        return ""
    return " ".join(t for t, _, _ in phrase)


def _close(phrase: list[tuple[str, int, int]], owner: str) -> Iterator[Name]:
    while phrase and (phrase[-1][0] == "&" or phrase[-1][0] in naming("connector")):
        phrase = phrase[:-1]
    while len(phrase) > 1 and _MODIFIER.fullmatch(phrase[0][0]):
        phrase = phrase[1:]  # "Norwegian-born Ida Moe"
    read = read_phrase(tuple([token for token, _, _ in phrase]), owner)
    if read is not None:
        last, _, end = phrase[-1]
        end -= len(last) - len(bare(last))
        yield Name(phrase[read.first][1], end, *read[2:], before=phrase[read.outer][1])
