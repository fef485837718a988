"""What stands around a story and is read as if told in it: comments, mails, corrections, summaries.

Where comments of readers begin and end, and whether a wall hides half of a text, no line says
for sure. Nothing is left out; the person is told where the first sign of it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratives.documents.lines import line_number

_HEAD = re.compile(
    r"(?:(?:\d[\d.,]*|no|all|top|reader|readers['’]) )*(?:comments?|responses|replies|kommentare?|"
    r"leserkommentare|commentaires|comentarios|komentarze|комментари[ий]|коментар[ій])"
    r"(?: ?\(\d[\d.,]*\)|: ?\d[\d.,]*| \d[\d.,]*)?:?|"
    r"\d+ (?:thoughts?|responses?|comments?|replies) (?:on|to) [“\"«].{1,200}",
    re.I,
)
"""What stands above the comments of readers."""
_ANSWER = (
    "reply|antworten|répondre|responder|odpowiedz|ответить|відповісти|upvote|report comment|"
    "report abuse|kommentar melden|пожаловаться|поскаржитися|view \\d+ (?:more )?repl(?:y|ies)"
)
_CONTROL = re.compile(
    rf"(?=.*\b(?:{_ANSWER})\b)(?:\b(?:{_ANSWER}|likes?|share|report|edited|downvote|permalink|flag|"
    r"follow|points?|gefällt mir|teilen|j[’']aime|me gusta|нравится|поделиться|top fan|ago|"
    r"\d+ ?[a-z]{0,5})\b|[^\w\n]+)+",
    re.I,
)
"""A line of buttons below a comment: "Reply · Like · 3h"."""
_SAYS = re.compile(r"[^\n]{2,40} (?:says|sagt|a dit|dice):|.{2,60}\b\d{1,3} ?\w{1,7} ago", re.I)
FEWEST = 2
"""Lines of buttons from which a text without a heading has comments."""
_WALL = re.compile(
    r"^to (?:continue|keep) reading\b|"
    r"\b(?:subscribe|register|sign ?(?:up|in)|log ?in)\b[^.\n]{0,60}\bto (?:(?:continue|keep) "
    r"reading|continue\W*$|read (?:on|more|the (?:full|rest|whole)|this)\b)|"
    r"\bthis (?:article|story|content|post) is (?:only )?(?:for|available to|exclusive to|reserved"
    r" for)\b[^.\n]{0,30}\b(?:subscribers|members)\b|"
    r"\byou have (?:\w+ free (?:articles|stories)|(?:reached|read|used)\b[^.\n]{0,60}\bfree "
    r"(?:articles?|stories))\b|"
    r"\b(?:weiterlesen mit|(?:artikel|text|inhalt) (?:ist )?(?:nur )?für abonnenten)\b|"
    r"\barticle (?:est )?réservé aux abonnés\b|\bтолько для подписчиков\b|"
    r"\[\+\d+ chars\]|"
    r"(?:…|\.\.\.)[\])]?\s{0,3}[\[(]?(?:read (?:more|on|the full)|continue reading|weiterlesen|"
    r"lire la suite|leer más|читать (?:далее|дальше)|читати далі|czytaj dalej)\b|"
    r"\[(?:…|\.\.\.)\]\s{0,9}\Z",
    re.I | re.M,
)
"""What stands where a page shows no more of its text."""
_MAIL = re.compile(
    r"^On (?=[^\n]{0,60}\d)[^\n]{5,150} wrote:[ \t]*$|"
    r"^Am (?=[^\n]{0,60}\d)[^\n]{5,150} schrieb[^\n]{0,80}:[ \t]*$|"
    r"(?<=\n)(?:From|Von|De): [^\n]{1,150}\n(?:Sent|Date|Gesendet|Envoyé): ",
    re.M,
)
"""What stands above a mail that is answered."""
_MESSAGES = re.compile(
    r"^From: [^\n]{1,150}\n(?:[A-Z][A-Za-z-]{1,20}: [^\n]{0,300}\n){1,9}\s{0,9}\n", re.M
)
"""What stands above each message of a chat that was written out."""
_VERDICT = re.compile(
    r"^(?:(?:our )?(?:verdict|ruling|rating|assessment)|[\w .]{2,30}['’]s (?:verdict|assessment|"
    r"ruling)) ?[:–—-] ?(?:\w+ ){0,2}(?:true|false|misleading|unproven|mixture|incorrect|"
    r"unsupported|satire|altered|fake|pants on fire)\b",
    re.I | re.M,
)
"""What a fact-check finds of a claim."""
_TAKEN_BACK = re.compile(
    r"\b(?:earlier|previous|original|prior) versions? of (?:this|our) (?:article|story|"
    r"report|post|piece|headline|text|page|column)\b|"
    r"\bthis (?:article|story|report|post|piece|headline) (?:was|has been|is) (?:amended|corrected|"
    r"retracted|withdrawn)\b|"
    r"^\(corrects\b|(?<=\n)[^\w\n]{0,3}(?:correction|corrected|corrects|clarification|retraction|erratum|berichtigung|"
    r"korrektur)\b(?=[ ,(:\d])[^\n]{0,40}[:)]",
    re.I | re.M,
)
"""How a text says that it once said something else. "Correction:" above all of it is a text of its
own, about another one."""

_PROGRAM = (
    r"(?:(?:an )?AI\b|artificial intelligence|Chat ?GPT|GPT|Copilot|Gemini|Claude|"
    r"a (?:language )?model\b|a machine\b)"
)
_BY_PROGRAM = rf"(?:by|with|using|through)(?: the (?:help|use) of)? {_PROGRAM}"
_MADE = r"(?:generated|created|written|produced|summari[sz]ed|compiled|translated)"
_WRITTEN_BY_PROGRAM = re.compile(
    r"^[^\w\n]{0,5}(?:"
    r"AI[ -](?:overview|summary|highlights|takeaways|key points|powered|(?:generated|assisted|"
    rf"written|translated))\b|{_MADE} (?:automatically|{_BY_PROGRAM})|"
    r"(?:[a-z]+ ){0,2}(?:summary|overview|takeaways|key points|highlights|translation|transcript)\b"
    rf"[^.\n]{{0,20}} {_BY_PROGRAM}|"
    r"this (?:summary|overview|text|article|content|page|story|transcript|translation|list)\b"
    rf"[^.\n]{{0,30}} (?:{_MADE}[^.\n]{{0,20}} (?:automatically|{_BY_PROGRAM})|(?:automatically|"
    rf"machine)[ -]{_MADE})|"
    r"(?:machine|automatic(?:ally)?)[ -]translat(?:ed|ion)\b|"
    r"translated (?:by|with) (?:google|deepl)\b)",
    re.I | re.M,
)
"""What stands above or below words that a program wrote."""
_MARK = re.compile(r"\[(?:[a-z]{1,2}|[A-Z]{1,3}\d{1,3})\]")
_COMMENT_BELOW = re.compile(rf"^({_MARK.pattern})[ \t]?\S", re.M)
"""A comment on a text, as word processors put it below; its mark stands in the text as well."""


def signs_around(text: str) -> Iterator[str]:
    r"""Yield what is read as part of a story and may be none, a sentence each.

    Parameters
    ----------
    text : str
        The text as it stands.

    Yields
    ------
    str
        Nothing where the story stands alone.

    Examples
    --------
    >>> next(signs_around("The dam held.\n\n2 comments\n\nAnna\nIt broke.\nReply")).split(";")[0]
    'comments of readers seem to begin in line 3 ("2 comments")'
    >>> list(signs_around("The dam held, the mayor said in her comments."))
    []
    """
    found = _comments(text)
    if found is not None:
        line, words = found
        yield (
            f'comments of readers seem to begin in line {line} ("{words}"); what they say is read '
            "as if it stood in the text itself. Take them out, or read them as a text of their own."
        )
    wall = _WALL.search(text)
    if wall:
        yield (
            f"the text seems to be cut off, {_first(text, wall)}, as where a page shows its "
            "beginning alone. What was said behind it is missing, and a denial with it. Read the "
            "whole text."
        )
    messages = list(_MESSAGES.finditer(text))
    if len(messages) > 1:
        yield (
            f"messages stand below each other, {_first(text, messages[0])}: who wrote each is not "
            "read, and what it says is given to nobody. Make a text of each."
        )
    mail = _MAIL.search(text) if len(messages) < 2 else None
    if mail:
        yield (
            f"a mail that is answered stands below, {_first(text, mail)}: what it says, and what "
            "it quotes itself, is read with the first, and may be given to a wrong one of the "
            "writers. Make a text of each."
        )
    verdict = _VERDICT.search(text)
    if verdict:
        yield (
            f"the text checks a claim, {_first(text, verdict)}: whose claim it is, and that it was "
            "judged, is not read. Decide on both in the review."
        )
    written = _WRITTEN_BY_PROGRAM.search(text)
    if written:
        yield (
            f"a program wrote or translated words of it, {_first(text, written)}: they are read as "
            "if the author had written them, and may say what no source said. Take them out, or "
            "compare them with what they were made from."
        )
    first = {match[0]: match.start() for match in reversed([*_MARK.finditer(text)])}
    below = next((m for m in _COMMENT_BELOW.finditer(text) if first[m[1]] < m.start()), None)
    if below:
        yield (
            f"comments on the text stand below it, {_first(text, below)}: they are read as if they "
            "stood in the text itself. Take them out."
        )
    back = _TAKEN_BACK.search(text)
    if back:
        yield (
            f"the text corrects what it said before, {_first(text, back)}: words of an earlier "
            "version may be read as if they still stood. Reject the statements that were taken "
            "back."
        )


def _comments(text: str) -> tuple[int, str] | None:
    """Return the line in which comments begin, and its words."""
    lines = [line.strip() for line in text.splitlines()]
    short = [n for n, line in enumerate(lines) if 0 < len(line) <= 200]
    controls = [n for n in short if _CONTROL.fullmatch(lines[n])]
    told = [n for n in short if len(lines[n]) <= 80 and _SAYS.fullmatch(lines[n])]
    last = max((*controls, *told), default=-1)
    head = next((n for n in short if n < last and _HEAD.fullmatch(lines[n])), None)
    if head is not None:
        return head + 1, lines[head][:40]
    if len(controls) >= FEWEST:
        return controls[0] + 1, lines[controls[0]][:40]
    return None


def _first(text: str, match: re.Match[str]) -> str:
    words = " ".join(match[0].split())[:40]
    return f'first in line {line_number(text, match.start())} ("{words}")'
