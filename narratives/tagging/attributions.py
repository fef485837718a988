"""Attributions as a tagger reads them: spans of a document, and how sure it is of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import fsum

import numpy as np
from numpy.typing import NDArray

from narratives.schema import ROLES, Span
from narratives.tagging.labels import LABELS, best_labels
from narratives.tagging.linking import Link, link_passages
from narratives.tagging.taggers import score_words
from narratives.tagging.words import Paragraph, read_paragraphs

KEPT = 32
"""Texts of which is kept what a tagger read: a case is drafted more than once."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of a tagger, in code points of the document.

    ``sure_of_links``, 0 to 1, is the likelihood that its parts belong together.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    sure_of_links: float


@dataclass(frozen=True)
class TaggedText:
    """A document as a tagger reads it."""

    attributions: list[Attribution]
    starts: list[int]
    """Where each word begins."""
    likely: NDArray[np.float64]
    """Probability of each of ``ROLES`` for each word."""

    def certainty(self, spans: Iterable[Span], role: str) -> float:
        """Return the mean probability of a role over the words of spans, 1 without words."""
        return self.mean(self.words(spans), role)

    def words(self, spans: Iterable[Span]) -> set[int]:
        """Return the places of the words that begin in spans."""
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect_left(self.starts, start), bisect_left(self.starts, end)))
        return found

    def mean(self, words: Collection[int], role: str) -> float:
        """Return the mean probability of a role over words to six digits, 1 without words."""
        column = self._columns[ROLES.index(role)]
        return round(fsum([column[word] for word in words]) / len(words), 6) if words else 1.0

    @cached_property
    def _columns(self) -> list[list[float]]:
        columns: list[list[float]] = self.likely.T.tolist()
        return columns


def tag_text(shadow: str, spans: Iterable[Span], model: str) -> TaggedText:
    """Find attributions with a trained tagger.

    Parameters
    ----------
    shadow : str
        Shadow copy of the document's text.
    spans : iterable of (start, end)
        Its paragraphs.
    model : {"accurate", "fast"}

    Returns
    -------
    TaggedText
        Each attribution has content. One without a cue goes on with what the attribution
        before it says, or is a quotation that nobody is said to speak.

    Examples
    --------
    >>> text = "The dam was blown up, the ministry said."
    >>> (found,) = tag_text(text, [(0, len(text))], "accurate").attributions
    >>> [text[a:b] for a, b in (*found.source, *found.cue, *found.content)]
    ['the ministry', 'said', 'The dam was blown up']
    """
    return _tag_text(shadow, tuple(spans), model)


@lru_cache(maxsize=KEPT)
def _tag_text(shadow: str, spans: tuple[Span, ...], model: str) -> TaggedText:
    paragraphs = read_paragraphs(shadow, spans)
    scores = score_words(paragraphs, model)
    labels = [best_labels(rows) for rows in scores]
    found = [
        _attribution(paragraph, link)
        for paragraph, links in zip(paragraphs, link_passages(paragraphs, labels), strict=True)
        for link in links
    ]
    starts = [start for paragraph in paragraphs for start in paragraph.starts]
    return TaggedText(found, starts, _roles(scores))


def _roles(scores: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    if not scores:
        return np.empty((0, len(ROLES)))
    likely = np.exp(np.concatenate(scores))
    columns = [[LABELS.index(f"{part}-{role}") for part in "BI"] for role in ROLES]
    return np.stack([likely[:, pair].sum(axis=1) for pair in columns], axis=1)


def _attribution(paragraph: Paragraph, link: Link) -> Attribution:
    parts = (
        [link.source] if link.source else [],
        [link.cue] if link.cue else [],
        link.contents,
    )
    source, cue, content = (
        tuple((paragraph.starts[p.first], paragraph.ends[p.last]) for p in passages)
        for passages in parts
    )
    return Attribution(source, cue, content, link.likely)
