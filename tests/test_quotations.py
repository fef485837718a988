"""How quotations are found in a paragraph."""

import pytest

from narratives.documents import find_quotations


def quoted(text: str) -> list[str]:
    return [text[a:b] for a, b in (q.inner for q in find_quotations(text, 0, len(text)))]


@pytest.mark.parametrize(
    "text",
    [
        'He said "the pier" and left.',
        "He said “the pier” and left.",
        "He said „the pier“ and left.",
        "He said «the pier» and left.",
        "He said «the pier” and left.",
        "He said ``the pier'' and left.",
        "He said ''the pier'' and left.",
        "He said ‘the pier’ and left.",
        "He said 'the pier' and left.",
    ],
)
def test_marks_of_every_family_are_paired(text: str) -> None:
    assert quoted(text) == ["the pier"]


def test_an_apostrophe_does_not_open_a_quotation() -> None:
    assert quoted("The crews' boat wasn't Ruiz's, the workers' union said.") == []


def test_a_single_mark_inside_double_marks_is_left_alone() -> None:
    assert quoted("“They said ‘no’ twice,” she wrote.") == ["They said ‘no’ twice,"]


def test_a_possessive_plural_does_not_close_a_single_quotation() -> None:
    text = "'The crews' boat was late,' she wrote."
    assert quoted(text) == ["The crews' boat was late,"]


def test_an_unclosed_quotation_ends_with_its_paragraph_and_is_marked() -> None:
    text = "She wrote: “The pier is gone. We saw it."
    (found,) = find_quotations(text, 0, len(text))
    assert text[slice(*found.inner)] == "The pier is gone. We saw it."
    assert not found.closed


def test_a_closing_mark_alone_means_that_the_quotation_began_with_the_paragraph() -> None:
    text = "The pier is gone», she wrote."
    (found,) = find_quotations(text, 0, len(text))
    assert text[slice(*found.inner)] == "The pier is gone"
    assert not found.closed


def test_a_second_opening_mark_ends_the_quotation_before_it() -> None:
    text = "“The pier is gone, she wrote. “The lamp too,” she added."
    assert quoted(text) == ["The pier is gone, she wrote. ", "The lamp too,"]


def test_positions_count_from_the_start_of_the_document() -> None:
    text = 'One.\n\n"Two," she wrote.'
    (found,) = find_quotations(text, 6, len(text))
    assert text[slice(*found.inner)] == "Two,"
