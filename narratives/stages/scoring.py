"""From what was read of a case to the record: bearings set by hand, items, scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from narratives.bearing import sure_bearings, unsure_bearings
from narratives.evidence import Evidence, form_items
from narratives.reading import BearingReader, notes_of
from narratives.review import apply_to_bearings, apply_to_cards
from narratives.schema import Case
from narratives.scores import (
    basis,
    diagnosticity,
    firmness,
    rank_narratives,
    voices,
    weigh_items,
)
from narratives.stages.comparison import Comparison
from narratives.stages.copied import Copied
from narratives.stages.formed import settle_evidence
from narratives.stages.warned import warnings_about
from narratives.strength import find_loaded_words
from narratives.telling import find_tensions
from narratives.telling.tensions import TENSIONS


class Read(NamedTuple):
    """What was read before anything is scored: statements with the review, and drafted bearings.

    ``notes`` say what is odd about the texts; ``found`` are the statements before the review;
    ``corrections`` those of sources, statements and copies.
    """

    segments: pd.DataFrame
    notes: tuple[str, ...]
    sources: pd.DataFrame
    statements: pd.DataFrame
    found: pd.DataFrame
    copied: Copied
    drafted: pd.DataFrame
    corrections: pd.DataFrame


def score(
    case: Case,
    review: pd.DataFrame,
    read: Read,
    by: BearingReader,
    *,
    draft: bool = False,
    begin: Callable[[int], None] | None = None,
    bearing: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    formed: Evidence | None = None,
    words: bool = True,
) -> Comparison:
    """Go from what was read to the record: bearings set by hand, items, scores.

    Parameters
    ----------
    case : Case
    review : DataFrame
    read : Read
    by : BearingReader
    draft : bool
    begin : callable, optional
        Called with the number of each stage as it begins.
    bearing : (DataFrame, DataFrame), optional
        What ``apply_to_bearings`` made of the same draft and review.
    formed : Evidence, optional
        What :func:`form` drafted from the same statements and bearings.
    words : bool
        Whether loaded words and tensions are looked for as well; no score and no summary
        hangs on them.

    Returns
    -------
    Comparison
    """
    begin = (lambda _: None) if begin is None else begin
    segments, notes, sources, statements, found, copied, drafted, of_read = read
    narratives = [str(narrative) for narrative in case.narratives.index]
    reviewed, of_bearings = (
        apply_to_bearings(drafted, review, statements, narratives) if bearing is None else bearing
    )
    bearings = sure_bearings(reviewed)
    begin(3)
    formed = form(case, read, bearings) if formed is None else formed
    evidence = settle_evidence(formed, review, statements, copied.folded)
    of_cards = apply_to_cards(review, narratives)
    begin(4)
    place = {line: number for number, line in enumerate(review["line"])}
    corrections = pd.concat([of_read, of_bearings, evidence.corrections, of_cards])
    places = [place.get(line, len(place)) for line in corrections["line"]]
    order = sorted(range(len(places)), key=places.__getitem__)
    corrections = corrections.iloc[order].reset_index(drop=True)
    matrix = evidence.matrix.reindex(columns=narratives)
    matrix.columns.name = "narrative_id"
    weights = weigh_items(evidence.items)
    ranking = rank_narratives(matrix, weights, case.relations)
    texts = {document.document_id: document for document in case.documents}
    return Comparison(
        name=case.name,
        question=case.question,
        documents=case.documents,
        narratives=case.narratives,
        sources=sources,
        origins=case.origins,
        stakes=case.stakes,
        relations=case.relations,
        segments=segments,
        statements=statements,
        bearings=bearings,
        unsure=unsure_bearings(reviewed),
        drafted_statements=found,
        drafted_bearings=drafted,
        drafted_evidence=formed,
        items=evidence.items,
        reports=evidence.reports,
        matrix=matrix,
        weights=weights,
        voices=voices(statements, bearings, case.stakes),
        firmness=firmness(statements, bearings, {k: d.text for k, d in texts.items()}),
        basis=basis(evidence.items, evidence.reports, bearings, narratives),
        inconsistency=ranking[["inconsistency", "score", "rated"]].reindex(narratives),
        ranking=ranking,
        diagnosticity=diagnosticity(matrix),
        loaded_words=find_loaded_words(case.documents if words else ()),
        tensions=find_tensions(
            statements,
            bearings,
            evidence.reports,
            evidence.items,
            texts,
            {str(n): str(title) for n, title in case.narratives["title"].items()},
        )
        if words
        else pd.DataFrame(columns=list(TENSIONS)),
        corrections=corrections,
        questions=evidence.questions,
        ratings=evidence.ratings,
        settings={**case.settings, "reader": by.name},
        draft=draft,
        reader=by,
        text_pairs=copied.shared.pairs,
        compared=copied.shared.compared,
        copy_links=copied.links,
        folded=copied.folded,
        warnings=(
            *case.warnings,
            *notes,
            *notes_of(by),
            *warnings_about(corrections, statements),
        ),
    )


def form(
    case: Case, read: Read, bearings: pd.DataFrame, basis: pd.DataFrame | None = None
) -> Evidence:
    """Draft the items from statements and bearings as the person left them.

    ``basis`` is what :func:`narratives.evidence.judge_basis` made of the same statements, where
    that was done before.
    """
    return form_items(
        read.statements,
        bearings,
        case.documents,
        read.sources,
        stakes=case.stakes,
        narratives=case.narratives,
        basis=basis,
    )
