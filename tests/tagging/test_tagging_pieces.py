from __future__ import annotations

import numpy as np
import pytest

from narratives.tagging.pieces import BETWEEN, MOST, PER_WORD, cut_word, number_of, pack_segments
from narratives.tagging.windows import LONGEST as LONGEST_WINDOW, pack_windows
from narratives.tagging.words import read_paragraphs


def paragraphs_of(text: str):
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return read_paragraphs(text, spans)


def test_a_word_is_cut_as_the_vocabulary_says():
    assert cut_word("said") == (2056,)
    assert cut_word("Said") == cut_word("said")
    assert len(cut_word("antidisestablishmentarianism" * 3)) == PER_WORD


@pytest.mark.parametrize("pack", [pack_segments, pack_windows])
@pytest.mark.parametrize(
    "text",
    [
        "She left.\nHe stayed.",
        "word " * 3000,
        "\n".join(["The mayor of Orlen said the dam held."] * 300),
        "日本 \u200b 😀 é " * 50,
    ],
)
def test_every_word_has_one_head(pack, text):
    paragraphs = paragraphs_of(text)
    heads = [(p, w) for part in pack(paragraphs) for _, p, w in part.heads]
    assert heads == [(n, w) for n, p in enumerate(paragraphs) for w in range(len(p.words))]


def test_what_is_read_at_once_is_bounded():
    paragraphs = paragraphs_of("unbelievable " * 20_000)
    assert max(len(segment.pieces) for segment in pack_segments(paragraphs)) <= MOST + 2
    assert max(len(window.pieces) for window in pack_windows(paragraphs)) <= LONGEST_WINDOW + 2


@pytest.mark.parametrize("pack", [pack_segments, pack_windows])
def test_each_paragraph_is_read_by_itself_between_two_marks(pack):
    paragraphs = paragraphs_of("\n".join(["The mayor said the dam held."] * 60))
    parts = pack(paragraphs)
    assert [{number for _, number, _ in part.heads} for part in parts] == [{n} for n in range(60)]
    mark = number_of(BETWEEN)
    ends = [np.atleast_1d(part.pieces[place])[0] for part in parts for place in (0, -1)]
    assert set(ends) == {mark}
