"""The rubric in words: a page for who reads texts by it."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.schema import CARD
from narratives.scores.card.criteria import CRITERIA, RULE

_HEAD = f"""\
# The score card, level by level

{RULE}

What is only implied counts as well. Each line is read by itself; nothing is added up. The machine
drafts from its tables, and a person corrects:

```
narratives review CASE --set ACCOUNT card "nearness 2; record unknown" --why "…" --who NAME
```

`narratives card CASE` shows the card of a case whole: each score with the words and all statements
that it rests on, why one is unknown, and what would raise it. On the page of a case each score
leads to the same.

How far readers agreed, line by line, is in `benchmarks/RESULTS.md`, with the lines that were worded
more sharply after that, and what a second reading by the sharper words gave. Of one line it is not
known: no text that was read tells how often a source was right, so every reader left `record`
unknown.
"""


def rubric_in_markdown() -> str:
    """Return the documentation of the score card; ``docs/score_card.md`` holds it.

    Examples
    --------
    >>> rubric_in_markdown().splitlines()[0]
    '# The score card, level by level'
    """
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for profile, criteria in CARD.items():
        yield f"## {profile.capitalize()}\n"
        for criterion in criteria:
            line = CRITERIA[criterion]
            yield f"### {line.title}\n\n`{criterion}`\n"
            yield from (f"- **{score}**: {words}" for score, words in enumerate(line.levels))
            yield f"\n{line.note}\n"
