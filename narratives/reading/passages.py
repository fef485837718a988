"""What the reader of bearings reads at once: a passage, and the accounts beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratives.reading.vocabulary import BETWEEN, FIRST, cut_text, number_of

MOST_SAID = 90
"""Pieces that are read of speaker, cue and content together."""
MOST_TEXT = 150
"""Pieces that are read of a passage: of what stands around it, the end."""
MOST_ACCOUNT = 110
"""Pieces that are read of an account with its examples."""
MOST_EXAMPLE = 24
"""Words that are read of an example."""
MOST = 480
"""Pieces of one row; the encoder takes 512. More accounts than fit come in rows of their own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement as it is read: who says what, and the words around it.

    Attributes
    ----------
    source, cue, content : str
        Who is said to say it, the words that attribute, the words attributed.
    before : str
        What stands before its sentence and is needed to understand it; may be empty.
    sentence : str
        The sentence, or sentences, in which the content stands.
    """

    source: str
    cue: str
    content: str
    before: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A narrative as it is read: its sentence, and examples where a person gave some."""

    statement: str
    example_for: str = ""
    example_against: str = ""

    @property
    def text(self) -> str:
        """The words that are read, examples cut to ``MOST_EXAMPLE`` words."""
        said = self.statement
        for label, example in (("For", self.example_for), ("Against", self.example_against)):
            if example:
                said += f" {label}: {' '.join(example.split()[:MOST_EXAMPLE])}"
        return said


@dataclass(frozen=True, slots=True)
class EncodedRow:
    """Numbers of one row: a passage, then accounts, each closed by a mark.

    Attributes
    ----------
    pieces : list of int
    kinds : list of int
        0 in the passage, 1 in the accounts.
    accounts : list of (int, int)
        First piece and closing mark of each account.
    numbers : list of int
        Which accounts these are.
    """

    pieces: list[int]
    kinds: list[int]
    accounts: list[tuple[int, int]]
    numbers: list[int]


def pack_rows(passage: Passage, accounts: Sequence[Account]) -> list[EncodedRow]:
    """Write a passage and the accounts beside it as rows of pieces.

    Parameters
    ----------
    passage : Passage
    accounts : sequence of Account
        In the order of the case; what does not fit into one row begins another.

    Returns
    -------
    list of EncodedRow
        Every account stands in exactly one.

    Examples
    --------
    >>> said = Passage("Police", "denied", "a bomb went off", "", "Police denied it.")
    >>> (row,) = pack_rows(said, [Account("A bomb went off."), Account("Gas leaked.")])
    >>> row.numbers, row.kinds.count(1) == sum(end - start + 1 for start, end in row.accounts)
    ([0, 1], True)
    """
    text = _pieces_of(passage)
    rows: list[EncodedRow] = []
    for number, account in enumerate(accounts):
        pieces = [*cut_text(account.text)[:MOST_ACCOUNT], number_of(BETWEEN)]
        if not rows or len(rows[-1].pieces) + len(pieces) > MOST:
            rows.append(EncodedRow([*text], [0] * len(text), [], []))
        row = rows[-1]
        start = len(row.pieces)
        row.pieces.extend(pieces)
        row.kinds.extend([1] * len(pieces))
        row.accounts.append((start, len(row.pieces) - 1))
        row.numbers.append(number)
    return rows


def _pieces_of(passage: Passage) -> list[int]:
    speaker = " ".join(filter(None, (passage.source, passage.cue)))
    said = cut_text(f"{speaker}: {passage.content}" if speaker else passage.content)[:MOST_SAID]
    around = "" if _stands_alone(passage) else f"{passage.before} {passage.sentence}".strip()
    room = max(0, MOST_TEXT - len(said))
    context = cut_text(around)[-room:] if room else []
    mark = number_of(BETWEEN)
    return [number_of(FIRST), *said, mark, *context, *([mark] if context else [])]


def _stands_alone(passage: Passage) -> bool:
    return not passage.before and passage.sentence in ("", passage.content)


def texts_of(passages: Iterable[Passage]) -> list[str]:
    """Return the words of passages as one text each, for whoever reads plain text.

    Examples
    --------
    >>> texts_of([Passage("Police", "said", "it rained")])
    ['Police said: it rained']
    """
    return [
        f"{' '.join(filter(None, (p.source, p.cue)))}: {p.content}" if p.source else p.content
        for p in passages
    ]
