"""The three sentences that stand first: written from the tables, for any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from narratives.schema import each_row
from narratives.telling.clauses import (
    MOST_NAMES,
    Part,
    account_clause,
    joined_clauses,
    listed_parts,
    title_part,
    voice_part,
)
from narratives.telling.relations import relations_in_words
from narratives.telling.unread import is_partly_read, other_languages, text_word, unread_in_words
from narratives.telling.words import count_word

if TYPE_CHECKING:
    from narratives.comparison import Tables


def write_summary(comparison: Tables) -> list[list[Part]]:
    """Write three sentences from the tables of a comparison.

    The first counts accounts and voices, the second says who puts each account
    forward, how firmly and on what basis, the third says who disputes which and
    where nobody does. Until a person has looked, each says that the draft reads so, and
    none puts anything forward "as certain". Where a text could not be read, a sentence
    before them says so. Where there is no text at all, one sentence says so in their place. Where
    the case says what one account is to another, one sentence for each relation follows.

    Returns
    -------
    list of sentences, each a list of (text, target)
        ``target`` is "account:ID", "origin:ID", "statements" or empty.
    """
    if not comparison.documents and not comparison.unread:
        return [_without_a_text(comparison), *relations_in_words(comparison)]
    told = [_who(comparison), _how_firmly(comparison), _disputed(comparison)]
    told = told if comparison.reviewed else [*map(_as_draft, told)]
    unread = unread_in_words(comparison)
    others = [
        [(f"The text “{name}” was not read ({language}).", "")]
        for name, language in other_languages(comparison).items()
    ]
    first = [[(unread, "")]] if unread else []
    return [*first, *others, *told, *relations_in_words(comparison)]


def summary_in_words(comparison: Tables) -> str:
    """Write the sentences of :func:`write_summary` as plain text.

    Examples
    --------
    >>> import narratives as nv
    >>> summary_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall"))).split(":")[0]
    'This text carries three accounts'
    """
    return " ".join("".join(text for text, _ in sentence) for sentence in write_summary(comparison))


def _without_a_text(comparison: Tables) -> list[Part]:
    """Say of tables made by hand that no text stands behind them."""
    narratives = comparison.narratives.index
    counted = count_word(len(narratives), "account")
    put = "is" if len(narratives) == 1 else "are"
    return [
        (counted[0].upper() + counted[1:], "accounts"),
        (f" {put} set down by ratings alone, without a text: ", ""),
        *listed_parts(title_part(comparison, n) for n in narratives),
        (".", ""),
    ]


def _as_draft(sentence: list[Part]) -> list[Part]:
    """Say of a sentence that it is what the draft reads, which no person has looked at."""
    first, target = sentence[0]
    return [("The draft reads: ", ""), (first[0].lower() + first[1:], target), *sentence[1:]]


def counted_origins(voices: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of voices that are origins known to the case."""
    return voices[voices["voice"] == "origin"]


def carried_accounts(comparison: Tables) -> list[str]:
    """List the narratives that a statement speaks for or against, in the order of the case.

    Examples
    --------
    >>> import narratives as nv
    >>> carried_accounts(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    ['isis', 'ukrainian_trace', 'false_flag']
    """
    found = set(comparison.voices_by_origin["narrative_id"])
    return [str(n) for n in comparison.narratives.index if n in found]


def _who(comparison: Tables) -> list[Part]:
    narratives = list(comparison.narratives.index)
    voices = comparison.voices_by_origin
    carried = carried_accounts(comparison)
    one = len(comparison.documents) == 1
    where = text_word(comparison)
    if not carried:
        # What a text does not speak of it does not carry.
        counted = count_word(len(narratives), "account")
        put, them = ("is", "it") if len(narratives) == 1 else ("are", "any of them")
        return [
            (counted[0].upper() + counted[1:], "accounts"),
            (f" {put} put beside {where}: ", ""),
            *listed_parts(title_part(comparison, n) for n in narratives),
            (f"; no statement in {'it' if one else 'them'} speaks for or against {them}.", ""),
        ]
    sentence: list[Part] = [
        (where[0].upper() + where[1:], ""),
        (" carries " if one or is_partly_read(comparison) else " carry ", ""),
        (count_word(len(carried), "account"), "accounts"),
        (f" of {count_word(len(narratives), 'that is', 'that are')} compared", "")
        if len(carried) < len(narratives)
        else ("", ""),
        (": ", ""),
        *listed_parts(title_part(comparison, n) for n in carried),
        ("; ", ""),
    ]
    bearing = comparison.bearings[comparison.bearings["narrative_id"].isin(narratives)]
    bearing = bearing[bearing["stance"].isin(("supports", "disputes"))]
    statements = bearing["statement_id"].nunique()
    sentence += [
        (count_word(statements, "statement"), "statements"),
        (f" bear{'s' if statements == 1 else ''} on ", ""),
        ("it, from " if len(carried) == 1 else "them, from ", ""),
    ]
    origins = counted_origins(voices)["origin_id"].nunique()
    apart = voices[voices["voice"].isin(("source", "unnamed"))]["origin_id"].nunique()
    from_whom: list[Part] = []
    if origins:
        from_whom.append(
            (count_word(origins, "origin" if one else "independent origin"), "sources")
        )
    if apart:
        from_whom.append((count_word(apart, "voice") + " of unknown origin", "sources"))
    if (voices["voice"] == "narrator").any():
        from_whom.append(("the article’s own voice" if one else "the articles’ own voice", ""))
    return [part for part in [*sentence, *listed_parts(from_whom), (".", "")] if part[0]]


def _how_firmly(comparison: Tables) -> list[Part]:
    voices = comparison.voices_by_origin
    backed = set(voices[voices["stance"] == "supports"]["narrative_id"])
    clauses = [account_clause(comparison, n) for n in comparison.narratives.index if n in backed]
    silent = [title_part(comparison, n) for n in comparison.narratives.index if n not in backed]
    if silent:
        told = f"nothing in {text_word(comparison)} speaks for "
        clauses.append([(told, ""), *listed_parts(silent, "or")])
    return joined_clauses(clauses)


def _disputed(comparison: Tables) -> list[Part]:
    voices = comparison.voices_by_origin
    against = voices[voices["stance"] == "disputes"]
    clauses: list[list[Part]] = []
    silent: list[str] = []
    for narrative in comparison.narratives.index:
        rows = against[against["narrative_id"] == narrative]
        if rows.empty:
            silent.append(narrative)
            continue
        names = [voice_part(row) for _, row in each_row(rows)]
        if len(names) > MOST_NAMES:
            rest = count_word(len(names) - MOST_NAMES + 1, "other")
            names = [*names[: MOST_NAMES - 1], (rest, f"account:{narrative}")]
        clauses.append(
            [title_part(comparison, narrative), (" is disputed by ", ""), *listed_parts(names)]
        )
    if silent:
        clauses.append(
            [
                (f"no one in {text_word(comparison)} disputes ", ""),
                *listed_parts((title_part(comparison, n) for n in silent), "or"),
                (", and silence is not support", ""),
            ]
        )
    return joined_clauses(clauses)
