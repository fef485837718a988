"""Words to the pieces of one vocabulary, which all trained readers share."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN, FIRST, BETWEEN = "[UNK]", "[CLS]", "[SEP]"
LONGEST = 4_000
"""Characters of one text that are cut into pieces."""
_HALF_LETTER = re.compile("[\ud800-\udfff]")
"""Lone surrogates: JSON and YAML can name them, no tokenizer takes them."""


@cache
def load_vocabulary() -> Tokenizer:
    """Return the WordPiece vocabulary of all-MiniLM-L6-v2, in small letters."""
    # Not at the top: hand-made tables are compared in a browser, which has no tokenizers.
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    lines = files("narratives.reading").joinpath("vocabulary.txt").read_text(encoding="utf-8")
    numbers = {piece: number for number, piece in enumerate(lines.splitlines())}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


@lru_cache(maxsize=20_000)
def cut_text(text: str) -> tuple[int, ...]:
    """Cut a text into the numbers of its pieces; half a letter is no piece.

    Examples
    --------
    >>> len(cut_text("The dam broke.")), cut_text("Dam") == cut_text("dam")
    (4, True)
    """
    whole = _HALF_LETTER.sub("\ufffd", text[:LONGEST])
    return tuple(load_vocabulary().encode(whole, add_special_tokens=False).ids)


@cache
def number_of(piece: str) -> int:
    """Return the number of a piece of the vocabulary."""
    found: int | None = load_vocabulary().token_to_id(piece)
    assert found is not None, f"{piece} is no piece of the vocabulary"
    return found
