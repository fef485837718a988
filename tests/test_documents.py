from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from growth import STEEP, growth
from hypothesis import given, settings, strategies as st

from narratives.documents import (
    MAX_CHARACTERS,
    find_segments,
    language_of,
    note_on_language,
    read_document,
    read_plain,
    shadow,
    split_sentences,
)
from narratives.schema import SEGMENTS, SENTENCES, Document, NarrativesError, SchemaError


def kinds(text: str) -> list[str]:
    return find_segments(Document("d", text))["kind"].tolist()


def sentences(text: str) -> list[str]:
    document = Document("d", text)
    table = split_sentences(document)
    return [document[s:e] for s, e in zip(table["start"], table["end"], strict=True)]


def write(tmp_path: Path, raw: bytes, name: str = "flood.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(raw)
    return path


# Reading


def test_the_text_is_read_as_it_stands_with_its_line_ends_and_spaces(tmp_path: Path) -> None:
    text = "Dam\u00a0breaks\r\n\r\nThe mayor “said” so.\rMore.\n"
    document = read_document(write(tmp_path, text.encode()), publisher="Orlen Courier")
    assert document.text == text
    assert document.document_id == "flood"
    assert document.file == "flood.txt"
    assert document.publisher == "Orlen Courier"


def test_a_byte_order_mark_is_no_part_of_the_text_and_is_noted(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, b"\xef\xbb\xbfThe dam broke."), outside=("Old.",))
    assert document.text == "The dam broke."
    assert document.outside[0] == "Old."
    assert "byte order mark" in document.outside[1]


def test_an_id_is_made_from_the_file_name(tmp_path: Path) -> None:
    assert read_document(write(tmp_path, b"Rain.", "a b (1).txt")).document_id == "a-b-1"


def test_an_id_with_a_space_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r'document_id "a b" is not an id. Use letters'):
        read_document(write(tmp_path, b"Rain."), document_id="a b")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the file is empty. Put the text"),
        (b" \r\n\t ", "the file is empty"),
        ("\u00a0\u2003".encode(), "the file is empty"),
        (b"a\0b", "the file is binary, not text. Save the text"),
        (b"abc\x01\x02\x03", "the file is binary"),
        (b"%PDF-1.7 ...", "the PDF cannot be read .*Open it, print it to a new PDF"),
        (b"PK\x03\x04...", "the zipped file is broken .*Save it again"),
        (b"\xff\xfeA\0", "this is a UTF-16 text"),
        (b"Rain\nfell\xe9 in", r"line 2: byte 10 \(0xe9\) is not UTF-8. Open the file in"),
        (b"a" * (MAX_CHARACTERS + 1), "2,000,001 characters; at most 2,000,000"),
        (b"a" * (4 * MAX_CHARACTERS + 9), "more than 8,000,000 bytes; at most 2,000,000"),
    ],
)
def test_what_is_no_plain_text_is_refused_with_a_way_out(
    tmp_path: Path, raw: bytes, message: str
) -> None:
    with pytest.raises(NarrativesError, match=message) as error:
        read_document(write(tmp_path, raw))
    assert "flood.txt" in str(error.value)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"%PDF-1.7 ...", "this is a PDF file, not plain text. Take it out of the list"),
        (b"PK\x03\x04...", "this is a Word, OpenDocument or zip file"),
        (b"<!DOCTYPE html><p>Rain</p>", "this is a web page .HTML.*narratives add CASE FILE"),
        (b"Rain<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p>", "this is a web page"),
    ],
)
def test_the_texts_of_a_case_are_plain_text(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(NarrativesError, match=message):
        read_plain(write(tmp_path, raw))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NarrativesError, match=r"gone.txt: there is no such file. Check"):
        read_document(tmp_path / "gone.txt")
    with pytest.raises(NarrativesError, match=r"this is a folder. Name a text file"):
        read_document(tmp_path)
    with pytest.raises(NarrativesError, match="there is no such file"):
        read_document("a\0b")


