"""Read the words of one source: a name, a pronoun, a description, several at once."""

from __future__ import annotations

import re
from bisect import bisect_left

from narratives.lexicon import endings, load_classes, one_of
from narratives.schema import NARRATOR, UNNAMED, Span
from narratives.sources.called import bodies_since, core_words, find_called
from narratives.sources.describing import Entity
from narratives.sources.entities import names_in
from narratives.sources.heads import find_apposed, find_speakers
from narratives.sources.memory import WORD, EarlierSource, Memory, SourceName, gender_of
from narratives.sources.referring import (
    is_plural,
    link_name,
    link_possessive,
    link_pronoun,
    link_relative,
    remember,
)
from narratives.sources.words import country_of, find_role, head_role, naming, organisations, roles

_ARTICLE = re.compile(rf"^(?:{one_of('article')})\s+", re.IGNORECASE)
_TAIL = re.compile(rf",|\s(?:such as|{one_of('tail_opener')})\b|\s?\(")
_SUBJECTS = {"his": "he", "him": "he", "her": "she", "its": "it", "their": "they", "them": "they"}
_PASSED_ON = re.compile(rf"\s\w+(?:ed|en) (?:{one_of('done_by')})\b")
_TIMES = f"(?:{one_of('named_time')})"
_WHEN = re.compile(
    rf"(?i:(?:{one_of('opens_time')})\b,?\s{{1,4}}"
    rf"(?:(?:{one_of('inside_time')}|{_TIMES})\b,?\s{{1,4}}){{0,4}}(?<!the )(?<!the  ))"
    r"(?=[A-Z\u00c0-\u00de])"
)
_DAY = re.compile(rf"\b(?:{_TIMES}|yesterday)\b", re.I)
"""Words for a time before a name: "Late on Sunday Peter Loom"."""
_BESIDE = 80
"""Code points before and after a name in which stands what somebody is the head of."""
_PLACES = 20
_THINGS = ("record_subject", "records", "remarks", "texts", "media", "reduced", "event")
"""Classes of nouns that are nobody: "he" is not what a report or a blast is called."""
_PERSONS = endings("persons")
"""Endings of nouns of people."""
_NAMELESS = re.compile(
    rf",?\s(?:{one_of('opens_nameless')})\b[^.;]{{0,80}}?\b"
    rf"(?:{one_of('nameless')}|be(?:ing)? (?:named|identified)|"
    rf"(?:{one_of('gives_name')}) (?:{one_of('possessive')}) (?:\w+ )?names?|"
    rf"names? (?:{one_of('name_is')}) (?:not|(?:been )?withheld))\b"
)
"""What says that somebody keeps their name back: "who asked not to be named"."""
_OF_BRANCH = re.compile(r" (?:of|for) (?:[a-z-]+ )?([a-z-]+)$")
"""What a head is the head of, without an article: "the head of dam safety"."""
_HANDLE = re.compile(r"@\w{1,30}")
"""Who posts, where no name stands beside it."""
_LIST = re.compile(r"[\w -]+(?:, [\w-]+(?: [\w-]+)?)+,? and [\w -]+")
"""Members of one source: "The family, neighbours and civic leaders"."""
_EXAMPLES = re.compile(r",?\s(?:including|such as)\b")


