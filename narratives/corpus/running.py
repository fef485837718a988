"""The same function over the same batches: in this process, in several, or on Dask."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Protocol, TypeVar

from narratives.corpus.drafting import Batch, BatchRead, draft_batch, try_entry

Thing = TypeVar("Thing")
Made = TypeVar("Made")
TRIES = 2
"""Times that a process may be killed over one batch that runs alone."""
AHEAD = 2
"""Batches for each worker that are handed out at a time."""


class Runner(Protocol):
    """Whatever runs a function over things, in any order."""

    def run(
        self, function: Callable[[Thing], Made], things: Iterable[Thing]
    ) -> Iterator[tuple[Thing, Made | None]]:
        """Yield each thing with what was made of it; None where its process was killed."""


class Here:
    """Runs in this process, one after the other."""

    def run(
        self, function: Callable[[Thing], Made], things: Iterable[Thing]
    ) -> Iterator[tuple[Thing, Made | None]]:
        """Yield each thing with what was made of it."""
        for thing in things:
            yield thing, function(thing)


class Processes:
    """Runs in processes of this machine, which end when this one ends.

    Parameters
    ----------
    workers : int
        How many.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(
        self, function: Callable[[Thing], Made], things: Iterable[Thing]
    ) -> Iterator[tuple[Thing, Made | None]]:
        """Yield each thing with what was made of it; None where its process was killed.

        Where a process is killed, all things that were handed out are suspects. Each is tried
        again alone, so that one that kills costs the others nothing.
        """
        waiting = iter(things)
        more = True
        while more:
            suspects = yield from self._together(function, waiting)
            more = bool(suspects)
            yield from self._alone(function, suspects)

    def _together(
        self, function: Callable[[Thing], Made], waiting: Iterator[Thing]
    ) -> Generator[tuple[Thing, Made], None, list[Thing]]:
        flying: dict[Future[Made], Thing] = {}
        suspects: list[Thing] = []
        with _Pool(self.workers) as pool:
            while True:
                while not suspects and len(flying) < AHEAD * self.workers:
                    thing = next(waiting, None)
                    if thing is None:
                        break
                    try:
                        flying[pool.submit(function, thing)] = thing
                    except BrokenProcessPool:
                        suspects.append(thing)
                if not flying:
                    return suspects
                done = wait(flying, return_when=FIRST_COMPLETED).done
                # A set has no order: of those that are done, what was handed out first comes first.
                for future in [each for each in flying if each in done]:
                    thing = flying.pop(future)
                    try:
                        made = future.result()
                    except BrokenProcessPool:
                        suspects.append(thing)
                    else:
                        yield thing, made

    def _alone(
        self, function: Callable[[Thing], Made], suspects: Iterable[Thing]
    ) -> Iterator[tuple[Thing, Made | None]]:
        left = deque((thing, 1) for thing in suspects)
        while left:
            with _Pool(1) as pool:
                while left:
                    thing, times = left.popleft()
                    try:
                        made = pool.submit(function, thing).result()
                    except BrokenProcessPool:
                        if times < TRIES:
                            left.appendleft((thing, times + 1))
                        else:
                            yield thing, None
                        break
                    yield thing, made


class _Pool:
    """A pool whose processes end at once when it is left, or when this process dies."""

    def __init__(self, workers: int) -> None:
        # Graphs that are open in this process cannot be forked.
        context = get_context("spawn")
        self._watched, self._held = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_end_with, initargs=(self._watched,)
        )

    def __enter__(self) -> ProcessPoolExecutor:
        return self._pool

    def __exit__(self, *_: object) -> None:
        self._held.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._watched.close()


def _end_with(held: Connection) -> None:
    """End this process when the other end of a pipe is closed; Ctrl-C is the other's to heed."""
    import os

    def watch() -> None:
        try:
            held.recv_bytes()
        except (EOFError, OSError):
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=watch, daemon=True).start()


def run_batches(runner: Runner, batches: Iterable[Batch]) -> Iterator[tuple[Batch, BatchRead]]:
    """Draft batches; a document that kills the process that reads it is found and left out.

    Parameters
    ----------
    runner : Runner
    batches : iterable of Batch

    Yields
    ------
    (Batch, BatchRead)
        As they are finished.
    """
    killed: deque[Batch] = deque()
    for batch, drafted in runner.run(draft_batch, batches):
        if drafted is None:
            killed.append(batch)
        else:
            yield batch, drafted
    for batch in killed:
        tried = runner.run(try_entry, [(batch.recipe, entry) for entry in batch.entries])
        bad = frozenset(entry for (_, entry), lived in tried if lived is None)
        for again, drafted in runner.run(draft_batch, [replace(batch, without=bad)]):
            if drafted is None:
                every = replace(again, without=frozenset(again.entries))
                drafted = draft_batch(every)
            yield batch, drafted
