from __future__ import annotations

import quopri
import re
import textwrap
from collections.abc import Callable

import pytest
from growth import STEEP, growth

from narratives.documents import (
    clean_text,
    find_segments,
    note_on_lines,
    notes_on,
    split_sentences,
)
from narratives.documents.wrapping import find_wrapping
from narratives.schema import Document

PARAGRAPHS = (
    "Marta Lindqvist, who chairs the harbour board, told the council on Thursday that the "
    "company had opened the sluice before the storm and had warned nobody downstream.",
    "The company denied that it had opened the sluice, and its spokesman said that lightning "
    "had struck the control house shortly after midnight.",
    "“We saw a flash and then the water came over the meadow, and there was no siren at all,” "
    "said Per Aune, who lives beside the weir.",
)
WIDTHS = (30, 41, 56, 72, 78, 100, 120)


def wrapped(width: int, *, between: str = "\n\n", sign: str = "", first: str = "") -> str:
    blocks = []
    for paragraph in PARAGRAPHS:
        lines = textwrap.wrap(first + paragraph, width, break_on_hyphens=False)
        blocks.append("\n".join(sign + line for line in lines))
    return between.join(blocks)


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(p.split()) for p in clean_text(text).text.splitlines() if p.strip())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"sign": "    "},
        {"sign": "> ", "between": "\n>\n"},
        {"sign": ">> ", "between": "\n>> \n"},
        {"sign": "> > ", "between": "\n> >\n"},
        {"first": "   "},
    ],
)
def test_broken_lines_are_joined_to_the_paragraphs_they_were(width: int, layout: dict) -> None:
    text = wrapped(width, **layout)
    assert paragraphs(text) == PARAGRAPHS
    assert "were joined" in note_on_lines(Document("weir", text))


@pytest.mark.parametrize("width", WIDTHS)
def test_paragraphs_without_a_line_between_them_are_told_by_their_short_last_line(
    width: int,
) -> None:
    found = paragraphs(wrapped(width, between="\n"))
    assert " ".join(found) == " ".join(PARAGRAPHS)
    assert len(found) <= len(PARAGRAPHS)


def test_lines_of_a_page_with_the_line_ends_of_windows_are_joined() -> None:
    assert paragraphs(wrapped(60).replace("\n", "\r\n")) == PARAGRAPHS


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The spokes-\nman de-\nnied that.", "The spokesman denied that."),
        ("The spokes\u2010\nman said so.", "The spokesman said so."),
        ("The spokes\u00ad\nman said so.", "The spokesman said so."),
        ("A well-\nknown state-\nowned firm.", "A well-known state-owned firm."),
        ("It was pro-\nposed by an anti-\nmafia judge.", "It was proposed by an anti-mafia judge."),
        ("A low-cost plan. Low-\ncost it is.", "A low-cost plan. Low-cost it is."),
        ("The first-\nand second-year pupils.", "The first- and second-year pupils."),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_and_a_compound_keeps_its_hyphen(
    text: str, read: str
) -> None:
    assert clean_text(text).text == read


@pytest.mark.parametrize(
    "text",
    [
        # One sentence a line.
        "The weir broke at noon.\nThe mayor blamed the storm.\nNobody was hurt.\nThe road is shut.",
        # One paragraph a line.
        "\n".join(PARAGRAPHS),
        # A list and its heading.
        "What the board asks for:\n- a new siren\n- a second guard\n- a report by May",
        "1. The board resigned.\n2. The mayor stayed.\n3. The council met.",
        # A table.
        "Town    dead    hurt\nOrlen   3       14\nLund    0       2",
        # Headline, date and text.
        "Weir breaks above Orlen\nBy Ida Moe\n6 May 2031\nThe weir broke, the mayor said.",
        # A dialogue.
        "— Who opened it?\n— Nobody did.\n— And the siren?",
    ],
)
def test_what_was_not_wrapped_is_left_as_it_stands_and_nothing_is_told(text: str) -> None:
    assert find_wrapping(text).edits == ()
    assert note_on_lines(Document("weir", text)) == ""


