"""Words about a comparison: its first sentences, its gaps, its tensions, what would change it."""

from narratives.telling.gaps import find_gaps, find_shared_evidence
from narratives.telling.summary import summary_in_words, write_summary
from narratives.telling.tensions import find_tensions

__all__ = [
    "find_gaps",
    "find_shared_evidence",
    "find_tensions",
    "summary_in_words",
    "write_summary",
]
