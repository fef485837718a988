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
