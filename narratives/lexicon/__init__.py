"""Words per language, as data files.

Each file is a table with tabs between the columns and a first line of column
names. Lines that begin with ``#`` say where the words come from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from narratives.schema import SchemaError

LANGUAGES = ("en",)


@cache
def load_lexicon(name: str, language: str = "en") -> tuple[dict[str, str], ...]:
    """Read one word list.

    Parameters
    ----------
    name : str
        The name of the file without its ending, for example "cues".
    language : str
        A language code; only the ones in ``LANGUAGES`` have word lists.

    Returns
    -------
    tuple of dict
        One mapping of column to text for each row.

    Raises
    ------
    SchemaError
        If there is no such list, or a row has not as many cells as there are columns.

    Examples
    --------
    >>> load_lexicon("cues")[0]["lemma"]
    'say'
    """
    if language not in LANGUAGES:
        raise SchemaError(
            f'language "{language}" has no word lists. Available: {", ".join(LANGUAGES)}.'
        )
    path = files(__package__) / language / f"{name}.tsv"
    if not path.is_file():
        raise SchemaError(f'word list "{name}" does not exist for language "{language}".')
    rows: list[dict[str, str]] = []
    columns: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
        elif len(cells) != len(columns):
            raise SchemaError(
                f"lexicon/{language}/{name}.tsv, line {number}: {len(cells)} cells, "
                f"expected {len(columns)} ({', '.join(columns)})."
            )
        else:
            rows.append(dict(zip(columns, cells, strict=True)))
    return tuple(rows)


@cache
def load_classes(language: str = "en") -> dict[str, frozenset[str]]:
    """Read the closed word classes of a language: class to lower-case words.

    Examples
    --------
    >>> "which" in load_classes()["relative"]
    True
    """
    return {
        row["class"]: frozenset(row["words"].split()) for row in load_lexicon("grammar", language)
    }


@cache
def inflect(lemma: str, language: str = "en") -> dict[str, str]:
    """Return the forms of a verb: base, third person, past, participle and -ing form.

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
    doubles = first in load_classes(language)["doubling"]
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
    irregular = {row["lemma"]: row for row in load_lexicon("irregular", language)}.get(first, {})
    forms = {
        "base": first,
        "s": third,
        "past": irregular.get("past", stem_d),
        "participle": irregular.get("participle", stem_d),
        "ing": stem_ing,
    }
    return {name: f"{form} {rest}".strip() for name, form in forms.items()}
