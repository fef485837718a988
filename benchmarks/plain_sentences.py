"""Read 72 plain sentences that are easily read the wrong way, and print how many are right by kind.

    python benchmarks/plain_sentences.py

``plain_sentences.txt`` holds them: questions that are answered or stay open, talk around an event,
hedges, blame that is turned from one to the other, and states of things told in other words.
Nothing is taught or set by them. They were written after it was known which kinds are weak,
by a hand that saw neither the project nor what the reader learns from, but was told two examples
of a state ("the guard was sober", "the tank was full") that ``patterns_more.txt`` has as well.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from bearing_case import rate  # noqa: E402

Accounts = dict[str, tuple[str, str, tuple[str, ...]]]


def read_sentences(path: Path) -> tuple[dict[str, Accounts], list[list[str]]]:
    """Return the accounts of each event, and kind, event, text and expected of each sentence."""
    events: dict[str, Accounts] = {}
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("EVENT "):
            accounts = events[line.split()[1]] = {}
        elif line.startswith("ACC "):
            key, title, statement = line[4:].split(" | ")
            accounts[key] = (title, statement, ())
        elif line and not line.startswith("#"):
            sentences.append(line.split(" | "))
    return events, sentences


def main() -> None:
    events, sentences = read_sentences(HERE / "plain_sentences.txt")
    right = defaultdict(list)
    hits = drafted = wanted = opposite = 0
    for kind, event, text, expected in sentences:
        _, _, bearings = rate(text, events[event])
        marks = {"supports": "+", "disputes": "-"}
        told = zip(bearings["narrative_id"], bearings["stance"], strict=True)
        found = {name + marks[stance] for name, stance in told if stance in marks}
        asked = set(expected.split()) - {"none"}
        turned = {pair[:-1] + "+-"[pair[-1] == "+"] for pair in found}
        right[kind].append(found == asked)
        hits, drafted = hits + len(found & asked), drafted + len(found)
        wanted, opposite = wanted + len(asked), opposite + len(turned & asked)
    for kind, own in right.items():
        print(f"{kind}: {sum(own)} of {len(own)}")
    print(
        f"pairs: F1 {2 * hits / (drafted + wanted):.2f}, opposite {opposite} of {drafted} drafted"
    )


if __name__ == "__main__":
    main()
