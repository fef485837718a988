"""What is tried before anything is written: a new case the whole way, the place of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.schema import NarrativesError, failure_in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from narratives.case import Proposal
    from narratives.reading import BearingReader
    from narratives.schema import Case


def try_case(
    case: Case,
    progress: Callable[..., None] | None = None,
    reader: BearingReader | None = None,
) -> Proposal:
    """Compare a case and write its page, to nowhere: what is made can be reported too.

    Parameters
    ----------
    case : Case
    progress, reader : optional
        As :func:`narratives.compare` takes them.

    Returns
    -------
    Proposal
        Terms of its narratives and the sources that its texts name.

    Raises
    ------
    NarrativesError
        If a text cannot be read, or the page of the case cannot be written.

    Examples
    --------
    >>> import narratives as nv
    >>> try_case(nv.load_case("seeds/crocus-city-hall")).sources[0].name
    'Emmanuel Macron'
    """
    from narratives.proposing import propose_case
    from narratives.report import render_report
    from narratives.stages import compare

    comparison = compare(case, reader=reader, progress=progress)
    if comparison.unread:
        told = "\n".join(comparison.warnings[: len(comparison.unread)])
        raise NarrativesError(f"{told}\nNothing was made. Leave the text out, or change it.")
    try:
        render_report(comparison)
    except NarrativesError:
        raise
    except Exception as error:
        raise NarrativesError(f"{case.name}: {failure_in_words(error)}") from error
    return propose_case(case, comparison.statements)


def check_output(path: Path, case: Case, *, force: bool, option: str = "--output") -> Path:
    """Refuse to write over what the report is made from, or what somebody else wrote.

    Parameters
    ----------
    path : Path
    case : Case
    force : bool
        Write over a file that is not from this package.
    option : str
        By which the place was given.

    Raises
    ------
    NarrativesError
        If no page can or may be written there.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise NarrativesError(f"{option} {path}: the page is an HTML file. Name it {path}.html.")
    if path.is_dir():
        raise NarrativesError(f"{option} {path}: this is a folder. Name a file in it.")
    if case.folder is not None:
        inside = path.resolve().parent == (case.folder / "documents").resolve()
        if inside and path.exists():
            raise NarrativesError(
                f"{option} {path}: this is a document of the case. Name another file."
            )
    if path.exists() and not force:
        from narratives.report.files import is_own_page

        if not is_own_page(path):
            raise NarrativesError(
                f"{option} {path}: the file is there and is not from this command. Name another "
                "file, or write over it with --force."
            )
    return path
