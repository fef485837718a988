"""Sources that the texts name, with what else they are called, and pairs that stay open."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

import pandas as pd

from narratives.case import ProposedSource
from narratives.lexicon.letters import word_of
from narratives.proposing.members import join_members
from narratives.sources import fold_name
from narratives.sources.listing import CALLED, head_of, is_speaker
from narratives.sources.words import has_title

OWN = ("name", "acronym", "alias")
"""How a mention is linked whose words are the name itself."""
NEAR = 0.84
"""Likeness of two names from which they are asked about."""
MOST = 15
"""Questions that are asked."""
_SMALL = re.compile(r"(?:of|the|for|and|de|la|le|van|von|der|du|di|da|del|in|on|at)\Z", re.I)
_WORD = re.compile(word_of("'’-") + r"|\d+")
_LEADING = re.compile(r"(?:the|a|an|its|his|her|their|our|this|that)\s+", re.I)
_AFTER_HEAD = re.compile(r"\s(?:of|for|in|on|at|from|to|and|de|van|der|des)\s", re.I)
_PLACING = re.compile(r"\s(?:of|for|in|on|at|from|to|and|with|by|near)\s")
_AMOUNT = re.compile(r"(?:some|several|many|most|all|both|few|a few|dozens of)\s+", re.I)
_BODY = re.compile(
    r"(?:ministry|department|office|agency|institute|centre|center|university|council|committee|"
    r"police|army|court|commission|group|company|bank|union|party|board|service|organi[sz]ation)",
    re.I,
)


def propose_sources(statements: pd.DataFrame) -> tuple[list[ProposedSource], list[str]]:
    """Gather the sources of a case from who was found to speak.

    A last name alone goes with the one full name that ends with it, capitals with the one
    name of which they are the initials, across all texts. Who is only called something
    ("the union", "villagers") is a source too; a pronoun is none ("many in Torre"), nor is a text
    or a record without a name ("the report"). People who speak for a body that speaks itself go
    with it (:func:`~narratives.proposing.members.join_members`). Where two names could be
    meant, or two names are nearly alike, a question is asked and nothing is joined.

    Parameters
    ----------
    statements : DataFrame
        Columns ``source_name``, ``source_text``, ``resolved_by`` and ``document_id``;
        ``candidates``, where there are any, are whom a mention could mean.

    Returns
    -------
    sources : list of ProposedSource
        The most often heard first.
    questions : list of str

    Examples
    --------
    >>> said = [("Vladimir Orlan", "President Vladimir Orlan", "a"), ("Orlan", "Orlan", "b")]
    >>> rows = [{"source_name": n, "source_text": t, "document_id": d, "resolved_by": "name"}
    ...         for n, t, d in said]
    >>> [(s.name, s.aliases, s.times) for s in propose_sources(pd.DataFrame(rows))[0]]
    [('Vladimir Orlan', ('Orlan',), 2)]
    """
    named, open_ = _named(statements)
    times = Counter(map(str, named["source_name"]))
    homes: dict[str, set[str]] = defaultdict(set)
    written: dict[str, list[str]] = defaultdict(list)
    columns = ("source_name", "source_text", "document_id", "resolved_by")
    for name, text, home, way in zip(*(named[c].map(str) for c in columns), strict=True):
        homes[name].add(home)
        if way in OWN:
            written[name].append(head_of(text))
    joined, questions = join_names(list(times))
    sources = []
    for whole, others in joined.items():
        every = [whole, *others]
        known = {fold_name(whole)}
        aliases = []
        for alias in (*others, *(text for name in every for text in written[name])):
            folded = fold_name(alias)
            # Words around the whole name are found without being written down.
            if (
                folded
                and folded not in known
                and len(alias) <= 60
                and fold_name(whole) not in folded
            ):
                known.add(folded)
                aliases.append(alias)
        heard = sum(times[name] for name in every)
        places = set[str]().union(*(homes[name] for name in every))
        titled = any(has_title(_words(text)) for name in every for text in written[name])
        acronym = whole.isupper() and not titled  # "MS. BRANDT" in a transcript is none
        kind = "organisation" if is_body(whole) or acronym else "unspecified"
        sources.append(ProposedSource(whole, tuple(aliases[:6]), heard, len(places), kind))
    sources, of_members = join_members(sources)
    taken = Counter(fold_name(n) for s in sources for n in (s.name, *s.aliases))
    sources = [
        ProposedSource(
            s.name,
            tuple(alias for alias in s.aliases if taken[fold_name(alias)] == 1),
            s.times,
            s.documents,
            s.kind,
        )
        for s in sources
    ]
    sources.sort(key=lambda source: -source.times)
    return sources, [*open_, *questions, *of_members][:MOST]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def is_body(name: str) -> bool:
    """Tell whether a name is that of a body: its head is, not any word in it.

    A report of the police, the divers of a guard and the head of a ministry speak, too; what kind
    of source they are is left to the person.

    Examples
    --------
    >>> [is_body(name) for name in ("the Ministry of Works", "The farmers' union")]
    [True, True]
    >>> [is_body(name) for name in ("The police report", "head of the ministry", "Army chief")]
    [False, False, False]
    """
    words = _AFTER_HEAD.split(name, maxsplit=1)[0].split()
    return bool(words) and bool(_BODY.fullmatch(words[-1]))


def _named(statements: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the statements whose source can be listed, and a question for each that is open."""
    way = statements["resolved_by"]
    names = statements["source_name"].astype("str")
    others = statements["candidates"] if "candidates" in statements else names.where(way == "", "")
    speaks = pd.Series(
        [is_speaker(*one) for one in zip(names, way.astype("str"), strict=True)],
        index=statements.index,
        dtype=bool,
    )
    called = way.isin(CALLED) & speaks
    questions = [
        f'Is "{name}" {_either(str(meant).split(";"))}? Make it an alias of that one.'
        for name, meant in zip(names[called], others[called], strict=True)
        if meant
    ]
    fits = speaks & (~called | (others == ""))
    found = statements[fits]
    heads = [
        (head_of(name) or name) if called_so else name
        for name, called_so in zip(names[fits], called[fits], strict=True)
    ]
    return found.assign(source_name=heads), list(dict.fromkeys(questions))


