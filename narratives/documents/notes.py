"""What a reader must know about a text before its statements are read."""

from __future__ import annotations

import re
from collections import Counter

from narratives.documents.captions import note_on_captions
from narratives.documents.clean import clean_document, clean_letters, open_breaks
from narratives.documents.dates import note_on_date
from narratives.documents.doubts import doubts_about
from narratives.documents.language import language_of, paragraph_languages
from narratives.documents.lines import line_number
from narratives.documents.reading import NOT_ALL_UTF_8, NOT_UTF_8
from narratives.documents.sentences import sentence_rows
from narratives.documents.shadow import shadow
from narratives.documents.wrapping import find_wrapping
from narratives.lexicon import has_list, language_name, languages
from narratives.schema import Document, Span

_BYTES = (NOT_UTF_8, NOT_ALL_UTF_8)
"""How facts begin that say how the bytes of a file were read."""
_BOXES_IN_WORDS = re.compile("[^\\W\\d_][\u2500-\u259f]|[\u2500-\u259f][^\\W\\d_]")
_WRITTEN_OUT = (
    (re.compile(r"\\[nr](?!\w)|\\n(?=[A-Z\\])"), r"\n", "ends of lines"),
    (re.compile(r"\\u[0-9a-fA-F]{4}"), r"\u00e9", "letters"),
    (
        re.compile(r"=(?:[CD][0-9A-F]=[89AB][0-9A-F]|E[0-9A-F](?:=[89AB][0-9A-F]){2}|20\b|9[1-7])"),
        "=C3=A9",
        "letters as mails are sent (quoted-printable)",
    ),
)
_ANEW = "Save the words anew from where they can be read."
_LETTERS = re.compile("[\x80-\uffff]")
_PAIRS = (("“", "”"), ("«", "»"))


def notes_on(document: Document) -> tuple[str, ...]:
    """Write all that a reader must know about a text before its statements are read.

    How its bytes were read, what looks garbled, how its lines were read, its languages, and
    dates that do not agree, in this order.

    Parameters
    ----------
    document : Document

    Returns
    -------
    tuple of str
        Empty where nothing is odd.

    Examples
    --------
    >>> notes_on(Document("a", "The dam held, the mayor said."))
    ()
    """
    place = document.file or document.document_id
    read = [f"{place}: {fact}" for fact in document.outside if fact.startswith(_BYTES)]
    notes = (note_on_mojibake, note_on_words, note_on_captions, note_on_lines, note_on_language)
    found = (note(document) for note in notes)
    return tuple(filter(None, (*read, *found, note_on_date(document))))


def note_on_mojibake(document: Document) -> str:
    """Write that a text looks as if it had been read in a wrong encoding, and ask.

    ``ftfy`` judges. The text is left as it stands: a person may have meant it so.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Empty where the text looks whole.

    Examples
    --------
    >>> note_on_mojibake(Document("a", "From Ã‰vreux")).split(". ")[0]
    'a: line 1 looks garbled: "From Ã‰vreux" may have been "From Évreux"'
    >>> note_on_mojibake(Document("a", "The mayor of Évreux spoke."))
    ''
    """
    place = document.file or document.document_id
    lost = document.text.count("\ufffd")
    told = []
    if not document.text.isascii():
        told += _garbled(document.text)
    told += _written_out(document.text)
    if lost and not any(fact.startswith(NOT_ALL_UTF_8) for fact in document.outside):
        line = line_number(document.text, document.text.index("\ufffd"))
        marks = "1 mark" if lost == 1 else f"{lost} marks"
        told.append(
            f"the text has {marks} U+FFFD, the first in line {line}, where a letter was lost. "
            "Words beside them may be misread; put the letters in."
        )
    return f"{place}: {' '.join(told)}" if told else ""


def note_on_words(document: Document) -> str:
    """Write what looks as if the words had suffered on the way to the file.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Empty where the words look whole.

    Examples
    --------
    >>> note_on_words(Document("a", "?No,? said the mayor.")).split(",")[0]
    'a: question marks stand where quotation marks or apostrophes may have been'
    >>> note_on_words(Document("a", "“No,” said the mayor."))
    ''
    """
    told = " ".join(f"{one[0].upper()}{one[1:]}" for one in doubts_about(document.text))
    place = document.file or document.document_id
    return f"{place}: {told[0].lower()}{told[1:]}" if told else ""


