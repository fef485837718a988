"""A declared language stands unless another is clear; letters decide before small words."""

from __future__ import annotations

import pytest

from narratives.documents import find_language, paragraph_languages

TEXTS = {
    "bg": "Кметът на селото обвини армията, че е взривила язовира през нощта, и поиска истината.",
    "be": "Мэр вёскі абвінаваціў войска ў тым, што яно ўзарвала плаціну ўначы, і запатрабаваў.",
    "ru": "Мэр села обвинил армию в том, что она взорвала плотину ночью, и потребовал объяснений: "
    "жители слышали два взрыва до того, как пришла вода.",
    "uk": "Мер села звинуватив армію в тому, що вона підірвала греблю вночі, і вимагав пояснень.",
    "sr": "Градоначелник села оптужио је војску да је ноћу минирала брану и затражио објашњење.",
    "cs": "Starosta vesnice obvinil armádu, že v noci vyhodila přehradu do povětří, a řekl, že "
    "obyvatelé slyšeli dva výbuchy, než voda dosáhla k domům.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_what_is_declared_rightly_stands(code: str) -> None:
    assert find_language(TEXTS[code], code) == code


@pytest.mark.parametrize("code", ["bg", "be", "ru", "uk"])
@pytest.mark.parametrize("declared", ["bg", "be", "ru", "uk", "en", "da", ""])
def test_letters_are_not_overruled_by_what_was_declared(code: str, declared: str) -> None:
    # py3langid and lingua name short Ukrainian sentences Bulgarian or Kazakh, and are sure of it.
    assert find_language(TEXTS[code], declared) == code


def test_twenty_russian_words_declared_ukrainian_are_russian() -> None:
    text = " ".join(TEXTS["ru"].split()[:20])
    assert find_language(text, "uk") == "ru"


@pytest.mark.parametrize("declared", ["ru", "uk", "en", ""])
def test_letters_of_no_list_are_none_of_the_listed_languages(declared: str) -> None:
    assert find_language(TEXTS["sr"], declared) == ""


def test_a_latin_text_is_in_no_language_of_cyrillic_letters() -> None:
    assert find_language(TEXTS["cs"], "ru") == "cs"
    english = "The mayor of the village said that the army had blown up the dam in the night."
    assert find_language(english, "uk") == "en"


@pytest.mark.parametrize(
    ("sentence", "code"),
    [("Це сталося вночі.", "uk"), ("Вы это видели?", "ru"), ("Той обвини кмета в лъжа.", "bg")],
)
def test_a_short_paragraph_is_told_by_its_letters(sentence: str, code: str) -> None:
    assert paragraph_languages([sentence], "en") == [code]


def test_the_hard_sign_of_russian_is_not_the_vowel_of_bulgarian() -> None:
    assert find_language("Кремль объявил о съезде и об объезде плотины.", "ru") == "ru"
