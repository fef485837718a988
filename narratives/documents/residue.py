"""Signs of other programs that are left among the words, and hide who says what.

What :mod:`narratives.documents.markup` knows is not read, and nothing is told of it. The rest
stands here: data, tables, chats, two versions of one text. It is read as words, and the person
is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratives.documents.lines import line_number
from narratives.lexicon.letters import word_pattern

_PICTURE = "[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
_KINDS = (
    (r"\(cid:\d{1,5}\)", 1, "letters stand as numbers of a font (cid:71), as PDFs give them"),
    (r"</[a-z][\w:-]{0,20}>|<!--", 1, "tags of a page stand among the words"),
    (r"\{\{|\[\[|\[/?quote\b", 1, "signs of a wiki or a board stand among the words"),
    (
        r"(?-i:\\u[0-9a-fA-F]{4}|\\n\\n|\\n(?=[A-Z][a-z])|(?:=[0-9A-F]{2}){2}|"
        r"(?<=[^\s=])=\n(?=\S)|\+IB[0-9A-Za-z]-)",
        1,
        "letters or ends of lines stand as codes of a mail or a program",
    ),
    (r"%[sd](?=[a-z]{3})|(?<=[a-z]{3})%[sd]\b", 1, "places for words of a program are left (%s)"),
    (
        r"^\s{0,20}[\[{]+\s{0,9}[\"'][^\n]{0,2000}[\"']\s{0,9}[\]}]+,?[ \t]*$",
        1,
        "lines look like data of a program (JSON)",
    ),
    (
        r"^-(?=\w)[^\n]{1,2000}\n\+(?=\w)",
        1,
        "lines with - and + look like two versions of one text",
    ),
    (
        r"^[^\t\n]{1,200}\t[^\t\n]{1,200}\t[^\n]{1,200}$|^\|(?:[^|\n]{1,200}\|){2}|"
        r"^[^|\n]{1,80} \| [^|\n]{1,300}$",
        3,
        "lines look like rows of a table, whose cells are read as one sentence",
    ),
    (
        r"^(?P<line>\w+[ \t]\w[^\n]{0,120}[^\s.!?])\n\s{0,3}(?P=line)[ \t]",
        2,
        "lines stand twice, and grow, as in running subtitles: words are read twice",
    ),
    (r"(?:^|(?<=\s))\"(?=\s|$)", 2, "quotation marks stand apart from their words"),
    (
        rf"(?:[^\s.!?|]{{1,30}} ){{5}}(?-i:[a-z]{{1,30}} (?:{_PICTURE}|//|\||•){{1,5}} (?=[A-Z]))",
        2,
        "other signs stand where sentences may end",
    ),
    (
        "[\u2705\u274c\u274e\u2714\u2716\u2611\u2612\u2713\u2717]",
        1,
        "signs of a verdict stand beside the words and are not read",
    ),
    (
        r"(?<=[a-z] )(?:comma|full stop|new paragraph|new line|open quotes?|close quotes?|"
        r"end quote|unquote)\b",
        3,
        "marks are written as words, as a program for dictation leaves them",
    ),
    (
        r"^-{3,}[ \t]?(?:original|forwarded) message|^begin forwarded message",
        1,
        "another mail stands below: without a “From:” and “Subject:” of its own, what it says is "
        "read as if it were said in the first",
    ),
)
_COMPILED = tuple((re.compile(kind, re.I | re.M), least, what) for kind, least, what in _KINDS)
_STAMP = re.compile(
    r"(?:\b\d{1,2}:\d{2}\b|[·•] ?\d{1,3} ?(?:s|m|h|d|w|mo|y)|"
    r"\b\d{1,3} ?(?:h|hrs?|hours?|m|mins?|minutes?|d|days?) ago\b)"
    r"(?: ?[AP]M)?\]?[^\w]*$",
    re.I,
)


def residue_in(text: str) -> Iterator[str]:
    """Yield which signs of other programs are left among the words, a sentence each.

    Parameters
    ----------
    text : str
        With its letters as they are read, so that what is known is gone.

    Yields
    ------
    str
        Nothing where there is none.

    Examples
    --------
    >>> next(residue_in("It was (cid:71)(cid:72)nied.")).split(",")[0]
    'letters stand as numbers of a font (cid:71)'
    >>> list(residue_in("It was denied."))
    []
    """
    for pattern, least, what in _COMPILED:
        found = list(pattern.finditer(text))
        if len(found) >= least:
            line = line_number(text, found[0].start())
            seen = " ".join(found[0][0].split())[:40]
            yield (
                f'{what}, first in line {line} ("{seen}"). Nothing was changed, and speakers or '
                "denials beside them may be misread. Save the words anew without them."
            )
    yield from _stamped(text)


def _stamped(text: str) -> Iterator[str]:
    """Tell a chat or thread whose speakers stand on lines of their own, with a time."""
    lines = [line.strip() for line in text.splitlines()]
    heads = [n for n, line in enumerate(lines) if _is_stamped(line)]
    if len(heads) > 1 and len(heads) >= 0.2 * sum(map(bool, lines)):
        yield (
            "lines with a name and a time stand above what was said, first in line "
            f"{heads[0] + 1}, as in a chat: they are not read as speakers, and what stands under "
            'them is given to nobody. Write "Name: words" on one line.'
        )


def _is_stamped(line: str) -> bool:
    return (
        2 < len(line) < 70
        and 1 < len(line.split()) < 9
        and "-->" not in line
        and _STAMP.search(line) is not None
        and any(len(word) > 2 for word in word_pattern().findall(line))
    )
