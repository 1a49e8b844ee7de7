"""The portfolio as a table for spreadsheets."""

from collections.abc import AsyncIterator
from typing import Final

from portal.domain.progress import State
from portal.services.portfolio import Line
from portal.web.spreadsheet import row

COLUMNS: Final = (
    "account",
    "id",
    "industry",
    "seats",
    "csm",
    "phase",
    "week",
    "on hold",
    "verdict",
    "reason",
    "since",
    "ladder",
    "milestones done",
    "milestones",
    "active in the last 7 days",
    "next touchpoint",
    "due",
)


async def table(lines: AsyncIterator[Line]) -> AsyncIterator[str]:
    """Accounts as lines of CSV, with a heading; no cell is a formula."""
    yield row(COLUMNS)
    async for line in lines:
        yield row(map(str, (*_about(line), *_verdict(line), *_people(line), *_next(line))))


def _about(line: Line) -> tuple[object, ...]:
    week = "" if line.week is None else line.week
    seats = "" if line.seats is None else line.seats
    held = "yes" if line.on_hold else "no"
    return line.name, line.external_id, line.industry or "", seats, line.csm or "", line.phase.label, week, held


def _verdict(line: Line) -> tuple[str, str, str]:
    standing = line.standing
    if standing is None:
        return "Not checked yet", "", ""
    reason = standing.override.reason if standing.override else standing.leaf.title
    return standing.level.label, reason, standing.since.date().isoformat()


def _people(line: Line) -> tuple[object, ...]:
    climb = line.climb
    ladder = (climb.role, climb.states.count(State.DONE), len(climb.states)) if climb else ("", "", "")
    return *ladder, line.weekly[-1]


def _next(line: Line) -> tuple[str, str]:
    return (line.next.name, line.next.on.isoformat()) if line.next else ("", "")
