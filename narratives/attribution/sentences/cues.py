"""Cue words in a sentence: which word attributes, in which form, with which frames."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache

from narratives.attribution.sentences.cue_words import rows_by_word, verb_forms, verbs_by_word
from narratives.attribution.sentences.text import Sentence
from narratives.lexicon import endings, load_classes

PEOPLES = endings("peoples")


@dataclass(frozen=True)
class Cue:
    """A verb that attributes, with its auxiliaries and adverbs.

    ``first`` and ``last`` bound the verb group (last exclusive), ``head`` is the
    verb itself. ``form`` is finite, passive, ing or infinitive.
    """

    first: int
    head: int
    last: int
    lemma: str
    kind: str
    frames: frozenset[str]
    form: str
    negated: bool


def is_naming(sentence: Sentence, index: int) -> bool:
    """Tell whether the word only gives a name: "a group called Dawn"."""
    return (
        sentence.is_a(index, "naming")
        and index + 1 < len(sentence.tokens)
        and sentence.tokens[index + 1].is_name
        and index > 0
        and sentence.tokens[index - 1].is_word
        and not sentence.tokens[index - 1].is_name
        and not sentence.is_a(index - 1, "auxiliary", "subject_pronoun")
    )


def is_adverb(sentence: Sentence, index: int) -> bool:
    """Tell whether the word can stand between an auxiliary and its verb."""
    word = sentence.low(index)
    if word[-2:] != "ly":
        if word == "first":  # not in "First Bank", "at first"
            return not sentence.tokens[index].is_name and sentence.low(index - 1) != "at"
        return sentence.is_a(index, "adverb")
    return sentence.is_a(index, "adverb") or (
        len(word) > 4
        and not sentence.is_a(index, "not_adverb")
        and (index == 0 or not sentence.tokens[index].is_name)
    )


def is_cleft(sentence: Sentence) -> bool:
    """Tell whether "It was the mayor who …" opens the sentence."""
    first = int(sentence.is_a(0, "coordinator"))
    return sentence.low(first) == "it" and sentence.is_a(first + 1, "be")


def find_verbs(sentence: Sentence) -> Iterator[Cue]:
    """Yield the verbs that may attribute, in the order of the sentence.

    Words inside quotations are somebody's own words and are passed over.
    """
    known = _cue_words()
    for index, low in enumerate(sentence.lows):
        if low in known and sentence.tokens[index].quotation < 0:
            cue = _verb_at(sentence, index)
            if cue is not None and not is_said_by_anyone(sentence, cue.first):
                yield cue


def is_said_by_anyone(sentence: Sentence, verb: int) -> bool:
    """Tell "People who say that have not read it" from "Two people who say so were there".

    Whoever says something is not told to have said it; in the past somebody has.
    """
    led = verb < 3 or sentence.is_a(verb - 3, "coordinator", "subordinator")
    led = led or not sentence.tokens[verb - 3].is_word
    who = sentence.low(verb - 1) == "who" and sentence.is_a(verb - 2, "anyone")
    return led and who and not sentence.is_a(verb, "past", "auxiliary")


@cache
def _cue_words() -> frozenset[str]:
    """Return the words that begin a verb or a predicate that attributes."""
    return frozenset((*verb_forms(), *rows_by_word("predicate")))


def _verb_at(sentence: Sentence, index: int) -> Cue | None:
    predicate = _predicate_at(sentence, index)
    if predicate is not None:
        return predicate
    if is_naming(sentence, index):
        return None
    if index and sentence.tokens[index].is_name and sentence.kind != "headline":
        return None
    for rest, lemma, kind, frames, names in verbs_by_word().get(sentence.low(index), ()):
        apart = (
            len(rest) == 1
            and sentence.is_a(index + 1, "apart_object")
            and sentence.low(index + 2) == rest[0]
        )
        if apart or all(sentence.low(index + 1 + n) == word for n, word in enumerate(rest)):
            form = _form(sentence, index, names, index + 1 + len(rest))
            if form is None:
                continue
            if form == "finite" and _is_reduced(sentence, frames, index + 1 + len(rest), names):
                form = "passive"
            first = _group_start(sentence, index)
            negated = any(sentence.is_a(k, "negative") for k in range(first, index))
            return Cue(first, index, index + 1 + len(rest), lemma, kind, frames, form, negated)
    return None


def _is_reduced(
    sentence: Sentence, frames: frozenset[str], after: int, names: frozenset[str]
) -> bool:
    """Tell "a gang believed to be abroad" from "she claimed to be abroad"."""
    infinitive = sentence.low(after) == "to" and sentence.low(after + 1) in ("be", "have")
    return infinitive and "participle" in names and "i" not in frames


def _predicate_at(sentence: Sentence, index: int) -> Cue | None:
    """Read "is adamant that", "remains sceptical of": an adjective that attributes."""
    row = rows_by_word("predicate").get(sentence.low(index))
    if row is None:
        return None
    verb = index
    while is_adverb(sentence, verb - 1):
        verb -= 1
    if not sentence.is_a(verb - 1, "seeming", "be"):
        return None
    first = _group_start(sentence, verb - 1)
    negated = any(sentence.is_a(k, "negative") for k in range(first, index))
    frames = frozenset(row["frames"].split())
    return Cue(first, index, index + 1, row["lemma"], row["class"], frames, "finite", negated)


def _group_start(sentence: Sentence, index: int) -> int:
    """Walk left over auxiliaries, adverbs and negations that belong to the verb."""
    first = index
    while is_adverb(sentence, first - 1) or (
        sentence.is_a(first - 1, "auxiliary") and sentence.low(first - 1) != "'s"
    ):
        first -= 1
    # An adverb that opens the sentence belongs to the sentence.
    return first + (first == 0 < index and is_adverb(sentence, 0))


def _form(sentence: Sentence, index: int, names: Set[str], after: int) -> str | None:
    """Decide in which form the verb is used here, or that it is no verb here."""
    first = _group_start(sentence, index)
    has = any(sentence.is_a(k, "have") for k in range(first, index))
    is_be = any(sentence.is_a(k, "be") for k in range(first, index))
    helped = any(sentence.is_a(k, "modal", "do") for k in range(first, index))
    before = sentence.low(first - 1)
    if "ing" in names:
        if is_be:
            return "finite"
        if sentence.is_a(first - 1, "determiner", "possessive") or before in ("'s", "of"):
            return None
        return "ing"
    if is_be and not names & {"participle"}:
        return None  # "there were reports"
    if names & {"past", "participle"}:
        if is_be:
            return "passive"
        if has:
            return "finite"
        by = sentence.low(after) == "by" and not sentence.is_a(after + 1, "means")
        if "participle" in names and (by or sentence.low(after) in ("across", "throughout")):
            return "passive"
        articled = sentence.is_a(first - 1, "determiner", "possessive") or before == "'s"
        if articled and not (
            sentence.is_a(first - 1, "pronoun_like") or (before == "that" and is_cleft(sentence))
        ):
            return None
        if helped and "base" not in names:
            return None
        if "base" not in names:
            return "finite"
    if before == "to" and "base" in names:
        return "infinitive"
    return "finite" if helped or _is_present(sentence, first, index, after, names) else None


def _is_present(sentence: Sentence, first: int, index: int, after: int, names: Set[str]) -> bool:
    """Tell a verb in the present tense from a noun of the same spelling."""
    if is_a_noun_place(sentence, first - 1):
        return False
    before = sentence.low(first - 1)
    plural = _is_plural(sentence, first) or {"base", "past"} <= names
    pronoun = sentence.is_a(first - 1, "subject_pronoun") or before == "that"
    following = sentence.low(after)
    if (
        sentence.kind == "headline"
        and "s" in names
        and after < len(sentence.tokens)
        and (sentence.is_a(index, "verb_or_noun"))
    ):
        return sentence.tokens[after].is_word and not sentence.is_a(after, "preposition")
    third = before in load_classes()["third_singular"] and "past" not in names
    if not sentence.is_a(index, "verb_or_noun"):
        return "base" not in names or not third
    if following == "that" and is_finite_word(sentence, after + 1):
        return False  # "the question that has divided the town"
    if following == "that":
        return not any(sentence.low(k) in ("a", "an") for k in range(max(first - 3, 0), first))
    if "base" in names and not (
        (pronoun and not third) or plural or before in (",", "and", "but", "'")
    ):
        return False
    opens_object = (
        sentence.is_a(after, "determiner", "object_pronoun", "question", "possessive")
        or sentence.is_a(after, "after_present")
        or following in ('"', "“", "„", "«", ":")
        or (after < len(sentence.tokens) and sentence.tokens[after].is_name)
    )
    if "s" in names and before == ",":
        return True  # "…, notes the astronomer."
    if "s" in names and following in ("", ".", ",") and _takes_up_claim(sentence, first):
        return True
    if _credits(sentence, first, after):
        return True
    return opens_object or (pronoun and not sentence.is_a(first - 1, "relative"))


def _credits(sentence: Sentence, first: int, after: int) -> bool:
    """Tell whether ", the agency reports" or ", TASS reports" closes what was told."""
    named = sentence.tokens[first - 1].is_name or sentence.is_a(
        first - 1, "outlet_noun", "record_subject"
    )
    if not named and sentence.low(first - 1) != "agency":
        return False
    if sentence.low(after) not in ("", ".", ",", "with", "on"):
        return False
    comma = next((k for k in range(first - 1, max(first - 8, 2), -1) if sentence.low(k) == ","), 0)
    return comma > 2


def _is_plural(sentence: Sentence, end: int) -> bool:
    """Tell whether the phrase before token ``end`` looks plural: "critics", "bosses at Grid"."""
    for at in range(end - 1, max(end - 9, -1), -1):
        word = sentence.low(at)
        head = at == end - 1 or sentence.is_a(at + 1, "preposition")
        many = word.endswith("s") and not word.endswith("ss")
        if head and (many or sentence.is_a(at, "plural")):
            return True
        if word == "and" and at + 1 < end:
            return True
        if word in (",", ".", ";", ":") or is_finite_word(sentence, at):
            return False
    return False


def is_finite_word(sentence: Sentence, index: int) -> bool:
    """Tell whether the word is an auxiliary or a common irregular past."""
    return sentence.is_a(index, "auxiliary", "past")


def _takes_up_claim(sentence: Sentence, first: int) -> bool:
    """Tell whether "a claim", "the theory that" stands right before the verb's subject."""
    return any(sentence.is_a(k, "reduced") for k in range(max(first - 6, 0), first - 1))


def is_a_noun_place(sentence: Sentence, index: int) -> bool:
    """Tell whether the word before forbids a verb: an article, an adjective, a preposition."""
    if index < 0:
        return True
    word = sentence.tokens[index]
    return (
        (
            sentence.is_a(index, "determiner", "possessive", "preposition")
            and word.low not in load_classes()["stands_alone"]
        )
        or word.low in ("'s", "'")
        or (word.is_name and word.low.endswith(PEOPLES))
    )
