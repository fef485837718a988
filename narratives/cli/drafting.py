"""Draft the statements of files, folders and cases, one document at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narratives.schema import NarrativesError, failure_in_words, parse_spans, span_text

if TYPE_CHECKING:
    import pandas as pd

    from narratives.schema import Document

_STDIN = Path("standard input")


@dataclass(frozen=True)
class Drafted:
    """One document with its drafted statements, or why there are none.

    Parameters
    ----------
    path : Path
        Where it was asked for.
    document : Document or None
    statements : list of dict, or None
        ``statement_id`` and ``schema.STATEMENTS`` of each.
    problem : str
        What went wrong; empty where nothing did.
    notes : tuple of str
        What was odd without being wrong.
    """

    path: Path
    document: Document | None = None
    statements: list[dict[str, Any]] | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()


def draft_paths(paths: Sequence[Path], model: str = "accurate") -> Iterator[Drafted]:
    """Draft the statements of each document that the paths name.

    A path is a document of any kind that is read, a case folder (it holds ``case.yaml``), a
    folder of documents (in the order of their names), or ``-`` for standard input.
    One that cannot be read does not keep the others back.

    Yields
    ------
    Drafted
        One for each document, in the order of the paths. Documents whose files have
        the same stem get the ids ``stem``, ``stem-2``, ``stem-3``.
    """
    taken: set[str] = set()
    for path in paths:
        for found, sources in _read(path):
            if found.document is None:
                yield found
                continue
            own = found.document.document_id
            names = (own if n == 1 else f"{own}-{n}" for n in count(1))
            document_id = next(name for name in names if name not in taken)
            taken.add(document_id)
            notes = found.notes
            if document_id != own:
                notes += (
                    f'{found.path}: another document is called "{own}" already; '
                    f'this one is called "{document_id}".',
                )
            document = replace(found.document, document_id=document_id)
            yield _extract(replace(found, document=document, notes=notes), sources, model)


def statement_rows(drafted: Drafted) -> list[dict[str, Any]]:
    """Return the statements of one document as rows for a file.

    Returns
    -------
    list of dict
        ``source``, ``cue`` and ``content`` are lists of ``[start, end]``; ``chain`` is
        the name of the source and then each intermediary in the words of the text.
    """
    if drafted.document is None or drafted.statements is None:
        return []
    text = drafted.document.text
    rows = []
    for row in drafted.statements:
        between = [text[start:end] for start, end in parse_spans(row["chain"])]
        rows.append(
            {
                "id": row["statement_id"],
                "document": row["document_id"],
                "source": [list(span) for span in parse_spans(row["source"])],
                "cue": [list(span) for span in parse_spans(row["cue"])],
                "content": [list(span) for span in parse_spans(row["content"])],
                "kind": row["kind"],
                "strength": row["strength"],
                "polarity": row["polarity"],
                "source_name": row["source_name"],
                "chain": [row["source_name"], *between],
                "inferred": bool(row["inferred"]),
                "method": row["method"],
                "probability": None if isnan(row["probability"]) else row["probability"],
                "flags": [flag for flag in row["flags"].split(";") if flag],
                "source_text": span_text(text, row["source"]),
                "cue_text": span_text(text, row["cue"]),
                "content_text": span_text(text, row["content"]),
            }
        )
    return rows


def _read(path: Path) -> Iterator[tuple[Drafted, pd.DataFrame | None]]:
    """Read the documents of one path, each with the register of sources of its case."""
    from narratives.documents import read_documents

    try:
        if str(path) == "-":
            yield Drafted(_STDIN, _read_stdin()), None
            return
        if (path / "case.yaml").is_file():
            from narratives.case import load_case

            case = load_case(path)
            notes = case.warnings
            for document in case.documents:
                yield Drafted(path, document, notes=notes), case.sources
                notes = ()
            return
        files = _files(path)
    except (NarrativesError, OSError) as error:
        yield Drafted(path, problem=str(error)), None
        return
    for file in files:
        try:
            documents = read_documents(file)
        except (NarrativesError, OSError, UnicodeError) as error:
            yield Drafted(file, problem=str(error)), None
        else:
            for document in documents:
                yield Drafted(file, document), None


def _read_stdin() -> Document:
    from narratives.documents import read_document
    from narratives.documents.reading import MAX_BYTES

    if sys.stdin is None:
        raise NarrativesError(f"{_STDIN}: it is closed. Send a text to it, or name a file.")
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    return read_document(_STDIN, raw=raw, document_id="stdin")


def _extract(found: Drafted, sources: pd.DataFrame | None, model: str) -> Drafted:
    from narratives.attribution import read_rows
    from narratives.documents import notes_on

    assert found.document is not None
    notes = found.notes
    odd = notes_on(found.document)
    try:
        statements = read_rows([found.document], sources, model=model)
        if not statements:
            notes += (f"{found.path}: no statement was found in this text.",)
        return replace(found, statements=statements, notes=notes + odd)
    except NarrativesError as error:
        return replace(found, problem=f"{found.path}: {error}")
    except Exception as error:
        # A fault of the program in one document must not cost the others theirs.
        return replace(found, problem=f"{found.path}: {failure_in_words(error)}")


def _files(path: Path) -> list[Path]:
    from narratives.documents import list_files

    return list_files(path) if path.is_dir() else [path]
