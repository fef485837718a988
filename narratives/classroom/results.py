"""What a class found: the files of its pupils in tables, beside the key and beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from narratives.classroom.answers import fold_voices, key_table, list_key
from narratives.classroom.comparing import compare_pupils, list_splits, measure_class
from narratives.classroom.editions import plan_lesson
from narratives.classroom.gathering import (
    gather_answers,
    list_orders,
    list_own,
    tell_splits,
    words_of,
)
from narratives.classroom.guessing import brier_score, class_calibration
from narratives.classroom.hiding import number_files, number_pupils
from narratives.classroom.marks import MarksFile, Refused, read_marks
from narratives.classroom.record import ClassTables
from narratives.classroom.settling import settle
from narratives.report.content import page_content
from narratives.schema import NarrativesError
from narratives.telling.words import account_letter

if TYPE_CHECKING:
    from narratives.comparison import Tables


class ClassResults(ClassTables):
    """What a class found, with its page; see :class:`narratives.classroom.record.ClassTables`."""

    def to_html(self, path: str | Path, date: str | None = None) -> Path:
        """Write the results as one HTML page that works offline.

        Parameters
        ----------
        path : str or Path
        date : str, optional
            As :meth:`narratives.Comparison.to_html` takes it.

        Returns
        -------
        Path

        Raises
        ------
        NarrativesError
            If the file cannot be written.
        """
        from narratives.classroom.results_page import render_results
        from narratives.report.files import write_page

        return write_page(render_results(self, date), Path(path))


def class_results(
    folder: str | Path,
    comparison: Tables | None = None,
    *,
    truth: str = "",
    names: bool = True,
) -> ClassResults:
    """Compare the marks of a class: with each other, and with the key of a case.

    Parameters
    ----------
    folder : str or Path
        The files that pupils saved, under any names. Broken, empty, doubled and foreign ones
        are skipped and listed in ``skipped``.
    comparison : Comparison, optional
        Of the case that was marked. Without it there is no key, and words are places in the
        text.
    truth : str
        The ``narrative_id`` of what happened, where that is known because the event was made
        up: then the probabilities of pupils are scored.
    names : bool
        Whether nicknames and names of files are kept; if not, pupils have numbers.

    Returns
    -------
    ClassResults

    Raises
    ------
    NarrativesError
        If there is no such folder, it is empty, none of its files can be used, or the truth is
        no account of the case.

    Examples
    --------
    >>> class_results("no-such-folder")
    Traceback (most recent call last):
    narratives.schema.errors.NarrativesError: no-such-folder: the folder of the pupils' files ...
    """
    files, refused = read_marks(folder)
    if not names:
        files, refused = number_files(files, refused)
    lesson = None if comparison is None else plan_lesson(comparison)
    task = lesson.task if lesson else _most_common([file.task for file in files])
    foreign = [file for file in files if file.task != task]
    refused += [
        Refused(file.file, "foreign: it was made for another text, or another edition of it.")
        for file in foreign
    ]
    named, doubled, notes = settle([file for file in files if file.task == task], names=names)
    refused += doubled
    if not named:
        told = "\n".join(f"  {one.file}: {one.why}" for one in refused)
        raise NarrativesError(f"{folder}: no file could be used.\n{told}")
    if not names:
        named = number_pupils(named)
    letters = lesson.letters if lesson else _letters(named)
    offers = {offer.offer_id: offer for offer in lesson.offers} if lesson else None
    answers, problems, shown = gather_answers(named, comparison, offers, letters)
    notes = [*notes, *problems]
    key = None
    words: dict[str, tuple[int, int, str, str]] = {}
    if comparison is not None and lesson is not None:
        rows = list_key(page_content(comparison), lesson.offers)
        key = key_table(rows, comparison)
        shown |= {
            voice: name
            for row in rows
            for name, voice in zip(row.who, fold_voices(row.who, comparison), strict=True)
        }
        words = {row.offer.offer_id: words_of(comparison, row.offer, row.words) for row in rows}
    letter = _true_letter(comparison, truth)
    chances = pd.DataFrame(
        [[file.chances.get(one, float("nan")) for one in letters] for _, file in named],
        index=pd.Index([name for name, _ in named], name="pupil", dtype="str"),
        columns=list(letters),
        dtype=float,
    )
    pupils = compare_pupils(answers, key).reindex(chances.index)
    pupils[["marked", "answers", "key_of", "class_of"]] = (
        pupils[["marked", "answers", "key_of", "class_of"]].fillna(0).astype(int)
    )
    pupils["brier"] = [
        brier_score(dict(row.dropna()), letter) if letter else float("nan")
        for _, row in chances.iterrows()
    ]
    return ClassResults(
        pupils=pupils,
        answers=answers,
        agreement=measure_class(answers),
        splits=tell_splits(list_splits(answers), key, words),
        orders=list_orders(answers, key, letters, comparison),
        own=list_own(named, comparison),
        chances=chances,
        calibration=class_calibration(chances, letter) if letter else pd.DataFrame(),
        skipped=pd.DataFrame([(one.file, one.why) for one in refused], columns=["file", "why"]),
        notes=tuple(notes),
        accounts=_titles(comparison, letters),
        truth=letter,
        question="" if comparison is None else comparison.question,
        names=shown,
    )


def _true_letter(comparison: Tables | None, truth: str) -> str:
    if not truth:
        return ""
    known = [] if comparison is None else [str(n) for n in comparison.narratives.index]
    if truth not in known:
        raise NarrativesError(
            f'truth "{truth}" is no account of the case. '
            + (
                f"Accounts: {', '.join(known)}."
                if known
                else "Give the comparison of the case too."
            )
        )
    return account_letter(known.index(truth))


def _titles(comparison: Tables | None, letters: Sequence[str]) -> dict[str, str]:
    titles = [] if comparison is None else [str(t) for t in comparison.narratives["title"]]
    return dict(zip(letters, titles or [""] * len(letters), strict=True))


def _letters(named: Sequence[tuple[str, MarksFile]]) -> list[str]:
    found = {one for _, file in named for mark in file.marks.values() for one in mark.accounts}
    return sorted(found | {one for _, file in named for one in file.chances})


def _most_common(tasks: Sequence[str]) -> str:
    counts = Counter(tasks)
    return min(counts, key=lambda task: (-counts[task], task)) if counts else ""
