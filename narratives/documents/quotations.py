"""Quotations of a paragraph: marks of all families, mixed or unbalanced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratives.schema import Span, overlap, span_size

CLOSING: dict[str, tuple[str, ...]] = {
    "“": ("”", '"'),
    "„": ("“", "”", '"'),
    "«": ("»", "”"),
    "»": ("«",),
    "”": ("”",),
    "‘": ("’", "'"),
    '"': ('"', "”"),
    "'": ("'",),
    "``": ("''", '"'),
    "''": ("''",),
}
"""Opening marks and the marks that may close them."""
SINGLE = ("‘", "’", "'")
_ANY = re.compile("[“”„«»\"‘’'`]")
_DOUBLE = re.compile("[“”„«»\"]|''|``")
_MARK = re.compile("''|``|[“”„«»\"‘’']")
INWARD = ("»", "”")
"""Marks that open a quotation in some languages and close one in most."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted passage with its marks; ``inner`` is what stands between them."""

    start: int
    end: int
    inner: Span
    closed: bool


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Find the quotations of a paragraph, marks of all families.

    A quotation ends with its paragraph at the latest; one that has no closing
    mark is marked as not closed. Quotations inside quotations are left alone.
    Single marks count only where the paragraph has no double ones, since they
    look like apostrophes.

    Parameters
    ----------
    text : str
        Shadow copy of the document.
    start, end : int
        The paragraph.

    Returns
    -------
    list of Quotation, in the order of the text

    Examples
    --------
    >>> [q.inner for q in find_quotations('He said “no” and "yes".', 0, 23)]
    [(9, 11), (18, 21)]
    """
    if not _ANY.search(text, start, end):
        return []
    paragraph = text[start:end]
    double = _DOUBLE.search(paragraph) is not None
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for match in _MARK.finditer(paragraph):
        mark = match.group()
        if mark in SINGLE and double:
            continue
        before = paragraph[max(match.start() - 1, 0) : match.start()]
        after = paragraph[match.end() : match.end() + 1]
        begins = not (before.isalnum() or before in tuple(".,!?…")) and bool(after.strip())
        begins = begins and not (mark in INWARD and not after.isalnum())
        if opened is None:
            if mark in CLOSING and (begins or mark not in ('"', "''", "'", *INWARD)):
                opened = match
            elif mark in INWARD and not found and not _leads_on(mark, before, after):
                # Only the closing mark is there: the quotation began with the paragraph.
                last = start + len(paragraph[: match.start()].rstrip())
                found.append(Quotation(start, start + match.end(), (start, last), False))
            continue
        ends = mark in INWARD and mark != opened.group()
        opens = mark in CLOSING and not ends and begins and before.isspace()
        if mark in CLOSING[opened.group()] and not opens:
            if mark in SINGLE and (
                after.isalnum() or (before == "s" and _closes_later(paragraph, match.end()))
            ):
                continue
            found.append(
                _quotation(paragraph, start, opened, match.start(), match.end(), closed=True)
            )
            opened = None
        elif mark == opened.group() and begins:
            # A second opening mark: the first was never closed.
            found.append(
                _quotation(paragraph, start, opened, match.start(), match.start(), closed=False)
            )
            opened = match
    if opened is not None and opened.group() not in (*SINGLE, *INWARD):
        last = len(paragraph.rstrip())
        found.append(_quotation(paragraph, start, opened, last, last, closed=False))
    return [quotation for quotation in found if quotation.inner[1] > quotation.inner[0]]


def quotation_kind(content: Sequence[Span], quotations: Iterable[Quotation]) -> str:
    """Tell whether words are quoted whole, in part, or not at all.

    Parameters
    ----------
    content : sequence of (start, end)
    quotations : iterable of Quotation
        Those of the paragraphs in which the words stand.

    Returns
    -------
    {"direct", "mixed", "indirect"}

    Examples
    --------
    >>> text = 'He said “no” to them.'
    >>> quotations = find_quotations(text, 0, len(text))
    >>> [quotation_kind([span], quotations) for span in [(8, 12), (8, 20), (13, 20)]]
    ['direct', 'mixed', 'indirect']
    """
    near = list(quotations)
    quoted = overlap(content, [quotation.inner for quotation in near])
    if not quoted:
        return "indirect"
    marks = overlap(content, [(q.start, q.end) for q in near]) - quoted
    size = span_size(content) - marks
    return "direct" if quoted >= 0.95 * size else "mixed"


def _leads_on(mark: str, before: str, after: str) -> bool:
    """Tell the arrow of "Read more »" from a mark that closes: it stands apart at an end."""
    return mark == "»" and before.isspace() and not after.strip()


def _closes_later(paragraph: str, at: int) -> bool:
    return re.search(r"[.,!?…]['’](?!\w)", paragraph[at : at + 400]) is not None


def _quotation(
    paragraph: str, start: int, opened: re.Match[str], inner_end: int, end: int, *, closed: bool
) -> Quotation:
    first = opened.end()
    while first < inner_end and paragraph[first].isspace():
        first += 1
    while inner_end > first and paragraph[inner_end - 1].isspace():
        inner_end -= 1
    return Quotation(
        start + opened.start(), start + end, (start + first, start + inner_end), closed
    )
