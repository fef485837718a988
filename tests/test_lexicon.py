from __future__ import annotations

import re
from pathlib import Path

import pytest

import narratives.lexicon
from narratives.lexicon import (
    forms_of,
    has_list,
    inflect,
    language_name,
    languages,
    load_classes,
    load_lexicon,
)
from narratives.lexicon.lists import COLUMNS, SMALL, check_language, read_list
from narratives.schema import FURNITURE, SchemaError

FOLDER = Path(narratives.lexicon.__file__).parent
FURNITURE_RULES = [
    row for code in languages() if has_list("furniture", code)
    for row in load_lexicon("furniture", code)
]  # fmt: skip
LISTS = [(path.parent.name, path.stem) for path in sorted(FOLDER.glob("*/*.tsv"))]


@pytest.mark.parametrize(("language", "name"), LISTS)
def test_every_word_list_can_be_read_and_says_where_it_comes_from(language: str, name: str) -> None:
    assert language in languages()
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
    with pytest.raises(SchemaError, match=r'"xx" has no word lists. Available: [a-z, ]*\ben\b'):
        load_lexicon("cues", "xx")


def test_each_rule_for_furniture_has_a_kind_a_place_and_a_reason() -> None:
    for row in FURNITURE_RULES:
        assert row["kind"] in FURNITURE
        assert row["where"] in ("whole", "start", "any")
        assert re.compile(row["pattern"])
        assert not row["why"].endswith(".")


@pytest.mark.parametrize("row", FURNITURE_RULES, ids=lambda row: row["pattern"][:30])
def test_no_rule_for_furniture_hangs_on_a_hostile_line(row: dict[str, str]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
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
        "фото: ",
        "читайте ",
        "lesen sie ",
        "lire aussi ",
    ):
        line = (piece * 400)[:400] + "!"
        pattern.search(line)
        pattern.fullmatch(line)


def test_each_word_about_the_ends_of_sentences_has_a_known_kind() -> None:
    kinds = {row["kind"] for row in load_lexicon("sentence_ends")}
    assert kinds == {"name", "number", "either", "starter", "speech", "suffix"}
    assert all(row["word"] == row["word"].casefold() for row in load_lexicon("sentence_ends"))


# A folder for each language


@pytest.mark.parametrize("language", languages())
def test_the_lists_of_every_language_are_as_a_contributor_is_told(language: str) -> None:
    assert check_language(FOLDER / language) == []
    assert language_name(language) != language
    assert set(SMALL) <= set(load_classes(language))


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_a_language_is_found_with_the_lists_that_its_folder_has(language: str) -> None:
    lists = {name for name in COLUMNS if has_list(name, language)}
    assert {"about", "grammar"} <= lists
    assert "cues" in lists or "forms" not in lists


def test_the_guide_for_contributors_names_every_list_and_every_language() -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.tsv`" in guide for name in COLUMNS)
    assert all(f"`{code}`" in guide for code in languages())


def write_list(folder: Path, name: str, text: str) -> Path:
    (folder / "eo").mkdir(exist_ok=True)
    path = folder / "eo" / f"{name}.tsv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("grammar", "determinator\tla", r'class "determinator" is not known. Known: determiner, '
         r'.*Did you mean "determiner"\?'),
        ("grammar", "determiner\tLa", 'words "La" has a capital letter. Write it small'),
        ("grammar", "determiner", r"1 cells, expected 2 \(class, words\), with a tab"),
        ("grammar", "determiner\t", "words is empty. Write it, or leave the row out"),
        ("sentence_ends", "d-ro\tnames", r'kind "names" is not known.*Did you mean "name"\?'),
        ("furniture", "caption\tstart\tfoto(\tcredit", r'"foto\(" is no regular expression'),
        ("furniture", "caption\tstart\t(?:a+)+\tx", "repeats what is repeated already"),
        ("furniture", "photo\tstart\tfoto:\tcredit", 'kind "photo" is not known. Known: caption'),
        ("cues", "diri\tverbs\tsay\tq c\t\tasserts", r'pos "verbs".*Did you mean "verb"\?'),
        ("cues", "diri\tverb\tsay\tq z\t\tasserts", 'frames "q z" is not known. Known: q, c, q c'),
        ("cues", "diri\tverb\tsay\tq\tfirm\tasserts", 'strength "firm" is not known. Known: hint'),
        ("cues", "diri\tverb\tsay\tq\t\t", "polarity is empty"),
        ("about", "title\tEsperanto", 'key "title" is not known. Known: name'),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_is_named_with_file_line_value_and_what_is_allowed(
    tmp_path: Path, name: str, row: str, message: str
) -> None:
    text = "# Invented.\n" + "\t".join(COLUMNS[name]) + "\n" + row + "\n"
    rows, problems = read_list(write_list(tmp_path, name, text))
    assert rows == []
    assert problems[0].startswith(f"lexicon/eo/{name}.tsv, line 3: ")
    assert re.search(message, problems[0])


def test_all_mistakes_of_all_lists_of_a_language_come_at_once(tmp_path: Path) -> None:
    write_list(tmp_path, "grammar", "class\twords\ndet\tla\ncoordinator\tkaj\ncoordinator\tkaj\n")
    write_list(tmp_path, "furniture", "kind\tpattern\nx\ty\n")
    write_list(tmp_path, "cue", "lemma\nx\n")
    write_list(tmp_path, "about", "# nothing\n")
    (tmp_path / "eo" / "forms.tsv").write_bytes(b"lemma\tforms\ndiri\tdiris\xff\n")
    problems = check_language(tmp_path / "eo")
    assert [problem.split(": ")[0] for problem in problems] == [
        "lexicon/eo/about.tsv",
        "lexicon/eo/cue.tsv",
        "lexicon/eo/forms.tsv",
        "lexicon/eo/furniture.tsv, line 1",
        "lexicon/eo/grammar.tsv, line 2",
        "lexicon/eo/grammar.tsv, line 4",
    ]
    assert 'Did you mean "cues"?' in problems[1]
    assert "byte 23 is not UTF-8" in problems[2]
    assert "the columns are kind, pattern, expected kind, where, pattern, why" in problems[3]
    assert "the same row stands at line 3" in problems[5]


def test_a_word_of_another_language_has_the_forms_that_are_listed() -> None:
    assert forms_of("say") == ("say", "says", "said", "saying")
    assert forms_of("sagen", "de") == ("sagen",)


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
