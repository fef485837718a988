"""Link the source of each statement to a name in its document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from narratives.lexicon import load_classes
from narratives.schema import (
    NARRATOR,
    STATEMENTS,
    UNNAMED,
    Document,
    SchemaError,
    Span,
    parse_spans,
    require_columns,
)
from narratives.sources.names import Entity, Name, NameIndex, index_names, names_in
from narratives.sources.register import match_register, read_register
from narratives.sources.words import (
    country_of,
    find_role,
    genders,
    naming,
    organisations,
    roles,
)

if TYPE_CHECKING:
    import pandas as pd

_WORD = re.compile(r"(?:[A-Z]\.){2,}(?:-[a-z]+)?|[^\W_]+(?:['&-][^\W_]+)*'?")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_TAIL = re.compile(r",|\s(?:including|such as|who|which|that|whose)\b|\s?\(")
_MEMORY = 100
_WINDOW = 4000
_EXAMPLES = re.compile(r",?\s(?:including|such as)\b")


class Link(NamedTuple):
    """What a source is called: its name, other names that fit, how it was found."""

    name: str
    candidates: tuple[str, ...]
    resolved_by: str


@dataclass
class _Told:
    """A source met earlier in the document."""

    name: str
    start: int
    kind: str
    gender: str
    entity: Entity | None
    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)


def name_sources(
    statements: pd.DataFrame, documents: Iterable[Document], sources: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Fill source_name, candidates and resolved_by from the text of each document.

    Names are looked for in the whole document: full names, short names, initials,
    what people and organisations are called ("the French leader", "the ministry")
    and pronouns. Where two fit, both stand in ``candidates``, the source keeps the
    words of the text, and ``resolved_by`` is "unresolved". Groups ("most agencies")
    stay groups.

    Parameters
    ----------
    statements : DataFrame with the columns of ``schema.STATEMENTS``
        Rows without a source span keep their ``resolved_by``: "narrator", "unnamed",
        or "carried over", which takes the name of the statement before it.
    documents : iterable of Document
    sources : DataFrame with the columns of ``schema.SOURCES``, optional
        The register: an alias in it decides where the document leaves it open.

    Returns
    -------
    DataFrame
        A copy. ``resolved_by`` is name, acronym, epithet, pronoun, carried over, alias,
        group, narrator, unnamed or unresolved.

    Raises
    ------
    SchemaError
        If columns are missing or a statement's document is not among ``documents``.
    """
    require_columns(statements, STATEMENTS, "statements")
    known = {d.document_id: d for d in documents}
    unknown = sorted(set(statements["document_id"]) - set(known))
    if unknown:
        raise SchemaError(
            f"statements name the documents {', '.join(map(repr, unknown))}, which are not in "
            "documents. Pass every document the statements come from."
        )
    register = read_register(sources) if sources is not None else None
    links: dict[int, Link] = {}
    columns = ("document_id", "source", "cue", "content", "resolved_by", "source_name")
    rows = list(zip(*(statements[c] for c in columns), strict=True))
    for document_id in dict.fromkeys(statements["document_id"]):
        index = index_names(known[document_id])
        mine = [i for i, row in enumerate(rows) if row[0] == document_id]
        mine.sort(key=lambda i: _place(*rows[i][1:4]))
        linker = _Linker(index)
        for i in mine:
            _, source, cue, content, given, name = rows[i]
            links[i] = linker.link(parse_spans(source), parse_spans(content), given, name)
            if register is not None and links[i].resolved_by == "unresolved":
                matches = match_register(register, [links[i].name])
                if len(matches) == 1:
                    links[i] = Link(register.names[matches[0]], (), "alias")
    named = statements.copy()
    named["source_name"] = [links[i].name for i in range(len(rows))]
    named["candidates"] = [";".join(links[i].candidates) for i in range(len(rows))]
    named["resolved_by"] = [links[i].resolved_by for i in range(len(rows))]
    for column in ("source_name", "candidates", "resolved_by"):
        named[column] = named[column].astype("str")
    return named


