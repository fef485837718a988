"""The word lists by which sources are told apart, in the shape the search needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from narratives.lexicon import endings, inflect, load_classes, load_lexicon, words_of_classes
from narratives.lexicon.letters import LETTER

_OCCUPATIONS = endings("occupations")
_LETTERS = re.compile(r"[a-z]+\Z")
_SURNAME = re.compile(rf" (?=[^\W\d_a-z]{LETTER})")
_WORD_BEFORE = re.compile(r"(\w+) \Z")
_ASKS = re.compile(r"[^.!?\n]{0,300}\?")
_JOINS = load_classes()["title_joint"]
_GROUPS = load_classes()["group_noun"]


@cache
def naming(group: str) -> frozenset[str]:
    """Return one word class of naming.tsv."""
    return {row["class"]: frozenset(row["words"].split()) for row in load_lexicon("naming")}[group]


@cache
def countries() -> dict[tuple[str, ...], str]:
    """Return names, adjectives and peoples of countries, as lower-case words, to the country."""
    found = {}
    for row in load_lexicon("countries"):
        for form in (row["country"], *row["forms"].split(";")):
            found[tuple(form.lower().split())] = row["country"]
            found[tuple((form + "s").lower().split())] = row["country"]
    return found


@cache
def roles() -> dict[str, frozenset[str]]:
    """Return what people with a role can be called: the role and its groups."""
    return {
        row["role"]: frozenset([row["role"], *row["groups"].split()])
        for row in load_lexicon("roles")
    }


def is_role(words: str) -> bool:
    """Say whether some words are a role: from the list, or an occupation by its ending."""
    if words in roles():
        return True
    if not words.endswith(_OCCUPATIONS) or not _LETTERS.match(words):
        return False
    return any(words.endswith(end) and len(words) > len(end) for end in _OCCUPATIONS)


def called_by(role: str) -> frozenset[str]:
    """Return what a person with this role can be called."""
    return roles().get(role) or _GROUPS | {role}


@cache
def given_names() -> dict[str, str]:
    """Return given names, folded, to the gender they mostly go with: "m", "f" or "" for both."""
    shown: dict[str, str] = {}
    for row in load_lexicon("given_names"):
        for name in row["names"].split():
            gender = row["gender"] if row["gender"] in ("m", "f") else ""
            shown[name] = gender if shown.get(name, gender) == gender else ""
    return shown


def fold_given(name: str) -> str:
    """Fold a given name as the list has it: small letters without accents."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


def is_given_too(text: str, start: int, end: int) -> bool:
    """Tell "April Stone" and "Will Berg" from a month and an auxiliary.

    Examples
    --------
    >>> text = "In April Stone met April Berg."
    >>> is_given_too(text, 3, 8), is_given_too(text, 19, 24)
    (False, True)
    """
    if text[start:end].lower() not in load_classes()["given_too"] or not _SURNAME.match(text, end):
        return False
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    dated = before and (before[1].isdigit() or before[1].lower() in load_classes()["dating"])
    return not dated and not _ASKS.match(text, end)


@cache
def saying_verbs() -> frozenset[str]:
    """Return the forms of single verbs by which somebody speaks."""
    verbs = {row["lemma"] for row in load_lexicon("cues") if row["pos"] == "verb"}
    return frozenset(form for verb in verbs if " " not in verb for form in inflect(verb).values())


@cache
def genders() -> dict[str, str]:
    """Return roles and titles that show a gender: "m" or "f"."""
    shown = {row["role"]: row["gender"] for row in load_lexicon("roles") if row["gender"]}
    return shown | {row["title"]: row["gender"] for row in load_lexicon("titles") if row["gender"]}


def has_title(words: Iterable[str]) -> bool:
    """Tell whether one of some words in small letters is a title that only a person has.

    Examples
    --------
    >>> has_title(["ms"]), has_title(["dr"]), has_title(["former", "federal"])
    (True, True, False)
    """
    alone = load_classes()["addressed_alone"]
    return any(word in genders() or word in alone for word in words)


