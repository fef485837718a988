"""Nothing leaves the machine, and nothing stays in the home of who runs it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from needed import program

ROOT = Path(__file__).parents[1]
REPORT = "from narratives.cli import main; main()"
ADDRESS = re.compile(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"')
REACHES = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*AF_INET")
OWN = re.compile(r"127\.|::1$|(0\.0\.0\.0|::)$")
KINDS = re.compile(r"\bsocket\((AF_\w+)")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def report(make_case: Callable[[], Path], tmp_path: Path) -> list[str]:
    """Return the command that takes a small case the whole way to its page."""
    case = make_case()
    page = str(tmp_path / "page.html")
    return [sys.executable, "-c", REPORT, "report", str(case), "-o", page]


def surroundings(home: Path) -> dict[str, str]:
    """Return an environment in which every place of the user's own lies in a home."""
    theirs = re.compile("XDG_|JUPYTER|IPYTHON|MPL|ORT_|PYTEST")
    kept = {name: value for name, value in os.environ.items() if not theirs.match(name)}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": str(ROOT)}


def addresses_elsewhere(log: Path) -> set[str]:
    """Return the addresses that traced calls reach out to, and that are not this machine's own.

    What a call only receives, such as the kernel's list of this machine's addresses, is nothing
    that it reaches out to.
    """
    calls = [line for line in log.read_text().splitlines() if REACHES.search(line)]
    found = ADDRESS.findall("\n".join(calls))
    return {address for address in found if not OWN.match(address)}


def trace(command: list[str], home: Path, log: Path, **more: object) -> subprocess.Popen[str]:
    strace = program(["strace"], "strace")
    return subprocess.Popen(
        [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=network", "-o", str(log), *command],
        env=surroundings(home),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **more,
    )


def test_the_whole_way_leaves_the_home_empty_and_opens_no_socket(home, report, tmp_path):
    log = tmp_path / "trace"
    if shutil.which("strace"):
        run = trace(report, home, log)
    else:
        out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        run = subprocess.Popen(report, env=surroundings(home), text=True, **out)
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert [str(path.relative_to(home)) for path in home.rglob("*")] == []
    program(["strace"], "strace")  # Without it the sockets are not seen, and the test says so.
    assert set(KINDS.findall(log.read_text())) - {"AF_UNIX"} == set()


def test_a_socket_to_elsewhere_is_seen(home, tmp_path):
    log = tmp_path / "trace"
    calls = "import socket as s; s.socket(s.AF_INET, s.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    trace([sys.executable, "-c", calls], home, log).communicate(timeout=60)
    assert "192.0.2.1" in addresses_elsewhere(log)
    assert "AF_INET" in KINDS.findall(log.read_text())


@pytest.fixture
def lab(home: Path, tmp_path: Path) -> Iterator[tuple[str, Path, subprocess.Popen[str]]]:
    """Start JupyterLab as ``make lab`` does, without a browser, and trace it."""
    pytest.importorskip("jupyterlab")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    recipe = re.search(r"^lab:.*\n\t\$\(BIN\)/(.+)$", (ROOT / "Makefile").read_text(), re.M)
    assert recipe is not None
    name, *flags = recipe[1].split()
    assert name == "jupyter"
    more = ["--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1"]
    more += ["--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    log = tmp_path / "trace"
    command = [sys.executable, "-m", "jupyter", *flags, *more]
    run = trace(command, home, log, cwd=ROOT, start_new_session=True)
    yield f"http://127.0.0.1:{port}", log, run
    os.killpg(run.pid, 15)
    run.communicate(timeout=60)


def ask(address: str) -> str:
    """Return what a server says, as soon as it is there."""
    for _ in range(240):
        try:
            with urlopen(address, timeout=30) as answer:
                return str(answer.read().decode())
        except (URLError, ConnectionError) as error:
            if not isinstance(getattr(error, "reason", error), ConnectionError):
                raise
            time.sleep(0.5)
    raise AssertionError(f"nothing answers at {address}")


def test_jupyterlab_fetches_no_news_and_looks_for_no_update(lab):
    address, log, _ = lab
    assert '"news": []' in ask(f"{address}/lab/api/news")
    assert '"notification": null' in ask(f"{address}/lab/api/update")
    assert addresses_elsewhere(log) == set()
