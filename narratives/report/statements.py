"""The statements as the page shows them, with the reasons for what was judged about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives import schema
from narratives.report.accounts import (
    AccountKey,
    Accounts,
    Numbers,
    list_stakes,
    number_items,
    origin_name,
)
from narratives.report.decisions import Decision, Reason
from narratives.report.language import language_tag, passage_language, written_in
from narratives.report.reasons import (
    DecidingLine,
    kept_as_drafted,
    list_deciding,
    list_reasons,
    side_of,
)
from narratives.report.registers import NO_SPEAKER, UNKNOWN
from narratives.schema import each, each_row
from narratives.schema.spans import unquoted
from narratives.sources.listing import is_speaker
from narratives.telling.deciding import Deciding, chance_in_words
from narratives.telling.words import basis_word

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class BearingMark:
    """That a statement supports or disputes an account, stated or by implication."""

    account: AccountKey
    stance: str
    how: str


@dataclass(frozen=True)
class UnsureMark:
    """A bearing under the threshold: to which side it rather goes, and its chance."""

    account: AccountKey
    side: str
    chance: str


@dataclass(frozen=True)
class BasisMark:
    """A kind of basis, whether it is shown, and the numbers of its items."""

    kind: str
    shown: str
    n: list[int]


@dataclass(frozen=True)
class StatementRow:
    """One statement on the page.

    Attributes
    ----------
    n : int
    id, document : str
        Of the statement and of its document.
    written, language : str
        The language of the text and of the content, fit for an attribute, or empty.
    source_id, source, source_name, origin, origin_id, cue, content, kind, polarity : str
    strength, words : str
        How firmly it is put, and the words that the strength rests on.
    chain : list of str
        The words of those who passed it on.
    bearings : list of BearingMark
    unsure : list of UnsureMark
    not_read : bool
        Whether the reader does not know its language.
    deciding : list of DecidingLine
    basis : list of BasisMark
    stakes : list of (AccountKey, word)
    doubts : list of str
    reasons : list of Reason
    decided, changed : bool
        Whether a person decided something about it, and whether that changed the draft.
    """

    n: int
    id: str
    document: str
    written: str
    language: str
    source_id: str
    source: str
    source_name: str
    origin: str
    origin_id: str
    cue: str
    content: str
    kind: str
    strength: str
    words: str
    polarity: str
    chain: list[str]
    bearings: list[BearingMark]
    unsure: list[UnsureMark]
    not_read: bool
    deciding: list[DecidingLine]
    basis: list[BasisMark]
    stakes: list[tuple[AccountKey, str]]
    doubts: list[str]
    reasons: list[Reason]
    decided: bool
    changed: bool

    @property
    def implied(self) -> bool:
        """Whether it bears on accounts by implication alone."""
        return bool(self.bearings) and all(b.how == "implied" for b in self.bearings)

    @property
    def bears(self) -> bool:
        """Whether it bears on an account, may do so, or could not be read."""
        return bool(self.bearings or self.unsure or self.not_read)


def list_statements(
    comparison: Tables,
    numbers: Numbers,
    accounts: Accounts,
    decisions: Mapping[str, Sequence[Decision]],
    deciding: Deciding | None = None,
) -> list[StatementRow]:
    """Give one row for each statement, with the reasons for what was judged about it.

    With ``deciding``, a drafted bearing also has the words without which it falls, unless a
    person kept the statement or the bearing as drafted: then the reason of the person stands.
    """
    bearings, unsure = (
        _by_statement(t, accounts) for t in (comparison.bearings, comparison.unsure)
    )
    not_read = set(comparison.looked.not_read)
    kept = kept_as_drafted(decisions)
    items: dict[str, list[str]] = defaultdict(list)
    for report in each(comparison.reports):
        items[report.statement_id].append(report.item_id)
    order = number_items(comparison)
    rows = []
    for statement, row in each_row(comparison.statements):
        name = str(statement)
        document = comparison.document(row["document_id"])
        text, usual = document.text, written_in(document)
        own, doubtful = bearings[name], unsure[name]
        decided = decisions.get(name, ())
        told = [i for i in dict.fromkeys(items[name]) if i in order]
        rows.append(
            StatementRow(
                n=numbers[name],
                id=name,
                document=row["document_id"],
                written=language_tag(usual),
                language=language_tag(passage_language(str(row["content_text"]), usual)),
                source_id=row["source_id"],
                source=row["source_text"],
                source_name=_source_name(comparison, row),
                origin=origin_name(comparison, row["origin_id"]),
                origin_id=row["origin_id"],
                cue=row["cue_text"],
                content=unquoted(" ".join(str(row["content_text"]).split())),
                kind=row["kind"],
                strength=row["strength"],
                words=unquoted(schema.span_text(text, row["strength_words"])),
                polarity=row["polarity"],
                chain=[
                    text[start:end] for start, end in schema.parse_spans(str(row["chain"] or ""))
                ],
                bearings=[BearingMark(accounts[b.narrative_id], b.stance, b.how) for b in own],
                unsure=[
                    UnsureMark(accounts[b.narrative_id], side_of(b), chance_in_words(b.probability))
                    for b in doubtful
                ],
                not_read=name in not_read,
                deciding=list_deciding(own, accounts, None if name in kept else deciding),
                basis=_bases(comparison, {i: order[i] for i in told}),
                stakes=list_stakes(comparison, row["source_id"], accounts),
                doubts=_doubts(row),
                reasons=list_reasons([*own, *doubtful], decided, text, accounts),
                decided=bool(decided),
                changed=any(decision.changes for decision in decided),
            )
        )
    return rows


def _by_statement(table: pd.DataFrame, accounts: Accounts) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for bearing in each(table):
        if bearing.narrative_id in accounts and bearing.stance != "neutral":
            found[bearing.statement_id].append(bearing)
    return found


def _bases(comparison: Tables, items: Mapping[str, int]) -> list[BasisMark]:
    """List what the items rest on, those alike together."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item, number in items.items():
        meta = comparison.items.loc[item]
        found[basis_word(str(meta["basis"])), str(meta["shown"])].append(number)
    return [BasisMark(kind, shown, n) for (kind, shown), n in found.items()]


def _doubts(row: Any) -> list[str]:
    doubts = []
    if row["inferred"]:
        doubts.append("source inferred: the sentence itself does not name it")
    if row["source_id"] == schema.UNNAMED:
        doubts.append("the text names no source")
    if row["source_id"] == "":
        listed = is_speaker(str(row["source_name"]), str(row["resolved_by"]))
        doubts.append(f"source {UNKNOWN}" if listed else f"the source is {NO_SPEAKER}")
    names = [name for name in str(row["candidates"]).split(";") if name]
    if len(names) > 1:
        doubts.append(f"may be any of: {', '.join(names)}")
    flags = [flag.replace("_", " ") for flag in str(row["flags"]).split(";") if flag]
    # That a person was here is said with the reason, and is no doubt.
    doubts += [flag for flag in flags if flag != "by hand"]
    return doubts


def _source_name(comparison: Tables, row: Any) -> str:
    if row["source_id"] in comparison.sources.index:
        return str(comparison.sources.at[row["source_id"], "name"])
    if row["source_id"] == schema.NARRATOR:
        return schema.ARTICLE
    if row["source_id"] == schema.UNNAMED:
        return "unnamed"
    return str(row["source_name"])
