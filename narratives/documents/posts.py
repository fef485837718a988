"""What posts, threads and wires have before their words: handles, hashtags, slugs of an agency."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratives.documents.letters import Edit
from narratives.lexicon import load_classes

_TAGS = re.compile(
    r"^[^\w#\n\"“”‘’'(\[<@]{0,8}(?P<tags>(?:#[^\W\d_]\w{0,40}[ \t]{1,3}){1,10})"
    r"(?=[\"“‘'(\[]{0,2}(?P<next>[^\W\d_]))",
    re.M,
)
"""Hashtags before the first word of a post."""
_POSTED = re.compile(
    r"^(?:(?P<name>[^\W\d_][^\n@#:/\\]{0,40}?)[ \t]{1,3})?(?P<handle>@\w{1,30})"
    r"(?:[ \t]{0,3}[·•|,–-][^\n]{0,30})?[ \t]*(?:\r\n?|\n)\s{0,4}"
    r"(?:(?:replying|in reply) to @[^\n]{1,120}\s{1,4})?"
    r"(?:(?P<again>RT )(?=@\w{1,30}: )|(?=[^\s@]))",
    re.M | re.I,
)
"""Who posts, on a line above the post, as it is copied from a page."""
_SLUG = re.compile(
    r"^(?:(?:UPDATE|WRAPUP|CORRECTED|CORRECTION|RPT|REFILE|EXCLUSIVE|ANALYSIS|FACTBOX|INSIGHT|TIMELINE|"
    r"SNAPSHOT|NEWSMAKER|ADVISORY|URGENT)(?: \d{1,2})?-){1,3}(?=[A-Z\"'“‘])",
    re.M,
)
"""What agencies put before a headline: "UPDATE 2-Pilot denies …"."""
_SIGNED = re.compile(r"\n[^\n@#:]{0,40}@\w{1,30}$")


def edits_of_posts(text: str) -> Iterator[Edit]:
    """Find what stands before the words of a post: hashtags, and a line that says who posts.

    Examples
    --------
    >>> list(edits_of_posts("#Breaking #Port Mayor Lind denied it."))
    [Edit(start=0, end=16, text='')]
    """
    for match in _TAGS.finditer(text) if "#" in text else ():
        tags = match["tags"].split()
        # One tag may be the first word of a name: "#Port Authority denies".
        opens = match["next"].isupper() and len(tags) > 1
        dropped = len(tags) if opens else 0
        while dropped < len(tags) and tags[dropped][1:].lower() in load_classes()["label_word"]:
            dropped += 1
        if dropped:
            kept = "".join(re.findall(r"\S+\s+", match["tags"])[:dropped])
            yield Edit(match.start("tags"), match.start("tags") + len(kept), "")
    yield from (Edit(*match.span(), "") for match in _SLUG.finditer(text))
    posted = list(_POSTED.finditer(text)) if "@" in text else []
    # Two authors of one article stand above each other; a handle behind the last post signs it.
    last = {match.end() for match in posted} & {match.start() for match in posted}
    posted = [match for match in posted if match.end() not in last]
    if len(posted) > 1 and not _SIGNED.search(text[-100:].rstrip()):
        for match in posted:
            if match["again"]:
                yield Edit(*match.span(), "")  # The words are those of who is posted again.
                continue
            end = match.end("handle")
            if match["name"]:
                yield Edit(match.end("name"), match.start("handle"), " (")
            yield Edit(end, end + 1, "): " if match["name"] else ": ")
            yield Edit(end + 1, match.end(), "")
