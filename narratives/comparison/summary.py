"""The three sentences that stand first: written from the tables, for any case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from narratives.comparison.rows import each_row

if TYPE_CHECKING:
    from narratives.comparison.record import Comparison

Part = tuple[str, str]
"""A piece of a sentence, and the part of the page that it leads to ("" for none)."""

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MOST_NAMES = 5
_QUOTES = '"“”„«»'


def count_word(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun, in words up to twelve.

    Examples
    --------
    >>> count_word(3, "account"), count_word(1, "account"), count_word(14, "account")
    ('three accounts', 'one account', '14 accounts')
    """
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many or one + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as prose does.

    Examples
    --------
    >>> join_words(["fire", "flood", "frost"])
    'fire, flood and frost'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def unquoted(words: str) -> str:
    """Take off the quotation marks around words that are quoted as a whole.

    Examples
    --------
    >>> unquoted('"We were warned,"'), unquoted('a "warning" of "war"')
    ('We were warned,', 'a "warning" of "war"')
    """
    inner = words.strip()
    ends = len(inner) > 2 and inner[0] in _QUOTES and inner[-1] in _QUOTES
    if ends and not any(mark in inner[1:-1] for mark in _QUOTES):
        return inner[1:-1].strip()
    return inner


def basis_word(basis: str) -> str:
    """Write a kind of basis as readers know it.

    Examples
    --------
    >>> basis_word("claim_of_responsibility")
    'claim of responsibility'
    """
    return basis.replace("_", " ")


def write_summary(comparison: Comparison) -> list[list[Part]]:
    """Write three sentences from the tables of a comparison.

    The first counts accounts and voices, the second says who puts each account
    forward, how firmly and on what basis, the third says who disputes which and
    where nobody does.

    Returns
    -------
    list of three sentences, each a list of (text, target)
        ``target`` is "account:ID", "origin:ID", "statements" or empty.
    """
    return [_who(comparison), _how_firmly(comparison), _disputed(comparison)]


def _text_word(comparison: Comparison) -> str:
    number = len(comparison.documents)
    return "this text" if number == 1 else f"these {count_word(number, 'text')}"


def _title(comparison: Comparison, narrative: str) -> Part:
    title: Any = comparison.narratives.at[narrative, "title"]
    return f"“{title}”", f"account:{narrative}"


def _listed(parts: Iterable[Part], last: str = "and") -> list[Part]:
    found = list(parts)
    out: list[Part] = []
    for n, part in enumerate(found):
        if n:
            out.append((f" {last} " if n == len(found) - 1 else ", ", ""))
        out.append(part)
    return out