# Shadow


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("the\u00a0mayor\u2009said\u202fso", "the mayor said so"),
        ("the mayor’s aides", "the mayor's aides"),
        ("the suspects’ plan", "the suspects' plan"),
        ("called it ‘a trap’ twice", "called it ‘a trap’ twice"),
        ("\u0421rocus and \u0421aesa\u0433", "Crocus and \u0421aesa\u0433"),
        ("Москва", "Москва"),
        ("\u200bHe said\u200e so", " He said  so"),
        ("respon\u00adsible", "respon-sible"),
        ("non\u2011aligned", "non-aligned"),
        ("line\r\nline", "line\r\nline"),
        ("😀 rain", "😀 rain"),
    ],
)
def test_the_shadow_makes_odd_characters_plain(text: str, plain: str) -> None:
    assert shadow(text) == plain


@given(st.text(alphabet=st.characters(), max_size=200))
def test_the_shadow_is_as_long_as_the_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


# Segments


def test_a_document_is_cut_into_headline_body_and_furniture(flood: Document) -> None:
    table = find_segments(flood)
    assert list(table.columns) == list(SEGMENTS)
    assert table["kind"].tolist() == ["headline", "body", "body", "body"]
    assert table["analyse"].all()
    assert flood[table["start"].iloc[1] : table["end"].iloc[1]].startswith("The dam above")


def test_a_text_of_one_paragraph_is_body_whatever_its_form() -> None:
    assert kinds("The dam broke, the mayor said.") == ["body"]
    assert kinds("Dam breaks, mayor says") == ["body"]


def test_a_first_line_that_is_a_sentence_is_no_headline() -> None:
    assert kinds("The dam broke.\n\nThe mayor spoke.") == ["body", "body"]


def test_a_short_line_that_is_printed_twice_is_a_caption_and_its_double() -> None:
    text = "Dam breaks\n\nOrlen dam\nOrlen dam\n\nThe dam broke.\n"
    assert kinds(text) == ["headline", "caption", "duplicate", "body"]


def test_the_second_of_two_equal_headlines_is_the_double() -> None:
    assert kinds("Dam breaks\nDam breaks\n\nThe dam broke.") == ["headline", "duplicate", "body"]


def test_a_paragraph_that_comes_again_is_the_double() -> None:
    text = "The dam above Orlen broke.\n\nRain fell.\n\nThe dam above  Orlen broke."
    table = find_segments(Document("d", text))
    assert table["kind"].tolist() == ["body", "body", "duplicate"]
    assert table["why"].iloc[2] == "the same words stand at 0-26 already"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read also:", "link_header"),
        ("Read more: Why the dam broke, - Orlen Post", "link_header"),
        ("See also", "link_header"),
        ("Related: Ten years of warnings", "link_header"),
        ("Skip to main content", "link_header"),
        ("12 Comments", "link_header"),
        ("Share this article", "link_header"),
        ("https://orlen.example/dam", "link_header"),
        ("* * *", "link_header"),
        ("Support us with a one-time gift, or become a member of our newsroom!", "donation"),
        ("Sign up for our morning newsletter", "donation"),
        ("Follow us on Telegram", "donation"),
        ("Subscribe now", "donation"),
        ("Read the original article on Orlen Post", "read_original"),
        ("This article was originally published on Orlen Post.", "read_original"),
        ("By Lea Brandt and Tom Oak", "byline"),
        ("Brandt LeaTuesday, 6 May", "byline"),
        ("Updated: 6 May 2031, 13:31 GMT", "byline"),
        ("(Reporting by Lea Brandt; Editing by Tom Oak)", "byline"),
        ("© 2031 Orlen Post. All rights reserved.", "byline"),
        ("Water over the wall. Photo: Lea Brandt/Reuters", "caption"),
        ("A broken dam (Photo by Lea Brandt/AFP via Getty Images)", "caption"),
        ("Water over the wall. REUTERS/Lea Brandt", "caption"),
        ("(c) Orlen Post 2031", "byline"),
        ("Image may contain: a boat and text that says 'The dam broke'", "caption"),
        ("Advertisement", "advertisement"),
        ("Article continues below", "advertisement"),
        ("We use cookies to count readers. Our partners say that they do the same.", "link_header"),
        ("Accept all   Reject all   Manage options", "link_header"),
        ("This e-mail is confidential and is believed to be free of viruses.", "byline"),
        ("The views expressed are those of the author and not of the board.", "byline"),
        ("T: +47 12 34 56 78 | M: +47 98 76 54 32", "byline"),
    ],
)
def test_furniture_is_marked_and_not_analysed(line: str, kind: str) -> None:
    text = f"Dam breaks\n\nThe dam broke, the mayor said.\n\n{line}\n\nThe rain went on."
    row = find_segments(Document("d", text)).iloc[2]
    assert (row["kind"], row["analyse"]) == (kind, False)
    assert row["why"]


