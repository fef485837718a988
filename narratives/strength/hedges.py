"""Find the words that lower how firmly a piece of text is put."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from narratives.lexicon import inflect, load_classes, load_lexicon
from narratives.schema import STRENGTHS, Span
from narratives.strength.words import QUOTES, Word, first_sentence, words_of

_NEAR = 100
_NESTED = re.compile(r"(?<!\w)['‘][^'‘’\n]{3,300}['’](?!\w)")


class Hedge(NamedTuple):
    """A hedge: first and last word by number, its strength, whether it rules the main clause."""

    first: int
    last: int
    strength: str
    main: bool


class _Row(NamedTuple):
    keys: tuple[str, ...]
    strength: str
    where: str
    kind: str
    not_after: frozenset[str]
    only_after: frozenset[str]
    not_before: frozenset[str]
    only_before: frozenset[str]


@cache
def _rows() -> dict[str, list[_Row]]:
    """Hedges by their first word, the longest first."""
    found: dict[str, list[_Row]] = {}
    for row in load_lexicon("hedges"):
        forms = {row["words"]}
        if row["kind"] == "verb":
            forms = set(inflect(row["words"]).values())
        near = [
            frozenset(row[column].split())
            for column in ("not_after", "only_after", "not_before", "only_before")
        ]
        for form in sorted(forms):
            keys = tuple(form.split())
            found.setdefault(keys[0], []).append(
                _Row(keys, row["strength"], row["where"], row["kind"], *near)
            )
    for rows in found.values():
        rows.sort(key=lambda r: -len(r.keys))
    return found


def weakest(strengths: Iterable[str]) -> str:
    """Return the weakest of some strengths, "certain" where there is none.

    Examples
    --------
    >>> weakest(["likely", "hint", "possible"])
    'hint'
    """
    return min(strengths, key=STRENGTHS.index, default="certain")


def hedges_in_cue(text: str, words: Sequence[Word]) -> list[Hedge]:
    """Find the hedges among the words of a cue."""
    return _find(text, words, "cue")


def hedges_in_content(text: str, pieces: Sequence[Span]) -> tuple[list[Word], list[Hedge], bool]:
    """Find the hedges in the first sentence of a content that is not a question.

    Returns
    -------
    words : list of Word
    hedges : list of Hedge
        ``main`` is False where the hedge stands outside the first clause.
    question : bool
        True where the whole content is a question, or "whether" opens it.
    """
    words, question = first_sentence(text, pieces)
    hidden = _nested_quotations(text, pieces)
    if hidden:
        words = [word for word in words if not _inside(hidden, word.start)]
    if words and words[0].key == "whether":
        question = True
    return words, _find(text, words, "content"), question


def _nested_quotations(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Quotations inside a quotation: the words of others."""
    found = []
    for start, end in pieces:
        if text[start] in QUOTES or (start and text[start - 1] in QUOTES):
            found += [m.span() for m in _NESTED.finditer(text, start, end)]
    return sorted(found)


def _inside(spans: Sequence[Span], place: int) -> bool:
    """Tell whether a place stands inside one of some sorted spans."""
    at = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < spans[at][1]


def _main_clause(text: str, words: Sequence[Word]) -> list[bool]:
    """Mark the words of the first clause, without the clauses set into it."""
    if not words:
        return []
    finite_words = load_classes()["auxiliary"] | load_classes()["past"]
    opens = words[0].key in words_of("opener") and "," in text[words[0].end : words[-1].start]
    aside, later, finite = opens, False, False
    main = []
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else ""
        key = word.key
        if i and finite and (";" in gap or " - " in gap or "—" in gap or " – " in gap):
            later = True
        elif "," in gap or "(" in gap or ")" in gap:
            aside = False
            if key in load_classes()["joins_clauses"]:
                later |= finite
            elif key in words_of("relative_adverb") or "(" in gap:
                aside = True
            elif key in words_of("continuer") or key.endswith("ing"):
                later |= finite and key in words_of("continuer")
                aside = True
            elif key in _rows() and _is_adverb(key):
                aside = finite or _closes(text, words, i)
        elif i and not aside:
            if key in load_classes()["whom"]:
                aside = words[i - 1].key not in load_classes()["before_whom"]
            elif key == "that" and _relative_that(words, i):
                aside = True
            elif key in words_of("splitter") or (
                key == "so" and _starts_clause(text, words, i + 1)
            ):
                later |= finite
            elif key in load_classes()["joins_verbs"] and finite and _modal_follows(words, i):
                later = True
        main.append(not aside and not later)
        if main[-1] and (key in finite_words or key.endswith("ed")):
            finite = True
    return main


