"""What the editor draws: the state of a session, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narratives.comparison import Tables
from narratives.editor.at_hand import describe
from narratives.editor.listing import FILTERS, NOBODY, ORDERS, ListedStatement
from narratives.editor.standing import EVERY, changes_between, how_much
from narratives.editor.text import language_of_text, paragraphs_of
from narratives.figures.colours import account_colours
from narratives.report.escape import leftward
from narratives.schema import (
    ARTICLE,
    BASES,
    CREDIBILITIES,
    KINDS,
    NARRATOR,
    POLARITIES,
    RELEVANCES,
    RELIABILITIES,
    SHOWN,
    STRENGTHS,
    UNNAMED,
    Document,
)
from narratives.telling.unread import other_languages
from narratives.telling.words import SHOWN_WORDS, account_letter, basis_word

LONG = 70
"""Characters of what is said that a list shows."""


@dataclass(frozen=True)
class Shown:
    """The state of a session, as far as it is drawn.

    Attributes
    ----------
    question, folder, who, document, order, show, at : str
    tables : Tables
    log : DataFrame
        The lines that hold.
    rows, listed : list of dict
        All statements of the text, and those that are gone through.
    doubts : mapping
    before, standing : dict
        How the accounts stood before the last decision, and stand now.
    lost : list of dict
        What was decided and fits nothing here any more.
    undo, redo : int
        How many steps there are.
    right : list of dict
        How often the draft was right, as it was weighed last; ``right_of``: by how many decisions.
    reading : tuple of str
        The statements of which changed words are still to be read.
    """

    question: str
    folder: str
    who: str
    document: str
    order: str
    show: str
    at: str
    tables: Tables
    log: pd.DataFrame
    rows: list[ListedStatement]
    listed: list[ListedStatement]
    doubts: Mapping[str, tuple[float, str]]
    before: dict[str, Any]
    standing: dict[str, Any]
    lost: list[dict[str, Any]]
    undo: int
    redo: int
    right: list[dict[str, Any]]
    right_of: int
    reading: tuple[str, ...]


def draw(shown: Shown) -> dict[str, Any]:
    """Return everything that the editor draws: texts, numbers, lists and mappings alone."""
    tables = shown.tables
    row = next((row for row in shown.rows if row["id"] == shown.at), None)
    decisions = int((shown.log["field"] != "sha256").sum())
    keys = ("id", "n", "name", "said", "out", "whole", "set", "marks", "by", "differ")
    return {
        "question": shown.question,
        "who": shown.who,
        "document": shown.document,
        "documents": [_document(tables, document) for document in tables.documents],
        "text": _text(tables, shown.document, shown.rows),
        "unread": "" if shown.rows else other_languages(tables).get(shown.document, ""),
        "order": shown.order,
        "show": shown.show,
        "orders": [list(pair) for pair in ORDERS.items()],
        "shows": [
            *(list(pair) for pair in FILTERS.items()),
            *(
                [str(name), f"on {account_letter(n)}: {title}"]
                for n, (name, title) in enumerate(tables.narratives["title"].items())
            ),
        ],
        "accounts": _accounts(tables),
        "list": [{key: told[key] for key in keys} for told in shown.listed],
        "merge": [
            [told["id"], f"{told['n']}: {_short(told['said'])}"]
            for told in shown.rows
            if not told["out"] and told["id"] != shown.at
        ],
        "at": None if row is None else describe(tables, row, shown.log, shown.doubts.get(shown.at)),
        "much": how_much(tables),
        "standing": changes_between(shown.before, shown.standing),
        "lost": shown.lost,
        "folder": shown.folder,
        "decisions": decisions,
        "right": shown.right,
        "right_of": shown.right_of,
        "every": EVERY,
        "reading": list(shown.reading),
        "undo": shown.undo,
        "redo": shown.redo,
        "choices": _choices(tables),
    }


def _document(tables: Tables, document: Document) -> dict[str, Any]:
    own = tables.statements[tables.statements["document_id"] == document.document_id]
    return {
        "id": document.document_id,
        "title": " ".join(document.title.split()) or document.document_id,
        "publisher": document.publisher,
        "statements": len(own),
    }


def _text(tables: Tables, document: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    found = tables.document(document)
    kept = [row for row in rows if not row["out"]]
    return {
        "language": language_of_text(found),
        "left": leftward(found.text),
        "paragraphs": paragraphs_of(found, tables.segments, kept),
        "ids": {str(row["n"]): row["id"] for row in rows},
    }


def _accounts(tables: Tables) -> list[dict[str, Any]]:
    colours = account_colours(tables.narratives)
    return [
        {
            "id": str(name),
            "letter": account_letter(n),
            "title": str(told["title"]),
            "statement": str(told["statement"]),
            "colour": str(colours[str(name)]),
        }
        for n, (name, told) in enumerate(tables.narratives.to_dict("index").items())
    ]


def _choices(tables: Tables) -> dict[str, list[list[str]]]:
    """List what can be chosen in each field, each value with its words."""
    names = [[str(key), str(name)] for key, name in tables.sources["name"].items()]
    names.sort(key=lambda pair: pair[1].casefold())
    return {
        "source_id": [*names, [NARRATOR, ARTICLE], [UNNAMED, NOBODY]],
        "origin": [[str(key), str(name)] for key, name in tables.origins["name"].items()],
        "kind": [[kind, _KINDS[kind]] for kind in KINDS],
        "strength": [[word, word] for word in STRENGTHS],
        "polarity": [[word, _POLARITIES[word]] for word in POLARITIES],
        "basis": [[basis, basis_word(basis)] for basis in BASES],
        "shown": [[word, SHOWN_WORDS[word]] for word in SHOWN],
        "rating": [[letters, f"{letters} {words}"] for letters, words in _RATINGS.items()],
        "credibility": [[str(n), f"{n} {_CREDIBILITY[n]}"] for n in CREDIBILITIES],
        "relevance": [[word, _RELEVANCE[word]] for word in RELEVANCES],
        "reliability": [[letter, f"{letter} {_RELIABILITY[letter]}"] for letter in RELIABILITIES],
    }


def _short(words: str) -> str:
    return words if len(words) <= LONG else words[:LONG] + "…"


_KINDS = {
    "direct": "quoted word for word",
    "indirect": "told in other words",
    "mixed": "partly quoted",
}
_POLARITIES = {
    "asserts": "says that it is so",
    "denies": "says that it is not so",
    "doubts": "doubts it",
}
_RATINGS = {
    "CC": "fits very well",
    "C": "fits",
    "N": "neither",
    "I": "does not fit",
    "II": "contradicts",
    "NA": "cannot be judged",
}
_CREDIBILITY = {
    1: "confirmed by others",
    2: "probably so",
    3: "possibly so",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
_RELEVANCE = {
    "high": "high: the answer hangs on it",
    "medium": "medium",
    "low": "low: little hangs on it",
}
_RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