@cache
def titles() -> dict[str, str]:
    """Return titles to the role they stand for, empty where they stand for none."""
    return {row["title"]: row["role"] for row in load_lexicon("titles")}


@cache
def organisations() -> dict[str, frozenset[str]]:
    """Return nouns that name organisations to what these can be called."""
    return {
        row["noun"]: frozenset([row["noun"], *row["groups"].split()])
        for row in load_lexicon("organisations")
    }


def head_body(words: Sequence[str]) -> str:
    """Return the noun of a name that says what kind of organisation it is, "" where none does.

    It is the last such noun before "of" and the like; a name that ends with a place
    ("Court Street") is none.

    Examples
    --------
    >>> head_body(["holm", "timber", "company"]), head_body(["court", "street"])
    ('company', '')
    >>> head_body(["university", "hospital", "lund"]), head_body(["bank", "of", "peru"])
    ('hospital', 'bank')
    """
    bodies = organisations()
    last = next((k for k, word in enumerate(words) if k and word in _JOINS), len(words))
    if words and words[last - 1] in naming("place") and words[last - 1] not in bodies:
        return ""
    whole = [word for word in words[:last] if word in bodies]
    return whole[-1] if whole else next((word for word in words if word in bodies), "")


def is_pronoun(mention: str) -> bool:
    """Tell whether a mention only points at somebody: "they", "one of them".

    Examples
    --------
    >>> [is_pronoun(m) for m in ("They", "one of them", "that", "the union", "She of Kyiv", "")]
    [True, True, True, False, False, False]
    """
    classes = load_classes()
    pointing = closed_words() | classes["pronoun_like"] | classes["demonstrative"]
    words = mention.lower().split()
    return bool(words) and all(word in pointing for word in words)


@cache
def closed_words() -> frozenset[str]:
    """Return words that begin no name, however they are written."""
    groups = (
        "determiner",
        "subject_pronoun",
        "object_pronoun",
        "preposition",
        "subordinator",
        "coordinator",
        "auxiliary",
        "negative",
        "adverb",
        "time",
        "month",
        "question",
        "relative",
        "possessive",
    )
    return words_of_classes(groups) | naming("not_a_name")


def country_of(words: list[str]) -> str:
    """Return the country that some lower-case words name first, "" where none does."""
    known = countries()
    for i in range(len(words)):
        for size in (3, 2, 1):
            found = known.get(tuple(words[i : i + size]))
            if found:
                return found
    return ""


def find_role(words: list[str]) -> str:
    """Return the last role among some lower-case words, "" where there is none."""
    for end in range(len(words), 0, -1):
        if not _ends_role(words[end - 1]):
            continue
        for size in (3, 2, 1):
            if end - size < 0:
                continue
            phrase = " ".join(words[end - size : end])
            for form in (phrase, phrase.removesuffix("s")):
                if is_role(form):
                    return form
    return ""


@cache
def first_words() -> frozenset[str]:
    """Return the words that begin a role of several words."""
    return frozenset(role.split()[0] for role in roles() if " " in role)


@lru_cache(maxsize=10_000)
def _ends_role(word: str) -> bool:
    """Say whether a role can end with a word, or with it in the plural."""
    single = word.removesuffix("s")
    return not _last_words().isdisjoint((word, single)) or single.endswith(_OCCUPATIONS)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(role.split()[-1] for role in roles())


def head_role(words: list[str]) -> str:
    """Return the role that heads a description: "the head of its agency" has "head"."""
    core: list[str] = []
    for word in words:
        if core and word in load_classes()["np_preposition"]:
            break
        core.append(word)
    role = find_role(core[-3:])
    return role if role and ends_with_role(core[-1], role) else ""


def ends_with_role(word: str, role: str) -> bool:
    """Say whether a word is the last one of a role, or its plural.

    Examples
    --------
    >>> ends_with_role("witness", "witness"), ends_with_role("mayors", "deputy mayor")
    (True, True)
    """
    return word.endswith(noun := role.split()[-1]) or word.removesuffix("s").endswith(noun)
