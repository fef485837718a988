from __future__ import annotations

from narratives.report.escape import (
    hidden_characters,
    isolate,
    mixed_words,
    plain,
    show,
    tell_scripts,
)


def test_markup_in_a_text_stays_text() -> None:
    assert show('<script>alert("1")</script>') == (
        "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;"
    )


def test_entities_are_shown_as_they_are_written() -> None:
    assert show("&#187; &amp;") == "&amp;#187; &amp;amp;"


def test_controls_of_direction_are_written_out() -> None:
    assert ">U+202E<" in show("a\u202eb")
    assert "\u202e" not in show("a\u202eb")


def test_a_run_of_one_invisible_character_is_counted_and_not_repeated() -> None:
    assert ">U+200B ×50000<" in show("\u200b" * 50_000)
    assert len(show("\u200b" * 50_000)) < 200


def test_lone_surrogates_do_not_break_the_page() -> None:
    show("a\udc80b").encode("utf-8")


def test_joiners_of_ordinary_writing_stay() -> None:
    assert show("می\u200cخواهم") == "می\u200cخواهم"


def test_direction_does_not_leak_out_of_a_cell() -> None:
    assert isolate("שלום") == "<bdi>שלום</bdi>"


def test_attributes_hold_no_invisible_characters() -> None:
    assert plain("a\x00\u202e") == "a\ufffd\ufffd"


def test_words_of_mixed_scripts_are_found_where_they_stand() -> None:
    text = "The \u0421ourt, the \u0421ourt and Москва and αβ, COVID-19, \uff30ort, café"

    assert [text[a:b] for a, b in mixed_words(text)] == ["\u0421ourt", "\u0421ourt", "\uff30ort"]


def test_the_letters_that_do_not_belong_are_named() -> None:
    assert tell_scripts("M\u043esc\u043ew") == "\u043e is CYRILLIC SMALL LETTER O (U+043E)"


def test_joiners_between_letters_that_need_none_are_written_out() -> None:
    assert ">U+200D<" in show("po\u200drt")
    assert ">U+200E<" in show("port\u200e")
    assert "U+200D" not in show("\U0001f468\u200d\U0001f469")


def test_hidden_characters_are_listed_with_their_places() -> None:
    assert hidden_characters("a\u200bb\u200b\u200b\u2066") == {
        "U+200B ZERO WIDTH SPACE": [1, 3, 4],
        "U+2066 LEFT-TO-RIGHT ISOLATE": [5],
    }


def test_quotation_marks_between_tags_stay_and_in_attributes_do_not() -> None:
    assert isolate('"it\'s"') == '"it\'s"'
    assert '"' not in show('a "b"')


def test_a_run_of_many_hidden_characters_is_cut_short() -> None:
    assert ">U+202E U+2066 U+202E U+2066 U+202E U+2066 and 99994 more<" in show(
        "\u202e\u2066" * 50_000
    )
