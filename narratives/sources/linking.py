"""Link the source of each statement to a name in its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from math import nan
from typing import TYPE_CHECKING

from narratives.documents import sentence_rows, shadow
from narratives.lexicon import load_classes, load_lexicon
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
from narratives.sources.entities import (
    index_names,
    names_in,
)
from narratives.sources.heads import find_apposed, find_speakers
from narratives.sources.memory import WORD, Link, Memory, Told, gender_of
from narratives.sources.referring import (
    core_words,
    find_called,
    is_plural,
    link_name,
    link_possessive,
    link_pronoun,
    link_relative,
    remember,
)
from narratives.sources.register import match_register, read_register
from narratives.sources.words import country_of, find_role, head_role, naming, roles

if TYPE_CHECKING:
    import pandas as pd

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_TAIL = re.compile(r",|\s(?:including|such as|who|which|that|whose)\b|\s?\(")
_SUBJECTS = {"his": "he", "him": "he", "her": "she", "its": "it", "their": "they", "them": "they"}
_PASSED_ON = re.compile(r"\s\w+(?:ed|en) (?:by|to|with)\b")
_EXAMPLES = re.compile(r",?\s(?:including|such as)\b")


def name_sources(
    statements: pd.DataFrame, documents: Iterable[Document], sources: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Fill source_name, candidates and resolved_by from the text of each document.

    Names are looked for in the whole document: full names, short names, initials,
    what people and organisations are called ("the French leader", "the ministry")
    and pronouns. Where two fit, both stand in ``candidates``, the source keeps the
    words of the text, and ``resolved_by`` is "unresolved". A pronoun that one of them
    fits clearly better, as the subject of the sentence before, takes that name, and
    the other stays among the candidates. Groups ("most agencies")
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
        group, narrator, unnamed or unresolved; ``link_probability`` how often a link of
        its kind is right, missing for sources that are names or stay open.

    Raises
    ------
    SchemaError
        If columns are missing or a statement's document is not among ``documents``.

    Examples
    --------
    >>> import narratives as nv
    >>> text = "Mayor Ana Ruiz closed the pier. The dam held, she said."
    >>> note = nv.Document("note", text)
    >>> named = nv.name_sources(nv.extract_statements(note), [note])
    >>> named[["source_text", "source_name", "resolved_by"]].iloc[0].tolist()
    ['she', 'Ana Ruiz', 'pronoun']
    """
    require_columns(statements, STATEMENTS, "statements")
    known = {d.document_id: d for d in documents}
    unknown = sorted(set(statements["document_id"]) - set(known))
    if unknown:
        raise SchemaError(
            f"statements name the documents {', '.join(map(repr, unknown))}, which are not in "
            "documents. Pass every document the statements come from."
        )
    import pandas as pd

    links = read_links(statements, known, sources)
    named = statements.copy()
    filled = {
        "source_name": [link.name for link in links],
        "candidates": [";".join(link.candidates) for link in links],
        "resolved_by": [link.resolved_by for link in links],
    }
    for column, values in filled.items():
        named[column] = pd.Series(values, index=named.index, dtype="str")
    chances = [link_probabilities().get(link.kind, nan) for link in links]
    named["link_probability"] = pd.Series(chances, index=named.index, dtype="float64")
    return named


@cache
def link_probabilities() -> dict[str, float]:
    """Return how often each kind of link is right: counts of ``links.tsv``, one added each side.

    Examples
    --------
    >>> 0.5 < link_probabilities()["pronoun, next sentence"] < 1
    True
    """
    return {
        row["kind"]: (int(row["right"]) + 1) / (int(row["right"]) + int(row["wrong"]) + 2)
        for row in load_lexicon("links")
    }


def read_links(
    statements: pd.DataFrame, documents: Mapping[str, Document], sources: pd.DataFrame | None = None
) -> list[Link]:
    """Return the link of each statement's source, in the order of the statements."""
    register = read_register(sources) if sources is not None else None
    links: dict[int, Link] = {}
    columns = ("document_id", "source", "cue", "content", "resolved_by", "source_name")
    rows = list(zip(*(statements[c] for c in columns), strict=True))
    by_document: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        by_document.setdefault(row[0], []).append(i)
    for document_id, numbers in by_document.items():
        document = documents[document_id]
        text = shadow(document.text)
        index = index_names(document, text)
        sentences = sentence_rows(document, text) or [(0, 0, 0, "")]
        memory = Memory(index, [row[1] for row in sentences], [row[0] for row in sentences])
        for i in sorted(numbers, key=lambda i: _place(*rows[i][1:4])):
            _, source, _, content, given, name = rows[i]
            links[i] = _link(memory, parse_spans(source), parse_spans(content), given, name)
            if register is not None and links[i].resolved_by == "unresolved":
                matches = match_register(register, [links[i].name])
                if len(matches) == 1:
                    links[i] = Link(register.names[matches[0]], (), "alias")
    return [links[i] for i in range(len(rows))]


def _place(source: str, cue: str, content: str) -> int:
    spans = parse_spans(source) or parse_spans(cue) or parse_spans(content)
    return spans[0][0] if spans else 0


def _link(memory: Memory, source: list[Span], content: list[Span], given: str, name: str) -> Link:
    if not source:
        if given == NARRATOR:
            return Link(NARRATOR, (), NARRATOR)
        if given == "carried over" or (given == "" and memory.told):
            last = memory.told[-1].name if memory.told else ""
            found = name or last
            kind = "carried over" if found else ""
            return Link(found or UNNAMED, (), kind or UNNAMED, kind)
        return Link(name or UNNAMED, (), given or UNNAMED)
    link, told = _read(memory, source, content)
    if told is not None:
        told.spans = content
        memory.told.append(told)
    return link


