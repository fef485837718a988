from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from growth import STEEP, growth
from hypothesis import given, settings, strategies as st

from narratives.documents.clean import clean_text
from narratives.documents.letters import find_letters


def read(text: str) -> str:
    return clean_text(text).text


@pytest.mark.parametrize(
    "hidden",
    [
        *"\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\ufe0e\u200e\x08",
        *("&shy;", "&#173;", "&#xAD;", "&zwnj;", "&#8203;", "&#x200B;", "&NoBreak;", "<wbr>"),
    ],
)
def test_what_is_invisible_inside_a_word_is_left_out(hidden: str) -> None:
    assert read(f"The council de{hidden}nied it.") == "The council denied it."


@pytest.mark.parametrize("part", ["\u202e", "\u202e\u2066", "a\u200b", "e\u2060\u0301", "\u00ad "])
def test_a_long_run_of_invisible_characters_is_read_in_time_that_grows_with_it(part: str) -> None:
    assert growth(lambda times: find_letters("\u0451" + part * times), 2_000) < STEEP


@pytest.mark.parametrize(
    "word",
    ["Zoë Čapek", "Ångström", "Nguyễn Phương", "Київ", "йод", "한국", "ガザ", "Ελένη"],
)
def test_letters_in_decomposed_form_are_read_as_the_letters_they_compose(word: str) -> None:
    decomposed = unicodedata.normalize("NFD", word)
    assert decomposed != word
    assert read(f"So {decomposed} said.") == f"So {word} said."


def test_an_accent_that_composes_no_letter_is_left_out() -> None:
    assert read("за́мок и М̆") == "замок и М"


def test_an_accent_finds_its_letter_across_what_is_invisible() -> None:
    assert read("Rene\u00ad\u0301 spoke") == "René spoke"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("oﬃcials conﬁrmed the ﬂood", "officials confirmed the flood"),
        ("ｄｅｎｉｅｄ", "denied"),
        ("𝐝𝐞𝐧𝐢𝐞𝐝", "denied"),
        ("Mayor Andr&eacute; Ro&#223;", "Mayor André Roß"),
        ("AT&amp;T said &quot;no&quot;", "AT&amp;T said &quot;no&quot;"),
        ("the dockers&rsquo; union didn&#39;t", "the dockers’ union didn't"),
        ("&amp;ldquo;No,&amp;amp;#8221; he said", "“No,” he said"),
        ("&amp;lt;b&amp;gt; a &lt; b", "&amp;lt;b&amp;gt; a &lt; b"),
        ("″No,″ he said of a 5″ pipe", '"No," he said of a 5″ pipe'),
        ("R&D, and so on; a &shyness", "R&D, and so on; a &shyness"),
        ("The wall held.\u200bNobody left.", "The wall held. Nobody left."),
    ],
)
def test_a_letter_is_read_however_it_is_written(text: str, plain: str) -> None:
    assert read(text) == plain


def test_plain_text_is_read_as_it_stands() -> None:
    text = "“The dam held,” said José Peña — “all night…”\n\nAT&T & Co. – 5\u00a0km; Київ.\n"
    assert clean_text(text).same


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="aе́e\u0301\u0308\u00ad\u200b\u0327 &shy;#173<wbr>.\n\ufb01\ufe0f", max_size=60)
)
def test_no_edit_lies_over_another(text: str) -> None:
    edits = find_letters(text)
    assert all(0 <= edit.start < edit.end <= len(text) for edit in edits)
    assert all(one.end <= other.start for one, other in pairwise(edits))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It was <b>denied</b>.", "It was denied."),
        (
            'The <a href="https://example.org/?a=1&b=2" target=_blank>board</a> left.',
            "The board left.",
        ),
        ("It was **denied**, *he* said, and _she_ said.", "It was denied, he said, and she said."),
        ("It was ***\u201cdenied\u201d*** twice.", "It was \u201cdenied\u201d twice."),
        ("It was \x1b[1;31mdenied\x1b[0m.", "It was denied."),
        ("It was ⓓⓔⓝⓘⓔⓓ on the 1ˢᵗ.", "It was denied on the 1st."),
    ],
)
def test_what_sets_words_apart_is_not_read(text: str, read: str) -> None:
    assert clean_text(text).text == read


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2 * 3 * 4 is 24.",
            "The price* rose, and the tax*.",
            "* a siren\n* a guard",
            "a_b_c and _x",
        ),
        *("If a <b and c> d, say so.", "The <company> left.", "He paid < 3 and > 2.", "[1m deep"),
    ],
)
def test_a_sign_that_sets_no_words_apart_is_read(text: str) -> None:
    assert clean_text(text).same
