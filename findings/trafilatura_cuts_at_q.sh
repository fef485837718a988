#!/bin/sh
# trafilatura 2.3.1, lxml 6.1.3, Python 3.11 and later.
#
# A quotation in running text that a page puts into the element q, to which browsers give its
# quotation marks, comes out of extract() without any mark; and what follows it is set on a line of
# its own, as if the sentence ended there. So it is in plain text and in Markdown, where a quotation
# of its own would have "> "; in XML the element is kept, as quote. One would expect the sentence on
# one line, with marks, or at least on one line.
#
# Who is hurt: whoever asks who said what. What a person is quoted with reads as the newspaper's own
# words, and the half of a sentence that follows ("…, said Ana Quist") has lost what was said. Both
# lines are whole to a splitter of sentences.
# This project writes the marks out before trafilatura sees the page
# (narratives/documents/page_marks.py, held by tests/documents/test_documents_page_marks.py).
#
# Guess before running: the words stay in their place, on one line; the marks are lost, for they are
# in no letter of the page. The line break was not foreseen.
#
# Output seen:
#   txt: 'The bolts had been loosened by hand' / ', said Ana Quist, the harbour master of Port Meron.'
#   markdown: the same two lines, no mark
#   xml: <p><quote>The bolts had been loosened by hand</quote>, said Ana Quist, […]
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check \
    trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6
"$home/venv/bin/python" - <<'PY'
import trafilatura

SAID = "The bolts had been loosened by hand"
BY = ", said Ana Quist, the harbour master of Port Meron."
STORY = [
    "The grain silo of Port Meron fell on Tuesday morning, and nobody was hurt.",
    f"<q>{SAID}</q>{BY}",
    "The owner, Meron Grain, said that rust had eaten the legs of the silo for years.",
    "Engineer Tom Vale of the port authority denied that anybody had touched the bolts.",
]


def read(form):
    told = "".join(f"<p>{line}</p>" for line in STORY)
    page = f"<html><body><article><h1>Silo falls in Port Meron</h1>{told}</article></body></html>"
    return trafilatura.extract(page, output_format=form, include_comments=False) or ""


def about(form):
    lines = [line.strip() for line in read(form).splitlines()]
    return [line for line in lines if SAID in line or "Ana Quist" in line]


plain, marked, tree = about("txt"), about("markdown"), about("xml")
print("txt:", " / ".join(map(repr, plain)))
print("markdown:", "the same two lines, no mark" if marked == plain else marked)
print("xml:", tree[0][:75], "[…]")
assert plain == [SAID, BY], "the sentence or its marks are kept now"
assert marked == [SAID, BY], "Markdown keeps the sentence or its marks now"
assert tree == [f"<p><quote>{SAID}</quote>{BY}</p>"], "the XML has changed"
PY
