"""Rate every statement for or against every narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from narratives.bearing.classifier import BearingClassifier
from narratives.bearing.definitions import compare_texts, read_definitions
from narratives.bearing.judging import judge_rows, leave_out
from narratives.bearing.memory import Sentence
from narratives.bearing.reading import read_statements
from narratives.bearing.records import Row, Told
from narratives.bearing.words import clean
from narratives.documents import clean_statements, sentence_rows
from narratives.schema import BEARINGS, NO_NARRATIVE, Document, parse_spans, require_columns

_NONE_OF = re.compile(r"(?:nobody|no one|no|none|few|hardly any\w*|neither)\b", re.IGNORECASE)
_NEEDED = ("document_id", "source", "cue", "content", "polarity", "cue_text", "content_text")


def rate_bearings(
    statements: pd.DataFrame,
    narratives: pd.DataFrame,
    documents: Iterable[Document] | None = None,
    sources: pd.DataFrame | None = None,
    stakes: pd.DataFrame | None = None,
    examples: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say of every statement which narratives it bears on, for or against.

    A statement is about a narrative if it uses one of its terms, names its actor
    with a tie to the event ("involved", "behind", "attack"), shares enough words
    with its definition that other narratives do not have, or points back to a
    statement that does ("these allegations"). It supports the narrative unless
    negations and denials turn it. Support of one narrative is never taken as
    dispute of another, unless the text calls it an alternative to that other.

    Parameters
    ----------
    statements : DataFrame indexed by ``statement_id``
        Columns of ``schema.STATEMENTS``. ``source_id`` is used where there is one.
    narratives : DataFrame indexed by ``narrative_id``
        ``title``, ``statement`` and ``terms``; examples where there are any.
    documents : iterable of Document, optional
        With them, pointing words also reach what no statement says, and the end of
        a sentence is known.
    sources : DataFrame indexed by ``source_id``, optional
        The register: a source is also known by its name and aliases there.
    stakes : DataFrame of shape (n_sources, n_narratives), optional
        A weak prior, named in ``why``: +1 and -1 move the probability by a few
        hundredths and never change the stance. Leave it out to switch it off.
    examples : DataFrame with ``text``, ``narrative_id`` and ``stance``, optional
        What a person decided; see ``examples_from_review``. A statement that is an
        example itself is rated without it, and without an eighth of the others, so
        that the draft stays one.

    Returns
    -------
    DataFrame with the columns ``schema.BEARINGS``
        In the order of the statements. A statement that bears on no narrative, or
        leaves open whether, has one row: narrative "none", stance "neutral".
        ``probability`` is the chance that the row is right, from what the rules and
        :class:`BearingClassifier` say; where it is too low, the row is "not clear" and
        bears on none. ``antecedent`` is the
        content span that pointing words mean.

    Raises
    ------
    SchemaError
        If a table lacks columns or narratives share an id.

    Examples
    --------
    >>> statements = pd.DataFrame({
    ...     "document_id": ["a"], "source": ["0-6"], "cue": ["7-13"], "content": ["14-41"],
    ...     "polarity": ["denies"], "source_text": ["Police"], "cue_text": ["denied"],
    ...     "content_text": ["that a gas leak was to blame"]}, index=["a:14-41"])
    >>> narratives = pd.DataFrame({
    ...     "title": ["Gas leak", "Bomb"], "terms": [("gas leak",), ("bomb",)],
    ...     "statement": ["A leak of gas caused the blast.", "A bomb caused the blast."]},
    ...     index=["gas_leak", "bomb"])
    >>> rate_bearings(statements, narratives)[["narrative_id", "stance", "how"]].iloc[0].tolist()
    ['gas_leak', 'disputes', 'stated']
    """
    require_columns(statements, _NEEDED, "statements")
    statements, documents, cleaned = clean_statements(statements, documents or ())
    homes = statements["document_id"].map(str).tolist()
    told, rated = draft_rows(statements, narratives, documents, sources, stakes)
    ids = [str(index) for index in narratives.index]
    if len(narratives):
        given = pd.DataFrame({"text": []}) if examples is None else examples
        for some, shown in leave_out(told, given):
            model = BearingClassifier().fit(narratives, shown if len(shown) else None)
            rated |= judge_rows(model, some, rated)
    rows = [
        (
            statement_id,
            ids[row.narrative] if row.narrative >= 0 else NO_NARRATIVE,
            row.stance,
            row.how,
            round(row.probability, 3),
            row.why,
            cleaned[home].spans_back(row.antecedent) if home in cleaned else row.antecedent,
        )
        for statement_id, home in zip(map(str, statements.index), homes, strict=True)
        for row in rated[statement_id]
    ]
    table = pd.DataFrame(rows, columns=list(BEARINGS))
    kinds = dict.fromkeys(BEARINGS, "str") | {"probability": "float64"}
    return table.astype(kinds)


