"""What stands on the page: the tables of a comparison, in the words of its readers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

import narratives as package
from narratives import schema
from narratives.comparison.rows import each, each_row
from narratives.comparison.summary import basis_word, count_word, unquoted, write_summary
from narratives.figures.tables import side_by_side_table
from narratives.report.escape import mixed_scripts
from narratives.report.marked import Label, mark_text

if TYPE_CHECKING:
    from narratives.comparison import Comparison

SHAPES = {
    "government_party": "circle",
    "foreign_government": "diamond",
    "intelligence_service": "diamond",
    "think_tank": "square",
    "perpetrator_group": "triangle",
    "media": "pentagon",
    "person": "down",
    "organisation": "hexagon",
    "narrator": "plus",
    "unspecified": "hollow",
}
_LETTERS = {number: letter for letter, number in schema.RATINGS.items()}


def page_content(comparison: Comparison) -> dict[str, Any]:
    """Gather everything that the template prints.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    dict
        Plain values and lists; escaping is left to the template.
    """
    numbers = {str(s): n for n, s in enumerate(comparison.statements.index, start=1)}
    accounts = _accounts(comparison)
    rows = _statements(comparison, numbers, accounts)
    by_number = {row["n"]: row for row in rows}
    loaded = _loaded(comparison)
    return {
        "name": comparison.name,
        "question": comparison.question,
        "draft": comparison.draft,
        "many": len(comparison.documents) > 1,
        "title": _title(comparison),
        "sentences": [
            [(text, _target(target, accounts)) for text, target in sentence]
            for sentence in write_summary(comparison)
        ],
        "accounts": accounts,
        "cards": _cards(comparison, numbers, accounts),
        "shapes": SHAPES,
        "shared": _shared(comparison, numbers, accounts),
        "outside": _outside(comparison, numbers),
        "texts": _texts(comparison, rows, loaded),
        "statements": rows,
        "matrix": _matrix(comparison, numbers),
        "scores": _scores(comparison, accounts),
        "drops": _drops(comparison, accounts),
        "sources": _sources(comparison, numbers, accounts),
        "tensions": _tensions(comparison, numbers),
        "narrator": [row for row in rows if row["source_id"] == schema.NARRATOR],
        "loaded": loaded,
        "doubtful": [row for row in rows if row["doubts"]],
        "apart": [row for row in rows if not row["bearings"]],
        "asked": _asked(comparison, numbers),
        "gaps": _gaps(comparison, numbers, accounts),
        "corrections": _corrections(comparison, numbers),
        "documents": _documents(comparison),
        "settings": sorted((str(k), str(v)) for k, v in comparison.settings.items()),
        "warnings": comparison.warnings,
        "limits": _limits(comparison),
        "version": package.__version__,
        "by_number": by_number,
    }


def _title(comparison: Comparison) -> str:
    accounts = count_word(len(comparison.narratives), "account")
    texts = count_word(len(comparison.documents), "text")
    return f"{accounts[0].upper()}{accounts[1:]} in {texts}"


def _accounts(comparison: Comparison) -> dict[str, dict[str, Any]]:
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


def _links(ids: str, numbers: Mapping[str, int]) -> list[int]:
    return [numbers[i] for i in ids.split(";") if i in numbers]


def _statements(
    comparison: Comparison,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    bearings: dict[str, list[Any]] = defaultdict(list)
    for bearing in each(comparison.bearings):
        if bearing.narrative_id in accounts and bearing.stance != "neutral":
            bearings[bearing.statement_id].append(bearing)
    items: dict[str, list[str]] = defaultdict(list)
    for report in each(comparison.reports):
        items[report.statement_id].append(report.item_id)
    corrected: dict[str, list[str]] = defaultdict(list)
    for entry in each(comparison.corrections):
        if entry.status == "applied":
            corrected[entry.target].append(f"{entry.field}: {entry.why}")
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows = []
    for statement, row in each_row(comparison.statements):
        text = comparison.document(row["document_id"]).text
        own = bearings[str(statement)]
        told = [i for i in dict.fromkeys(items[str(statement)]) if i in order]
        rows.append(
            {
                "n": numbers[str(statement)],
                "id": statement,
                "document": row["document_id"],
                "language": _language(comparison.document(row["document_id"]).language),
                "source_id": row["source_id"],
                "source": row["source_text"],
                "source_name": _source_name(comparison, row),
                "origin": _origin_name(comparison, row["origin_id"]),
                "origin_id": row["origin_id"],
                "cue": row["cue_text"],
                "content": unquoted(" ".join(str(row["content_text"]).split())),
                "kind": row["kind"],
                "strength": row["strength"],
                "words": unquoted(schema.span_text(text, row["strength_words"])),
                "polarity": row["polarity"],
                "chain": [
                    text[start:end] for start, end in schema.parse_spans(str(row["chain"] or ""))
                ],
                "bearings": [
                    {
                        "account": accounts[b.narrative_id],
                        "stance": b.stance,
                        "how": b.how,
                        "why": b.why,
                        "antecedent": schema.span_text(text, b.antecedent),
                        "probability": b.probability,
                    }
                    for b in own
                ],
                "implied": bool(own) and all(b.how == "implied" for b in own),
                "basis": [
                    (
                        basis_word(str(comparison.items.at[i, "basis"])),
                        comparison.items.at[i, "shown"],
                    )
                    for i in told
                ],
                "items": [order[i] for i in told],
                "stakes": _stakes(comparison, row["source_id"], accounts),
                "doubts": _doubts(row),
                "corrected": corrected[str(statement)],
            }
        )
    return rows


def _doubts(row: Any) -> list[str]:
    doubts = []
    if row["inferred"]:
        doubts.append("source inferred: the sentence itself does not name it")
    if row["source_id"] == schema.UNNAMED:
        doubts.append("the text names no source")
    if row["source_id"] == "":
        doubts.append("source not in the register")
    names = [name for name in str(row["candidates"]).split(";") if name]
    if len(names) > 1:
        doubts.append(f"may be any of: {', '.join(names)}")
    doubts += [flag.replace("_", " ") for flag in str(row["flags"]).split(";") if flag]
    return doubts


def _stakes(
    comparison: Comparison, source: str, accounts: Mapping[str, dict[str, Any]]
) -> list[tuple[dict[str, Any], str]]:
    if source not in comparison.stakes.index:
        return []
    row = comparison.stakes.loc[source]
    return [
        (accounts[str(n)], "wants it believed" if row[n] > 0 else "wants it disbelieved")
        for n in row.index
        if not math.isnan(row[n]) and row[n] != 0 and str(n) in accounts
    ]


def _source_name(comparison: Comparison, row: Any) -> str:
    if row["source_id"] in comparison.sources.index:
        return str(comparison.sources.at[row["source_id"], "name"])
    if row["source_id"] == schema.NARRATOR:
        return "the article itself"
    if row["source_id"] == schema.UNNAMED:
        return "unnamed"
    return str(row["source_name"])


def _origin_name(comparison: Comparison, origin: str) -> str:
    if origin in comparison.origins.index:
        return str(comparison.origins.at[origin, "name"])
    return "" if origin in (schema.NARRATOR, schema.UNNAMED) else str(origin)


def _cards(
    comparison: Comparison,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    table = side_by_side_table(comparison)
    kinds = [b for b in map(basis_word, schema.BASES) if b in set(table["label"])]
    cards = []
    for narrative, account in accounts.items():
        mine = table[table["narrative_id"] == narrative]
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in mine.to_dict("records"):
            found[str(row["row"])].append(
                {
                    **{str(k): v for k, v in row.items()},
                    "links": _links(str(row["statement_ids"]), numbers),
                    "shape": SHAPES.get(str(row["kind"]), "circle"),
                    "stake_word": _stake_word(row),
                }
            )
        words = found["account"][0]
        cards.append(
            {
                **account,
                "words": words["words"],
                "words_link": words["links"],
                "voices": found["voices"],
                "strip": [
                    (s or "not judged", [r for r in found["firmness"] if r["strength"] == s])
                    for s in [*reversed(schema.STRENGTHS), ""]
                    if s or any(r["strength"] == "" for r in found["firmness"])
                ],
                "basis": [
                    (kind, next((r for r in found["basis"] if r["label"] == kind), None))
                    for kind in kinds
                ],
                "disputed": [row for row in found["disputed"] if row["number"]],
                "gaps": found["gaps"],
            }
        )
    return cards


def _stake_word(row: Mapping[Any, Any]) -> str:
    stake = row["stake"]
    if row["row"] not in ("voices", "disputed") or stake == 0:
        return ""
    if stake != stake:
        return "" if row["number"] == 0 else "its sources differ in their stake"
    serves = stake == (1 if row["stance"] == "supports" else -1)
    return "has a stake in being believed" if serves else "speaks against its own stake"


def _shared(
    comparison: Comparison,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    return [
        {
            "label": row.label,
            "why": row.why,
            "accounts": [accounts[n] for n in row.narrative_ids.split(";") if n in accounts],
            "links": _links(row.statement_ids, numbers),
        }
        for row in each(comparison.shared_evidence)
    ]


def _outside(comparison: Comparison, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    table = side_by_side_table(comparison)
    return [
        {"label": row.label, "words": row.words, "links": _links(row.statement_ids, numbers)}
        for row in each(table[table["row"] == "outside"])
    ]


def _gaps(
    comparison: Comparison,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    return [
        {
            "account": accounts[row.narrative_id],
            "question": row.question,
            "links": _links(row.statement_ids, numbers),
        }
        for row in each(comparison.gaps)
    ]


def _asked(comparison: Comparison, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    return [
        {
            "question": row.question,
            "n": order.get(str(row.item_id)),
            "links": _links(row.statement_ids, numbers),
        }
        for row in each(comparison.questions)
    ]


def _texts(
    comparison: Comparison, rows: Sequence[dict[str, Any]], loaded: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    labels = {row["id"]: _label(row) for row in rows}
    texts = []
    first = 1
    for document in comparison.documents:
        words = {w["n"]: w["spans"] for w in loaded if w["document"] == document.document_id}
        blocks = mark_text(
            document, comparison.segments, comparison.statements, labels, words, first
        )
        first += len(blocks)
        texts.append(
            {
                "id": document.document_id,
                "title": _heading(document),
                "language": _language(document.language),
                "blocks": blocks,
                "furniture": [b for b in blocks if b.kind in schema.FURNITURE or not b.analyse],
            }
        )
    return texts


def _heading(document: schema.Document) -> str:
    """Choose a heading for a text: its title, unless the text begins with that."""
    title = " ".join(document.title.split())
    if title and " ".join(document.text[: len(title) + 80].split()).startswith(title):
        title = ""
    return title or document.publisher or document.document_id


def _label(row: Mapping[str, Any]) -> Label:
    marks = [
        ("" if b["stance"] == "supports" else "≠") + b["account"]["letter"] for b in row["bearings"]
    ]
    told = [f"{b['stance']} {b['account']['title']}" for b in row["bearings"]]
    note = [row["source_name"] or "no source", row["strength"] or "strength not judged", *told]
    return Label(
        row["n"],
        " ".join([str(row["n"]), *marks]),
        ", ".join(note),
        tuple(b["account"]["n"] for b in row["bearings"]),
    )


def _matrix(comparison: Comparison, numbers: Mapping[str, int]) -> dict[str, Any]:
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    reports: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for report in each(comparison.reports):
        if report.statement_id in numbers:
            reports[report.item_id].append(
                {
                    "n": numbers[report.statement_id],
                    "holds": bool(report.holds),
                    "copied": bool(report.copied_from),
                }
            )
    rows = []
    for item in comparison.matrix.index:
        spread = float(comparison.diagnosticity.get(item, math.nan))
        meta = comparison.items.loc[item]
        ratings = [float(r) for r in comparison.matrix.loc[item]]
        rows.append(
            {
                "n": order[str(item)],
                "id": item,
                "label": meta["label"],
                "basis": basis_word(str(meta["basis"])),
                "shown": meta["shown"],
                "credibility": meta["credibility"],
                "relevance": meta["relevance"],
                "rated_by": meta["rated_by"],
                "ratings": [_rating(r) for r in ratings],
                "spread": spread,
                "weight": float(comparison.weights.get(item, math.nan)),
                "reports": reports[str(item)],
            }
        )
    rows.sort(key=lambda row: math.inf if math.isnan(row["spread"]) else -row["spread"])
    apart = sum(row["spread"] > 0 for row in rows)
    return {"rows": rows, "apart": apart}


def _rating(rating: float) -> str:
    if math.isnan(rating):
        return "NA"
    return _LETTERS.get(rating, f"{rating:+.1f}".replace("-", "−"))


def _scores(comparison: Comparison, accounts: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    ranking: Any = comparison.ranking
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows = []
    for narrative in ranking.index:
        against = str(ranking.at[narrative, "contradicted_by"])
        rows.append(
            {
                "account": accounts[str(narrative)],
                "inconsistency": float(ranking.at[narrative, "inconsistency"]),
                "rated": ranking.at[narrative, "rated"],
                "against": [order[i] for i in against.split(";") if i in order],
            }
        )
    return rows


def _drops(comparison: Comparison, accounts: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows = []
    for (kind, dropped), row in each_row(comparison.drop_one):
        if not row["order_changes"]:
            continue
        name = "the article itself" if dropped == schema.NARRATOR else str(dropped)
        if kind == "item":
            name = str(comparison.items.at[dropped, "label"])
        elif dropped in comparison.origins.index:
            name = str(comparison.origins.at[dropped, "name"])
        words = [
            [accounts[n]["title"] if n in accounts else n for n in tied.split(" = ")]
            for tied in str(row["order"]).split(" < ")
        ]
        rows.append(
            {
                "kind": kind,
                "name": name,
                "item": order.get(str(dropped)) if kind == "item" else None,
                "leader_changes": bool(row["leader_changes"]),
                "order": words,
                "values": [float(row.get(f"inconsistency:{n}", math.nan)) for n in accounts],
            }
        )
    return rows


def _sources(
    comparison: Comparison,
    numbers: Mapping[str, int],
    accounts: Mapping[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    statements = comparison.statements
    known = list(comparison.sources.index)
    others = [s for s in dict.fromkeys(statements["source_id"]) if s not in known]
    rows = []
    for source in [*known, *others]:
        own = statements[statements["source_id"] == source]
        registered = source in comparison.sources.index
        meta = comparison.sources.loc[source] if registered else None
        names = list(dict.fromkeys(own["source_name"])) if meta is None else [str(meta["name"])]
        if source in (schema.NARRATOR, schema.UNNAMED):
            names = ["the article itself" if source == schema.NARRATOR else "unnamed"]
        origin = str(meta["origin_id"]) if meta is not None else ""
        outside = meta["outside"] if meta is not None else ()
        rows.append(
            {
                "id": source,
                "name": ", ".join(names) or "not in the register",
                "registered": registered,
                "kind": basis_word(str(meta["kind"])) if meta is not None else "",
                "origin": _origin_name(comparison, origin),
                "stakes": _stakes(comparison, source, accounts),
                "links": _links(";".join(own.index), numbers),
                "spellings": list(
                    dict.fromkeys(str(t) for t in own["source_text"] if t and t not in names)
                ),
                "reliability": ""
                if meta is None or pd.isna(meta["reliability"])
                else str(meta["reliability"]),
                "outside": list(outside) if isinstance(outside, (list, tuple)) else [],
            }
        )
    return rows


def _tensions(comparison: Comparison, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.kind.replace("_", " "),
            "why": row.why,
            "words": [
                comparison.document(row.document_id).text[start:end]
                for start, end in schema.parse_spans(row.spans)
            ],
            "links": _links(row.statement_ids, numbers),
        }
        for row in each(comparison.tensions)
    ]


def _loaded(comparison: Comparison) -> list[dict[str, Any]]:
    """Read the table of loaded words, whatever further columns it has."""
    rows = []
    for n, row in enumerate(comparison.loaded_words.to_dict("records"), start=1):
        document = comparison.document(str(row["document_id"]))
        spans = schema.parse_spans(str(row.get("span") or row.get("spans") or ""))
        if not spans and "start" in row:
            spans = [(int(row["start"]), int(row["end"]))]
        rows.append(
            {
                "n": n,
                "document": document.document_id,
                "spans": spans,
                "words": schema.span_text(document.text, spans),
                "why": "; ".join(
                    f"{str(key).replace('_', ' ')}: {value}"
                    for key, value in row.items()
                    if isinstance(value, str)
                    and value
                    and key not in ("document_id", "span", "spans", "word", "words", "text")
                ),
            }
        )
    return rows


def _corrections(comparison: Comparison, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    order = {str(i): n for n, i in enumerate(comparison.items.index, start=1)}
    rows = []
    for row in each(comparison.corrections):
        anchor = ""
        if row.target in numbers:
            anchor = f"s{numbers[row.target]}"
        elif row.target in order:
            anchor = f"e{order[row.target]}"
        rows.append({**{k: getattr(row, k) for k in schema.CORRECTIONS}, "anchor": anchor})
    return rows


def _documents(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "id": d.document_id,
            "title": d.title,
            "publisher": d.publisher,
            "published": d.published,
            "language": d.language,
            "url": d.url,
            "file": d.file,
            "characters": len(d.text),
            "sha256": d.sha256,
            "outside": d.outside,
            "mixed": mixed_scripts(d.text)[:20],
        }
        for d in comparison.documents
    ]


def _language(code: str) -> str:
    pieces = code.split("-")
    fits = all(p.isascii() and p.isalnum() and len(p) <= 8 for p in pieces)
    return code if fits and 2 <= len(pieces[0]) <= 3 else ""


def _limits(comparison: Comparison) -> list[str]:
    text = "this text" if len(comparison.documents) == 1 else "these texts"
    limits = [
        f"What happened. The page sets out what {text} says, and cannot look behind it."
        if len(comparison.documents) == 1
        else f"What happened. The page sets out what {text} say, and cannot look behind them.",
        "Whether a source is right. A firm word is not a sign of knowledge, and many "
        "mentions of one origin are one voice.",
        f"What others have said elsewhere. That no one in {text} disputes an account is "
        "silence, and silence is not support.",
        "Which account is nearer to the facts. Accounts stand beside each other because "
        f"{text} {'carries' if len(comparison.documents) == 1 else 'carry'} them, not because "
        "they weigh the same; they need not exclude each other.",
    ]
    ungraded = int((comparison.sources["reliability"].fillna("") == "").sum())
    if ungraded:
        limits.append(
            f"How reliable {ungraded} of the {len(comparison.sources)} sources in the register "
            f"{'is' if ungraded == 1 else 'are'}: no person has judged that."
        )
    drafted = int(comparison.items["rated_by"].astype(str).str.startswith("draft").sum())
    if drafted:
        limits.append(
            f"How {drafted} of the {len(comparison.items)} items of evidence fit the accounts, "
            "beyond a careful draft: no person has rated them."
        )
    if comparison.draft:
        limits.append("What a person would correct: this is a draft without its review.")
    return limits