@pytest.mark.parametrize(
    "line",
    [
        "Related deaths rose to twelve, officials said.",
        "Read more than ten files, the clerk told the court.",
        "The mayor asked people to donate to our hospitals and to support us all, he said.",
        '"Support us and subscribe to this fight," the minister said.',
        "By the time the boats came the house was gone, neighbours said.",
        "Photos by the ministry show the breach, the agency said.",
        "The report published Tuesday said that the dam was old.",
        "Written warnings by engineers were ignored, she said.",
        "PARIS (Reuters) - The dam will hold, officials said.",
        "ORLEN, May 6. /TASS/. The ministry denied the report.",
        "According to Lea Brandt, writing for the Post:",
        "He told the council:",
        "Source: the mayor on Telegram",
        "We took no money, and we kept no cookies, the baker said, and the mayor agreed.",
        "This message was meant for the mayor, the guard said, who had found it.",
        "The views of the board did not change, it said.",
        "(c) the pilot did not sleep.",
        "The board said that the dam held (picture: its chair, who denied any fault).",
    ],
)
def test_a_line_of_the_story_is_not_taken_for_furniture(line: str) -> None:
    text = f"Dam breaks\n\nThe dam broke, the mayor said.\n\n{line}\n\nThe rain went on."
    assert kinds(text)[2] == "body"


def test_a_rule_begins_no_list_of_links_and_ends_none() -> None:
    box = "+-----+\n| The mayor said that nobody was warned. |\n| She left |\n+-----+"
    text = f"=====\nDam breaks\n-----\nThe dam broke, the guard said.\n{box}\n\nThe rain went on."
    rows = find_segments(Document("d", text))
    left = {text[a:b] for a, b, read in rows[["start", "end", "analyse"]].to_numpy() if not read}
    assert left == {"=====", "-----", "+-----+"}
    links = "Read also:\n-----\nRain in Orlen\nMayor denies it"
    assert kinds(f"{links}\n\nThe dam broke, the guard said.") == ["link_header"] * 4 + ["body"]


def test_the_lines_under_a_link_header_are_links_until_a_gap() -> None:
    links = "Read also:\nRain in Orlen\nA mayor falls"
    text = f"Dam breaks\n\nThe dam broke.\n\n{links}\n\nBackground:\n\nEnd."
    assert kinds(text)[2:] == ["link_header", "link_header", "link_header", "heading", "body"]


def test_a_date_before_and_a_counter_behind_the_headline_are_cut_off() -> None:
    text = "date 2031-05-06 Dam breaks above Orlen12 Comments\n\nThe dam broke."
    document = Document("d", text)
    table = find_segments(document)
    assert table["kind"].tolist() == ["byline", "headline", "link_header", "body"]
    assert document[table["start"].iloc[1] : table["end"].iloc[1]] == "Dam breaks above Orlen"


