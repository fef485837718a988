"""What changed, whom a text names, when it was published, and who has it from whom."""

from __future__ import annotations

import pytest

from narratives.copies import find_copies, find_entries, link_texts
from narratives.copies.changes import kind_of_change
from narratives.copies.credits import corrects, find_credits, same_publisher
from narratives.copies.moments import read_moment
from narratives.schema import Document

STORY = (
    "An explosion tore through the grain terminal late on Monday and killed eleven people.\n\n"
    "Fire crews from three towns fought the flames through the whole of that long night."
)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("115", "133", "number"),
        ("one", "eleven", "number"),
        ("explosion", "attack", "label"),
        ("divers", "terrorists", "label"),
        ("may have", "", "strength"),
        ("", "reportedly", "strength"),
        ("Kiev", "Kyiv", "name"),
        ("Berg", "Lund", "name"),
        ("organised", "organized", ""),
        ("He gave no evidence", "", "left out"),
        ("", "the town said today", "added"),
        ("big", "", "wording"),
        ("the two divers", "saboteurs", "label"),
    ],
)
def test_a_change_says_what_it_is_about(before: str, after: str, kind: str) -> None:
    assert kind_of_change(before, after) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LIMA (Reuters) - The dam held.", ["Reuters"]),
        ("LIMA, May 3 (Echo/Reuters) - The dam held.", ["Reuters", "Echo"]),
        ("The dam held.\n\nSource: AP", ["AP"]),
        ("The dam held, the Echo reported on Monday.", ["Echo"]),
        ("This story was originally published by the Echo.", ["Echo"]),
        ("With inputs from PTI", ["PTI"]),
        ("The echo of the blast was heard. AP is a town.", []),
        ("The Alba reported it.", []),
        ("“It was rust,” Brandt told the Echo.", ["Echo"]),
    ],
)
def test_whom_a_text_names_is_read(text: str, expected: list[str]) -> None:
    note = Document("a", text, publisher="Alba")

    assert [c.name for c in find_credits(note, ["Echo", "Alba"])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It was rust,” Brandt told the Echo.", ["The Echo"]),
        ("The Echo reported it.", ["The Echo"]),
        ("The Echo of the blast was heard by all.", []),
        ("“It was rust,” Brandt told the Evening Echo.", []),
    ],
)
def test_the_article_of_a_name_is_small_inside_a_sentence(text: str, expected: list[str]) -> None:
    found = find_credits(Document("a", text, publisher="Alba"), ["The Echo"])

    assert [credit.name for credit in found] == expected


def test_an_agency_is_known_by_its_initials_and_its_name() -> None:
    assert same_publisher("Press Trust of India", "PTI")
    assert not same_publisher("", "")


def test_a_text_that_corrects_an_earlier_one_says_so() -> None:
    assert corrects(Document("a", "Text.\nAn earlier version of this story gave 27.")) == (
        "An earlier version of this story"
    )
    assert corrects(Document("a", "They wrote a correct version.")) == ""


def links(*documents: Document, decided: dict[str, str] | None = None) -> list[tuple[str, ...]]:
    found = link_texts(documents, find_copies(documents), decided)
    return [(link.document_id, link.source_id, link.relation, link.standing) for link in found]


def note(name: str, published: str, text: str = STORY, publisher: str = "") -> Document:
    return Document(name, text, publisher=publisher or name.title(), published=published)


def test_a_credit_goes_before_an_earlier_text() -> None:
    first, second = note("sol", "2031-05-06T08:00Z"), note("echo", "2031-05-06T09:00Z")
    third = note("alba", "2031-05-06T10:00Z", f"{STORY}\n\nSource: Echo")

    assert links(first, second, third) == [
        ("echo", "sol", "same", "likely"),
        ("alba", "echo", "copy", "credited"),
    ]


