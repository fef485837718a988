"""What the review says of a case, held against what the case has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import yaml

from narratives.case.tables import CaseTables
from narratives.schema import NARRATOR, UNNAMED, Document, did_you_mean


def check_hashes(
    folder: Path,
    documents: Iterable[Document],
    hashes: Mapping[str, tuple[str, yaml.Node]],
    review: pd.DataFrame,
    problems: list[str],
) -> None:
    """Compare each text with the hash of the text that was described or reviewed."""
    way_out = "Read the text again, check what was decided on it, and record the new hash"
    command = (
        f"Which decisions still fit: narratives review {folder} --move --try. To take the text as "
        f"it is now and move them: narratives review {folder} --move --who NAME."
    )
    reviewed = {
        entry["target"]: entry for entry in review[review["field"] == "sha256"].to_dict("records")
    }
    for document in documents:
        name = document.document_id
        text = f"the text of {document.file} has {document.sha256}"
        if name in hashes and hashes[name][0] != document.sha256:
            known, node = hashes[name]
            problems.append(
                f"{folder / 'documents' / 'documents.yaml'}, line {node.start_mark.line + 1}: "
                f"sha256 of {name} is {known}, but {text}: it has changed. {way_out} here."
                f"{f' {command}' if len(review) else ''}"
            )
        if name in reviewed and reviewed[name]["value"] != document.sha256:
            entry = reviewed[name]
            problems.append(
                f"{folder / 'review.jsonl'}, line {entry['line']}: {entry['who']} read {name} "
                f"with sha256 {entry['value']}, but {text}: it has changed. {way_out} in a new "
                f"line with the field sha256. {command}"
            )


def check_review(
    path: Path,
    review: pd.DataFrame,
    register: CaseTables,
    documents: Iterable[Document],
    problems: list[str],
    warnings: list[str],
) -> None:
    """Hold the ids that the review names against those of the case."""
    names = {document.document_id for document in documents}
    narratives = [str(key) for key in register.narratives.index]
    sources = [str(key) for key in register.sources.index]
    for entry in review.to_dict("records"):
        here = f"{path}, line {entry['line']}"
        field, value, target = entry["field"], entry["value"], entry["target"]
        added = value if field == "statement" else {}
        bearings = value if field == "bearings" else added.get("bearings") or []
        used = [bearing["narrative"] for bearing in bearings]
        used += list(value) if field == "rating" else []
        problems += [
            f'{here}: the narrative "{name}" is not in this case. Known: {", ".join(narratives)}.'
            f"{did_you_mean(name, narratives)}"
            for name in used
            if name not in narratives
        ]
        source = value if field == "source_id" else added.get("source_id", "")
        source = target if field in ("reliability", "origin") else source
        if source and source not in (*sources, NARRATOR, UNNAMED):
            problems.append(
                f'{here}: the source "{source}" is not in the register. '
                f"Known: {', '.join(sources) or 'none'}.{did_you_mean(source, sources)}"
            )
        document = target.split(":")[0] if ":" in target else ""
        document = target if field in ("statement", "sha256") else document
        if document and document != "item" and document not in names:
            warnings.append(
                f'{here}: the document "{document}" is not in this case; the line has no effect.'
            )