def test_lines_wrapped_at_a_fixed_width_are_one_paragraph() -> None:
    wrapped = (
        "The dam above Orlen broke on Sunday after a night of heavy rain, and\n"
        "the mayor said that the town had asked for repairs three times since\n"
        "the last flood."
    )
    table = find_segments(Document("d", f"Dam breaks\n\n{wrapped}\n\nMore rain is expected."))
    assert table["kind"].tolist() == ["headline", "body", "body"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='aB. \n\r\u00a0"“”’!?:/,1', max_size=300))
def test_segments_and_sentences_cover_every_word_once_and_in_order(text: str) -> None:
    document = Document("d", text)
    segments = find_segments(document)
    spans = list(zip(segments["start"], segments["end"], strict=True))
    covered = "".join(text[s:e] for s, e in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    told = split_sentences(document, segments)
    inside = "".join(text[s:e] for s, e in zip(told["start"], told["end"], strict=True))
    analysed = "".join(text[s:e] for (s, e), a in zip(spans, segments["analyse"], strict=True) if a)
    assert "".join(inside.split()) == "".join(analysed.split())


# Sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["The wall gave way.", "Rain fell."],
        ["The wall gave way.", "The U.S. team left.", "It moved to the U.S.", "The rest stayed."],
        ["Mr. Oak met Gen. A. B. Stone and Dr. Lea Brandt."],
        ["She came at 5 p.m. Friday.", "It was No. 5 of 3.5 million."],
        ["It broke at 5 p.m.", "Nobody was hurt."],
        ["It broke at 5 p.m. EST.", "Nobody was hurt."],
        [
            "The wall fell at 11:40 a.m.",
            "Rescuers came by boat.",
            "It was 1 p.m. GMT.",
            "Rain fell.",
        ],
        ["The siren went at 6 a.m. Kyiv time.", "It went again at 9 p.m. New York time."],
        ["It opens at 10 a.m. Monday.", "It shuts at 4 p.m. Sept. 3."],
        ["They met at 8 p.m. Eastern Standard Time.", "Then they left."],
        ["By 5 p.m. Norvik troops had left.", "At about 7 a.m. Brandt called."],
        ["It broke on Sept. 11.", "The report is on p. 12."],
        ["The answer was no.", "He sat.", "Then he left."],
        ["He lives in St. Orlen.", "Plan B.", "The end."],
        ['"It broke," he said.', '"We left."', "She stayed."],
        ['"It broke. We left. We ran," he said.', "Rain fell."],
        ["“We … do not know... Maybe,” he said.", "Rain fell."],
        ['"Who was it?" the mayor asked.', "Rain fell."],
        ['"Who was it?" Lea Brandt asked.', '"Who knows?"', "The mayor left."],
        ["(He left.)", "Then she left."],
        ["He called it “a trap.”", "Others agreed."],
        ["Why now?", "Because it rained!", "Nobody knew."],
        ["See https://a.example/B.Html and orlen.Com or report.Final.pdf for more."],
        ["ORLEN, May 6. /TASS/.", "The ministry denied it."],
        ["1. The dam broke.", "2. The rain fell."],
        ["It rained... and rained.", "Then it stopped..."],
        ["Он ушёл.", "Она осталась."],
        [
            "The wall held.",
            "/ Muren holdt.",
            "// Rain fell.",
            "| Nobody was hurt.",
            "> It was late.",
        ],
        ["He left.", "[Members: “Shame!”]", "I say that she stayed."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The wall gave way.Recent counts say 12.",
            ["The wall gave way.", "Recent counts say 12."],
        ),
        ('He said "we left."Then rain fell.', ['He said "we left."', "Then rain fell."]),
        ("It cost 12.The mayor paid.", ["It cost 12.", "The mayor paid."]),
        ("She met Mr.Oak and Gen.Stone in St.Orlen.", None),
        ("The page is at orlen.example.Then it ends.", None),
    ],
)
def test_glued_sentences_are_split_and_names_are_not(text: str, expected: list[str] | None) -> None:
    assert sentences(text) == (expected or [text])


def test_no_break_spaces_separate_sentences_and_stay_in_the_text() -> None:
    document = Document("d", "The dam\u00a0broke.\u00a0Rain fell.")
    table = split_sentences(document)
    assert table[["start", "end"]].to_numpy().tolist() == [[0, 14], [15, 25]]
    assert list(table.columns) == list(SENTENCES)


