"""What looks as if the words of a text had suffered on the way to the file.

A scan reads "rn" for "m", a copy loses the spaces at line ends, a page that was saved in
columns mixes two sentences. None of it can be undone with certainty, so nothing is changed:
the person is told which words look so, and in which line the first of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from narratives.documents.around import signs_around
from narratives.documents.clean import clean_letters
from narratives.documents.conversations import signs_of_turns
from narratives.documents.gaps import gaps_in
from narratives.documents.hyphens import SPACED, listed_words
from narratives.documents.lines import Line, line_number, read_lines, starts_small
from narratives.documents.misprints import SCANNED, misprints_in
from narratives.documents.residue import residue_in
from narratives.documents.turning import turning_words
from narratives.lexicon import forms_of, load_lexicon

FEWEST = 3
"""Places, all different where they are words, from which something is told."""
LETTERS = 200
"""Letters from which the capitals and spaces of a text are judged."""
_WORD = re.compile(r"[^\W_]+(?:\|[^\W_]+)*")
_FIRST = re.compile(r"[l1|](?=[fnst]s?$)")
_LOST = re.compile(
    r"(?:(?<=\s)|^)\?(?=[^\W\d_])|(?<=[.,])\?(?=\s)|(?<=[^\W\d_])\?(?=[^\W\d_]{1,2}\b)", re.M
)
_TURNED = re.compile("[\u202d\u202e]")
_COMMAND = re.compile(
    r"\\(?:begin|emph|text[a-z]{2}|cite[pt]?|footnote|section)\{|(?:\\(?:item|par)\b[^\\]{0,2000}){3}"
)
_SMALL_WORD = re.compile(r"\b(?:the|of|and|to|that|in|was|had)\b", re.I)
_CELL = re.compile(r'^[\w.-]*[,;]"|^"[^"\n]*"[,;]', re.M)
_GUTTER = re.compile(r"(?<=[^\s\]])[ \t]{2,}(?=\S)")
_STOP = re.compile(r"[^\W\d_]{3,}[.!?][\"”’»)]*$")
_CLASSES = (
    *("determiner", "subject_pronoun", "object_pronoun", "negative", "preposition", "auxiliary"),
    *("subordinator", "coordinator"),
)


def doubts_about(text: str) -> Iterator[str]:
    """Yield what looks wrong with the words of a text, a sentence each.

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
    >>> next(doubts_about("The rninister den1ed that nob0dy sa1d so.")).split(";")[0]
    'words look misread by a scan, first in line 1: "rninister" may have been "minister"'
    >>> list(doubts_about("The minister denied that nobody said so."))
    []
    """
    for find in (_scanned, _glued, _marks, _capitals, _order):
        yield from find(text)
    read = clean_letters(text)
    yield from gaps_in(text)
    yield from residue_in(read)
    yield from misprints_in(read)
    yield from signs_around(text)
    yield from signs_of_turns(text)


def _scanned(text: str) -> Iterator[str]:
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if word not in found and not (word.isdigit() or word.lower() in listed_words()):
            was = next((w for w in _before_scan(word) if w.lower() in listed_words()), "")
            if was:
                found[word] = was
    if len(found) >= FEWEST:
        word, was = next(iter(found.items()))
        yield (
            f'words look misread by a scan, {_first(text, word)}: "{word}" may have been "{was}"; '
            f"so do {len(found) - 1} others. Names and denials beside them may be misread. Compare "
            "the text with its picture, and mend the words."
        )
    apart = [
        m[0] for m in SPACED.finditer(text) if m[0].replace(" ", "").lower() not in listed_words()
    ]
    if apart:
        yield (
            f'letters stand apart, {_first(text, apart[0])} ("{apart[0][:40]}"), and are read as '
            "letters. Write the words without spaces."
        )


def _before_scan(word: str) -> Iterator[str]:
    if _FIRST.match(word):
        yield f"I{word[1:]}"
    for seen, was in (*SCANNED, ("|", "l")):
        if seen in word and not word.replace(seen, "").isdigit():
            yield word.replace(seen, was)


@cache
def _small() -> frozenset[str]:
    """Return the words beside which a lost space is told: the small ones, and verbs of saying.

    Without those that begin a word: "anyone", "everywhere", "something".
    """
    small = [
        word
        for row in load_lexicon("grammar")
        if row["class"] in _CLASSES
        for word in row["words"].split()
    ]
    verbs = [form for row in load_lexicon("cues") for form in forms_of(row["lemma"])]
    both = {word for word in (*small, *verbs) if len(word) > 2 and word.isalpha()}
    return frozenset(both - {"any", "every", "some"})


def _glued(text: str) -> Iterator[str]:
    letters = sum(one.isalpha() and one.isascii() for one in text)
    if letters > LETTERS and sum(map(str.isspace, text)) < 0.04 * letters:
        yield (
            "hardly a space stands between the words, so hardly any is read. Save the text anew "
            "with its spaces."
        )
        return
    words = dict.fromkeys(m[0] for m in re.finditer(r"[A-Z]?[a-z]{5,}", text))
    found = [w for w in words if w.lower() not in listed_words() and _is_two(w.lower())]
    found = [w for w in found if not (w[0].isupper() and _is_name(text, w))]
    # One is enough where it costs a denial or a speaker.
    turning = [w for w in found if _is_two(w.lower(), turning_words())]
    if turning or len(found) >= FEWEST:
        word, *others = dict.fromkeys([*turning, *found])
        more = f", and in {len(others)} other places at least" if others else ""
        yield (
            f'spaces are missing between words, {_first(text, word)} ("{word}"){more}, as where '
            "lines were joined without one. Speakers and denials there may be missed. Put the "
            "spaces in."
        )


def _is_name(text: str, word: str) -> bool:
    """Tell whether a word has its capital inside a sentence as well: "(Norlink)"."""
    return re.search(rf"(?:[a-z0-9,;] |\(){word}\b", text) is not None


def _is_two(word: str, first: frozenset[str] | None = None) -> bool:
    small = _small()
    first = small if first is None else first
    return any(word[:at] in first and word[at:] in small for at in range(3, len(word) - 2))


def _marks(text: str) -> Iterator[str]:
    told: tuple[tuple[re.Pattern[str], int, str], ...] = (
        (_LOST, 2, "question marks stand where quotation marks or apostrophes may have been"),
        (_TURNED, 1, "a mark turns letters round (U+202D, U+202E), so that a reader may see other "
         "words than are read"),
        (_COMMAND, 1, "commands of LaTeX or RTF stand among the words"),
        (_CELL, FEWEST, "lines look like rows of a table (CSV), with cells in quotation marks that "
         "quote nobody"),
    )  # fmt: skip
    for pattern, least, what in told:
        places = [match.start() for match in pattern.finditer(text)]
        if len(places) >= least:
            yield (
                f"{what}, first in line {line_number(text, places[0])}. Nothing was changed, and "
                "words beside them may be misread. Put right what is meant, or save the text anew."
            )


def _capitals(text: str) -> Iterator[str]:
    large = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    if large + small < LETTERS:
        return
    if len(re.findall(r"[a-z][A-Z]", text)) > 0.1 * large + 0.1 * small:
        yield (
            "small letters and capitals are mixed inside words, by which names and the beginnings "
            "of sentences are told: speakers and denials may be misread. Read the draft with care."
        )
        return
    if large > 0.9 * (large + small):
        yield (
            "the text is written in capitals, by which names and the beginnings of sentences are "
            "told: speakers and denials may be misread. Read the draft with care."
        )
    elif _is_headline(text):
        yield (
            "nearly every word begins with a capital, by which names are told: speakers and "
            "denials may be missed. Write small letters, or read the draft with care."
        )
    elif large == 0 and len(re.findall(r"[.!?][\"”’]?\s+[\"“‘]?[^\W\d_]", text)) >= FEWEST:
        yield (
            "the text has no capital, by which names and the beginnings of sentences are told: "
            "speakers and denials may be misread, and one content may hold two sentences. Write "
            "the capitals, or read the draft with care."
        )


def _is_headline(text: str) -> bool:
    """Tell whether even the small words have capitals, as in a headline."""
    small = _SMALL_WORD.findall(text)
    return len(small) > 7 and sum(word[0].isupper() for word in small) > 0.9 * len(small)


def _order(text: str) -> Iterator[str]:
    lines = read_lines(text)
    columns = _side_by_side(lines)
    if columns:
        yield (
            f"two columns stand side by side in {len(columns)} lines, first in line "
            f"{line_number(text, columns[0].start)}. Lines are read across both, so words of two "
            "sentences are mixed. Put one column below the other."
        )
        return
    torn = [
        line
        for line, then in pairwise(lines)
        if line.block == then.block and _STOP.search(line.text) and starts_small(then)
    ]
    if len(torn) >= 2 and len(torn) > 0.03 * len(lines):
        yield (
            "lines seem to stand in a wrong order, first behind line "
            f"{line_number(text, torn[0].start)}: a sentence ends, and the next line begins with a "
            "small letter, as where two columns were read across. Speakers may be given words of "
            "others. Put the lines in order."
        )


def _side_by_side(lines: list[Line]) -> list[Line]:
    """Return the lines with a gap at one place for all, and words on both sides of it."""
    gaps: dict[int, list[Line]] = {}
    for line in lines:
        text = line.text.expandtabs()
        for match in _GUTTER.finditer(text):
            left, right = text[: match.start()].split(), text[match.end() :].split()
            if len(left) > 2 and len(right) > 2:
                gaps.setdefault(line.indent + match.end(), []).append(line)
    best: list[Line] = max(gaps.values(), key=len, default=[])
    return best if len(best) > 4 and len(best) > 0.4 * len(lines) else []


def _first(text: str, word: str) -> str:
    return f"first in line {line_number(text, text.index(word))}"
