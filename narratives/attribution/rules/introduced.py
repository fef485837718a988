"""Words in lines of their own: after "Berg said:", as a list, and in a transcript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from narratives.attribution.draft import Draft
from narratives.attribution.rules.labels import names_nobody
from narratives.attribution.sentences.clauses import after_hearer
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.schema import Span, overlap

INTRODUCES = frozenset("qc")
"""Frames of a verb that a quotation or a clause may follow."""
LONGEST_NAME = 4
"""Words that the name of a speaker in a transcript may have."""
LONGEST_ASIDE = 12
"""Words that the label may have with what stands in brackets: "LIND (on tape):"."""
ENDS = (".", "!", "?", ":", ";")


def drafts_of_introductions(sentences: Sequence[Sentence], found: list[Draft]) -> list[Draft]:
    """Return what stands in the lines after "Mayor Anna Berg wrote on Telegram:".

    That is a quotation, or two or more lines without a full stop. What else was found with
    the same cue, or in the same quotation, goes.
    """
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    drafts: list[Draft] = []
    for number, paragraph in enumerate(paragraphs[:-1]):
        opening = _speaker_before_colon(paragraph[-1])
        if opening is None:
            continue
        following = paragraphs[number + 1]
        first = following[0]
        quoted = bool(first.quotations) and first.quotations[0].start == first.start
        spans = (
            [(first, first.quotations[0].start, first.quotations[0].end)]
            if quoted
            else [(line, line.start, line.end) for line in _items(paragraphs[number + 1 :])]
        )
        own: list[Draft] = []
        for home, start, end in spans:
            draft = Draft([], [], [(start, end)], "words in the next lines", sentence=home.number)
            if own:
                draft.speaker, draft.voice = "carried over", own[0]
            else:
                draft.source, draft.cue = list(opening.source), list(opening.cue)
            own.append(draft)
        if own:
            taken = [draft.content[0] for draft in own]
            found[:] = [
                d
                for d in found
                if not overlap(d.cue, opening.cue) and not overlap(d.content, taken)
            ]
        drafts += own
    return drafts


def _speaker_before_colon(sentence: Sentence) -> Draft | None:
    """Read who speaks in "Mayor Anna Berg wrote on Telegram:" with nothing said yet."""
    last = len(sentence.tokens) - 1
    if not sentence.english or sentence.low(last) != ":":
        return None
    for cue in reversed(list(find_verbs(sentence))):
        if cue.form != "finite" or cue.negated or not cue.frames & INTRODUCES:
            continue
        subject = subject_before(sentence, cue.first)
        if after_hearer(sentence, cue) < last or subject is None:
            return None
        cued = [sentence.span(cue.first, cue.last)]
        return Draft([sentence.span(*subject)], cued, [], "", sentence=sentence.number)
    return None


def _items(paragraphs: Sequence[list[Sentence]]) -> list[Sentence]:
    """Return the lines of a list; none where there is one alone."""
    lines: list[Sentence] = []
    for paragraph in paragraphs:
        line = paragraph[0]
        if line.low(len(line.tokens) - 1) in ENDS:
            break
        lines.append(line)
    return lines if len(lines) > 1 else []


def drafts_of_transcripts(sentences: Sequence[Sentence], found: list[Draft]) -> list[Draft]:
    """Return the answers of "Q: … A: …" and "Presenter: … Berg: …".

    A transcript has at least two labels that stand before a colon twice or more, a thread two
    handles ("@anaruiz: …"). A turn goes
    on to the next label or the end of its paragraph. Who asks says nothing; an answer is one
    statement but for questions, and for sentences that tell what others say: the speaker is a
    link of their chain. What "I" says in a turn is its speaker's. "A" is who has answered under
    a name, of several the one with most turns.
    """
    spoken = list(_turns(sentences))
    counts = Counter(turn.label for turn in spoken)
    if sum(times > 1 for times in counts.values()) < 2:
        spoken = [turn for turn in spoken if turn.label[0] == "@"]
        if len(spoken) < 2:
            return []
    asked = Counter(turn.label for turn in spoken if turn.asks)
    homes: dict[int, list[Draft]] = {}
    for draft in found:
        homes.setdefault(draft.sentence, []).append(draft)
    drafts: list[Draft] = []
    dropped: set[int] = set()
    named: dict[tuple[str, ...], Draft] = {}
    for turn in spoken:
        asks = turn.is_a("asks_label") or 2 * asked[turn.label] > counts[turn.label]
        inner: list[Draft] = []
        for draft in (d for sentence in turn.sentences for d in homes.get(sentence.number, ())):
            if draft.method == "label and colon" or (not asks and _is_own(turn, draft)):
                dropped.add(id(draft))
            else:
                inner.append(draft)
        if asks:
            continue
        whose = max(named, key=counts.__getitem__, default=None)
        voice = named[whose] if whose and turn.is_a("answers_label") else None
        answers = _answers(turn, {d.sentence for d in inner}, voice)
        for draft in inner:
            draft.chain = [*draft.chain, *(voice.source if voice else [turn.name])]
        if answers and not turn.is_a("answers_label"):
            named.setdefault(turn.label, answers[0])
        drafts += answers
    found[:] = [draft for draft in found if id(draft) not in dropped]
    return drafts


@dataclass
class _Turn:
    """What somebody says in a transcript: the label, its colon, the sentences."""

    label: tuple[str, ...]
    sentences: list[Sentence]
    stop: int
    colon: int

    @property
    def name(self) -> Span:
        return self.sentences[0].span(0, self.stop)

    @property
    def asks(self) -> bool:
        return any("?" in sentence.words for sentence in self.sentences)

    def is_a(self, group: str) -> bool:
        return any(self.sentences[0].is_a(k, group) for k in range(self.stop))


def _turns(sentences: Sequence[Sentence]) -> Iterator[_Turn]:
    turn: _Turn | None = None
    for sentence in sentences:
        lows = sentence.lows[:LONGEST_ASIDE] if ":" in sentence.words else ()
        colon = lows.index(":", 1) if ":" in lows[1:] else 0
        stop = lows.index("(") if "(" in lows[:colon] else colon
        names = 0 < stop <= LONGEST_NAME and all(sentence.tokens[k].is_name for k in range(stop))
        # A handle is a name where it stands before its post.
        names = names or (stop == 2 and sentence.low(0) == "@")
        if names and not _heads_a_line(sentence, stop):
            if turn is not None:
                yield turn
            turn = _Turn(lows[:stop], [sentence], stop, colon)
        elif turn is not None and sentence.paragraph == turn.sentences[0].paragraph:
            turn.sentences.append(sentence)
    if turn is not None:
        yield turn


def _heads_a_line(sentence: Sentence, stop: int) -> bool:
    """Tell "Subject: …" and "But: …", which name nobody, from the label of a speaker."""
    if sentence.is_a(0, "label_word") and not sentence.is_a(0, "asks_label", "answers_label"):
        return True
    return sentence.is_a(0, "records", "texts") or names_nobody(sentence, 0, stop)


def _is_own(turn: _Turn, draft: Draft) -> bool:
    """Tell whether the speaker of a turn says of themselves that they say it."""
    home = next(s for s in turn.sentences if s.number == draft.sentence)
    return any(home.low(k) in ("i", "we", "me") for k in home.places(draft.source))


def _answers(turn: _Turn, taken: set[int], voice: Draft | None) -> list[Draft]:
    """Return one statement for each run of sentences that tell nothing of others."""
    cue = turn.sentences[0].span(turn.colon, turn.colon + 1)
    runs: list[list[Span]] = [[]]
    for sentence in turn.sentences:
        first = turn.colon + 1 if sentence is turn.sentences[0] else 0
        last = len(sentence.tokens)
        if first >= last:
            continue
        if sentence.number in taken or sentence.low(last - 1) == "?":
            runs.append([])
        else:
            runs[-1].append(sentence.span(first, last))
    drafts: list[Draft] = []
    for run in filter(None, runs):
        home = next(s.number for s in turn.sentences if s.end >= run[0][1])
        content = [(run[0][0], run[-1][1])]
        draft = Draft([turn.name], [cue], content, "line of a transcript", sentence=home)
        if drafts or voice is not None:
            draft.source, draft.speaker, draft.voice = [], "carried over", voice or drafts[0]
            draft.cue = [] if drafts else [turn.sentences[0].span(0, turn.colon + 1)]
        drafts.append(draft)
    return drafts
