"""ClaimReview in JSON-LD, as fact-checkers publish it: claims, and never a rating of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from narratives.exchange.deciding import ReadFile
from narratives.exchange.formats import FileFormat, Outgoing
from narratives.exchange.opening import mappings, read_json, text_of, write_json
from narratives.exchange.proposing import propose_narrative, proposed_ids
from narratives.exchange.relating import NO_RELATIONS
from narratives.schema import NARRATOR, UNNAMED, Case, Document, span_text

GOES = (
    ("a narrative", "a ClaimReview; claimReviewed is its statement"),
    ("a statement that supports it", "itemReviewed: a Claim with its words and who said them"),
    ("a document", "the appearance of the claims: title, publisher, date, URL"),
)
CANNOT = (
    "There is no reviewRating: nobody gave one, and this suite does not decide what happened. "
    "Search engines show no ClaimReview without a rating; a person who checks facts adds it.",
    "There is no author of the review: who publishes it adds the name.",
    "A denial of a claim, how firmly it is put, bearings that are unsure, evidence items and "
    "scores are not in it.",
    "Read back are claims, as proposals for narratives; ratings of others are told and not taken.",
    NO_RELATIONS,
)


def write(out: Outgoing) -> dict[str, bytes]:
    """Write a review for each narrative, with the claims that support it."""
    graph = []
    for narrative, row in out.case.narratives.iterrows():
        graph.append(
            {
                "@type": "ClaimReview",
                "@id": f"urn:narratives:{narrative}",
                "name": str(row["title"]),
                "claimReviewed": str(row["statement"]),
                "itemReviewed": list(_claims(out, str(narrative))),
            }
        )
    return {
        "": write_json(
            {"@context": "https://schema.org", "@graph": graph, "description": " ".join(out.note)}
        )
    }


def _claims(out: Outgoing, narrative: str) -> Iterator[dict[str, Any]]:
    sources = out.comparison.sources
    for mark in out.marks:
        stances = [stance for name, stance, _ in mark.fields["bearings"] if name == narrative]
        if "supports" not in stances or mark.fields["polarity"] == "denies":
            continue
        document = out.case.document(mark.document_id)
        claim: dict[str, Any] = {
            "@type": "Claim",
            "@id": f"urn:narratives:{mark.statement_id}",
            "text": span_text(document.text, mark.fields["content"]),
            "appearance": _appearance(document),
        }
        who, name = mark.fields["source_id"], mark.fields["source_name"]
        if who in sources.index:
            person = sources.at[who, "kind"] == "person"
            claim["author"] = {
                "@type": "Person" if person else "Organization",
                "name": str(sources.at[who, "name"]),
            }
        elif name and name not in (NARRATOR, UNNAMED):
            claim["author"] = {"@type": "Thing", "name": name}
        yield claim


def _appearance(document: Document) -> dict[str, Any]:
    known = {
        "name": document.title,
        "url": document.url,
        "datePublished": document.published,
        "inLanguage": document.language,
    }
    work: dict[str, Any] = {"@type": "CreativeWork", **{k: v for k, v in known.items() if v}}
    if document.publisher:
        work["publisher"] = {"@type": "Organization", "name": document.publisher}
    return work


def recognise(path: Path, content: Any) -> bool:
    """Tell claim reviews from other JSON."""
    del path
    return any(True for _ in _reviews(content))


def _reviews(content: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the reviews of a graph, a list, a feed (dataFeedElement), or one alone."""
    for entry in mappings(content):
        kinds = entry.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield entry
            continue
        for key in ("@graph", "dataFeedElement", "item"):
            if isinstance(entry.get(key), dict | list):
                yield from _reviews(entry[key])


def read(path: Path, case: Case) -> ReadFile:
    """Read the claims that were reviewed, as proposals for narratives."""
    left: list[tuple[str, str]] = []
    proposed: list[str] = []
    taken: set[str] = set()
    for number, review in enumerate(_reviews(read_json(path)), 1):
        place = f"review {number}"
        claim = text_of(review.get("claimReviewed")).strip()
        if not claim:
            left.append((place, "it has no claimReviewed"))
            continue
        name = text_of(review.get("name")).strip()
        told, entries = propose_narrative(case, name or claim, claim, taken)
        left.append((place, told))
        proposed += entries
        taken |= proposed_ids(entries)
        rating = review.get("reviewRating")
        if isinstance(rating, dict):
            word = text_of(rating.get("alternateName")) or str(rating.get("ratingValue", ""))
            author = review.get("author")
            who = text_of(author.get("name")) if isinstance(author, dict) else ""
            left.append(
                (place, f'the rating "{word[:60]}" of {who[:60] or "its author"} is not taken: it '
                 "is another's verdict")
            )  # fmt: skip
    return ReadFile(left=tuple(left), proposed=tuple(proposed))


FORMAT = FileFormat(
    name="claimreview",
    what="ClaimReview in JSON-LD, for fact-checkers",
    endings=(".json", ".jsonld"),
    goes=GOES,
    cannot=CANNOT,
    write=write,
    read=read,
    recognise=recognise,
    back="claims, as proposals",
)
