"""Rival accounts that the texts themselves carry: assertions that speak against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from narratives.bearing import rate_bearings
from narratives.documents import find_language
from narratives.lexicon.letters import word_pattern
from narratives.proposing.alone import is_whole, sentences_of
from narratives.proposing.naming import name_accounts
from narratives.proposing.terms import begin_alike, tells, untelling
from narratives.reading import BearingReader
from narratives.schema import Document, parse_spans

MOST = 24
"""Assertions that are held against each other: each pair is read, so time grows with the square."""
_WORD = word_pattern("'’-")
ACCOUNTS = 4
"""Rival accounts that are proposed."""
_SHORTEST, _LONGEST = 4, 60
"""Words of an assertion that can stand for an account."""


@dataclass(frozen=True)
class Suggested:
    """A rival account as the machine proposes it.

    Parameters
    ----------
    narrative_id : str
    sentence : str
        Words of a text.
    statement_ids : tuple of str
        What it rests on: the statement it is taken from, then those that say the same.
    told : tuple of str
        The same in words: who says what.
    """

    narrative_id: str
    sentence: str
    statement_ids: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """The rival accounts that are proposed.

    Parameters
    ----------
    accounts : tuple of Suggested
    left_out : int
        Assertions that were not proposed because they are no whole sentence, or begin with a
        pronoun of which the text leaves open whom or what it means.
    """

    accounts: tuple[Suggested, ...] = ()
    left_out: int = 0


def suggest_accounts(
    statements: pd.DataFrame,
    documents: Iterable[Document],
    *,
    question: str = "",
    reader: BearingReader | None = None,
) -> list[Suggested]:
    """Propose rival accounts: assertions that others share, and that speak against each other.

    An assertion is proposed where it is a whole sentence that can be read alone; for a "he" or
    "she" at its head the name is put, where the text tells it. Each is read as if it were an
    account, beside all others. That on which most others bear comes first, where it speaks of the
    matter of the question or, without one, of what most of the texts speak of. Others follow that
    no chosen one supports. Those of another matter are taken only where there are not two.
    Assertions that support a chosen one are listed with it. Where no two assertions dispute each
    other, the proposed accounts only differ.

    Parameters
    ----------
    statements : DataFrame, columns ``schema.STATEMENTS``
    documents : iterable of Document
    question : str
        What the case asks.
    reader : BearingReader, optional
        Who reads; the encoder of the package where it is left out.

    Returns
    -------
    list of Suggested
        At most ``ACCOUNTS``; empty where fewer than two assertions were found.

    Examples
    --------
    >>> import narratives as nv
    >>> text = (
    ...     "The mayor, Ada Ruhl, said that rust had eaten the legs of the silo. "
    ...     "The owner, Tom Vale, said that somebody had loosened the bolts of the silo."
    ... )
    >>> note = nv.Document("note", text)
    >>> for account in suggest_accounts(nv.extract_statements(note), [note]):
    ...     print(f"{account.narrative_id}: {account.sentence}")
    rust_eaten: Rust had eaten the legs of the silo.
    loosened_bolts: Somebody had loosened the bolts of the silo.
    """
    return list(find_accounts(statements, documents, question=question, reader=reader).accounts)


def find_accounts(
    statements: pd.DataFrame,
    documents: Iterable[Document],
    *,
    question: str = "",
    reader: BearingReader | None = None,
) -> Suggestions:
    """Propose rival accounts as :func:`suggest_accounts` does, and count what was left out.

    Parameters
    ----------
    statements, documents, question, reader
        As for :func:`suggest_accounts`.

    Returns
    -------
    Suggestions
    """
    texts = {document.document_id: document for document in documents}
    found = _assertions(statements)
    sentences = sentences_of(statements, found, texts)
    left_out = len(found) - len(sentences)
    words = dict(list(sentences.items())[:MOST])
    chosen = found.loc[[key in words for key in found.index.map(str)]]
    if len(chosen) < 2:
        return Suggestions((), left_out)
    accounts = pd.DataFrame(
        {
            "title": list(words.values()),
            "statement": list(words.values()),
            "terms": [()] * len(words),
            "examples_for": [()] * len(words),
            "examples_against": [()] * len(words),
            "colour": [""] * len(words),
        },
        index=pd.Index([f"a{n}" for n in range(len(words))], name="narrative_id"),
    )
    rated = rate_bearings(chosen, accounts, list(texts.values()), unsure=True, reader=reader)
    matter = _matter(question, texts.values())
    spoken = [texts[home].language for home in chosen["document_id"]]
    stands = [
        _stands(sentence, matter, language)
        for sentence, language in zip(words.values(), spoken, strict=True)
    ]
    return Suggestions(tuple(_cluster(rated, chosen, words, stands)), left_out)


def _matter(question: str, documents: Iterable[Document]) -> set[str]:
    """Return the words of the question that the texts have, else those that most texts have."""
    spoken = [
        {
            word.casefold()
            for word in _WORD.findall(document.text)
            if tells(word, untelling(document.language))
        }
        for document in documents
    ]
    heard = Counter(word for words in spoken for word in words)
    small = untelling(find_language(question))
    asked = {word.casefold() for word in _WORD.findall(question) if tells(word, small)}
    asked = {word for word in asked if any(begin_alike(word, w) or w == word for w in heard)}
    most = max(heard.values(), default=0)
    return asked or {word for word, number in heard.items() if number == most}


def _stands(sentence: str, matter: set[str], language: str = "en") -> bool:
    """Tell whether a sentence can be read alone, and is of the matter.

    Examples
    --------
    >>> told = ("Somebody set the fire.", "It was no fire.", "The man who saw the fire.")
    >>> [_stands(sentence, {"fire"}) for sentence in told]
    [True, False, False]
    """
    words = [word.casefold() for word in _WORD.findall(sentence)]
    of_matter = any(word == of or begin_alike(of, word) for of in matter for word in words)
    return of_matter and is_whole(sentence, language)


def _assertions(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that can stand for an account: asserted, and neither short nor long.

    Of words that stand within those of another statement, only the whole is one.
    """
    lengths = statements["content_text"].map(lambda text: len(str(text).split()))
    fits = lengths.between(_SHORTEST, _LONGEST) & (statements["polarity"] == "asserts")
    found = statements[fits]
    found = found[[not inside for inside in _stand_inside(found)]]
    return found[~found["content_text"].map(_key).duplicated()]


