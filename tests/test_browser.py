import stat
from pathlib import Path

import pytest

from tests import browser


def stub(folder: Path, name: str, exits: int) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exits}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)


def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(tmp_path, "chromium", exits=1)
    stub(tmp_path, "google-chrome", exits=0)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.system_browser() == str(tmp_path / "google-chrome")


def test_without_any_browser_the_failure_names_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(browser.NoBrowserError, match="apt-get install chromium"):
        browser.find()
