"""How quotations are found in a paragraph."""

import pytest
from hypothesis import given, settings, strategies as st

import narratives as nv
from narratives.documents import find_quotations


def quoted(text: str) -> list[str]:
    return [text[a:b] for a, b in (q.inner for q in find_quotations(text, 0, len(text)))]


@pytest.mark.parametrize(
    "text",
    [
        'He said "the pier" and left.',
        "He said “the pier” and left.",
        "He said „the pier“ and left.",
        "He said «the pier» and left.",
        "He said «the pier” and left.",
        "He said ``the pier'' and left.",
        "He said ''the pier'' and left.",
        "He said ‘the pier’ and left.",
        "He said 'the pier' and left.",
        'He said „the pier" and left.',
        "He said »the pier« and left.",
        "He said ”the pier” and left.",
        "He said « the pier », and left.",
        "He said «\u00a0the pier\u00a0» and left.",
    ],
)
def test_marks_of_every_family_are_paired(text: str) -> None:
    assert quoted(text) == ["the pier"]


def test_guillemets_that_point_inwards_are_told_from_those_that_point_outwards() -> None:
    text = "»The pier is gone«, she wrote. »It was old.«"
    assert quoted(text) == ["The pier is gone", "It was old."]
    assert quoted("« The pier » and « the lamp », she wrote.") == ["The pier", "the lamp"]


def test_an_apostrophe_does_not_open_a_quotation() -> None:
    assert quoted("The crews' boat wasn't Ruiz's, the workers' union said.") == []


def test_a_single_mark_inside_double_marks_is_left_alone() -> None:
    assert quoted("“They said ‘no’ twice,” she wrote.") == ["They said ‘no’ twice,"]


def test_a_possessive_plural_does_not_close_a_single_quotation() -> None:
    text = "'The crews' boat was late,' she wrote."
    assert quoted(text) == ["The crews' boat was late,"]


def test_an_unclosed_quotation_ends_with_its_paragraph_and_is_marked() -> None:
    text = "She wrote: “The pier is gone. We saw it."
    (found,) = find_quotations(text, 0, len(text))
    assert text[slice(*found.inner)] == "The pier is gone. We saw it."
    assert not found.closed


def test_a_closing_mark_alone_means_that_the_quotation_began_with_the_paragraph() -> None:
    text = "The pier is gone», she wrote."
    (found,) = find_quotations(text, 0, len(text))
    assert text[slice(*found.inner)] == "The pier is gone"
    assert not found.closed


def test_a_second_opening_mark_ends_the_quotation_before_it() -> None:
    text = "“The pier is gone, she wrote. “The lamp too,” she added."
    assert quoted(text) == ["The pier is gone, she wrote.", "The lamp too,"]


def test_positions_count_from_the_start_of_the_document() -> None:
    text = 'One.\n\n"Two," she wrote.'
    (found,) = find_quotations(text, 6, len(text))
    assert text[slice(*found.inner)] == "Two,"


PIECES = [
    *"\"“”„«»‘’'‹›",
    "``",
    "''",
    " ",
    ". ",
    ", ",
    "said",
    "Ruiz",
    "the dam held",
    "\n\n",
    "Ann: ",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_marks_in_any_order_give_quotations_in_order_and_inside_their_paragraph(pieces) -> None:
    text = "".join(pieces)
    found = find_quotations(text, 0, len(text))
    last = 0
    for quotation in found:
        assert last <= quotation.start <= quotation.inner[0] < quotation.inner[1] <= quotation.end
        assert quotation.end <= len(text)
        last = quotation.end


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_marks_in_any_order_neither_crash_the_rules_nor_cross_a_paragraph(pieces) -> None:
    text = "".join(pieces)
    for content in nv.extract_statements(nv.Document("odd", text))["content"]:
        for span in content.split(";"):
            start, end = map(int, span.split("-"))
            assert "\n\n" not in text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz said: “It was the brakes all along.",
        "Ruiz said: „It was the brakes all along.",
        "Ruiz said: «It was the brakes all along.",
        'Ruiz said: "It was the brakes all along.',
        "It was the brakes all along», Ruiz said.",
        "“It was the brakes, Ruiz said on Monday at the port.",
    ],
)
def test_a_statement_in_an_unbalanced_quotation_is_flagged(text: str) -> None:
    flags = nv.extract_statements(nv.Document("crane", text))["flags"]
    assert flags.str.contains("unbalanced quotation").any()


def test_a_quotation_over_three_paragraphs_takes_the_speaker_named_at_its_end() -> None:
    text = (
        "“It was the brakes. We warned them.\n\n“They did nothing at all. Nobody came.\n\n"
        "“We are tired of this,” Ruiz said."
    )
    table = nv.extract_statements(nv.Document("crane", text))
    assert table["source_name"].tolist() == ["Ruiz"] * 3
    assert table["inferred"].tolist() == [True, True, False]


FOREIGN = {
    "de": "Der Damm hielt, sagte Bürgermeisterin Anna Holm am Montag. „Wir haben die Mauer gestern "
    "geprüft“, sagte sie der Zeitung. Nach Angaben der Polizei wurden vier Männer festgenommen.",
    "fr": "Le barrage a tenu, a déclaré la maire Anne Lenoir lundi. « Nous avons vérifié le mur "
    "hier », a-t-elle dit au journal. Selon la police, quatre hommes ont été arrêtés.",
    "es": "La presa resistió, dijo el lunes la alcaldesa Ana Ruiz. «Revisamos el muro ayer por la "
    "tarde», dijo al periódico. Según la policía, cuatro hombres fueron detenidos.",
    "pl": "Tama wytrzymała, powiedziała w poniedziałek burmistrz Anna Nowak. „Sprawdziliśmy mur "
    "wczoraj po południu”, dodała. Według policji zatrzymano czterech mężczyzn.",
    "ru": "Плотина выдержала, сообщила в понедельник мэр Анна Белова. «Мы проверили стену вчера "
    "вечером», — сказала она газете. По данным полиции, ночью задержаны четверо мужчин.",
    "uk": "Дамба витримала, повідомила в понеділок мерка Ганна Білик. «Ми перевірили стіну вчора "
    "ввечері», — сказала вона газеті. За даними поліції, вночі затримали чотирьох чоловіків.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_of_a_text_in_another_language_only_its_quotation_is_taken_and_flagged(language) -> None:
    table = nv.extract_statements(nv.Document(language, FOREIGN[language], language=language))
    assert table["kind"].tolist() == ["direct"]
    assert table["source_name"].tolist() == ["unnamed"]
    assert table["flags"].str.contains("language without word lists").all()


def test_a_paragraph_in_another_language_is_told_from_the_english_ones_around_it() -> None:
    english = "The dam held through the night, the mayor of the town said on Monday to the press."
    german = FOREIGN["de"] + " Die Männer waren in der Nacht am Kanal und wurden dort gesehen."
    table = nv.extract_statements(nv.Document("mixed", f"{english}\n\n{german}"))
    assert table["source_text"].tolist() == ["the mayor of the town", ""]
    assert table["flags"].tolist() == ["", "language without word lists"]
