"""One person's ratings as an .achz: as Open Source ACH imports it, and back.

On 2026-11-30 the files of these tests were imported by ``import_action.php`` itself, under PHP 8.2
with the database left out: it stored what ``imported_by_open_source_ach`` says.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from lxml import etree
from traded import left, lines_of, review, without_ratings

import narratives as nv
from narratives.exchange.achz import _names, write
from narratives.exchange.achz_files import Board, open_board, pack_board
from narratives.exchange.formats import Outgoing
from narratives.schema import NarrativesError

ZOE, IHOR = "Zoë Ø.", "Ігор"
VALUES = {
    "I I": "Very Inconsistent",
    "I": "Inconsistent",
    "NA": "N/A",
    "N": "Neutral",
    "C": "Consistent",
    "C C": "Very Consistent",
}
HARD = (
    "Гребля \U0001f30a «впала»\r\nзнову",
    'Bu\u0308rger: "nie" & nie\u00a0mehr',
    "<b>Nobody's</b> fault, 100 % | \\ ]]> -- &lt;",
)


def imported_by_open_source_ach(packed: bytes) -> dict:
    """Return what the board stores of a file.

    Described from Burton/Analysis-of-Competing-Hypotheses at bd8ff88, ``import_action.php``,
    ``code/functions.php`` (UTF-16) and ``db.sql`` (lengths): the upload is at most 3,000,000 bytes
    and is unpacked by gunzip. A text that begins with a mark of UTF-16 becomes UTF-8 unit by unit;
    every other goes to libxml2 as it is. Hyphens in the names of three elements are taken out.
    Title, names of hypotheses and evidence, notes, code, flag and ratings are then read by the
    names of their elements. A rating that is none of six is the one before it, of the item before
    too. Columns of names keep 255 bytes.
    """
    assert len(packed) <= 3_000_000
    text = gzip.decompress(packed)
    if text[:2] == b"\xff\xfe":
        units = [int.from_bytes(text[at : at + 2], "little") for at in range(2, len(text), 2)]
        text = b"".join(chr(unit).encode("utf-8", "surrogatepass") for unit in units)
    for name in (b"PROJECT-TITLE>", b"LAST-INDEX>", b"COLOR-SCHEME>"):
        text = text.replace(name, name.replace(b"-", b""))
    root = etree.fromstring(text)
    matrix = root.find("MATRIX")
    stored, evidence = "", []
    for one in matrix.findall("EVIDENCE"):
        ratings = []
        for value in one.findtext("VALUES").split(","):
            stored = VALUES.get(value, stored)
            ratings.append(stored)
        evidence.append(
            {
                "name": one.findtext("NAME").encode()[:255].decode(),
                "details": one.findtext("NOTES"),
                "code": one.findtext("CODE").encode()[:255].decode(),
                "flag": "y" if one.findtext("FLAG") == "1" else "n",
                "date": "" if one.findtext("DATE") == "0" else one.findtext("DATE"),
                "credible": "n" if one.findtext("CREDIBILITY") == "LOW" else "y",
                "ratings": ratings,
            }
        )
    return {
        "title": root.findtext("PROJECTTITLE").encode()[:255].decode(),
        "hypotheses": [
            one.findtext("NAME").encode()[:255].decode() for one in matrix.findall("HYPOTHESIS")
        ],
        "evidence": evidence,
    }


def save(path, trade, *, rater=ZOE):
    nv.export_case(trade.case, path, to="achz", comparison=trade.comparison, rater=rater)
    return path


def changed(path, *swaps):
    """Change the text that is packed in a file, as a tool would that saves it again."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    for old, new in swaps:
        assert text.count(old) >= 1
        text = text.replace(old, new)
    path.write_bytes(gzip.compress(text.encode("utf-8")))
    return path


def pack(path, text, coding="utf-8"):
    path.write_bytes(gzip.compress(text.encode(coding)))
    return path


def other(path, *evidence, hypotheses=("Neglect", "Sabotage"), coding="utf-8"):
    """Write a file that no export of ours wrote."""
    named = "".join(f"<HYPOTHESIS><NAME>{name}</NAME></HYPOTHESIS>" for name in hypotheses)
    items = "".join(f"<EVIDENCE>{one}</EVIDENCE>" for one in evidence)
    return pack(path, f"<ANY><MATRIX>{named}{items}</MATRIX></ANY>", coding)


def items_of(trade):
    return list(map(str, trade.comparison.items.index))


# Out


