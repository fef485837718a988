"""Plain sentences on invented events that a shipped reader has to get right whatever happens.

Twenty of them are halves of minimal pairs: two sentences that differ in a negation or in who did
what to whom. A pair of these counts as right when both of its halves are. Open questions, and those
that are answered, were written by somebody who did not see what the reader learns from.
"""

from __future__ import annotations

from functools import cache

import pytest
from bearing_case import rate

LEAST = {
    "assertion": 0.7,  # 3 of 4
    "denial": 0.95,  # 6 of 6
    "scorn": 0.95,  # 6 of 6
    "double denial": 0.65,  # 2 of 3
    "passive cause": 0.95,  # 3 of 3
    "unrelated": 0.95,  # 3 of 3
    "blame talk": 0.95,  # 3 of 3
    "negation pair": 0.75,  # 5 of 5
    "actor pair": 0.75,  # 4 of 5
    "open question": 0.95,  # 20 of 20
    "answered": 0.55,  # 12 of 20
}
"""Least share of right sentences, or of right pairs, by kind.

Beside each stands what was measured with the graph and the odds of 2026-11-30. The network is
taught with thousands of sentences of the last kinds (``benchmarks/patterns.py``), none of these.
"""
LEAST_OF_ALL = 0.84
"""The same of all sentences together; measured on 2026-11-30: 78 of 88, 0.886."""
EVENTS = {
    "silo": {
        "lightning": ("Lightning", "A stroke of lightning set the silo on fire.", ()),
        "welders": ("Welders", "Sparks from welding set the silo on fire.", ()),
    },
    "border": {
        "tarsk": ("Tarsk fired first", "Soldiers of Tarsk opened fire on soldiers of Belmar.", ()),
        "belmar": (
            "Belmar fired first",
            "Soldiers of Belmar opened fire on soldiers of Tarsk.",
            (),
        ),
    },
    "museum": {
        "guard": ("The guard", "A guard of the museum stole the crown.", ()),
        "gang": ("A gang", "A foreign gang broke in and stole the crown.", ()),
    },
    "tunnel": {
        "quake": ("Earthquake", "An earthquake made the tunnel collapse.", ()),
        "concrete": ("Bad concrete", "The tunnel collapsed because the concrete was bad.", ()),
    },
    "warehouse": {
        "arson": ("Arson", "Somebody poured petrol in the warehouse and set it on fire.", ()),
        "wiring": ("Wiring", "Faulty wiring set the warehouse on fire.", ()),
    },
    "yacht": {
        "reef": ("A reef", "The yacht struck a reef and sank.", ()),
        "owner": ("The owner", "The owner had the yacht sunk on purpose.", ()),
    },
    "count": {
        "fraud": ("Fraud", "Somebody changed the vote counts on purpose.", ()),
        "slip": ("A slip", "A clerk typed the vote counts wrongly by mistake.", ()),
    },
    "bees": {
        "spray": ("Spray", "A spray used on the rape fields killed the bees.", ()),
        "mites": ("Mites", "Mites killed the bees.", ()),
    },
}
"""Accounts without terms: only their sentences are read."""