def by_line(before: Callable[[int], str]) -> str:
    """Return wrapped paragraphs with something before every line, the empty ones too."""
    lines = wrapped(60).split("\n")
    return "\n".join(before(number) + line for number, line in enumerate(lines, 1))


def cut(text: str, width: int) -> str:
    """Break paragraphs after so many characters, as a terminal does."""
    blocks = text.split("\n")
    return "\n\n".join(
        "\n".join(b[at : at + width] for at in range(0, len(b), width)) for b in blocks
    )


def spread(width: int) -> str:
    """Fill the lines with spaces, as a newspaper does."""
    found = []
    for line in wrapped(width).split("\n"):
        words, missing = line.split(" "), width - len(line)
        gaps = max(len(words) - 1, 1)
        if 0 < missing < 2 * gaps:
            line = "".join(
                w + " " * (1 + missing // gaps + (n < missing % gaps)) for n, w in enumerate(words)
            ).rstrip()
        found.append(line)
    return "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        by_line(lambda _: "| "),
        by_line(lambda _: "# "),
        by_line(lambda _: " * "),
        by_line(lambda _: "IM> "),
        by_line("{:3d}  ".format),
        by_line("{}: ".format),
        by_line("{}. ".format),
        "\n\n".join(textwrap.fill(p, 60, subsequent_indent="    ") for p in PARAGRAPHS),
        "\n".join(textwrap.fill(p, 60, subsequent_indent="    ") for p in PARAGRAPHS),
        "\n".join(line.center(70) for line in wrapped(60).split("\n")),
        "\n".join(line.rjust(70) for line in wrapped(60).split("\n")),
        wrapped(60).replace("\n", "<br>\n"),
        wrapped(60).replace("\n", " <BR />"),
        wrapped(60).replace("\n", "\\\n"),
        wrapped(60).replace("\n\n", "\u2029").replace("\n", "\u2028"),
        wrapped(44).replace("sluice\nbefore", "slu¬\nice before"),
        cut("\n".join(PARAGRAPHS), 50),
        quopri.encodestring("\n\n".join(PARAGRAPHS).encode()).decode("ascii"),
        spread(56),
    ],
    ids=[
        *("bars", "hashes", "stars", "initials", "numbers", "numbers:", "numbers."),
        *("hanging", "hanging alone", "centred", "at the right", "br", "br alone", "backslash"),
        *("separators", "scanned", "cut", "quoted-printable", "spread"),
    ],
)
def test_other_kinds_of_broken_lines_are_joined_too(text: str) -> None:
    plain = [
        re.sub("=E2=80=9[CD]", lambda m: {"C": "“", "D": "”"}[m[0][-1]], p)
        for p in paragraphs(text)
    ]
    assert tuple(plain) == PARAGRAPHS
    assert "were joined" in note_on_lines(Document("weir", text))


@pytest.mark.parametrize("between", ["\n\n- 3 -\n\n", "\n\n\f\n", "\n3\n", "\n\nPage 3 of 9\n\n"])
def test_a_sentence_goes_on_behind_the_end_of_a_page(between: str) -> None:
    lines = wrapped(60).split("\n")
    assert lines[2].startswith("before the storm")
    text = "\n".join(lines[:2]) + between + "\n".join(lines[2:])
    assert paragraphs(text) == PARAGRAPHS


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            f"{n}. {w}" for n, w in enumerate(("a new siren", "a guard", "lamps", "ropes"), 1)
        ),
        "\n".join(f"* a {w} sluice" for w in ("new", "second", "third", "better", "last")),
        "Report\n\nthe weir broke\n\n7\n\nthe road is shut",
    ],
)
def test_signs_of_a_list_are_no_signs_of_broken_lines(text: str) -> None:
    assert find_wrapping(text).edits == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # A word to a line.
        (PARAGRAPHS[0].replace(" ", "\n"), "lines 2, 3, 4 and others"),
        # One paragraph was wrapped at another width, and its next line begins with a name.
        (
            wrapped(60)
            + "\n\nThe guard who had to leave the control house with\nPer Aune says was not asked.",
            "line 13",
        ),
        # An empty line stands inside a sentence.
        ("The company denied that it had opened\n\nthe sluice before the storm came.", "line 1,"),
    ],
)
def test_a_break_that_nobody_can_judge_is_told_with_its_line(text: str, lines: str) -> None:
    assert f"behind {lines}" in note_on_lines(Document("weir", text))


