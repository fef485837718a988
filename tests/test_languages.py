"""Texts in other languages than English, from the file to the table, the terminal and the page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import narratives as nv
import narratives.lexicon
from narratives.documents import (
    find_segments,
    language_of,
    note_on_language,
    paragraph_languages,
    split_sentences,
)
from narratives.documents.language import tell_language
from narratives.lexicon import has_list
from narratives.schema import FURNITURE, Document

LEXICON = Path(narratives.lexicon.__file__).parent
OTHER = "language without word lists"

TEXTS = {
    "ru": (
        "В порту города Ольмен утром прогремел взрыв, и причиной стала неисправная цистерна.",
        "«Мы писали министерству ещё весной», — сказал инженер Пётр Ланге.",
        "«Мы писали министерству ещё весной»",
    ),
    "uk": (
        "У порту міста Ольмен уранці пролунав вибух, і його причиною стала несправна цистерна.",
        "«Ми писали міністерству ще навесні», – сказав інженер Петро Ланге.",
        "«Ми писали міністерству ще навесні»",
    ),
    "fr": (
        "Une explosion s'est produite dans le port d'Olmen, et une citerne en est la cause.",
        "« Nous avons écrit au ministère au printemps », a dit l'ingénieur Pierre Lange.",
        "« Nous avons écrit au ministère au printemps »",
    ),
    "de": (
        "Im Hafen von Olmen ist am Morgen ein Tank explodiert, und die Stadt war ohne Strom.",
        "„Wir haben dem Ministerium im Frühjahr geschrieben“, sagte Ingenieur Peter Lange.",
        "„Wir haben dem Ministerium im Frühjahr geschrieben“",
    ),
    "es": (
        "Una explosión se produjo en el puerto de Olmen, y la causa fue una cisterna de la planta.",
        '"Escribimos al ministerio en la primavera", dijo el ingeniero Pedro Lange.',
        '"Escribimos al ministerio en la primavera"',
    ),
    "pl": (
        "Do wybuchu w porcie Olmen doszło rano, a jego przyczyną była stara cysterna z zakładu.",
        "„Pisaliśmy do ministerstwa już na wiosnę”, powiedział inżynier Piotr Lange.",
        "„Pisaliśmy do ministerstwa już na wiosnę”",
    ),
}  # fmt: skip
ENGLISH = (
    "The tank in the port was broken, and the mayor of the town said that it had to be repaired."
)


# Recognising


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_known_by_its_small_words_whatever_is_declared(language: str) -> None:
    text = "\n\n".join(TEXTS[language][:2])
    assert language_of(Document("x", text)) == language
    assert language_of(Document("x", text, language="en-GB")) == language
    assert language_of(Document("x", ENGLISH, language=language)) == "en"


@pytest.mark.parametrize("language", TEXTS)
def test_a_short_paragraph_is_told_from_the_english_ones_around_it(language: str) -> None:
    assert paragraph_languages([ENGLISH, TEXTS[language][1]], "en") == ["en", language]


@pytest.mark.parametrize("language", TEXTS)
def test_an_english_paragraph_is_told_from_the_others_around_it(language: str) -> None:
    found = paragraph_languages([TEXTS[language][0], ENGLISH, "Olmen, 6.5."], language)
    assert found == [language, "en", language]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Jean-Luc de la Fontaine, María del Carmen López, Hans von der Heide and Łukasz Żak",
        "Wolfgang Schäuble told Die Zeit that Le Monde and El País had misquoted him.",
        'The channel "Украинская правда" reported that a tank of Чорний Яр was in the port.',
        "E.U. leaders weigh plans for greater military coordination.",
        "MADRID, La Paz, Los Angeles, Las Palmas, El Alto, San Juan",
        "Olmen 3, Orlen 2 (Lange 12, 40; Müller 55 - Der Spieler 7)",
        "",
    ],
)
def test_names_from_elsewhere_do_not_make_an_english_paragraph_foreign(paragraph: str) -> None:
    assert paragraph_languages([paragraph], "en") == ["en"]


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Dam holds", "en", "en"),
        ("Dam holds", "de", "de"),
        ("Der Rat war in der Stadt und nicht im Hafen.", "en", "de"),
        ("水坝坚持住了，市长说，没有人受伤。", "en", ""),
        ("Dammen höll under natten och ingen människa skadades sade borgmästaren.", "sv", "sv"),
        ("", "en", "en"),
    ],
)
def test_what_is_declared_stands_where_the_words_do_not_tell(
    text: str, declared: str, expected: str
) -> None:
    assert language_of(Document("x", text, language=declared)) == expected


def test_a_file_is_read_in_the_language_of_its_words(tmp_path: Path) -> None:
    path = tmp_path / "olmen.txt"
    path.write_text("\n\n".join(TEXTS["uk"][:2]), encoding="utf-8")
    assert nv.read_document(path).language == "uk"
    assert nv.read_document(path, language="be").language == "be"


# Marks and labels


@pytest.mark.parametrize("language", [code for code in TEXTS if not has_list("cues", code)])
def test_a_text_in_a_language_without_cues_gives_its_quotation_and_nobodys_name(
    language: str,
) -> None:
    text = "\n\n".join(TEXTS[language][:2])
    document = Document("x", text)
    table = nv.extract_statements(document)
    marks = '«»„“”" '
    assert table["content_text"].tolist() == [TEXTS[language][2].strip(marks)]
    row = table.iloc[0]
    assert (row["kind"], row["source_name"], row["source"]) == ("direct", "unnamed", "")
    assert (row["strength"], row["strength_words"], row["polarity"]) == ("", "", "asserts")
    assert row["flags"] == OTHER
    assert row[["probability", "link_probability"]].isna().all()


def test_a_foreign_paragraph_takes_no_speaker_from_the_english_one_before_it() -> None:
    english = '"We had written in the spring," said Ana Ruiz, an engineer at the port.'
    russian = "«Никаких писем не было, и это легко проверить»."
    table = nv.extract_statements(Document("x", f"{ENGLISH}\n\n{english}\n\n{russian}"))
    last = table.iloc[-1]
    assert last["content_text"] == "Никаких писем не было, и это легко проверить"
    assert (last["source_name"], bool(last["inferred"])) == ("unnamed", False)
    assert (table["flags"] == OTHER).tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("source", "details", "quote"),
    [
        ("Джерело: пресслужба порту Ольмен", "Деталі: ", "Дослівно: "),
        ("Источник: пресс-служба порта Ольмен", "Детали: ", "Цитата: "),
    ],
)
def test_labels_of_another_language_name_the_source_of_what_follows(
    source: str, details: str, quote: str
) -> None:
    ukrainian = source.startswith("Дж")
    story, words, _ = TEXTS["uk" if ukrainian else "ru"]
    text = f"{story}\n\n{source}\n\n{quote}{words.split(',')[0]}.\n\n{details}{story}"
    table = nv.extract_statements(Document("x", text))
    assert set(table["source_name"]) == {source.partition(": ")[2]}
    assert (table["flags"] == OTHER).all()


@pytest.mark.parametrize(
    "line",
    [
        "Explosion in Olmen: drei Tote und viele Fragen in der Stadt",
        "Hintergrund: Der Tank war alt und die Stadt hat ihn nicht geprüft.",
        "Wichtig: Der Tank war alt und die Stadt hat ihn nicht geprüft.",
        "Foto: Peter Lange",
    ],
)
def test_a_label_that_names_nobody_is_no_source(line: str) -> None:
    text = f"{line}\n\n{TEXTS['de'][0]}\n\n{line}\n\n{TEXTS['de'][0]}"
    assert nv.extract_statements(Document("x", text)).empty


def test_a_speaker_beside_a_colon_is_found_in_any_language() -> None:
    text = f"{TEXTS['pl'][0]}\n\nAnna Nowak: „Tama była stara i nikt jej nie pilnował”."
    row = nv.extract_statements(Document("x", text)).iloc[-1]
    assert (row["source_name"], row["cue_text"]) == ("Anna Nowak", ":")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "Читайте также: Как хранить селитру - Портовый вестник"),
        ("uk", "Читайте також: Як зберігати селітру"),
        ("fr", "Lire aussi : Comment stocker le salpêtre"),
        ("de", "Lesen Sie auch: Wie man Salpeter lagert"),
        ("es", "Lea también: Cómo se guarda el salitre"),
        ("pl", "Czytaj też: Jak przechowywać saletrę"),
        ("uk", "Підписуйтесь на наш канал у Telegram"),
        ("de", "Foto: Peter Lange / Hafen Olmen"),
        ("fr", "Read also: How to store saltpetre"),
    ],
)
def test_furniture_of_a_page_is_known_in_its_language_and_in_english(
    language: str, line: str
) -> None:
    story = "\n\n".join(TEXTS[language][:2])
    segments = find_segments(Document("x", f"{story}\n\n{line}\n\n{TEXTS[language][1]}"))
    assert segments["kind"].iloc[2] in FURNITURE
    assert segments["analyse"].tolist() == [True, True, False, False]


def test_an_abbreviation_of_a_language_does_not_end_its_sentence() -> None:
    text = f"{TEXTS['de'][0]} Der Tank war lt. Dr. Lange bzw. Hr. Kraft alt. Er stand am Kai."
    found = split_sentences(Document("x", text))
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)][1:] == [
        "Der Tank war lt. Dr. Lange bzw. Hr. Kraft alt.",
        "Er stand am Kai.",
    ]


# The note


def test_the_note_counts_the_paragraphs_of_each_language() -> None:
    text = "\n\n".join([ENGLISH, TEXTS["ru"][1], TEXTS["ru"][1], TEXTS["de"][1], ENGLISH])
    note = note_on_language(Document("x", text, file="olmen.txt"))
    # A paragraph that comes again is furniture and is not read.
    assert note.startswith(
        "olmen.txt: 1 paragraph of 3 reads as Russian. 1 paragraph of 3 reads as German. Where "
        "the words that attribute are not listed, only direct quotations and labels"
    )


@pytest.mark.parametrize(
    ("text", "declared", "start"),
    [
        (ENGLISH, "en", ""),
        (ENGLISH, "fr", 'x: the text is said to be in "fr" and reads as English.'),
        (TEXTS["pl"][0], "en", "x: the text reads as Polish. "),
        ("reH tIqtaH, jatlh qaptaH.", "tlh", 'x: the text is in "tlh", which has no word lists. '),
        ("水坝坚持住了，市长说。", "en", "x: the text reads as no language that has word lists. "),
    ],
)
def test_the_note_says_what_the_text_is_in(text: str, declared: str, start: str) -> None:
    note = note_on_language(Document("x", text, language=declared))
    assert note.startswith(start)
    assert bool(note) == bool(start)


def test_the_note_stands_at_the_terminal_and_on_the_page(
    make_case: Callable[..., Path], tmp_path: Path
) -> None:
    text = "\n\n".join(TEXTS["de"][:2])
    folder = make_case(text=text, documents="- {id: flood, file: flood.txt}\n")
    comparison = nv.compare(nv.load_case(folder))
    assert any("reads as German" in warning for warning in comparison.warnings)
    page = tmp_path / "page.html"
    comparison.to_html(page)
    html = page.read_text(encoding="utf-8")
    assert "reads as German" in html
    assert "lang=de" in html
    done = run_narratives("statements", str(folder / "documents" / "flood.txt"))
    assert "reads as German" in " ".join((done.stdout + done.stderr).split())
    assert {"not", "judged"} <= set(done.stdout.split())


# A language that a contributor adds

EO = {
    "about": "key\tvalue\nname\tEsperanto\n",
    "grammar": (
        "class\twords\n"
        "determiner\tla tiu tiuj ĉi nia lia ŝia ilia\n"
        "preposition\tde en al sur por kun el laŭ pri post antaŭ\n"
        "auxiliary\testas estis estos\n"
        "subject_pronoun\tmi vi li ŝi ĝi ni ili oni\n"
        "subordinator\tke se kiam ĉar\n"
        "that\tke ĉu\n"
        "coordinator\tkaj aŭ sed\n"
        "label_word\tfoto\n"
    ),
    "cues": (
        "lemma\tpos\tclass\tframes\tstrength\tpolarity\n"
        "diri\tverb\tsay\tq c\t\tasserts\n"
        "supozi\tverb\tbelieve\tc\tpossible\tasserts\n"
        "nei\tverb\tdeny\tc\t\tdenies\n"
        "laŭ\tphrase\taccording\t\t\tasserts\n"
    ),
    "forms": "lemma\tforms\ndiri\tdiris; diras\nsupozi\tsupozas\nnei\tneis; neas\n",
    "sentence_ends": "word\tkind\ns-ro\tname\n",
    "furniture": (
        "kind\twhere\tpattern\twhy\n"
        "link_header\tstart\tlegu ankaŭ\\b\tthe line leads to another article\n"
    ),
}
EO_TEXT = """La digo rompiĝis dimanĉe en la nokto, diris la urbestro Petro Lango.

