from __future__ import annotations

import re

import pandas as pd
from growth import STEEP, growth

from narratives import schema
from narratives.report.marked import Block, Label, mark_text
from narratives.schema import Document

TEXT = "Alpha beta gamma delta.\n\nEpsilon zeta."


def _statements(*rows: dict[str, str]) -> pd.DataFrame:
    blank = dict.fromkeys(schema.STATEMENTS, "")
    table = pd.DataFrame(
        [{**blank, "document_id": "d", **row} for row in rows], columns=list(schema.STATEMENTS)
    )
    return table.set_axis([f"s{n}" for n in range(1, len(rows) + 1)], axis=0)


def _segments(*rows: tuple[int, int, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        [("d", start, end, kind, analyse, "") for start, end, kind, analyse in rows],
        columns=list(schema.SEGMENTS),
    )


def _labels(*accounts: tuple[int, ...]) -> dict[str, Label]:
    return {f"s{n}": Label(n, str(n), "a note", a) for n, a in enumerate(accounts, start=1)}


BODY = _segments((0, 23, "body", True), (25, 38, "body", True))


def _plain(html: str) -> str:
    return re.sub(r"<a.*?</a>|<[^>]+>", "", html)


def test_marking_loses_no_word_and_adds_none() -> None:
    table = _statements({"source": "0-5", "cue": "6-10", "content": "11-22"})
    blocks = mark_text(Document("d", TEXT), BODY, table, _labels((1,)), {})

    assert [_plain(b.html) for b in blocks] == ["Alpha beta gamma delta.", "Epsilon zeta."]


def test_source_cue_and_content_are_told_apart() -> None:
    table = _statements({"source": "0-5", "cue": "6-10", "content": "11-22"})
    html = mark_text(Document("d", TEXT), BODY, table, _labels((1,)), {})[0].html

    assert '<span class="src" data-s="1">Alpha</span>' in html
    assert '<span class="cue" data-s="1">beta</span>' in html
    assert '<u class="u1" data-s="1">gamma delta</u>' in html


def test_overlapping_contents_are_cut_where_either_begins_or_ends() -> None:
    table = _statements({"content": "0-10"}, {"content": "6-16"})
    html = mark_text(Document("d", TEXT), BODY, table, _labels((1,), (2,)), {})[0].html

    assert '<u class="u1" data-s="1">Alpha </u>' in html
    assert '<u class="u2 l1" data-s="1 2"><u class="u1">beta</u></u>' in html
    assert '<u class="u2" data-s="2"> gamma</u>' in html


def test_a_split_content_is_marked_twice_and_numbered_once() -> None:
    table = _statements({"content": "0-5;17-22"})
    html = mark_text(Document("d", TEXT), BODY, table, _labels((1,)), {})[0].html

    assert html.count('data-s="1"') == 2
    assert html.count('id="t1"') == 1


def test_a_content_over_two_paragraphs_is_marked_in_both() -> None:
    table = _statements({"content": "17-32"})
    blocks = mark_text(Document("d", TEXT), BODY, table, _labels((1,)), {})

    assert '">delta.</u>' in blocks[0].html
    assert '">Epsilon</u>' in blocks[1].html


def test_text_that_no_segment_covers_is_not_lost() -> None:
    blocks = mark_text(
        Document("d", TEXT), _segments((0, 5, "caption", False)), _statements(), {}, {}
    )

    assert [(b.kind, _plain(b.html)) for b in blocks] == [
        ("caption", "Alpha"),
        ("body", " beta gamma delta.\n\nEpsilon zeta."),
    ]


def test_a_loaded_word_has_its_anchor() -> None:
    found = {7: [(6, 10)], 8: [(6, 16)]}
    html = mark_text(Document("d", TEXT), BODY, _statements(), {}, found)[0].html

    assert '<span id="w7"></span><span id="w8" class="load">beta</span>' in html


def test_the_time_to_mark_statements_grows_with_their_number_alone() -> None:
    def mark(number: int) -> None:
        text = "word " * (10 * number + 80)
        table = _statements(*({"content": f"{n * 50}-{n * 50 + 400}"} for n in range(number)))
        labels = _labels(*((n % 12 + 1,) for n in range(number)))
        whole = _segments((0, len(text), "body", True))
        blocks = mark_text(Document("d", text), whole, table, labels, {})
        assert _plain(blocks[0].html) == text

    assert growth(mark, 120) < STEEP


def test_a_word_of_mixed_scripts_is_flagged_and_its_letters_stay() -> None:
    text = "Alpha b\u0435ta gamma delta.\n\nEpsilon zeta."
    table = _statements({"content": "0-8;17-22"})
    html = mark_text(Document("d", text), BODY, table, _labels((1,)), {})[0].html

    assert _plain(html) == "Alpha b\u0435ta gamma delta."
    assert "\u0435 is CYRILLIC SMALL LETTER IE (U+0435)" in html
    assert html.count("mixed letters") == 1
    assert re.findall(r'<\w+ class="[^"]*mix"[^>]*>(.*?)</', html) == [
        "b\u0435",
        "ta",
    ]


def test_many_words_of_mixed_scripts_are_not_all_marked() -> None:
    text = "b\u0435ta " * 5_000
    blocks = mark_text(
        Document("d", text), _segments((0, len(text), "body", True)), _statements(), {}, {}
    )

    assert blocks[0].html.count("mixed letters") == 100
    assert len(blocks[0].html) < 3 * len(text)


FRENCH = "Le maire a dit que la digue est sûre et que nous pouvons rester dans la ville."
ENGLISH = "The mayor said that the dam was safe and that all of us could stay in the town."


def _mark(text: str, language: str = "en") -> list[Block]:
    lines = [match.span() for match in re.finditer(".+", text)]
    table = _segments(*((start, end, "body", True) for start, end in lines))
    return mark_text(Document("d", text, language=language), table, _statements(), {}, {})


def test_a_paragraph_in_another_language_than_the_text_says_which() -> None:
    blocks = _mark("\n".join([ENGLISH] * 3 + [FRENCH]))

    assert [block.language for block in blocks] == ["", "", "", "fr"]
    assert [block.html for block in blocks] == [ENGLISH] * 3 + [FRENCH]


def test_a_text_that_reads_as_another_language_than_it_is_said_to_be_needs_no_mark() -> None:
    assert [block.language for block in _mark("\n".join([FRENCH] * 3))] == ["", "", ""]


def test_a_quotation_in_another_language_than_its_paragraph_says_which() -> None:
    html = _mark(f"{ENGLISH} “{FRENCH}” {ENGLISH}")[0].html

    assert html == f'{ENGLISH} “<span lang="fr">{FRENCH}</span>” {ENGLISH}'


def test_words_in_other_letters_say_their_language_within_a_statement_too() -> None:
    text = "The mayor said «Гребля ще стоїть», and left."
    table = _statements({"content": "15-44"})
    html = mark_text(
        Document("d", text), _segments((0, 44, "body", True)), table, _labels((1,)), {}
    )[0].html

    assert '<u class="u1" data-s="1" lang="uk">Гребля ще стоїть</u>' in html
    assert _plain(html) == text


def test_a_passage_from_right_to_left_runs_so_though_a_mark_of_the_page_stands_before_it() -> None:
    text = f"{ENGLISH}\nقالت البلدة إن السد لم ينهر."
    table = _statements({"content": f"{text.index('قالت')}-{len(text)}"})
    lines = [match.span() for match in re.finditer(".+", text)]
    segments = _segments(*((start, end, "body", True) for start, end in lines))
    blocks = mark_text(Document("d", text), segments, table, _labels((1,)), {})

    assert [(block.language, block.leftward) for block in blocks] == [("", False), ("ar", True)]
