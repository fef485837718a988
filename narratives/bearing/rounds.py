"""Several bearings asked about at once: one word of each after the other is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from narratives.bearing.variants import Variant, read_variants, words_in
from narratives.reading import BearingReader, Reading


@dataclass
class AskedBearing:
    """A bearing that is asked about: its variants, and what was read of the first of them."""

    number: int
    column: int
    variants: list[Variant]
    tried: int = 0
    read: list[Reading] = field(default_factory=list)


def read_in_rounds(
    asked: Sequence[AskedBearing],
    by: BearingReader,
    is_found: Callable[[AskedBearing], bool],
    *,
    few: int,
    most_words: int,
) -> None:
    """Read all variants of one bearing; of several one by one, as far as the bound goes.

    Parameters
    ----------
    asked : sequence of AskedBearing
        ``read`` and ``tried`` are filled.
    by : BearingReader
    is_found : callable
        Tells of one whether what decided is found, so that no more of it is read.
    few : int
        Words of each that are left out, however much there is to read.
    most_words : int
        Words that are read for all others.
    """
    whole = len(asked) == 1
    ends = [(one, len(one.variants) if whole else min(2, len(one.variants))) for one in asked]
    words = 0
    while ends:
        new = [variant for one, end in ends for variant in one.variants[one.tried : end]]
        reading = read_variants(by, new)
        first = 0
        for one, end in ends:
            last = first + end - one.tried
            one.read.append(reading.of(range(first, last)))
            first, one.tried = last, end
        words += sum(words_in(variant) for variant in new if variant.word)
        going = [one for one, _ in ends if one.tried < len(one.variants) and not is_found(one)]
        ends = [(one, one.tried + 1) for one in going]
        more = sum(words_in(one.variants[one.tried]) for one in going)
        if any(one.tried > few for one in going) and words + more > most_words:
            return
