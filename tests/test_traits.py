"""Traits that texts from the web have, one test for each: what a reader should do with it.

The texts are invented; each is read from a file, as a person gives it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

import narratives as nv
from narratives.documents import (
    find_segments,
    note_on_date,
    note_on_language,
    paragraph_languages,
    shadow,
    split_sentences,
)
from narratives.schema import FURNITURE, Document, NarrativesError, parse_spans, span_text

Read = Callable[..., Document]
COLUMNS = ["source_name", "content_text"]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes a text to a file and reads it."""
    number = count(1)

    def from_file(text: str | bytes, **known: str) -> Document:
        path = tmp_path / f"text-{next(number)}.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return nv.read_document(path, **known)

    return from_file


def said(document: Document) -> list[list[str]]:
    """Return who says what, with single spaces and without marks around the words."""
    table = nv.extract_statements(document)
    rows = table[COLUMNS].to_numpy().tolist()
    return [[name, " ".join(words.split()).strip("«»“”„\"'., ")] for name, words in rows]


def lines(document: Document) -> list[tuple[str, str]]:
    segments = find_segments(document)
    spans = zip(segments["start"], segments["end"], segments["kind"], strict=True)
    return [(kind, document[start:end]) for start, end, kind in spans]


# Letters and marks


def test_odd_spaces_and_soft_hyphens_hide_no_word_and_stay_in_the_text(read: Read) -> None:
    text = (
        "The\u00a0harbour master,\u2009Lea\u00a0Brandt, said\u200b the cra\u00adne had\u00a0failed."
    )
    document = read(text)
    assert document.text == text
    assert len(shadow(text)) == len(text)
    row = nv.extract_statements(document).iloc[0]
    assert row["source_name"] == "Lea Brandt"
    assert row["content_text"] == "the cra\u00adne had\u00a0failed"
    assert row["content_text"] == span_text(text, row["content"])


def test_quotation_marks_of_all_families_are_paired_in_one_text(read: Read) -> None:
    text = (
        "“The crane failed twice,” Brandt said. \"We saw it fall,\" Ruiz said. «It was too old», "
        "Novak said. „Nobody checked it“, Weber said. «We have written letters”, Lange said. "
        "»Nobody has read them«, Kraft said."
    )  # fmt: skip
    assert said(read(text)) == [
        ["Brandt", "The crane failed twice"],
        ["Ruiz", "We saw it fall"],
        ["Novak", "It was too old"],
        ["Weber", "Nobody checked it"],
        ["Lange", "We have written letters"],
        ["Kraft", "Nobody has read them"],
    ]


@pytest.mark.parametrize(
    "line",
    [
        "“The crane was old, and nobody had checked it.",
        "The crane was old, and rusty», Brandt said.",
    ],
)
def test_an_unbalanced_quotation_ends_with_its_paragraph_and_is_flagged(
    read: Read, line: str
) -> None:
    document = read(f"{line}\n\nThe pier was closed, the mayor said.")
    table = nv.extract_statements(document)
    assert len(table) == 2
    first, second = table["content"].map(parse_spans)
    assert first[-1][1] <= len(line) < second[0][0]
    assert table["flags"].tolist() == ["unbalanced quotation", ""]


def test_an_ellipsis_in_a_quotation_ends_no_sentence(read: Read) -> None:
    text = "“We waited … Then it fell... And the lamp went out,” Brandt said."
    document = read(text)
    assert len(split_sentences(document)) == 1
    assert said(document) == [["Brandt", "We waited … Then it fell... And the lamp went out"]]


def test_glued_sentences_are_split_and_addresses_are_not(read: Read) -> None:
    document = read("Divers searched the pier.Brandt said the crane was old. See port.Example.org.")
    found = split_sentences(document)
    pieces = [document[s:e] for s, e in zip(found["start"], found["end"], strict=True)]
    assert pieces == [
        "Divers searched the pier.",
        "Brandt said the crane was old.",
        "See port.Example.org.",
    ]


def test_emoji_count_as_code_points_and_move_no_span(read: Read) -> None:
    text = "\U0001f6a8 Ruiz said: “The crane \U0001f3d7\ufe0f was old \U0001f622 and rusty.”"
    row = nv.extract_statements(read(text)).iloc[0]
    assert row["content_text"] == text[text.index("“") :]
    assert parse_spans(row["content"]) == [(text.index("“"), len(text))]


