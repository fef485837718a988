"""A reader of bearings that asks a language model served on this machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from narratives.reading.answers import Answers
from narratives.reading.asking import WAIT, NotAnsweredError, Server
from narratives.reading.passages import Account, Passage
from narratives.reading.prompting import STANCES, Verdict, check_answer, write_question
from narratives.reading.reader import Reading
from narratives.reading.session import log_likely

ANSWERS_FILE = "answers.jsonl"
"""Where the answers stand in a case folder."""
SURE = {"stated": 0.75, "implied": 0.65, "": 0.75}
"""Likelihood of an answer that holds, by how it is said; modest, for it was never measured."""
OPPOSITE = 0.05
"""Likelihood of the other stance beside it."""
DOUBTFUL = (0.4, 0.2, 0.4)
"""Likelihoods of the stance, the other one and neither where the answer names a stance and its
words do not hold: under every threshold, so that nothing is drafted."""
STATED = {"stated": 0.9, "implied": 0.1, "": 0.5}
"""Likelihood that a bearing is stated."""


class ServedReader:
    """Reads with a language model behind the OpenAI-compatible interface of chat completions.

    llama.cpp, Ollama and vLLM speak it. One question is asked for each passage, with all
    accounts; the answer is checked, and where it does not hold the pair is unsure. The words
    of the model are no probabilities: an answer that holds gets a fixed one (``SURE``).

    Parameters
    ----------
    url : str
        Such as ``http://127.0.0.1:8080``.
    model : str
        The name under which the server knows the model.
    cache : str or Path, optional
        A file of JSON lines that keeps the answers by the SHA-256 of model and question, so
        that the server is asked once. Without it they are kept in memory.
    anywhere : bool
        Whether the server may be on another machine. The words of the documents go there.
    wait : float
        Seconds that one answer may take.

    Attributes
    ----------
    costly : bool
        True: a page asks it for nothing more than what its tables need.
    notes : tuple of str
        What went wrong in all that was read so far: answers that did not hold, with the reason.

    Raises
    ------
    NarrativesError
        If the address is not one, or not on this machine; while reading, if the server is dead,
        late, or answers with an error.

    Examples
    --------
    >>> ServedReader("http://127.0.0.1:8080", "gemma").name
    'model "gemma" served by 127.0.0.1'
    """

    costly = True

    def __init__(
        self,
        url: str,
        model: str,
        cache: str | Path | None = None,
        *,
        anywhere: bool = False,
        wait: float = WAIT,
    ) -> None:
        self._server = Server(url, anywhere=anywhere, wait=wait)
        self._model = model
        self._answers = Answers(None if cache is None else Path(cache))
        self._problems: dict[tuple[str, int], str] = {}
        self._sent = 0
        self.name = f'model "{model}" served by {self._server.host}'

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the page has to know about the answers."""
        found = [
            f"Of the model's answers {count} did not hold, and are unsure: {problem}."
            for problem, count in sorted(Counter(self._problems.values()).items())
        ]
        if self._answers.skipped:
            found.append(
                f"{self._answers.path}: lines that are torn and were skipped: "
                f"{self._answers.skipped}."
            )
        if self._sent and not self._server.is_here:
            found.append(
                f"Statements whose words were sent to another machine, {self._server.host}: "
                f"{self._sent}."
            )
        return tuple(found)

    def read(
        self,
        passages: Sequence[Passage],
        accounts: Sequence[Account],
        progress: Callable[[int, int], None] | None = None,
    ) -> Reading:
        """Read every passage for every account.

        Parameters
        ----------
        passages : sequence of Passage
        accounts : sequence of Account
        progress : callable, optional
            Called with the number of passages read and their total.

        Returns
        -------
        Reading
            Without states: what a person decides does not move it.

        Raises
        ------
        NarrativesError
            If the server is dead, late, or answers with an error, or the answers cannot be
            kept.
        """
        shape = (len(passages), len(accounts))
        chances = np.full((*shape, len(STANCES)), 1.0)
        stated = np.full(shape, STATED[""])
        notes = []
        for place, passage in enumerate(passages):
            verdicts = self._ask(passage, accounts) if accounts else []
            for column, verdict in enumerate(verdicts):
                chances[place, column] = _chances(verdict)
                stated[place, column] = STATED[verdict.how]
            notes.append(tuple(map(_note, verdicts)))
            if progress is not None:
                progress(place + 1, len(passages))
        return Reading(log_likely(np.log(chances)), stated, notes=tuple(notes))

    def _ask(self, passage: Passage, accounts: Sequence[Account]) -> list[Verdict]:
        question = write_question(self._model, passage, accounts)
        key = sha256(question).hexdigest()
        answer = self._answers.find(key)
        if answer is None:
            self._sent += 1
            try:
                answer = self._server.ask(question)
            except NotAnsweredError as error:
                return self._noted(key, [Verdict(problem=str(error))] * len(accounts))
            self._answers.keep(key, self._model, answer)
        return self._noted(key, check_answer(answer, passage, len(accounts)))

    def _noted(self, key: str, verdicts: list[Verdict]) -> list[Verdict]:
        for column, verdict in enumerate(verdicts):
            if verdict.problem:
                self._problems[key, column] = verdict.problem
        return verdicts


def _chances(verdict: Verdict) -> tuple[float, float, float]:
    """Return how likely supports, disputes and neither are taken to be."""
    if not verdict.stance:
        return (1 / 3, 1 / 3, 1 / 3)
    if verdict.stance == "neither":
        rest = (1 - SURE[""]) / 2
        return (rest, rest, SURE[""])
    if verdict.problem:
        own, other, neither = DOUBTFUL
    else:
        own, other = SURE[verdict.how], OPPOSITE
        neither = 1 - own - other
    return (own, other, neither) if verdict.stance == "supports" else (other, own, neither)


def _note(verdict: Verdict) -> str:
    if verdict.problem:
        return f"no answer that holds: {verdict.problem}"
    return f'rests on "{verdict.quote}"' if verdict.quote else ""
