"""Figures: Axes in, Axes out, nothing shown; each with a function that gives its numbers.

matplotlib is loaded when a figure is drawn, not before. Without ``ax`` a figure is made
with ``pyplot``, so that a notebook shows it; ``ax.figure`` is the figure to save or close.
"""

from narratives.figures.calibration import calibration_table, plot_calibration
from narratives.figures.firmness import firmness_table, plot_firmness
from narratives.figures.lineage import lineage_table, plot_copies
from narratives.figures.matrix import matrix_table, plot_matrix
from narratives.figures.score_card import plot_score_card
from narratives.figures.sensitivity import plot_sensitivity, sensitivity_table
from narratives.figures.showing import show
from narratives.figures.side_by_side import plot_side_by_side
from narratives.figures.texts import plot_texts, texts_table
from narratives.figures.timeline import plot_timeline, timeline_table
from narratives.figures.voices import plot_voices, voices_table
from narratives.figures.waterfall import plot_waterfall, waterfall_table
from narratives.telling import side_by_side_table

__all__ = [
    "calibration_table",
    "firmness_table",
    "lineage_table",
    "matrix_table",
    "plot_calibration",
    "plot_copies",
    "plot_firmness",
    "plot_matrix",
    "plot_score_card",
    "plot_sensitivity",
    "plot_side_by_side",
    "plot_texts",
    "plot_timeline",
    "plot_voices",
    "plot_waterfall",
    "sensitivity_table",
    "show",
    "side_by_side_table",
    "texts_table",
    "timeline_table",
    "voices_table",
    "waterfall_table",
]
