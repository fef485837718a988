"""Linking sources to names and to the register, one golden line a rule."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from growth import STEEP, growth

import narratives as nv
from narratives.lexicon import load_lexicon
from narratives.schema import STATEMENTS, Document, SchemaError
from narratives.sources import fold_name, index_names, name_sources, resolve_sources
from narratives.sources.headlines import name_bodies
from narratives.sources.linking import Unlinked, link_statements
from narratives.sources.referring import core_words
from narratives.sources.words import fold_given, given_names

GOLDEN = Path(__file__).parent / "golden" / "sources.tsv"


def read_marked(marked):
    """Take the marks out of a text and return it with one statement for each mark."""
    text, rows, opened = "", [], 0
    for piece in re.split(r"(\[\[|\]\])", marked.replace(" ¶ ", "\n")):
        if piece == "[[":
            opened = len(text)
        elif piece == "]]":
            span = f"{opened}-{len(text)}"
            row = {"document_id": "note", "source": span, "source_text": text[opened:]}
            rows.append(dict.fromkeys(STATEMENTS, "") | row)
        else:
            text += piece
    return Document("note", text), pd.DataFrame(rows, columns=list(STATEMENTS), dtype="str")


def golden_lines():
    lines = [x for x in GOLDEN.read_text(encoding="utf-8").splitlines() if x and x[0] != "#"]
    return [pytest.param(*x.split("\t")[:4], id=x.split("\t")[4]) for x in lines[1:]]


@pytest.mark.parametrize(("marked", "name", "way", "candidates"), golden_lines())
def test_the_golden_line_holds(marked, name, way, candidates):
    document, statements = read_marked(marked)
    last = name_sources(statements, [document]).iloc[-1]
    assert (last["source_name"], last["resolved_by"], last["candidates"]) == (name, way, candidates)


def register(**rows):
    columns = {"kind": "organisation", "origin_id": "", "reliability": "", "outside": ()}
    table = {
        source_id: columns | {"name": row[0], "aliases": row[1], "origin_id": row[2]}
        for source_id, row in rows.items()
    }
    return pd.DataFrame.from_dict(table, orient="index")


ORIGINS = pd.DataFrame(
    {"name": ["Chile", "Norvik"], "kind": ["government_party", "organisation"]},
    index=["chile", "norvik"],
)
REGISTER = register(
    soto=("Ana Soto", ["President Soto"], "chile"),
    officials=("Chilean authorities", ["Chilean officials"], "chile"),
    media=("Chilean media", ["Chilean media outlets"], "chile"),
    service=("CNI", ["Chilean CNI"], "chile"),
    norvik=("Norvik Oil", ["Norvik", "the Norvik company"], "norvik"),
)


def resolve(name, way="name", text="", candidates="", sources=REGISTER):
    row = {"source_name": name, "resolved_by": way, "source_text": text, "candidates": candidates}
    statements = pd.DataFrame([dict.fromkeys(STATEMENTS, "") | row])
    found = resolve_sources(statements, sources, ORIGINS).iloc[0]
    return found["source_id"], found["origin_id"], found["resolved_by"], found["candidates"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana Soto", ("soto", "chile", "name", "")),
        ("ANA\u00a0SOTO", ("soto", "chile", "name", "")),
        ("\u0410na Soto", ("soto", "chile", "name", "")),
        ("President Soto", ("soto", "chile", "alias", "")),
        ("the Norvik company", ("norvik", "norvik", "alias", "")),
        ("Chilean media outlets", ("media", "chile", "alias", "")),
        ("Chilean officials", ("officials", "chile", "alias", "")),
        ("Chilean CNI", ("service", "chile", "alias", "")),
        ("secretive CNI", ("service", "chile", "alias", "")),
        ("Norvik's rival Petrol One", ("", "", "name", "")),
        ("critics of Norvik", ("", "", "name", "")),
        ("Norvik-based engineers", ("", "", "name", "")),
        ("Pia Holm", ("", "", "name", "")),
    ],
)
def test_a_name_finds_its_place_in_the_register(name, expected):
    assert resolve(name) == expected


def test_the_longest_alias_inside_a_mention_wins():
    sources = register(a=("Norvik", [], ""), b=("Norvik Oil", [], ""))
    assert resolve("angry Norvik Oil staff", sources=sources)[0] == "b"


def test_two_sources_that_match_equally_well_stay_unresolved():
    sources = register(a=("Norvik", [], ""), b=("Norvik Oil", ["Norvik"], ""))
    assert resolve("Norvik", sources=sources) == ("", "", "unresolved", "Norvik;Norvik Oil")


def test_a_pronoun_that_is_linked_stays_marked_as_a_pronoun():
    assert resolve("Ana Soto", way="pronoun", text="she")[:3] == ("soto", "chile", "pronoun")


def test_candidates_that_differ_are_not_chosen_between():
    found = resolve("The president", "unresolved", "The president", "Ana Soto;Rosa Quispe")
    assert found == ("", "", "unresolved", "Ana Soto;Rosa Quispe")


def test_the_narrator_and_the_unnamed_have_reserved_ids():
    assert resolve("narrator", "narrator")[:2] == ("narrator", "narrator")
    assert resolve("unnamed", "unnamed")[:2] == ("unnamed", "")
    assert resolve("A senior official", "unnamed")[:2] == ("unnamed", "")


def test_an_unknown_origin_is_named():
    sources = register(soto=("Ana Soto", [], "mars"))
    with pytest.raises(SchemaError, match='source "soto" has origin_id "mars"'):
        resolve("Ana Soto", sources=sources)


def test_an_alias_decides_where_the_document_leaves_it_open():
    document, statements = read_marked("Governor Tom Reed met Governor Jane Reed. [[Reed]] left.")
    sources = register(reed=("Tom Reed", ["Reed"], "chile"))
    named = name_sources(statements, [document], sources).iloc[0]
    assert (named["source_name"], named["resolved_by"]) == ("Tom Reed", "alias")


def test_a_statement_without_a_source_keeps_what_the_extractor_said():
    document, statements = read_marked("[[Ann Lee]] said no. More words. It rained.")
    rows = [dict.fromkeys(STATEMENTS, "") | {"document_id": "note"} for _ in range(3)]
    rows[0] |= {"content": "19-29", "resolved_by": "carried over"}
    rows[1] |= {"content": "31-38", "resolved_by": "narrator"}
    rows[2] |= {"content": "31-38", "resolved_by": "unnamed"}
    table = pd.concat([statements, pd.DataFrame(rows)], ignore_index=True)
    named = name_sources(table, [document])
    assert list(named["source_name"]) == ["Ann Lee", "Ann Lee", "narrator", "unnamed"]
    assert list(named["resolved_by"]) == ["name", "carried over", "narrator", "unnamed"]


def test_naming_leaves_the_argument_alone():
    document, statements = read_marked("[[Ann Lee]] said no.")
    before = statements.copy()
    name_sources(statements, [document])
    pd.testing.assert_frame_equal(statements, before)


def test_an_empty_table_stays_empty():
    empty = pd.DataFrame({c: pd.Series(dtype="str") for c in STATEMENTS})
    assert name_sources(empty, []).empty
    assert resolve_sources(empty, REGISTER, ORIGINS).empty


def test_a_missing_document_is_named():
    _, statements = read_marked("[[Ann Lee]] said no.")
    with pytest.raises(SchemaError, match="'note', which are not in documents"):
        name_sources(statements, [])


def test_missing_columns_are_named():
    with pytest.raises(SchemaError, match="statements lacks the columns"):
        name_sources(pd.DataFrame({"cue": []}), [])


def test_folding_forgets_case_accents_dots_articles_and_odd_letters():
    assert fold_name("The  U.S.\u00a0Navy") == "us navy"
    assert fold_name("Jos\u00e9 P\u00e9rez's") == "jose perez"
    assert fold_name("Nor\u200bvik") != ""


@pytest.mark.parametrize(
    "piece", ["Ann ", "Ann Lee, ", "The Minister of ", "A.B. ", "'s ", "(AB) ", "By Ann Lee "]
)
def test_the_time_to_find_names_grows_with_the_text_alone(piece):
    assert growth(lambda times: index_names(Document("note", piece * times)), 500) < STEEP


def invented(number):
    """Return a name that no other number has."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")
    return "".join(syllables[int(digit)] for digit in f"{number:04}").capitalize()


