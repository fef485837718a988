from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus_case import files_of, make_corpus, text_of

import narratives as nv
from narratives.corpus import building, open_store, read_corpus
from narratives.corpus.store import part_names, writing
from narratives.schema import NarrativesError

SIZE = 3


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(building, "SIZE", SIZE)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("corpus") / "in")


@pytest.fixture(scope="module")
def serial(corpus, tmp_path_factory) -> Path:
    store = tmp_path_factory.mktemp("serial") / "store"
    before = building.SIZE
    building.SIZE = SIZE
    run = read_corpus(corpus, store)
    building.SIZE = before
    assert (run.entries, run.known, run.documents, len(run.failures)) == (15, 0, 14, 1)
    return store


def test_each_document_and_each_statement_stands_in_the_store_once(corpus, serial):
    store = open_store(serial)
    texts = [path.read_text() for path in corpus.rglob("0*.txt")] + 2 * [text_of(12)]
    assert sorted(store.sql("SELECT text FROM documents")["text"]) == sorted(texts)
    wanted = []
    for document in store.sql("SELECT document_id, text FROM documents").itertuples():
        alone = nv.extract_statements(
            nv.Document(document.document_id, document.text), model="fast"
        )
        wanted.extend(alone.index)
    found = store.sql("SELECT statement_id FROM statements")["statement_id"]
    assert sorted(found) == sorted(wanted)
    assert len(wanted) == 2 * len(texts)
    assert store.counts.to_dict() == {
        "documents": 14, "statements": 28, "bearings": 0, "copies": store.counts["copies"],
        "failures": 1,
    }  # fmt: skip


def test_what_a_line_says_about_its_text_is_kept(serial):
    rows = open_store(serial).sql(
        "SELECT path, publisher, published, date FROM documents WHERE path LIKE 'wire%' ORDER BY 1"
    )
    assert rows.to_numpy().tolist() == [
        ["wire.jsonl#a", "Echo", "6 May 2031", "2031-05-06"],
        ["wire.jsonl#b", "Sol", "2031-05-07", "2031-05-07"],
    ]


def test_a_text_that_stands_twice_is_a_copy_with_the_earlier_one_first(serial):
    rows = open_store(serial).sql(
        "SELECT a.path AS first, b.path AS second, relation, standing, source_name FROM copies c "
        "JOIN documents a ON a.document_id = c.first JOIN documents b ON b.document_id = c.second "
        "WHERE relation = 'same'"
    )
    assert rows.to_numpy().tolist() == [["wire.jsonl#a", "wire.jsonl#b", "same", "likely", "Echo"]]


def test_nothing_in_a_store_tells_where_or_when_it_was_made(corpus, serial, tmp_path):
    moved = shutil.copytree(corpus, tmp_path / "elsewhere")
    for path in moved.rglob("*.txt"):
        os.utime(path, (1, 1))
    read_corpus(moved, tmp_path / "store")
    assert files_of(tmp_path / "store") == files_of(serial)
    assert not [n for n, blob in files_of(serial).items() if str(corpus.parent).encode() in blob]


def test_a_second_run_reads_nothing_again(corpus, serial, tmp_path):
    store = shutil.copytree(serial, tmp_path / "store")
    run = read_corpus(corpus, store)
    assert (run.entries, run.known, run.documents, run.failures) == (15, 15, 0, ())
    assert files_of(store) == files_of(serial)


def test_where_parts_are_missing_the_same_parts_are_made_again(corpus, serial, tmp_path):
    names = part_names(serial)
    for gone in (names[:1], names[1:4], names):
        store = shutil.copytree(serial, tmp_path / f"without-{len(gone)}")
        for name in gone:
            shutil.rmtree(store / "parts" / name)
        (store / "unfinished" / "left-by-a-kill").mkdir()
        read_corpus(corpus, store)
        assert files_of(store) == files_of(serial)


def test_what_a_worker_of_this_run_left_is_cleared_at_its_end(tmp_path):
    store = tmp_path / "store"
    (store / "unfinished").mkdir(parents=True)
    with writing(store):
        (store / "unfinished" / "left-by-a-kill").mkdir()
    assert list((store / "unfinished").iterdir()) == []


def test_processes_make_the_same_store_though_two_of_them_are_killed(corpus, serial, tmp_path):
    from multiprocessing import active_children

    killed = []

    def kill(progress):
        if progress.done and len(killed) < 2:
            for child in active_children()[:1]:
                os.kill(child.pid, signal.SIGKILL)
                killed.append(child.pid)

    run = read_corpus(corpus, tmp_path / "store", workers=2, progress=kill)
    assert len(set(killed)) == 2
    assert (run.documents, len(run.failures)) == (14, 1)
    assert files_of(tmp_path / "store") == files_of(serial)


