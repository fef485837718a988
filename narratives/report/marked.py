"""The text itself, cut at every boundary of a span and marked piece by piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup

from narratives import schema
from narratives.report.escape import between, leftward, mixed_words, tell_scripts
from narratives.report.language import foreign_passages, passage_language, written_in
from narratives.schema import Document, each

MARKED = (*schema.ROLES, "strength")
"""What is marked of a statement."""
MOST_MIXED = 100
"""Words of mixed scripts that are marked in one text."""
_CLASSES = {"source": "src", "cue": "cue", "strength": "str"}


@dataclass(frozen=True)
class Label:
    """What is shown about a statement beside its first words.

    ``accounts`` are the numbers of the accounts it bears on, from 1; ``note`` is read
    out and shown on hover and focus.
    """

    number: int
    mark: str
    note: str
    accounts: tuple[int, ...] = ()


@dataclass
class Block:
    """One segment of the text: its kind, whether it is analysed, its marked words.

    ``language`` is empty where it is that of the document.
    """

    number: int
    kind: str
    analyse: bool
    why: str
    html: Markup
    start: int
    end: int
    language: str = ""
    leftward: bool = False


@dataclass
class _Event:
    opens: list[tuple[str, int]] = field(default_factory=list)
    closes: list[tuple[str, int]] = field(default_factory=list)


def mark_text(
    document: Document,
    segments: pd.DataFrame,
    statements: pd.DataFrame,
    labels: Mapping[str, Label],
    loaded: Mapping[int, Sequence[schema.Span]],
    first: int = 1,
) -> list[Block]:
    """Mark the text of a document.

    Every span of every statement is a boundary: between two boundaries lies a piece,
    and each piece knows all statements and roles that cover it, so that overlapping and
    split spans come out as they are.

    Parameters
    ----------
    document : Document
    segments : DataFrame, columns ``schema.SEGMENTS``
    statements : DataFrame, columns ``schema.STATEMENTS``
    labels : mapping of statement id to Label
    loaded : mapping of number to spans
        Loaded words; the piece that begins number ``n`` gets the anchor ``w{n}``.
    first : int
        The number of the first block, for anchors that are unique on the page.

    Returns
    -------
    list of Block
        In the order of the text; together they hold every character but blank space
        between segments.
    """
    own = statements[statements["document_id"] == document.document_id]
    events: dict[int, _Event] = defaultdict(_Event)
    starts: dict[int, list[Label]] = defaultdict(list)
    words: dict[int, list[int]] = defaultdict(list)
    accounts = {label.number: label.accounts for label in labels.values()}
    size = len(document.text)
    for row in each(own):
        label = labels[row.Index]
        for role, spans in zip(
            MARKED, (row.source, row.cue, row.content, row.strength_words), strict=True
        ):
            for start, end in schema.parse_spans(spans):
                events[min(start, size)].opens.append((role, label.number))
                events[min(end, size)].closes.append((role, label.number))
        content = schema.parse_spans(row.content) or schema.parse_spans(row.cue)
        if content:
            starts[min(content)[0]].append(label)
    for number, found in loaded.items():
        for n, (start, end) in enumerate(found):
            events[start].opens.append(("loaded", number))
            events[end].closes.append(("loaded", number))
            if n == 0:
                words[start].append(number)
    mixed = dict(mixed_words(document.text)[:MOST_MIXED])
    for start, end in mixed.items():
        events[start].opens.append(("mixed", start))
        events[end].closes.append(("mixed", start))
    blocks = list_blocks(document, segments)
    languages = []
    usual = written_in(document)
    for begin, stop, *_ in blocks:
        words_ = document.text[begin:stop]
        languages.append(passage_language(words_, usual))
        for start, end, tag in foreign_passages(words_, languages[-1]):
            events[begin + start].opens.append((f"lang {tag}", begin))
            events[begin + end].closes.append((f"lang {tag}", begin))
    edges = sorted({*events, *(edge for block in blocks for edge in block[:2])})
    active: dict[tuple[str, int], int] = {}
    html: list[list[Markup]] = [[] for _ in blocks]
    at = 0
    for n, edge in enumerate(edges):
        for key in events[edge].closes if edge in events else ():
            active[key] = active.get(key, 0) - 1
            if not active[key]:
                del active[key]
        for key in events[edge].opens if edge in events else ():
            active[key] = active.get(key, 0) + 1
            if not active[key]:
                del active[key]
        while at < len(blocks) and blocks[at][1] <= edge:
            at += 1
        if at < len(blocks) and blocks[at][0] <= edge and n + 1 < len(edges):
            html[at] += [_marker(label) for label in starts.get(edge, ())]
            if edge in mixed:
                html[at].append(_warning(document.text[edge : mixed[edge]]))
            piece = document.text[edge : edges[n + 1]]
            html[at].append(_piece(piece, list(active), accounts, words.get(edge, ())))
    return [
        Block(
            first + n,
            kind,
            analyse,
            why,
            Markup("").join(html[n]),
            start,
            end,
            "" if languages[n] == usual else languages[n],
            leftward(document.text[start:end]),
        )
        for n, (start, end, kind, analyse, why) in enumerate(blocks)
    ]


def list_blocks(
    document: Document, segments: pd.DataFrame
) -> list[tuple[int, int, str, bool, str]]:
    """List the segments, and as body what no segment covers, in order."""
    own = segments[segments["document_id"] == document.document_id]
    found: list[tuple[int, int, str, bool, str]] = []
    at = 0
    known = sorted(
        (int(r.start), int(r.end), str(r.kind), bool(r.analyse), str(r.why)) for r in each(own)
    )
    for start, end, kind, analyse, why in [*known, (len(document.text),) * 2 + ("", True, "")]:
        if start > at and document.text[at:start].strip():
            found.append((at, start, "body", True, ""))
        if end > max(start, at):
            found.append((max(start, at), end, kind, analyse, why))
        at = max(at, end)
    return found


def _piece(
    text: str,
    active: list[tuple[str, int]],
    accounts: Mapping[int, tuple[int, ...]],
    anchors: Sequence[int],
) -> Markup:
    if not active:
        return between(text)
    numbers = sorted({number for role, number in active if role in MARKED})
    roles = {role for role, _ in active}
    lines = sorted({a for role, n in active if role == "content" for a in accounts[n]})
    if "content" in roles and not lines:
        lines = [0]
    classes = [_CLASSES[role] for role in MARKED if role in roles and role in _CLASSES]
    classes += ["load"] if "loaded" in roles else []
    classes += ["mix"] if "mixed" in roles else []
    html = between(text)
    for level, account in enumerate(lines):
        line = f"u{account}" + (f" l{min(level, 3)}" if level else "")
        if level + 1 < len(lines):
            html = Markup('<u class="{}">{}</u>').format(line, html)
        else:
            classes.insert(0, line)
    told = {
        "id": " ".join(f"w{number}" for number in anchors[-1:]),
        "class": " ".join(classes),
        "data-s": " ".join(map(str, numbers)),
        "lang": next((role[5:] for role in roles if role.startswith("lang ")), ""),
    }
    names = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in told.items() if pair[1])
    before = Markup("").join(Markup('<span id="w{}"></span>').format(n) for n in anchors[:-1])
    marked = Markup("<u{}>{}</u>") if "content" in roles else Markup("<span{}>{}</span>")
    return before + marked.format(names, html)


def _marker(label: Label) -> Markup:
    return Markup('<a class="n" id="t{0}" href="#s{0}">{1}<i>{2}</i></a>').format(
        label.number, between(label.mark), between(f" {label.note}")
    )


def _warning(word: str) -> Markup:
    return Markup('<a class="n" href="#odd">mixed letters<i> {}</i></a>').format(
        between(tell_scripts(word))
    )
