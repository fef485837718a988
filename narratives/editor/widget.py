"""The widget: it carries what a person does to the session, and what the session shows back."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from narratives.editor.session import ReviewSession
from narratives.editor.still import draw_still
from narratives.schema import failure_in_words

_HERE = Path(__file__).parent


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
        super().__init__(view=session.view(), mark=uuid.uuid4().hex)
        self.session = session
        self.on_msg(self._receive)

    def _receive(self, _: object, intent: Any, __: object) -> None:
        """Do what a person asks for, show what comes of it, and then say so."""
        intent = intent if isinstance(intent, dict) else {}
        number = intent.get("id")
        self.session.on_kept = lambda text: self.send(
            {"id": number, "kept": True, "more": True, "text": text}
        )
        try:
            reply = self.session.act(intent)
            # A look that finds nothing new leaves everything as it is drawn.
            if reply["text"] or reply["kept"] or intent.get("do") != "look":
                self.view = self.session.view()
        except Exception as error:
            # Whatever it is, a person must not take a decision for kept.
            told = f"This is a mistake of the program: {failure_in_words(error)}"
            reply = {"kept": False, "text": f"It is not known whether this was kept. {told}"}
        self.send({"id": number, **reply})

    def _ipython_display_(self, **_: object) -> None:
        """Show a picture of the text, which the editor hides as long as it lives."""
        show: Any = display
        html = draw_still(self.view, self.mark)
        plain = "The editor of the review. It needs a running kernel."
        show({"text/html": html, "text/plain": plain}, raw=True)
        bundle: Any = self._repr_mimebundle_()
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        show({**data, "text/plain": plain}, raw=True)
