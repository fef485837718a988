"""How two texts are related by the passages that stand in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from narratives.copies.aligning import AlignedPassage, Step
from narratives.copies.words import TextWords
from narratives.schema import Span

SAME, COPY, PARTIAL, QUOTATION, LEAD = "same", "copy", "partial", "quotation", "lead"
RELATIONS = (SAME, COPY, PARTIAL, QUOTATION, LEAD)
"""What two texts can share, most first. ``lead``: the first sentence, in other words."""
WHOLE = 0.98
"""Share of the words of both texts that are equal, from which they are the same text."""
COPIED = 0.5
"""Share of one of two texts that stands in the other from which one is a copy."""
PROSE = 10
"""Equal words, without names and quotations, that make a passage one of reporting."""
QUOTED = 9
"""Equal words in quotation marks that make a quotation that travels."""
RELIED = 6
"""Equal words, without names, from which a passage counts for the share of a text."""


@dataclass(frozen=True)
class SharedPassage:
    """A passage that stands in two texts, word for word.

    Parameters
    ----------
    kind : {"prose", "quotation"}
    first, second : (start, end)
        Code points into the earlier and the later text.
    same : int
        Words that are equal.
    likeness : float
        Equal words as a share of the words of both passages, 0 to 1.
    steps : tuple of (tag, (start, end), (start, end))
        From the earlier passage to the later: "equal", "replace", "delete" (left out),
        "insert" (added), each with its places in both texts; an empty place has start = end.
    """

    kind: str
    first: Span
    second: Span
    same: int
    likeness: float
    steps: tuple[tuple[str, Span, Span], ...]

    def second_of(self, place: Span, *, equal: bool = False) -> list[Span]:
        """Return where a piece of the earlier text stands in the later, piece by piece.

        Parameters
        ----------
        place : (start, end)
            Code points into the earlier text.
        equal : bool
            Leave out what was replaced by other words.
        """
        found = []
        for tag, first, second in self.steps:
            start, end = max(first[0], place[0]), min(first[1], place[1])
            if start < end and tag == "equal":
                # The words are equal; spaces and signs between them may differ a little.
                at = second[0] + start - first[0]
                found.append((at, min(at + end - start, second[1])))
            elif start < end and tag == "replace" and not equal:
                found.append(second)
        return [(start, end) for start, end in found if start < end]


@dataclass(frozen=True)
class TextPair:
    """Two texts that share passages, and how they are related by them.

    Parameters
    ----------
    first, second : str
        Ids of the earlier text and the later; without dates, in the order of the case.
    relation : one of ``RELATIONS``
    share_first, share_second : float
        Share of the words of each that stands in a passage of both, 0 to 1.
    passages : tuple of SharedPassage
        In the order of the later text.
    """

    first: str
    second: str
    relation: str
    share_first: float
    share_second: float
    passages: tuple[SharedPassage, ...]

    @property
    def share(self) -> float:
        """Share of the text of which more stands in the other, 0 to 1."""
        return max(self.share_first, self.share_second)

    @cached_property
    def copied(self) -> bool:
        """Whether one of the two is the other, cut or edited."""
        return self.relation in (SAME, COPY)


def judge_pair(
    names: tuple[str, str], a: TextWords, b: TextWords, aligned: Sequence[AlignedPassage]
) -> TextPair | None:
    """Say how two texts are related by the passages that stand in both.

    Parameters
    ----------
    names : (str, str)
        Ids of the earlier text and the later.
    a, b : TextWords
    aligned : sequence of AlignedPassage
        From :func:`narratives.copies.aligning.align_texts`.

    Returns
    -------
    TextPair or None
        None where nothing but names and short phrases stands in both.
    """
    of_a, of_b = bytearray(len(a)), bytearray(len(b))
    passages, relied = [], []
    prose = quoted = reported = equal = 0
    for passage in aligned:
        plain, said = _weigh(a, b, passage)
        reported, equal = reported + plain, equal + passage.same
        if plain + said >= RELIED:
            of_a[passage.a_first : passage.a_last] = b"\1" * (passage.a_last - passage.a_first)
            of_b[passage.b_first : passage.b_last] = b"\1" * (passage.b_last - passage.b_first)
            relied.append(_shown("prose" if plain >= said else QUOTATION, a, b, passage))
        if plain >= PROSE or said >= QUOTED:
            kind = "prose" if plain >= PROSE and 2 * plain >= said else QUOTATION
            passages.append(_shown(kind, a, b, passage))
            prose = max(prose, plain if kind == "prose" else 0)
            quoted = max(quoted, said if kind == QUOTATION else 0)
    shares = sum(of_a) / max(len(a), 1), sum(of_b) / max(len(b), 1)
    if max(shares) >= COPIED and reported >= PROSE:
        relation = SAME if equal >= WHOLE * max(len(a), len(b)) else COPY
        passages = relied
    elif passages:
        relation = PARTIAL if prose else QUOTATION
    else:
        return None
    return TextPair(*names, relation, *shares, tuple(passages))


def _weigh(a: TextWords, b: TextWords, passage: AlignedPassage) -> tuple[int, int]:
    """Count the equal words that are no names: outside quotation marks, and inside."""
    plain = said = 0
    for step in passage.steps:
        if step.tag == "equal":
            one = a.quoted[step.a_first : step.a_last]
            other = b.quoted[step.b_first : step.b_last]
            names = a.capital[step.a_first : step.a_last]
            if True not in one and True not in other:
                plain += names.count(False)
                continue
            for here, there, name in zip(one, other, names, strict=True):
                if here or there:
                    said += 1
                elif not name:
                    plain += 1
    return plain, said


def _shown(kind: str, a: TextWords, b: TextWords, passage: AlignedPassage) -> SharedPassage:
    return SharedPassage(
        kind,
        a.span(passage.a_first, passage.a_last),
        b.span(passage.b_first, passage.b_last),
        passage.same,
        passage.likeness,
        tuple(shown_step(a, b, step) for step in passage.steps),
    )


def shown_step(a: TextWords, b: TextWords, step: Step) -> tuple[str, Span, Span]:
    """Return a step with its places in the texts instead of its words."""
    return step.tag, _place(a, step.a_first, step.a_last), _place(b, step.b_first, step.b_last)


def _place(text: TextWords, first: int, last: int) -> Span:
    if first < last:
        return text.span(first, last)
    at = text.ends[first - 1] if first else 0
    return at, at
