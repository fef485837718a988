"""A case through a real Label Studio on this machine, and back.

    python benchmarks/label_studio.py http://127.0.0.1:8091 TOKEN seeds/crocus-city-hall

makes a project with our labelling configuration, imports our tasks, exports them untouched, changes
the strength of one statement as an annotator would, exports again, and prints what our import takes
of each. Seen with Label Studio 1.23.2 (``pip install label-studio`` in an environment of its own,
``LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN=true label-studio start --user-token TOKEN``): nothing of
what nobody touched, and the one change.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import narratives as nv


def call(method: str, address: str, token: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(address, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


def main() -> None:
    server, token, folder = sys.argv[1:]
    out = Path(tempfile.mkdtemp())
    case = nv.load_case(shutil.copytree(folder, out / "case"))
    nv.export_case(case, out / "tasks", to="label-studio")
    configuration = (out / "tasks" / "labelling-config.xml").read_text("utf-8")
    project = {"title": "narratives", "label_config": configuration}
    home = f"{server}/api/projects/{call('POST', f'{server}/api/projects/', token, project)['id']}"
    tasks = json.loads((out / "tasks" / "tasks.json").read_text("utf-8"))
    counts = call("POST", f"{home}/import", token, tasks)
    print({name: counts[name] for name in ("task_count", "annotation_count", "prediction_count")})
    back = out / "back.json"
    for change in (False, True):
        found = call("GET", f"{home}/export?exportType=JSON&download_all_tasks=true", token)
        if change:
            annotation = found[0]["annotations"][0]
            marks = [r["value"] for r in annotation["result"] if r.get("from_name") == "strength"]
            next(m for m in marks if m["choices"] == ["certain"])["choices"] = ["possible"]
            result = {"result": annotation["result"]}
            call("PATCH", f"{server}/api/annotations/{annotation['id']}", token, result)
            found = call("GET", f"{home}/export?exportType=JSON&download_all_tasks=true", token)
        back.write_text(json.dumps(found), encoding="utf-8")
        taken = nv.import_annotations(case, back, format="label-studio", who="me", write=False)
        print(taken.summary())
        print([(line["target"], line["field"], line["value"]) for line in taken.entries])


if __name__ == "__main__":
    main()
