"""Words that deny or attribute are read whole, however their letters and signs were damaged."""

from __future__ import annotations

import pytest
from growth import STEEP, growth

from narratives.documents.clean import clean_text
from narratives.documents.doubts import doubts_about

PLAIN = (
    "The harbour board denied that it had opened the sluice. Ida Moe said that the guards did not "
    "see the flood."
)
SHORT = PLAIN.replace("did not", "didn't")


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "",
            " ",
            " '",
            "' ",
            "`",
            "´",
            "ʼ",
            "′",
            "‛",
            "＇",
            "''",
            "\\'",
            '"',
            ";",
            ",",
            ".",
            "*",
            "_",
        ),
        *("&rsquo", "&#8217", "&amp;#39;", "#39;", "%27", "=92", "\\u2019", "\\x92", "<U+2019>"),
        *("{\\textquoteright}", "Õ", "Æ", "í", "□", "â€™"),
    ],
)
def test_a_lost_apostrophe_loses_no_denial(sign: str) -> None:
    assert clean_text(SHORT.replace("'", sign)).text == SHORT


def test_a_text_in_tokens_is_read_as_one() -> None:
    text = "The guards did n't see it , and they wo n't say why ."
    assert clean_text(text).text == "The guards didn't see it , and they won't say why ."


@pytest.mark.parametrize(
    "text",
    [
        "It was the cant of his day, as was his wont; they bent the bolt and went.",
        "Le barrage dont on parle a tenu.",
        "Do as well as you can. T. S. Moe said so; see section 4.n.t of the report.",
        "DON'T and don’t and Ida Moe's and O’Hara and 5’ of wire.",
    ],
)
def test_what_is_no_lost_apostrophe_is_read_as_it_stands(text: str) -> None:
    assert clean_text(text).same


@pytest.mark.parametrize(
    ("was", "broken"),
    [
        *(("denied", word) for word in ("de nied", "den ied", "de-nied", "de·nied", "de|nied")),
        *(("denied", word) for word in ("de_nied", "de - nied", "d.e.n.i.e.d", "d-e-n-i-e-d")),
        *(("denied", word) for word in ("de-denied", "d-d-denied", "deniiiied", "denied denied")),
        *(("denied", word) for word in ("ᴅᴇɴɪᴇᴅ", "denıed", "deոied", "dеոіеԁ")),
        *(("said", word) for word in ("sa id", "ſaid", "sɑid", "saıd")),
        *(
            ("did not", word)
            for word in ("did n ot", "did no t", "didnot", "did n-not", "did nooot")
        ),
        *(("did not", word) for word in ("did not not", "did n.o.t", "did 🅝🅞🅣", "did 🇳🇴🇹")),
        ("not see", "notsee"),
    ],
)
def test_a_damaged_word_that_turns_a_sentence_is_read_whole(was: str, broken: str) -> None:
    text = PLAIN.replace(was, broken)
    clean = clean_text(text)
    assert clean.text == PLAIN
    start = PLAIN.index(was.split()[-1])
    begun, ended = clean.back((start, start + len(was.split()[-1])))
    # What is marked in the untouched text stands inside the damaged words.
    at = text.index(broken)
    assert at <= begun < ended <= at + len(broken)


@pytest.mark.parametrize(
    "text",
    [
        "The is land lies a way off the coast; in to the gap a live wire fell.",
        "It had had that that effect; no no-nonsense man did notice nothing of note.",
        "They noted the notable notice, and were notified; they cannot know.",
        "A re-signed and co-owned firm; the on-off gate; a well-told tale.",
        "He said: Brrr. The IIIrd and the XXXth of May, www.orlen.example.",
        "İstanbul’da Işık ve Öz konuştu. Armenian: Հայաստան. 🅰️ 🆎 🇳🇴 🇸🇪",
    ],
)
def test_whole_words_that_look_damaged_are_left_in_peace(text: str) -> None:
    assert clean_text(text).text.replace("\ufe0f", "") == text.replace("\ufe0f", "")


@pytest.mark.parametrize("part", ["aaab", "d-", "[[a", "<!--", "<p a=1 ", "``x", "a b\n"])
def test_the_time_for_a_hostile_text_grows_with_it(part: str) -> None:
    def read(size: int) -> None:
        text = part * size
        # Past the cache: each text is read anew.
        clean_text.__wrapped__(text)
        list(doubts_about(text))

    assert growth(read, 100) < STEEP
