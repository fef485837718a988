"""The text as it stands, for a place where no kernel runs: a page of paper, or a saved notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from narratives.report.escape import between

TOLD = (
    "This is a picture of the text as it was marked when the cell ran. To decide, open the "
    "notebook in JupyterLab and run this cell again (Shift and Enter)."
)
_TAGS = (("content", "u"), ("cue", "em"), ("source", "strong"))
STYLE = (
    # JupyterLab says of an editor that is gone that its model is not found. This picture says more.
    ".jp-OutputArea-child:has(.narratives-still:not([hidden]))+.jp-OutputArea-child"
    ":not(:has(.narratives-editor)){display:none}"
    ".narratives-still{max-width:46rem;line-height:1.7}"
)


def draw_still(view: Mapping[str, Any], mark: str = "") -> str:
    """Draw a text with its statements as HTML that needs neither a kernel nor a script.

    Parameters
    ----------
    view : mapping
        As :meth:`narratives.editor.ReviewSession.view` returns it.
    mark : str
        By which the living editor finds this picture, and hides it.

    Returns
    -------
    str
        Speakers are bold, cues italic, what is said is underlined; statements have numbers.

    Examples
    --------
    >>> import narratives as nv
    >>> from narratives.editor import ReviewSession
    >>> page = draw_still(ReviewSession(nv.load_case("seeds/crocus-city-hall")).view())
    >>> "run this cell again" in page, "<script" in page
    (True, False)
    """
    text = view["text"]
    paragraphs = [
        Markup("<p>{}{}</p>").format(
            Markup("<small>left out: {}</small> ").format(str(told["kind"]).replace("_", " "))
            if told["out"]
            else "",
            Markup("").join(_piece(piece) for piece in told["pieces"]),
        )
        for told in text["paragraphs"]
    ]
    return str(
        Markup(
            '<div class="narratives-still" data-mark="{}"><style>{}</style>'
            "<p><strong>{}</strong></p>"
            "<p>{} {}</p><p><small>Bold: who is said to say it. Italic: the words that say so. "
            "Underlined: what is said. Numbers: the statements.</small></p>"
            "<div{}>{}</div>{}</div>"
        ).format(
            mark,
            Markup(STYLE),
            between(view["question"]),
            TOLD,
            _much(view["much"]),
            Markup(' lang="{}"').format(text["language"]) if text["language"] else "",
            Markup("").join(paragraphs),
            _list(view["list"]),
        )
    )


def _piece(piece: Mapping[str, Any]) -> Markup:
    html = between(piece["t"])
    for role, tag in _TAGS:
        if role in piece["r"]:
            html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)
    heads = Markup("").join(Markup("<small>[{}] </small>").format(n) for n in piece["h"])
    return heads + html


def _list(rows: Sequence[Mapping[str, Any]]) -> Markup:
    told = [
        Markup("<li>{}. {}: {}{}</li>").format(
            row["n"],
            between(row["name"]),
            between(row["said"]),
            f" ({row['marks']})" if row["marks"] else "",
        )
        for row in sorted(rows, key=lambda row: int(row["n"]))
        if not row["out"]
    ]
    return Markup("<details><summary>{} statements</summary><ul>{}</ul></details>").format(
        len(told), Markup("").join(told)
    )


def _much(rows: Sequence[Mapping[str, Any]]) -> str:
    told = next((row for row in rows if row["kind"] == "statement"), None)
    return f"{told['done']} of {told['of']} statements were decided." if told else ""
