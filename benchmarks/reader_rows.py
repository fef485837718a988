"""Rows from which the reader of bearings learns: examples as numbers, in batches."""

from __future__ import annotations

import random
from dataclasses import replace

import torch
from sheets import Example

from narratives.reading import Account, pack_rows
from narratives.reading.vocabulary import BETWEEN, FIRST, number_of

BUDGET = 2_048
"""Pieces of a batch."""
STEP = 16
"""Rows are as long as a multiple of this."""
MASKED = 0.04
"""Share of pieces that are hidden while it learns."""
Built = tuple[list[int], list[int], list[tuple[int, int]], list[int], list[int]]


def build(example: Example, chance: random.Random | None = None) -> Built:
    """Write an example as one row; while it learns, in a chance order and with parts left out."""
    passage, order = example.passage, list(range(len(example.accounts)))
    if chance is not None:
        chance.shuffle(order)
        if len(order) > 1 and chance.random() < 0.3:
            order = order[: chance.randint(1, len(order))]
        if chance.random() < 0.15:
            passage = replace(passage, before="")
        if chance.random() < 0.15:
            passage = replace(passage, source="", cue="")
        elif chance.random() < 0.5:
            passage = replace(passage, cue="")
    row = pack_rows(passage, [Account(example.accounts[n]) for n in order])[0]
    order = [order[n] for n in row.numbers]
    pieces = row.pieces
    if chance is not None:
        kept, mask = (number_of(FIRST), number_of(BETWEEN)), number_of("[MASK]")
        pieces = [
            mask if kind == 0 and piece not in kept and chance.random() < MASKED else piece
            for piece, kind in zip(row.pieces, row.kinds, strict=True)
        ]
    answers = [example.answers[n] for n in order]
    return pieces, row.kinds, row.accounts, answers, [example.implied[n] for n in order]


def stack(built: list[Built]) -> tuple[tuple[torch.Tensor, ...], torch.Tensor, torch.Tensor]:
    """Stack rows; accounts of all rows come in one long list."""
    longest = rounded(max(len(pieces) for pieces, *_ in built))
    pieces = torch.zeros(len(built), longest, dtype=torch.long)
    kinds, mask = pieces.clone(), pieces.clone()
    rows, ends, means, answers, implied = [], [], [], [], []
    for number, (own, kind, accounts, answer, how) in enumerate(built):
        pieces[number, : len(own)] = torch.tensor(own)
        kinds[number, : len(own)] = torch.tensor(kind)
        mask[number, : len(own)] = 1
        for start, end in accounts:
            mean = torch.zeros(longest)
            mean[start:end] = 1 / max(1, end - start)
            rows.append(number)
            ends.append(end)
            means.append(mean)
        answers += answer
        implied += how
    given = (pieces, kinds, mask, torch.tensor(rows), torch.tensor(ends), torch.stack(means))
    return given, torch.tensor(answers), torch.tensor(implied)


def batches(built: list[Built], chance: random.Random) -> list[list[int]]:
    """Deal rows of like length into batches of ``BUDGET`` pieces.

    Lengths are rounded up, so that few shapes of arrays occur: for each new one the kernels of the
    processor are made anew, which takes longer than the sums.
    """
    order = list(range(len(built)))
    chance.shuffle(order)
    found: list[list[int]] = []
    waiting: dict[int, list[int]] = {}
    for number in order:
        length = rounded(len(built[number][0]))
        some = waiting.setdefault(length, [])
        some.append(number)
        if len(some) >= max(1, BUDGET // length):
            found.append(waiting.pop(length))
    found += waiting.values()
    chance.shuffle(found)
    return found


def rounded(length: int) -> int:
    return -(-length // STEP) * STEP
