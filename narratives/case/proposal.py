"""What a new case proposes to a person: accounts' terms, sources with aliases, questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from narratives.case.listing import quote
from narratives.case.nodes import RESERVED
from narratives.schema import GOES_WITH

_CASE = """\
# yaml-language-server: $schema={schema}
# The question, the rival accounts, and who speaks. `narratives check` reads it whole.
# What stands here beside the question and the accounts is a proposal of the machine: look
# it through. Editors that know the schema complete and check every key.

# What the texts disagree about.
question: {question}

# Each account in one neutral sentence. They need not exclude each other.
narratives:
{narratives}
# What one account is to another; two that are not named here count as excluding each other.
#   contains: an account, or a list, that is one way of this one: wherever it is so, this one is
#   excludes: an account that is not so where this one is
#   goes_with: an account that may be so beside this one; neither makes the other so
# relations:
#   - {{narrative: {first}, {relation}: {second}}}

# The independent roots: two offices of one state are two sources and one origin. An origin
# that is not written down is unknown, and its voice is not counted as independent.
# - id: state
#   name: The state
#   kind: government_party
origins: []

# Who speaks. Proposed from the texts, with how often each was found to speak.
#   kind: {kinds}
#   origin: an id from origins above
#   stake: {{{first}: 1}} gains by the account being believed, -1 by its being disbelieved
#   reliability: A to F of the Admiralty code, given by a person
{sources}
{questions}# settings:
#   reviewer: your name
#   reader: {{folder: a folder with a stronger reader of bearings}}
"""
_NARRATIVE = """\
{above}  - id: {id}
    # What tables and figures call it.
    title: {title}
    # The account in one sentence; the reader of bearings reads it as it stands.
    statement: {statement}
    # Names and phrases by which a text refers to it. {told}
    terms: [{terms}]
    # Sentences that speak for it or against it, in the words of such texts; they teach the draft.
    # examples_for: []
    # examples_against: []
    # colour: "#1f5f99"
"""
_SOURCE = """\
  # Found to speak {times}{where}.
  - id: {id}
    name: {name}
    # Other ways in which the texts write it.
    aliases: [{aliases}]
    kind: {kind}
    # origin: {id}
"""
_MOST_SOURCES = 300


@dataclass(frozen=True)
class ProposedSource:
    """A source that the texts name.

    Parameters
    ----------
    name : str
        The fullest name.
    aliases : tuple of str
        Other ways in which the texts write it.
    times, documents : int
        How often it was found to speak, and in how many texts.
    kind : str
        One of ``schema.SOURCE_KINDS``.
    """

    name: str
    aliases: tuple[str, ...] = ()
    times: int = 1
    documents: int = 1
    kind: str = "unspecified"


@dataclass(frozen=True)
class Proposal:
    """What the machine proposes for a case; all of it is for a person to look through.

    Parameters
    ----------
    terms : mapping of narrative id to terms
    sources : sequence of ProposedSource
    questions : sequence of str
        What it is unsure about, one sentence each.
    accounts : mapping of narrative id to the statements on which a proposed account rests
    """

    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sources: Sequence[ProposedSource] = ()
    questions: Sequence[str] = ()
    accounts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_case(
    question: str, narratives: Mapping[str, str], proposal: Proposal, schema: str, kinds: str
) -> bytes:
    """Write ``case.yaml`` with a comment at every key.

    Parameters
    ----------
    question : str
    narratives : mapping of id to one sentence
    proposal : Proposal
    schema : str
        Where the schema of the file lies.
    kinds : str
        The kinds of source, joined for a comment.
    """
    told = "".join(_account(name, text, proposal) for name, text in narratives.items())
    listed = list(_sources(proposal.sources[:_MOST_SOURCES]))
    sources = f"sources:\n{''.join(listed)}" if listed else "sources: []\n"
    if left := len(proposal.sources) - len(listed):
        sources += f"# {left} more were found to speak; a report names them.\n"
    asked = "".join(f"#   {flat(line)}\n" for line in proposal.questions)
    questions = f"# Questions that the machine leaves to you:\n{asked}\n" if asked else ""
    return _CASE.format(
        question=quote(question),
        narratives=told,
        first=next(iter(narratives)),
        relation=GOES_WITH,
        second=next(islice(narratives, 1, None), "an_account"),
        sources=sources,
        questions=questions,
        schema=schema,
        kinds=kinds,
    ).encode("utf-8")


def _account(name: str, statement: str, proposal: Proposal) -> str:
    title = re.sub(r"[-_]+", " ", name).strip() or name
    terms = list(dict.fromkeys(proposal.terms.get(name, ())))
    rests = proposal.accounts.get(name, ())
    above = "".join(f"  #   {flat(line)}\n" for line in rests)
    return _NARRATIVE.format(
        above=f"  # Proposed from these statements; judge it, and reword it:\n{above}"
        if above
        else "",
        id=quote(name),
        title=quote(title),
        statement=quote(statement),
        told="Proposed." if terms else "None was found in the texts; its title stands in.",
        terms=", ".join(map(quote, terms or [title])),
    )


def _sources(sources: Iterable[ProposedSource]) -> Iterable[str]:
    taken: set[str] = set(RESERVED)
    for source in sources:
        own = id_of(source.name, taken)
        taken.add(own)
        times = "once" if source.times == 1 else f"{source.times} times"
        yield _SOURCE.format(
            id=own,
            name=quote(source.name),
            aliases=", ".join(map(quote, source.aliases)),
            kind=source.kind,
            times=times,
            where=f", in {source.documents} texts" if source.documents > 1 else "",
        )


def id_of(name: str, taken: Iterable[str]) -> str:
    """Make an id from a name, unlike those that are taken.

    Examples
    --------
    >>> id_of("Petro Hnát", ()), id_of("Мэр", ()), id_of("A", ["a"])
    ('petro_hnat', 'source', 'a_2')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:40] or "source"
    found = set(taken)
    if stem not in found:
        return stem
    return next(name for k in count(2) if (name := f"{stem}_{k}") not in found)


def flat(text: str) -> str:
    """Write words of a text on one line, without what would end a comment."""
    return " ".join(
        re.sub(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\uffef\U00010000-\U0010ffff]", " ", text).split()
    )[:400]
