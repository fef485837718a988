from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from flood_case import CASE_YAML, DOCUMENTS_YAML, FLOOD

from narratives.case import create_case, load_case
from narratives.schema import NARRATIVES, ORIGINS, RELATIONS, SOURCES, CaseError, Document

Make = Callable[..., Path]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


# What is loaded


def test_a_case_folder_is_read_to_tables(make_case: Make) -> None:
    case = load_case(make_case())
    assert case.name == "orlen"
    assert case.question == "Why did the dam above Orlen break?"
    assert case.narratives.index.tolist() == ["neglect", "sabotage"]
    assert list(case.narratives.columns) == list(NARRATIVES)
    assert case.narratives.at["neglect", "terms"] == ("neglect", "never repaired")
    assert case.narratives.at["sabotage", "examples_for"] == ()
    assert case.narratives["colour"].tolist() == ["#1f5f99", ""]
    assert list(case.sources.columns) == list(SOURCES)
    assert case.sources.at["ministry", "aliases"] == ("Ministry of Water",)
    assert case.sources["reliability"].tolist() == ["", "C"]
    assert case.sources["origin_id"].tolist() == ["town", "state"]
    assert case.stakes.loc["ministry"].tolist() == [-1.0, 1.0]
    assert case.stakes.loc["mayor"].isna().all()
    assert case.origins.index.name == "origin_id"
    assert case.settings == {"reviewer": "Ana"}
    assert case.warnings == ()


def test_a_document_carries_what_the_list_says_of_it(make_case: Make, flood: Document) -> None:
    case = load_case(make_case())
    (document,) = case.documents
    assert document.text == flood.text
    assert (document.publisher, document.published) == ("Orlen Courier", "2031-05-06")


def test_line_ends_of_a_document_are_kept(make_case: Make) -> None:
    case = load_case(make_case(text=b"Rain\r\nfell\xc2\xa0down."))
    assert case.documents[0].text == "Rain\r\nfell\u00a0down."


def test_tables_without_rows_have_their_index_and_columns(make_case: Make) -> None:
    text = CASE_YAML[: CASE_YAML.index("origins:")]
    case = load_case(make_case(case=text))
    assert (case.sources.index.name, list(case.sources.columns)) == ("source_id", list(SOURCES))
    assert (case.origins.index.name, list(case.origins.columns)) == ("origin_id", list(ORIGINS))
    assert case.stakes.shape == (0, 2)
    assert case.stakes.columns.tolist() == ["neglect", "sabotage"]
    assert len(case.review) == 0
    assert case.reference is None


def test_relations_are_read_to_a_table_one_row_each(make_case: Make) -> None:
    assert load_case(make_case()).relations.empty
    third = "  - {id: quake, title: A quake, statement: The earth shook., terms: [quake]}\norigins:"
    told = (
        "relations:\n  - narrative: neglect\n    contains: quake\n    goes_with: [sabotage]\n"
        "  - {narrative: quake, excludes: sabotage}\nsettings:"
    )
    text = CASE_YAML.replace("origins:", third, 1).replace("settings:", told)
    relations = load_case(make_case(case=text)).relations
    assert list(relations.columns) == list(RELATIONS)
    assert relations.to_numpy().tolist() == [
        ["neglect", "contains", "quake"],
        ["neglect", "goes_with", "sabotage"],
        ["quake", "excludes", "sabotage"],
    ]


def test_all_mistakes_in_relations_come_at_once(make_case: Make) -> None:
    told = (
        "relations:\n  - {narrative: x, contains: y}\n"
        "  - {narrative: neglect, contains: sabotage}\n"
        "  - {narrative: sabotage, contains: neglect}\nsettings:"
    )
    with pytest.raises(CaseError) as raised:
        load_case(make_case(case=CASE_YAML.replace("settings:", told)))
    lines = [problem.split("case.yaml, ")[1][:37] for problem in raised.value.problems]
    assert lines == [
        'line 31: relations[0].narrative "x" i',
        'line 31: relations[0].contains "y" is',
        'line 33: relations[2].contains: "sabo',
    ]
    assert 'closes a circle: "neglect" contains "sabotage"' in raised.value.problems[2]


# Mistakes


