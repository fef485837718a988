"""Read a cue: the verb or noun that decides, denial, doubt and negation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from narratives.lexicon import inflect, load_classes, load_lexicon
from narratives.schema import Span
from narratives.strength.words import Word, find_keys


@dataclass(frozen=True)
class CueEntry:
    """One row of cues.tsv."""

    lemma: str
    pos: str
    group: str
    strength: str
    polarity: str


@cache
def _cue_forms() -> dict[str, list[tuple[tuple[str, ...], CueEntry]]]:
    """Forms of the words of cues.tsv by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = {}
    for row in load_lexicon("cues"):
        lemma, pos = row["lemma"], row["pos"]
        cue = CueEntry(lemma, pos, row["class"], row["strength"], row["polarity"])
        forms = {lemma}
        if pos == "verb":
            forms |= set(inflect(lemma).values())
        elif pos == "noun":
            forms |= {lemma + "s", re.sub(r"[^aeiou]y$", lambda m: m[0][0] + "ies", lemma)}
        for form in forms:
            keys = tuple(form.split())
            found.setdefault(keys[0], []).append((keys, cue))
    for entries in found.values():
        entries.sort(key=lambda e: (-len(e[0]), e[1].pos != "verb", e[1].pos == "noun"))
    return found


@cache
def _turns() -> dict[str, frozenset[str]]:
    """Words of denials.tsv by kind; what a source withholds in all its forms."""
    kinds: dict[str, set[str]] = {}
    for row in load_lexicon("denials"):
        doubts = row["words"].split()[0] in load_classes()["doubting"]
        verb = doubts or row["kind"] in ("withhold", "denial")
        forms = set(inflect(row["words"]).values()) if verb else {row["words"]}
        kinds.setdefault(row["kind"], set()).update(forms)
    return {kind: frozenset(words) for kind, words in kinds.items()}


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    """Match the words of denials.tsv of one kind among words with a blank on each side."""
    return re.compile(f" (?:{'|'.join(map(re.escape, sorted(_turns()[kind])))}) ")


def find_cue(found: Sequence[tuple[CueEntry, int]]) -> tuple[CueEntry | None, int | None]:
    """Return the entry that decides among ``deciding_words``, and the number of its word.

    A denial or a doubt decides before all others, then the weakest.
    """
    for polarity in ("denies", "doubts"):
        for entry, i in found:
            if entry.polarity == polarity:
                return entry, i
    return min(found, key=lambda f: _step(f[0].strength)) if found else (None, None)


def deciding_words(words: Sequence[Word]) -> list[tuple[CueEntry, int]]:
    """Return the verbs of a cue; its nouns where it has no verb, as beside one they are labels."""
    forms = _cue_forms()
    verbs: list[tuple[CueEntry, int]] = []
    nouns: list[tuple[CueEntry, int]] = []
    for i, word in enumerate(words):
        for keys, entry in forms.get(word.key, ()):
            if tuple(w.key for w in words[i : i + len(keys)]) != keys:
                continue
            noun_here = entry.pos == "verb" and i and words[i - 1].key in _articles()
            if noun_here:
                continue
            # What is withheld says how firmly nothing is put: denials.tsv turns the verb behind it.
            if entry.group not in ("refuse", "unsaid"):
                (nouns if entry.pos == "noun" else verbs).append((entry, i))
            break
    return verbs or nouns


@cache
def _articles() -> frozenset[str]:
    return load_classes()["possessive"] | load_classes()["article"]


def _step(strength: str) -> int:
    return ("hint", "possible", "likely", "certain", "").index(strength)


def read_polarity(
    text: str, words: Sequence[Word], entry: CueEntry | None, content: Sequence[Span]
) -> str:
    """Return the attitude that a cue puts on its content, before negation."""
    said = f" {' '.join(w.key for w in words)} "
    if entry is not None and entry.polarity in ("denies", "doubts"):
        return entry.polarity
    if _phrases("denial").search(said):
        return "denies"
    if _phrases("doubt").search(said):
        return "doubts"
    if entry is not None and entry.group == "criticise" and _opens_with_label(text, content):
        return "denies"
    if _phrases("verdict").search(said):
        return "denies"
    return "asserts"


def _opens_with_label(text: str, content: Sequence[Span]) -> bool:
    """Say whether a content is a claim under its label: "the claims that ..."."""
    if not content:
        return False
    keys = find_keys(text, content)[:5]
    determined = bool(keys) and (
        keys[0] in load_classes()["determiner"] or "'s" in keys[0] or keys[0].endswith("s'")
    )
    return any(key in load_classes()["reduced"] for key in keys[: 5 if determined else 1])


def is_turned(words: Sequence[Word], at: int | None) -> bool:
    """Say whether the cue is negated or withheld ("did not say", "declined to confirm")."""
    turns = _turns()
    end = len(words) if at is None else at
    for i, word in enumerate(words[:end]):
        after = words[i + 1].key if i + 1 < len(words) else ""
        negated = word.key in turns["negation"] or word.key.endswith("n't")
        if negated and after not in load_classes()["only_to"]:
            return True
        if word.key in turns["withhold"] and after in ("to", "short"):
            return True
    return False
