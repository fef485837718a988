"""Documents: read a text, mark its furniture, split it into sentences.

The text of a document is never changed. Everything found in it is given by
positions in code points. Matching is done on the text as it is read, with its letters
composed and its broken lines joined (:mod:`narratives.documents.clean`), and on a shadow
of that, of the same length, in which odd characters are plain.
"""

from __future__ import annotations

from narratives.documents.clean import (
    CleanText,
    clean_document,
    clean_statements,
    clean_text,
    clean_words,
    open_breaks,
)
from narratives.documents.dates import note_on_date
from narratives.documents.files import (
    kind_of_file,
    open_plain,
    read_bytes,
    sync_folder,
    write_whole,
)
from narratives.documents.language import (
    find_language,
    language_of,
    paragraph_languages,
)
from narratives.documents.notes import (
    note_on_language,
    note_on_lines,
    note_on_mojibake,
    notes_on,
)
from narratives.documents.opening import list_files, read_document, read_documents
from narratives.documents.quotations import Quotation, find_quotations, quotation_kind
from narratives.documents.reading import MAX_CHARACTERS, read_plain
from narratives.documents.segments import find_segments, segment_rows
from narratives.documents.sentences import sentence_rows, split_sentences
from narratives.documents.shadow import shadow

__all__ = [
    "MAX_CHARACTERS",
    "CleanText",
    "Quotation",
    "clean_document",
    "clean_statements",
    "clean_text",
    "clean_words",
    "find_language",
    "find_quotations",
    "find_segments",
    "kind_of_file",
    "language_of",
    "list_files",
    "note_on_date",
    "note_on_language",
    "note_on_lines",
    "note_on_mojibake",
    "notes_on",
    "open_breaks",
    "open_plain",
    "paragraph_languages",
    "quotation_kind",
    "read_bytes",
    "read_document",
    "read_documents",
    "read_plain",
    "segment_rows",
    "sentence_rows",
    "shadow",
    "split_sentences",
    "sync_folder",
    "write_whole",
]
