"""``narratives copies`` and ``narratives timeline`` at a terminal."""

from __future__ import annotations

import pytest

from narratives.cli import main

STORY = (
    "The old mill at Larkham burned down on Tuesday night, and nobody was hurt. The chief of the "
    "fire service said that the fire had probably begun in the fuse box behind the stairs.\n\n"
    "A neighbour saw two young people run from the yard some minutes before the alarm was given.\n"
)


def test_texts_without_dates_are_named_in_either_order_without_a_direction(capsys, tmp_path):
    full, cut = tmp_path / "full.txt", tmp_path / "cut.txt"
    full.write_text(STORY, encoding="utf-8")
    cut.write_text(STORY.partition("\n\n")[0] + "\n", encoding="utf-8")
    for first, second in ((full, cut), (cut, full)):
        with pytest.raises(SystemExit) as end:
            main(["copies", str(first), str(second)])
        assert end.value.code == 0
        out = " ".join(capsys.readouterr().out.split())
        assert f"no date {first.stem}, or" in out, "the name of the other text, and no direction"
        assert "open: the dates" in out


def test_a_timeline_without_any_date_says_where_to_write_one(capsys, make_case):
    case = make_case(documents="- {id: flood, file: flood.txt, title: Flood}\n")
    with pytest.raises(SystemExit) as end:
        main(["timeline", str(case)])
    assert end.value.code == 0
    told = "write when each was published in documents/documents.yaml."
    assert told in " ".join(capsys.readouterr().out.split())