def test_debris_of_html_is_repaired_for_matching_alone(read: Read) -> None:
    text = "Brandt said: &#171 ;We told the port twice&#187 ;. &quot;It fell,&quot; Ruiz said."
    document = read(text)
    assert document.text == text
    assert len(shadow(text)) == len(text)
    table = nv.extract_statements(document)
    assert table["kind"].tolist() == ["direct", "direct"]
    assert table["content_text"].tolist() == [
        "&#171 ;We told the port twice&#187 ;",
        "&quot;It fell,&quot;",
    ]


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("“The crane was old, and nobody in the port had checked it,” Brandt said.", "cp1252",
         "Windows-1252"),
        ("В порту города упал кран, и мэр не сказала, что его никто не проверял.", "cp1251",
         "Windows-1251"),
        ("W porcie upadł dźwig, a burmistrz nie wiedziała, że się nikt nim nie zajmował.", "cp1250",
         "Windows-1250"),
        ("В порту города упал кран, и мэр не сказала, что его никто не проверял.", "koi8-u",
         "KOI8-U"),
    ],
)  # fmt: skip
def test_a_file_in_an_older_encoding_is_read_and_the_person_is_told(
    read: Read, text: str, code: str, name: str
) -> None:
    document = read(text.encode(code))
    assert document.text == text
    (told,) = document.outside
    assert (
        told == f"The file is not in UTF-8. It was read as {name}, in which its words make sense."
    )


def test_bytes_that_make_no_sense_in_any_encoding_are_refused(read: Read) -> None:
    with pytest.raises(NarrativesError, match=r"0xfe\) is not UTF-8. Open the file in"):
        read(b"\xfe\xed\xfa\xce " * 20)


def test_a_byte_order_mark_is_no_part_of_the_text(read: Read) -> None:
    document = read(b"\xef\xbb\xbfThe crane fell, Brandt said.")
    assert nv.extract_statements(document)["content"].tolist() == ["0-14"]
    assert "byte order mark" in document.outside[0]


def test_letters_of_another_script_are_matched_and_flagged_on_the_page(
    make_case: Callable[..., Path], tmp_path: Path
) -> None:
    text = "The mayоr said the \u0421rane of Orlen was safe.\n\nThe dam broke, the ministry said."
    comparison = nv.compare(nv.load_case(make_case(text=text)))
    assert comparison.statements["source_id"].tolist() == ["mayor", "ministry"]
    page = tmp_path / "page.html"
    comparison.to_html(page)
    assert "mixed letters" in page.read_text(encoding="utf-8")


# What stands around the story


def test_a_doubled_line_is_marked_and_keeps_the_places_of_the_rest(read: Read) -> None:
    line = "The crane fell because nobody had checked it, Brandt said."
    document = read(f"Crane falls in Orlen\n\nCrane falls in Orlen\n\n{line}\n\n{line}")
    kinds = [kind for kind, _ in lines(document)]
    assert kinds == ["headline", "duplicate", "body", "duplicate"]
    (found,) = nv.extract_statements(document)["content"]
    assert parse_spans(found)[0][0] == document.text.index(line)


@pytest.mark.parametrize(
    "caption",
    [
        "The fallen crane on Monday, officials said. Photo: Lea Brandt/Orlen Press",
        "Lea Brandt said the crane was old (AP Photo/Jan Novak)",
        "Image: Orlen Port Authority",
    ],
)
def test_a_caption_with_its_credit_is_no_claim(read: Read, caption: str) -> None:
    document = read(f"Crane falls in Orlen\n\n{caption}\n\nThe crane was old, Ruiz said.")
    assert lines(document)[1] == ("caption", caption)
    assert said(document) == [["Ruiz", "The crane was old"]]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Read also: Why cranes fall, engineers say",
        "Support our newsroom: become a patron today",
        "Advertisement",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Facebook Twitter WhatsApp",
        "\ue001\ue002 \ue8b3",
        "\ue8b3 Share",
    ],
)
def test_what_a_page_adds_is_left_out_with_the_reason(read: Read, line: str) -> None:
    document = read(f"Crane falls\n\nThe crane was old, Ruiz said.\n\n{line}\n\nIt fell, she said.")
    row = find_segments(document).iloc[2]
    assert row["kind"] in FURNITURE
    assert not row["analyse"]
    assert row["why"]


def test_a_counter_of_comments_is_cut_off_the_headline(read: Read) -> None:
    document = read("Crane falls in Orlen12 comments\n\nThe crane was old, Ruiz said.")
    assert lines(document)[:2] == [
        ("headline", "Crane falls in Orlen"),
        ("link_header", "12 comments"),
    ]


