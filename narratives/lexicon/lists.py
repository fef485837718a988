"""The word lists that any language may have: their columns, what is allowed, what is wrong.

Other lists belong to English alone, whose rules read them; they are held to their
columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from narratives.schema import FURNITURE, POLARITIES, STRENGTHS, did_you_mean

ABOUT = "about"
FORMS = "forms"
COMMON_VERBS = "common_verbs"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    ABOUT: ("key", "value"),
    COMMON_VERBS: ("verb", "forms"),
    "cues": ("lemma", "pos", "class", "frames", "strength", "polarity"),
    FORMS: ("lemma", "forms"),
    "furniture": ("kind", "where", "pattern", "why"),
    "grammar": ("class", "words"),
    "sentence_ends": ("word", "kind"),
}
"""The lists of any language and their columns, in their order."""
SMALL = (
    "determiner",
    "preposition",
    "auxiliary",
    "subject_pronoun",
    "object_pronoun",
    "subordinator",
    "coordinator",
    "relative",
)
"""Classes of grammar.tsv whose words are in every sentence: a language is known by them."""
CLASSES = (
    *SMALL,
    "that",
    "negative",
    "adverb",
    "beside_verb",
    "name_particle",
    "label_source",
    "label_details",
    "label_quote",
    "label_end",
    "label_word",
)
"""Classes of grammar.tsv that are read in any language."""
SENTENCE_ENDS = ("name", "number", "either", "starter", "speech", "suffix")
_ALLOWED: Mapping[tuple[str, str], tuple[str, ...]] = {
    (ABOUT, "key"): ("name", "beside"),
    ("cues", "pos"): ("verb", "phrase"),
    ("cues", "frames"): ("", "q", "c", "q c"),
    ("cues", "strength"): ("", *STRENGTHS),
    ("cues", "polarity"): POLARITIES,
    ("furniture", "kind"): FURNITURE,
    ("furniture", "where"): ("whole", "start", "any"),
    ("grammar", "class"): CLASSES,
    ("sentence_ends", "kind"): SENTENCE_ENDS,
}
"""What may stand in a column of a language other than English."""
_MAY_BE_EMPTY = (("cues", "frames"), ("cues", "strength"))
_LOWER = (
    ("cues", "lemma"),
    ("grammar", "words"),
    ("sentence_ends", "word"),
    (FORMS, "forms"),
    (COMMON_VERBS, "forms"),
)


def read_list(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    """Read one word list, and say everything that is wrong with it.

    Parameters
    ----------
    path : Path
        ``<language>/<list>.tsv``.

    Returns
    -------
    rows : list of dict
        One mapping of column to text for each row that is right.
    problems : list of str
        One message for each mistake: file, line, value and what is allowed.
    """
    language, name = path.parent.name, path.stem
    place = f"lexicon/{language}/{path.name}"
    if language != "en" and name not in COLUMNS:
        near = did_you_mean(name, COLUMNS)
        return [], [
            f'{place}: no text of another language than English is read with the list "{name}". '
            f"Lists of any language: {', '.join(COLUMNS)}.{near}"
        ]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [f"{place}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."]
    rows: list[dict[str, str]] = []
    problems: list[str] = []
    columns: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        here = f"{place}, line {number}"
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not columns:
            columns = cells
            if cells != COLUMNS.get(name, cells):
                wanted = ", ".join(COLUMNS[name])
                problems.append(
                    f"{here}: the columns are {', '.join(cells)}, expected {wanted}, with a tab "
                    "between each two."
                )
                break
        elif len(cells) != len(columns):
            problems.append(
                f"{here}: {len(cells)} cells, expected {len(columns)} ({', '.join(columns)}), "
                "with a tab between each two."
            )
        else:
            row = dict(zip(columns, cells, strict=True))
            wrong = [] if language == "en" else list(_problems(name, row))
            if cells in seen:
                wrong.append(f"the same row stands at line {seen[cells]}.")
            seen.setdefault(cells, number)
            problems += [f"{here}: {told}" for told in wrong]
            if not wrong:
                rows.append(row)
    if not columns:
        problems.append(f"{place}: the file has no line of column names.")
    return rows, problems


def check_language(folder: Path) -> list[str]:
    """Say everything that is wrong with the word lists of a language.

    Parameters
    ----------
    folder : Path
        Its name is the code of the language.

    Returns
    -------
    list of str
        One message for each mistake: file, line, value and what is allowed. Empty where
        all lists can be read.
    """
    return [told for path in sorted(folder.glob("*.tsv")) for told in read_list(path)[1]]


def _problems(name: str, row: Mapping[str, str]) -> Iterator[str]:
    for column, value in row.items():
        if not value and (name, column) not in _MAY_BE_EMPTY:
            yield f"{column} is empty. Write it, or leave the row out."
            continue
        allowed = _ALLOWED.get((name, column))
        if allowed is not None and value not in allowed:
            listed = ", ".join(word for word in allowed if word)
            near = did_you_mean(value, allowed)
            yield f'{column} "{value[:60]}" is not known. Known: {listed}.{near}'
        if (name, column) in _LOWER and value != value.lower():
            yield f'{column} "{value[:60]}" has a capital letter. Write it small.'
    check = _CHECKS.get(name)
    if check is not None:
        yield from check(row)


def _pattern(row: Mapping[str, str]) -> Iterator[str]:
    pattern = row["pattern"]
    try:
        re.compile(pattern)
    except re.error as error:
        yield f'pattern "{pattern[:60]}" is no regular expression: {error}.'
    if re.search(r"[*+}]\)[*+{]", pattern):
        # Time that doubles with each letter of a hostile line.
        yield f'pattern "{pattern[:60]}" repeats what is repeated already. Repeat it once.'


_CHECKS: Mapping[str, Callable[[Mapping[str, str]], Iterator[str]]] = {"furniture": _pattern}
