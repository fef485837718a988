"""Which reader a case asks for, and how its settings are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratives.case import load_case
from narratives.reading import EncoderReader, ServedReader, choose_reader
from narratives.schema import CaseError, NarrativesError

CASE = """\
question: What broke the dam?
narratives:
- {id: rain, title: Rain, statement: Rain broke the dam., terms: [rain]}
- {id: mine, title: Mine, statement: The army mined the dam., terms: [mine]}
settings:
  reviewer: Ana
  reader: """


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Rain broke the dam, the minister said.\n")
    (tmp_path / "documents" / "documents.yaml").write_text("- {id: a, file: a.txt}\n")
    return tmp_path


def load(case: Path, reader: str) -> dict[str, object]:
    (case / "case.yaml").write_text(CASE + reader + "\n")
    return dict(load_case(case).settings)


def test_without_a_setting_the_encoder_of_the_package_reads() -> None:
    assert isinstance(choose_reader({"reviewer": "Ana"}, None), EncoderReader)


def test_a_folder_is_seen_from_the_case_folder(case: Path) -> None:
    (case / "models" / "nli").mkdir(parents=True)
    settings = load(case, "{folder: models/nli}")
    assert settings["reader"] == {"folder": "models/nli"}
    with pytest.raises(NarrativesError, match=r"models/nli/config.json: there is no such file"):
        choose_reader(settings, case)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:11434", "http://[::1]:8000/v1", "https://localhost"]
)
def test_a_served_model_is_chosen_and_its_answers_lie_in_the_case_folder(
    case: Path, url: str
) -> None:
    settings = load(case, f"{{served: {{url: '{url}', model: 'gemma:4b'}}}}")
    assert settings["reader"] == {"served": {"url": url, "model": "gemma:4b", "anywhere": False}}
    reader = choose_reader(settings, case)
    assert isinstance(reader, ServedReader)
    assert reader._answers.path == case / "answers.jsonl"
    assert not (case / "answers.jsonl").exists()


@pytest.mark.parametrize(("word", "meant"), [("true", True), ("yes", True), ("false", False)])
def test_anywhere_is_a_yes_or_a_no(case: Path, word: str, meant: bool) -> None:
    text = f"{{served: {{url: 'http://127.0.0.1', model: m, anywhere: {word}}}}}"
    settings = load(case, text)
    assert settings["reader"] == {
        "served": {"url": "http://127.0.0.1", "model": "m", "anywhere": meant}
    }


def test_another_machine_is_allowed_where_the_case_says_so(case: Path) -> None:
    settings = load(case, "{served: {url: 'http://models.example.org', model: m, anywhere: true}}")
    assert choose_reader(settings, case).name == 'model "m" served by models.example.org'


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        ("encoder", r"settings.reader is the text \"encoder\"; it must be a mapping with the keys"),
        ("{}", r"settings.reader has 0 of the keys folder, served. Give one"),
        ("{foldr: x}", r"settings.reader.foldr is not a known key.*Did you mean \"folder\"\?"),
        ("{folder: x, served: {}}", r"settings.reader has 2 of the keys folder, served. Give one"),
        ("{folder: gone}", r'settings.reader.folder "gone": there is no such folder. Write where'),
        ("{folder: [a]}", r"settings.reader.folder is a list; it must be a text"),
        ("{served: here}", r"settings.reader.served is the text \"here\"; it must be a mapping"),
        ("{served: {model: m}}", r'settings.reader.served lacks the key "url". Add it'),
        ("{served: {url: 'http://[::1]'}}", r'settings.reader.served lacks the key "model"'),
        (
            "{served: {url: 'localhost:80', model: m}}",
            r'served.url "localhost:80" is not the address of a server. Write http:// or https://',
        ),
        (
            "{served: {url: 'http://10.0.0.7', model: m}}",
            r'served.url "http://10.0.0.7" is not on this machine. Allowed: 127.0.0.0 to .*Serve '
            r"the model here, or write anywhere: true",
        ),
        (
            "{served: {url: 'http://[::1]', model: m, anywhere: maybe}}",
            r'served.anywhere "maybe" is not allowed. Allowed: true, false',
        ),
        (
            '{served: {url: "http://[::1]", model: "a\\nb"}}',
            r'served.model "a b" is not the name of a model. Write the one under which',
        ),
    ],
)
def test_a_mistake_in_the_setting_names_file_line_and_way_out(
    case: Path, reader: str, message: str
) -> None:
    with pytest.raises(CaseError, match=message) as error:
        load(case, reader)
    assert f"case.yaml, line {CASE.count(chr(10)) + 1}: " in str(error.value)


@pytest.mark.parametrize(
    "reader", [{"folder": "a", "served": {}}, {"served": {"url": "http://[::1]"}}, "x", {"q": 1}]
)
def test_settings_that_no_file_gave_are_checked_too(reader: object) -> None:
    with pytest.raises(NarrativesError, match=r"settings.reader is .* Allowed: \{folder: path\}"):
        choose_reader({"reader": reader}, None)
