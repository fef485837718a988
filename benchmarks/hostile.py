"""Hostile input, drawn from a seed: texts, case folders, reviews and references that are broken.

Most begin as what people have and are then cut, doubled, mixed and mistyped, for input that is
noise from the first byte to the last is refused at the door and tries nothing behind it.
"""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "crocus-city-hall"
CUES = (
    *("said", "says", "claimed", "denied", "told", "according to", "as per", "supported by"),
    *("citing", "quoted as saying", "denied by", "the claim that", "hinted at", "warned", "asked"),
    *("insisted that", "neither confirmed nor denied", "it is alleged", "reportedly", "Read also:"),
)
VOICES = (
    *("Reuters", "the mayor", "Ann Lee", "officials", "he", "who", "its spokesman", "U.S. aides"),
    *("TASS, citing RIA", "the ministry's aide", "both sides", "a source", "Telegram channel Baza"),
)
MARKS = (
    *(
        ",",
        ".",
        ":",
        ";",
        "—",
        "–",
        "-",
        "(",
        ")",
        "[",
        "]",
        "…",
        "?",
        "!",
        "'",
        "’",
        '"',
        "“",
        "”",
    ),
    *("\n@anaruiz · 2h\n", "\n@tbrill\nRT @anaruiz: ", "\n#Breaking #Port ", "{denied|denoted}"),
    *("\n\nADVERTISEMENT\n\n", "\nRead also: Ten cranes\n", " 2/9\n"),
    *("«", "»", "„", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\u202e", "\u2066", "\ufeff"),
    *(
        "\u0301",
        "\u00ad",
        "😀",
        "👨‍👩‍👧",
        "العربية",
        "עברית",
        "Ａ",
        "ﬁ",
        "&nbsp;",
        "&#60;",
        "\x0b",
        "\x1c",
    ),
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**30, -(10**30), 1.5, 1e308, float("nan"), float("inf")),
    *("", " ", "x", "\ud800", "none", "narrator", "2031-05-06", "=1+1", "a" * 5_000, "\u202e"),
    *(
        [],
        {},
        [[]],
        [None],
        {"": ""},
        {"a": {"b": []}},
        "0-9",
        "9-0",
        "flood:0-9",
        "item:flood:0-9",
    ),
)
YAML_BITS = (
    *("&a ", "*a", "!!python/object:os.system ", "!!binary ", "? ", "- ", ": ", "{", "}", "[", "]"),
    *(
        "|",
        ">",
        "'",
        '"',
        "#",
        "%",
        "@",
        "`",
        "\t",
        "~",
        "null",
        "yes",
        "1e999",
        "0x1F",
        ".nan",
        "---",
    ),
    *("2031-05-06", "2031-13-45", "12:30:45", "<<: ", "\0", "\ufeff", "\r", "\x85", "=", "..."),
)


def articles() -> list[str]:
    """Return the texts that others are made from."""
    paths = [*sorted((HERE / "articles").glob("*.txt"))[:12], SEED / "documents" / "article.txt"]
    return [path.read_text(encoding="utf-8") for path in paths if path.is_file()]


def draw_text(rng: Random, sources: list[str]) -> bytes:
    """Draw one text: an article that was cut up, a chain of phrases, or a few marks."""
    kind = rng.random()
    if kind < 0.55:
        text = _cut(rng, rng.choice(sources), sources)
    elif kind < 0.9:
        words = [w for w in rng.choice(sources).split()[:200] if w]
        groups = (CUES, VOICES, MARKS, words, ("",))
        text = rng.choice(("", " ", " ")).join(
            rng.choice(rng.choice(groups)) for _ in range(rng.randint(1, 40))
        )
    else:
        piece = rng.choice((*CUES, *VOICES, *MARKS)) + rng.choice((" ", "", ", "))
        text = piece * rng.choice((1, 7, 60, 400))
    raw = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.06:
        raw = rng.choice((codecs.BOM_UTF8, b"\xff\xfe", b"\0", b"%PDF", b"<html>")) + raw
    for _ in range(rng.choice((0, 0, 0, 0, 1, 3))):
        at = rng.randrange(len(raw) + 1)
        raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + rng.randint(0, 2) :]
    return raw


