"""A batch of documents to one part of the store: the function that every worker runs."""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from narratives.attribution import read_rows
from narratives.corpus.listing import CorpusEntry, read_line
from narratives.corpus.parquet import (
    BEARING_ROWS,
    STATEMENT_ROWS,
    TABLES,
    connect,
    write_parquet_file,
)
from narratives.corpus.store import PARTS, UNFINISHED, keep_part
from narratives.documents import read_documents, read_plain
from narratives.documents.opening import read_document
from narratives.documents.published import read_published
from narratives.documents.reading import id_from
from narratives.schema import (
    BEARINGS,
    NO_NARRATIVE,
    UNSURE,
    Case,
    Document,
    NarrativesError,
    failure_in_words,
)

if TYPE_CHECKING:
    from narratives.reading import BearingReader

TableRows = dict[str, list[list[Any]]]
_ONE_AT_A_TIME = threading.Lock()
_LANGUAGES = ("en", "ru", "uk", "de", "fr", "es", "it", "pl", "pt")
KILLED = (
    "the process that read it was killed each time, as by the system for want of memory. Save the "
    "part that matters as a file of its own, or run the command with --retry on a larger machine."
)


@dataclass(frozen=True)
class Recipe:
    """How documents are read: the tagger, and the accounts and sources of a case."""

    model: str
    case: Case | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides what is read out of a text, but the version."""
        told: list[Any] = [self.model]
        if self.case is not None:
            case = self.case
            told += [
                table.to_json(orient="split", force_ascii=False)
                for table in (case.narratives, case.sources, case.origins, case.stakes)
            ]
            told.append(json.dumps(case.settings.get("reader"), sort_keys=True, default=str))
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Batch:
    """Some documents that are read together, and the store they go to.

    ``versions`` has a number for each entry. ``without`` are entries that are left out,
    because the process that read them was killed.
    """

    store: str
    recipe: Recipe
    entries: tuple[CorpusEntry, ...]
    versions: tuple[int, ...]
    without: frozenset[CorpusEntry] = frozenset()

    @property
    def key(self) -> str:
        """The name of the part: a hash of the names, versions and contents of its documents."""
        told = [
            [e.path, version, e.sha256]
            for e, version in zip(self.entries, self.versions, strict=True)
        ]
        blob = json.dumps([self.recipe.fingerprint, told]).encode()
        return hashlib.sha256(blob).hexdigest()[:24]


class BatchRead(NamedTuple):
    """What became of a batch."""

    documents: int
    statements: int
    failures: tuple[tuple[str, str], ...]


def draft_batch(batch: Batch) -> BatchRead:
    """Read the documents of a batch and write the tables of its part.

    A document that cannot be read, or in which the program fails, costs the others nothing. The
    part appears whole or not at all, with the same bytes wherever it is made.

    Parameters
    ----------
    batch : Batch

    Returns
    -------
    BatchRead

    Raises
    ------
    NarrativesError
        If the part cannot be written.
    """
    # Workers of Dask may have several threads; what reads keeps what it has read, for one.
    with _ONE_AT_A_TIME:
        rows: TableRows = {name: [] for name in TABLES}
        for entry, version in zip(batch.entries, batch.versions, strict=True):
            if entry in batch.without:
                _fail(rows, entry, version, KILLED)
                continue
            try:
                drafted = draft_entry(batch.recipe, entry, version)
            except (NarrativesError, OSError, UnicodeError) as error:
                _fail(rows, entry, version, _without_place(str(error), entry))
            except Exception as error:
                _fail(rows, entry, version, _without_place(failure_in_words(error), entry))
            else:
                for name, found in drafted.items():
                    rows[name] += found
        _write(batch, rows)
    failures = tuple((str(row[0]), str(row[-1])) for row in rows["failures"])
    return BatchRead(len(rows["documents"]), len(rows["statements"]), failures)


def try_entry(tried: tuple[Recipe, CorpusEntry]) -> bool:
    """Read one document and keep nothing, to see whether the process lives."""
    with _ONE_AT_A_TIME:
        try:
            draft_entry(*tried, 1)
        except Exception:
            return False
    return True


def draft_entry(recipe: Recipe, entry: CorpusEntry, version: int) -> TableRows:
    """Return the rows of the documents that one entry holds, of most one."""
    rows: TableRows = {name: [] for name in TABLES}
    for document in open_entry(entry, version):
        document.text.encode()
        drafted = read_rows(
            document, None if recipe.case is None else recipe.case.sources, model=recipe.model
        )
        if recipe.case is not None:
            statements, bearings = _rate(recipe.case, document, drafted)
            rows["bearings"] += bearings
        else:
            statements = [
                [*(row[name] for name in list(STATEMENT_ROWS)[:-2]), "", ""] for row in drafted
            ]
        rows["statements"] += [_cells(row) for row in statements]
        rows["documents"].append(_about(document, entry, version, len(statements)))
    return rows


def open_entry(entry: CorpusEntry, version: int) -> Iterator[Document]:
    """Read the documents of an entry, each under an id that no other text of a store has."""
    facts = dict(entry.facts)
    if entry.size >= 0:
        with Path(entry.place).open("rb") as lines:
            lines.seek(entry.start)
            line = lines.read(entry.size)
        if hashlib.sha256(line.strip()).hexdigest() != entry.sha256:
            raise NarrativesError("the file was changed while it was read. Run the command again.")
        given = read_line(line)
        facts = {key: given[key] for key in given if key not in ("id", "text", "file")}
        raw = given["text"].encode()
        found: tuple[Document, ...] = (
            read_plain(Path(entry.path), raw=raw, document_id="document"),
        )
    elif facts:
        found = (read_document(entry.place),)
    else:
        found = read_documents(entry.place)
    stem = id_from(entry.path.rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(".", 1)[0])[:60]
    for number, document in enumerate(found):
        told = json.dumps([entry.path, entry.sha256, version, number]).encode()
        name = stem if len(found) == 1 else document.document_id[:60]
        own = f"{name}-{hashlib.sha256(told).hexdigest()[:12]}"
        yield replace(document, **facts, document_id=own)  # type: ignore[arg-type]


def _rate(
    case: Case, document: Document, drafted: list[dict[str, Any]]
) -> tuple[list[list[Any]], list[list[Any]]]:
    # Without a case a worker needs none of these, and starts in half the time.
    from narratives.attribution.rows import table_of
    from narratives.bearing import rate_bearings
    from narratives.sources import resolve_sources

    table = resolve_sources(table_of(drafted), case.sources, case.origins)
    names = list(STATEMENT_ROWS)[1:]
    statements = [[str(name), *cells] for name, *cells in table[names].itertuples(name=None)]
    if not statements or not len(case.narratives):
        return statements, []
    rated = rate_bearings(
        table, case.narratives, [document], case.sources, case.stakes,
        unsure=True, reader=_reader(case),
    )  # fmt: skip
    bearings = []
    for row in rated[list(BEARINGS)].to_dict("records"):
        under = row["narrative_id"] != NO_NARRATIVE and str(row["why"]).startswith(UNSURE)
        told = {**row, "document_id": document.document_id, "unsure": under}
        bearings.append(_cells([told[name] for name in BEARING_ROWS]))
    return statements, bearings


def _reader(case: Case) -> BearingReader:
    return _opened(json.dumps(case.settings.get("reader"), default=str), str(case.folder or ""))


@lru_cache(maxsize=1)
def _opened(setting: str, folder: str) -> BearingReader:
    from narratives.reading import choose_reader

    given = json.loads(setting)
    return choose_reader({"reader": given} if given else {}, folder or None)


def _cells(row: list[Any]) -> list[Any]:
    """Return plain values; what is missing is None."""
    values = [cell.item() if hasattr(cell, "item") else cell for cell in row]
    return [None if isinstance(v, float) and math.isnan(v) else v for v in values]


def _about(document: Document, entry: CorpusEntry, version: int, statements: int) -> list[Any]:
    language = document.language
    read = read_published(document.published, (language,) if language in _LANGUAGES else _LANGUAGES)
    told: dict[str, Any] = {
        **document.facts,
        "document_id": document.document_id,
        "path": entry.path,
        "version": version,
        "date": read.value if read is not None else "",
        "statements": statements,
        "sha256": entry.sha256,
        "text": document.text,
    }
    cells = [told[name] for name in TABLES["documents"]]
    for cell in cells:
        if isinstance(cell, str):
            cell.encode()
    return cells


def _fail(rows: TableRows, entry: CorpusEntry, version: int, why: str) -> None:
    words = " ".join(why.encode("utf-8", "backslashreplace").decode().split())
    rows["failures"].append([entry.path, version, entry.sha256, words[:1000]])


def _without_place(why: str, entry: CorpusEntry) -> str:
    """Take the place on this machine out of a message: it differs between workers."""
    for prefix in (f"{entry.place}: ", f"{entry.path}: "):
        why = why.removeprefix(prefix)
    return why.replace(entry.place, entry.path)


def _write(batch: Batch, rows: TableRows) -> None:
    import duckdb

    store = Path(batch.store)
    try:
        draft = Path(tempfile.mkdtemp(dir=store / UNFINISHED, prefix=f"{batch.key}-"))
        draft.chmod(0o755)
        with connect() as con:
            for name, columns in TABLES.items():
                write_parquet_file(con, draft / f"{name}.parquet", columns, rows[name])
        keep_part(draft, store / PARTS / batch.key)
    except (OSError, duckdb.Error) as error:
        raise NarrativesError(
            f"{store}: a part cannot be written ({' '.join(str(error).split())[:200]}). What was "
            "read before stays; free the disk or mend the folder, and run the command again."
        ) from error
