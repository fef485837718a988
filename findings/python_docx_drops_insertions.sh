#!/bin/sh
# python-docx 1.2.0, lxml 6.1.3.
#
# Paragraph.text leaves out what Word shows: text that was inserted with "track changes" on and not
# yet accepted (w:ins), and text in content controls (w:sdt), such as the fields of a form. The rest
# of the sentence is joined without a gap, so that nothing looks wrong.
#
# Who is hurt: whoever reads statements and letters from Word files. A word such as "not" that an
# editor put in is missing, and the sentence says the opposite.
#
# Output seen:
#   Paragraph.text: The dam did break.
#   as Word shows it: The dam did not break. Signed: the mayor
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 lxml==6.1.3
"$home/venv/bin/python" - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

document = docx.Document()
run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
paragraph = parse_xml(
    f"<w:p {nsdecls('w')}>{run.format('The dam did ')}"
    f'<w:ins w:id="1" w:author="an editor">{run.format("not ")}</w:ins>{run.format("break.")}'
    f"<w:sdt><w:sdtContent>{run.format(' Signed: the mayor')}</w:sdtContent></w:sdt></w:p>"
)
document.element.body.insert(0, paragraph)
told = document.paragraphs[0].text
shown = "".join(element.text for element in paragraph.iter(qn("w:t")))
print("Paragraph.text:", told)
print("as Word shows it:", shown)
assert shown == "The dam did not break. Signed: the mayor"
assert told == "The dam did break.", "python-docx reads insertions or content controls now"
PY
