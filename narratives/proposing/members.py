"""People of a body that speaks itself: "divers of the coast guard" beside "the coast guard"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from narratives.case import ProposedSource
from narratives.lexicon import load_classes
from narratives.sources import fold_name

_MEMBERS = re.compile(
    r"(?P<who>(?:[\w'’-]+ ){0,2}?[\w'’-]+) (?:of|at|from|in|with) (?P<body>.+)", re.S
)
_TAIL = re.compile(r"\s(?:of|for|in|on|at|from|to|with)\s")


class Members(NamedTuple):
    """A source that is people of another one."""

    people: int
    body: int
    speak_for_it: bool


def join_members(
    sources: Sequence[ProposedSource],
) -> tuple[list[ProposedSource], list[str]]:
    """Join the people who speak for a body with it, and ask about others of its people.

    Officials of any body and those on duty in a uniformed service ("divers of the coast guard")
    speak for it where it speaks itself; the person sees them among its aliases. Its employees may
    well speak against it: they stay a source of their own, and a question is asked.

    Parameters
    ----------
    sources : sequence of ProposedSource

    Returns
    -------
    sources : list of ProposedSource
    questions : list of str

    Examples
    --------
    >>> names = ("The coast guard", "Divers of the coast guard", "The bank", "Clerks at the bank")
    >>> found, questions = join_members([ProposedSource(name) for name in names])
    >>> [(one.name, one.aliases, one.times) for one in found][:2]
    [('The coast guard', ('Divers of the coast guard',), 2), ('The bank', (), 1)]
    >>> questions
    ['Do "Clerks at the bank" speak for "The bank"? If so, make it an alias of that one.']
    """
    found = dict(enumerate(sources))
    questions = []
    for people, body, speak_for_it in _find_members(sources):
        own, whole = sources[people], found[body]
        if not speak_for_it:
            questions.append(
                f'Do "{own.name}" speak for "{whole.name}"? If so, make it an alias of that one.'
            )
            continue
        found[body] = replace(
            whole,
            aliases=(*whole.aliases, own.name, *own.aliases),
            times=whole.times + own.times,
            documents=max(whole.documents, own.documents),
        )
        del found[people]
    return list(found.values()), questions


def _find_members(sources: Sequence[ProposedSource]) -> list[Members]:
    classes = load_classes()
    names = [
        (number, fold_name(name))
        for number, source in enumerate(sources)
        for name in (source.name, *source.aliases)
    ]
    found = []
    for number, source in enumerate(sources):
        match = _MEMBERS.fullmatch(source.name)
        who = match["who"].split()[-1].lower() if match else ""
        if (
            match is None
            or who not in classes["speaking_for"] | classes["on_duty"] | classes["staff"]
        ):
            continue
        body = fold_name(match["body"])
        meant = {n for n, name in names if n != number and _means(body, name)}
        if len(meant) != 1:
            continue
        head = _TAIL.split(match["body"])[0].split()[-1].lower()
        in_uniform = who in classes["on_duty"] and head in classes["uniformed"]
        found.append(Members(number, meant.pop(), who in classes["speaking_for"] or in_uniform))
    return found


def _means(body: str, name: str) -> bool:
    """Tell whether two folded names mean one body: the same, or one of them cut behind its head."""
    heads = [_TAIL.split(f"{words} ")[0].strip() for words in (body, name)]
    return body == name or (heads[0] == heads[1] and (body in heads or name in heads))
