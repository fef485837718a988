"""How far a text is about a narrative: phrases, names with a tie to the event, shared words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from narratives.bearing.actors import find_tie, is_object, is_part, names_alone, share_of
from narratives.bearing.profiles import Profile, build_profiles, rarity
from narratives.bearing.words import Word, clean, first, is_plain, words_of

THRESHOLD = 1.0
"""Points from which on a text is taken to be about a narrative: even odds."""
STEEPNESS = 2.0
_TIES = {"involve": 2.2, "admit": 2.4, "act": 1.7, "conduct": 1.3, "evidence": 1.05, "": 0.25}
_GERUND = re.compile(r"\W*(?:\w+ly )?\w+ing\b")
_RELATIVE = re.compile(r", (?:which|who|whose) [^,]{1,300},")


@dataclass(frozen=True)
class Match:
    """What ties one text to one narrative, in points, and the words that do."""

    points: float = 0.0
    implied: bool = False
    words: tuple[str, ...] = ()
    reason: str = ""
    at: tuple[int, ...] = field(default=())

    @property
    def probability(self) -> float:
        """A rough number from 0 to 1, rising with the points; .5 at the threshold."""
        return 1.0 / (1.0 + math.exp(-STEEPNESS * (self.points - THRESHOLD)))


class Scorer:
    """The narratives of one table, ready to be matched with texts."""

    def __init__(self, narratives: pd.DataFrame) -> None:
        self.profiles = build_profiles(narratives)
        self.event = _event_words(self.profiles)
        self._phrases: dict[str, list[tuple[int, tuple[str, ...], bool]]] = {}
        for number, profile in enumerate(self.profiles):
            for keys, named in ((profile.phrases, False), (profile.names, True)):
                for key in keys:
                    self._phrases.setdefault(key[0], []).append((number, key, named))
        self._vectors, self._matrix = _fit(self.profiles)

    def cosines(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Compare texts with the definitions by TF-IDF, idf over the narratives.

        Words that no definition has make a text longer and so less similar.
        """
        if self._vectors is None or not len(texts):
            return np.zeros((len(texts), len(self.profiles)))
        found = self._vectors.transform(texts)
        unknown = [
            sum(w not in self._vectors.vocabulary_ for w in set(_stems(text))) for text in texts
        ]
        lengths = np.sqrt(found.multiply(found).sum(axis=1).A1 + 0.5 * np.array(unknown))
        similar = (found @ self._matrix.T).toarray()
        return np.asarray(similar / np.maximum(lengths, 1e-9)[:, None], dtype=np.float64)

    def match(
        self,
        content: str,
        cue: str,
        cosines: NDArray[np.float64],
        speaker: Mapping[int, bool] = MappingProxyType({}),
    ) -> list[Match]:
        """Match one statement with every narrative.

        Parameters
        ----------
        content, cue : str
            Cleaned texts.
        cosines : array of length n_narratives
        speaker : mapping of int to bool
            The narratives whose actor the source is, and whether beyond doubt.

        Returns
        -------
        list of Match
        """
        words = words_of(content)
        cue_words = words_of(cue)
        main = _RELATIVE.sub(lambda m: " " * len(m[0]), content)
        hits = list(self._find(words))
        hits += [(n, k, named, -1, -1) for n, k, named, _, _ in self._find(cue_words)]
        found = []
        for number, profile in enumerate(self.profiles):
            mine = [hit for hit in hits if hit[0] == number]
            rest = [hit for hit in hits if hit[0] != number and not hit[2]]
            free = [
                w
                for i, w in enumerate(words)
                if not any(start <= i < end for _, _, _, start, end in rest)
                or any(start <= i < end for _, _, _, start, end in mine)
            ]
            parts = [
                self._phrase(profile, mine, words, main),
                self._name(profile, mine, free, content, main, cue, speaker.get(number)),
                _overlap(profile, free, main, float(cosines[number])),
            ]
            parts.sort(key=lambda part: -part.points)
            best = parts[0]
            extra = 0.3 * sum(part.points for part in parts[1:])
            if best.points:
                shown = tuple(dict.fromkeys(w for part in parts for w in part.words))
                at = tuple(sorted({a for part in parts for a in part.at}))
                best = Match(best.points + extra, best.implied, shown[:6], best.reason, at)
            found.append(best)
        return found

    def _find(self, words: Sequence[Word]) -> Iterator[tuple[int, tuple[str, ...], bool, int, int]]:
        """Find the terms: narrative, key, whether a name, first and last word."""
        stems = [word.stem for word in words]
        for i, start in enumerate(stems):
            for number, key, named in self._phrases.get(start, ()):
                if tuple(stems[i : i + len(key)]) != key:
                    continue
                lone = len(key) == 1 and is_plain(words[i].raw)
                if lone and not words[i].raw.isupper():
                    continue
                yield number, key, named, i, i + len(key)

    def _phrase(
        self,
        profile: Profile,
        hits: list[tuple[int, tuple[str, ...], bool, int, int]],
        words: Sequence[Word],
        main: str,
    ) -> Match:
        keys = {key: (start, end) for _, key, named, start, end in hits if not named}
        if not keys:
            return Match()
        points = []
        for key in keys:
            owners = sum(key in other.phrases for other in self.profiles)
            points.append(2.6 * max(0.15, rarity(owners, len(self.profiles))))
        at = tuple(words[start].start for start, _ in keys.values() if start >= 0)
        elsewhere = bool(first("stances", "precedent", main))
        tied = bool(first("relations", "involve", main))
        return Match(
            max(points) + 0.4 * (len(points) - 1),
            elsewhere and not tied,
            tuple(f'"{profile.phrases[key]}"' for key in keys),
            "names" if not elsewhere or tied else "precedent: names",
            at,
        )

    def _name(
        self,
        profile: Profile,
        hits: list[tuple[int, tuple[str, ...], bool, int, int]],
        words: Sequence[Word],
        content: str,
        main: str,
        cue: str,
        speaker: bool | None,
    ) -> Match:
        told = f"{cue} {content}"
        denies = first("relations", "deny", cue) or first("stances", "negator", content)
        # "Belgian officials" may deny for "Belgian services", and not confess for them.
        speaks = speaker is not None and (speaker or bool(denies))
        tie, tied = find_tie(told)
        alias = [(start, profile.names[key]) for _, key, named, start, _ in hits if named]
        all_words = words_of(content)
        alone = names_alone(all_words, profile)
        seen = {
            w.stem: w
            for w in words
            if is_part(w, profile) and w.start not in alone and not is_object(w, content, tie)
        }
        share = share_of(profile, seen)
        aliases = [
            text
            for start, text in alias
            if start < 0 or not is_object(all_words[start], content, tie)
        ]
        if aliases:
            share = 1.0
        own = speaks and (first("stances", "self", content) or first("relations", "admit", told))
        gerund = _GERUND.match(content) and first("relations", "deny", cue)
        bare = speaks and (gerund or first("stances", "joined", told))
        if not share and not own and not bare:
            return Match()
        at = tuple(w.start for w in seen.values()) + tuple(
            all_words[start].start for start, _ in alias if start >= 0
        )
        if share < 0.6 and (own or bare) and tie in ("involve", "admit", "act"):
            return Match(2.2, False, (f'"{tied}"',), "the source speaks of itself:", ())
        names = tuple(aliases) or tuple(w.raw for w in seen.values())
        shown = tuple(f'"{name}"' for name in names)
        if speaks and first("relations", "admit", told):
            return Match(2.4, False, (*shown, f'"{tied}"'), "the source takes it on itself:", at)
        # An actor whom several narratives name does not tell them apart.
        apart = max((profile.weights[key] for key in seen), default=0.0) if not aliases else 1.0
        points = _TIES[tie] * (share if share >= 0.6 else 0.5 * share) * apart
        implied = tie in ("conduct", "evidence")
        reason = "names"
        if tie and first("stances", "precedent", main):
            points, implied, reason = min(points, 1.5), True, "precedent: names"
        elif tie == "act" and not any(self._is_event(w, profile) for w in all_words):
            points, implied = min(points, 1.4), True
        if tied:
            shown = (*shown, f'"{tied}"')
        return Match(points, implied, shown, reason, at)

    def _is_event(self, word: Word, profile: Profile) -> bool:
        """Tell whether a word speaks of the event: shared by narratives, or this one's own."""
        if word.stem in self.event:
            return True
        own = profile.weights.get(word.stem, 0.0) > 0.1
        return own and word.stem not in profile.actor and word.stem not in profile.named

    def is_actor(self, source: str, profile: Profile) -> bool | None:
        """Tell whether a source is the one whom the narrative holds responsible.

        None where it is not; False where only the name before a role agrees, as in
        "Belgian officials" for "Belgian services".
        """
        words = words_of(source)
        if any(n == profile.narrative_id for n in self._named(words)):
            return True
        seen = {w.stem: w for w in words if is_part(w, profile)}
        if share_of(profile, seen) < 0.6:
            return None
        fits = not profile.roles or any(w.stem in profile.roles for w in words)
        return fits or any(w.raw.lower() not in profile.modifiers for w in seen.values())

    def actors_in(self, text: str) -> list[int]:
        """Return the numbers of the narratives whose actor a text names."""
        return [
            n for n, profile in enumerate(self.profiles) if self.is_actor(text, profile) is not None
        ]

    def _named(self, words: Sequence[Word]) -> Iterator[str]:
        for number, _, named, _, _ in self._find(words):
            if named:
                yield self.profiles[number].narrative_id


