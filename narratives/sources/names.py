"""Find the names in a document: persons and organisations with what they are called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from narratives.documents import shadow
from narratives.schema import Document, Span
from narratives.sources.words import (
    closed_words,
    countries,
    country_of,
    find_role,
    genders,
    naming,
    organisations,
    roles,
    titles,
)

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}(?:-[a-z]+)?|[^\W\d_]+(?:['&-][^\W\d_]+)*|\d+", re.UNICODE)
_ACRONYM = re.compile(r" ?\(([A-Z][A-Za-z]{1,7})\)")
_LOOK_BACK = 90
_LOOK_AHEAD = 110
_MOST_TOKENS = 12
_MOST_ALIKE = 50


class Name(NamedTuple):
    """One name as it stands in the text, without titles.

    ``owner`` is the country that owns or describes it, ``role`` what the person is
    called, ``before`` where the titles begin.
    """

    start: int
    end: int
    tokens: tuple[str, ...]
    kind: str
    country: str
    role: str
    gender: str
    before: int


@dataclass
class Entity:
    """Somebody or something with a name, under its fullest name."""

    tokens: tuple[str, ...]
    name: str
    kind: str
    first: int
    called: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    gender: str = ""
    places: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class NameIndex:
    """The names of one document, in its order, and who they belong to.

    ``owners`` has for each name the entities it can mean: none for a country or a
    role, several where the text leaves it open.
    """

    text: str
    names: tuple[Name, ...]
    entities: tuple[Entity, ...]
    owners: tuple[tuple[Entity, ...], ...]
    starts: tuple[int, ...]
    by_call: dict[str, list[Entity]]

    def called(self, word: str) -> list[Entity]:
        """Return the entities that can be called so, in the order of the text."""
        return self.by_call.get(word, [])


def index_names(document: Document) -> NameIndex:
    """Find the names of a document and join those that mean the same.

    Parameters
    ----------
    document : Document

    Returns
    -------
    NameIndex

    Examples
    --------
    >>> note = Document("note", "Mayor Ann Lee spoke. The Port Authority (PA) agreed with Lee.")
    >>> [entity.name for entity in index_names(note).entities]
    ['Ann Lee', 'Port Authority']
    """
    text = shadow(document.text)
    names = tuple(_drop_openers(text, list(find_names(text))))
    entities = _join(text, names)
    by_part: dict[str, list[Entity]] = {}
    for entity in entities:
        parts = {t.lower() for t in entity.tokens} | {
            word for word in entity.called if word.isupper()
        }
        for part in parts:
            same = by_part.setdefault(part, [])
            if len(same) < _MOST_ALIKE:
                same.append(entity)
    owners = []
    for name in names:
        matches = _owners(name, by_part)
        owners.append(matches)
        if len(matches) == 1:
            _describe(matches[0], text, name)
    by_call: dict[str, list[Entity]] = {}
    for entity in entities:
        entity.places.sort()
        for word in sorted(entity.called):
            by_call.setdefault(word, []).append(entity)
    starts = tuple(name.start for name in names)
    return NameIndex(text, names, tuple(entities), tuple(owners), starts, by_call)


def find_names(text: str) -> Iterator[Name]:
    """Yield the capitalised names of a text, in its order."""
    phrase: list[tuple[str, int, int]] = []
    owner = ""
    for token, start, end, joined in _tokens(text):
        if phrase and not (joined and (_is_large(token) or _connects(phrase, token))):
            yield from _close(phrase, owner)
            owner = _owner(phrase) if joined else ""
            phrase = []
        if phrase or (_is_large(token) and token.lower() not in closed_words()):
            phrase.append((token, start, end))
            if token.endswith(("'s", "'")) or len(phrase) > _MOST_TOKENS:
                yield from _close(phrase, owner)
                owner = _owner(phrase)
                phrase = []
        elif not joined:
            owner = ""
    if phrase:
        yield from _close(phrase, owner)


def _drop_openers(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Drop single words that are large only because they begin a sentence."""
    inside = {t for n in names if not _opens(text, n) or len(n.tokens) > 1 for t in n.tokens}
    for name in names:
        word = name.tokens[0]
        plain = len(name.tokens) == 1 and word[1:].islower() and not (name.role or name.gender)
        if not plain or word in inside or (word.lower(),) in countries() or not _opens(text, name):
            yield name


