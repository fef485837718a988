#!/bin/sh
# stix2 3.0.2, the library of OASIS for STIX 2.1; stix2-validator 3.3.2, also of OASIS. Python 3.11
# and later.
#
# STIX counts confidence in whole numbers from 0 to 100. The library, which checks each property of
# an object, takes a probability such as 0.72, cuts it to 0 and writes that, also when it only reads
# and writes again what others made. It takes 101 and -5 as they are. Nothing is raised, nothing is
# warned. The validator refuses 101 and -5; of the 0 nobody can tell any more that it was 0.72.
#
# Who is hurt: whoever hands a model's probability on to OpenCTI or MISP. In the scales of STIX 0 is
# the least there is ("None"), so that what is likely arrives as what nobody trusts.
# This project counts and checks it by itself (`confidence` in narratives/exchange/stix_checks.py,
# held by tests/exchange/test_exchange_stix.py).
#
# Guess before running: 0.72 becomes 0 and 101 passes. Reading and writing again was not foreseen,
# and that 99.9 becomes 99.
#
# Output seen:
#   given 0.72: written 0
#   given 99.9: written 99
#   given 101: written 101
#   given -5: written -5
#   read 0.72 in a bundle: written 0
#   the validator on 101: False, on the 0: True
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check \
    stix2==3.0.2 stix2-validator==3.3.2 setuptools==84.2.1
"$home/venv/bin/python" - <<'PY'
import json
import warnings

import stix2
from stix2validator import ValidationOptions, validate_string

NOBODY = "identity--7f6a3c1e-2d51-4a57-9f0b-5d9f3f6f1a11"
OPTIONS = ValidationOptions(version="2.1")


def written(confidence):
    note = stix2.v21.Note(content="The dam held.", object_refs=[NOBODY], confidence=confidence)
    return note.serialize()


def is_valid(text):
    return validate_string(text, OPTIONS).is_valid


with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    seen = {given: json.loads(written(given))["confidence"] for given in (0.72, 99.9, 101, -5)}
    note = json.loads(written(50)) | {"confidence": 0.72}
    bundle = {"type": "bundle", "id": f"bundle--{note['id'][6:]}", "objects": [note]}
    again = json.loads(stix2.parse(json.dumps(bundle)).serialize())["objects"][0]["confidence"]
for given, kept in seen.items():
    print(f"given {given}: written {kept}")
print(f"read 0.72 in a bundle: written {again}")
print(f"the validator on 101: {is_valid(written(101))}, on the 0: {is_valid(written(0.72))}")
assert seen == {0.72: 0, 99.9: 99, 101: 101, -5: -5}, "the library checks or rounds now"
assert again == 0, "what is read is kept or refused now"
assert not [one for one in told if "confidence" in str(one.message)], "the library warns now"
assert not is_valid(written(101))
assert is_valid(written(0.72))
PY
