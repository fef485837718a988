"""Rate every statement for or against every narrative."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from narratives.bearing.odds import Judged, judge, shipped_odds
from narratives.bearing.pointing import Stand, describe_pointers, point_back
from narratives.bearing.reviewed import answers_of, leave_out
from narratives.bearing.teaching import apply_head, teach_head
from narratives.bearing.terms import Terms, find_terms, push_of_terms, read_terms
from narratives.bearing.told import Told, read_told
from narratives.reading import Account, BearingReader, EncoderReader, Reading, log_likely
from narratives.schema import (
    BEARINGS,
    NO_NARRATIVE,
    Document,
    SchemaError,
    require_columns,
)

_NEEDED = ("document_id", "source", "cue", "content", "cue_text", "content_text", "source_text")
STAKE = 0.04
"""What a stake moves a probability by; it never changes the stance."""
Progress = Callable[[int, int], None]


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
) -> pd.DataFrame:
    """Say of every statement which narratives it bears on, for or against.

    A reader takes each statement, with who says it and the sentences around it, beside the
    sentences that define the narratives, and says of each: supports, disputes or neither.
    Words that point back ("these allegations") are read with what they mean. A person's
    terms count as evidence, and what the person decided moves the draft of the other
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

    Returns
    -------
    DataFrame with the columns ``schema.BEARINGS``
        In the order of the statements. A statement without a sure bearing has one row:
        narrative "none", stance "neutral". ``probability`` is the chance that the row is
        right, learned on events held apart; missing where a statement was not read,
        because the reader does not know its language. With ``unsure``, bearings whose
        probability is under ``shipped_odds().threshold`` follow; ``sure_bearings`` takes them
        out again. ``antecedent`` is the content span that pointing words mean.

    Raises
    ------
    SchemaError
        If a table lacks columns or narratives share an id.

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
    accounts, terms = read_accounts(narratives)
    ids = [str(index) for index in narratives.index]
    by = EncoderReader() if reader is None else reader
    everything = read_told(statements, documents, sources)
    told = [each for each in everything if each.is_read]
    reading, told, meant = read_in_context(told, accounts, by, progress)
    push = push_of_terms(terms, [_words_of(each) for each in told])
    odds = shipped_odds()
    rows: dict[str, list[tuple[object, ...]]] = {}
    for some, taught, decisions in _taught(reading, told, ids, examples):
        shifted = taught.likely[some] + np.stack([push[some], push[some], 0 * push[some]], -1)
        judged = judge(log_likely(shifted), odds)
        pointers = describe_pointers(meant, told)
        for place, number in enumerate(some):
            each = told[number]
            notes = find_terms(terms, _words_of(each))
            rows[each.statement_id] = _rows(
                each, place, judged, taught.stated[number], ids, stakes,
                notes, pointers.get(each.statement_id, ""), meant.get(each.statement_id, ""),
                decisions, unsure,
            )  # fmt: skip
    for each in everything:
        if not each.is_read:
            why = f"not read ({each.language or 'language unknown'})"
            none = (each.statement_id, NO_NARRATIVE, "neutral", "stated", float("nan"), why, "")
            rows[each.statement_id] = [none]
    table = pd.DataFrame(
        [row for key in map(str, statements.index) for row in rows[key]], columns=list(BEARINGS)
    )
    return table.astype(dict.fromkeys(BEARINGS, "str") | {"probability": "float64"})


def sure_bearings(bearings: pd.DataFrame) -> pd.DataFrame:
    """Leave out the bearings that are unsure.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
        As ``rate_bearings(..., unsure=True)`` returns it.

    Returns
    -------
    DataFrame
        Every statement still has a row.

    Examples
    --------
    >>> table = pd.DataFrame({"narrative_id": ["none", "a", "b"], "probability": [0.7, 0.2, 0.9]})
    >>> sure_bearings(table)["narrative_id"].tolist()
    ['none', 'b']
    """
    require_columns(bearings, ("narrative_id", "probability"), "bearings")
    kept = (bearings["narrative_id"] == NO_NARRATIVE) | ~is_unsure(bearings)
    return bearings[kept].reset_index(drop=True)


def is_unsure(bearings: pd.DataFrame) -> pd.Series:
    """Tell which bearings are under their threshold.

    A row says so in ``why``; what a person set is never unsure.
    """
    found: pd.Series = bearings["why"].astype(str).str.startswith(UNSURE)
    return found


UNSURE = "unsure"
"""How ``why`` begins for a bearing under its threshold."""


def read_accounts(narratives: pd.DataFrame) -> tuple[list[Account], Terms]:
    """Check the narratives, and make them ready to be read.

    Raises
    ------
    SchemaError
        If columns are missing, ids occur twice, or one is the reserved word "none".
    """
    require_columns(narratives, ("title", "statement", "terms"), "narratives")
    seen: set[str] = set()
    for name in map(str, narratives.index):
        if name in seen:
            raise SchemaError(f'narratives: the id "{name}" occurs twice. Give each its own.')
        if name == NO_NARRATIVE:
            raise SchemaError(f'narratives: the id "{name}" is the reserved word for no narrative.')
        seen.add(name)
    accounts = [
        Account(
            str(row["statement"] or row["title"]),
            _first(row.get("examples_for")),
            _first(row.get("examples_against")),
        )
        for row in narratives.to_dict("records")
    ]
    return accounts, read_terms([tuple(terms or ()) for terms in narratives["terms"]])


