"""Narratives and sources of other tools, as lines that a person may put into case.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import yaml

from narratives.exchange.marks import HELD_NARRATIVE, HELD_SOURCE
from narratives.schema import Case

_LONGEST = 300
PROPOSED = "it is proposed for case.yaml, where a person puts it"


def propose_narrative(
    case: Case, name: str, statement: Any, taken: Iterable[str] = ()
) -> tuple[str, list[str]]:
    """Propose a narrative that the case does not have.

    Parameters
    ----------
    case : Case
    name : str
        Its title.
    statement : any
        One sentence, where the file has one.
    taken : iterable of str
        The ids of what was proposed before it.

    Returns
    -------
    told : str
        What became of it, for the report.
    entries : list of str
        Lines of YAML, none where the case has it already.
    """
    title = _line(name)
    told = _line(statement) if isinstance(statement, str) and statement.strip() else title
    held = {_fold(str(text)) for column in ("title", "statement")
            for text in case.narratives[column]}  # fmt: skip
    if _fold(title) in held or _fold(told) in held:
        return HELD_NARRATIVE, []
    ids = {*map(str, case.narratives.index), *taken}
    entry = {"id": _new_id(title, ids), "title": title, "statement": told, "terms": [title]}
    return PROPOSED, [_yaml("narratives", entry)]


def narrative_of(case: Case, name: str, entries: list[str]) -> str:
    """Return the id that a narrative of another tool has in the case, or is proposed with.

    Parameters
    ----------
    case : Case
    name : str
        Its title.
    entries : list of str
        What :func:`propose_narrative` proposed of it.

    Returns
    -------
    str
        Empty where the case has it under another title.
    """
    if entries:
        return next(iter(proposed_ids(entries)))
    told = _fold(_line(name))
    named = (str(key) for key, title in case.narratives["title"].items() if _fold(title) == told)
    return next(named, "")


def propose_source(
    case: Case, name: str, kind: str, aliases: Any, taken: Iterable[str] = ()
) -> tuple[str, list[str]]:
    """Propose a source that the case does not have; its kind is to be looked at.

    Returns
    -------
    told : str
    entries : list of str
    """
    title = _line(name)
    held = {_fold(str(text)) for text in case.sources["name"]}
    held |= {_fold(str(alias)) for some in case.sources["aliases"] for alias in some}
    if _fold(title) in held:
        return HELD_SOURCE, []
    entry: dict[str, Any] = {
        "id": _new_id(title, {*map(str, case.sources.index), *taken}),
        "name": title,
        "kind": kind,
    }
    others = [_line(a) for a in aliases if isinstance(a, str)] if isinstance(aliases, list) else []
    if others:
        entry["aliases"] = others[:50]
    return PROPOSED, [_yaml("sources", entry)]


def proposed_ids(entries: Iterable[str]) -> set[str]:
    r"""Return the ids that entries propose.

    Examples
    --------
    >>> proposed_ids(["narratives:\n- id: a_storm\n  title: A storm\n"])
    {'a_storm'}
    """
    return {
        str(one["id"]) for text in entries for some in yaml.safe_load(text).values() for one in some
    }


def _yaml(key: str, entry: dict[str, Any]) -> str:
    return yaml.safe_dump({key: [entry]}, allow_unicode=True, sort_keys=False, width=100)


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold().rstrip(".")


def _new_id(title: str, taken: set[str]) -> str:
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare.lower())[:4]
    name = "_".join(words)[:40] or "proposed"
    number, found = 2, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found
