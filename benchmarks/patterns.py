"""Sentences dealt from patterns: who did what to whom, what caused what, denied once or twice.

People write few sentences that differ from another in the order of two names or in one "not", and a
network that reads some hundred of them learns that the right words stand there, not what they say:
it needs thousands. ``patterns.txt`` holds the words and the patterns: sentences in the marks of
``sheets.py`` in which capitals stand for what is dealt.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

from sheets import MARK, UNKNOWN, Example, pieces

from narratives.reading import ANSWERS, Passage


def read_patterns(path: Path) -> dict[str, list[str]]:
    """Read the lists of a file."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[["):
            own = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            own += [part for part in line.split("|") if part]
    return found


PATTERNS = Path(__file__).parent / "patterns.txt"
MORE = PATTERNS.with_name("patterns_more.txt")
LISTS = read_patterns(PATTERNS)


def split_signs() -> dict[str, list[tuple[str, str]]]:
    """Part what a pattern says of an account from the pattern, in the lists that have both."""
    return {
        name: [(line[0], line[2:]) for line in lines]
        for name, lines in LISTS.items()
        if name.startswith("OF ")
    }


SIGNED = split_signs()
HIM = {
    "they": ("them", "theirs", "themselves", "were"),
    "he": ("him", "his", "himself", "was"),
    "she": ("her", "hers", "herself", "was"),
    "it": ("it", "its own", "itself", "was"),
}
SLOT = re.compile(
    r"\b(CLAIM|OTHER|X|Y|Z|C|D|S|DID|DONE|DO|DOING|THING|EVENT|WENT|BARE|GOODS|PX|PY|GROUP"
    r"|(?:HE|HIM|HIS|HIMSELF|WAS)[XYZ])\b"
)
Actor = tuple[str, str, str, str]
"""Its name, the pronoun that stands for it, its place and what it is a group of, if it is one."""
SUPPORTS, DISPUTES, NEITHER = (ANSWERS.index(n) for n in ("supports", "disputes", "neither"))
SIGNS = {
    "+": (SUPPORTS, NEITHER),
    "-": (DISPUTES, NEITHER),
    "?": (NEITHER, NEITHER),
    "!": (SUPPORTS, DISPUTES),
    "z": (SUPPORTS, DISPUTES),
    "=": (DISPUTES, DISPUTES),
}
TURNED = {"+": "-", "-": "+", "?": "?"}


def pick(name: str, chance: random.Random) -> str:
    return chance.choice(LISTS[name])


def deal_name(chance: random.Random) -> str:
    return pick("BEGINS", chance) + pick("ENDS", chance)


def deal_actors(chance: random.Random) -> list[Actor]:
    """Deal two actors of one kind, in a chance order."""
    kind, one, two = chance.choice((0, 0, 1, 2, 3, 4)), deal_name(chance), deal_name(chance)
    two = two + "er" if one == two else two
    actors: list[Actor]
    if kind == 0:
        group = pick("GROUPS", chance)
        named = chance.choice(("{0} of {1}", "{0} from {1}", "{1}'s {0}"))
        actors = [(named.format(group, n), "they", n, group) for n in (one, two)]
    elif kind == 1:
        actors = [(f"the {group}", "they", "", "") for group in chance.sample(LISTS["GROUPS"], 2)]
    elif kind == 2:
        left, right = chance.sample(LISTS["FIRSTS"], 2)
        actors = [(f"{left} {one}", "he", "", ""), (f"{right} {two}", "she", "", "")]
    elif kind == 3:
        left, right = chance.sample(LISTS["PERSONS"], 2)
        actors = [(left, "he", "", ""), (right, "she", "", "")]
    else:
        actors = [(f"{n} {pick('FIRMS', chance)}", "it", "", "") for n in (one, two)]
    chance.shuffle(actors)
    return actors


def fill(pattern: str, told: dict[str, str]) -> str:
    return SLOT.sub(lambda found: told[found[0]], pattern)


def write(pattern: str, told: dict[str, str]) -> str:
    """Fill in a pattern; the sentence begins with a capital."""
    pattern = fill(pattern, told)
    start = next(n for n, letter in enumerate(pattern) if letter.isalpha())
    return pattern[:start] + pattern[start].upper() + pattern[start + 1 :]


