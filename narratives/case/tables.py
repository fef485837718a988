"""case.yaml to the tables of narratives, sources, origins and stakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import yaml

from narratives.case.nodes import (
    Yaml,
    read_id,
    read_list,
    read_mapping,
    read_text,
    read_texts,
    shorten,
)
from narratives.case.readers import read_reader
from narratives.case.relations import read_case_relations
from narratives.schema import (
    COLOUR,
    NARRATIVES,
    NARRATOR,
    ORIGINS,
    RELIABILITIES,
    SOURCE_KINDS,
    SOURCES,
    UNNAMED,
    Truth,
    did_you_mean,
    relations_table,
)

SETTINGS = ("reviewer", "reader")
"""The settings that a case may have: ``reviewer``, the name that signs new decisions, and
``reader``, who reads the bearings."""
CASE = ("question", "narratives", "relations", "origins", "sources", "settings", "truth")
CASE_NEEDS = CASE[:2]
TRUTH = ("narrative", "story")
"""What ``truth`` has: the account that is what happened, and the event told in a few sentences."""
NARRATIVE = ("id", "title", "statement", "terms", "examples_for", "examples_against", "colour")
ORIGIN = ("id", "name", "kind")
SOURCE = ("id", "name", "aliases", "kind", "origin", "stake", "reliability", "outside")
SOURCE_NEEDS = ("id", "name", "kind")
"""What a source has to have. An origin that is left out is not known."""
KINDS = tuple(kind for kind in SOURCE_KINDS if kind != NARRATOR)
STAKES = {"1": 1.0, "+1": 1.0, "-1": -1.0}


@dataclass(frozen=True)
class CaseTables:
    """What case.yaml says, as tables."""

    question: str
    narratives: pd.DataFrame
    sources: pd.DataFrame
    origins: pd.DataFrame
    stakes: pd.DataFrame
    settings: Mapping[str, Any]
    truth: Truth | None = None
    relations: pd.DataFrame = field(default_factory=relations_table)


def read_register(file: Yaml, node: yaml.Node | None) -> CaseTables:
    """Read the content of case.yaml; mistakes are noted in ``file``."""
    top = read_mapping(file, node, "", CASE, CASE_NEEDS) if node else {}
    if node is None:
        file.complain(None, f"the file is empty. It needs the keys {', '.join(CASE_NEEDS)}.")
    narratives = _narratives(file, top.get("narratives"))
    origins = _origins(file, top.get("origins"))
    sources, stakes = _sources(file, top.get("sources"), list(origins), list(narratives))
    return CaseTables(
        question=read_text(file, top.get("question"), "question"),
        narratives=_table(narratives, NARRATIVES, "narrative_id"),
        sources=_table(sources, SOURCES, "source_id"),
        origins=_table(origins, ORIGINS, "origin_id"),
        stakes=_stakes(stakes, list(sources), list(narratives)),
        settings=_settings(file, top.get("settings")),
        truth=_truth(file, top.get("truth"), _known(narratives)),
        relations=relations_table(
            read_case_relations(file, top.get("relations"), _known(narratives))
        ),
    )


def _narratives(file: Yaml, node: yaml.Node | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    taken: dict[str, int] = {}
    entries = read_list(file, node, "narratives", empty=False) if node else []
    for place, entry in enumerate(entries):
        key = f"narratives[{place}]"
        given = read_mapping(file, entry, key, NARRATIVE, NARRATIVE[:4])
        name = read_id(file, given.get("id"), f"{key}.id", taken)
        row = {
            "title": read_text(file, given.get("title"), f"{key}.title"),
            "statement": read_text(file, given.get("statement"), f"{key}.statement"),
            "terms": read_texts(file, given.get("terms"), f"{key}.terms", empty=False),
            "examples_for": read_texts(file, given.get("examples_for"), f"{key}.examples_for"),
            "examples_against": read_texts(
                file, given.get("examples_against"), f"{key}.examples_against"
            ),
            "colour": read_text(
                file,
                given.get("colour"),
                f"{key}.colour",
                pattern=COLOUR,
                shape='is not a colour. Write "#" and six hexadecimal digits, as in "#1f5f99".',
            ),
        }
        found[name or f"{key}?"] = row
    return found


def _origins(file: Yaml, node: yaml.Node | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    taken: dict[str, int] = {}
    for place, entry in enumerate(read_list(file, node, "origins") if node else []):
        key = f"origins[{place}]"
        given = read_mapping(file, entry, key, ORIGIN, ORIGIN)
        name = read_id(file, given.get("id"), f"{key}.id", taken)
        found[name or f"{key}?"] = {
            "name": read_text(file, given.get("name"), f"{key}.name"),
            "kind": read_text(file, given.get("kind"), f"{key}.kind", allowed=KINDS),
        }
    return found


def _sources(
    file: Yaml, node: yaml.Node | None, origins: Sequence[str], narratives: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, float]]]:
    found: dict[str, dict[str, Any]] = {}
    stakes: dict[str, dict[str, float]] = {}
    taken: dict[str, int] = {}
    called: dict[str, tuple[str, int]] = {}
    for place, entry in enumerate(read_list(file, node, "sources") if node else []):
        key = f"sources[{place}]"
        given = read_mapping(file, entry, key, SOURCE, SOURCE_NEEDS)
        name = read_id(file, given.get("id"), f"{key}.id", taken) or f"{key}?"
        row = {
            "name": read_text(file, given.get("name"), f"{key}.name"),
            "aliases": read_texts(file, given.get("aliases"), f"{key}.aliases"),
            "kind": read_text(file, given.get("kind"), f"{key}.kind", allowed=KINDS),
            "origin_id": _origin(file, given.get("origin"), f"{key}.origin", origins),
            "reliability": read_text(
                file, given.get("reliability"), f"{key}.reliability", allowed=RELIABILITIES
            ),
            "outside": read_texts(file, given.get("outside"), f"{key}.outside"),
        }
        _check_names(file, given, key, name, called)
        stakes[name] = _stake(file, given.get("stake"), f"{key}.stake", narratives)
        found[name] = row
    return found, stakes


def _origin(file: Yaml, node: yaml.Node | None, key: str, origins: Sequence[str]) -> str:
    name = read_text(file, node, key, bare=("int",))
    known = [origin for origin in origins if not origin.endswith("?")]
    if name and name not in known:
        listed = ", ".join(known) or "none yet; add it under origins"
        file.complain(
            node,
            f'{key} "{shorten(name)}" is not an origin of this case. Known: {listed}.'
            f"{did_you_mean(name, known)}",
        )
    return name


def _check_names(
    file: Yaml,
    given: Mapping[str, yaml.Node],
    key: str,
    name: str,
    called: dict[str, tuple[str, int]],
) -> None:
    """Refuse a name or alias that another source has: a mention could mean either."""
    entries = [(given.get("name"), f"{key}.name")]
    aliases = given.get("aliases")
    if isinstance(aliases, yaml.SequenceNode):
        entries += [(node, f"{key}.aliases[{n}]") for n, node in enumerate(aliases.value)]
    for node, where in entries:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            continue
        words = " ".join(str(node.value).split())
        folded = words.casefold()
        if folded in (NARRATOR, UNNAMED):
            file.complain(
                node, f'{where} "{words}" is reserved for what no source says. Take another name.'
            )
            continue
        owner, line = called.setdefault(folded, (name, node.start_mark.line + 1))
        if owner != name:
            file.complain(
                node,
                f'{where} "{shorten(words)}" belongs to the source "{owner}" too (line {line}). '
                "Keep it with one of the two, or make them one source.",
            )


def _stake(
    file: Yaml, node: yaml.Node | None, key: str, narratives: Sequence[str]
) -> dict[str, float]:
    if node is None:
        return {}
    found = {}
    known = [narrative for narrative in narratives if not narrative.endswith("?")]
    for narrative, value in read_mapping(file, node, key, None).items():
        number = str(value.value) if isinstance(value, yaml.ScalarNode) else ""
        if narrative not in known:
            file.complain(
                value,
                f'{key} names the narrative "{shorten(narrative)}", which is not in this case. '
                f"Known: {', '.join(known)}.{did_you_mean(narrative, known)}",
            )
        elif number not in STAKES:
            shown = shorten(number) if number else "not a number"
            file.complain(
                value,
                f"{key}.{narrative} is {shown}. Write 1 if the source gains by the narrative "
                "being believed, -1 if by its being disbelieved, or leave it out.",
            )
        else:
            found[narrative] = STAKES[number]
    return found


def _settings(file: Yaml, node: yaml.Node | None) -> dict[str, Any]:
    if node is None:
        return {}
    given = read_mapping(file, node, "settings", SETTINGS)
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name == "reader":
            found[name] = read_reader(file, value)
        else:
            found[name] = read_text(file, value, f"settings.{name}")
    return found


def _truth(file: Yaml, node: yaml.Node | None, narratives: Sequence[str]) -> Truth | None:
    if node is None:
        return None
    given = read_mapping(file, node, "truth", TRUTH, TRUTH[:1])
    name = read_text(file, given.get("narrative"), "truth.narrative", bare=("int",))
    if name and name not in narratives:
        file.complain(
            given["narrative"],
            f'truth.narrative "{shorten(name)}" is not a narrative of this case. '
            f"Known: {', '.join(narratives) or 'none'}.{did_you_mean(name, narratives)}",
        )
    story = read_text(file, given.get("story"), "truth.story")
    return Truth(name, " ".join(story.split()))


def _known(narratives: Iterable[str]) -> list[str]:
    """Leave out what stands for an account without an id of its own."""
    return [narrative for narrative in narratives if not narrative.endswith("?")]


def _table(
    rows: Mapping[str, Mapping[str, Any]], columns: Sequence[str], name: str
) -> pd.DataFrame:
    index = pd.Index(pd.Series(list(rows), dtype="str"), name=name)
    table = pd.DataFrame(list(rows.values()), columns=list(columns), index=index)
    lists = ("terms", "examples_for", "examples_against", "aliases", "outside")
    return table.astype({column: "object" if column in lists else "str" for column in columns})


def _stakes(
    given: Mapping[str, Mapping[str, float]], sources: list[str], narratives: list[str]
) -> pd.DataFrame:
    return pd.DataFrame(
        [[given[source].get(n, float("nan")) for n in narratives] for source in sources],
        index=pd.Index(pd.Series(sources, dtype="str"), name="source_id"),
        columns=pd.Index(pd.Series(narratives, dtype="str"), name="narrative_id"),
        dtype=float,
    )
