"""PolNeAR's articles: texts and annotated attributions, as `shared/data/polnear` has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from narratives.documents import shadow
from narratives.schema import ROLES, Span, overlap
from narratives.tagging.labels import LABELS
from narratives.tagging.words import Paragraph, read_paragraphs

KEPT_APART = 20
"""Every so many training articles one is not shown to the taggers, and serves to calibrate."""
OPENING, CLOSING = '"“„«‘', '"”“»’'
Attribution = dict[str, list[Span]]
"""Spans of one attribution by role."""


@dataclass(frozen=True)
class Article:
    """A text and the attributions that its first annotator found."""

    name: str
    text: str
    attributions: list[Attribution]

    @property
    def publisher(self) -> str:
        return self.name.split("_")[0]

    def paragraphs(self) -> list[Paragraph]:
        lines = [match.span() for match in re.finditer(r"[^\n]+", self.text)]
        return read_paragraphs(shadow(self.text), lines)


def load_articles(root: Path, split: str) -> list[Article]:
    """Read the articles of a split; the first annotator by name is the one who counts."""
    folder = root / "data" / split
    annotated: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotated.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [
        Article(path.stem, path.read_bytes().decode("utf-8"), read_brat(annotated[path.stem]))
        for path in sorted((folder / "text").glob("*.txt"))
    ]


def read_brat(path: Path) -> list[Attribution]:
    """Read the attributions of one standoff file."""
    spans: dict[str, list[Span]] = {}
    events: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r"T\d+\t", line):
            name, place = line.split("\t")[:2]
            pieces = place.split(" ", 1)[1].split(";")
            spans[name] = [(int(a), int(b)) for a, b in (piece.split() for piece in pieces)]
        elif re.match(r"E\d+[\t ]", line):
            events.append(line.split(None, 1)[1].split())
    found = []
    for arguments in events:
        attribution: Attribution = {role: [] for role in ROLES}
        for argument in arguments:
            role, name = argument.split(":", 1)
            role = role.rstrip("0123456789").lower()
            if role in attribution and name in spans:
                attribution[role] = sorted({*attribution[role], *spans[name]})
        found.append(attribution)
    return found


def label_words(paragraphs: list[Paragraph], attributions: list[Attribution]) -> list[list[int]]:
    """Give each word its label; a cue stands above a source, a source above a content."""
    labels = [["O"] * len(paragraph.words) for paragraph in paragraphs]
    for role in ("content", "source", "cue"):
        for start, end in (span for found in attributions for span in found[role]):
            for paragraph, row in zip(paragraphs, labels, strict=True):
                if paragraph.ends[-1] <= start or paragraph.starts[0] >= end:
                    continue
                part = "B"
                for word, (first, last) in enumerate(
                    zip(paragraph.starts, paragraph.ends, strict=True)
                ):
                    if first < end and last > start:
                        row[word] = f"{part}-{role}"
                        part = "I"
    return [[LABELS.index(label) for label in row] for row in labels]


def split_apart(articles: list[Article]) -> tuple[list[Article], list[Article]]:
    """Split training articles into those the taggers learn from and those kept apart."""
    apart = articles[::KEPT_APART]
    return [article for n, article in enumerate(articles) if n % KEPT_APART], apart


@dataclass
class Reading:
    """One attribution as PolNeAR cuts them, and the numbers of the statements it is made of."""

    found: Attribution
    members: list[int]


def as_polnear(text: str, rows: list[tuple[Attribution, int | None]]) -> list[Reading]:
    """Cut statements as PolNeAR cuts attributions.

    PolNeAR takes a quotation that goes on in a later sentence and the words that name its
    speaker as one attribution, counts quotation marks and the "that" after a cue to the
    content and the comma after an apposition to the source, and annotates no attribution
    inside another.

    Parameters
    ----------
    text : str
    rows : list of (spans by role, number of the row whose speaker is carried over, or None)
    """
    home: dict[int, Reading] = {}
    for number, (spans, voice) in enumerate(rows):
        if voice is None:
            found = {role: list(spans[role]) for role in ROLES}
            if found["cue"] and found["content"]:
                start, end = found["cue"][-1]
                that = re.search(r"\s+(that)$", text[start:end])
                if that:
                    found["cue"][-1] = (start, start + that.start())
                    found["content"].append((start + that.start(1), end))
            home[number] = Reading(found, [number])
    for number, (spans, voice) in enumerate(rows):
        if voice is not None and voice in home:
            home[voice].found["content"] += spans["content"]
            home[voice].members.append(number)
    for reading in home.values():
        spans = sorted(with_marks(text, span) for span in reading.found["content"])
        reading.found["content"] = _closed(text, spans)
        reading.found["source"] = [_with_comma(text, span) for span in reading.found["source"]]
    readings = list(home.values())
    return [
        r for r in readings if not any(_inside(r.found, o.found) for o in readings if o is not r)
    ]


def with_marks(text: str, span: Span) -> Span:
    """Add the quotation marks around a span; PolNeAR counts them to the content."""
    start, end = span
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return start - (before in OPENING and before != ""), end + (after in CLOSING and after != "")


def _with_comma(text: str, span: Span) -> Span:
    """Add the comma that ends "Ruiz, who left," where the span has one before."""
    start, end = span
    return (start, end + 1) if "," in text[start:end] and text[end : end + 1] == "," else span


def _closed(text: str, spans: list[Span]) -> list[Span]:
    """Join spans with nothing but blanks and marks of quotation between them."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not re.search(r"[^\s\"'“”‘’«»„`]", text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _inside(inner: Attribution, outer: Attribution) -> bool:
    size = sum(end - start for start, end in inner["cue"])
    return size > 0 and overlap(inner["cue"], outer["content"]) >= 0.9 * size


def agrees(found: Attribution, gold: list[Attribution]) -> bool:
    """Tell whether a gold attribution has half of the content, and the source."""
    for known in gold:
        size = max(sum(b - a for a, b in spans) for spans in (found["content"], known["content"]))
        same = overlap(found["content"], known["content"]) >= 0.5 * max(size, 1)
        sourced = overlap(found["source"], known["source"]) > 0
        if same and (sourced or not (found["source"] or known["source"])):
            return True
    return False