def _is_paired(line: str) -> bool:
    return all(line.count(opening) == line.count(closing) for opening, closing in _PAIRS)


def _garbled(text: str) -> list[str]:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(re.split(r"\r\n|[\r\n]", text), 1):
        if _LETTERS.search(line) and is_bad(line):
            mended = fix_encoding(line)
            # A right quotation in capitals that ends in "Ã" is taken for garbled, and would lose
            # its closing mark (findings/ftfy_eats_closing_marks.sh).
            if mended != line and not (_is_paired(line) and not _is_paired(mended)):
                found.append((number, line, mended))
    if found:
        number, line, mended = found[0]
        lines = f"line {number} looks" if len(found) == 1 else f"{len(found)} lines look"
        return [
            f"{lines} garbled: {_around(line, mended)} may have been {_around(mended, line)}. "
            "Nothing was changed. Is it so? Then save the text anew in its right encoding "
            "(ftfy, which is installed, does it: ftfy FILE -o NEW), and read that file."
        ]
    boxes = _BOXES_IN_WORDS.findall(text)
    if len(boxes) >= 3:
        line_of_first = line_number(text, text.index(boxes[0]))
        return [
            f"signs for drawing boxes stand inside words, first in line {line_of_first}: the text "
            "may have been read in a wrong encoding. Nothing was changed. Open the file in the "
            "encoding in which it was written, and save it as UTF-8."
        ]
    return []


def _written_out(text: str) -> list[str]:
    """Write that ends of lines and letters stand in a text as signs of a program."""
    for pattern, example, what in _WRITTEN_OUT:
        found = pattern.findall(text)
        if len(found) >= 3:
            line = line_number(text, text.index(found[0]))
            return [
                f"{len(found)} times, first in line {line}, the text has {what} written out "
                f"({example}). Nothing was changed, and words beside them may be misread. {_ANEW}"
            ]
    return []


def _around(line: str, other: str) -> str:
    """Return the words of a line from a little before it differs from another one."""
    first = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0)
    start = line.rfind(" ", 0, max(0, first - 12)) + 1
    piece = line[start : start + 40]
    return f'"{"…" if start else ""}{piece.rstrip()}{"…" if start + 40 < len(line) else ""}"'


def note_on_lines(document: Document) -> str:
    r"""Write that the lines of a text are broken inside sentences, and what was done.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Empty where every line is a paragraph, or ends with a sentence.

    Examples
    --------
    >>> text = "The mayor of the town denied\nthat the dam had been mined."
    >>> note_on_lines(Document("a", text)).split(";")[0]
    'a: the text is hard-wrapped: lines are broken inside paragraphs, at 28 columns or fewer'
    """
    found = find_wrapping(clean_letters(document.text))
    told = []
    if found.joined:
        broken = (
            "the text is hard-wrapped: lines are broken inside paragraphs, at "
            f"{found.columns} columns or fewer"
            if found.columns
            else "paragraphs are broken where a page seems to end"
        )
        were = "was" if found.joined == 1 else "were"
        told.append(
            f"{broken}; {found.joined} of them {were} joined with the next one for reading. All "
            "places are those of the text as it stands. Where no empty line parts two "
            "paragraphs, they may have been read as one."
        )
    if found.replies:
        sign = (
            "one sign, their number or a time" if found.sign else "the sign of a quoted e-mail (>)"
        )
        told.append(f"{found.replies} lines begin with {sign}: it is left out, the words are read.")
    open_at = open_breaks(document.text)
    if open_at:
        # A line is counted from the beginning of the text: of thousands only the first are told.
        first = ", ".join(str(line_number(document.text, at)) for at in open_at[:3])
        lines = f"line {first}" if len(open_at) == 1 else f"lines {first}"
        more = " and others" if len(open_at) > 3 else ""
        which = "other lines" if found.joined else "the text is hard-wrapped: its lines"
        told.append(
            f"{which} seem to be broken inside sentences, behind {lines}{more}, and their form "
            "does not tell where they go on. Nothing is guessed: they are read as they stand, so "
            "speakers and denials may be missed, and what is found beside such a break is flagged. "
            "Put each paragraph on one line."
        )
    place = document.file or document.document_id
    return f"{place}: {' '.join(told)}" if told else ""


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
    document, _ = clean_document(document)
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