# kind | event | text | expected: account with + or -, several, or none. Lines of a pair follow
# each other.
LINES = """
assertion | silo | [S The farmer] [C said] [T lightning had set the silo on fire]. | lightning+
assertion | museum | [S The prosecutor] [C said] [T a guard of the museum had taken the crown]. | guard+
assertion | tunnel | [S Engineers] [C believe] [T the tunnel collapsed because of bad concrete]. | concrete+
assertion | museum | [S Detectives] [C said] [T that foreign thieves had broken in and stolen the crown]. | gang+
denial | silo | [S The weather office] [C denied] [T that lightning had set the silo on fire]. | lightning-
denial | museum | [S The union] [C rejected] [T the claim that a guard stole the crown]. | guard-
denial | tunnel | [S The builder] [C dismissed] [T the idea that bad concrete made the tunnel collapse]. | concrete-
denial | tunnel | [S Geologists] [C ruled out] [T an earthquake as the cause of the collapse]. | quake-
denial | silo | [S The fire chief] [C said] [T there was no evidence that sparks from welding caused the fire]. | welders-
denial | museum | [S The director] [C called] [T the story that a guard took the crown a lie]. | guard-
scorn | tunnel | [S Engineers] [C derided] [T the ministry's claim that bad concrete made the tunnel collapse]. | concrete-
scorn | museum | [S The director] [C mocked] [T the idea that a guard stole the crown]. | guard-
scorn | silo | [S The farmer] [C firmly refuted] [T the allegation that sparks from welding set the silo on fire]. | welders-
scorn | tunnel | [S Geologists] [C ridiculed] [T the theory that an earthquake made the tunnel collapse]. | quake-
scorn | museum | [S Neighbours] [C laughed at] [T the suggestion that a foreign gang stole the crown]. | gang-
scorn | silo | [S The insurer] [C contested] [T the report that lightning set the silo on fire]. | lightning-
double denial | silo | [S The welder] [C did not deny] [T that sparks from welding had set the silo on fire]. | welders+
double denial | museum | [S The judge] [C rejected] [T the claim that no guard was involved in stealing the crown]. | guard+
double denial | tunnel | [S The minister] [C said] [T it was false that the concrete had not been bad]. | concrete+
passive cause | silo | [S The insurer] [C said] [T the fire in the silo was caused by a stroke of lightning]. | lightning+
passive cause | tunnel | [S The minister] [C said] [T the collapse of the tunnel was caused by an earthquake]. | quake+
passive cause | tunnel | [S The report] [C found] [T that the collapse had not been caused by an earthquake]. | quake-
unrelated | silo | [S The mayor] [C said] [T the road past the silo would stay closed until Friday]. | none
unrelated | museum | [S The museum] [C said] [T it would open again on Tuesday at ten]. | none
unrelated | tunnel | [S The hospital] [C reported] [T that four people were being treated]. | none
blame talk | border | [S A senator] [C warned] [T that blaming Tarsk would help nobody]. | none
blame talk | border | [S The envoy] [C urged] [T both sides to wait before they blame anyone for the shots]. | none
blame talk | museum | [S The minister] [C asked] [T the press to stop guessing who stole the crown]. | none
negation pair | silo | [S The fire chief] [C said] [T lightning had caused the fire]. | lightning+
negation pair | silo | [S The fire chief] [C said] [T lightning had not caused the fire]. | lightning-
negation pair | museum | [S The police] [C confirmed] [T that a foreign gang had stolen the crown]. | gang+
negation pair | museum | [S The police] [C denied] [T that a foreign gang had stolen the crown]. | gang-
negation pair | tunnel | [S The builder] [C admitted] [T that the concrete was bad]. | concrete+
negation pair | tunnel | [S The builder] [C insisted] [T that nothing was wrong with the concrete]. | concrete-
negation pair | tunnel | [S The seismologist] [C recorded] [T an earthquake that brought the tunnel down]. | quake+
negation pair | tunnel | [S The seismologist] [C recorded] [T no earthquake that could have brought the tunnel down]. | quake-
negation pair | silo | [S Witnesses] [C say] [T sparks flew from the welding before the fire]. | welders+
negation pair | silo | [S Witnesses] [C say] [T nobody was welding before the fire]. | welders-
actor pair | border | [S Monitors] [C said] [T soldiers of Tarsk had opened fire on soldiers of Belmar]. | tarsk+
actor pair | border | [S Monitors] [C said] [T soldiers of Belmar had opened fire on soldiers of Tarsk]. | belmar+
actor pair | border | [S A shepherd] [C saw] [T Tarsk's soldiers shoot first at those of Belmar]. | tarsk+
actor pair | border | [S A shepherd] [C saw] [T Belmar's soldiers shoot first at those of Tarsk]. | belmar+
actor pair | border | [S Belmar] [C accused] [T Tarsk of opening fire on its soldiers]. | tarsk+
actor pair | border | [S Tarsk] [C accused] [T Belmar of opening fire on its soldiers]. | belmar+
actor pair | border | [S Tarsk] [C denied] [T that its soldiers had opened fire on those of Belmar]. | tarsk-
actor pair | border | [S Belmar] [C denied] [T that its soldiers had opened fire on those of Tarsk]. | belmar-
actor pair | museum | [S The court] [C heard] [T that a guard had stolen the crown, without any gang]. | guard+ gang-
actor pair | museum | [S The court] [C heard] [T that a gang had stolen the crown, without any guard]. | gang+ guard-
open question | warehouse | [S Police] [C said] [T they were looking into whether petrol had been poured in the warehouse]. | none
open question | warehouse | [S Inspectors] [C are examining] [T whether faulty wiring set the warehouse on fire]. | none
open question | warehouse | [S The brigade] [C has not said] [T whether the fire in the warehouse was set on purpose]. | none
open question | warehouse | [S The insurer] [C wants to know] [T if somebody poured petrol in the warehouse]. | none
open question | warehouse | [S The fire chief] [C said] [T it was too early to tell whether the wiring had been at fault]. | none
answered | warehouse | [S Police] [C found] [T that petrol had been poured in the warehouse]. | arson+
answered | warehouse | [C Asked] whether petrol had been poured in the warehouse, [S the fire chief] [C said] [T yes]. | arson+
answered | warehouse | [S Inspectors] [C looked into] [T whether the wiring had been faulty and found that it had set the warehouse on fire]. | wiring+
answered | warehouse | [S The insurer] [C examined] [T the wiring and concluded that it had not caused the fire]. | wiring-
answered | warehouse | [S Police] [C checked] [T reports that the fire had been set on purpose and found nothing in them]. | arson-
open question | yacht | [S The coroner] [C will look at] [T whether the owner had the yacht sunk]. | none
open question | yacht | [S The coast guard] [C is checking] [T reports that the yacht struck a reef]. | none
open question | yacht | [C Asked] if the owner had had the yacht sunk, [S the captain] [C said] [T he could not answer that]. | none
open question | yacht | [S Divers] [C hope to learn] [T whether the yacht struck a reef before she sank]. | none
open question | yacht | [S The insurer] [C has opened an inquiry into] [T whether the yacht was sunk on purpose]. | none
answered | yacht | [S The inquiry] [C established] [T that the owner had the yacht sunk]. | owner+
answered | yacht | [C Asked] if the yacht had struck a reef, [S the captain] [C replied] [T that she had, and that she sank within minutes]. | reef+
answered | yacht | [S The coast guard] [C checked] [T reports that the yacht had struck a reef and confirmed them]. | reef+
answered | yacht | [S Divers] [C looked] [T for marks of a reef on the hull and said there were none: the yacht had struck nothing]. | reef-
answered | yacht | [S The insurer] [C asked itself whether the yacht had been sunk on purpose, and decided] [T that she had not]. | owner-
open question | count | [S The election office] [C said] [T it would review whether the vote counts had been changed on purpose]. | none
open question | count | [S The mayor] [C asked] [T whether a clerk had typed the vote counts wrongly]. | none
open question | count | [S The court] [C is to decide] [T whether somebody changed the vote counts on purpose]. | none
open question | count | [S The auditors] [C have yet to say] [T whether the wrong vote counts were a clerk's mistake]. | none
open question | count | "[T Did somebody change the vote counts on purpose?]" [S a councillor] [C asked]. | none
answered | count | [S The election office] [C reviewed] [T the vote counts and found that somebody had changed them on purpose]. | fraud+
answered | count | [S The court] [C decided] [T that the vote counts had been changed on purpose]. | fraud+
answered | count | [C Asked] whether the wrong vote counts were a mistake, [S the clerk] [C said], [T yes, she had typed them wrongly]. | slip+
answered | count | [S The auditors] [C examined] [T whether a clerk had typed the vote counts wrongly and ruled it out]. | slip-
answered | count | [S The police] [C said] [T they had looked into whether the vote counts were changed on purpose and were sure that nobody had done so]. | fraud-
open question | bees | [S The ministry] [C is studying] [T whether the spray on the rape fields kills bees]. | none
open question | bees | [S Beekeepers] [C wonder] [T if mites killed the bees]. | none
open question | bees | [S The laboratory] [C is testing] [T the dead bees for mites and for the spray]. | none
open question | bees | [S The farmers' union] [C called for] [T an inquiry into what killed the bees, mites or the spray]. | none
open question | bees | [S The ministry] [C did not say] [T whether it holds the spray responsible for the dead bees]. | none
answered | bees | [S The ministry] [C studied] [T whether the spray had killed the bees and concluded that it had]. | spray+
answered | bees | [S The laboratory] [C tested] [T the dead bees for mites and said that these had killed them]. | mites+
answered | bees | [C Asked] if mites had killed the bees, [S the beekeeper] [C said] [T no, there had not been any mites]. | mites-
answered | bees | [S The ministry] [C no longer asks whether it was the spray: it said] [T that the spray had killed the bees]. | spray+
answered | bees | [S The laboratory] [C looked for] [T the spray in the dead bees and said that it had not killed them]. | spray-
"""  # noqa: E501
SENTENCES = [tuple(x.split(" | ")) for x in LINES.strip().splitlines()]


