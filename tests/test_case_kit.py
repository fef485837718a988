"""The working case: made from files of all kinds, added to, and checked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
import yaml
from saved_files import HEADLINE, STORY, page, script
from typer.testing import CliRunner

from narratives.attribution import extract_statements
from narratives.case import add_documents, create_case, load_case
from narratives.case.create import DRAFT, clear_drafts
from narratives.case.schema_file import write_schema
from narratives.cli import app
from narratives.proposing import propose_sources, propose_terms
from narratives.proposing.accounts import _assertions, _cluster, _matter, _stands
from narratives.proposing.aliases import join_names
from narratives.schema import CaseError, Document, NarrativesError
from narratives.stages import compare

Make = Callable[..., Path]
ACCOUNTS = {"bolts": "Somebody loosened the bolts.", "rust": "Rust ate the legs of the silo."}
ROOT = Path(__file__).parents[1]


@pytest.fixture
def silo(tmp_path: Path) -> Path:
    """Return a saved page."""
    path = tmp_path / "silo.html"
    path.write_text(page(script()), encoding="utf-8")
    return path


def test_a_text_in_which_nobody_speaks_proposes_no_source() -> None:
    none = extract_statements(Document("a", "The dam broke. Water ran over the meadow."))
    assert len(none) == 0
    assert propose_sources(none) == ([], [])


def test_a_case_from_a_page_keeps_what_was_read_and_where(tmp_path: Path, silo: Path) -> None:
    folder = create_case(tmp_path / "case", "Why did it fall?", ACCOUNTS, [silo])
    document = load_case(folder).documents[0]
    assert (document.title, document.author) == (HEADLINE, "Meron Desk; Ida Holm")
    assert document.published == "2031-05-06T08:30:00+02:00"
    assert dict(document.read_from)["published"] == "JSON-LD datePublished"
    assert [mark[2] for mark in document.furniture] == ["byline", "caption"]
    assert (document.original, len(document.original_sha256)) == ("silo.html", 64)
    assert sorted(p.name for p in (folder / "documents").iterdir()) == [
        "documents.yaml",
        "silo.txt",
    ]


def test_the_notebook_of_a_new_case_is_one(tmp_path: Path, silo: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    folder = create_case(tmp_path / "case", "Why did it <fall>?", ACCOUNTS, [silo])
    notebook = nbformat.read(folder / "analysis.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].source.startswith("# Why did it &lt;fall>?")


def test_two_files_of_one_name_become_two_documents(tmp_path: Path) -> None:
    for home in ("a", "b"):
        (tmp_path / home).mkdir()
        (tmp_path / home / "silo.txt").write_text(f"The silo fell, {home} said.", encoding="utf-8")
    texts = [tmp_path / "a" / "silo.txt", tmp_path / "b"]
    case = load_case(create_case(tmp_path / "case", "Why?", ACCOUNTS, texts))
    assert [(d.document_id, d.file, d.text[-7:]) for d in case.documents] == [
        ("silo", "silo.txt", "a said."),
        ("silo-2", "silo-2.txt", "b said."),
    ]


def test_add_touches_nothing_that_a_person_wrote(make_case: Make, silo: Path) -> None:
    listing = "# My texts, the oldest first.\n-   id: flood   # the Courier\n    file: flood.txt\n"
    folder = make_case(documents=listing)
    before = (folder / "case.yaml").read_bytes()
    added = add_documents(folder, [silo])
    assert [document.document_id for document in added] == ["silo"]
    after = (folder / "documents" / "documents.yaml").read_text("utf-8")
    assert after.startswith(listing)
    assert (folder / "case.yaml").read_bytes() == before
    assert [d.document_id for d in load_case(folder).documents] == ["flood", "silo"]


def test_the_lock_of_the_list_is_no_text_that_was_forgotten(make_case: Make) -> None:
    folder = make_case()
    for name in ("documents.yaml.lock", "later.txt"):
        (folder / "documents" / name).write_text("", encoding="utf-8")
    (told,) = load_case(folder).warnings
    assert "later.txt: the file is not listed" in told


def test_add_to_a_list_on_one_line_keeps_its_comment(make_case: Make, silo: Path) -> None:
    folder = make_case(documents='[{id: flood, file: "flood.txt"}]  # mine\n')
    add_documents(folder, [silo])
    after = (folder / "documents" / "documents.yaml").read_text("utf-8")
    assert "# mine" in after
    assert [d.document_id for d in load_case(folder).documents] == ["flood", "silo"]


def test_a_text_that_the_case_has_is_not_added_again(make_case: Make, silo: Path) -> None:
    folder = make_case()
    assert len(add_documents(folder, [silo, silo])) == 1
    before = (folder / "documents" / "documents.yaml").read_bytes()
    assert add_documents(folder, [silo]) == ()
    assert (folder / "documents" / "documents.yaml").read_bytes() == before


def test_where_one_document_cannot_be_read_nothing_is_added(make_case: Make, silo: Path) -> None:
    folder = make_case()
    before = sorted(path.name for path in (folder / "documents").iterdir())
    with pytest.raises(CaseError, match=r"gone.pdf: there is no such file"):
        add_documents(folder, [silo, silo.with_name("gone.pdf")])
    assert sorted(path.name for path in (folder / "documents").iterdir()) == before


# Dates of a case


@pytest.mark.parametrize("date", ["2024-13-01", "9999-01-01", "soon", "2024-02-30"])
def test_a_wrong_date_is_refused_with_its_line(make_case: Make, date: str) -> None:
    folder = make_case(documents=f"- id: flood\n  file: flood.txt\n  published: {date}\n")
    with pytest.raises(CaseError) as error:
        load_case(folder)
    assert f'documents.yaml, line 3: documents[0].published "{date}" is not a date.' in str(
        error.value
    )


@pytest.mark.parametrize(
    ("date", "value"),
    [
        ("23.03.2024", "2024-03-23"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("6 May 2031", "2031-05-06"),
    ],
)
def test_a_date_is_read_and_kept_as_exactly_as_given(
    make_case: Make, date: str, value: str
) -> None:
    folder = make_case(documents=f"- id: flood\n  file: flood.txt\n  published: {date}\n")
    assert load_case(folder).documents[0].published == value


def test_a_date_that_can_be_two_days_is_a_warning(make_case: Make) -> None:
    folder = make_case(documents="- {id: flood, file: flood.txt, published: 03/04/2024}\n")
    case = load_case(folder)
    assert case.documents[0].published == "03/04/2024"
    assert 'published "03/04/2024" is ambiguous: 2024-04-03 or 2024-03-04' in case.warnings[0]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            'furniture: ["1-2 picture: x"]',
            '"1-2 picture: x" is not furniture. Write "start-end',
        ),
        ('furniture: ["0-99999 caption: x"]', '"0-99999" does not lie in the text'),
        ("read_from: {mood: h1}", "read_from.mood is not a known key"),
        ("original_sha256: abc", "is not a SHA-256"),
    ],
)
def test_mistakes_in_what_was_read_are_named(make_case: Make, entry: str, message: str) -> None:
    folder = make_case(documents=f"- id: flood\n  file: flood.txt\n  {entry}\n")
    with pytest.raises(CaseError) as error:
        load_case(folder)
    assert message in str(error.value)
    assert "documents.yaml, line 3" in str(error.value)


# A killed `new`


def test_what_a_killed_new_left_is_cleared_and_the_case_is_made(tmp_path: Path, silo: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    made = folder / f"{DRAFT}old" / "case"
    made.mkdir(parents=True)
    (made / "case.yaml").write_text("question: x\n", encoding="utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "documents.yaml").write_text("[]\n", encoding="utf-8")
    with pytest.raises(CaseError, match="A `narratives new` was stopped in it: run it again"):
        load_case(folder)
    create_case(folder, "Why did it fall?", ACCOUNTS, [silo])
    assert len(load_case(folder).documents) == 1
    assert not list(folder.glob(f"{DRAFT}*"))


def test_documents_of_a_person_are_not_taken_for_a_draft(tmp_path: Path, silo: Path) -> None:
    (tmp_path / "case" / "documents").mkdir(parents=True)
    (tmp_path / "case" / "documents" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CaseError, match="it is there already, and not empty"):
        create_case(tmp_path / "case", "Why?", ACCOUNTS, [silo])
    assert (tmp_path / "case" / "documents" / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_the_draft_of_a_program_that_lives_is_left_alone(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom narratives.case.create import _draft\n"
        "with _draft(Path(sys.argv[1])):\n    print('made', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        clear_drafts(tmp_path)
        assert len(list(tmp_path.glob(f"{DRAFT}*"))) == 1
        child.send_signal(signal.SIGKILL)
    time.sleep(0.1)
    clear_drafts(tmp_path)
    assert not list(tmp_path.glob(f"{DRAFT}*"))


# What is proposed


def test_terms_are_names_and_telling_words_that_the_texts_have() -> None:
    text = Document("a", " ".join(STORY))
    terms = propose_terms({**ACCOUNTS, "aliens": "Martians did it."}, [text], "Why did it fall?")
    assert terms["bolts"] == ("loosened", "bolts")
    assert terms["rust"][:2] == ("rust", "eaten") or "rust" in terms["rust"]
    assert terms["aliens"] == ()


@pytest.mark.parametrize(
    ("accounts", "words", "terms"),
    [
        (
            ("A heater started the fire.", "Neighbours set the fire."),
            "A heater started it, or neighbours set it.",
            [("heater",), ("neighbours",)],
        ),
        (
            ("Ein Heizofen setzte das Haus in Brand.", "Die Nachbarn haben den Brand gelegt."),
            "Der Heizofen setzte alles in Brand. Die Nachbarn haben ihn nicht gelegt.",
            [("Heizofen",), ("Nachbarn",)],
        ),
        (
            ("Пожар начался от печи.", "Пожар начали соседи."),
            "Пожар начался от печи, говорят одни. Его начали соседи, говорят другие.",
            [("печи",), ("соседи",)],
        ),
        (
            ("The house burnt down from a stove.", "Boys never set off rockets above the roof."),
            "It burnt down from a stove. Boys never set off rockets up there above the roof.",
            [("burnt", "stove"), ("Boys", "rockets", "roof")],
        ),
        (
            ("Der Turm brannte durch einen Ofen nieder.", "Knaben warfen Fackeln hinunter."),
            "Der Turm brannte nieder: ein Ofen. Knaben warfen keine Fackeln hinunter.",
            [("Turm", "Ofen", "brannte"), ("Fackeln", "Knaben", "warfen")],
        ),
        (
            ("Дом рухнул вниз из-за печи.", "Соседи бросили факел вниз."),
            "Дом рухнул вниз из-за печи. Соседи не бросили факел вниз.",
            [("Дом", "рухнул", "печи"), ("Соседи", "бросили", "факел")],
        ),
    ],
)
def test_small_words_and_verbs_that_any_event_has_are_no_terms(
    accounts: tuple[str, str], words: str, terms: list[tuple[str, ...]]
) -> None:
    found = propose_terms(dict(zip("ab", accounts, strict=True)), [Document("a", words)])
    assert list(found.values()) == terms


def test_the_part_of_a_name_that_never_stands_alone_is_no_second_term() -> None:
    accounts = {"rival": "Nordhaven Lines paid two men.", "owner": "Karsten Vole did it himself."}
    text = "Nordhaven Lines paid two men. Karsten Vole did it, others say; Vole denies it."
    found = propose_terms(accounts, [Document("a", text)])
    assert found["rival"] == ("Nordhaven Lines", "men")
    assert found["owner"][:2] == ("Karsten Vole", "Vole")


def test_an_assertion_is_of_the_matter_in_any_form_of_its_words() -> None:
    text = Document("a", "Two men had been paid to burn the house.", language="en")
    matter = _matter("Who burnt it down?", [text])
    assert matter == {"burnt"}
    assert _stands("A firm had paid men to burn the house.", matter)
    assert not _stands("A firm had paid men to leave.", matter)


def test_words_within_those_of_another_statement_are_no_account_of_their_own() -> None:
    whole = "The board found no trace of a barge on the hull"
    rows = {
        "a:0-47": ("a", "0-47", whole, "asserts"),
        "a:16-47": ("a", "16-47", "no trace of a barge on the hull", "asserts"),
        "b:16-47": ("b", "16-47", "a sunken barge had torn the hull", "asserts"),
    }
    columns = ["document_id", "content", "content_text", "polarity"]
    statements = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    assert list(_assertions(statements).index) == ["a:0-47", "b:16-47"]


SAID = {
    "a": "No word of it is true.",
    "b": "The fire was an accident caused by old wiring.",
    "c": "The witness who saw the fire.",
    "d": "It was no fire of the council.",
    "e": "The council had ordered the fire.",
    "f": "The council was behind the fire.",
    "g": "Copies of all records had been kept.",
}


def test_an_account_that_is_proposed_can_be_read_alone() -> None:
    texts = [
        Document(name, text) for name, text in zip("xy", ("A fire.", "The fire."), strict=True)
    ]
    assert _matter("", texts) == {"fire"}
    assert _matter("Who set the archive on fire?", texts) == {"fire"}
    found = [name for name, text in SAID.items() if _stands(text, {"fire"})]
    assert found == ["b", "e", "f"]
    assert _stands("Der Stadtrat hat das Feuer gelegt.", {"feuer"}, "de")
    assert not _stands("Er hat das Feuer gelegt.", {"feuer"}, "de")


def test_the_account_on_which_most_bears_is_proposed_first_and_its_like_is_none() -> None:
    read = [
        ("a", 4, "disputes", 0.8),  # "No word of it is true", beside "the council ordered it"
        ("f", 4, "supports", 0.7),
        ("e", 5, "supports", 0.6),
        ("g", 1, "disputes", 0.3),
    ]
    rated = pd.DataFrame(
        [(who, f"a{what}", how, chance) for who, what, how, chance in read],
        columns=["statement_id", "narrative_id", "stance", "probability"],
    )
    chosen = pd.DataFrame({"source_name": "She", "content_text": SAID}, index=list(SAID))
    stands = [_stands(text, {"fire"}) for text in SAID.values()]
    found = _cluster(rated, chosen, SAID, stands)
    assert [account.statement_ids for account in found] == [("b",), ("e", "f")]
    assert [account.sentence for account in found] == [SAID["b"], SAID["e"]]
    alone = _cluster(rated, chosen, SAID, [False] * len(SAID))
    assert len(alone) == 2  # Where nothing can be read alone, two are proposed all the same.


def test_a_name_is_no_short_form_of_two_that_speak_together() -> None:
    names = ["Tolvia and neighbouring Ostrand", "Ostrand"]

    assert join_names(names) == ({name: [] for name in names}, [])


def test_short_names_and_initials_go_with_the_one_name_they_fit() -> None:
    joined, questions = join_names(
        [
            "Orlan",
            "Vladimir Orlan",
            "ISW",
            "Institute for the Study of War",
            "Zelensky",
            "Zelenskyy",
        ]
    )
    assert joined["Vladimir Orlan"] == ["Orlan"]
    assert joined["Institute for the Study of War"] == ["ISW"]
    assert questions == [
        'Are "Zelensky" and "Zelenskyy" one source? Then make one an alias of the other.'
    ]


def test_a_voice_that_is_spelt_with_a_time_before_it_is_no_alias() -> None:
    rows = [
        {
            "source_name": "Peter Loom",
            "source_text": text,
            "document_id": "a",
            "resolved_by": "name",
        }
        for text in ("Late on Sunday Peter Loom", "Peter Loom, the harbour master", "Loom")
    ]
    (source,), questions = propose_sources(pd.DataFrame(rows))
    assert (source.name, source.aliases, source.times, questions) == (
        "Peter Loom",
        ("Loom",),
        3,
        [],
    )


def test_a_source_may_be_listed_without_an_origin(make_case: Make) -> None:
    text = "question: Why?\nnarratives:\n  - {id: a, title: A, statement: It was a., terms: [a]}\n"
    folder = make_case(case=f"{text}sources:\n  - {{id: m, name: The mayor, kind: person}}\n")
    assert load_case(folder).sources["origin_id"].tolist() == [""]


# The schema


def test_the_schema_of_the_repository_is_the_one_that_is_written() -> None:
    assert (ROOT / "schema" / "case.schema.json").read_bytes() == write_schema()


def test_the_schema_accepts_what_the_reader_accepts(make_case: Make) -> None:
    schema = json.loads(write_schema())
    for path in (make_case() / "case.yaml", *ROOT.glob("seeds/*/case.yaml")):
        jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), schema)


@pytest.mark.parametrize(
    "change",
    [
        {"question": None},
        {"verdict": "x"},
        {"narratives": []},
        {"narratives": [{"id": "a b", "title": "A", "statement": "A.", "terms": ["a"]}]},
        {"sources": [{"id": "a", "name": "A", "kind": "king"}]},
        {"sources": [{"id": "a", "name": "A", "kind": "person", "reliability": "G"}]},
        {"relations": [{"narrative": "neglect"}]},
        {"relations": [{"narrative": "neglect", "contains": []}]},
        {"relations": [{"contains": "sabotage"}]},
        {"settings": {"reader": {"folder": "a", "served": {"url": "b", "model": "c"}}}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(make_case: Make, change: dict) -> None:
    folder = make_case()
    content = yaml.safe_load((folder / "case.yaml").read_text("utf-8"))
    content = {k: v for k, v in {**content, **change}.items() if v is not None}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json.loads(write_schema()))
    (folder / "case.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(NarrativesError):
        load_case(folder)


def test_a_text_in_another_language_is_said_to_be_unread_and_not_to_be_silent(
    tmp_path: Path,
) -> None:
    russian = "Мэр объявил, что силос упал ночью, и вы это видели сами, сказал он им."
    (tmp_path / "ru.txt").write_text(russian.replace("сказал он им", "было так"), encoding="utf-8")
    (tmp_path / "en.txt").write_text("\n\n".join(STORY), encoding="utf-8")
    texts = [tmp_path / "ru.txt", tmp_path / "en.txt"]
    case = load_case(create_case(tmp_path / "case", "Why did it fall?", ACCOUNTS, texts))
    summary = compare(case).summary()
    assert summary.startswith("The text “ru” was not read (Russian).")
    assert "what was read of these two texts carries" in summary


# Who speaks, and what is misspelt


def test_who_is_only_called_something_is_proposed_and_a_pronoun_is_not() -> None:
    rows = [
        ("The union", "The union", "unresolved", ""),
        ("villagers", "Villagers, who saw it", "group", ""),
        ("they", "they", "unresolved", ""),
        ("The ministry", "The ministry", "unresolved", "Interior Ministry;Defence Ministry"),
    ]
    columns = ["source_name", "source_text", "resolved_by", "candidates"]
    said = pd.DataFrame(rows, columns=columns).assign(document_id="a")
    sources, questions = propose_sources(said)
    assert [source.name for source in sources] == ["The union", "villagers"]
    assert questions == [
        'Is "The ministry" "Interior Ministry" or "Defence Ministry"? Make it an alias of that one.'
    ]


def said_by(*names: str, way: str = "group") -> pd.DataFrame:
    columns = ["source_name", "source_text"]
    return pd.DataFrame([(name, name) for name in names], columns=columns).assign(
        document_id="a", resolved_by=way, candidates=""
    )


def test_people_who_speak_for_a_body_that_speaks_are_no_source_beside_it() -> None:
    said = said_by(
        "The coast guard",
        "Divers of the coast guard",
        "Officials at the ministry of works",
        "The ministry of works",
        "Officials of the ministry of justice",
        "Firefighters from the brigade in Odrava",
        "The brigade",
    )
    sources, questions = propose_sources(said)
    assert {source.name: source.aliases for source in sources} == {
        "The coast guard": ("Divers of the coast guard",),
        "The ministry of works": ("Officials at the ministry of works",),
        "Officials of the ministry of justice": (),
        "The brigade": ("Firefighters from the brigade in Odrava",),
    }
    assert [source.times for source in sources] == [2, 2, 2, 1]
    assert questions == []


def test_employees_who_may_speak_against_their_body_stay_and_are_asked_about() -> None:
    said = said_by("The bank", "Clerks at the bank", "Customers of the bank", "Divers of the bank")
    sources, questions = propose_sources(said)
    assert len(sources) == 4
    assert questions == [
        f'Do "{who} the bank" speak for "The bank"? If so, make it an alias of that one.'
        for who in ("Clerks at", "Divers of")
    ]


def test_what_is_called_after_a_body_is_not_joined_with_it_by_its_last_word() -> None:
    said = said_by("Engineers at Norgrid", "Norgrid", "Some workers", "workers", way="name")
    sources, questions = propose_sources(said)
    times = {source.name: source.times for source in sources}
    assert times == {"workers": 2, "Engineers at Norgrid": 1, "Norgrid": 1}
    assert questions == [
        'Do "Engineers at Norgrid" speak for "Norgrid"? If so, make it an alias of that one.'
    ]


def test_what_is_only_read_is_proposed_as_no_source() -> None:
    said = [
        {"source_name": name, "source_text": name, "document_id": "a", "resolved_by": way}
        for name, way in (
            ("the report", "unresolved"),
            ("two studies of the silo", "group"),
            ("the authors of the report", "group"),
            ("Harbour Report", "name"),
            ("The report, seen by the Herald", "unresolved"),
            ("report", "name"),
            ("The board's first report", "pronoun"),
            ("Tests by the health office", "group"),
            ("The memo", "unresolved"),
            ("Many in Torre", "group"),
            ("Those on board", "group"),
        )
    ]
    sources, questions = propose_sources(pd.DataFrame(said))
    names = [source.name for source in sources]
    assert (names, questions) == (["the authors of the report", "Harbour Report"], [])


def test_a_new_case_knows_all_of_whom_it_can_be_known_who_they_are(tmp_path: Path) -> None:
    text = (
        "The union said that rust had eaten the legs of the silo. Police denied it on Monday. "
        "Villagers said they had heard two blasts. Later they said that the silo had leaned."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        app,
        ["new", str(tmp_path / "case"), str(tmp_path / "a.txt"), "--question", "Why did it fall?"]
        + [f"--narrative={name}={sentence}" for name, sentence in ACCOUNTS.items()],
    )
    assert done.exit_code == 0, done.output
    case = load_case(tmp_path / "case")
    assert {"the_union", "police", "villagers"} <= set(case.sources.index)
    assert not [told for told in compare(case).warnings if "register" in told]


def test_mistakes_under_a_misspelt_key_are_told_in_the_same_run(make_case: Make) -> None:
    text = "question: Why?\nnarrativs:\n  - {id: a b, titel: A, statement: It was a., terms: [a]}\n"
    with pytest.raises(CaseError) as error:
        load_case(make_case(case=text))
    told = str(error.value)
    assert "narrativs is not a known key. Known: question, narratives" in told
    assert "narratives[0].titel is not a known key" in told
    assert 'narratives[0].id "a b" is not an id' in told
    assert 'lacks the key "narratives"' not in told


def test_a_name_in_capitals_is_no_organisation_where_a_title_stands_before_it():
    said = [("BRANDT", "MS. BRANDT"), ("VANE", "DR. VANE"), ("FSB", "the FSB")]
    rows = [
        {"source_name": name, "source_text": text, "document_id": "a", "resolved_by": "name"}
        for name, text in said
    ]
    sources, _ = propose_sources(pd.DataFrame(rows))
    kinds = {source.name: source.kind for source in sources}
    assert kinds == {"BRANDT": "unspecified", "VANE": "unspecified", "FSB": "organisation"}