def link_source(
    memory: Memory, source: list[Span], content: list[Span]
) -> tuple[SourceName, EarlierSource | None]:
    """Link one source by its words and what was named before.

    Returns
    -------
    link : SourceName
    told : EarlierSource or None
        The source as later words can mean it, where they can.
    """
    start, end = source[0][0], source[-1][1]
    when = _WHEN.match(memory.index.text, start, end)
    if when and _DAY.search(when[0]):
        start = when.end()
        source = [(max(s, start), e) for s, e in source if e > start]
    text = " ".join(memory.index.text[start:end].split())
    nameless = _NAMELESS.search(memory.index.text, start, end)
    if nameless and nameless.start() > start:
        who = [(s, min(e, nameless.start())) for s, e in source if s < nameless.start()]
        if memory.index.text[start : nameless.start()].split()[-1].islower():
            return _nameless(memory, who, content)
    words = [m[0] for m in WORD.finditer(text)]
    small = [w.lower() for w in words]
    if _HANDLE.fullmatch(text):
        return SourceName(text, (), "name"), remember(text, start, "any", None, words or [text])
    if not small:
        return SourceName(text, (), "unresolved"), None
    if len(small) == 1:
        word = small[0].split("'")[0]
        pronoun = _SUBJECTS.get(word, word)
        if pronoun in naming("third_person"):
            return link_pronoun(memory, text, pronoun, start, content)
        if pronoun in ("who", "which"):
            return link_relative(memory, text, start)
        if pronoun in load_classes()["narrator_pronoun"]:
            return SourceName(NARRATOR, (), NARRATOR), None
        if pronoun in naming("anyone"):
            return SourceName(text, (), UNNAMED), None
        if pronoun in naming("open_pronoun"):
            return SourceName(text, (), "unresolved"), None
    # "THE MINISTER:" in the capitals of a transcript is no name.
    shouted = text.isupper() and small[0] in load_classes()["article"] and find_role(small[1:])
    text = text.capitalize() if shouted else text
    # What stands before the first comma may be a mark alone: "—, the mayor".
    head = next((piece for piece in _TAIL.split(text) if WORD.search(piece)), text)
    examples = _EXAMPLES.search(memory.index.text, start, end)
    if examples:
        source = [(s, min(e, examples.start())) for s, e in source if s < examples.start()]
    numbers = [i for i in names_in(memory.index, source) if memory.index.owners[i]]
    speakers = [] if shouted else find_speakers(memory, numbers, source)
    if len(speakers) > 1:
        names = [
            s.owners[0].name if len(s.owners) == 1 else " ".join(s.name.tokens) for s in speakers
        ]
        joined = ", ".join(names[:-1]) + " and " + names[-1]
        return SourceName(joined, (), "group"), remember(joined, start, "group", None, words)
    if _joins_several(head):
        short = _ARTICLE.sub("", head, count=1)
        return SourceName(short, (), "group"), remember(short, start, "group", None, words)
    if speakers:
        return link_name(memory, speakers[0], text, start, words)
    apposed = find_apposed(memory, head, end) if head == text else None
    if apposed is not None:
        return link_name(memory, apposed, text, start, words)
    if _LIST.fullmatch(text) and is_plural(small[-1], []):
        head = text
    # A name in what follows is not its own: "the report, seen by the Herald".
    ends = start + text.find(head) + len(head)
    has_name = not shouted and any(memory.index.names[i].start < ends for i in numbers)
    return _described(memory, text, head, start, words, has_name, content)


def _joins_several(head: str) -> bool:
    """Say whether a phrase joins several sources: "Tolvia and its allies", "both X and Y".

    So does a name and people: "Tolvia and officials".
    "The head of the port and the docks" is one: what stands after "of" joins two things.
    """
    words = [m[0] for m in WORD.finditer(head)]
    small = [word.lower() for word in words]
    pairs = {"both": "and", "neither": "nor", "either": "or"}
    if small and pairs.get(small[0], "") in small[1:]:
        return True
    if "and" not in small[1:-1]:
        return False
    at = small.index("and", 1)
    prepositions = load_classes()["preposition"]
    after, last = small[at + 1], words[-1]
    inside = next((k for k, word in enumerate(small[:at]) if word in prepositions), 0)
    if inside:
        # "the Ministry of Health and the Bank of Peru", but one head of two things.
        joined = words[inside - 1][0].isupper() and after in load_classes()["article"]
        return (
            joined
            and not find_role([small[inside - 1]])
            and "".join(words[at + 2 : at + 3])[:1].isupper()
        )
    people = last.islower() and is_plural(last, small[at + 1 :])
    if words[at + 1].islower() and words[0][0].isupper() and last[0].isupper():
        return True  # "Tolvia and neighbouring Ostrand"
    return after in load_classes()["determiner"] or after[0].isdigit() or people


