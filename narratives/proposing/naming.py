"""The ids that are proposed for rival accounts: two telling words of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratives.case.proposal import id_of
from narratives.documents.language import small_words
from narratives.lexicon import load_classes, load_lexicon
from narratives.proposing.terms import tells

LONGEST_ID = 24
"""Letters of the id that is proposed for an account."""
_MARKS = ".,;:!?…()\"'“”‘’«»"
_WEAK = re.compile(r"(?:ly|ing|ed)\Z|\A(?:say|tell|know|think|want|own)s?\Z", re.I)
"""Words that say less of an account than the others: how, and what was done."""
_NOT_TELLING = ("negative", "adverb", "beside_verb", "month", "time", "time_noun")


def name_accounts(sentences: Sequence[str]) -> list[str]:
    """Name accounts by two head words of each, leaving out what all of them say.

    A name in the sentence comes before other words. Words stand in the order of the sentence.

    Parameters
    ----------
    sentences : sequence of str

    Returns
    -------
    list of str
        Ids, each its own, of at most ``LONGEST_ID`` letters.

    Examples
    --------
    >>> name_accounts(["The army mined the dam.", "An earthquake broke the dam in May."])
    ['army_mined', 'earthquake_broke']
    """
    classes = load_classes()
    weak = {row[form] for row in load_lexicon("irregular") for form in ("past", "participle")}
    known = small_words().union(*(classes[name] for name in _NOT_TELLING))
    told = [
        [w for word in sentence.split() if (w := word.strip(_MARKS)).isalpha() and tells(w, known)]
        for sentence in sentences
    ]
    spoken = [{word.lower() for word in words} for words in told]
    shared = set[str].intersection(*spoken) if len(spoken) > 1 else set[str]()
    used: list[str] = []
    for sentence, words in zip(sentences, told, strict=True):
        own = [word for word in words if word.lower() not in shared] or words
        names = [word for word in own if word[0].isupper() and not sentence.startswith(word)]
        plain = [w for w in own if w not in names and not (_WEAK.search(w) or w.lower() in weak)]
        ranked = list(dict.fromkeys([*names, *plain, *own]))[:2]
        chosen = [word for word in dict.fromkeys(words) if word in ranked]
        stem = "_".join(chosen)
        short = stem if len(stem) <= LONGEST_ID else chosen[0][:LONGEST_ID] if chosen else ""
        used.append(id_of(short or "account", used))
    return used