def _place(source: str, cue: str, content: str) -> int:
    spans = parse_spans(source) or parse_spans(cue) or parse_spans(content)
    return spans[0][0] if spans else 0


class _Linker:
    """Walks through one document's statements and remembers who has spoken."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.told: list[_Told] = []

    def link(self, source: list[Span], content: list[Span], given: str, name: str) -> Link:
        if not source:
            if given == NARRATOR:
                return Link(NARRATOR, (), NARRATOR)
            if given == "carried over" or (given == "" and self.told):
                last = self.told[-1].name if self.told else ""
                found = name or last
                return Link(found or UNNAMED, (), "carried over" if found else UNNAMED)
            return Link(name or UNNAMED, (), given or UNNAMED)
        link, told = self._read(source, content)
        if told is not None:
            told.spans = content
            self.told.append(told)
        return link

    def _read(self, source: list[Span], content: list[Span]) -> tuple[Link, _Told | None]:
        start, end = source[0][0], source[-1][1]
        text = " ".join(self.index.text[start:end].split())
        words = [m[0] for m in _WORD.finditer(text)]
        small = [w.lower() for w in words]
        if not small:
            return Link(text, (), "unresolved"), None
        if small[0] in ("i", "we") and len(small) == 1:
            return Link(NARRATOR, (), NARRATOR), None
        if len(small) == 1 and small[0] in naming("third_person"):
            return self._pronoun(text, small[0], start, content)
        if len(small) == 1 and small[0] in ("who", "which", "that"):
            return self._relative(text, start)
        head = _TAIL.split(text, maxsplit=1)[0] or text
        examples = _EXAMPLES.search(self.index.text, start, end)
        if examples:
            source = [(s, min(e, examples.start())) for s, e in source if s < examples.start()]
        numbers = [i for i in names_in(self.index, source) if self.index.owners[i]]
        speakers = self._speakers(numbers, source)
        if len(speakers) > 1:
            names = [self._entity_name(n) for n in speakers]
            joined = ", ".join(names[:-1]) + " and " + names[-1]
            return Link(joined, (), "group"), self._remember(joined, start, "group", None, words)
        if speakers:
            return self._named(speakers[0], text, start, words)
        return self._described(text, head, start, words, bool(numbers))

    def _speakers(self, numbers: list[int], source: list[Span]) -> list[int]:
        """Return the names that head the source, not those that only describe it."""
        text = self.index.text
        end = source[-1][1]
        found: list[int] = []
        for i in numbers:
            name = self.index.names[i]
            following = text[name.end : end]
            before = text[source[0][0] : name.before].rstrip(" ,").lower()
            last = re.findall(r"[\w'&-]+", before)[-1:] or [""]
            if following.startswith("'"):
                continue
            if found and last[0] not in ("and", "or", "&"):
                earlier = self.index.names[found[-1]]
                if earlier.kind == "person" or not self._is_person(i):
                    continue
                if "," in text[earlier.end : name.before]:
                    continue
                found = []
            elif last[0] in ("of", "for", "to", "by", "with", "from", "at", "in", "against", "on"):
                continue
            if not self._is_person(i) and self._described_after(following):
                continue
            if (
                found
                and last[0] == "and"
                and " and " not in text[self.index.names[found[-1]].end - 1 : name.before]
            ):
                continue
            found.append(i)
        return found

    def _is_person(self, number: int) -> bool:
        name, owners = self.index.names[number], self.index.owners[number]
        return name.kind == "person" or any(e.kind == "person" for e in owners)

    def _described_after(self, following: str) -> bool:
        """Say whether a name only describes what follows: "Acme officials"."""
        if not following.startswith((" ", "-")):
            return False
        words = re.findall(r"[\w'-]+", following)
        if not words or words[0].lower() in ("and", "of", "in", "at", "who", "which", "or", "for"):
            return False
        return not all(
            w.lower() in naming("generic") for w in words[:1] + words[1:2] if w.islower()
        )

    def _named(
        self, number: int, text: str, start: int, words: list[str]
    ) -> tuple[Link, _Told | None]:
        name = self.index.names[number]
        owners = self.index.owners[number]
        if len(owners) > 1:
            names = tuple(e.name for e in owners)
            return Link(text, names, "unresolved"), None
        entity = owners[0]
        full = self.index.text[name.start : name.end]
        short = full.isupper() and full != entity.name and entity.kind == "organisation"
        return (
            Link(entity.name, (), "acronym" if short else "name"),
            self._remember(entity.name, start, "", entity, words),
        )

    def _entity_name(self, number: int) -> str:
        owners = self.index.owners[number]
        name = self.index.names[number]
        return owners[0].name if len(owners) == 1 else " ".join(name.tokens)

    def _remember(
        self, name: str, start: int, kind: str, entity: Entity | None, words: list[str]
    ) -> _Told:
        if entity is not None:
            kind = "organisation" if entity.kind in ("organisation", "acronym") else "person"
            if entity.kind == "unknown" and len(entity.tokens) == 1:
                kind = "any"
        small = tuple(w.lower() for w in words)
        gender = entity.gender if entity is not None else ""
        return _Told(name, start, kind, gender, entity, small)

    def _pronoun(
        self, text: str, pronoun: str, start: int, content: list[Span]
    ) -> tuple[Link, _Told | None]:
        wanted = {"he": "m", "she": "f"}.get(pronoun, "")
        kinds = {
            "he": ("person", "any"),
            "she": ("person", "any"),
            "it": ("organisation", "any"),
            "they": ("group", "organisation"),
        }[pronoun]
        last: _Told | None = None
        for told in reversed(self.told[-_MEMORY:]):
            if told.kind in kinds and (not wanted or told.gender in ("", wanted)):
                last = told
                break
        rivals = self._rivals(last, start, content, wanted) if "person" in kinds else []
        if last is not None and not rivals:
            if last.entity is not None and wanted and last.kind in ("person", "any"):
                last.entity.gender = last.entity.gender or wanted
                last.entity.kind = "person" if last.kind == "any" else last.entity.kind
            again = _Told(
                last.name, start, last.kind, last.gender or wanted, last.entity, last.words
            )
            return Link(last.name, (), "pronoun"), again
        names = tuple(dict.fromkeys([*([last.name] if last else []), *(e.name for e in rivals)]))
        if last is None and len(names) == 1:
            found = self._remember(names[0], start, "person", rivals[0], list(rivals[0].tokens))
            return Link(names[0], (), "pronoun"), found
        return Link(text, names, "unresolved"), None

    def _rivals(
        self, last: _Told | None, start: int, content: list[Span], wanted: str
    ) -> list[Entity]:
        """Return persons who begin a later sentence, or stand there where nobody has spoken."""
        text = self.index.text
        hidden = [*content, *(span for told in self.told[-_MEMORY:] for span in told.spans)]
        found: list[Entity] = []
        paragraph = text.rfind("\n", 0, start) + 1
        since = (
            last.start if last is not None else max(0, text.rfind("\n", 0, max(0, paragraph - 2)))
        )
        since = max(since, start - _WINDOW)
        first = bisect_right(self.index.starts, since)
        for i in range(first, bisect_left(self.index.starts, start)):
            name, owners = self.index.names[i], self.index.owners[i]
            if len(owners) != 1:
                continue
            entity = owners[0]
            if entity.kind != "person" or (wanted and entity.gender not in ("", wanted)):
                continue
            if any(s <= name.start < e for s, e in hidden) or text[name.end : name.end + 1] == "'":
                continue
            if last is not None and (entity.name == last.name or not self._begins(name)):
                continue
            if entity not in found:
                found.append(entity)
        return found

    def _begins(self, name: Name) -> bool:
        """Say whether a name is the subject at the beginning of a sentence."""
        before = self.index.text[max(0, name.before - 60) : name.before]
        piece = re.split(r"[.!?]\s|\n", before)[-1].strip(' "“')
        opener = piece.split(" ")[0].lower() if piece else ""
        described = all(
            w[:1].isupper() or w.lower() in roles() or w.lower() in load_classes()["determiner"]
            for w in piece.rstrip(",").split()
        )
        return described or opener in ("when", "after", "while", "as", "before", "meanwhile")

    def _relative(self, text: str, start: int) -> tuple[Link, _Told | None]:
        """Link "who" to the name or the group right before it."""
        for i in range(bisect_left(self.index.starts, start) - 1, -1, -1):
            name = self.index.names[i]
            if name.end > start:
                continue
            gap = self.index.text[name.end : start]
            if len(gap) < 80 and not re.search(r"[.!?\n;]", gap) and len(self.index.owners[i]) == 1:
                plain = not gap.strip(" ,") or gap.startswith(",")
                if plain:
                    link, told = self._named(i, text, start, list(name.tokens))
                    return Link(link.name, link.candidates, "pronoun"), told
            break
        return Link(text, (), "unresolved"), None

    def _described(
        self, text: str, head: str, start: int, words: list[str], has_name: bool
    ) -> tuple[Link, _Told | None]:
        short = _ARTICLE.sub("", head, count=1)
        small = [m[0].lower() for m in _WORD.finditer(head)]
        core = self._core(small)
        noun = core[-1] if core else small[-1]
        determiner = small[0] if small[0] in load_classes()["determiner"] else ""
        if small[0] in naming("possessive") or " its " in f" {' '.join(small)} ":
            return self._possessive(text, head, start, words)
        if _is_plural(noun, small):
            if noun in naming("vague") and not has_name and country_of(core) == "":
                return Link(text, (), UNNAMED), None
            return Link(short, (), "group"), self._remember(short, start, "group", None, words)
        if determiner in ("a", "an", "one", "another", "some") and not has_name:
            return Link(text, (), UNNAMED), None
        country = country_of(small)
        if core and core == [w for w in core if country_of([w])] and country:
            return Link(short, (), "name"), self._remember(
                short, start, "organisation", None, words
            )
        if determiner in ("the", "this", "that") and not has_name:
            found = self._epithet(core, country, start)
            if found:
                if len(found) == 1:
                    again = self._remember(found[0][0], start, found[0][1], found[0][2], words)
                    return Link(found[0][0], (), "epithet"), again
                return Link(text, tuple(f[0] for f in found), "unresolved"), None
        kind = "organisation" if noun in organisations() else "person"
        if len(words) == 1 and words[0][:1].isupper() and not find_role(small):
            kind = "any"
        if has_name or country or _large_inside(short):
            return Link(short, (), "name"), self._remember(short, start, kind, None, words)
        told = self._remember(text, start, kind, None, words)
        return Link(text, (), "unresolved"), told

    def _core(self, small: list[str]) -> list[str]:
        """Return the words of a description up to its head noun."""
        core: list[str] = []
        for word in small:
            if core and word in ("of", "in", "for", "from", "at", "on", "with", "near", "to"):
                break
            if word not in load_classes()["determiner"]:
                core.append(word.removesuffix("'s"))
        return core

    def _epithet(
        self, core: list[str], country: str, start: int
    ) -> list[tuple[str, str, Entity | None]]:
        """Return who in the document can be called so: all that fit, the nearest for bodies."""
        plain = " ".join(core)
        role = find_role(core) if core else ""
        if role and not plain.endswith(role):
            role = ""
        noun = core[-1] if core else ""
        if plain.endswith("think tank"):
            noun = "think-tank"
        people: list[Entity] = []
        weak: list[Entity] = []
        for entity in self.index.called(role):
            if entity.kind != "person" or entity.first > start:
                continue
            wanted = genders().get(role, "")
            if wanted and entity.gender not in ("", wanted):
                continue
            if country and country not in entity.countries:
                if not entity.countries:
                    weak.append(entity)
                continue
            people.append(entity)
        if not people and len(weak) == 1:
            people = weak
        if people:
            return [(e.name, "person", e) for e in people]
        nationals = core and country and len(core) == 1
        if nationals and noun.endswith(("man", "woman")):
            fits = [e for e in self.index.entities if e.kind == "person" and country in e.countries]
            return [(e.name, "person", e) for e in fits if e.first < start]
        if role:
            return []
        return self._body(core, noun, country, start)

    def _body(
        self, core: list[str], noun: str, country: str, start: int
    ) -> list[tuple[str, str, Entity | None]]:
        """Return the nearest organisations that a noun can mean."""
        fits: list[tuple[int, str, str, Entity | None]] = []
        for entity in self.index.called(noun):
            if entity.kind == "person":
                continue
            if country and entity.countries and country not in entity.countries:
                continue
            tokens = {t.lower() for t in entity.tokens}
            if len(core) > 1 and not all(w in tokens or country_of([w]) for w in core[:-1]):
                described = all(w in naming("generic") for w in core[:-1])
                if not described:
                    continue
            at = bisect_left(entity.places, start)
            if at:
                fits.append((entity.places[at - 1], entity.name, "organisation", entity))
        for told in self.told[-_MEMORY:]:
            words = [w for w in told.words if w not in load_classes()["determiner"]]
            if told.entity is None and len(words) > len(core) and words[-len(core) :] == core:
                fits.append((told.start, told.name, told.kind, None))
        if not fits:
            return []
        last = max(f[0] for f in fits)
        line = max(self.index.text.rfind(mark, 0, last) for mark in ("\n", ". "))
        near = {name: (name, kind, entity) for at, name, kind, entity in fits if at > line}
        return list(near.values())

    def _possessive(
        self, text: str, head: str, start: int, words: list[str]
    ) -> tuple[Link, _Told | None]:
        """Read "its spokesman" as the spokesman of the body that was named last."""
        small = head.split(" ")[0].lower()
        kinds = ("person",) if small in ("his", "her") else ("organisation", "group")
        rest = head.split(" ", 1)[-1]
        for told in reversed(self.told[-_MEMORY:]):
            if told.kind in kinds:
                owner = told.name + ("'" if told.name.endswith("s") else "'s")
                name = f"{owner} {rest}"
                return Link(name, (), "pronoun"), self._remember(name, start, "any", None, words)
        wanted = "person" if kinds == ("person",) else "organisation"
        place = bisect_left(self.index.starts, start)
        for i in range(place - 1, max(-1, place - 1 - _MEMORY), -1):
            owners = self.index.owners[i]
            if len(owners) != 1 or owners[0].kind != wanted:
                continue
            entity = owners[0]
            owner = entity.name + ("'" if entity.name.endswith("s") else "'s")
            name = f"{owner} {rest}"
            return Link(name, (), "pronoun"), self._remember(name, start, "any", None, words)
        return Link(text, (), "unresolved"), None


def _is_plural(noun: str, small: list[str]) -> bool:
    if noun in naming("collective"):
        return True
    quantified = {"most", "all", "several", "many", "both", "some", "few", "two", "three", "four"}
    if small and (small[0] in quantified or small[0].isdigit()) and noun.endswith("s"):
        return True
    if noun in naming("singular_s") or noun.endswith(("ss", "us", "is")):
        return noun in ("forces",)
    return noun.endswith("s") or noun in ("officials", "men", "women", "children")


def _large_inside(words: str) -> bool:
    return any(w[:1].isupper() for w in words.split()[1:]) or words[:1].isupper()
