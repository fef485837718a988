"""The levels of an account by each criterion, read from tables that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from narratives.documents import find_quotations
from narratives.lexicon import has_list
from narratives.schema import NARRATOR, STRENGTHS, UNNAMED
from narratives.scores.card.handles import LIST, handles

_KINDS = {
    "bare_assertion": 0,
    "motive": 0,
    "precedent": 0,
    "official_statement": 1,
    "expert_judgement": 1,
    "claim_of_responsibility": 2,
    "intelligence_assessment": 2,
    "images": 3,
    "conduct": 3,
}
_NEAR = {
    "intelligence_assessment": 2,
    "images": 2,
    "claim_of_responsibility": 3,
}
_SHOWN = {"none": 0, "named": 1, "shown": 3}
_RECORDS = {"A": 3, "B": 3, "C": 2, "D": 1, "E": 0}
_MORE_THAN = 3
"""Quoted words that a statement of its own and other words needs, to be in its own."""


class Found(NamedTuple):
    """A score, and the statements whose words it rests on; None where it is unknown."""

    score: int | None
    statements: Sequence[str] = ()


_NOT_KNOWN = Found(None)


@dataclass(frozen=True)
class CardInput:
    """One account with what is said for it."""

    narrative: str
    voices: pd.DataFrame
    disputed: pd.DataFrame
    statements: pd.DataFrame
    firmness: pd.DataFrame
    items: pd.DataFrame
    reports: pd.DataFrame
    separates: Mapping[str, float]
    stakes: Mapping[str, float]
    grades: Mapping[str, str]
    languages: Mapping[str, str]


def _named(account: CardInput) -> Found:
    found: dict[str, int] = {}
    for key, source, name, kind, content in zip(
        account.statements.index.astype(str),
        account.statements["source_id"].astype(str),
        account.statements["source_name"].astype(str),
        account.statements["kind"].astype(str),
        account.statements["content_text"].astype(str),
        strict=True,
    ):
        if source in (UNNAMED, NARRATOR):
            found[key] = 0
        elif not source:
            found[key] = int(bool(name))
        else:
            own = kind == "direct" or (kind == "mixed" and _quotes_more(content))
            found[key] = 3 if own else 2
    return _best(found)


def _quotes_more(content: str) -> bool:
    """Tell whether a content holds a quotation of more than a word or two."""
    quoted = find_quotations(content, 0, len(content))
    return any(len(content[slice(*one.inner)].split()) > _MORE_THAN for one in quoted)


def _origins(account: CardInput) -> Found:
    if account.voices.empty:
        return _NOT_KNOWN
    origins = account.voices[account.voices["kind"] == "origin"]
    firsts = [str(ids).split(";")[0] for ids in origins["statement_ids"]]
    return Found(min(len(origins), 3), firsts)


def _nearness(account: CardInput) -> Found:
    # No 0 is drafted: that a source only repeats what is being said stands in no table, and of
    # a bare assertion it is not told how the source knows.
    basis = account.items["basis"].to_dict()
    found: dict[str, int] = {}
    chains = account.statements["chain"].astype(str).to_dict()
    for item, statement in zip(
        account.reports["item_id"], account.reports["statement_id"].astype(str), strict=True
    ):
        near = _NEAR.get(str(basis.get(item)))
        if near is None and chains.get(statement):
            near = 1
        if near is not None:
            found[statement] = max(near, found.get(statement, 0))
    return _best(found)


def _stake(account: CardInput) -> Found:
    origins = account.voices[account.voices["kind"] == "origin"]
    known = origins[origins["stake"].notna()]
    if known.empty:
        return _NOT_KNOWN
    against, gains = known[known["stake"] < 0], known[known["stake"] > 0]
    if len(against):
        return Found(3, _ids(against))
    if len(gains):
        return Found(0 if len(gains) == len(origins) else 1, _ids(gains))
    return Found(2, _ids(known)) if len(known) == len(origins) else _NOT_KNOWN


def _record(account: CardInput) -> Found:
    found = {
        str(key): _RECORDS[account.grades[source]]
        for key, source in account.statements["source_id"].astype(str).items()
        if account.grades.get(source) in _RECORDS
    }
    return _best(found)


def _others(account: CardInput) -> Found:
    origins = account.voices[account.voices["kind"] == "origin"]
    if origins.empty:
        return _NOT_KNOWN
    disputed = not account.disputed.empty
    ids = [*_ids(origins)[:2], *_ids(account.disputed)]
    return Found((2 if len(origins) > 1 else 0) + (not disputed), ids)


def _kind(account: CardInput) -> Found:
    return _of_items(account, {i: _KINDS.get(str(b)) for i, b in account.items["basis"].items()})


def _shown(account: CardInput) -> Found:
    return _of_items(account, {i: _SHOWN.get(str(s)) for i, s in account.items["shown"].items()})


def _checkable(account: CardInput) -> Found:
    found = {}
    for key, document, words in zip(
        account.statements.index.astype(str),
        account.statements["document_id"].astype(str),
        account.statements["content_text"].astype(str),
        strict=True,
    ):
        language = account.languages.get(document, "")
        if has_list(LIST, language):
            found[key] = min(3, len(handles(words, language)))
    return _best(found)


def _opposed(account: CardInput) -> Found:
    found: dict[str, int] = {}
    for _, group in account.reports.groupby("item_id", sort=False):
        origins: dict[str, set[float]] = {}
        for origin, source in zip(group["origin_id"], group["source_id"], strict=True):
            if origin and origin not in (UNNAMED, NARRATOR):
                wants = account.stakes.get(str(source))
                origins.setdefault(str(origin), set()).update(() if wants is None else {wants})
        if not origins:
            continue
        wanted = {stake for some in origins.values() for stake in some}
        level = 0 if len(origins) == 1 else 2 if 0.0 in wanted else 1
        level = 3 if -1.0 in wanted else level
        for statement in group["statement_id"].astype(str):
            found[statement] = max(level, found.get(statement, 0))
    return _best(found)


def _firmness(account: CardInput) -> Found:
    own = account.firmness[~account.firmness["voice"].isin([NARRATOR])]
    found = {
        str(ids).split(";")[0]: STRENGTHS.index(str(level))
        for level, ids in zip(own["strongest"], own["strongest_ids"], strict=True)
        if level in STRENGTHS
    }
    return _best(found)


def _separates(account: CardInput) -> Found:
    levels: dict[Any, int | None] = {}
    for item in account.items.index:
        spread = account.separates.get(str(item), float("nan"))
        if spread == spread:
            levels[item] = 0 if spread < 1e-9 else 1 if spread < 0.5 else 2 if spread < 1 else 3
    return _of_items(account, levels)


DRAFTS: Mapping[str, Callable[[CardInput], Found]] = {
    "named": _named,
    "origins": _origins,
    "nearness": _nearness,
    "stake": _stake,
    "record": _record,
    "others": _others,
    "kind": _kind,
    "shown": _shown,
    "checkable": _checkable,
    "opposed": _opposed,
    "firmness": _firmness,
    "separates": _separates,
}


def _of_items(account: CardInput, levels: Mapping[Any, int | None]) -> Found:
    known = {item: level for item, level in levels.items() if level is not None}
    if not known:
        return _NOT_KNOWN
    best = max(known.values())
    items = [item for item, level in known.items() if level == best]
    reports = account.reports[account.reports["item_id"].isin(items)]
    return Found(best, list(dict.fromkeys(reports["statement_id"].astype(str))))


def _best(found: Mapping[str, int]) -> Found:
    """Take the highest level, with the statements that give it."""
    if not found:
        return _NOT_KNOWN
    best = max(found.values())
    return Found(best, [key for key, level in found.items() if level == best])


def _ids(voices: pd.DataFrame) -> list[str]:
    return [str(ids).split(";")[0] for ids in voices["statement_ids"]]