@cache
def results():
    """Return (kind, whether it is right, what was expected and drafted) for each sentence."""
    found = []
    for kind, event, text, expected in SENTENCES:
        _, _, bearings = rate(text, EVENTS[event])
        drafted = {
            row.narrative_id + ("+" if row.stance == "supports" else "-")
            for row in bearings.itertuples()
            if row.narrative_id != "none"
        } or {"none"}
        right = drafted == set(expected.split())
        found.append((kind, right, f"{text}: expected {expected}, drafted {sorted(drafted)}"))
    return found


def share_of(kind):
    own = [(right, words) for of, right, words in results() if of == kind]
    rights = [right for right, _ in own]
    if kind.endswith("pair"):
        rights = [a and b for a, b in zip(rights[::2], rights[1::2], strict=True)]
    return sum(rights) / len(rights), [words for right, words in own if not right]


@pytest.mark.parametrize("kind", LEAST)
def test_enough_plain_sentences_of_each_kind_are_read_rightly(kind):
    share, failing = share_of(kind)
    assert share >= LEAST[kind], "\n".join([f"{kind}: {share:.2f} are right", *failing])


def test_enough_plain_sentences_are_read_rightly_in_all():
    failing = [words for _, right, words in results() if not right]
    share = 1 - len(failing) / len(SENTENCES)
    assert share >= LEAST_OF_ALL, "\n".join([f"{share:.3f} are right", *failing])


def test_the_sentences_are_well_formed_and_twenty_are_halves_of_pairs():
    halves = [kind for kind, *_ in SENTENCES if kind.endswith("pair")]
    assert {kind for kind, *_ in SENTENCES} == set(LEAST)
    assert len(halves) == 20
    for _, event, _, expected in SENTENCES:
        for pair in expected.split():
            assert pair == "none" or pair[:-1] in EVENTS[event]
