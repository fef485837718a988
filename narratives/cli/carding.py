"""The command that shows the score card whole: words, statements and what would raise a score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from narratives.cli.commands import CaseFolder, Rows, WithoutReview, app, warn
from narratives.cli.output import Format, print_paragraph, show_progress
from narratives.schema import ARTICLE, CARD, NARRATOR, NarrativesError

if TYPE_CHECKING:
    from narratives.stages import Comparison
    from narratives.telling.card import ToldCell

COLUMNS = (
    "narrative",
    "profile",
    "criterion",
    "title",
    "score",
    "level",
    "words",
    "statement_ids",
    "why",
    "raised_by",
    "by",
)
INDENT = 4


@app.command(epilog="Example: narratives card seeds/crocus-city-hall --account isis")
def card(
    case: CaseFolder,
    account: Annotated[
        str,
        typer.Option(
            "--account",
            metavar="ID",
            help="The card of one account.  [default: of all]",
            show_default=False,
        ),
    ] = "",
    format: Rows = Format.table,
    draft: WithoutReview = False,
) -> None:
    """Show the score card whole: what each score rests on, why one is unknown, what would raise it.

    The words stand there uncut, and with them the number of each statement; the statements follow
    with their addresses.
    """
    from narratives.case import load_case

    with show_progress("Comparing") as progress:
        progress("reading the case")
        loaded = load_case(case)
        known = [str(narrative) for narrative in loaded.narratives.index]
        if account and account not in known:
            raise NarrativesError(
                f'--account "{account}" is no account of {loaded.name}. Known: {", ".join(known)}.'
            )
        from narratives.stages import compare

        comparison = compare(loaded, draft=draft, progress=progress)
    warn(loaded, comparison.warnings)
    write_card(comparison, [account] if account else known, format)


def write_card(comparison: Comparison, accounts: list[str], layout: Format) -> None:
    """Write the score card of some accounts.

    Parameters
    ----------
    comparison : Comparison
    accounts : list of str
        Ids of narratives.
    layout : Format
    """
    from narratives.cli.standing import print_looked
    from narratives.cli.tables import write_rows
    from narratives.telling.card import tell_card

    told = tell_card(comparison)
    if layout is not Format.table:
        write_rows(_rows(told, accounts), COLUMNS, layout, head=True)
        return
    mine = [told[account, name] for account in accounts for name in _criteria()]
    used = {statement for cell in mine for statement in cell.statements}
    numbers = {
        str(statement): number
        for number, statement in enumerate(comparison.statements.index, start=1)
        if statement in used
    }
    print_looked(comparison)
    for account in accounts:
        print()
        print_paragraph(str(comparison.narratives.at[account, "title"]), bold=True)
        for profile, criteria in CARD.items():
            print()
            print_paragraph(profile.capitalize(), bold=True)
            for name in criteria:
                _print_cell(name, told[account, name], numbers)
    if numbers:
        print()
        print_paragraph("The statements", bold=True)
        for statement, number in numbers.items():
            row = comparison.statements.loc[statement]
            who = ARTICLE if row["source_id"] == NARRATOR else str(row["source_name"])
            cue = str(row["cue_text"])
            said = f"{who}:" if cue == ":" else " ".join(filter(None, (who, cue)))
            print_paragraph(f"[{number}] {statement} {said} “{row['content_text']}”")


def _criteria() -> list[str]:
    return [name for criteria in CARD.values() for name in criteria]


def _rows(told: dict[tuple[str, str], ToldCell], accounts: list[str]) -> list[dict[str, Any]]:
    from narratives.scores.card import CRITERIA

    return [
        {
            "narrative": account,
            "profile": profile,
            "criterion": name,
            "title": CRITERIA[name].title,
            "score": told[account, name].score,
            "level": told[account, name].level,
            "words": told[account, name].words,
            "statement_ids": list(told[account, name].statements),
            "why": told[account, name].why,
            "raised_by": told[account, name].raised_by,
            "by": told[account, name].by or "draft",
        }
        for account in accounts
        for profile, criteria in CARD.items()
        for name in criteria
    ]


def _print_cell(name: str, cell: ToldCell, numbers: dict[str, int]) -> None:
    from narratives.scores.card import CRITERIA

    score = "?" if cell.score is None else cell.score
    by = f" (by {cell.by})" if cell.by else ""
    print_paragraph(f"{CRITERIA[name].title} {score}: {cell.level}{by}")
    listed = f"[{', '.join(map(str, sorted(numbers[one] for one in cell.statements)))}]"
    words = cell.words if cell.score is not None else ""
    for line in (
        cell.why,
        f"{words} {listed}".strip() if cell.statements else words,
        cell.raised_by,
    ):
        if line:
            print_paragraph(line, indent=INDENT)
