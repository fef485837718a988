"""What a person has decided, how often the draft was right there, and what to look at next."""

from narratives.deciding.checked import CHECKED, checked_fields
from narratives.deciding.counting import DECIDED, count_decided
from narratives.deciding.people import BY_FIELD, GIVEN, PersonAgreement, agree, list_given
from narratives.deciding.right import RIGHT, share_right, wilson_interval
from narratives.deciding.unchecked import UNCHECKED, list_unchecked, said_in_short

__all__ = [
    "BY_FIELD",
    "CHECKED",
    "DECIDED",
    "GIVEN",
    "RIGHT",
    "UNCHECKED",
    "PersonAgreement",
    "agree",
    "checked_fields",
    "count_decided",
    "list_given",
    "list_unchecked",
    "said_in_short",
    "share_right",
    "wilson_interval",
]
