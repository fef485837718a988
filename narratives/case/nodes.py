"""YAML with the place of every key, so that a mistake can name its line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from narratives.documents import read_bytes
from narratives.schema import (
    ID,
    NARRATOR,
    NO_NARRATIVE,
    UNNAMED,
    NarrativesError,
    did_you_mean,
    nearest_word,
)

MAX_BYTES = 500_000
MAX_DEPTH = 12
RESERVED = (NO_NARRATIVE, NARRATOR, UNNAMED)
_TAG = "tag:yaml.org,2002:"
_KINDS = {
    f"{_TAG}bool": "a yes/no value",
    f"{_TAG}int": "a number",
    f"{_TAG}float": "a number",
    f"{_TAG}timestamp": "a date",
    f"{_TAG}null": "empty",
}


@dataclass(frozen=True)
class Yaml:
    """A YAML file that is being read, and the mistakes found in it so far.

    Parameters
    ----------
    path : Path
    problems : list of str
        Grows while the file is read.
    """

    path: Path
    problems: list[str]

    def complain(self, node: yaml.Node | None, message: str) -> None:
        """Note a mistake at the line of a node."""
        line = "" if node is None else f", line {node.start_mark.line + 1}"
        self.problems.append(f"{self.path}{line}: {message}")


def load_yaml(file: Yaml) -> yaml.Node | None:
    """Read a YAML file to nodes; None where it cannot be read.

    Anchors and aliases are refused: a few lines of them can stand for gigabytes.
    """
    try:
        raw = read_bytes(file.path, MAX_BYTES, too_long=". Keep texts apart.")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        file.complain(None, f"byte {error.start + 1} is not UTF-8. Save the file as UTF-8.")
        return None
    except NarrativesError as error:
        file.problems.append(str(error))
        return None
    try:
        return yaml.compose(text, Loader=_Plain)
    except _Refused as error:
        file.problems.append(f"{file.path}, line {error.line}: {error}")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f", line {mark.line + 1}"
        what = error.problem or error.context or "it cannot be read"
        if "'\\t'" in what:
            what = "a tab stands where only spaces may. Indent with spaces"
        file.problems.append(f"{file.path}{line}: this is not YAML: {what}. Mend the line.")
    except yaml.YAMLError as error:
        file.complain(None, f"this is not YAML: {' '.join(str(error).split())}.")
    return None


class _Refused(Exception):  # noqa: N818 (no mistake of YAML)
    def __init__(self, event: yaml.Event, message: str) -> None:
        super().__init__(message)
        self.line = 1 if event.start_mark is None else event.start_mark.line + 1


class _Plain(yaml.SafeLoader):
    """Refuse what a case does not need at the first place where it stands."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                event,
                "anchors (&) and aliases (*) are not allowed. Write the value out, or put it in "
                'quotation marks if it begins with "&" or "*".',
            )
        self._depth += isinstance(event, yaml.CollectionStartEvent)
        if self._depth > MAX_DEPTH:
            raise _Refused(
                event,
                f"lists and mappings are nested more than {MAX_DEPTH} deep. A case needs five.",
            )
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= isinstance(event, yaml.CollectionStartEvent)
        return node


def read_mapping(
    file: Yaml,
    node: yaml.Node | None,
    key: str,
    known: Collection[str] | None,
    required: Collection[str] = (),
) -> dict[str, yaml.Node]:
    """Read a mapping; unknown, doubled and missing keys are mistakes.

    ``known`` is None where any key is allowed. What stands under a misspelt key is read as
    if it were spelt rightly, so that the mistakes in it are told in the same run.
    """
    where = key or "the file"
    if not isinstance(node, yaml.MappingNode):
        listed = f" with the keys {', '.join(known)}" if known else ""
        file.complain(node, f"{where} {_is(node)}; it must be a mapping{listed}.")
        return {}
    found: dict[str, yaml.Node] = {}
    misspelt: dict[str, yaml.Node] = {}
    prefix = f"{key}." if key else ""
    for name_node, value in node.value:
        if not isinstance(name_node, yaml.ScalarNode):
            file.complain(name_node, f"{where} has a key that is not a word.")
            continue
        name = str(name_node.value)
        if known is not None and name not in known:
            file.complain(
                name_node,
                f"{prefix}{shorten(name)} is not a known key. Known: {', '.join(known)}."
                f"{did_you_mean(name, known)}",
            )
            if near := nearest_word(name, known):
                misspelt[near] = value
        elif name in found:
            file.complain(name_node, f"{prefix}{name} stands there twice. Keep one of the two.")
        else:
            found[name] = value
    found = {**misspelt, **found}
    for name in required:
        if name not in found:
            file.complain(node, f'{where} lacks the key "{name}". Add it.')
    return found


