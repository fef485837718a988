"""The tables of the commands, each as rows for a file and as lines for a person."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from narratives.cli.drafting import Drafted, statement_rows
from narratives.cli.output import Format, print_paragraph, print_table, write_csv, write_json_line
from narratives.schema import format_spans

if TYPE_CHECKING:
    import pandas as pd

    from narratives.reference import Agreement

OutputRow = dict[str, Any]

STATEMENT_COLUMNS = (
    "id",
    "document",
    "source",
    "cue",
    "content",
    "kind",
    "strength",
    "polarity",
    "source_name",
    "chain",
    "inferred",
    "method",
    "probability",
    "flags",
    "source_text",
    "cue_text",
    "content_text",
)


def write_statements(drafted: Drafted, layout: Format, *, head: bool) -> None:
    """Write the statements of one document.

    Parameters
    ----------
    drafted : Drafted
    layout : Format
    head : bool
        Write the names of the columns first, in CSV.
    """
    rows = statement_rows(drafted)
    if layout is not Format.table:
        write_rows(rows, STATEMENT_COLUMNS, layout, head=head)
        return
    name = drafted.document.document_id if drafted.document else str(drafted.path)
    title = f"{name}: {len(rows)} statement{'' if len(rows) == 1 else 's'}"
    if not rows:
        print_paragraph(title, bold=True)
        return
    print_table(
        ["Address", "Source", "Cue", "Strength", "Content"],
        [
            [
                row["id"],
                " → ".join(row["chain"]) + (" (inferred)" if row["inferred"] else ""),
                row["cue_text"] or "no cue",
                (row["strength"] or "not judged")
                + ("" if row["polarity"] == "asserts" else f", {row['polarity']}"),
                row["content_text"],
            ]
            for row in rows
        ],
        title=title,
        widths=[4, 6, 5, 4, 11],
        spaced=True,
        addresses=True,
    )


def print_agreement(agreement: Agreement) -> None:
    """Print how far a draft agrees with its reference, and where it does not."""
    print_table(
        ["The draft against reference.json", "Right", "Of", "Share"],
        [
            [str(name), str(row["right"]), str(row["of"]), _share(row["share"])]
            for name, row in _records(agreement.summary)
        ],
    )
    items = agreement.items
    lost = items[items["required"] & ~items["source"]]
    differing = items[items["source"] & ~(items["bearing"] & items["strength"])]
    if len(lost):
        print_table(
            ["Item", "Reference", "Nearest in the draft", "F1"],
            [
                [
                    str(item),
                    row["reference"],
                    row["drafted"] or "nothing",
                    _share(row["content_f1"]),
                ]
                for item, row in _records(lost)
            ],
            title="Required, and not found with the right source",
            widths=[2, 8, 8, 2],
            spaced=True,
        )
    if len(differing):
        print_table(
            ["Item", "Differs in", "Reference"],
            [
                [
                    str(item),
                    ", ".join(part for part in ("bearing", "strength") if not row[part]),
                    row["reference"],
                ]
                for item, row in _records(differing)
            ],
            title="Found, and judged differently",
            widths=[2, 4, 14],
            spaced=True,
        )
    if len(agreement.extras):
        print_table(
            ["Statement", "Words"],
            [[str(name), row["words"]] for name, row in _records(agreement.extras)],
            title="Drafted, and not in the reference",
            widths=[5, 13],
            spaced=True,
        )
    if len(agreement.never):
        print_table(
            ["Text", "Statement", "Words"],
            [list(row.values()) for _, row in _records(agreement.never)],
            title="Came out, and must not",
            widths=[5, 5, 8],
            spaced=True,
        )


def write_rows(
    rows: list[OutputRow], columns: Sequence[str], layout: Format, *, head: bool
) -> None:
    """Write rows for a program; ``head`` asks for the names of the columns first, in CSV."""
    if layout is Format.jsonl:
        for row in rows:
            write_json_line(row)
    else:
        lines = [[_cell(name, row[name]) for name in columns] for row in rows]
        write_csv([list(columns), *lines] if head else lines)


def _cell(name: str, value: Any) -> Any:
    """Write a list as text: spans as ``start-end``, the rest joined."""
    if not isinstance(value, list):
        return value
    if name in ("source", "cue", "content"):
        return format_spans(value)
    return (" → " if name == "chain" else ";").join(value)


def _share(share: float) -> str:
    return "" if isnan(share) else f"{share:.2f}"


def _records(table: pd.DataFrame) -> list[tuple[Any, OutputRow]]:
    rows: list[OutputRow] = [
        {str(name): row[name] for name in row} for row in table.to_dict("records")
    ]
    return list(zip(table.index, rows, strict=True))
