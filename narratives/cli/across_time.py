"""The command ``timeline``: claims through time, in several texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.cli.commands import CaseFolder, Rows, WithoutReview, app
from narratives.cli.output import Format, note, print_paragraph, print_table, show_progress

if TYPE_CHECKING:
    from narratives.comparison import Tables

TIME_COLUMNS = (
    "narrative",
    "stance",
    "at",
    "document",
    "publisher",
    "entry",
    "name",
    "strength",
    "words",
    "statement",
    "first",
    "copy_of",
)


@app.command(epilog="Example: narratives timeline dam-case")
def timeline(case: CaseFolder, format: Rows = Format.table, draft: WithoutReview = False) -> None:
    """List claims through time: who says what first, what became firmer, what changed."""
    from narratives.case import load_case

    with show_progress("Comparing") as progress:
        progress("reading the case")
        loaded = load_case(case)
        from narratives.stages import compare

        comparison = compare(loaded, draft=draft, progress=progress)
    for message in dict.fromkeys((*loaded.warnings, *comparison.warnings)):
        note(f"Warning: {message}")
    if format is Format.table:
        _print_timeline(comparison)
        return
    from narratives.cli.tables import write_rows
    from narratives.schema import each

    rows = [
        {
            "narrative": c.narrative_id,
            "stance": c.stance,
            "at": c.at,
            "document": c.document_id,
            "publisher": c.publisher,
            "entry": int(c.entry),
            "name": c.name,
            "strength": c.strength,
            "words": c.words,
            "statement": c.statement_id,
            "first": bool(c.first),
            "copy_of": c.copy_of,
        }
        for c in each(comparison.claims)
    ]
    write_rows(rows, TIME_COLUMNS, format, head=True)


def _print_timeline(comparison: Tables) -> None:
    from narratives.schema import each
    from narratives.telling.crossing import list_first_heard, list_numbers, write_when
    from narratives.telling.lineage import folded_in_words
    from narratives.telling.words import basis_word

    told = folded_in_words(comparison)
    if told:
        print_paragraph(told)
        print()
    if not any(document.published for document in comparison.documents):
        print_paragraph(
            "No text of the case has a date. Dates in the text are not taken for its own: write "
            "when each was published in documents/documents.yaml."
        )
        print()
    titles = {str(n): str(t) for n, t in comparison.narratives["title"].items()}
    for narrative, found in list_first_heard(comparison).items():
        if not found:
            print_paragraph(f"{titles[narrative]}: nobody speaks to it in a text with a date.")
            print()
            continue
        print_table(
            ["First heard", "Who", "Side", "How firmly", "Words", "Later"],
            [
                [
                    f"{write_when(one.at)}, {one.publisher}",
                    one.name,
                    "for" if one.stance == "supports" else "against",
                    one.strength or "not judged",
                    one.words + (" (in a copy)" if one.copy_of else ""),
                    ", ".join(
                        f"{word} {len(dates)}×"
                        for word, dates in (("again", one.again), ("copied", one.copied))
                        if dates
                    ),
                ]
                for one in found
            ],
            title=titles[narrative],
            widths=[6, 4, 4, 4, 8, 4],
            spaced=True,
        )
    for rise in each(comparison.rises):
        new = ", ".join(map(basis_word, rise.new_basis.split(";")))
        basis = f"New basis: {new}." if new else "No new basis is given."
        print_paragraph(
            f"Firmer {rise.way}, {titles[rise.narrative_id]}: {rise.name}, {rise.before_strength} "
            f"“{rise.before_words}” ({rise.before}) → {rise.after_strength} "
            f"“{rise.after_words}” ({rise.after}). {basis}"
        )
    for thing, steps in list_numbers(comparison).items():
        way = " → ".join(
            f"{step.bound + ' ' if step.bound else ''}{step.number} "
            f"({write_when(step.at)}, {step.publishers[0]})"
            for step in steps
        )
        print_paragraph(f"{thing}: {way}")
