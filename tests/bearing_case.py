"""Invented events and marked sentences for the tests of bearings.

In a marked text ``[S ...]`` is a source, ``[C ...]`` its cue, ``[T ...]`` the content of one
statement; a number after the letter ties the parts of one statement together.
"""

from __future__ import annotations

import re

import pandas as pd

from narratives.bearing import rate_bearings
from narratives.schema import Document, format_spans, span_text
from narratives.strength import judge_strength

SETS = {
    "blast": {
        "gas_leak": (
            "Gas leak",
            "Gas leaking from an old pipe caused the explosion at the bakery.",
            ("gas leak", "leaking gas", "gas had been leaking"),
        ),
        "bomb": (
            "Bomb",
            "Somebody planted a bomb that caused the explosion at the bakery.",
            ("bomb", "explosive device"),
        ),
    },
    "poison": {
        "state": (
            "Ordered by Varnia",
            "Varnia ordered the poisoning of the defector.",
            ("Varnia", "Varnian agents"),
        ),
        "food": (
            "Food poisoning",
            "Spoiled fish made the defector ill.",
            ("food poisoning", "spoiled fish"),
        ),
    },
    "hack": {
        "lynx": (
            "Red Lynx",
            "The hacker group Red Lynx stole the e-mails of the party.",
            ("Red Lynx", "RL-7"),
        ),
        "insider": (
            "An insider",
            "An employee of the party copied the e-mails and passed them on.",
            ("insider", "leaked from inside"),
        ),
    },
    "bridge": {
        "neglect": (
            "Neglect",
            "Rust in the suspension rods, left without repair, brought the bridge down.",
            ("rust", "corrosion", "poor maintenance"),
        ),
        "ship": (
            "A ship",
            "A barge that struck a pier brought the bridge down.",
            ("barge", "ship collision"),
        ),
        "quake": ("Earthquake", "A small earthquake brought the bridge down.", ("earthquake",)),
    },
    "virus": {
        "lab": (
            "Laboratory accident",
            "The virus escaped from a laboratory by accident.",
            ("lab leak", "laboratory accident", "escaped from a laboratory", "laboratory"),
        ),
        "market": (
            "Animal market",
            "The virus passed from animals to people at a market.",
            ("wet market", "zoonotic", "raccoon dogs"),
        ),
    },
    "fire": {
        "arson": (
            "Arson",
            "Somebody set the forest on fire on purpose.",
            ("arson", "arsonist", "set alight"),
        ),
        "lightning": ("Lightning", "Lightning set the forest on fire.", ("lightning",)),
    },
    "plane": {
        "missile": (
            "Shot down",
            "Korvian air defence shot down the plane.",
            ("Korvia", "missile", "air defence", "shot down"),
        ),
        "icing": ("Icing", "Ice on the wings brought the plane down.", ("ice", "icing")),
        "crew": (
            "Pilot error",
            "The captain made a mistake on approach.",
            ("pilot error", "captain", "mistake"),
        ),
    },
    "spill": {
        "sabotage": (
            "Sabotage",
            "Campaigners opened the valves on purpose.",
            ("sabotage", "campaigners", "valves"),
        ),
        "rust": (
            "Neglected pipes",
            "The refinery refused to pay for new pipes and let the old ones corrode.",
            ("corrosion", "rust", "pipes", "neglect"),
        ),
        "tremor": ("Tremor", "An earth tremor cracked the tank.", ("tremor", "earthquake")),
    },
    "dose": {
        "spies": ("Spies", "Varnian spies poisoned Brandt.", ("Varnia", "poisoned", "spies")),
        "self": ("Own hand", "Brandt took the poison himself.", ("suicide", "himself")),
        "staged": ("Staged", "Allies of Brandt staged the poisoning.", ("staged", "hoax")),
    },
}
MARK = re.compile(r"\[([SCT])(\d*) |\]")


def table_of(definitions):
    """Return accounts as a table of narratives."""
    rows = [
        {
            "narrative_id": name,
            "title": title,
            "statement": statement,
            "terms": terms,
            "examples_for": (),
            "examples_against": (),
            "colour": "",
        }
        for name, (title, statement, terms) in definitions.items()
    ]
    return pd.DataFrame(rows).set_index("narrative_id")


def read_marked(marked, document_id="note"):
    """Take the marks out of a text; return the document and its statements."""
    text, spans, opened, last = [], {}, [], 0
    for mark in MARK.finditer(marked):
        text.append(marked[last : mark.start()])
        last = mark.end()
        at = sum(map(len, text))
        if mark[1]:
            opened.append((mark[2] or "1", mark[1], at))
        else:
            number, part, start = opened.pop()
            spans.setdefault(number, {}).setdefault(part, []).append((start, at))
    document = Document(document_id, "".join(text) + marked[last:])
    rows = []
    for number in sorted(spans, key=int):
        source, cue, content = (format_spans(spans[number].get(part, ())) for part in "SCT")
        rows.append(
            {
                "statement_id": f"{document_id}:{content}:{number}",
                "document_id": document_id,
                "source": source,
                "cue": cue,
                "content": content,
                "polarity": judge_strength(document, source, cue, content).polarity,
                "source_text": span_text(document.text, source),
                "cue_text": span_text(document.text, cue),
                "content_text": span_text(document.text, content),
            }
        )
    return document, pd.DataFrame(rows).set_index("statement_id")


def rate(marked, definitions, **more):
    """Rate a marked text; return its document, its statements and their bearings."""
    document, statements = read_marked(marked)
    bearings = rate_bearings(statements, table_of(definitions), [document], **more)
    return document, statements, bearings


def written(statements, bearings):
    """Return the bearings of each statement as "narrative:stance:how", or "none"."""
    entries = []
    for statement_id in statements.index:
        rows = bearings[bearings["statement_id"] == statement_id]
        entries.append(
            {
                "none"
                if row.narrative_id == "none"
                else f"{row.narrative_id}:{row.stance}:{row.how}"
                for row in rows.itertuples()
            }
        )
    return entries