def _described(
    memory: Memory,
    text: str,
    head: str,
    start: int,
    words: list[str],
    has_name: bool,
    content: list[Span],
) -> tuple[SourceName, EarlierSource | None]:
    short = _ARTICLE.sub("", head, count=1)
    small = [m[0].lower() for m in WORD.finditer(head)]
    core = core_words(small)
    noun = core[-1] if core else small[-1]
    determiner = small[0] if small[0] in load_classes()["determiner"] else ""
    if small[0] in naming("possessive") or " its " in f" {' '.join(small)} ":
        return link_possessive(memory, text, head, start, words, content)
    if noun in naming("hearsay") and not has_name:
        return SourceName(UNNAMED, (), UNNAMED), None
    if is_plural(noun, small):
        if noun in naming("vague") and not has_name and country_of(core) == "":
            return SourceName(text, (), UNNAMED), None
        return SourceName(short, (), "group"), remember(short, start, "group", None, words)
    if determiner in load_classes()["indefinite"] and not has_name:
        return SourceName(text, (), UNNAMED), _unnamed(memory, text, start, core, words)
    if not head_role(core):
        short = _PASSED_ON.split(short, maxsplit=1)[0]
    country = country_of(small)
    if core and core == [w for w in core if country_of([w])] and country:
        return SourceName(short, (), "name"), remember(short, start, "organisation", None, words)
    if determiner in load_classes()["definite"]:
        place = " ".join(w for w in words[1:] if w[:1].isupper() and w.lower() not in roles())
        found = find_called(memory, core, country, place, start)
        branch = _OF_BRANCH.search(head)
        if branch and found and found[0][1] == "person":
            # "Carl Holm, head of news, left. The head of sport said …": somebody else.
            found = [
                f for f in found if f[2] is None or _stands_near(memory, f[2], branch[1], start)
            ]
        last = memory.told[-1] if memory.told else None
        several = tuple(f[0] for f in found)
        if last is not None and last.kind != "person" and last.name in several[1:]:
            # "Nordkraft denied it. The company said …": who spoke last.
            again = remember(last.name, start, "organisation", last.entity, words)
            return SourceName(last.name, several, "epithet", "epithet, several"), again
        if found:
            if len(found) == 1:
                again = remember(found[0][0], start, found[0][1], found[0][2], words)
                entity = found[0][2]
                role = entity is not None and entity.kind == "person"
                kind = "epithet, role" if role else "epithet, body"
                others = () if role or entity is None else _rivals(memory, entity, noun, start)
                kind = "epithet, several" if others else kind
                return SourceName(found[0][0], others, "epithet", kind), again
            return SourceName(text, several, "unresolved"), None
    if not determiner and not has_name and head_role(core) == " ".join(core):
        called = [e for e in memory.index.called(" ".join(core)) if e.kind == "person"]
        if len(called) == 1:  # a headline: "Witness says"
            again = remember(called[0].name, start, "person", called[0], words)
            return SourceName(called[0].name, (), "epithet", "epithet, role"), again
    # "The audit, led by Lund, …": the audit.
    name = text[: text.find(",", len(head))] if "," in text[len(head) :] else text
    kind = _kind(core, noun)
    if len(words) == 1 and words[0][:1].isupper() and not find_role(small):
        kind = "any"
    told = remember(name, start, kind, None, words)
    told.gender = gender_of(core) if kind == "person" else ""
    if has_name or country or _large_inside(short):
        told.name = short
        return SourceName(short, (), "name"), told
    return SourceName(name, (), "unresolved"), told


def _stands_near(memory: Memory, entity: Entity, word: str, end: int) -> bool:
    """Tell whether a word stands beside one of the places, before ``end``, that name somebody."""
    text, places = memory.index.text, entity.places[:_PLACES]
    return any(word in text[max(0, at - _BESIDE) : min(at + _BESIDE, end)] for at in places)


def _rivals(memory: Memory, entity: Entity, noun: str, start: int) -> tuple[str, ...]:
    """Return a body and what has been a subject since it was named and may be called so too."""
    last = entity.places[bisect_left(entity.places, start) - 1]
    since = dict.fromkeys(name for _, name, *_ in bodies_since(memory, noun, last, start))
    for other in memory.index.called(noun):
        at = bisect_left(other.places, start)
        if other.kind != "person" and at and other.places[at - 1] > last:
            since[other.name] = None
    return (entity.name, *since) if since else ()


def _kind(core: list[str], noun: str) -> str:
    """Tell what a description can be: a person, a body or a thing, or either where none is known.

    A noun that no list has and that ends as those of people do, "the boyfriend", may be
    meant by "he" as well as by "it".
    """
    role = find_role(core[-2:])
    if (role and role.endswith(noun)) or noun in naming("somebody"):
        return "person"
    classes = load_classes()
    things = noun in organisations() or any(noun in classes[name] for name in _THINGS)
    return "any" if not things and noun.endswith(_PERSONS) else "organisation"


def _unnamed(
    memory: Memory, text: str, start: int, core: list[str], words: list[str]
) -> EarlierSource | None:
    """Note somebody without a name, so that the next "he" is not somebody before."""
    kind = _kind(core, core[-1]) if core else "organisation"
    begins = memory.sentences[memory.sentence(start)] == start
    if kind == "organisation" or (kind == "any" and not begins):
        return None
    told = remember(text, start, kind, None, words)
    told.gender, told.unnamed = gender_of(core), True
    return told


def _nameless(
    memory: Memory, source: list[Span], content: list[Span]
) -> tuple[SourceName, EarlierSource]:
    """Read "two engineers who asked not to be named": somebody whom "they" means later."""
    start = source[0][0]
    text = " ".join(memory.index.text[start : source[-1][1]].split())
    words = [m[0] for m in WORD.finditer(text)]
    core = core_words([w.lower() for w in words])
    link, told = link_source(memory, source, content)
    name = text if told is None or told.entity is not None else link.name
    if told is None or told.kind in ("organisation", "any"):
        told = remember(name, start, "person", None, words)
        told.gender = gender_of(core)
    told.name, told.unnamed = name, True
    return SourceName(name, (), UNNAMED), told


def _large_inside(words: str) -> bool:
    return any(w[:1].isupper() for w in words.split()[1:]) or words[:1].isupper()
