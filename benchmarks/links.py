"""Count how often each kind of link from a source to a name is right.

    python benchmarks/links.py             the counts behind lexicon/en/links.tsv
    python benchmarks/links.py --misses    with the links that are wrong

The sources of the annotated statements of the 23 development articles are linked as if a
perfect draft had found them; a link is right if its name is one that the annotation accepts.
"""

from __future__ import annotations

import argparse
from collections import Counter

from annotation import Article, as_statements, load_articles, same_name

from narratives.schema import UNNAMED
from narratives.sources.linking import link_probabilities, read_links


def count_links(article: Article) -> tuple[Counter[tuple[str, bool]], list[str]]:
    """Count the links of one article by kind and whether they are right; describe the wrong."""
    statements = as_statements(article)
    given = ["carried over" if inferred else UNNAMED for inferred in statements["inferred"]]
    blank = statements.assign(source_name="", candidates="", resolved_by=given)
    document = article.document
    counts, notes = Counter[tuple[str, bool]](), []
    links = read_links(blank, {document.document_id: document})
    for item, source, link in zip(article.items, blank["source_text"], links, strict=True):
        if link.kind:
            right = same_name(link.name, item["source_name"])
            counts[link.kind, right] += 1
            if not right:
                wanted = item["source_name"]
                notes.append(f"{item['id']} {link.kind}: {source} -> {link.name}, not {wanted}")
    return counts, notes


def count_all() -> tuple[Counter[tuple[str, bool]], list[str]]:
    """Count the links of all development articles."""
    total, notes = Counter[tuple[str, bool]](), []
    for article in load_articles("dev"):
        counts, wrong = count_links(article)
        total += counts
        notes += wrong
    return total, notes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="list the links that are wrong")
    given = parser.parse_args()
    total, notes = count_all()
    for kind in link_probabilities():
        print(kind, total[kind, True], total[kind, False], sep="\t")
    if given.misses:
        print("\n".join(notes))


if __name__ == "__main__":
    main()
