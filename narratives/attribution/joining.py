"""What the rules and a tagger found, joined: one draft for each attribution."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.text import Sentence
from narratives.schema import UNNAMED, Span, overlap
from narratives.tagging import Attribution, TaggedText

NEARLY = 0.8
"""Two contents that share this much of the longer one are the same but for their edges."""
SAME = 0.5
"""Two contents that share less of the longer one are cut in different ways."""


def join_readings(
    sentences: Sequence[Sentence], drafts: Sequence[Draft], tagged: TaggedText
) -> list[Draft]:
    """Join the drafts of the rules with the attributions of a tagger.

    The rules know chains, flags and what a cue does, and cut a quotation that goes on in
    a later sentence off as a statement of its own; the tagger knows cues that no list
    has. Where both found an attribution, the rules' words stand, but for contents that
    the tagger cuts otherwise and sources that it finds elsewhere.

    Parameters
    ----------
    sentences : sequence of Sentence
    drafts : sequence of Draft
        What the rules found.
    tagged : TaggedText

    Returns
    -------
    list of Draft
        Those of the rules, and after them what the tagger alone found.
    """
    starts = [sentence.start for sentence in sentences]
    homes: dict[int, list[Draft]] = {}
    for draft in drafts:
        homes.setdefault(draft.sentence, []).append(draft)
    found = list(drafts)
    for read in tagged.attributions:
        attribution = _in_our_words(read, sentences, starts)
        if attribution is None:
            continue
        home = _home(attribution, starts)
        near = [draft for n in (home - 1, home, home + 1) for draft in homes.get(n, ())]
        same = [draft for draft in near if _same(draft, attribution)]
        if same:
            best = max(same, key=lambda d: (d.tagged is None, _shared(d, attribution)))
            if best.tagged is None:
                _take_over(best, attribution)
        elif not any(_holds(draft, attribution) for draft in near):
            found.append(_draft(attribution, home))
    return found


def _home(attribution: Attribution, starts: Sequence[int]) -> int:
    return max(bisect_right(starts, attribution.cue[0][0]) - 1, 0)


def _in_our_words(
    read: Attribution, sentences: Sequence[Sentence], starts: Sequence[int]
) -> Attribution | None:
    """Cut an attribution as this package cuts it, None where nothing is left.

    The "that" after a cue is the cue's, and what follows in later sentences is a
    statement of its own, whose speaker is carried over.
    """
    if not read.cue or not starts:
        return None
    home = _home(read, starts)
    cue, content = list(read.cue), list(read.content)
    tokens = sentences[home].tokens
    for place, (start, end) in enumerate(content):
        first = next((k for k, token in enumerate(tokens) if token.start == start), None)
        if first and tokens[first].low == "that" and tokens[first - 1].end == cue[-1][1]:
            after = tokens[first + 1].start if first + 1 < len(tokens) else end
            if after < end:
                cue[-1] = (cue[-1][0], tokens[first].end)
                content[place] = (after, end)
    own = [span for span in content if bisect_right(starts, span[0]) - 1 <= home]
    return Attribution(read.source, tuple(cue), tuple(own or content), read.sure_of_links)


def _take_over(draft: Draft, attribution: Attribution) -> None:
    """Give a draft of the rules the words that the tagger reads better."""
    draft.tagged = attribution
    if _shared(draft, attribution) >= SAME:
        draft.content = list(attribution.content)
        if attribution.source:
            draft.source = list(attribution.source)
            draft.speaker = ""


def _shared(draft: Draft, attribution: Attribution) -> float:
    """Return the share of the longer content that both have."""
    sizes = [sum(b - a for a, b in spans) for spans in (draft.content, attribution.content)]
    return overlap(draft.content, attribution.content) / max(*sizes, 1)


def _same(draft: Draft, attribution: Attribution) -> bool:
    if draft.cue:
        return overlap(draft.cue, attribution.cue) > 0
    return _shared(draft, attribution) >= SAME


def _holds(draft: Draft, attribution: Attribution) -> bool:
    """Tell whether the rules read the attribution as a part of another one.

    It is a link of that one's chain, or stands inside its content: a tagger that was
    taught no attribution inside another has nothing to say about one.
    """
    if overlap(draft.content, attribution.cue):
        return True
    return bool(
        attribution.source
        and overlap(draft.chain, attribution.source)
        and overlap(draft.content, attribution.content)
    )


def _draft(attribution: Attribution, home: int) -> Draft:
    return Draft(
        source=list(attribution.source),
        cue=list(attribution.cue),
        content=list(attribution.content),
        method="",
        speaker="" if attribution.source else UNNAMED,
        sentence=home,
        postposed=attribution.content[0][0] < attribution.cue[0][0],
        tagged=attribution,
    )
