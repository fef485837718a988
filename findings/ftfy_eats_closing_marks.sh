#!/bin/sh
# ftfy 6.3.1, Python 3.11 and later.
#
# A text that is right is changed: in a line of capitals, "Ã" and the quotation mark or dash behind it
# become one other letter, by fix_text() and by fix_encoding() alike, whatever language and however
# right the rest of the text is. Portuguese ends words so: IRÃ (Iran), AMANHÃ (tomorrow), ALEMÃ, LÃ.
# The two signs are also what "Ô" looks like when it is read in a wrong encoding; one such place is
# enough. In small letters, with a comma before the mark, or with spaces around the dash nothing
# happens. Its author calls it very important that what is right is not changed (issue 155), and its
# documentation names no such case.
#
# Who is hurt: whoever lets ftfy clean news in Portuguese. The name of a country is no word any more,
# and a quotation is never closed, so that what comes after it is taken for what the person said.
# In this project ftfy changes no text. Its doubt is told, and since this was found not where its
# mending would leave a mark without its partner (narratives/documents/notes.py, held by
# tests/documents/test_documents_encodings.py).
#
# Guess before running: as it is, for the curly mark; that « » and the dash are hit too was not
# foreseen.
#
# Output seen:
#   “NÃO HÁ ACORDO COM O IRÃ”, DIZ MINISTRA -> “NÃO HÁ ACORDO COM O IRÔ, DIZ MINISTRA
#   SÓ «AMANHÃ» -> SÓ «AMANHû
#   SANÇÕES: EUA–IRÃ–ISRAEL -> SANÇÕES: EUA–IRÖISRAEL
#   “Não há acordo com o Irã”, diz ministra -> the same
#   “NÃO HÁ ACORDO COM O IRÃ,” DIZ -> the same
#   with a whole story below it: the same letter
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check ftfy==6.3.1
PYTHONIOENCODING=utf-8 "$home/venv/bin/python" - <<'PY'
import ftfy

BECOMES = {
    "\u201cNÃO HÁ ACORDO COM O IRÃ\u201d, DIZ MINISTRA": "\u201cNÃO HÁ ACORDO COM O IRÔ, DIZ MINISTRA",
    "SÓ \u00abAMANHÃ\u00bb": "SÓ \u00abAMANH\u00fb",
    "SANÇÕES: EUA\u2013IRÃ\u2013ISRAEL": "SANÇÕES: EUA\u2013IRÖISRAEL",
    "\u201cNão há acordo com o Irã\u201d, diz ministra": "\u201cNão há acordo com o Irã\u201d, diz ministra",
    "\u201cNÃO HÁ ACORDO COM O IRÃ,\u201d DIZ": "\u201cNÃO HÁ ACORDO COM O IRÃ,\u201d DIZ",
}
for right, expected in BECOMES.items():
    found = ftfy.fix_text(right, uncurl_quotes=False)
    print(right, "->", "the same" if found == right else found)
    assert found == expected, "the behaviour has changed"
    assert ftfy.fix_encoding(right) == expected, "the two ways differ now"
story = "\n\nA porta-voz negou o relato: \u201cO Irã não assinou nada\u201d, afirmou.\n"
first = next(iter(BECOMES))
assert ftfy.fix_encoding(first + story) == BECOMES[first] + story, "the rest counts now"
print("with a whole story below it: the same letter")
PY
