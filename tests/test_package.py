"""The wheel, installed where there is no checkout: it brings its templates, files, playbook and migrations."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process import RunningDemo, free_port, run_demo

ROOT = Path(__file__).parent.parent
UV = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or "uv"


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "VIRTUAL_ENV"))}
    done = subprocess.run(  # noqa: S603 - this test's own commands
        command, cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that holds the locked dependencies and the wheel, nothing else."""
    folder = tmp_path_factory.mktemp("package")
    environment = folder / "environment"
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder, cwd=ROOT)
    locked = ("--quiet", "--frozen", "--no-dev", "--no-install-project", "--python", sys.executable)
    run(UV, "sync", *locked, cwd=ROOT, UV_PROJECT_ENVIRONMENT=str(environment))
    python = environment / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    run(UV, "pip", "install", "--quiet", "--no-deps", "--python", python, wheel, cwd=folder)
    run(UV, "pip", "check", "--quiet", "--python", python, cwd=folder)
    return environment / "bin"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def demo(installed: Path, empty: Path) -> Iterator[RunningDemo]:
    command = (str(installed / "portal"), "demo", "--accounts", "3", "--port", str(free_port(2)))
    with run_demo(command, data=empty / "data", cwd=empty) as running:
        yield running


def test_the_shipped_playbook_is_sound(installed: Path, empty: Path) -> None:
    assert "is clean: 3 ladders" in run(installed / "portal", "content", "lint", cwd=empty)


def test_the_wheel_migrates_a_database(installed: Path, empty: Path) -> None:
    run(installed / "portal", "migrate", cwd=empty, PORTAL_DATABASE_URL=f"sqlite:///{empty / 'portal.db'}")
    assert (empty / "portal.db").stat().st_size > 0


def test_the_demo_serves_its_first_page_from_an_empty_folder(demo: RunningDemo) -> None:
    page = demo.get("/login")
    assert page.status == 200
    assert "<h1" in page.text
    (stylesheet,) = (line for line in page.text.split('"') if line.startswith("/static/css/app.css"))
    assert demo.get(stylesheet).status == 200
