"""The four duties at the customer, who has them, and whom to write to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.domain.names import is_person
from portal.domain.risk import Level
from portal.domain.roles import Duty

SERIOUS: Final = (Duty.ESCALATES, Duty.UNBLOCKS, Duty.DRIVES, Duty.ATTENDS)
"""Whom to write to about a verdict that is serious: the first of these who is named."""
EVERYDAY: Final = (Duty.DRIVES, Duty.ATTENDS, Duty.UNBLOCKS, Duty.ESCALATES)
"""Whom to write to otherwise."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty, and the person who has it; `name` is what was entered. At version 0 nobody has entered anything."""

    duty: Duty
    name: str = ""
    title: str | None = None
    email: str | None = None
    version: int = 0
    edited_by: str | None = None

    @property
    def named(self) -> bool:
        """Whether a person has the duty."""
        return is_person(self.name)


def recipient(level: Level, lines: Sequence[DutyLine]) -> DutyLine | None:
    """Whom to write to about a verdict of this level; None while nobody is named."""
    named = {line.duty: line for line in lines if line.named}
    order = SERIOUS if level in {Level.CRITICAL, Level.AT_RISK} else EVERYDAY
    return next((named[duty] for duty in order if duty in named), None)
