"""The result of the whole way: the tables of a case, the words about them, and the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from narratives.comparison import Tables
from narratives.report import write_report
from narratives.telling import find_gaps, find_shared_evidence, summary_in_words


@dataclass(frozen=True)
class Comparison(Tables):
    """All tables of one case, what follows from them in words, and the page that shows them.

    :func:`narratives.compare` makes it. Its tables are those of
    :class:`narratives.comparison.Tables`; those that it is made from are described in
    :class:`narratives.comparison.given.GivenTables`.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> len(comparison.statements), len(comparison.items), comparison.matrix.shape
    (23, 12, (12, 3))
    >>> comparison.support.withheld
    True
    """

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Questions whose answers would tell the accounts apart."""
        return find_gaps(self)

    @cached_property
    def shared_evidence(self) -> pd.DataFrame:
        """Evidence that stands behind more than one narrative."""
        return find_shared_evidence(self)

    def summary(self) -> str:
        """Write the three sentences that stand first in the report, and what was not read.

        They are put together from the tables: how many accounts and voices, how
        firmly and on what basis, who disputes and where the text is silent.

        Returns
        -------
        str
        """
        return summary_in_words(self)

    def to_html(self, path: str | Path, date: str | None = None) -> Path:
        """Write the comparison as one HTML file that needs no network.

        Parameters
        ----------
        path : str or Path
            Missing folders are made. The file appears whole or not at all.
        date : str, optional
            The date printed in the report, such as "2031-05-07". Default: the date
            of the environment variable SOURCE_DATE_EPOCH, or else today. The same
            comparison and date give the same bytes.

        Returns
        -------
        Path
            Where the file was written.
        """
        return write_report(self, path, date=date)
