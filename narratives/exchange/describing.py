"""The formats in words: the table of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.exchange.known import FORMATS

_HEAD = """\
# Into other tools, and back

```
narratives export CASE --to FORMAT -o FILE
narratives import CASE FILE --who NAME
```

From Python: `nv.export_case(case, path, to=FORMAT)`, `nv.import_annotations(case, path)`.

- **Out** goes the case as a person left it. Each export has a note that says how much of it a
  person has looked at, and what its format cannot say.
- **Back** come decisions, as lines of `review.jsonl` with who and when. What nobody touched since
  it was exported is no decision and brings no line: each statement leaves with a fingerprint of
  its fields. A line is taken where it is valid, fits the case and has an effect in the replay.
  Everything else that the file says is in the report, with its reason. Documents and `case.yaml`
  are never changed.
- `narratives import CASE FILE --try` says what would be taken and writes nothing.
- Quoted words decide where something stands, and positions are a hint, in every format that
  quotes them.
"""


def formats_in_markdown() -> str:
    """Return the documentation of all formats; ``docs/exchange.md`` holds it.

    Examples
    --------
    >>> formats_in_markdown().splitlines()[0]
    '# Into other tools, and back'
    """
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "| format | for | comes back | needs |"
    yield "|---|---|---|---|"
    for one in FORMATS:
        extra = f"`narratives[{one.extra}]`" if one.extra else "nothing more"
        back = one.back or "no"
        yield f"| `{one.name}` | {one.what} | {back} | {extra} |"
    for one in FORMATS:
        where = f"A file `{'` or `'.join(one.endings)}`." if one.endings else "A folder of files."
        yield f"\n## {one.name}\n\n{one.what[0].upper()}{one.what[1:]}. {where}\n"
        yield "| what | where |"
        yield "|---|---|"
        yield from (f"| {what} | {place} |" for what, place in one.goes)
        yield "\nWhat cannot be said in it, and stands in the export's own note:\n"
        yield from (f"- {sentence}" for sentence in one.cannot)
    yield ""