def draft_rows(
    statements: pd.DataFrame,
    narratives: pd.DataFrame,
    documents: Iterable[Document] | None = None,
    sources: pd.DataFrame | None = None,
    stakes: pd.DataFrame | None = None,
) -> tuple[list[Told], dict[str, list[Row]]]:
    """Rate statements by the rules alone; arguments as for ``rate_bearings``.

    The documents are such that are read as they stand, see ``clean_statements``.
    """
    definitions = read_definitions(narratives)
    told = _read(statements, _names(sources))
    texts = [each.content for each in told]
    cosines = dict(zip(map(id, told), compare_texts(definitions, texts), strict=True))
    prior = _stakes(stakes)
    rated: dict[str, list[Row]] = {}
    for document_id, sentences in _sentences(told, documents).items():
        here = [each for each in told if each.document_id == document_id]
        near = [cosines[id(each)] for each in here]
        rated |= read_statements(definitions, sentences, prior, here, near)
    return told, rated


def _read(statements: pd.DataFrame, names: Mapping[str, str]) -> list[Told]:
    columns = {
        name: [str(value) for value in statements[name]]
        if name in statements.columns
        else [""] * len(statements)
        for name in (*_NEEDED, "source_text", "source_name", "source_id")
    }
    told = []
    for number, statement_id in enumerate(map(str, statements.index)):
        row = {name: values[number] for name, values in columns.items()}
        content = parse_spans(row["content"])
        cue = parse_spans(row["cue"])
        starts = [start for start, _ in (*content, *cue)]
        told.append(
            Told(
                statement_id=statement_id,
                document_id=row["document_id"],
                start=min(starts, default=0),
                content_start=min((s for s, _ in content), default=min(starts, default=0)),
                end=max((e for _, e in (content or cue)), default=0),
                span=row["content"],
                content=clean(row["content_text"]),
                cue=clean(_cue(row)),
                source=clean(_source(row, names)),
                source_id=row["source_id"],
                polarity=row["polarity"] or "asserts",
            )
        )
    return told


def _cue(row: Mapping[str, str]) -> str:
    """Return the cue, with the "nobody" or "few" of its source before it."""
    nobody = _NONE_OF.match(row["source_text"])
    return f"nobody {row['cue_text']}" if nobody else row["cue_text"]


def _source(row: Mapping[str, str], names: Mapping[str, str]) -> str:
    known = names.get(row["source_id"], "")
    return " / ".join(dict.fromkeys([row["source_text"], row["source_name"], known]))


def _names(sources: pd.DataFrame | None) -> dict[str, str]:
    if sources is None:
        return {}
    require_columns(sources, ("name", "aliases"), "sources")
    return {
        str(source_id): " / ".join([str(name), *map(str, aliases)])
        for source_id, name, aliases in zip(
            sources.index, sources["name"], sources["aliases"], strict=True
        )
    }


def _stakes(stakes: pd.DataFrame | None) -> dict[tuple[str, str], float]:
    if stakes is None:
        return {}
    return {
        (str(source), str(narrative)): float(value)
        for narrative in stakes.columns
        for source, value in stakes[narrative].items()
        if pd.notna(value) and value
    }


def _sentences(told: list[Told], documents: Iterable[Document] | None) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = {each.document_id: [] for each in told}
    for document in documents or ():
        if document.document_id in found:
            found[document.document_id] = [
                Sentence(start, end, clean(document[start:end]))
                for _, start, end, _ in sentence_rows(document)
            ]
    return found
