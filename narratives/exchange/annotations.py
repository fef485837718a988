"""What one annotation says, in JSON-LD or in an answer of Hypothesis: tags, words, person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narratives.exchange.opening import mappings, number_of, text_of
from narratives.exchange.places import QuotedWords
from narratives.schema import Case, Document


def tags_of(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tags of an annotation of either kind."""
    bodies = entry.get("body")
    for body in mappings(bodies):
        if body.get("purpose", "tagging") == "tagging" and isinstance(body.get("value"), str):
            yield body["value"]
    tags = entry.get("tags")
    yield from (tag for tag in (tags if isinstance(tags, list) else []) if isinstance(tag, str))


def document_of(entry: Mapping[str, Any], tags: list[str], case: Case) -> Document | None:
    """Return the document of an annotation, by its tag or by the address."""
    named = next((tag.split(":", 1)[1] for tag in tags if tag.startswith("document:")), "")
    sources = [text_of(entry.get("uri"))]
    targets = entry.get("target")
    for target in mappings(targets):
        source = target.get("source")
        sources.append(text_of(source.get("id") if isinstance(source, dict) else source))
    bare = {_bare(source) for source in sources if source}
    for document in case.documents:
        own = {f"urn:narratives:document:{document.document_id}", _bare(document.url)}
        if document.document_id == named or (bare & (own - {""})):
            return document
    return None


def _bare(address: str) -> str:
    """Take off what does not tell one page from another: the scheme and the fragment."""
    if address.startswith("urn:"):
        return address
    return address.partition("#")[0].removeprefix("https://").removeprefix("http://").rstrip("/")


def quotation_of(entry: Mapping[str, Any]) -> QuotedWords:
    """Return the words that an annotation quotes, with the hints where they stand."""
    words, prefix, suffix = "", "", ""
    start = end = None
    for target in list(mappings(entry.get("target")))[:1]:
        for selector in mappings(target.get("selector")):
            if selector.get("type") == "TextQuoteSelector":
                words = text_of(selector.get("exact"))
                prefix, suffix = text_of(selector.get("prefix")), text_of(selector.get("suffix"))
            elif selector.get("type") == "TextPositionSelector":
                start, end = number_of(selector.get("start")), number_of(selector.get("end"))
    return QuotedWords(words, start, end, prefix, suffix)


def person_of(entry: Mapping[str, Any]) -> str:
    """Return who made an annotation: a shown name rather than an account."""
    info = entry.get("user_info")
    shown = text_of(info.get("display_name")) if isinstance(info, dict) else ""
    creator = entry.get("creator")
    if isinstance(creator, list):
        creator = creator[0] if creator else ""
    if isinstance(creator, dict):
        shown = shown or text_of(creator.get("name")) or text_of(creator.get("id"))
    account = text_of(entry.get("user")).removeprefix("acct:")
    return shown or text_of(creator) or account