@pytest.mark.parametrize(
    ("rater", "rated"), [(ZOE, ["Consistent", "N/A"]), (IHOR, ["Very Consistent", "Neutral"])]
)
def test_the_board_stores_the_matrix_of_one_person(trade, tmp_path, rater, rated):
    board = imported_by_open_source_ach(save(tmp_path / "a.achz", trade, rater=rater).read_bytes())
    assert board["title"] == trade.case.question
    assert board["hypotheses"] == ["Neglect [neglect]", "Sabotage [sabotage]"]
    assert [one["code"] for one in board["evidence"]] == items_of(trade)
    assert [one["name"] for one in board["evidence"]] == list(trade.comparison.items["label"])
    held = {one["code"]: one for one in board["evidence"]}
    assert held["item_warned"]["ratings"] == rated
    assert (held["item_warned"]["flag"], held["item_warned"]["date"]) == ("n", "")
    others = [one for one in board["evidence"] if one["code"] != "item_warned"]
    # What this person did not rate is not the rating before it.
    assert {(*one["ratings"], one["flag"]) for one in others} == {("N/A", "N/A", "y")}
    assert others


@pytest.mark.parametrize(
    ("grade", "level", "credible"), [(2, "HIGH", "y"), (3, "MEDIUM", "y"), (5, "LOW", "n")]
)
def test_a_grade_is_the_level_that_the_scores_take_it_for(trade, grade, level, credible):
    items = trade.comparison.items.copy()
    items.loc["item_warned", "credibility"] = grade
    tables = replace(trade.comparison, items=items)
    packed = write(Outgoing(trade.case, tables, (), rater=ZOE))[""]
    assert f"<CREDIBILITY>{level}</CREDIBILITY>" in gzip.decompress(packed).decode()
    board = imported_by_open_source_ach(packed)
    held = {one["code"]: one["credible"] for one in board["evidence"]}
    assert held.pop("item_warned") == credible
    # Where nobody gave a grade the board's own rule counts, which the note tells.
    assert set(held.values()) == {"y"}


def test_hard_texts_come_to_the_board_and_back(trade, tmp_path):
    narratives = trade.case.narratives.copy()
    narratives["title"] = [HARD[0], HARD[2]]
    items = trade.comparison.items.copy()
    items["label"] = [HARD[n % 3] for n in range(len(items))]
    case = replace(trade.case, narratives=narratives, question=HARD[1])
    packed = write(Outgoing(case, replace(trade.comparison, items=items), HARD, rater=IHOR))[""]
    board = imported_by_open_source_ach(packed)
    assert board["title"] == HARD[1]
    assert board["hypotheses"][0] == f"{HARD[0]} [neglect]"
    # The board shows it as HTML without escaping it.
    assert not any("<" in one for one in board["hypotheses"])
    assert [one["name"] for one in board["evidence"]][:2] == list(HARD[:2])
    (tmp_path / "a.achz").write_bytes(packed)
    read = open_board(tmp_path / "a.achz")
    assert [one["NAME"] for one in read.hypotheses] == list(_names(case))
    assert [one["NAME"] for one in read.evidence][:2] == list(HARD[:2])
    taken = trade.take(case, tmp_path / "a.achz", write=False)
    assert (taken.entries, left(taken)) == ((), {})


def test_a_long_name_is_cut_where_the_board_would_cut_it_in_a_letter(trade):
    narratives = trade.case.narratives.copy()
    narratives["title"] = ["Гребля " * 60, "Sabotage"]
    case = replace(trade.case, narratives=narratives)
    packed = write(Outgoing(case, trade.comparison, (), rater=ZOE))[""]
    name = imported_by_open_source_ach(packed)["hypotheses"][0]
    assert name.startswith("Гребля Гребля")
    assert name.endswith("… [neglect]")
    assert 250 <= len(name.encode()) <= 255


def test_utf_16_with_letters_beyond_the_bmp_is_refused_by_the_board_so_utf_8_is_written():
    wave = Board("\U0001f30a", (), ())
    text = gzip.decompress(pack_board(wave, ())).decode("utf-8")
    assert imported_by_open_source_ach(pack_board(wave, ()))["title"] == "\U0001f30a"
    bare = text.replace(' encoding="UTF-8"', "")
    old = gzip.compress(b"\xff\xfe" + bare.encode("utf-16-le"))
    with pytest.raises(etree.XMLSyntaxError, match=r"UTF-8|encoding|Char"):
        imported_by_open_source_ach(old)
    plain = gzip.compress(b"\xff\xfe" + bare.replace("\U0001f30a", "Гребля").encode("utf-16-le"))
    assert imported_by_open_source_ach(plain)["title"] == "Гребля"


