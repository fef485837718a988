"""Link the source of each statement to a name in its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import nan
from typing import TYPE_CHECKING, NamedTuple

from narratives.documents import clean_statements, sentence_rows, shadow
from narratives.lexicon import load_classes, load_lexicon, one_of
from narratives.schema import (
    NARRATOR,
    STATEMENTS,
    UNNAMED,
    Document,
    Span,
    parse_spans,
    require_columns,
    require_documents,
)
from narratives.sources.entities import index_names
from narratives.sources.headlines import name_bodies
from narratives.sources.memory import Memory, SourceName
from narratives.sources.reading import link_source
from narratives.sources.register import Register, fold_name, match_register, read_register
from narratives.sources.words import naming

if TYPE_CHECKING:
    import pandas as pd


_THING = re.compile(
    rf"(?i:(?:(?:{one_of('before_thing')}) ){{0,4}}(?:{one_of('shown_thing')}))"
    rf"(?: (?:{one_of('thing_of')}) (?:the |a )?[a-z][a-z ]{{0,60}})?",
)
"""A thing that shows something. With a name in it, it may be somebody's."""


_POINTING = naming("third_person") | naming("open_pronoun") | load_classes()["pointing_pronoun"]


class Unlinked(NamedTuple):
    """A statement whose source is to be linked; ``given`` is its ``resolved_by`` so far."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    given: str = ""
    name: str = ""

    @property
    def place(self) -> int:
        """Where its source begins, or what else of it there is."""
        spans = self.source or self.cue or self.content
        return spans[0][0] if spans else 0


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
    require_documents(statements, known)
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
) -> list[SourceName]:
    """Return the link of each statement's source, in the order of the statements."""
    register = read_register(sources) if sources is not None else None
    statements, texts, _ = clean_statements(statements, documents.values())
    documents = {document.document_id: document for document in texts}
    columns = ("document_id", "source", "cue", "content", "resolved_by", "source_name")
    by_document: dict[str, list[Unlinked]] = {}
    places: list[tuple[str, int]] = []
    for document_id, source, cue, content, given, name in zip(
        *(statements[c] for c in columns), strict=True
    ):
        own = by_document.setdefault(document_id, [])
        places.append((document_id, len(own)))
        spans = (parse_spans(source), parse_spans(cue), parse_spans(content))
        own.append(Unlinked(*spans, given, name))
    links = {
        document_id: link_statements(documents[document_id], own, register)
        for document_id, own in by_document.items()
    }
    return one_spelling([links[document_id][number] for document_id, number in places])


def one_spelling(links: Sequence[SourceName]) -> list[SourceName]:
    """Write each source in one way: "The army" and "army" are one voice.

    Names that differ in an article, in capitals or in spaces alone take the way in which
    most of them are written; of ways as frequent the one without an article, in small letters.
    Pronouns and what is open between several names are left as they stand.

    Examples
    --------
    >>> names = ("The army", "army", "The army", "It", "it")
    >>> [link.name for link in one_spelling([SourceName(n, (), "unresolved") for n in names])]
    ['The army', 'The army', 'The army', 'It', 'it']
    """
    ways: dict[str, Counter[str]] = {}
    keys = [_key_of(link) for link in links]
    for key, link in zip(keys, links, strict=True):
        if key:
            ways.setdefault(key, Counter())[link.name] += 1
    best = {
        key: min(found, key=lambda name: (-found[name], len(name), name[:1].isupper(), name))
        for key, found in ways.items()
    }
    return [
        link._replace(name=best[key]) if key and best[key] != link.name else link
        for key, link in zip(keys, links, strict=True)
    ]


def _key_of(link: SourceName) -> str:
    if link.name in (NARRATOR, UNNAMED) or link.resolved_by == UNNAMED or link.candidates:
        return ""
    key = fold_name(link.name)
    return "" if key in _POINTING else key


def link_statements(
    document: Document, statements: Sequence[Unlinked], register: Register | None = None
) -> list[SourceName]:
    """Return the links of the sources of one document's statements.

    Parameters
    ----------
    document : Document
        One whose text is read as it stands, see ``clean_document``.
    statements : sequence of Unlinked
    register : Register, optional
        An alias in it decides where the document leaves it open.

    Returns
    -------
    list of SourceName, one for each statement

    Examples
    --------
    >>> note = Document("note", "Mayor Ana Ruiz closed the pier. The dam held, she said.")
    >>> link_statements(note, [Unlinked([(46, 49)], [(50, 54)], [(32, 44)])])[0].name
    'Ana Ruiz'
    """
    text = shadow(document.text)
    sentences = sentence_rows(document, text) or [(0, 0, 0, "")]
    starts, paragraphs = [row[1] for row in sentences], [row[0] for row in sentences]
    memory = Memory(index_names(document, text), starts, paragraphs)
    links: dict[int, SourceName] = {}
    for i in sorted(range(len(statements)), key=lambda i: statements[i].place):
        link = _link(memory, statements[i])
        if register is not None and link.resolved_by == "unresolved":
            matches = match_register(register, [link.name])
            if len(matches) == 1:
                link = SourceName(register.names[matches[0]], (), "alias")
        links[i] = link
    for i, statement in enumerate(statements):
        if statement.source and is_thing(text[statement.source[0][0] : statement.source[-1][1]]):
            links[i] = _who_shows(i, statements, links)
    ordered = [links[i] for i in range(len(statements))]
    sources = [one.source for one in statements]
    return one_spelling(name_bodies(text, sources, ordered, memory.index.called))


def is_thing(words: str) -> bool:
    """Tell whether a source is a thing that shows, such as signs or images, and no voice.

    Examples
    --------
    >>> [is_thing(w) for w in ("All signs", "the evidence", "satellite images of the pier")]
    [True, True, True]
    >>> [is_thing(w) for w in ("the report", "images of the BBC", "evidence experts", "Data Corp")]
    [False, False, False, False]
    """
    return bool(_THING.fullmatch(" ".join(words.split())))


def _who_shows(
    i: int, statements: Sequence[Unlinked], links: Mapping[int, SourceName]
) -> SourceName:
    """Return who says that a thing shows something: who speaks around it, or the narrator."""
    place = statements[i].place
    around = [
        (end - start, j)
        for j, other in enumerate(statements)
        for start, end in other.content
        if j != i and start <= place < end and other.source != statements[i].source
    ]
    if not around:
        return SourceName(NARRATOR, (), NARRATOR)
    speaker = links[min(around)[1]]
    return SourceName(speaker.name, speaker.candidates, "carried over", "carried over")


def _link(memory: Memory, statement: Unlinked) -> SourceName:
    source, _, content, given, name = statement
    if not source:
        if given == NARRATOR:
            return SourceName(NARRATOR, (), NARRATOR)
        if given == "carried over" or (given == "" and memory.told):
            last = memory.told[-1].name if memory.told else ""
            found = name or last
            kind = "carried over" if found else ""
            return SourceName(found or UNNAMED, (), kind or UNNAMED, kind)
        return SourceName(name or UNNAMED, (), given or UNNAMED)
    link, told = link_source(memory, source, content)
    if told is not None:
        told.spans = content
        memory.told.append(told)
    return link
