"""From thousands of documents to a store: plan, read, and go on where it was stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narratives.corpus.cluster import on_dask
from narratives.corpus.drafting import Batch, Recipe
from narratives.corpus.listing import CorpusEntry, list_entries
from narratives.corpus.parquet import connect, quoted
from narratives.corpus.running import Here, Processes, Runner, run_batches
from narratives.corpus.store import PARTS, begin_store, part_names, writing
from narratives.schema import Case, NarrativesError
from narratives.tagging import check_model

SIZE = 50
"""Documents of one part: some seconds of work, and a part of some hundred KB."""
CorpusProgress = Callable[["CorpusState"], None]


@dataclass(frozen=True)
class CorpusState:
    """How far it is.

    Parameters
    ----------
    done, left : int
        Files and lines read in this run, and still to be read.
    failed : tuple of (str, str)
        Those that have just been left out, with the reason.
    step : str
        What is being done.
    """

    done: int
    left: int
    failed: tuple[tuple[str, str], ...] = ()
    step: str = "reading"


@dataclass(frozen=True)
class CorpusRun:
    """What one run added to a store.

    Parameters
    ----------
    store : Path
    entries : int
        Files and lines that were found.
    known : int
        Those that the store had already, and that were not read again.
    documents, statements : int
        What this run added.
    failures : tuple of (path, why)
        What was left out in this run.
    problems : tuple of (place, why)
        What could not be opened at all; it is tried again in the next run.
    passed_over : int
        Files of the folders of a kind that is not read.
    copies : int or None
        Pairs of texts that share passages; None where they were not looked for.
    """

    store: Path
    entries: int
    known: int
    documents: int
    statements: int
    failures: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]
    passed_over: int
    copies: int | None


def read_corpus(
    paths: Sequence[str | Path] | str | Path,
    store: str | Path,
    *,
    case: Case | None = None,
    model: str = "fast",
    workers: int = 0,
    scheduler: str = "",
    retry: bool = False,
    copies: bool = True,
    progress: CorpusProgress | None = None,
) -> CorpusRun:
    """Read thousands of documents into a store of Parquet files.

    A store is made of parts, each the tables of some documents, which appear whole or not at
    all. A run that was stopped goes on with the parts that are missing; documents that are there
    are not read again. The same documents give the same store byte for byte, whoever reads them.

    Parameters
    ----------
    paths : path or sequence of paths
        Folders, with all folders in them, and files; of a ``.jsonl`` each line is a document
        (``text`` or ``file``, and ``id``, ``title``, ``publisher``, ``published``, ...).
    store : str or Path
        A new folder, or a store that was read in the same way.
    case : Case, optional
        Its accounts and sources. Without it there are statements only. Its review is left
        aside: what is in the store is the draft.
    model : {"fast", "accurate"}
        The tagger.
    workers : int
        Processes of this machine; 0 reads in this one.
    scheduler : str
        The address of a Dask scheduler whose workers share the folders with this machine;
        it goes before ``workers``.
    retry : bool
        Read again what was left out before.
    copies : bool
        Look for copies among all documents of the store, in this process: it keeps the words
        of all texts in memory.
    progress : callable, optional
        Called with a :class:`CorpusState` after each part.

    Returns
    -------
    CorpusRun

    Raises
    ------
    NarrativesError
        If a path, the store or the scheduler is not as it must be, or another program adds to
        the store.

    Examples
    --------
    >>> read_corpus("nowhere", "store")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere: there is no such file or folder. ...
    """
    check_model(model)
    if workers < 0:
        raise NarrativesError(
            f"workers is {workers}. Write how many processes read, or 0 for this one."
        )
    if case is not None and "served" in (case.settings.get("reader") or {}):
        raise NarrativesError(
            f"{case.folder}: its settings ask for a served reader, which a corpus cannot have: "
            "its answers come from one place. Take `reader` out of the settings, or name a folder."
        )
    # Asked first: a run of hours must not end for want of a library.
    connect().close()
    recipe = Recipe(model, case)
    told = progress or (lambda _: None)
    told(CorpusState(0, 0, step="listing the documents"))
    listing = list_entries([paths] if isinstance(paths, str | Path) else list(paths))
    place = Path(store).resolve()
    with writing(place):
        begin_store(place, _about(recipe))
        batches, known = plan_batches(place, recipe, listing.entries, retry=retry)
        left = sum(len(batch.entries) for batch in batches)
        done = documents = statements = 0
        failures: list[tuple[str, str]] = []
        told(CorpusState(0, left))
        first = listing.entries[0].place if listing.entries else ""
        with _runner(workers, scheduler, place, first, left) as runner:
            for batch, drafted in run_batches(runner, batches):
                done += len(batch.entries)
                documents += drafted.documents
                statements += drafted.statements
                failures += drafted.failures
                told(CorpusState(done, left - done, drafted.failures))
        found = None
        if copies and part_names(place):
            told(CorpusState(done, 0, step="looking for copies"))
            from narratives.corpus.copying import find_store_copies

            found = find_store_copies(place)
    return CorpusRun(
        Path(store), len(listing.entries), known, documents, statements, tuple(sorted(failures)),
        tuple(listing.problems), listing.passed_over, found,
    )  # fmt: skip


def _about(recipe: Recipe) -> dict[str, Any]:
    case = recipe.case
    titles = {} if case is None else {str(n): str(t) for n, t in case.narratives["title"].items()}
    return {
        "model": recipe.model,
        "case": "" if case is None else case.name,
        "accounts": titles,
        "fingerprint": recipe.fingerprint,
    }


def _runner(
    workers: int, scheduler: str, store: Path, first: str, left: int
) -> AbstractContextManager[Runner]:
    if not left or not (scheduler or workers):
        return nullcontext(Here())
    if scheduler:
        return on_dask(scheduler, store, first)
    return nullcontext(Processes(min(workers, -(-left // SIZE))))


def plan_batches(
    store: Path, recipe: Recipe, entries: Sequence[CorpusEntry], *, retry: bool = False
) -> tuple[list[Batch], int]:
    """Say which batches are still to be read.

    What is left of a run that was stopped falls into the same batches as before: whole ones
    are taken out of a fixed order.

    Parameters
    ----------
    store : Path
    recipe : Recipe
    entries : sequence of CorpusEntry
        In a fixed order.
    retry : bool
        Count what failed as not read.

    Returns
    -------
    batches : list of Batch
    known : int
        Entries that are in the store.
    """
    versions: dict[str, int] = {}
    read: set[tuple[str, str]] = set()
    last: dict[str, str] = {}
    for path, version, digest, failed in _read_before(store):
        if version >= versions.get(path, 0):
            versions[path], last[path] = version, digest
            if failed and retry:
                read.discard((path, digest))
            else:
                read.add((path, digest))
    new = [e for e in entries if last.get(e.path) != e.sha256 or (e.path, e.sha256) not in read]
    batches = []
    for start in range(0, len(new), SIZE):
        some = tuple(new[start : start + SIZE])
        numbers = tuple(versions.get(entry.path, 0) + 1 for entry in some)
        batches.append(Batch(str(store), recipe, some, numbers))
    return batches, len(entries) - len(new)


def _read_before(store: Path) -> Iterator[tuple[str, int, str, bool]]:
    if not part_names(store):
        return
    names = {
        name: quoted(str(store / PARTS / "*" / f"{name}.parquet"))
        for name in ("documents", "failures")
    }
    with connect() as con:
        yield from con.execute(
            f"SELECT path, version, sha256, false FROM read_parquet({names['documents']}) "
            f"UNION ALL SELECT path, version, sha256, true FROM read_parquet({names['failures']}) "
            "ORDER BY path, version, sha256"
        ).fetchall()


def cores() -> int:
    """Return how many processes this one may use.

    Examples
    --------
    >>> cores() > 0
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