def test_a_client_that_is_killed_loses_nothing_and_leaves_no_process(corpus, serial, tmp_path):
    store = tmp_path / "store"
    code = (
        "import sys; from narratives.corpus import building\n"
        f"building.SIZE = {SIZE}\n"
        "if __name__ == '__main__':\n"
        f"    building.read_corpus({str(corpus)!r}, {str(store)!r}, workers=2)\n"
    )
    script = tmp_path / "client.py"
    script.write_text(code)
    client = subprocess.Popen([sys.executable, script], env=_environment())
    while not (store / "parts").is_dir() or not part_names(store):
        assert client.poll() is None
        time.sleep(0.02)
    children = _children_of(client.pid)
    client.kill()
    client.wait()
    made = part_names(store)
    assert made
    for _ in range(500):
        if not any(map(_lives, children)):
            break
        time.sleep(0.02)
    assert [child for child in children if _lives(child)] == []
    read_corpus(corpus, store)
    assert set(made) <= set(part_names(store))
    assert files_of(store) == files_of(serial)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(nv.__file__).parents[1])}


def _children_of(process: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(number) for number in listed.stdout.split()]


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"


def test_dask_makes_the_same_store_though_a_worker_is_killed(corpus, serial, tmp_path):
    distributed = pytest.importorskip("distributed")
    killed = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:

        def kill(progress):
            if progress.done and not killed:
                nanny = cluster.workers[0]
                killed.append(nanny.pid)
                os.kill(nanny.pid, signal.SIGKILL)

        run = read_corpus(
            corpus, tmp_path / "store", scheduler=cluster.scheduler_address, progress=kill
        )
    assert len(killed) == 1
    assert (run.documents, len(run.failures)) == (14, 1)
    assert files_of(tmp_path / "store") == files_of(serial)


def test_progress_tells_what_is_left_and_what_was_left_out(corpus, tmp_path):
    told = []
    read_corpus(corpus, tmp_path / "store", progress=told.append)
    reading = [(p.done, p.left) for p in told if p.step == "reading"]
    assert reading == [(done, 15 - done) for done in range(0, 16, SIZE)]
    assert [p.step for p in told][:1] == ["listing the documents"]
    assert [p.step for p in told][-1:] == ["looking for copies"]
    failed = [pair for p in told for pair in p.failed]
    assert failed == [("empty.txt", "the file is empty. Put the text of the document in it.")]


def test_a_text_that_changed_is_read_again_and_only_its_last_version_counts(tmp_path):
    corpus = make_corpus(tmp_path / "in", 2)
    store = tmp_path / "store"
    read_corpus(corpus, store)
    file = corpus / "week-0" / "000.txt"
    first = file.read_text()
    for version, text in enumerate((text_of(77), first), 2):
        file.write_text(text)
        run = read_corpus(corpus, store)
        assert (run.documents, run.known) == (1, 4)
        found = open_store(store)
        rows = found.sql("SELECT version, text FROM documents WHERE path = 'week-0/000.txt'")
        assert rows.to_numpy().tolist() == [[version, text]]
        assert found.counts[["documents", "statements"]].tolist() == [4, 8]


def test_what_was_left_out_is_read_again_only_where_that_is_asked(tmp_path):
    corpus, store = make_corpus(tmp_path / "in", 1), tmp_path / "store"
    read_corpus(corpus, store)
    assert read_corpus(corpus, store).failures == ()
    run = read_corpus(corpus, store, retry=True)
    assert [path for path, _ in run.failures] == ["empty.txt"]
    (corpus / "empty.txt").write_text(text_of(5))
    assert read_corpus(corpus, store).documents == 1
    assert open_store(store).counts["failures"] == 0


