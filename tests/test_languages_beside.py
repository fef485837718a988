"""Texts of which nobody said the language are not taken for texts in a language beside it."""

from __future__ import annotations

import pytest

from narratives.documents import language_of
from narratives.documents.language import tell_language
from narratives.lexicon import is_beside, languages
from narratives.schema import Document

LISTED = {
    "af": "Hy sê daar is geen bewys daarvoor nie en wil wag vir 'n verslag van hulle wat dit sien.",
    "ca": "La policia va dir que la presa es va trencar durant la nit i que l'exèrcit no hi era.",
    "cs": "Policie uvedla, že se přehrada v noci protrhla a že se ve vesnici nikdo nezranil.",
    "da": "Politiet sagde, at dæmningen brød sammen om natten, og at ingen kom til skade i den.",
    "gl": "A policía dixo que a presa rompeu durante a noite e que ninguén resultou ferido.",
    "hr": "Policija je rekla da je brana pukla tijekom noći i da nitko u selu nije ozlijeđen.",
    "hu": "A rendőrség azt közölte, hogy a gát az éjszaka átszakadt, és senki sem sérült meg.",
    "no": "Politiet sa at demningen brast om natten, og at ingen ble skadet, men det er ikke alt.",
    "ro": "Poliția a spus că barajul s-a rupt în timpul nopții și că nimeni nu a fost rănit.",
    "sk": "Polícia uviedla, že sa priehrada v noci pretrhla a že sa nikto v dedine nezranil.",
    "sl": "Policija je povedala, da je jez ponoči popustil in da v vasi ni bil nihče poškodovan.",
    "sv": "Polisen sade att dammen brast under natten och att ingen i byn skadades av den.",
}
UNLISTED = {
    "Albanian": "Policia tha të mërkurën se diga u shemb gjatë natës dhe se askush në fshat nuk u "
    "lëndua. Kryebashkiaku mohoi që ushtria ta kishte minuar. Ai thotë se nuk ka asnjë provë.",
    "Esperanto": "La polico diris merkrede, ke la digo rompiĝis dum la nokto kaj ke neniu en la "
    "vilaĝo estis vundita. La urbestro neis, ke la armeo minis ĝin. Li diras, ke ne estas pruvo "
    "por tio, kaj volas atendi enketon de tiuj, kiuj vidis ĝin.",
    "Estonian": "Politsei ütles kolmapäeval, et Orlovi tamm purunes öösel ja et keegi külas viga "
    "ei saanud. Linnapea eitas, et armee oleks selle mineerinud.",
    "Finnish": "Poliisi sanoi keskiviikkona, että Orlovin pato murtui yöllä eikä kukaan kylässä "
    "loukkaantunut. Pormestari kiisti, että armeija olisi miinoittanut sen.",
    "Indonesian": "Polisi mengatakan pada hari Rabu bahwa bendungan jebol pada malam hari dan "
    "tidak ada seorang pun di desa yang terluka. Wali kota membantah bahwa tentara menanam ranjau.",
    "Turkish": "Polis çarşamba günü barajın gece yıkıldığını ve köyde kimsenin yaralanmadığını "
    "söyledi. Belediye başkanı, ordunun barajı mayınladığını yalanladı.",
}


@pytest.mark.parametrize("language", LISTED)
def test_a_text_is_not_taken_for_one_in_the_language_beside_it(language: str) -> None:
    assert tell_language(LISTED[language]) == language
    assert language_of(Document("x", LISTED[language])) == language


@pytest.mark.parametrize("name", UNLISTED)
def test_a_text_in_a_language_without_a_list_is_taken_for_no_other(name: str) -> None:
    assert tell_language(UNLISTED[name]) == ""


def test_a_few_danish_words_are_not_german_dutch_or_english() -> None:
    assert (
        tell_language("Det er der ingen tvivl om, sagde ministeren, men de ved det ikke.") == "da"
    )
    assert tell_language("Han siger, at der ikke er noget bevis for det.") == "da"


def test_every_language_that_is_listed_for_its_neighbours_has_an_example_here() -> None:
    assert {code for code in languages() if is_beside(code)} == set(LISTED)


@pytest.mark.parametrize(
    "text",
    [
        "Men at the port said that the dam had held, and nobody there was hurt.",
        "Er kam nicht, und das war der Stadt nicht recht.",
        "De burgemeester zei dat het leger er niet was.",
        "El alcalde dijo que no era un ataque y que la presa no se rompió.",
        "Burmistrz powiedział, że to nie był atak i że tama się nie zawaliła.",
    ],
)
def test_the_lists_of_neighbours_take_no_text_from_those_that_were_there(text: str) -> None:
    assert tell_language(text) in ("en", "de", "nl", "es", "pl")
