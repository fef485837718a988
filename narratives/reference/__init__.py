"""Measure a draft against a careful hand annotation of the same text.

A reference is the content of ``reference.json`` in a case folder: the document it
was made for (by SHA-256), its items, and under ``scoring`` which items are
required, which are optional, which pairs may be merged, and which texts must
never come out as a statement.

The rules, in the order in which they are applied:

*content*
    Tokens are runs of letters, digits and inner apostrophes, told apart by where they
    stand. A drafted statement can be an item only if the F1 of their content tokens is
    at least 0.7.
*cue*
    Where the item has a cue, the drafted cue shares at least one code point with it.
*source*
    Where the item has source words, the drafted source shares at least one code point
    with their head word: the last word before a comma or a preposition ("officials" in
    "port officials, including the harbour master"). Where the item has none, the
    resolved name agrees with the item's: the reserved words ``narrator`` and
    ``unnamed``, or all words of one name are in the other.
*found*
    Content and cue hold. Items and statements are paired one to one, first those with
    the right source, then by F1.
*merges*
    Of an accepted pair, an item that is not found alone counts as found where one
    statement has both contents (F1 with the two together at least 0.7), or where the
    statement found for the other one covers at least 0.7 of this one's content.
*bearing*
    All stated bearings of the item are drafted (its implied ones, if it has no stated
    ones), and nothing is drafted that is neither a bearing of the item nor contested.
    Neutral rows count as no bearing.
*strength*
    The drafted strength is the item's.
*never*
    No drafted content shares a token with a text that must never come out.
"""

from __future__ import annotations

from narratives.reference.agreement import Agreement, measure_agreement, measure_draft
from narratives.reference.entries import CONTENT_F1, head_word

__all__ = ["CONTENT_F1", "Agreement", "head_word", "measure_agreement", "measure_draft"]
