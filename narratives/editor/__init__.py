"""The review in JupyterLab: a person decides, and each decision is a line of ``review.jsonl``."""

from narratives.editor.opening import review
from narratives.editor.session import ReviewSession

__all__ = ["ReviewSession", "review"]