def test_hostile_files_are_told_and_cost_the_others_nothing(tmp_path):
    corpus = make_corpus(tmp_path / "in", 1)
    (corpus / "binary.txt").write_bytes(b"\0\1\2" * 50)
    (corpus / "large.txt").write_bytes(b"a" * 60_000_001)
    (corpus / "long.txt").write_text("word " * 500_000)
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    (corpus / "page.html").write_text(f"<html><body><p>{text_of(3)}</p></body></html>")
    (corpus / "page_files").mkdir()
    (corpus / "page_files" / "menu.txt").write_text("Home")
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "link.txt").symlink_to("nowhere")
    lines = [
        b'{"text": "half a letter \\ud800 here, the ministry said."}', b"{", b"[1]",
        b'{"title": "no text"}', b'{"text": 7, "id": "number"}', b'{"text": ["a"]}', b"[" * 50_000,
        b'{"id": "a", "text": "The dam held, the mayor said."}', b'{"file": "../gone.txt"}',
        b'{"id": "a", "text": "The dam broke, the mayor said."}', b'{"text": ""}',
    ]  # fmt: skip
    (corpus / "odd.jsonl").write_bytes(b"\n".join(lines))
    run = read_corpus(corpus, tmp_path / "store")
    why = dict(run.failures)
    assert {name.split("#")[0] for name in why} == {
        "empty.txt", "binary.txt", "long.txt",
    }  # fmt: skip
    assert why["binary.txt"].startswith("the file is binary, not text.")
    assert why["long.txt"].startswith("the file has 2,500,000 characters; at most 2,000,000")
    problems = [f"{place}: {told}" for place, told in run.problems]
    for words in (
        "large.txt: the file has more than 60,000,000 bytes",
        "pipe.txt: this is a FIFO",
        "link.txt: there is no such file",
        'odd.jsonl, line 1: its key "text" holds half a letter',
        "odd.jsonl, line 2: this is no line of JSON",
        'odd.jsonl, line 3: this is no mapping. Write {"text": "…"}.',
        'odd.jsonl, line 4: it needs either "text" or "file", and has neither (its keys: title)',
        'odd.jsonl, line 6: its key "text" holds list. Write a text.',
        "odd.jsonl, line 7: this is no line of JSON",
        "odd.jsonl#../gone.txt: there is no such file",
        "odd.jsonl#a: it stands there twice; the first counts",
        'odd.jsonl, line 11: it needs either "text" or "file"',
    ):
        assert [told for told in problems if told.startswith(words)], (words, problems)
    assert run.passed_over == 1
    paths = open_store(tmp_path / "store").sql("SELECT path FROM documents ORDER BY path")["path"]
    assert list(paths) == [
        "odd.jsonl#a", "odd.jsonl#number", "page.html", "week-0/000.txt", "wire.jsonl#a",
        "wire.jsonl#b",
    ]  # fmt: skip


def test_a_document_in_which_the_program_fails_is_left_out(corpus, tmp_path, monkeypatch):
    from narratives.corpus import drafting

    real = drafting.read_rows

    def broken(document, *more, **named):
        if document.text == text_of(4):
            raise IndexError("out of range")
        return real(document, *more, **named)

    monkeypatch.setattr(drafting, "read_rows", broken)
    run = read_corpus(corpus, tmp_path / "store")
    assert run.documents == 13
    why = dict(run.failures)["week-1/004.txt"]
    assert why.startswith("the program failed here (IndexError: out of range; test_corpus")


def test_a_disk_that_is_full_ends_the_run_and_what_was_read_stays(corpus, tmp_path, monkeypatch):
    from narratives.corpus import drafting

    real, calls = drafting.keep_part, []

    def full(*places):
        calls.append(places)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(*places)

    monkeypatch.setattr(drafting, "keep_part", full)
    with pytest.raises(NarrativesError, match=r"a part cannot be written \(\[Errno 28\] No space"):
        read_corpus(corpus, tmp_path / "store")
    assert len(part_names(tmp_path / "store")) == 2
    assert (
        open_store(tmp_path / "store").warnings[0].endswith("`narratives corpus` again to its end.")
    )


def test_of_a_case_the_bearings_are_those_of_its_accounts(make_case, tmp_path):
    case = nv.load_case(make_case())
    (tmp_path / "in").mkdir()
    shutil.copy(case.folder / "documents" / "flood.txt", tmp_path / "in")
    read_corpus(tmp_path / "in", tmp_path / "store", case=case, model="accurate")
    store = open_store(tmp_path / "store")
    wanted = nv.compare(case, draft=True)
    rows = store.sql(
        "SELECT split_part(statement_id, ':', 2) AS place, narrative_id, stance, how, probability, "
        "unsure FROM bearings ORDER BY ALL"
    )
    found = {tuple(row[:5]) for row in rows.to_numpy().tolist() if not row[5]}
    told = {
        (r.statement_id.split(":")[1], r.narrative_id, r.stance, r.how, r.probability)
        for r in wanted.bearings.itertuples()
    }
    assert found == told
    named = store.sql("SELECT source_name, source_id, origin_id FROM statements ORDER BY ALL")
    kept = wanted.statements[["source_name", "source_id", "origin_id"]].sort_values("source_name")
    assert named.to_numpy().tolist() == kept.to_numpy().tolist()
    assert dict(store.accounts) == {"neglect": "Neglect", "sabotage": "Sabotage"}


