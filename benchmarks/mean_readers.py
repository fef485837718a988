"""Take the mean of the weights of networks that went on from one another, or from one start.

    python benchmarks/mean_readers.py --to FILE FILE...

The files are those of ``train_reader.py``. ``benchmarks/RESULTS.md`` says what came of it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def mean_of(networks: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of each weight; what is no fraction is that of the first."""
    first = networks[0]
    return {
        name: sum(own[name].float() for own in networks) / len(networks)
        if first[name].is_floating_point()
        else first[name]
        for name in first
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--to", required=True, type=Path)
    asked = parser.parse_args()
    torch.save(mean_of([torch.load(path) for path in asked.files]), asked.to)


if __name__ == "__main__":
    main()
