"""Whom to write to about a verdict."""

import pytest

from portal.domain.duties import DutyLine, recipient
from portal.domain.risk import Level
from portal.domain.roles import Duty

SARA = DutyLine(Duty.ATTENDS, "Sara Nyberg")
EVA = DutyLine(Duty.ESCALATES, "Dr. Eva Lund")
NOBODY = DutyLine(Duty.DRIVES, "IT team")


@pytest.mark.parametrize(
    ("level", "lines", "to"),
    [
        (Level.CRITICAL, [SARA, EVA], EVA),
        (Level.AT_RISK, [EVA, SARA], EVA),
        (Level.WATCH, [SARA, EVA, NOBODY], SARA),
        (Level.CRITICAL, [NOBODY, SARA], SARA),
        (Level.CRITICAL, [NOBODY], None),
        (Level.ON_TRACK, [], None),
    ],
)
def test_a_serious_verdict_goes_to_whoever_can_escalate_and_never_to_a_team(
    level: Level, lines: list[DutyLine], to: DutyLine | None
) -> None:
    assert recipient(level, lines) == to
