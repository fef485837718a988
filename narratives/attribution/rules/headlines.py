"""Headlines that an office signs: "Dam was safe – minister", "Lund mayor: Dam was safe"."""

from __future__ import annotations

from narratives.attribution.draft import Draft
from narratives.attribution.sentences.text import Sentence
from narratives.sources.words import is_role, organisations

LONGEST_OFFICE = 4
"""Words that the office of a speaker may have."""
DASHES = ("–", "—", "--", "-", "―")


def signed_headline(sentence: Sentence) -> Draft | None:
    """Read "Dam was safe – minister", "Two held over fire: police", "Lund mayor: Dam was safe".

    One side of the last dash or first colon of a headline is a role, an office or an outlet;
    on the other stands a verb.
    """
    if sentence.kind not in ("headline", "heading"):
        return None
    last = len(sentence.tokens)
    marks = [k for k in range(1, last - 1) if sentence.low(k) in (":", *DASHES)]
    if len(marks) != 1:
        return None
    mark = marks[0]
    if last - mark - 1 < mark and _is_office(sentence, mark + 1, last):
        said, source = (0, mark), (mark + 1, last)
    elif sentence.low(mark) == ":" and _is_office(sentence, 0, mark):
        said, source = (mark + 1, last), (0, mark)
    else:
        return None
    who, words, content = ([sentence.span(*part)] for part in (source, (mark, mark + 1), said))
    return Draft(who, words, content, "label of a headline", postposed=said[0] == 0)


def _is_office(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words are a role, an office or an outlet: "interior minister", "police"."""
    if not 0 < last - first <= LONGEST_OFFICE:
        return False
    words = sentence.lows[first:last]
    speaks = (
        is_role(words[-1].removesuffix("s"))
        or words[-1] in organisations()
        or sentence.is_a(last - 1, "media", "outlet_noun", "record_subject")
    )
    return speaks and not sentence.is_a(first, "preposition", "label_word", "label_end")
