"""How much of a comparison a person has looked at, and what is unsure or unread, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.telling.words import number_of

if TYPE_CHECKING:
    from narratives.comparison import Tables


def looked_in_words(comparison: Tables) -> str:
    """Say at how many statements and bearings who has looked; of a draft that it is one.

    Examples
    --------
    >>> import narratives as nv
    >>> case = nv.load_case("seeds/crocus-city-hall")
    >>> looked_in_words(nv.compare(case, draft=True)).split(" at ")[0]
    'DRAFT: what a person decided is left out. No person has looked'
    """
    looked = comparison.looked
    statements = number_of(looked.of_statements, "statement")
    bearings = number_of(looked.of_bearings, "bearing")
    if comparison.reviewed:
        return (
            f"Looked at by a person: {looked.statements} of {statements} and {looked.bearings} of "
            f"{bearings} (by {', '.join(looked.who)})."
        )
    left_out = "what a person decided is left out. No" if comparison.draft else "no"
    return f"DRAFT: {left_out} person has looked at its {statements} and {bearings}."


def unsure_in_words(comparison: Tables) -> str:
    """Say how many bearings are unsure and how many statements were not read, if any.

    Returns
    -------
    str
        Up to two sentences; empty where all was read and nothing is unsure.
    """
    looked = comparison.looked
    told = []
    if looked.unsure:
        verbs = "is unsure and counts" if looked.unsure == 1 else "are unsure and count"
        told.append(f"{number_of(looked.unsure, 'more bearing')} {verbs} nowhere.")
    if looked.not_read:
        was = "was" if len(looked.not_read) == 1 else "were"
        told.append(
            f"{number_of(len(looked.not_read), 'statement')} {was} not read for or against an "
            "account: the reader does not know the language."
        )
    return " ".join(told)