def words_of(deed: str, x: Actor, y: Actor) -> dict[str, str]:
    told = dict(zip(("DID", "DONE", "DO", "DOING"), deed.strip().split("/"), strict=True))
    told |= {"X": x[0], "Y": y[0], "PX": x[2], "PY": y[2], "GROUP": x[3]}
    for name, (_, pronoun, *_) in (("X", x), ("Y", y)):
        told[f"HE{name}"] = pronoun
        for case, word in zip(("HIM", "HIS", "HIMSELF", "WAS"), HIM[pronoun], strict=True):
            told[case + name] = word
    return told


def deal_frame(
    own: Sequence[tuple[str, str]],
    claims: Sequence[str],
    denials: Sequence[str],
    chance: random.Random,
) -> tuple[str, str, str]:
    """Deal what a sentence says of an account, the sentence, and the clause that is its claim."""
    if chance.random() < 0.4:
        sign, pattern = chance.choice(own)
        return sign, pattern, chance.choice(claims)
    against = bool(denials) and chance.random() < 0.3
    turns = LISTS["TURNS"] if against else [*LISTS["TURNS"], *LISTS["TURNS PLAIN"]]
    keeps = LISTS["KEEPS"] if against else [*LISTS["KEEPS"], *LISTS.get("KEEPS PLAIN", ())]
    kinds = {"+": keeps, "-": turns, "?": LISTS["LEAVES OPEN"]}
    sign = chance.choice("++-" if against else "++--?")
    pattern = chance.choice(kinds[sign])
    claim = chance.choice(denials if against else claims)
    return (TURNED[sign] if against else sign), pattern, claim


def example(marked: str, accounts: list[str], answers: list[int], event: str) -> Example:
    passage = Passage(
        *(pieces(marked, *marks) for marks in ("<>", "{}", "[]")), "", MARK.sub("", marked)
    )
    implied = [0 if answer in (SUPPORTS, DISPUTES) else UNKNOWN for answer in answers]
    return Example(event, passage, accounts, answers, implied)


def deal_deed(chance: random.Random, deeds: Sequence[str] = LISTS["DEEDS"]) -> Example:
    """Deal who did what to whom; beside it the account, the mirrored one, sometimes a third."""
    same = chance.choice(deeds).split(";")
    x, y = deal_actors(chance)
    z = deal_actors(chance)[0]
    of_places = x[2] and chance.random() < 0.5
    kind, own = "DID Y", SIGNED["OF PLACES" if of_places else "OF DEEDS"]
    if chance.random() < 0.15:
        kind, own = "DID Y first", SIGNED["OF FIRST"]
    elif chance.random() < 0.15:
        kind, own = "stole GOODS of Y", SIGNED["OF THEFTS"]
    if kind == "DID Y":
        sign, pattern, claim = deal_frame(own, LISTS["FOR DEEDS"], LISTS["AGAINST DEEDS"], chance)
    else:
        (sign, pattern), claim = chance.choice(own), ""
    told = words_of(chance.choice(same), x, y) | {"S": pick("SAYERS", chance)}
    told |= {"GOODS": pick("GOODS", chance), "Z": z[0], "WASZ": HIM[z[1]][3]}
    told["CLAIM"] = fill(claim, told)
    account = f"X {kind}."
    if kind == "DID Y":
        account = chance.choice((account, account, "Y WASY DONE by X.", "It was X who DID Y."))
    deed, answers = chance.choice(same), list(SIGNS[sign])
    pairs = [(x, y), (z, y) if sign == "z" else (y, x)]
    if chance.random() < 0.3 and "nobody else" not in claim and kind == "DID Y":
        other = (f"{deal_name(chance)}'s men", "they", "", "")
        pairs.append((y, x) if sign == "z" else (other, chance.choice((x, y))))
        answers.append(NEITHER)
    accounts = [write(account, told | words_of(deed, *pair)) for pair in pairs]
    return example(write(pattern, told), accounts, answers, "deeds")


