"""Words that are missing, struck out or doubtful, and sentences without an end.

Where a "not" may stand in a gap, or two words stand for one, nobody can say what was meant.
Nothing is changed; the person is told where the first of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narratives.documents.lines import line_number
from narratives.documents.turning import denying_words, helping_verbs, turning_words

_LOST = (
    r"inaudible|unclear|illegible|unintelligible|indistinct|crosstalk|redacted|censored|deleted|"
    r"blank|words? (?:missing|lost)"
)
_MISSING = (
    rf"[\[(](?:\?{{1,5}}|(?:{_LOST})(?:[ ,][^\])\n]{{0,20}})?)[\])]|"
    r"\[ {0,3}\]|\[[a-z]{2,20}\?\]|[\u2580-\u2593■]{3,}|(?<=[a-z] )_{3,}(?= )|"
    r"(?<![\w/])X{3,}(?= [a-z])|(?<=[a-z] )\*{3,}(?= [a-z])|"
    r"\b(?:VERB) [\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f? (?=[a-z])|"
    r"\b(?:did|does) (?:…|\.\.\.) (?=[a-z])"
)
_STRUCK = re.compile(
    r"~~(?=\S)|(?:<|&lt;)/?(?:s|del|strike|ins)\b[^<>\n]{0,200}(?:>|&gt;)|\u0336|\[/?s\]|\{(?:--|\+\+)|"
    r"\[-(?=\w)[^\[\]\n]{1,200}-\]|\{\+(?=\w)[^{}\n]{1,200}\+\}|"
    r"\[Comment(?:ed)? \[\w{1,9}\]:|^(?:Deleted|Formatted): (?=\w)|"
    r"\((?:correction|corrected|erratum|recte)\b",
    re.I | re.M,
)
_HIDDEN = re.compile(
    r"(?:<|&lt;)[a-z]\w{0,20}\s(?:[^<>\n]{0,200}[\s;\"'])?"
    r"(?:hidden(?=[\s=>/&])|(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0(?![.\d])))",
    re.I,
)
_OWN_FONT = re.compile("[\ue000-\uf8ff]")
_EITHER = re.compile(
    r"(?<![\w/:.-])([a-z]{2,20})(?: (?:->|=>|→) |/)([a-z]{2,20})(?: (not))?(?![\w/]|\.\w)|"
    r"\((not)\)",
    re.I,
)
_CHOICE = re.compile(r"[{\[(<]([\w' ]{1,40}(?:\|[\w' ]{0,40}){1,5})[}\])>]")
"""Words of which one is meant, as notes of a text put them: "{denied|denoted}"."""
_ENDS = re.compile(r"[.!?…;:]|\n\s*\n")
ENDLESS = 120
"""Words in a row without the end of a sentence from which a text seems to have none."""
ENDLESS_SMALL = 40
"""The same where none of them has a capital."""
COMMAS = 30
"""Words to a comma, or fewer, in what a person wrote."""
_GLUED = re.compile(
    r"(?<![\w@#/.])[a-z]{3,20}(?:The|An?|In|On|At|He|She|It|But|And|They|We|This|There)"
    r"(?= [A-Za-z])"
)


def gaps_in(text: str) -> Iterator[str]:
    """Yield what is missing, struck out or doubtful in a text, a sentence each.

    Parameters
    ----------
    text : str
        The text as it stands.

    Yields
    ------
    str
        Nothing where the words look whole.

    Examples
    --------
    >>> next(gaps_in("The guards did [inaudible] see it.")).split(":")[0]
    'words are missing or doubtful, first in line 1 ("[inaudible]")'
    >>> list(gaps_in("The guards did not see it."))
    []
    """
    gap = _missing().search(text)
    if gap:
        yield (
            f'words are missing or doubtful, {_first(text, gap)}: a "not" may have stood there. '
            "Read what is found beside them with care."
        )
    struck = _STRUCK.search(text)
    if struck:
        yield (
            f"words are struck out or put in, {_first(text, struck)}: both are read as they stand. "
            "Leave in what is meant."
        )
    hidden = _HIDDEN.search(text)
    if hidden:
        yield (
            f"words that a page hides are read as if they could be seen, {_first(text, hidden)}. "
            "Take them out."
        )
    own = _OWN_FONT.findall(text)
    if own:
        line = line_number(text, text.index(own[0]))
        yield (
            f"signs of a font of its own stand among the words, first in line {line} "
            f"(U+{ord(own[0]):04X}), {len(own):,} in all: what letters they show nobody can say, "
            "and words with them are not read. Save the text anew, or write the letters."
        )
    choices = filter(_may_turn, _CHOICE.finditer(text))
    either = next(filter(_turns, _EITHER.finditer(text)), None) or next(choices, None)
    if either:
        yield (
            f"two words stand for one, {_first(text, either)}: nobody can say which is meant. "
            "Leave in the one that is."
        )
    yield from _endless(text)
    glued = _GLUED.search(text)
    if glued:
        yield (
            f"two sentences, or a heading and a sentence, are glued, {_first(text, glued)}: a "
            "speaker may be misread. Put the space or the end of the line in."
        )


@cache
def _missing() -> re.Pattern[str]:
    return re.compile(_MISSING.replace("VERB", "|".join(sorted(helping_verbs()))), re.I)


def _turns(match: re.Match[str]) -> bool:
    """Tell whether two words that stand for one would turn the sentence round."""
    if match[4] or match[3]:
        return True
    both = {match[1].lower(), match[2].lower()}
    return len(both & turning_words()) == 2 and len(both & denying_words()) == 1


def _may_turn(match: re.Match[str]) -> bool:
    """Tell whether a sentence would be another with one of the words that stand for one."""
    words = [set(one.lower().split()) & turning_words() for one in match[1].split("|")]
    return any(one != words[0] for one in words)


def _endless(text: str) -> Iterator[str]:
    at = 0
    for end, after in [*(match.span() for match in _ENDS.finditer(text)), (len(text), len(text))]:
        words = text[at:end].split()
        sparse = text.count(",", at, end) < len(words) / COMMAS
        prose = len(words) > 5 * (text[at:end].strip().count("\n") + 1)
        least = ENDLESS_SMALL if text[at:end].islower() else ENDLESS
        if len(words) >= least and sparse and prose:
            first = at + len(text[at:end]) - len(text[at:end].lstrip())
            yield (
                f"{len(words)} words stand in a row without the end of a sentence, first in line "
                f"{line_number(text, first)}, as where a program wrote down what was spoken: words "
                "of one speaker may be given to another. Write the ends of sentences."
            )
            return
        at = after


def _first(text: str, match: re.Match[str]) -> str:
    return f'first in line {line_number(text, match.start())} ("{match[0].strip()[:40]}")'
