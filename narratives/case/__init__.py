"""The case folder: read it, check it whole, make a new one."""

from __future__ import annotations

from narratives.case.adding import add_documents
from narratives.case.create import create_case
from narratives.case.load import load_case
from narratives.case.proposal import Proposal, ProposedSource

__all__ = ["Proposal", "ProposedSource", "add_documents", "create_case", "load_case"]
