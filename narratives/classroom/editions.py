"""The pages of a lesson: the pupil's, the teacher's, and the printed key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from markupsafe import Markup

from narratives.classroom.advice import LESSON, PLAN, list_expected, list_mistakes
from narratives.classroom.answers import BASIS, FIRMNESS, SIDES, KeyRow, list_key
from narratives.classroom.lines import TextLine, number_lines
from narratives.classroom.marking import show_button, show_lines, show_offer
from narratives.classroom.offers import Offer, list_offers, task_of
from narratives.report.content import PageContent, page_content
from narratives.report.filling import fill_page, printed_date, read_part, squeeze
from narratives.telling.looked import looked_in_words
from narratives.telling.words import account_letter, join_words, shorten

if TYPE_CHECKING:
    from narratives.comparison import Tables

ROOM = "narratives.classroom"
UNJUDGED = "not judged"


@dataclass(frozen=True)
class Lesson:
    """What the pages of a lesson are made from, gathered once.

    Attributes
    ----------
    comparison : Comparison
    lines : list of TextLine
    offers : list of Offer
    """

    comparison: Tables
    lines: list[TextLine]
    offers: list[Offer]

    @property
    def letters(self) -> list[str]:
        """The letters of the accounts."""
        return [account_letter(n) for n in range(len(self.comparison.narratives))]

    @property
    def task(self) -> str:
        """What the files of pupils are told apart by."""
        return task_of(self.comparison)


def plan_lesson(comparison: Tables) -> Lesson:
    """Give a case numbered lines, and list the statements that pupils are offered."""
    lines = number_lines(comparison)
    return Lesson(comparison, lines, list_offers(comparison, lines))


def render_marking(lesson: Lesson) -> str:
    """Build the page on which pupils read and mark. It is made without a single answer.

    Returns
    -------
    str
        The same for two readings of the same texts, as long as they find statements in the
        same words and have as many accounts.
    """
    comparison = lesson.comparison
    return fill_page(
        ROOM,
        "mark.html",
        read_part(ROOM, "base.css") + read_part(ROOM, "mark.css"),
        squeeze(read_part(ROOM, "mark.js")),
        question=comparison.question,
        many=len(comparison.documents) > 1,
        task=lesson.task,
        letters=lesson.letters,
        firmness=FIRMNESS,
        basis=list(BASIS.items()),
        sides=SIDES,
        paragraphs=show_lines(comparison, lesson.lines, lesson.offers, show_button),
        quotes=[(offer.n, show_offer(comparison, offer)) for offer in lesson.offers],
    )


def render_teacher(lesson: Lesson, date: str | None = None, *, invented: bool = False) -> str:
    """Build the teacher's edition: answers, timings, what to expect, what does not follow.

    Parameters
    ----------
    lesson : Lesson
    date : str, optional
        As :func:`narratives.report.render_report` takes it.
    invented : bool
        Whether the event was made up; if not, there is a word on those whom it hurt.
    """
    comparison = lesson.comparison
    content = page_content(comparison)
    key = list_key(content, lesson.offers)
    starts = accumulate((minutes for minutes, *_ in PLAN), initial=0)
    return fill_page(
        ROOM,
        "teacher.html",
        read_part(ROOM, "base.css"),
        date=printed_date(date),
        question=comparison.question,
        reading=tell_reading(comparison),
        unread=content.unread,
        many=len(comparison.documents) > 1,
        real=not invented,
        plan=[(start, *row) for start, row in zip(starts, PLAN, strict=False)],
        lesson=min(LESSON, len(lesson.offers)),
        total=len(lesson.offers),
        accounts=list(content.accounts.values()),
        key=[print_row(comparison, row) for row in key],
        expected=list_expected(key),
        mistakes=list_mistakes(comparison, key),
        limits=content.limits,
    )


def render_key(lesson: Lesson, date: str | None = None) -> str:
    """Build the key for paper: one table."""
    content = page_content(lesson.comparison)
    return fill_page(
        ROOM,
        "key.html",
        read_part(ROOM, "base.css"),
        date=printed_date(date),
        question=lesson.comparison.question,
        reading=tell_reading(lesson.comparison),
        accounts=list(content.accounts.values()),
        key=[print_row(lesson.comparison, row) for row in list_key(content, lesson.offers)],
    )


def tell_reading(comparison: Tables) -> str:
    """Say whose reading the key is, and how much of it a person has looked at."""
    if comparison.reviewed:
        looked = comparison.looked
        all_seen = looked.statements == looked.of_statements
        left = "" if all_seen else " Go over the rest before the lesson."
        who = f". {looked_in_words(comparison)}{left}"
    else:
        who = ", and no person has looked at it. Go over it before the lesson."
    return (
        f"The key is one reading of the {_texts(comparison)}, and no verdict: "
        f"a machine drafted it{who}"
    )


@dataclass(frozen=True)
class PrintedAnswers:
    """The answers about one statement in the words of the pages.

    Attributes
    ----------
    n, line : int
        Numbers of the statement and of its line.
    said : Markup
        The words of the text around it.
    short : str
        Its content, cut.
    who, source, passed_on, words, kinds : str
        Who says it, by which words of the text, who passes it on, the words by which it is put,
        the kinds of its basis; empty where there is nothing to say.
    firmness, basis : str
    accounts : Markup
        What it speaks for and against.
    brief : str
        The same in signs.
    implied : bool
    doubts, reasons : tuple of str
    """

    n: int
    line: int
    said: Markup
    short: str
    who: str
    source: str
    passed_on: str
    firmness: str
    words: str
    basis: str
    kinds: str
    accounts: Markup
    brief: str
    implied: bool
    doubts: tuple[str, ...]
    reasons: tuple[str, ...]


def print_row(comparison: Tables, row: KeyRow) -> PrintedAnswers:
    """Give the answers about one statement in the words of the pages."""
    bears = [f"{'for' if side == SIDES[0] else 'against'} {letter}" for letter, side in row.bears]
    told = "<b>Neither for nor against</b> any account"
    if bears:
        told = f"Account: <b>{join_words(bears)}</b>"
    return PrintedAnswers(
        n=row.offer.n,
        line=row.offer.line,
        said=show_offer(comparison, row.offer),
        short=shorten(" … ".join(dict.fromkeys(r.content for r in row.rows)), 100),
        who=join_words([name or "not known" for name in row.who]),
        source=join_words([r.source for r in row.rows if r.source and r.source not in row.who]),
        passed_on=join_words(row.passed_on),
        firmness=join_words(row.firmness, "or") or UNJUDGED,
        words=row.words,
        basis=join_words([BASIS[word] for word in row.basis], "or") or UNJUDGED,
        kinds=join_words(list(dict.fromkeys(m.kind for r in row.rows for m in r.basis))),
        # Only letters and fixed words stand in it.
        accounts=Markup(told),
        brief=", ".join(f"{a}{'+' if s == SIDES[0] else '−'}" for a, s in row.bears) or "–",
        implied=row.implied,
        doubts=tuple(dict.fromkeys(doubt for r in row.rows for doubt in r.doubts)),
        reasons=tuple(
            dict.fromkeys(w.why for r in row.rows for w in r.reasons if w.told and w.why)
        ),
    )


def list_content(lesson: Lesson) -> tuple[PageContent, Sequence[KeyRow]]:
    """Return what the report prints of a lesson's case, and its key."""
    content = page_content(lesson.comparison)
    return content, list_key(content, lesson.offers)


def _texts(comparison: Tables) -> str:
    return "texts" if len(comparison.documents) > 1 else "text"
