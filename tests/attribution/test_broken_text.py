"""A text that is wrapped, decomposed or hyphenated gives the statements of the plain one."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import narratives as nv
from narratives.schema import Document, parse_spans, span_text

ROOT = Path(__file__).parents[2]
TEXTS = (
    ROOT / "seeds/crocus-city-hall/documents/article.txt",
    ROOT / "benchmarks/articles/02.txt",
    ROOT / "benchmarks/articles/07.txt",
)
NARRATIVES = nv.load_case(ROOT / "seeds/crocus-city-hall").narratives
HIDDEN = "[\u00ad\u200b\u200c\u200d\u2060\ufeff]|&shy;"


@cache
def paragraphs(path: Path) -> tuple[str, ...]:
    text = path.read_bytes().decode("utf-8")
    return tuple(" ".join(line.split()) for line in re.split(r"[\r\n]+", text) if line.strip())


def plain(words: str) -> str:
    words = unicodedata.normalize("NFC", re.sub(HIDDEN, "", words))
    return " ".join(re.sub(r"[\r\n]+[>| ]*", " ", words).split())


def statements(text: str) -> list[tuple[str, ...]]:
    document = Document("d", text)
    table = nv.extract_statements(document)
    rated = nv.rate_strength(table, [document])
    assert rated[["strength", "strength_words", "polarity"]].equals(
        table[["strength", "strength_words", "polarity"]]
    )
    bearings = nv.rate_bearings(table, NARRATIVES, [document])
    borne = {
        key: ";".join(f"{n} {s} {h}" for n, s, h in rows.to_numpy())
        for key, rows in bearings.set_index("statement_id")[
            ["narrative_id", "stance", "how"]
        ].groupby(level=0)
    }
    found = []
    for key, row in table.iterrows():
        spans = parse_spans(row["content"])
        assert str(key).split("@")[0] == f"d:{spans[0][0]}-{spans[-1][1]}"
        words = [span_text(text, row[name]) for name in ("source", "cue", "content", "chain")]
        assert words[:3] == [row["source_text"], row["cue_text"], row["content_text"]]
        judged = (row["polarity"], row["strength"], row["kind"], row["source_name"])
        found.append((*map(plain, words), *judged, row["flags"], borne[str(key)]))
    return found


@cache
def of_the_plain_text(path: Path) -> list[tuple[str, ...]]:
    return statements("\n\n".join(paragraphs(path)))


def wrapped(
    width: int, sign: str = "", between: str = "\n\n", later: str = ""
) -> Callable[[str], str]:
    def broken(text: str) -> str:
        blocks = [
            textwrap.wrap(p, width, break_on_hyphens=False, subsequent_indent=later)
            for p in text.split("\n\n")
        ]
        return between.join("\n".join(sign + line for line in block) for block in blocks)

    return broken


def hidden(mark: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"\b([^\W\d_]{2})([^\W\d_]{2,})\b", rf"\1{mark}\2", text)


BROKEN: dict[str, Callable[[str], str]] = {
    "30": wrapped(30),
    "72": wrapped(72),
    "120": wrapped(120),
    "indented": wrapped(64, "    "),
    "mail": wrapped(76, "> ", "\n>\n"),
    "mail twice": wrapped(48, ">> ", "\n>> \n"),
    "bars": lambda text: re.sub("^", "| ", wrapped(70)(text), flags=re.M),
    "hanging": wrapped(60, later="    "),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "soft": hidden("\u00ad"),
    "zero": hidden("\u200b"),
    "code": hidden("&shy;"),
}


def each_way() -> list[Any]:
    """Return each way to break a text with each text; two texts of three are for ``--thorough``."""
    return [
        pytest.param(
            path,
            broken,
            id=f"{name}-{path.stem}",
            marks=() if number % len(TEXTS) == place else pytest.mark.thorough,
        )
        for number, (name, broken) in enumerate(BROKEN.items())
        for place, path in enumerate(TEXTS)
    ]


@pytest.mark.parametrize(("path", "broken"), each_way())
def test_a_broken_text_gives_the_statements_of_the_plain_one(
    path: Path, broken: Callable[[str], str]
) -> None:
    text = broken("\n\n".join(paragraphs(path)))
    assert statements(text) == of_the_plain_text(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The board re\u00adjected the claim that the sluice was open. Ida Moe sa\u200bid the "
            "guard did n\u2060ot see it.",
            [("The board", "denies"), ("Ida Moe", "asserts")],
        ),
        (
            "The board de- nied¹ that it had opened the sluice. Ida Moe2 d e n i e d that "
            "lightning struck it.³",
            [("The board", "denies"), ("Ida Moe2", "denies")],
        ),
        (
            "The harbour board of the old town denied that it had opened\n\nOrlen Courier, page 3"
            "\n\nthe sluice before the storm, and Ida Moe denied that she had asked\n\n"
            "Orlen Courier, page 4\n\nfor it in the days before the storm came.",
            [("The harbour board of the old town", "denies"), ("Ida Moe", "denies")],
        ),
        (
            "1\n00:00:01,000 --> 00:00:03,000\nThe harbour board of the old town denied\n\n"
            "2\n00:00:03,000 --> 00:00:05,000\nthat it had opened the sluice at noon.\n\n"
            "3\n00:00:05,000 --> 00:00:07,000\nIda Moe refused to say who had opened it,\n\n"
            "4\n00:00:07,000 --> 00:00:09,000\nand a guard denied that he had seen it.",
            [("The harbour board of the old town", "denies"), ("a guard", "denies")],
        ),
        (
            "Rene\u0301 Nun\u0303ez said the board opened the sluice. Nun\u0303ez denied that "
            "lightning struck it.",
            [("René Nuñez", "asserts"), ("Nuñez", "denies")],
        ),
        (
            "The harbour board <b>denied</b> that it had opened the sluice. Its **spokeswoman** "
            "said that *lightning* struck it. A guard _denied_ it.",
            [
                ("The harbour board", "denies"),
                ("Its **spokeswoman", "asserts"),
                ("A guard", "denies"),
            ],
        ),
        (
            "The harbour board de-\nnied that it had opened the sluice. Its spokes-\nwoman said "
            "that lightning struck it.",
            [("The harbour board", "denies"), ("Its spokeswoman", "asserts")],
        ),
    ],
)
def test_a_denial_in_broken_words_is_a_denial(text: str, told: list[tuple[str, str]]) -> None:
    table = nv.extract_statements(Document("d", text))
    words = [plain(s.replace("-\n", "")) for s in table["source_text"]]
    assert list(zip(words, table["polarity"], strict=True)) == told


def test_what_is_found_beside_a_break_that_nobody_can_judge_is_flagged():
    broken = (
        "The board said that the sluice was shut. The company denied that it\nhad\n"
        "opened the sluice, and its spokesman blamed\nthe storm.\n\n"
        "Nobody was hurt, the mayor said."
    )
    table = nv.extract_statements(Document("d", broken))
    flagged = table["flags"].str.contains("line may be broken off")
    assert table.loc[flagged, "cue_text"].tolist()[0] == "denied that"
    assert table.loc[~flagged, "content_text"].tolist() == [
        *("the sluice was shut", "Nobody was hurt")
    ]
    whole = nv.extract_statements(Document("d", broken.replace("\n\n", "@").replace("\n", " ")))
    assert not whole["flags"].str.contains("broken").any()


@pytest.mark.parametrize(
    "text",
    [
        *("¶ : The dam broke.", "::cue { color: red }", ". : : The dam broke, they said."),
        "p, according t said its, according to he,",
        'side."\nAs on how they got there.o. off says icials,',
    ],
)
def test_signs_without_a_word_name_no_speaker_and_cost_nothing(text: str) -> None:
    table = nv.extract_statements(Document("d", text + "\n\nThe mayor said that it held."))
    assert "it held" in set(table["content_text"])


@pytest.mark.parametrize("arrow", ["Read more »", "More »", "Lire la suite »"])
def test_an_arrow_that_leads_on_closes_no_quotation(arrow: str) -> None:
    text = f"The mayor said that the dam held. The board denied that it knew. {arrow}"
    table = nv.extract_statements(Document("d", text))
    found = set(zip(table["source_text"], table["content_text"], table["polarity"], strict=True))
    assert found == {
        ("The mayor", "the dam held", "asserts"),
        ("The board", "it knew", "denies"),
    }
