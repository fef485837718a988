"""Where a noun phrase or a clause begins and ends, without a parser.

Closed word classes and marks carry the decisions. Token ranges are given as
(first, last) with ``last`` exclusive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from narratives.attribution.cues import Cue, is_adverb, rows_by_word, verb_forms
from narratives.attribution.text import Sentence

Range = tuple[int, int]
STOPS = frozenset(";:()[]“”„«»\"—–?!") | {"--", "''", "``"}
LIST_WORDS = frozenset("including such especially particularly notably among mainly".split())
MAX_APPOSITION = 45
"""Words an insertion between a name and its verb may have."""


def is_finite(sentence: Sentence, index: int) -> bool:
    """Tell whether the word is most probably a finite verb."""
    word = sentence.low(index)
    if word in ("'s", "'"):
        return False
    if sentence.is_a(index, "auxiliary", "past"):
        return not sentence.is_a(index - 1, "determiner", "possessive")
    before = sentence.tokens[index - 1] if index else None
    if word in verb_forms() and before is not None and not word.endswith("ing"):
        names = {name for name, rest, _ in verb_forms()[word] if not rest}
        if "past" in names:
            return before.is_word and not sentence.is_a(
                index - 1, "determiner", "possessive", "preposition", "coordinator"
            )
        if "s" in names and not sentence.is_a(index, "verb_or_noun"):
            return True
    return (
        word.endswith("ed")
        and len(word) > 4
        and before is not None
        and (before.is_name or sentence.is_a(index - 1, "subject_pronoun") or before.low.endswith("s"))
        and sentence.low(index + 1) not in ("by",)
        and sentence.is_a(index + 1, "determiner", "preposition", "possessive", "object_pronoun")
    )


def subject_before(sentence: Sentence, end: int) -> Range | None:
    """Find the noun phrase that ends right before token ``end``.

    Insertions between commas are part of the phrase ("Ruiz, a spokeswoman for
    the port,"); "who" and "which" lead to the phrase they stand for.

    Returns
    -------
    (first, last) or None
        None where no phrase stands there.
    """
    last = _skip_back_time(sentence, end)
    if last <= 0:
        return None
    if sentence.is_a(last - 1, "relative") or (
        sentence.low(last - 1) == "that" and last > 1 and _is_nounlike(sentence, last - 2)
    ):
        last -= 1
        if sentence.low(last - 1) == ",":
            last -= 1
            whole = _phrase_with_insertion(sentence, last)
            if whole is not None and sentence.is_a(whole[0], "determiner", "possessive") | (
                sentence.tokens[whole[0]].is_name
            ):
                return whole
        return _plain_phrase(sentence, last)
    if sentence.low(last - 1) in (",", ")", "—", "–", "--"):
        return _phrase_with_insertion(sentence, last - 1)
    return _plain_phrase(sentence, last)


def _skip_back_time(sentence: Sentence, last: int) -> int:
    """Walk left over "on Monday", "later", "on March 25" that stand before a verb."""
    while last > 1:
        if sentence.is_a(last - 1, "time") or is_adverb(sentence, last - 1):
            last -= 1
            if sentence.low(last - 1) in ("on", "late", "early"):
                last -= 1
        elif sentence.low(last - 1).isdigit() and sentence.is_a(last - 2, "month"):
            last -= 2
            if sentence.low(last - 1) == "on":
                last -= 1
        else:
            break
    return last


def _is_nounlike(sentence: Sentence, index: int) -> bool:
    return (
        index >= 0
        and sentence.tokens[index].is_word
        and not sentence.is_a(
            index, "preposition", "auxiliary", "subordinator", "coordinator", "determiner"
        )
        and sentence.low(index) not in verb_forms()
    )


def _left_edge(sentence: Sentence, last: int) -> int:
    """Walk left from ``last`` to the start of the clause the phrase stands in."""
    first = last
    while first > 0:
        at = first - 1
        token = sentence.tokens[at]
        word = token.low
        if token.quotation >= 0 or word == "," or word in STOPS or word in ("...",):
            break
        if word == "." or sentence.is_a(at, "subordinator") and not sentence.is_a(at, "np_preposition"):
            break
        if word == "as" or (word in ("before", "after", "since", "until")):
            break
        if word == "but" or (
            word in ("and", "or", "nor")
            and not _joins_names(sentence, at)
            and _clause_before(sentence, at)
        ):
            break
        if is_finite(sentence, at) and not _inside_relative(sentence, at):
            break
        first = at
    return first


def _joins_names(sentence: Sentence, at: int) -> bool:
    """Tell whether "and" stands between two names: "Trade and Industry"."""
    return (
        0 < at < len(sentence.tokens) - 1
        and sentence.tokens[at - 1].is_name
        and sentence.tokens[at + 1].is_name
    )


def _clause_before(sentence: Sentence, at: int) -> bool:
    """Tell whether a whole clause stands before the "and" at ``at``."""
    if sentence.low(at - 1) == ",":
        return True
    steps = 0
    while at > 0 and steps < MAX_APPOSITION:
        at -= 1
        steps += 1
        token = sentence.tokens[at]
        if token.low in STOPS or token.low == "," or token.quotation >= 0:
            return token.quotation >= 0
        if is_finite(sentence, at):
            return True
    return False


def _inside_relative(sentence: Sentence, at: int) -> bool:
    back = at - 1
    while back >= 0 and (is_adverb(sentence, back) or sentence.is_a(back, "auxiliary")):
        back -= 1
    return sentence.is_a(back, "relative") or sentence.low(back) == "that"


def _plain_phrase(sentence: Sentence, last: int) -> Range | None:
    if last <= 0 or sentence.tokens[last - 1].quotation >= 0:
        return None
    if sentence.is_a(last - 1, "subject_pronoun") and sentence.low(last - 1) != "it":
        return last - 1, last
    first = _left_edge(sentence, last)
    first = _strip_opening(sentence, first, last)
    while last > first and not (
        sentence.tokens[last - 1].is_word or sentence.low(last - 1) in (".", "'")
    ):
        last -= 1
    if first >= last or not any(_is_nounlike(sentence, k) or sentence.is_a(k, "subject_pronoun")
                                or sentence.is_a(k, "determiner") for k in range(first, last)):
        return None
    first = _widen_list(sentence, first, last)
    return first, last


def _strip_opening(sentence: Sentence, first: int, last: int) -> int:
    """Drop what opens a clause and is no part of its subject."""
    while first < last - 1:
        if (
            sentence.is_a(first, "coordinator", "time")
            or is_adverb(sentence, first)
            or not sentence.tokens[first].is_word
            or sentence.low(first) in ("that", "yet", "still") and last - first > 2
            and not _is_nounlike(sentence, first + 1)
        ):
            first += 1
        elif sentence.low(first) in ("of", "by", "from", "with", "to", "between", "against"):
            first += 1
        elif sentence.is_a(first, "preposition") or sentence.is_a(first, "subordinator"):
            at = last - 1
            while at > first and not sentence.is_a(
                at, "determiner", "possessive", "preposition", "time", "month"
            ):
                at -= 1
            inner = at if sentence.is_a(at, "determiner", "possessive") else at + 1
            if inner <= first + 1 and inner < last:
                names = [k for k in range(first + 1, last) if not sentence.tokens[k].is_name]
                inner = names[0] if names and names[0] < last else first + 1
            return min(inner, last)
        else:
            break
    return first


def _widen_list(sentence: Sentence, first: int, last: int) -> int:
    """Take in the earlier members of a list: "Peru, Chile and Bolivia"."""
    if not any(sentence.low(k) in ("and", "or") for k in range(first, last)):
        return first
    while first > 1 and sentence.low(first - 1) == ",":
        edge = _left_edge(sentence, first - 1)
        if first - 1 - edge > 6 or edge >= first - 1 or not sentence.tokens[edge].is_name:
            break
        if sentence.is_a(edge, "preposition", "time", "subordinator") or is_adverb(sentence, edge):
            break
        first = edge
    return first


def _phrase_with_insertion(sentence: Sentence, comma: int) -> Range | None:
    """Find a phrase followed by an insertion that ends at the mark ``comma``."""
    closing = sentence.low(comma)
    openers = {",": (",",), ")": ("(",)}.get(closing, (closing,))
    best: Range | None = None
    at = comma - 1
    tried = 0
    while at > 0 and comma - at < MAX_APPOSITION and tried < 5:
        token = sentence.tokens[at]
        if token.low in (";", ":") or token.quotation >= 0 and closing == ",":
            break
        if token.low in openers:
            tried += 1
            head = _plain_phrase(sentence, at)
            if head is not None and _is_head(sentence, head) and _inserted(sentence, at + 1, comma):
                best = head[0], comma
            elif best is not None:
                break
        at -= 1
    if best is not None and closing == ")":
        return best[0], comma + 1
    return best


def _is_head(sentence: Sentence, phrase: Range) -> bool:
    first, last = phrase
    edge = sentence.low(first - 1) if first else ""
    if sentence.is_a(first, "preposition") or sentence.is_a(first, "time", "month"):
        return False
    if first and sentence.is_a(first - 1, "preposition") and edge not in ("by", "from"):
        return False
    if is_adverb(sentence, first) and last - first == 1:
        return False
    return any(
        _is_nounlike(sentence, k) and not is_adverb(sentence, k) for k in range(first, last)
    )


def _inserted(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words can be an insertion: no clause of their own."""
    if first >= last:
        return False
    if sentence.is_a(first, "relative") or sentence.low(first) in ("whose", "including", "whom"):
        return True
    if sentence.is_a(first, "coordinator"):
        return False
    if last - first <= 2 and (is_adverb(sentence, first) or sentence.low(first) == "too"):
        return True
    if sentence.tokens[first].is_name and last - first == 1 and sentence.is_a(first, "time"):
        return True
    for at in range(first, last):
        if sentence.is_a(at, "relative"):
            return True
        if is_finite(sentence, at) and not _inside_relative(sentence, at):
            return False
    return True


def phrase_after(sentence: Sentence, first: int, *, stop: Collection[str] = (), wide: bool = False) -> Range | None:
    """Find the noun phrase that begins at token ``first``.

    Parameters
    ----------
    stop : collection of str
        Words that end the phrase.
    wide : bool
        Keep phrases of place and time inside ("the ministry in Lima"), as after
        "according to"; otherwise they end the phrase once it has a name in it.
    """
    at = first
    named = False
    while at < len(sentence.tokens):
        token = sentence.tokens[at]
        word = token.low
        if token.quotation >= 0 and not (wide and _short_quotation(sentence, token.quotation)):
            break
        if word in stop or word in STOPS - {"(", ")"}:
            break
        if word == "(":
            closing = next((k for k in range(at, min(at + 12, len(sentence.tokens)))
                            if sentence.low(k) == ")"), None)
            if closing is None:
                break
            at = closing + 1
            continue
        if word == ",":
            end = _apposition_end(sentence, at)
            if end is None:
                break
            at = end
            continue
        if word == "." and at == len(sentence.tokens) - 1:
            break
        if at > first and (
            sentence.is_a(at, "relative") and not wide
            or sentence.is_a(at, "subordinator") and not sentence.is_a(at, "np_preposition")
            and word not in ("as",)
            or sentence.is_a(at, "time")
            or word in ("as",) 
            or is_finite(sentence, at)
            or word in ("but",)
        ):
            break
        if at > first and sentence.is_a(at, "preposition") and word not in ("of", "for"):
            after_by = word in ("by", "from") and wide
            if not after_by and (named and not wide or _is_occasion(sentence, at)):
                break
        if word == "and" and _starts_clause(sentence, at + 1):
            break
        named = named or token.is_name or sentence.is_a(at, "object_pronoun", "subject_pronoun")
        at += 1
    while at > first and sentence.low(at - 1) in (",", "and", "'"):
        at -= 1
    return (first, at) if at > first else None


def _short_quotation(sentence: Sentence, number: int) -> bool:
    quotation = sentence.quotations[number]
    return quotation.end - quotation.start < 40


def _is_occasion(sentence: Sentence, at: int) -> bool:
    """Tell whether "in a statement", "at a briefing", "on March 3" begins here."""
    if sentence.is_a(at + 1, "time", "month"):
        return True
    ahead = [sentence.low(k) for k in range(at + 1, at + 6)]
    return any(
        word in ("statement", "interview", "conference", "briefing", "tweet", "post", "speech",
                 "telegram", "letter", "email", "hearing", "address", "remarks", "reporters")
        for word in ahead
    )


def _starts_clause(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb or a new subject with its verb begins at ``at``."""
    if sentence.low(at) in verb_forms() and not sentence.is_a(at, "verb_or_noun"):
        return True
    return any(is_finite(sentence, k) for k in range(at + 1, min(at + 6, len(sentence.tokens)))) or (
        is_finite(sentence, at)
    )


def _apposition_end(sentence: Sentence, comma: int) -> int | None:
    """Return where the apposition that follows the comma ends, None if there is none."""
    first = comma + 1
    if first >= len(sentence.tokens):
        return None
    if not (
        sentence.is_a(first, "determiner", "relative")
        or sentence.low(first) in ("whose", "including", "head", "director", "chief", "former")
        or sentence.low(first) in rows_by_word("noun")
        or sentence.low(first).isdigit() and sentence.low(first + 1) in (",", "")
    ):
        return None
    at = first
    while at < len(sentence.tokens) and at - first < MAX_APPOSITION:
        word = sentence.low(at)
        if word in (",", ";", ":") or sentence.tokens[at].quotation >= 0:
            break
        if word == "." and at == len(sentence.tokens) - 1:
            break
        if sentence.is_a(at, "time") or at > first and _is_occasion_start(sentence, at):
            break
        at += 1
    return at


def _is_occasion_start(sentence: Sentence, at: int) -> bool:
    return sentence.is_a(at, "preposition") and sentence.low(at) not in ("of", "for") and _is_occasion(
        sentence, at
    )


def main_subject(sentence: Sentence, before: int) -> Range | None:
    """Find the subject of the clause that a participle at ``before`` hangs on."""
    for at in range(1, before):
        token = sentence.tokens[at]
        if token.quotation >= 0 or not is_finite(sentence, at):
            continue
        if _inside_relative(sentence, at):
            continue
        start = at
        while start > 0 and is_adverb(sentence, start - 1):
            start -= 1
        found = subject_before(sentence, start)
        if found is not None:
            return found
    return None


def skip_occasion(sentence: Sentence, at: int) -> int:
    """Skip words of time, place and addressee that may follow a verb of saying."""
    while at < len(sentence.tokens):
        word = sentence.low(at)
        if sentence.is_a(at, "time") or is_adverb(sentence, at):
            at += 1
        elif sentence.is_a(at, "preposition") and word not in ("of", "about", "against", "by", "for") and not (
            word == "to" and not sentence.is_a(at + 1, "determiner", "object_pronoun")
            and sentence.low(at + 1) != "reporters"
        ):
            end = at + 1
            while end < len(sentence.tokens) and end - at < 25:
                low = sentence.low(end)
                if low in (",", ";", ":", "that", ".") or sentence.tokens[end].quotation >= 0:
                    break
                if sentence.is_a(end, "time") and end > at + 1:
                    end += 1
                    break
                if sentence.is_a(end, "month") and sentence.low(end + 1).isdigit():
                    end += 2
                    break
                end += 1
            at = end
        else:
            break
    return at


def clause_end(sentence: Sentence, first: int, cues: Collection[Cue]) -> int:
    """Find where the reported clause that begins at ``first`` ends.

    It ends with the sentence, or earlier where another attribution takes over:
    a participle of saying, "according to", a contrasting clause with a speaker
    of its own, a noun in apposition that stands for the claim.
    """
    heads = {cue.first: cue for cue in cues if cue.first > first}
    last = len(sentence.tokens)
    while last > first and (
        sentence.low(last - 1) in (".", "!", "?", "...") and sentence.tokens[last - 1].quotation < 0
    ):
        last -= 1
    for at in range(first + 1, last):
        token = sentence.tokens[at]
        if token.quotation >= 0:
            continue
        word = token.low
        if word == ";":
            return at
        if word in ("and", "but") and at + 1 in heads and heads[at + 1].form == "finite":
            return at - (sentence.low(at - 1) == ",")
        if word == "according" and sentence.low(at + 1) == "to":
            return at - (sentence.low(at - 1) == ",")
        if word not in (",", "—", "–", "--"):
            continue
        following = at + 1
        if following in heads and heads[following].form == "ing":
            return at
        if sentence.low(following) in ("citing", "quoting"):
            return at
        if sentence.low(following + 1) == "that" and sentence.is_a(following, "coordinator"):
            continue
        if sentence.low(following) in ("but", "while", "whereas", "although", "though", "and"):
            if any(cue.form == "finite" and cue.first > following and cue.first - following < 30
                   for cue in heads.values()) or sentence.low(following) in ("but", "while", "whereas"):
                return at
        if _is_label(sentence, following):
            return at
        if is_tag(sentence, following, last, heads):
            return at
    return last


def _is_label(sentence: Sentence, at: int) -> bool:
    """Tell whether "a claim rejected by", "a theory that" begins at ``at``."""
    if not sentence.is_a(at, "determiner"):
        return False
    for k in range(at + 1, at + 4):
        if sentence.is_a(k, "reduced"):
            return sentence.low(k + 1) in ("that", "which", "also") or sentence.low(
                k + 1
            ).endswith(("ed", "en")) or is_adverb(sentence, k + 1)
    return False


def is_tag(sentence: Sentence, at: int, last: int, heads: Mapping[int, Cue]) -> bool:
    """Tell whether ", X said" or ", said X" closes the sentence from ``at`` on."""
    if last - at > 14:
        return False
    commas = [k for k in range(at, last) if sentence.low(k) == ","]
    stop = commas[0] if commas else last
    for k in range(at, stop):
        if k not in heads or heads[k].form != "finite":
            continue
        if k > at and skip_occasion(sentence, heads[k].last) >= stop:
            return True
        if k == at:
            return stop - k > 1 and sentence.low(heads[k].last) != "that"
    return False


def object_end(sentence: Sentence, first: int, cues: Collection[Cue]) -> int:
    """Find where the noun phrase that is attributed, beginning at ``first``, ends."""
    end = clause_end(sentence, first, cues)
    for at in range(first + 1, end):
        if sentence.low(at) != "," or sentence.tokens[at].quotation >= 0:
            continue
        if sentence.low(at + 1) in LIST_WORDS:
            continue
        if any(sentence.low(k) in LIST_WORDS for k in range(first, at)) and sentence.is_a(
            at + 1, "preposition"
        ):
            continue
        if _list_goes_on(sentence, at, end):
            continue
        return at
    return end


def _list_goes_on(sentence: Sentence, comma: int, end: int) -> bool:
    """Tell whether the comma separates members of a list that an "and" closes."""
    for at in range(comma + 1, min(comma + 10, end)):
        word = sentence.low(at)
        if word in ("and", "or"):
            return sentence.low(at - 1) != "," or at - comma < 8
        if is_finite(sentence, at) or sentence.is_a(at, "subordinator", "relative"):
            return False
    return False
