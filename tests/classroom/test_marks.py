"""Files of pupils: each is read or told why not, and no pupil is lost."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from class_files import NAMES, fill_folder, marks_of, write
from port_case import port_comparison

from narratives.classroom import ClassResults, PupilMark, class_results, write_marks
from narratives.classroom.marks import read_file, read_marks
from narratives.classroom.settling import settle
from narratives.schema import NarrativesError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def faulty(folder: Path) -> dict[str, str]:
    return fill_folder(folder)


@pytest.fixture(scope="module")
def found(folder: Path, faulty: dict[str, str]) -> ClassResults:
    assert faulty
    return class_results(folder, port_comparison(), truth="accident")


def test_thirty_files_are_all_accounted_for(
    folder: Path, faulty: dict[str, str], found: ClassResults
) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert len(files) == 30
    assert len(found.pupils) + len(found.skipped) == 30
    assert set(found.skipped["file"]) == set(faulty)


def test_each_skipped_file_says_why(faulty: dict[str, str], found: ClassResults) -> None:
    told = dict(zip(found.skipped["file"], found.skipped["why"], strict=True))

    assert {name: told[name] for name in faulty if faulty[name] not in told[name]} == {}


def test_renamed_recoded_and_nested_files_are_read(found: ClassResults) -> None:
    assert {*NAMES, "Moth", "Snail", "Eel", "Crow", "no nickname"} <= set(found.pupils.index)


def test_two_pupils_with_one_nickname_are_both_kept_and_that_is_told(found: ClassResults) -> None:
    assert {"Fox", "fox (2)"} <= set(found.pupils.index)
    assert any('the nickname "fox" was taken' in note for note in found.notes)


def test_what_nobody_could_choose_is_left_out_and_told(found: ClassResults) -> None:
    told = [note for note in found.notes if note.startswith("marks-Crow.json")]

    assert len(told) == 3
    assert 'firmness "sure" is not an answer' in told[0]
    assert "no number from 0 to 100" in told[1]
    assert 'statement "port:1-2" is not on the page' in told[2]
    assert found.chances.loc["Crow"].dropna().to_dict() == {"B": 0.3}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "the file is empty"),
        (" \n\t", "the file is empty"),
        ("{}", "not a file of the marking page"),
        ("[1, 2]", "not a file of the marking page"),
        ("null", "not a file of the marking page"),
        ("[" * 100_000, "not a file of the marking page"),
        ('{"format": "narratives-marks/9"}', "another version of the marking page"),
        ('{"format": "narratives-marks/1"}', "does not say which text was marked"),
        ('{"format": "narratives-marks/1", "task": 3}', "does not say which text was marked"),
        ('{"format": "narratives-marks/1", "task": "0123456789abcdef"}', "nothing is marked in it"),
        ('{"format": "narratives-marks/1", "task', "broken in line 1"),
        (f'{{"format": "narratives-marks/1", "x": "{"y" * 500_000}"}}', "far more than marks take"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content: str, why: str) -> None:
    path = write(tmp_path, "a.json", content)

    with pytest.raises(NarrativesError, match=why):
        read_file(path)


def test_broken_parts_of_a_file_do_not_cost_the_rest(tmp_path: Path) -> None:
    content = marks_of("Fox", 1) | {
        "own": "many",
        "chances": [1],
        "nickname": "F\u202eox\n" + "x" * 99,
    }
    content["marks"]["broken"] = 7
    content["marks"]["odd"] = {"accounts": {"A": "for", "AA": "for", "B": ["for"]}}
    read = read_file(write(tmp_path, "a.json", content))

    assert len(read.marks) == 10
    assert len(read.nickname) == 30
    assert read.nickname.startswith("F ox")
    assert len(read.problems) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO")
def test_a_pipe_in_the_folder_is_named_and_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.json", marks_of("Fox", 1))
    os.mkfifo(tmp_path / "b.json")
    (tmp_path / "c.json").symlink_to("nowhere")
    files, refused = read_marks(tmp_path)

    assert [file.file for file in files] == ["a.json"]
    assert [one.file for one in refused] == ["b.json", "c.json"]
    assert "FIFO" in refused[0].why


@pytest.mark.parametrize(
    ("name", "why"), [("gone", "does not exist"), ("file", "is no folder"), ("empty", "is empty")]
)
def test_a_folder_that_is_none_says_so(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path, "file", "x")

    with pytest.raises(NarrativesError, match=why):
        class_results(tmp_path / name)


def test_a_folder_without_a_file_of_use_lists_them_all(tmp_path: Path) -> None:
    write(tmp_path, "a.json", "")
    write(tmp_path, "b.json", "{}")

    with pytest.raises(NarrativesError, match=r"(?s)no file could be used.*a\.json.*b\.json"):
        class_results(tmp_path)


def test_few_shared_answers_are_no_earlier_save(tmp_path: Path) -> None:
    one, other = marks_of("Fox", 1), marks_of("Fox", 1)
    first = next(iter(one["marks"]))
    one = one | {"marks": {first: one["marks"][first]}, "chances": {}}
    files = [read_file(write(tmp_path, f"{n}.json", c)) for n, c in enumerate((one, other))]
    named, refused, notes = settle(files)

    assert [name for name, _ in named] == ["Fox", "Fox (2)"]
    assert (refused, len(notes)) == ([], 1)


def test_marks_made_in_a_notebook_are_read_like_those_of_the_page(tmp_path: Path) -> None:
    mark = PupilMark("the union", "likely", "shown", {"A": "for"})
    path = write_marks(tmp_path / "a.json", "Fox", "0" * 16, {"port:1-9": mark}, {"A": 0.7})
    read = read_file(path)

    assert read.marks == {"port:1-9": mark}
    assert read.chances == {"A": 0.7}
    assert set(json.loads(path.read_text())) == {
        "format",
        "task",
        "nickname",
        "marks",
        "own",
        "chances",
    }


def test_without_names_no_nickname_and_no_name_of_a_file_is_left(
    folder: Path, faulty: dict[str, str], tmp_path: Path
) -> None:
    assert faulty
    hidden = class_results(folder, port_comparison(), names=False)
    page = hidden.to_html(tmp_path / "page.html", "2031-05-07").read_text(encoding="utf-8")

    assert len(hidden.pupils) == 24
    for word in (*NAMES, "Moth", "Snail", "homework", "essay", "docx"):
        assert f">{word}" not in page
        assert f"marks-{word}" not in page
        assert not any(word in note for note in hidden.notes)
    assert set(hidden.pupils.index) == {f"pupil {n}" for n in range(1, 25)}


@pytest.mark.parametrize(
    ("size", "names", "told"),
    [
        (9, True, '1.json ("Hare") and 2.json ("Kite")'),
        (9, False, "1.json and 2.json"),
        (1, True, ""),
    ],
)
def test_pupils_who_marked_everything_alike_are_kept_and_named(
    tmp_path: Path, size: int, names: bool, told: str
) -> None:
    mole, hare = marks_of("Mole", 6, size), marks_of("Hare", 7, size)
    kite = hare | {"nickname": "Kite", "chances": {"A": 1}}
    assert mole["marks"] != hare["marks"]
    files = [
        read_file(write(tmp_path, f"{n}.json", content))
        for n, content in enumerate((mole, hare, kite))
    ]
    named, refused, notes = settle(files, names=names)

    assert [name for name, _ in named] == ["Hare", "Kite", "Mole"]
    assert refused == []
    assert [note.partition(":")[0] for note in notes] == ([told] if told else [])
    number = files[1].size - len(files[1].chances)
    assert all(f"the same answers to all {number} questions" in note for note in notes)
