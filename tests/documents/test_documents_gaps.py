"""Where words are missing, struck out, misprinted or hidden among signs, the person is told."""

from __future__ import annotations

import pytest

import narratives as nv
from narratives.documents import notes
from narratives.documents.notes import notes_on
from narratives.schema import Document

PLAIN = (
    "The harbour board denied that it had opened the sluice. Ida Moe said that the guards did not "
    "see the flood. A spokesman confirmed that the officials were not hurt."
)
SPOKEN = PLAIN.lower().replace(".", "")


def not_read(word: str) -> str:
    return PLAIN.replace("not", word)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *(
            (not_read(w), f'words are missing or doubtful, first in line 1 ("{w}")')
            for w in (
                "[inaudible]",
                "(unclear)",
                "[crosstalk 00:12]",
                "[REDACTED]",
                "██████",
                "____",
                "XXXX",
                "[not?]",
                "[ ]",
                "(?)",
                "***",
            )
        ),
        (not_read("🚫"), "words are missing or doubtful"),
        *(
            (PLAIN.replace("denied", w), "words are struck out or put in, first in line 1")
            for w in (
                "~~denied~~ confirmed",
                "<del>denied</del><ins>confirmed</ins>",
                "<s>denied</s> said",
                "d̶e̶n̶i̶e̶d̶ confirmed",
                "{--denied--}{++confirmed++}",
                "[-denied-]{+confirmed+}",
                "denied (correction: confirmed)",
                "[Commented [IM1]: sure?] denied",
            )
        ),
        *(
            (PLAIN.replace("denied", w), "two words stand for one, first in line 1")
            for w in (
                "denied/confirmed",
                "denied -> confirmed",
            )
        ),
        (not_read("(not)"), 'two words stand for one, first in line 1 ("(not)")'),
        (
            PLAIN.replace("did", "did/did"),
            'two words stand for one, first in line 1 ("did/did not")',
        ),
        *(
            (not_read(w), f'in line 1: "{w}" for "not"')
            for w in (
                "n0t",
                "nof",
                "nol",
                "uot",
                "nat",
                "riot",
                "hot",
                "ʇou",
            )
        ),
        *(
            (PLAIN.replace("denied", w), f'in line 1: "{w}" for "denied"')
            for w in (
                "clenied",
                "demed",
                "dcnied",
                "den1ed",
                "d*nied",
                "den!ed",
                "dénied",
                "đenied",
            )
        ),
        *(
            (PLAIN.replace("confirmed", w), f'in line 1: "{w}" for "confirmed"')
            for w in (
                "con rmed",
                "conrmed",
                "conÞrmed",
                "con!rmed",
            )
        ),
        (
            PLAIN.replace("denied that", "deniedthat"),
            'missing between words, first in line 1 ("deniedthat")',
        ),
        ("Board denies role" + PLAIN, 'are glued, first in line 1 ("roleThe")'),
        (
            " ".join([SPOKEN] * 2),
            "words stand in a row without the end of a sentence, first in line 1",
        ),
        (
            "".join(c.upper() if n % 2 else c.lower() for n, c in enumerate(PLAIN * 2)),
            "mixed inside words",
        ),
        (PLAIN.replace("denied", "(cid:71)nied"), "letters stand as numbers of a font (cid:71)"),
        (f"<story>{PLAIN}</story>", "tags of a page stand among the words"),
        (PLAIN + " {{Infobox weir}}", "signs of a wiki or a board stand among the words"),
        (f'{{"who": "Ida Moe", "text": "{PLAIN}"}}', "lines look like data of a program (JSON)"),
        (f"-{PLAIN}\n+{PLAIN.replace('denied', 'confirmed')}", "two versions of one text"),
        (
            "who\tsays\twhat\n" + "Ida Moe\tdenied\tit was open\n" * 2,
            "rows of a table, whose cells",
        ),
        ("| who | what |\n|---|---|\n| Ida Moe | denied |", "rows of a table, whose cells"),
        ('" It was shut , " said Moe . " No , " said Aune .', "quotation marks stand apart"),
        (PLAIN.replace(". ", " 😡 "), "other signs stand where sentences may end"),
        (PLAIN.replace(". ", " // "), "other signs stand where sentences may end"),
        (
            "Claim: the sluice was open, said Ida Moe. ❌",
            "signs of a verdict stand beside the words",
        ),
        *(
            (PLAIN.replace("denied", f"{a}denied|denoted{b}"), "two words stand for one, first in")
            for a, b in ("{}", "[]", "()", "<>")
        ),
        (PLAIN.replace("did not see", "{did|did not} see"), '("{did|did not}")'),
        (f"{PLAIN}\n\n-----Original Message-----\n{PLAIN}", "another mail stands below"),
        (
            "The board denied\nThe board denied that\nIt was\nIt was shut.",
            "lines stand twice, and grow",
        ),
        *(
            (
                f"Ida Moe {a}\nThe sluice was shut.\nPer Aune {b}\nNobody opened it.",
                "stand above what was said, first in line 1",
            )
            for a, b in (
                ("12:03 PM", "12:04 PM"),
                ("— Today at 12:03", "— Today at 12:04"),
                ("· 3h ago", "· 2h ago"),
            )
        ),
    ],
)
def test_what_may_hide_a_denial_or_a_speaker_is_told(text: str, told: str) -> None:
    assert told in " ".join(notes_on(Document("d", text)))


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "The guards and/or the board said/wrote 24/7 that it was hot [and humid]; see [3] (and 4).",
        "They did riots a favour; she was hotter. The defied reused map; the arm; a demand.",
        "iPhone and YouTube users of McDonald's said so: the a.m. shift, the U.S., 1/2 mile.",
        "“It was 12:03,” said Ida Moe.\nAt 12:04 the siren went, said Per Aune.",
        "The board {of the old town|of the new town} said so, and {red|green} it was (a|b).",
        "- one\n- two\n+ three\n\n☎ 5 55 | Orlen | 6 May 2031",
    ],
)
def test_nothing_is_told_of_plain_words(text: str) -> None:
    assert notes_on(Document("d", text)) == ()


