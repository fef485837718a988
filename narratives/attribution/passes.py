"""The way from a text to its drafts: a list of passes, each over what the one before left.

The tagger's reading is joined with what the rules find in single sentences; all other passes
mend that. ``PASSES`` says of each what it reads, what it may change, and shows one example.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from narratives.attribution.draft import Draft
from narratives.attribution.joining import join_readings
from narratives.attribution.mutual import each_other
from narratives.attribution.odds import rate_draft
from narratives.attribution.rules.inner import drafts_of_inner_claims
from narratives.attribution.rules.quoted import drafts_of_quotations
from narratives.attribution.rules.scopes import (
    claims_nothing,
    drafts_of_details,
    drafts_of_scopes,
    is_empty,
)
from narratives.attribution.rules.turns import drafts_of_turns
from narratives.attribution.rules.unclosed import free_speakers
from narratives.attribution.sentences.clauses import is_question
from narratives.attribution.sentences.text import Sentence, read_sentences
from narratives.attribution.single import drafts_of_sentence
from narratives.attribution.speakers import mend_speaker
from narratives.attribution.ways.asides import Aside, set_aside, with_marks, without_marks
from narratives.attribution.ways.brackets import cut_out, find_brackets
from narratives.attribution.ways.channels import add_channels, drop_links
from narratives.attribution.ways.datelines import Wire, add_wires, find_links, find_wires
from narratives.attribution.ways.outlets import NONE, Names, outlets_named
from narratives.documents import language_of, sentence_rows, shadow
from narratives.schema import Document, Span, overlap, span_text
from narratives.tagging import TaggedText, tag_text


@dataclass
class Work:
    """A document on its way: what has been read of it, and the drafts found so far."""

    document: Document
    model: str
    least: float
    """Probability from which a draft stays that only the tagger found."""
    text: str = ""
    """Shadow copy of the document's text."""
    sentences: list[Sentence] = field(default_factory=list)
    tagged: TaggedText | None = None
    wires: list[Wire] = field(default_factory=list)
    holes: list[Span] = field(default_factory=list)
    """Words that are nobody's: datelines, credits, lines that lead elsewhere."""
    names: list[Span] = field(default_factory=list)
    """Names that stand in marks."""
    outlets: Names = field(default_factory=lambda: NONE)
    """Names that the document itself calls outlets."""
    asides: list[list[Aside]] = field(default_factory=list)
    """By sentence: words like "quoted by TASS" that the rules do not see."""
    plain: list[Sentence] = field(default_factory=list)
    """The sentences without their asides."""
    found: list[Draft] = field(default_factory=list)

    def reading(self) -> TaggedText:
        """Return what the tagger read."""
        assert self.tagged is not None, "the tagger has not read yet"
        return self.tagged

    def keep(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Rate drafts and return those that a rule found or that are likely enough."""
        for draft in drafts:
            draft.probability = rate_draft(draft, self.reading(), self.model)
        return [d for d in drafts if d.method or d.probability >= self.least]


def _sentences(work: Work) -> None:
    work.text = shadow(work.document.text)
    rows = sentence_rows(work.document, work.text)
    work.wires = find_wires(work.text, rows)
    work.holes = [*(wire.words for wire in work.wires), *find_links(work.text, rows)]
    work.sentences = read_sentences(work.text, rows, work.holes, language_of(work.document))
    english = {sentence.paragraph for sentence in work.sentences if sentence.english}
    spans: dict[int, Span] = {}
    for paragraph, start, end, _ in rows:
        if paragraph in english:
            spans[paragraph] = (spans.get(paragraph, (start, end))[0], end)
    work.tagged = tag_text(work.text, spans.values(), work.model)


def _marks(work: Work) -> None:
    plain = [without_marks(sentence) for sentence in work.sentences]
    work.names = [name for _, names in plain for name in names]
    work.sentences = free_speakers([sentence for sentence, _ in plain])


def _asides(work: Work) -> None:
    work.outlets = outlets_named(work.sentences)
    read = [set_aside(sentence, work.outlets) for sentence in work.sentences]
    work.plain = [sentence for sentence, _ in read]
    work.asides = [asides for _, asides in read]


def _rules(work: Work) -> None:
    for sentence, asides in zip(work.plain, work.asides, strict=True):
        found = drafts_of_sentence(sentence, asides)
        for draft in found:
            draft.sentence = sentence.number
        work.found += found


def _lines(work: Work) -> None:
    work.found += drafts_of_turns(work.text, work.sentences, work.found)
    work.found += drafts_of_scopes(work.sentences, work.found)


def _join(work: Work) -> None:
    work.found = drop_links(join_readings(work.sentences, work.found, work.reading()))


def _claims(work: Work) -> None:
    def claims(draft: Draft) -> bool:
        sentence = work.sentences[draft.sentence]
        if is_question(sentence) or is_empty(sentence, draft):
            return False
        asides = [aside.words for aside in work.asides[draft.sentence]]
        nobodys = overlap(draft.cue, asides) or claims_nothing(sentence, draft)
        return bool(draft.method) or not nobodys

    work.found = [draft for draft in work.found if claims(draft)]


def _speakers(work: Work) -> None:
    work.found = [d for d in work.found if mend_speaker(work.sentences[d.sentence], d)]


def _likely(work: Work) -> None:
    work.found += drafts_of_details(work.sentences, work.found)
    kept = work.keep(work.found)
    work.found = [one for d in kept for one in each_other(work.sentences[d.sentence], d)]


def _quotations(work: Work) -> None:
    work.found += work.keep(drafts_of_quotations(work.sentences, work.found))
    work.found += work.keep(drafts_of_inner_claims(work.sentences, work.found))


def _ways(work: Work) -> None:
    add_channels(work.sentences, work.found, work.outlets)
    with_marks(work.found, work.names)
    add_wires(work.text, work.found, work.wires)


def _edges(work: Work) -> None:
    cut_out(work.text, work.found, [*work.holes, *find_brackets(work.text, work.sentences)])
    said = [d for d in work.found if any(map(str.isalnum, span_text(work.text, d.content)))]
    for draft in said:
        draft.content = [_trimmed(work.text, span) for span in draft.content]
        draft.tidy()
    work.found = sorted(said, key=lambda d: (d.start, d.end, d.cue[0][0] if d.cue else 0))


def _trimmed(text: str, span: Span) -> Span:
    """Cut off the comma of "said that, in its view, …", and a bracket that opened before."""
    start, end = span
    words = text[start:end]
    bare = words.rstrip(".,; ")
    if bare.endswith(")") and words.count(")") > words.count("("):
        words = bare.removesuffix(")")
    kept = words.lstrip(", ")
    return (start + len(words) - len(kept), start + len(words)) if kept else span


class Pass(NamedTuple):
    """One step over a document: its name, what it reads, what it may change, one example."""

    name: str
    reads: str
    changes: str
    example: str
    run: Callable[[Work], None]


PASSES = (
    Pass(
        "sentences",
        "the text",
        "cuts sentences, finds datelines, and has the tagger read the English paragraphs",
        '"LIMA (AFP) - The dam held." has one sentence of three words',
        _sentences,
    ),
    Pass(
        "marks",
        "sentences",
        "takes marks off names, and frees the speaker behind a mark that is never closed",
        'Ivar "Stubby" Lunde is one name',
        _marks,
    ),
    Pass(
        "asides",
        "sentences",
        "sets aside by whom somebody was quoted",
        '"Residents quoted by Sol say" is read as "Residents say"',
        _asides,
    ),
    Pass(
        "rules",
        "single sentences without their asides",
        "adds drafts by the words of the lexicon, and their chains",
        '"Quint said, Sol reported" has the chain Quint, Sol',
        _rules,
    ),
    Pass(
        "lines",
        "sentences and drafts",
        "adds drafts of labels and posts, of each point of a turn or a printed statement, and "
        "whom a label names",
        '"Q: Who did it? A: The army." is said by A',
        _lines,
    ),
    Pass(
        "join",
        "drafts and what the tagger read",
        "adds what the tagger alone found, and takes its words where it is sure",
        '"The mayor fumed that it was late" has a cue that no list has',
        _join,
    ),
    Pass(
        "claims",
        "drafts",
        "drops questions, silence and words of datelines",
        '"The mayor refused to comment" claims nothing',
        _claims,
    ),
    Pass(
        "speakers",
        "drafts",
        "changes or drops the source; drops what was not said",
        '"Brill was told by the mayor that" is said by the mayor',
        _speakers,
    ),
    Pass(
        "likely",
        "drafts and what the tagger read",
        "gives probabilities, drops what only the tagger found and is unlikely, parts two sides",
        "a probability of .9: nine in ten such drafts are right",
        _likely,
    ),
    Pass(
        "quotations",
        "sentences and drafts",
        "adds quotations without a cue of their own, and what others say in them",
        '"He left." after \'"No," he said.\' is his as well',
        _quotations,
    ),
    Pass(
        "ways",
        "sentences, drafts, datelines",
        "adds the outlets and agencies by which words came to the chains",
        '"told Radio Norte that" adds Radio Norte',
        _ways,
    ),
    Pass(
        "edges",
        "drafts",
        "cuts what is nobody's out of contents, drops empty ones and sorts",
        '"They [the owners] knew" is said without the bracket',
        _edges,
    ),
)


def run_passes(document: Document, model: str, least: float) -> Work:
    """Run ``PASSES`` over a document whose text is read as it stands."""
    work = Work(document, model, least)
    for one in PASSES:
        one.run(work)
    return work