def test_a_mark_that_is_never_closed_does_not_swallow_the_paragraph() -> None:
    assert sentences('He said "it broke. Rain fell. They left.') == [
        'He said "it broke.',
        "Rain fell.",
        "They left.",
    ]


@pytest.mark.parametrize("text", ["« {} », dit-il.", "»{}«, sagte er.", "„{}“, sagte er."])
def test_a_quotation_in_marks_of_another_language_is_not_cut(text: str) -> None:
    words = text.format("Der Damm hielt. Er ist alt.")
    assert len(split_sentences(Document("x", words))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "« La digue a tenu. » Elle est vieille.",
        "Elle est vieille. « La digue a tenu », dit-il.",
        "Sie ist alt. »Der Damm hielt«, sagte er.",
        "«It held”, he said. »It is old«, she said.",
        '„It held", he said. It is old.',
    ],
)
def test_sentences_end_beside_guillemets_that_stand_apart_or_point_inwards(text: str) -> None:
    assert len(split_sentences(Document("x", text))) == 2


def test_a_very_long_quotation_is_cut_into_its_sentences() -> None:
    text = '"' + "We left the town at once. " * 60 + 'Nobody came."'
    assert len(sentences(text)) == 61


def test_only_analysed_segments_have_sentences() -> None:
    document = Document("d", "Dam breaks\n\nThe dam broke.\n\nFollow us on Telegram")
    assert split_sentences(document)["paragraph"].tolist() == [0, 1]


def test_an_empty_text_has_no_segments_and_no_sentences() -> None:
    assert find_segments(Document("d", "")).empty
    assert split_sentences(Document("d", "")).empty


@pytest.mark.parametrize("piece", ["He left. ", "a.B", '"', "(“", "U.S. ", "Photo: ", "1.", "’s ‘"])
def test_a_hostile_paragraph_takes_time_in_proportion_to_its_length(piece: str) -> None:
    assert growth(lambda times: split_sentences(Document("d", piece * times)), 800) < STEEP


# The seed article, against the hand annotation


def test_the_seed_article_is_cut_as_a_careful_reader_cut_it() -> None:
    seed = Path(__file__).parents[1] / "seeds" / "crocus-city-hall"
    document = read_document(seed / "documents" / "article.txt")
    reference = json.loads((seed / "reference.json").read_text(encoding="utf-8"))
    assert document.sha256 == reference["document"]["sha256"]
    assert document.text.count("\u00a0") == 7
    table = find_segments(document)
    found = table[["start", "end", "analyse"]].to_numpy().tolist()
    assert found == [[s["start"], s["end"], s["analyse"]] for s in reference["segments"]]
    told = split_sentences(document, table)
    assert "Recent updates" in [document[s : s + 14] for s in told["start"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ship sank near the pier, and the owner of the line said it was an accident.", True),
        (
            "Le bateau a coulé près du quai, et le propriétaire a dit que tout allait bien.",
            False,
        ),
        (
            "Судно затонуло у причала, и владелец линии сказал, что это был несчастный случай.",
            False,
        ),
        (
            "Das Schiff sank am Kai, und der Besitzer der Linie nannte es ein Unglück auf See.",
            False,
        ),
        ("Ship sinks", True),
        ("", True),
    ],
)
def test_a_text_in_another_language_is_noticed_by_its_small_words(
    text: str, expected: bool
) -> None:
    assert (language_of(Document("x", text)) == "en") is expected


def test_a_note_on_the_language_names_the_file_and_the_limit() -> None:
    text = "Das Schiff sank am Kai, und der Besitzer der Linie nannte es ein Unglück auf See."
    note = note_on_language(Document("x", text, file="schiff.txt"))
    assert note.startswith("schiff.txt: the text reads as German.")
    assert note_on_language(Document("x", "The ship sank.")) == ""
