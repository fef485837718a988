"""What the words around a name say about who or what it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from narratives.lexicon import endings, load_classes, one_of, words_of_classes
from narratives.sources.names import TOKEN, Name
from narratives.sources.words import (
    called_by,
    country_of,
    ends_with_role,
    find_role,
    fold_given,
    genders,
    given_names,
    head_body,
    head_role,
    naming,
    organisations,
)

_OF_PLACE = re.compile(r" of ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_SENTENCE = re.compile(r"[.!?](?<!\b[A-Z].)(?<!\b(?:Dr|Mr|Ms|Lt|St).)['\"”’]? ")
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O')[A-Z]\w*[a-z][A-Z]")
_MARK = re.compile(r"[,;:()\"“”\n]")
_CLOSE = re.compile(r"[,;:()\"“”]|\. |\.$")
_APPOSITION = re.compile(rf",(?: \d{{1,3}},)? (?!(?:{one_of('no_apposition')})\b)")
_PERSON = re.compile(r", (?:\d{1,3}[,.]|aged \d|whose? )")
_SPEAKS = frozenset(("said", "says"))
_RELATIVE = load_classes()["opens_relative"]
_NAMED = load_classes()["named_as"]
_WITHIN = load_classes()["lies_within"]
BODY = frozenset(("organisation", "organization"))
"""What every body is called."""
_PERSONS = endings("persons")
_THINGS = words_of_classes(("record_subject", "records", "remarks", "texts", "media", "event"))
_AFTER_HEAD = words_of_classes(("preposition", "relative"))
_LONGEST_HEAD = 3
"""Words that the noun by which a body is described may have with what stands before it."""
_LOOK_BACK = 90
_LOOK_AHEAD = 110


@dataclass
class Entity:
    """Somebody or something with a name, under its fullest name.

    ``gender`` is what the text shows, ``usual_gender`` what the given name suggests;
    ``place`` says that the text was somewhere "in" it.
    """

    tokens: tuple[str, ...]
    name: str
    kind: str
    first: int
    called: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    gender: str = ""
    usual_gender: str = ""
    place: bool = False
    places: list[int] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """What kind of body the text says it is: "company" and the like."""
        return {word for word in self.called if word.islower()} - BODY


def read_given_name(entity: Entity) -> None:
    """Read from a given name that somebody is a person, and their usual gender."""
    given = fold_given(entity.tokens[0])
    last = entity.tokens[-1].lower()
    also = len(entity.tokens) > 1 and given in load_classes()["given_too"]
    if entity.kind in ("person", "unknown") and (given in given_names() or also):
        entity.usual_gender = given_names().get(given, "")
        several = len(entity.tokens) > 1 and "&" not in entity.tokens
        if several and last not in naming("place") and last not in organisations():
            entity.kind = "person"
    if entity.kind == "unknown" and ("&" in entity.tokens or is_camel(entity.name)):
        entity.kind = "organisation"


def is_camel(word: str) -> bool:
    """Tell "FreshTable" from "McDonald"."""
    return _CAMEL.match(word) is not None


def describe(entity: Entity, text: str, name: Name) -> None:
    """Add what the words around a name say about it: role, country, gender."""
    entity.places.append(name.start)
    if entity.kind == "unknown" and len(entity.tokens) > 1 and _PERSON.match(text, name.end):
        entity.kind = "person"
    if entity.kind in ("unknown", "acronym") and name.kind in ("person", "organisation"):
        entity.kind = name.kind
    if name.country:
        entity.countries.add(name.country)
    entity.gender = entity.gender or name.gender
    apposed = text[name.before - 2 : name.before] == ", "
    for words, close in ((_words_before(text, name), True), (_words_after(text, name.end), False)):
        role = find_role(words[-3:] if close else words[:7])
        if role and close and not ends_with_role(words[-1], role):
            role = ""
        if close and apposed:
            role = head_role(words)
        if role and entity.kind != "organisation":
            entity.called |= called_by(role)
            entity.kind = "person"
            entity.gender = entity.gender or genders().get(role, "")
            country = country_of([w.removesuffix("'s") for w in (words[-8:] if close else words)])
            if country:
                entity.countries.add(country)
        elif close and words and words[-1] in _WITHIN and not name.role:
            entity.place = True
        if entity.kind != "person":
            near = words[-1:] if close else words[:6]
            for word in near:
                if word in organisations():
                    entity.called |= organisations()[word] | BODY
            entity.called |= _described_as(words, apposed or not close)
    of = _OF_PLACE.match(text, name.end)
    if of and entity.kind == "person":
        entity.countries.add(of[1])
    if name.role:
        entity.called |= called_by(name.role)
        entity.kind = "person"
    if entity.kind != "person" and text.startswith(" ", name.end):
        for token in TOKEN.findall(text, name.end, name.end + 40)[:3]:
            word = token.lower()
            if word not in naming("generic"):
                break
            if word in organisations():
                entity.called |= organisations()[word] | BODY
    if entity.kind == "organisation":
        noun = head_body([token.lower() for token in entity.tokens])
        entity.called |= organisations().get(noun, frozenset())


def _described_as(words: Sequence[str], alone: bool) -> set[str]:
    """Return "maker" and "battery maker" of "the battery maker" beside the name of a body.

    Nouns count that end as those of people do. ``alone`` says that commas stand around the
    description: "In the letter, AeroVolt said" has none.
    """
    determiners = load_classes()["determiner"]
    if alone and words[:1] and words[0] not in determiners:
        return set()
    led = max(
        (k for k, word in enumerate(words[: 1 if alone else None]) if word in determiners),
        default=len(words) - 2,
    )
    core = [*takewhile(lambda word: word not in _AFTER_HEAD, words[led + 1 :])]
    noun = core[-1] if 0 < len(core) <= _LONGEST_HEAD else ""
    if not noun.endswith(_PERSONS) or noun in _THINGS or find_role([noun]):
        return set()
    return {noun, " ".join(core)}


def _words_before(text: str, name: Name) -> list[str]:
    """Return the lower-case words before a name, back to the last mark of punctuation."""
    piece = _SENTENCE.split(text[max(0, name.before - _LOOK_BACK) : name.before])[-1]
    piece = _MARK.split(piece.rstrip(" ").removesuffix(","))[-1]
    words = [token.lower() for token in TOKEN.findall(piece)]
    while len(words) > 1 and words[-1] in _NAMED:
        words = words[: -2 if words[-1] in load_classes()["calls_itself"] else -1]
    for i in range(len(words) - 1, -1, -1):
        if words[i] in load_classes()["cuts_before_name"]:
            return words[i + 1 :]
    return words


def _words_after(text: str, end: int) -> list[str]:
    """Return the lower-case words of the apposition after a name, empty where there is none."""
    match = _APPOSITION.match(text, end, end + _LOOK_AHEAD)
    if not match:
        return []
    piece = text[match.end() : end + _LOOK_AHEAD].split("\n")[0]
    words = [token.lower() for token in TOKEN.findall(_CLOSE.split(piece, maxsplit=1)[0])]
    if not _SPEAKS.isdisjoint(words) and _RELATIVE.isdisjoint(words):
        # "… blew up the terminal of Varnhaven, the ministry said": who speaks, and no town.
        return []
    first = words[0] if words else ""
    opens = first in load_classes()["opens_description"] or bool(
        country_of([first.removesuffix("'s")]) or find_role(words[:3])
    )
    return words if opens else []
