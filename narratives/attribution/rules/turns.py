"""What somebody says at length: turns of a transcript, posts of a thread, a printed statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from narratives.attribution.draft import Draft
from narratives.attribution.rules.labels import is_name_and_role, names_nobody
from narratives.attribution.rules.printed import printed_below
from narratives.attribution.sentences.points import is_no_point, points_of
from narratives.attribution.sentences.text import Sentence, Token
from narratives.schema import NARRATOR, Span, overlap
from narratives.sources.words import is_role, titles

LONGEST_NAME = 4
"""Words that the name of a speaker in a transcript may have."""
LONGEST_ASIDE = 12
"""Words that the label may have with what stands in brackets: "LIND (on tape):"."""
LABELS = ("label and colon", "label of a headline")
BARE = ("verb and object", "verb and preposition", "verb and infinitive")
"""Rules by which few say something whom the speaker of a turn tells of."""


def drafts_of_turns(text: str, sentences: Sequence[Sentence], found: list[Draft]) -> list[Draft]:
    """Return what is said in "Q: … A: …", in "Presenter: … Berg: …" and below "Berg wrote:".

    Each point of a turn is a statement, but for questions, and for sentences that tell what
    others say: the speaker is a link of their chain. What "I" says in a turn is its speaker's.

    A transcript has at least two labels that stand before a colon twice or more, or one beside
    others where most paragraphs have a label, or two of persons where all have one and somebody
    says "I"; a thread has two handles ("@anaruiz: …", "Ana Ruiz (@anaruiz): …"). A turn goes on
    to the end of its paragraph, and to the next label where few paragraphs have none; what stands
    in brackets alone ("[Interruption.]") is not said. Who asks says nothing. "A" is who has
    answered under a name, of several the one with most turns.
    """
    homes: dict[int, list[Draft]] = {}
    for draft in found:
        homes.setdefault(draft.sentence, []).append(draft)
    drafts: list[Draft] = []
    dropped: list[Draft] = []
    for opening, below in printed_below(text, sentences):
        cued = homes.get(opening.sentence, ())
        dropped += [draft for draft in cued if overlap(draft.cue, opening.cue)]
        title = sentences[opening.sentence]
        names = tuple(title.low(k) for k in title.places(opening.source))
        turn = _Turn(below, 0, opening.source, opening.cue, names, opening.method)
        drafts += _told(turn, _inner(turn, homes, dropped))
    spoken = _transcript(sentences)
    counts = Counter(turn.label for turn in spoken)
    asking = _asking(spoken)
    named: dict[tuple[str, ...], Draft] = {}
    for turn in spoken:
        asks = turn.is_a("asks_label") or turn.label in asking
        inner = _inner(turn, homes, dropped, asks)
        if asks:
            continue
        whose = max(named, key=counts.__getitem__, default=None)
        if whose and turn.is_a("answers_label"):
            turn.voice = named[whose]
        answers = _told(turn, inner)
        if answers and not turn.is_a("answers_label"):
            named.setdefault(turn.label, answers[0])
        drafts += answers
    gone = set(map(id, dropped))
    found[:] = [draft for draft in found if id(draft) not in gone]
    return drafts


@dataclass
class _Turn:
    """What somebody says in a row: the sentences, and from which token of the first on."""

    sentences: list[Sentence]
    first: int
    source: list[Span]
    cue: list[Span]
    label: tuple[str, ...] = ()
    method: str = "line of a transcript"
    voice: Draft | None = field(default=None, init=False)
    """What "A" has said before under a name."""

    @property
    def has_handle(self) -> bool:
        return "@" in self.sentences[0].lows[: self.first]

    def means(self, sentence: Sentence, source: Sequence[Span]) -> bool:
        """Tell whether words in a sentence are the speaker's name, whole or in part."""
        said = [k for k in sentence.places(source) if not sentence.is_a(k, "determiner")]
        names = bool(said) and all(sentence.low(k) in self.label for k in said)
        return names or list(source) == self.source

    @property
    def questions(self) -> int:
        return sum("?" in sentence.words for sentence in self.sentences)

    def is_a(self, group: str) -> bool:
        return any(self.sentences[0].is_a(k, group) for k in range(len(self.label)))