def read_list(
    file: Yaml, node: yaml.Node | None, key: str, *, empty: bool = True
) -> list[yaml.Node]:
    """Read a list; an empty one is a mistake unless ``empty`` is True."""
    if not isinstance(node, yaml.SequenceNode):
        file.complain(node, f'{key} {_is(node)}; it must be a list, each entry after a "- ".')
        return []
    if not node.value and not empty:
        file.complain(node, f"{key} is an empty list. Write at least one entry.")
    return list(node.value)


def read_text(
    file: Yaml,
    node: yaml.Node | None,
    key: str,
    *,
    allowed: Collection[str] = (),
    pattern: re.Pattern[str] | None = None,
    shape: str = "",
    bare: Collection[str] = (),
) -> str:
    """Read a text; ``bare`` names the YAML kinds that may stand for one without quotation marks."""
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        file.complain(node, f"{key} {_is(node)}; it must be a text.")
        return ""
    text = str(node.value)
    kind = node.tag.removeprefix(_TAG)
    if node.tag == f"{_TAG}null" or not text.strip():
        file.complain(node, f"{key} is empty. Write a text, or leave the key out if it may be.")
        return ""
    if kind != "str" and kind not in bare:
        what = _KINDS.get(node.tag, "a tagged value")
        file.complain(
            node, f"{key} is {what} ({shorten(text)}), not a text. Put it in quotation marks."
        )
        return ""
    if allowed and text not in allowed:
        file.complain(
            node,
            f'{key} "{shorten(text)}" is not allowed. Allowed: {", ".join(allowed)}.'
            f"{did_you_mean(text, allowed)}",
        )
        return ""
    if pattern is not None and not pattern.match(text):
        file.complain(node, f'{key} "{shorten(text)}" {shape}')
        return ""
    return text


def read_texts(
    file: Yaml, node: yaml.Node | None, key: str, *, empty: bool = True
) -> tuple[str, ...]:
    """Read a list of texts."""
    if node is None:
        return ()
    entries = read_list(file, node, key, empty=empty)
    texts = (
        read_text(file, entry, f"{key}[{place}]", bare=("int", "float"))
        for place, entry in enumerate(entries)
    )
    return tuple(text for text in texts if text)


def read_id(file: Yaml, node: yaml.Node | None, key: str, taken: dict[str, int]) -> str:
    """Read an id that is not reserved and not taken; note where it stands."""
    if node is None:
        return ""
    name = read_text(file, node, key, bare=("int",))
    if not name:
        return ""
    if not ID.match(name):
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")
        example = f', for example "{shorten(plain)}"' if plain else ""
        file.complain(
            node,
            f'{key} "{shorten(name)}" is not an id. Use letters, digits, "-" and "_"{example}.',
        )
        return ""
    if name in RESERVED:
        file.complain(node, f'{key} "{name}" is reserved ({", ".join(RESERVED)}). Take another id.')
        return ""
    if name in taken:
        file.complain(node, f'{key} "{name}" is taken by line {taken[name]}. Give each its own id.')
        return ""
    taken[name] = node.start_mark.line + 1
    return name


def shorten(text: str) -> str:
    """Write a value on one line of a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:60] + "…"


def _is(node: yaml.Node | None) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "is a list"
    if isinstance(node, yaml.MappingNode):
        return "is a mapping"
    if isinstance(node, yaml.ScalarNode) and node.tag != f"{_TAG}null" and node.value:
        return f'is the text "{shorten(str(node.value))}"'
    return "is empty"
