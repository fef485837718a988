"""Who has it from whom: read where a text says it, likely by dates and words, or left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from narratives.copies.credits import Credit, corrects, find_credits, same_publisher
from narratives.copies.judging import COPY, LEAD, PARTIAL, QUOTATION, SAME, TextPair
from narratives.copies.live import Clock
from narratives.copies.moments import Moment, sort_key, time_between
from narratives.review import FROM_NOBODY
from narratives.schema import Document

STANDINGS = ("person", "credited", "likely", "open")
"""How it is known who has it from whom: a person decided, the text says so, dates and words make
it likely, or nothing tells."""
VERSION = "version"
"""The relation of a text to an earlier one of its own publisher that it repeats or corrects."""
CLOSE = 0.05
"""Shares of the words of a text that are taken for equal: the earliest text then comes first."""
INDEPENDENT = FROM_NOBODY
"""What a person writes where a text has its words from no other."""


class CopyLink(NamedTuple):
    """Where a text has its words from.

    Attributes
    ----------
    document_id : str
    source_id : str
        A text of the case; empty where it is outside.
    source_name : str
        Its publisher, or the agency that is credited.
    relation, standing, why : str
        How the two are related, how sure that is, and what says so.
    share : float
        Of the words of the text, how many stand there, from 0 to 1; 0 where it is outside.
    """

    document_id: str
    source_id: str
    source_name: str
    relation: str
    standing: str
    share: float
    why: str


def link_texts(
    documents: Sequence[Document],
    pairs: Sequence[TextPair],
    decided: Mapping[str, str] | None = None,
    clock: Clock | None = None,
) -> list[CopyLink]:
    """Say for each text that shares words with others where it has them from.

    Parameters
    ----------
    documents : sequence of Document
    pairs : sequence of TextPair
        As :func:`narratives.find_copies` returns them.
    decided : mapping of a document to the one it has its words from, optional
        What a person decided; ``INDEPENDENT`` for a text that has them from no other.
    clock : Clock, optional

    Returns
    -------
    list of CopyLink
        One for each text that has its words from elsewhere, or may have, in the order of the
        documents. A text that others have their words from, and that names nobody itself, has
        none.

    Examples
    --------
    >>> from narratives.copies import find_copies
    >>> told = "The dam at Orlov broke in the night, and the army said that a quake had done it."
    >>> texts = [Document("a", told, publisher="Echo", published="2031-05-06T09:00Z"),
    ...          Document("b", f"{told} (Echo)", publisher="Sol", published="2031-05-06T10:00Z"),
    ...          Document("c", f"{told} It is so.", publisher="Alba", published="2031-05-07")]
    >>> [link[:5] for link in link_texts(texts, find_copies(texts))][1:]
    [('c', 'a', 'Echo', 'copy', 'likely')]
    """
    clock = clock or Clock(documents)
    decided = decided or {}
    publishers = {d.document_id: d.publisher for d in documents}
    names = list(dict.fromkeys(filter(None, publishers.values())))
    credits = {d.document_id: find_credits(d, names) for d in documents}
    near: dict[str, list[TextPair]] = {d.document_id: [] for d in documents}
    for pair in pairs:
        near[pair.first].append(pair)
        near[pair.second].append(pair)
    found = []
    for document in documents:
        name = document.document_id
        link = (
            _decided(name, decided[name], near[name], publishers)
            if name in decided
            else _version(document, near[name], publishers, clock)
            or _credited(name, near[name], credits, publishers)
            or _likely(name, near[name], publishers, clock)
        )
        if link is not None:
            found.append(link)
    return _without_circles(found)


def _share(pair: TextPair, name: str) -> float:
    return pair.share_first if pair.first == name else pair.share_second


def _other(pair: TextPair, name: str) -> str:
    return pair.second if pair.first == name else pair.first


def _decided(
    name: str, source: str, pairs: Sequence[TextPair], publishers: Mapping[str, str]
) -> CopyLink | None:
    if source == INDEPENDENT:
        return None
    pair = next((p for p in pairs if _other(p, name) == source), None)
    relation, share = (pair.relation, _share(pair, name)) if pair else ("", 0.0)
    return CopyLink(
        name, source, publishers.get(source, ""), relation, "person", share, "a person decided"
    )


def _version(
    document: Document, pairs: Sequence[TextPair], publishers: Mapping[str, str], clock: Clock
) -> CopyLink | None:
    """Return the last earlier text of the same publisher that this one repeats."""
    name = document.document_id
    earlier = []
    for pair in pairs:
        other = _other(pair, name)
        mine, theirs = _moments(pair, name, clock)
        same = same_publisher(publishers[other], document.publisher)
        if same and pair.copied and mine and theirs and theirs.certainly_before(mine):
            earlier.append((theirs.latest, pair, time_between(theirs, mine)))
    if not earlier:
        return None
    _, pair, later = max(earlier, key=lambda told: told[0])
    words, other = corrects(document), _other(pair, name)
    why = f"the same publisher, {later}" + (f"; it says “{words}”" if words else "")
    standing = "credited" if words else "likely"
    share = _share(pair, name)
    return CopyLink(name, other, publishers[other], VERSION, standing, share, why)


def _credited(
    name: str,
    pairs: Sequence[TextPair],
    credits: Mapping[str, Sequence[Credit]],
    publishers: Mapping[str, str],
) -> CopyLink | None:
    """Return the text of a publisher that this one names, or the agency that both name."""
    ranked = sorted(pairs, key=lambda pair: -_share(pair, name))
    for pair in ranked:
        other = _other(pair, name)
        for credit in credits[name]:
            if same_publisher(credit.name, publishers[other]):
                why = f"it names “{credit.name}”"
                share = _share(pair, name)
                return CopyLink(
                    name, other, publishers[other], pair.relation, "credited", share, why
                )
    for pair in ranked:
        for credit in credits[name]:
            if pair.copied and any(
                same_publisher(credit.name, c.name) for c in credits[_other(pair, name)]
            ):
                why = f"it and {_other(pair, name)} name “{credit.name}”, which is no text here"
                share = _share(pair, name)
                return CopyLink(name, "", credit.name, pair.relation, "credited", share, why)
    return None


def _likely(
    name: str, pairs: Sequence[TextPair], publishers: Mapping[str, str], clock: Clock
) -> CopyLink | None:
    """Return the earlier text of which most stands in this one; open where dates do not tell."""
    earlier, untold = [], []
    for pair in pairs:
        mine, theirs = _moments(pair, name, clock)
        if mine and theirs and theirs.certainly_before(mine):
            earlier.append((pair, time_between(theirs, mine)))
        elif not (mine and theirs and mine.certainly_before(theirs)):
            untold.append(pair)
    if earlier:
        pair, later = _closest(earlier, name, clock)
        share = _share(pair, name)
        if pair.relation == QUOTATION:
            why = f"both quote the same words, {later}; who had them first is not said"
            standing = "open"
        else:
            why = f"{later}, and {share:.0%} of its words stand there"
            standing = "likely"
        other = _other(pair, name)
        return CopyLink(name, other, publishers[other], pair.relation, standing, share, why)
    # Of two texts whose dates do not tell, the one that stands later in the case has the link.
    untold = [pair for pair in untold if pair.second == name]
    if not untold:
        return None
    pair = max(untold, key=lambda pair: _share(pair, name))
    return CopyLink(
        name, pair.first, publishers[pair.first], pair.relation, "open", _share(pair, name),
        "the dates do not say which came first",
    )  # fmt: skip


def _closest(
    earlier: Sequence[tuple[TextPair, str]], name: str, clock: Clock
) -> tuple[TextPair, str]:
    """Return the text of which most stands in this one; of several alike, the earliest."""
    kinds = {SAME: 0, COPY: 0, PARTIAL: 1, LEAD: 2, QUOTATION: 3}
    best = min(kinds[pair.relation] for pair, _ in earlier)
    of_kind = [told for told in earlier if kinds[told[0].relation] == best]
    most = max(_share(pair, name) for pair, _ in of_kind)
    alike = [told for told in of_kind if _share(told[0], name) >= most - CLOSE]
    return min(alike, key=lambda told: sort_key(_moments(told[0], name, clock)[1]))


def _moments(pair: TextPair, name: str, clock: Clock) -> tuple[Moment | None, Moment | None]:
    """Return when the shared words were published here and there: by the entry of a live blog."""
    longest = max(pair.passages, key=lambda passage: passage.same)
    first = clock.moment(pair.first, longest.first[0])
    second = clock.moment(pair.second, longest.second[0])
    return (first, second) if pair.first == name else (second, first)


def _without_circles(links: Sequence[CopyLink]) -> list[CopyLink]:
    """Leave open a link that would close a ring: two texts that name each other."""
    parent: dict[str, str] = {}
    kept = []
    for link in sorted(links, key=lambda link: STANDINGS.index(link.standing)):
        at, way = link.source_id, [link.document_id]
        while at and at not in way:
            way.append(at)
            at = parent.get(at, "")
        if not at:
            parent[link.document_id] = link.source_id
            kept.append(link)
    order = {link.document_id: n for n, link in enumerate(links)}
    return sorted(kept, key=lambda link: order[link.document_id])