def _transcript(sentences: Sequence[Sentence]) -> list[_Turn]:
    spoken = list(_labelled(sentences))
    counts = Counter(turn.label for turn in spoken)
    twice = sum(times > 1 for times in counts.values())
    most = 2 * len(spoken) > len({sentence.paragraph for sentence in sentences})
    # "Peru: The dam broke.", "South Africa: The mine closed." are news in brief.
    persons = {turn.label for turn in spoken if len(turn.label) > 1}
    own = {turn.sentences[0].paragraph for turn in spoken}
    every = len(persons) > 1 and any(_says_i(turn) for turn in spoken)
    every = every and all(one.paragraph in own for one in sentences if one.kind == "body")
    if twice < 2 and not (twice and most) and not every:
        spoken = [turn for turn in spoken if turn.has_handle]
        if len(spoken) < 2:
            return []
    first: dict[tuple[str, ...], _Turn] = {}
    for turn in spoken:
        first.setdefault(turn.label, turn)
    between = [
        _goes_on(sentences, one, two, first[two.label] is two) for one, two in pairwise(spoken)
    ]
    if len({sentence.paragraph for rest in between for sentence in rest}) <= len(spoken):
        for turn, rest in zip(spoken, between, strict=False):
            turn.sentences += rest
    return spoken


def _says_i(turn: _Turn) -> bool:
    """Tell a turn in which somebody says "I" or "we"."""
    return any(
        sentence.is_a(k, "first_person") and sentence.is_a(k, "subject_pronoun")
        for sentence in turn.sentences
        for k in range(len(sentence.tokens))
    )


def _goes_on(
    sentences: Sequence[Sentence], turn: _Turn, following: _Turn, new: bool
) -> list[Sentence]:
    """Return what stands between two turns, up to "Subject: …", but for "(Laughter.)".

    A line that names who speaks next for the first time is nobody's: "They then heard Ms Lee."
    """
    between = sentences[turn.sentences[-1].number + 1 : following.sentences[0].number]
    own = takewhile(lambda one: not _label(one)[0], between)
    return [
        one
        for one in own
        if one.kind == "body"
        and one.low(0) not in ("(", "[")
        and not (new and following.label[-1] in one.words)
    ]


def _labelled(sentences: Sequence[Sentence]) -> Iterator[_Turn]:
    turn: _Turn | None = None
    for sentence in sentences:
        stop, colon = _label(sentence)
        if stop and not _heads_a_line(sentence, stop):
            if turn is not None:
                yield turn
            first, last = _person_of_office(sentence, colon) or (0, stop)
            source, cue = [sentence.span(first, last)], [sentence.span(colon, colon + 1)]
            turn = _Turn([sentence], colon + 1, source, cue, sentence.lows[first:last])
        elif turn is not None and sentence.paragraph == turn.sentences[0].paragraph:
            turn.sentences.append(sentence)
    if turn is not None:
        yield turn


def _label(sentence: Sentence) -> tuple[int, int]:
    """Return where the name before a colon ends, and the colon; 0 and 0 where none stands."""
    lows = sentence.lows[: 2 * LONGEST_ASIDE] if ":" in sentence.words else ()
    colon = lows.index(":", 1) if ":" in lows[1:] else 0
    if _person_of_office(sentence, colon):
        return lows.index("("), colon
    lows, colon = lows[:LONGEST_ASIDE], colon * (colon < LONGEST_ASIDE)
    stop = lows.index("(") if "(" in lows[:colon] else colon
    comma = lows.index(",") if "," in lows[:stop] else 0
    # An office behind the name, but not "Monday, 5 May: …"; a number as in "Speaker 2: …".
    stop = comma if comma > 1 else stop
    last = stop - (stop > 1 and lows[stop - 1].isdigit())
    words = [k for k in range(last) if not _ends_title(sentence, k)]
    names = 0 < len(words) <= LONGEST_NAME and all(sentence.tokens[k].is_name for k in words)
    # A handle is a name where it stands before its post.
    return (stop, colon) if names or (stop == 2 and sentence.low(0) == "@") else (0, 0)


def _person_of_office(sentence: Sentence, colon: int) -> tuple[int, int] | None:
    """Return where the name stands in "The Minister of Ports (Ana Ruiz):", None for others."""
    lows = sentence.lows[:colon]
    if not (sentence.is_a(0, "determiner") and lows[-1:] == (")",) and "(" in lows):
        return None
    first, last = lows.index("(") + 1, colon - 1
    names = [token.is_name for token in sentence.tokens[:last]]
    office = all(
        names[k] or sentence.is_a(k, "inside_title", "coordinator") for k in range(1, first - 1)
    )
    person = all(names[k] or _ends_title(sentence, k) for k in range(first, last))
    return (first, last) if office and person and last - first > 1 else None


