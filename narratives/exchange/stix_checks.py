"""What the library of STIX lets through, checked by hand: numbers, times, references."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from narratives.schema import NarrativesError

Stix = dict[str, Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def confidence(probability: float) -> int | None:
    """Return a probability as STIX counts confidence, from 0 to 100.

    The library takes 0.72 and writes 0, and takes 101 as it is; so it is counted and checked here.

    Examples
    --------
    >>> confidence(0.72), confidence(float("nan"))
    (72, None)
    >>> confidence(72)
    Traceback (most recent call last):
    narratives.schema.NarrativesError: probability 72 is not between 0 and 1.
    """
    if math.isnan(probability):
        return None
    if not 0 <= probability <= 1:
        raise NarrativesError(f"probability {probability:g} is not between 0 and 1.")
    return round(100 * probability)


def stix_time(text: str) -> str:
    """Write a time in UTC, to the millisecond; a day as its midnight.

    A time without a zone is nowhere on the clock of UTC, so its day alone is kept.

    Examples
    --------
    >>> stix_time("2031-05-06")
    '2031-05-06T00:00:00.000Z'
    >>> stix_time("2031-05-06T01:30:00+02:00"), stix_time("2031-05-06T01:30:00")
    ('2031-05-05T23:30:00.000Z', '2031-05-06T00:00:00.000Z')
    """
    if not _DAY.match(text):
        time = datetime.fromisoformat(text)
        if time.tzinfo is not None:
            whole = time.astimezone(UTC).isoformat(timespec="milliseconds")
            return whole.replace("+00:00", "Z")
    return f"{text[:10]}T00:00:00.000Z"


def check_object(one: Mapping[str, Any]) -> None:
    """Check an object by the library, and a narrative, which it leaves unchecked, by hand.

    Raises
    ------
    NarrativesError
        If it is not as STIX says.
    """
    import stix2
    from stix2.exceptions import STIXError

    if one["type"] == "narrative":
        for key in ("id", "name", "created", "modified", "spec_version"):
            if not isinstance(one.get(key), str) or not one[key]:
                raise NarrativesError(f"a narrative of the bundle lacks {key}.")
        return
    try:
        stix2.parse(dict(one), allow_custom=True)
    except (STIXError, ValueError) as error:
        raise NarrativesError(f"{one['type']} {one.get('id')}: {error}") from error


def check_references(objects: list[Stix]) -> None:
    """Check that every reference leads to an object of the bundle.

    Raises
    ------
    NarrativesError
        Names the first that leads nowhere.
    """
    for where, wanted in dangling(objects):
        raise NarrativesError(f"{where} refers to {wanted}, which is not in the bundle.")


def dangling(objects: list[Stix]) -> Iterator[tuple[str, str]]:
    """Yield each object with a reference that leads to nothing in the bundle."""
    known = {str(one.get("id")) for one in objects}
    for one in objects:
        for key, value in one.items():
            names = value if isinstance(value, list) else [value]
            if key.endswith(("_ref", "_refs")):
                yield from ((str(one.get("id")), str(n)) for n in names if str(n) not in known)
