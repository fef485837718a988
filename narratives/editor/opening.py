"""The door to the editor: ``nv.review(case)``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narratives.case import load_case
from narratives.editor.session import ReviewSession
from narratives.schema import Case, NarrativesError

if TYPE_CHECKING:
    from narratives.editor.widget import Editor


def review(case: Case | str | Path, who: str = "") -> Editor:
    """Open the editor of a case in JupyterLab, to decide what the machine has drafted.

    It shows one text at a time, marked as on the page, and beside it the statement at hand:
    accept it, leave it out, correct its words by selecting others, say for or against which
    account it is, rate its items, grade its source. Each decision is one line of
    ``review.jsonl`` in the folder of the case before the editor says that it is kept. Two
    persons can work on one case at once. Press ``?`` in the editor for its keys.

    Parameters
    ----------
    case : Case, str or Path
        A case, or its folder.
    who : str
        The name of the person, which is kept with each decision. It can be written in the
        editor too.

    Returns
    -------
    Editor
        A widget: the last line of a cell shows it. ``editor.session.tables`` is the comparison
        as it stands; ``nv.compare(nv.load_case(folder))`` takes the whole way anew.

    Raises
    ------
    NarrativesError
        If the case cannot be read or has no folder, or anywidget is not installed.

    Examples
    --------
    >>> import narratives as nv
    >>> editor = nv.review("seeds/crocus-city-hall", who="Ana")
    >>> editor.view["who"], len(editor.view["list"])
    ('Ana', 23)
    """
    try:
        from narratives.editor.widget import Editor
    except ImportError as error:
        raise NarrativesError(
            'The editor needs JupyterLab and anywidget. Install them: pip install "narratives[lab]"'
        ) from error
    found = case if isinstance(case, Case) else load_case(case)
    return Editor(ReviewSession(found, " ".join(who.split())))
