"""The wheel and the sdist: what is in them, and that a fresh environment works with the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from narratives.version import __version__

ROOT = Path(__file__).parents[1]
BUILD = """
import setuptools, setuptools.build_meta
setuptools.setup(script_args=["--quiet", "sdist", "--formats=tar"])
setuptools.build_meta.build_wheel("dist", {"--build-option": ["--compression=stored"]})
"""
"""Neither is compressed: that takes seconds for the trained graphs."""
MADE = {"PKG-INFO", "setup.cfg"}
"""What setuptools adds to an sdist, beside its own folder."""


def run(*command: object, cwd: Path, **more: object) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        **more,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tracked() -> list[str]:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("what belongs into the packages is what git tracks, and there is no git here")
    return run("git", "ls-files", cwd=ROOT).splitlines()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both from a copy of what git tracks; return the folder of the copy."""
    source = tmp_path_factory.mktemp("source")
    for name in tracked():
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    run(sys.executable, "-c", BUILD, cwd=source)
    return source


def test_the_sdist_holds_what_the_repository_holds_and_nothing_else(built):
    (path,) = (built / "dist").glob("*.tar")
    top = f"narratives-{__version__}/"
    with tarfile.open(path) as archive:
        files = {member.name.removeprefix(top) for member in archive if member.isfile()}
    own = {name for name in files if not name.startswith("narratives.egg-info/")}
    assert own - MADE == {name for name in tracked() if (ROOT / name).is_file()}


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(built):
    (path,) = (built / "dist").glob("*.whl")
    assert path.name == f"narratives-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(path) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
        licence = archive.read(f"narratives-{__version__}.dist-info/licenses/LICENSE")
    assert licence == (ROOT / "LICENSE").read_bytes()
    assert files == {name for name in tracked() if name.startswith("narratives/")}


def test_in_a_fresh_environment_the_wheel_writes_the_report_of_a_case(built, tmp_path):
    # The libraries are those of this environment, for none can be fetched; the package is not.
    (wheel,) = (built / "dist").glob("*.whl")
    fresh = tmp_path / "fresh"
    run(sys.executable, "-m", "venv", "--without-pip", fresh, cwd=tmp_path)
    programs = fresh / ("Scripts" if os.name == "nt" else "bin")
    python = programs / Path(sys.executable).name
    install = ("-m", "pip", "--quiet", "--python", python, "install", "--no-deps", "--no-index")
    run(sys.executable, *install, wheel, cwd=tmp_path)
    where = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path
    )
    libraries = Path(where.strip()) / "libraries.pth"
    libraries.write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    home = run(python, "-c", "import narratives; print(narratives.__file__)", cwd=tmp_path)
    assert Path(home.strip()).is_relative_to(fresh)
    shutil.copytree(ROOT / "seeds" / "crocus-city-hall", tmp_path / "case")
    told = run(programs / "narratives", "report", "case", cwd=tmp_path)
    assert told.endswith("Report: reports/case.html\n")
    page = (tmp_path / "reports" / "case.html").read_text(encoding="utf-8")
    assert "Three accounts in one text" in page
    assert f"narratives {__version__}" in page
