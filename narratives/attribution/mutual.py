"""Sides that blame each other: of "A, B and C accuse each other" each accuses the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.cue_words import phrases, verb_forms
from narratives.attribution.sentences.cues import is_adverb
from narratives.attribution.sentences.phrases import (
    MAX_APPOSITION,
    Range,
    insertion_end,
    is_finite,
)
from narratives.attribution.sentences.subjects import skip_time
from narratives.attribution.sentences.text import Sentence
from narratives.schema import overlap


def take_in_sides(sentence: Sentence, drafts: Sequence[Draft]) -> None:
    """Let all sides be the source of what they say of each other, and whose words hold it.

    "The union says the mill, the bank and the council blame one another" is told by the
    union to its end.

    Parameters
    ----------
    sentence : Sentence
    drafts : sequence of Draft
        What the rules found in it; changed in place.
    """
    for draft in drafts:
        sides = _sides(sentence, draft)
        if len(sides) < 2:
            continue
        draft.source = [sentence.span(sides[0][0], sides[-1][1])]
        for outer in drafts:
            if not overlap(outer.content, draft.source):
                continue
            outer.content[-1] = (max(outer.content)[0], max(outer.end, draft.end))
            if outer.method == "verb and object":
                outer.method = "verb and clause"


def each_other(sentence: Sentence, draft: Draft) -> list[Draft]:
    """Give each of those who blame each other a statement: A of B, and B of A.

    Parameters
    ----------
    sentence : Sentence
        That of its cue.
    draft : Draft
        Changed in place.

    Returns
    -------
    list of Draft
        The draft alone where its sides are not named: "both sides blamed each other".
    """
    after = _after_mutual(sentence, draft)
    sides = _sides(sentence, draft)
    if len(sides) < 2:
        return [draft]
    after = skip_time(sentence, after)
    begin = sentence.tokens[after].start if after < len(sentence.tokens) else sentence.end
    rest = [(max(start, begin), end) for start, end in sorted(draft.content) if end > begin]
    found = []
    for k, side in enumerate(sides):
        others = [group for group in (sides[:k], sides[k + 1 :]) if group]
        blamed = [sentence.span(group[0][0], group[-1][1]) for group in others]
        found.append(
            replace(
                draft,
                source=[sentence.span(*side)],
                content=[*blamed, *rest],
                chain=list(draft.chain),
                flags=set(draft.flags),
            )
        )
    return found


def _after_mutual(sentence: Sentence, draft: Draft) -> int:
    """Return the token after "each other", with which the content begins; 0 where it does not."""
    said = sentence.places(draft.content)
    if not said or not draft.cue:
        return 0
    at = said[0]
    known = (words for words in phrases("mutual").get(sentence.low(at), ()))
    found = [at + len(words) for words in known if sentence.lows[at : at + len(words)] == words]
    return max(found, default=0)


def _sides(sentence: Sentence, draft: Draft) -> list[Range]:
    """Return the sides that say the same of each other; fewer than two where they are not named."""
    after = _after_mutual(sentence, draft)
    if not after:
        return []
    worded = after < len(sentence.tokens) and sentence.tokens[after].is_word
    if worded and not sentence.is_a(after, "preposition", "time"):
        return []  # "They warned each other that": to each other, and of nobody.
    last = sentence.places(draft.cue)[0]
    while last > 0 and (
        is_adverb(sentence, last - 1) or sentence.is_a(last - 1, "auxiliary", "between_sides")
    ):
        last -= 1
    if sentence.is_a(last - 1, "relative"):
        last -= 1 + (sentence.low(last - 2) == ",")  # "Moe and Lund, who blame each other, left"
    return _listed_before(sentence, last)


def _listed_before(sentence: Sentence, last: int) -> list[Range]:
    """Return the members of "the mill, the bank and the union" that end before a token."""
    comma = last - 1
    if sentence.low(comma) == ",":
        last = _before_insertion(sentence, comma)
    members: list[Range] = []
    joints: list[str] = []
    joint = "and"
    while joint in ("and", ","):
        first = _first_of(sentence, last)
        if first == last:
            break
        members.insert(0, (first, last))
        joints.insert(0, joint)
        joint = sentence.low(first - 1)
        last = first - 1 - (sentence.low(first - 2) == ",")
    if members and _opens_sentence(sentence, members[0]):
        members, joints = members[1:], joints[1:]  # "According to the union, the mill and …"
    closed = len(members) > 2 and members[-1][1] == comma
    if closed and joints[-2] == ",":
        members, joints = members[:-1], joints[:-1]  # "Moe and Lund, neighbours for years,"
    elif closed:
        members, joints = members[1:], joints[1:]  # "Three clans, the Orms and the Vales, blame"
    if joints[:-1].count("and") != 1 or joints[-2] != "and":
        return []
    return _told_apart(sentence, members)


def _before_insertion(sentence: Sentence, comma: int) -> int:
    """Return where the sides end before ", who shared a cell," and ", however,"."""
    for at in range(comma - 1, max(comma - MAX_APPOSITION, 1), -1):
        told = sentence.is_a(at + 1, "relative") or insertion_end(sentence, at) >= comma
        if told and sentence.low(at) == ",":
            return at
    return comma


def _first_of(sentence: Sentence, last: int) -> int:
    """Return where the noun phrase that ends before a token begins."""
    first = last
    while first > 0:
        at = first - 1
        token = sentence.tokens[at]
        if not token.is_word and token.low != "'":
            break
        if sentence.is_a(at, "coordinator", "subordinator", "relative", "time", "between_sides"):
            break
        says = any(not rest for _, rest, _ in verb_forms().get(token.low, ()))
        if (says and not sentence.is_a(at, "verb_or_noun")) or is_finite(sentence, at):
            break
        first = at
        if sentence.is_a(at, "determiner") and not sentence.is_a(at - 1, "preposition"):
            break
    return first


def _opens_sentence(sentence: Sentence, member: Range) -> bool:
    """Tell whether "On Tuesday" or "According to the union" opens the clause of the sides."""
    return sentence.is_a(member[0], "preposition") or sentence.low(member[0]) == "according"


def _told_apart(sentence: Sentence, members: Sequence[Range]) -> list[Range]:
    """Tell sides from "Danish and Swedish officials", and from "Moe, the mayor, and Lund"."""
    if len(members) == 3 and _tells_of_name(sentence, members):
        members = [(members[0][0], members[1][1]), members[2]]
    before, (first, last) = members[-2], members[-1]
    led = sentence.is_a(first, "determiner")
    within = any(sentence.is_a(k, "preposition") for one in members[:-1] for k in range(*one))
    kind = sentence.tokens[before[1] - 1]
    one_noun = last > first + 1 and not sentence.tokens[last - 1].is_name
    adjective = kind.is_name or (before[1] - before[0] == 1 and not _is_many(sentence, before))
    if not led and (within or (one_noun and adjective)):
        return []
    return [_without_kind(sentence, members[0]), *members[1:]]


def _tells_of_name(sentence: Sentence, members: Sequence[Range]) -> bool:
    """Tell whether the second of three only says who the first one is."""
    (first, _), (start, end), _ = members
    named = any(sentence.tokens[k].is_name for k in range(start, end))
    led = sentence.is_a(start, "determiner")
    closed = sentence.low(end) == "," and not sentence.is_a(first, "determiner")
    return led and closed and not named and not _is_many(sentence, members[1])


def _is_many(sentence: Sentence, phrase: Range) -> bool:
    head = phrase[1] - 1
    return sentence.low(head).endswith("s") or sentence.is_a(head, "plural")


def _without_kind(sentence: Sentence, member: Range) -> Range:
    """Cut "former partners" off "former partners Kerr and Olsen"."""
    first, last = member
    name = next((k for k in range(last, 0, -1) if not sentence.tokens[k - 1].is_name), 0)
    kinds = first < name < last and sentence.low(name - 1) != "'s"
    return (name, last) if kinds and _is_many(sentence, (first, name)) else member
