"""A store that is open: who says what about what, when, in which papers, and how many surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.corpus.asking import PERIODS, Asked, check_one_of, check_stance
from narratives.corpus.checking import append_checks, load_checks
from narratives.corpus.estimates import Estimate, draw_from, estimate_from, strata_of
from narratives.corpus.parquet import connect
from narratives.corpus.store import copies_file, read_about
from narratives.corpus.views import make_views
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Wanted = str | Iterable[str]
_COPIED = "d.document_id IN (SELECT second FROM copies WHERE relation IN ('same', 'copy'))"


@dataclass(frozen=True)
class Store:
    """A store of statements, bearings, copies and documents, as :func:`open_store` opens it.

    All counts are those of the draft: ``draw`` and ``estimate`` say how far they hold.

    Parameters
    ----------
    folder : Path
    model : str
        The tagger that read it.
    accounts : mapping of a narrative id to its title
        Empty where it was made without a case.
    warnings : tuple of str
        What a reader must know: checks that were skipped, copies that were not looked for.
    """

    folder: Path
    model: str
    accounts: Mapping[str, str]
    warnings: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def _con(self) -> DuckDBPyConnection:
        con = connect()
        make_views(con, self.folder)
        return con

    def sql(self, query: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """Ask the views documents, statements, bearings, copies and failures in SQL.

        Parameters
        ----------
        query : str
        values : sequence
            For the question marks of the query.

        Returns
        -------
        DataFrame

        Raises
        ------
        NarrativesError
            If DuckDB refuses the query, with its words.
        """
        import duckdb

        try:
            found: pd.DataFrame = self._con.execute(query, list(values)).df()
        except duckdb.Error as error:
            told = " ".join(str(error).split())[:300]
            raise NarrativesError(f"{self.folder}: DuckDB refuses the query: {told}") from error
        return found

    @property
    def counts(self) -> pd.Series:
        """How many documents, statements, bearings, copies and failures there are."""
        names = ("documents", "statements", "bearings", "copies", "failures")
        chosen = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in names)
        return self.sql(f"SELECT {chosen}").iloc[0].rename("rows")

    @property
    def failures(self) -> pd.DataFrame:
        """What was left out, with the reason."""
        return self.sql("SELECT path, why FROM failures ORDER BY path")

    @property
    def checks(self) -> pd.DataFrame:
        """What persons said of statements that were drawn."""
        return load_checks(self.folder)[0]

    def who_says(
        self,
        about: Wanted = (),
        *,
        narrative: str = "",
        stance: str = "",
        publisher: str = "",
        source: str = "",
        since: str = "",
        until: str = "",
    ) -> pd.DataFrame:
        """List the statements about something, the earliest first.

        Parameters
        ----------
        about : str or iterable of str
            Wanted that the content must hold, whole; of several, one.
        narrative, stance : str
            Only those with this bearing; ``unsure`` ones too, marked.
        publisher, source, since, until : str
            Further conditions. ``until`` "2031-05" means the end of May.

        Returns
        -------
        DataFrame indexed by ``statement_id``
            ``date`` is empty where it is not known: those stand last. ``copy`` is true where
            the document is a copy of another one.

        Raises
        ------
        SchemaError
            If the store has no such narrative, or a date or stance is not as it must be.
        """
        where, values = Asked(about, publisher, source, since, until).sql()
        join, bears = "", ""
        more: list[Any] = []
        if narrative or stance:
            join, condition, more = self._bearing(narrative, stance)
            where = f"({where}) AND {condition}"
            bears = "b.narrative_id, b.stance, b.probability, b.unsure, "
        table = self.sql(
            "SELECT s.statement_id, d.date, d.publisher, s.source_name, s.strength, s.polarity, "
            f"{bears}s.content_text, d.document_id, {_COPIED} AS copy "
            f"FROM statements s JOIN documents d USING (document_id) {join} WHERE {where} "
            "ORDER BY d.date = '', d.date, d.document_id, s.statement_id",
            [*values, *more],
        )
        return table.set_index("statement_id")

    def over_time(
        self,
        about: Wanted = (),
        *,
        by: str = "month",
        each: str = "source_name",
        narrative: str = "",
        stance: str = "",
        publisher: str = "",
        source: str = "",
        since: str = "",
        until: str = "",
    ) -> pd.DataFrame:
        """Count who says something in each period.

        Parameters
        ----------
        about : str or iterable of str
        by : {"year", "month", "day"}
        each : {"source_name", "publisher", "narrative_id"}
            What the columns are; with "narrative_id" one column for each account.
        narrative, stance, publisher, source, since, until : str
            As in :meth:`who_says`.

        Returns
        -------
        DataFrame of statement counts, periods by sources, publishers or accounts
            The period "" are documents whose date is not known, or not as exactly. Columns with
            most statements first. Only sure bearings are counted.
        """
        check_one_of(by, PERIODS, "by")
        check_one_of(each, ("source_name", "publisher", "narrative_id"), "each")
        where, values = Asked(about, publisher, source, since, until).sql()
        join = ""
        more: list[Any] = []
        if narrative or stance or each == "narrative_id":
            join, condition, more = self._bearing(narrative, stance)
            where = f"({where}) AND {condition} AND NOT b.unsure"
        length = PERIODS[by]
        column = {"source_name": "s.source_name", "publisher": "d.publisher"}.get(each, f"b.{each}")
        counted = self.sql(
            f"SELECT CASE WHEN length(d.date) >= {length} THEN left(d.date, {length}) ELSE '' END "
            f"AS period, {column} AS said_by, count(DISTINCT s.statement_id) AS statements "
            f"FROM statements s JOIN documents d USING (document_id) {join} WHERE {where} "
            "GROUP BY 1, 2 ORDER BY 1, 2",
            [*values, *more],
        )
        table = counted.pivot(index="period", columns="said_by", values="statements")
        table = table.fillna(0).astype("int64")
        order = sorted(table.columns, key=lambda name: (-table[name].to_numpy().sum(), str(name)))
        return table[order].rename_axis(columns=each)

    def by_publisher(self, about: Wanted = (), *, since: str = "", until: str = "") -> pd.DataFrame:
        """Count which accounts stand in which papers.

        Parameters
        ----------
        about : str or iterable of str
        since, until : str

        Returns
        -------
        DataFrame
            One row for each publisher, narrative and stance: ``statements``, ``sources``
            (different names), ``documents``, and ``own`` documents, which are no copy of
            another one. Sure bearings only. Ten copies are one witness: compare ``own``.
        """
        where, values = Asked(about, "", "", since, until).sql()
        join, condition, more = self._bearing("", "")
        return self.sql(
            "SELECT d.publisher, b.narrative_id, b.stance, "
            "count(DISTINCT s.statement_id) AS statements, "
            "count(DISTINCT s.source_name) AS sources, "
            "count(DISTINCT d.document_id) AS documents, "
            f"count(DISTINCT d.document_id) FILTER (NOT {_COPIED}) AS own "
            f"FROM statements s JOIN documents d USING (document_id) {join} "
            f"WHERE ({where}) AND {condition} AND NOT b.unsure "
            "GROUP BY ALL ORDER BY 1, 2, 3",
            [*values, *more],
        )

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
        SchemaError
            If a statement or the narrative is not in the store, or an answer is none that is
            known. Nothing is written then.
        """
        check_one_of(narrative, self.accounts, "narrative")
        known = self.sql(
            "SELECT statement_id FROM statements "
            "WHERE statement_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(answers)],
        )["statement_id"]
        for name in answers:
            if name not in set(known):
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

    def _bearing(self, narrative: str, stance: str) -> tuple[str, str, list[Any]]:
        """Return the join with bearings, a condition, and its values."""
        told, values = ["b.stance <> 'neutral'"], []
        if not self.accounts:
            check_one_of(narrative, self.accounts, "narrative")
        if narrative:
            check_one_of(narrative, self.accounts, "narrative")
            told.append("b.narrative_id = ?")
            values.append(narrative)
        if stance:
            check_stance(stance)
            told.append("b.stance = ?")
            values.append(stance)
        return "JOIN bearings b USING (statement_id)", " AND ".join(told), values


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
