"""The texts of a case that share passages: candidates from the index, then word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narratives.copies.aligning import align_texts
from narratives.copies.index import CopyIndex
from narratives.copies.judging import (
    LEAD,
    SharedPassage as SharedPassage,
    TextPair,
    judge_pair,
    shown_step,
)
from narratives.copies.leads import compare_leads
from narratives.copies.words import TextWords, read_words
from narratives.documents.published import order_of_date
from narratives.schema import Document

MOST = 160
"""Earlier texts with which one text of a case is compared word for word."""
MOST_STREAMED = 40
"""The same in a stream of any length, as that of a store: it bounds what one text costs."""
FEW = 250
"""Texts up to which every text is compared with every other; of more, candidates alone."""


@dataclass(frozen=True)
class Compared:
    """How many texts were compared with each other word for word, and how they were chosen.

    Attributes
    ----------
    texts : int
    pairs : int
        Pairs of them that were compared.
    most : int or None
        Earlier texts with which one was compared at most, where not all were: those that share
        most sentences and quotations with it. None where there was no such bound.
    full : int
        Texts that share some with more than so many.
    """

    texts: int
    pairs: int
    most: int | None
    full: int

    @property
    def possible(self) -> int:
        """Pairs that the texts make."""
        return self.texts * (self.texts - 1) // 2


def find_copies(documents: Iterable[Document], *, most: int | None = MOST) -> list[TextPair]:
    """Find the texts and passages that stand elsewhere among these.

    Candidates share sentences or quotations that are alike by MinHash; each is then aligned word
    for word, wherever its passages stand; up to ``FEW`` texts all are. Found are the same text,
    one that was cut, renamed or edited, passages, quotations that travel, and a first sentence
    in other words.

    Parameters
    ----------
    documents : iterable of Document
    most : int, optional
        How many earlier texts each one is compared with where there are more than ``FEW``:
        those that share most sentences. None: all that share any.

    Returns
    -------
    list of TextPair
        The earlier text of a pair stands first, as far as their dates say; in the order of
        the later ones.

    Examples
    --------
    >>> told = "The dam at Orlov broke in the night, and the army said that a quake had done it."
    >>> other = "Nobody in the village had heard of it, and the water stood where it always stood."
    >>> texts = [Document("a", told), Document("b", told), Document("c", other)]
    >>> [(pair.first, pair.second, pair.relation) for pair in find_copies(texts)]
    [('a', 'b', 'same')]
    """
    return search_copies(documents, most=most)[0]


def search_copies(
    documents: Iterable[Document], *, most: int | None = MOST
) -> tuple[list[TextPair], Compared]:
    """Find copies as :func:`find_copies` does, and say how many texts were compared for that.

    Parameters
    ----------
    documents, most
        As :func:`find_copies` takes them.

    Returns
    -------
    pairs : list of TextPair
    compared : Compared

    Examples
    --------
    >>> told = "The dam at Orlov broke in the night, and the army said that a quake had done it."
    >>> pairs, compared = search_copies([Document(name, told) for name in "abc"])
    >>> len(pairs), compared
    (3, Compared(texts=3, pairs=3, most=None, full=0))
    """
    ordered = sorted(documents, key=lambda document: order_of_date(document.published))
    every = len(ordered) <= FEW
    tally = _Tally()
    pairs = list(_walk(ordered, most, every, tally))
    return pairs, Compared(len(ordered), tally.pairs, None if every else most, tally.full)


@dataclass
class _Tally:
    """Pairs that were compared, and texts that share sentences with more than the most."""

    pairs: int = 0
    full: int = 0


def walk_copies(
    documents: Iterable[Document], *, most: int | None = MOST_STREAMED, every: bool = False
) -> Iterator[TextPair]:
    """Find copies in one walk through a stream of texts, at a cost that grows with their number.

    Parameters
    ----------
    documents : iterable of Document
        In the order in which they are to be compared: each with those before it. What is kept
        of one is its words and its sentences.
    most : int, optional
        As in :func:`find_copies`; it bounds what one text costs.
    every : bool
        Compare every text with all before it, which costs the square of the number.

    Yields
    ------
    TextPair
        Pairs of each text with earlier ones, when it is reached.

    Examples
    --------
    >>> told = "The dam at Orlov broke in the night, and the army said that a quake had done it."
    >>> walk = walk_copies(iter([Document("a", told), Document("b", told)]))
    >>> [(pair.first, pair.second, pair.share_second) for pair in walk]
    [('a', 'b', 1.0)]
    """
    return _walk(documents, most, every, _Tally())


def _walk(
    documents: Iterable[Document], most: int | None, every: bool, tally: _Tally
) -> Iterator[TextPair]:
    index = None if every else CopyIndex()
    names: list[str] = []
    texts: list[TextWords] = []
    for document in documents:
        text = read_words(document.text)
        if index is None:
            others = list(range(len(texts)))
        else:
            met = index.meet(text)
            tally.full += most is not None and len(met) > most
            others = sorted(candidate.number for candidate in met[:most])
        tally.pairs += len(others)
        for number in others:
            pair = compare_texts((names[number], document.document_id), texts[number], text)
            if pair is not None:
                yield pair
        names.append(document.document_id)
        texts.append(text)


def compare_texts(names: tuple[str, str], a: TextWords, b: TextWords) -> TextPair | None:
    """Compare two texts word for word, and their first sentences where nothing else is shared.

    Parameters
    ----------
    names : (str, str)
    a, b : TextWords

    Returns
    -------
    TextPair or None
    """
    pair = judge_pair(names, a, b, align_texts(a, b))
    if pair is not None:
        return pair
    lead = compare_leads(a, b)
    if lead is None:
        return None
    passage = SharedPassage(
        "prose",
        a.span(lead.a_first, lead.a_last),
        b.span(lead.b_first, lead.b_last),
        lead.same,
        lead.likeness,
        tuple(shown_step(a, b, step) for step in lead.steps),
    )
    shares = (lead.a_last - lead.a_first) / len(a), (lead.b_last - lead.b_first) / len(b)
    return TextPair(*names, LEAD, *shares, (passage,))


def groups_of(pairs: Sequence[TextPair]) -> list[list[str]]:
    """Join the texts that are copies of each other, directly or by way of others.

    Returns
    -------
    list of lists of document ids
        In the order of the pairs.
    """
    home: dict[str, list[str]] = {}
    for pair in pairs:
        if pair.copied:
            one = home.setdefault(pair.first, [pair.first])
            other = home.setdefault(pair.second, [pair.second])
            if one is not other:
                one.extend(other)
                home |= dict.fromkeys(other, one)
    return list({id(group): group for group in home.values()}.values())