def read_in_context(
    told: Sequence[Told],
    accounts: Sequence[Account],
    reader: BearingReader,
    progress: Progress | None = None,
) -> tuple[Reading, list[Told], dict[str, str]]:
    """Read statements, and those with words that point back once more with what these mean.

    Returns
    -------
    reading : Reading
    told : list of Told
        With the passages that were read.
    meant : dict of statement id to span
        What pointing words mean.
    """
    reading = reader.read([each.passage for each in told], accounts, progress)
    if not told or not accounts:
        return reading, list(told), {}
    judged = judge(reading.likely, shipped_odds())
    stands = [
        Stand(
            frozenset(np.flatnonzero(sure & ~against).tolist()),
            frozenset(np.flatnonzero(sure & against).tolist()),
        )
        for sure, against in zip(judged.sure, judged.against, strict=True)
    ]
    found, meant = point_back(told, stands)
    again = [n for n, each in enumerate(found) if each is not told[n]]
    if again:
        second = reader.read([found[n].passage for n in again], accounts)
        likely, stated = reading.likely.copy(), reading.stated.copy()
        likely[again], stated[again] = second.likely, second.stated
        states = None
        if reading.states is not None and second.states is not None:
            states = reading.states.copy()
            states[again] = second.states
        reading = Reading(likely, stated, states)
    return reading, found, meant


def _taught(
    reading: Reading, told: Sequence[Told], ids: Sequence[str], examples: pd.DataFrame | None
) -> Iterable[tuple[list[int], Reading, int]]:
    """Yield statements with the reading that the decisions on others have moved."""
    place = {each.statement_id: number for number, each in enumerate(told)}
    decided: list[str] = []
    if examples is not None and len(examples) and len(ids):
        require_columns(examples, ("statement_id", "narrative_id", "stance"), "examples")
        known = examples[examples["statement_id"].astype(str).isin(list(place))]
        decided, answers = answers_of(known, "statement_id", ids)
    if not decided or reading.states is None:
        yield list(range(len(told))), reading, 0
        return
    numbers = np.array([place[name] for name in decided])
    for some, shown in leave_out(decided, [each.statement_id for each in told]):
        own = numbers[shown]
        given = Reading(reading.likely[own], reading.stated[own], reading.states[own])
        yield some, apply_head(teach_head(given, answers[shown]), reading), len(shown)


def _rows(
    each: Told,
    place: int,
    judged: Judged,
    stated: np.ndarray,
    ids: Sequence[str],
    stakes: pd.DataFrame | None,
    terms: Sequence[tuple[str, ...]],
    pointer: str,
    meant: str,
    decisions: int,
    unsure: bool,
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    doubtful: list[tuple[object, ...]] = []
    for number, name in enumerate(ids):
        certain = bool(judged.sure[place, number])
        if not certain and not judged.unsure[place, number]:
            continue
        stance = "disputes" if judged.against[place, number] else "supports"
        probability = float(judged.probability[place, number])
        notes = [f"read as {'against' if stance == 'disputes' else 'for'} it"]
        if terms[number]:
            notes.append(f"uses its term {', '.join(map(_quoted, terms[number][:3]))}")
        if pointer:
            notes.append(pointer)
        if decisions:
            notes.append(f"moved by decisions on {decisions} other statements")
        stake = _stake(stakes, each.source_id, name)
        if stake:
            agrees = (stake > 0) == (stance == "supports")
            probability += STAKE if agrees else -STAKE
            notes.append("as its stake suggests" if agrees else "against what its stake suggests")
        if not certain:
            notes.insert(0, UNSURE)
        how = "stated" if stated[number] >= 0.5 else "implied"
        probability = round(min(0.99, max(0.01, probability)), 2)
        row = (each.statement_id, name, stance, how, probability, "; ".join(notes), meant)
        (rows if certain else doubtful).append(row)
    if rows:
        return rows + (doubtful if unsure else [])
    most = float(judged.probability[place].max()) if len(ids) else 0.0
    why = "bears on no account"
    if doubtful:
        why = f"{UNSURE}: rather {', '.join(f'{row[2]} {row[1]}' for row in doubtful)}"
    none = (each.statement_id, NO_NARRATIVE, "neutral", "stated", round(1 - most, 2), why, "")
    return [none, *(doubtful if unsure else [])]


def _words_of(each: Told) -> str:
    return f"{each.passage.cue} {each.passage.content}"


def _first(examples: object) -> str:
    return str(examples[0]) if isinstance(examples, (tuple, list)) and examples else ""


def _stake(stakes: pd.DataFrame | None, source: str, narrative: str) -> float:
    if stakes is None or source not in stakes.index or narrative not in stakes.columns:
        return 0.0
    value = float(stakes[narrative].astype(float)[source])
    return 0.0 if np.isnan(value) else value


def _quoted(word: str) -> str:
    return f'"{word}"'
