"""Which statements to look at, and what those that were looked at say of all."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from narratives.corpus.intervals import Stratum, Total, estimate_total, share_out
from narratives.schema import SchemaError

READ, UNSURE_READ, OTHER, NOTHING, NOT_READ = (
    "read so", "unsure, rather so", "read otherwise", "read as bearing on nothing here", "not read",
)  # fmt: skip
KINDS_OF_READING = (READ, UNSURE_READ, OTHER, NOTHING, NOT_READ)
"""What the draft made of a statement, for one account and stance."""
EXPECTED = {READ: 0.6, UNSURE_READ: 0.35, OTHER: 0.05, NOTHING: 0.03, NOT_READ: 0.1}
"""The share that is expected to be so; it decides how many are drawn, and no estimate."""


@dataclass(frozen=True)
class Estimate:
    """How many statements are so, from those that a person looked at.

    Parameters
    ----------
    narrative, stance : str
    total : Total
        ``number``, and the ``low`` and ``high`` end of an interval of 95 %.
    drafted : int
        How many the draft counts as so, without those it is unsure of.
    size : int
        How many statements are meant.
    checked, unclear : int
        How many were looked at, and how many of those could not be told; these count as not so.
    strata : DataFrame indexed by what the draft made of them
        ``size``, ``checked`` and ``hits`` of each.
    """

    narrative: str
    stance: str
    total: Total
    drafted: int
    size: int
    checked: int
    unclear: int
    strata: pd.DataFrame

    def __str__(self) -> str:
        verb = "support" if self.stance == "supports" else "dispute"
        open_ones = f" ({self.unclear} of them unclear)" if self.unclear else ""
        return (
            f"about {in_words(self.total)} of {self.size:,} statements {verb} {self.narrative}, "
            f"from {self.checked} checked{open_ones}"
        )


def in_words(total: Total) -> str:
    """Write an estimate no more exactly than its interval allows.

    Examples
    --------
    >>> in_words(Total(337.4, 281.0, 399.0)), in_words(Total(40.0, 31.0, 2_800.0))
    ('340 ± 60', '40 (31 to 2,800)')
    >>> in_words(Total(12.0, 12.0, 12.0))
    '12 (all were checked)'
    """
    below, above = total.number - total.low, total.high - total.number
    if below < 0.5 and above < 0.5:
        return f"{round(total.number):,} (all were checked)"
    if abs(below - above) <= 0.2 * max(below, above):
        step = 10 ** max(len(str(round(max(below, above)))) - 1, 0)
        half = max(round(max(below, above) / step) * step, 1)
        return f"{round(total.number / step) * step:,} ± {half:,}"
    return f"{round(total.number):,} ({_outwards(total.low, -1):,} to {_outwards(total.high, 1):,})"


def _outwards(number: float, side: int) -> int:
    """Round to two digits, down (-1) or up (1)."""
    step = int("1".ljust(max(len(str(int(number))) - 1, 1), "0"))
    return side * -int(-side * number // step) * step


def strata_of(
    read: pd.DataFrame, checks: pd.DataFrame, narrative: str, stance: str
) -> pd.DataFrame:
    """Say of each statement what the draft made of it, and what a person said.

    Parameters
    ----------
    read : DataFrame
        ``statement_id``, ``stance`` and ``unsure`` of the bearing on the account (missing
        where there is none), and ``unread``; in the order in which statements are drawn.
    checks : DataFrame
    narrative, stance : str

    Returns
    -------
    DataFrame indexed by ``statement_id``, columns ``kind`` and ``answer``
        ``answer`` is empty where nobody looked.
    """
    about = checks[checks["narrative"] == narrative]
    answers = dict(zip(about["target"], about["answer"], strict=True))
    kinds, said = [], []
    for name, drafted, unsure, unread in zip(
        read["statement_id"], read["stance"], read["unsure"], read["unread"], strict=True
    ):
        if pd.isna(drafted):
            kinds.append(NOT_READ if unread else NOTHING)
        elif drafted != stance:
            kinds.append(OTHER)
        else:
            kinds.append(UNSURE_READ if unsure else READ)
        said.append(answers.get(name, ""))
    index = pd.Index(read["statement_id"], name="statement_id")
    return pd.DataFrame({"kind": kinds, "answer": said}, index=index)


def draw_from(strata: pd.DataFrame, number: int) -> list[str]:
    """Draw statements of each kind, in an order in which one can stop at any time.

    Of each kind the first in the order of the table are drawn, which is one of chance: it goes by
    a hash of the ids. Another draw goes on there.

    Returns
    -------
    list of statement ids
        Those that nobody has looked at yet.
    """
    if not len(strata):
        raise SchemaError("No statement of the store is meant by these words, papers and dates.")
    if number < 1:
        raise SchemaError(f"number is {number}. Write how many statements are to be drawn.")
    groups = {kind: strata[strata["kind"] == kind] for kind in KINDS_OF_READING}
    groups = {kind: group for kind, group in groups.items() if len(group)}
    sizes = [len(group) for group in groups.values()]
    taken = share_out(sizes, [EXPECTED[kind] for kind in groups], number)
    placed = []
    for place, (group, few) in enumerate(zip(groups.values(), taken, strict=True)):
        for rank, (name, answer) in enumerate(group["answer"].iloc[:few].items()):
            if not answer:
                placed.append(((rank + 0.5) / few, place, str(name)))
    return [name for _, _, name in sorted(placed)]


def estimate_from(strata: pd.DataFrame, narrative: str, stance: str) -> Estimate:
    """Estimate from the statements that were looked at without a gap, in the order of chance.

    A statement that was looked at out of turn tells nothing of others and is left aside.
    """
    if not len(strata):
        raise SchemaError("No statement of the store is meant by these words, papers and dates.")
    counted: dict[str, Stratum] = {}
    unclear = 0
    missing = []
    for kind in KINDS_OF_READING:
        answers = strata["answer"][strata["kind"] == kind].tolist()
        if not answers:
            continue
        checked = answers.index("") if "" in answers else len(answers)
        told = answers[:checked]
        counted[kind] = Stratum(len(answers), checked, told.count(stance))
        unclear += told.count("unclear")
        if not checked:
            missing.append(f"{len(answers):,} that are {kind}")
    if missing:
        raise SchemaError(
            f"Nobody has looked at any of {'; of '.join(missing)}, so no count of {narrative} can "
            f'be given. Look at those that draw("{narrative}") gives, and keep the answers with '
            "check()."
        )
    table = pd.DataFrame(counted.values(), index=pd.Index(counted, name="kind"))
    return Estimate(
        narrative, stance, estimate_total(list(counted.values())),
        int((strata["kind"] == READ).sum()), len(strata), int(table["checked"].sum()), unclear,
        table,
    )  # fmt: skip