def _stand_inside(statements: pd.DataFrame) -> list[bool]:
    """Say of each statement whether its words are part of those of another."""
    places = []
    for document, content in zip(statements["document_id"], statements["content"], strict=True):
        spans = parse_spans(content)
        places.append((document, spans[0][0], spans[-1][1]))
    return [
        any(d == e and a <= b and z >= y and (a, z) != (b, y) for e, a, z in places)
        for d, b, y in places
    ]


def _cluster(
    rated: pd.DataFrame, chosen: pd.DataFrame, words: dict[str, str], stands: Sequence[bool]
) -> list[Suggested]:
    ids = list(words)
    number = {f"a{n}": n for n in range(len(ids))}
    place = {own: n for n, own in enumerate(ids)}
    agrees = np.zeros((len(ids), len(ids)))
    against = np.zeros((len(ids), len(ids)))
    for who, what, stance, chance in zip(
        *(rated[c] for c in ("statement_id", "narrative_id", "stance", "probability")), strict=True
    ):
        if what in number and place[who] != number[what] and chance == chance:
            table = agrees if stance == "supports" else against
            table[place[who], number[what]] = chance
    support, dispute = (agrees + agrees.T) / 2, (against + against.T) / 2
    lean = (support - dispute).tolist()
    heard = agrees.sum(axis=0) + against.sum(axis=0)
    order = sorted(range(len(ids)), key=lambda n: (not stands[n], -heard[n], n))
    heads: list[int] = []
    for n in order:
        if len(heads) == ACCOUNTS or (len(heads) > 1 and not stands[n]):
            break
        if all(dispute[n, h] >= support[n, h] for h in heads):
            heads.append(n)
    heads.sort()
    members: dict[int, list[int]] = {h: [h] for h in heads}
    for n in range(len(ids)):
        if n not in heads:
            best = max(heads, key=lean[n].__getitem__)
            if support[n, best] > max(0.5, dispute[n, best]):
                members[best].append(n)
    names = name_accounts([words[ids[h]] for h in heads])
    return [
        _suggested(ids, members[h], chosen, words, name)
        for h, name in zip(heads, names, strict=True)
    ]


def _suggested(
    ids: Sequence[str],
    members: Sequence[int],
    chosen: pd.DataFrame,
    words: dict[str, str],
    name: str,
) -> Suggested:
    sentence = words[ids[members[0]]]
    told = [f"{chosen['source_name'][ids[n]]}: {chosen['content_text'][ids[n]]}" for n in members]
    return Suggested(name, sentence, tuple(ids[n] for n in members), tuple(told[:6]))


def _key(text: object) -> str:
    return " ".join(str(text).casefold().split())
