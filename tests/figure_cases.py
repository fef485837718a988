"""Cases that are hard to draw: many accounts, many items, long words, several scripts, gaps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from port_case import assemble

from narratives import schema
from narratives.schema import Case, Document, format_spans
from narratives.stages import Comparison

TITLES = (
    "The dam gave way because nobody had looked after the sluices for eleven years",
    "A rival province opened the gates",
    "Прорив дамби: вибухівка під другим шлюзом, закладена вночі",
    "انفجار تحت البوابة الثانية بفعل فاعل",
    "פריצה מכוונת של הסכר בידי כוח זר",
    "Rainwaterretentionbasinsupervisionauthority failed",
    "Earthquake",
    "A drill of the army’s engineers went wrong and was hushed up by the ministry of the interior",
    "Thieves took the copper of the pumps",
    "Нікому не потрібна версія",
    "Heat",
    "A tanker of the river line struck the lower gate while it was turning in the dark",
)
NAMES = (
    "Provincial water board",
    "Ministry of the Interior",
    "Гідрометцентр області",
    "هيئة الأنهار",
    "Institute for the Safety of Dams, Reservoirs and other Works of Water Engineering",
    "רשות המים",
    "Dockers’ union",
    "The Upstream Courier",
    "A neighbour",
    "River line",
)
WORDS = {
    "certain": ("said", "ruled out any doubt that", "підтвердив"),
    "likely": ("most likely", "probably, as far as anybody can tell from the pictures,"),
    "possible": ("could have been", "не виключено, що", "من الممكن أن"),
    "hint": ("hinted at", "would neither confirm nor deny, but did not seem surprised by"),
    "": ("",),
}


@cache
def crowded_comparison(
    accounts: int = 12, items: int = 60, documents: int = 1, grades: str = "ABCDE", seed: int = 7
) -> Comparison:
    """An invented flood with many accounts and items; account 10 of 12 has no voice at all."""
    draw = np.random.default_rng(seed)
    ids = [f"account_{n}" for n in range(1, accounts + 1)]
    titles = [TITLES[n % len(TITLES)] for n in range(accounts)]
    narratives = pd.DataFrame(
        {
            "title": titles,
            "statement": [f"{title}." for title in titles],
            "terms": [(title.casefold(),) for title in titles],
            "examples_for": [()] * accounts,
            "examples_against": [()] * accounts,
            "colour": [""] * accounts,
        },
        index=pd.Index(ids, name="narrative_id"),
    )
    who = [f"source_{n}" for n in range(1, len(NAMES) + 1)]
    kinds = [schema.SOURCE_KINDS[n % len(schema.SOURCE_KINDS)] for n in range(len(NAMES))]
    sources = pd.DataFrame(
        {
            "name": list(NAMES),
            "aliases": [()] * len(NAMES),
            "kind": kinds,
            "origin_id": who,
            "reliability": [grades[n % len(grades)] if grades else "" for n in range(len(NAMES))],
            "outside": [()] * len(NAMES),
        },
        index=pd.Index(who, name="source_id"),
    )
    origins = pd.DataFrame(
        {"name": list(NAMES), "kind": kinds}, index=pd.Index(who, name="origin_id")
    )
    stakes = pd.DataFrame(
        draw.choice([1.0, -1.0, np.nan, np.nan, np.nan], (len(who), accounts)),
        index=sources.index,
        columns=narratives.index,
    )
    texts: list[list[str]] = [[] for _ in range(documents)]
    rows, bearings, reports = [], [], []
    length = [0] * documents
    for n in range(items * 2):
        document = int(draw.integers(documents))
        voice = int(draw.integers(len(NAMES)))
        account = int(draw.integers(accounts))
        if titles[account] == TITLES[9]:
            continue
        strength = str(draw.choice(["certain", "likely", "possible", "hint", ""]))
        cue = str(draw.choice(WORDS[strength]))
        disputes = bool(draw.random() < 0.25)
        content = f"{titles[account]}, report number {n}"
        line = f"{NAMES[voice]} {cue} {content}."
        start = length[document]
        at = start + len(NAMES[voice]) + len(cue) + 2
        texts[document].append(line)
        length[document] += len(line) + 1
        key = f"flood-{document}:{at}-{at + len(content)}"
        words = [(at - len(cue) - 1, at - 1)] if cue else []
        rows.append(
            {
                **dict.fromkeys(schema.STATEMENTS, ""),
                "statement_id": key,
                "document_id": f"flood-{document}",
                "source": format_spans([(start, start + len(NAMES[voice]))]),
                "cue": format_spans(words),
                "content": format_spans([(at, at + len(content))]),
                "kind": "indirect",
                "strength": strength,
                "strength_words": format_spans(words),
                "polarity": "denies" if disputes else "asserts",
                "source_name": NAMES[voice],
                "inferred": False,
                "source_text": NAMES[voice],
                "cue_text": cue,
                "content_text": content,
                "source_id": who[voice],
                "origin_id": who[voice],
            }
        )
        how = "implied" if draw.random() < 0.3 else "stated"
        stance = "disputes" if disputes else "supports"
        bearings.append((key, ids[account], stance, how, 0.9, "names it", ""))
        item = f"item:{n % items + 1}"
        reports.append((item, key, who[voice], who[voice], bool(draw.random() < 0.9), ""))
    columns = ["statement_id", *schema.STATEMENTS, *schema.RESOLVED_SOURCES]
    table = pd.DataFrame(rows, columns=columns).set_index("statement_id")
    table["inferred"] = table["inferred"].astype(bool)
    keys = [f"item:{n}" for n in range(1, items + 1)]
    labels = [
        f"{NAMES[n % len(NAMES)]}: {titles[n % accounts]}, as the photograph number {n} shows"
        for n in range(items)
    ]
    unset = [(schema.BASES[n % len(schema.BASES)], schema.SHOWN[n % 3]) for n in range(items)]
    listed = pd.DataFrame(
        [
            (key, label, basis, shown, float("nan"), "", "draft")
            for key, label, (basis, shown) in zip(keys, labels, unset, strict=True)
        ],
        columns=["item_id", *schema.ITEMS],
    ).set_index("item_id")
    ratings = draw.choice([-2.0, -1.0, 0.0, 1.0, 2.0, np.nan], (items, accounts))
    ratings[0] = 0.0
    ratings[-1] = np.nan
    case = Case(
        "flood",
        "Why did the dam above Orsk Bend give way on the night of the third of May?",
        tuple(
            Document(f"flood-{n}", "\n".join(lines) + "\n", title=f"Text {n + 1}")
            for n, lines in enumerate(texts)
        ),
        narratives,
        sources,
        origins,
        stakes,
        pd.DataFrame(columns=["line", "at", "who", "target", "field", "value", "why"]),
    )
    return assemble(
        case,
        table,
        pd.DataFrame(bearings, columns=list(schema.BEARINGS)),
        listed,
        pd.DataFrame(reports, columns=list(schema.REPORTS)),
        pd.DataFrame(ratings, index=listed.index, columns=narratives.index),
    )
