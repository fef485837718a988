"""The three sentences that stand first: written from the tables, for any case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from narratives.schema import STRENGTHS, records_of
from narratives.telling.relations import relations_in_words
from narratives.telling.unread import list_unread, other_languages
from narratives.telling.words import (
    MOST_NAMES,
    basis_word,
    count_word,
    join_words,
    within_sentence,
)

if TYPE_CHECKING:
    from narratives.comparison import Tables

Part = tuple[str, str]
"""A piece of a sentence, and the part of the page that it leads to ("" for none)."""

_STRENGTH_WORDS = {
    "certain": "certain",
    "likely": "likely",
    "possible": "possible",
    "hint": "a hint",
    "": "something whose strength was not judged",
}


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
    return [*([(words, "")] for words in list_unread(comparison)), *tell_accounts(comparison)]


def tell_accounts(comparison: Tables) -> list[list[Part]]:
    """Write the sentences of :func:`write_summary` without those on texts that were not read."""
    if not comparison.documents and not comparison.unread:
        return [_without_a_text(comparison), *relations_in_words(comparison)]
    told = [_who(comparison), _how_firmly(comparison), _disputed(comparison)]
    told = told if comparison.reviewed else [*map(_as_draft, told)]
    return [*told, *relations_in_words(comparison)]


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
        *_listed(_title(comparison, n) for n in narratives),
        (".", ""),
    ]


def _as_draft(sentence: list[Part]) -> list[Part]:
    """Say of a sentence that it is what the draft reads, which no person has looked at."""
    first, target = sentence[0]
    return [("The draft reads: ", ""), (first[0].lower() + first[1:], target), *sentence[1:]]


def _text_word(comparison: Tables) -> str:
    number = len(comparison.documents)
    texts = "this text" if number == 1 else f"these {count_word(number, 'text')}"
    return f"what was read of {texts}" if _is_partly_read(comparison) else texts


def _is_partly_read(comparison: Tables) -> bool:
    return bool(comparison.looked.not_read or other_languages(comparison))


def _title(comparison: Tables, narrative: str) -> Part:
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
    voices = records_of(comparison.voices_by_origin)
    carried = carried_accounts(comparison)
    one = len(comparison.documents) == 1
    where = _text_word(comparison)
    if not carried:
        # What a text does not speak of it does not carry.
        counted = count_word(len(narratives), "account")
        put, them = ("is", "it") if len(narratives) == 1 else ("are", "any of them")
        return [
            (counted[0].upper() + counted[1:], "accounts"),
            (f" {put} put beside {where}: ", ""),
            *_listed(_title(comparison, n) for n in narratives),
            (f"; no statement in {'it' if one else 'them'} speaks for or against {them}.", ""),
        ]
    sentence: list[Part] = [
        (where[0].upper() + where[1:], ""),
        (" carries " if one or _is_partly_read(comparison) else " carry ", ""),
        (count_word(len(carried), "account"), "accounts"),
        (f" of {count_word(len(narratives), 'that is', 'that are')} compared", "")
        if len(carried) < len(narratives)
        else ("", ""),
        (": ", ""),
        *_listed(_title(comparison, n) for n in carried),
        ("; ", ""),
    ]
    statements = len(
        {
            row["statement_id"]
            for row in records_of(comparison.bearings)
            if row["narrative_id"] in narratives and row["stance"] in ("supports", "disputes")
        }
    )
    sentence += [
        (count_word(statements, "statement"), "statements"),
        (f" bear{'s' if statements == 1 else ''} on ", ""),
        ("it, from " if len(carried) == 1 else "them, from ", ""),
    ]
    origins = len({row["origin_id"] for row in voices if row["voice"] == "origin"})
    apart = len({row["origin_id"] for row in voices if row["voice"] in ("source", "unnamed")})
    from_whom: list[Part] = []
    if origins:
        from_whom.append(
            (count_word(origins, "origin" if one else "independent origin"), "sources")
        )
    if apart:
        from_whom.append((count_word(apart, "voice") + " of unknown origin", "sources"))
    if any(row["voice"] == "narrator" for row in voices):
        from_whom.append(("the article’s own voice" if one else "the articles’ own voice", ""))
    return [part for part in [*sentence, *_listed(from_whom), (".", "")] if part[0]]


def _how_firmly(comparison: Tables) -> list[Part]:
    voices = records_of(comparison.voices_by_origin)
    backed = {row["narrative_id"] for row in voices if row["stance"] == "supports"}
    clauses = [
        _account_clause(
            comparison,
            n,
            [r for r in voices if r["narrative_id"] == n and r["stance"] == "supports"],
        )
        for n in comparison.narratives.index
        if n in backed
    ]
    silent = [_title(comparison, n) for n in comparison.narratives.index if n not in backed]
    if silent:
        told = f"nothing in {_text_word(comparison)} speaks for "
        clauses.append([(told, ""), *_listed(silent, "or")])
    return _sentence(clauses)


def _sentence(clauses: list[list[Part]]) -> list[Part]:
    """Join clauses to one sentence that begins with a capital letter."""
    sentence: list[Part] = []
    for n, clause in enumerate(clauses):
        sentence += [("; ", "")] if n else []
        sentence += clause
    first, target = sentence[0]
    return [(first[0].upper() + first[1:], target), *sentence[1:], (".", "")]


def _account_clause(comparison: Tables, narrative: str, mine: list[dict[str, Any]]) -> list[Part]:
    rows = [row for row in mine if row["voice"] != "narrator"]
    shown = rows if len(rows) <= MOST_NAMES else rows[: MOST_NAMES - 1]
    groups: list[list[Part]] = []
    for strength in (*reversed(STRENGTHS), ""):
        stated = [r for r in shown if r["how"] != "implied" and r["strength"] == strength]
        if stated:
            label = f"as {_STRENGTH_WORDS[strength]} by "
            if strength == STRENGTHS[-1] and not comparison.reviewed:
                label = "without a hedge by "
            groups.append([(label, ""), *_listed(_origin(comparison, row) for row in stated)])
    implied = [row for row in shown if row["how"] == "implied"]
    if implied:
        groups.append(
            [("by implication by ", ""), *_listed(_origin(comparison, row) for row in implied)]
        )
    if len(shown) < len(rows):
        rest = count_word(len(rows) - len(shown), "other")
        groups.append([("by ", ""), (rest, f"account:{narrative}")])
    if len(rows) < len(mine):
        # A remark of the article has the strength of its wording, which is no one's testimony.
        number = sum(row["mentions"] for row in mine if row["voice"] == "narrator")
        remark = "the article’s own remark" + ("s" if number > 1 else "")
        if len(comparison.documents) > 1:
            remark = (
                "remarks of the articles themselves" if number > 1 else "an article’s own remark"
            )
        groups.append([("by ", ""), (remark, f"account:{narrative}")])
    clause: list[Part] = [_title(comparison, narrative), (" is put forward ", "")]
    for n, group in enumerate(groups):
        joint = "" if n == 0 else ", and " if n == len(groups) - 1 else ", "
        clause += [(joint, ""), *group] if joint else group
    return [*clause, (f", {_basis_phrase(comparison, narrative)}", "")]


def _origin(comparison: Tables, row: Any) -> Part:
    """Name a voice, with its stake and, where it disputes, that it does so by implication.

    Of a draft it says too where a voice is read on both sides: mostly one of the two is a mistake.
    """
    supports = row["stance"] == "supports"
    own, other = (1, -1) if supports else (-1, 1)
    notes = ["by implication"] if row["how"] == "implied" and not supports else []
    stakes = {
        own: f"has a stake {'in' if supports else 'against'} it",
        other: "against its own stake",
    }
    notes += [stakes[row["stake"]]] if row["stake"] in stakes else []
    if not comparison.reviewed and _is_on_both_sides(comparison, row):
        notes.append("read as disputing it too" if supports else "read as supporting it too")
    name = within_sentence(row["name"])
    name = "a voice that nobody names" if row["voice"] == "unnamed" else name
    note = f" ({', '.join(notes)})" if notes else ""
    return f"{name}{note}", f"account:{row['narrative_id']}"


def _is_on_both_sides(comparison: Tables, row: Any) -> bool:
    same = [
        other["stance"]
        for other in records_of(comparison.voices_by_origin)
        if other["narrative_id"] == row["narrative_id"]
        and other["origin_id"] == row["origin_id"]
        and other["voice"] != "unnamed"
    ]
    return len(set(same)) > 1


def _basis_phrase(comparison: Tables, narrative: str) -> str:
    mine = [
        row for row in records_of(comparison.basis_by_narrative) if row["narrative_id"] == narrative
    ]
    shown = [basis_word(row["basis"]) for row in mine if row["shown"] == "shown"]
    named = [basis_word(row["basis"]) for row in mine if row["shown"] == "named"]
    if shown and named:
        return f"with {join_words(shown)} shown and {join_words(named)} only named"
    if shown:
        return f"with {join_words(shown)} shown"
    if named:
        return f"with {join_words(named)} named and nothing shown"
    kinds = any(row["basis"] != "bare_assertion" for row in mine)
    return "with nothing named or shown" if kinds else "and no basis is given here"


def _disputed(comparison: Tables) -> list[Part]:
    voices = records_of(comparison.voices_by_origin)
    against = [row for row in voices if row["stance"] == "disputes"]
    clauses: list[list[Part]] = []
    silent: list[str] = []
    for narrative in comparison.narratives.index:
        rows = [row for row in against if row["narrative_id"] == narrative]
        if not rows:
            silent.append(narrative)
            continue
        names = [_origin(comparison, row) for row in rows]
        if len(names) > MOST_NAMES:
            rest = count_word(len(names) - MOST_NAMES + 1, "other")
            names = [*names[: MOST_NAMES - 1], (rest, f"account:{narrative}")]
        clauses.append([_title(comparison, narrative), (" is disputed by ", ""), *_listed(names)])
    if silent:
        clauses.append(
            [
                (f"no one in {_text_word(comparison)} disputes ", ""),
                *_listed((_title(comparison, n) for n in silent), "or"),
                (", and silence is not support", ""),
            ]
        )
    return _sentence(clauses)
