from __future__ import annotations

from narratives.report.escape import isolate, mixed_scripts, plain, show


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


def test_words_of_mixed_scripts_are_found_once() -> None:
    assert mixed_scripts("The \u0421ourt, the \u0421ourt and Москва and αβ") == ["\u0421ourt"]
