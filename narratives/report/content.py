"""What stands on the page: the tables of a comparison, in the words of its readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives import schema
from narratives.report.accounts import Accounts, key_accounts, number_statements
from narratives.report.across import Across, list_across
from narratives.report.card import Profile, list_card
from narratives.report.cards import (
    FIRST_GAPS,
    Card,
    GapLine,
    OutsideLine,
    SharedLine,
    list_cards,
    list_marks,
    list_outside,
    list_shared,
)
from narratives.report.decisions import (
    DecisionSum,
    decisions_by_place,
    list_decisions,
    sum_up_decisions,
)
from narratives.report.evidence import (
    AskedLine,
    ItemTable,
    ScoreRow,
    list_items,
    list_questions,
    list_scores,
)
from narratives.report.limits import list_limits
from narratives.report.people import PeopleView, list_people
from narratives.report.readings import ReadingsView, list_readings
from narratives.report.registers import (
    DocumentFacts,
    LoadedLine,
    OddityRow,
    SourceRow,
    TensionRow,
    join_loaded,
    list_documents,
    list_loaded,
    list_oddities,
    list_sources,
    list_tensions,
)
from narratives.report.statements import StatementRow, list_statements
from narratives.report.support import (
    RatersView,
    SupportView,
    list_raters,
    list_support,
)
from narratives.report.switches import (
    Effects,
    ItemGroup,
    Switches,
    group_columns,
    list_effects,
    list_switches,
    list_voices,
    name_voice,
)
from narratives.report.texts import MarkedText, mark_texts
from narratives.report.timeline import VersionRow, list_versions
from narratives.telling import lay_out, side_by_side_table
from narratives.telling.carrying import Part, carried_accounts
from narratives.telling.deciding import Deciding
from narratives.telling.looked import looked_in_words, unsure_in_words
from narratives.telling.ranks import order_in_words
from narratives.telling.sensitivity import flip_in_words
from narratives.telling.summary import tell_accounts
from narratives.telling.unread import list_unread
from narratives.telling.words import count_word
from narratives.version import __version__

if TYPE_CHECKING:
    from narratives.comparison import Tables


@dataclass(frozen=True)
class PageContent:
    """Everything that the templates print: plain values, escaped by the template.

    The fields stand in the order of the page. Each is described where it is made: the rows
    of a table by the class of its rows.
    """

    name: str
    question: str
    title: str
    version: str
    draft: bool
    left_out: bool
    many: bool
    here: str
    looked: str
    unsure: str
    unread: list[str]
    sentences: list[list[Part]]
    accounts: Accounts
    cards: list[Card]
    score_card: list[Profile]
    marks: list[tuple[str, str]]
    shared: list[SharedLine]
    outside: list[OutsideLine]
    versions: list[VersionRow]
    across: Across | None
    limits: list[str]
    warnings: tuple[str, ...]
    texts: list[MarkedText]
    places: dict[str, int]
    statements: list[StatementRow]
    unexplained: int
    strengths: tuple[str, ...]
    origins: list[tuple[str, str]]
    anchors: dict[str, str]
    matrix: ItemTable
    columns: list[ItemGroup]
    switches: Switches
    voices: list[tuple[str, str]]
    scores: list[ScoreRow]
    order: str
    ordered: bool
    whole: list[float]
    effects: Effects
    flips: str
    raters: RatersView | None
    people: PeopleView | None
    support: SupportView
    readings: ReadingsView | None
    first_gaps: int
    gaps: list[GapLine]
    sources: list[SourceRow]
    tensions: list[TensionRow]
    narrator: list[StatementRow]
    loaded: list[LoadedLine]
    doubtful: list[StatementRow]
    odd: list[OddityRow]
    asked: list[AskedLine]
    in_doubt: list[StatementRow]
    not_read: list[StatementRow]
    apart: list[StatementRow]
    settings: list[tuple[str, str]]
    documents: list[DocumentFacts]
    decisions: DecisionSum


def page_content(comparison: Tables, deciding: Deciding | None = None) -> PageContent:
    """Gather everything that the template prints.

    Parameters
    ----------
    comparison : Comparison
    deciding : Deciding, optional
        The words that decided the drafted bearings.

    Returns
    -------
    PageContent

    Examples
    --------
    >>> import narratives as nv
    >>> content = page_content(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    >>> content.title, content.cards[0].account.letter, len(content.statements)
    ('Three accounts in one text', 'A', 23)
    """
    numbers, accounts = number_statements(comparison), key_accounts(comparison)
    places = {d.document_id: n for n, d in enumerate(comparison.documents, start=1)}
    homes = {numbers[str(s)]: places[d] for s, d in comparison.statements["document_id"].items()}
    view = lay_out(side_by_side_table(comparison))
    cards = list_cards(view, comparison.bearings, numbers, accounts, homes)
    decisions = list_decisions(comparison, numbers, accounts)
    decided = decisions_by_place(decisions)
    rows = list_statements(comparison, numbers, accounts, decided, deciding)
    loaded = list_loaded(comparison)
    matrix = list_items(comparison, numbers, decided)
    switches = list_switches(comparison, accounts)
    sources = list_sources(comparison, numbers, accounts, decided)
    anchors = {row.origin_id: row.anchor for row in reversed(sources)}
    texts = mark_texts(comparison, rows, loaded)
    sides = dict(zip(accounts, switches.sides, strict=True))
    return PageContent(
        name=comparison.name,
        question=comparison.question,
        title=_title(comparison),
        version=__version__,
        draft=not comparison.reviewed,
        left_out=comparison.draft,
        many=len(comparison.documents) > 1,
        here=_here(comparison),
        looked=looked_in_words(comparison),
        unsure=unsure_in_words(comparison),
        unread=list_unread(comparison),
        sentences=[
            [(text, _target(target, accounts)) for text, target in sentence]
            for sentence in tell_accounts(comparison)
        ],
        accounts=accounts,
        cards=cards,
        score_card=list_card(comparison, numbers, accounts),
        marks=list_marks(cards),
        shared=list_shared(view, numbers, accounts),
        outside=list_outside(view, numbers),
        versions=list_versions(comparison, numbers, accounts) if len(texts) > 1 else [],
        across=list_across(comparison, numbers, accounts, places) if len(texts) > 1 else None,
        limits=list_limits(comparison),
        warnings=comparison.warnings,
        texts=texts,
        places=places,
        statements=rows,
        unexplained=0 if deciding is None else deciding.left,
        strengths=schema.STRENGTHS,
        origins=sorted(
            {(anchors[r.origin_id], r.origin) for r in rows if r.origin_id in anchors},
            key=lambda pair: (pair[1], pair[0]),
        ),
        anchors=anchors,
        matrix=matrix,
        columns=group_columns(comparison, matrix.rows),
        switches=switches,
        voices=[
            (name_voice(comparison, voice, numbers), voice[0]) for voice in list_voices(comparison)
        ],
        scores=list_scores(comparison, accounts, sides),
        order=order_in_words(comparison),
        ordered=comparison.reviewed and comparison.ranking["rank"].nunique() > 1,
        whole=[float(comparison.ranking["inconsistency"][n]) for n in accounts],
        effects=list_effects(comparison, numbers, accounts),
        flips=flip_in_words(comparison),
        raters=list_raters(comparison, accounts),
        people=list_people(comparison),
        support=list_support(comparison, accounts),
        readings=list_readings(
            comparison, accounts, {row.id: row.anchor for row in reversed(sources)}
        ),
        first_gaps=FIRST_GAPS,
        gaps=[gap for card in cards for gap in card.gaps[FIRST_GAPS:]],
        sources=sources,
        tensions=list_tensions(comparison, numbers),
        narrator=[row for row in rows if row.source_id == schema.NARRATOR],
        loaded=join_loaded(loaded),
        doubtful=[row for row in rows if row.doubts],
        odd=list_oddities(comparison, {text.id: text.blocks for text in texts}),
        asked=list_questions(comparison, numbers),
        in_doubt=[row for row in rows if row.unsure],
        not_read=[row for row in rows if row.not_read],
        apart=[row for row in rows if not row.bears],
        settings=sorted((str(k), str(v)) for k, v in comparison.settings.items()),
        documents=list_documents(comparison),
        decisions=sum_up_decisions(
            comparison, decisions, numbers, {row.id: row.anchor for row in sources}
        ),
    )


def _title(comparison: Tables) -> str:
    accounts = count_word(len(comparison.narratives), "account")
    texts = count_word(len(comparison.documents), "text")
    carried = len(carried_accounts(comparison)) == len(comparison.narratives)
    return f"{accounts[0].upper()}{accounts[1:]} {'in' if carried else 'beside'} {texts}"


def _here(comparison: Tables) -> str:
    """Name what the page speaks of, where it says that somebody is silent there."""
    texts = "this text" if len(comparison.documents) == 1 else "these texts"
    return f"what was read of {texts}" if comparison.looked.not_read else texts


def _target(target: str, accounts: Accounts) -> str:
    kind, _, name = target.partition(":")
    if kind == "account":
        return f"a{accounts[name].n}"
    return {"accounts": "summary"}.get(kind, kind)