def _cut(rng: Random, text: str, sources: list[str]) -> str:
    start = rng.randrange(max(len(text) - 1, 1))
    text = text[start : start + rng.choice((200, 800, 2_500))]
    for _ in range(rng.randint(0, 12)):
        at = rng.randrange(len(text) + 1)
        end = min(at + rng.randint(0, 60), len(text))
        change = rng.randrange(8)
        if change == 0:
            text = text[:at] + text[end:]
        elif change == 1:
            text = text[:at] + text[at:end] * rng.randint(2, 5) + text[end:]
        elif change == 2:
            text = text[:at] + rng.choice(MARKS) + text[at:]
        elif change == 3:
            text = text[:at] + f" {rng.choice(CUES)} {rng.choice(VOICES)} " + text[at:]
        elif change == 4:
            text = text[:at] + f", according to {rng.choice(VOICES)}," + rng.choice(("\n\n", ""))
        elif change == 5:
            other = rng.choice(sources)
            place = rng.randrange(len(other))
            text = text[:at] + other[place : place + 80] + text[end:]
        elif change == 6:
            text = text[:at] + text[at:].replace(rng.choice(MARKS[:24]), rng.choice(MARKS))
        else:
            text = text.replace("\n", rng.choice(("\r\n", " ", "\n\n", "\r")), rng.randint(1, 9))
    return text


def draw_json(rng: Random, value: Any, changes: int) -> bytes:
    """Return JSON in which some values, anywhere, are of another kind, gone or doubled."""
    value = json.loads(json.dumps(value))
    for _ in range(changes):
        holder, keys = value, []
        while isinstance(holder, dict | list) and holder:
            key = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            keys.append((holder, key))
            holder = holder[key]
            if rng.random() < 0.3:
                break
        if not keys:
            value = rng.choice(ODD_VALUES)
            continue
        place, key = keys[-1]
        if isinstance(place, dict) and rng.random() < 0.25:
            del place[key]
        else:
            place[key] = rng.choice(ODD_VALUES)
    written = json.dumps(value, ensure_ascii=rng.random() < 0.7).encode("utf-8", "surrogatepass")
    return _spoil(rng, written, 0.15)


def _spoil(rng: Random, raw: bytes, chance: float) -> bytes:
    """Break the bytes of a file, as a torn write, another editor or a joke would."""
    if rng.random() > chance:
        return raw
    at = rng.randrange(len(raw) + 1)
    return rng.choice(
        (
            raw[:at],
            raw[:at] + b"\0" * 7 + raw[at:],
            raw[:at] + bytes([rng.randrange(256)]) + raw[at:],
            codecs.BOM_UTF8 + raw,
            raw.replace(b"\n", b"\r\n"),
            raw * 2,
            b"[" * rng.choice((20, 50_000)),
            b'{"a":' * rng.choice((20, 50_000)),
            b"9" * 6_000,
            b"",
        )
    )


def draw_yaml(rng: Random, raw: bytes) -> bytes:
    """Return a YAML file of which some lines are gone, doubled, moved or mistyped."""
    lines = raw.decode("utf-8").split("\n")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(lines))
        change = rng.randrange(5)
        if change == 0:
            del lines[at : at + rng.randint(1, 3)]
        elif change == 1:
            lines.insert(at, rng.choice(lines or [""]))
        elif change == 2:
            key, colon, _ = lines[at].partition(":")
            lines[at] = f"{key}{colon} {rng.choice((*YAML_BITS, *map(str, ODD_VALUES)))}"
        elif change == 3:
            place = rng.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + rng.choice(YAML_BITS) + lines[at][place:]
        else:
            lines[at] = " " * rng.randint(0, 9) + lines[at].strip()
        lines = lines or [""]
    return _spoil(rng, "\n".join(lines).encode("utf-8", "replace"), 0.1)


def draw_review(rng: Random, lines: list[dict[str, Any]]) -> bytes:
    """Return a review in which lines are torn, mistyped, in another order or from elsewhere."""
    out = []
    for line in rng.sample(lines, rng.randint(0, min(len(lines), 12))):
        changes = rng.choice((0, 0, 0, 1, 2))
        out.append(draw_json(rng, line, changes) if changes else json.dumps(line).encode())
    return _spoil(rng, rng.choice((b"\n", b"\n", b"\r\n")).join(out), 0.2)