def deal_cause(chance: random.Random) -> Example:
    """Deal what caused something; beside it the account, one of another cause, or a third."""
    c, d, other = chance.sample(LISTS["CAUSES"], 3)
    thing, event, went = pick("THINGS", chance).split("/")
    sign, pattern, claim = deal_frame(
        SIGNED["OF CAUSES"], LISTS["FOR CAUSES"], LISTS["AGAINST CAUSES"], chance
    )
    told = {
        "C": c,
        "D": d,
        "BARE": c.removeprefix("a ").removeprefix("an "),
        "THING": thing,
        "EVENT": event,
        "WENT": went,
    }
    told |= {"CLAIM": fill(claim, told), "S": pick("SAYERS", chance)}
    answers = list(SIGNS[sign])
    account = chance.choice(
        ("C caused the EVENT of THING.", "THING WENT because of C.", "C was behind the EVENT.")
    )
    accounts = [write(account, told | {"C": cause}) for cause in (c, d, other)]
    alone = any(word in f"{pattern} {claim}" for word in ("nothing but", "alone"))
    answers.append(UNKNOWN if alone else NEITHER)
    if alone and sign == "+":
        answers[1] = UNKNOWN
    count = chance.choice((2, 2, 3))
    return example(write(pattern, told), accounts[:count], answers[:count], "causes")


def deal_state(chance: random.Random) -> Example:
    """Deal how something was, or the opposite in other words; beside it how something else was."""
    states, found = chance.sample(LISTS["STATES"], 2), []
    for state in states:
        thing, so, otherwise = state.split("/")
        found.append([[f"{thing} {w}" for w in words.split(";")] for words in (so, otherwise)])
    turned = chance.random() < 0.5
    claims, against = reversed(found[0]) if turned else found[0]
    sign, pattern, claim = deal_frame(TOLD, claims, against, chance)
    event = chance.choice(("{}.", "{}.", "It happened because {}.", "The cause was that {}."))
    told = {"CLAIM": claim, "S": pick("SAYERS", chance)}
    shown = [write(event.format(chance.choice(of)), {}) for of in (claims, found[1][0])]
    return example(write(pattern, told), shown, [SIGNS[sign][0], NEITHER], "states")


def plain_frames() -> list[tuple[str, str]]:
    """Return the patterns around a claim, each with what it makes of it."""
    named = (("+", "KEEPS"), ("+", "KEEPS PLAIN"), ("-", "TURNS PLAIN"), ("?", "LEAVES OPEN"))
    return [(sign, pattern) for sign, name in named for pattern in LISTS.get(name, ())]


TOLD = plain_frames()


def add_more() -> None:
    """Lengthen the lists by those of ``patterns_more.txt``, for all that is dealt from then on."""
    for name, lines in read_patterns(MORE).items():
        LISTS.setdefault(name, []).extend(lines)
    SIGNED.update(split_signs())
    TOLD[:] = plain_frames()


def deal_account(of: Example, chance: random.Random) -> Example:
    """Say an account of an event that people wrote, deny it or leave it open."""
    first, *others = chance.sample(range(len(of.accounts)), len(of.accounts))
    claim = lowered(of.accounts[first])
    if others and chance.random() < 0.2:
        sign, pattern = chance.choice(SIGNED["OF ACCOUNTS"])
    else:
        sign, pattern, _ = deal_frame(TOLD, [claim], (), chance)
    told = {"CLAIM": claim, "S": pick("SAYERS", chance)}
    answers = [UNKNOWN if sign in "+!" else NEITHER] * len(of.accounts)
    answers[first], second = SIGNS[sign]
    if sign in "!=":
        told["OTHER"] = lowered(of.accounts[others[0]])
        answers[others[0]] = second
    return example(write(pattern, told), of.accounts, answers, of.event)


def lowered(account: str) -> str:
    """Write an account as a clause: without its stop, its first word small where it is common."""
    first = account.split()[0]
    common = {"The", "A", "An", "It", "Its", "Someone", "Somebody", "Workers", "Fighters"}
    words = account.rstrip(".")
    return words[0].lower() + words[1:] if first in common else words


def deal(number: int, written: list[Example], chance: random.Random) -> list[Example]:
    """Deal so many sentences: on deeds, on causes, on written accounts, and with more on states."""
    deeds, causes, states = (0.35, 0.6, 0.75) if "STATES" in LISTS else (0.4, 0.7, 0.7)
    found = []
    for _ in range(number):
        kind = chance.random()
        if kind < deeds:
            found.append(deal_deed(chance))
        elif kind < causes:
            found.append(deal_cause(chance))
        elif kind < states:
            found.append(deal_state(chance))
        else:
            found.append(deal_account(chance.choice(written), chance))
    return found
