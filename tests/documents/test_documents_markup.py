"""Signs of programs among the words are not read, and change no speaker and no denial."""

from __future__ import annotations

import re

import pytest

import narratives as nv
from narratives.documents.clean import clean_text
from narratives.schema import Document

PLAIN = (
    "The harbour board denied that it had opened the sluice. Ida Moe said that the guards did not "
    "see the flood."
)


@pytest.mark.parametrize(
    "form",
    [
        *("'''{}'''", "[[{}]]", "[[a page|{}]]", "[b]{}[/b]", "[{}](https://orlen.example/a)"),
        *("\\*{}\\*", "`{}`", "={}=", "/{}/", "~{}~", "|{}|", "{{{}}}", "<{}>", "#{}", "-{}-"),
        *(
            "<o:p>{}</o:p>",
            "<tt>{}</tt>",
            "<c.yellow>{}</c>",
            "&lt;b&gt;{}&lt;/b&gt;",
            "<g1>{}</g1>",
        ),
        *("<!-- a note -->{}", '<x id="1"/>{}<x id="2"/>', "{{{{em|{}}}}}", "{{0}}{}{{1}}"),
        *("{}[12]", "{} [12]", "{}[^1]", "{}[citation needed]", "{}{{{{cn|date=May}}}}", "{}(1)"),
        *("{}<ref>Courier, p. 3</ref>", '{}<ref name="a" />', "{}†", "{}*", "{}^2", "{}1"),
        *("{}<https://orlen.example/?a=1&b=%20c>", "{} (https://orlen.example/a_(b))"),
        *("{} <mailto:ida@orlen.example>", "{} [https://orlen.example/a]", "{} [image: a logo]"),
        *("{} [sic]", "{} (sic)", "{} […]", "{} (...)", "{} [00:12:03]", "{} (12:03)", "{} [не]"),
    ],
)
@pytest.mark.parametrize("word", ["denied", "not"])
def test_signs_around_a_word_are_not_read(form: str, word: str) -> None:
    # Two words of the text have them, so that what counts in a row does.
    text = PLAIN.replace(word, form.format(word))
    assert clean_text(text).text == PLAIN


@pytest.mark.parametrize(
    "space",
    ["&#13;", "&#160;", "&nbsp", "&emsp;", "&#8195;", "&NewLine;", "_x000D_", "%20", "¶", "↵", "␣"],
)
def test_what_stands_for_a_space_is_read_as_one(space: str) -> None:
    text = PLAIN.replace("denied that", f"denied{space}that").replace("not see", f"not{space}see")
    assert clean_text(text).text == PLAIN


@pytest.mark.parametrize("sign", ["·", "+", "%20", "␣"])
def test_a_sign_in_the_place_of_every_space_is_read_as_one(sign: str) -> None:
    assert clean_text(PLAIN.replace(" ", sign)).text == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "Two [of them] left, killing [12] people; see [3] and if 4 < 5 and 6 > 5, stop.",
        "The <company> has 10 [states], and/or more; A {b} c; x^2 and CO2; he paid $1*.",
        "It’s 5 + 6 + 7 + 8 + 9 + 10 of them · a list · of words.",
        "At 12:03 Ida left. 12:04 was too late.",
        "See [[File:weir.jpg]] and {{Infobox weir}}.",
        "1/ is one, 3/ is three.",
        "Read https://orlen.example/a (or not) and [image of a weir]; (https://) is no address.",
        "10:42\nThe gate was shut.\n\n10:55\nIda Moe left.\n\n11:10\nNobody was hurt.\n",
        "The chorus sang ''the river'', and she said ''no.''",
    ],
)
def test_signs_that_belong_to_the_words_are_read(text: str) -> None:
    assert clean_text(text).same


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"<p>{PLAIN.replace('. ', '.</p><p>')}</p>", PLAIN.replace(". ", ".\n\n")),
        (PLAIN.replace(". ", ".&lt;br&gt;"), PLAIN.replace(". ", ".\n")),
        (PLAIN.replace("The harbour", "T\n\nhe harbour"), PLAIN),
        (
            "1/ The board denied\n\n2/ that it opened it.\n\n3/ It is shut.",
            "The board denied that it opened it.\n\nIt is shut.",
        ),
        (
            "0:00\nThe board denied that\n0:03\nthe guards had opened it,\n0:06\nand left.",
            "The board denied that\nthe guards had opened it,\nand left.",
        ),
        ("The board denied…\n\n…that it opened it.", "The board denied that it opened it."),
    ],
)
def test_ends_of_lines_are_where_a_reader_sees_them(text: str, read: str) -> None:
    assert clean_text(text).text.strip("\n") == read


