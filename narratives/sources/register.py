"""Match names with the register of sources, and sources with their origins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from narratives.documents import clean_words, shadow
from narratives.lexicon import one_of
from narratives.schema import (
    NARRATOR,
    ORIGINS,
    SOURCES,
    STATEMENTS,
    UNNAMED,
    SchemaError,
    require_columns,
)
from narratives.sources.words import naming

if TYPE_CHECKING:
    import pandas as pd

_ARTICLE = re.compile(f"^(?:{one_of('article')}) ")
_TAIL = re.compile(r",| \(|\b(?:including|such as)\b")
_KEPT = ("name", "acronym", "group", "unresolved", UNNAMED, "")


@dataclass(frozen=True)
class Register:
    """Names and aliases of the register, folded for matching."""

    names: dict[str, str]
    keys: dict[str, tuple[str, ...]]
    own: frozenset[tuple[str, str]]


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """Fold a name for matching: case, accents, odd spaces, dots, the article, the possessive.

    Examples
    --------
    >>> fold_name("The U.S.\u00a0Geological  Survey's")
    'us geological survey'
    >>> fold_name("Añez") == fold_name("ANEZ")
    True
    """
    plain = unicodedata.normalize("NFKD", shadow(clean_words(name)))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[.\"“”«»„’‘]", "", plain)
    plain = " ".join(plain.split())
    return _ARTICLE.sub("", plain).removesuffix("'s").removesuffix("'").strip()


def read_register(sources: pd.DataFrame) -> Register:
    """Fold the names and aliases of a register of sources."""
    require_columns(sources, SOURCES, "sources")
    keys: dict[str, set[str]] = {}
    own = set()
    names = {}
    for source_id, name, aliases in zip(
        sources.index, sources["name"], sources["aliases"], strict=True
    ):
        names[str(source_id)] = str(name)
        own.add((str(source_id), fold_name(str(name))))
        given = aliases.split(";") if isinstance(aliases, str) else list(aliases)
        for alias in (name, *given):
            key = fold_name(str(alias))
            if key:
                keys.setdefault(key, set()).add(str(source_id))
    return Register(names, {k: tuple(sorted(v)) for k, v in keys.items()}, frozenset(own))


def match_register(register: Register, mentions: Iterable[str]) -> tuple[str, ...]:
    """Return the sources that some ways of writing a mention match, best way first.

    A whole name that is equal decides. Otherwise the longest alias that stands in
    the mention as a whole phrase and is not only an owner in it ("Peru's ...").
    """
    folded = list(dict.fromkeys(f for f in (fold_name(m) for m in mentions) if f))
    for mention in folded:
        if mention in register.keys:
            return register.keys[mention]
    for mention in folded:
        found = _inside(register, _TAIL.split(mention)[0].strip() or mention)
        if found:
            return found
    return ()


def _inside(register: Register, mention: str) -> tuple[str, ...]:
    best: set[str] = set()
    size = 0
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\s]+", mention)][:40]
    for i, (start, _) in enumerate(words):
        for _, end in words[i : i + 12]:
            key = mention[start:end].strip(",;:")
            owns = key.endswith(("'s", "'")) and end < len(mention)
            if owns or key not in register.keys or len(key) < size:
                continue
            before = mention[:start].split()[-2:]
            if any(word in naming("other_side") for word in before):
                continue
            best = set(register.keys[key]) if len(key) > size else best | set(register.keys[key])
            size = len(key)
    return tuple(sorted(best))


def resolve_sources(
    statements: pd.DataFrame, sources: pd.DataFrame, origins: pd.DataFrame
) -> pd.DataFrame:
    """Add the register's source and origin to every statement.

    Parameters
    ----------
    statements : DataFrame with the columns of ``schema.STATEMENTS``
        As ``name_sources`` returns them.
    sources : DataFrame indexed by ``source_id`` with the columns of ``schema.SOURCES``
    origins : DataFrame indexed by ``origin_id`` with the columns of ``schema.ORIGINS``

    Returns
    -------
    DataFrame
        A copy with ``source_id`` and ``origin_id``; both are empty for a source that is
        not in the register, or that two sources match equally well (then
        ``resolved_by`` is "unresolved" and ``candidates`` names both). The document's
        own voice is "narrator" in both; a source without a name is "unnamed", with
        no origin.

    Raises
    ------
    SchemaError
        If columns are missing or a source has an origin that is not in ``origins``.

    Examples
    --------
    >>> import pandas as pd
    >>> row = dict.fromkeys(STATEMENTS, "") | {"source_name": "Ann Lee", "resolved_by": "name"}
    >>> register = pd.DataFrame(
    ...     {"name": ["A. Lee"], "aliases": [["Ann Lee"]], "kind": ["person"],
    ...      "origin_id": ["town"], "reliability": [""], "outside": [()]}, index=["lee"])
    >>> origins = pd.DataFrame({"name": ["Town"], "kind": ["organisation"]}, index=["town"])
    >>> resolved = resolve_sources(pd.DataFrame([row]), register, origins)
    >>> list(resolved[["source_id", "origin_id", "resolved_by"]].iloc[0])
    ['lee', 'town', 'alias']
    """
    require_columns(statements, STATEMENTS, "statements")
    require_columns(origins, ORIGINS, "origins")
    register = read_register(sources)
    origin_of = _origins(sources, origins)
    ids, candidates, ways = [], [], []
    columns = ("source_name", "source_text", "candidates", "resolved_by")
    for name, text, others, way in zip(*(statements[c] for c in columns), strict=True):
        found, others, way = _resolve(register, name, text, others, way)
        ids.append(found)
        candidates.append(others)
        ways.append(way)
    resolved = statements.copy()
    resolved["source_id"] = ids
    resolved["origin_id"] = [origin_of.get(found, "") for found in ids]
    resolved["candidates"] = candidates
    resolved["resolved_by"] = ways
    for column in ("source_id", "origin_id", "candidates", "resolved_by"):
        resolved[column] = resolved[column].astype("str")
    return resolved


def _origins(sources: pd.DataFrame, origins: pd.DataFrame) -> dict[str, str]:
    known = set(map(str, origins.index))
    found = {NARRATOR: NARRATOR, UNNAMED: ""}
    for source_id, origin_id in zip(sources.index, sources["origin_id"], strict=True):
        origin = origin_id if isinstance(origin_id, str) else ""
        if origin and origin not in known and origin != NARRATOR:
            raise SchemaError(
                f'sources: source "{source_id}" has origin_id "{origin}", which is not in origins. '
                f"Known: {', '.join(sorted(known)) or 'none'}."
            )
        found[str(source_id)] = origin
    return found


def _resolve(
    register: Register, name: str, text: str, others: str, way: str
) -> tuple[str, str, str]:
    if way == NARRATOR or name == NARRATOR:
        return NARRATOR, others, NARRATOR
    if name == UNNAMED:
        return UNNAMED, others, way or UNNAMED
    linked = way in ("pronoun", "epithet", "carried over")
    if way == "unresolved" and others:
        matches = _shared(register, others.split(";"))
    else:
        matches = match_register(register, [name] if linked else [name, text])
    if len(matches) > 1:
        return "", ";".join(register.names[m] for m in matches), "unresolved"
    if len(matches) == 1:
        plain = (matches[0], fold_name(name)) in register.own
        return matches[0], others, way if linked or (plain and way != "unresolved") else "alias"
    return (UNNAMED if way == UNNAMED else ""), others, way or "unresolved"


def _shared(register: Register, names: Sequence[str]) -> tuple[str, ...]:
    """Return the one source that all candidates match, none where they differ."""
    found = [match_register(register, [name]) for name in names]
    return found[0] if found and len(found[0]) == 1 and len(set(found)) == 1 else ()
