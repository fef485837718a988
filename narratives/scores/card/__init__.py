"""The score card: sources and evidence of each account, criterion by criterion."""

from narratives.scores.card.agreement import card_agreement
from narratives.scores.card.comparing import compare_cards
from narratives.scores.card.criteria import CRITERIA, Criterion
from narratives.scores.card.draft import score_card

__all__ = ["CRITERIA", "Criterion", "card_agreement", "compare_cards", "score_card"]
