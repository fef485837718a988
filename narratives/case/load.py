"""A case folder to a Case, or to all its mistakes at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pandas as pd
import yaml

from narratives.case.annotation import read_reference
from narratives.case.checks import check_hashes, check_review
from narratives.case.listing import (
    DATES,
    fields_of,
    read_date,
    read_furniture,
    read_stated,
)
from narratives.case.nodes import (
    Yaml,
    load_yaml,
    read_id,
    read_list,
    read_mapping,
    read_text,
    read_texts,
    shorten,
)
from narratives.case.tables import read_register
from narratives.documents import read_plain
from narratives.review import load_review
from narratives.review.readings import GLOB, check_reading
from narratives.schema import Case, CaseError, Document, NarrativesError

DOCUMENT = (
    "id",
    "file",
    "title",
    "publisher",
    "author",
    "published",
    "changed",
    "language",
    "url",
    "outside",
    "read_from",
    "furniture",
    "original",
    "original_sha256",
    "sha256",
)
_HASH = re.compile(r"[0-9a-fA-F]{64}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\Z")
_EXAMPLE = '"- {id: article, file: article.txt}"'


def load_case(folder: str | Path, *, mended: bool = False) -> Case:
    """Read a case folder and check it whole.

    Parameters
    ----------
    folder : str or Path
        Holds ``case.yaml``, ``documents/`` with ``documents.yaml`` and the texts, and,
        where there are any, ``review.jsonl``, ``review-<name>.jsonl`` of other readers,
        ``reference.json`` and ``reference-<name>.json`` of other documents.
    mended : bool
        Take a text whose hash is no longer the one that was described or reviewed, with a
        warning: to see which decisions still fit it (``narratives review CASE --move``).

    Returns
    -------
    Case
        Its ``warnings`` tell what is odd without being wrong.

    Raises
    ------
    CaseError
        All mistakes in all files at once, each with its file, line, key and value,
        what is allowed, and the way out.

    Examples
    --------
    >>> load_case("nowhere")
    Traceback (most recent call last):
    narratives.schema.CaseError: nowhere: there is no such folder. ...
    """
    folder = Path(folder)
    _check_folder(folder)
    problems: list[str] = []
    warnings: list[str] = []
    case_file = Yaml(folder / "case.yaml", problems)
    node = load_yaml(case_file)
    broken = node is None and bool(problems)
    register = None if broken else read_register(case_file, node)
    documents, hashes = _documents(folder, problems, warnings)
    review = _review(folder, problems, warnings)
    readings = _readings(folder, problems, warnings)
    reference = read_reference(folder / "reference.json", problems)
    others = {
        path.stem.removeprefix("reference-"): read_reference(path, problems)
        for path in sorted(folder.glob("reference-*.json"))
    }
    check_hashes(folder, documents, hashes, review, warnings if mended else problems)
    if register is not None:
        check_review(folder / "review.jsonl", review, register, documents, problems, warnings)
        for name, reading in readings.items():
            path = folder / f"review-{name}.jsonl"
            check_review(path, reading, register, documents, problems, warnings)
        if len(register.narratives) == 1:
            warnings.append(f"{case_file.path}: there is one narrative, so nothing to compare.")
    if problems or register is None:
        raise CaseError(problems)
    return Case(
        name=folder.resolve().name,
        question=register.question,
        documents=tuple(documents),
        narratives=register.narratives,
        sources=register.sources,
        origins=register.origins,
        stakes=register.stakes,
        review=review,
        settings=register.settings,
        reference=reference,
        folder=folder,
        warnings=tuple(warnings),
        readings=readings,
        references={name: found for name, found in others.items() if found is not None},
        truth=register.truth,
        relations=register.relations,
    )


def _check_folder(folder: Path) -> None:
    try:
        if not folder.exists():
            raise CaseError([f"{folder}: there is no such folder. Check the name."])
        if not folder.is_dir():
            raise CaseError([f"{folder}: this is a file. Name the case folder it belongs to."])
        if not os.path.lexists(folder / "case.yaml"):
            found = sorted(path.name for path in folder.iterdir())[:5]
            listed = f" It holds {', '.join(found)}." if found else " It is empty."
            if any(name.startswith(".new-case-") for name in found):
                listed += " A `narratives new` was stopped in it: run it again."
            raise CaseError(
                [f"{folder}: this is no case folder, for it has no file case.yaml.{listed}"]
            )
    except (OSError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise CaseError([f"{folder}: the folder cannot be read ({reason})."]) from error


def _documents(
    folder: Path, problems: list[str], warnings: list[str]
) -> tuple[list[Document], dict[str, tuple[str, yaml.Node]]]:
    place = folder / "documents"
    file = Yaml(place / "documents.yaml", problems)
    try:
        names = sorted(path.name for path in place.iterdir())
        file.path.stat()
    except FileNotFoundError:
        problems.append(
            f"{file.path}: there is no such file. Make it, and list each text, as in {_EXAMPLE}."
        )
        return [], {}
    except OSError as error:
        problems.append(
            f"{place}: the folder of the texts cannot be read ({error.strerror or error}). Check "
            "that it is a folder, and its permissions."
        )
        return [], {}
    before = len(problems)
    node = load_yaml(file)
    if node is None:
        if len(problems) == before:
            file.complain(None, f"no document is listed. Write one, as in {_EXAMPLE}.")
        return [], {}
    documents: list[Document] = []
    hashes: dict[str, tuple[str, yaml.Node]] = {}
    taken: dict[str, int] = {}
    listed: dict[str, int] = {}
    for number, entry in enumerate(read_list(file, node, "documents", empty=False)):
        key = f"documents[{number}]"
        given = read_mapping(file, entry, key, DOCUMENT, ("id", "file"))
        name = read_id(file, given.get("id"), f"{key}.id", taken)
        path = _path(file, given.get("file"), f"{key}.file", listed)
        about = fields_of(file, given, key)
        language = read_text(
            file,
            given.get("language"),
            f"{key}.language",
            pattern=_LANGUAGE,
            shape='is not a language code. Write two or three small letters, as in "en".',
        )
        outside = read_texts(file, given.get("outside"), f"{key}.outside")
        known = read_text(
            file,
            given.get("sha256"),
            f"{key}.sha256",
            pattern=_HASH,
            shape="is not a SHA-256. Write its 64 hexadecimal digits.",
            bare=("int",),
        )
        if known:
            hashes[name] = (known.lower(), given["sha256"])
        original_hash = read_text(
            file,
            given.get("original_sha256"),
            f"{key}.original_sha256",
            pattern=_HASH,
            shape="is not a SHA-256. Write its 64 hexadecimal digits.",
            bare=("int",),
        )
        stated = read_stated(file, given.get("read_from"), f"{key}.read_from")
        if path is None:
            continue
        try:
            document = read_plain(
                path, document_id=name or "unknown", language=language, outside=outside
            )
        except NarrativesError as error:
            file.complain(given["file"], f"{key}.file: {error}")
            continue
        known_about: dict[str, Any] = {**about}
        known_about |= {
            what: read_date(file, given.get(what), f"{key}.{what}", language, warnings)
            for what in DATES
        }
        marked = read_furniture(
            file, given.get("furniture"), f"{key}.furniture", len(document.text)
        )
        known_about["published"] = known_about["published"] or document.published
        documents.append(
            replace(
                document,
                **known_about,
                read_from=stated,
                furniture=marked,
                original_sha256=original_hash.lower(),
            )
        )
    warnings += _unlisted(place, names, listed)
    return documents, hashes


def _path(file: Yaml, node: yaml.Node | None, key: str, listed: dict[str, int]) -> Path | None:
    name = read_text(file, node, key, bare=("int", "float"))
    if not name or node is None:
        return None
    inside = name not in (".", "..") and PurePosixPath(name).name == name
    if not inside or PureWindowsPath(name).name != name or "\0" in name:
        file.complain(
            node, f'{key} "{shorten(name)}" is not in the folder documents. Put the text there.'
        )
        return None
    if name in listed:
        file.complain(node, f'{key} "{shorten(name)}" is listed in line {listed[name]} already.')
        return None
    listed[name] = node.start_mark.line + 1
    return file.path.parent / name


def _unlisted(place: Path, names: Iterable[str], listed: Iterable[str]) -> list[str]:
    expected = {*listed, "documents.yaml", "documents.yaml.lock"}  # the last is left by "add"
    return [
        f"{place / name}: the file is not listed in documents.yaml and was not read."
        for name in names
        if name not in expected and not name.startswith(".")
    ]


def _readings(folder: Path, problems: list[str], warnings: list[str]) -> dict[str, pd.DataFrame]:
    """Read what other readers grade and rate anew, by the name in ``review-<name>.jsonl``."""
    found = {}
    for path in sorted(folder.glob(GLOB)):
        try:
            review, torn = load_review(path)
            check_reading(str(path), review)
        except CaseError as error:
            problems += error.problems
            continue
        warnings += torn
        if review.empty and not torn:
            warnings.append(f"{path}: the file holds no line, so no reading is shown for it.")
            continue
        found[path.stem.removeprefix("review-")] = review
    return found


def _review(folder: Path, problems: list[str], warnings: list[str]) -> pd.DataFrame:
    try:
        review, torn = load_review(folder / "review.jsonl")
    except CaseError as error:
        problems += error.problems
        review, torn = load_review(folder / "documents" / "no-review.jsonl")
    warnings += torn
    return review
