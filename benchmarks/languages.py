"""The language of single sentences that nobody declared.

    python benchmarks/languages.py de=xnli_de.csv.gz fr=xnli_fr.csv.gz …

reads the sentences of tables (the columns ``text`` and ``claim``, or ``premise`` and
``hypothesis``; they are not part of this repository) and prints how many are told rightly:
by letters and small words as texts are read, the same with one small word that no other
language has, and by py3langid restricted to the same languages, where it is installed.
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
from collections.abc import Callable
from pathlib import Path

from narratives.documents.language import find_language, tell_language
from narratives.lexicon import languages

COLUMNS = ("text", "claim", "premise", "hypothesis")
MOST = 400
"""Sentences of each language, drawn with a fixed seed."""


def read_sentences(path: Path) -> list[str]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    rows = csv.DictReader(text.splitlines())
    drawn = sorted({row[c] for row in rows for c in COLUMNS if row.get(c)})
    random.Random(1).shuffle(drawn)
    return drawn[:MOST]


def load_detector() -> Callable[[str], str] | None:
    """Return py3langid, restricted to the languages that have a list; None where it is missing."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        return None
    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(list(languages()))
    return lambda text: str(detector.classify(text)[0])


def main() -> None:
    ways: dict[str, Callable[[str], str]] = {
        "small words": find_language,
        "one small word": tell_language,
    }
    detector = load_detector()
    if detector is not None:
        ways["py3langid"] = detector
    print("| language | sentences | " + " | ".join(ways) + " |")
    print("|---|---|" + "---|" * len(ways))
    for pair in sys.argv[1:]:
        code, _, path = pair.partition("=")
        sentences = read_sentences(Path(path))
        right = [sum(way(s) == code for s in sentences) / len(sentences) for way in ways.values()]
        shares = " | ".join(f"{share:.3f}" for share in right)
        print(f"| {code} | {len(sentences)} | {shares} |")


if __name__ == "__main__":
    main()
