from __future__ import annotations

from corpus_case import double_or_die, make_corpus

from narratives.corpus import running
from narratives.corpus.drafting import KILLED, Batch, Recipe, draft_batch, try_entry
from narratives.corpus.listing import list_entries
from narratives.corpus.parquet import connect
from narratives.corpus.running import Here, Processes, run_batches
from narratives.corpus.store import begin_store


def test_a_thing_that_kills_its_process_costs_the_others_nothing():
    found = dict(Processes(2).run(double_or_die, range(8)))
    assert found == {**{n: 2 * n for n in range(8)}, 3: None}


class Mortal(Here):
    """A runner whose processes are killed by what holds a word, and by nothing else."""

    def run(self, function, things):
        for thing in things:
            entries = thing.entries if isinstance(thing, Batch) else thing[1:]
            left = [e for e in entries if not isinstance(thing, Batch) or e not in thing.without]
            killed = any("004" in entry.path for entry in left)
            yield thing, None if killed else function(thing)


def test_the_document_that_kills_is_found_and_left_out(tmp_path):
    entries = list_entries([make_corpus(tmp_path / "in", 6)]).entries
    store = tmp_path / "store"
    begin_store(store, {"model": "fast", "case": "", "accounts": {}, "fingerprint": ""})
    batch = Batch(str(store), Recipe("fast"), tuple(entries), (1,) * len(entries))
    [(made, drafted)] = run_batches(Mortal(), [batch])
    assert made == batch
    assert drafted.documents == 7
    assert [path for path, why in drafted.failures if why == KILLED] == ["week-1/004.txt"]
    assert [path.name for path in (store / "parts").iterdir()] == [batch.key]


def test_a_worker_keeps_nothing_of_a_document_that_is_only_tried(tmp_path):
    entries = list_entries([make_corpus(tmp_path / "in", 1)]).entries
    assert [try_entry((Recipe("fast"), entry)) for entry in entries] == [False, True, True, True]


def test_a_part_is_the_same_though_two_workers_make_it(tmp_path):
    entries = list_entries([make_corpus(tmp_path / "in", 2)]).entries
    store = tmp_path / "store"
    begin_store(store, {"model": "fast", "case": "", "accounts": {}, "fingerprint": ""})
    batch = Batch(str(store), Recipe("fast"), tuple(entries), (1,) * len(entries))
    first = draft_batch(batch)
    part = store / "parts" / batch.key
    before = {path.name: path.read_bytes() for path in part.iterdir()}
    assert draft_batch(batch) == first
    assert {path.name: path.read_bytes() for path in part.iterdir()} == before
    assert list((store / "unfinished").iterdir()) == []
    with connect() as con:
        place = str(part / "documents.parquet")
        assert con.execute("SELECT count(*) FROM read_parquet(?)", [place]).fetchone() == (4,)


def test_what_is_handed_out_at_a_time_is_bounded():
    taken = []

    def things():
        for number in range(4, 30):
            taken.append(number)
            yield number

    run = Processes(1).run(double_or_die, things())
    assert next(run) == (4, 8)
    assert len(taken) <= 1 + running.AHEAD
    run.close()