@pytest.mark.parametrize(
    "text",
    [
        # Verse that begins its lines small.
        "the water rose\nand over the old stone wall it went\nwithout a word\n"
        "to those who slept below the hill",
        # A mail that was wrapped twice.
        "The company denied that it had opened the sluice, and its\nspokesman\n"
        "said that lightning had struck the control house shortly after\nmidnight\n"
        "while the two guards were asleep in the upper room of the old\nmill.",
    ],
)
def test_where_the_form_does_not_tell_nothing_is_joined_and_the_person_is_told(text: str) -> None:
    assert find_wrapping(text).edits == ()
    note = note_on_lines(Document("weir", text))
    assert "the text is hard-wrapped: its lines seem to be broken inside sentences, behind" in note
    assert "Nothing is guessed" in note
    assert "Put each paragraph on one line" in note


def test_the_time_for_many_lines_grows_with_their_number() -> None:
    # Past the cache: each text is read anew.
    find = find_wrapping.__wrapped__
    assert growth(lambda lines: find(("x " * 25 + "=\n") * lines), 125) < STEEP


def test_segments_and_sentences_of_a_wrapped_text_point_into_the_untouched_one() -> None:
    text = wrapped(44, sign="> ", between="\n>\n")
    document = Document("weir", text)
    table = find_segments(document)
    assert len(table) == 3
    assert text[table["start"].iloc[0] :].startswith("Marta Lindqvist")
    assert text[: table["end"].iloc[2]].endswith("beside the weir.")
    told = split_sentences(document, table)
    pd_spans = list(zip(told["start"], told["end"], strict=True))
    assert [text[s:e][:5] for s, e in pd_spans] == ["Marta", "The c", "“We s"]


def test_one_line_that_begins_with_the_sign_of_a_reply_is_a_link_of_a_page() -> None:
    text = "The weir broke, the mayor said.\n\n> More from Orlen\n\nNobody was hurt."
    assert clean_text(text).same


HALVES = (
    "The harbour board denied that the sirens had been switched off, and it said that the alarm",
    "had been tested by the guards in the morning of that day. Nobody was hurt, the mayor said.",
)


@pytest.mark.parametrize(
    ("between", "twice"),
    [
        ("\n\n17\n\n", False),
        ("\n\nOrlen Courier, 6 May 2031\n\n", True),
        ("\n\nOrlen Courier   17\n6 May 2031\n\n", True),
        ("\n\n2\n00:00:03,000 --> 00:00:05,500\n", False),
    ],
)
def test_a_paragraph_goes_on_behind_the_head_of_a_page_or_a_time(between: str, twice: bool) -> None:
    text = between.join(HALVES)
    if twice:
        later = re.sub("17", "18", between).lstrip()
        text += "\n\n" + later + "The storm came later."
    document = Document("d", text)
    assert " ".join(HALVES) in clean_text(text).text
    told = note_on_lines(document)
    assert "paragraphs are broken where a page seems to end; 1 of them was joined" in told


@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize(
    "line",
    [
        *("ADVERTISEMENT", "Advertisement: Shoes for the spring", "Story continues below"),
        *("Read also: How the sluice was built", "→ Related: Ten sluices", "Sponsored | Shoes"),
        "SEE ALSO: A flood in six pictures",
    ],
)
def test_a_sentence_goes_on_behind_an_advertisement(between: str, line: str) -> None:
    text = between.join((HALVES[0], line, HALVES[1]))
    assert clean_text(text).text == " ".join(HALVES)


def test_an_appeal_between_two_halves_of_a_sentence_is_none_of_its_words() -> None:
    line = "Sign up for our newsletter and get our journalism in your inbox"
    text = "\n\n".join((HALVES[0], line, HALVES[1]))
    assert clean_text(text).text == " ".join(HALVES)


