"""What is counted of a text and a narrative: how near they are, and the marks of stance."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narratives.bearing.marks import GROUPS, LONGEST, Marked, find_marks, word_feature
from narratives.bearing.stance import Stance, read_stance
from narratives.bearing.stems import stem
from narratives.bearing.topics import Nearness, Topics, compare_topics, definition_stems
from narratives.bearing.words import clean, words_of

Floats = NDArray[np.float64]

RELEVANCE = (
    "telling",
    "stems",
    "pieces",
    "covered",
    "margin",
    "shared",
    "length",
    "best_pieces",
    "shared_share",
    "stems_squared",
    "definition_length",
    "rare",
    "rare_logged",
)
"""Names of what relevance is judged by."""
STANCE = (
    "rules_dispute",
    "rules_open",
    "rules_named",
    "rules_turn_twice",
    "telling",
    "stems",
    "covered",
    "length",
    "quotes",
    "definition_negated",
    "negated_alike",
    "negated_apart",
    "harm",
    "good",
    "definition_good",
    "valence_alike",
    "valence_apart",
    "exclaims",
    "asks_last",
    "besides",
    *(f"any_{group}" for group in GROUPS),
    *(f"near_{group}" for group in GROUPS),
    *(f"before_{group}" for group in GROUPS),
)
"""Names of what stance is judged by, besides single words of the word lists."""
STYLE = (
    "tags",
    "names",
    "links",
    "shouts",
    "entities",
    "you",
    "slips",
    "signs",
    "sentences",
    "capitals",
    "reports",
    "titled",
    "begins_small",
    "full_stop",
    "no_stop",
    "words",
)
"""Signs that tell a post from a news sentence: #, @, links, !!, &amp;, "you" and "u"; "said",
words with a capital, how it begins and ends, and how long it is."""
NEAR = 5
"""Tokens between a mark and a word of the narrative that still count as near."""
_TURNING = frozenset(["negator", "evaluation", "denial", "open", "wish", "withheld", "away"])


_PLAIN = re.compile(r"n't|no|not|never|nor|neither|nothing|nobody|none|without|hardly")
_STYLE = (
    re.compile(r"#\w"),
    re.compile(r"(?<!\w)@\w"),
    re.compile(r"https?:|\bwww\.|\bt\.co\b"),
    re.compile(r"!|\?\?|\.\.\.|…"),
    re.compile(r"&\w{2,4};"),
    re.compile(r"\b(?:you|your|u|ur|im|i'm|my|me)\b", re.IGNORECASE),
    re.compile(r"[a-z][.,!?][A-Z]|\b(?:dont|cant|wont|isnt|lol|wtf|omg)\b"),
    re.compile(r"[\U0001F300-\U0001FAFF]"),
    re.compile(r"[a-z][.!?] [A-Z@#]"),
    re.compile(r"\b[A-Z]{5,}\b"),
    re.compile(r"\b(?:said|says|told|according|report\w*|officials?|police|spokes\w+|ministry)\b"),
)

_NEEDED = ("#", "@", "", "", "&", "", "", "", "", "", "")


def style_of(text: str) -> list[float]:
    """Tell which signs of a post a text has, in the order of ``STYLE``.

    Examples
    --------
    >>> dict(zip(STYLE, style_of("You dont say #flood"), strict=True))["tags"]
    1.0
    """
    some = text[:1000]
    # A sign that needs one character is looked for only where the text has it.
    signs = [
        float((not need or need in some) and pattern.search(some) is not None)
        for need, pattern in zip(_NEEDED, _STYLE, strict=True)
    ]
    words = some.split()
    last = some.rstrip()[-1:]
    return [
        *signs,
        sum(word[0].isupper() for word in words[1:]) / max(1, len(words) - 1),
        float(some[:1].islower()),
        float(last in (".", '"', "”")),
        float(last.isalnum()),
        math.log1p(len(words)),
    ]


@dataclass(frozen=True)
class Definition:
    """What of one narrative is needed for stance: its stems, and how it puts things.

    ``negated`` tells whether it is a negation; ``good`` is above 0 where it speaks of good
    things, below 0 where it speaks of harm.
    """

    stems: frozenset[str]
    negated: bool
    good: float


@dataclass(frozen=True)
class Pairs:
    """Features of texts by narratives.

    ``relevance`` has shape (n_texts, n_narratives, len(RELEVANCE)), ``stance``
    (n_texts, n_narratives, len(STANCE)), without places and rules where these were not asked for.
    ``words`` has for each text the names of its listed words, ``marked`` its marks,
    ``rules`` what the rules of ``read_stance`` say of a pair.
    """

    relevance: Floats
    stance: Floats
    words: list[list[str]]
    marked: list[Marked]
    rules: Mapping[tuple[int, int], Stance]
    near: Nearness

    def shared_words(self, row: int, definition: Definition) -> list[str]:
        """Return the words of a text that the definition has, in the order of the text."""
        found = {t: None for t in self.marked[row].tokens if stem(t) in definition.stems}
        return list(found)


def read_definition(topics: Topics, number: int, text: str) -> Definition:
    """Read one definition for stance."""
    marked = find_marks(text)
    negated = any(mark.group == "negator" for mark in marked.marks)
    harm, good = _count_valence(marked)
    return Definition(definition_stems(topics, number), negated, float(_balance(harm, good)))


def relevance_features(near: Nearness, sizes: Floats) -> Floats:
    """Set out what relevance is judged by.

    Parameters
    ----------
    near : Nearness
    sizes : array of length n_narratives
        Stems of each definition.

    Returns
    -------
    array of shape (n_texts, n_narratives, len(RELEVANCE))
    """
    telling = near.telling
    margin = np.zeros_like(telling)
    if telling.shape[1] > 1:
        order = np.sort(telling, axis=1)
        best, second = order[:, -1:], order[:, -2:-1]
        margin = telling - np.where(telling >= best, second, best)
    length = np.log1p(near.length)[:, None] + np.zeros_like(telling)
    return np.stack(
        [
            telling,
            near.stems,
            near.pieces,
            near.covered,
            margin,
            np.log1p(near.shared),
            length,
            near.pieces.max(axis=1, keepdims=True, initial=0.0) + np.zeros_like(telling),
            near.shared / np.maximum(near.length, 1.0)[:, None],
            near.stems**2,
            np.log1p(sizes)[None, :] + np.zeros_like(telling),
            near.rare,
            np.log1p(near.rare),
        ],
        axis=-1,
    )


def pair_features(
    topics: Topics,
    definitions: Sequence[Definition],
    texts: Sequence[str],
    *,
    near: Nearness | None = None,
    wanted: NDArray[np.bool_] | None = None,
) -> Pairs:
    """Count what relevance and stance are judged by.

    Parameters
    ----------
    topics : Topics
    definitions : sequence of Definition
    texts : sequence of str
    near : Nearness, optional
        Where the texts have been compared already.
    wanted : boolean array of shape (n_texts, n_narratives), optional
        The pairs for which places of words and rules are asked; all by default.

    Returns
    -------
    Pairs
    """
    near = compare_topics(topics, texts) if near is None else near
    sizes = np.array([float(len(each.stems)) for each in definitions])
    relevance = relevance_features(near, sizes)
    stance = np.zeros((len(texts), len(definitions), len(STANCE)))
    marked = [find_marks(text) for text in texts]
    rules: dict[tuple[int, int], Stance] = {}
    owners: dict[str, list[int]] = {}
    for number, definition in enumerate(definitions):
        for word in definition.stems:
            owners.setdefault(word, []).append(number)
    for row, some in enumerate(marked):
        shared: dict[int, list[int]] = {}
        for at, token in enumerate(some.tokens):
            for number in owners.get(stem(token), ()):
                shared.setdefault(number, []).append(at)
        turning = any(mark.group in _TURNING for mark in some.marks) or "?" in some.tokens
        stance[row, :, _QUOTES] = some.tokens.count('"') > 1
        for mark in some.marks:
            stance[row, :, _ANY[mark.group]] = 1.0
        for number, definition in enumerate(definitions):
            if wanted is not None and not wanted[row, number]:
                continue
            if turning and near.covered[row, number] > 0:
                rules[row, number] = _rules(texts[row], definition)
            _fill(stance[row, number], some, shared.get(number, []), rules.get((row, number)))
    stance[:, :, _SHARES] = np.stack(
        [near.telling, near.stems, near.covered, relevance[:, :, RELEVANCE.index("length")]],
        axis=-1,
    )
    turned = np.array([each.negated for each in definitions], dtype=np.float64)
    has = stance[:, :, _ANY["negator"]]
    stance[:, :, _NEGATED] = np.stack(
        [turned + 0 * has, turned * has, np.abs(turned - has)], axis=-1
    )
    stance[:, :, _VALENCE] = _valence(texts, marked, definitions, near)
    words = [sorted({f for t in some.tokens if (f := word_feature(t))}) for some in marked]
    return Pairs(relevance, stance, words, marked, rules, near)


_QUOTES = STANCE.index("quotes")
_SHARES = slice(STANCE.index("telling"), STANCE.index("length") + 1)
_NEGATED = slice(STANCE.index("definition_negated"), STANCE.index("negated_apart") + 1)
_VALENCE = slice(STANCE.index("harm"), STANCE.index("besides") + 1)
_ANY = {group: STANCE.index(f"any_{group}") for group in GROUPS}
_NEAR = {group: STANCE.index(f"near_{group}") for group in GROUPS}
_BEFORE = {group: STANCE.index(f"before_{group}") for group in GROUPS}


def _fill(row: Floats, some: Marked, shared: Sequence[int], rule: Stance | None) -> None:
    """Fill in what depends on where the narrative's words stand."""
    if rule is not None:
        row[0] = rule.stance == "disputes"
        row[1] = rule.stance == "neutral"
        named = any(not _PLAIN.fullmatch(word.strip().lower()) for word in rule.words)
        row[2] = rule.stance == "disputes" and named
        row[3] = rule.stance == "supports" and len(rule.words) > 1
    if not shared:
        return
    for at, group, _ in some.marks:
        if at < shared[0]:
            row[_BEFORE[group]] = 1.0
        if any(-NEAR <= at - place <= NEAR for place in shared):
            row[_NEAR[group]] = 1.0


