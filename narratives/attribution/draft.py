"""What a rule finds: one attribution, in spans, before it becomes a row of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from narratives.schema import UNNAMED, Span, merge_spans, overlap, span_size
from narratives.tagging import Attribution


@dataclass
class Draft:
    """One attribution found by a rule.

    ``method`` is the rule that found it, empty where a tagger alone did. ``speaker``
    says why there is no source span: narrator, unnamed or carried over.
    """

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    method: str
    kind: str = "say"
    speaker: str = ""
    chain: list[Span] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    sentence: int = 0
    postposed: bool = False
    takes_up: bool = False
    """Whether the content is a noun before the speaker: "an accusation that X denies"."""
    cites: bool = False
    """Whether the source is whom the speaker cites: "Sol said, citing Quint"."""
    retold: bool = False
    """Whether somebody who is quoted tells that it was said: the marks are not the source's."""
    voice: Draft | None = None
    """The statement whose speaker is carried over to this one."""
    tagged: Attribution | None = None
    """What a tagger read in the same place."""
    known_cue: bool = False
    """Whether a word of a cue that the tagger alone found is in the lexicon of cues."""
    probability: float = float("nan")
    """How likely a careful reader would mark it, with this source."""

    @property
    def start(self) -> int:
        """Where the content begins."""
        return min(start for start, _ in self.content)

    @property
    def end(self) -> int:
        """Where the content ends."""
        return max(end for _, end in self.content)

    def tidy(self) -> None:
        """Join pieces that lie over one another, and keep a link of the chain once."""
        self.source, self.cue = united(self.source), united(self.cue)
        if not self.source and not self.speaker:
            self.speaker = UNNAMED
        self.content = united(self.content)
        self.chain = list(dict.fromkeys(self.chain))


def lies_in(inner: Sequence[Span], outer: Sequence[Span]) -> bool:
    """Tell whether spans stand in others, whole.

    Examples
    --------
    >>> lies_in([(2, 4)], [(0, 8)]), lies_in([(2, 9)], [(0, 8)]), lies_in([], [(0, 8)])
    (True, False, False)
    """
    size = span_size(inner)
    return size > 0 and overlap(inner, outer) >= size


def united(spans: Sequence[Span]) -> list[Span]:
    """Return spans, none of them empty, over another or beside it; those apart keep their order.

    Examples
    --------
    >>> united([(0, 18), (11, 17), (20, 22), (24, 24)])
    [(0, 18), (20, 22)]
    """
    # In words without grammar some are empty: 'said "', "– .".
    found = merge_spans(span for span in spans if span[0] < span[1])
    return list(spans) if len(found) == len(spans) else found
