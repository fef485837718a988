#!/bin/sh
# lxml 6.1.3 (libxml2 2.14), Python 3.11 and later.
#
# lxml.html reads a page whose elements are nested more than 256 deep, raises nothing, and returns
# a tree without the words that lie deeper, and without all that stands behind them. The one sign
# is an entry in the parser's error_log, which no caller of fromstring() looks at.
#
# Who is hurt: whoever takes the text of saved pages, of threads of answers above all, where each
# answer stands inside the one before: trafilatura, readability and others parse with lxml. The end
# of the page is gone and nobody is told.
#
# Output seen:
#   200 deep: True True
#   300 deep: False False
#   Excessive depth in document: 256, use XML_PARSE_HUGE option
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3
"$home/venv/bin/python" - <<'PY'
import lxml.html


def read(depth):
    page = "<div>" * depth + "<p>inside</p>" + "</div>" * depth + "<p>behind</p>"
    parser = lxml.html.HTMLParser()
    text = lxml.html.document_fromstring(page, parser=parser).text_content()
    return "inside" in text, "behind" in text, [entry.message for entry in parser.error_log]


for depth in (200, 300):
    inside, behind, told = read(depth)
    print(f"{depth} deep:", inside, behind)
assert read(200)[:2] == (True, True), "a page 200 deep is not read whole"
assert read(300)[:2] == (False, False), "a page 300 deep is read now"
assert any("Excessive depth" in message for message in read(300)[2])
print(told[0])
PY
