"""How the narratives stand: voices, firmness, basis, contradiction, and what would change it."""

from narratives.scores.card import card_agreement, compare_cards, score_card
from narratives.scores.changing.changes import flip_distance, what_would_change
from narratives.scores.changing.views import drop_one, flip_one
from narratives.scores.competing.burton import (
    burton_diagnosticity,
    burton_inconsistency,
    burton_weights,
)
from narratives.scores.competing.inconsistency import contradiction, diagnosticity, rank_narratives
from narratives.scores.competing.open_synthesis import (
    consensus,
    disagreement,
    mean_ratings,
    open_synthesis_consistency,
    open_synthesis_diagnosticity,
    open_synthesis_inconsistency,
)
from narratives.scores.competing.parc import weigh_items, weighted_inconsistency
from narratives.scores.heard.balance import count_voices, voices
from narratives.scores.heard.grounds import basis, firmness, strengths
from narratives.scores.matrix import list_ratings, matrix_of
from narratives.scores.people.coherence import (
    Pooled,
    incoherence,
    make_coherent,
    pool_judgments,
    project_to_simplex,
)
from narratives.scores.people.raters import (
    RaterAgreement,
    rater_agreement,
    rater_differences,
    rater_views,
)
from narratives.scores.supporting.assumptions import Assumptions
from narratives.scores.supporting.small_worlds import try_small_world
from narratives.scores.supporting.support import Support, support
from narratives.scores.supporting.withholding import estimative_word

__all__ = [
    "Assumptions",
    "Pooled",
    "RaterAgreement",
    "Support",
    "basis",
    "burton_diagnosticity",
    "burton_inconsistency",
    "burton_weights",
    "card_agreement",
    "compare_cards",
    "consensus",
    "contradiction",
    "count_voices",
    "diagnosticity",
    "disagreement",
    "drop_one",
    "estimative_word",
    "firmness",
    "flip_distance",
    "flip_one",
    "incoherence",
    "list_ratings",
    "make_coherent",
    "matrix_of",
    "mean_ratings",
    "open_synthesis_consistency",
    "open_synthesis_diagnosticity",
    "open_synthesis_inconsistency",
    "pool_judgments",
    "project_to_simplex",
    "rank_narratives",
    "rater_agreement",
    "rater_differences",
    "rater_views",
    "score_card",
    "strengths",
    "support",
    "try_small_world",
    "voices",
    "weigh_items",
    "weighted_inconsistency",
    "what_would_change",
]
