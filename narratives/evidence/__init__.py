"""Statements to evidence items: what a statement rests on, and what could be so behind it."""

from narratives.evidence.basis import judge_basis
from narratives.evidence.items import Evidence, form_items

__all__ = ["Evidence", "form_items", "judge_basis"]
