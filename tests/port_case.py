"""An invented event for the tests of comparison, figures and report: a blast in a port.

Three accounts (an accident, sabotage by Norland, a stray navy missile), voices of
every kind, a furniture block, overlapping and split spans, one correction by hand.
"""

from __future__ import annotations

from functools import cache

import pandas as pd
from fixed_reader import FixedReader, port_says

from narratives import schema
from narratives.schema import Case, Document, format_spans
from narratives.scores import basis, firmness, rank_narratives, voices
from narratives.stages import Comparison
from narratives.telling.tensions import find_tensions

TEXT = """Explosion at Selmont port kills nine

Selmont port
Selmont port

An explosion tore through a warehouse at the port of Selmont on Monday, killing nine people.

The fertiliser had been stored without ventilation for years, the harbour union said. \
"We wrote to the ministry three times," union chair Ana Brel said, "and nobody came," \
Radio Coast reported.

The Interior Ministry hinted at sabotage by Norland. Minister Jon Varga said that Norland \
"probably" paid the crew. The state broadcaster repeated this claim.

Norland's foreign office refuted these allegations.

The Institute for Harbour Safety believes that the fertiliser most likely caught fire by \
itself, a view supported by satellite images.

A navy missile could have gone astray, Norland's embassy suggested.

Support our newsroom with a donation.
"""

NARRATIVES = {
    "accident": ("Accident", "Badly stored fertiliser caught fire by itself.", "#1f5f99"),
    "sabotage": ("Sabotage", "Norland had the warehouse blown up.", ""),
    "missile": ("Stray missile", "A missile of the navy went astray and hit the warehouse.", ""),
}
# id: name, aliases, kind, origin, reliability, stakes
SOURCES = {
    "union": ("Harbour union", ("Ana Brel",), "organisation", "union", "B", {}),
    "ministry": (
        "Interior Ministry",
        ("Jon Varga",),
        "government_party",
        "state",
        "",
        {"accident": -1, "sabotage": 1},
    ),
    "broadcaster": ("State broadcaster", (), "media", "state", "", {}),
    "norland": (
        "Norland",
        ("Norland's foreign office", "Norland's embassy"),
        "foreign_government",
        "norland",
        "",
        {"sabotage": -1, "missile": 1},
    ),
    "institute": ("Institute for Harbour Safety", (), "think_tank", "institute", "", {}),
}
ORIGINS = {
    "union": ("Harbour union", "organisation"),
    "state": ("Selmont state", "government_party"),
    "norland": ("Norland state", "foreign_government"),
    "institute": ("Institute for Harbour Safety", "think_tank"),
}
# source, cue, content (";" parts), kind, strength, strength words, polarity, source id,
# basis, shown, chain, inferred, bearings
STATEMENTS = (
    (
        "the harbour union",
        "said",
        ("The fertiliser had been stored without ventilation for years",),
        "indirect",
        "certain",
        "",
        "asserts",
        "union",
        (("accident", "supports", "implied", "the storage named in the account"),),
    ),
    (
        "union chair Ana Brel",
        "said",
        ("We wrote to the ministry three times", "and nobody came"),
        "direct",
        "certain",
        "",
        "asserts",
        "union",
        (("accident", "supports", "implied", "a warning before the blast"),),
    ),
    (
        "The Interior Ministry",
        "hinted at",
        ("sabotage by Norland",),
        "indirect",
        "hint",
        "hinted at",
        "asserts",
        "ministry",
        (("sabotage", "supports", "stated", "names the account"),),
    ),
    (
        "Minister Jon Varga",
        "said that",
        ('Norland "probably" paid the crew',),
        "mixed",
        "likely",
        '"probably"',
        "asserts",
        "ministry",
        (("sabotage", "supports", "stated", "names Norland as the payer"),),
    ),
    (
        "The state broadcaster",
        "repeated",
        ("this claim",),
        "indirect",
        "likely",
        "",
        "asserts",
        "broadcaster",
        (("sabotage", "supports", "stated", "points back"),),
    ),
    (
        "Norland's foreign office",
        "refuted",
        ("these allegations",),
        "indirect",
        "certain",
        "",
        "denies",
        "norland",
        (("sabotage", "disputes", "stated", "points back to the sabotage"),),
    ),
    (
        "The Institute for Harbour Safety",
        "believes that",
        ("the fertiliser most likely caught fire by itself",),
        "indirect",
        "likely",
        "most likely",
        "asserts",
        "institute",
        (("accident", "supports", "stated", "names the account"),),
    ),
    (
        "",
        "supported by",
        ("a view supported by satellite images",),
        "indirect",
        "certain",
        "",
        "asserts",
        "narrator",
        (("accident", "supports", "stated", "names images"),),
    ),
    (
        "Norland's embassy",
        "suggested",
        ("A navy missile could have gone astray",),
        "indirect",
        "possible",
        "could",
        "asserts",
        "norland",
        (("missile", "supports", "stated", "names the account"),),
    ),
    (
        "",
        "",
        ("killing nine people",),
        "indirect",
        "certain",
        "",
        "asserts",
        "unnamed",
        (("none", "neutral", "stated", "bears on no account"),),
    ),
)


