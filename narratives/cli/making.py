"""The commands that make a case and add to it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narratives.cli.commands import CaseFolder, app
from narratives.cli.output import make_harmless, note, show_progress
from narratives.schema import CaseError, NarrativesError

if TYPE_CHECKING:
    from narratives.case import Proposal
    from narratives.schema import Case

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,10}:/", re.IGNORECASE)
"""What an address begins with, as a path writes it."""
_KINDS = "text, Markdown, saved pages (HTML, MHTML), PDF, DOCX, EML, WARC, WACZ, or folders of them"
Documents = Annotated[
    list[Path], typer.Argument(metavar="DOCUMENT...", help=f"{_KINDS}. Nothing is fetched.")
]


@app.command(
    epilog="Example: narratives new dam-case dam.html flood.pdf --question 'What broke the dam?' "
    "--narrative quake='An earthquake broke the dam.'"
)
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.")],
    documents: Documents,
    question: Annotated[str, typer.Option("--question", help="What the case asks.")] = "",
    narrative: Annotated[
        list[str] | None,
        typer.Option(
            "--narrative", metavar="ID=SENTENCE", help="A rival account; give one for each."
        ),
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Propose rival accounts from the documents.")
    ] = False,
) -> None:
    """Make a case folder from documents of your own: it works at once, and says what to look at."""
    accounts, faults = _accounts(narrative or [])
    if suggest == bool(narrative):
        told = "are both given" if suggest else "are both missing"
        faults.append(
            f"--narrative and --suggest {told}. Write each account as ID=SENTENCE, or let "
            "--suggest propose some."
        )
    if not question and not suggest:
        faults.append(
            "--question: what the case asks is missing. Write what the texts disagree about."
        )
    if faults:
        gone = [path for path in documents if not _ADDRESS.match(str(path)) and not path.exists()]
        faults += [f"{path}: there is no such file. Check the name." for path in gone]
        raise typer.BadParameter("\n".join(faults))
    from narratives.case import create_case, load_case
    from narratives.cli.trying import try_case
    from narratives.documents import notes_on
    from narratives.reading import choose_reader, keep_readings

    reader = choose_reader({}, folder)
    rests: dict[str, tuple[str, ...]] = {}
    left_out = 0
    with show_progress("Reading") as progress:
        if suggest:
            accounts, rests, left_out = _suggest(documents, question)

        def propose(case: Case) -> Proposal:
            return replace(try_case(case, progress, reader), accounts=rests)

        path = create_case(
            folder, question or "What happened?", accounts, documents, propose=propose
        )
    keep_readings(reader)  # so that the first report need not read again
    new_case = load_case(path)
    notes = [message for document in new_case.documents for message in notes_on(document)]
    for message in dict.fromkeys((*new_case.warnings, *notes)):
        note(f"Warning: {message}")
    made, file = make_harmless(str(path)), make_harmless(str(path / "case.yaml"))
    print(f"Made {made}{'' if path.name else '/'} as a case folder.")
    renamed = [
        f"{document.file} is {file}"
        for document, file in zip(new_case.documents, documents, strict=False)
        if document.file != file.name and _is_one_of_several(file, documents)
    ]
    if renamed and len(new_case.documents) == len(documents):
        print(make_harmless(f"  Of texts with one name: {'; '.join(renamed)}."))
    for title, sentence in zip(accounts, accounts.values(), strict=True) if suggest else ():
        print(f"  Proposed, not checked: {title}: {make_harmless(sentence)}")
    if left_out:
        print(f"  Left out: {_left_out(left_out)}.")
    print(f"Look through the terms and sources in {file}, then run")
    print(f"  narratives check {made}\n  narratives review {made}\n  narratives report {made}")


@app.command(epilog="Example: narratives add dam-case minister.pdf saved-pages/")
def add(case: CaseFolder, documents: Documents) -> None:
    """Add documents to a case; nothing that you wrote in it is touched."""
    from narratives.case import add_documents, load_case
    from narratives.documents import notes_on

    with show_progress("Reading"):
        added = add_documents(case, documents)
        loaded = load_case(case)
    for message in dict.fromkeys((*loaded.warnings, *(n for d in added for n in notes_on(d)))):
        note(f"Warning: {message}")
    for document in added:
        told = ", ".join(filter(None, (document.title, document.publisher, document.published)))
        print(make_harmless(f"Added {document.document_id}{f': {told}' if told else ''}"))
    if not added:
        print("Nothing was added: the case has these texts already.")


def _is_one_of_several(file: Path, documents: list[Path]) -> bool:
    return sum(other.stem == file.stem for other in documents) > 1


def _accounts(pairs: list[str]) -> tuple[dict[str, str], list[str]]:
    """Read the accounts, and say what is wrong with them."""
    accounts: dict[str, str] = {}
    wrong = []
    for pair in pairs:
        name, mark, sentence = pair.partition("=")
        if not mark:
            wrong.append(f'--narrative "{pair}" has no "=".')
        elif name in accounts:
            wrong.append(f'--narrative: the id "{name}" is given twice.')
        accounts[name] = sentence
    way = (
        'Write an id of its own, "=" and a sentence, for example '
        "quake='An earthquake broke the dam.'."
    )
    return accounts, [f"{told} {way}" for told in wrong]


def _suggest(
    paths: list[Path], question: str
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], int]:
    """Propose accounts from the documents, each with the statements on which it rests."""
    from narratives.attribution import extract_statements
    from narratives.case.create import name_documents, read_files
    from narratives.proposing import find_accounts

    problems: list[str] = []
    found, _ = read_files(paths, problems)
    if problems:
        raise CaseError(problems)
    documents = [document for document, _ in name_documents(found, (), ())]
    suggested = find_accounts(extract_statements(documents), documents, question=question)
    if len(suggested.accounts) < 2:
        told = f"; left out: {_left_out(suggested.left_out)}" if suggested.left_out else ""
        raise NarrativesError(
            f"--suggest: no two assertions that differ were found in the texts{told}. Write the "
            "accounts yourself, each with --narrative ID=SENTENCE."
        )
    sentences = {account.narrative_id: account.sentence for account in suggested.accounts}
    rests = {account.narrative_id: account.told for account in suggested.accounts}
    return sentences, rests, suggested.left_out


def _left_out(number: int) -> str:
    """Say how many assertions are no account, and why."""
    from narratives.telling.words import number_of

    return (
        f"{number_of(number, 'assertion')} of the texts that cannot stand alone (half sentences, "
        "and those of an “it” or “they” that the text leaves open)"
    )
