"""Tagging: what trained models read as source, cue and content, and how sure they are."""

from __future__ import annotations

from narratives.tagging.attributions import Attribution, TaggedText, tag_text
from narratives.tagging.taggers import MODELS, check_model

__all__ = ["MODELS", "Attribution", "TaggedText", "check_model", "tag_text"]
