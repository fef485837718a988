"""The words of STIX and of the Admiralty code: words to words, never by way of a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEW_OBJECT = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba"
"""The extension by which OpenCTI defines narratives and other objects of its own."""

RELIABILITY = {
    "A": "A - Completely reliable",
    "B": "B - Usually reliable",
    "C": "C - Fairly reliable",
    "D": "D - Not usually reliable",
    "E": "E - Unreliable",
    "F": "F - Reliability cannot be judged",
}
CREDIBILITY = {
    number: f'admiralty-scale:information-credibility="{number}"' for number in range(1, 7)
}
OPINIONS = {"supports": "agree", "disputes": "disagree"}
CLASSES = {
    "government_party": "organization",
    "foreign_government": "organization",
    "intelligence_service": "organization",
    "think_tank": "organization",
    "perpetrator_group": "group",
    "media": "organization",
    "person": "individual",
    "organisation": "organization",
    "narrator": "unknown",
    "unspecified": "unknown",
    "": "unknown",
}


def _marking(number: str, word: str) -> Mapping[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{number}",
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "tlp",
        "name": f"TLP:{word.upper()}",
        "definition": {"tlp": word},
    }


TLP: Mapping[str, Mapping[str, Any]] = {
    "clear": _marking("613f2e26-407d-48c7-9eca-b8e91df99dc9", "white"),
    "green": _marking("34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"),
    "amber": _marking("f88d31f6-486f-44da-b317-01333bde0b82", "amber"),
    "red": _marking("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"),
}
"""The four markings whose ids the standard fixes."""
