"""The reader of bearings: for, against or neither, stated or implied, of every account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from narratives.reading.kept import KeptRow, KeptRows
from narratives.reading.passages import Account, EncodedRow, Passage, pack_rows
from narratives.reading.session import log_likely, open_session
from narratives.schema import NarrativesError
from narratives.schema.arrays import Floats

ANSWERS = ("supports", "disputes", "neither")
"""What a reader says of a passage and an account, in the order of its numbers."""
STEPS = 128
"""States are rounded to this part of one, so that all machines learn from the same."""
KEPT = 2_000
"""Rows whose reading is kept: a check, its figures and a page read the same statements."""


@dataclass(frozen=True)
class Reading:
    """What a reader found in some passages, for some accounts.

    Attributes
    ----------
    likely : array of shape (n_passages, n_accounts, 3)
        Log-probabilities of ``ANSWERS``; as probabilities each row sums to 1.
    stated : array of shape (n_passages, n_accounts)
        Probability that the bearing, if there is one, is stated and not implied.
    states : array of shape (n_passages, n_accounts, n_dimensions) or None
        The encoder's state for each pair, which decisions can teach; None where a
        reader has none.
    notes : tuple of shape (n_passages, n_accounts), or empty
        What the reader has to say of a pair: the words on which it rests, or why there is no
        answer; empty where it has nothing to say.
    """

    likely: Floats
    stated: Floats
    states: Floats | None = None
    notes: tuple[tuple[str, ...], ...] = ()

    def of(self, places: Sequence[int]) -> Reading:
        """Return what was found in some of the passages, by their places from 0."""
        some = list(places)
        states = None if self.states is None else self.states[some]
        notes = tuple(self.notes[n] for n in some) if self.notes else ()
        return Reading(self.likely[some], self.stated[some], states, notes)


def join_readings(parts: Sequence[Reading]) -> Reading:
    """Join readings by one reader of the same accounts, passages in their order.

    Parameters
    ----------
    parts : sequence of Reading
        At least one; all with the same accounts.

    Returns
    -------
    Reading
        ``states`` is None where one of the parts has none.

    Raises
    ------
    ValueError
        If there are no parts, or their numbers of accounts differ (by NumPy).

    Examples
    --------
    >>> one = Reading(np.zeros((1, 2, 3)), np.zeros((1, 2)))
    >>> join_readings([one, one]).likely.shape
    (2, 2, 3)
    """
    states = [part.states for part in parts if part.states is not None]
    return Reading(
        np.concatenate([part.likely for part in parts]),
        np.concatenate([part.stated for part in parts]),
        np.concatenate(states) if len(states) == len(parts) else None,
        tuple(note for part in parts for note in part.notes),
    )


class NotReadYetError(NarrativesError):
    """What was asked for has not been read before, and was to be had without reading."""


class BearingReader(Protocol):
    """Whatever reads passages for and against accounts.

    ``name`` says in the tables and on the page who read.
    """

    name: str

    def read(
        self,
        passages: Sequence[Passage],
        accounts: Sequence[Account],
        progress: Callable[[int, int], None] | None = None,
    ) -> Reading:
        """Read every passage for every account."""


class EncoderReader:
    """The reader that the package carries: a small cross-encoder on one core.

    A passage and all accounts are read at once, so that rivals stand side by side. No
    passage changes what is read in another.

    Parameters
    ----------
    folder : Path, optional
        A case folder. What :meth:`keep` left there is not read again.

    Examples
    --------
    >>> said = Passage("The ministry", "denied", "the army blew up the dam", "",
    ...     "The ministry denied that the army blew up the dam.")
    >>> reading = EncoderReader().read([said], [Account("The army blew up the dam.")])
    >>> ANSWERS[reading.likely[0, 0].argmax()]
    'disputes'
    """

    name = "encoder"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._kept: KeptRows | None = None
        self._reads = True

    @contextmanager
    def from_memory(self) -> Iterator[None]:
        """Read nothing meanwhile: what is not remembered raises.

        Without a folder it is not known what is remembered, and all is read as ever.

        Raises
        ------
        NotReadYetError
            By :meth:`read`, at the first row that would have to be read.
        """
        self._reads = False
        try:
            yield
        finally:
            self._reads = True

    def prepare(self) -> None:
        """Open the graph, which nothing has done yet where all that was read was kept."""
        _session()

    def keep(self) -> None:
        """Keep beside the case what was read for it; nothing happens without a folder."""
        if self._kept is not None:
            self._kept.write()

    def read(
        self,
        passages: Sequence[Passage],
        accounts: Sequence[Account],
        progress: Callable[[int, int], None] | None = None,
    ) -> Reading:
        """Read every passage for every account.

        Parameters
        ----------
        passages : sequence of Passage
        accounts : sequence of Account
        progress : callable, optional
            Called with the number of passages read and their total.

        Returns
        -------
        Reading
            The same on every processor.
        """
        if self._kept is None and self._folder is not None:
            self._kept = KeptRows(self._folder)
        shape = (len(passages), len(accounts))
        views = _views(accounts)
        scores = np.zeros((*shape, len(ANSWERS) + 1))
        states = np.zeros((*shape, 0))
        seen: dict[Passage, int] = {}
        for place, passage in enumerate(passages):
            first = seen.setdefault(passage, place)
            if first != place:
                scores[place], states[place] = scores[first], states[first]
            else:
                for row in (row for view in views for row in pack_rows(passage, view)):
                    found, state = self._read(tuple(row.pieces), tuple(row.accounts))
                    if not states.shape[-1]:
                        states = np.zeros((*shape, state.shape[-1]))
                    scores[place, row.numbers] += found / len(views)
                    states[place, row.numbers] += state / len(views)
            if progress is not None:
                progress(place + 1, len(passages))
        if not states.shape[-1]:
            states = np.zeros((*shape, _width()))
        likely = log_likely(scores[:, :, : len(ANSWERS)])
        pair = np.stack([np.zeros(shape), scores[:, :, len(ANSWERS)]], axis=-1)
        stated = np.exp(log_likely(pair)[:, :, 0])
        return Reading(likely, stated, np.round(states * STEPS) / STEPS)

    def _read(self, pieces: tuple[int, ...], accounts: tuple[tuple[int, int], ...]) -> KeptRow:
        if self._kept is None:
            return _run(pieces, accounts)
        row = self._kept.find(pieces, accounts)
        if row is None:
            if not self._reads:
                raise NotReadYetError("These words have not been read yet.")
            row = _run(pieces, accounts)
            self._kept.add(pieces, accounts, row)
        return row


def _views(accounts: Sequence[Account]) -> list[list[Account]]:
    """Return the accounts as they are read: by themselves and, where there are any, with examples.

    Either alone finds less than the mean of both (``benchmarks/RESULTS.md``).
    """
    plain = [Account(account.statement) for account in accounts]
    return [plain] if plain == list(accounts) else [plain, list(accounts)]


@lru_cache(maxsize=KEPT)
def _run(pieces: tuple[int, ...], accounts: tuple[tuple[int, int], ...]) -> KeptRow:
    """Read one row; what was read before is known. Nobody writes into what is returned."""
    first = accounts[0][0] if accounts else len(pieces)
    kinds = [int(number >= first) for number in range(len(pieces))]
    found, state = _session().run(
        ["scores", "states"], inputs_of(EncodedRow(list(pieces), kinds, list(accounts), []))
    )
    return found, state


def inputs_of(row: EncodedRow) -> dict[str, NDArray[Any]]:
    """Return the inputs of the graph for one row."""
    members = np.zeros((len(row.accounts), len(row.pieces)), dtype=np.float32)
    for number, (start, end) in enumerate(row.accounts):
        members[number, start:end] = 1.0
    return {
        "pieces": np.array([row.pieces], dtype=np.int64),
        "kinds": np.array([row.kinds], dtype=np.int64),
        "ends": np.array([end for _, end in row.accounts], dtype=np.int64),
        "members": members,
    }


@cache
def _session() -> Any:
    return open_session(str(files("narratives.reading").joinpath("bearings.onnx")))


@cache
def _width() -> int:
    shapes = {output.name: output.shape for output in _session().get_outputs()}
    return int(shapes["states"][-1])