def test_a_missing_folder_a_file_and_a_folder_without_a_case_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"gone: there is no such folder. Check the name"):
        load_case(tmp_path / "gone")
    (tmp_path / "note.txt").write_text("Rain.")
    with pytest.raises(CaseError, match=r"note.txt: this is a file. Name the case folder"):
        load_case(tmp_path / "note.txt")
    with pytest.raises(CaseError, match=r"no file case.yaml. It holds note.txt"):
        load_case(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "id: sabotage",
            "id: sabo tage",
            r'narratives\[1\].id "sabo tage" is not an id. Use letters, digits, "-" and "_", '
            'for example "sabo_tage"',
        ),
        ("id: sabotage", "id: neglect", r'narratives\[1\].id "neglect" is taken by line 3'),
        ("id: sabotage", "id: none", r'narratives\[1\].id "none" is reserved'),
        ("- id: mayor", "- id: narrator", r'sources\[0\].id "narrator" is reserved'),
        (
            "    title: Sabotage",
            "    titel: Sabotage",
            r'narratives\[1\].titel is not a known key.*Did you mean "title"\?',
        ),
        (
            "    title: Sabotage",
            "    title: Sabotage\n    title: Blast",
            r"narratives\[1\].title stands there twice",
        ),
        ("    title: Sabotage\n", "", r'narratives\[1\] lacks the key "title"'),
        ("    title: Sabotage", "    title:", r"narratives\[1\].title is empty"),
        ("title: Sabotage", "title: [a]", r"narratives\[1\].title is a list; it must be a text"),
        ("title: Sabotage", "title: yes", r"title is a yes/no value \(yes\), not a text. Put it"),
        ("terms: [sabotage]", "terms: []", r"narratives\[1\].terms is an empty list. Write"),
        ("terms: [sabotage]", "terms: sabotage", r'terms is the text "sabotage"; it must be a li'),
        ('"#1f5f99"', "blue", r'colour "blue" is not a colour. Write "#" and six'),
        (
            "settings:",
            "relations:\n  - {narrative: neglect, contains: sabotag}\nsettings:",
            r'line 31: relations\[0\].contains "sabotag" is not a narrative of this case. Known: '
            r'neglect, sabotage. Did you mean "sabotage"\?',
        ),
        (
            "settings:",
            "relations:\n  - {narrative: neglect, contains: [sabotage, neglect]}\nsettings:",
            r'relations\[0\].contains\[1\]: "neglect" contains "neglect", which is itself. Name',
        ),
        (
            "settings:",
            "relations:\n  - {narrative: neglect}\nsettings:",
            r"relations\[0\] says of no other account what it is to this one. Add one of the keys",
        ),
        (
            "settings:",
            "relations:\n  - {narrative: neglect, goes_with: sabotage}\n"
            "  - {narrative: sabotage, excludes: neglect}\nsettings:",
            r'line 32: relations\[1\].excludes: "sabotage" excludes "neglect", but in line 31 '
            r'"neglect" goes with "sabotage". Keep one of the two',
        ),
        ("question: Why did the dam above Orlen break?", "question:", "question is empty"),
        ("question: Why", "frage: Why", r'lacks the key "question"'),
        ("origin: state", "origin: sate", r'"sate" is not an origin.*Did you mean "state"\?'),
        ("{neglect: -1, sabotage: 1}", "{neglekt: -1}", r'"neglekt", which is not in this case'),
        ("{neglect: -1, sabotage: 1}", "{neglect: 2}", r"stake.neglect is 2. Write 1 if"),
        ("{neglect: -1, sabotage: 1}", "{neglect: 0.5}", r"stake.neglect is 0.5. Write 1 if"),
        ("{neglect: -1, sabotage: 1}", "high", r'stake is the text "high"; it must be a mapping'),
        ("reliability: C", "reliability: G", r'"G" is not allowed. Allowed: A, B, C, D, E, F'),
        ("kind: person", "kind: persons", r'"persons" is not allowed.*Did you mean "person"\?'),
        ("kind: person", "kind: narrator", r'kind "narrator" is not allowed'),
        (
            "[Ministry of Water]",
            "[The Mayor]",
            r'aliases\[0\] "The Mayor" belongs to the source "mayor" too \(line 18\)',
        ),
        ("[Ministry of Water]", "[Unnamed]", r'"Unnamed" is reserved for what no source says'),
        ("reviewer: Ana", "weight: 3", r"settings.weight is not a known key. Known: reviewer"),
        ("  - id: sabotage", "\t- id: sabotage", r"this is not YAML: a tab stands where only"),
        ("[sabotage]", "[sabotage", r"this is not YAML: .*Mend the line"),
        ("[sabotage]", "&a [sabotage]", r"anchors \(&\) and aliases \(\*\) are not allowed"),
        ("[sabotage]", "*a", r"anchors \(&\) and aliases"),
        ("[sabotage]", "[" * 60 + "]" * 60, "nested more than 12 deep"),
        ("title: Sabotage", "title: !!python/object:os.system x", "is a tagged value"),
    ],
)
def test_a_mistake_in_case_yaml_names_file_line_and_way_out(
    make_case: Make, old: str, new: str, message: str
) -> None:
    assert old in CASE_YAML
    text = CASE_YAML.replace(old, new, 1)
    with pytest.raises(CaseError, match=message) as error:
        load_case(make_case(case=text))
    told = str(error.value)
    assert "case.yaml, line " in told
    assert "Traceback" not in told


