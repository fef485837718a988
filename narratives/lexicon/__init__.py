"""Words per language, as data files: one folder a language, one table a list.

Each file is a table with tabs between the columns and a first line of column
names. Lines that begin with ``#`` say where the words come from. A language is
there because its folder is; README.md in this folder says which lists a language
may have, and what a text of that language goes without where one is missing.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from narratives.lexicon.lists import ABOUT, FORMS, read_list
from narratives.schema import SchemaError

ROOT = Path(__file__).parent
"""The folder of the languages."""
_CODE = re.compile(r"[a-z]{2,3}\Z")


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a folder of word lists.

    Examples
    --------
    >>> {"en", "uk"} <= set(languages())
    True
    """
    found = (path.name for path in ROOT.iterdir() if path.is_dir() and _CODE.match(path.name))
    return tuple(sorted(code for code in found if any((ROOT / code).glob("*.tsv"))))


@cache
def has_list(name: str, language: str) -> bool:
    """Tell whether a language has a word list.

    Examples
    --------
    >>> has_list("cues", "en"), has_list("cues", "tlh")
    (True, False)
    """
    return language in languages() and (ROOT / language / f"{name}.tsv").is_file()


@cache
def load_lexicon(name: str, language: str = "en") -> tuple[dict[str, str], ...]:
    """Read one word list.

    Parameters
    ----------
    name : str
        The name of the file without its ending, for example "cues".
    language : str
        A language code, one of :func:`languages`.

    Returns
    -------
    tuple of dict
        One mapping of column to text for each row.

    Raises
    ------
    SchemaError
        If there is no such list, or it is not as :mod:`narratives.lexicon.lists` says;
        then every line that is wrong is named.

    Examples
    --------
    >>> load_lexicon("cues")[0]["lemma"]
    'say'
    """
    if language not in languages():
        raise SchemaError(
            f'language "{language}" has no word lists. Available: {", ".join(languages())}.'
        )
    path = ROOT / language / f"{name}.tsv"
    if not path.is_file():
        raise SchemaError(f'word list "{name}" does not exist for language "{language}".')
    rows, problems = read_list(path)
    if problems:
        raise SchemaError("\n".join(problems))
    return tuple(rows)


@cache
def load_classes(language: str = "en") -> dict[str, frozenset[str]]:
    """Read the closed word classes of a language: class to lower-case words.

    Examples
    --------
    >>> "which" in load_classes()["relative"]
    True
    >>> load_classes("tlh")
    {}
    """
    if not has_list("grammar", language):
        return {}
    return {
        row["class"]: frozenset(row["words"].split()) for row in load_lexicon("grammar", language)
    }


@cache
def words_of_classes(names: tuple[str, ...], language: str = "en") -> frozenset[str]:
    """Return the words of several closed classes; a class that no list has is empty.

    Examples
    --------
    >>> {"which", "the"} <= words_of_classes(("relative", "determiner"))
    True
    """
    classes = load_classes(language)
    return frozenset[str]().union(*(classes.get(name, frozenset()) for name in names))


@cache
def endings(name: str) -> tuple[str, ...]:
    """Return the ends of English words of one kind, for ``str.endswith``.

    Examples
    --------
    >>> endings("no_plural")
    ('ss', 'us', 'is')
    """
    return next(
        tuple(row["endings"].split()) for row in load_lexicon("endings") if row["name"] == name
    )


@cache
def one_of(name: str, language: str = "en") -> str:
    """Return the words of a closed class as what stands between brackets in a pattern.

    Examples
    --------
    >>> one_of("article")
    'the|an|a'
    """
    words = sorted(load_classes(language)[name], key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


@cache
def language_name(language: str) -> str:
    """Return how a language is called in notes to readers; its code where no list says it.

    Examples
    --------
    >>> language_name("uk"), language_name("tlh")
    ('Ukrainian', 'tlh')
    """
    rows = load_lexicon(ABOUT, language) if has_list(ABOUT, language) else ()
    return next((row["value"] for row in rows if row["key"] == "name"), language)


@cache
def is_beside(language: str) -> bool:
    """Tell whether a language is listed only so that its texts are not taken for another's.

    Examples
    --------
    >>> is_beside("da"), is_beside("de")
    (True, False)
    """
    rows = load_lexicon(ABOUT, language) if has_list(ABOUT, language) else ()
    return any(row["key"] == "beside" for row in rows)


@cache
def forms_of(lemma: str, language: str = "en") -> tuple[str, ...]:
    """Return the forms in which a word of ``cues.tsv`` may stand in a text.

    English verbs are inflected by their spelling. Of another language the forms are
    those of its list ``forms``, and the word as it is.

    Examples
    --------
    >>> forms_of("deny")
    ('deny', 'denies', 'denied', 'denying')
    """
    if language == "en":
        return tuple(dict.fromkeys(inflect(lemma).values()))
    return (lemma, *_listed_forms(language).get(lemma, ()))


@cache
def _listed_forms(language: str) -> dict[str, tuple[str, ...]]:
    rows = load_lexicon(FORMS, language) if has_list(FORMS, language) else ()
    return {
        row["lemma"]: tuple(form.strip() for form in row["forms"].split(";") if form.strip())
        for row in rows
    }


@cache
def inflect(lemma: str) -> dict[str, str]:
    """Return the forms of an English verb: base, third person, past, participle and -ing form.

    A verb of several words inflects its first word. Irregular forms come from
    ``irregular.tsv``; the rest follow the spelling rules.

    Examples
    --------
    >>> inflect("deny")
    {'base': 'deny', 's': 'denies', 'past': 'denied', 'participle': 'denied', 'ing': 'denying'}
    >>> inflect("say")["past"]
    'said'
    """
    first, _, rest = lemma.partition(" ")
    vowel_y = first.endswith("y") and first[-2:-1] in "aeiou"
    doubles = first in load_classes()["doubling"]
    if first.endswith("e"):
        stem_d, stem_ing = first + "d", (first if first.endswith("ee") else first[:-1]) + "ing"
    elif first.endswith("y") and not vowel_y:
        stem_d, stem_ing = first[:-1] + "ied", first + "ing"
    else:
        double = first[-1] if doubles else ""
        stem_d, stem_ing = first + double + "ed", first + double + "ing"
    if first.endswith(("s", "sh", "ch", "x", "z", "go")):
        third = first + "es"
    elif first.endswith("y") and not vowel_y:
        third = first[:-1] + "ies"
    else:
        third = first + "s"
    irregular = {row["lemma"]: row for row in load_lexicon("irregular")}.get(first, {})
    forms = {
        "base": first,
        "s": third,
        "past": irregular.get("past", stem_d),
        "participle": irregular.get("participle", stem_d),
        "ing": stem_ing,
    }
    return {name: f"{form} {rest}".strip() for name, form in forms.items()}
