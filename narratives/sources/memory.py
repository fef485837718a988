"""What is kept of a document while its sources are linked: names, sentences, who spoke."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from narratives.lexicon.letters import ABBREVIATION, word_of
from narratives.schema import Span
from narratives.sources.describing import Entity
from narratives.sources.entities import NameIndex
from narratives.sources.words import find_role, genders, naming

WORD = re.compile(ABBREVIATION + "|" + word_of("'&-", figures=True) + "'?")
MEMORY = 100
"""How many of those who spoke or were named are looked at, from the last on."""


class SourceName(NamedTuple):
    """What a source is called: its name, other names that fit, how it was found.

    ``kind`` is the kind of a link to a name elsewhere, from ``links.tsv``.
    """

    name: str
    candidates: tuple[str, ...]
    resolved_by: str
    kind: str = ""


@dataclass
class EarlierSource:
    """A source met earlier in the document."""

    name: str
    start: int
    kind: str
    gender: str
    entity: Entity | None
    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)
    unnamed: bool = False


@dataclass
class Memory:
    """The names and sentences of one document and who has spoken in it so far.

    ``sentences`` has the starts of the sentences, ``paragraphs`` the number of the
    paragraph of each; ``subjects`` says of the starts of names looked at so far whether
    they begin a sentence.
    """

    index: NameIndex
    sentences: Sequence[int] = (0,)
    paragraphs: Sequence[int] = (0,)
    told: list[EarlierSource] = field(default_factory=list)
    subjects: dict[int, bool] = field(default_factory=dict)

    def sentence(self, place: int) -> int:
        """Return the number of the sentence that a place stands in."""
        return max(0, bisect_right(self.sentences, place) - 1)

    def paragraph(self, sentence: int) -> int:
        """Return the number of the paragraph of a sentence."""
        return self.paragraphs[sentence] if sentence < len(self.paragraphs) else 0


def recall(entity: Entity, start: int) -> EarlierSource:
    """Note an entity where it is named, so that a later word can mean it."""
    kind = "any"
    if entity.kind in ("organisation", "acronym") or "organisation" in entity.called:
        kind = "organisation"
    elif entity.kind == "person":
        kind = "person"
    elif entity.place:
        kind = "organisation"
    words = tuple(t.lower() for t in entity.tokens)
    return EarlierSource(entity.name, start, kind, entity.gender, entity, words)


def gender_of(words: Sequence[str]) -> str:
    """Return the gender that a description shows: "the spokeswoman" has "f"."""
    role = find_role(list(words))
    noun = words[-1] if words else ""
    if noun in naming("somebody_m"):
        return "m"
    if noun in naming("somebody_f"):
        return "f"
    return genders().get(role, "")
