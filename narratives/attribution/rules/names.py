"""The rules by name: which family each belongs to, and a sentence that it finds.

``method`` of a statement carries the name. What code asks of a rule is its family, or
whether its content is what somebody speaks *about* and passes on nothing.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: its family, an example, and whether its content is only spoken about."""

    family: str
    example: str
    about: bool = False


THAT_CLAUSE = "verb and that-clause"
WHO_TOLD = "who told somebody"
RULES = {
    THAT_CLAUSE: Rule("verb", "Quint said that the dam held."),
    "verb and clause": Rule("verb", "Quint said the dam held."),
    "verb and colon": Rule("verb", "Quint said: The dam held."),
    "verb and quotation": Rule("verb", 'Quint said: "The dam held."'),
    "verb and infinitive": Rule("verb", "Quint promised to close the dam."),
    "verb and object": Rule("verb", "Quint denied the claim.", about=True),
    "verb and preposition": Rule("verb", "Quint warned of a flood."),
    "verb after its content": Rule("verb", "The dam held, Quint said."),
    "verb before its source": Rule("verb", '"The dam held," said Quint.'),
    "verb after the claim it takes up": Rule("verb", "It is a claim that Quint denies."),
    "verb, addressee, that-clause": Rule("verb", "Quint told the council that the dam held."),
    "verb, addressee, clause": Rule("verb", "Quint told Ruiz the dam held."),
    "verb, addressee, quotation": Rule("verb", 'Quint told Ruiz: "The dam held."'),
    "verb, addressee, about": Rule("verb", "Quint warned Ruiz of a flood."),
    "claim with its clause": Rule("claim", "Quint denied the claim that the dam held.", about=True),
    "as X said": Rule("claim", "As Quint said, the dam held."),
    "opening participle": Rule("claim", "Noting that the dam held, Quint left."),
    "passive with its agent": Rule("passive", "The claim was denied by Quint.", about=True),
    "passive without agent": Rule("passive", "The dam is believed to hold."),
    "narrator relates two claims": Rule("narrator", "The theory is supported by his admission."),
    "narrator's remark on a claim": Rule("narrator", "This version fits the flight data."),
    "noun": Rule("noun", "Quint's claim that the dam held was ignored."),
    "heard in court": Rule("noun", "The owner lit the fire, a jury heard."),
    "adverb": Rule("noun", "The dam allegedly held."),
    "adjective": Rule("noun", "They ran an alleged plot."),
    "according to": Rule("phrase", "According to Quint, the dam held."),
    "in somebody's words": Rule("phrase", "In Quint's view, the dam held."),
    "quoted as saying": Rule("phrase", "Quint was quoted by Sol as saying that the dam held."),
    "label and colon": Rule("label", 'Quint: "The dam held."'),
    "label of a headline": Rule("label", "Dam was safe – minister"),
    "label after a dash": Rule("label", '"The dam held." – Quint'),
    "listed cue": Rule("listed", "Quint dijo que la presa aguantó."),
    "signed post": Rule("line", "The dam held. — Quint (@quint) May 6"),
    "words in the next lines": Rule("line", "Quint said: and a list in the lines below"),
    "line of a transcript": Rule("line", "A: The dam held."),
    "quotation without a cue": Rule("quotation", '"The dam held."'),
    WHO_TOLD: Rule("speaker", "Quint was told by Ruiz that the dam held."),
    "nobody who is named": Rule("speaker", "The council faced criticism that the dam leaked."),
}


def family_of(method: str) -> str:
    """Return the family of a rule, "" for what a tagger alone found.

    Examples
    --------
    >>> family_of("verb and clause"), family_of("")
    ('verb', '')
    """
    return RULES[method].family if method else ""
