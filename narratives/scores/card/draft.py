"""The score card as the machine drafts it, and as a person corrects it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import pandas as pd

from narratives.lexicon.letters import word_pattern
from narratives.schema import CARD, merge_spans, parse_spans, span_text
from narratives.schema.spans import unquoted
from narratives.scores.card.criteria import COLUMNS, CRITERIA, UNKNOWN, profile_of, raise_by
from narratives.scores.card.levels import DRAFTS, CardInput

DRAFT = "draft"
FIELD = "card"
"""The field of the review by which a person gives a score."""
_MOST_WORDS = 3
_QUOTED = {
    "named": "source_text",
    "origins": "source_text",
    "stake": "source_text",
    "record": "source_text",
    "nearness": "cue_text",
    "firmness": "cue_text",
}
"""What of a statement is quoted; the content where a criterion is not named here."""


class Carded(Protocol):
    """What :func:`score_card` needs of a comparison."""

    @property
    def narratives(self) -> pd.DataFrame:
        """The accounts."""

    @property
    def documents(self) -> Sequence[Any]:
        """The texts, with id and language."""

    @property
    def sources(self) -> pd.DataFrame:
        """The register of sources, with the grades."""

    @property
    def statements(self) -> pd.DataFrame:
        """Who says what."""

    @property
    def voices(self) -> pd.DataFrame:
        """Who speaks for and against each account."""

    @property
    def firmness(self) -> pd.DataFrame:
        """How firmly each voice puts it."""

    @property
    def items(self) -> pd.DataFrame:
        """The evidence items."""

    @property
    def reports(self) -> pd.DataFrame:
        """Who reports each item."""

    @property
    def matrix(self) -> pd.DataFrame:
        """Items by narratives."""

    @property
    def diagnosticity(self) -> pd.Series[float]:
        """How far each item separates the accounts."""

    @property
    def stakes(self) -> pd.DataFrame:
        """What each source wants believed."""

    @property
    def corrections(self) -> pd.DataFrame:
        """What a person decided."""


def score_card(comparison: Carded) -> pd.DataFrame:
    """Score what the text gives on the sources and the evidence of each account.

    Each criterion shows the best that the texts say for the account: one source that is
    named and quoted is named and quoted, however many others are not. Where nobody says
    anything for the account, or the texts do not tell, it is unknown. ``CRITERIA`` has the
    levels, ``docs/score_card.md`` prints them with what decides between two.
    The machine drafts from its tables; a line of the review with the field "card" corrects.

    Parameters
    ----------
    comparison : object with the tables of a :class:`~narratives.Comparison`

    Returns
    -------
    DataFrame with columns ``COLUMNS``, indexed by narrative_id and criterion
        ``score`` is 0 to 3, missing where the tables do not tell: unknown is never 0 and
        never the middle. ``level`` says it in words. ``words`` are those of the text that it
        rests on, ``statement_ids`` where they stand. ``raised_by`` says what the next level
        asks for. ``by`` is "draft" or the person who gave it.

    Notes
    -----
    Nothing is added up, neither over criteria nor over profiles. What the score leaves out:
    whether the words are true, and all that stands in no table.

    Examples
    --------
    >>> import narratives as nv
    >>> card = score_card(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> card["score"].unstack("criterion").loc["ukrainian_trace", ["named", "firmness"]].to_dict()
    {'named': 2, 'firmness': 1}
    """
    given = _given(comparison.corrections)
    rows = []
    for narrative in map(str, comparison.narratives.index):
        account = _read(comparison, narrative)
        for criterion in (c for some in CARD.values() for c in some):
            score, ids = DRAFTS[criterion](account)
            by = DRAFT
            if (narrative, criterion) in given:
                score, by = given[narrative, criterion]
            level = UNKNOWN if score is None else CRITERIA[criterion].levels[score]
            rows.append(
                {
                    "narrative_id": narrative,
                    "criterion": criterion,
                    "profile": profile_of(criterion),
                    "title": CRITERIA[criterion].title,
                    "score": score,
                    "level": level,
                    "words": quote_words(comparison, criterion, ids),
                    "statement_ids": ";".join(ids),
                    "raised_by": raise_by(criterion, score),
                    "by": by,
                }
            )
    table = pd.DataFrame(rows, columns=["narrative_id", "criterion", *COLUMNS])
    text = dict.fromkeys([c for c in table.columns if c != "score"], "str")
    return table.astype({**text, "score": "Int64"}).set_index(["narrative_id", "criterion"])


def _read(comparison: Carded, narrative: str) -> CardInput:
    rows = comparison.voices.reset_index()
    mine = rows[rows["narrative_id"] == narrative]
    voices = mine[mine["stance"] == "supports"]
    ids = [i for some in voices["statement_ids"] for i in str(some).split(";") if i]
    matrix = comparison.matrix
    # Items that fit the account and that somebody puts forward for it: what fits it although
    # it is said for another account is no evidence that the text gives for this one.
    fits = matrix.index[matrix[narrative] > 0] if narrative in matrix else matrix.index[:0]
    holds = comparison.reports[comparison.reports["holds"].astype(bool)]
    forward = set(holds.loc[holds["statement_id"].isin(ids), "item_id"])
    fits = fits[[item in forward for item in fits]]
    reports = holds[holds["item_id"].isin(fits)]
    levels = comparison.firmness.reset_index()
    stakes = comparison.stakes
    wants = stakes[narrative].dropna().to_dict() if narrative in stakes else {}
    return CardInput(
        narrative,
        voices,
        mine[mine["stance"] == "disputes"],
        comparison.statements.loc[comparison.statements.index.isin(ids)],
        levels[(levels["narrative_id"] == narrative) & (levels["stance"] == "supports")],
        comparison.items.loc[comparison.items.index.isin(fits)],
        reports,
        {str(k): float(v) for k, v in comparison.diagnosticity.items()},
        {str(k): float(v) for k, v in wants.items()},
        {str(k): str(v) for k, v in comparison.sources["reliability"].items()},
        {d.document_id: d.language for d in comparison.documents},
    )


def quote_words(comparison: Carded, criterion: str, ids: Iterable[str]) -> str:
    """Quote what the score rests on: the source of who speaks, the cue of how, else the content.

    Parameters
    ----------
    comparison : object with the statements and documents of a comparison
    criterion : str
    ids : iterable of str
        Of statements; the words of the first three that differ are quoted.

    Returns
    -------
    str
        "" where none of the statements is there.
    """
    quoted = _QUOTED.get(criterion, "content_text")
    told = []
    for key in ids:
        if key in comparison.statements.index:
            row: Any = comparison.statements.loc[key]
            # The colon of a label is no word: what was said stands there.
            words = str(row[quoted]) if any(map(str.isalnum, row[quoted])) else ""
            if criterion == "firmness":
                words = _firm_words(comparison, row) or words
            elif quoted == "source_text":
                words = _naming_words(comparison.statements, row) or words
            told.append(unquoted(" ".join((words or str(row["content_text"])).split())))
    kept = list(dict.fromkeys(words for words in told if words))
    return "; ".join(f"“{words}”" for words in kept[:_MOST_WORDS])


def _firm_words(comparison: Carded, row: pd.Series[Any]) -> str:
    """Return the cue with the words that decide how firm it is: "cannot rule out … said"."""
    decisive = parse_spans(str(row["strength_words"]))
    texts = [d.text for d in comparison.documents if d.document_id == row["document_id"]]
    if not decisive or not texts:
        return ""
    return span_text(texts[0], merge_spans([*parse_spans(str(row["cue"])), *decisive]))


def _naming_words(statements: pd.DataFrame, row: pd.Series[Any]) -> str:
    """Return the first mention in the same text that names the source, where "she" does not."""
    find = word_pattern(figures=True).findall
    name = set(find(str(row["source_name"]).casefold()))
    mine = statements[
        (statements["source_id"] == row["source_id"])
        & (statements["document_id"] == row["document_id"])
    ]
    mentions = [str(row["source_text"]), *mine["source_text"].astype(str)]
    return next((m for m in mentions if not name.isdisjoint(find(m.casefold()))), "")


def _given(corrections: pd.DataFrame) -> dict[tuple[str, str], tuple[int | None, str]]:
    """Return the scores that a person gave, the last of each."""
    found: dict[tuple[str, str], tuple[int | None, str]] = {}
    if not len(corrections):
        return found
    lines = corrections[(corrections["field"] == FIELD) & (corrections["status"] == "applied")]
    for target, value, who in zip(lines["target"], lines["value"], lines["who"], strict=True):
        for criterion, score in json.loads(value).items():
            found[str(target), str(criterion)] = (score, str(who))
    return found