def _opens(text: str, name: Name) -> bool:
    before = text[max(0, name.before - 3) : name.before].rstrip(" \"'“‘«„([")
    return not before or before[-1] in ".!?…\n\r:”’»)"


def _tokens(text: str) -> Iterator[tuple[str, int, int, bool]]:
    last = 0
    before = ""
    for match in _TOKEN.finditer(text):
        gap = text[last : match.start()]
        joined = gap in (" ", "  ", " & ", "-") or (
            gap == ". " and (len(before) == 1 or before.lower() in titles())
        )
        token = match[0]
        if text[match.end() : match.end() + 1] == "'" and token.endswith("s"):
            token += "'"
        yield token, match.start(), match.start() + len(token), joined
        last, before = match.start() + len(token), token


def _is_large(token: str) -> bool:
    return token[0].isupper() or (token[:3].lower() in ("al-", "el-") and token[3:4].isupper())


def _connects(phrase: Sequence[tuple[str, int, int]], token: str) -> bool:
    """Say whether a small word can stand inside this name."""
    if token not in naming("connector"):
        return False
    words = [t.lower() for t, _, _ in phrase]
    if token in ("of", "for", "the", "and"):
        heads = any(w in organisations() or w in roles() for w in words)
        inside = "of" in words or "for" in words
        return heads and (
            token in ("of", "for")
            or (token == "the" and words[-1] in ("of", "for"))
            or (token == "and" and inside)
        )
    return words[-1] not in naming("connector") or words[-1] in ("de", "von", "van")


def _owner(phrase: Sequence[tuple[str, int, int]]) -> str:
    """Return the words of a phrase that owns what follows ("Peru's", "Acme's")."""
    if not phrase or not phrase[-1][0].endswith(("'s", "'")):
        return ""
    return " ".join(t for t, _, _ in phrase)


def _close(phrase: list[tuple[str, int, int]], owner: str) -> Iterator[Name]:
    while phrase and phrase[-1][0] in naming("connector"):
        phrase = phrase[:-1]
    tokens = [t.removesuffix("'s").removesuffix("'") for t, _, _ in phrase]
    small = [t.lower() for t in tokens]
    before = phrase[0][1] if phrase else 0
    at, country, role, gender = 0, "", "", ""
    owned = country_of([w.removesuffix("'s").removesuffix("'") for w in owner.lower().split()])
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
        role = find_role([w for w in head if w not in ("of", "the", "for")]) or find_role(head)
        role = role or next((titles()[w] for w in head if titles().get(w)), "")
        gender = next((genders()[w] for w in head if w in genders()), "")
        country = country or country_of(head) or owned
        noble = cut - 1 >= at and small[cut - 1] in naming("noble")
        at = cut - 1 if noble else cut
    rest = tokens[at:]
    if not rest:
        return
    words = small[at:]
    organised = any(w in organisations() for w in words)
    if not role and not organised and find_role(words) and find_role(words).endswith(words[-1]):
        return
    if organised and not role:
        kind = "organisation"
        if country and described == at:
            rest = tokens[:at] + rest if not _is_based(tokens[:at]) else rest
            at = 0 if not _is_based(tokens[:at]) else at
        country = country or owned
        if owned and at == 0:
            rest = [*owner.split(), *rest]
    elif len(rest) == 1 and len(rest[0]) > 1 and rest[0].isupper() and not role:
        kind = "acronym"
        country = country or owned
    elif role or gender or at > described:
        kind = "person"
    else:
        kind = "unknown"
    start = phrase[at][1] if at < len(phrase) else before
    end = phrase[-1][2] - (len(phrase[-1][0]) - len(tokens[-1]))
    yield Name(start, end, tuple(rest), kind, country, role, gender, before)


def _is_based(tokens: Sequence[str]) -> bool:
    return any("-based" in token for token in tokens)