def test_a_name_that_the_board_would_run_as_html_is_not_in_the_notes(trade):
    ratings = trade.comparison.ratings.copy()
    ratings["who"] = ratings["who"].replace({ZOE: "<img onerror=x>"})
    tables = replace(trade.comparison, ratings=ratings)
    packed = write(Outgoing(trade.case, tables, (), rater="<img onerror=x>"))[""]
    details = " ".join(one["details"] for one in imported_by_open_source_ach(packed)["evidence"])
    assert "Rated: neglect C, sabotage NA" in details
    assert "Rated by" not in details
    assert not set("<>&") & set(details)


def test_the_same_case_gives_the_same_bytes_and_the_note_stands_in_it(trade, tmp_path):
    one = save(tmp_path / "a.achz", trade).read_bytes()
    assert one == save(tmp_path / "b.achz", trade).read_bytes()
    assert "It describes what documents say" in gzip.decompress(one).decode().partition("<ACH>")[0]


def test_whose_ratings_are_meant_is_not_guessed(trade, tmp_path):
    with pytest.raises(
        NarrativesError, match=r"and 2 rated: Zoë Ø\., Ігор\. Name one, with rater \(--rater\)"
    ):
        save(tmp_path / "a.achz", trade, rater="")
    with pytest.raises(NarrativesError, match=r'rater "Bob": this person rated nothing here'):
        save(tmp_path / "a.achz", trade, rater="Bob")
    with pytest.raises(NarrativesError, match=r'rater "Bob": csv is not of one person\'s ratings'):
        nv.export_case(trade.case, tmp_path / "a.csv", to="csv", rater="Bob")
    assert not list(tmp_path.iterdir())


def test_where_nobody_rated_the_draft_goes_out_as_one_and_comes_back_as_no_decision(
    trade, tmp_path
):
    twin = without_ratings(trade)
    tables = nv.compare(twin, reader=trade.comparison.reader)
    nv.export_case(twin, tmp_path / "a.achz", to="achz", comparison=tables)
    board = imported_by_open_source_ach((tmp_path / "a.achz").read_bytes())
    assert board["title"].startswith("DRAFT: Why did the dam")
    assert {one["flag"] for one in board["evidence"]} == {"y"}
    told = {letters for one in board["evidence"] for letters in one["ratings"]}
    assert "Consistent" in told
    assert not {"Very Consistent", "Very Inconsistent"} & told
    taken = trade.take(twin, tmp_path / "a.achz", who="Mia")
    assert taken.entries == ()
    assert left(taken) == {}


# Back


def test_ratings_of_each_person_go_out_and_come_back_the_same(trade, tmp_path):
    twin = without_ratings(trade)
    for rater in (IHOR, ZOE):
        taken = trade.take(twin, save(tmp_path / f"{len(rater)}.achz", trade, rater=rater))
        assert left(taken) == {}
        twin = nv.load_case(twin.folder)
    keys = ("at", "who", "target", "value")
    assert [[line[k] for k in keys] for line in lines_of(twin) if line["field"] == "rating"] == [
        [line[k] for k in keys] for line in review() if line["field"] == "rating"
    ]
    again = trade.take(twin, tmp_path / f"{len(ZOE)}.achz")
    assert (again.entries, left(again)) == ((), {})


def test_a_case_compared_with_itself_brings_nothing(trade, tmp_path):
    taken = trade.take(trade.case, save(tmp_path / "a.achz", trade), write=False)
    assert taken.entries == ()
    assert taken.summary().startswith("achz: 0 lines of review taken,")
    assert taken.summary().endswith(" 0 things not taken.")


def test_a_changed_cell_is_of_who_imports_it_and_has_a_time_of_its_own(trade, tmp_path):
    path = changed(save(tmp_path / "a.achz", trade), ("<VALUES>C,NA<", "<VALUES>I I,NA<"))
    with pytest.raises(NarrativesError, match=r"the file does not say who decided"):
        trade.take(trade.twin(reviewed=True), path)
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia", at="2031-05-09T08:00:00Z")
    assert [(e["at"], e["who"], e["target"], e["value"]) for e in taken.entries] == [
        ("2031-05-09T08:00:00Z", "Mia", "item_warned", {"neglect": "II"})
    ]


