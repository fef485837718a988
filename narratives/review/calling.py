"""A room that can be called: ``nv.review`` is this room and, called, opens the editor."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class CallableRoom(ModuleType):
    """A module that passes a call on to the face of the package.

    The room of the log and the verb that opens the editor have one name. Which of the two is
    meant can be seen: one is imported from, the other is called.
    """

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Open the editor of a case: see :func:`narratives.editor.review`."""
        package, _, name = self.__name__.partition(".")
        return sys.modules[package].__getattr__(name)(*given, **named)


def make_callable(name: str) -> None:
    """Let the module with this name be called."""
    sys.modules[name].__class__ = CallableRoom