def test_the_line_of_a_mistake_is_the_line_in_the_file(make_case: Make) -> None:
    text = CASE_YAML.replace("reliability: C", "reliability: Z")
    line = line_of(text, "reliability: Z")
    with pytest.raises(CaseError, match=rf"case.yaml, line {line}: sources\[1\].reliability"):
        load_case(make_case(case=text))


def test_all_mistakes_of_all_files_come_at_once(make_case: Make) -> None:
    text = CASE_YAML.replace("reliability: C", "reliability: Z").replace("kind: person", "kind: x")
    folder = make_case(
        case=text,
        documents=DOCUMENTS_YAML.replace("title:", "titel:") + "- {id: flood, file: gone.txt}\n",
        review=[{"at": "2031-05-07", "who": "ana", "target": "flood:4-9", "field": "polarity",
                 "value": "maybe", "why": ""}],
    )  # fmt: skip
    (folder / "reference.json").write_text("{")
    with pytest.raises(CaseError, match="reliability") as error:
        load_case(folder)
    told = error.value.problems
    assert len(told) == 7
    assert sum("case.yaml" in problem for problem in told) == 2
    assert sum("documents.yaml" in problem for problem in told) == 3
    assert sum("review.jsonl, line 1" in problem for problem in told) == 1
    assert sum("reference.json, line 1" in problem for problem in told) == 1


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ("", "no document is listed. Write one"),
        ("[]", "documents is an empty list"),
        ("flood.txt", 'documents is the text "flood.txt"; it must be a list'),
        ("- {id: flood}", r'documents\[0\] lacks the key "file"'),
        ("- {id: flood, file: rain.txt}", "rain.txt: there is no such file"),
        ("- {id: flood, file: ../case.yaml}", "is not in the folder documents"),
        ("- {id: flood, file: 'C:\\x.txt'}", "is not in the folder documents"),
        ("- {id: a, file: flood.txt}\n- {id: b, file: flood.txt}", "is listed in line 1 already"),
        ("- {id: a, file: flood.txt}\n- {id: a, file: flood.txt}", '"a" is taken by line 1'),
        ("- {id: unnamed, file: flood.txt}", '"unnamed" is reserved'),
        ("- {id: flood, file: flood.txt, language: English}", "is not a language code"),
        ("- {id: flood, file: flood.txt, sha256: abc}", "is not a SHA-256"),
    ],
)
def test_a_mistake_in_documents_yaml_is_named(
    make_case: Make, documents: str, message: str
) -> None:
    with pytest.raises(CaseError, match=message) as error:
        load_case(make_case(documents=documents))
    assert "documents.yaml" in str(error.value)


@pytest.mark.parametrize(
    ("home", "leads_out"),
    [("letters.txt", True), ("case/letters.txt", False), ("case/documents/letters.txt", False)],
)
def test_a_link_to_a_text_outside_the_case_is_not_followed(
    make_case: Make, home: str, leads_out: bool
) -> None:
    folder = make_case()
    text = folder / "documents" / "flood.txt"
    place = folder.parent / home.replace("case", folder.name, 1)
    place.write_bytes(text.read_bytes())
    text.unlink()
    text.symlink_to(place)
    if not leads_out:
        assert load_case(folder).documents[0].text == place.read_text(encoding="utf-8")
        return
    with pytest.raises(CaseError, match=r"flood.txt\" is a link that leads out of the case folder"):
        load_case(folder)


def test_an_empty_document_is_named_with_its_line(make_case: Make) -> None:
    with pytest.raises(CaseError, match=r"documents.yaml, line 2: .*flood.txt: the file is empty"):
        load_case(make_case(text=" \n"))


def test_a_document_that_changed_is_refused_with_both_hashes(
    make_case: Make, flood: Document
) -> None:
    old = "0" * 63 + "a"
    review = [
        {"at": "2031-05-07T10:00:00Z", "who": "ana", "target": "flood", "field": "sha256",
         "value": old, "why": "read"}
    ]  # fmt: skip
    folder = make_case(documents=DOCUMENTS_YAML + f"  sha256: {old}\n", review=review)
    with pytest.raises(CaseError, match=r"it has changed. Read the text again") as error:
        load_case(folder)
    told = error.value.problems
    assert len(told) == 2
    assert all(old in problem and flood.sha256 in problem for problem in told)
    assert "documents.yaml, line 7" in told[0]
    assert "review.jsonl, line 1" in told[1]


