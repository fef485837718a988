"""What a page states about itself, and what it only seems to state."""

from __future__ import annotations

from pathlib import Path

import pytest
from saved_files import HEADLINE, LD, STORY, page, script

from narratives.documents import read_document
from narratives.schema import Document, NarrativesError

PUBLISHED = '<meta property="article:published_time" content="2031-05-06T08:00:00Z">'
MODIFIED = '<meta property="article:modified_time" content="2031-05-20T08:00:00Z">'


def read(tmp_path: Path, html: str) -> Document:
    (tmp_path / "silo.html").write_text(html, encoding="utf-8")
    return read_document(tmp_path / "silo.html")


def test_a_date_of_change_alone_is_no_date_of_publication(tmp_path: Path) -> None:
    # htmldate 1.11.0 gives it out as the original date, and trafilatura takes it over.
    document = read(tmp_path, page(MODIFIED))
    assert (document.published, document.changed) == ("", "2031-05-20T08:00:00Z")


def test_a_date_of_the_story_is_not_that_of_the_page(tmp_path: Path) -> None:
    story = ("On 3 April 2019 the silo was inspected, the owner said.", *STORY)
    document = read(tmp_path, page(story=story))
    assert (document.published, document.changed) == ("", "")


def test_the_byline_dates_nothing_either(tmp_path: Path) -> None:
    html = page().replace("By Ida Holm", "By Ida Holm, 6 May 2031")
    assert read(tmp_path, html).published == ""


def test_json_ld_goes_before_meta_and_meta_before_time(tmp_path: Path) -> None:
    time = '<time datetime="2031-05-07" pubdate>7 May</time>'
    document = read(tmp_path, page(script() + PUBLISHED, after=time))
    assert document.published == "2031-05-06T08:30:00+02:00"
    document = read(tmp_path, page(PUBLISHED, after=time))
    assert document.published == "2031-05-06T08:00:00Z"
    assert dict(document.read_from)["published"] == "meta article:published_time"
    document = read(tmp_path, page(after=time))
    assert document.published == "2031-05-07"
    assert dict(document.read_from)["published"] == "time element"


def test_the_times_of_related_links_are_not_those_of_the_page(tmp_path: Path) -> None:
    teaser = '<aside><time datetime="2030-01-01">1 January</time></aside>'
    assert read(tmp_path, page(after=teaser)).published == ""


def test_two_days_of_publication_are_told(tmp_path: Path) -> None:
    other = PUBLISHED.replace("05-06", "05-02")
    document = read(tmp_path, page(script() + other))
    assert "The page gives two days of publication: 2031-05-06 (JSON-LD datePublished) and " in (
        " ".join(document.outside)
    )


def test_a_date_that_can_be_two_is_marked_and_not_decided(tmp_path: Path) -> None:
    document = read(tmp_path, page('<meta name="date" content="03/04/2031">'))
    assert document.published == "03/04/2031"
    assert "2031-04-03 or 2031-03-04. Write which" in " ".join(document.outside)


def test_a_date_that_is_none_is_told_and_not_taken(tmp_path: Path) -> None:
    document = read(tmp_path, page('<meta name="date" content="9999-01-01">'))
    assert document.published == ""
    assert "meta date “9999-01-01” is no date" in " ".join(document.outside)


def test_an_organisation_is_an_author_too(tmp_path: Path) -> None:
    assert read(tmp_path, page(script())).author == "Meron Desk; Ida Holm"


def test_of_several_articles_in_json_ld_the_one_of_this_page_is_read(tmp_path: Path) -> None:
    other = LD.replace(HEADLINE, "Harvest is late").replace("2031-05-06T08", "2030-01-01T08")
    both = f"[{other}, {LD}]"
    document = read(tmp_path, page(script(both)))
    assert (document.title, document.published[:10]) == (HEADLINE, "2031-05-06")
    third = LD.replace(HEADLINE, "Rain is near")
    document = read(tmp_path, page(script(f"[{other}, {third}]")))
    assert document.published == ""
    assert "JSON-LD describes 2 articles, and none of them is named as this page" in (
        " ".join(document.outside)
    )


def test_the_bodies_of_several_articles_are_never_joined(tmp_path: Path) -> None:
    # trafilatura 2.3.1 joins them to one text where the page itself shows little.
    body = '{"@type": "NewsArticle", "headline": "%s", "articleBody": "%s"}'
    data = ", ".join(body % (f"Other {n}", f"Words of article {n}. " * 30) for n in (1, 2))
    with pytest.raises(NarrativesError, match="there is no article in the page"):
        read(tmp_path, f"<html><head>{script(f'[{data}]')}</head><body></body></html>")


SHELL = (
    '<html><head>{}</head><body><div id="root">Please enable JavaScript to read.</div>'
    "</body></html>"
)


def test_a_request_for_scripts_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(NarrativesError, match=r"asks for JavaScript .*wait until the text stands"):
        read(tmp_path, SHELL.format(""))


def test_behind_a_request_for_scripts_the_one_body_of_json_ld_is_read(tmp_path: Path) -> None:
    data = LD.replace(
        '"@type": "NewsArticle",',
        f'"@type": "NewsArticle", "articleBody": "{STORY[0]} {STORY[2]} {STORY[3]}",',
    )
    document = read(tmp_path, SHELL.format(script(data)))
    assert STORY[0] in document.text
    assert "JavaScript" not in document.text
    assert "JSON-LD gives as articleBody" in " ".join(document.outside)


def test_broken_json_ld_costs_nothing_else(tmp_path: Path) -> None:
    document = read(tmp_path, page(script('{"@type": "NewsArticle", ') + PUBLISHED))
    assert document.published == "2031-05-06T08:00:00Z"


def test_an_article_whose_own_class_is_comment_is_read(tmp_path: Path) -> None:
    html = (
        page().replace("<main>", '<main><div class="comment">').replace("</main>", "</div></main>")
    )
    assert all(line in read(tmp_path, html).text for line in STORY)


def test_a_page_in_an_older_encoding_is_read_by_what_it_says(tmp_path: Path) -> None:
    html = page(story=("Бургомистр объявил, что элеватор упал ночью. " * 5,), lang="ru")
    raw = html.replace("utf-8", "windows-1251").replace("©", "").encode("windows-1251")
    (tmp_path / "silo.html").write_bytes(raw)
    document = read_document(tmp_path / "silo.html")
    assert "Бургомистр объявил" in document.text
    assert document.language == "ru"


def test_a_language_that_the_letters_contradict_is_told(tmp_path: Path) -> None:
    story = ("Кметът обвини армията, че е взривила силоза през нощта. " * 4,)
    html = page(story=story, lang="ru").replace(HEADLINE, "Силозът").replace("By Ida Holm", "")
    document = read(tmp_path, html.replace("The silo before it fell. Photo: M. Lys", "Силозът"))
    assert document.language == "bg"
    assert "The page says that it is in “ru”" in " ".join(document.outside)
