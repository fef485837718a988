"""The widget: it carries what a person does to the session, and what the session shows back."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from pathlib import Path
from threading import RLock
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from narratives.editor.session import UNASKED, ReviewSession
from narratives.editor.still import draw_still
from narratives.schema import failure_in_words

_HERE = Path(__file__).parent
_MOST_ANSWERS = 100
"""Answers that are known for when they are asked for again."""


class Editor(anywidget.AnyWidget):
    """The editor as JupyterLab shows it.

    Parameters
    ----------
    session : ReviewSession

    Attributes
    ----------
    session : ReviewSession
    view : dict
        What is drawn.
    """

    _esm = _HERE / "editor.js"
    _css = _HERE / "editor.css"
    view = traitlets.Dict().tag(sync=True)
    mark = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: ReviewSession) -> None:
        # By the mark the script finds its own model.
        mark = uuid.uuid4().hex
        super().__init__(view=session.view(), mark=mark, model_id=mark)
        self.session = session
        # The first message comes in the thread of the cells, later ones in one of their own.
        self._turn = RLock()
        self._answers: OrderedDict[tuple[str, int], dict[str, Any]] = OrderedDict()
        self.on_msg(self._receive)

    def _receive(self, _: object, intent: Any, __: object) -> None:
        """Do what a person asks for, show what comes of it, and then say so.

        What is asked for a second time, because no answer came, is answered and not done again.
        """
        intent = intent if isinstance(intent, dict) else {}
        by, number = intent.get("by"), intent.get("id")
        asked = {"id": number, "by": by}
        key = (by, number) if isinstance(by, str) and isinstance(number, int) else None
        with self._turn:
            if key is not None and key in self._answers:
                reply = self._answers[key]
                self.send_state("view")
            else:
                reply = self._do(intent, asked)
            if key is not None:
                self._answers[key] = reply
                if len(self._answers) > _MOST_ANSWERS:
                    self._answers.popitem(last=False)
            self.send({**asked, **reply})

    def _do(self, intent: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
        self.session.on_kept = lambda text: self.send(
            {**asked, "kept": True, "more": True, "text": text}
        )
        try:
            reply = self.session.act(intent)
            # A look that finds nothing new leaves everything as it is drawn.
            if reply["text"] or reply["kept"] or intent.get("do") not in UNASKED:
                self.view = self.session.view()
        except Exception as error:
            # Whatever it is, a person must not take a decision for kept.
            told = f"This is a mistake of the program: {failure_in_words(error)}"
            reply = {"kept": False, "text": f"It is not known whether this was kept. {told}"}
        return reply

    def _ipython_display_(self, **_: object) -> None:
        """Show a picture of the text, which the editor hides as long as it lives."""
        show: Any = display
        html = draw_still(self.view, self.mark)
        plain = "The editor of the review. It needs a running kernel."
        show({"text/html": html, "text/plain": plain}, raw=True)
        bundle: Any = self._repr_mimebundle_()
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        show({**data, "text/plain": plain}, raw=True)
