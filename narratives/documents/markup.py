"""Signs of programs among the words: tags, links, marks of notes, heads of chats.

A page that was saved as its source, an article of a wiki, a subtitle file, a log of a chat: the
words stand there, with signs between them that nobody who reads the page sees. The signs are
not read. What cannot be told from words is left, and the person is told of it
(:mod:`narratives.documents.gaps`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratives.documents.heads import TIME, edits_of_heads, named
from narratives.documents.hyphens import listed_words
from narratives.documents.letters import Edit, keep_apart
from narratives.documents.turning import denying_words, turning_words

_NAMES = (
    "acronym|bdi|bdo|c|dfn|g|kbd|lang|nobr|nowiki|o:p|ph|rp|rt|ruby|samp|time|tt|var|x|a|abbr|b|"
    "big|cite|code|em|font|i|mark|q|small|span|strong|sub|sup|u"
)
_BLOCKS = (
    "address|article|aside|blockquote|body|caption|center|dd|div|dl|dt|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
)
_VALUE = r"""=(?:"[^"<>\n]{0,300}"|'[^'<>\n]{0,300}'|[^\s"'<>]{1,300})"""
_REST = rf"(?:\s{{1,3}}[\w:.-]{{1,30}}{_VALUE}){{0,9}}\s?/?"
_OPEN, _SHUT = "(?:<|&(?:amp;)?lt;)", "(?:>|&(?:amp;)?gt;)"
_TAG = re.compile(rf"{_OPEN}/?(?:{_NAMES})(?:\.\w{{1,20}}|\d{{1,3}})?(?:{_REST}){_SHUT}", re.I)
_BLOCK = re.compile(rf"{_OPEN}/?(?:{_BLOCKS}|br)(?:{_REST}){_SHUT}", re.I)
_COMMENT = re.compile(r"<!--.{0,1000}?-->", re.S)
_REF = re.compile(r"<ref\b[^<>/\n]{0,200}(?:/>|>[^<>]{0,1000}</ref>)", re.I)
_CUE_TIME = re.compile(r"<(?:\d{1,2}:)?\d{2}:\d{2}[.,]\d{1,3}>")
_VOICE = re.compile(r"<v(?:\.\w{1,20})*\s([^<>\n]{1,60})>|</v>")
_EDITED = re.compile(r" ?(?:<This message was edited>|<Diese Nachricht wurde bearbeitet>)")
_STYLED = re.compile(r"\{\\[^{}\n]{1,80}\}|\{\d\}")
_WIKI_LINK = re.compile(r"\[\[(?![A-Za-z]{3,9}:)(?:[^\[\]|\n]{1,120}\|)?([^\[\]|\n]{1,120})\]\]")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,200})\]\((?:[a-z]{2,8}:|/|#|\.)[^()\s]{0,300}\)")
_FAR = r"(?:https?://|mailto:|tel:|cid:)"
_ADDRESS = re.compile(
    rf"(?<=[\w,;\"”’]) ?(?:<{_FAR}[^\s<>]{{1,2000}}+>|\[{_FAR}[^\s\[\]]{{1,2000}}+\]|"
    rf"\({_FAR}(?:[^\s()]|\([^\s()]{{0,200}}\)){{1,2000}}+\)|"
    r"\[(?:image|cid): ?[^\[\]\n]{1,200}\])(?=[\s.,;:!?)\"”’]|$)"
)
"""Where a link leads, as mail and web clippers write it behind the words of the link."""
_PICTURE = re.compile(r"(?<=\S) ?\bpic\.twitter\.com/\w{1,20}")
_TEMPLATE = re.compile(
    r"\{\{(?:citation needed|cn|fact|who|when|where|by whom|clarify|sfn|efn|dubious|rp)"
    r"(?:\|[^{}\n]{0,200})?\}\}|\{\{(?:em|strong|nowrap|lang|small|abbr)\|(?:[^{}|\n]{0,40}\|)?([^{}|\n]{1,200})\}\}",
    re.I,
)
_BULLETIN = re.compile(
    r"\[/?(?:b|i|u|em|strong|color|size|font|url|center|sup|sub)(?:=[^\[\]\n]{1,200})?\]", re.I
)
_ESCAPED = re.compile(r"\\([*_])(?=\w)([^*_\\\n]{1,100})\\\1|\\(?=[\"'“”])")
_APOSTROPHES = re.compile(r"(?<!')('{2,3}|'{5})(?!')(?=[^\W_])([^'\n]{1,100}?(?<![\s.,!?]))\1(?!')")
_WHITE = re.compile(
    r"&(?:amp;)?(?:nbsp|[en]msp|ensp|thinsp|hairsp|NewLine|Tab|#0*(?:9|10|13|32|160|8192|819[3-9]|820[0-2]|8239)|"
    r"#[xX]0*(?:9|[aAdD]|20|[aA]0|200[0-9aA]|202[fF]));|&nbsp(?!;)|_x000[aAdD]_|(?<=\w)%20(?=\w)|"
    r"(?<=\S)[¶↵⏎␣␤](?=\w)|(?<=[.,;!?])%20"
)
_MAY_BE_WHITE = re.compile("[&%¶↵⏎␣␤]|_x000")
_NO_END = re.compile(r"&(?:(ldquo|rdquo|lsquo|rsquo|quot|mdash|ndash|hellip|laquo|raquo))(?!;)")
_MARKS = {
    **dict.fromkeys(("ldquo", "laquo"), "“"),
    **dict.fromkeys(("rdquo", "raquo"), "”"),
    **{"lsquo": "‘", "rsquo": "’", "quot": '"', "mdash": "—", "ndash": "–", "hellip": "…"},
}
_NOTE = re.compile(
    r"(?<=[\w.,;:!?\"”’)\]])\[(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,5}|\^\w{1,20}|"
    r"(?:note|nb|n)\s?\d{1,2}|(?:citation|clarification|better source) needed|"
    r"(?:who|when|where|(?:according )?(?:to|by) whom)\?|[A-Z]{1,3}\d{1,3}|"
    # "guard[s]" has its letter from an editor.
    r"(?<=[.,;:!?\"”’)\]]\[)[a-z]{1,2})\]"
)
_NOTE_APART = re.compile(r"(?<=[a-z]) \[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,5}\](?= [a-z])")
_ASIDE = re.compile(
    rf"(?<=[\w,;\"”’]) (?:[\[(](?:sic!?|\.\.\.|…)[\])]|\[{TIME}\]|\({TIME}\)|"
    r"\[[^\x00-\x7f][^\[\]A-Za-z\n]{0,60}\])(?=[ .,;:])",
    re.I,
)
_SIGN_OF_NOTE = re.compile(
    r"(?:[†‡]+(?!\w)|\^\{?\d{1,2}\}?(?!\w)|(?:\(\d{1,2}\)|\*)(?=[ .,;])|"
    r"(?<=[a-z])\d{1,2}(?![\w.]))"
)
_LAST_WORD = re.compile(r"[a-z]{2,20}$")
_PAIRS = {
    **{"[": "]", "{": "}", "<": ">", ">": "<"},
    **{sign: sign for sign in "|~=`/-"},
}
_SET_OFF = re.compile(r"([\[{<|~=`/>-])([A-Za-z]{2,20}(?: [A-Za-z]{2,20})?)([\]}>|~=`/<-])(?!\w)")
_ONE_OF_BOTH = re.compile(r"(?<![\w/])(?:s/he|\(s\)he|he ?/ ?she|she ?/ ?he)(?![\w/])", re.I)
"""Who may be a man or a woman: no name that stands before is guessed for them."""
_TOUCHES = re.compile(r"[^\s([{\"'“‘.,;:!?—–]")
_HASH = re.compile(r"(?<![\w&#])#([a-z]{2,20})(?!\w)")


def find_markup(text: str) -> list[Edit]:
    r"""Find the signs of programs among the words, and read nothing in their place.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Edit
        In the order of the text, none over another. A tag that begins a paragraph is read as the
        end of a line, a code for a space as a space.

    Examples
    --------
    >>> find_markup("It was denied.[3]")
    [Edit(start=14, end=17, text='')]
    >>> find_markup("Two [of them] left; see [3] and 4 < 5.")
    []
    """
    return keep_apart(text, _all(text))


def _all(text: str) -> Iterator[Edit]:
    if "<" in text or "lt;" in text:
        # Coded ones are tags where one closes, and a sign of an example elsewhere.
        coded = "lt;/" in text or "lt;br" in text
        for pattern, new in (
            (_TAG, ""),
            (_BLOCK, "\n"),
            (_COMMENT, ""),
            (_REF, ""),
            (_CUE_TIME, ""),
        ):
            for match in pattern.finditer(text):
                if coded or match[0][0] == "<":
                    yield Edit(match.start(), match.end(), new)
        yield from (Edit(*match.span(), "") for match in _EDITED.finditer(text))
        for match in _VOICE.finditer(text):
            yield from named(match, 1)
    if "[" in text or "{" in text:
        for pattern in (_WIKI_LINK, _LINK, _TEMPLATE):
            for match in pattern.finditer(text):
                if match[1] and match[0][0] != "!":
                    yield Edit(match.start(), match.start(1), "")
                    yield Edit(match.end(1), match.end(), "")
                else:
                    yield Edit(*match.span(), "")
        for pattern in (_STYLED, _NOTE, _BULLETIN):
            if pattern is not _BULLETIN or "[/" in text:
                yield from (Edit(*match.span(), "") for match in pattern.finditer(text))
    yield from (Edit(*match.span(), "") for match in _PICTURE.finditer(text))
    if ":" in text:
        yield from (Edit(*match.span(), "") for match in _ADDRESS.finditer(text))
    if " [" in text or " (" in text:
        yield from (Edit(*match.span(), "") for match in _ASIDE.finditer(text))
    yield from _codes(text)
    yield from _set_off(text)
    yield from edits_of_heads(text)


def _codes(text: str) -> Iterator[Edit]:
    if _MAY_BE_WHITE.search(text):
        yield from (Edit(*match.span(), " ") for match in _WHITE.finditer(text))
    for match in _NO_END.finditer(text):
        yield Edit(*match.span(), _MARKS[match[1]])
    for sign in "·+%":
        # A sign in the place of every space, as in an address.
        between = re.compile(
            rf"(?<=[\w.,;:!?\"'”’]){'%20' if sign == '%' else re.escape(sign)}(?=[\w\"'“‘])"
        )
        places = list(between.finditer(text)) if text.count(sign) > 4 else []
        if len(places) > max(4, text.count(" ")):
            yield from (Edit(*match.span(), " ") for match in places)


def _set_off(text: str) -> Iterator[Edit]:
    for match in _ESCAPED.finditer(text):
        if match[1]:
            yield Edit(match.start(), match.start(2), "")
            yield Edit(match.end(2), match.end(), "")
        else:
            yield Edit(*match.span(), "")
    # Two apostrophes alone are quotation marks as often as not.
    for match in _APOSTROPHES.finditer(text) if "'''" in text or "[[" in text else ():
        yield Edit(match.start(), match.start(2), "")
        yield Edit(match.end(2), match.end(), "")
    for match in _SET_OFF.finditer(text):
        words = match[2].lower().split()
        # What stands in brackets was put in by an editor, and stays so.
        turning = denying_words() if match[1] == "[" else turning_words()
        if (
            _PAIRS.get(match[1]) == match[3]
            and not (match.start() and _TOUCHES.match(text, match.start() - 1))
            and turning & set(words)
            and listed_words() >= set(words)
        ):
            yield Edit(match.start(), match.start(2), "")
            yield Edit(match.end(2), match.end(), "")
    for match in _ONE_OF_BOTH.finditer(text) if "/" in text or "(" in text else ():
        article = "The" if match[0].strip("(")[0].isupper() else "the"
        yield Edit(*match.span(), f"{article} person")
    for match in _HASH.finditer(text):
        if match[1] in turning_words():
            yield Edit(match.start(), match.start() + 1, "")
    for match in _SIGN_OF_NOTE.finditer(text):
        if not text[max(0, match.start() - 2) : match.start()].isalpha():
            continue
        word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
        if match[0][0] in "†‡" or (word and word[0] in turning_words()):
            yield Edit(*match.span(), "")
    for match in _NOTE_APART.finditer(text):
        word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
        if word and word[0] in turning_words():
            yield Edit(*match.span(), "")
