"""What the estimator says of rows that the rules drafted: how surely, and what examples add."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from narratives.bearing.classifier import NOT_CLEAR, BearingClassifier
from narratives.bearing.records import Row, Told
from narratives.review.corrections import added_id
from narratives.schema import NO_NARRATIVE, require_columns

SURE = 0.8
"""From here on what was learned from examples turns a bearing round."""
LIKELY = 0.7
"""From here on it adds one that no rule names."""
_FROM_CONTEXT = ('"', "its sentence", "a rival")
"""How ``why`` begins where something outside the statement's own words decides."""
PARTS = 8
"""A statement that a person read is drafted without its part of the examples."""
LEAST = 0.5
"""Below this a row is likelier wrong than right: it is "not clear" and bears on none."""


def text_of(cue: str, content: str) -> str:
    """Return what the estimator reads of a statement."""
    return f"{cue} {content}".strip()


def judge_rows(
    model: BearingClassifier, told: Sequence[Told], rated: Mapping[str, list[Row]]
) -> dict[str, list[Row]]:
    """Set the probability of drafted rows, and add what examples taught.

    The rules read a statement in its document and decide; the estimator reads its words
    alone. What both say is turned into one number, the chance that the row is right, by
    weights learned on invented articles (``row_features``). Only with examples does the
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
    found = {}
    learned = model.n_examples_ > 0
    for each, about, shares in _opinions(model, told):
        rows = [_judge(model, row, about, shares, learned) for row in rated[each.statement_id]]
        if learned and all(row.narrative < 0 for row in rows):
            rows = _add(about, shares) or rows
        kept = [
            row
            for row in rows
            if row.narrative < 0 or row.probability >= LEAST or row.why.startswith(_FROM_CONTEXT)
        ]
        found[each.statement_id] = kept or [_not_clear(rows)]
    return found


def features_of_rows(
    model: BearingClassifier, told: Sequence[Told], rated: Mapping[str, list[Row]]
) -> Iterator[tuple[str, Row, list[float]]]:
    """Yield every drafted row with what its probability is judged by, to learn from."""
    for each, about, shares in _opinions(model, told):
        for row in rated[each.statement_id]:
            yield each.statement_id, row, row_features(row, about, shares)


def row_features(
    row: Row, about: Sequence[float], shares: Sequence[Mapping[str, float]]
) -> list[float]:
    """Set out what the probability of one row is judged by, in the order of ``ROWS``.

    What pointing words mean is not in a statement's own words, so there the estimator
    has no say.
    """
    if row.narrative < 0:
        return [1.0, 0.0, 0.0, 0.0, 0.0, _log_odds(1.0 - max(about, default=0.0))]
    context = bool(row.antecedent) or row.why.startswith(_FROM_CONTEXT)
    seen = about[row.narrative] * shares[row.narrative].get(row.stance, 0.0)
    return [
        0.0,
        _log_odds(row.probability),
        0.0 if context else _log_odds(seen),
        float(row.how == "implied"),
        float(context),
        0.0,
    ]


def _opinions(
    model: BearingClassifier, told: Sequence[Told]
) -> Iterator[tuple[Told, list[float], list[dict[str, float]]]]:
    """Yield what the estimator says of each statement: relevance and stance by narrative."""
    if not told:
        return
    table = model.rate([text_of(each.cue, each.content) for each in told])
    columns = {
        name: table[name].to_numpy().reshape(len(told), -1)
        for name in ("relevance", "supports", "disputes")
    }
    for place, each in enumerate(told):
        about = [float(value) for value in columns["relevance"][place]]
        shares = [
            {name: float(columns[name][place, n]) for name in ("supports", "disputes")}
            for n in range(len(about))
        ]
        yield each, about, shares


def examples_from_review(
    review: pd.DataFrame, statements: pd.DataFrame, narratives: Iterable[str] | None = None
) -> pd.DataFrame:
    """Turn the bearings that a person set into examples.

    Parameters
    ----------
    review : DataFrame
        As ``load_review`` returns it; of two lines on one statement the last counts.
    statements : DataFrame indexed by ``statement_id``
        After the review, with ``cue_text`` and ``content_text``. Lines on statements
        that are not among them are left out.
    narratives : iterable of str, optional
        Ids of the narratives of the case; lines that name others are left out.

    Returns
    -------
    DataFrame with ``text``, ``narrative_id``, ``stance`` and ``statement_id``
        A statement set to bear on no narrative has narrative "none".
    """
    require_columns(statements, ("cue_text", "content_text"), "statements")
    known = None if narratives is None else {str(narrative) for narrative in narratives}
    given: dict[str, list[dict[str, str]]] = {}
    for entry in review.to_dict("records"):
        target, value = str(entry["target"]), entry["value"]
        if entry["field"] == "statement" and value.get("bearings") is not None:
            target, value = added_id(entry, statements.index), value["bearings"]
        elif entry["field"] != "bearings":
            continue
        unknown = known is not None and any(b["narrative"] not in known for b in value)
        if target in statements.index and not unknown:
            given[target] = list(value)
    rows = []
    for target, bearings in given.items():
        text = text_of(
            str(statements.at[target, "cue_text"]), str(statements.at[target, "content_text"])
        )
        rows += [(text, str(b["narrative"]), str(b["stance"]), target) for b in bearings] or [
            (text, NO_NARRATIVE, "neutral", target)
        ]
    columns = ["text", "narrative_id", "stance", "statement_id"]
    return pd.DataFrame(rows, columns=columns).astype("str")


def leave_out(
    told: Sequence[Told], examples: pd.DataFrame, parts: int = PARTS
) -> Iterator[tuple[list[Told], pd.DataFrame]]:
    """Deal statements so that none is rated by what was learned from itself.

    Parameters
    ----------
    told : sequence of Told
    examples : DataFrame
        With ``text``, and ``statement_id`` where they come from statements of the case.
    parts : int
        Into how many parts statements with an example of their own are dealt.

    Yields
    ------
    statements, examples
        Statements without an example of their own come with all examples; the others
        with those of the other parts. A text that occurs twice counts as one.
    """
    own = {str(text) for text in examples["text"]}
    if "statement_id" in examples.columns:
        named = set(examples["statement_id"].astype(str))
        own |= {_told_text(each) for each in told if each.statement_id in named}
    place = {text: n % parts for n, text in enumerate(sorted(own))}
    by_part: dict[int, list[Told]] = {}
    for each in told:
        by_part.setdefault(place.get(_told_text(each), -1), []).append(each)
    kept = examples["text"].astype(str).map(lambda text: place.get(text, -1))
    for part, some in sorted(by_part.items()):
        yield some, examples if part < 0 else examples[kept != part]


def _told_text(each: Told) -> str:
    return text_of(each.cue, each.content)


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
    model: BearingClassifier,
    row: Row,
    about: Sequence[float],
    shares: Sequence[Mapping[str, float]],
    learned: bool,
) -> Row:
    # Words that deny are never overruled; only what no word turns may be against after all.
    unturned = row.stance == "supports" and row.why.endswith("for it")
    if row.narrative >= 0 and learned and unturned and not row.antecedent:
        against = shares[row.narrative]["disputes"]
        if against >= SURE:
            why = f"{row.why}; turned round as in the review's examples"
            probability = about[row.narrative] * against
            return row._replace(stance="disputes", probability=probability, why=why)
    features = np.array(row_features(row, about, shares))
    odds = float(features @ model.weights_.rows + model.weights_.rows_base)
    return row._replace(probability=1.0 / (1.0 + math.exp(-odds)))


def _add(about: Sequence[float], shares: Sequence[Mapping[str, float]]) -> list[Row]:
    rows = []
    for number, value in enumerate(about):
        stance = max(shares[number], key=lambda name: shares[number][name])
        if value >= LIKELY and shares[number][stance] >= 0.6:
            why = "like the review's examples; no rule names it"
            rows.append(Row(number, stance, "implied", value * shares[number][stance], why))
    return rows


def _log_odds(probability: float) -> float:
    """Return log-odds; an opinion of 0 or 1 is not believed whole."""
    held = min(0.99, max(0.02, probability))
    return math.log(held / (1.0 - held))


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