def _read(memory: Memory, source: list[Span], content: list[Span]) -> tuple[Link, Told | None]:
    start, end = source[0][0], source[-1][1]
    text = " ".join(memory.index.text[start:end].split())
    words = [m[0] for m in WORD.finditer(text)]
    small = [w.lower() for w in words]
    if not small:
        return Link(text, (), "unresolved"), None
    if len(small) == 1:
        word = small[0].split("'")[0]
        pronoun = _SUBJECTS.get(word, word)
        if pronoun in naming("third_person"):
            return link_pronoun(memory, text, pronoun, start, content)
        if pronoun in ("who", "which"):
            return link_relative(memory, text, start)
        if pronoun in ("i", "we"):
            return Link(NARRATOR, (), NARRATOR), None
        if pronoun in naming("open_pronoun"):
            return Link(text, (), "unresolved"), None
    head = _TAIL.split(text, maxsplit=1)[0] or text
    examples = _EXAMPLES.search(memory.index.text, start, end)
    if examples:
        source = [(s, min(e, examples.start())) for s, e in source if s < examples.start()]
    numbers = [i for i in names_in(memory.index, source) if memory.index.owners[i]]
    speakers = find_speakers(memory, numbers, source)
    if len(speakers) > 1:
        names = [
            s.owners[0].name if len(s.owners) == 1 else " ".join(s.name.tokens) for s in speakers
        ]
        joined = ", ".join(names[:-1]) + " and " + names[-1]
        return Link(joined, (), "group"), remember(joined, start, "group", None, words)
    if _joins_several(head):
        short = _ARTICLE.sub("", head, count=1)
        return Link(short, (), "group"), remember(short, start, "group", None, words)
    if speakers:
        return link_name(memory, speakers[0], text, start, words)
    apposed = find_apposed(memory, head, end) if head == text else None
    if apposed is not None:
        return link_name(memory, apposed, text, start, words)
    return _described(memory, text, head, start, words, bool(numbers), content)


def _joins_several(head: str) -> bool:
    """Say whether a phrase joins several sources: "Tolvia and its allies", "both X and Y".

    "The head of the port and the docks" is one: what stands after "of" joins two things.
    """
    small = [m[0].lower() for m in WORD.finditer(head)]
    pairs = {"both": "and", "neither": "nor", "either": "or"}
    if small and pairs.get(small[0], "") in small[1:]:
        return True
    if "and" not in small[1:-1]:
        return False
    at = small.index("and", 1)
    prepositions = load_classes()["preposition"]
    if any(word in prepositions for word in small[:at]):
        return False
    after = small[at + 1]
    return after in load_classes()["determiner"] or after[0].isdigit()


def _described(
    memory: Memory,
    text: str,
    head: str,
    start: int,
    words: list[str],
    has_name: bool,
    content: list[Span],
) -> tuple[Link, Told | None]:
    short = _ARTICLE.sub("", head, count=1)
    small = [m[0].lower() for m in WORD.finditer(head)]
    core = core_words(small)
    noun = core[-1] if core else small[-1]
    determiner = small[0] if small[0] in load_classes()["determiner"] else ""
    if small[0] in naming("possessive") or " its " in f" {' '.join(small)} ":
        return link_possessive(memory, text, head, start, words, content)
    if is_plural(noun, small):
        if noun in naming("vague") and not has_name and country_of(core) == "":
            return Link(text, (), UNNAMED), None
        return Link(short, (), "group"), remember(short, start, "group", None, words)
    if determiner in ("a", "an", "one", "another", "some") and not has_name:
        return Link(text, (), UNNAMED), _unnamed(text, start, core, words)
    if not head_role(core):
        short = _PASSED_ON.split(short, maxsplit=1)[0]
    country = country_of(small)
    if core and core == [w for w in core if country_of([w])] and country:
        return Link(short, (), "name"), remember(short, start, "organisation", None, words)
    if determiner in ("the", "this", "that"):
        place = " ".join(w for w in words[1:] if w[:1].isupper() and w.lower() not in roles())
        found = find_called(memory, core, country, place, start)
        if found:
            if len(found) == 1:
                again = remember(found[0][0], start, found[0][1], found[0][2], words)
                entity = found[0][2]
                role = entity is not None and entity.kind == "person"
                kind = "epithet, role" if role else "epithet, body"
                return Link(found[0][0], (), "epithet", kind), again
            return Link(text, tuple(f[0] for f in found), "unresolved"), None
    person = find_role(core[-2:]).endswith(noun) if find_role(core[-2:]) else False
    kind = "person" if person or noun in naming("somebody") else "organisation"
    if len(words) == 1 and words[0][:1].isupper() and not find_role(small):
        kind = "any"
    told = remember(text, start, kind, None, words)
    told.gender = gender_of(core) if kind == "person" else ""
    if has_name or country or _large_inside(short):
        told.name = short
        return Link(short, (), "name"), told
    return Link(text, (), "unresolved"), told


def _unnamed(text: str, start: int, core: list[str], words: list[str]) -> Told | None:
    """Note somebody without a name, so that the next "he" is not somebody before."""
    if not (head_role(core) or (core[-1:] and core[-1] in naming("somebody"))):
        return None
    told = remember(text, start, "person", None, words)
    told.gender, told.unnamed = gender_of(core), True
    return told


def _large_inside(words: str) -> bool:
    return any(w[:1].isupper() for w in words.split()[1:]) or words[:1].isupper()
