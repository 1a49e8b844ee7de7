"""The numbers of every fault, in one table at the end of a run; and how much load a run is to make."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import pytest

PROPERTY: Final = "fault"


@dataclass(frozen=True)
class Shown:
    """What one fault showed, which happened so many `times`.

    `seconds` is how long it took at most until the portal took events, or did its jobs, again.
    """

    fault: str
    database: str
    sent: int
    acknowledged: int
    stored: int
    doubled: int
    seconds: float | None
    times: int = 1

    @property
    def sound(self) -> bool:
        """Whether everything that was acknowledged is there, once."""
        return self.acknowledged <= self.stored <= self.sent and self.doubled == 0


HEAD: Final = ("fault", "times", "database", "sent", "acknowledged", "stored", "doubled", "recovered after")


def render(found: Iterable[Shown]) -> Iterator[str]:
    """The table, in Markdown."""
    rows = [HEAD, *(_cells(shown) for shown in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    yield lines[0]
    yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    yield from lines[1:]


def _cells(shown: Shown) -> tuple[str, ...]:
    counts = (shown.sent, shown.acknowledged, shown.stored, shown.doubled)
    seconds = "" if shown.seconds is None else f"{shown.seconds:.1f} s"
    return (shown.fault, str(shown.times), shown.database, *(f"{count:,}" for count in counts), seconds)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make faults` ask for the long form."""
    parser.addoption("--long-faults", action="store_true", help="as many events and faults as `make faults` promises")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, wherever the tests ran."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    found = [Shown(**told) for report in reports for told in _told(report)]
    if found:
        terminalreporter.section("faults")
        for line in render(found):
            terminalreporter.line(line)


def _told(report: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - pytest's reports share no type
    return [value for name, value in getattr(report, "user_properties", ()) if name == PROPERTY]


def note(request: pytest.FixtureRequest, shown: Shown) -> None:
    """Put a row into the table, and fail where it is not sound."""
    request.node.user_properties.append((PROPERTY, asdict(shown)))
    assert shown.sound, shown
