"""An invented flood: the text of one document and the files of its case folder."""

FLOOD = """Dam breaks above Orlen, three missing

The dam above Orlen broke on Sunday because it was never repaired, the mayor said.

"We warned the ministry twice," engineer Lea Brandt said.

The ministry hinted at sabotage.
"""

CASE_YAML = """\
question: Why did the dam above Orlen break?
narratives:
  - id: neglect
    title: Neglect
    statement: The dam broke because it was not repaired.
    terms: [neglect, never repaired]
    examples_for: [Nobody had looked after the dam.]
    colour: "#1f5f99"
  - id: sabotage
    title: Sabotage
    statement: Somebody blew up the dam.
    terms: [sabotage]
origins:
  - {id: town, name: Town of Orlen, kind: organisation}
  - {id: state, name: The state, kind: government_party}
sources:
  - id: mayor
    name: the mayor
    aliases: [mayor of Orlen]
    kind: person
    origin: town
  - id: ministry
    name: The ministry
    aliases: [Ministry of Water]
    kind: government_party
    origin: state
    stake: {neglect: -1, sabotage: 1}
    reliability: C
    outside: [The ministry owns the dam.]
settings:
  reviewer: Ana
"""

DOCUMENTS_YAML = """\
- id: flood
  file: flood.txt
  title: Dam breaks above Orlen
  publisher: Orlen Courier
  published: 2031-05-06
  language: en
"""