def test_a_line_with_the_page_where_a_story_goes_on_stands_in_no_sentence() -> None:
    text = (
        "The harbour board of the old town denied that it had\n\nSee SLUICE, page 5\n\n"
        "SLUICE from page 1\n\nopened the sluice before the storm came over the town."
    )
    table = nv.extract_statements(Document("d", text), model="fast")
    assert table["polarity"].tolist() == ["denies"]
    assert table["content_text"].tolist()[0].endswith("over the town")


@pytest.mark.parametrize("word", ["de?ied", "d3nied", "d3ni3d", "den1ed"])
def test_a_denial_that_is_hidden_or_lost_a_letter_is_told(word: str) -> None:
    told = " ".join(notes_on(Document("d", PLAIN.replace("denied", word))))
    assert f'"{word}" for "denied"' in told


@pytest.mark.parametrize(
    ("was", "now"),
    [
        *((". ", ".\\n"), (". ", ". \\u201cNo\\u201d "), (". ", ". =E2=80=9C")),
        *((". ", ". +IBw-"), ("had opened", "had op=\nened")),
    ],
)
def test_codes_of_a_mail_or_a_program_among_the_words_are_told(was: str, now: str) -> None:
    told = " ".join(notes_on(Document("d", PLAIN.replace(was, now))))
    assert "letters or ends of lines stand as codes of a mail or a program" in told


def test_one_command_of_latex_is_told() -> None:
    told = " ".join(notes_on(Document("d", PLAIN.replace("denied", "\\emph{denied}"))))
    assert "commands of LaTeX or RTF stand among the words, first in line 1" in told


def test_a_text_whose_small_words_have_capitals_is_told() -> None:
    told = " ".join(notes_on(Document("d", f"{PLAIN} {PLAIN}".title())))
    assert "nearly every word begins with a capital" in told


def test_the_banner_of_a_mail_gateway_is_no_speaker() -> None:
    for label in ("CAUTION", "EXTERNAL", "Disclaimer"):
        text = f"{label}: This mail came from outside of the board.\n\n{PLAIN}"
        found = nv.extract_statements(Document("d", text), model="fast")
        plain = nv.extract_statements(Document("d", PLAIN), model="fast")
        assert found["source_text"].tolist() == plain["source_text"].tolist()


@pytest.mark.parametrize(
    "tag",
    [
        *(
            '<span style="color:red;display:none">',
            "<span hidden>",
            '<b style="visibility: hidden">',
        ),
        *('<i class="a" hidden="">', "<p style='font-size:0'>"),
    ],
)
def test_words_that_a_page_hides_are_told(tag: str) -> None:
    told = " ".join(notes_on(Document("d", PLAIN.replace("denied", f"{tag}never </span>denied"))))
    assert "words that a page hides are read as if they could be seen, first in line 1" in told


def test_tags_that_hide_nothing_are_in_peace() -> None:
    text = PLAIN.replace("denied", '<span style="font-size:0.8em" class="x">denied</span>')
    assert "hides" not in " ".join(notes_on(Document("d", f"{text} It stood hidden > there.")))


def test_signs_of_a_font_of_its_own_are_told_with_their_number() -> None:
    told = " ".join(notes_on(Document("d", PLAIN.replace("denied", "de\ue000ie\ue001"))))
    assert (
        "signs of a font of its own stand among the words, first in line 1 (U+E000), 2 in" in told
    )


def test_of_thousands_of_breaks_only_those_that_are_told_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []
    counting = notes.line_number
    monkeypatch.setattr(
        notes, "line_number", lambda text, at: counted.append(at) or counting(text, at)
    )
    told = notes.note_on_lines(Document("d", "word\n" * 2_000))
    assert "behind lines 1, 2, 3 and others" in told
    assert len(counted) == 3