def _either(names: Sequence[str]) -> str:
    return " or ".join(f'"{name}"' for name in names[:4])


def join_names(names: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Join the names that surely mean one source, and ask about those that may.

    Parameters
    ----------
    names : sequence of str

    Returns
    -------
    joined : dict of the fullest name to its other names
    questions : list of str

    Examples
    --------
    >>> join_names(["ISW", "Institute for the Study of War", "Petro Hnat", "Olha Hnat", "Hnat"])
    ({'Institute for the Study of War': ['ISW'], 'Petro Hnat': [], 'Olha Hnat': [], 'Hnat': []},
     ['Is "Hnat" the same as "Petro Hnat", as "Olha Hnat", or neither?'])
    """
    folded: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        folded[fold_name(name)].append(name)
    whole = {same[0]: list(same[1:]) for key, same in folded.items() if key}
    questions = []
    for name in list(whole):
        # "Some workers" beside "workers" are no second source.
        plain = _AMOUNT.sub("", name)
        of = next((n for n in whole if n != name and fold_name(n) == fold_name(plain)), None)
        if plain != name and of is not None:
            whole[of] += [name, *whole.pop(name)]
    for name in sorted(whole, key=lambda n: len(n.split())):
        fits = [other for other in whole if other != name and _is_short_for(name, other)]
        if len(fits) == 1:
            whole[fits[0]] += [name, *whole.pop(name)]
        elif len(fits) > 1:
            listed = ", ".join(f'as "{other}"' for other in fits[:4])
            questions.append(f'Is "{name}" the same {listed}, or neither?')
    listed_names = list(whole)[:200]
    questions += [
        f'Are "{name}" and "{other}" one source? Then make one an alias of the other.'
        for at, name in enumerate(listed_names)
        for other in listed_names[at + 1 :]
        if _are_near(name, other)
    ]
    return whole, questions


def _is_short_for(name: str, other: str) -> bool:
    """Tell whether a name is the last name of another, or its initials.

    "Norgrid" is no last name of "Engineers at Norgrid".
    """
    own, words = _WORD.findall(name), _WORD.findall(other)
    if len(own) == 1 and len(words) > 1:
        if own[0].isupper() and 2 <= len(own[0]) <= 7:
            large = "".join(w[0] for w in words if not _SMALL.match(w)).upper()
            every = "".join(w[0] for w in words).upper()
            if own[0] in (large, every):
                return True
        last = fold_name(own[0]) == fold_name(words[-1]) and words[0][0].isupper()
        # "Tolvia and Ostrand" are two.
        return last and "and" not in words and not _PLACING.search(other)
    return False


def _are_near(name: str, other: str) -> bool:
    a, b = fold_name(name), fold_name(other)
    (head, *of), (other_head, *other_of) = (_PLACING.split(n, maxsplit=1) for n in (a, b))
    if of and of == other_of:
        # "Divers of the coast guard" and "officers of the coast guard" are alike by their body.
        a, b = head, other_head
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 4:
        return False
    matcher = SequenceMatcher(None, a, b)
    return matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _is_name(alias: str) -> bool:
    """Tell whether words are a name, and not what somebody is called: "the owner", "its chair"."""
    words = _WORD.findall(_LEADING.sub("", alias))
    return bool(words) and len(alias) <= 60 and words[0][0].isupper()
