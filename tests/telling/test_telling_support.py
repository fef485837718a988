"""The support view in the words of its readers."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from narratives.telling.support import oddities_in_words


def test_reports_that_are_not_taken_as_marked_are_told_by_names_and_labels() -> None:
    comparison = SimpleNamespace(
        sources=pd.DataFrame({"name": ["Police of Tarvel"]}, index=["police"]),
        items=pd.DataFrame({"label": ["Dew on the cable"]}, index=["dew"]),
        support=SimpleNamespace(
            oddities=("“police” says that “dew” is so and that it is not, which tells nothing.",)
        ),
    )

    assert oddities_in_words(comparison) == (  # type: ignore[arg-type]
        "Police of Tarvel says that “Dew on the cable” is so and that it is not, which tells "
        "nothing.",
    )
