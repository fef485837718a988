"""Stems: what the forms of one word, and the words derived from it, have in common."""

from __future__ import annotations

from functools import cache, lru_cache

from narratives.lexicon import load_lexicon

_INFLECTIONS = ("ings", "ing", "ied", "ies", "ed", "s")
_HISSING = ("ses", "xes", "zes", "ches", "shes")
_ENDINGS = (
    "ation ition ement ment ions ion er or ery ian ese ist ism ive al ally ance ence ancy ency "
    "ant ent ure age ious ous ety ity acy ful ly ia i an y e a"
)
_DERIVATIONS = tuple(sorted(_ENDINGS.split(), key=len, reverse=True))
_ONLY_AFTER = {"ive": ("s", "t"), "ity": ("ic", "il", "al", "ul", "ar", "ur", "iv", "id", "os")}
"""Letters that must stand before an ending: "survive" and "authority" keep theirs."""
_SOUNDS = {"as": "ad", "is": "id", "os": "od", "us": "ud"}
_LONG_SOUNDS = {"miss": "mit", "cept": "ceiv", "ens": "end", "ans": "and"}
"""What becomes of the end of a verb before "-ion" and "-ive": collide, collision."""


@cache
def _known() -> dict[str, str]:
    rows = load_lexicon("countries")
    known = {
        form.lower(): _derive(row["country"].lower())
        for row in rows
        for form in (row["country"], *row["forms"].split(";"))
        if form.isalpha() and row["country"].isalpha()
    }
    for row in load_lexicon("families"):
        known |= dict.fromkeys(row["forms"].split(";"), row["stem"])
    return known


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut a word to a stem that its forms and the words derived from it share.

    Plurals and verb endings are cut first, then the endings that make nouns and
    adjectives of verbs. What follows no rule is looked up in ``families.tsv``, the
    peoples in ``countries.tsv``.

    Examples
    --------
    >>> [stem(word) for word in ("Leaks", "leaking", "Ukraine", "Ukrainian", "French")]
    ['leak', 'leak', 'ukrain', 'ukrain', 'franc']
    >>> [stem(word) for word in ("explode", "explosion", "corroded", "corrosion", "saboteur")]
    ['explod', 'explod', 'corrod', 'corrod', 'sabot']
    >>> [stem(word) for word in ("deny", "denial", "deceive", "deception", "regulatory")]
    ['den', 'den', 'deceiv', 'deceiv', 'regul']
    """
    word = word.lower().replace("-", "")
    known = _known().get(word)
    if known is not None:
        return known
    return _derive(_inflect(word))


def _inflect(word: str) -> str:
    for suffix in _INFLECTIONS:
        base = word[: -len(suffix)]
        if not word.endswith(suffix) or len(base) < 3 or word.endswith(("ss", "us", "eed", "is")):
            continue
        if suffix != "s" and not any(letter in "aeiouy" for letter in base):
            continue
        if suffix in ("ied", "ies"):
            return base + "y"
        if word.endswith(_HISSING):
            return word[:-2]
        if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "sl":
            return base[:-1]
        return base
    return word


def _derive(word: str) -> str:
    word, cut = _cut(word)
    # "Intentional" and "executioner" have two endings, and so have "interfere" and "regulatory".
    if cut in ("al", "ally", "er", "or", "ist", "ism", "ly") and word.endswith("ion"):
        word, _ = _cut(word)
    elif (cut in ("e", "ence", "ent", "y") and word.endswith("er") and len(word) > 5) or (
        cut == "y" and word.endswith("ator")
    ):
        word = word[:-2]
    if cut in ("al", "ally") and len(word) > 3 and word.endswith("i"):
        word = word[:-1]
    if len(word) > 5 and word.endswith("at"):
        word = word[:-2]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    if len(word) > 4 and word.endswith(("ok", "ick")):
        word = word[:-1] if word.endswith("ick") else word[:-1] + "c"
    if (
        (len(word) > 7 and word.endswith(("is", "iz")))
        or word.endswith("ific")
        or (len(word) > 6 and word.endswith("ic"))
    ):
        word = word[:-2]
    elif len(word) > 4 and word.endswith("iz"):
        word = word[:-1] + "s"
    return word[:-1] + "i" if len(word) > 4 and word[-1] == "y" else word


def _cut(word: str) -> tuple[str, str]:
    """Cut the longest ending that fits, and return what is left and the ending."""
    for suffix in _DERIVATIONS:
        base = word[: -len(suffix)]
        if not word.endswith(suffix) or len(base) < (4 if len(suffix) > 1 else 3):
            continue
        if not base.endswith(_ONLY_AFTER.get(suffix, "")):
            continue
        if suffix in ("ion", "ions", "ive"):
            for heard, written in (_SOUNDS | _LONG_SOUNDS).items():
                if base.endswith(heard) and len(base) > (3 if heard in _SOUNDS else 4):
                    return base[: -len(heard)] + written, suffix
        return base, suffix
    return word, ""