def test_two_texts_that_name_an_agency_hang_on_it_though_it_is_not_here() -> None:
    texts = [note(name, "2031-05-06", f"KIEL (Reuters) - {STORY}") for name in ("sol", "echo")]

    [one, other] = link_texts(texts, find_copies(texts))

    assert (one.source_id, one.source_name, one.standing) == ("", "Reuters", "credited")
    assert other.source_name == "Reuters"


def test_of_earlier_texts_alike_the_earliest_is_likely() -> None:
    texts = [note(name, f"2031-05-06T{hour}:00Z") for name, hour in (("a", 9), ("b", 8), ("c", 10))
             for hour in [f"{hour:02}"]]  # fmt: skip

    assert links(*texts) == [("a", "b", "same", "likely"), ("c", "b", "same", "likely")]


@pytest.mark.parametrize("when", ["", "2031-05-06", "2031-05", "03/04/2031"])
def test_where_dates_do_not_tell_it_is_left_open(when: str) -> None:
    assert links(note("a", "2031-05-06T09:00Z" if when else ""), note("b", when)) in (
        [("b", "a", "same", "open")],
        [("a", "b", "same", "open")],
    )


def test_a_quotation_alone_leaves_open_who_had_it_first() -> None:
    said = "“We had warned of the dust for years, and nobody wanted to pay for the filters,”"
    a = note("a", "2031-05-06", f"{said} Brandt told the council of the town on Monday morning.")
    b = note("b", "2031-05-07", f"At the gate of the mill a woman shouted: {said} and walked away.")

    assert links(a, b) == [("b", "a", "quotation", "open")]


def test_a_later_text_of_the_same_publisher_is_a_version() -> None:
    a = note("a", "2031-05-06T09:00Z", publisher="Echo")
    b = note("b", "2031-05-06T10:00Z", f"Correction: the number.\n\n{STORY}", publisher="Echo")

    assert links(a, b) == [("b", "a", "version", "credited")]


def test_a_person_decides() -> None:
    a, b = note("a", "2031-05-06"), note("b", "2031-05-07")

    assert links(a, b, decided={"a": "b", "b": "none"}) == [("a", "b", "same", "person")]


def test_two_texts_that_name_each_other_make_no_ring() -> None:
    a = note("sol", "2031-05-06", f"{STORY}\n\nSource: Echo")
    b = note("echo", "2031-05-07", f"{STORY}\n\nSource: Sol")

    assert links(a, b) == [("sol", "echo", "copy", "credited")]


def entries(text: str, published: str = "2031-05-06", changed: str = "") -> list[str]:
    found = find_entries(Document("a", text, published=published, changed=changed))
    return [entry.at for entry in found]


def test_the_zone_of_an_entry_is_kept() -> None:
    text = "9:05am BST First.\n\n11.30 GMT+3 Second.\n\n14:00 Third.\n\n15:10 IST Fourth."

    assert entries(text, "2031-05-06T08:00+02:00") == [
        "2031-05-06T09:05+01:00",
        "2031-05-06T11:30+03:00",
        "2031-05-06T14:00+02:00",
        "2031-05-06T15:10",
    ]


def test_a_blog_with_the_newest_first_goes_back_over_midnight() -> None:
    text = "01:10 Third.\n\n00:20 Second.\n\n23:50 First."

    assert entries(text, "2031-05-06", "2031-05-07") == [
        "2031-05-07T01:10",
        "2031-05-07T00:20",
        "2031-05-06T23:50",
    ]


def test_two_lines_with_a_time_make_no_blog() -> None:
    assert entries("10:00 Doors open.\n\n11:00 The band plays.") == []


def test_without_a_day_an_entry_has_no_time() -> None:
    assert entries("10:00 One.\n11:00 Two.\n12:00 Three.", "") == ["", "", ""]


def test_a_day_is_all_its_hours() -> None:
    day, noon = read_moment("2031-05-06"), read_moment("2031-05-06T12:00Z")
    assert day is not None
    assert noon is not None
    assert not day.certainly_before(noon)
    assert not noon.certainly_before(day)
