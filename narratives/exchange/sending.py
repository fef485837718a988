"""A case written for another tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from narratives.documents import write_whole
from narratives.exchange.formats import Outgoing
from narratives.exchange.known import format_named
from narratives.reading import BearingReader
from narratives.schema import Case, NarrativesError
from narratives.stages import Comparison, compare

NOTE = "NOTE.txt"
"""The file of the note, in a folder of several files."""


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes
    ----------
    files : tuple of Path
        The file, or each file of the folder.
    note : tuple of str
        What the export says about itself, and what the format cannot say.
    """

    files: tuple[Path, ...]
    note: tuple[str, ...]


def export_case(
    case: Case,
    path: str | Path,
    *,
    to: str,
    comparison: Comparison | None = None,
    reader: BearingReader | None = None,
    tlp: str = "",
    rater: str = "",
    force: bool = False,
) -> Exported:
    """Write a case for another tool.

    Parameters
    ----------
    case : Case
    path : str or Path
        The file; for a format of several files a folder, which is made.
    to : str
        The name of the format, such as "web-annotation"; ``docs/exchange.md`` lists them.
    comparison : Comparison, optional
        Of this case, where it was made already.
    reader : BearingReader, optional
        Who reads the bearings, as in :func:`narratives.compare`.
    tlp : str
        How far it may be passed on, by the Traffic Light Protocol: "clear", "green", "amber" or
        "red". Taken by the formats that mark it (``stix``, ``misp``), and refused by others.
    rater : str
        Whose ratings go out, in the format that holds those of one person (``achz``). Default:
        the only person who rated.
    force : bool
        Write over a file that is there.

    Returns
    -------
    Exported
        Its note stands in the export too.

    Raises
    ------
    NarrativesError
        If the format is not known, its library is not installed, the file is there, or it is not
        said whose ratings go out.

    Examples
    --------
    >>> import narratives as nv
    >>> nv.export_case(nv.load_case("seeds/crocus-city-hall"), "crocus.docx", to="docx")
    Traceback (most recent call last):
    narratives.schema.SchemaError: format "docx" is not known. Known: ...
    """
    form = format_named(to)
    path = Path(path)
    if tlp and not form.marked:
        raise NarrativesError(f'tlp "{tlp[:20]}": {to} carries no marking. Leave it out.')
    if rater and not form.of_one:
        raise NarrativesError(
            f'rater "{rater[:40]}": {to} is not of one person\'s ratings. Leave it out.'
        )
    check_place(path, form.endings, force=force)
    made = compare(case, reader=reader) if comparison is None else comparison
    out = Outgoing(case, made, form.cannot, tlp, rater)
    try:
        files = form.write(out)
    except ModuleNotFoundError as error:
        raise NarrativesError(
            f"{to} needs the library {error.name}. Install it: "
            f"python -m pip install 'narratives[{form.extra}]'."
        ) from error
    if form.endings:
        write_whole(path, files[""])
        return Exported((path,), out.note)
    return Exported(_write_folder(path, {NOTE: out.note_text.encode("utf-8"), **files}), out.note)


def check_place(path: Path, endings: tuple[str, ...], *, force: bool) -> None:
    """Refuse a place where nothing can or may be written.

    Parameters
    ----------
    path : Path
    endings : tuple of str
        Of the file; empty for a folder of files.
    force : bool
        Write over a file that is there.

    Raises
    ------
    NarrativesError
    """
    if endings and path.suffix.lower() not in endings:
        raise NarrativesError(
            f"{path}: such a file ends in {' or '.join(endings)}. Name it {path}{endings[0]}."
        )
    if not path.parent.is_dir():
        raise NarrativesError(f"{path.parent}: there is no such folder. Make it, or name another.")
    if endings and path.is_dir():
        raise NarrativesError(f"{path}: this is a folder. Name a file in it.")
    if endings and path.exists() and not force:
        raise NarrativesError(
            f"{path}: the file is there. Name another, or write over it (--force, or force=True)."
        )
    if not endings and path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise NarrativesError(
            f"{path}: it is there and is no empty folder. Several files are written: name a folder "
            "that is new or empty."
        )


def _write_folder(path: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    path.mkdir(exist_ok=True)
    written = []
    for name, content in files.items():
        write_whole(path / name, content)
        written.append(path / name)
    return tuple(written)
