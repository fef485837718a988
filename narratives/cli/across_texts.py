"""The command ``copies``: what stands elsewhere, and who has it from whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from narratives.cli.commands import Rows, app
from narratives.cli.output import Format, note, print_paragraph, print_table, show_progress
from narratives.schema import NarrativesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narratives.copies import CopyLink, TextPair
    from narratives.schema import Document

MOST_CHANGES = 12
"""Changes of one pair that are printed; ``--format jsonl`` has all."""
COPY_COLUMNS = (
    "document",
    "publisher",
    "published",
    "from",
    "from_publisher",
    "relation",
    "standing",
    "share",
    "why",
    "changes",
)


@app.command(epilog="Example: narratives copies articles/*.txt --words")
def copies(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="CASE|FILE...", help="A case folder, or texts and folders of them."),
    ],
    format: Rows = Format.table,
    words: Annotated[
        bool, typer.Option("--words", help="Print what changed, word for word.")
    ] = False,
) -> None:
    """Find texts and passages that stand elsewhere, and who has them from whom."""
    from narratives.copies import Clock, link_texts, search_copies

    with show_progress("Comparing") as progress:
        progress("reading the texts")
        documents, decided = _read(paths)
        if len(documents) < 2:
            raise NarrativesError(
                f"{paths[0]}: one text alone has no copies. Name a case with several texts, or "
                "several files."
            )
        progress("finding passages")
        pairs, compared = search_copies(documents)
        links = link_texts(documents, pairs, decided, Clock(documents))
    if format is Format.table:
        _print_copies(documents, pairs, links, words)
        from narratives.telling.lineage import compared_in_words

        if told := compared_in_words(compared):
            print_paragraph(told)
    else:
        from narratives.cli.tables import write_rows

        rows = _copy_rows(documents, pairs, links)
        if format is Format.csv:
            for row in rows:
                row["changes"] = [" ".join(map(str, change.values())) for change in row["changes"]]
        write_rows(rows, COPY_COLUMNS, format, head=True)


def _read(paths: Sequence[Path]) -> tuple[tuple[Document, ...], dict[str, str]]:
    """Return the texts, and what a person decided about them where they are a case."""
    if len(paths) == 1 and (paths[0] / "case.yaml").is_file():
        from narratives.case import load_case
        from narratives.review import apply_to_copies

        case = load_case(paths[0])
        decided, told = apply_to_copies(case.review, [d.document_id for d in case.documents])
        for line, message in zip(told["line"], told["message"], strict=True):
            if message:
                note(f"Warning: Line {line} of the review was not applied: {message}")
        return case.documents, decided
    from dataclasses import replace

    from narratives.documents import read_documents

    found: list[Document] = []
    names: set[str] = set()
    for path in paths:
        for document in read_documents(path):
            name, number = document.document_id, 2
            while name in names:
                name, number = f"{document.document_id}-{number}", number + 1
            names.add(name)
            found.append(replace(document, document_id=name))
    return tuple(found), {}


def _copy_rows(
    documents: Sequence[Document], pairs: Sequence[TextPair], links: Sequence[CopyLink]
) -> list[dict[str, Any]]:
    known = {d.document_id: d for d in documents}
    return [
        {
            "document": link.document_id,
            "publisher": known[link.document_id].publisher,
            "published": known[link.document_id].published,
            "from": link.source_id,
            "from_publisher": link.source_name,
            "relation": link.relation,
            "standing": link.standing,
            "share": round(link.share, 3),
            "why": link.why,
            "changes": [
                {"kind": kind, "before": before, "after": after}
                for kind, before, after in _changes(documents, pairs, link)
            ],
        }
        for link in links
    ]


def _changes(
    documents: Sequence[Document], pairs: Sequence[TextPair], link: CopyLink
) -> list[tuple[str, str, str]]:
    from narratives.copies import find_changes

    texts = {d.document_id: d.text for d in documents}
    names = {link.document_id, link.source_id}
    pair = next((p for p in pairs if {p.first, p.second} == names), None)
    if pair is None:
        return []
    found = find_changes(pair, texts[pair.first], texts[pair.second])
    return [(change.kind, change.before, change.after) for change in found]


def _has_it_from(link: CopyLink) -> str:
    """Name the text it has its words from; where that is open, without a direction."""
    if not link.source_id:
        return f"{link.source_name} (not here)"
    return f"{link.source_id}, or the other way" if link.standing == "open" else link.source_id


def _print_copies(
    documents: Sequence[Document],
    pairs: Sequence[TextPair],
    links: Sequence[CopyLink],
    words: bool,
) -> None:
    if not links and not pairs:
        print_paragraph(f"{len(documents)} texts: no passage of one stands in another.")
        return
    known = {d.document_id: d for d in documents}
    from narratives.telling.crossing import write_when
    from narratives.telling.lineage import RELATIONS

    print_table(
        ["Text", "Published", "Has it from", "How much", "How it is known"],
        [
            [
                _named(known[link.document_id]),
                write_when(known[link.document_id].published),
                _has_it_from(link),
                f"{RELATIONS[link.relation]}, {link.share:.0%}",
                f"{link.standing}: {link.why}",
            ]
            for link in links
        ],
        title=f"{len(documents)} texts, {len(links)} with words from elsewhere",
        widths=[6, 4, 4, 4, 7],
        spaced=True,
    )
    if words:
        for link in links:
            found = _changes(documents, pairs, link)
            if found:
                rows = [list(change) for change in found[:MOST_CHANGES]]
                title = f"{link.source_id} → {link.document_id}"
                print_table(["What", "Before", "After"], rows, title=title, widths=[2, 7, 7])
                if len(found) > MOST_CHANGES:
                    print_paragraph(f"and {len(found) - MOST_CHANGES} more")
    print_paragraph(
        "A person decides, by a line of review.jsonl: the target is the text, the field "
        '"copied_from", the value the text that it has its words from, or "none".'
    )


def _named(document: Document) -> str:
    name = document.document_id
    return f"{name} ({document.publisher})" if document.publisher else name