def test_a_teaser_before_the_story_does_not_hide_its_lead(read: Read) -> None:
    document = read(
        "Minister's dog wins a prize at the fair\n\nCrane falls in Orlen\n\n"
        "The crane in the port was old, Ruiz said on Monday."
    )
    assert said(document) == [["Ruiz", "The crane in the port was old"]]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Cranes on this coast were never checked - Coastal Watch",
        "Read more: The crane was never checked, - Coastal Watch",
        "Читайте также: Кран никто не проверял - мэр",
    ],
)
def test_a_link_with_a_name_behind_a_dash_is_no_statement(read: Read, line: str) -> None:
    document = read(f"Crane falls\n\nThe crane was old, Ruiz said on Monday.\n\n{line}")
    assert said(document) == [["Ruiz", "The crane was old"]]


def test_a_date_that_a_machine_wrote_goes_to_what_is_known_about_the_text(read: Read) -> None:
    document = read(" date 2031-05-06 The crane was old, Ruiz said.")
    assert document.published == "2031-05-06"
    assert lines(document)[0] == ("byline", "date 2031-05-06")
    assert said(document) == [["Ruiz", "The crane was old"]]
    assert read(" date 2031-05-06 It fell.", published="2031-05-07").published == "2031-05-07"


def test_a_byline_glued_to_its_date_is_no_part_of_the_story(read: Read) -> None:
    byline = "Novak OlenaTuesday, 6 May 2031, 10:15"
    document = read(f"Crane falls in Orlen\n\n{byline}\n\nThe crane was old, Ruiz said.")
    assert lines(document)[1] == ("byline", byline)


def test_each_entry_of_a_live_page_stands_alone_and_its_time_is_no_year(read: Read) -> None:
    document = read(
        "Crane falls in Orlen\n\n1331 GMT The toll has risen to 133, the mayor says.\n\n"
        "12:05 – The toll has risen to 115, the mayor says.\n\n0912 GMT: Police say it is closed.",
        published="2031-05-06",
    )
    assert [words for kind, words in lines(document) if kind == "byline"] == [
        "1331 GMT", "12:05 –", "0912 GMT:",
    ]  # fmt: skip
    assert said(document) == [
        ["the mayor", "The toll has risen to 133"],
        ["the mayor", "The toll has risen to 115"],
        ["Police", "it is closed"],
    ]
    assert note_on_date(document) == ""


@pytest.mark.parametrize(
    ("text", "published", "told"),
    [
        ("By Lea Brandt, 6 May 2031", "2031-06-05", 'the page says "6 May 2031"'),
        ("By Lea Brandt, 06/05/2031", "2031-06-05", ""),
        ("By Lea Brandt, 06/05/2031", "2031-05-06", ""),
        ("By Lea Brandt, May 6, 2031", "2031-05-07", ""),
        ("It fell on May 4. On 5 May divers came.", "2031-07-06", 'such as "May 4", are all far'),
        ("It fell on May 4. On 5 May divers came.", "2031-05-06", ""),
        ("It fell on May 4.", "2031-07-06", ""),
        ("It fell on Dec. 30, and on January 2 divers came.", "2031-01-03", ""),
        ("By Lea Brandt, 6 May 2031", "in spring", ""),
    ],
)
def test_a_date_that_the_text_contradicts_is_shown_with_a_warning(
    read: Read, text: str, published: str, told: str
) -> None:
    document = read(f"Crane falls\n\n{text}\n\nThe crane was old, she said.", published=published)
    note = note_on_date(document)
    assert told in note
    assert bool(note) == bool(told)
    assert document.published == published


def test_a_page_without_text_is_refused_with_the_way_to_it(read: Read) -> None:
    page = '<!DOCTYPE html><script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    with pytest.raises(NarrativesError, match=r"it holds no text. Open it in a browser"):
        read(page)


# Who says it


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("ORLEN (Delta News) - The crane was old, Ruiz said.", "Delta News"),
        ("ORLEN, May 6. /DELTA/. The crane was old, Ruiz said.", "DELTA"),
    ],
)
def test_the_agency_of_a_dateline_is_a_link_of_the_chain(
    read: Read, text: str, agency: str
) -> None:
    document = read(text)
    row = nv.extract_statements(document).iloc[0]
    assert row["content_text"] == "The crane was old"
    assert span_text(document.text, row["chain"]) == agency


@pytest.mark.parametrize("bracket", ["(the port authority - TASS)", "(the owners. - Ed.)"])
def test_words_in_an_editors_brackets_are_not_the_speakers(read: Read, bracket: str) -> None:
    document = read(f"Brandt said: “They {bracket} knew that [the crane] was old.”")
    assert said(document) == [["Brandt", "They … knew that … was old"]]


