"""The texts of a case: what ``documents.yaml`` lists, read and checked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import yaml

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
from narratives.documents import read_plain
from narratives.schema import Document, NarrativesError

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


def load_documents(
    folder: Path, problems: list[str], warnings: list[str]
) -> tuple[list[Document], dict[str, tuple[str, yaml.Node]]]:
    """Read what ``documents.yaml`` lists, with the hashes that it states and where it does."""
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
    path = file.path.parent / name
    if _leads_out(path):
        # The words of a text stand on the page: a case of somebody else must not fetch others.
        file.complain(
            node,
            f'{key} "{shorten(name)}" is a link that leads out of the case folder. Put the text '
            "itself there.",
        )
        return None
    return path


def _leads_out(path: Path) -> bool:
    """Tell a link to a file that is neither in the folder of the texts nor in that of the case."""
    if not path.is_symlink():
        return False
    home = Path(os.path.realpath(path))
    folders = (os.path.realpath(path.parent), os.path.realpath(path.parent.parent))
    return not any(home.is_relative_to(folder) for folder in folders)


def _unlisted(place: Path, names: Iterable[str], listed: Iterable[str]) -> list[str]:
    expected = {*listed, "documents.yaml", "documents.yaml.lock"}  # the last is left by "add"
    return [
        f"{place / name}: the file is not listed in documents.yaml and was not read."
        for name in names
        if name not in expected and not name.startswith(".")
    ]
