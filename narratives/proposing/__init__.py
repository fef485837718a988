"""What a new case proposes: terms, sources with aliases, and rival accounts.

All of it is a draft for a person, who takes it, changes it or throws it away.
"""

from __future__ import annotations

from narratives.proposing.accounts import find_accounts, suggest_accounts
from narratives.proposing.aliases import propose_sources
from narratives.proposing.terms import propose_terms
from narratives.proposing.whole import propose_case

__all__ = ["find_accounts", "propose_case", "propose_sources", "propose_terms", "suggest_accounts"]
