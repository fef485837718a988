"""What a class found, in tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

CLASS, KEY = "the class", "the key"
"""Rows of ``ClassTables.orders`` that are no pupil."""


@dataclass(frozen=True)
class ClassTables:
    """What a class found.

    Parameters
    ----------
    pupils : DataFrame indexed by pupil
        ``marked`` statements, ``answers``, the share of answers that agree with the ``key`` and
        with most others of the ``class`` (and of how many: ``key_of``, ``class_of``), the share
        with the key for each question, and ``brier``, the score of the probabilities.
    answers : DataFrame with columns pupil, statement, question, letter and answer
    agreement : DataFrame indexed by question
        Krippendorff's ``alpha`` with its interval ``low`` to ``high``.
    splits : DataFrame
        Where the class did not answer alike, with ``line``, ``words``, ``cue`` and what the
        ``key`` says, the most divided first.
    orders : DataFrame of shape (n_pupils + 2, n_accounts)
        The rank of each account by the marks of each pupil, of the class and of the key.
    own : DataFrame with columns statement, words and pupils
        Statements that pupils found by themselves, and how many did.
    chances : DataFrame of shape (n_pupils, n_accounts)
        Probabilities from 0 to 1, NaN where none was given.
    calibration : DataFrame
        What was stated beside what came true; empty where the truth is not known.
    skipped : DataFrame with columns file and why
    notes : tuple of str
        What in a file that was read was left out, and whose file it may be.
    accounts : mapping of letter to title
    truth : str
        The letter of what happened, "" where that is not known.
    question : str
    names : mapping of an answer to "who" to the name to show for it
    """

    pupils: pd.DataFrame
    answers: pd.DataFrame
    agreement: pd.DataFrame
    splits: pd.DataFrame
    orders: pd.DataFrame
    own: pd.DataFrame
    chances: pd.DataFrame
    calibration: pd.DataFrame
    skipped: pd.DataFrame
    notes: tuple[str, ...]
    accounts: Mapping[str, str]
    truth: str
    question: str
    names: Mapping[str, str]
