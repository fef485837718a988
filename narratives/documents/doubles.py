"""Texts that stand in a case twice, or nearly: a copy is no second witness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from narratives.documents.shadow import shadow
from narratives.lexicon.letters import word_pattern
from narratives.schema import Document

WORDS = 6
"""Words in a row that are compared."""
NEARLY = 0.7
"""Share of the shorter text that stands in the other from which they are nearly the same."""
COMMON = 20
"""Texts in which a row of words may stand before it is taken for a formula of the page."""
_WORD = word_pattern(figures=True)


class SameText(NamedTuple):
    """Two documents that share most of their words: ids, and the share of the shorter one."""

    first: str
    second: str
    share: float


def find_doubles(documents: Sequence[Document]) -> list[SameText]:
    """Find the texts that are the same, or of which most stands in another.

    Rows of ``WORDS`` words are compared, without capitals and signs, so that a few changed
    words, another headline or a cut paragraph hide nothing.

    Parameters
    ----------
    documents : sequence of Document

    Returns
    -------
    list of SameText
        In the order of the case; ``share`` is 1 where the shorter text stands whole in the
        other.

    Examples
    --------
    >>> told = "The dam at Orlov broke in the night, and the army said that a quake had done it."
    >>> texts = [Document("a", told), Document("b", f"Breaking: {told}"), Document("c", "It held.")]
    >>> find_doubles(texts)
    [SameText(first='a', second='b', share=1.0)]
    """
    rows = [_rows(document.text) for document in documents]
    homes: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(rows):
        for row in own:
            homes[row].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in homes.values():
        if 1 < len(numbers) <= COMMON:
            shared.update((a, b) for n, a in enumerate(numbers) for b in numbers[n + 1 :])
    found = []
    for (a, b), number in sorted(shared.items()):
        share = number / min(len(rows[a]), len(rows[b]))
        if share >= NEARLY:
            found.append(SameText(documents[a].document_id, documents[b].document_id, share))
    return found


def _rows(text: str) -> set[int]:
    words = _WORD.findall(shadow(text).casefold())
    if len(words) <= WORDS:
        return {hash(tuple(words))} if words else set()
    return {hash(tuple(words[n : n + WORDS])) for n in range(len(words) - WORDS + 1)}
