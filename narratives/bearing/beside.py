"""Statements beside accounts: what is read, in which words, and what decisions add to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narratives.bearing.odds import judge, odds_of
from narratives.bearing.pointing import REACH, Meant, Stand, find_pointer, point_back
from narratives.bearing.reviewed import answers_of, leave_out
from narratives.bearing.statements import ReadStatement
from narratives.bearing.surroundings import (
    NOWHERE,
    neighbours_of,
    number_speakers,
    read_around,
    surroundings_of,
)
from narratives.bearing.teaching import Head, Taught, teach_head
from narratives.bearing.terms import Terms, push_likely, push_of_terms, read_terms
from narratives.reading import Account, BearingReader, Passage, Reading, join_readings
from narratives.schema import NO_NARRATIVE, SchemaError, records_of, require_columns
from narratives.schema.arrays import Floats

Progress = Callable[[int, int], None]


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
        for row in records_of(narratives)
    ]
    return accounts, read_terms([tuple(terms or ()) for terms in narratives["terms"]])


def told_beforehand(
    everything: Sequence[ReadStatement], asked: Set[str], decided: Set[str]
) -> list[ReadStatement]:
    """Return what is read before the variants.

    That is what stands around what is asked for, what its speaker says elsewhere, what teaches,
    and what points back with what may be meant.
    """
    told = [each for each in everything if each.is_read]
    kept = set(decided)
    speakers = number_speakers(told)
    for number, near in enumerate(neighbours_of(told)):
        if told[number].statement_id in asked:
            same = np.flatnonzero((speakers == speakers[number]) & (speakers != NOWHERE))
            others = {*near.tolist(), *same.tolist()} - {NOWHERE, number}
            kept.update(told[n].statement_id for n in others)
    for here in [each for each in told if each.statement_id in kept | asked]:
        if find_pointer(here.passage.content) is not None:
            kept.add(here.statement_id)
            kept.update(
                each.statement_id
                for each in told
                if each.document_id == here.document_id
                and here.start - REACH <= each.end <= here.start
            )
    return [each for each in told if each.statement_id in kept]


def read_in_context(
    told: Sequence[ReadStatement],
    accounts: Sequence[Account],
    reader: BearingReader,
    terms: Terms,
    progress: Progress | None = None,
    taught: Taught | None = None,
) -> tuple[Reading, list[ReadStatement], dict[str, Meant]]:
    """Read statements, and those with words that point back once more with what these mean.

    What is meant takes a stand by itself, with the terms that it uses; the terms are not yet
    in the reading that is returned. What ``taught`` has of words that point back is not read
    again, and what it has not is put there.

    Returns
    -------
    reading : Reading
    told : list of ReadStatement
        With the passages that were read.
    meant : dict of statement id to Meant
        What pointing words mean.
    """
    reading = reader.read([each.passage for each in told], accounts, progress)
    if not told or not accounts:
        return reading, list(told), {}
    push = push_of_terms(terms, [words_of(each.passage) for each in told])
    judged = judge(push_likely(reading.likely, push), odds_of(reader))
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
        second = _read_pointed(told, found, again, accounts, reader, taught)
        likely, stated = reading.likely.copy(), reading.stated.copy()
        likely[again], stated[again] = second.likely, second.stated
        notes = list(reading.notes)
        for number, note in zip(again, second.notes, strict=False):
            notes[number] = note
        states = None
        if reading.states is not None and second.states is not None:
            states = reading.states.copy()
            states[again] = second.states
        reading = Reading(likely, stated, states, tuple(notes))
    return reading, found, meant


def _read_pointed(
    told: Sequence[ReadStatement],
    found: Sequence[ReadStatement],
    again: Sequence[int],
    accounts: Sequence[Account],
    reader: BearingReader,
    taught: Taught | None,
) -> Reading:
    """Read statements with what their words mean, those that were read so before excepted."""
    known = {} if taught is None else taught.pointed
    new = [
        n
        for n in again
        if told[n].statement_id not in known or known[told[n].statement_id][0] != told[n].passage
    ]
    if new:
        reading = reader.read([found[n].passage for n in new], accounts)
        for place, n in enumerate(new):
            known[told[n].statement_id] = told[n].passage, reading.of([place])
    return join_readings([known[told[n].statement_id][1] for n in again])


def heads_for(
    reading: Reading,
    told: Sequence[ReadStatement],
    ids: Sequence[str],
    examples: pd.DataFrame | None,
    wanted: Collection[str] | None = None,
    taught: Taught | None = None,
) -> Iterator[tuple[list[int], Head | None, int]]:
    """Yield the places of some statements with what decisions on others teach about them.

    With ``wanted``, statements that stand with none of these ids are left out. ``taught`` is
    filled with what was learned; where it is filled, that counts and ``examples`` do not.

    Yields
    ------
    statements : list of int
    head : Head or None
        None where there is nothing to learn from.
    decisions : int
        Statements that taught it.
    """
    names = [each.statement_id for each in told]
    if taught is not None and taught.heads:
        for some, shown in leave_out(taught.decided, names):
            yield some, taught.heads.get(tuple(shown)), len(shown)
        return
    place = {name: number for number, name in enumerate(names)}
    decided, answers = decided_among(told, ids, examples)
    if not decided or reading.states is None:
        yield list(range(len(told))), None, 0
        return
    numbers = np.array([place[name] for name in decided])
    for some, shown in leave_out(decided, names):
        if wanted is not None and not any(told[n].statement_id in wanted for n in some):
            continue
        own = numbers[shown]
        given = Reading(reading.likely[own], reading.stated[own], reading.states[own])
        head = teach_head(given, answers[shown])
        if taught is not None:
            taught.decided = decided
            taught.heads[tuple(shown)] = head
        yield some, head, len(shown)


def decided_among(
    told: Sequence[ReadStatement], ids: Sequence[str], examples: pd.DataFrame | None
) -> tuple[list[str], NDArray[np.intp]]:
    """Return which of the statements a person decided, and how; see ``answers_of``."""
    if examples is None or not len(examples) or not len(ids):
        return [], np.zeros((0, len(ids)), dtype=np.intp)
    require_columns(examples, ("statement_id", "narrative_id", "stance"), "examples")
    own = [each.statement_id for each in told]
    known = examples[examples["statement_id"].astype(str).isin(own)]
    return answers_of(known, "statement_id", ids)


def look_around(
    likely: Floats,
    told: Sequence[ReadStatement],
    decided: Mapping[str, NDArray[np.intp]],
    reader: BearingReader,
) -> Floats | None:
    """Return what the statements around each say, as read or as a person decided.

    ``likely`` has the terms in it already; ``decided`` are the answers by statement id. None
    where nobody measured what the surroundings are worth to this reader: ``surroundings_of``.
    """
    if surroundings_of(reader) is None or not told or not likely.shape[1]:
        return None
    numbers = {n: decided[e.statement_id] for n, e in enumerate(told) if e.statement_id in decided}
    return read_around(likely, neighbours_of(told), number_speakers(told), numbers)


def words_of(passage: Passage) -> str:
    """Return the words of a statement in which the terms of the accounts are looked for."""
    return f"{passage.cue} {passage.content}"


def _first(examples: object) -> str:
    return str(examples[0]) if isinstance(examples, (tuple, list)) and examples else ""