def span_of(text: str, words: str, after: int = 0) -> tuple[int, int]:
    start = text.index(words, after)
    return start, start + len(words)


def port_document() -> Document:
    return Document(
        "port",
        TEXT,
        title="Explosion at Selmont port kills nine",
        publisher="Selmont Courier",
        published="2031-05-06",
        file="port.txt",
        outside=("The year is not in the text.",),
    )


def port_case(review: pd.DataFrame | None = None) -> Case:
    narratives = pd.DataFrame(
        [
            {
                "narrative_id": key,
                "title": title,
                "statement": statement,
                "terms": (title.lower(),),
                "examples_for": (),
                "examples_against": (),
                "colour": colour,
            }
            for key, (title, statement, colour) in NARRATIVES.items()
        ]
    ).set_index("narrative_id")[list(schema.NARRATIVES)]
    sources = pd.DataFrame(
        [
            {
                "source_id": key,
                "name": name,
                "aliases": aliases,
                "kind": kind,
                "origin_id": origin,
                "reliability": reliability,
                "outside": (),
            }
            for key, (name, aliases, kind, origin, reliability, _) in SOURCES.items()
        ]
    ).set_index("source_id")[list(schema.SOURCES)]
    origins = pd.DataFrame(
        [{"origin_id": k, "name": n, "kind": kind} for k, (n, kind) in ORIGINS.items()]
    ).set_index("origin_id")
    stakes = pd.DataFrame(
        [[s[5].get(n, float("nan")) for n in NARRATIVES] for s in SOURCES.values()],
        index=pd.Index(list(SOURCES), name="source_id"),
        columns=pd.Index(list(NARRATIVES), name="narrative_id"),
        dtype=float,
    )
    if review is None:
        review = pd.DataFrame(columns=["line", "at", "who", "target", "field", "value", "why"])
    return Case(
        name="selmont-port",
        question="What caused the explosion in the port of Selmont?",
        documents=(port_document(),),
        narratives=narratives,
        sources=sources,
        origins=origins,
        stakes=stakes,
        review=review,
    )