@pytest.mark.parametrize(
    "text",
    [
        "She named three things:\nHome\nSearch\nListen\nand nothing else that anybody knew of.",
        "The board denied that.\n\nRead also: Ten dams\n\neBay sold the sluice to a museum.",
        "The minister of the\nHome\nand of two other offices said that the dam had held all night.",
    ],
)
def test_words_that_stand_on_pages_too_are_left_where_no_sentence_is_parted(text: str) -> None:
    assert clean_text(text).text == text


def test_a_line_inside_a_sentence_that_stands_there_once_is_told() -> None:
    text = "\n\nOrlen Courier, 6 May 2031\n\n".join(HALVES)
    assert clean_text(text).text == text
    assert "broken inside sentences, behind line 1, and their form" in note_on_lines(
        Document("d", text)
    )


def test_lines_of_a_transcript_are_joined_without_their_times() -> None:
    lines = textwrap.wrap(" ".join(HALVES), 40)
    text = "\n".join(f"[00:{n:02}] {line}" for n, line in enumerate(lines))
    assert clean_text(text).text.replace("[00:00] ", "") == " ".join(HALVES)
    subtitles = "\n\n".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{line}" for n, line in enumerate(lines, 1)
    )
    assert " ".join(HALVES) in clean_text(subtitles).text


SAID = (
    *("The harbour board said on Monday", "that fog had hidden the light.", "The pilot denied"),
    *("that he had slept.", "The owner said that the crew did not", "answer him."),
)


@pytest.mark.parametrize(
    "form",
    [
        "{n}\n00:00:0{n},000 --> 00:00:0{then},000\n{line}\n\n",
        "00:0{n}.000 --> 00:0{then}.000 align:start\n{line}\n\n",
        "[00:0{n}.000 --> 00:0{then}.000]  {line}\n",
        "[00:0{n}:00] {line}\n",
    ],
)
def test_sentences_go_on_over_short_subtitles_with_their_denials(form: str) -> None:
    text = "".join(form.format(n=n, then=n + 1, line=line) for n, line in enumerate(SAID, 1))
    read = " ".join(clean_text(text).text.split())
    assert "said on Monday that fog had hidden the light." in read
    assert "The pilot denied that he had slept." in read
    assert "did not answer him." in read
    assert "two columns" not in " ".join(notes_on(Document("d", text)))


def test_both_lines_of_one_subtitle_are_one_sentence() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nThe pilot denied\nthat he slept.\n\n"
    text += "2\n00:00:02,000 --> 00:00:03,000\n- Did he?\n- Nobody knows.\n"
    read = clean_text(text).text
    assert "The pilot denied that he slept." in read
    assert "- Did he?\n- Nobody knows." in read


def test_a_few_lines_with_numbers_are_joined_where_their_sentences_go_on() -> None:
    text = (
        "7 The harbour board said on Monday that fog had hidden the\n"
        "8 light, and denied that the pilot had been asleep on the\n"
        "9 bridge."
    )
    read = (
        "The harbour board said on Monday that fog had hidden the light, and denied that the pilot"
    )
    assert clean_text(text).text == f"{read} had been asleep on the bridge."
    assert "3 lines begin with one sign, their number" in note_on_lines(Document("d", text))


@pytest.mark.parametrize(
    "text",
    [
        "1 The mayor said no.\n2 The guard slept.\n3 The cook denied it.",
        "1 kg of flour\n2 kg of sugar\n3 kg of salt",
        "10 people died in Orlen\n11 people were hurt in Lund\n12 people are missing",
        "1 The mayor of Orlen said on Monday that fog had hid\n3 the light, and denied it.",
    ],
)
def test_a_few_lines_that_begin_with_numbers_are_left_otherwise(text: str) -> None:
    assert clean_text(text).text == text


def test_a_line_that_stands_in_brackets_whole_goes_on_nowhere() -> None:
    text = "The board denied it.\n(Reporting by Ida Moe)\n((ida.moe@norlink.example))"
    assert note_on_lines(Document("d", text)) == ""