def _starts_clause(text: str, words: Sequence[Word], i: int) -> bool:
    if i >= len(words):
        return False
    classes = load_classes()
    opens = classes["subject_pronoun"] | classes["determiner"]
    return words[i].key in opens or text[words[i].start].isupper()


def _is_adverb(key: str) -> bool:
    return any(row.kind == "adverb" and len(row.keys) == 1 for row in _rows()[key])


def _closes(text: str, words: Sequence[Word], i: int) -> bool:
    """Say whether the words that begin at word i run to a comma that is not their own."""
    after = text[words[i].end : words[-1].end]
    return "," in after and not after.lstrip().startswith(",")


def _relative_that(words: Sequence[Word], i: int) -> bool:
    if i + 1 >= len(words) or words[i + 1].key not in load_classes()["may"]:
        return False
    before = words[i - 1].key
    return not (before in _content_verbs() or before in load_classes()["no_relative"])


@cache
def _content_verbs() -> frozenset[str]:
    rows = (row for row in load_lexicon("cues") if row["pos"] == "verb")
    return frozenset(form for row in rows for form in inflect(row["lemma"]).values())


def _modal_follows(words: Sequence[Word], i: int) -> bool:
    return any(w.key in load_classes()["may"] for w in words[i + 1 : i + 3])


def _find(text: str, words: Sequence[Word], where: str) -> list[Hedge]:
    rows = _rows()
    found: list[Hedge] = []
    main: list[bool] = []
    last = -1
    for i, word in enumerate(words):
        if i <= last or word.key not in rows:
            continue
        for row in rows[word.key]:
            if row.where in (where, "both") and _fits(text, words, i, row):
                last = i + len(row.keys) - 1
                if row.kind == "modal":
                    helping = load_classes()["helping"]
                    while last + 1 < len(words) and words[last + 1].key in helping:
                        last += 1
                if not main:
                    main = _main_clause(text, words) if where == "content" else [True] * len(words)
                rules = main[i] and not (
                    row.keys[-1] in words_of("alleging") and _person(words, last)
                )
                found.append(Hedge(i, last, row.strength, rules))
                break
    return found


def _fits(text: str, words: Sequence[Word], i: int, row: _Row) -> bool:
    end = i + len(row.keys)
    if tuple(w.key for w in words[i:end]) != row.keys:
        return False
    before = words[i - 1].key if i else "*"
    after = words[end].key if end < len(words) else "*"
    if i > 1 and before in load_classes()["subject_pronoun"] and words[i - 2].key in row.not_after:
        return False
    if before in row.not_after or (row.only_after and before not in row.only_after):
        return False
    if after in row.not_before or (row.only_before and after not in row.only_before):
        return False
    if row.keys == ("may",):
        return _is_modal_may(text, words, i, before)
    if row.kind == "modal" and after == "have" and end + 1 < len(words):
        rest = {w.key for w in words[end + 1 : end + 3]}
        return not rest & words_of("counterfactual")
    return True


def _is_modal_may(text: str, words: Sequence[Word], i: int, before: str) -> bool:
    """Tell the verb from the month and the name: only headlines write the verb large."""
    if text[words[i].start] != "M":
        return True
    following = text[words[i].end : words[i].end + 3].strip(" ,.")
    if before in words_of("before_month") or following[:1].isdigit() or before == "*":
        return False
    long = [w for w in words[max(0, i - _NEAR) : i + _NEAR] if len(w.key) > 3]
    return bool(long) and all(text[w.start].isupper() for w in long)


def _person(words: Sequence[Word], last: int) -> bool:
    """Say whether "alleged" only names a person: "the alleged gunman fled"."""
    for word in words[last + 1 : last + 3]:
        key = word.key
        if key in words_of("person"):
            return True
        if key not in words_of("not_person") and re.search(
            r"(?:[eo]rs?|ists?|m[ae]n|wom[ae]n)$", key
        ):
            return True
    return False