def test_a_rarer_short_form_of_a_name_is_that_name():
    document, statements = read_marked("We met Jo Ann Lee. Jo Ann Lee left. [[Ann Lee]] said no.")
    assert name_sources(statements, [document])["source_name"].tolist() == ["Jo Ann Lee"]


@pytest.mark.parametrize(
    "piece",
    [
        "Ann Lee said no. He said yes. ",
        "Ann Lee and Tom Reed, the mayor, he said ",
        "The company left. Its office said no. She said. ",
        "\u201cAnn. \u201d he said ",
    ],
)
def test_the_time_to_name_sources_grows_with_their_number_alone(piece):
    def name(times):
        text = piece * times
        places = re.finditer(r"\b(?:[Hh]e|She|Its office|The company|Ann Lee)\b", text)
        found = [Unlinked([match.span()], [], []) for match in places]
        assert len(link_statements(Document("note", text), found)) == len(found) >= times

    assert growth(name, 25) < STEEP


@pytest.mark.parametrize("words", ["Minister {}", "The {} Ministry", "The {} Company", "{} Ode"])
def test_thousands_of_names_are_linked_in_time_that_grows_with_their_number_alone(words):
    meant = {"Minister {}": "The minister", "{} Ode": "He"}.get(words, "It")

    def name(times):
        text = " ".join(f"{words.format(invented(n))} left. {meant} said so." for n in range(times))
        places = re.finditer(rf"\b{meant}(?= said)", text)
        found = [Unlinked([match.span()], [], []) for match in places]
        links = link_statements(Document("note", text), found)
        assert max(len(link.candidates) for link in links) <= 100

    assert growth(name, 38) < STEEP


