"""An invented case whose texts make positions hard, and the trade with it: out, in, compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from unittest.mock import patch

from fixed_reader import FixedReader, supports

import narratives as nv
from narratives.exchange.marks import UNCHANGED, marks_of
from narratives.stages import compare

WAVES = "\U0001f30a"
TEXT = (
    f"Dam breaks above Orlen {WAVES}{WAVES}, three missing\r\n\r\n"
    "The dam above Orlen broke on Sunday because it was never repaired, the mayor said.\r\n\r\n"
    '"We warned the ministry twice," engineer Zoe\u0308 Brandt said, "and nobody came."\r\n\r\n'
    f"The ministry hinted at sabotage {WAVES}. The\u00a0ministry hinted at sabotage.\r\n"
)
GERMAN = "Der Bu\u0308rgermeister sagte, der Damm sei nie repariert worden.\n"
UKRAINIAN = "Міністерство заявило, що греблю підірвали. \U0001f4a5 «Це диверсія», сказав речник.\n"
CASE = """\
question: Why did the dam above Orlen break?
narratives:
  - id: neglect
    title: Neglect
    statement: The dam broke because it was not repaired.
    terms: [neglect, never repaired]
  - id: sabotage
    title: Sabotage
    statement: Somebody blew up the dam.
    terms: [sabotage]
origins:
  - {id: town, name: Town of Orlen, kind: organisation}
  - {id: state, name: The state, kind: government_party}
sources:
  - {id: mayor, name: the mayor, kind: person, origin: town}
  - {id: ministry, name: The ministry, kind: government_party, origin: state, reliability: C}
"""
DOCUMENTS = """\
- {id: dam, file: dam.txt, title: Dam breaks, publisher: Orlen Post, published: "2031-05-06", \
language: en, url: "https://orlen.example/dam?a=1"}
- {id: damm, file: damm.txt, title: Dammbruch, language: de}
- {id: hreblia, file: hreblia.txt, title: Гребля, language: uk}
"""


def spans(text: str, *pieces: str, after: str = "") -> str:
    """Return where pieces stand, each behind the one before."""
    found, at = [], text.index(after)
    for piece in pieces:
        at = text.index(piece, at)
        found.append(f"{at}-{at + len(piece)}")
        at += len(piece)
    return ";".join(found)


def line(minute: int, who: str, target: str, name: str, value: object, why: str = "") -> dict:
    at = f"2031-05-07T10:{minute:02d}:00+02:00"
    return {"at": at, "who": who, "target": target, "field": name, "value": value, "why": why}


def review() -> list[dict[str, object]]:
    """Decisions of two persons: added, overlapping and split statements, ratings and grades."""
    split = {
        "source": spans(TEXT, "engineer Zoe\u0308 Brandt"),
        "cue": spans(TEXT, "said", after="Brandt"),
        "content": spans(TEXT, "We warned the ministry twice", "and nobody came"),
        "kind": "direct",
        "strength": "certain",
        "bearings": [{"narrative": "neglect", "stance": "supports", "how": "implied"}],
    }
    over = {
        "source": spans(TEXT, "The\u00a0ministry"),
        "cue": spans(TEXT, "hinted at", after="The\u00a0ministry"),
        "content": f"{TEXT.index('sabotage ' + WAVES)}-{len(TEXT) - 2}",
        "strength": "hint",
        "source_id": "ministry",
    }
    ukrainian = {
        "source": spans(UKRAINIAN, "речник"),
        "cue": spans(UKRAINIAN, "сказав"),
        "content": spans(UKRAINIAN, "Це диверсія"),
        "strength": "certain",
        "source_id": "ministry",
        "bearings": [{"narrative": "sabotage", "stance": "supports", "how": "stated"}],
    }
    german = {
        "source": spans(GERMAN, "Der Bu\u0308rgermeister"),
        "cue": spans(GERMAN, "sagte"),
        "content": spans(GERMAN, "der Damm sei nie repariert worden"),
        "strength": "likely",
        "source_id": "mayor",
    }
    return [
        line(0, "Zoë Ø.", "dam", "statement", split, "she says it twice \U0001f30a"),
        line(1, "Zoë Ø.", "dam", "statement", over),
        line(2, "Ігор", "hreblia", "statement", ukrainian, "сказано прямо"),
        line(3, "Ігор", "damm", "statement", german),
        line(4, "Zoë Ø.", "mayor", "reliability", "B"),
        line(
            5,
            "Ігор",
            "item_warned",
            "item",
            {
                "label": "The ministry was warned",
                "basis": "bare_assertion",
                "shown": "none",
                "statements": [f"dam:{TEXT.index('We warned')}-{TEXT.index('and nobody') + 15}"],
            },
        ),
        line(6, "Ігор", "item_warned", "rating", {"neglect": "CC", "sabotage": "N"}),
        line(7, "Zoë Ø.", "item_warned", "rating", {"neglect": "C", "sabotage": "NA"}),
        line(8, "Zoë Ø.", "item_warned", "credibility", 2),
    ]


def read_by() -> FixedReader:
    """Return a reader of bearings that needs no model."""
    return FixedReader(
        lambda passage, account: supports(
            0.97 if "sabotage" in passage.content and "blew" in account.statement else 0.01
        )
    )


def make_case(folder: Path, *, reviewed: bool = True) -> nv.Case:
    """Write the case into a new folder and load it."""
    texts = folder / "documents"
    texts.mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (texts / "documents.yaml").write_text(DOCUMENTS, encoding="utf-8")
    for name, text in (("dam", TEXT), ("damm", GERMAN), ("hreblia", UKRAINIAN)):
        (texts / f"{name}.txt").write_bytes(text.encode("utf-8"))
    if reviewed:
        lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in review())
        (folder / "review.jsonl").write_text(lines, encoding="utf-8")
    return nv.load_case(folder)


class Trade:
    """A case, its comparison, and twins of it without a review."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.case = make_case(home / "orlen")
        self.comparison = nv.compare(self.case, reader=read_by())
        self.asked = 0
        self._twins = 0
        self._made = {self.case.review.to_json(): self.comparison}

    def export(self, path: Path, to: str) -> nv.exchange.Exported:
        return nv.export_case(self.case, path, to=to, comparison=self.comparison)

    def twin(self, *, reviewed: bool = False) -> nv.Case:
        self._twins += 1
        return make_case(self.home / f"twin{self._twins}" / "orlen", reviewed=reviewed)

    def take(self, case: nv.Case, path: Path, **more: object) -> nv.exchange.Imported:
        with patch("narratives.stages.compare", self._compare):
            return nv.import_annotations(case, path, reader=read_by(), **more)

    def _compare(self, case: nv.Case, **more: object) -> nv.Comparison:
        """Compare each review once: all twins have the same documents."""
        self.asked += 1
        key = case.review.to_json()
        if key not in self._made:
            self._made[key] = compare(case, **more)
        return self._made[key]


