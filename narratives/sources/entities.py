"""Join the names of a document that mean the same, with what each is called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.documents import shadow
from narratives.schema import Document, Span
from narratives.sources.describing import Entity, describe, read_given_name
from narratives.sources.names import TOKEN, Name, drop_openers, find_names, is_credited
from narratives.sources.same import (
    add_first_words,
    drop_describers,
    fold_tokens,
    same_name,
    stands_small,
)
from narratives.sources.words import countries

_ACRONYM = re.compile(r" ?\(([A-Z][A-Za-z]{1,7})\)")
_PART = re.compile(f"&|{TOKEN.pattern}")
_CURLY = re.compile(r"’(?<=\w.)")
_NICKNAME = re.compile(
    r"[\"“‘„«](?<=[^\W\d_] .)[A-Z][\w'-]*(?: [A-Z][\w'-]*)?[\"”’“»] (?=[A-Z])(?<!\.. )"
)
"""A name in marks inside a name: Ivar "Stubby" Lunde."""
_LINE = re.compile(r"[^\n]+")
_MOST_ALIKE = 50


@dataclass(frozen=True)
class NameIndex:
    """The names of one document, in its order, and who they belong to.

    ``owners`` has for each name the entities it can mean: none for a country or a
    role, several where the text leaves it open. ``usual`` has the starts of surnames that
    the text used for one person before it named another with the same surname: the
    first of their owners is the usual one.
    """

    text: str
    names: tuple[Name, ...]
    entities: tuple[Entity, ...]
    owners: tuple[tuple[Entity, ...], ...]
    starts: tuple[int, ...]
    by_call: dict[str, list[Entity]]
    by_part: dict[str, list[Entity]]
    usual: frozenset[int]

    def called(self, word: str) -> list[Entity]:
        """Return the entities that can be called so, in the order of the text."""
        return self.by_call.get(word, [])


def index_names(document: Document, text: str = "") -> NameIndex:
    """Find the names of a document and join those that mean the same.

    Parameters
    ----------
    document : Document
    text : str, optional
        The shadow of its text, where the caller has it already.

    Returns
    -------
    NameIndex

    Examples
    --------
    >>> note = Document("note", "Mayor Ann Lee spoke. The Port Authority (PA) agreed with Lee.")
    >>> [entity.name for entity in index_names(note).entities]
    ['Ann Lee', 'Port Authority']
    """
    text = _CURLY.sub("'", text or shadow(document.text))
    text = _NICKNAME.sub(lambda match: " " * len(match[0]), text)
    found = [name for name in find_names(text) if not is_credited(text, name)]
    names = tuple(drop_openers(text, found))
    entities = _join(text, names)
    by_part: dict[str, list[Entity]] = {}
    for entity in entities:
        parts = {t.lower() for t in entity.tokens if t != "&"} | {
            word for word in entity.called if word.isupper()
        }
        for part in parts:
            same = by_part.setdefault(part, [])
            if len(same) < _MOST_ALIKE:
                same.append(entity)
    owners: list[tuple[Entity, ...]] = []
    bare: dict[str, Entity] = {}
    usual: set[int] = set()
    for name in names:
        matches = _owners(name, by_part)
        if len(name.tokens) == 1:
            if len(matches) == 1:
                bare.setdefault(name.tokens[0], matches[0])
            elif not name.gender and (near := _nearest_here(text, matches, name, bare)):
                first = near
                matches = (first, *(e for e in matches if e is not first))
                first.places.append(name.start)
                owners.append(matches)
                usual.add(name.start)
                continue
        owners.append(matches)
        if len(matches) == 1:
            describe(matches[0], text, name)
    by_call: dict[str, list[Entity]] = {}
    for entity in entities:
        entity.places.sort()
        for word in sorted(entity.called):
            by_call.setdefault(word, []).append(entity)
    starts = tuple(name.start for name in names)
    return NameIndex(
        text, names, tuple(entities), tuple(owners), starts, by_call, by_part, frozenset(usual)
    )


def _nearest_here(
    text: str, matches: Sequence[Entity], name: Name, bare: Mapping[str, Entity]
) -> Entity | None:
    """Return whom a surname of several means.

    That is the only one of them whom its paragraph has named before it, or whom the text
    used the surname for before.
    """
    line = text.rfind("\n", 0, name.start)
    here = [e for e in matches if any(line < place < name.start for place in e.places)]
    usual = bare.get(name.tokens[0])
    return here[0] if len(here) == 1 else (usual if usual in matches else None)


def _join(text: str, names: Sequence[Name]) -> list[Entity]:
    """Make one entity of each full name; short names come to it later."""
    entities: dict[tuple[str, ...], Entity] = {}
    shorts: list[Name] = []
    ends: dict[str, list[Entity]] = {}
    headlines = _headlines(text)
    counts: Counter[tuple[str, ...]] = Counter()
    for name in names:
        key = fold_tokens(name.tokens)
        counts[key] += 1
        if key in countries() or (len(key) > 2 and _stands_in(headlines, name.start)):
            continue
        known = entities.get(key)
        if known is None and len(key) == 1:
            shorts.append(name)
            continue
        if known is None:
            known = next((e for e in ends.get(key[-1], []) if same_name(e, name)), None)
        if known is None:
            known = Entity(name.tokens, " ".join(name.tokens), name.kind, name.start)
            entities[key] = known
            same = ends.setdefault(key[-1], [])
            if len(same) < _MOST_ALIKE:
                same.append(known)
        elif len(name.tokens) > len(known.tokens) or stands_small(known, name):
            known.tokens, known.name = name.tokens, " ".join(name.tokens)
        if known.kind == "unknown":
            known.kind = name.kind
        found = _ACRONYM.match(text, name.end)
        initials = {t[0] for t in known.tokens}
        if found and (known.kind == "organisation" or len(initials & set(found[1])) > 1):
            known.called.add(found[1].upper())
            known.kind = "organisation" if known.kind == "unknown" else known.kind
        if known.kind == "organisation":
            letters = [t[0] for t in known.tokens if t[0].isupper() and not t.endswith(("'s", "'"))]
            if len(letters) > 1:
                known.called.add("".join(letters))
    drop_describers(entities, counts)
    for known in entities.values():
        read_given_name(known)
    parts = {t.lower() for e in entities.values() for t in e.tokens if e.kind != "organisation"}
    add_first_words(text, entities.values(), shorts)
    letters_of = {word for e in entities.values() for word in e.called}
    for name in shorts:
        word = name.tokens[0]
        if word.lower() in parts or word.upper() in letters_of:
            continue
        key = (word.lower(),)
        known = entities.get(key)
        if known is None:
            known = entities[key] = Entity(name.tokens, word, name.kind, name.start)
            read_given_name(known)
        elif known.kind == "unknown":
            known.kind = name.kind
        label = text.startswith(":", known.first + len(known.name))
        if stands_small(known, name) and (label or name.before < name.start):
            known.name, known.tokens = word, name.tokens  # "BRANDT:", and then "Brandt"
    return sorted(entities.values(), key=lambda e: e.first)


def _headlines(text: str) -> list[Span]:
    """Return the lines in which most words are large."""
    found = []
    for match in _LINE.finditer(text):
        if match.end() - match.start() > 300 or match[0].rstrip('"”’ ').endswith((".", "!", "?")):
            continue
        long = [w for w in TOKEN.findall(match[0]) if len(w) > 3]
        if len(long) > 3 and sum(w[0].isupper() for w in long) > 0.7 * len(long):
            found.append(match.span())
    return found


def _stands_in(spans: Sequence[Span], place: int) -> bool:
    at = bisect_right(spans, (place, 10**12)) - 1
    return at >= 0 and place < spans[at][1]


def _owners(name: Name, by_part: dict[str, list[Entity]]) -> tuple[Entity, ...]:
    key = fold_tokens(name.tokens)
    if key in countries():
        return ()
    found = by_part.get(key[-1], []) or by_part.get(name.tokens[-1].upper(), [])
    exact = [e for e in found if fold_tokens(e.tokens) == key]
    if exact:
        return (exact[0],)
    if len(key) > 1:
        ends = [e for e in found if fold_tokens(e.tokens)[-len(key) :] == key]
        same = ends or [e for e in found if same_name(e, name)]
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
    people = [e for e in people if e.tokens[-1].lower() == key[0]] or people
    if name.gender:
        people = [e for e in people if e.gender in ("", name.gender)] or people
    if name.role and len(people) > 1:
        people = [e for e in people if name.role in e.called] or people
    earlier = [e for e in people if e.first <= name.start]
    return tuple(acronyms or earlier or people)


def clip_name(index: NameIndex, number: int, end: int) -> tuple[Name, tuple[Entity, ...]]:
    """Return a name and its owners, or what is left of it before a position.

    A headline writes all words large: the name runs on beyond the source.
    """
    name = index.names[number]
    if name.end <= end:
        return name, index.owners[number]
    inside = _PART.findall(index.text, name.start, end)
    if not inside:
        return name, ()
    inside[-1] = inside[-1].removesuffix("'s")
    cut = name._replace(end=end, tokens=tuple(inside))
    return cut, _owners(cut, index.by_part)


def names_in(index: NameIndex, pieces: Sequence[Span]) -> list[int]:
    """Return the numbers of the names that stand in some pieces of the text."""
    return [
        i
        for start, end in pieces
        for i in range(bisect_left(index.starts, start), bisect_left(index.starts, end))
    ]
