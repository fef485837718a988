"""Round odds, so that no expected value hangs on what calibration learned last."""

from __future__ import annotations

import pytest

from narratives.bearing import beside, classifier, explanation, rating
from narratives.bearing.odds import Odds

PLAIN = Odds(slope=1.0, shift=0.0, threshold=0.5, unsure=0.25, margin=0.75)


@pytest.fixture
def plain_odds(monkeypatch):
    """Put odds into force under which a reader's probabilities stay as they are."""
    for module in (beside, rating, classifier, explanation):
        monkeypatch.setattr(module, "odds_of", lambda _: PLAIN)
    return PLAIN
