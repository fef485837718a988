"""Captions that say who said what: they are left out as part of the page, and told."""

from __future__ import annotations

from narratives.documents.clean import clean_document
from narratives.documents.furniture import says_something
from narratives.documents.lines import line_number
from narratives.documents.segments import segment_rows
from narratives.documents.shadow import shadow
from narratives.documents.turning import verbs_behind_names
from narratives.schema import Document


def note_on_captions(document: Document) -> str:
    r"""Write that captions which say who said what are left out as part of the page.

    Those that a page itself marks as captions are not told.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Empty where no caption says so.

    Examples
    --------
    >>> text = "Dam breaks\n\nThe mayor, who denied it. Photo: Ana Ruiz\n\nThe dam broke."
    >>> note_on_captions(Document("a", text)).split(" (")[0]
    'a: 1 caption of a picture says who said what, first in line 3'
    """
    if not any(word in document.text for word in verbs_behind_names()):
        return ""
    read, clean = clean_document(document)
    marked = {start for start, *_ in read.furniture}
    found = [
        (start, read.text[start:end])
        for start, end, kind, *_ in segment_rows(read, shadow(read.text))
        if kind == "caption" and start not in marked and says_something(read.text[start:end])
    ]
    if not found:
        return ""
    line = line_number(document.text, clean.back((found[0][0], found[0][0] + 1))[0])
    lines = "1 caption of a picture says"
    if len(found) > 1:
        lines = f"{len(found)} captions of pictures say"
    place = document.file or document.document_id
    return (
        f'{place}: {lines} who said what, first in line {line} ("{found[0][1][:40]}"). Captions '
        "are not read, so a statement or a denial may be missed. Take the credit away where they "
        "are to be read."
    )