def _overlap(profile: Profile, words: Sequence[Word], main: str, cosine: float) -> Match:
    """Score the words shared with the definition; names alone do not count."""
    shared: dict[str, Word] = {}
    for word in words:
        if profile.weights.get(word.stem, 0.0) >= 0.1 and not (
            _bare_name(word, profile) or is_plain(word.raw)
        ):
            shared.setdefault(word.stem, word)
    if not shared:
        return Match(min(0.9, 1.5 * cosine))
    total = sum(profile.weights[key] for key in shared)
    points = 1.2 * (1.0 - math.exp(-total)) + 1.5 * cosine
    return Match(
        points,
        len(shared) < 2 or bool(first("stances", "precedent", main)),
        tuple(f'"{word.raw}"' for word in shared.values()),
        "shares",
        tuple(word.start for word in shared.values()),
    )


def _bare_name(word: Word, profile: Profile) -> bool:
    capital = word.raw[0].isupper() and word.start > 0
    inside = any(word.stem in key for key in profile.names)
    return capital or inside or word.stem in profile.named


def _event_words(profiles: Sequence[Profile]) -> frozenset[str]:
    """Return the words that at least half of the narratives share: the event itself."""
    each = [{w for w in _stems(profile.text) if not is_plain(w)} for profile in profiles]
    words = set().union(*each) if each else set()
    for profile in profiles:
        words -= profile.actor
    least = max(2, math.ceil(len(each) / 2))
    return frozenset(w for w in words if sum(w in some for some in each) >= least)


def _stems(text: str) -> list[str]:
    return [w.stem for w in words_of(clean(text)) if not is_plain(w.raw) or w.raw.isupper()]


def _fit(profiles: Sequence[Profile]) -> tuple[TfidfVectorizer | None, NDArray[np.float64]]:
    texts = [profile.text for profile in profiles]
    if not any(_stems(text) for text in texts):
        return None, np.zeros((len(texts), 0))
    vectors = TfidfVectorizer(analyzer=_stems, norm=None, sublinear_tf=True).fit(texts)
    counts = np.bincount(
        [vectors.vocabulary_[w] for text in texts for w in set(_stems(text))],
        minlength=len(vectors.vocabulary_),
    )
    vectors.idf_ = np.array([rarity(int(count), len(texts)) for count in counts])
    matrix = vectors.transform(texts)
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1).A1)
    return vectors, matrix.multiply(1.0 / np.maximum(lengths, 1e-9)[:, None]).tocsr()
