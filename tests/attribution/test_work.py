"""The work of reading grows with the length of a text, not with its square."""

import sys

import numpy as np
import pytest

import narratives as nv
import narratives.attribution.passes
from narratives.tagging import TaggedText

PIECES = {
    "quotations with speakers": '"The dam will hold," Ruiz said. "It is old," the mayor said. ',
    "quotations in one sentence": "“No,” he said, “yes,” she said; ",
    "words at a distance": 'the "old" and "new" dams, ',
    "one letter each": "“A”, ",
    "quotations alone": '"We were lucky this time." ',
    "brackets": '"They [the owners] knew (in May - TASS) it well," Ruiz said. ',
    "open brackets": '"They [the owners (in May, ',
    "citing": "TASS, citing the ministry, reported that the dam held, ",
    "quoted by": "Divers quoted by TASS said the dam held, ",
    "names in marks": 'The channel "Harbour Watch" said it held, ',
    "lists of outlets": "told CNN, Sol, Radio Norte and AFP, ",
    "neither, nor": "neither supports nor refutes it, ",
    "dashes": '– Ana Ruiz, mayor: "It holds."\n\n',
    "not closed": "“The dam held, Ruiz said. ",
    "not closed, a paragraph each": "“The dam held, Ruiz said.\n\nIt is old.\n\n",
    "datelines": "LIMA, May 3 (Reuters) - The dam held, Ruiz said.\n\n",
    "credits": "The dam held, Ruiz said. (Reuters)\n\nIt is old.\n\n(AFP)\n\n",
    "titles": "Statement by the bank on its vault\n\nIt was shut. "
    + 9 * "Nobody had the key. "
    + "\n\n",
    "titles alone": "Joint statement by Lund and Brask on the weir\n\n",
    "heads of mails": "From: Ana Ruiz <a@b.example>\n\nTo: Tom Brill\n\nIt held.\n\n",
    "said and nothing": "Ana Ruiz wrote:\n\n",
    "lists": "Ana Ruiz wrote:\n\nThe dam held\n\nThe gate was shut\n\nIt is old.\n\n",
    "signed posts": "The dam held. It is old. — Ana Ruiz (@anaruiz) May 6, 2031\n\n",
    "labels": 'Source: Ana Ruiz on Telegram\n\nQuote: "It holds."\n\nDetails: It is old.\n\n',
}


def count_calls(text: str) -> int:
    """Count the calls of functions, Python's own included, while a text is read."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    document = nv.Document("odd", text)
    sys.setprofile(count)
    try:
        nv.extract_statements(document, model="fast")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_four_times_the_text_is_about_four_times_the_work(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = TaggedText([], [], np.zeros((0, 3), dtype=np.float32))
    monkeypatch.setattr(narratives.attribution.passes, "tag_text", lambda *_: nothing)
    short, long = (piece * (size // len(piece)) for size in (3_000, 12_000))
    nv.extract_statements(nv.Document("warm", short), model="fast")
    assert count_calls(long) < 6 * count_calls(short)
