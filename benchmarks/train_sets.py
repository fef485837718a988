"""What the reader of bearings learns from: public pairs and invented events, varied."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from annotation import as_statements, load_articles
from patterns import lowered
from sheets import UNKNOWN, Example, examples_of, load_sheets

from narratives.bearing.statements import read_statements
from narratives.reading import ANSWERS, Account, Passage

HERE = Path(__file__).parent
KINDS: tuple[str, ...] = (
    "actors",
    "denials",
    "paraphrases",
    "violence",
    "replies",
    "traces",
)
"""Sheets of one kind of statement each; last, so that which older events are held out stays."""
HARD: tuple[str, ...] = (
    "posts",
    "rumours",
    "contraries",
    "around",
    "opposites",
    "wire",
    "hearings",
)
"""Sheets of what is easily read the wrong way; read last, and none of them held out."""
HELD, HELD_ARTICLE = 28, 10
"""One event in so many is kept apart; of whole articles more, for they are what is read."""
OPEN = {
    "arc_reason": 600,
    "breaking_nli": 600,
    "conjnli": 2_500,
    "defeasible_snli": 1_200,
    "fever_dev": 5_000,
    "fever_symmetric": 1_400,
    "fool_me_twice": 2_500,
    "ibm_claim_stance": 1_500,
    "pawsx_dev_en": 600,
    "perspectrum_train": 5_000,
}
"""Pairs of each set with an open licence: MIT, Apache-2.0, CC BY-SA, or free with attribution."""
OTHERS = {
    "anli_dev": 1_000,
    "climate_fever": 1_300,
    "fnc1": 1_500,
    "healthver": 500,
    "scifact": 150,
    "sick": 1_200,
    "xnli_en": 6_500,
}
SAYING = {"said", "says", "insisted", "claimed", "stated", "asserted", "added", "maintained"}
SAYING |= {"told reporters", "testified", "wrote", "believes", "argued"}
DENYING = ("denied", "rejected claims", "dismissed suggestions")
FRAMES: tuple[tuple[str, str, str], ...] = (
    ("said", "supports", "Officials said that {}."),
    ("insisted", "supports", "He insisted that {}."),
    ("according to", "supports", "According to the report, {}."),
    ("is convinced", "supports", "The widow is convinced that {}."),
    ("denied", "disputes", "The spokesman denied that {}."),
    ("rejected", "disputes", "She rejected the claim that {}."),
    ("ruled out", "disputes", "Investigators ruled out that {}."),
    ("no evidence", "disputes", "There is no evidence that {}, an official said."),
    ("may", "supports", "It may well be, the witness suggested, that {}."),
    ("does not exclude", "supports", "Nor does she exclude any longer that {}."),
    ("admitted", "supports", "In the end the firm's owner admitted that {}."),
    ("wrong to deny", "supports", "It would be wrong, he wrote, to deny that {}."),
    ("doubts", "disputes", "The former judge doubts that {}."),
    ("a lie", "disputes", "That {} is a lie, the association replied."),
    ("whether", "neither", "Police are looking into whether {}."),
    ("declined to comment", "neither", "Asked whether {}, the mayor declined to comment."),
    ("if", "neither", "If {}, the insurance will not pay, a broker explained."),
)


def public_pairs(folder: Path, sizes: dict[str, int], chance: random.Random) -> list[Example]:
    """Draw pairs of each set, as many of each label; half of them beside a claim of another."""
    found = []
    for name, size in sizes.items():
        with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
            rows = [
                row
                for row in csv.DictReader(file)
                if len(row["text"]) + len(row["claim"]) > 25 and len(row["text"]) < 420
            ]
        chance.shuffle(rows)
        by_label: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            by_label.setdefault(row["label"], []).append(row)
        claims = [row["claim"] for row in rows]
        for labelled in by_label.values():
            for row in labelled[: size // len(by_label)]:
                accounts, answers = [row["claim"]], [ANSWERS.index(row["label"])]
                if chance.random() < 0.5:
                    other = chance.choice(claims)
                    if other != row["claim"]:
                        accounts.append(other)
                        answers.append(ANSWERS.index("neither"))
                passage = Passage("", "", row["text"], "", row["text"])
                found.append(Example(name, passage, accounts, answers, [UNKNOWN] * len(answers)))
    return found


def article_examples() -> list[Example]:
    """Make examples of the dev articles; contested narratives teach nothing."""
    found = []
    for article in load_articles("dev"):
        told = read_statements(as_statements(article), [article.document])
        for each, item in zip(told, article.items, strict=True):
            bears = {name: (stance, how) for name, stance, how in item.get("bearings", ())}
            open_ones = set(item.get("contested", ()))
            answers, implied = [], []
            for name in article.narratives.index:
                stance, how = bears.get(name, ("neither", ""))
                known = stance in ANSWERS and name not in open_ones
                answers.append(ANSWERS.index(stance) if known else UNKNOWN)
                bearing = known and stance != "neither"
                implied.append(int(how == "implied") if bearing else UNKNOWN)
            accounts = article.narratives["statement"].tolist()
            found.append(
                Example(
                    article.document.document_id,
                    each.passage,
                    accounts,
                    answers,
                    implied,
                    of_article=True,
                )
            )
    return found


def vary(examples: Iterable[Example], chance: random.Random) -> list[Example]:
    """Return the examples of one epoch: some turned by a denial, some accounts with examples."""
    found = []
    framed: set[str] = set()
    for example in examples:
        passage, answers = example.passage, example.answers
        if example.event not in framed:
            framed.add(example.event)
            found.append(frame(example, chance))
        bearing = [n for n, answer in enumerate(answers) if answer in (0, 1)]
        plain = passage.cue in SAYING and f"{passage.cue} that " in passage.sentence
        if (
            plain
            and not set('"“') & set(passage.content)
            and chance.random() < 0.12
            and bearing
            and all(example.implied[n] == 0 for n in bearing)
        ):
            cue = chance.choice(DENYING)
            sentence = passage.sentence.replace(f"{passage.cue} that ", f"{cue} that ", 1)
            turned = [1 - answer if answer in (0, 1) else answer for answer in answers]
            found.append(
                replace(
                    example, passage=replace(passage, cue=cue, sentence=sentence), answers=turned
                )
            )
            continue
        accounts = []
        for number, account in enumerate(example.accounts):
            pro = example.fors[number] if example.fors else []
            con = example.againsts[number] if example.againsts else []
            given = chance.random() < 0.15
            accounts.append(
                Account(
                    account,
                    chance.choice(pro) if given and pro and chance.random() < 0.75 else "",
                    chance.choice(con) if given and con and chance.random() < 0.75 else "",
                ).text
            )
        found.append(replace(example, accounts=accounts))
    return found


def frame(example: Example, chance: random.Random) -> Example:
    """Say one account in so many words, deny it or leave it open; an assertion teaches no rival."""
    number = chance.randrange(len(example.accounts))
    cue, stance, sentence = chance.choice(FRAMES)
    content = lowered(example.accounts[number])
    rest = UNKNOWN if stance == "supports" else ANSWERS.index("neither")
    answers = [rest] * len(example.accounts)
    answers[number] = ANSWERS.index(stance)
    implied = [UNKNOWN] * len(answers)
    if stance != "neither":
        implied[number] = 0
    passage = Passage("", cue, content, "", sentence.format(content))
    return Example(example.event, passage, example.accounts, answers, implied)


def load_examples(data: Path) -> tuple[list[Example], list[Example]]:
    """Load what is learned from, and what is held out for the calibration."""
    events = load_sheets(
        [
            *sorted((data / "sheets").glob("[a-j].jsonl")),
            *sorted((HERE / "sheets").glob("[a-z].txt")),
            *(HERE / "sheets" / f"{kind}.txt" for kind in KINDS),
        ]
    )
    lines = [event for event in events if "article" not in event]
    learned, held = [], []
    for some, of_how_many in (
        (lines, HELD),
        ([event for event in events if "article" in event], HELD_ARTICLE),
    ):
        for number, event in enumerate(some):
            is_held = number % of_how_many == of_how_many // 2
            (held if is_held else learned).extend(examples_of(event))
    return [*learned, *article_examples()], held


def hard_examples() -> list[Example]:
    """Load the sheets of ``HARD``."""
    events = load_sheets([HERE / "sheets" / f"{kind}.txt" for kind in HARD])
    return [example for event in events for example in examples_of(event)]
