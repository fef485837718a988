"""Lines of text as HTML, with the words of the statements that are offered marked in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from narratives.classroom.lines import HEADINGS, TextLine
from narratives.classroom.offers import Offer
from narratives.report.escape import between, hidden_characters, isolate, leftward
from narratives.report.language import language_tag, passage_language, written_in

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.schema import Span

Marker = Callable[[Offer], Markup]
"""What stands before the first word of a statement: a number, or a button."""


@dataclass(frozen=True)
class ShownLine:
    """A line as a template prints it.

    ``title`` names the text that begins here; ``language`` is empty where it is English.
    """

    number: int
    document: str
    html: Markup
    opens: bool
    head: bool
    title: str
    language: str
    leftward: bool


def show_number(offer: Offer) -> Markup:
    """Return the number of a statement, for paper."""
    return Markup('<b class="n">{}</b>').format(offer.n)


def show_button(offer: Offer) -> Markup:
    """Return the button of a statement, for the page on which it is marked."""
    return Markup(
        '<button type="button" class="n" data-id="{}" data-n="{}" data-line="{}">{}</button>'
    ).format(offer.offer_id, offer.n, offer.line, offer.n)


def show_lines(
    comparison: Tables, lines: Sequence[TextLine], offers: Sequence[Offer], marker: Marker
) -> list[list[ShownLine]]:
    """Mark where the words of statements stand, and nothing about them.

    Each piece carries the place at which it begins, so that words selected on a page can be
    said in the offsets of the document.

    Parameters
    ----------
    comparison : Comparison
    lines : sequence of TextLine
    offers : sequence of Offer
    marker : callable
        What stands before the first word of a statement.

    Returns
    -------
    list of lists of ShownLine
        One list for each paragraph.
    """
    many = len(comparison.documents) > 1
    shown: list[list[ShownLine]] = []
    for line in lines:
        document = comparison.document(line.document_id)
        own = [offer for offer in offers if offer.document_id == line.document_id]
        words = document.text[line.start : line.end]
        usual = written_in(document)
        language = language_tag(passage_language(words, usual))
        if line.opens or not shown:
            shown.append([])
        shown[-1].append(
            ShownLine(
                number=line.number,
                document=line.document_id,
                html=_mark(document.text, (line.start, line.end), own, marker),
                opens=line.opens,
                head=line.kind in HEADINGS,
                title=name_text(comparison, line.document_id) if line.first and many else "",
                language="" if language == "en" else language,
                leftward=leftward(words),
            )
        )
    return shown


def name_text(comparison: Tables, document_id: str) -> str:
    """Name a text of a case: its place, and who published it.

    Its title stands in the text itself as a rule, and says more than a name should.
    """
    numbers = {d.document_id: n for n, d in enumerate(comparison.documents, start=1)}
    publisher = comparison.document(document_id).publisher
    return f"Text {numbers[document_id]}" + (f": {publisher}" if publisher else "")


def show_offer(comparison: Tables, offer: Offer) -> Markup:
    """Show a statement in its sentence, its own words in ``<mark>``."""
    document = comparison.document(offer.document_id)
    pieces = []
    at = offer.around[0]
    for start, end in offer.spans:
        pieces.append(isolate(document.text[at:start]))
        pieces.append(Markup("<mark>{}</mark>").format(isolate(document.text[start:end])))
        at = end
    pieces.append(isolate(document.text[at : offer.around[1]]))
    language = language_tag(written_in(document))
    inner = Markup("").join(pieces)
    if language in ("", "en"):
        return inner
    return Markup('<span lang="{}">{}</span>').format(language, inner)


def _mark(text: str, line: Span, offers: Sequence[Offer], marker: Marker) -> Markup:
    start, end = line
    edges = {start, end}
    opening: dict[int, list[Offer]] = {}
    for offer in offers:
        for begin, stop in offer.spans:
            edges |= {edge for edge in (begin, stop) if start < edge < end}
        opening.setdefault(offer.spans[0][0], []).append(offer)
    cuts = sorted(edges)
    pieces = []
    for begin, stop in pairwise(cuts):
        pieces += [marker(offer) for offer in opening.get(begin, ())]
        covering = [o.n for o in offers if any(s <= begin < e for s, e in o.spans)]
        pieces.append(_piece(text[begin:stop], begin, covering))
    return Markup("").join(pieces)


def _piece(words: str, at: int, covering: Sequence[int]) -> Markup:
    known: Mapping[str, object] = {
        # Where letters are written out in digits, places of the page are none of the text.
        "data-a": "" if hidden_characters(words) else at,
        "class": f"m m{min(len(covering), 3)}" if covering else "",
        "data-n": " ".join(map(str, covering)),
    }
    names = Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in known.items() if value != ""
    )
    return Markup("<span{}>{}</span>").format(names, between(" ".join(words.split("\n"))))