@pytest.mark.parametrize(
    "head",
    [
        "06.05.31, 12:0{n} - {name}: ",
        "[06/05/2031, 12:0{n}:11] {name}: ",
        "12:0{n} <{name}> ",
        "[12:0{n}] <{name}> ",
    ],
)
def test_who_speaks_in_a_chat_is_a_speaker(head: str) -> None:
    said = (
        ("Moe", "The guards did not see the flood."),
        ("Aune", "Nobody opened the sluice."),
        ("Moe", "The board denied it."),
        ("Aune", "The gate was shut."),
    )
    lines = [head.format(n=n, name=name) + words for n, (name, words) in enumerate(said)]
    table = nv.extract_statements(Document("d", "\n".join(lines)), model="fast")
    found = set(zip(table["source_text"], table["content_text"], strict=True))
    assert {(name, words) for name, words in said if "denied" not in words} <= found


def test_the_fields_of_a_subtitle_are_no_speaker() -> None:
    field = "Dialogue: 0,0:00:0{},0:00:09.00,Default,{},0,0,0,,"
    text = (
        field.format("1.00", "Ida")
        + "The harbour board {\\i1}denied{\\i0}\\Nthat it had opened it.\n"
        + field.format("3.00", "Ida")
        + "Nobody was hurt."
    )
    assert clean_text(text).text == (
        "Ida: The harbour board denied that it had opened it.\nNobody was hurt."
    )


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        *(("<<", ">>"), (",,", "``"), ("``", "''"), ("´´", "´´"), ("`", "´"), ("「", "」")),
        *(("『", "』"), ("”", "”"), ("”", "“"), ("“", "“"), ('\\"', '\\"'), ("&quot", "&quot")),
    ],
)
def test_every_pair_of_marks_keeps_its_speaker(opens: str, closes: str) -> None:
    plain = (
        "“We did not open it,” said Ida Moe. The board denied it. “Nobody was hurt,” said Per Aune."
    )
    text = plain.replace("“", opens).replace("”", closes)
    table = nv.extract_statements(Document("d", text), model="fast")
    found = [
        (source, polarity, " ".join(re.findall(r"[A-Za-z]{2,}", clean_text(content).text)))
        for source, polarity, content in table[
            ["source_text", "polarity", "content_text"]
        ].itertuples(index=False)
    ]
    assert found == [
        ("Ida Moe", "asserts", "We did not open it"),
        ("The board", "denies", "it"),
        ("Per Aune", "asserts", "Nobody was hurt"),
    ]


@pytest.mark.parametrize("stop", ["。", "｡", "۔", "।"])
def test_the_end_of_a_sentence_in_another_script_is_one(stop: str) -> None:
    assert clean_text(PLAIN.replace(". ", stop).replace(".", stop)).text == PLAIN


def test_dashes_between_two_sentences_part_them() -> None:
    assert clean_text(PLAIN.replace(". ", ".--")).text == PLAIN.replace(". ", ". — ")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("#Breaking #Port Mayor Lind says no.", "Mayor Lind says no."),
        ("🔴 #Port #Orlen “No,” Mayor Lind said.", "🔴 “No,” Mayor Lind said."),
        ("#Breaking Mayor Lind says no.", "Mayor Lind says no."),
        ("#Exclusive #Lind says no.", "#Lind says no."),
        ("#Port Authority says no.", "#Port Authority says no."),
        ("#Lind and #Moe agree.", "#Lind and #Moe agree."),
        ("#Lind #Moe agree.", "#Lind #Moe agree."),
        ("# Port of Orlen", "# Port of Orlen"),
    ],
)
def test_hashtags_before_the_first_word_of_a_post_are_not_read(text: str, read: str) -> None:
    assert clean_text(text).text == read


def test_hashtags_are_no_part_of_a_speaker() -> None:
    found = nv.extract_statements(
        Document("a", "#Breaking #Port Mayor Lind says the crane was old.")
    ).iloc[0]
    assert (found.source_text, found.source_name) == ("Mayor Lind", "Lind")


THREAD = """@ana_ruiz · 14 Oct 2031
The crane was old, and nobody denies it. 1/3

Tom Brill @tbrill
Replying to @ana_ruiz
The harbour board had it tested.

@ana_ruiz
RT @orlen_port: We had it tested in May. 2/3

@ana_ruiz
The inspector says it was rusty. 3/3
"""


