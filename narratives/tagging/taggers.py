"""The two taggers: a small encoder that reads well, a window network that reads fast.

Both give each word a log-probability for each of ``LABELS``. They are ONNX graphs in
the package that multiply whole numbers, and read each paragraph by itself, however many
are given at once: a paragraph gives the same numbers on every machine and among all
neighbours. The encoder reads only
the paragraphs that leave the window network in doubt, and there the two are averaged:
they err on different words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from narratives.reading import Session, log_likely, open_session, to_grid
from narratives.schema import SchemaError
from narratives.tagging.pieces import Segment, pack_segments
from narratives.tagging.windows import Window, pack_windows
from narratives.tagging.words import Paragraph

MODELS = ("accurate", "fast")
INPUTS = ("pieces", "cases", "quoted")
"""What a graph takes."""
AT_ONCE = 512
"""Places of paragraphs that are given to a graph at once, where one alone has not more."""
SURE = 0.7
"""A paragraph whose every word has one label this likely is not read by the encoder."""
SHARE = 0.1
"""Weight of the window network's probabilities where both have read."""


def score_words(paragraphs: Sequence[Paragraph], model: str) -> list[NDArray[np.float64]]:
    """Rate every word for every label.

    Parameters
    ----------
    paragraphs : sequence of Paragraph
    model : {"accurate", "fast"}

    Returns
    -------
    list of arrays of shape (n_words, n_labels), one for each paragraph
        Log-probabilities of ``LABELS`` on the grid of ``narratives.reading``; each row
        sums to 1 as probabilities, but for the steps of the grid.

    Raises
    ------
    SchemaError
        If there is no such model.

    Examples
    --------
    >>> from narratives.tagging.words import read_paragraphs
    >>> (scores,) = score_words(read_paragraphs("The mayor said no.", [(0, 18)]), "fast")
    >>> scores.shape
    (5, 7)
    """
    check_model(model)
    found = _run("fast", paragraphs)
    if model == "fast":
        return found
    doubtful = [number for number, scores in enumerate(found) if _is_doubtful(scores)]
    read = _run(model, [paragraphs[number] for number in doubtful])
    for number, scores in zip(doubtful, read, strict=True):
        likely = (1 - SHARE) * np.exp(scores) + SHARE * np.exp(found[number])
        found[number] = to_grid(np.log(likely))
    return found


def _is_doubtful(scores: NDArray[np.float64]) -> bool:
    """Tell whether the window network leaves open what a paragraph's words are."""
    return bool(np.exp(scores.max(axis=1).min()) <= SURE)


def _run(model: str, paragraphs: Sequence[Paragraph]) -> list[NDArray[np.float64]]:
    if not paragraphs:
        return []
    session = load_session(model)
    parts: Sequence[Segment | Window]
    parts = pack_segments(paragraphs) if model == "accurate" else pack_windows(paragraphs)
    # The parts are in the order of the words, and every word has its head in one of them.
    raw = []
    for some in _together(parts):
        heads: list[int] = []
        begun = 0
        for part in some:
            heads += [begun + place for place, _, _ in part.heads]
            begun += len(part.cases)
        raw.append(session.run(None, inputs_of(some))[0][0, heads])
    likely = log_likely(np.concatenate(raw))
    ends = list(accumulate(len(paragraph.words) for paragraph in paragraphs))
    return np.split(likely, ends[:-1])


def _together(parts: Iterable[Segment | Window]) -> Iterator[list[Segment | Window]]:
    """Yield neighbouring parts that have ``AT_ONCE`` places at most, or a longer one alone."""
    some: list[Segment | Window] = []
    size = 0
    for part in parts:
        if some and size + len(part.cases) > AT_ONCE:
            yield some
            some, size = [], 0
        some.append(part)
        size += len(part.cases)
    if some:
        yield some


def check_model(model: str) -> None:
    """Raise a :class:`~narratives.SchemaError` where ``model`` is no model's name."""
    if model not in MODELS:
        names = " or ".join(f'"{name}"' for name in MODELS)
        raise SchemaError(f"model is {model!r}, expected {names}.")


def inputs_of(parts: Sequence[Segment | Window]) -> dict[str, NDArray[np.int64]]:
    """Return the inputs of a graph: one row of pieces, cases and quotation states."""
    return {
        name: np.concatenate([getattr(part, name) for part in parts], dtype=np.int64)[np.newaxis]
        for name in INPUTS
    }


@cache
def load_session(model: str) -> Session:
    """Load a tagger's graph; a second call returns the one already loaded."""
    with as_file(files("narratives.tagging") / f"{model}.onnx") as graph:
        return open_session(graph)
