"""Rate every statement for or against every narrative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from narratives.bearing.beside import (
    Progress,
    decided_among,
    heads_for,
    look_around,
    read_accounts,
    read_in_context,
    words_of,
)
from narratives.bearing.odds import Judged, judge, odds_of
from narratives.bearing.pointing import Meant
from narratives.bearing.statements import ReadStatement, read_statements
from narratives.bearing.sureness import NOT_READ
from narratives.bearing.surroundings import surroundings_of, weigh
from narratives.bearing.teaching import Taught, apply_head
from narratives.bearing.terms import find_terms, push_likely, push_of_terms
from narratives.reading import BearingReader, EncoderReader
from narratives.schema import (
    BEARINGS,
    NO_NARRATIVE,
    UNSURE,
    Document,
    SchemaError,
    require_columns,
    typed_table,
)

_NEEDED = ("document_id", "source", "cue", "content", "cue_text", "content_text", "source_text")
STAKE = 0.04
"""What a stake moves a probability by; it never changes the stance."""
WORTH_A_WORD = 0.1
"""What the statements around one must move a probability by to be named."""


def rate_bearings(
    statements: pd.DataFrame,
    narratives: pd.DataFrame,
    documents: Iterable[Document] | None = None,
    sources: pd.DataFrame | None = None,
    stakes: pd.DataFrame | None = None,
    examples: pd.DataFrame | None = None,
    *,
    unsure: bool = False,
    reader: BearingReader | None = None,
    progress: Progress | None = None,
    taught: Taught | None = None,
) -> pd.DataFrame:
    """Say of every statement which narratives it bears on, for or against.

    A reader takes each statement, with who says it and the sentences around it, beside the
    sentences that define the narratives, and says of each: supports, disputes or neither.
    Words that point back ("these allegations") are read with what they mean. What is read in
    the statements just before and after counts, for a text stays with one account for a while,
    and so does what the same speaker says elsewhere in it. A
    person's terms count as evidence, and what the person decided moves the draft of the other
    statements. Support of one narrative is never taken as dispute of another.

    Parameters
    ----------
    statements : DataFrame indexed by ``statement_id``
        Columns of ``schema.STATEMENTS``. ``source_id`` is used where there is one.
    narratives : DataFrame indexed by ``narrative_id``
        ``title``, ``statement`` and ``terms``; ``examples_for`` and ``examples_against``
        where there are any.
    documents : iterable of Document, optional
        With them, the sentences around a statement are read.
    sources : DataFrame indexed by ``source_id``, optional
        The register: a source is read by its name there.
    stakes : DataFrame of shape (n_sources, n_narratives), optional
        A weak prior, named in ``why``: +1 and -1 move the probability by a few
        hundredths and never change the stance. Leave it out to switch it off.
    examples : DataFrame with ``narrative_id``, ``stance`` and ``statement_id``, optional
        What a person decided; see ``examples_from_review``. A statement that was decided
        is drafted without its own decision, and without an eighth of the others, so that
        the draft stays one.
    unsure : bool
        Also return bearings under the threshold.
    reader : BearingReader, optional
        Who reads; the encoder of the package where it is left out.
    progress : callable, optional
        Called with the number of statements read and their total.
    taught : Taught, optional
        Is filled with what the examples taught. Where it is filled already, that moves the
        draft and ``examples`` do not, so that one text can be rated anew as the others were.

    Returns
    -------
    DataFrame with the columns ``schema.BEARINGS``
        In the order of the statements. A statement without a sure bearing has one row:
        narrative "none", stance "neutral". ``probability`` is the chance that the row is
        right, learned on events held apart; missing where a statement was not read,
        because the reader does not know its language. With ``unsure``, bearings whose
        probability is under ``odds_of(reader).threshold`` follow; ``sure_bearings`` takes them
        out again. ``antecedent`` is the content span that pointing words mean.

    Raises
    ------
    SchemaError
        If a table lacks columns, or narratives or statements share an id.

    Examples
    --------
    >>> statements = pd.DataFrame({
    ...     "document_id": ["a"], "source": ["0-6"], "cue": ["7-13"], "content": ["14-41"],
    ...     "polarity": ["denies"], "source_text": ["Police"], "cue_text": ["denied"],
    ...     "content_text": ["that a gas leak was to blame"]}, index=["a:14-41"])
    >>> narratives = pd.DataFrame({
    ...     "title": ["Gas leak", "Bomb"], "terms": [("gas leak",), ("bomb",)],
    ...     "statement": ["A leak of gas caused the blast.", "A bomb caused the blast."]},
    ...     index=["gas_leak", "bomb"])
    >>> rate_bearings(statements, narratives)[["narrative_id", "stance"]].iloc[0].tolist()
    ['gas_leak', 'disputes']
    """
    require_columns(statements, _NEEDED, "statements")
    for name in statements.index[statements.index.duplicated()]:
        raise SchemaError(f'statements: the id "{name}" occurs twice. Give each its own.')
    accounts, terms = read_accounts(narratives)
    ids = [str(index) for index in narratives.index]
    by = EncoderReader() if reader is None else reader
    everything = read_statements(statements, documents, sources)
    told = [each for each in everything if each.is_read]
    reading, told, meant = read_in_context(told, accounts, by, terms, progress, taught)
    push = push_of_terms(terms, [words_of(each.passage) for each in told])
    odds = odds_of(by)
    said_of = reading.notes or [("",) * len(ids)] * len(told)
    surroundings = surroundings_of(by)
    decided = dict(zip(*decided_among(told, ids, examples), strict=True))
    if taught is not None:
        decided = taught.answers if examples is None else decided
        taught.answers = decided
    around = look_around(push_likely(reading.likely, push), told, decided, by)
    rows: dict[str, list[tuple[object, ...]]] = {}
    for some, head, decisions in heads_for(reading, told, ids, examples, taught=taught):
        moved = apply_head(head, reading)
        own = push_likely(moved.likely[some], push[some])
        beside = None if around is None else around[some]
        judged = judge(weigh(own, beside, surroundings), odds)
        alone = judge(weigh(own, None, surroundings), odds)
        for place, number in enumerate(some):
            each = told[number]
            notes = find_terms(terms, words_of(each.passage))
            rows[each.statement_id] = _rows(
                each, place, judged, alone, moved.stated[number], ids, stakes,
                notes, said_of[number], meant.get(each.statement_id), decisions, unsure,
                odds.threshold,
            )  # fmt: skip
    for each in everything:
        if not each.is_read:
            why = f"{NOT_READ} ({each.language or 'language unknown'})"
            none = (each.statement_id, NO_NARRATIVE, "neutral", "stated", float("nan"), why, "")
            rows[each.statement_id] = [none]
    every = (row for key in map(str, statements.index) for row in rows[key])
    types = dict.fromkeys(BEARINGS, "str") | {"probability": "float64"}
    return typed_table((dict(zip(BEARINGS, row, strict=True)) for row in every), types)


def _rows(
    each: ReadStatement,
    place: int,
    judged: Judged,
    alone: Judged,
    stated: np.ndarray,
    ids: Sequence[str],
    stakes: pd.DataFrame | None,
    terms: Sequence[tuple[str, ...]],
    said: Sequence[str],
    meant: Meant | None,
    decisions: int,
    unsure: bool,
    threshold: float,
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    doubtful: list[tuple[object, ...]] = []
    even: list[str] = []
    for number, name in enumerate(ids):
        certain = bool(judged.sure[place, number])
        if not certain and not judged.unsure[place, number]:
            continue
        if judged.even[place, number]:
            even.append(said[number])
            continue
        stance = "disputes" if judged.against[place, number] else "supports"
        probability = float(judged.probability[place, number])
        side = "against" if stance == "disputes" else "for"
        notes = [f"read as {side} it" if certain else f"{UNSURE}: rather {side} it"]
        if judged.torn[place, number]:
            notes.append("as near the other way")
        elif not certain and probability >= threshold:
            notes.append("another account is nearer")
        if said[number]:
            notes.append(said[number])
        if terms[number]:
            notes.append(f"uses its term {', '.join(map(_quoted, terms[number][:3]))}")
        if meant is not None:
            notes.append(f'"{meant.words}" points back')
        notes += _moved_by_surroundings(judged, alone, (place, number))
        if decisions:
            others = "statement" if decisions == 1 else "statements"
            notes.append(f"moved by decisions on {decisions} other {others}")
        moved = stake_moves(stakes, each.source_id, name, stance)
        if moved:
            notes.append(
                "as its stake suggests" if moved > 0 else "against what its stake suggests"
            )
        how = "stated" if stated[number] >= 0.5 else "implied"
        probability = within_bounds(probability + moved)
        span = "" if meant is None else meant.span
        row = (each.statement_id, name, stance, how, probability, "; ".join(notes), span)
        (rows if certain else doubtful).append(row)
    if rows:
        return rows + (doubtful if unsure else [])
    most = float(judged.probability[place].max()) if len(ids) else 0.0
    why = "bears on no account"
    if doubtful:
        sides = (("against" if r[2] == "disputes" else "for", r[1], r[4]) for r in doubtful)
        why = f"{UNSURE}: rather " + ", ".join(f"{side} {n} ({p})" for side, n, p in sides)
    elif even:
        why = "; ".join(dict.fromkeys(filter(None, (UNSURE, *even))))
    none = (each.statement_id, NO_NARRATIVE, "neutral", "stated", round(1 - most, 2), why, "")
    return [none, *(doubtful if unsure else [])]


def _moved_by_surroundings(judged: Judged, alone: Judged, pair: tuple[int, int]) -> list[str]:
    """Say what the statements around one did to a bearing, where it is worth a word."""
    with_them, without = (float(one.probability[pair]) for one in (judged, alone))
    if judged.against[pair] != alone.against[pair]:
        return ["other statements of the text turn it this way"]
    if abs(with_them - without) < WORTH_A_WORD:
        return []
    moved = "raise" if with_them > without else "lower"
    return [f"other statements of the text {moved} it from {within_bounds(without)}"]


def within_bounds(probability: float) -> float:
    """Write a drafted probability: never certain, never impossible."""
    return round(min(0.99, max(0.01, probability)), 2)


def stake_moves(stakes: pd.DataFrame | None, source: str, narrative: str, stance: str) -> float:
    """Return by how much the stake of a source moves the probability of its bearing."""
    if stakes is None or source not in stakes.index or narrative not in stakes.columns:
        return 0.0
    value: Any = stakes.at[source, narrative]
    if pd.isna(value) or value == 0:
        return 0.0
    return STAKE if (value > 0) == (stance == "supports") else -STAKE


def _quoted(word: str) -> str:
    return f'"{word}"'
