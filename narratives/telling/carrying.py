"""The first sentence on a comparison: which accounts a text carries, and how many voices speak."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from narratives.schema import records_of
from narratives.telling.unread import other_languages
from narratives.telling.words import count_word

if TYPE_CHECKING:
    from narratives.comparison import Tables

Part = tuple[str, str]
"""A piece of a sentence, and the part of the page that it leads to ("" for none)."""


def tell_without_a_text(comparison: Tables) -> list[Part]:
    """Say of tables made by hand that no text stands behind them."""
    narratives = comparison.narratives.index
    counted = count_word(len(narratives), "account")
    put = "is" if len(narratives) == 1 else "are"
    return [
        (counted[0].upper() + counted[1:], "accounts"),
        (f" {put} set down by ratings alone, without a text: ", ""),
        *list_parts(title_of(comparison, n) for n in narratives),
        (".", ""),
    ]


def text_word(comparison: Tables) -> str:
    """Name what was read: "this text", "these two texts", or what was read of them."""
    number = len(comparison.documents)
    texts = "this text" if number == 1 else f"these {count_word(number, 'text')}"
    return f"what was read of {texts}" if _is_partly_read(comparison) else texts


def _is_partly_read(comparison: Tables) -> bool:
    return bool(comparison.looked.not_read or other_languages(comparison))


def title_of(comparison: Tables, narrative: str) -> Part:
    """Return the title of an account, as words that lead to it."""
    title: Any = comparison.narratives.at[narrative, "title"]
    return f"“{title}”", f"account:{narrative}"


def list_parts(parts: Iterable[Part], last: str = "and") -> list[Part]:
    """Join pieces by commas, with a word before the last."""
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


def tell_who(comparison: Tables) -> list[Part]:
    """Count the accounts, the statements that bear on them and who speaks."""
    narratives = list(comparison.narratives.index)
    voices = records_of(comparison.voices_by_origin)
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
            *list_parts(title_of(comparison, n) for n in narratives),
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
        *list_parts(title_of(comparison, n) for n in carried),
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
    return [part for part in [*sentence, *list_parts(from_whom), (".", "")] if part[0]]
