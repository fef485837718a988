"""For or against: negations, denials, questions, and what only looks like them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from narratives.bearing.clauses import find_clauses
from narratives.bearing.words import is_plain, pattern, stance_words
from narratives.lexicon import inflect, load_lexicon

_NEITHER = re.compile(
    r"\bneither (?:confirm|den|support|refut|prov|rul)\w* (?:\w+ ){0,4}?nor\b", re.IGNORECASE
)
_ADJECTIVE = pattern(row["words"] for row in load_lexicon("stances") if row["class"] == "colour")
_EXCLAIMED = re.compile(r"\W*no\b\s*,", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"[\s\"'“”‘’]+([a-z]+)", re.IGNORECASE)
_NOUNS = pattern(
    row["noun"]
    for row in load_lexicon("pointers")
    if row["refers"] not in ("group", "denial", "role")
)
_PLAIN = re.compile(r"n't|no|not|never|nor|neither|nothing|nobody|none|hardly|far from|cannot")
_UNDONE = re.compile(r"(?:n't|no|not|never|nobody|none|without|fail\w* to|lack\w*)(?: of)?\Z")
_WITHOUT = re.compile(r"\b(?:without|lack|rather|instead|no|little|scant)\b", re.IGNORECASE)
_UNSAID = re.compile(r"\b(?:yet|refus\w*|declin\w*|fail\w*|unable) to\b", re.IGNORECASE)
_UNSAID_WORD = re.compile(r"yet|refus|declin|fail|unable", re.IGNORECASE)
_IF = re.compile(
    r"(?:\A\W*|[.;]\W+|,\W*(?:and |but |or )?|\beven |\bonly )"
    r"(?:(?:if|unless|suppose|supposing|assuming)\b|"
    r"(?:should|were|had)(?= [\w ]{1,40}?\b(?:be|in|to|have|prove|turn)\b))[^,.;]{1,200}",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:\b(?:as|is|was|are|were)|\b(?:it|this|that|these|those)|\b(?P<noun>\w{1,30})) "
    r"(?:an? |the )?[\"“‘](?P<said>[^\"“”‘’]{2,60})[\"”’]\W*\Z"
)


# "Called the denial absurd": what is called wrong is itself a denial.
_REBUTTAL = re.compile(r"denials?|rejections?|refutations?|rebuttals?|dismissals?", re.IGNORECASE)
_CUT_SHORT = re.compile(
    r"\b(?:did|does|do|has|had|is|was|were|are|would|could)(?: not|n't)\W*\Z", re.IGNORECASE
)
_NONE_OF = re.compile(r"\W*(?:nobody|no one|none|no|few|neither|hardly any\w*)\b", re.IGNORECASE)
_BARE = re.compile(r"\W*(?:it|this|that|these|those)\b", re.IGNORECASE)


class Stance(NamedTuple):
    """``supports``, ``disputes`` or ``neutral``, the words that decided, and how surely (0-1).

    ``implied`` is true where only a circumstance speaks, such as being far away.
    """

    stance: str
    words: tuple[str, ...]
    sure: float
    implied: bool = False


def read_stance(
    content: str, cue: str, polarity: str, at: Sequence[int] = (), omission: bool = False
) -> Stance:
    """Tell whether a statement that is about a narrative is for or against it.

    Each negation turns the stance once, in the clause that names the narrative;
    the source's denial turns it once more. So the denial of a denial supports.
    Calling a thing wrong ("baseless") beside a denial says the same twice and turns
    nothing. A condition, a question and a wish leave it open.

    Parameters
    ----------
    content, cue : str
        Cleaned texts.
    polarity : {"asserts", "denies", "doubts"}
    at : sequence of int
        Where in the content the narrative is named; empty for all of it. Words of
        the narrative itself ("refused to pay") are never read as a negation.
    omission : bool
        Whether the narrative is about what was not done. Then "not repaired" is the
        account itself and turns nothing.

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
    >>> read_stance("There was no bang. Nothing hit it.", "said", "asserts").stance
    'disputes'
    """
    left_open = _left_open(content, cue, at)
    if left_open:
        return left_open
    cue_turns = _cue_turns(cue, polarity) if polarity != "asserts" or cue not in content else 0
    denies = polarity in ("denies", "doubts") or bool(cue_turns)
    inside = denies and not cue_turns and _says_only(cue)
    words = [cue.strip() or polarity] * cue_turns
    turns = len(words)
    for start, end in find_clauses(content, at):
        clause = content[start:end]
        kept = stance_words("ignore").sub(lambda m: " " * len(m[0]), clause)
        open_words = stance_words("open").search(kept)
        doubted = denies and not stance_words("open").search(cue)
        if open_words and doubted and open_words[0].lower() == "whether":
            open_words = None
        cut_short = open_words or _CUT_SHORT.search(kept)
        if cut_short:
            return Stance("neutral", (cut_short[0].strip(),), 0.7)
        named = {point - start for point in at}
        negated = _negations(kept, cue, denies, named, omission)
        turns += len(negated)
        words += negated
        if negated:
            break
    sure = 0.9 if polarity != "doubts" else 0.75
    if inside and not turns:
        turns, words = 1, [polarity]
    if turns > 1:
        sure -= 0.15
    if not turns and stance_words("defends").search(cue) and not _NOUNS.search(content):
        return Stance("disputes", (cue.strip(),), 0.65)
    if not turns:
        judged = _judged(content, cue)
        if judged:
            return Stance("disputes", (judged,), 0.65)
        away = _away(content, at)
        if away:
            return Stance("disputes", (away,), 0.55, implied=True)
    return Stance("disputes" if turns % 2 else "supports", tuple(words), sure)


def _left_open(content: str, cue: str, at: Sequence[int]) -> Stance | None:
    if content.rstrip(" \"'”’").endswith("?"):
        return Stance("neutral", ("?",), 0.8)
    for group in ("question", "wish", "withheld"):
        found = stance_words(group).search(cue)
        if found:
            return Stance("neutral", (found[0],), 0.8)
    unclear = stance_words("open").search(re.sub(r"\bwhether\b", "", cue))
    if unclear:
        return Stance("neutral", (unclear[0],), 0.8)
    balanced = _NEITHER.search(content)
    if balanced:
        return Stance("neutral", (balanced[0],), 0.7)
    conditions = [match.span() for match in _IF.finditer(content)] if at else []
    if conditions and all(any(a <= point < b for a, b in conditions) for point in at):
        start, end = conditions[0]
        return Stance("neutral", (content[start:end].strip(" ,.;")[:40],), 0.7)
    return None


def _cue_turns(cue: str, polarity: str) -> int:
    """Count how often a cue turns: once if it denies, and once more for "nobody"."""
    nobody = _NONE_OF.match(cue) is not None
    denies = polarity in ("denies", "doubts")
    kept, certain = stance_words("ignore").subn(" ", cue)
    found = [m for m in stance_words("negator").finditer(kept) if not _WITHOUT.match(m[0])]
    found += stance_words("discards").finditer(kept)
    if denies:
        # "Has yet to rule out" leaves it standing.
        denials = [match for match in found if not _UNSAID_WORD.match(match[0])]
        unsaid = _UNSAID.search(cue) is not None and bool(denials)
        return int(not (certain or unsaid or _says_only(cue))) + int(nobody)
    return len(found) % 2


def _negations(clause: str, cue: str, denies: bool, named: set[int], omission: bool) -> list[str]:
    """Return the words that turn one clause; the narrative's own words turn nothing."""
    found = [
        match
        for match in stance_words("negator").finditer(clause)
        if not named & set(range(match.start(), match.start() + 1 + _width(match)))
    ]
    if omission:
        found = [match for match in found if not _left_undone(clause, match)]
    if len(found) > 1 and _EXCLAIMED.match(clause):
        found = found[1:]
    negated = [match[0].strip() for match in found]
    wrong = _called_wrong(clause, cue, denies, named)
    # "Not baseless" turns twice; "reject as baseless" says one thing twice.
    near = wrong and any(
        0 <= wrong.start() - match.end() < 20 and _PLAIN.fullmatch(match[0].strip().lower())
        for match in found
    )
    near = near or (wrong is not None and any(_REBUTTAL.fullmatch(word) for word in negated))
    if wrong and (near or not (negated or denies)):
        negated.append(wrong[0])
    return negated


