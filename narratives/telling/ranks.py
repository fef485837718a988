"""The order of the accounts by contradiction, in words; that there is none is an answer too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narratives.schema import groups
from narratives.telling.relations import caution_of_order
from narratives.telling.words import join_words

if TYPE_CHECKING:
    from narratives.comparison import Tables


NO_ORDER_YET = "No order of the accounts is given: no person has looked at this draft."


def order_in_words(comparison: Tables) -> str:
    """Say which account is contradicted least, or why there is no such order.

    Returns
    -------
    str
        One sentence, or two. No order is given of a draft that no person has looked at,
        where nothing is rated as contradicting anything, and where all accounts are
        contradicted alike. Where accounts may be so at once, a sentence says how to read the
        order.

    Examples
    --------
    >>> import narratives as nv
    >>> comparison = nv.compare(nv.load_case("seeds/crocus-city-hall"))
    >>> order_in_words(comparison).split(":")[0]
    'Nothing here is rated as contradicting any account, so there is no order'
    """
    if not comparison.reviewed:
        return NO_ORDER_YET
    ranking: Any = comparison.ranking
    titles = comparison.narratives["title"]
    known = ranking[ranking["inconsistency"].notna()]
    if known.empty:
        return "No item is rated for any account, so there is no order."
    if (known["inconsistency"] == 0).all():
        return (
            "Nothing here is rated as contradicting any account, so there is no order: what "
            "no item speaks against is not thereby supported."
        )
    if len(known) == 1:
        return "Only one account is rated, so there is no order."
    if known["rank"].nunique() == 1:
        alike = known["inconsistency"].iloc[0]
        return f"All accounts are contradicted alike ({alike:.2f}), so there is no order."
    ranks = [
        f"{join_words([f'“{titles[n]}”' for n in tied.index])} "
        f"({tied['inconsistency'].iloc[0]:.2f})"
        for _, tied in groups(known, "rank")
    ]
    order = f"From the least contradicted: {', then '.join(ranks)}."
    return " ".join(filter(None, [order, caution_of_order(comparison)]))