def _count_valence(some: Marked) -> tuple[int, int]:
    """Count the words of harm and of good."""
    harm = len({mark.at for mark in some.marks if mark.group == "harm"})
    return harm, len({mark.at for mark in some.marks if mark.group == "good"})


def _balance(harm: ArrayLike, good: ArrayLike) -> Floats:
    """Return whether harm (below 0) or good (above 0) prevails, -1 to 1."""
    bad, well = np.asarray(harm, dtype=np.float64), np.asarray(good, dtype=np.float64)
    return np.asarray((well - bad) / (1.0 + well + bad))


def _valence(
    texts: Sequence[str],
    marked: Sequence[Marked],
    definitions: Sequence[Definition],
    near: Nearness,
) -> Floats:
    """Set out how texts put things, and whether definitions put them alike."""
    counted = np.array([_count_valence(some) for some in marked], dtype=np.float64).reshape(-1, 2)
    none = np.zeros((len(texts), len(definitions)))
    good = np.array([each.good for each in definitions])
    both = _balance(counted[:, 0], counted[:, 1])[:, None] * good
    loud = np.array([float("!" in text[:LONGEST]) for text in texts])
    asks = np.array([float(text.rstrip(" \"'”’)").endswith("?")) for text in texts])
    return np.stack(
        [
            np.log1p(counted[:, :1]) + none,
            np.log1p(counted[:, 1:]) + none,
            good + none,
            np.sqrt(np.maximum(both, 0.0)),
            np.sqrt(np.maximum(-both, 0.0)),
            loud[:, None] + none,
            asks[:, None] + none,
            1.0 - near.shared / np.maximum(near.length, 1.0)[:, None],
        ],
        axis=-1,
    )


def _rules(text: str, definition: Definition) -> Stance:
    plain = clean(text)
    at = [word.start for word in words_of(plain) if word.stem in definition.stems]
    return read_stance(plain, "", "asserts", at)
