"""What the draft does not rate and asks the person: stakes, denials, reports that disagree."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from narratives.evidence.grouping import DISPUTES, SUPPORTS, Bearing, GroupedRow
from narratives.evidence.naming import name_source

_PARTY_KINDS = ("government_party", "perpetrator_group")
_STAKE = (
    "{}: {} in {} being {}. That it is said is an item apart from what is said: "
    "would the same be said under another narrative?"
)
_DENIAL = (
    "Denied by {}. The denial stands as an item of its own ({}): would it be made under "
    "every narrative?"
)
_DISAGREE = "The reports of this item disagree about {}. Split it, or rate it by hand."


class Question(NamedTuple):
    """What is asked about an item and a narrative, and the statements that raise it."""

    narrative: str
    text: str
    statements: list[str]


def ask_about_stakes(
    told: Mapping[str, GroupedRow],
    group: Iterable[str],
    bears: Mapping[str, set[Bearing]],
    kinds: Mapping[Hashable, Any],
    stakes: Mapping[Hashable, Mapping[Hashable, Any]],
    titles: Mapping[str, str],
) -> list[Question]:
    """Ask whether a source with a stake would say the same under another narrative.

    Parameters
    ----------
    told : mapping of a statement to its row
    group : iterable of str
        The statements of an item.
    bears : mapping of a statement to its bearings
    kinds : mapping of a source to its kind
    stakes : mapping of a narrative to the stake of each source: 1, -1 or NaN
    titles : mapping of a narrative to its title
    """
    asked: dict[tuple[str, str], list[str]] = {}
    for key in group:
        for narrative, stance, _ in sorted(bears[key]):
            stake = _stake(told[key], narrative, stance, kinds, stakes)
            if stake:
                aim = "believed" if stance == SUPPORTS else "disbelieved"
                title = titles.get(narrative, narrative)
                text = _STAKE.format(name_source(told[key]), stake, title, aim)
                asked.setdefault((narrative, text), []).append(key)
    return [Question(narrative, text, members) for (narrative, text), members in asked.items()]


def ask_about_denial(
    key: str, row: GroupedRow, label: str, bears: Iterable[Bearing]
) -> list[Question]:
    """Ask whether a denial would be made under every narrative, for each that it disputes.

    Parameters
    ----------
    key, row : str and its row
        The statement that denies.
    label : str
        What the item is called that the denial is by itself.
    bears : iterable of its bearings
    """
    text = _DENIAL.format(name_source(row), label)
    disputed = sorted({narrative for narrative, stance, _ in bears if stance == DISPUTES})
    return [Question(narrative, text, [key]) for narrative in disputed]


def ask_about_disagreement(
    narratives: Iterable[str], group: list[str], titles: Mapping[str, str]
) -> list[Question]:
    """Ask for each narrative on which the reports of an item disagree."""
    return [Question(n, _DISAGREE.format(titles.get(n, n)), group) for n in narratives]


def _stake(
    row: GroupedRow,
    narrative: str,
    stance: str,
    kinds: Mapping[Hashable, Any],
    stakes: Mapping[Hashable, Mapping[Hashable, Any]],
) -> str:
    """Say whether the source gains by its words; empty where nothing speaks for it."""
    source = row.get("source_id") or ""
    known = stakes.get(narrative, {}).get(source)
    if known is not None and known == known:
        return "a stake" if known == (1 if stance == SUPPORTS else -1) else ""
    return "perhaps a stake" if kinds.get(source) in _PARTY_KINDS else ""
