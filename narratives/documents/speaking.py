"""Who speaks, where no colon parts the name from the words: "[Ana Ruiz] …", "RUIZ// …".

One name before a line may be anything. Two that come back, each twice, before most of the
lines, are those of a talk; their sign is read as a colon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from narratives.documents.furniture import name_furniture
from narratives.documents.letters import Edit
from narratives.documents.shadow import LINE
from narratives.lexicon import load_classes

SHARE = 0.5
"""Share of the lines before which a name must stand."""
_WORD = r"[A-Z][\w.'’-]{0,20}"
_NAME = rf"(?P<name>{_WORD}(?: (?:{_WORD}|\d{{1,2}})){{0,3}})"
_SIGNS = tuple(
    re.compile(form.replace("NAME", _NAME), re.M)
    for form in (
        r"(?:^[ \t]*|(?<=[.!?…\"”’)] ))\[NAME\][ \t]+(?=[\"“‘]?[^\W_])",
        r"^[ \t]*<NAME>[ \t]+(?=[\"“‘]?[^\W_])",
        r"^[ \t]*NAME[ \t]?//[ \t]*(?=[\"“‘]?[^\W_])",
        r"^[ \t]*NAME[ \t]+[-–—|][ \t]+(?=[\"“‘]?[^\W_])",
    )
)
_ALONE = re.compile(_NAME)


def edits_of_speakers(text: str) -> Iterator[Edit]:
    r"""Find names before what is said, and read their sign as a colon.

    Parameters
    ----------
    text : str

    Yields
    ------
    Edit

    Examples
    --------
    >>> text = "RUIZ// No.\nORR// Why?\nRUIZ// It rained.\nORR// When?\n"
    >>> list(edits_of_speakers(text))[1]
    Edit(start=4, end=7, text=': ')
    >>> list(edits_of_speakers("RUIZ// No.\nORR// Why?"))
    []
    """
    lines = [match for match in LINE.finditer(text) if match[0].strip()]
    for pattern in _SIGNS:
        found = list(pattern.finditer(text))
        if _is_talk([match["name"] for match in found], len(lines)):
            for match in found:
                begins = match.start() == 0 or text[match.start() - 1] == "\n"
                yield Edit(match.start(), match.start("name"), "" if begins else "\n")
                yield Edit(match.end("name"), match.end(), ": ")
            return
    yield from _lines_alone(lines)


def _lines_alone(lines: Sequence[re.Match[str]]) -> Iterator[Edit]:
    """Find names on lines of their own, above what is said."""
    heads = [_is_name(line[0].strip()) for line in lines]
    found = [
        (line, then)
        for (line, then), (name, more) in zip(pairwise(lines), pairwise(heads), strict=True)
        if name and not more
    ]
    # A name above nothing, or above another, is none of who speaks.
    names = [line[0].strip() for line, _ in found]
    shouted = all(name.isupper() and " " in name for name in names)
    if len(found) == sum(heads) and _is_talk(names, 2 * len(found), least=1 if shouted else 2):
        for line, then in found:
            yield Edit(line.start() + len(line[0].rstrip()), then.start(), ": ")


def _is_name(line: str) -> bool:
    if len(line) > 60 or not _ALONE.fullmatch(line) or name_furniture(line):
        return False
    heads = line.lower().split()[0] in load_classes()["label_word"]
    return not heads and (line.isupper() or len(line.split()) > 1)


def _is_talk(names: Sequence[str], lines: int, least: int = 2) -> bool:
    counts = Counter(names)
    twice = sum(times > 1 for times in counts.values())
    return len(counts) > 1 and twice >= least and len(names) >= SHARE * lines
