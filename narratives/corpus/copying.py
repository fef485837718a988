"""Which texts of a store are copies of others, in one walk through all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from narratives.copies import CopyLink, TextPair, link_texts, walk_copies
from narratives.corpus.parquet import COPY_ROWS, connect, write_parquet_file
from narratives.corpus.store import COPIES, UNFINISHED, copies_file
from narratives.corpus.views import make_views
from narratives.documents.published import order_of_date
from narratives.schema import Document


def find_store_copies(store: Path) -> int:
    """Find the texts of a store that share passages, and keep them in its table of copies.

    Nothing is done where no document came since they were found.

    Parameters
    ----------
    store : Path

    Returns
    -------
    int
        How many pairs there are.
    """
    place = copies_file(store)
    with connect() as con:
        if not place.is_file():
            make_views(con, store)
            documents = sorted(
                _documents(con), key=lambda d: (order_of_date(d.published), d.document_id)
            )
            pairs = [_without_steps(pair) for pair in walk_copies(documents)]
            links = {(link.source_id, link.document_id): link for link in _links(documents, pairs)}
            rows = [_row(pair, links) for pair in sorted(pairs, key=lambda p: (p.second, p.first))]
            draft = store / UNFINISHED / place.name
            write_parquet_file(con, draft, COPY_ROWS, rows)
            draft.replace(place)
        for other in (store / COPIES).iterdir():
            if other.name != place.name:
                other.unlink()
        found = con.execute("SELECT count(*) FROM read_parquet(?)", [str(place)]).fetchone()
    return int(found[0]) if found else 0


def _documents(con: Any) -> Iterator[Document]:
    rows = con.execute(
        "SELECT document_id, text, title, publisher, published, language, author "
        "FROM documents ORDER BY document_id"
    )
    while some := rows.fetchmany(1000):
        for name, text, title, publisher, published, language, author in some:
            yield Document(name, text, title, publisher, published, language, author=author)


def _links(documents: list[Document], pairs: list[TextPair]) -> Iterator[CopyLink]:
    """Say who has it from whom, among the texts that share words: each group by itself."""
    home: dict[str, list[str]] = {}
    for pair in pairs:
        one = home.setdefault(pair.first, [pair.first])
        other = home.setdefault(pair.second, [pair.second])
        if one is not other:
            small, large = sorted((one, other), key=len)
            large.extend(small)
            home |= dict.fromkeys(small, large)
    known = {
        document.document_id: document for document in documents if document.document_id in home
    }
    groups = {id(group): group for group in home.values()}
    shared: dict[int, list[TextPair]] = {number: [] for number in groups}
    for pair in pairs:
        shared[id(home[pair.first])].append(pair)
    order = {name: number for number, name in enumerate(known)}
    for number, group in groups.items():
        texts = [known[name] for name in sorted(group, key=order.__getitem__)]
        yield from link_texts(texts, shared[number])


def _without_steps(pair: TextPair) -> TextPair:
    """Forget the words that changed, which no table of a store holds: most of a pair is them."""
    return replace(pair, passages=tuple(replace(p, steps=()) for p in pair.passages))


def _row(pair: TextPair, links: dict[tuple[str, str], CopyLink]) -> list[Any]:
    link = links.get((pair.first, pair.second))
    told = (
        ["", "", "", ""]
        if link is None
        else [link.source_id, link.source_name, link.standing, link.why]
    )
    shares = [round(pair.share_first, 4), round(pair.share_second, 4)]
    return [pair.first, pair.second, pair.relation, *shares, len(pair.passages), *told]
