"""The word lists by which sources are told apart, in the shape the search needs."""

from __future__ import annotations

from functools import cache

from narratives.lexicon import load_classes, load_lexicon


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


@cache
def genders() -> dict[str, str]:
    """Return roles and titles that show a gender: "m" or "f"."""
    shown = {row["role"]: row["gender"] for row in load_lexicon("roles") if row["gender"]}
    return shown | {row["title"]: row["gender"] for row in load_lexicon("titles") if row["gender"]}


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


@cache
def closed_words() -> frozenset[str]:
    """Return words that begin no name, however they are written."""
    classes = load_classes()
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
    words = frozenset().union(*(classes.get(group, frozenset()) for group in groups))
    return words | naming("not_a_name")


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
    known = roles()
    for end in range(len(words), 0, -1):
        for size in (3, 2, 1):
            if end - size < 0:
                continue
            phrase = " ".join(words[end - size : end])
            for form in (phrase, phrase.removesuffix("s")):
                if form in known:
                    return form
    return ""
