#!/bin/sh
# trafilatura 2.3.1, lxml 6.1.3.
#
# An article that stands in an element with the class "comment" is taken for readers' comments: with
# include_comments=False its paragraphs are not in what extract() returns. Newspapers give this class
# to the articles of their opinion pages ("Comment").
#
# Who is hurt: whoever keeps comments out of the text, as a reader of news has to. A column comes
# back cut to a line or empty, with no sign that the page had a text.
#
# Output seen:
#   class "story": 4 of 4 paragraphs
#   class "comment": 0 of 4 paragraphs
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check \
    trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6
"$home/venv/bin/python" - <<'PY'
import trafilatura

STORY = [
    "The grain silo of Port Meron fell on Tuesday morning, and nobody was hurt.",
    "The bolts had been loosened, said Ana Quist, the harbour master, to reporters.",
    "The owner, Meron Grain, said that rust had eaten the legs of the silo for years.",
    "Engineer Tom Vale of the port authority denied that anybody had touched the bolts.",
]


def read(name):
    told = "".join(f"<p>{line}</p>" for line in STORY)
    page = f'<html><body><main><div class="{name}"><article><h1>Silo falls in Port Meron</h1>{told}'
    page += "</article></div></main></body></html>"
    text = trafilatura.extract(page, include_comments=False) or ""
    return sum(line in text for line in STORY)


for name in ("story", "comment"):
    print(f'class "{name}": {read(name)} of {len(STORY)} paragraphs')
assert read("story") == len(STORY)
assert read("comment") < len(STORY), "the article is read now"
PY
