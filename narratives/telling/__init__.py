"""Words about a comparison: its first sentences, its gaps, its tensions, what would change it."""

from narratives.telling.differing import reading_differences
from narratives.telling.gaps import find_gaps, find_shared_evidence
from narratives.telling.layout import SideBySide, lay_out
from narratives.telling.side_by_side import side_by_side_table
from narratives.telling.summary import summary_in_words, write_summary
from narratives.telling.tensions import find_tensions

__all__ = [
    "SideBySide",
    "find_gaps",
    "find_shared_evidence",
    "find_tensions",
    "lay_out",
    "reading_differences",
    "side_by_side_table",
    "summary_in_words",
    "write_summary",
]
