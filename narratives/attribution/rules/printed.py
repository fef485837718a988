"""What is printed in full below a line that says whose it is: a statement, a letter, a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, takewhile

from narratives.attribution.draft import Draft
from narratives.attribution.rules.posts import signed_posts
from narratives.attribution.rules.quoted import only_quotes
from narratives.attribution.sentences.clauses import after_hearer
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.phrases import Range, is_finite, phrase_after
from narratives.attribution.sentences.subjects import subject_before
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import load_classes
from narratives.sources.words import organisations

INTRODUCES = frozenset("qc")
"""Frames of a verb that a quotation or a clause may follow."""
BELOW = 100
"""Paragraphs below "Berg said:" that are looked at, to bound the time."""
HEAD = 8
"""Lines that may stand before the first sentence of a release, and in the head of a mail."""
STOPS = (".", "!", "?", "...")
_RULE = re.compile(r"^[ \t]*(?:[-–—_=*#~][ \t]*){3,}$", re.M)
_BYLINE = re.compile(r"^[ \t]*(?:By[ :]|From our )", re.M)
Lines = Sequence[Sentence]
"""Sentences in a row: those of a paragraph, or of a text."""


def printed_below(text: str, sentences: Lines) -> Iterator[tuple[Draft, list[Sentence]]]:
    """Yield who speaks in a line, and the sentences that are printed below it.

    Below "The ministry said in a statement:" they are those of one paragraph in plain words, and
    of the next ones that speak of "us"; below "Statement by the ministry on the flood" all up to
    the next heading or rule, in a press release up to its notes; below "From: Ana Ruiz" all up
    to the next mail, but for what is quoted whole, which is left to who speaks in it. A post
    stands above its signature.
    """
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    taken: set[int] = set()
    below = (*_after_colons(paragraphs), *_after_titles(text, paragraphs))
    for opening, printed in (*below, *signed_posts(sentences)):
        own = [sentence for sentence in printed if sentence.number not in taken]
        taken.update(sentence.number for sentence in own)
        if own:
            yield opening, own


def _after_colons(paragraphs: Sequence[Lines]) -> Iterator[tuple[Draft, Lines]]:
    for number, paragraph in enumerate(paragraphs[:-1]):
        opening = _speaker_before_colon(paragraph[-1])
        if opening is None:
            continue
        following = paragraphs[number + 1 : number + 1 + BELOW]
        lines = following[0]
        if _starts_quoted(lines[0]):
            said = [[token for token in one.tokens if token.quotation == 0] for one in lines]
            told = zip(lines, said, strict=True)
            yield opening, [replace(one, tokens=tuple(words)) for one, words in told if words]
        elif items := _items(following):
            yield opening, items
        elif _is_prose(lines) and lines[0].tokens[-1].low == ".":
            more = takewhile(lambda own: any(map(_speaks_of_us, own)), following[1:])
            yield opening, [one for one in chain(lines, *more) if not only_quotes([one])]


def _speaks_of_us(sentence: Sentence) -> bool:
    return any(
        token.quotation < 0 and sentence.is_a(k, "first_person")
        for k, token in enumerate(sentence.tokens)
    )


def _starts_quoted(first: Sentence) -> bool:
    return bool(first.quotations) and first.quotations[0].start == first.start


def _is_prose(lines: Lines) -> bool:
    """Tell a paragraph of sentences from a heading, a line of a mail's head, a quoted mail."""
    first, last = lines[0], lines[-1].tokens[-1]
    ends = last.low in STOPS or last.quotation >= 0
    return ends and first.kind == "body" and first.low(0) != ">" and not _heads_mail(first)


def _heads_mail(sentence: Sentence) -> bool:
    return sentence.low(1) == ":" and sentence.is_a(0, "mail_head")


def _after_titles(text: str, paragraphs: Sequence[Lines]) -> Iterator[tuple[Draft, Lines]]:
    released, issuer = _release(paragraphs)
    opening, mail, printed = None, False, list[Sentence]()
    end = 0
    for number, lines in enumerate(paragraphs):
        sender = _sender(paragraphs[number : number + HEAD])
        named = sender or _title(lines[0]) or (issuer if number == 0 else None)
        gap, end = text[end : lines[0].start], lines[-1].end
        closes = named is not None
        if opening is not None and not named:
            if mail:
                closes = lines[-1].words >= {"wrote", ":"}
            elif printed:
                heading = not _is_prose(lines) and not _starts_quoted(lines[0])
                notes = lines[0].is_a(0, "ends_release") or not released
                closes = bool(_RULE.search(gap)) or (heading and notes)
            else:
                closes = bool(_BYLINE.search(gap))
        if closes:
            if opening is not None:
                yield opening, printed
            opening, mail, printed = named, sender is not None, []
        elif opening is not None and _is_prose(lines):
            printed += [one for one in lines if not only_quotes([one])]
    if opening is not None:
        yield opening, printed