def _left_undone(clause: str, negator: re.Match[str]) -> bool:
    """Tell whether upkeep is what a negation denies, as in "not been repaired"."""
    if not _UNDONE.match(negator[0].strip().lower()):
        return False
    after = clause[negator.end() :].split()[:4]
    return stance_words("upkeep").search(" ".join(after)) is not None


def _width(match: re.Match[str]) -> int:
    """Return how much of a negation must be free of the narrative's words: "no link" its "no"."""
    plain = _PLAIN.match(match[0].lower()) or match[0].lower().startswith("non")
    return 0 if plain else len(match[0]) - 1


def _called_wrong(clause: str, cue: str, denies: bool, named: set[int]) -> re.Match[str] | None:
    """Find the word that calls the narrative wrong, unless it only colours a noun.

    "The false claim" passed on by somebody is the narrator's colour; "the claim is
    false" is the source's; "a false passport" and "spreading false rumours" are
    neither.
    """
    for match in stance_words("evaluation").finditer(clause):
        if match.start() in named:
            continue
        after = _NOUN_AFTER.match(clause, match.end())
        if after is None or is_plain(after[1]) or not _ADJECTIVE.fullmatch(match[0]):
            return match
        claim = _NOUNS.fullmatch(after[1]) is not None
        passed = stance_words("spread").search(f"{cue} {clause[: match.start()]}")
        if claim and not (passed and not denies):
            return match
    return None


def _judged(content: str, cue: str) -> str:
    """Return the quoted words with which a source judges a claim ("called it 'a circus'").

    Quoted judgements of a claim are hardly ever praise, so they count against it
    unless they are words of credit ("credible").
    """
    match = _JUDGED.search(content)
    if match is None or stance_words("credit").search(match["said"]):
        return ""
    before = content[: match.start("said")]
    if match["noun"] is None and match[0].split(" ")[0] in ("is", "was", "are", "were"):
        return match["said"] if _NOUNS.search(before) else ""
    claim = _NOUNS.search(before) or _BARE.match(before)
    return match["said"] if claim and stance_words("judge").search(cue) else ""


def _away(content: str, at: Sequence[int]) -> str:
    """Return the words that put what is named far away, or in order."""
    for start, end in find_clauses(content, at):
        found = stance_words("away").search(content, start, end)
        if found:
            return found[0]
    return ""


@cache
def _saying() -> re.Pattern[str]:
    rows = [row for row in load_lexicon("cues") if row["pos"] == "verb"]
    forms = (f for r in rows if r["polarity"] == "asserts" for f in inflect(r["lemma"]).values())
    return pattern(forms)


def _says_only(cue: str) -> bool:
    """Tell whether a cue only says, so that the denial stands in the content."""
    turned = stance_words("negator").search(cue) or stance_words("evaluation").search(cue)
    return turned is None and _saying().search(cue) is not None
