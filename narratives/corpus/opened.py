"""A store that is open: who says what about what, when, in which papers, and how many surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from narratives.corpus.asking import Asked, check_one_of, check_stance
from narratives.corpus.checking import append_checks, load_checks
from narratives.corpus.estimates import Estimate, draw_from, estimate_from, strata_of
from narratives.corpus.questions import StoreTables, Wanted
from narratives.corpus.store import copies_file, read_about
from narratives.schema import NarrativesError


@dataclass(frozen=True)
class Store(StoreTables):
    """A store of statements, bearings, copies and documents, as :func:`open_store` opens it.

    All counts are those of the draft: ``draw`` and ``estimate`` say how far they hold. For
    its fields see :class:`narratives.corpus.questions.StoreTables`.
    """

    def draw(
        self,
        narrative: str,
        number: int = 40,
        *,
        stance: str = "supports",
        about: Wanted = (),
        publisher: str = "",
        source: str = "",
        since: str = "",
        until: str = "",
    ) -> pd.DataFrame:
        """Draw statements for a person to look at, so that a count can be given an interval.

        Statements that the draft reads as the stance, as unsure, as something else and as
        nothing are drawn apart, more where more is open. Those that were looked at already
        are not drawn again. The same store draws the same.

        Parameters
        ----------
        narrative : str
        number : int
            How many are wanted, with those that were looked at before.
        stance : {"supports", "disputes"}
            Which count is wanted; an answer serves both.
        about, publisher, source, since, until : str
            The statements that are meant, as in :meth:`who_says`.

        Returns
        -------
        DataFrame indexed by ``statement_id``
            ``before``, ``content_text``, ``after``: the words in their text; ``said_by``,
            ``publisher``, ``date``. What the draft says is left out, so that it leads nobody.

        Raises
        ------
        SchemaError
            If there is no such narrative, or no statement is meant.
        """
        strata = self._strata(narrative, stance, Asked(about, publisher, source, since, until))
        drawn = draw_from(strata, number)
        rows = self.sql(
            "SELECT s.statement_id, s.source_name AS said_by, s.cue_text, s.content, "
            "s.content_text, d.publisher, d.date, d.text "
            "FROM statements s JOIN documents d USING (document_id) "
            "WHERE s.statement_id IN (SELECT unnest(?::VARCHAR[]))",
            [drawn],
        ).set_index("statement_id")
        return _in_their_text(rows.loc[drawn])

    def check(self, who: str, narrative: str, answers: Mapping[str, str], why: str = "") -> None:
        """Keep what a person said of statements, in ``checks.jsonl`` of the store.

        Parameters
        ----------
        who : str
        narrative : str
        answers : mapping of a statement id to supports, disputes, neither or unclear
        why : str

        Raises
        ------
        NarrativesError
            If a statement or the narrative is not in the store, or an answer is none that is
            known. Nothing is written then.
        """
        check_one_of(narrative, self.accounts, "narrative")
        found = self.sql(
            "SELECT statement_id FROM statements "
            "WHERE statement_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(answers)],
        )
        known = set(found["statement_id"])
        for name in answers:
            if name not in known:
                raise NarrativesError(
                    f'answers: "{name}" is no statement of {self.folder}. Copy the id from draw().'
                )
        append_checks(self.folder, who, narrative, answers, why)

    def estimate(
        self,
        narrative: str,
        stance: str = "supports",
        *,
        about: Wanted = (),
        publisher: str = "",
        source: str = "",
        since: str = "",
        until: str = "",
    ) -> Estimate:
        """Estimate how many statements support or dispute an account, from those looked at.

        Parameters
        ----------
        narrative : str
        stance : {"supports", "disputes"}
        about, publisher, source, since, until : str
            The statements that are meant.

        Returns
        -------
        Estimate
            Its text is "about 340 ± 60 of 2,310 statements support quake, from 41 checked".

        Raises
        ------
        SchemaError
            If there is no such narrative, or of one kind of statements none was looked at.
        """
        strata = self._strata(narrative, stance, Asked(about, publisher, source, since, until))
        return estimate_from(strata, narrative, stance)

    def _strata(self, narrative: str, stance: str, asked: Asked) -> pd.DataFrame:
        check_one_of(narrative, self.accounts, "narrative")
        check_stance(stance)
        where, values = asked.sql()
        read = self.sql(
            "SELECT s.statement_id, b.stance, b.unsure, b.probability, "
            "EXISTS (FROM bearings n WHERE n.statement_id = s.statement_id "
            "AND n.narrative_id = 'none' AND n.probability IS NULL) AS unread "
            "FROM statements s JOIN documents d USING (document_id) "
            "LEFT JOIN (SELECT * FROM bearings WHERE narrative_id = ?) b USING (statement_id) "
            f"WHERE {where} ORDER BY md5(s.statement_id)",
            [narrative, *values],
        )
        return strata_of(read, self.checks, narrative, stance)


def _in_their_text(rows: pd.DataFrame) -> pd.DataFrame:
    around = 200
    before, after = [], []
    for content, text in zip(rows["content"], rows["text"], strict=True):
        ends = [int(end) for piece in str(content).split(";") for end in piece.split("-")]
        before.append(str(text)[max(min(ends) - around, 0) : min(ends)])
        after.append(str(text)[max(ends) : max(ends) + around])
    table = rows.assign(before=before, after=after)
    return table[["said_by", "cue_text", "before", "content_text", "after", "publisher", "date"]]


def open_store(folder: str | Path) -> Store:
    """Open a store that ``narratives corpus`` made.

    It can be read while it grows: what is seen is what was finished when it was opened.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    Store

    Raises
    ------
    NarrativesError
        If the folder is no store, one of another version, or DuckDB is not installed.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import narratives as nv
    >>> folder = Path(mkdtemp())
    >>> made = (folder / "wire.txt").write_text("The dam broke at dawn, the mayor said.")
    >>> run = nv.read_corpus(folder / "wire.txt", folder / "store")
    >>> store = open_store(folder / "store")
    >>> store.who_says("dam")[["source_name", "content_text"]].to_numpy().tolist()
    [['the mayor', 'The dam broke at dawn']]
    >>> store.over_time("dam", each="source_name").to_numpy().tolist(), int(store.counts["copies"])
    ([[1]], 0)
    >>> open_store("nowhere")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: nowhere: there is no such folder. ...
    """
    folder = Path(folder)
    about = read_about(folder)
    warnings = load_checks(folder)[1]
    if not copies_file(folder).is_file():
        warnings.append(
            f"{folder}: copies were not looked for since documents were added; the table copies "
            "is empty. Run `narratives corpus` again to its end."
        )
    return Store(folder, about["model"], dict(about["accounts"]), tuple(warnings))
