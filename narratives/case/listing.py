"""documents.yaml: how the documents of a case are listed, read and written."""

from __future__ import annotations

import re
from typing import Any

import yaml

from narratives.case.nodes import Yaml, read_list, read_mapping, read_text, shorten
from narratives.documents.originals import FACTS
from narratives.documents.published import problem_of_date, read_published
from narratives.schema import FURNITURE, Document

DATES = ("published", "changed")
_FURNITURE = re.compile(r"(\d{1,9})-(\d{1,9}) ([a-z_]{1,30})(?:: (.{0,500}))?\Z")
_COMMENTED = {
    "title": '""',
    "publisher": '""',
    "author": '""',
    "published": "2031-05-06",
    "language": "en",
    "url": '""',
}
_LINE = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def read_date(
    file: Yaml, node: yaml.Node | None, key: str, language: str, warnings: list[str]
) -> str:
    """Read a date; a wrong one is noted in ``file``, one that can be two days in ``warnings``."""
    words = read_text(file, node, key, bare=("int", "timestamp"))
    if not words or node is None:
        return ""
    languages = (language,) if language else ("en", "ru", "uk", "de", "fr", "es", "it", "pl", "pt")
    problem = problem_of_date(words, languages)
    if problem:
        file.complain(node, f'{key} "{shorten(words)}" {problem}')
        return ""
    read = read_published(words, languages)
    if read is not None and read.either:
        warnings.append(
            f'{file.path}, line {node.start_mark.line + 1}: {key} "{shorten(words)}" is ambiguous: '
            f"{read.either[0]} or {read.either[1]}. Write which; until then the text stands "
            "among those without a date."
        )
    return words if read is None or read.either else read.value


def read_stated(file: Yaml, node: yaml.Node | None, key: str) -> tuple[tuple[str, str], ...]:
    """Read where the page states what: a mapping of a fact to words."""
    if node is None:
        return ()
    given = read_mapping(file, node, key, FACTS)
    return tuple((name, read_text(file, value, f"{key}.{name}")) for name, value in given.items())


def read_furniture(
    file: Yaml, node: yaml.Node | None, key: str, length: int
) -> tuple[tuple[int, int, str, str], ...]:
    """Read what the page itself marks as furniture: "64-94 byline: why", in code points."""
    found = []
    for place, entry in enumerate(read_list(file, node, key) if node else ()):
        words = read_text(file, entry, f"{key}[{place}]")
        match = _FURNITURE.match(words) if words else None
        if words and (match is None or match[3] not in FURNITURE):
            file.complain(
                entry,
                f'{key}[{place}] "{shorten(words)}" is not furniture. Write "start-end kind: why", '
                f"the kind being one of {', '.join(FURNITURE)}.",
            )
        elif match and not int(match[1]) < int(match[2]) <= length:
            file.complain(
                entry,
                f'{key}[{place}] "{match[1]}-{match[2]}" does not lie in the text, which has '
                f"{length} characters.",
            )
        elif match:
            found.append((int(match[1]), int(match[2]), match[3], match[4] or ""))
    return tuple(found)


def describe_document(document: Document, file: str) -> str:
    r"""Write the entry of a document: what is known, what is not as comments, where it was read.

    Parameters
    ----------
    document : Document
    file : str
        The name of its text in the folder ``documents``.

    Examples
    --------
    >>> written = describe_document(Document("dam", "It held.", title="Dam: holds"), "dam.txt")
    >>> print("\n".join(written.splitlines()[:4]))
    - id: "dam"
      file: "dam.txt"
      title: "Dam: holds"
      # publisher: ""
    """
    where = dict(document.read_from)
    lines = [f"- id: {quote(document.document_id)}", f"  file: {quote(file)}"]
    for name in (*_COMMENTED, "changed"):
        value = getattr(document, name)
        known = bool(value) and (name != "language" or name in where or value != "en")
        if known and name in DATES and not _is_one_date(value):
            lines.append(
                f"  # {name}: {_LINE.sub(' ', value)[:60]}  # can be two days: write which"
            )
        elif known:
            told = f"  # {_LINE.sub(' ', where[name])[:80]}" if name in where else ""
            plain = value if name in (*DATES, "language") else quote(value)
            lines.append(f"  {name}: {plain}{told}")
        elif name in _COMMENTED:
            lines.append(f"  # {name}: {_COMMENTED[name]}")
    if document.outside:
        lines.append("  outside:")
        lines += [f"    - {quote(fact)}" for fact in document.outside]
    else:
        lines.append("  # outside: [what you know about the text that it does not say]")
    stated = {n: w for n, w in where.items() if getattr(document, n, "") and n in FACTS}
    if stated:
        lines.append("  read_from:")
        lines += [f"    {name}: {quote(words)}" for name, words in stated.items()]
    if document.furniture:
        lines.append("  furniture:")
        for start, end, kind, why in document.furniture:
            lines.append(f"    - {quote(f'{start}-{end} {kind}: {why}')}")
    if document.original:
        lines.append(f"  original: {quote(document.original)}")
        lines.append(f'  original_sha256: "{document.original_sha256}"')
    lines.append(f'  sha256: "{document.sha256}"')
    return "\n".join(lines) + "\n"


def _is_one_date(value: str) -> bool:
    read = read_published(value)
    return bool(read and read.value)


def quote(text: str) -> str:
    """Write a text as a YAML scalar in quotation marks, on one line."""
    flat = " ".join(text.split())
    written = yaml.safe_dump(flat, default_style='"', allow_unicode=True, width=1_000_000)
    return str(written).strip()


def fields_of(file: Yaml, given: dict[str, yaml.Node], key: str) -> dict[str, Any]:
    """Read the texts of an entry that need no more than to be texts."""
    figures = ("int", "float")
    return {
        name: read_text(file, given.get(name), f"{key}.{name}", bare=bare)
        for name, bare in (
            ("title", figures),
            ("publisher", figures),
            ("author", figures),
            ("url", ()),
            ("original", figures),
        )
    }