def counted_origins(voices: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of voices that are origins known to the case."""
    return voices[voices["voice"] == "origin"]


def _who(comparison: Comparison) -> list[Part]:
    narratives = list(comparison.narratives.index)
    voices = comparison.voices_by_origin
    bearing = comparison.bearings[comparison.bearings["narrative_id"].isin(narratives)]
    bearing = bearing[bearing["stance"].isin(("supports", "disputes"))]
    statements = bearing["statement_id"].nunique()
    origins = counted_origins(voices)["origin_id"].nunique()
    where = _text_word(comparison)
    sentence: list[Part] = [
        (where[0].upper() + where[1:], ""),
        (" carries " if len(comparison.documents) == 1 else " carry ", ""),
        (count_word(len(narratives), "account"), "accounts"),
        (": ", ""),
        *_listed(_title(comparison, n) for n in narratives),
    ]
    if statements == 0:
        return [*sentence, (", and no statement in it speaks for or against any of them.", "")]
    kind = "origin" if len(comparison.documents) == 1 else "independent origin"
    sentence += [
        ("; ", ""),
        (count_word(statements, "statement"), "statements"),
        (" bears on them, from " if statements == 1 else " bear on them, from ", ""),
        (count_word(origins, kind), "sources"),
    ]
    apart = voices[voices["voice"].isin(("source", "unnamed"))]["origin_id"].nunique()
    if apart:
        sentence.append((", ", ""))
        sentence.append((count_word(apart, "voice") + " of unknown origin", "sources"))
    if (voices["voice"] == "narrator").any():
        sentence.append((" and the article’s own voice", ""))
    return [*sentence, (".", "")]


def _how_firmly(comparison: Comparison) -> list[Part]:
    clauses = [_account_clause(comparison, n) for n in comparison.narratives.index]
    sentence: list[Part] = []
    for n, clause in enumerate(clauses):
        sentence += [("; ", "")] if n else []
        sentence += clause
    return [*sentence, (".", "")]


def _account_clause(comparison: Comparison, narrative: str) -> list[Part]:
    voices = comparison.voices_by_origin
    mine = voices[(voices["narrative_id"] == narrative) & (voices["stance"] == "supports")]
    if mine.empty:
        return [("nothing speaks for ", ""), _title(comparison, narrative)]
    # What is said in so many words comes before what follows from it, and the origins
    # before the article's own voice.
    order = sorted(
        each_row(mine), key=lambda p: (p[1]["voice"] == "narrator", p[1]["how"] != "stated")
    )
    named = [_origin_phrase(comparison, row) for _, row in order]
    clause = [_title(comparison, narrative), (" is put forward by ", "")]
    if len(named) > _MOST_NAMES:
        rest = (count_word(len(named) - _MOST_NAMES + 1, "other"), f"account:{narrative}")
        named = [*named[: _MOST_NAMES - 1], rest]
    return [*clause, *_listed(named), (f", {_basis_phrase(comparison, narrative)}", "")]


def _origin_phrase(comparison: Comparison, row: Any) -> Part:
    firmness = comparison.firmness_by_origin
    own = firmness[
        (firmness["narrative_id"] == row["narrative_id"])
        & (firmness["stance"] == row["stance"])
        & (firmness["origin_id"] == row["origin_id"])
        & (firmness["strength"] == row["strength"])
    ]
    words = own["words"].iloc[0].split("; ")[0] if len(own) else ""
    notes = [row["strength"] or "strength not judged"]
    if words:
        notes[0] += f": “{words}”"
    if row["how"] == "implied":
        notes.append("by implication")
    if row["stake"] == 1:
        notes.append("has a stake in it")
    elif row["stake"] == -1:
        notes.append("against its own stake")
    return f"{row['name']} ({', '.join(notes)})", f"account:{row['narrative_id']}"


def _basis_phrase(comparison: Comparison, narrative: str) -> str:
    basis = comparison.basis_by_narrative
    mine = basis[basis["narrative_id"] == narrative]
    shown = [basis_word(b) for b in mine[mine["shown"] == "shown"]["basis"]]
    named = [basis_word(b) for b in mine[mine["shown"] == "named"]["basis"]]
    if shown and named:
        return f"with {join_words(shown)} shown and {join_words(named)} only named"
    if shown:
        return f"with {join_words(shown)} shown"
    if named:
        return f"with {join_words(named)} named and nothing shown"
    return "and no basis is given here"


def _disputed(comparison: Comparison) -> list[Part]:
    voices = comparison.voices_by_origin
    against = voices[voices["stance"] == "disputes"]
    clauses: list[list[Part]] = []
    silent: list[str] = []
    for narrative in comparison.narratives.index:
        rows = against[against["narrative_id"] == narrative]
        if rows.empty:
            silent.append(narrative)
            continue
        names: list[Part] = []
        for _, row in each_row(rows):
            notes = ["by implication"] if row["how"] == "implied" else []
            notes += ["has a stake against it"] if row["stake"] == -1 else []
            note = f" ({', '.join(notes)})" if notes else ""
            names.append((f"{row['name']}{note}", f"account:{narrative}"))
        clauses.append([_title(comparison, narrative), (" is disputed by ", ""), *_listed(names)])
    if silent:
        clauses.append(
            [
                (f"no one in {_text_word(comparison)} disputes ", ""),
                *_listed((_title(comparison, n) for n in silent), "or"),
                (", and silence is not support", ""),
            ]
        )
    sentence: list[Part] = []
    for n, clause in enumerate(clauses):
        sentence += [("; ", "")] if n else []
        sentence += clause
    first, target = sentence[0]
    return [(first[0].upper() + first[1:], target), *sentence[1:], (".", "")]