def _last_title(small: Sequence[str], start: int) -> int:
    """Return the number of the word after the last title or role of a name."""
    cut = start
    i = start
    while i < len(small):
        size = next(
            (n for n in (3, 2, 1) if n <= len(small) - i and " ".join(small[i : i + n]) in roles()),
            0,
        )
        if size:
            cut = i = i + size
            if small[i : i + 1] == ["of"]:
                skip = 2 if small[i + 1 : i + 2] == ["the"] else 1
                size = next(
                    (n for n in (3, 2, 1) if tuple(small[i + skip : i + skip + n]) in countries()),
                    0,
                )
                if size:
                    cut = i = i + skip + size
        elif small[i] in titles() and small[i] not in organisations():
            i += 1
            cut = i if titles()[small[i - 1]] or small[i - 1] in genders() or cut else cut
            cut = i if small[i - 1] in ("dr", "prof", "rev", "former") else cut
        elif small[i] in organisations() and any(w in roles() for w in small[i + 1 :]):
            i += 1
        else:
            break
    return cut


def _join(text: str, names: Sequence[Name]) -> list[Entity]:
    """Make one entity of each full name; short names come to it later."""
    entities: dict[tuple[str, ...], Entity] = {}
    shorts: list[Name] = []
    ends: dict[str, list[Entity]] = {}
    for name in names:
        key = tuple(t.lower().strip(".'") for t in name.tokens)
        if key in countries():
            continue
        known = entities.get(key)
        if known is None and len(key) == 1:
            shorts.append(name)
            continue
        if known is None:
            known = next((e for e in ends.get(key[-1], []) if _same_name(e, name)), None)
        if known is None:
            known = Entity(name.tokens, " ".join(name.tokens), name.kind, name.start)
            entities[key] = known
            same = ends.setdefault(key[-1], [])
            if len(same) < _MOST_ALIKE:
                same.append(known)
        elif len(name.tokens) > len(known.tokens):
            known.tokens, known.name = name.tokens, " ".join(name.tokens)
        if known.kind == "unknown":
            known.kind = name.kind
        found = _ACRONYM.match(text, name.end)
        if found:
            known.called.add(found[1].upper())
            known.kind = "organisation" if known.kind == "unknown" else known.kind
        if known.kind == "organisation":
            letters = [t[0] for t in known.tokens if t[0].isupper() and not t.endswith(("'s", "'"))]
            if len(letters) > 1:
                known.called.add("".join(letters))
    parts = {t.lower() for e in entities.values() for t in e.tokens if e.kind != "organisation"}
    letters_of = {word for e in entities.values() for word in e.called}
    for name in shorts:
        word = name.tokens[0]
        if word.lower() in parts or word.upper() in letters_of:
            continue
        key = (word.lower(),)
        if key not in entities:
            entities[key] = Entity(name.tokens, word, name.kind, name.start)
        elif entities[key].kind == "unknown":
            entities[key].kind = name.kind
    return sorted(entities.values(), key=lambda e: e.first)


def _same_name(entity: Entity, name: Name) -> bool:
    """Say whether two long names mean the same: one ends with the other, or a middle name."""
    a = [t.lower().strip(".") for t in entity.tokens]
    b = [t.lower().strip(".") for t in name.tokens]
    if entity.kind == "organisation" or name.kind == "organisation":
        short, long = sorted((a, b), key=len)
        if entity.countries and name.country and name.country not in entity.countries:
            return False
        own = country_of([w.removesuffix("'s") for w in long[: len(long) - len(short)]])
        return long[-len(short) :] == short and (bool(own) or len(long) == len(short))
    return len(a) > 1 and len(b) > 1 and a[0] == b[0] and a[-1] == b[-1]


