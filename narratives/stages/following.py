"""The way taken again after each decision: only what the decision touches is computed anew."""

from __future__ import annotations

import math
from contextlib import nullcontext
from dataclasses import replace
from itertools import chain

import pandas as pd

from narratives.attribution import extract_statements
from narratives.bearing import examples_from_review, rate_bearings, sure_bearings
from narratives.bearing.teaching import Taught
from narratives.copies import share_origins
from narratives.copies.folding import SamePlaces
from narratives.documents import find_segments
from narratives.evidence import Evidence, judge_basis
from narratives.reading import (
    BearingReader,
    NotReadYetError,
    choose_reader,
    from_memory,
    reads_ahead,
)
from narratives.review import apply_to_bearings, apply_to_sources
from narratives.schema import BEARINGS, NO_NARRATIVE, Case, each_row, typed_table
from narratives.sources import resolve_sources
from narratives.stages.build import notes_in
from narratives.stages.comparison import Comparison
from narratives.stages.copied import copies_in, find_shared
from narratives.stages.reviewed import reviewed_statements
from narratives.stages.scoring import Read, form, score

BEING_READ = "being read"
"""Why a new statement bears on no account as long as nobody has read its words."""


class Following:
    """A case whose review grows, followed decision by decision.

    The texts are read once. A decision about a statement has the bearings of its text drafted
    anew, one about a grade or a rating nothing of the text. What decisions teach the draft of
    *other* statements takes longer and comes when it is asked for (``learn``), and so do the
    bearings of words that were never read before (``wait``).

    Parameters
    ----------
    case : Case
    reader : BearingReader, optional
        As for :func:`narratives.compare`.

    Attributes
    ----------
    pending : tuple of str
        Statements whose words have changed and are still to be read; until then their bearings,
        and those of the statements around them, are what they were before.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> following = Following(case)
    >>> following.after(case.review).summary() == nv.compare(case).summary()
    True
    """

    def __init__(self, case: Case, reader: BearingReader | None = None) -> None:
        self.case = case
        self.reader = choose_reader(case.settings, case.folder) if reader is None else reader
        self._segments = pd.concat(map(find_segments, case.documents), ignore_index=True)
        self._notes = notes_in(case)
        self._shared = find_shared(case)
        self._same: SamePlaces = {}
        self._extracted = extract_statements(case.documents, case.sources)
        self._sources: pd.DataFrame | None = None
        self._found = self._extracted
        self._taught: Taught | None = None
        self._statements = self._extracted.iloc[:0]
        self._drafted = pd.DataFrame(columns=list(BEARINGS))
        self._judged: tuple[pd.DataFrame, pd.DataFrame] | None = None
        self._formed: tuple[Read, pd.DataFrame, Evidence] | None = None
        self.pending: tuple[str, ...] = ()

    def after(self, review: pd.DataFrame, *, learn: bool = True, wait: bool = True) -> Comparison:
        """Return the comparison with a review.

        Parameters
        ----------
        review : DataFrame
            As ``load_review`` returns it.
        learn : bool
            Whether the draft of bearings learns from the review as it stands. Without it the
            draft is moved by what it learned when it last did.
        wait : bool
            Whether to wait for words that the reader of the package has never read. Without it,
            and without ``learn``, they are left ``pending``.

        Returns
        -------
        Comparison
            With ``learn`` the tables are those of :func:`narratives.compare`, but for loaded
            words, tensions and other readings, which are not looked for. A statement that is new
            and ``pending`` bears on no account.
        """
        case = self.case
        sources, of_sources = apply_to_sources(case.sources, review, case.origins.index)
        if self._sources is None or not sources.equals(self._sources):
            self._found = resolve_sources(self._extracted, sources, case.origins)
            self._sources = sources
        statements, of_statements, found = reviewed_statements(case, review, sources, self._found)
        copied, of_copies = copies_in(case, review, statements, self._shared, self._same)
        statements = share_origins(statements, copied.folded)
        drafted = self._draft(review, statements, sources, learn, wait)
        corrections = pd.concat([of_sources, of_statements, of_copies])
        read = Read(
            self._segments, self._notes, sources, statements, found, copied, drafted, corrections
        )
        narratives = [str(name) for name in case.narratives.index]
        bearing = apply_to_bearings(drafted, review, statements, narratives)
        formed = self._form(read, sure_bearings(bearing[0]))
        return score(
            replace(case, review=review),
            review,
            read,
            self.reader,
            bearing=bearing,
            formed=formed,
            words=False,
        )

    def read_ahead(self, review: pd.DataFrame, document: str) -> None:
        """Read the words of a text as they would be after a review that is not decided yet.

        Nothing is changed and nothing is shown. The reader remembers what it read, so that
        ``after`` need not wait for it once the person decides so. A reader that remembers
        nothing, or asks a server, reads nothing.

        Parameters
        ----------
        review : DataFrame
            As for ``after``.
        document : str
            The id of the text that the decision would be about.
        """
        if self._taught is None or not reads_ahead(self.reader):
            return
        case = self.case
        sources, _ = apply_to_sources(case.sources, review, case.origins.index)
        statements, _, _ = reviewed_statements(case, review, sources, self._found)
        some = statements[statements["document_id"] == document]
        texts = [d for d in case.documents if d.document_id == document]
        # What is learned of a review that may never come is thrown away.
        taught = replace(self._taught, pointed=dict(self._taught.pointed))
        rate_bearings(
            some, case.narratives, texts, sources, case.stakes, reader=self.reader, taught=taught
        )

    def _draft(
        self,
        review: pd.DataFrame,
        statements: pd.DataFrame,
        sources: pd.DataFrame,
        learn: bool,
        wait: bool,
    ) -> pd.DataFrame:
        case = self.case
        learns = learn or self._taught is None
        changed = (
            set(statements["document_id"]) if learns else _changed(self._statements, statements)
        )
        some = statements[statements["document_id"].isin(list(changed))]
        examples = None
        if learns:
            narratives = [str(name) for name in case.narratives.index]
            examples = examples_from_review(review, statements, narratives)
            self._taught = Taught()
        self.pending = ()
        anew = self._drafted.iloc[:0]
        if len(some):
            texts = [d for d in case.documents if d.document_id in changed]
            try:
                with nullcontext() if learns or wait else from_memory(self.reader):
                    anew = rate_bearings(
                        some, case.narratives, texts, sources, case.stakes, examples,
                        unsure=True, reader=self.reader, taught=self._taught,
                    )  # fmt: skip
            except NotReadYetError:
                return self._as_before(statements)
        gone = _of(self._statements, changed)
        kept = self._drafted[~self._drafted["statement_id"].isin(list(gone))]
        both = pd.concat([kept, anew]) if len(kept) else anew
        self._statements, self._drafted = statements, _in_order(both, statements)
        return self._drafted

    def _as_before(self, statements: pd.DataFrame) -> pd.DataFrame:
        """Return the bearings as they were drafted last; say which are to be drafted anew."""
        known = set(map(str, self._statements.index))
        old, new = (dict(chain(*_by_text(t).values())) for t in (self._statements, statements))
        self.pending = tuple(name for name in new if old.get(name) != new[name])
        rows = [
            (name, NO_NARRATIVE, "neutral", "stated", math.nan, BEING_READ, "")
            for name in self.pending
            if name not in known
        ]
        if not rows:
            return _in_order(self._drafted, statements)
        types = dict.fromkeys(BEARINGS, "str") | {"probability": "float64"}
        added = typed_table((dict(zip(BEARINGS, row, strict=True)) for row in rows), types)
        return _in_order(pd.concat([self._drafted, added]), statements)

    def _form(self, read: Read, bearings: pd.DataFrame) -> Evidence:
        if self._formed is not None:
            before, known, formed = self._formed
            same = before.statements.equals(read.statements) and before.sources.equals(read.sources)
            if same and known.equals(bearings):
                return formed
        basis = self._judge_basis(read)
        formed = form(self.case, read, bearings, basis)
        self._formed = (read, bearings, formed)
        return formed

    def _judge_basis(self, read: Read) -> pd.DataFrame:
        """Judge what the statements rest on, anew in the texts of which one has changed."""
        told = read.statements
        known, kept = (told.iloc[:0], None) if self._judged is None else self._judged
        changed = _changed(known, told)
        some = told[told["document_id"].isin(list(changed))]
        texts = [d for d in self.case.documents if d.document_id in changed]
        anew = judge_basis(some, texts, read.sources)
        if kept is not None:
            gone = kept.index.isin(list(_of(known, changed)))
            anew = pd.concat([kept[~gone], anew]).loc[told.index]
        self._judged = (told, anew)
        return anew


def _in_order(bearings: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Put bearings in the order of their statements; those of what is gone are left out."""
    place = {str(name): n for n, name in enumerate(statements.index)}
    at = [place.get(str(name), -1) for name in bearings["statement_id"]]
    order = sorted((n for n, found in enumerate(at) if found >= 0), key=at.__getitem__)
    return bearings.iloc[order].reset_index(drop=True)


def _of(statements: pd.DataFrame, documents: set[str]) -> set[str]:
    return set(map(str, statements.index[statements["document_id"].isin(list(documents))]))


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """Return the documents whose statements are not as they were."""
    if before is after:
        return set()
    old, new = _by_text(before), _by_text(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _by_text(statements: pd.DataFrame) -> dict[str, list[tuple[str, list[object]]]]:
    """Return the statements of each text as they can be compared: what is missing is None."""
    found: dict[str, list[tuple[str, list[object]]]] = {}
    for name, row in each_row(statements):
        cells = [cell if cell == cell else None for cell in row.values()]
        found.setdefault(str(row["document_id"]), []).append((str(name), cells))
    return found