def _ends_title(sentence: Sentence, at: int) -> bool:
    """Tell the stop of "MR. ORR:" from the end of a sentence."""
    return at > 0 and sentence.low(at) == "." and sentence.low(at - 1) in titles()


def _heads_a_line(sentence: Sentence, stop: int) -> bool:
    """Tell "Subject: …" and "But: …", which name nobody, from the label of a speaker."""
    if sentence.is_a(0, "label_word") and not sentence.is_a(0, "asks_label", "answers_label"):
        return True
    if is_role(sentence.low(stop - 1)) and sentence.low(stop) == ":":
        # Who is there: "Witness: Dr Colin Lund, head of Lund Water".
        listed = [
            *takewhile(lambda one: one.low not in (",", "(", "."), sentence.tokens[stop + 1 :])
        ]
        if len(listed) > 1 and all(one.is_name for one in listed) and "?" not in sentence.words:
            return is_name_and_role(sentence, stop + 1, len(sentence.tokens))
    return sentence.is_a(0, "records", "texts") or names_nobody(sentence, 0, stop)


def _asking(spoken: Sequence[_Turn]) -> set[tuple[str, ...]]:
    """Return the labels that ask: in most of their turns, and in one sentence of four.

    In a single turn every second sentence asks: one question is a way of speaking.
    """
    turns: dict[tuple[str, ...], list[_Turn]] = {}
    for turn in spoken:
        turns.setdefault(turn.label, []).append(turn)
    return {
        label
        for label, own in turns.items()
        if 2 * sum(turn.questions > 0 for turn in own) > len(own)
        and sum(turn.questions for turn in own) * (4 if len(own) > 1 else 2)
        >= sum(len(turn.sentences) for turn in own)
    }


def _inner(
    turn: _Turn, homes: dict[int, list[Draft]], dropped: list[Draft], asks: bool = False
) -> list[Draft]:
    """Return what a turn tells of others; what only says that the speaker speaks is dropped."""
    inner: list[Draft] = []
    for sentence in turn.sentences:
        for draft in homes.get(sentence.number, ()):
            places = sentence.places(draft.source)
            own = any(
                sentence.is_a(k, "first_person") and not sentence.is_a(k, "possessive")
                for k in places
            )
            if (
                "and" in turn.label
                and places
                and all(sentence.is_a(k, "both_sides") for k in places)
            ):
                draft.source = list(turn.source)  # "The two sides agree that"
            own = own or draft.speaker == NARRATOR
            same = draft.method in LABELS or (not asks and (own or _is_weak(draft)))
            (dropped if same else inner).append(draft)
    return inner


def _is_weak(draft: Draft) -> bool:
    """Tell "They laid out fruit" and "we found drums" from what others say in a turn."""
    return draft.method in BARE and draft.kind in ("say", "find")


def _told(turn: _Turn, inner: Sequence[Draft]) -> list[Draft]:
    """Return the statements of a turn, and put its speaker behind what it tells of others."""
    source, cue, speaker = turn.source, turn.cue, ""
    if turn.voice is not None:
        source, cue, speaker = [], [(turn.source[0][0], turn.cue[0][1])], "carried over"
    homes = {sentence.number: sentence for sentence in turn.sentences}
    for draft in inner:
        if not turn.means(homes[draft.sentence], draft.source):
            draft.chain = [*draft.chain, *(turn.voice.source if turn.voice else turn.source)]
    taken = {draft.sentence for draft in inner}
    runs: list[list[tuple[int, Sequence[Token]]]] = [[]]
    first = turn.first
    for sentence in turn.sentences:
        if sentence.number in taken or is_no_point(sentence, first):
            runs.append([])
        else:
            runs[-1].append((sentence.number, sentence.tokens[first:]))
        first = 0
    drafts: list[Draft] = []
    for home, said in (point for run in runs for point in points_of(run)):
        draft = Draft(list(source), list(cue), [said], turn.method, speaker=speaker, sentence=home)
        draft.voice = turn.voice
        drafts.append(draft)
    return drafts
