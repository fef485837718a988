"""Batches on a Dask cluster: workers that share a folder with this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from narratives.corpus.running import Made, Thing
from narratives.corpus.store import STORE
from narratives.schema import NarrativesError
from narratives.version import __version__

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 2
"""Batches for each thread of the cluster that are handed out at a time."""
_WAIT = 15


def seen_from_here(store: str, place: str) -> tuple[str, bool, bool]:
    """Say which version a worker has, and whether it sees the store and a document."""
    return __version__, (Path(store) / STORE).is_file(), not place or Path(place).is_file()


class OnDask:
    """Runs on the workers of a Dask cluster.

    Parameters
    ----------
    client : distributed.Client
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    def run(
        self, function: Callable[[Thing], Made], things: Iterable[Thing]
    ) -> Iterator[tuple[Thing, Made | None]]:
        """Yield each thing with what was made of it; None where its workers were killed.

        Dask gives what a killed worker had in hand to another, and gives up a thing over which
        several were killed.
        """
        from distributed import CancelledError, KilledWorker, as_completed

        waiting = iter(things)
        threads = sum(self.client.nthreads().values())
        handed = {}
        done = as_completed(loop=self.client.loop, with_results=False, raise_errors=False)

        def hand_out() -> bool:
            thing = next(waiting, None)
            if thing is None:
                return False
            future = self.client.submit(function, thing, pure=False)
            handed[future.key] = thing
            done.add(future)
            return True

        for _ in range(max(AHEAD * threads, 2)):
            if not hand_out():
                break
        for future in done:
            thing = handed.pop(future.key)
            try:
                made = future.result()
            except KilledWorker:
                made = None
            except (CancelledError, OSError) as error:
                if isinstance(error, NarrativesError):
                    raise
                raise NarrativesError(
                    "The scheduler of Dask or the way to it was lost. What was read stays: start "
                    "the cluster and run the command again."
                ) from error
            future.release()
            hand_out()
            yield thing, made


@contextmanager
def on_dask(address: str, store: Path, place: str) -> Iterator[OnDask]:
    """Connect to a scheduler, and check that its workers can do the work.

    Parameters
    ----------
    address : str
        As ``dask scheduler`` prints it: "tcp://10.0.0.5:8786".
    store : Path
    place : str
        One of the documents; empty where there is none.

    Raises
    ------
    NarrativesError
        If no scheduler answers, it has no workers, or they have another version or do not see
        the folders.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise NarrativesError(
            "--scheduler needs Dask, which is not installed. Install it here and on the workers "
            "with python -m pip install 'narratives[dask,duckdb]'."
        ) from error
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise NarrativesError(
            f'--scheduler "{address}": no scheduler of Dask answers there. Start one with `dask '
            "scheduler`, and write the address that it prints, as in tcp://10.0.0.5:8786."
        ) from error
    with client:
        _check(client, address, store, place)
        yield OnDask(client)


def _check(client: Client, address: str, store: Path, place: str) -> None:
    if not client.nthreads():
        raise NarrativesError(
            f'--scheduler "{address}": it has no workers. Start some with `dask worker {address} '
            "--nthreads 1`."
        )
    try:
        seen = client.run(seen_from_here, str(store), place)
    except Exception as error:
        raise NarrativesError(
            f'--scheduler "{address}": a worker cannot run this program '
            f"({type(error).__name__}: {' '.join(str(error).split())[:200]}). Install narratives "
            f"{__version__} with its extras dask and duckdb on every worker."
        ) from error
    for worker, (version, sees_store, sees_document) in seen.items():
        if version != __version__:
            raise NarrativesError(
                f"{worker}: this worker has narratives {version}, and here is {__version__}. "
                "Install the same version on every worker."
            )
        if not sees_store or not sees_document:
            what = f"the store {store}" if not sees_store else f"the document {place}"
            raise NarrativesError(
                f"{worker}: this worker does not see {what}. The documents and the store must lie "
                "in folders that all machines share, under the same names."
            )
