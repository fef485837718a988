from __future__ import annotations

from markupsafe import escape

from narratives.report.escape import (
    between,
    hidden_characters,
    isolate,
    leftward,
    mixed_words,
    plain,
    quote,
    show,
    tell_scripts,
)
from narratives.report.filling import squeeze_markup


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


def test_direction_does_not_leak_out_of_a_cell_and_words_in_other_letters_say_their_language() -> (
    None
):
    assert isolate("שלום") == '<bdi><span lang="he">שלום</span></bdi>'
    assert isolate("the mayor (Їжакевич)") == 'the mayor (<span lang="uk">Їжакевич</span>)'


def test_a_word_of_mixed_scripts_is_no_word_of_another_language() -> None:
    assert "lang" not in isolate("The \u0421ourt of Selmont\u0430")


def test_quoted_words_say_their_language_where_it_is_not_that_of_the_page() -> None:
    assert quote("la digue <b>", "fr") == '<span lang="fr">“la digue &lt;b&gt;”</span>'
    assert quote("the dam", "en") == quote("the dam") == "“the dam”"


def test_text_runs_from_right_to_left_where_its_first_letter_does() -> None:
    assert leftward("“123” שלום, said Orlen")
    assert not leftward("Orlen said “שלום”")
    assert not leftward("123")


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


def test_words_that_look_like_markup_are_the_same_on_a_squeezed_page() -> None:
    words = 'id="x" >a="b" </td></tr> `q`=\'y\' <p a="b">\n="z" '
    cell = f'<td title="{escape(words)}">{between(words)}</td>'
    squeezed = squeeze_markup(f'<table class="a"><tr>{cell}<td>2</td></tr></table>')

    assert squeezed == (
        f'<table class=a><tr><td title="{escape(words)}">{between(words)}<td>2</tr></table>'
    )
    assert squeeze_markup(squeezed) == squeezed