def port_statements() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Statements with their sources resolved, and bearings, made by hand."""
    statements, bearings = [], []
    at = TEXT.index("The fertiliser")
    for source, cue, contents, kind, strength, words, polarity, who, bears in STATEMENTS:
        begin = TEXT.index("killing") if contents[0].startswith("killing") else at
        spans = [span_of(TEXT, words_, begin) for words_ in contents]
        inside = [span_of(TEXT, words, begin)] if words else []
        start = min(s for s, _ in spans)
        statement_id = f"port:{start}-{max(e for _, e in spans)}"
        source_spans = [span_of(TEXT, source, begin)] if source else []
        cue_spans = [span_of(TEXT, cue, source_spans[0][1] if source else begin)] if cue else []
        if source_spans and cue_spans and cue_spans[0][0] > source_spans[0][1] + 3:
            cue_spans = [span_of(TEXT, cue, begin)]
        origin = SOURCES[who][3] if who in SOURCES else who
        chain = [span_of(TEXT, "Radio Coast")] if "Brel" in source else []
        statements.append(
            {
                "statement_id": statement_id,
                "document_id": "port",
                "source": format_spans(source_spans),
                "cue": format_spans(cue_spans),
                "content": format_spans(spans),
                "kind": kind,
                "strength": strength,
                "strength_words": format_spans(inside),
                "polarity": polarity,
                "source_name": source or who,
                "candidates": source or who,
                "resolved_by": "name" if source else "",
                "chain": format_spans(chain),
                "inferred": not source,
                "method": "hand",
                "flags": "",
                "source_text": source,
                "cue_text": cue,
                "content_text": " … ".join(contents),
                "source_id": who,
                "origin_id": origin,
            }
        )
        for narrative, stance, how, why in bears:
            antecedent = (
                format_spans([span_of(TEXT, "sabotage by Norland")])
                if why.startswith("points back")
                else ""
            )
            bearings.append(
                {
                    "statement_id": statement_id,
                    "narrative_id": narrative,
                    "stance": stance,
                    "how": how,
                    "probability": 0.9,
                    "why": why,
                    "antecedent": antecedent,
                }
            )
        if who not in ("unnamed",):
            at = max(start, at)
    table = pd.DataFrame(statements).set_index("statement_id")
    return table, pd.DataFrame(bearings)


@cache
def port_comparison(draft: bool = False) -> Comparison:
    """The comparison of the invented event, its later tables made by hand.

    One object for all tests of a worker, with what it computed when it was first asked.
    """
    case = port_case()
    statements, bearings = port_statements()
    ids = list(statements.index)
    items = pd.DataFrame(
        [
            ("item:1", "No ventilation for years", "conduct", "named", 3.0, "high", "person"),
            ("item:2", "The ministry hints at sabotage", "official_statement", "none", *_UNSET),
            ("item:3", "Norland paid the crew", "bare_assertion", "none", *_UNSET),
            ("item:4", "Norland denies it", "official_statement", "none", *_UNSET),
            ("item:5", "Satellite images", "images", "shown", float("nan"), "high", "person"),
            ("item:6", "The institute's judgement", "expert_judgement", "none", *_UNSET),
            ("item:7", "A missile went astray", "bare_assertion", "none", *_UNSET),
        ],
        columns=["item_id", *schema.ITEMS],
    ).set_index("item_id")
    told = {0: 1, 1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 7: 5, 6: 6, 8: 7}
    reports = pd.DataFrame(
        [
            {
                "item_id": f"item:{item}",
                "statement_id": ids[n],
                "source_id": statements["source_id"].iloc[n],
                "origin_id": statements["origin_id"].iloc[n],
                "holds": True,
                "copied_from": ids[3] if n == 4 else "",
            }
            for n, item in told.items()
        ],
        columns=list(schema.REPORTS),
    )
    nan = float("nan")
    matrix = pd.DataFrame(
        [[1, 0, 0], [0, 1, 1], [0, 2, -1], [0, -1, nan], [2, -1, -2], [1, -1, -1], [nan, 0, 1]],
        index=items.index,
        columns=case.narratives.index,
        dtype=float,
    )
    donation = span_of(TEXT, "Support our newsroom with a donation.")
    segments = pd.DataFrame(_segments(TEXT, donation), columns=list(schema.SEGMENTS))
    loaded = pd.DataFrame(
        [("port", format_spans([span_of(TEXT, "tore")]), "tore", "manner", "violent verb")],
        columns=["document_id", "span", "words", "group", "why"],
    )
    corrections = pd.DataFrame(
        [
            (
                1,
                "2031-05-07T10:00:00Z",
                "reader",
                ids[3],
                "strength",
                "certain",
                "likely",
                "“probably” hedges it",
                "applied",
                "",
            )
        ],
        columns=list(schema.CORRECTIONS),
    )
    return assemble(
        case,
        statements,
        bearings,
        items,
        reports,
        matrix,
        segments=segments,
        loaded=loaded,
        corrections=corrections.iloc[:0] if draft else corrections,
        draft=draft,
        warnings=("One source has no grade of reliability.",),
    )


def assemble(
    case: Case,
    statements: pd.DataFrame,
    bearings: pd.DataFrame,
    items: pd.DataFrame,
    reports: pd.DataFrame,
    matrix: pd.DataFrame,
    *,
    segments: pd.DataFrame | None = None,
    loaded: pd.DataFrame | None = None,
    corrections: pd.DataFrame | None = None,
    draft: bool = False,
    warnings: tuple[str, ...] = (),
) -> Comparison:
    """Compute the later tables of a comparison from its earlier ones.

    Without corrections a person has accepted the first statement, unless it is a draft.
    """
    if corrections is None:
        corrections = pd.DataFrame(_ACCEPTED, columns=list(schema.CORRECTIONS))
        corrections = corrections.iloc[:0] if draft else corrections
    texts = {d.document_id: d for d in case.documents}
    ranking = rank_narratives(matrix)
    if segments is None:
        segments = pd.DataFrame(
            [
                (d.document_id, *row[1:])
                for d in case.documents
                for row in _segments(d.text, (-1, -1))
            ],
            columns=list(schema.SEGMENTS),
        )
    return Comparison(
        name=case.name,
        question=case.question,
        documents=case.documents,
        narratives=case.narratives,
        sources=case.sources,
        origins=case.origins,
        stakes=case.stakes,
        segments=segments,
        statements=statements,
        bearings=bearings,
        items=items,
        reports=reports,
        matrix=matrix,
        weights=pd.Series(1.0, index=items.index, name="weight"),
        voices=voices(statements, bearings, case.stakes),
        firmness=firmness(statements, bearings),
        basis=basis(items, reports, bearings, case.narratives),
        inconsistency=ranking[["inconsistency"]].reindex(matrix.columns),
        ranking=ranking,
        diagnosticity=matrix.std(axis=1, ddof=0).rename("diagnosticity"),
        loaded_words=_NO_LOADED if loaded is None else loaded,
        tensions=find_tensions(
            statements, bearings, reports, items, texts, case.narratives["title"].to_dict()
        ),
        corrections=corrections,
        draft=draft,
        reader=FixedReader(port_says),
        warnings=warnings,
    )


@cache
def many_accounts(number: int, speak: bool = True) -> Comparison:
    """A case with any number of accounts, each put by a town and disputed by the next one."""
    ids = [f"cause_{n}" for n in range(1, number + 1)]
    lines = [
        f"Town {n} says that the cause number {n}, a long story with many words in it, is "
        f"likely. Town {n % number + 1} denies cause number {n}."
        for n in range(1, number + 1)
    ]
    document = Document("towns", "\n".join(lines) + "\n", title="Towns quarrel")
    narratives = pd.DataFrame(
        {
            "title": [f"The cause with the number {n}" for n in range(1, number + 1)],
            "statement": [f"It was cause {n}." for n in range(1, number + 1)],
            "terms": [(f"cause {n}",) for n in range(1, number + 1)],
            "examples_for": [()] * number,
            "examples_against": [()] * number,
            "colour": [""] * number,
        },
        index=pd.Index(ids, name="narrative_id"),
    )
    towns = [f"town_{n}" for n in range(1, number + 1)]
    kinds = [schema.SOURCE_KINDS[n % 8] for n in range(number)]
    names = [f"Town {n}" for n in range(1, number + 1)]
    sources = pd.DataFrame(
        {
            "name": names,
            "aliases": [()] * number,
            "kind": kinds,
            "origin_id": towns,
            "reliability": [""] * number,
            "outside": [()] * number,
        },
        index=pd.Index(towns, name="source_id"),
    )
    origins = pd.DataFrame({"name": names, "kind": kinds}, index=pd.Index(towns, name="origin_id"))
    stakes = pd.DataFrame(1.0, index=sources.index, columns=narratives.index).where(
        [[a == b for b in range(number)] for a in range(number)]
    )
    case = Case(
        "towns", "Which cause?", (document,), narratives, sources, origins, stakes, _NO_REVIEW
    )
    statements, bearings, at = [], [], 0
    for n, narrative in enumerate(ids):
        if not speak:
            break
        at = document.text.index(f"Town {n + 1} says", at)
        told = (
            (names[n], "says that", f"the cause number {n + 1}", "likely", "supports", n),
            (
                names[(n + 1) % number],
                "denies",
                f"cause number {n + 1}.",
                "certain",
                "disputes",
                (n + 1) % number,
            ),
        )
        for name, cue, content, strength, stance, who in told:
            source = span_of(document.text, name, at)
            cue_span = span_of(document.text, cue, at)
            span = span_of(document.text, content, cue_span[1])
            key = f"towns:{span[0]}-{span[1]}"
            statements.append(
                {
                    **dict.fromkeys(schema.STATEMENTS, ""),
                    "statement_id": key,
                    "document_id": "towns",
                    "source": format_spans([source]),
                    "cue": format_spans([cue_span]),
                    "content": format_spans([span]),
                    "kind": "indirect",
                    "strength": strength,
                    "polarity": "asserts" if stance == "supports" else "denies",
                    "source_name": name,
                    "inferred": False,
                    "source_text": name,
                    "cue_text": cue,
                    "content_text": content,
                    "source_id": towns[who],
                    "origin_id": towns[who],
                }
            )
            bearings.append((key, narrative, stance, "stated", 0.9, "names it", ""))
    columns = ["statement_id", *schema.STATEMENTS, *schema.RESOLVED_SOURCES]
    table = pd.DataFrame(statements, columns=columns).set_index("statement_id")
    items = pd.DataFrame(
        [(f"item:{key}", key, "bare_assertion", "none", *_UNSET) for key in table.index],
        columns=["item_id", *schema.ITEMS],
    ).set_index("item_id")
    rows = pd.DataFrame(bearings, columns=list(schema.BEARINGS))
    reports = pd.DataFrame(
        [
            (f"item:{key}", key, row["source_id"], row["origin_id"], True, "")
            for key, row in table.iterrows()
        ],
        columns=list(schema.REPORTS),
    )
    matrix = pd.DataFrame(float("nan"), index=items.index, columns=narratives.index)
    for key, narrative, stance, *_ in bearings:
        matrix.loc[f"item:{key}", narrative] = 1.0 if stance == "supports" else -1.0
    return assemble(case, table, rows, items, reports, matrix)


_NO_REVIEW = pd.DataFrame(columns=["line", "at", "who", "target", "field", "value", "why"])
_NO_LOADED = pd.DataFrame(columns=["document_id", "span", "words", "group", "why"])
_ACCEPTED = [
    (1, "2031-05-07T10:00:00Z", "reader", "", "status", "drafted", "accept", "", "applied", "")
]
_UNSET = (float("nan"), "", "draft")


def _segments(text: str, donation: tuple[int, int]) -> list[tuple[str, int, int, str, bool, str]]:
    found = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            kind = "headline" if start == 0 else "body"
            if line == "Selmont port":
                kind = "duplicate" if any(s[3] == "caption" for s in found) else "caption"
            if start == donation[0]:
                kind = "donation"
            furniture = kind in schema.FURNITURE
            why = f"looks like a {kind}" if furniture else ""
            found.append(("port", start, start + len(line), kind, not furniture, why))
        start += len(line) + 1
    return found
