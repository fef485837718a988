"""What the estimator says of rows that the rules drafted: how surely, and what examples add."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from narratives.bearing.classifier import NOT_CLEAR, BearingClassifier
from narratives.bearing.records import Row, Told
from narratives.schema import NO_NARRATIVE, require_columns

SURE = 0.8
"""From here on what was learned from examples adds a bearing, or turns one round."""
_FROM_CONTEXT = ('"', "its sentence", "a rival")
"""How ``why`` begins where something outside the statement's own words decides."""
LEAST = 0.15
"""Below this a row is "not clear" and bears on none."""


def text_of(cue: str, content: str) -> str:
    """Return what the estimator reads of a statement."""
    return f"{cue} {content}".strip()


def judge_rows(
    model: BearingClassifier, told: Sequence[Told], rated: Mapping[str, list[Row]]
) -> dict[str, list[Row]]:
    """Set the probability of drafted rows, and add what examples taught.

    The rules read a statement in its document and decide; the estimator reads its words
    alone and says how surely. Both count alike, in log-odds. What pointing words mean is
    not in the words, so there the rules stand alone. Only with examples does the
    estimator add a bearing, or turn one that no word has turned, and says so in ``why``.

    Parameters
    ----------
    model : BearingClassifier
        Fitted on the narratives in the order that the rows number them.
    told : sequence of Told
    rated : mapping of statement id to rows

    Returns
    -------
    dict of statement id to rows
    """
    if not told:
        return dict(rated)
    table = model.rate([text_of(each.cue, each.content) for each in told])
    relevance = table["relevance"].to_numpy().reshape(len(told), -1)
    stances = {
        name: table[name].to_numpy().reshape(len(told), -1) for name in ("supports", "disputes")
    }
    learned = model.n_examples_ > 0
    found = {}
    for place, each in enumerate(told):
        shares = [
            {name: float(values[place, n]) for name, values in stances.items()}
            for n in range(relevance.shape[1])
        ]
        about = [float(value) for value in relevance[place]]
        rows = [_judge(row, about, shares, learned) for row in rated[each.statement_id]]
        if learned and all(row.narrative < 0 for row in rows):
            rows = _add(about, shares) or rows
        kept = [
            row
            for row in rows
            if row.narrative < 0 or row.probability >= LEAST or row.why.startswith(_FROM_CONTEXT)
        ]
        found[each.statement_id] = kept or [_not_clear(rows)]
    return found


def examples_from_review(review: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Turn the bearings that a person set into examples.

    Parameters
    ----------
    review : DataFrame
        As ``load_review`` returns it; of two lines on one statement the last counts.
    statements : DataFrame indexed by ``statement_id``
        With ``cue_text`` and ``content_text``.

    Returns
    -------
    DataFrame with ``text``, ``narrative_id`` and ``stance``
        A statement set to bear on no narrative has narrative "none".
    """
    require_columns(statements, ("cue_text", "content_text"), "statements")
    given: dict[str, list[dict[str, str]]] = {}
    for entry in review.to_dict("records"):
        if entry["field"] == "bearings" and entry["target"] in statements.index:
            given[entry["target"]] = list(entry["value"])
    rows = []
    for target, bearings in given.items():
        text = text_of(
            str(statements.at[target, "cue_text"]), str(statements.at[target, "content_text"])
        )
        rows += [(text, str(b["narrative"]), str(b["stance"])) for b in bearings] or [
            (text, NO_NARRATIVE, "neutral")
        ]
    return pd.DataFrame(rows, columns=["text", "narrative_id", "stance"]).astype("str")


def least_sure(
    bearings: pd.DataFrame, count: int = 5, reviewed: Iterable[str] = ()
) -> pd.DataFrame:
    """Return the statements whose bearing is least sure, for a person to read first.

    Parameters
    ----------
    bearings : DataFrame, columns ``schema.BEARINGS``
    count : int
    reviewed : iterable of str
        Statements that a person has read; they are left out.

    Returns
    -------
    DataFrame
        The row of ``bearings`` that is least sure, for each of at most ``count``
        statements, least sure first.

    Examples
    --------
    >>> bearings = pd.DataFrame({"statement_id": ["a:1-2", "a:3-4"], "probability": [0.9, 0.5]})
    >>> least_sure(bearings, 1)["statement_id"].tolist()
    ['a:3-4']
    """
    require_columns(bearings, ("statement_id", "probability"), "bearings")
    rest = bearings[~bearings["statement_id"].isin(list(reviewed))]
    order = rest.sort_values("probability", kind="stable").drop_duplicates("statement_id")
    return order.head(count).reset_index(drop=True)


def _judge(
    row: Row, about: Sequence[float], shares: Sequence[Mapping[str, float]], learned: bool
) -> Row:
    if row.narrative < 0:
        none = 1.0 - max(about)
        return row._replace(probability=_blend(row.probability, none))
    share = shares[row.narrative]
    # Words that deny are never overruled; only what no word turns may be against after all.
    unturned = row.stance == "supports" and row.why.endswith("for it")
    if learned and unturned and not row.antecedent and share["disputes"] >= SURE:
        why = f"{row.why}; turned round as in the review's examples"
        probability = about[row.narrative] * share["disputes"]
        return row._replace(stance="disputes", probability=probability, why=why)
    if row.antecedent or row.why.startswith(_FROM_CONTEXT):
        return row
    seen = about[row.narrative] * share.get(row.stance, 0.0)
    return row._replace(probability=_blend(row.probability, seen))


def _add(about: Sequence[float], shares: Sequence[Mapping[str, float]]) -> list[Row]:
    rows = []
    for number, value in enumerate(about):
        stance = max(shares[number], key=lambda name: shares[number][name])
        if value >= SURE and shares[number][stance] >= 0.6:
            why = "like the review's examples; no rule names it"
            rows.append(Row(number, stance, "implied", value * shares[number][stance], why))
    return rows


def _blend(first: float, second: float) -> float:
    """Meet in the middle, in log-odds; a second opinion of 0 or 1 is not believed whole."""
    both = [min(0.99, max(0.02, value)) for value in (first, second)]
    mean = sum(math.log(value / (1 - value)) for value in both) / 2
    return 1.0 / (1.0 + math.exp(-mean))


def _not_clear(rows: Sequence[Row]) -> Row:
    best = max(rows, key=lambda row: row.probability)
    return Row(-1, "neutral", "stated", 1.0 - best.probability, f"{NOT_CLEAR}: {best.why}")


def changed_bearings(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Set the bearings of two runs side by side, where they differ.

    Parameters
    ----------
    before, after : DataFrame, columns ``schema.BEARINGS``

    Returns
    -------
    DataFrame indexed by ``statement_id``, columns ``before`` and ``after``
        Each as "narrative stance", several joined by ";".

    Examples
    --------
    >>> one = pd.DataFrame({"statement_id": ["a:1-2"], "narrative_id": ["bomb"],
    ...     "stance": ["supports"]})
    >>> changed_bearings(one, one.assign(stance="disputes")).iloc[0].tolist()
    ['bomb supports', 'bomb disputes']
    """
    columns = {"before": _written(before), "after": _written(after)}
    both = pd.DataFrame(columns).fillna("").rename_axis("statement_id")
    return both[both["before"] != both["after"]]


def _written(bearings: pd.DataFrame) -> pd.Series:
    words = bearings["narrative_id"] + " " + bearings["stance"]
    return words.groupby(bearings["statement_id"]).agg(lambda some: ";".join(sorted(some)))
