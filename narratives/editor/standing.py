"""How the accounts stand after a decision, and what it changed."""

from __future__ import annotations

import math
import re
from difflib import SequenceMatcher
from typing import Any

from narratives.comparison import Tables
from narratives.deciding import count_decided, share_right
from narratives.schema import each, each_row
from narratives.telling import write_summary
from narratives.telling.words import account_letter

EVERY = 20
"""After so many decisions the panel says anew how often the draft was right."""
_WORDS = re.compile(r"\S+\s*")
FIELDS = {
    "statement": "that it is a statement",
    "found": "what there was to find",
    "source": "the words of the source",
    "cue": "the cue",
    "content": "the words that were said",
    "kind": "quoted or not",
    "strength": "how firmly",
    "polarity": "asserted or denied",
    "source_id": "who speaks",
    "bearings": "for or against which account",
    "chain": "the way it came",
    "basis": "what it rests on",
    "shown": "whether that is shown",
    "rating": "the ratings of items",
}
"""What was checked, in words."""


def standing_of(tables: Tables) -> dict[str, Any]:
    """Say in sentences and numbers how the accounts stand.

    Returns
    -------
    dict
        ``sentences``, and ``accounts``: of each its letter, title, the origins for and against it,
        and its inconsistency, "" where no item is rated.

    Examples
    --------
    >>> import narratives as nv
    >>> standing = standing_of(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> [(a["letter"], a["for"], a["against"]) for a in standing["accounts"]]
    [('A', 6, 0), ('B', 3, 1), ('C', 1, 0)]
    """
    voices = [(str(narrative), str(stance)) for narrative, stance, _ in tables.voices.index]
    ranked = dict(each_row(tables.inconsistency))
    accounts = []
    for n, narrative in enumerate(tables.narratives.index):
        number, share = (float(ranked[narrative][name]) for name in ("inconsistency", "rated"))
        rated = int(share) if not math.isnan(share) else 0
        accounts.append(
            {
                "letter": account_letter(n),
                "title": str(tables.narratives.at[narrative, "title"]),
                "for": voices.count((str(narrative), "supports")),
                "against": voices.count((str(narrative), "disputes")),
                "contradicted": f"{number:.2f}" if rated and not math.isnan(number) else "",
            }
        )
    sentences = ["".join(text for text, _ in parts) for parts in write_summary(tables)]
    return {"sentences": sentences, "accounts": accounts}


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Mark in the second of two standings what is new, and what has gone.

    Returns
    -------
    dict
        ``sentences``: each a list of [kind, words], where kind is "same", "new" or "gone";
        ``accounts`` as they are, each with ``was``: the numbers that were others before.
        ``changed`` says whether anything was.

    Examples
    --------
    >>> found = changes_between({"sentences": ["Two say so."], "accounts": []},
    ...                         {"sentences": ["Three say so."], "accounts": []})
    >>> found["sentences"]
    [[['gone', 'Two '], ['new', 'Three '], ['same', 'say so.']]]
    """
    sentences = []
    olds = [*before["sentences"], *[""] * len(after["sentences"])]
    for old, new in zip(olds, after["sentences"], strict=False):
        sentences.append(_compared(old, new))
    accounts = []
    for n, told in enumerate(after["accounts"]):
        was = before["accounts"][n] if n < len(before["accounts"]) else told
        keys = ("for", "against", "contradicted")
        accounts.append({**told, "was": {k: was[k] for k in keys if was[k] != told[k]}})
    changed = any(kind != "same" for parts in sentences for kind, _ in parts)
    changed = changed or any(told["was"] for told in accounts)
    return {"sentences": sentences, "accounts": accounts, "changed": changed}


def _compared(old: str, new: str) -> list[list[str]]:
    if old == new or not old:
        return [["same", new]]
    one, two = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[list[str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(["same", "".join(two[c:d])])
            continue
        parts += [["gone", "".join(one[a:b])]] if b > a else []
        parts += [["new", "".join(two[c:d])]] if d > c else []
    return parts


def how_often_right(tables: Tables) -> list[dict[str, Any]]:
    """Say how often the draft was right on what was checked, field by field.

    Examples
    --------
    >>> import narratives as nv
    >>> rows = how_often_right(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> next(row for row in rows if row["field"] == "the words that were said")["right"]
    16
    """
    return [
        {
            "field": FIELDS.get(str(row.Index), str(row.Index).replace("_", " ")),
            "right": int(row.right),
            "of": int(row.of),
            "share": round(100 * float(row.share)),
            "low": round(100 * float(row.low)),
            "high": round(100 * float(row.high)),
        }
        for row in each(share_right(tables))
    ]


def how_much(tables: Tables) -> list[dict[str, Any]]:
    """Count what is decided of statements, bearings, items and sources, and by whom."""
    rows: dict[str, dict[str, Any]] = {}
    for row in each(count_decided(tables)):
        told = rows.setdefault(str(row.kind), {"kind": str(row.kind), "done": 0, "of": 0, "by": []})
        if row.who:
            told["by"].append([str(row.who), int(row.decided)])
        else:
            told |= {"done": int(row.decided), "of": int(row.of)}
    return [told for told in rows.values() if told["kind"] != "line"]
