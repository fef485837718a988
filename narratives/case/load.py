"""A case folder to a Case, or to all its mistakes at once."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from narratives.case.annotation import read_reference
from narratives.case.checks import check_hashes, check_review
from narratives.case.nodes import Yaml, load_yaml
from narratives.case.tables import read_register
from narratives.case.texts import load_documents
from narratives.review import load_review
from narratives.review.readings import GLOB, check_reading
from narratives.schema import Case, CaseError


def load_case(folder: str | Path, *, mended: bool = False) -> Case:
    """Read a case folder and check it whole.

    Parameters
    ----------
    folder : str or Path
        Holds ``case.yaml``, ``documents/`` with ``documents.yaml`` and the texts, and,
        where there are any, ``review.jsonl``, ``review-<name>.jsonl`` of other readers,
        ``reference.json`` and ``reference-<name>.json`` of other documents.
    mended : bool
        Take a text whose hash is no longer the one that was described or reviewed, with a
        warning: to see which decisions still fit it (``narratives review CASE --move``).

    Returns
    -------
    Case
        Its ``warnings`` tell what is odd without being wrong.

    Raises
    ------
    CaseError
        All mistakes in all files at once, each with its file, line, key and value,
        what is allowed, and the way out.

    Examples
    --------
    >>> load_case("nowhere")
    Traceback (most recent call last):
    narratives.schema.CaseError: nowhere: there is no such folder. ...
    """
    folder = Path(folder)
    _check_folder(folder)
    problems: list[str] = []
    warnings: list[str] = []
    case_file = Yaml(folder / "case.yaml", problems)
    node = load_yaml(case_file)
    broken = node is None and bool(problems)
    register = None if broken else read_register(case_file, node)
    documents, hashes = load_documents(folder, problems, warnings)
    review = _review(folder, problems, warnings)
    readings = _readings(folder, problems, warnings)
    reference = read_reference(folder / "reference.json", problems)
    others = {
        path.stem.removeprefix("reference-"): read_reference(path, problems)
        for path in sorted(folder.glob("reference-*.json"))
    }
    check_hashes(folder, documents, hashes, review, warnings if mended else problems)
    if register is not None:
        check_review(folder / "review.jsonl", review, register, documents, problems, warnings)
        for name, reading in readings.items():
            path = folder / f"review-{name}.jsonl"
            check_review(path, reading, register, documents, problems, warnings)
        if len(register.narratives) == 1:
            warnings.append(f"{case_file.path}: there is one narrative, so nothing to compare.")
    if problems or register is None:
        raise CaseError(problems)
    return Case(
        name=folder.resolve().name,
        question=register.question,
        documents=tuple(documents),
        narratives=register.narratives,
        sources=register.sources,
        origins=register.origins,
        stakes=register.stakes,
        review=review,
        settings=register.settings,
        reference=reference,
        folder=folder,
        warnings=tuple(warnings),
        readings=readings,
        references={name: found for name, found in others.items() if found is not None},
        truth=register.truth,
        relations=register.relations,
    )


def _check_folder(folder: Path) -> None:
    try:
        if not folder.exists():
            raise CaseError([f"{folder}: there is no such folder. Check the name."])
        if not folder.is_dir():
            raise CaseError([f"{folder}: this is a file. Name the case folder it belongs to."])
        if not os.path.lexists(folder / "case.yaml"):
            found = sorted(path.name for path in folder.iterdir())[:5]
            listed = f" It holds {', '.join(found)}." if found else " It is empty."
            if any(name.startswith(".new-case-") for name in found):
                listed += " A `narratives new` was stopped in it: run it again."
            raise CaseError(
                [f"{folder}: this is no case folder, for it has no file case.yaml.{listed}"]
            )
    except (OSError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise CaseError([f"{folder}: the folder cannot be read ({reason})."]) from error


def _readings(folder: Path, problems: list[str], warnings: list[str]) -> dict[str, pd.DataFrame]:
    """Read what other readers grade and rate anew, by the name in ``review-<name>.jsonl``."""
    found = {}
    for path in sorted(folder.glob(GLOB)):
        try:
            review, torn = load_review(path)
            check_reading(str(path), review)
        except CaseError as error:
            problems += error.problems
            continue
        warnings += torn
        if review.empty and not torn:
            warnings.append(f"{path}: the file holds no line, so no reading is shown for it.")
            continue
        found[path.stem.removeprefix("review-")] = review
    return found


def _review(folder: Path, problems: list[str], warnings: list[str]) -> pd.DataFrame:
    try:
        review, torn = load_review(folder / "review.jsonl")
    except CaseError as error:
        problems += error.problems
        review, torn = load_review(folder / "documents" / "no-review.jsonl")
    warnings += torn
    return review