def test_who_is_talked_about_is_not_who_talks_next():
    document, statements = read_marked("[[Tom Reed]] said Carl Ode slept. [[He]] said no.")
    start = document.text.index("Carl Ode")
    statements.loc[0, "content"] = f"{start}-{start + 14}"
    found = name_sources(statements, [document]).iloc[1]
    assert (found["source_name"], found["candidates"]) == ("Tom Reed", "")


def test_a_husband_spoken_of_in_the_same_sentence_is_meant():
    marked = (
        "Governor Carl Ode left. [[Lucia Holm]] wept. Her husband had hidden it; [[he]] said no."
    )
    document, statements = read_marked(marked)
    assert name_sources(statements, [document]).iloc[1]["source_name"] == "Her husband"


def test_a_given_name_shows_the_gender_it_mostly_goes_with():
    shown = given_names()
    assert (shown["lucia"], shown["oleksandr"], shown["kim"]) == ("f", "m", "")
    assert {row["gender"] for row in load_lexicon("given_names")} == {"f", "m", "u"}
    assert all(name == fold_given(name) for name in shown)


def test_every_role_and_organisation_can_be_read():
    for name, key in (("roles", "role"), ("organisations", "noun"), ("titles", "title")):
        words = [row[key] for row in load_lexicon(name)]
        assert len(words) == len(set(words))


def test_the_names_are_on_the_public_face():
    assert nv.name_sources is name_sources
    assert nv.resolve_sources is resolve_sources


def linked(marked):
    document, statements = read_marked(marked)
    return name_sources(statements, [document])["link_probability"].iloc[-1]


def test_the_table_of_link_probabilities_holds_what_the_development_articles_show():
    folder = str(Path(__file__).parents[1] / "benchmarks")
    sys.path.insert(0, folder)
    try:
        import links
    finally:
        sys.path.remove(folder)
    counts, _ = links.count_all()
    table = {
        (row["kind"], right): int(row["right" if right else "wrong"])
        for row in load_lexicon("links")
        for right in (True, False)
    }
    assert {key: counts[key] for key in table} == table
    assert set(counts) <= set(table)


def test_a_link_is_as_probable_as_one_more_right_and_wrong_link_than_counted_make_it():
    row = next(r for r in load_lexicon("links") if r["kind"] == "pronoun, next sentence")
    right, wrong = int(row["right"]), int(row["wrong"])
    expected = (right + 1) / (right + wrong + 2)
    assert linked("[[Ann Lee]], the mayor, said no. [[She]] said yes.") == pytest.approx(expected)


def test_a_pronoun_far_from_its_name_is_less_sure_than_one_in_the_next_sentence():
    near = linked("[[Ann Lee]], the mayor, said no. [[She]] said yes.")
    far = linked("[[Ann Lee]], the mayor, said no. It rained. It snowed. [[She]] said yes.")
    assert far < near


def test_a_pronoun_that_others_fit_is_less_sure_than_one_that_stands_alone():
    alone = linked("[[Mayor Tom Reed]] said no. [[He]] said yes.")
    several = linked("[[Mayor Tom Reed]] said no. Governor Carl Ode left. [[He]] said yes.")
    assert several < alone


def test_an_epithet_is_linked_with_a_probability():
    text = "Chilean President Ana Soto met Pedro Lima. [[The Chilean leader]] said no."
    assert 0.5 < linked(text) < 1
    assert 0.5 < linked("[[The Alder Institute]] said no. [[The institute]] said yes.") < 1


