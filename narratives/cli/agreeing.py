"""The command that says how far the people who decided agree, and where they differ."""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING, Any

from narratives.cli.commands import CaseFolder, Rows, TextAlone, app, warn
from narratives.cli.output import Format, make_harmless, print_paragraph, print_table, show_progress

if TYPE_CHECKING:
    from narratives.deciding import PersonAgreement

LONGEST = 160
INDENT = 4


@app.command(epilog="Example: narratives agreement seeds/crocus-city-hall")
def agreement(case: CaseFolder, format: Rows = Format.table, text_alone: TextAlone = False) -> None:
    """Say how far the people who decided agree, where they differ, and what follows by each.

    People are told apart by the name in each line (who) of review.jsonl and review-NAME.jsonl.
    With --format csv or jsonl it lists what they differ on, a row for each person.
    """
    from narratives.case import load_case

    with show_progress("Comparing") as progress:
        progress("reading the case")
        loaded = load_case(case)
        from narratives.stages import agreement_between, compare
        from narratives.stages.again import keep_text_alone

        comparison = compare(loaded, outside=not text_alone, progress=progress)
        loaded = keep_text_alone(loaded) if text_alone else loaded
        progress("by the lines of each person alone")
        found = agreement_between(loaded, comparison=comparison)
    warn(loaded, comparison.warnings)
    if format is not Format.table:
        from narratives.cli.tables import write_rows

        rows: list[dict[str, Any]] = [
            {str(key): value for key, value in row.items()}
            for row in found.differences.to_dict("records")
        ]
        write_rows(rows, list(found.differences.columns), format, head=True)
        return
    _print_agreement(found)


def _print_agreement(found: PersonAgreement) -> None:
    from narratives.deciding.people import ALPHA_IN_WORDS
    from narratives.telling.words import join_words

    if found.reason:
        print_paragraph(found.reason)
    if len(found.persons) < 2:
        return
    if len(found.fields):
        print_table(
            ["Field", "Alpha", "Interval", "By two or more", "They differ on"],
            [
                [
                    str(name),
                    "–" if isnan(row["alpha"]) else f"{row['alpha']:.2f}",
                    row["reason"] or f"{row['low']:.2f} to {row['high']:.2f}",
                    str(row["things"]),
                    str(row["differ"]),
                ]
                for name, row in zip(
                    found.fields.index, found.fields.to_dict("records"), strict=True
                )
            ],
            title=f"How far {join_words(list(found.persons))} agree",
        )
        print_paragraph(f"Krippendorff's alpha: {ALPHA_IN_WORDS}")
    _print_differences(found)
    _print_summaries(found)


def _print_differences(found: PersonAgreement) -> None:
    if found.differences.empty:
        if len(found.fields):
            print()
            print_paragraph("They differ nowhere.")
        return
    from narratives.telling.words import shorten

    print()
    print_paragraph("Where they differ", bold=True)
    for (target, field), thing in found.differences.groupby(["target", "field"], sort=False):
        print()
        print(f"{make_harmless(str(target))} {field}")
        if words := str(thing["words"].iloc[0]):
            print_paragraph(shorten(words, LONGEST), indent=INDENT)
        for who, own in thing.groupby("who", sort=False):
            given = "; ".join(
                f"{part} {value}" if part else (value or json.dumps(""))
                for part, value in zip(own["part"], own["value"], strict=True)
            )
            why = own["why"].iloc[0]
            told = f"{who}: {given}{': ' + shorten(why, LONGEST) if why else ''}"
            print_paragraph(told, indent=INDENT)


def _print_summaries(found: PersonAgreement) -> None:
    print()
    print_paragraph("The summary by all lines together", bold=True)
    print_paragraph(found.together, indent=INDENT)
    for who, summary in found.summaries.items():
        print()
        print_paragraph(f"By the lines of {who} alone", bold=True)
        same = summary == found.together
        print_paragraph("As by all lines together." if same else summary, indent=INDENT)
        if lost := found.without_effect.get(who, 0):
            lines = "1 line rests" if lost == 1 else f"{lost} lines rest"
            print_paragraph(
                f"{lines} on what another person decided, without effect alone.", indent=INDENT
            )