def test_a_line_with_a_handle_names_who_posts_what_stands_below() -> None:
    found = nv.extract_statements(Document("a", THREAD))
    assert found[["source_name", "cue_text", "content_text"]].to_numpy().tolist() == [
        ["@ana_ruiz", "", "The crane was old, and nobody denies it."],
        ["Tom Brill", "", "The harbour board had it tested."],
        ["@orlen_port", ":", "We had it tested in May."],
        ["The inspector", "says", "it was rusty"],
    ]
    first, last = map(int, found["chain"].tolist()[-1].split("-"))
    assert THREAD[first:last] == "@ana_ruiz"


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz @ana_ruiz\nTom Brill @tbrill\n\nThe crane was old. It fell.",
        "The crane was old.\n@ana_ruiz\n\nIt had been tested.\n@tbrill\n\nIt fell.\n@ana_ruiz",
        "Write to\n@ana_ruiz\nif the crane falls.",
        "@ana_ruiz\n@tbrill\n@orlen_port\nThe crane was old.",
    ],
)
def test_handles_that_head_no_post_are_left(text: str) -> None:
    assert clean_text(text).text == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("T he ferry sank.\n\nW\ne saw it.", "The ferry sank.\n\nWe saw it."),
        ("A\nfter the storm it sank.", "After the storm it sank."),
        ("A ship sank. I left.", "A ship sank. I left."),
        ("A\nship sank.", "A\nship sank."),
        ("A re-signed deed; I n a way.", "A re-signed deed; I n a way."),
        ("T cells and E coli and K pop.", "T cells and E coli and K pop."),
    ],
)
def test_a_large_first_letter_is_read_with_its_word(text: str, read: str) -> None:
    assert clean_text(text).text == read


@pytest.mark.parametrize("label", ["Per Aune (00:12): ", "Per Aune [0:12]: ", "Per Aune (pilot): "])
def test_a_time_or_a_role_in_brackets_takes_no_speaker_away(label: str) -> None:
    text = f"Ida Moe asked him.\n\n{label}I deny that the light was out."
    table = nv.extract_statements(Document("d", text))
    found = set(zip(table["source_text"], table["content_text"], strict=True))
    assert found == {("Per Aune", "I deny that the light was out.")}


@pytest.mark.parametrize("form", ["{}. {}", "{}) {}", "{}\t{}", "  {}   {}"])
def test_who_asks_and_who_answers_is_told_apart_in_a_hearing(form: str) -> None:
    said = (
        *(("Q", "Did the pilot sleep?"), ("A", "I deny that anybody slept.")),
        *(("Q", "Was the light out?"), ("A", "Nobody saw the light.")),
        *(("Q", "Were you there?"), ("A", "I was in the yard.")),
    )
    lines = [form.format(*one) for one in said]
    table = nv.extract_statements(Document("d", "\n\n".join(lines)))
    found = set(zip(table["source_text"], table["content_text"], strict=True))
    assert found == {("A", "I deny that anybody slept."), ("A", "Nobody saw the light.")} | {
        ("A", "I was in the yard.")
    }


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("S/he denied it, and he/she left.", "The person denied it, and the person left."),
        ("(S)he said so; HE / SHE was there.", "The person said so; The person was there."),
        ("The board denied it.[a] Ida Moe left.[IM2]", "The board denied it. Ida Moe left."),
        ("The guard[s] had the word[s].", "The guard[s] had the word[s]."),
        ("It burned pic.twitter.com/aB1", "It burned"),
        ("UPDATE 2-Pilot denies it", "Pilot denies it"),
        ("REFILE-WRAPUP 1-“No,” says pilot", "“No,” says pilot"),
        ("UPDATE 2 - and and/or he/it, s/ he", "UPDATE 2 - and and/or he/it, s/ he"),
    ],
)
def test_a_sign_beside_words_that_people_paste_costs_none(text: str, read: str) -> None:
    assert clean_text(text).text == read


def test_whoever_s_he_is_nobody_is_guessed() -> None:
    text = "The board said that it rained. The witness left. S/he said that the gate was shut."
    table = nv.extract_statements(Document("d", text))
    found = set(zip(table["source_name"], table["source_text"], strict=True))
    assert found == {("The board", "The board"), ("The person", "S/he")}


def test_a_list_with_letters_is_no_hearing() -> None:
    text = "A. The gate\nB. The light\nC. The pilot\n\nA  ship sank."
    assert clean_text(text).text == text


def test_who_wrote_a_mail_is_neither_its_date_nor_its_address() -> None:
    text = (
        "It sank.\n\nOn Mon, May 5, 2031 at 2:02 PM Ida Moe <ida@port.example> wrote:\n"
        "> I did not see a light.\n> Nobody slept.\n"
    )
    read = clean_text(text)
    assert "\nIda Moe wrote:" in read.text
    at = read.text.index("Ida Moe")
    start, end = read.back((at, at + 7))
    assert text[start:end] == "Ida Moe"


@pytest.mark.parametrize(
    "left_out",
    [
        *("<Media omitted>", "image omitted", "This message was deleted", "Missed voice call"),
        *("IMG-0001.jpg (file attached)", "Waiting for this message. This may take a while."),
    ],
)
def test_what_a_chat_left_out_is_nobodys_words_and_hides_none(left_out: str) -> None:
    said = ("The pilot slept all night", left_out, "The board denied that the light was out")
    text = "\n".join(f"[06.05.31, 12:0{n}:11] Moe: {words}" for n, words in enumerate(said))
    table = nv.extract_statements(Document("d", "The ferry sank.\n\n" + text))
    contents = " ".join(table["content_text"])
    assert left_out not in contents
    assert "the light was out" in contents
