"""A reader of fixed answers, so that what is made of them can be worked out by hand."""

from __future__ import annotations

import numpy as np

from narratives.reading import Reading

LITTLE = 0.01
"""What a pair without an answer is read as, for and against."""


class FakeReader:
    """Answers by the content of a passage and the sentence of an account.

    ``answers`` maps (words of the passage, words of the account) to (supports, disputes) or
    (supports, disputes, stated). Words are looked for in cue and content; words with " | " in
    what stands before, then cue and content. Of several that fit the last counts. ``states``
    gives the state of a passage and an account, or None.
    ``passages`` and ``calls`` keep what was read.
    """

    name = "fake"

    def __init__(self, answers, states=None):
        self.answers, self.states = answers, states
        self.passages, self.calls = [], 0

    def read(self, passages, accounts, progress=None):
        """Look every pair up."""
        self.calls += 1
        self.passages += passages
        chances = np.zeros((len(passages), len(accounts), 3))
        stated = np.zeros((len(passages), len(accounts)))
        for row, passage in enumerate(passages):
            said = f"{passage.cue} {passage.content}"
            around = f"{passage.before} | {said}"
            for column, account in enumerate(accounts):
                found = (LITTLE, LITTLE)
                for (words, of), answer in self.answers.items():
                    if words in (around if "|" in words else said) and of in account.statement:
                        found = answer
                chances[row, column] = (found[0], found[1], 1 - found[0] - found[1])
                stated[row, column] = found[2] if len(found) > 2 else 1.0
            if progress is not None:
                progress(row + 1, len(passages))
        states = None
        if self.states is not None:
            given = [[self.states(p, a) for a in accounts] for p in passages]
            states = np.array(given, dtype=float).reshape(len(passages), len(accounts), -1)
        return Reading(np.log(chances), stated, states)
