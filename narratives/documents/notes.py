"""What a reader must know about a text before its statements are read."""

from __future__ import annotations

from collections import Counter

from narratives.documents.language import language_of, paragraph_languages
from narratives.documents.sentences import sentence_rows
from narratives.documents.shadow import shadow
from narratives.lexicon import has_list, language_name, languages
from narratives.schema import Document, Span


def note_on_language(document: Document) -> str:
    """Write what a reader must know about the languages of a text.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Which paragraphs are in which language, and what is found in them; empty where
        all is English.

    Examples
    --------
    >>> note = note_on_language(Document("a", "Der Damm hielt, und wir waren nicht in der Stadt."))
    >>> note.split(". ")[0]
    'a: the text reads as German'
    """
    usual = language_of(document)
    text = shadow(document.text)
    spans: dict[int, Span] = {}
    for paragraph, start, end, _ in sentence_rows(document, text):
        spans[paragraph] = (spans.get(paragraph, (start, end))[0], end)
    found = paragraph_languages([text[start:end] for start, end in spans.values()], usual)
    apart = Counter(code for code in found if code != usual)
    told = []
    if usual != "en":
        told.append(f"the text {_reads_as(usual)}.")
    elif document.language.split("-")[0].lower() not in ("en", ""):
        told.append(f'the text is said to be in "{document.language}" and reads as English.')
    for code, number in apart.most_common():
        paragraphs = "1 paragraph" if number == 1 else f"{number} paragraphs"
        told.append(f"{paragraphs} of {len(found)} {_reads_as(code, number)}.")
    others = {code for code in (usual, *apart) if code != "en"}
    with_cues = [code for code in others if has_list("cues", code)]
    if len(with_cues) < len(others):
        told.append(
            "Where the words that attribute are not listed, only direct quotations and labels "
            '("Name: …") are found. They are flagged, and how firmly they are put is not judged.'
        )
    if with_cues:
        told.append(
            "In a language with no more than a list of the words that attribute, hedges and "
            "denials inside what is said are not read."
        )
    if others:
        told.append("Sources, bearings and bases are read by English words.")
    place = document.file or document.document_id
    return f"{place}: {' '.join(told)}" if told else ""


def _reads_as(code: str, number: int = 1) -> str:
    verb = "reads" if number == 1 else "read"
    if not code:
        return f"{verb} as no language that has word lists"
    if code not in languages():
        return f'is in "{code}", which has no word lists'
    return f"{verb} as {language_name(code)}"
