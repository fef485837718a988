"""What a shell sees of a command: one line and a fitting status, whatever happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from narratives.cli import app, main
from narratives.report import is_own_page
from narratives.stages import build

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from narratives.cli import main; main()"]
TEXT = "The dam above Orlen broke because it was never repaired, the mayor said.\n"
posix = pytest.mark.skipif(os.name == "nt", reason="streams and signals of POSIX")


@pytest.fixture(autouse=True)
def heeds_ctrl_c():
    """Let what is run heed Ctrl-C: a shell has it ignored where tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def call(*arguments: object, **more: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), **more)


def shell(line: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which $N is the program."""
    program = f'"{sys.executable}" -c "from narratives.cli import main; main()"'
    return subprocess.run(
        ["bash", "-c", line.replace("$N", program)], capture_output=True, text=True, **more
    )


def new(folder: object, text: object, narrative: str = "neglect=It broke.") -> Result:
    return call("new", folder, text, "--question", "Why did it break?", "--narrative", narrative)


@pytest.fixture
def dam(tmp_path: Path) -> Path:
    path = tmp_path / "dam.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@posix
def test_standard_output_may_be_closed_full_or_left():
    done = shell(
        "$N --help >&-; echo $?; $N --help >/dev/full; echo $?; $N --version >/dev/full; echo $?; "
        "$N --help | true; echo ${PIPESTATUS[0]}; $N statements --help 2>&- >/dev/null; echo $?"
    )
    assert done.stdout.split() == ["1", "1", "1", "0", "0"]
    closed, *full = done.stderr.splitlines()
    assert closed.startswith("Standard output is closed, so there is nowhere to print to. Leave it")
    assert full == ["No space left on device."] * 2


@posix
@pytest.mark.parametrize("delay", [0.15, 0.4])
def test_ctrl_c_ends_with_a_line_while_the_rest_is_imported(dam: Path, delay: float):
    code = (
        "import narratives.cli.running, sys; print('on', flush=True); "
        "from narratives.cli import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "statements", *[dam] * 200],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "on\n"
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=120)
    # A fast machine has begun to name the documents by then.
    assert process.returncode == 130
    assert error.endswith("Stopped.\n")
    assert "Traceback" not in error


PRESS = """
import sys
module = sys.argv.pop(1)

class Press:
    def find_spec(self, name, *_):
        if name == module:
            import os
            os.kill(os.getpid(), 2)

sys.meta_path.insert(0, Press())
from narratives.cli import main
main()
"""


@posix
@pytest.mark.parametrize("module", ["running", "output", "commands", "drafting"])
def test_ctrl_c_is_one_line_whichever_part_is_being_imported(dam: Path, module: str):
    name = f"narratives.cli.{module}"
    done = subprocess.run(
        [sys.executable, "-c", PRESS, name, "statements", dam], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


STARTED = """
import os, sys

class Press:
    def find_spec(self, name, *_):
        if name == os.environ["PRESS_AT"]:
            os.kill(os.getpid(), 2)

sys.meta_path.insert(0, Press())
"""


@posix
@pytest.mark.parametrize(
    "module", ["narratives.version", "narratives.cli", "narratives.cli.running"]
)
@pytest.mark.parametrize("way", ["script", "module"])
def test_ctrl_c_is_one_line_from_the_first_line_of_the_package_on(
    tmp_path: Path, module: str, way: str
):
    (tmp_path / "sitecustomize.py").write_text(STARTED)
    script = tmp_path / "narratives"
    # As pip writes it, but for the name of the interpreter.
    script.write_text("import sys\nfrom narratives.cli import main\nsys.exit(main())\n")
    start = [script] if way == "script" else ["-m", "narratives"]
    environment = {
        **os.environ,
        "PRESS_AT": module,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
    }
    done = subprocess.run(
        [sys.executable, *start, "--help"], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


def test_another_program_that_uses_the_package_heeds_ctrl_c_in_its_own_way():
    code = "import sys; mine = sys.excepthook; import narratives; print(sys.excepthook is mine)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "True\n"


SWALLOWED = """
import narratives.cli.running as running, os, sys, time, weakref

class Thing:
    pass

def load():
    try:
        os.kill(os.getpid(), 2)
        time.sleep(5)
    except BaseException:
        pass
    return lambda **_: print("ran on")

def lost():
    def app(**_):
        thing = Thing()
        ref = weakref.ref(thing, lambda _: (os.kill(os.getpid(), 2), time.sleep(5)))
        del thing
        for _ in range(50):
            time.sleep(0.1)
        print("ran on")
    return app

running.run_program({"load": load, "lost": lost}[sys.argv[1]], None)
"""


@posix
@pytest.mark.parametrize("where", ["load", "lost"])
def test_ctrl_c_that_a_library_swallows_stops_the_program_all_the_same(where: str):
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED, where], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


@posix
def test_little_is_imported_before_ctrl_c_is_heeded():
    code = (
        "import sys, os, warnings, importlib; had = set(sys.modules); import narratives.cli; "
        "print(*sorted(set(sys.modules) - had))"
    )
    # Without site, for an editable install imports a good deal of its own.
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=surroundings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == [
        *("__future__", "narratives", "narratives.cli", "narratives.version")
    ]


def test_ctrl_c_inside_a_command_ends_with_130(dam: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("narratives.cli.drafting.draft_paths", press)
    with pytest.raises(SystemExit) as ended:
        main(["statements", str(dam)])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_fault_of_the_program_is_one_line_and_no_traceback(dam, monkeypatch, capsys):
    def fail(*_: object, **__: object) -> None:
        raise IndexError("tuple index out of range")

    monkeypatch.setattr("narratives.cli.drafting.draft_paths", fail)
    with pytest.raises(SystemExit) as ended:
        main(["statements", str(dam)])
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith(
        "the program failed here (IndexError: tuple index out of range; test_cli"
    )
    assert told.count("\n") == 1


def test_statements_reads_standard_input_for_a_dash(dam: Path):
    done = call("statements", "-", dam, "--format", "csv", input=TEXT)
    assert done.exit_code == 0, done.stderr
    assert [row.split(",")[1] for row in done.stdout.splitlines()[1:]] == ["stdin", "dam"]
    empty = call("statements", "-", input="")
    assert empty.exit_code == 1
    assert empty.stderr.startswith("standard input: the file is empty.")
    assert "- is standard input" in " ".join(call("statements", "--help").stdout.split())


def test_a_case_is_made_in_the_empty_folder_one_stands_in(dam: Path, tmp_path: Path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    made = new(".", dam)
    assert made.exit_code == 0, made.output
    assert sorted(path.name for path in here.iterdir()) == [
        *(".narratives", "analysis.ipynb", "case.schema.json", "case.yaml", "documents")
    ]
    assert Path.cwd().samefile(here)
    assert call("check", ".").exit_code == 0
    again = new(".", dam)
    assert again.exit_code == 1
    assert again.stderr == ".: it is there already, and not empty. Name a new folder.\n"


@pytest.mark.parametrize(
    ("name", "status"),
    [("_", 0), ("1e5", 0), ("yes", 0), ("a b", 1), ("", 1), ("none", 1), ("ü", 1), ("{x}", 1)],
)
def test_an_odd_id_of_a_narrative_is_taken_or_refused_in_a_line(dam, tmp_path, name, status):
    made = new(tmp_path / "case", dam, f"{name}=It was never repaired.")
    assert made.exit_code == status, made.output
    if status:
        assert made.stderr.startswith(f'narratives: "{name}" is not an id, or is reserved. Use ')
        assert made.stderr.count("\n") == 1
        assert [path.name for path in tmp_path.iterdir()] == ["dam.txt"]


def test_new_refuses_what_report_could_not_read(dam: Path, tmp_path: Path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise IndexError("tuple index out of range")

    monkeypatch.setattr(build, "find_segments", fail)
    made = new(tmp_path / "case", dam)
    assert made.exit_code == 1
    assert made.stderr.startswith("dam: the program failed here (IndexError: tuple index out of")
    assert [path.name for path in tmp_path.iterdir()] == ["dam.txt"]


def test_new_refuses_a_case_of_which_no_page_can_be_written(dam, tmp_path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("narratives.report.render_report", fail)
    made = new(tmp_path / "case", dam)
    assert made.exit_code == 1
    assert made.stderr.startswith("case: the program failed here (ValueError: odd; ")
    assert [path.name for path in tmp_path.iterdir()] == ["dam.txt"]


@posix
def test_words_that_are_not_in_utf_8_are_refused(dam: Path, tmp_path: Path):
    done = subprocess.run(
        [*PROGRAM, "new", tmp_path / "case", dam, "--question", b"\xff", "--narrative", b"a=\xff"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "question: the text is not in UTF-8. Write it anew in a terminal that is.",
        'sentence of "a": the text is not in UTF-8. Write it anew in a terminal that is.',
    ]


def test_report_writes_over_its_own_page_and_nothing_else(dam: Path, tmp_path: Path):
    assert new(tmp_path / "case", dam).exit_code == 0
    page = tmp_path / "page.html"
    for _ in range(2):
        assert call("report", tmp_path / "case", "-o", page).exit_code == 0
        assert is_own_page(page)
    for foreign in ("", "<!DOCTYPE html><title>My page</title>"):
        page.write_text(foreign, encoding="utf-8")
        done = call("report", tmp_path / "case", "-o", page)
        assert done.exit_code == 1
        assert "the file is there and is not from this command. Name another" in done.stderr
        assert page.read_text(encoding="utf-8") == foreign
    assert call("report", tmp_path / "case", "-o", page, "--force").exit_code == 0
    assert is_own_page(page)
    assert "--force" in call("report", "--help").stdout


@posix
def test_report_names_what_stands_in_the_place_of_its_page(dam: Path, tmp_path: Path):
    assert new(tmp_path / "case", dam).exit_code == 0
    os.mkfifo(tmp_path / "page.html")
    done = call("report", tmp_path / "case", "-o", tmp_path / "page.html")
    assert done.exit_code == 1
    assert "page.html: this is a FIFO (a named pipe), not a plain file." in done.stderr