def _sender(lines: Sequence[Lines]) -> Draft | None:
    """Read "From: Ana Ruiz <ana@sol.example>" where "To:" or "Subject:" stands below it."""
    first = lines[0][0]
    if first.lows[:2] != ("from", ":"):
        return None
    others = [line for line in lines[1:] if _heads_mail(line[0]) and line[0].low(0) != "from"]
    last = next((k for k in range(2, len(first.tokens)) if not first.is_name(k)), len(first.tokens))
    named = last > 2 and first.low(last) not in ("@", ".")
    return _opening(first, (2, last), (0, 2)) if others and named else None


def _title(sentence: Sentence) -> Draft | None:
    """Read "Statement of the bank on its vault" and "Full text of the letter from Ana Ruiz"."""
    last = len(sentence.tokens) - (sentence.tokens[-1].low == ":")
    if sentence.tokens[last - 1].low in STOPS or sentence.tokens[0].quotation >= 0:
        return None
    noun = next((k for k in range(last) if not sentence.is_a(k, "before_printed")), last)
    of = sentence.low(noun + 1) == "of" and sentence.is_a(noun, "printed")
    by = sentence.is_a(noun + 1, "teller") and sentence.is_a(noun, "printed", "printed_by")
    if not (of or by) or (sentence.low(noun) == "release" and not noun):
        return None
    who = phrase_after(sentence, noun + 2, stop=load_classes()["after_printed"])
    if who is None or any(is_finite(sentence, k) for k in range(who[1], last)):
        return None
    named = any(sentence.is_name(k) for k in range(*who))
    # "Letter from Lima" is no letter of a town, "Statement by minister angers allies" no title.
    placed = sentence.low(noun) in ("letter", "declaration") and who[1] - who[0] == 1
    if placed or not (named or (by and sentence.is_a(who[0], "determiner"))):
        return None
    return _opening(sentence, who, (noun, noun + 2))


def _release(paragraphs: Sequence[Lines]) -> tuple[bool, Draft | None]:
    """Tell whether the text is a press release as a whole, and who issues one without a title.

    A release is called so before its first sentence. Its issuer stands in a line alone, as a
    body, or opens both a line of its head and the first sentence.
    """
    head = [lines[0] for lines in takewhile(lambda one: not _is_prose(one), paragraphs[:HEAD])]
    label = next((line for line in head if _label_end(line) > 1), None)
    if label is None or any(map(_title, head)):
        return label is not None, None
    first = paragraphs[len(head)][0] if len(head) < len(paragraphs) else label
    for line in head:
        same = takewhile(
            lambda both: both[0].is_name and both[0].low == both[1].low,
            zip(line.tokens, first.tokens, strict=False),
        )
        stop = len(line.tokens) if _is_body(line) else len([*same])
        if stop and not _label_end(line):
            opening = _opening(line, (0, stop), (0, stop))
            opening.cue = [label.span(0, _label_end(label))]
            return True, opening
    return True, None


def _label_end(line: Sentence) -> int:
    """Return where "FOR IMMEDIATE RELEASE" ends at the beginning of a line."""
    return len([*takewhile(lambda k: line.is_a(k, "release_label"), range(len(line.tokens)))])


def _is_body(line: Sentence) -> bool:
    """Tell whether a line is the name of a body and nothing else."""
    named = (line.is_name(k) or line.is_a(k, "inside_body") for k in range(len(line.tokens)))
    return all(named) and not line.words.isdisjoint(organisations())


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
            break
        return _opening(sentence, subject, (cue.first, cue.last))
    return _who_issued(sentence, last)


def _who_issued(sentence: Sentence, last: int) -> Draft | None:
    """Read "The bank issued the following statement:" and "Statement by Mayor Anna Berg:"."""
    words = [k for k in range(last) if sentence.is_a(k, "remarks")]
    if not words:
        return None
    noun = words[-1]
    if sentence.low(noun + 1) in ("by", "from"):
        first = noun + 2
        named = phrase_after(sentence, first, wide=True)
        while named and sentence.low(named[1]) == "," and sentence.is_name(named[1] + 1):
            named = phrase_after(sentence, named[1] + 1, wide=True)  # "by its head, Ruth Lee"
        return _opening(sentence, (first, named[1]), (noun, first)) if named else None
    verb = next((k for k in range(noun, 0, -1) if sentence.is_a(k, "issuing")), 0)
    subject = subject_before(sentence, verb) if verb else None
    return _opening(sentence, subject, (verb, noun + 1)) if subject else None


def _opening(sentence: Sentence, source: Range, cue: Range) -> Draft:
    """Return who speaks in a line, by the words that say so, with nothing said yet."""
    spans = [sentence.span(*source)], [sentence.span(*cue)]
    return Draft(*spans, [], "words in the next lines", sentence=sentence.number)


def _items(paragraphs: Sequence[Lines]) -> list[Sentence]:
    """Return the lines of a list; none where there is one alone."""
    lines: list[Sentence] = []
    for paragraph in paragraphs:
        line = paragraph[0]
        if line.low(len(line.tokens) - 1) in (*STOPS, ":", ";"):
            break
        lines.append(line)
    return lines if len(lines) > 1 else []