def lines_of(case: nv.Case) -> list[dict[str, object]]:
    """Return the lines of a case's review, without the words of the text that they carry."""
    path = case.folder / "review.jsonl"
    if not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{key: line[key] for key in line if key != "words"} for line in lines]


def validator_says(path: Path) -> tuple[list[str], set[str]]:
    """Return the errors, and the numbers of the warnings, of the validator of STIX."""
    from stix2validator import ValidationOptions, validate_string

    found = validate_string(path.read_text(encoding="utf-8"), ValidationOptions(version="2.1"))
    return list(map(str, found.errors)), {
        re.findall(r"\{(\d+)\}", str(w))[0] for w in found.warnings
    }


def left(imported: nv.exchange.Imported) -> dict[str, str]:
    """Return place and reason of what was not taken, but for what nobody touched."""
    rows = imported.report[~imported.report["taken"]]
    rows = rows[~rows["why"].isin(UNCHANGED)]
    return dict(zip(rows["place"], rows["why"], strict=True))


def without_ratings(trade: Trade) -> nv.Case:
    """Return a second case of the trade, in which a person has decided all but the ratings."""
    twin = trade.twin()
    kept = [line for line in review() if line["field"] != "rating"]
    nv.append_review(twin.folder / "review.jsonl", kept)
    return nv.load_case(twin.folder)


def said_by(case: nv.Case) -> list[dict[str, object]]:
    """Return the fields of each statement of a case, as they would be exported."""
    return fields_of(nv.compare(nv.load_case(case.folder), reader=read_by()))


def fields_of(comparison: nv.Comparison) -> list[dict[str, object]]:
    return [{"id": mark.statement_id, **mark.fields} for mark in marks_of(comparison)]
