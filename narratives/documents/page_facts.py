"""What a page states about itself: title, publisher, author, dates, language, address.

Only what is written down for machines is read, in this order: JSON-LD, meta elements, the
element for a time. A date of the story is never the date of the page, and a date of
change is never the date of publication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from narratives.documents.originals import tidy
from narratives.documents.published import read_published

MAX_JSON = 2_000_000
"""Characters of JSON-LD of a page that are read."""
MAX_NODES = 5_000
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting)\Z")
_PROPERTIES = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "publisher": ("og:site_name", "dc.publisher", "application-name"),
    "author": ("author", "article:author", "dc.creator", "byl", "parsely-author"),
    "published": (
        "article:published_time", "datepublished", "dc.date.issued", "dc.date", "dcterms.issued",
        "parsely-pub-date", "pubdate", "publishdate", "sailthru.date", "date",
    ),
    "changed": (
        "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod",
    ),
    "language": ("og:locale", "content-language", "dc.language"),
    "url": ("og:url",),
}  # fmt: skip
_CHANGED = re.compile(r"updat|modif|chang", re.I)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}\Z")
_LEFT = ("nav", "aside", "footer", "figure", "blockquote")
Stated = dict[str, tuple[str, str]]


def find_facts(root: Any, address: str = "") -> tuple[Stated, list[str], str]:
    """Read what a page states about itself.

    Parameters
    ----------
    root : element
        The parsed page, with its scripts.
    address : str
        Where it was saved from, if that is known.

    Returns
    -------
    facts : dict of str to (str, str)
        Each with where it was read. Dates are in the order of ISO 8601.
    notes : list of str
        Dates that can be two or do not fit together, several articles in one page.
    body : str
        The text of the one article that JSON-LD gives, "" where it gives none.
    """
    notes: list[str] = []
    meta = _metas(root)
    page = _address(root, meta) or address
    article = _article(root, page, notes)
    language = _language(root, meta, article)
    told: dict[str, list[tuple[str, str]]] = {
        "title": [(_words(article.get("headline") or article.get("name")), "JSON-LD headline")],
        "publisher": [(_names(article.get("publisher")), "JSON-LD publisher")],
        "author": [(_names(article.get("author") or article.get("creator")), "JSON-LD author")],
        "published": [(_words(article.get("datePublished")), "JSON-LD datePublished")],
        "changed": [(_words(article.get("dateModified")), "JSON-LD dateModified")],
    }
    for name, properties in _PROPERTIES.items():
        if name in told:
            told[name] += [(meta[p], f"meta {p}") for p in properties if p in meta]
    told["author"] = [
        pair for pair in told["author"] if not pair[0].startswith(("http:", "https:"))
    ]
    for name, words in _times(root):
        told[name].append((words, "time element"))
    told["title"] += [
        (_text_of(e), f"<{tag}>") for tag in ("h1", "title") for e in _only(root, tag)
    ]
    facts: Stated = {
        n: first for n in told if n not in ("published", "changed") and (first := _first(told[n]))
    }
    for name in ("published", "changed"):
        _add_date(facts, name, told[name], language[0], notes)
    if language[0]:
        facts["language"] = language
    if page:
        facts["url"] = (page, "the page's own address" if page != address else "the saved file")
    _compare(facts, told["published"], notes)
    return facts, notes, _words(article.get("articleBody"), 2_000_000)


def _first(pairs: list[tuple[str, str]]) -> tuple[str, str] | None:
    return next(((tidy(words)[:500], where) for words, where in pairs if tidy(words)), None)


def _add_date(
    facts: Stated, name: str, pairs: list[tuple[str, str]], language: str, notes: list[str]
) -> None:
    """Take the first stated date that is one; say so where it can be two."""
    for words, where in pairs:
        words = tidy(words)
        read = read_published(words, (language or "en",)) if words else None
        if read is None:
            if words:
                notes.append(f"{where} “{words[:60]}” is no date, and was not taken for one.")
            continue
        if read.either:
            notes.append(
                f"{name} is ambiguous: {where} “{words}” is {read.either[0]} or {read.either[1]}. "
                "Write which."
            )
            facts[name] = (words, where)
            return
        facts[name] = (read.value, where)
        return


def _compare(facts: Stated, pairs: list[tuple[str, str]], notes: list[str]) -> None:
    published = facts.get("published", ("", ""))
    for words, where in pairs:
        other = read_published(tidy(words)) if words.strip() else None
        if other and other.value and published[0] and other.value[:10] != published[0][:10]:
            notes.append(
                f"The page gives two days of publication: {published[0][:10]} ({published[1]}) and "
                f"{other.value[:10]} ({where}). The first is taken."
            )
            return


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            content = element.get("content") or ""
            if name and content.strip():
                found.setdefault(name[:60], content[:2000])
    return found


def _times(root: Any) -> Iterator[tuple[str, str]]:
    """Yield what ``<time>`` elements say: marked ones, or the only one of the article."""
    articles = list(root.iter("article"))
    plain = []
    for element in root.iter("time"):
        words = element.get("datetime") or _text_of(element)
        parents = [e for e in element.iterancestors() if isinstance(e.tag, str)]
        if not words.strip() or any(e.tag in _LEFT for e in parents):
            continue
        near = [element, *parents[:2]]
        marks = " ".join(f"{e.get('itemprop') or ''} {e.get('class') or ''}" for e in near)
        if "dateModified" in marks or _CHANGED.search(marks):
            yield "changed", words
        elif element.get("pubdate") is not None or re.search(
            r"datePublished|publish|posted", marks
        ):
            yield "published", words
        elif len(articles) != 1 or articles[0] in parents:
            plain.append(words)
    if len(plain) == 1:
        yield "published", plain[0]


def _language(root: Any, meta: Mapping[str, str], article: Mapping[str, Any]) -> tuple[str, str]:
    html = next(iter(root.iter("html")), root)
    pairs = [
        (
            html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
            "html lang",
        ),
        (_words(article.get("inLanguage")), "JSON-LD inLanguage"),
        *((meta[p], f"meta {p}") for p in _PROPERTIES["language"] if p in meta),
    ]
    for words, where in pairs:
        if _LANGUAGE.match(words.strip()):
            return words.strip().replace("_", "-").split("-")[0].lower(), where
    return "", ""


def _address(root: Any, meta: Mapping[str, str]) -> str:
    links = [e.get("href") or "" for e in root.iter("link") if "canonical" in (e.get("rel") or "")]
    for address in (*links, meta.get("og:url", "")):
        if address.startswith(("http://", "https://")) and len(address) <= 2000:
            return tidy(address)
    return ""


def _article(root: Any, page: str, notes: list[str]) -> Mapping[str, Any]:
    """Return the article that JSON-LD describes; of several the one that is this page."""
    nodes = [node for node in _nodes(root) if _is_article(node)]
    if len(nodes) > 1:
        own = [node for node in nodes if page and _same(_page_of(node), page)]
        heads = {_squeeze(_text_of(e)) for e in root.iter("h1")}
        own = own or [n for n in nodes if _squeeze(_words(n.get("headline"))) in heads]
        if len(own) != 1 and len({_words(n.get("headline")) for n in own or nodes}) > 1:
            notes.append(
                f"JSON-LD describes {len(nodes)} articles, and none of them is named as this page; "
                "it was not used."
            )
            return {}
        nodes = own or nodes
    return nodes[0] if nodes else {}


def _nodes(root: Any) -> Iterator[Mapping[str, Any]]:
    size = 0
    pending: list[Any] = []
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        words = (element.text or "").strip().removeprefix("<!--").removesuffix("-->").strip(" ;\n")
        size += len(words)
        if size > MAX_JSON:
            return
        try:
            pending.append(json.loads(words, strict=False))
        except (ValueError, RecursionError):
            continue
    seen = 0
    while pending and seen < MAX_NODES:
        node = pending.pop(0)
        seen += 1
        if isinstance(node, list):
            pending[:0] = node[:200]
        elif isinstance(node, dict):
            yield node
            pending += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(k, str) and _ARTICLE.match(k)
        for k in (kinds if isinstance(kinds, list) else [kinds])
    )


def _page_of(node: Mapping[str, Any]) -> str:
    for value in (node.get("url"), node.get("mainEntityOfPage"), node.get("@id")):
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith("http"):
            return value
    return ""


def _same(one: str, other: str) -> bool:
    try:
        a, b = urlsplit(one), urlsplit(other)
    except ValueError:
        return False
    return (a.netloc.removeprefix("www."), a.path.rstrip("/")) == (
        b.netloc.removeprefix("www."), b.path.rstrip("/"),
    )  # fmt: skip


def _names(value: Any) -> str:
    """Write the persons and organisations of JSON-LD as text."""
    entries = value if isinstance(value, list) else [value]
    names = [_words(e.get("name")) if isinstance(e, dict) else _words(e) for e in entries[:20]]
    return "; ".join(dict.fromkeys(filter(None, names)))


def _words(value: Any, most: int = 500) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return str(value)[:most].strip() if isinstance(value, str | int) and value is not True else ""


def _only(root: Any, tag: str) -> list[Any]:
    found = list(root.iter(tag))
    return found[:1] if tag == "title" or len(found) == 1 else []


def _text_of(element: Any) -> str:
    return tidy("".join(element.itertext())[:2000])


def _squeeze(words: str) -> str:
    return "".join(words.split()).casefold()