def _owners(name: Name, by_part: dict[str, list[Entity]]) -> tuple[Entity, ...]:
    key = [t.lower().strip(".'") for t in name.tokens]
    if tuple(key) in countries():
        return ()
    found = by_part.get(key[-1], []) or by_part.get(name.tokens[-1].upper(), [])
    exact = [e for e in found if [t.lower().strip(".'") for t in e.tokens] == key]
    if exact:
        return (exact[0],)
    if len(key) > 1:
        ends = [e for e in found if [t.lower().strip(".'") for t in e.tokens][-len(key) :] == key]
        same = ends or [e for e in found if _same_name(e, name)]
        return tuple(same)
    acronyms = [
        e
        for e in by_part.get(name.tokens[0].upper(), [])
        if e.kind == "organisation" and name.tokens[0].upper() in e.called
    ]
    people = [
        e
        for e in found
        if e.kind != "organisation" and key[0] in (e.tokens[-1].lower(), e.tokens[0].lower())
    ]
    lasts = [e for e in people if e.tokens[-1].lower() == key[0]]
    people = lasts or people
    if name.gender:
        people = [e for e in people if e.gender in ("", name.gender)] or people
    if name.role and len(people) > 1:
        people = [e for e in people if name.role in e.called] or people
    earlier = [e for e in people if e.first <= name.start]
    return tuple(acronyms or earlier or people)


def _describe(entity: Entity, text: str, name: Name) -> None:
    """Add what the words around a name say about it: role, country, gender."""
    entity.places.append(name.start)
    if entity.kind in ("unknown", "acronym") and name.kind in ("person", "organisation"):
        entity.kind = name.kind
    if name.country:
        entity.countries.add(name.country)
    entity.gender = entity.gender or name.gender
    for words, close in ((_words_before(text, name), True), (_words_after(text, name.end), False)):
        role = find_role(words[-3:] if close else words[:7])
        if role and close and not words[-1].removesuffix("s").endswith(role.split()[-1]):
            role = ""
        if role and entity.kind != "organisation":
            entity.called |= roles()[role]
            entity.kind = "person"
            entity.gender = entity.gender or genders().get(role, "")
            country = country_of([w.removesuffix("'s") for w in (words[-8:] if close else words)])
            if country:
                entity.countries.add(country)
        if entity.kind != "person":
            near = words[-1:] if close else words[:6]
            for word in near:
                if word in organisations():
                    entity.called |= {word, "organisation", "organization"}
    if name.role:
        entity.called |= roles().get(name.role, frozenset())
        entity.kind = "person"
    if entity.kind != "person":
        after = [m[0].lower() for m in _TOKEN.finditer(text, name.end, name.end + 40)][:3]
        if text[name.end : name.end + 1] == " ":
            for word in after:
                if word not in naming("generic"):
                    break
                if word in organisations():
                    entity.called |= {word, "organisation", "organization"}
    if entity.kind == "organisation":
        for token in entity.tokens:
            entity.called |= organisations().get(token.lower(), frozenset())


def _words_before(text: str, name: Name) -> list[str]:
    """Return the lower-case words before a name, back to the last mark of punctuation."""
    piece = text[max(0, name.before - _LOOK_BACK) : name.before]
    piece = piece.rstrip(" ").removesuffix(",")
    piece = re.split(r"[,;:()\"“”\n]|\. ", piece)[-1]
    words = [m[0].lower() for m in _TOKEN.finditer(piece)]
    for i in range(len(words) - 1, -1, -1):
        if words[i] in ("with", "to", "by", "and", "but", "that", "told", "said", "from"):
            return words[i + 1 :]
    return words


def _words_after(text: str, end: int) -> list[str]:
    """Return the lower-case words of the apposition after a name, empty where there is none."""
    piece = text[end : end + _LOOK_AHEAD].split("\n")[0]
    match = re.match(r",(?: \d{1,3},)? (?!who\b|which\b|and\b|but\b|said\b|says\b)", piece)
    if not match:
        return []
    piece = re.split(r"[,;:()\"“”]|\. |\.$", piece[match.end() :])[0]
    words = [m[0].lower() for m in _TOKEN.finditer(piece)]
    first = words[0] if words else ""
    opens = first in ("a", "an", "the", "one", "its", "his", "her", "their") or bool(
        country_of([first.removesuffix("'s")]) or find_role(words[:3])
    )
    return words if opens else []


def names_in(index: NameIndex, pieces: Sequence[Span]) -> list[int]:
    """Return the numbers of the names that stand in some pieces of the text."""
    return [
        i
        for start, end in pieces
        for i in range(bisect_left(index.starts, start), bisect_left(index.starts, end))
    ]