S-ro Lango supozas, ke la muro estis malnova kaj ke oni ne prizorgis ĝin.

«Ni skribis al la ministerio en la printempo», diris Ana Ruiz al la gazeto.

La ministro neis, ke li ricevis la leteron.

Laŭ la polico de Orlen, kvar homoj estas en la hospitalo.

Legu ankaŭ: Kiel oni konstruas digon, diris la fakulo

Foto: Ana Ruiz diris
"""
_RUN = (
    "import sys, pathlib, narratives.lexicon as l; l.ROOT = pathlib.Path(sys.argv[1]); "
    "from narratives.cli import app; app(sys.argv[2:])"
)


def run_narratives(*arguments: str, root: Path = LEXICON) -> subprocess.CompletedProcess[str]:
    """Run a command on word lists that stand elsewhere, as a contributor's would stand here."""
    return subprocess.run(
        [sys.executable, "-c", _RUN, str(root), *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def contributed(tmp_path: Path) -> Path:
    """A copy of the word lists with a folder that no code knows of."""
    root = tmp_path / "lexicon"
    shutil.copytree(LEXICON, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "eo").mkdir()
    for name, rows in EO.items():
        (root / "eo" / f"{name}.tsv").write_text(f"# Invented.\n{rows}", encoding="utf-8")
    (tmp_path / "digo.txt").write_text(EO_TEXT, encoding="utf-8")
    return root


def test_a_folder_of_lists_makes_a_language_from_the_file_to_the_table(contributed: Path) -> None:
    text = str(contributed.parent / "digo.txt")
    done = run_narratives("statements", text, "--format", "jsonl", root=contributed)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    columns = ("source_text", "cue_text", "content_text", "strength", "polarity")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("la urbestro Petro Lango", "diris", "La digo rompiĝis dimanĉe en la nokto", "", "asserts"),
        ("S-ro Lango", "supozas", "la muro estis malnova kaj ke oni ne prizorgis ĝin", "possible",
         "asserts"),
        ("Ana Ruiz", "diris", "Ni skribis al la ministerio en la printempo", "", "asserts"),
        ("La ministro", "neis", "li ricevis la leteron", "", "denies"),
        ("la polico de Orlen", "Laŭ", "kvar homoj estas en la hospitalo", "", "asserts"),
    ]  # fmt: skip
    assert all(row["flags"] == ["language with cues alone"] for row in rows)
    assert all(row["probability"] is None for row in rows)
    assert "reads as Esperanto" in " ".join(done.stderr.split())


def test_without_cues_a_language_gives_its_quotation_and_a_note(contributed: Path) -> None:
    (contributed / "eo" / "cues.tsv").unlink()
    text = str(contributed.parent / "digo.txt")
    done = run_narratives("statements", text, "--format", "jsonl", root=contributed)
    (row,) = (json.loads(line) for line in done.stdout.splitlines())
    assert row["content_text"] == "Ni skribis al la ministerio en la printempo"
    assert (row["source_name"], row["strength"], row["flags"]) == ("unnamed", "", [OTHER])
    assert "only direct quotations and labels" in " ".join(done.stderr.split())


def test_a_list_that_is_wrong_is_named_at_the_terminal(contributed: Path) -> None:
    (contributed / "eo" / "cues.tsv").write_text(
        EO["cues"].replace("\tasserts\nnei", "\tagrees\nnei").replace("verb\tdeny", "verbo\tdeny"),
        encoding="utf-8",
    )
    done = run_narratives("statements", str(contributed.parent / "digo.txt"), root=contributed)
    told = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert 'lexicon/eo/cues.tsv, line 3: polarity "agrees" is not known' in told
    assert 'lexicon/eo/cues.tsv, line 4: pos "verbo" is not known' in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Niemand kam.", "en"),
        ("Niemand kam nicht.", "de"),
        ("Il est parti hier.", "fr"),
        ("Police denied it.", "en"),
        ("Ana de la Torre resigned.", "en"),
        ("Der Mayor of Orlen left with nothing und nobody.", "en"),
    ],
)
def test_a_sentence_that_nobody_declared_is_told_by_one_small_word_of_one_language(text, language):
    assert tell_language(text) == language