def test_what_was_read_in_another_way_is_not_added(corpus, serial, make_case, tmp_path):
    store = shutil.copytree(serial, tmp_path / "store")
    with pytest.raises(
        NarrativesError, match='--model is "fast" in this store, and "accurate" now'
    ):
        read_corpus(corpus, store, model="accurate")
    with pytest.raises(NarrativesError, match='--case is none in this store, and "orlen" now'):
        read_corpus(corpus, store, case=nv.load_case(make_case()))
    about = json.loads((store / "store.json").read_text())
    (store / "store.json").write_text(json.dumps({**about, "narratives": "0.0.1"}))
    with pytest.raises(
        NarrativesError, match=r'the version of narratives is "0\.0\.1" in this store'
    ):
        read_corpus(corpus, store)
    (store / "store.json").write_text(json.dumps({**about, "fingerprint": "other"}))
    with pytest.raises(NarrativesError, match="accounts, sources or settings of the case none"):
        read_corpus(corpus, store)
    (store / "store.json").write_text(json.dumps({**about, "format": 99}))
    for use in (open_store, lambda folder: read_corpus(corpus, folder)):
        with pytest.raises(NarrativesError, match="format 99 is that of another version"):
            use(store)
    (store / "store.json").write_text("{")
    with pytest.raises(NarrativesError, match=r"store\.json: this is no JSON"):
        open_store(store)


def test_a_store_that_another_program_writes_is_left_alone(corpus, serial, tmp_path):
    store = shutil.copytree(serial, tmp_path / "store")
    with writing(store), pytest.raises(NarrativesError, match="another program adds to this store"):
        read_corpus(corpus, store)
    with writing(store):
        assert open_store(store).counts["documents"] == 14


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("full", "full: the folder holds note.txt, and no store. Name a new folder with --out."),
        ("note", "note: this is a file. Name a new folder for the store."),
        ("gone/store", "gone: there is no such folder. Make it, or name another."),
    ],
)
def test_a_store_goes_into_no_folder_that_holds_something_else(corpus, tmp_path, out, told):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    (tmp_path / "note").write_text("mine")
    with pytest.raises(NarrativesError) as caught:
        read_corpus(corpus, tmp_path / out)
    assert str(caught.value).endswith(told)
    assert (tmp_path / "full" / "note.txt").read_text() == "mine"


def test_paths_that_hold_no_documents_are_named_at_once(tmp_path, make_case):
    case = make_case()
    (tmp_path / "empty").mkdir()
    with pytest.raises(NarrativesError) as caught:
        read_corpus([tmp_path / "gone", tmp_path / "empty", case], tmp_path / "store")
    first, second, third = str(caught.value).splitlines()
    assert first.endswith("gone: there is no such file or folder. Check the name.")
    assert "empty: the folder holds no file that is read (.txt," in second
    assert third.endswith("documents, and give the case with --case.")
    assert not (tmp_path / "store").exists()


def test_two_files_of_one_name_are_not_taken_for_one(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(text_of(len(name)))
    run = read_corpus([tmp_path / "a", tmp_path / "b"], tmp_path / "store")
    assert run.documents == 1
    assert run.problems[0][1].endswith('is called "x.txt" too. Name the folder that holds both.')


def test_a_scheduler_that_does_not_answer_is_named(corpus, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    from narratives.corpus import cluster

    monkeypatch.setattr(cluster, "_WAIT", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(NarrativesError, match="no scheduler of Dask answers there"):
            read_corpus(corpus, tmp_path / "store", scheduler=address)


def test_a_case_with_a_served_reader_is_refused(corpus, make_case, tmp_path):
    served = "settings:\n  reader: {served: {url: 'http://127.0.0.1:1', model: m}}\n"
    from flood_case import CASE_YAML

    case = nv.load_case(make_case(CASE_YAML.replace("settings:\n  reviewer: Ana\n", served)))
    with pytest.raises(
        NarrativesError, match="ask for a served reader, which a corpus cannot have"
    ):
        read_corpus(corpus, tmp_path / "store", case=case)
