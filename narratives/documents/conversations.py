"""Who speaks in turn and is named nowhere, and lines of other pages between those of a story.

An interview whose questions stand in bold type has lost the type on the way; a dialogue has a
dash before each turn. What is asked and answered is read like any other words, so a "no" that
answers is lost. A page that was copied whole has headlines of other articles in it, or its
buttons inside the lines. Nothing is left out; the person is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from narratives.documents.furniture import name_furniture
from narratives.documents.lines import line_number
from narratives.documents.turning import verbs_behind_names
from narratives.lexicon.letters import word_pattern

FEWEST = 2
"""Questions that have an answer below them, from which a text is an interview."""
SHARE = 0.5
"""Share of the lines that must ask or answer."""
_QUESTION = re.compile(r"[^\n:\"“”„«»]{4,300}\?")
_ANSWER = re.compile(r"[^\"“”„«»]*\b(?:I|[Mm][ey])\b[^\"“”„«»]*")
"""An answer in the words of who gives it: "I was not there"; quoted words are of others."""
_BEGINS = re.compile(r"[A-Z][\w.'’-]{1,20} [A-Z][\w.'’-]{1,20}(?= (?:[A-Z][a-z’']*|I|A) [a-z])")
_DASHED = re.compile(r"[-–—―] ?(?=[^\W\d_\s])")
_QUOTED = re.compile(r"[\"“”„«»]")
_STOP = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_BULLET = re.compile(r"[-–—•*·▪►>\d(\[]")
HEADLINE = range(4, 16)
"""Words that a headline has."""
_BUTTONS = re.compile(
    r"(?:^|[^\n]{20})(?<![\w“\"])(Share (?:Tweet|on [A-Z]\w+|Save)|Tweet Share|"
    r"ADVERTISEMENT|Advertisement|"
    r"Read [Mm]ore|Read [Aa]lso|Related (?:Topics|Articles|Stories|Content)|Skip [Aa]dvertisement|"
    r"Story continues below|Listen to this article|Save for later|Gift this article|"
    r"Sign up for our newsletter|Subscribe [Nn]ow|Recommended [Ss]tories)(?= [A-Z“\"][^\n]{20})",
)
"""Buttons and heads of a page, where its words stand in one line."""


def signs_of_turns(text: str) -> Iterator[str]:
    r"""Yield that speakers in turn have no names, that other headlines or buttons stand there.

    Parameters
    ----------
    text : str
        The text as it stands.

    Yields
    ------
    str
        Nothing where there is none.

    Examples
    --------
    >>> next(signs_of_turns("Did it break?\nNo, it held.\n\nWho saw it?\nI did.")).split(",")[0]
    'questions and answers stand in turn'
    >>> list(signs_of_turns("Did it break? It held, the mayor said."))
    []
    """
    lines = [line.strip() for line in text.splitlines()]
    for at, what in (
        (_dialogue(lines), "lines with a dash stand in turn, as in a dialogue"),
        (_interview(lines), "questions and answers stand in turn"),
        (_named(lines), "names seem to stand before what is said, with no sign between them"),
    ):
        if at is not None:
            yield (
                f'{what}, first in line {at + 1} ("{lines[at][:40]}"), and who speaks is '
                "not read: what is said is given to nobody, and a denial may be missed. Write "
                '"Name: words" on one line.'
            )
            break
    other = _headlines(lines)
    if other is not None:
        yield (
            f"headlines of other articles seem to stand in the text, first in line {other + 1} "
            f'("{lines[other][:40]}"): what they say is read as if the text said it. Take them out.'
        )
    buttons = _BUTTONS.search(text)
    if buttons:
        line = line_number(text, buttons.start(1))
        yield (
            f'words of the page stand inside its lines, first in line {line} ("{buttons[1]}"): a '
            "speaker or a sentence may be read with them. Put the ends of lines in, or take them "
            "out."
        )


def _interview(lines: list[str]) -> int | None:
    """Return the first line that asks, where others answer below it."""
    said = [n for n, line in enumerate(lines) if line]
    asked = {n for n in said if _QUESTION.fullmatch(lines[n])}
    if len(asked) < FEWEST:
        return None
    answers = {n: lines[then] for n, then in pairwise(said) if n in asked and then not in asked}
    answered = [n for n, line in answers.items() if line[-1] in ".!"]
    # What an article answers itself, it answers in its own voice.
    spoken = any(_ANSWER.fullmatch(answers[n]) for n in answered)
    enough = len(answered) >= FEWEST and 2 * len(answered) >= SHARE * len(said)
    return answered[0] if enough and spoken else None


def _dialogue(lines: list[str]) -> int | None:
    """Return the first line of a dialogue, whose turns begin with a dash."""
    said = [n for n, line in enumerate(lines) if line]
    dashed = [n for n in said if _DASHED.match(lines[n])]
    asks = any(lines[n].endswith("?") for n in dashed)
    ended = sum(lines[n][-1] in ".!?" for n in dashed)
    named = sum(":" in lines[n][:60] for n in dashed)
    enough = len(dashed) > FEWEST and len(dashed) >= SHARE * len(said) and 2 * named < len(dashed)
    return dashed[0] if enough and asks and ended > 0.8 * len(dashed) else None


def _named(lines: list[str]) -> int | None:
    """Return the first line that a name begins, where two of them come back before most lines."""
    found = {n: match[0] for n, line in enumerate(lines) if (match := _BEGINS.match(line))}
    twice = sum(times > 1 for times in Counter(found.values()).values())
    enough = twice > 1 and len(found) > SHARE * sum(map(bool, lines))
    return min(found) if enough else None


def _headlines(lines: list[str]) -> int | None:
    """Return the first of several lines in a row that look like headlines, inside a story."""
    story = [n for n, line in enumerate(lines) if len(line) > 60 and _STOP.search(line)]
    if not story:
        return None
    for headline, run in groupby(range(len(lines)), key=lambda n: _is_headline(lines[n])):
        found = list(run)
        listed = name_furniture(lines[found[0] - 1]) if found[0] else None
        if headline and len(found) >= FEWEST and story[0] < found[0] and not listed:
            words = {word for n in found for word in word_pattern().findall(lines[n])}
            if words & verbs_behind_names():
                return found[0]
    return None


def _is_headline(line: str) -> bool:
    return (
        len(line.split()) in HEADLINE
        and line[0].isupper()
        and not (_STOP.search(line) or _BULLET.match(line) or _QUOTED.search(line) or ": " in line)
    )
