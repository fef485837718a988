"""What the rules find in a single sentence."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.attribution.draft import Draft
from narratives.attribution.mutual import take_in_sides
from narratives.attribution.rules.according import drafts_of_according, drafts_of_quoted_as
from narratives.attribution.rules.labels import drafts_of_labels, drafts_of_relations
from narratives.attribution.rules.links import link_drafts
from narratives.attribution.rules.listed import drafts_of_listed_cues, drafts_of_plain_labels
from narratives.attribution.rules.nouns import drafts_of_nouns
from narratives.attribution.rules.verbs import drafts_of_verb
from narratives.attribution.sentences.cues import find_verbs
from narratives.attribution.sentences.text import Sentence
from narratives.attribution.ways.asides import Aside, put_back


def drafts_of_sentence(sentence: Sentence, asides: Sequence[Aside] = ()) -> list[Draft]:
    """Return what the rules find in one sentence, whose asides are put back into it.

    Of a sentence in another language only listed cues and labels are read.
    """
    if not sentence.english:
        return [*drafts_of_listed_cues(sentence), *drafts_of_plain_labels(sentence)]
    cues = list(find_verbs(sentence))
    found = [*drafts_of_relations(sentence), *drafts_of_quoted_as(sentence, cues)]
    for cue in cues:
        found += drafts_of_verb(sentence, cue, cues, found)
    found += drafts_of_according(sentence, cues)
    found += drafts_of_nouns(sentence, cues)
    found += drafts_of_labels(sentence)
    take_in_sides(sentence, found)
    found = link_drafts(sentence, found)
    put_back(found, asides)
    return found
