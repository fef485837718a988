"""Two texts side by side: the passages that stand in both, word for word.

Rows of ``SEED`` equal words are found first, wherever they stand; rows that follow each other
closely in both texts make one passage, so that a paragraph that moved, or a word that changed,
hides nothing. Within a passage rapidfuzz says which words are the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from narratives.copies.words import SEED, TextWords

GAP = 12
"""Words of either text that may stand between two rows of one passage."""
TIE = 3
"""Changed words beyond which equal words at the edge of a passage are no part of it."""
PLACES = 6
"""Places of one row in the earlier text that are looked at; more is a formula."""
PIECE = 32
"""Words that are held against each other at a time."""
LONGEST = 2_000
"""Words of a passage; a longer one is cut, which bounds what its alignment costs."""


class Step(NamedTuple):
    """One step of an alignment: words of the earlier text, words of the later.

    ``tag`` is "equal", "replace", "delete" (left out later) or "insert" (added later); the
    numbers are places of words, each end exclusive.
    """

    tag: str
    a_first: int
    a_last: int
    b_first: int
    b_last: int


class AlignedPassage(NamedTuple):
    """A passage that stands in two texts: places of words in both, and the steps between them."""

    a_first: int
    a_last: int
    b_first: int
    b_last: int
    steps: tuple[Step, ...]

    @property
    def same(self) -> int:
        """Number of words that are equal."""
        return sum(s.a_last - s.a_first for s in self.steps if s.tag == "equal")

    @property
    def likeness(self) -> float:
        """Equal words as a share of all words of both passages, 0 to 1."""
        return 2 * self.same / (self.a_last - self.a_first + self.b_last - self.b_first)


class _Run(NamedTuple):
    a: int
    b: int
    size: int


def align_texts(a: TextWords, b: TextWords) -> list[AlignedPassage]:
    """Find the passages that stand in two texts.

    Parameters
    ----------
    a, b : TextWords
        The earlier text and the later.

    Returns
    -------
    list of AlignedPassage
        In the order of ``b``; no word of ``b`` stands in two of them.

    Examples
    --------
    >>> from narratives.copies.words import read_words
    >>> a = read_words("Police said the explosion at the mill killed two men on Friday.")
    >>> b = read_words("On Friday, the attack at the mill killed two men, police said.")
    >>> [passage] = align_texts(a, b)
    >>> [(step.tag, b.words[step.b_first:step.b_last]) for step in passage.steps][:3]
    [('equal', ('the',)), ('replace', ('attack',)), ('equal', ('at', 'the', 'mill', 'killed', \
'two', 'men'))]
    """
    passages: list[list[_Run]] = []
    for run in _runs(a, b):
        home = next((p for p in reversed(passages[-PLACES:]) if _follows(p[-1], run)), None)
        # A passage that took words of b behind this one may not be entered again.
        if home is not None and (home is passages[-1] or _nothing_between(passages, home)):
            home.append(run)
        else:
            passages.append([run])
    pieces = [piece for runs in passages for piece in _pieces(runs)]
    pieces.sort(key=lambda runs: runs[0].b)
    found: list[AlignedPassage] = []
    for n, runs in enumerate(pieces):
        before = found[-1].b_last if found else 0
        after = pieces[n + 1][0].b if n + 1 < len(pieces) else len(b)
        found.append(_passage(a, b, runs, before, after))
    return found


def _runs(a: TextWords, b: TextWords) -> list[_Run]:
    """Return the rows of equal words, the longest at each place of the later text."""
    homes, first, second = a.places, a.words, b.words
    runs: list[_Run] = []
    end = 0
    for at, row in enumerate(b.rows):
        if at < end or row not in homes:
            continue
        best = _Run(0, at, 0)
        for place in _near(homes[row], runs[-1] if runs else None):
            size = _equal_words(first, place, second, at)
            if size > best.size:
                best = _Run(place, at, size)
        if best.size >= SEED:
            runs.append(best)
            end = at + best.size
    return runs


def _equal_words(first: Sequence[str], place: int, second: Sequence[str], at: int) -> int:
    """Count the equal words from two places on, a piece at a time."""
    size = 0
    while True:
        one = first[place + size : place + size + PIECE]
        other = second[at + size : at + size + PIECE]
        if one != other:
            pairs = enumerate(zip(one, other, strict=False))
            differs = (n for n, (here, there) in pairs if here != there)
            return size + next(differs, min(len(one), len(other)))
        size += len(one)
        if len(one) < PIECE:
            return size


def _near(places: Sequence[int], last: _Run | None) -> Sequence[int]:
    """Return the places that are tried: of many, those that go on where the last row ended."""
    if last is None or len(places) < 2:
        return places[:PLACES]
    end = last.a + last.size
    return sorted(places, key=lambda place: (place < end, abs(place - end)))[:PLACES]


def _follows(one: _Run, other: _Run) -> bool:
    return 0 <= other.a - one.a - one.size <= GAP and 0 <= other.b - one.b - one.size <= GAP


def _nothing_between(passages: list[list[_Run]], home: list[_Run]) -> bool:
    return all(p[-1].b < home[-1].b for p in passages if p is not home)


def _pieces(runs: list[_Run]) -> list[list[_Run]]:
    pieces: list[list[_Run]] = []
    for run in runs:
        if pieces and run.b + run.size - pieces[-1][0].b <= LONGEST:
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return pieces


def _passage(
    a: TextWords, b: TextWords, runs: list[_Run], before: int, after: int
) -> AlignedPassage:
    """Align what the rows span, and up to ``GAP`` words on both sides in the same sentences."""
    first, last = runs[0], runs[-1]
    a_last, b_last = last.a + last.size, last.b + last.size
    edges = (
        max(_begin(a, first.a), first.a - GAP),
        min(_end(a, a_last), a_last + GAP),
        max(_begin(b, first.b), first.b - GAP, before),
        min(_end(b, b_last), b_last + GAP, after),
    )
    steps = word_steps(a, b, *edges)
    while steps and (
        steps[0].tag != "equal" or _loose(steps[0], steps[1:2], steps[0].a_last <= first.a)
    ):
        del steps[0]
    while steps and (
        steps[-1].tag != "equal" or _loose(steps[-1], steps[-2:-1], steps[-1].a_first >= a_last)
    ):
        del steps[-1]
    if not steps:
        # Words that stand twice were aligned beside the rows: the rows alone then.
        steps = word_steps(a, b, first.a, a_last, first.b, b_last)
    one, other = steps[0], steps[-1]
    return AlignedPassage(one.a_first, other.a_last, one.b_first, other.b_last, tuple(steps))


def _loose(step: Step, gap: Sequence[Step], outside: bool) -> bool:
    """Tell whether equal words at an edge hang on the passage by less than what lies between."""
    if not outside or not gap:
        return False
    between = max(gap[0].a_last - gap[0].a_first, gap[0].b_last - gap[0].b_first)
    return between > TIE or step.a_last - step.a_first < between


def _begin(text: TextWords, word: int) -> int:
    """Return the first word of the sentence of a word."""
    return text.sentences[bisect_right(text.sentences, (word, len(text))) - 1][0]


def _end(text: TextWords, word: int) -> int:
    """Return the word behind the sentence that ends at or after a word."""
    return text.sentences[bisect_right(text.sentences, (word - 1, len(text))) - 1][1]


def word_steps(
    a: TextWords, b: TextWords, a_first: int, a_last: int, b_first: int, b_last: int
) -> list[Step]:
    """Align two rows of words, as rapidfuzz does; what is put for other words is one step."""
    # Compiled, and not built for a browser: only who compares texts needs it.
    from rapidfuzz.distance import Indel

    codes = Indel.opcodes(a.words[a_first:a_last], b.words[b_first:b_last])
    return _joined(
        [
            Step(
                code.tag,
                code.src_start + a_first,
                code.src_end + a_first,
                code.dest_start + b_first,
                code.dest_end + b_first,
            )
            for code in codes
        ]
    )


def _joined(steps: list[Step]) -> list[Step]:
    """Make one replacement of words left out and words added at one place."""
    joined: list[Step] = []
    for step in steps:
        before = joined[-1] if joined else None
        if before and step.tag != "equal" and before.tag != "equal":
            joined[-1] = Step(
                "replace" if {before.tag, step.tag} != {step.tag} else step.tag,
                before.a_first,
                step.a_last,
                before.b_first,
                step.b_last,
            )
        else:
            joined.append(step)
    return joined
