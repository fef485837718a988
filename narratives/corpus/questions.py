"""What a store can be asked: who says what about what, when, and in which papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.corpus.asking import PERIODS, Asked, check_one_of, check_stance
from narratives.corpus.checking import load_checks
from narratives.corpus.parquet import connect
from narratives.corpus.views import make_views
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Wanted = str | Iterable[str]
_COPIED = "d.document_id IN (SELECT second FROM copies WHERE relation IN ('same', 'copy'))"


@dataclass(frozen=True)
class StoreTables:
    """The tables of a store, and the questions that they answer as the draft has it.

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
            Words that the content must hold, whole; of several, one.
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