def test_a_legal_formula_is_no_part_of_a_name_and_stays_in_the_words(read: Read) -> None:
    document = read(
        "The Dawn Front (a group outlawed in Orlavia) said it had moved the crane. The Dawn Front* "
        "said nobody was hurt.\n\n* A terrorist organisation banned in Orlavia"
    )
    table = nv.extract_statements(document)
    assert table["source_name"].tolist() == ["Dawn Front", "Dawn Front"]
    assert "outlawed in Orlavia" in table["source_text"].iloc[0]


def test_the_whole_chain_of_a_report_is_kept(read: Read) -> None:
    document = read("The crane was old, Ruiz said, Radio Norte reported, citing the daily Sol.")
    row = nv.extract_statements(document).iloc[0]
    assert row["source_name"] == "Ruiz"
    assert set(span_text(document.text, row["chain"], "|").split("|")) == {
        "the daily Sol",
        "Radio Norte",
    }


def test_an_authors_own_voice_is_nobodys_statement(read: Read) -> None:
    document = read("The crane fell on Monday. It was old. Nobody had looked after it for years.")
    assert said(document) == []


def test_reported_speech_by_mood_alone_gives_no_statement_and_a_note(read: Read) -> None:
    document = read("Der Kran sei alt gewesen. Niemand habe ihn geprüft, und die Stadt sei schuld.")
    assert said(document) == []
    assert "reads as German" in note_on_language(document)


def test_a_continued_quotation_says_that_it_has_no_cue_and_is_inferred(read: Read) -> None:
    document = read(
        "“The crane was old,” Brandt said. “We told the port.”\n\n“Nobody listened to us.”"
    )
    rest = nv.extract_statements(document).iloc[1:]
    assert rest["source_name"].tolist() == ["Brandt", "Brandt"]
    assert rest["cue"].tolist() == ["", ""]
    assert rest["inferred"].all()
    assert rest["resolved_by"].tolist() == ["carried over", "carried over"]
    assert rest["link_probability"].between(0.5, 1).all()


def test_a_label_reaches_to_the_next_label(read: Read) -> None:
    document = read(
        "Crane falls in the port of Orlen\n\nSource: press service of the port\n\n"
        "Details: The crane fell at noon and nobody was hurt.\n\n"
        'Quote: "The crane was old, and we had asked for another one."\n\n'
        "Background: The port was built in 1960 by the state."
    )
    assert said(document) == [
        ["press service of the port", "The crane fell at noon and nobody was hurt"],
        ["press service of the port", "The crane was old, and we had asked for another one"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Oskar Kraft: There were no letters from the port.",
        "“There were no letters from the port.”\n\n– Oskar Kraft",
    ],
)
def test_a_name_beside_a_colon_or_a_dash_is_the_source(read: Read, text: str) -> None:
    document = read(f"The crane fell on Monday.\n\n{text}")
    assert said(document)[-1] == ["Oskar Kraft", "There were no letters from the port"]


def test_a_capital_stands_for_who_speaks_there(read: Read) -> None:
    assert said(read("The crane was bought from Orlavia, Moscow says.")) == [
        ["Moscow", "The crane was bought from Orlavia"]
    ]


def test_a_pronoun_that_fits_two_names_shows_both_and_chooses_none(read: Read) -> None:
    document = read(
        "Mayor Ana Ruiz and engineer Lea Brandt visited the port. She said the crane was old."
    )
    row = nv.extract_statements(document).iloc[0]
    assert set(row["candidates"].split(";")) == {"Ana Ruiz", "Lea Brandt"}
    assert (row["source_name"], row["resolved_by"]) == ("She", "unresolved")


def test_an_epithet_is_linked_with_a_probability(read: Read) -> None:
    document = read(
        "President Karl Weber visited the port on Monday. The Orlavian leader said it was safe. "
        "The diplomat said nothing would change."
    )
    table = nv.extract_statements(document)
    assert table["source_name"].tolist() == ["Karl Weber", "The diplomat"]
    assert table["resolved_by"].tolist() == ["epithet", "unresolved"]
    assert table["link_probability"].notna().tolist() == [True, False]


def test_a_group_of_sources_stays_one_group(read: Read) -> None:
    document = read(
        "Most agencies reported that the crane was old. Both Orlavia and Borland said they had "
        "warned the port. The Orlen Agency and officials said the port was safe."
    )
    table = nv.extract_statements(document)
    assert table["source_name"].tolist() == [
        "Most agencies", "Orlavia and Borland", "Orlen Agency and officials",
    ]  # fmt: skip
    assert (table["resolved_by"] == "group").all()


