#!/bin/sh
# anywidget 0.11.0, jupyterlab 4.6.6, ipykernel 7.4.0, Chromium, Python 3.11 and later.
#
# A widget whose script takes more than two seconds to load is drawn all the same, and works as
# long as it only sends: every message from the kernel, and every reply to its own messages, is
# dropped from then on, for good. Nothing is raised where a reader of the notebook would see it.
# The cause (runtime.ts): what waits for the script gives up after two seconds, the handler of
# messages waits for the same thing, and drawing does not.
#
# Who is hurt: whoever opens a notebook with a widget on a slow or busy machine, a class of thirty
# above all. The cell looks whole and never answers. The editor of this project attaches its own
# handler of messages since 0.3.0 (narratives/editor/editor.js, `initialize`).
#
# Guessed before the run: 1 second: drawn, heard. 3 seconds: drawn.
#
# Output seen:
#   script after 1 s: drawn, heard
#   script after 3 s: drawn
#
# It needs Chromium as the command chromium; nothing leaves the machine but the installation.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check \
  anywidget==0.11.0 jupyterlab==4.6.6 ipykernel==7.4.0 playwright==1.65.2
cd "$home"
PATH="$home/venv/bin:$PATH" HOME="$home" "$home/venv/bin/python" - <<'PY'
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

from playwright.sync_api import sync_playwright

WIDGET = """
import anywidget

class Slow(anywidget.AnyWidget):
    _esm = '''await new Promise((done) => setTimeout(done, WAIT));
    export default { render({ model, el }) {
      const said = document.createElement("p");
      said.className = "said";
      said.textContent = "drawn";
      el.append(said);
      model.on("msg:custom", () => { said.textContent = "drawn, heard"; });
      setInterval(() => model.send("are you there?"), 500);
    } };'''

    def __init__(self):
        super().__init__()
        self.on_msg(lambda *_: self.send("yes"))

Slow()
"""
WAITS = (1, 3)
for wait in WAITS:
    cell = {
        "cell_type": "code", "id": "only", "metadata": {}, "execution_count": None, "outputs": [],
        "source": WIDGET.replace("WAIT", str(1000 * wait)),
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    with open(f"wait{wait}.ipynb", "w", encoding="utf-8") as file:
        json.dump(book, file)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = subprocess.Popen(
    [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        f"--port={port}", "--IdentityProvider.token=", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
    ],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
seen = {}
try:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=10)
            break
        except OSError:
            time.sleep(0.5)
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=False
        )
        for wait in WAITS:
            page = browser.new_page()
            page.set_default_timeout(180_000)
            page.goto(f"http://127.0.0.1:{port}/lab/tree/wait{wait}.ipynb?reset")
            page.wait_for_function(
                "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
            )
            page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
            page.wait_for_selector(".said")
            page.wait_for_timeout(15_000)
            seen[wait] = page.locator(".said").inner_text()
            print(f"script after {wait} s:", seen[wait])
            page.close()
        browser.close()
finally:
    server.terminate()
    server.wait(30)
assert seen[1] == "drawn, heard", "a script that is there after a second hears nothing"
assert seen[3] == "drawn", "a script that is there after three seconds is heard now"
PY
