"""The Chromium the tests drive: one the system has, else Playwright's, else Debian's package.

Best is the one without windows: the same browser for three quarters of the work. `python -m tests.browser` gets it
where that asks nobody for anything, or any where there is none, and says where it is.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MEND = (
    "No Chromium was found, and none could be installed. Install one (Debian: apt-get install chromium, "
    "Fedora: dnf install chromium, macOS: brew install --cask chromium) or Playwright's "
    "(.venv/bin/playwright install --with-deps chromium), then run this again."
)


class NoBrowserError(Exception):
    """There is no Chromium; the message says how to get one."""

    def __init__(self) -> None:
        super().__init__(MEND)


def system_browser(names: Sequence[str] = NAMES) -> str | None:
    """The first browser on the path that starts. A name alone proves nothing: it may be a stub."""
    return next((path for name in names if (path := shutil.which(name)) and starts(path)), None)


def playwright_browser() -> str | None:
    """The browser Playwright downloaded earlier, if it is there and has the libraries it needs."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and starts(path) else None


def starts(path: str) -> bool:
    """Whether an executable tells its version."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0  # noqa: S603 - a browser found on the path
    except (OSError, subprocess.TimeoutExpired):
        return False


def find() -> str:
    """The path of a Chromium. Raises NoBrowserError with the mend."""
    path = system_browser() or playwright_browser()
    if path is None:
        raise NoBrowserError
    return path


def get() -> str:
    """The path of a Chromium, installed first where there is none. Raises NoBrowserError with the mend."""
    return _first((_shell, system_browser, playwright_browser, _from_playwright, _from_debian))


def _first(ways: tuple[Callable[[], str | None], ...]) -> str:
    for way in ways:
        if path := way():
            return path
    raise NoBrowserError


def _from_playwright() -> str | None:
    # A network that blocks the download must not hold the tests up: the next way is tried.
    succeeded = _run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=300)
    return playwright_browser() if succeeded else None


def _shell() -> str | None:
    return system_browser([SHELL]) or _from_debian(SHELL, seconds=60)


def _from_debian(package: str = "chromium", seconds: int = 900) -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    steps = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package])
    return system_browser() if all(_run(step, seconds) for step in steps) else None


def _run(command: list[str], seconds: int) -> bool:
    settings = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000", "DEBIAN_FRONTEND": "noninteractive"}
    sys.stderr.write(f"Getting a browser for the tests: {' '.join(command[-3:])}\n")
    try:
        done = subprocess.run(  # noqa: S603 - the commands above
            command, env=os.environ | settings, timeout=seconds, capture_output=True, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"That took more than {seconds} s.\n")
        return False
    if done.returncode:
        sys.stderr.write("\n".join(_tail(done.stderr or done.stdout)) + "\n")
    return done.returncode == 0


def _tail(output: str) -> Iterator[str]:
    yield from (f"  {line}" for line in output.strip().splitlines()[:3])


def main() -> int:
    """Get a browser and say where it is."""
    try:
        sys.stdout.write(f"Browser for the tests: {get()}\n")
    except NoBrowserError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