@pytest.mark.parametrize(
    "marked",
    [
        "Peruvian President Rosa Quispe spoke. [[Quispe]] said no.",
        "[[Most agencies]] said no.",
        "[[A senior official]] said no.",
        "Mayor Tom Reed met Governor Carl Ode. [[He]] said no.",
        "[[We]] found no.",
    ],
)
def test_a_source_that_is_a_name_or_stays_open_has_no_link_probability(marked):
    assert pd.isna(linked(marked))


def test_a_description_without_words_has_no_head():
    assert core_words([]) == []


@pytest.mark.parametrize("mark", ["😀", "—", "…", "(", "•"])
def test_a_mark_before_a_description_is_no_part_of_its_head(mark):
    document, statements = read_marked(f"[[{mark}, the mayor of Orlen]] said the dam broke.")
    named = name_sources(statements, [document])
    assert named["source_name"].iloc[0].endswith("the mayor of Orlen")


@pytest.mark.parametrize("thing", ["All signs", "The evidence", "Satellite images of the pier"])
def test_a_thing_that_shows_is_a_basis_and_no_voice(thing: str) -> None:
    text = f"{thing} point to an overload."
    end = len(thing)
    note = Document("note", text)
    (link,) = link_statements(
        note, [Unlinked([(0, end)], [(end + 1, end + 6)], [(end + 7, end + 20)])]
    )
    assert (link.name, link.resolved_by) == ("narrator", "narrator")


def test_a_thing_that_shows_inside_a_quotation_is_the_speakers() -> None:
    note = Document("note", "Ana Ruiz said that the evidence points to rust.")
    outer = Unlinked([(0, 8)], [(9, 13)], [(19, 46)])
    inner = Unlinked([(19, 31)], [(32, 38)], [(42, 46)])
    assert [link.name for link in link_statements(note, [outer, inner])] == ["Ana Ruiz"] * 2


def test_a_time_before_a_name_is_no_part_of_it() -> None:
    note = Document("note", "Late on Sunday Peter Loom, the harbour master, said no.")
    (link,) = link_statements(note, [Unlinked([(0, 45)], [(47, 51)], [(52, 54)])])
    assert link.name == "Peter Loom"


@pytest.mark.parametrize(
    ("headline", "below", "name"),
    [
        ("[[Port authority]] denies spill", "[[The Kelm Port Authority]] denied it.", "fuller"),
        ("[[Health office]] points to salad", "[[The regional health office]] said so.", "fuller"),
        ("[[Ministry]] shuts gate", "[[The Ministry of Transport]] said so.", "fuller"),
        ("[[Water company]] says sorry", "[[Southern Water Company]] said sorry.", "fuller"),
        ("[[Caterer]] denies blame", "[[The caterer, Holm Kitchens,]] denied it.", "fuller"),
        (
            "[[Tram operator]] says no",
            "[[Sundby Lines]] left. [[The tram operator]] fled.",
            "fuller",
        ),
        ("[[Union]] warns", "[[The miners' union]] warned. [[The teachers' union]] wept.", "own"),
        ("[[Norland]] denies attack", "[[The President of Norland]] denied it.", "own"),
        ("[[Residents]] blame plant", "[[Residents of Mill Lane]] blamed it.", "fuller"),
        ("[[The council]] blames plant", "[[The Holm county council]] blamed it.", "own"),
        ("[[Port authority]] denied it.", "[[The Kelm Port Authority]] denied it.", "own"),
    ],
)
def test_a_body_in_a_headline_is_who_is_named_in_full_below_it(headline, below, name):
    document, statements = read_marked(f"{headline}\n\n{below}")
    first, *others = name_sources(statements, [document])["source_name"]
    assert (first in others) == (name == "fuller")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MS. ADEYEMI left.", "person"),
        ("DR. VANE left.", "person"),
        ("Mr BLAIR left.", "person"),
        ("Former NATO allies left.", "acronym"),
        ("The FSB left.", "acronym"),
    ],
)
def test_who_has_a_title_is_a_person_in_capitals_too(text, kind):
    assert [entity.kind for entity in index_names(Document("note", text)).entities] == [kind]


@pytest.mark.parametrize("piece", [" ", "ab\n", " \n", "ab. ", "ab  \n "])
def test_the_time_to_look_for_a_headline_grows_with_the_text_alone(piece):
    assert growth(lambda times: name_bodies(piece * times, [], []), 5_000) < STEEP
