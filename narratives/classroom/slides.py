"""Slides for a class: one idea each, to be read from the last row, and no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from narratives.classroom.advice import LESSON
from narratives.classroom.answers import KeyRow
from narratives.classroom.editions import UNJUDGED, Lesson, list_content, print_row
from narratives.classroom.slide_figures import MOST, legible_figures
from narratives.report.escape import isolate
from narratives.report.filling import fill_page, read_part, squeeze
from narratives.schema import STANCES, STRENGTHS
from narratives.telling.words import account_letter, shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

ROOM = "narratives.classroom"
ACCOUNTS = 3
"""Accounts on a slide in words."""
LONG, VERY = 190, 330
"""Characters from which words are set smaller, and smaller again."""
QUOTED = 300
NAMED = 2
"""Names in a cell of a table."""


NOTHING = Markup("")


@dataclass(frozen=True)
class ClassSlide:
    """One slide: a title and one thing below it.

    Attributes
    ----------
    title : str
    words : Markup
    items : tuple of Markup
        A numbered list.
    scale : tuple of (word, example)
        Steps beside each other.
    told : tuple of (name, value)
        Answers.
    grid : tuple of rows
        A table: the first row is its head, the first cell of a row its name.
    picture, alt : str
        A figure that fills the slide, as base64, and what it shows.
    """

    title: str
    words: Markup = NOTHING
    items: tuple[Markup, ...] = ()
    scale: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    grid: tuple[tuple[str, ...], ...] = ()
    picture: str = ""
    alt: str = ""

    @property
    def size(self) -> str:
        """The class by which many words are set smaller."""
        length = len(self.words.striptags()) + sum(len(item.striptags()) for item in self.items)
        return "very" if length > VERY else "long" if length > LONG else ""


ASKED = (
    ClassSlide(
        "Four questions to ask of any text",
        items=(
            Markup("Who says it?"),
            Markup("How firmly do they put it?"),
            Markup("What is it based on?"),
            Markup("For or against which account?"),
        ),
    ),
    ClassSlide(
        "Who says it?",
        Markup(
            "“The dam is safe,” <b>the mayor</b> told Radio Coast. The mayor says it. The radio "
            "passes it on."
        ),
    ),
    ClassSlide(
        "How firmly?",
        scale=(
            ("hint", "“pointed to the mayor”"),
            ("possible", "“may have known”"),
            ("likely", "“probably knew”"),
            ("certain", "“knew”"),
        ),
    ),
    ClassSlide(
        "What is it based on?",
        scale=(
            ("shown", "The text prints the letter."),
            ("only named", "“A letter proves it.”"),
            ("nothing given", "“Everybody knows it.”"),
        ),
    ),
    ClassSlide(
        "For or against which account?",
        Markup("An account is one way to tell what happened. Some words speak for none."),
    ),
)


def render_slides(lesson: Lesson) -> str:
    """Build the slides: the questions, the task, then the answers one by one.

    Parameters
    ----------
    lesson : Lesson

    Returns
    -------
    str
    """
    return fill_page(
        ROOM,
        "slides.html",
        read_part(ROOM, "base.css") + read_part(ROOM, "slides.css"),
        squeeze(read_part(ROOM, "slides.js")),
        pictures=True,
        question=lesson.comparison.question,
        slides=list_slides(lesson),
    )


def list_slides(lesson: Lesson) -> list[ClassSlide]:
    """List the slides of a lesson; the answers begin after "Now you"."""
    comparison = lesson.comparison
    content, key = list_content(lesson)
    asked = min(LESSON, len(key))
    return [
        ClassSlide(
            shorten(comparison.question, 120), Markup("Who says what, how firmly, on what basis?")
        ),
        *ASKED,
        ClassSlide(
            "Now you",
            items=(
                Markup("Read the {}.").format("texts" if len(comparison.documents) > 1 else "text"),
                Markup("Mark statements 1 to {}.").format(asked),
                Markup("Write down the accounts that you find."),
            ),
        ),
        *_accounts(list(content.accounts.values())),
        *(_answer(comparison, row) for row in key[:asked]),
        *(
            ClassSlide(title, picture=picture, alt=alt)
            for title, picture, alt in legible_figures(comparison)
        ),
        *_firmness(comparison),
        *_splits(comparison, key),
        ClassSlide(
            "What may not be concluded",
            items=(
                Markup("What happened: {} cannot show it.").format(
                    "these texts" if len(comparison.documents) > 1 else "one text"
                ),
                Markup("That a firm word is a true word."),
                Markup("That silence is a yes."),
            ),
        ),
        ClassSlide(
            "What would change your mind?",
            Markup("Name one thing that, if you read it tomorrow, would move you."),
        ),
    ]


def _accounts(accounts: Sequence[Any]) -> list[ClassSlide]:
    parts = [accounts[n : n + ACCOUNTS] for n in range(0, len(accounts), ACCOUNTS)]
    return [
        ClassSlide(
            "The accounts" if len(parts) == 1 else f"The accounts, {n} of {len(parts)}",
            Markup("<br>").join(
                Markup("<b>{}: {}.</b> {}").format(
                    account.letter,
                    isolate(shorten(account.title, 60)),
                    isolate(shorten(account.statement, 110)),
                )
                for account in part
            ),
        )
        for n, part in enumerate(parts, start=1)
    ]


def _answer(comparison: Tables, row: KeyRow) -> ClassSlide:
    told = print_row(comparison, row)
    words = told.said
    if len(words.striptags()) > QUOTED:
        words = Markup("<mark>{}</mark>").format(isolate(told.short))
    who = told.who + (f", passed on by {told.passed_on}" if told.passed_on else "")
    judged = (("How firmly", told.firmness), ("Based on", told.basis))
    return ClassSlide(
        f"Statement {row.offer.n}, line {row.offer.line}",
        words,
        told=(
            ("Who", shorten(who, 80)),
            *((name, words) for name, words in judged if words != UNJUDGED),
            ("Accounts", told.accounts.striptags().removeprefix("Account: ")),
        ),
    )


def _splits(comparison: Tables, key: Sequence[KeyRow]) -> list[ClassSlide]:
    """Show the statement on which careful readers are most likely to differ."""
    doubtful = [row for row in key if row.implied or row.doubtful][:1]
    return [
        ClassSlide(
            "Where careful people differ",
            Markup("“{}” Which word decides?").format(
                isolate(shorten(print_row(comparison, row).short, 160))
            ),
        )
        for row in doubtful
    ]


def _firmness(comparison: Tables) -> list[ClassSlide]:
    """Set who supports an account under the word by which they put it, three names at most."""
    table = comparison.firmness_by_origin
    table = table[table["stance"] == STANCES[0]]
    rows = []
    for n, (narrative, title) in enumerate(comparison.narratives["title"].items()):
        own = table[table["narrative_id"] == narrative]
        cells = []
        for word in STRENGTHS:
            said = own["name"][own["strength"] == word]
            names = list(dict.fromkeys(map(str, said)))
            left = len(names) - NAMED
            told = [shorten(name, 26) for name in names[:NAMED]]
            cells.append("; ".join([*told, f"and {left} more"] if left > 0 else told) or "–")
        rows.append((f"{account_letter(n)}: {shorten(str(title), 26)}", *cells))
    return [ClassSlide("How firmly is each account put?", grid=(("", *STRENGTHS), *rows[:MOST]))]
