"""What stands on the page: the tables of a comparison, in the words of its readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from narratives import schema
from narratives.figures.tables import side_by_side_table
from narratives.report.card import list_card
from narratives.report.cards import list_cards, list_gaps, list_marks, list_outside, list_shared
from narratives.report.decisions import list_decisions, reasons_by_place, sum_up_decisions
from narratives.report.evidence import list_items, list_questions, list_scores
from narratives.report.registers import (
    list_documents,
    list_loaded,
    list_oddities,
    list_sources,
    list_tensions,
)
from narratives.report.statements import list_statements, mark_texts
from narratives.report.support import list_raters, list_rereadings, list_support
from narratives.report.switches import (
    group_columns,
    list_effects,
    list_switches,
    list_voices,
    name_voice,
)
from narratives.report.timeline import list_versions
from narratives.schema import each_row
from narratives.telling.deciding import Deciding
from narratives.telling.looked import looked_in_words, unsure_in_words
from narratives.telling.ranks import order_in_words
from narratives.telling.readings import readings_in_words
from narratives.telling.sensitivity import flip_in_words
from narratives.telling.summary import carried_accounts, unread_in_words, write_summary
from narratives.telling.words import count_word
from narratives.version import __version__

if TYPE_CHECKING:
    from narratives.comparison import Tables


def page_content(comparison: Tables, deciding: Deciding | None = None) -> dict[str, Any]:
    """Gather everything that the template prints.

    Parameters
    ----------
    comparison : Comparison
    deciding : Deciding, optional
        The words that decided the drafted bearings.

    Returns
    -------
    dict
        Plain values and lists; escaping is left to the template.
    """
    numbers = {str(s): n for n, s in enumerate(comparison.statements.index, start=1)}
    places = {d.document_id: n for n, d in enumerate(comparison.documents, start=1)}
    homes = {numbers[str(s)]: places[d] for s, d in comparison.statements["document_id"].items()}
    accounts = _accounts(comparison)
    table = side_by_side_table(comparison)
    cards = list_cards(table, comparison.bearings, numbers, accounts, homes)
    decisions = list_decisions(comparison, numbers, accounts)
    decided = reasons_by_place(decisions)
    rows = list_statements(comparison, numbers, accounts, decided, deciding)
    loaded = list_loaded(comparison)
    matrix = list_items(comparison, numbers, decided)
    switches = list_switches(comparison, accounts)
    sources = list_sources(comparison, numbers, accounts, decided)
    anchors = {row["origin_id"]: row["anchor"] for row in reversed(sources)}
    texts = mark_texts(comparison, rows, loaded)
    sides = dict(zip(accounts, switches["sides"], strict=True))
    return {
        "name": comparison.name,
        "question": comparison.question,
        "draft": not comparison.reviewed,
        "left_out": comparison.draft,
        "looked": looked_in_words(comparison),
        "unsure": unsure_in_words(comparison),
        "unexplained": 0 if deciding is None else deciding.left,
        "here": _here(comparison),
        "many": len(comparison.documents) > 1,
        "title": _title(comparison),
        "unread": unread_in_words(comparison),
        "sentences": [
            [(text, _target(target, accounts)) for text, target in sentence]
            for sentence in write_summary(comparison)
        ],
        "accounts": accounts,
        "cards": cards,
        "card": list_card(comparison, numbers, accounts),
        "marks": list_marks(cards),
        "shared": list_shared(comparison, numbers, accounts),
        "outside": list_outside(table, numbers),
        "texts": texts,
        "places": places,
        "versions": list_versions(comparison, numbers, accounts) if len(texts) > 1 else [],
        "odd": list_oddities(comparison, {text["id"]: text["blocks"] for text in texts}),
        "statements": rows,
        "strengths": schema.STRENGTHS,
        "matrix": matrix,
        "columns": group_columns(comparison, matrix["rows"]),
        "anchors": anchors,
        "origins": sorted(
            {(anchors[r["origin_id"]], r["origin"]) for r in rows if r["origin_id"] in anchors},
            key=lambda pair: (pair[1], pair[0]),
        ),
        "switches": switches,
        "voices": [
            (name_voice(comparison, voice, numbers), voice[0]) for voice in list_voices(comparison)
        ],
        "scores": list_scores(comparison, accounts, sides),
        "order": order_in_words(comparison),
        "ordered": comparison.reviewed and comparison.ranking["rank"].nunique() > 1,
        "whole": [float(comparison.ranking["inconsistency"][n]) for n in accounts],
        "effects": list_effects(comparison, numbers, accounts),
        "flips": flip_in_words(comparison),
        "support": list_support(comparison, accounts),
        "readings": readings_in_words(comparison),
        "reread": list_rereadings(comparison, accounts),
        "raters": list_raters(comparison, accounts),
        "sources": sources,
        "tensions": list_tensions(comparison, numbers),
        "narrator": [row for row in rows if row["source_id"] == schema.NARRATOR],
        "loaded": loaded,
        "doubtful": [row for row in rows if row["doubts"]],
        "apart": [r for r in rows if not (r["bearings"] or r["unsure"] or r["not_read"])],
        "in_doubt": [row for row in rows if row["unsure"]],
        "not_read": [row for row in rows if row["not_read"]],
        "asked": list_questions(comparison, numbers),
        "gaps": list_gaps(comparison, numbers, accounts),
        "decisions": sum_up_decisions(comparison, decisions, numbers, sources),
        "documents": list_documents(comparison),
        "settings": sorted((str(k), str(v)) for k, v in comparison.settings.items()),
        "warnings": comparison.warnings,
        "limits": _limits(comparison),
        "version": __version__,
    }


def _title(comparison: Tables) -> str:
    accounts = count_word(len(comparison.narratives), "account")
    texts = count_word(len(comparison.documents), "text")
    carried = len(carried_accounts(comparison)) == len(comparison.narratives)
    return f"{accounts[0].upper()}{accounts[1:]} {'in' if carried else 'beside'} {texts}"


def _here(comparison: Tables) -> str:
    """Name what the page speaks of, where it says that somebody is silent there."""
    texts = "this text" if len(comparison.documents) == 1 else "these texts"
    return f"what was read of {texts}" if comparison.looked.not_read else texts


def _accounts(comparison: Tables) -> dict[str, dict[str, Any]]:
    return {
        str(narrative): {
            "n": n,
            "letter": chr(64 + n) if n <= 26 else str(n),
            "title": row["title"],
            "statement": row["statement"],
        }
        for n, (narrative, row) in enumerate(each_row(comparison.narratives), start=1)
    }


def _target(target: str, accounts: Mapping[str, dict[str, Any]]) -> str:
    kind, _, name = target.partition(":")
    if kind == "account":
        return f"a{accounts[name]['n']}"
    return {"accounts": "summary"}.get(kind, kind)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _limits(comparison: Tables) -> list[str]:
    one = len(comparison.documents) == 1
    text = "this text" if one else "these texts"
    limits = [
        f"What happened. The page sets out what {text} says, and cannot look behind it."
        if one
        else f"What happened. The page sets out what {text} say, and cannot look behind them.",
        "Whether a source is right. A firm word is not a sign of knowledge, and many "
        "mentions of one origin are one voice.",
        f"What others have said elsewhere. That no one in {text} disputes an account is "
        "silence, and silence is not support.",
        "Which account is nearer to the facts. Accounts stand beside each other because "
        f"{text} {'carries' if one else 'carry'} them, not because "
        "they weigh the same; they need not exclude each other.",
    ]
    ungraded = int((comparison.sources["reliability"].fillna("") == "").sum())
    if ungraded:
        limits.append(
            f"How reliable {ungraded} of the {_many(len(comparison.sources), 'source')} in the "
            f"register {'is' if ungraded == 1 else 'are'}: no person has judged that."
        )
    drafted = int(comparison.items["rated_by"].astype(str).str.startswith("draft").sum())
    if drafted:
        limits.append(
            f"How {drafted} of the {_many(len(comparison.items), 'item')} of evidence fit the "
            "accounts, beyond a careful draft: no person has rated them."
        )
    looked = comparison.looked
    if looked.unsure:
        limits.append(
            f"Which way {_many(looked.unsure, 'bearing')} would go: the draft is unsure, and an "
            "unsure bearing counts nowhere."
        )
    if looked.not_read:
        limits.append(
            f"What {_many(len(looked.not_read), 'statement')} say for or against an account: "
            "nobody has read them, for the reader does not know their language."
        )
    if comparison.draft:
        limits.append("What a person would correct: this is a draft without its review.")
    elif not comparison.reviewed:
        limits.append("What a person would correct: no person has looked at this draft.")
    return limits
