from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

import narratives.lexicon
from narratives.lexicon import LANGUAGES, inflect, load_lexicon
from narratives.schema import FURNITURE, SchemaError

FOLDER = Path(narratives.lexicon.__file__).parent
LISTS = [(path.parent.name, path.stem) for path in sorted(FOLDER.glob("*/*.tsv"))]


@pytest.mark.parametrize(("language", "name"), LISTS)
def test_every_word_list_can_be_read_and_says_where_it_comes_from(language: str, name: str) -> None:
    assert language in LANGUAGES
    rows = load_lexicon(name, language)
    assert rows
    assert (FOLDER / language / f"{name}.tsv").read_text(encoding="utf-8").startswith("#")


@pytest.mark.parametrize(("language", "name"), LISTS)
def test_no_row_of_a_word_list_stands_twice(language: str, name: str) -> None:
    rows = [tuple(row.items()) for row in load_lexicon(name, language)]
    assert [row for row in rows if rows.count(row) > 1] == []


def test_a_list_or_a_language_that_does_not_exist_is_named() -> None:
    with pytest.raises(SchemaError, match='word list "clues" does not exist for language "en"'):
        load_lexicon("clues")
    with pytest.raises(SchemaError, match=r'"xx" has no word lists. Available: en'):
        load_lexicon("cues", "xx")


def test_each_rule_for_furniture_has_a_kind_a_place_and_a_reason() -> None:
    for row in load_lexicon("furniture"):
        assert row["kind"] in FURNITURE
        assert row["where"] in ("whole", "start", "any")
        assert re.compile(row["pattern"])
        assert not row["why"].endswith(".")


@pytest.mark.parametrize("row", load_lexicon("furniture"), ids=lambda row: row["pattern"][:30])
def test_no_rule_for_furniture_is_slow_on_a_hostile_line(row: dict[str, str]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    start = time.perf_counter()
    for piece in (
        "a",
        " ",
        "A a",
        "photo: ",
        "by A ",
        "A/",
        "also ",
        "(",
        "AP/A ",
        "\u00a0x",
        "- ",
    ):
        line = (piece * 400)[:400] + "!"
        pattern.search(line)
        pattern.fullmatch(line)
    assert time.perf_counter() - start < 1


def test_each_word_about_the_ends_of_sentences_has_a_known_kind() -> None:
    kinds = {row["kind"] for row in load_lexicon("sentence_ends")}
    assert kinds == {"name", "number", "either", "starter", "speech", "suffix"}
    assert all(row["word"] == row["word"].casefold() for row in load_lexicon("sentence_ends"))


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("say", "say says said said saying"),
        ("deny", "deny denies denied denied denying"),
        ("admit", "admit admits admitted admitted admitting"),
        ("write", "write writes wrote written writing"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("dismiss", "dismiss dismisses dismissed dismissed dismissing"),
        ("convey", "convey conveys conveyed conveyed conveying"),
        ("hint at", "hint at|hints at|hinted at|hinted at|hinting at"),
    ],
)
def test_verbs_are_inflected_as_the_spelling_rules_say(lemma: str, forms: str) -> None:
    expected = forms.split("|") if "|" in forms else forms.split()
    assert list(inflect(lemma).values()) == expected
