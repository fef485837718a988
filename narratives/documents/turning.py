"""The words that turn what is said round: those that deny, and those that attribute.

A sign beside any other word costs a word; beside one of these it costs a denial or a speaker.
"""

from __future__ import annotations

from functools import cache

from narratives.lexicon import forms_of, load_classes, load_lexicon

_SAID = ("say", "report", "claim", "confirm", "admit", "deny")
"""Classes of verbs whose subject says something."""


@cache
def denying_words() -> frozenset[str]:
    """Return the words that deny, in lower case: "not", "nobody", "denied".

    Examples
    --------
    >>> {"not", "nobody", "denied"} <= denying_words(), "said" in denying_words()
    (True, False)
    """
    verbs = [row["lemma"] for row in load_lexicon("cues") if row["polarity"] == "denies"]
    rows = [row["words"] for row in load_lexicon("denials") if row["kind"] != "verdict"]
    lemmas = [*verbs, *(words for words in rows if " " not in words)]
    forms = {form for lemma in lemmas for form in forms_of(lemma) if form.isalpha()}
    return frozenset({"not", "no", "nobody", "none", "nothing", "never", *forms})


@cache
def turning_words() -> frozenset[str]:
    """Return :func:`denying_words` and the words that attribute, in lower case.

    Examples
    --------
    >>> {"not", "denied", "said", "told"} <= turning_words()
    True
    """
    cues = {form for row in load_lexicon("cues") for form in forms_of(row["lemma"])}
    return denying_words() | {form for form in cues if form.isalpha() and len(form) > 2}


@cache
def verbs_behind_names() -> frozenset[str]:
    """Return the verbs that somebody says, claims, admits or denies, as they stand behind a name.

    Examples
    --------
    >>> {"says", "denied"} <= verbs_behind_names(), "say" in verbs_behind_names()
    (True, False)
    """
    rows = [row for row in load_lexicon("cues") if row["pos"] == "verb" and row["class"] in _SAID]
    forms = {form for row in rows for form in forms_of(row["lemma"])}
    return frozenset(form for form in forms if form.endswith(("s", "ed", "said", "told", "wrote")))


@cache
def helping_verbs() -> frozenset[str]:
    """Return the verbs that a "not" follows, in lower case.

    Examples
    --------
    >>> {"did", "is"} <= helping_verbs(), "'s" in helping_verbs()
    (True, False)
    """
    return frozenset(verb for verb in load_classes("en")["auxiliary"] if verb.isalpha())
