"""What stands before the words of a line: who speaks in a chat, times, a large first letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from narratives.documents.hyphens import listed_words
from narratives.documents.letters import Edit
from narratives.documents.posts import edits_of_posts
from narratives.documents.speaking import edits_of_speakers

TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_WROTE = re.compile(
    r"^(?P<when>On (?=[^\n]{0,40}\d)[^\n]{3,60}?\d{1,2}[:.]\d{2}(?: ?[AP]M)?(?: [A-Z]{3,4})?,? )"
    r"(?P<who>[^\n<>]{2,60}?) (?P<address><[^\s<>@]{1,64}@[^\s<>@]{1,200}> )?(?=wrote:\s*$)",
    re.M,
)
"""When who wrote, and from which address, before a mail that is answered."""
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s"
_CHAT = re.compile(
    rf"^[ \t]*(?:\[(?:{_DATE})?{TIME}(?: ?[AP]M)?\]|(?:{_DATE})?{TIME}(?: ?[AP]M)?)(?: [-–])? "
    r"(?:<[ @+]?(?P<nick>[\w-]{1,30})> |(?=[^\W\d_][\w .’'-]{0,40}(?: \([^()\n]{1,40}\))?: ))",
    re.M | re.I,
)
_TIME_ALONE = re.compile(rf"^[ \t]*{TIME}[ \t]*(?:\r\n?|\n)", re.M)
_CAPTION = re.compile(r"(?<!\S)>> ?(?=[A-Z][A-Z .’'-]{1,40}: )")
_ASKED = re.compile(
    r"^[ \t]*(?:\d{1,2}[ \t]+)?([QA])(?:[.)][ \t]+|\t[ \t]*| {2,})(?=[\"“A-Z])", re.M
)
"""Who asks and who answers: "Q. Did it burn?", "A. No."."""
_SCRIPT = re.compile(
    r"^Dialogue: ?\d+,[^,\n]{7,12},[^,\n]{7,12},[^,\n]{0,40},(?P<name>[^,\n]{0,40}),"
    r"\d+,\d+,\d+,[^,\n]{0,40},",
    re.M,
)
_THREAD = re.compile(r"^(\d{1,2})/(?:\d{1,2})?[ \t]+(?=\S)", re.M)
_THREAD_END = re.compile(r"[ \t]+\(?(\d{1,2})/\d{1,2}\)?[ \t]*$", re.M)
_GOES_ON = re.compile(r"(?:…|\.\.\.)[ \t]*\n\s{0,5}(?:…|\.\.\.)[ \t]?(?=[a-z])")
_CUT_OFF = re.compile(r"[\w,;-][ \t]*(?:\r\n?|\n)\s*$")
FEWEST_TIMES = 3
"""Lines with a time alone from which a text is a transcript, whose words go on behind them."""
_FIRST_LETTER = re.compile(r"^([A-Z])(?:[ \t]*\n\s{0,9}| )(?=([a-z]{1,20})\b)", re.M)


def edits_of_heads(text: str) -> Iterator[Edit]:
    """Find what stands before the words of a line: times of a chat, fields of a subtitle.

    Examples
    --------
    >>> list(edits_of_heads("T he ferry sank."))
    [Edit(start=1, end=2, text='')]
    """
    for match in _WROTE.finditer(text) if "wrote:" in text else ():
        yield Edit(*match.span("when"), "")
        if match["address"]:
            yield Edit(*match.span("address"), "")
    chat = list(_CHAT.finditer(text)) if ":" in text else []
    if len(chat) > 1:
        for match in chat:
            yield from named(match, "nick")
    alone = list(_TIME_ALONE.finditer(text)) if ":" in text else []
    # Those of a live blog stand above whole sentences, and are left.
    torn = sum(_CUT_OFF.search(text[max(0, m.start() - 9) : m.start()]) is not None for m in alone)
    if torn >= FEWEST_TIMES - 1 and 2 * torn >= len(alone):
        yield from (Edit(*match.span(), "") for match in alone)
    asked = list(_ASKED.finditer(text))
    if min(sum(match[1] == who for match in asked) for who in "QA") > 1:
        yield from (Edit(match.end(1), match.end(), ": ") for match in asked)
    captions = list(_CAPTION.finditer(text)) if ">>" in text else []
    if len(captions) > 1:
        yield from (Edit(*match.span(), "\n" if match.start() else "") for match in captions)
    name = ""
    for match in _SCRIPT.finditer(text) if "Dialogue:" in text else ():
        # Who speaks is named where it changes: a sentence may go on over two lines.
        told = match["name"].strip()
        yield from named(match, "name") if told and told != name else [Edit(*match.span(), "")]
        name = told
    if name or "Dialogue:" in text:
        yield from (Edit(*match.span(), " ") for match in re.finditer(r"\\[Nnh](?=\S)", text))
    for pattern in (_THREAD, _THREAD_END):
        marks = list(pattern.finditer(text)) if "/" in text else []
        if len(marks) > 1 and all(int(b[1]) == int(a[1]) + 1 for a, b in pairwise(marks)):
            for match in marks:
                yield _joined(text, match)
    yield from edits_of_posts(text)
    yield from edits_of_speakers(text)
    for match in _GOES_ON.finditer(text):
        yield Edit(*match.span(), " ")
    for match in _FIRST_LETTER.finditer(text):
        # The first letter of a chapter, set apart because it is large. "A" and "I" are words, and
        # so may be any letter on the line of the next word ("T cells").
        apart, is_word = "\n" in match[0], match[1] in "AI"
        whole = match[1].lower() + match[2] in listed_words()
        if apart and is_word:
            large = whole and match[2] not in listed_words()
        else:
            large = apart or (whole and not is_word)
        if large:
            yield Edit(match.end(1), match.end(), "")


def _joined(text: str, mark: re.Match[str]) -> Edit:
    """Return what a number of a thread is read as: a space where a sentence goes on behind it."""
    before = text[: mark.start()].rstrip()
    goes_on = before and before[-1] not in '.!?…:”"' and text[mark.end() : mark.end() + 1].islower()
    return Edit(len(before), mark.end(), " ") if goes_on else Edit(*mark.span(), "")


def named(match: re.Match[str], group: int | str) -> Iterator[Edit]:
    """Read a head as "Name: ", and as nothing where it names nobody."""
    if not match[group]:
        yield Edit(*match.span(), "")
        return
    yield Edit(match.start(), match.start(group), "")
    yield Edit(match.end(group), match.end(), ": ")
