"""The case folder: read it, check it whole, make a new one."""

from __future__ import annotations

from narratives.case.create import create_case
from narratives.case.load import load_case

__all__ = ["create_case", "load_case"]