def test_the_last_hash_of_the_review_counts(make_case: Make, flood: Document) -> None:
    line = {"at": "2031-05-07T10:00:00Z", "who": "ana", "target": "flood", "field": "sha256"}
    review = [{**line, "value": "0" * 64, "why": ""}, {**line, "value": flood.sha256, "why": ""}]
    assert len(load_case(make_case(review=review)).review) == 2


def test_a_file_that_is_not_listed_is_a_warning(make_case: Make) -> None:
    folder = make_case()
    (folder / "documents" / "rain.txt").write_text("Rain.")
    (case,) = [load_case(folder)]
    assert len(case.warnings) == 1
    assert "rain.txt: the file is not listed in documents.yaml" in case.warnings[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"field": "source_id", "value": "mayer"}, '"mayer" is not in the register.*"mayor"'),
        (
            {"field": "bearings", "value": [{"narrative": "neglekt", "stance": "supports"}]},
            'the narrative "neglekt" is not in this case.*"neglect"',
        ),
        ({"target": "item:flood:4-9", "field": "rating", "value": {"x": "C"}}, 'narrative "x"'),
        ({"target": "major", "field": "reliability", "value": "A"}, '"major" is not in the reg'),
    ],
)
def test_ids_in_the_review_must_be_those_of_the_case(
    make_case: Make, change: dict[str, object], message: str
) -> None:
    line = {"at": "2031-05-07", "who": "ana", "target": "flood:4-9", "why": "", **change}
    with pytest.raises(CaseError, match=message):
        load_case(make_case(review=[line]))


def test_a_review_of_a_document_that_left_the_case_is_a_warning(make_case: Make) -> None:
    line = {"at": "2031-05-07", "who": "ana", "target": "storm:4-9", "field": "status",
            "value": "reject", "why": ""}  # fmt: skip
    assert (
        'the document "storm" is not in this case'
        in load_case(make_case(review=[line])).warnings[0]
    )


def test_a_huge_case_yaml_is_refused(make_case: Make) -> None:
    with pytest.raises(CaseError, match="more than 500,000 bytes"):
        load_case(make_case(case="# " + "x" * 600_000))


# Making a case


def test_a_new_case_loads_and_keeps_the_texts(tmp_path: Path) -> None:
    text = tmp_path / "the flood.txt"
    text.write_bytes(FLOOD.encode() + b"\r\nEnd.")
    folder = create_case(
        tmp_path / "cases" / "orlen",
        'Why: "the dam" & so?',
        {"neglect": "The dam broke: nobody #repaired it.", "ice": "Ice - broke it."},
        [text],
    )
    case = load_case(folder)
    assert case.question == 'Why: "the dam" & so?'
    assert case.narratives["statement"].tolist() == [
        "The dam broke: nobody #repaired it.",
        "Ice - broke it.",
    ]
    assert case.documents[0].document_id == "the-flood"
    assert (folder / "documents" / "the flood.txt").read_bytes() == text.read_bytes()
    assert case.warnings == ()
    assert [path.name for path in (tmp_path / "cases").iterdir()] == ["orlen"]


def test_a_folder_that_holds_something_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("keep")
    with pytest.raises(CaseError, match=r"it is there already, and not empty. Name a new folder"):
        create_case(tmp_path, "Why?", {"a": "It rained."}, [tmp_path / "keep.txt"])
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


def test_mistakes_of_a_new_case_come_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is not an id") as error:
        create_case(tmp_path / "new", " ", {"a b": ""}, [tmp_path / "gone.txt"])
    assert len(error.value.problems) == 4
    assert not (tmp_path / "new").exists()


# The seed case


def test_the_seed_case_loads_with_its_article_byte_for_byte() -> None:
    case = load_case(Path(__file__).parents[1] / "seeds" / "crocus-city-hall")
    assert case.narratives.index.tolist() == ["isis", "ukrainian_trace", "false_flag"]
    assert case.documents[0].sha256 == (
        "abb56511a7e3db3967a33d82819ea6263ae9dbfd19e27b4b3eb1bc5de84c3fff"
    )
    assert case.documents[0].published == ""
    assert any("BFM TV" in sentence for sentence in case.documents[0].outside)
    assert any("year" in sentence for sentence in case.documents[0].outside)
    assert case.sources.at["putin", "origin_id"] == case.sources.at["russian_media", "origin_id"]
    assert case.stakes.at["ccd", "ukrainian_trace"] == -1.0
    assert math.isnan(case.stakes.at["isw", "isis"])
    assert case.reference is not None
    assert case.warnings == ()


def test_an_account_whose_sentence_has_no_letter_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "silo.txt"
    text.write_text("The mayor said that the silo fell.", encoding="utf-8")
    with pytest.raises(CaseError, match=r'the sentence of "storm" is empty\. Write it\.'):
        create_case(tmp_path / "case", "Why did it fall?", {"storm": "— “”"}, [text])
