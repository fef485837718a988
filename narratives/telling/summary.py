"""The three sentences that stand first: written from the tables, for any case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narratives.lexicon import load_classes
from narratives.schema import STRENGTHS, records_of
from narratives.telling.carrying import (
    Part,
    list_parts,
    tell_who,
    tell_without_a_text,
    text_word,
    title_of,
)
from narratives.telling.relations import relations_in_words
from narratives.telling.unread import list_unread
from narratives.telling.words import (
    MOST_NAMES,
    basis_word,
    count_word,
    join_words,
    within_sentence,
)

if TYPE_CHECKING:
    from narratives.comparison import Tables


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
        return [tell_without_a_text(comparison), *relations_in_words(comparison)]
    told = [tell_who(comparison), _how_firmly(comparison), _disputed(comparison)]
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


def _as_draft(sentence: list[Part]) -> list[Part]:
    """Say of a sentence that it is what the draft reads, which no person has looked at."""
    first, target = sentence[0]
    return [("The draft reads: ", ""), (first[0].lower() + first[1:], target), *sentence[1:]]


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
    silent = [title_of(comparison, n) for n in comparison.narratives.index if n not in backed]
    if silent:
        told = f"nothing in {text_word(comparison)} speaks for "
        clauses.append([(told, ""), *list_parts(silent, "or")])
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
            groups.append([(label, ""), *list_parts(_origin(comparison, row) for row in stated)])
    implied = [row for row in shown if row["how"] == "implied"]
    if implied:
        groups.append(
            [("by implication by ", ""), *list_parts(_origin(comparison, row) for row in implied)]
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
    clause: list[Part] = [title_of(comparison, narrative), (" is put forward ", "")]
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
    word = row["name"].lower()
    if word in load_classes()["subject_pronoun"]:
        name = f"{'those' if word == 'they' else 'somebody'} whom a text calls “{word}”"
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
        clauses.append(
            [title_of(comparison, narrative), (" is disputed by ", ""), *list_parts(names)]
        )
    if silent:
        clauses.append(
            [
                (f"no one in {text_word(comparison)} disputes ", ""),
                *list_parts((title_of(comparison, n) for n in silent), "or"),
                (", and silence is not support", ""),
            ]
        )
    return _sentence(clauses)
