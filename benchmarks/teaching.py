"""Measure what a person's decisions on a new event are worth on the rest of it.

    python benchmarks/teaching.py --data FOLDER [--decisions 10] [--draws 20]

On each event that the reader never learned from, some statements are decided as annotated, by
chance. Two things learn from them: the light head of ``narratives.bearing.teaching``, and, in whole
articles, the statements around a decided one and the others of its speaker, for which it stands as
decided and not as read (``narratives.bearing.surroundings``). F1 of the pairs of all other
statements is set beside that without each. What an example sentence for and one against each
account are worth stands first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from calibrate_reader import score, speakers_by_name
from sheets import UNKNOWN, Example
from train_sets import load_examples

from narratives.bearing import teaching
from narratives.bearing.odds import Odds, shipped_odds
from narratives.bearing.statements import ReadStatement
from narratives.bearing.surroundings import neighbours_of, read_around, surroundings_of, weigh
from narratives.reading import Account, EncoderReader, Passage, Reading


def tell_articles(held: list[Example], odds: Odds, counts: list[int], draws: int) -> None:
    """Print what decided statements are worth to those around them, in held-out articles."""
    reader = EncoderReader()
    by = surroundings_of(reader)
    articles = by_article(held)
    readings = {
        name: reader.read([e.passage for e in own], [Account(a) for a in own[0].accounts]).likely
        for name, own in articles.items()
    }
    for count in counts:
        chance = np.random.default_rng(0)
        before, after, truth = [], [], []
        for name, own in articles.items():
            likely, answers = readings[name], np.array([e.answers for e in own])
            near = neighbours_of([in_order(n) for n in range(len(own))])
            speakers = speakers_by_name([e.passage.source for e in own])
            for _ in range(draws):
                order = chance.permutation(len(own))
                seen, rest = order[:count], order[count:]
                decided = {int(n): np.where(answers[n] == UNKNOWN, 2, answers[n]) for n in seen}
                for told, known in ((before, {}), (after, decided)):
                    read = weigh(likely, read_around(likely, near, speakers, known), by)
                    told.append(read[rest].reshape(-1, 3))
                truth.append(answers[rest].ravel())
        wanted = np.concatenate(truth)
        some = wanted != UNKNOWN
        plain, taught = (
            score(np.concatenate(told)[some], wanted[some], odds)["f1"] for told in (before, after)
        )
        print(
            f"{len(articles)} articles, {count} decisions stand around the others: "
            f"F1 {plain:.3f} to {taught:.3f}"
        )


def tell_examples(held: list[Example], odds: Odds) -> None:
    """Print what an example for and against each account is worth on all other statements."""
    reader = EncoderReader()
    chance = np.random.default_rng(0)
    plain, shown, truth = [], [], []
    for own in by_article(held).values():
        answers = np.array([e.answers for e in own])
        accounts, taken = [], set[int]()
        for number, account in enumerate(own[0].accounts):
            sentences = []
            for stance in (0, 1):
                some = [n for n in np.flatnonzero(answers[:, number] == stance) if n not in taken]
                chosen = [int(chance.choice(some))] if some else []
                taken.update(chosen)
                sentences.append("".join(own[n].passage.sentence for n in chosen))
            accounts.append(Account(account, *sentences))
        rest = [n for n in range(len(own)) if n not in taken]
        passages = [own[n].passage for n in rest]
        by_themselves = [Account(account.statement) for account in accounts]
        plain.append(reader.read(passages, by_themselves).likely.reshape(-1, 3))
        shown.append(reader.read(passages, accounts).likely.reshape(-1, 3))
        truth.append(answers[rest].ravel())
    wanted = np.concatenate(truth)
    some = wanted != UNKNOWN
    for name, told in (("without", plain), ("with", shown)):
        counts = score(np.concatenate(told)[some], wanted[some], odds)
        print(
            f"{len(truth)} articles, each statement by itself, {name} examples: "
            f"F1 {counts['f1']:.3f}, precision {counts['precision']:.3f}, "
            f"recall {counts['recall']:.3f}, opposite {counts['opposite']:.3f}"
        )


def by_article(held: list[Example]) -> dict[str, list[Example]]:
    articles: dict[str, list[Example]] = {}
    for example in held:
        if example.of_article:
            articles.setdefault(example.event, []).append(example)
    return articles


def in_order(number: int) -> ReadStatement:
    """Return a statement that stands behind those with smaller numbers."""
    return ReadStatement(str(number), "", "", number, number, "", Passage("", "", ""), "en")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--decisions", type=int, nargs="+", default=[5, 10])
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--held", type=float, nargs="+", default=[teaching.HELD])
    parser.add_argument("--account", type=float, nargs="+", default=[teaching.HELD_ACCOUNT])
    asked = parser.parse_args()
    _, held = load_examples(asked.data)
    tell_examples(held, shipped_odds())
    tell_articles(held, shipped_odds(), asked.decisions, asked.draws)
    events: dict[str, list] = {}
    for example in held:
        events.setdefault(example.event, []).append(example)
    reader = EncoderReader()
    readings = {
        name: reader.read([e.passage for e in own], [Account(a) for a in own[0].accounts])
        for name, own in events.items()
    }
    odds = shipped_odds()
    for strength in asked.held:
        for account in asked.account:
            teaching.HELD, teaching.HELD_ACCOUNT = strength, account
            for count in asked.decisions:
                before, after, truth = [], [], []
                chance = np.random.default_rng(0)
                for name, own in events.items():
                    if len(own) < count + 5:
                        continue
                    reading = readings[name]
                    answers = np.array([e.answers for e in own])
                    for _ in range(asked.draws):
                        order = chance.permutation(len(own))
                        seen, rest = order[:count], order[count:]
                        taught = np.where(answers[seen] == UNKNOWN, 2, answers[seen])
                        head = teaching.teach_head(
                            Reading(
                                reading.likely[seen], reading.stated[seen], reading.states[seen]
                            ),
                            taught,
                        )
                        new = teaching.apply_head(head, reading)
                        before.append(reading.likely[rest].reshape(-1, 3))
                        after.append(new.likely[rest].reshape(-1, 3))
                        truth.append(answers[rest].ravel())
                known = np.concatenate(truth) != UNKNOWN
                wanted = np.concatenate(truth)[known]
                plain = score(np.concatenate(before)[known], wanted, odds)
                taught_ = score(np.concatenate(after)[known], wanted, odds)
                print(
                    f"held {strength}, {account}; {count} decisions: F1 {plain['f1']:.3f} to "
                    f"{taught_['f1']:.3f}, precision {plain['precision']:.3f} to "
                    f"{taught_['precision']:.3f}, recall {plain['recall']:.3f} to "
                    f"{taught_['recall']:.3f}"
                )


if __name__ == "__main__":
    main()
