"""For or against: negations, denials, questions, and what only looks like them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from narratives.bearing.words import is_plain, pattern, stance_words
from narratives.lexicon import load_lexicon

_NEITHER = re.compile(
    r"\bneither (?:confirm|den|support|refut|prov|rul)\w* (?:\w+ ){0,4}?nor\b", re.IGNORECASE
)
_ADJECTIVE = pattern(row["words"] for row in load_lexicon("stances") if row["class"] == "colour")
_EXCLAIMED = re.compile(r"\W*no\b\s*,", re.IGNORECASE)
_CUT = re.compile(r"[;:]|,? (?=—|–)")
_NOUN_AFTER = re.compile(r"[\s\"'“”‘’]+([a-z]+)", re.IGNORECASE)
_NOUNS = pattern(
    row["noun"]
    for row in load_lexicon("pointers")
    if row["refers"] not in ("group", "denial", "role")
)


class Stance(NamedTuple):
    """``supports``, ``disputes`` or ``neutral``, the words that decided, and how surely (0-1)."""

    stance: str
    words: tuple[str, ...]
    sure: float


def read_stance(content: str, cue: str, polarity: str, at: Sequence[int] = ()) -> Stance:
    """Tell whether a statement that is about a narrative is for or against it.

    Each negation turns the stance once, in the clause that names the narrative;
    the source's denial turns it once more. So the denial of a denial supports.
    Calling a thing wrong ("baseless") beside a denial says the same twice and turns
    nothing.

    Parameters
    ----------
    content, cue : str
        Cleaned texts.
    polarity : {"asserts", "denies", "doubts"}
    at : sequence of int
        Where in the content the narrative is named; empty for all of it.

    Returns
    -------
    Stance

    Examples
    --------
    >>> read_stance("there was no evidence of a gas leak", "said", "asserts").stance
    'disputes'
    >>> read_stance("there was no evidence of a gas leak", "denied", "denies").stance
    'supports'
    >>> read_stance("whether gas had leaked", "asked", "asserts").stance
    'neutral'
    """
    if content.rstrip(" \"'”’").endswith("?"):
        return Stance("neutral", ("?",), 0.8)
    asked = stance_words("question").search(cue)
    if asked:
        return Stance("neutral", (asked[0],), 0.8)
    balanced = _NEITHER.search(content)
    if balanced:
        return Stance("neutral", (balanced[0],), 0.7)
    denies = polarity in ("denies", "doubts")
    turns = 1 if denies else 0
    words = [_denial(cue, polarity)] if denies else []
    for start, end in _clauses_with(content, at):
        clause = content[start:end]
        kept = stance_words("ignore").sub(lambda m: " " * len(m[0]), clause)
        left_open = stance_words("open").search(kept)
        if left_open:
            return Stance("neutral", (left_open[0].strip(),), 0.7)
        found = list(stance_words("negator").finditer(kept))
        if len(found) > 1 and _EXCLAIMED.match(kept):
            found = found[1:]
        negated = [match[0].strip() for match in found]
        wrong = _called_wrong(kept, cue, denies)
        # "Not baseless" turns twice; "did not happen, the report is fake" says one thing twice.
        near = wrong and any(0 <= wrong.start() - match.end() < 20 for match in found)
        if wrong and (near or not (negated or denies)):
            negated.append(wrong[0])
        turns += len(negated)
        words += negated
        if negated:
            break
    sure = 0.9 if polarity != "doubts" else 0.75
    if turns > 1:
        sure -= 0.15
    return Stance("disputes" if turns % 2 else "supports", tuple(words), sure)


def _denial(cue: str, polarity: str) -> str:
    return cue.strip() or polarity


def _called_wrong(clause: str, cue: str, denies: bool) -> re.Match[str] | None:
    """Find the word that calls the narrative wrong, unless it only colours a noun.

    "The false claim" passed on by somebody is the narrator's colour; "the claim is
    false" is the source's; "a false passport" is neither.
    """
    for match in stance_words("evaluation").finditer(clause):
        after = _NOUN_AFTER.match(clause, match.end())
        if after is None or is_plain(after[1]) or not _ADJECTIVE.fullmatch(match[0]):
            return match
        claim = _NOUNS.fullmatch(after[1]) is not None
        if claim and not (stance_words("spread").search(cue) and not denies):
            return match
    return None


def _clauses_with(content: str, at: Sequence[int]) -> list[tuple[int, int]]:
    """Cut at words of contrast and keep the clauses that name the narrative."""
    cuts = {0, len(content)}
    cuts.update(match.start() for match in _CUT.finditer(content))
    cuts.update(match.start() for match in stance_words("contrast").finditer(content))
    order = sorted(cuts)
    clauses = [(a, b) for a, b in pairwise(order) if b > a]
    named = [(a, b) for a, b in clauses if any(a <= point < b for point in at)]
    return named or clauses
