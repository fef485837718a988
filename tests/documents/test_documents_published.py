"""Dates of documents: read, kept as exactly as given, refused, ordered."""

from __future__ import annotations

import pytest

from narratives.documents.published import order_of_date, read_published


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("2031-05-06", "en", "2031-05-06"),
        ("2031-5-6", "en", "2031-05-06"),
        ("2031-05", "en", "2031-05"),
        ("2031", "en", "2031"),
        ("2031-05-06T08:30:00Z", "en", "2031-05-06T08:30:00Z"),
        ("2031-05-06 08:30 GMT", "en", "2031-05-06T08:30Z"),
        ("2031-05-06T08:30:00.123+0200", "en", "2031-05-06T08:30:00+02:00"),
        ("20310506", "en", "2031-05-06"),
        ("23.03.2024", "de", "2024-03-23"),
        ("03.04.2024", "de", "2024-04-03"),
        ("13/04/2024", "en", "2024-04-13"),
        ("04/13/2024", "en", "2024-04-13"),
        ("04/04/2024", "en", "2024-04-04"),
        ("6 May 2031", "en", "2031-05-06"),
        ("May 2031", "en", "2031-05"),
        ("6. Mai 2031", "de", "2031-05-06"),
        ("6 мая 2031 г.", "ru", "2031-05-06"),
        ("6 травня 2031", "uk", "2031-05-06"),
        ("6 mai 2031", "fr", "2031-05-06"),
        ("6. desember 2031", "no", "2031-12-06"),
        ("6. desember 2031", "nb", "2031-12-06"),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_given(words: str, language: str, value: str) -> None:
    read = read_published(words, (language,))
    assert read is not None
    assert (read.value, read.either) == (value, ())


@pytest.mark.parametrize(
    "words",
    [
        *("2024-13-01", "2024-02-30", "9999-01-01", "0001-01-01", "31.02.2024", "1331 GMT"),
        *("yesterday", "6 May", "soon", "", "2031-05-06T25:00", "x" * 500, "32 May 2031"),
    ],
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert read_published(words) is None


def test_day_and_month_in_strokes_can_be_either() -> None:
    read = read_published("03/04/2024")
    assert read is not None
    assert (read.value, read.either) == ("", ("2024-04-03", "2024-03-04"))


def test_dates_sort_as_dates_and_none_is_first_by_being_vague() -> None:
    given = [
        "",
        "2031",
        "2031-10-02",
        "2031-05",
        "2031-05-31",
        "2031-05-06T23:30-05:00",
        "2031-05-07T01:00Z",
        "03/04/2031",
    ]
    assert sorted(given, key=order_of_date) == [
        "2031-05-07T01:00Z",
        "2031-05-06T23:30-05:00",
        "2031-05-31",
        "2031-05",
        "2031-10-02",
        "2031",
        "",
        "03/04/2031",
    ]
