"""What the rules found, put in order: chains, doubles, and statements inside statements."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft, lies_in
from narratives.attribution.rules.names import RULES, THAT_CLAUSE
from narratives.attribution.sentences.text import Sentence
from narratives.attribution.ways.citing import CITES, cite_drafts, is_outlet
from narratives.schema import Span, overlap, span_size

WHOLE = 0.8
"""Share of a content that one inner attribution must fill to be all that it passes on."""
WHOLE_POSTPOSED = 0.65
"""The same where the inner speaker stands last: "X, the mayor told Radio Norte"."""

PASSING_ON = CITES | {"admit", "confirm"}
"""Classes of cues whose source can be telling what another one says."""


def link_drafts(sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
    """Turn attributions of attributions into chains and drop doubles.

    "Ruiz said, Radio Norte reported" and "according to Radio Norte, Ruiz said"
    are one statement each, by Ruiz, that came by way of Radio Norte. Where the
    inner attribution is only a part of what the outer source says, both stay.
    """
    if not drafts:
        return []
    kept = _drop_doubles([draft for draft in drafts if draft.content])
    _cut_at_tags(kept)
    # "two workers, who feared reprisals, said": the relative clause is part of the source.
    # "an accusation that the company denies": the accusation is what is denied.
    kept = [
        draft
        for draft in kept
        if not any(
            lies_in(draft.cue, other.source + other.takes_up * other.content) for other in kept
        )
    ]
    kept = cite_drafts(sentence, kept)
    kept = [draft for draft in kept if not _says_of_itself(draft, kept)]
    # The outermost first: who is around it is then in its chain, and goes on to those within.
    ways = {id(draft): [*draft.source, *draft.chain] for draft in kept}
    for outer in sorted(kept, key=lambda draft: span_size(draft.content), reverse=True):
        if outer not in kept or outer.kind not in PASSING_ON or RULES[outer.method].about:
            continue
        within = [d for d in kept if d is not outer and lies_in(d.cue, outer.content)]
        # "He said that, according to the mayor, …" holds the mayor's words, and not the reverse.
        within = [d for d in within if outer.cue < d.cue or not lies_in(outer.cue, d.content)]
        inner = [d for d in within if not any(lies_in(d.cue, other.content) for other in within)]
        best = max(inner, key=lambda draft: _fills(outer, draft), default=outer)
        for draft in inner:
            whole = draft is best and _fills(outer, draft) >= (
                WHOLE_POSTPOSED if draft.postposed else WHOLE
            )
            if _is_pronoun(sentence, draft) and outer.kind not in CITES:
                continue
            if whole and _is_pronoun(sentence, draft):
                kept.remove(draft)  # "Ruiz said she believed": one statement, by Ruiz.
            elif whole or (
                _is_named(sentence, draft) and (outer.postposed or _opens(outer, draft))
            ):
                reached = [] if _cites_words(sentence, outer) else outer.source
                draft.chain = draft.chain + reached + outer.chain
                passed_on = outer.kind == "report" or _passes_on(sentence, ways[id(outer)])
                if whole and (passed_on or (outer.postposed and draft.postposed)):
                    kept.remove(outer)
    return kept


def _cut_at_tags(drafts: Sequence[Draft]) -> None:
    """Let no content run into who says it all: "The mayor says the dam was safe, a guard said"."""
    for outer in drafts:
        for draft in drafts if outer.postposed else ():
            if not draft.postposed and lies_in(draft.cue, outer.content):
                start, end = outer.start, outer.end
                inside = [(max(a, start), min(b, end)) for a, b in draft.content]
                draft.content = [(a, b) for a, b in inside if a < b] or draft.content


def _opens(outer: Draft, inner: Draft) -> bool:
    """Tell whether what somebody says begins with who says it: "found that the owner knew"."""
    return inner.source[0][0] == outer.start


def _cites_words(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether what is cited is "his briefing", "a post": what was said, and nobody's voice."""
    if not draft.cites:
        return False
    inside = sentence.places([(draft.source[0][0], draft.source[-1][1])])
    stop = next((k for k in inside[1:] if sentence.is_a(k, "preposition")), inside[-1] + 1)
    return sentence.is_a(stop - 1, "remarks", "records", "texts")


def _says_of_itself(inner: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell "he had called the dam safe" in "Quint denied that he had called the dam safe"."""
    return any(
        outer.kind in ("deny", "doubt")
        and outer.method == THAT_CLAUSE
        and lies_in(inner.cue, outer.content)
        for outer in drafts
    )


def _fills(outer: Draft, inner: Draft) -> float:
    """Return the share of the outer content from the first to the last words of the inner."""
    spans = sorted(inner.source + inner.cue + inner.content)
    size = span_size(outer.content)
    return overlap(outer.content, [(spans[0][0], max(end for _, end in spans))]) / max(size, 1)


def _is_pronoun(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether the source is "she", or begins with a possessive: "its sensors"."""
    if len(draft.source) != 1:
        return False
    inside = sentence.places(draft.source)
    if not inside:
        return False
    return sentence.is_a(inside[0], "possessive") or (
        len(inside) == 1 and sentence.is_a(inside[0], "subject_pronoun")
    )


def _is_named(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a source has words of its own, and is no "she" or "who"."""
    inside = sentence.places(draft.source)
    return bool(inside) and not sentence.is_a(inside[0], "subject_pronoun")


def _passes_on(sentence: Sentence, sources: Sequence[Span]) -> bool:
    """Tell whether one of the sources is an outlet or agency, which passes on what others say."""
    return any(is_outlet(sentence, [span]) for span in sources)


def _drop_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep one of two drafts with the same cue, and of two that share source and content."""
    kept: list[Draft] = []
    for draft in drafts:
        words = draft.source, draft.content
        if not any(overlap(draft.cue, d.cue) or words == (d.source, d.content) for d in kept):
            kept.append(draft)
    return kept
