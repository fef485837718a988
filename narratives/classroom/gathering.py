"""The tables of a class, from the files of its pupils and the key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.classroom.answers import fold_voices
from narratives.classroom.comparing import GIVEN, take_modes
from narratives.classroom.marks import MarksFile
from narratives.classroom.offers import Offer, offer_id_of
from narratives.classroom.ordering import rank_by_marks
from narratives.classroom.record import CLASS, KEY
from narratives.schema import span_text

if TYPE_CHECKING:
    from narratives.comparison import Tables


def gather_answers(
    named: Sequence[tuple[str, MarksFile]],
    comparison: Tables | None,
    offers: Mapping[str, Offer] | None,
    letters: Sequence[str],
) -> tuple[pd.DataFrame, list[str], dict[str, str]]:
    """Put the answers of all pupils into one table; say what was left out of it."""
    written = [mark.who for _, file in named for mark in file.marks.values() if mark.who]
    voices = dict(zip(written, fold_voices(written, comparison), strict=True))
    rows, problems = [], []
    for name, file in named:
        left = [*file.problems]
        for statement, mark in file.marks.items():
            if offers is not None and statement not in offers:
                left.append(f'statement "{statement[:60]}" is not on the page')
                continue
            given = [("who", "", voices.get(mark.who, "")), ("firmness", "", mark.firmness)]
            given.append(("basis", "", mark.basis))
            given += [
                ("accounts", one, side) for one, side in mark.accounts.items() if one in letters
            ]
            rows += [(name, statement, q, one, answer) for q, one, answer in given if answer]
        problems += [f"{file.file}: {problem}." for problem in left]
    shown: dict[str, str] = {}
    for words, _ in Counter(written).most_common():
        shown.setdefault(voices[words], words)
    return pd.DataFrame(rows, columns=list(GIVEN), dtype="str"), problems, shown


def words_of(comparison: Tables, offer: Offer, cue: str) -> tuple[int, int, str, str]:
    """Return number, line, words and cue of a statement."""
    document = comparison.document(offer.document_id)
    return offer.n, offer.line, span_text(document.text, offer.spans), cue


def tell_splits(
    splits: pd.DataFrame,
    key: pd.DataFrame | None,
    words: Mapping[str, tuple[int, int, str, str]],
) -> pd.DataFrame:
    """Add to each split its words in the text and the answers of the key."""
    right: dict[tuple[str, str, str], list[str]] = {}
    for row in () if key is None else key.to_dict("records"):
        cell = (row["statement"], row["question"], row["letter"])
        right.setdefault(cell, []).append(row["answer"])
    cells = [
        (str(row["statement"]), str(row["question"]), str(row["letter"]))
        for row in splits.to_dict("records")
    ]
    told = [words.get(cell[0], (0, 0, cell[0], "")) for cell in cells]
    keyed: list[Any] = [tuple(right.get(cell, ())) for cell in cells]
    return splits.assign(
        n=[one[0] for one in told],
        line=[one[1] for one in told],
        words=[one[2] for one in told],
        cue=[one[3] for one in told],
        key=keyed,
    )


def list_orders(
    answers: pd.DataFrame,
    key: pd.DataFrame | None,
    letters: Sequence[str],
    comparison: Tables | None,
) -> pd.DataFrame:
    """Rank the accounts by the marks of each pupil, of the class and of the key."""
    origins = {}
    relations = None
    if comparison is not None:
        origins = {
            str(s): str(o)
            for s, o in comparison.sources["origin_id"].items()
            if isinstance(o, str) and o
        }
        letter_of = dict(zip(map(str, comparison.narratives.index), letters, strict=True))
        ends = ("narrative_id", "other_id")
        relations = comparison.relations.assign(
            **{end: comparison.relations[end].map(letter_of) for end in ends}
        )
    ranks = {
        name: rank_by_marks(own, letters, origins, relations)
        for name, own in answers.groupby("pupil", sort=False)
    }
    ranks[CLASS] = rank_by_marks(take_modes(answers), letters, origins, relations)
    if key is not None:
        ranks[KEY] = rank_by_marks(key, letters, origins, relations)
    return pd.DataFrame.from_dict(ranks, orient="index", columns=list(letters)).rename_axis("by")


def list_own(named: Sequence[tuple[str, MarksFile]], comparison: Tables | None) -> pd.DataFrame:
    """Put the statements that pupils found together, those that share most of their words."""
    groups: list[tuple[str, int, int, set[str]]] = []
    lengths = (
        {} if comparison is None else {d.document_id: len(d.text) for d in comparison.documents}
    )
    for name, file in named:
        for document_id, start, end, _ in file.own:
            if comparison is not None and end > lengths.get(document_id, 0):
                continue
            for n, (other, begin, stop, pupils) in enumerate(groups):
                shared = min(end, stop) - max(start, begin)
                if other == document_id and 2 * shared > max(end - start, stop - begin):
                    groups[n] = (other, begin, stop, pupils | {name})
                    break
            else:
                groups.append((document_id, start, end, {name}))
    rows = [
        (
            offer_id_of(document_id, [(start, end)]),
            "" if comparison is None else comparison.document(document_id)[start:end],
            len(pupils),
        )
        for document_id, start, end, pupils in groups
    ]
    table = pd.DataFrame(rows, columns=["statement", "words", "pupils"])
    return table.sort_values("pupils", ascending=False, kind="stable").reset_index(drop=True)
