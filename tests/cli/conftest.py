"""Running a command as a person would, without a process of its own."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from portal.cli import main

Run = Callable[..., "Ended"]


@dataclass(frozen=True)
class Ended:
    """What a command left: its exit code and what it printed."""

    code: object
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command with these settings of the environment, and no others."""

    def command(*arguments: str, **environment: str) -> Ended:
        for name in [name for name in os.environ if name.startswith("PORTAL_")]:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return Ended(ended.value.code, printed.out, printed.err)

    return command
