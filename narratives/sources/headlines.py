"""Who speaks in a headline: a body that the text names in full only below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from narratives.lexicon import load_classes
from narratives.schema import Span
from narratives.sources.describing import Entity
from narratives.sources.memory import SourceName
from narratives.sources.register import fold_name

_HEAD = re.compile(r"\A(?:\s*\S[^\n]{0,299}(?<![.!?…\"”’»)\s])[ \t]*(?:\n|\Z)){1,5}")
"""Lines at the beginning that end without a stop."""


def name_bodies(
    text: str,
    sources: Sequence[Sequence[Span]],
    links: Sequence[SourceName],
    called: Callable[[str], Sequence[Entity]] | None = None,
) -> list[SourceName]:
    """Name a body of the headline as the text below it does.

    "Port authority denies spill" above "The Kelm Port Authority denied …" is one voice. Where
    two below could be meant, or none, the headline keeps its words.

    Parameters
    ----------
    text : str
    sources : sequence of sequences of Span
        The words of each statement's source; empty where it has none.
    links : sequence of SourceName
        One for each statement.
    called : callable, optional
        Who the text says can be called so: "Ferry operator denies it" above "the ferry
        operator, Sund Lines, said" is one voice too.

    Returns
    -------
    list of SourceName

    Examples
    --------
    >>> text = "Port authority denies spill" + chr(10) + "The Kelm Port Authority denied it."
    >>> links = [SourceName("Port authority", (), "unresolved"),
    ...          SourceName("Kelm Port Authority", (), "name")]
    >>> [link.name for link in name_bodies(text, [[(0, 14)], [(28, 51)]], links)]
    ['Kelm Port Authority', 'Kelm Port Authority']
    """
    head = _HEAD.match(text)
    if head is None:
        return list(links)
    pairs = list(zip(sources, links, strict=True))
    below = {link.name for spans, link in pairs if spans and spans[0][0] >= head.end()}
    return [
        _named(text[spans[0][0] : spans[-1][1]], link, below, called)
        if spans and spans[-1][1] <= head.end()
        else link
        for spans, link in pairs
    ]


def _named(
    said: str, link: SourceName, below: set[str], called: Callable[[str], Sequence[Entity]] | None
) -> SourceName:
    words = fold_name(said)
    if link.resolved_by not in ("unresolved", "name") or link.candidates or not words:
        return link
    if said.split()[0].lower() in load_classes()["determiner"]:
        return link
    # Of "Water company" a name may have been read that is none.
    if fold_name(link.name) not in (words, words.split()[0]):
        return link
    known = called(words) if called is not None else ()
    bodies = [one.name for one in known if one.kind != "person" and one.name in below]
    if len(bodies) == 1:
        return SourceName(bodies[0], (), "epithet", "epithet, body")
    if words in map(fold_name, below):
        return link
    fuller = [name for name in below if _is_fuller(fold_name(name), words)]
    return SourceName(fuller[0], (), "epithet", "epithet, body") if len(fuller) == 1 else link


def _is_fuller(name: str, words: str) -> bool:
    """Tell whether a name says the same and more: "kelm port authority", "ministry of transport".

    "President of Norland" is not what "Norland" is.
    """
    if name.startswith(f"{words} of "):
        return True
    before = name.removesuffix(f" {words}")
    return before != name and not load_classes()["preposition"] & set(before.split())
