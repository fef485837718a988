"""Who has it from whom, as trees; and how many voices came by copying, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narratives.copies.moments import read_moment, sort_key
from narratives.telling.words import count_word, number_of

if TYPE_CHECKING:
    from narratives.comparison import Tables
    from narratives.copies import Compared, CopyLink

RELATIONS = {
    "same": "the same text",
    "copy": "copy",
    "version": "a later version",
    "partial": "passages",
    "lead": "the first sentence in other words",
    "quotation": "the same quotation",
    "": "no shared passage found",
}
STANDINGS = {
    "person": "a person decided",
    "credited": "credited",
    "likely": "likely",
    "open": "open",
}


@dataclass(frozen=True)
class LineageRow:
    """One text in a tree of copies, or a source outside the case at the root of one.

    Attributes
    ----------
    document_id : str
        Empty for a source that is no text of the case.
    name, title, when : str
    depth : int
        0 for the root of a tree.
    above : int
        The place in the list of the row that it hangs on, -1 for a root.
    relation, standing, why : str
        As :class:`narratives.copies.CopyLink` has them; empty for a root.
    share : float
        Share of its words that stand in the text above, 0 to 1.
    """

    document_id: str
    name: str
    title: str
    when: str
    depth: int
    above: int
    relation: str = ""
    standing: str = ""
    share: float = 0.0
    why: str = ""


def lay_lineage(comparison: Tables) -> list[LineageRow]:
    """Put the texts that share words into trees, each under the one it has its words from.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    list of LineageRow
        Tree by tree, the earliest first; a text stands behind the one it hangs on, the
        earliest first. Texts that share nothing are left out.
    """
    import networkx as nx

    tree = nx.DiGraph()
    links = {link.document_id: link for link in comparison.copy_links}
    for link in comparison.copy_links:
        tree.add_edge(link.source_id or f"outside:{link.source_name}", link.document_id)
    documents = {d.document_id: d for d in comparison.documents}
    place = {name: n for n, name in enumerate(documents)}

    written = {name: _when(comparison, name, links.get(name)) for name in documents}

    def order(name: str) -> tuple[object, ...]:
        return (*sort_key(read_moment(written.get(name, ""))), place.get(name, -1))

    rows: list[LineageRow] = []

    def add(name: str, depth: int, above: int) -> None:
        known, link = documents.get(name), links.get(name)
        rows.append(
            LineageRow(
                document_id=name if known else "",
                name=(known.publisher or name) if known else name.removeprefix("outside:"),
                title=known.title if known else "not among these texts",
                when=written.get(name, ""),
                depth=depth,
                above=above,
                relation=link.relation if link else "",
                standing=link.standing if link else "",
                share=link.share if link else 0.0,
                why=link.why if link else "",
            )
        )
        own = len(rows) - 1
        stack = sorted(tree.successors(name), key=order)
        for child in stack:
            add(child, depth + 1, own)

    components = sorted(
        nx.weakly_connected_components(tree),
        key=lambda names: min(order(name) for name in names if not tree.in_degree(name)),
    )
    for names in components:
        for root in sorted((n for n in names if not tree.in_degree(n)), key=order):
            add(root, 0, -1)
    return rows


def _when(comparison: Tables, name: str, link: CopyLink | None) -> str:
    """Return when the shared words were published: in a live blog, the time of their entry."""
    if link is not None:
        for pair in comparison.text_pairs:
            if {pair.first, pair.second} == {name, link.source_id}:
                longest = max(pair.passages, key=lambda passage: passage.same)
                place = longest.first if pair.first == name else longest.second
                return comparison.clock.written(name, place[0])
    return comparison.clock.written(name)


def alone_in_words(comparison: Tables, rows: Sequence[LineageRow]) -> str:
    """Say which texts share nothing with the others; empty where there are none."""
    shown = {row.document_id for row in rows}
    left = [
        d.publisher or d.document_id for d in comparison.documents if d.document_id not in shown
    ]
    if not left:
        return ""
    listed = ", ".join(dict.fromkeys(left[:12]))
    return (
        f"{count_word(len(left), 'text').capitalize()} share{'s' if len(left) == 1 else ''} no "
        f"passage with another: {listed}{', …' if len(left) > 12 else ''}."
    )


@dataclass(frozen=True)
class Folded:
    """How many voices are heard in all texts, and how many of them only by copying."""

    statements: int
    copies: int
    heard: int
    folded: int


def count_folded(comparison: Tables) -> Folded:
    """Count the voices that came by copying.

    A voice is heard once in each text for each side of an account; it is folded where all
    that it says there stands in an earlier text already.

    Returns
    -------
    Folded
    """
    claims = comparison.claims
    unit = ["narrative_id", "stance", "document_id", "voice"]
    heard = claims.groupby(unit)["copy_of"].agg(lambda copies: bool((copies != "").all()))
    return Folded(len(comparison.statements), len(comparison.folded), len(heard), int(heard.sum()))


def folded_in_words(comparison: Tables) -> str:
    """Say how many voices were folded; empty for one text.

    Examples
    --------
    >>> import narratives as nv
    >>> folded_in_words(nv.compare(nv.load_case("seeds/crocus-city-hall")))
    ''
    """
    if len(comparison.documents) < 2:
        return ""
    counted = count_folded(comparison)
    told = compared_in_words(comparison.compared)
    if not counted.copies:
        return f"No statement of these texts was found to come by copying. {told}".rstrip()
    return (
        f"{counted.copies} of the {counted.statements} statements "
        f"{'stands' if counted.copies == 1 else 'stand'} in another text already. "
        f"Counted text by text, {counted.heard} voices are heard for or against an account; "
        f"{counted.folded} of them came by copying and are folded: ten copies are one witness. "
        f"{told}"
    ).rstrip()


def compared_in_words(compared: Compared | None) -> str:
    """Say how many texts were compared with each other, and which; empty where all were.

    Examples
    --------
    >>> from narratives.copies import Compared
    >>> compared_in_words(Compared(texts=30, pairs=435, most=None, full=0))
    ''
    >>> print(compared_in_words(Compared(texts=300, pairs=9000, most=160, full=12)))
    Not every text was compared with every other: of the 44,850 pairs that 300 texts make, 9,000
    were compared word for word. Each text was compared with earlier ones that share a sentence or
    a quotation with it, or one that is nearly the same: with the 160 that share most of them,
    where there were more, as for 12 texts.
    """
    if compared is None or compared.pairs == compared.possible:
        return ""
    told = (
        "Not every text was compared with every other: of the "
        f"{compared.possible:,} pairs that {compared.texts:,} texts make, {compared.pairs:,} were "
        "compared word for word. Each text was compared with earlier ones that share a sentence or "
        "a quotation with it, or one that is nearly the same"
    )
    if not compared.full:
        return f"{told}."
    return (
        f"{told}: with the {compared.most} that share most of them, where there were more, as for "
        f"{number_of(compared.full, 'text')}."
    )