def test_a_post_is_said_by_the_name_and_handle_that_sign_it(read: Read) -> None:
    document = read(
        "The ministry has said that the port is safe.\n\n“The crane was old.” Nobody checked it. "
        "— Lea Brandt (@lea_brandt) May 6, 2031\n\nThe port was built in 1960."
    )
    table = nv.extract_statements(document)
    assert table["source_text"].tolist() == ["The ministry", "Lea Brandt (@lea_brandt)"]
    assert table["source_name"].tolist() == ["The ministry", "Lea Brandt"]
    assert table["content_text"].iloc[1] == "“The crane was old.” Nobody checked it."


# What it means for the accounts

NARRATIVES = pd.DataFrame(
    [
        ["Dawn Front", "The Dawn Front blew up the crane.", ("Dawn Front",), (), (), ""],
        ["Borland", "The secret services of Borland blew up the crane.", ("Borland",), (), (), ""],
    ],
    columns=["title", "statement", "terms", "examples_for", "examples_against", "colour"],
    index=pd.Index(["dawn", "borland"], name="narrative_id"),
)  # fmt: skip


def bearings_of(document: Document) -> pd.DataFrame:
    return nv.rate_bearings(nv.extract_statements(document), NARRATIVES, [document])


def test_one_statement_may_support_two_accounts(read: Read) -> None:
    found = bearings_of(
        read("Weber said the Dawn Front and the secret services of Borland blew up the crane.")
    )
    assert found["narrative_id"].tolist() == ["dawn", "borland"]
    assert found["stance"].tolist() == ["supports", "supports"]


def test_a_claim_reported_to_be_rejected_is_two_statements_of_opposite_stance(read: Read) -> None:
    document = read("Engineers derided the ministry's claim that Borland blew up the crane.")
    table = nv.extract_statements(document)
    assert table["source_name"].tolist() == ["Engineers", "the ministry"]
    assert table["polarity"].tolist() == ["denies", "asserts"]
    assert bearings_of(document)["stance"].tolist()[0] == "disputes"


@pytest.mark.xfail(reason="the reader takes the claim for its rejection, which frames it")
def test_who_made_a_claim_that_is_rejected_stays_for_it(read: Read) -> None:
    document = read("Engineers derided the ministry's claim that Borland blew up the crane.")
    assert bearings_of(document)["stance"].tolist()[1] == "supports"


def test_what_neither_supports_nor_refutes_is_for_nothing_and_against_nothing(read: Read) -> None:
    document = read("The report neither supports nor refutes the claim that Borland blew it up.")
    assert not nv.extract_statements(document)["polarity"].eq("denies").any()
    assert not bearings_of(document)["stance"].eq("disputes").any()


def test_a_sentence_that_a_translation_added_is_shown_as_attributed(read: Read) -> None:
    document = read("Former president Jan Sorel wrote that the harbour is lost.")
    row = nv.extract_statements(document).iloc[0]
    assert row["source_text"] == "Former president Jan Sorel"
    assert (row["content_text"], row["cue_text"]) == ("the harbour is lost", "wrote that")


def test_spellings_listed_in_the_register_are_one_source(read: Read) -> None:
    document = read(
        "President Volkovskyy said the port was safe. Volkovskiy said so on Monday. Volkovsky "
        "added that the crane was new. Львів denied it. Lviv said nobody knew."
    )
    sources = pd.DataFrame(
        [
            ["Volkovskyy", ["Volkovskiy", "Volkovsky"], "person", "state", "", ()],
            ["Lviv", ["Львів", "Lvov"], "organisation", "town", "", ()],
        ],
        columns=["name", "aliases", "kind", "origin_id", "reliability", "outside"],
        index=pd.Index(["president", "city"], name="source_id"),
    )
    origins = pd.DataFrame(
        [["State", "government_party"], ["Town", "organisation"]],
        columns=["name", "kind"],
        index=pd.Index(["state", "town"], name="origin_id"),
    )
    table = nv.extract_statements(document, sources)
    found = nv.resolve_sources(table, sources, origins)
    assert set(found["source_id"]) == {"president", "city"}


def test_languages_are_told_paragraph_by_paragraph(read: Read) -> None:
    english = "The crane in the port was old, and nobody in the town had looked after it."
    french = "La grue du port était vieille, et personne dans la ville ne s'en est occupé."
    polish = "Dźwig w porcie był stary i nikt w mieście się nim nie zajmował."
    assert paragraph_languages([english, french, polish], "en") == ["en", "fr", "pl"]
    note = note_on_language(read("\n\n".join([english, french, polish, english + " It fell."])))
    assert "1 paragraph of 4 reads as French. 1 paragraph of 4 reads as Polish." in note
