"""Reading: trained graphs are opened here, and nowhere else, and give the same everywhere."""

from __future__ import annotations

from narratives.reading.session import Session, log_likely, open_session, to_grid

__all__ = ["Session", "log_likely", "open_session", "to_grid"]
