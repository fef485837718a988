#!/bin/sh
# openpyxl 3.1.5, Python 3.11 and newer. Needs the package registry of pip; outside CI.
#
# The guess before it was run: longer texts than Excel allows (32,767 letters) are cut without a
# word. What one would expect of the library: an error, as for a control character
# (IllegalCharacterError). The count of letters was not foreseen.
# What happens: the text is cut to 32,767 code points without an error and without a warning, when
# the cell is set; the workbook that is saved has lost the rest. Excel counts UTF-16 units, so what
# is kept can still be twice as long as Excel allows, where letters lie beyond the BMP.
# Output seen: "set 40000, kept 32767, warnings 0" and "waves: set 40000, kept 32767 letters,
# 65534 units".
# Who is hurt: everyone who keeps articles or reasons in a sheet and takes it for a copy.
# narratives/exchange/workbook.py cuts by itself, by units, and ends such a cell with "…".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -q install openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder/book.xlsx" <<'PYTHON'
import sys
import warnings

from openpyxl import Workbook, load_workbook

with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    book = Workbook()
    book.active["A1"] = "a" * 40_000
    book.active["A2"] = "\U0001f30a" * 40_000
    book.save(sys.argv[1])
sheet = load_workbook(sys.argv[1]).active
plain, waves = sheet["A1"].value, sheet["A2"].value
units = len(waves.encode("utf-16-le")) // 2
print(f"set 40000, kept {len(plain)}, warnings {len(told)}")
print(f"waves: set 40000, kept {len(waves)} letters, {units} units")
assert (len(plain), len(told)) == (32_767, 0), "the behaviour has changed"
assert (len(waves), units) == (32_767, 65_534), "the behaviour has changed"
PYTHON