def test_a_cell_that_was_not_rated_is_a_rating_once_it_is_changed(trade, tmp_path):
    path = changed(save(tmp_path / "a.achz", trade), ("<VALUES>NA,NA<", "<VALUES>C,NA<"))
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert {json.dumps(e["value"]) for e in taken.entries} == {'{"neglect": "C"}'}
    assert {e["target"] for e in taken.entries} == {*items_of(trade)} - {"item_warned"}


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_file_of_another_comes_back_by_the_words_of_its_evidence(trade, tmp_path, coding):
    path = other(
        tmp_path / "parc.achz",
        "<NAME>The  ministry\nwas warned</NAME><CODE>E1</CODE><VALUES>I I,C C,NA,</VALUES>",
        "<NAME>A bang \U0001f4a5</NAME><VALUES>C,N,N</VALUES><CREDIBILITY>LOW</CREDIBILITY>",
        "<NAME>The ministry was warned</NAME><VALUES>C</VALUES>",
        "<NAME>The ministry was warned</NAME><VALUES>,3,</VALUES>",
        hypotheses=("Neglect", "Sabotage", "Саботаж &amp; \U0001f30a"),
        coding=coding,
    )
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert [(e["who"], e["target"], e["value"]) for e in taken.entries] == [
        ("Mia", "item_warned", {"neglect": "II", "sabotage": "CC"})
    ]
    told = taken.report[~taken.report["taken"]]
    assert list(zip(told["place"], told["why"], strict=True)) == [
        ("hypothesis 3", "it is proposed for case.yaml, where a person puts it"),
        ("evidence 2", 'CREDIBILITY "LOW" is not taken: a person sets it in the case'),
        ("evidence 3", "VALUES has 1 ratings for 3 hypotheses"),
        ("evidence 4", '"3" is no rating. Allowed: I I, I, N, C, C C, NA'),
        ("evidence 2", "no item of the case has these words, or several have"),
    ]
    assert "title: Саботаж & \U0001f30a" in taken.proposed[0].encode().decode()


def test_a_hypothesis_that_stands_twice_counts_once(trade, tmp_path):
    path = other(
        tmp_path / "a.achz",
        "<NAME>The ministry was warned</NAME><VALUES>C,II</VALUES>",
        hypotheses=("Neglect", "neglect"),
    )
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert [e["value"] for e in taken.entries] == [{"neglect": "C"}]
    assert left(taken) == {"hypothesis 2": "neglect stands twice; the first counts"}


def test_a_grade_that_was_changed_is_told_and_not_taken(trade, tmp_path):
    path = changed(
        save(tmp_path / "a.achz", trade), (">HIGH</CREDIBILITY>", ">MEDIUM</CREDIBILITY>")
    )
    taken = trade.take(trade.twin(reviewed=True), path, who="Mia")
    assert taken.entries == ()
    assert list(left(taken).values()) == [
        'CREDIBILITY "MEDIUM" is not taken: a person sets it in the case'
    ]


# Wrong files

BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><A><MATRIX>&c;</MATRIX></A>'
)
READS = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><A><MATRIX>&b;</MATRIX></A>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<A><MATRIX/></A>", "this is no .achz, which is packed with gzip"),
        (b"", "the file is cut off. Save it again."),
        (gzip.compress(b"<A><MATRIX/></A>" * 99)[:-9], "the file is cut off. Save it again."),
        (gzip.compress(b"<A><MATRIX>"), "what is packed in it is not XML (no element found"),
        (gzip.compress(b"\xff\xfe\x00\xd8"), "this is no text in UTF-16"),
        (gzip.compress(b"<A>\xff</A>"), "what is packed in it is not XML (not well-formed"),
        (gzip.compress(b"<?xml version='1.0' encoding='klingon'?><A/>"), "is not XML (unknown"),
        (gzip.compress(b"<A><OTHER/></A>"), "it has no MATRIX, and so is no file of PARC's tool"),
        (gzip.compress(b"<A>" * 200_000), "it is nested too deeply to be read."),
        (gzip.compress(BOMB.encode()), "it declares a document type"),
        (gzip.compress(READS.encode()), "it declares a document type"),
        (gzip.compress(b" " * 50_000_001), "unpacked, it has more than 50,000,000 bytes."),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_wrong_file_is_refused_with_one_clear_message(trade, tmp_path, content, told):
    (tmp_path / "a.achz").write_bytes(content)
    with pytest.raises(NarrativesError) as raised:
        trade.take(trade.case, tmp_path / "a.achz", who="Mia")
    assert str(raised.value).startswith(f"{tmp_path / 'a.achz'}: ")
    assert told in str(raised.value)


def test_a_board_with_nothing_in_it_says_so(trade, tmp_path):
    taken = trade.take(trade.case, other(tmp_path / "a.achz", hypotheses=()), who="Mia")
    assert (taken.entries, left(taken)) == ((), {"file": "there is no EVIDENCE in it"})
